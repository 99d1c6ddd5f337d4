/* utf8.c: reading and writing UTF-8, one code point at a time.
 *
 * bytes in → code point out, and back; the table of well-formed byte sequences is
 * Unicode's (The Unicode Standard, table 3-7): no overlong forms, no surrogates, nothing
 * above U+10FFFF. Surprising: a malformed sequence costs one byte and gives
 * U+FFFD, so a caller that loops always ends.
 */
#include "base/utf8.h"

#include <assert.h>
#include <stdbool.h>

#define REPLACEMENT 0xFFFDu

static bool trails(unsigned char byte) {
    return (byte & 0xC0) == 0x80;
}

size_t utf8_decode(const char *text, const char *end, uint32_t *code) {
    assert(text < end);
    const unsigned char *b = (const unsigned char *)text;
    size_t room = (size_t)(end - text);
    if (b[0] < 0x80) {
        *code = b[0];
        return 1;
    }
    if (b[0] >= 0xC2 && b[0] <= 0xDF && room >= 2 && trails(b[1])) {
        *code = ((uint32_t)(b[0] & 0x1F) << 6) | (b[1] & 0x3Fu);
        return 2;
    }
    if (b[0] >= 0xE0 && b[0] <= 0xEF && room >= 3 && trails(b[1]) && trails(b[2])) {
        uint32_t value = ((uint32_t)(b[0] & 0x0F) << 12) | ((uint32_t)(b[1] & 0x3F) << 6) | (b[2] & 0x3Fu);
        if (value >= 0x800 && (value < 0xD800 || value > 0xDFFF)) {
            *code = value;
            return 3;
        }
    }
    if (b[0] >= 0xF0 && b[0] <= 0xF4 && room >= 4 && trails(b[1]) && trails(b[2]) && trails(b[3])) {
        uint32_t value = ((uint32_t)(b[0] & 0x07) << 18) | ((uint32_t)(b[1] & 0x3F) << 12) |
                         ((uint32_t)(b[2] & 0x3F) << 6) | (b[3] & 0x3Fu);
        if (value >= 0x10000 && value <= 0x10FFFF) {
            *code = value;
            return 4;
        }
    }
    *code = REPLACEMENT;
    return 1;
}

size_t utf8_write(uint32_t code, char out[4]) {
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        code = REPLACEMENT;
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | (code >> 6));
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xE0 | (code >> 12));
        out[1] = (char)(0x80 | ((code >> 6) & 0x3F));
        out[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | (code >> 18));
    out[1] = (char)(0x80 | ((code >> 12) & 0x3F));
    out[2] = (char)(0x80 | ((code >> 6) & 0x3F));
    out[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

size_t utf8_count(const char *text, size_t bytes) {
    size_t count = 0;
    const char *end = text + bytes;
    while (text < end) {
        uint32_t code = 0;
        text += utf8_decode(text, end, &code);
        count++;
    }
    return count;
}
