/* wanted.c: what the schema wants of a value, in an author's words.
 *
 * a type, a pattern or libxml2's list of values in → words out. The tables know
 * the types of XML Schema 1.0 (part 2) and the patterns of our own schemas; what
 * they do not know is shown as it stands.
 */
#include "read/wanted.h"

#include <string.h>

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
        {"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date, written as 2026-11-22"},
        {"[0-9]{4}(-[0-9]{2}-[0-9]{2})?", "a date, written as 2026-11-22, or a year"},
        {"(https?://|mailto:)\\S+", "an address that begins with https://, http:// or mailto: and has no spaces"},
        {"[^/\\\\].*\\.(png|jpg|jpeg)", "the name of a PNG or JPEG file, ending in .png, .jpg or .jpeg"},
        {"[0-9]+(\\.[0-9]+)?(pt|mm|cm)", "a length in pt, mm or cm, such as 80mm"},
        {"[0-9]{1,4}(\\.[0-9]{1,3})?(pt|mm|cm|in)", "a length in pt, mm, cm or in, such as 12pt"},
        {"#[0-9A-Fa-f]{6}", "a colour, written as #005EB8"},
        {"#[0-9A-Fa-f]{6}|none", "a colour, written as #005EB8, or none"},
        {"[1-9]", "a number from 1 to 9"},
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
