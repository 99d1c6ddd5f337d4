/* spoilt.c: characters that were lost or spoilt before the file came to us.
 *
 * element tree in → findings out. Three kinds. U+FFFD is what other programs write
 * where they could not read a character. A control character of U+0080 to U+009F is
 * a byte of Windows-1252 that was taken for Latin-1: a quotation mark or a dash. And
 * "â€™" is UTF-8 that was taken for Windows-1252: the three characters, as bytes of
 * that, are one character of UTF-8, which the mend names.
 *
 * Surprising: only those first bytes count that text in English is spoilt into (C2, C3,
 * E2), and no closing quotation mark or dash behind Ã: "É”" and "Ã–" can be meant.
 */
#include "document/spoilt.h"

#include <string.h>

#include "base/utf8.h"

/* Windows-1252, 80 to 9F; 0 where it has nothing. */
static const uint16_t windows[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                     0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                     0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                     0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

struct spoilt {
    struct arena *arena;
    struct report *report;
    const struct element *element;
    const struct attribute *attribute; /* NULL in text */
    const char *text;
};

/* The place of some bytes of a text; the whole attribute's in one. */
static struct place place_within(const struct spoilt *spoilt, const char *at, size_t bytes) {
    if (spoilt->attribute != NULL)
        return spoilt->attribute->place;
    size_t offset = (size_t)(at - spoilt->text);
    return element_text_span(spoilt->element, offset, offset + bytes);
}

/* The byte of Windows-1252 that the character is, or 0 when it has none from 80 on. */
static unsigned char windows_byte(uint32_t code) {
    if (code >= 0x80 && code <= 0xFF)
        return (unsigned char)code;
    for (unsigned i = 0; i < 32; i++)
        if (windows[i] != 0 && windows[i] == code)
            return (unsigned char)(0x80 + i);
    return 0;
}

/* How many bytes of text at `at` are one character taken for several; that character's UTF-8 goes to `meant`. */
static size_t mistaken(const char *at, const char *end, char meant[4]) {
    uint32_t code = 0;
    const char *next = at + utf8_decode(at, end, &code);
    size_t wanted = code == 0xC2 || code == 0xC3 ? 2 : code == 0xE2 ? 3 : 0;
    if (wanted == 0)
        return 0;
    meant[0] = (char)code;
    uint32_t lead = code;
    for (size_t i = 1; i < wanted; i++) {
        if (next == end)
            return 0;
        next += utf8_decode(next, end, &code);
        unsigned char byte = windows_byte(code);
        if (byte < 0x80 || byte > 0xBF || (lead == 0xC2 && (byte < 0xA0 || byte == 0xBB || byte == 0xAB)) ||
            (lead == 0xC3 && ((byte >= 0x91 && byte <= 0x97) || byte == 0x85 || byte == 0xBB)))
            return 0;
        meant[i] = (char)byte;
    }
    return (size_t)(next - at);
}

static void tell_control(const struct spoilt *spoilt, const char *at, uint32_t code) {
    char bytes[4];
    uint32_t meant = windows[code - 0x80];
    const char *mend = "type the character that was meant";
    if (meant != 0)
        mend = arena_format(spoilt->arena, "put %.*s there, which it was in Windows", (int)utf8_write(meant, bytes),
                            bytes);
    report_add(spoilt->report, RULE_PLAIN_MOJIBAKE, place_within(spoilt, at, 2),
               arena_format(spoilt->arena, "U+%04X is no character to read", (unsigned)code), mend);
}

static void tell_mistaken(const struct spoilt *spoilt, const char *at, size_t count, const char *meant) {
    size_t bytes = (unsigned char)meant[0] == 0xE2 ? 3 : 2;
    bool space = memcmp(meant, "\xC2\xA0", 2) == 0;
    report_add(spoilt->report, RULE_PLAIN_MOJIBAKE, place_within(spoilt, at, count),
               arena_format(spoilt->arena, "\"%.*s\" should be %s%.*s%s", (int)count, at, space ? "a space" : "\"",
                            space ? 0 : (int)bytes, meant, space ? "" : "\""),
               "type the character that was meant, or paste the text again from its source");
}

static void check_text(struct spoilt *spoilt) {
    const char *end = spoilt->text + strlen(spoilt->text);
    for (const char *at = spoilt->text; at < end;) {
        unsigned char c = (unsigned char)*at;
        if (c < 0xC2 || (c > 0xC3 && c != 0xEF)) {
            at++;
            continue;
        }
        uint32_t code = 0;
        char meant[4];
        size_t bytes = utf8_decode(at, end, &code);
        size_t count = mistaken(at, end, meant);
        if (code == 0xFFFD)
            report_add(spoilt->report, RULE_TEXT_LOST, place_within(spoilt, at, bytes), "");
        else if (code >= 0x80 && code <= 0x9F)
            tell_control(spoilt, at, code);
        else if (count > 0)
            tell_mistaken(spoilt, at, count, meant);
        at += count > 0 ? count : bytes;
    }
}

void spoilt_check(const struct element *root, struct arena *arena, struct report *report) {
    struct spoilt spoilt = {.arena = arena, .report = report};
    for (const struct element *at = root; at != NULL; at = element_after(at, root)) {
        spoilt.element = at;
        spoilt.attribute = NULL;
        spoilt.text = at->text;
        if (at->text != NULL)
            check_text(&spoilt);
        for (size_t i = 0; i < at->attribute_count; i++) {
            spoilt.attribute = &at->attributes[i];
            spoilt.text = at->attributes[i].value;
            check_text(&spoilt);
        }
    }
}
