/* quotes.c: attributes whose values are quoted wrongly, or not at all.
 *
 * error code of libxml2 and the text around in → one finding and the edits that mend
 * it, out. A value may have no quotation marks, curled ones, one of two, or more than
 * two; in each case the author's own marks say where the value was meant to end
 * (XML 1.0, 2.3 AttValue; 3.1 tags).
 *
 * Surprising: libxml2 stands at the first thing that cannot be, which is often far
 * behind the mark that is wrong, and calls all of them a missing space.
 */
#include "read/quotes.h"

#include <libxml/parserInternals.h>
#include <string.h>

#include "base/utf8.h"
#include "read/scan.h"

/* A word in a tag that no = follows: an attribute without its value, or text in a tag that was never closed. */
static void quotes_valueless(const struct stumble *stumble) {
    const char *end = stumble->at;
    while (end > stumble->text && stumble_is_blank(end[-1]))
        end--;
    const char *at = end;
    while (at > stumble->text && !stumble_is_blank(at[-1]) && at[-1] != '<' && at[-1] != '"' && at[-1] != '\'')
        at--;
    const char *word = arena_copy(stumble->reading->arena, at, (size_t)(end - at));
    stumble_say(stumble, at, utf8_count(word, strlen(word)),
                arena_format(stumble->reading->arena, "the attribute \"%s\" has no value", word),
                arena_format(stumble->reading->arena, "write %s=\"value\", or close the tag with a > before it", word));
    stumble_mend(stumble, end, 0, "=\"\"");
}

/* The attribute in whose value `at` stands; false when it stands in none. */
static bool quotes_attribute_around(const struct stumble *stumble, const char *at, struct scan_attribute *out) {
    const char *tag = memrchr(stumble->text, '<', (size_t)(at - stumble->text));
    const char *here = tag == NULL ? at : scan_name(tag + 1, stumble->end);
    while (here < at && scan_attribute(&here, stumble->end, out))
        if (out->end > at)
            return true;
    return false;
}

/* The end of the name that ends at `at`, backwards. */
static const char *quotes_word_start(const char *at, const char *from) {
    while (at > from && !stumble_is_blank(at[-1]) && at[-1] != '"' && at[-1] != '\'')
        at--;
    return at;
}

static void quotes_unclosed_value(const struct stumble *stumble, const struct scan_attribute *raw, const char *stop) {
    struct arena *arena = stumble->reading->arena;
    const char *quote = raw->name + raw->name_count;
    while (quote < stop && *quote != '"' && *quote != '\'')
        quote++;
    stumble_say(stumble, raw->name, 0,
                arena_format(arena, "the value of the attribute \"%s\" is never closed",
                             arena_copy(arena, raw->name, raw->name_count)),
                "add the closing quotation mark");
    stumble_mend(stumble, stop, 0, *quote == '\'' ? "'" : "\"");
}

/* A "<" in a value: either that, or the value was never closed and the tag ends before. */
static void quotes_value_sign(const struct stumble *stumble) {
    struct scan_attribute raw;
    if (quotes_attribute_around(stumble, stumble->at, &raw)) {
        const char *stop = raw.name + raw.name_count;
        while (stop < stumble->at && *stop != '>')
            stop++;
        for (const char *at = raw.name + raw.name_count + 2; at < stop; at++)
            if (*at == '=' && (at[1] == '"' || at[1] == '\'')) {
                stop = quotes_word_start(at, raw.name);
                while (stop > raw.name && stumble_is_blank(stop[-1]))
                    stop--;
                break;
            }
        if (stop < stumble->at) {
            stop -= *stop == '>' && stop[-1] == '/';
            quotes_unclosed_value(stumble, &raw, stop);
            return;
        }
    }
    stumble_say(stumble, stumble->at, 0, "the sign < stands in an attribute's value", "write &lt;");
    if (stumble->at < stumble->end && *stumble->at == '<')
        stumble_mend(stumble, stumble->at, 1, "&lt;");
}

/* No space before an attribute: perhaps because the value before it was not closed and ran up to the next quotation
 * mark, as in a="1 b="2". */
static void quotes_space(const struct stumble *stumble) {
    struct scan_attribute raw;
    const char *at = stumble->at;
    if (at - stumble->text >= 2 && at[-2] == '=' && quotes_attribute_around(stumble, at - 1, &raw) && raw.end == at) {
        const char *word = quotes_word_start(at - 2, raw.name);
        const char *stop = word;
        while (stop > raw.name && stumble_is_blank(stop[-1]))
            stop--;
        if (word < at - 2 && stop < word) {
            quotes_unclosed_value(stumble, &raw, stop);
            return;
        }
    }
    stumble_say(stumble, at, 0, "a space is missing here", "put a space before each attribute");
    stumble_mend(stumble, at, 0, " ");
}

/* A value without quotation marks, or with curled ones. */
static void quotes_lacking(const struct stumble *stumble) {
    static const char *const curled[] = {"\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x98", "\xE2\x80\x99"};
    const char *at = stumble->at;
    const char *end = at;
    stumble_say(stumble, at, 0, "an attribute's value has no straight quotation marks",
                "write name=\"value\", with quotation marks that are not curled");
    struct buffer value = {0};
    bool opened = false;
    bool closed = false;
    buffer_char(&value, '"');
    while (end < stumble->end && !closed && *end != '<' && *end != '>' && *end != '"' &&
           (opened || (!stumble_is_blank(*end) && !(*end == '/' && end[1] == '>')))) {
        bool curl = false;
        for (size_t i = 0; i < sizeof curled / sizeof *curled; i++)
            curl = curl || (stumble->end - end >= 3 && memcmp(end, curled[i], 3) == 0);
        closed = curl && opened;
        opened = opened || curl;
        if (!curl)
            buffer_char(&value, *end);
        end += curl ? 3 : 1;
    }
    end += end < stumble->end && *end == '"';
    buffer_char(&value, '"');
    stumble_mend(stumble, at, (size_t)(end - at), buffer_text(&value));
    buffer_close(&value);
}

/* The attribute with a value, of the tag around `at`, that ends last before it; false for none. */
static bool quotes_attribute_before(const struct stumble *stumble, const char *at, struct scan_attribute *out) {
    const char *tag = memrchr(stumble->text, '<', (size_t)(at - stumble->text));
    const char *here = tag == NULL ? at : scan_name(tag + 1, stumble->end);
    struct scan_attribute raw;
    bool found = false;
    while (here < at && scan_attribute(&here, stumble->end, &raw) && raw.end <= at)
        if (raw.end[-1] == '"' || raw.end[-1] == '\'') {
            *out = raw;
            found = true;
        }
    return found;
}

/* Whether a quotation mark closes a value: the tag ends behind it, or another attribute begins. */
static bool quotes_close(const char *mark, const char *end) {
    const char *at = mark + 1;
    while (at < end && stumble_is_blank(*at))
        at++;
    if (at == end || *at == '>' || ((*at == '/' || *at == '?') && at + 1 < end && at[1] == '>'))
        return at < end;
    const char *name_end = scan_name(at, end);
    const char *sign = name_end;
    while (sign < end && stumble_is_blank(*sign))
        sign++;
    return at > mark + 1 && name_end > at && sign < end && *sign == '=';
}

/* Words in quotation marks inside a value that is quoted with the same: libxml2 takes the first of them for the end of
 * the value. They are told from a space that is missing before an attribute by the = that comes before its mark. */
static bool quotes_inside(const struct stumble *stumble) {
    struct scan_attribute raw = {0};
    if (!quotes_attribute_before(stumble, stumble->at, &raw))
        return false;
    const char *first = raw.end - 1; /* the mark that was meant to stand inside */
    const char *open = memchr(raw.name + raw.name_count, *first, (size_t)(raw.end - raw.name) - raw.name_count);
    const char *next = raw.end;
    while (next < stumble->end && *next != *first && *next != '<' && *next != '>')
        next++;
    const char *before = next;
    while (before > raw.end && stumble_is_blank(before[-1]))
        before--;
    if (open == first || first[-1] == '=' || next == stumble->end || *next != *first || before[-1] == '=')
        return false;
    const char *last = next;
    while (last < stumble->end && *last != '<' && *last != '>' &&
           !(*last == *first && quotes_close(last, stumble->end)))
        last++;
    if (last == stumble->end || *last != *first)
        return false;
    struct arena *arena = stumble->reading->arena;
    stumble_say(stumble, first, 1,
                arena_format(arena, "a quotation mark stands inside the value of \"%s\", and ends it too early",
                             arena_copy(arena, raw.name, raw.name_count)),
                *first == '"' ? "write &quot; for each of those inside, or curled ones (\xE2\x80\x9C \xE2\x80\x9D)"
                              : "write &apos; for each of those inside, or a curled one (\xE2\x80\x99)");
    for (const char *at = first; at < last; at++)
        if (*at == *first)
            stumble_mend(stumble, at, 1, *first == '"' ? "&quot;" : "&apos;");
    return true;
}

bool quotes_fault(const struct stumble *stumble, int code) {
    if ((code == XML_ERR_SPACE_REQUIRED || code == XML_ERR_ATTRIBUTE_WITHOUT_VALUE || code == XML_ERR_INTERNAL_ERROR ||
         code == XML_ERR_NAME_REQUIRED || code == XML_ERR_GT_REQUIRED) &&
        quotes_inside(stumble))
        return true;
    switch (code) {
    case XML_ERR_LT_IN_ATTRIBUTE:
    case XML_ERR_ATTRIBUTE_NOT_FINISHED:
        quotes_value_sign(stumble);
        return true;
    case XML_ERR_ATTRIBUTE_NOT_STARTED:
        quotes_lacking(stumble);
        return true;
    case XML_ERR_SPACE_REQUIRED:
        quotes_space(stumble);
        return true;
    case XML_ERR_ATTRIBUTE_WITHOUT_VALUE:
        quotes_valueless(stumble);
        return true;
    default:
        return false;
    }
}
