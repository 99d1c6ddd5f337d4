/* report_print.c: how findings look on a terminal.
 *
 * findings in → lines out: place, severity, message and rule; the author's line
 * with its number; an underline; how to mend it. The files are read again for
 * the excerpts, decoded as the reader decodes them, and walked once from top to
 * end since findings come sorted.
 *
 * Surprising: nothing of an author's text reaches the terminal as it is. Control
 * and format characters (terminal escapes, bidirectional overrides) are shown by their code
 * points, and the underline is counted in terminal cells (UAX #11), not characters.
 */
#include "base/report.h"

#include <string.h>
#include <unicode/uchar.h>

#include "base/encoding.h"
#include "base/file.h"
#include "base/report_slip.h"
#include "base/utf8.h"

#define EXCERPT_LIMIT ((size_t)64 << 20)
#define EXCERPT_CELLS 100
/* When the column stands further right than this, the excerpt begins a little to its left. */
#define EXCERPT_FAR 70
#define EXCERPT_BEFORE 40
#define TAB_CELLS 4

/* One file at a time, and how far it has been walked. */
struct excerpt {
    const char *file;
    struct buffer text;
    const char *start; /* of line `line` */
    const char *at;    /* the character at `column` */
    uint32_t line;
    uint32_t column;
};

static bool plain_joiner(uint32_t code) {
    return code == 0x200C || code == 0x200D;
}

/* Whether a terminal may be shown the character as it is. */
static bool plain(uint32_t code) {
    if (code < 0x7F)
        return code >= 0x20;
    switch (u_charType((UChar32)code)) {
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
        return plain_joiner(code);
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
    case U_SURROGATE:
    case U_PRIVATE_USE_CHAR:
    case U_UNASSIGNED:
        return false;
    default:
        return true;
    }
}

static unsigned cells(uint32_t code) {
    if (code < 0x7F)
        return 1;
    int8_t type = u_charType((UChar32)code);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || plain_joiner(code))
        return 0;
    int width = u_getIntPropertyValue((UChar32)code, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

/* Appends one character so that it is harmless; returns the cells that it takes. */
static unsigned print_character(struct buffer *out, uint32_t code) {
    if (plain(code)) {
        char bytes[4];
        buffer_bytes(out, bytes, utf8_write(code, bytes));
        return cells(code);
    }
    size_t before = out->count;
    buffer_format(out, "<U+%04X>", (unsigned)code);
    return (unsigned)(out->count - before);
}

/* Messages quote authors too. */
void report_show(struct buffer *out, const char *text) {
    const char *end = text + strlen(text);
    while (text < end) {
        uint32_t code = 0;
        text += utf8_decode(text, end, &code);
        if (code == '\t' || code == '\n')
            buffer_char(out, ' ');
        else
            (void)print_character(out, code);
    }
}

static void excerpt_rewind(struct excerpt *excerpt) {
    excerpt->start = excerpt->at = buffer_text(&excerpt->text);
    excerpt->line = excerpt->column = 1;
}

static void excerpt_open(struct excerpt *excerpt, const char *file) {
    excerpt->file = file;
    buffer_clear(&excerpt->text);
    struct arena *scratch = arena_open();
    size_t count = 0;
    const char *bytes = file_read(scratch, file, EXCERPT_LIMIT, &count, NULL);
    if (bytes != NULL) {
        struct encoding_found found = encoding_find(bytes, count);
        (void)encoding_decode(found.encoding, bytes + found.mark, count - found.mark, &excerpt->text, NULL, 0);
    }
    arena_close(scratch);
    excerpt_rewind(excerpt);
}

/* Walks to line and column, or as near as the line is long; false when there is no such line. */
static bool excerpt_seek(struct excerpt *excerpt, uint32_t line, uint32_t column) {
    const char *end = excerpt->text.bytes + excerpt->text.count;
    if (line < excerpt->line || (line == excerpt->line && column < excerpt->column))
        excerpt_rewind(excerpt);
    while (excerpt->line < line) {
        const char *feed = memchr(excerpt->at, '\n', (size_t)(end - excerpt->at));
        if (feed == NULL)
            return false;
        excerpt->start = excerpt->at = feed + 1;
        excerpt->line++;
        excerpt->column = 1;
    }
    while (excerpt->column < column && excerpt->at < end && *excerpt->at != '\n') {
        uint32_t code = 0;
        excerpt->at += utf8_decode(excerpt->at, end, &code);
        excerpt->column++;
    }
    return excerpt->start < end;
}

static bool name_character(uint32_t code) {
    return code == '-' || code == '_' || code == '.' || code == ':' || u_isalnum((UChar32)code);
}

/* The end of what is underlined: `width` characters, or the tag, name or single character at the column. */
static const char *excerpt_token(const char *at, const char *end, uint32_t width) {
    uint32_t code = 0;
    if (width > 0) {
        while (width-- > 0 && at < end && *at != '\n')
            at += utf8_decode(at, end, &code);
        return at;
    }
    if (at == end || *at == '\n')
        return at;
    const char *next = at + utf8_decode(at, end, &code);
    if (code != '<' && !name_character(code))
        return next;
    if (code == '<' && next < end && *next == '/')
        next++;
    while (next < end) {
        size_t extent = utf8_decode(next, end, &code);
        if (!name_character(code))
            break;
        next += extent;
    }
    return next;
}

/* Where the excerpt begins: the line's start, or a little before a column that is far to the right. */
static const char *excerpt_window(const struct excerpt *excerpt) {
    const char *at = excerpt->at;
    if (excerpt->column <= EXCERPT_FAR)
        return excerpt->start;
    for (unsigned back = 0; back < EXCERPT_BEFORE; back++)
        while (at > excerpt->start && ((unsigned char)*--at & 0xC0) == 0x80)
            continue;
    return at;
}

static void excerpt_print(const struct excerpt *excerpt, const struct place *place, struct buffer *out, bool colour) {
    const char *end = excerpt->text.bytes + excerpt->text.count;
    const char *token_end = excerpt_token(excerpt->at, end, place->width);
    const char *at = excerpt_window(excerpt);
    unsigned used = 0;
    unsigned caret = 0;
    unsigned caret_end = 0;
    buffer_format(out, "%6u | ", (unsigned)place->line);
    if (at > excerpt->start) {
        buffer_string(out, "…");
        used = 1;
    }
    for (; at < end && *at != '\n';) {
        if (at == excerpt->at)
            caret = used;
        if (at == token_end)
            caret_end = used;
        if (used >= EXCERPT_CELLS) {
            buffer_string(out, "…");
            break;
        }
        uint32_t code = 0;
        at += utf8_decode(at, end, &code);
        if (code == '\t') {
            do
                buffer_char(out, ' ');
            while (++used % TAB_CELLS != 0);
        } else {
            used += print_character(out, code);
        }
    }
    if (at == excerpt->at)
        caret = used;
    if (caret_end <= caret)
        caret_end = at >= token_end && token_end == excerpt->at ? caret + 1 : used;
    while (out->count > 0 && out->bytes[out->count - 1] == ' ')
        out->bytes[--out->count] = '\0';
    buffer_char(out, '\n');
    if (place->column == 0)
        return;
    buffer_string(out, "       | ");
    for (unsigned i = 0; i < caret; i++)
        buffer_char(out, ' ');
    buffer_string(out, colour ? "\033[1;32m^" : "^");
    for (unsigned i = caret + 1; i < caret_end; i++)
        buffer_char(out, '~');
    buffer_string(out, colour ? "\033[0m\n" : "\n");
}

static void finding_print(const struct finding *finding, struct excerpt *excerpt, struct buffer *out, bool colour) {
    static const char *const words[] = {"note", "warning", "error"};
    static const char *const colours[] = {"\033[1;36m", "\033[1;35m", "\033[1;31m"};
    const struct catalogue_row *row = finding->rule;
    const struct place *place = &finding->place;
    buffer_string(out, colour ? "\033[1m" : "");
    report_show(out, place->file == NULL ? "engross" : *place->file == '\0' ? "\"\"" : place->file);
    if (place->file != NULL && place->line > 0)
        buffer_format(out, ":%u", (unsigned)place->line);
    if (place->file != NULL && place->line > 0 && place->column > 0)
        buffer_format(out, ":%u", (unsigned)place->column);
    buffer_format(out, ":%s %s%s:%s ", colour ? "\033[0m" : "", colour ? colours[row->severity] : "",
                  words[row->severity], colour ? "\033[0m" : "");
    report_show(out, finding->message);
    buffer_format(out, " [%s]\n", row->name);
    /* A warning without a mend says all that there is to see. */
    bool plain = row->severity != SEVERITY_ERROR && finding->mend[0] == '\0';
    if (!plain && place->file != NULL && place->line > 0) {
        if (excerpt->file == NULL || strcmp(excerpt->file, place->file) != 0)
            excerpt_open(excerpt, place->file);
        if (excerpt_seek(excerpt, place->line, place->column > 0 ? place->column : 1))
            excerpt_print(excerpt, place, out, colour);
    }
    if (finding->mend[0] != '\0') {
        buffer_string(out, "   mend: ");
        report_show(out, finding->mend);
        buffer_char(out, '\n');
    }
}

void report_print(struct report *report, struct buffer *out, bool colour) {
    const struct finding *findings = report_sorted(report);
    struct excerpt excerpt = {0};
    for (size_t i = 0; i < report_count(report); i++)
        finding_print(&findings[i], &excerpt, out, colour);
    buffer_close(&excerpt.text);
}

void report_print_slips(struct report *report, struct buffer *out, bool colour) {
    const struct finding *findings = report_sorted(report);
    struct excerpt excerpt = {0};
    for (size_t i = 0; i < report_count(report); i++) {
        size_t begun = slip_begin(out, &findings[i]);
        finding_print(&findings[i], &excerpt, out, colour);
        slip_end(out, begun);
    }
    buffer_close(&excerpt.text);
}
