/* encoding.c: bytes → encoding_find and encoding_decode, held against iconv.
 *
 * Every input is decoded in every encoding. What holds of each: the text is good
 * UTF-8 without carriage returns; faults come in order and as many as there are
 * signs for them; and where there is no fault, iconv(3) gives the same text.
 */
#include "base/encoding.h"

#include <assert.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "scratch.h"

#define ROOM 16

/* The whole text by iconv alone, line ends made single. False when iconv refuses it. */
static bool convert(const char *name, const char *to_name, const char *bytes, size_t count, struct buffer *out) {
    iconv_t converter = iconv_open(to_name, name);
    if (converter == (iconv_t)-1)
        abort();
    char *wide = memory_take(count * 4 + 1);
    char *in = (char *)(uintptr_t)bytes;
    char *to = wide;
    size_t room = count * 4;
    size_t result = iconv(converter, &in, &count, &to, &room);
    iconv_close(converter);
    for (const char *at = wide; at < to; at++)
        if (*at != '\r')
            buffer_char(out, *at);
        else if (at + 1 == to || at[1] != '\n')
            buffer_char(out, '\n');
    free(wide);
    return result != (size_t)-1;
}

static size_t text_examine(const struct buffer *text) {
    size_t signs = 0;
    const char *end = text->bytes + text->count;
    for (const char *at = text->bytes; at < end;) {
        uint32_t code = 0;
        size_t extent = utf8_decode(at, end, &code);
        assert(code != '\r' && code != 0);
        assert(code != 0xFFFD || extent == 3);
        signs += code == 0xFFFD;
        at += extent;
    }
    return signs;
}

static void decode_as(enum encoding encoding, const char *bytes, size_t count) {
    struct encoding_fault faults[ROOM];
    struct buffer text = {0};
    struct buffer theirs = {0};
    size_t found = encoding_decode(encoding, bytes, count, &text, faults, ROOM);
    assert(text_examine(&text) >= found);
    for (size_t i = 0; i < found && i < ROOM; i++) {
        assert(faults[i].line > 0 && faults[i].column > 0 && faults[i].count > 0 && faults[i].count <= 4);
        assert(i == 0 || faults[i].line > faults[i - 1].line ||
               (faults[i].line == faults[i - 1].line && faults[i].column > faults[i - 1].column));
    }
    bool taken = convert(encoding_name(encoding), "UTF-8", bytes, count, &theirs);
    if (found == 0)
        assert(taken && text.count == theirs.count &&
               (text.count == 0 || memcmp(text.bytes, theirs.bytes, text.count) == 0));
    else if (encoding ==
             ENCODING_UTF8) /* towards UTF-8 glibc lets numbers pass that are no character (above U+10FFFF) */
        assert(memchr(bytes, 0, count) != NULL || !convert("UTF-8", "UTF-16LE", bytes, count, &theirs));
    buffer_close(&text);
    buffer_close(&theirs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *bytes = (const char *)data;
    struct encoding_found found = encoding_find(bytes, size);
    assert(found.mark <= size && found.mark <= 3 && memchr(found.declared, 0, sizeof found.declared) != NULL);
    decode_as(found.encoding, bytes + found.mark, size - found.mark);
    for (enum encoding encoding = ENCODING_UTF8; encoding < ENCODING_UNKNOWN; encoding++)
        decode_as(encoding, bytes, size);
    return 0;
}
