/* wanted.c: what the schema wants of a value, in an author's words.
 *
 * a type, a pattern or libxml2's list of values in → words out. The tables know
 * the types of XML Schema 1.0 (part 2) and the patterns of our own schemas; what
 * they do not know is shown as it stands.
 */
#include "read/wanted.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "read/vocabulary.h"

const char *wanted_type(struct arena *arena, const char *type) {
    static const struct {
        const char *type;
        const char *words;
    } known[] = {
        {"xs:date", "a date, written as 2026-11-22"},
        {"xs:dateTime", "a date and time, written as 2026-11-22T09:30:00"},
        {"xs:gYear", "a year, written as 2026"},
        {"xs:gYearMonth", "a year and month, written as 2026-11"},
        {"xs:time", "a time, written as 09:30:00"},
        {"xs:duration", "a length of time, written as P1Y for a year or P6M for six months"},
        {"xs:boolean", "true or false"},
        {"xs:integer", "a whole number"},
        {"xs:int", "a whole number"},
        {"xs:positiveInteger", "a whole number from 1 up"},
        {"xs:nonNegativeInteger", "a whole number from 0 up"},
        {"xs:decimal", "a number"},
        {"xs:language", "a language tag, such as en-GB or cy"},
        {"xs:anyURI", "a web address"},
        {"xs:ID", "a name that no other element has: a letter, then letters, digits, hyphens or full stops"},
        {"xs:IDREF", "the id of an element"},
        {"xs:NCName", "a name: a letter, then letters, digits, hyphens or full stops"},
        {"xs:NMTOKEN", "one word of letters, digits, hyphens or full stops"},
        {"xs:token", "one line of text"},
        {"{urn:engross:document:1}date", "a date, written as 2026-11-22"},
        {"{urn:engross:document:1}pounds", "an amount in pounds: digits alone, such as 50000 or 250.50"},
        {"{urn:engross:document:1}span", "a whole number from 1 up"},
        {"{urn:engross:document:1}column-span", "a whole number from 1 up"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(type, known[i].type) == 0)
            return known[i].words;
    const char *brace = strrchr(type, '}');
    return arena_format(arena, "what the schema calls %s", brace == NULL ? type : brace + 1);
}

const char *wanted_pattern(struct arena *arena, const char *pattern) {
    static const struct {
        const char *pattern;
        const char *words;
    } known[] = {
        {"[\\s\\S]*\\S[\\s\\S]*", "at least one word"},
        {"[a-z][a-z0-9.\\-]*", "a name of small letters, digits, hyphens and full stops, a letter first"},
        {"[a-z][a-z0-9.\\-]*( [a-z][a-z0-9.\\-]*)*", "one or several ids with spaces between them"},
        {"[a-z][a-z0-9.\\-]*(#[a-z][a-z0-9.\\-]*)?",
         "the id of a document, and for a place in it # and the id of that place"},
        {"[A-Za-z0-9][A-Za-z0-9.\\-]*( [A-Za-z0-9][A-Za-z0-9.\\-]*)*",
         "one or several names of requirements with spaces between them, such as sch1A-4-2"},
        {"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date, written as 2026-11-22"},
        {"[0-9]{4}(-[0-9]{2}-[0-9]{2})?", "a date, written as 2026-11-22, or a year"},
        {"(https?://|mailto:)\\S+", "an address that begins with https://, http:// or mailto: and has no spaces"},
        {"https?://[!-~]+/", "an address that begins with https:// and ends with a slash, without spaces"},
        {"[^/\\\\].*\\.(png|jpg|jpeg)", "the name of a PNG or JPEG file, ending in .png, .jpg or .jpeg"},
        {"[0-9]+(\\.[0-9]+)?(pt|mm|cm)", "a length in pt, mm or cm, such as 80mm"},
        {"[0-9]{1,4}(\\.[0-9]{1,3})?(pt|mm|cm|in)", "a length in pt, mm, cm or in, such as 12pt"},
        {"#[0-9A-Fa-f]{6}", "a colour, written as #005EB8"},
        {"#[0-9A-Fa-f]{6}|none", "a colour, written as #005EB8, or none"},
        {"[1-9]", "a number from 1 to 9"},
        {"[1-9][0-9]?", "a whole number from 1 to 99"},
        {"0|[1-9][0-9]{0,2}|1[0-9]{3}|2[0-3][0-9]{2}", "a whole number from 0 to 2399"},
        {"[0-9]{1,4}(\\.[0-9]{1,3})?(pt|mm|cm|in)|none", "a length in pt, mm, cm or in, such as 17pt, or none"},
        {"[a-z0-9][a-z0-9\\-]*", "a name of small letters, digits and hyphens"},
        {"[0-9a-f]{64}", "a SHA-256, as sha256sum prints it"},
        {"[A-Za-z0-9_][A-Za-z0-9_.\\-]*", "the name of a file, without folders and spaces"},
        {"[A-Za-z0-9_][A-Za-z0-9_.\\-]*\\.(png|jpg|jpeg|PNG|JPG|JPEG)",
         "the name of a PNG or JPEG file, without folders and spaces"},
        {"[A-Z]{0,3}[0-9]+([A-Z]{1,3}([0-9]+[A-Z]{0,3})?)?", "the number alone, such as 54, 14O or A1"},
        {"[A-Z][a-z]{3}", "the four letters of a script, such as Latn"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(pattern, known[i].pattern) == 0)
            return known[i].words;
    return arena_format(arena, "the form %s", pattern);
}

struct wanted_list wanted_values(struct arena *arena, const char *words, const char *value) {
    static const char head[] = "is not an element of the set {";
    struct wanted_list list = {.words = ""};
    const char *at = NULL;
    for (const char *next = strstr(words, head); next != NULL; next = strstr(next + 1, head))
        at = next;
    if (at == NULL)
        return list;
    at += sizeof head - 1;
    const char *end = strrchr(at, '}');
    struct buffer out = {0};
    for (bool first = true; end != NULL && at < end && *at == '\''; first = false) {
        const char *close = strstr(at + 1, "', '");
        bool last = close == NULL || close > end;
        if (last)
            close = end - 1;
        const char *one = arena_copy(arena, at + 1, (size_t)(close - at - 1));
        vocabulary_joint(&out, first, last);
        buffer_format(&out, "\"%s\"", one);
        if (first)
            list.first = one;
        if (list.meant == NULL && vocabulary_near(value, one))
            list.meant = one;
        at = last ? end : close + 3;
    }
    list.words = arena_string(arena, buffer_text(&out));
    buffer_close(&out);
    return list;
}

/* 1 to 12 for the name of a month, or its first three letters and perhaps more; 0 for none. */
static unsigned month_number(const char *word, size_t count) {
    static const char *const months[] = {"january", "february", "march",     "april",   "may",      "june",
                                         "july",    "august",   "september", "october", "november", "december"};
    for (unsigned i = 0; count >= 3 && i < sizeof months / sizeof *months; i++)
        if (count <= strlen(months[i]) && strncasecmp(word, months[i], count) == 0)
            return i + 1;
    return 0;
}

const char *wanted_as_date(struct arena *arena, const char *text) {
    unsigned numbers[3] = {0};
    size_t count = 0;
    unsigned month = 0;
    for (const char *at = text; *at != '\0';) {
        size_t digits = strspn(at, "0123456789");
        size_t letters = strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
        if (digits > 4 || (digits > 0 && count == 3) || (letters > 0 && month > 0))
            return NULL;
        if (digits > 0)
            numbers[count++] = (unsigned)strtoul(at, NULL, 10);
        bool ordinal = letters == 2 && at > text && at[-1] >= '0' && at[-1] <= '9';
        bool small = (letters == 2 && (strncmp(at, "on", 2) == 0 || strncmp(at, "of", 2) == 0)) ||
                     (letters == 3 && strncmp(at, "the", 3) == 0);
        if (letters > 0 && !ordinal && !small && (month = month_number(at, letters)) == 0)
            return NULL;
        at += digits + letters == 0 ? 1 : digits + letters;
    }
    if (month == 0 && count == 3) { /* day, month, year, as in Britain */
        month = numbers[1];
        numbers[1] = numbers[2];
        count = 2;
    }
    static const unsigned char days[] = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool good =
        count == 2 && month >= 1 && month <= 12 && numbers[0] >= 1 && numbers[0] <= days[month] && numbers[1] >= 1900;
    return good ? arena_format(arena, "%04u-%02u-%02u", numbers[1], month, numbers[0]) : NULL;
}

const char *wanted_as_number(struct arena *arena, const char *text) {
    const char *from = text + strcspn(text, "0123456789");
    size_t span = strspn(from, "0123456789,.");
    while (span > 0 && (from[span - 1] == ',' || from[span - 1] == '.'))
        span--;
    const char *rest = from + span;
    if (span == 0 || rest[strcspn(rest, "0123456789")] != '\0')
        return NULL;
    struct buffer out = {0};
    size_t points = 0;
    for (size_t i = 0; i < span; i++) {
        points += from[i] == '.';
        if (from[i] != ',')
            buffer_char(&out, from[i]);
    }
    const char *number = points > 1 ? NULL : arena_string(arena, buffer_text(&out));
    buffer_close(&out);
    return number;
}
