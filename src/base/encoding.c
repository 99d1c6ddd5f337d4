/* encoding.c: from the bytes of an author's file to UTF-8.
 *
 * bytes in → UTF-8 with single line feeds out, and the faults. UTF-8 is checked
 * here; the others go through iconv(3), run by run, so that every bad byte is found and
 * not the first alone. The choice of encoding follows XML 1.0, appendix F.
 *
 * Surprising: bytes 0x80 to 0x9F of a file that calls itself ISO-8859-1 are faults,
 * though iconv would map them to control characters: nearly always the file is
 * Windows-1252 in truth, and to guess would be to change an author's text.
 */
#include "base/encoding.h"

#include <assert.h>
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

#define REPLACEMENT "\xEF\xBF\xBD"

static const char *const names[] = {"UTF-8", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "WINDOWS-1252", "UTF-8"};

const char *encoding_name(enum encoding encoding) {
    return names[encoding];
}

static enum encoding encoding_named(const char *name) {
    static const struct {
        const char *name;
        enum encoding encoding;
    } known[] = {
        {"utf-8", ENCODING_UTF8},         {"utf8", ENCODING_UTF8},
        {"us-ascii", ENCODING_UTF8},      {"ascii", ENCODING_UTF8},
        {"utf-16", ENCODING_UTF16LE},     {"utf-16le", ENCODING_UTF16LE},
        {"utf-16be", ENCODING_UTF16BE},   {"iso-8859-1", ENCODING_LATIN1},
        {"iso8859-1", ENCODING_LATIN1},   {"iso_8859-1", ENCODING_LATIN1},
        {"latin1", ENCODING_LATIN1},      {"latin-1", ENCODING_LATIN1},
        {"cp1252", ENCODING_WINDOWS1252}, {"windows-1252", ENCODING_WINDOWS1252},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcasecmp(name, known[i].name) == 0)
            return known[i].encoding;
    return ENCODING_UNKNOWN;
}

/* Copies the name in `<?xml … encoding="name"` to `declared`. The characters are taken `stride` bytes apart, beginning
 * with `first`: enough for UTF-16, since a declaration is ASCII. */
static void encoding_declared(const char *bytes, size_t count, size_t first, size_t stride, char declared[41]) {
    char head[257] = {0};
    size_t extent = 0;
    for (size_t i = first; i < count && extent < sizeof head - 1; i += stride) {
        head[extent++] = bytes[i];
        if (bytes[i] == '>' || bytes[i] == '\0')
            break;
    }
    head[extent] = '\0';
    declared[0] = '\0';
    if (strncmp(head, "<?xml", 5) != 0 || strchr(" \t\r\n", head[5]) == NULL)
        return;
    const char *at = strstr(head, "encoding");
    if (at == NULL)
        return;
    at += strlen("encoding");
    at += strspn(at, " \t\r\n=");
    if (*at != '"' && *at != '\'')
        return;
    size_t span = strcspn(at + 1, "\"'>");
    if (span > 40)
        span = 40;
    memcpy(declared, at + 1, span);
    declared[span] = '\0';
}

static bool starts(const char *bytes, size_t count, const char *with, size_t extent) {
    return count >= extent && memcmp(bytes, with, extent) == 0;
}

struct encoding_found encoding_find(const char *bytes, size_t count) {
    struct encoding_found found = {.encoding = ENCODING_UTF8};
    bool wide = true;
    if (starts(bytes, count, "\xFF\xFE\0\0", 4) || starts(bytes, count, "\0\0\xFE\xFF", 4) ||
        starts(bytes, count, "<\0\0\0", 4) || starts(bytes, count, "\0\0\0<", 4)) {
        found.encoding = ENCODING_UNKNOWN;
        strcpy(found.declared, "UTF-32");
        return found;
    }
    if (starts(bytes, count, "\xFF\xFE", 2)) {
        found.encoding = ENCODING_UTF16LE;
        found.mark = 2;
    } else if (starts(bytes, count, "\xFE\xFF", 2)) {
        found.encoding = ENCODING_UTF16BE;
        found.mark = 2;
    } else if (starts(bytes, count, "<\0", 2)) {
        found.encoding = ENCODING_UTF16LE;
    } else if (starts(bytes, count, "\0<", 2)) {
        found.encoding = ENCODING_UTF16BE;
    } else {
        wide = false;
        found.mark = starts(bytes, count, "\xEF\xBB\xBF", 3) ? 3 : 0;
    }
    encoding_declared(bytes, count, found.mark + (found.encoding == ENCODING_UTF16BE ? 1 : 0), wide ? 2 : 1,
                      found.declared);
    if (found.declared[0] == '\0')
        return found;
    enum encoding named = encoding_named(found.declared);
    bool named_wide = named == ENCODING_UTF16LE || named == ENCODING_UTF16BE;
    if (wide || named_wide || found.mark == 3) {
        bool utf16 = strcasecmp(found.declared, "utf-16") == 0;
        found.contradicted = wide ? named != found.encoding && !utf16 : named != ENCODING_UTF8;
    } else {
        found.encoding = named;
    }
    return found;
}

/* The faults as they are found; `at` is where the replacement stands in the output. */
struct faults {
    struct encoding_fault *faults;
    size_t room;
    size_t count;
    struct buffer *out;
    size_t counted_to; /* lines and columns are counted up to here */
    uint32_t line;
    uint32_t column;
};

static void encoding_add_fault(struct faults *faults, const char *bytes, size_t count, bool nul) {
    struct buffer *out = faults->out;
    if (faults->count < faults->room) {
        const char *at = out->bytes + faults->counted_to;
        const char *end = out->bytes + out->count;
        while (at < end) {
            uint32_t code = 0;
            at += utf8_decode(at, end, &code);
            faults->column = code == '\n' ? 1 : faults->column + 1;
            faults->line += code == '\n';
        }
        faults->counted_to = out->count;
        struct encoding_fault *fault = &faults->faults[faults->count];
        *fault = (struct encoding_fault){.line = faults->line, .column = faults->column, .nul = nul};
        fault->count = count < sizeof fault->bytes ? count : sizeof fault->bytes;
        memcpy(fault->bytes, bytes, fault->count);
    }
    faults->count++;
    buffer_string(out, REPLACEMENT);
}

/* Whether eight bytes are ASCII and need no change. The middle terms have a high bit wherever a byte is zero: of the
 * bytes as they are, and of those that differ from a carriage return. */
static bool encoding_plain(const char *at) {
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    uint64_t returns = bytes ^ ones * '\r';
    return ((bytes | (bytes - ones) | (returns - ones)) & ones << 7) == 0;
}

/* Bytes from `at` that are good UTF-8 and need no change. */
static size_t encoding_run(const char *at, const char *end) {
    const char *start = at;
    while (at < end) {
        unsigned char byte = (unsigned char)*at;
        if (byte < 0x80 && end - at >= 8 && encoding_plain(at)) {
            at += 8;
            continue;
        }
        if (byte < 0x80) {
            if (byte == '\r' || byte == '\0')
                break;
            at++;
            continue;
        }
        uint32_t code = 0;
        size_t extent = utf8_decode(at, end, &code);
        if (extent == 1)
            break;
        at += extent;
    }
    return (size_t)(at - start);
}

static void encoding_take_utf8(const char *at, const char *end, struct faults *faults) {
    while (at < end) {
        size_t run = encoding_run(at, end);
        buffer_bytes(faults->out, at, run);
        at += run;
        if (at == end)
            break;
        if (*at == '\r') {
            buffer_char(faults->out, '\n');
            at += at + 1 < end && at[1] == '\n' ? 2 : 1;
        } else if (*at == '\0') {
            encoding_add_fault(faults, at++, 1, true);
        } else {
            /* A lead byte and the trailing bytes after it are one fault, however many are missing. */
            size_t extent = 1;
            while ((unsigned char)*at >= 0xC0 && extent < 4 && at + extent < end &&
                   ((unsigned char)at[extent] & 0xC0) == 0x80)
                extent++;
            encoding_add_fault(faults, at, extent, false);
            at += extent;
        }
    }
}

/* Where the next byte stands that iconv would accept and we do not. */
static size_t encoding_stretch(enum encoding encoding, const char *bytes, size_t count) {
    if (encoding != ENCODING_LATIN1)
        return count;
    size_t run = 0;
    while (run < count && ((unsigned char)bytes[run] < 0x80 || (unsigned char)bytes[run] > 0x9F))
        run++;
    return run;
}

/* Converts up to the next bad byte and returns how many bytes were taken. */
static size_t encoding_convert(iconv_t converter, const char *bytes, size_t count, struct buffer *wide) {
    char *in = (char *)(uintptr_t)bytes; /* iconv's interface lacks a const */
    size_t left = count;
    while (left > 0) {
        buffer_reserve(wide, left * 2 + 16);
        char *out = wide->bytes + wide->count;
        size_t room = wide->room - wide->count - 1;
        size_t result = iconv(converter, &in, &left, &out, &room);
        wide->count = (size_t)(out - wide->bytes);
        if (result == (size_t)-1 && errno != E2BIG)
            break;
    }
    return count - left;
}

static void encoding_take_other(enum encoding encoding, const char *bytes, size_t count, struct faults *faults) {
    iconv_t converter = iconv_open("UTF-8", encoding_name(encoding));
    if (converter == (iconv_t)-1) {
        encoding_take_utf8(bytes, bytes + count, faults);
        return;
    }
    size_t unit = encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE ? 2 : 1;
    struct buffer stretch = {0};
    size_t at = 0;
    while (at < count) {
        size_t taken =
            encoding_convert(converter, bytes + at, encoding_stretch(encoding, bytes + at, count - at), &stretch);
        at += taken;
        if (at == count)
            break;
        /* A carriage return at the very end of a stretch cannot belong to a line feed after it: a fault stands there.
         */
        if (stretch.count > 0)
            encoding_take_utf8(stretch.bytes, stretch.bytes + stretch.count, faults);
        buffer_clear(&stretch);
        size_t bad = count - at < unit ? count - at : unit;
        encoding_add_fault(faults, bytes + at, bad, false);
        at += bad;
    }
    if (stretch.count > 0)
        encoding_take_utf8(stretch.bytes, stretch.bytes + stretch.count, faults);
    buffer_close(&stretch);
    iconv_close(converter);
}

size_t encoding_decode(enum encoding encoding, const char *bytes, size_t count, struct buffer *out,
                       struct encoding_fault *faults, size_t room) {
    struct faults found = {.faults = faults, .room = room, .out = out, .line = 1, .column = 1};
    found.counted_to = out->count;
    buffer_reserve(out, count + 4);
    if (encoding == ENCODING_UTF8 || encoding == ENCODING_UNKNOWN)
        encoding_take_utf8(bytes, bytes + count, &found);
    else
        encoding_take_other(encoding, bytes, count, &found);
    (void)buffer_text(out);
    return found.count;
}
