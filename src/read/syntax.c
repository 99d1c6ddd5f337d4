/* syntax.c: libxml2's complaints about XML that is not well formed → ours.
 *
 * error code and offset in → one finding in plain words, at the true place, out.
 * libxml2 says what it stumbled over; what the author did is found by looking at the text
 * around (scan.h): which tag stands open, whether the file simply ends.
 *
 * Surprising: after most faults libxml2 goes on and complains about the
 * consequences, so only the first such fault of a file is told. Unknown entities
 * and doubled attributes have no consequences and are all told.
 */
#include "read/syntax.h"

#include <ctype.h>
#include <libxml/parserInternals.h>
#include <string.h>

#include "base/utf8.h"
#include "read/scan.h"

struct stumble {
    struct reading *reading;
    const char *file;
    const char *text;
    const char *end;
    const char *at;
};

static struct place stumble_place(const struct stumble *stumble, const char *at) {
    return scan_place(stumble->file, stumble->text, at);
}

static const char *stumble_name(const struct stumble *stumble, const char *name) {
    return arena_copy(stumble->reading->arena, name, (size_t)(scan_name(name, stumble->end) - name));
}

static void stumble_say(const struct stumble *stumble, const char *at, const char *message, const char *mend) {
    reading_fault(stumble->reading, RULE_XML_SYNTAX, stumble_place(stumble, at), message, mend);
}

static void stumble_say_wide(const struct stumble *stumble, const char *at, size_t width, const char *message,
                             const char *mend) {
    struct place place = stumble_place(stumble, at);
    place.width = (uint32_t)width;
    reading_fault(stumble->reading, RULE_XML_SYNTAX, place, message, mend);
}

/* The last `c` at or before where libxml2 stood, on the same line if possible. */
static const char *stumble_back(const struct stumble *stumble, char c) {
    const char *found = memrchr(stumble->text, c, (size_t)(stumble->at - stumble->text));
    return found == NULL ? stumble->at : found;
}

static bool stumble_at_end(const struct stumble *stumble) {
    const char *at = stumble->at;
    while (at < stumble->end && (*at == ' ' || *at == '\t' || *at == '\n'))
        at++;
    return at == stumble->end;
}

/* The file ends inside something: says inside what. */
static bool syntax_truncated(const struct stumble *stumble) {
    if (!stumble_at_end(stumble))
        return false;
    struct scan_outline outline = scan_tags(stumble->text, stumble->end);
    if (outline.closing != NULL)
        return false;
    const char *from = outline.unfinished != NULL ? outline.unfinished : outline.open;
    if (from == NULL)
        return false;
    struct place begun = stumble_place(stumble, from);
    const char *what = "a tag is";
    if (outline.unfinished == NULL)
        what = arena_format(stumble->reading->arena, "<%s> is", stumble_name(stumble, from + 1));
    else if (stumble->end - from >= 4 && memcmp(from, "<!--", 4) == 0)
        what = "a comment is";
    else if (from + 1 < stumble->end && from[1] == '!')
        what = "a CDATA section is";
    else if (from + 1 < stumble->end && from[1] == '?')
        what = "a processing instruction is";
    reading_fault(stumble->reading, RULE_XML_TRUNCATED, stumble_place(stumble, stumble->end),
                  arena_format(stumble->reading->arena, "%s begun at line %u, column %u, and never ends", what,
                               (unsigned)begun.line, (unsigned)begun.column));
    return true;
}

/* A closing tag that does not suit the open one. */
static bool syntax_mismatch(const struct stumble *stumble) {
    struct scan_outline outline = scan_tags(stumble->text, stumble->end);
    if (outline.closing == NULL)
        return false;
    const char *closing = stumble_name(stumble, outline.closing + 2);
    if (outline.open == NULL) {
        stumble_say(stumble, outline.closing,
                    arena_format(stumble->reading->arena, "</%s> closes nothing: no element is open here", closing),
                    "take it out, or add the opening tag that is missing");
        return true;
    }
    struct place open = stumble_place(stumble, outline.open);
    reading_fault(stumble->reading, RULE_XML_TAG, stumble_place(stumble, outline.closing), closing,
                  stumble_name(stumble, outline.open + 1),
                  arena_format(stumble->reading->arena, "%u", (unsigned)open.line),
                  arena_format(stumble->reading->arena, "%u", (unsigned)open.column));
    return true;
}

static void syntax_entity(const struct stumble *stumble, const char *name) {
    /* Names that people know from HTML, with what to type instead. */
    static const struct {
        const char *name;
        const char *mend;
    } known[] = {
        {"nbsp", " (a no-break space), or write &#160;"},
        {"pound", " (£), or write &#163;"},
        {"euro", " (€), or write &#8364;"},
        {"copy", " (©), or write &#169;"},
        {"reg", " (®), or write &#174;"},
        {"trade", " (™), or write &#8482;"},
        {"sect", " (§), or write &#167;"},
        {"para", " (¶), or write &#182;"},
        {"deg", " (°), or write &#176;"},
        {"middot", " (·), or write &#183;"},
        {"bull", " (•), or write &#8226;"},
        {"hellip", " (…), or write &#8230;"},
        {"ndash", " (–), or write &#8211;"},
        {"mdash", " (—), or write &#8212;"},
        {"lsquo", " (‘), or write &#8216;"},
        {"rsquo", " (’), or write &#8217;"},
        {"ldquo", " (“), or write &#8220;"},
        {"rdquo", " (”), or write &#8221;"},
        {"times", " (×), or write &#215;"},
        {"minus", " (−), or write &#8722;"},
        {"le", " (≤), or write &#8804;"},
        {"ge", " (≥), or write &#8805;"},
        {"frac12", " (½), or write &#189;"},
        {"eacute", " (é), or write &#233;"},
        {"shy", " (a soft hyphen), or write &#173;"},
    };
    const char *at = stumble_back(stumble, '&');
    struct place place = stumble_place(stumble, at);
    const char *mend = "; write &amp; where you mean the sign &";
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(name, known[i].name) == 0)
            mend = known[i].mend;
    place.width = (uint32_t)(strlen(name) < 64 ? strlen(name) + 2 : 1);
    reading_fault(stumble->reading, RULE_XML_ENTITY, place, name, mend);
}

static void syntax_doubled(const struct stumble *stumble, const char *name) {
    const char *at = stumble_back(stumble, '<');
    const char *place = at;
    const char *here = scan_name(at + 1, stumble->end);
    struct scan_attribute raw;
    while (scan_attribute(&here, stumble->at, &raw))
        if (raw.name_count == strlen(name) && memcmp(raw.name, name, raw.name_count) == 0)
            place = raw.name;
    stumble_say(stumble, place,
                arena_format(stumble->reading->arena, "the attribute \"%s\" is given twice in one tag", name),
                "keep one of the two");
}

/* What libxml2 expected to be a name, after "<" or "&", is none. */
static void syntax_bare_sign(const struct stumble *stumble) {
    const char *at = stumble->at > stumble->text ? stumble->at - 1 : stumble->at;
    if (*at == '&') {
        stumble_say(stumble, at, "the sign & stands alone", "write &amp;");
    } else if (*at == '<') {
        stumble_say(stumble, at, "the sign < stands alone, and no tag begins here", "write &lt;");
    } else {
        stumble_say(stumble, stumble->at, "a name is missing here, or begins with a character that no name begins with",
                    "begin names with a letter");
    }
}

static void syntax_semicolon(const struct stumble *stumble) {
    const char *at = stumble_back(stumble, '&');
    const char *name = stumble_name(stumble, at + 1);
    stumble_say_wide(stumble, at, utf8_count(name, strlen(name)) + 1,
                     arena_format(stumble->reading->arena, "&%s has no semicolon after it", name),
                     "write &amp; where you mean the sign &, or add the semicolon");
}

static bool stumble_is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n';
}

/* A word in a tag that no = follows: an attribute without its value, or text in a tag that was never closed. */
static void syntax_valueless(const struct stumble *stumble) {
    const char *end = stumble->at;
    while (end > stumble->text && stumble_is_blank(end[-1]))
        end--;
    const char *at = end;
    while (at > stumble->text && !stumble_is_blank(at[-1]) && at[-1] != '<' && at[-1] != '"' && at[-1] != '\'')
        at--;
    const char *word = arena_copy(stumble->reading->arena, at, (size_t)(end - at));
    stumble_say_wide(
        stumble, at, utf8_count(word, strlen(word)),
        arena_format(stumble->reading->arena, "the attribute \"%s\" has no value", word),
        arena_format(stumble->reading->arena, "write %s=\"value\", or close the tag with a > before it", word));
}

/* "]]>" somewhere in the run of text in which libxml2 stands. */
static void syntax_cdata_end(const struct stumble *stumble) {
    const char *found = memmem(stumble->at, (size_t)(stumble->end - stumble->at), "]]>", 3);
    stumble_say_wide(stumble, found == NULL ? stumble->at : found, 3, "]]> stands in the text", "write ]]&gt;");
}

/* A character that XML cannot hold: written as such, or as a number, which libxml2 has passed by. */
static void syntax_character(const struct stumble *stumble) {
    const char *number = stumble->at > stumble->text && stumble->at[-1] == ';' ? stumble_back(stumble, '&') : NULL;
    if (number != NULL && number[1] == '#')
        stumble_say_wide(stumble, number, (size_t)(stumble->at - number),
                         "this number stands for no character that XML can hold", "type the character itself");
    else
        stumble_say(stumble, stumble->at, "a control character stands here, which XML cannot hold", "take it out");
}

/* Anything else, in libxml2's words, which are plain enough for what is rare. */
static void syntax_other(const struct stumble *stumble, const char *words) {
    struct buffer message = {0};
    buffer_string(&message, "this is not well-formed XML: ");
    size_t count = words == NULL ? 0 : strlen(words);
    while (count > 0 && isspace((unsigned char)words[count - 1]))
        count--;
    buffer_bytes(&message, words == NULL ? "" : words, count);
    stumble_say(stumble, stumble->at, buffer_text(&message), "compare the line with one that works");
    buffer_close(&message);
}

/* Faults whose words do not depend on anything; NULL in `message` ends the table. */
struct plain_fault {
    int code;
    char back; /* the place is the last such character before; 0: where libxml2 stood */
    const char *message;
    const char *mend;
};

static const struct plain_fault plain_faults[] = {
    {XML_ERR_LT_IN_ATTRIBUTE, 0, "the sign < stands in an attribute's value, or the value before it was never closed",
     "close the value with a quotation mark, or write &lt; in it"},
    {XML_ERR_ATTRIBUTE_NOT_STARTED, 0, "an attribute's value has no straight quotation marks",
     "write name=\"value\", with quotation marks that are not curled"},
    {XML_ERR_ATTRIBUTE_NOT_FINISHED, 0, "an attribute's value is not closed", "add the closing quotation mark"},
    {XML_ERR_SPACE_REQUIRED, 0, "a space is missing here", "put a space before each attribute"},
    {XML_ERR_GT_REQUIRED, '<', "this tag is not closed with a >", "add the >"},
    {XML_ERR_HYPHEN_IN_COMMENT, 0, "two hyphens stand inside a comment", "use one hyphen, or a dash"},
    {XML_ERR_RESERVED_XML_NAME, '<', "<?xml stands elsewhere than at the very beginning of the file",
     "take out what stands before it, blank lines and spaces too"},
    {XML_ERR_DOCUMENT_EMPTY, 0, "the file does not begin with a tag, so it is not XML",
     "check that this is the right file, and take out what stands before the first tag"},
    {XML_ERR_DOCUMENT_END, 0, "something stands after the end of the root element",
     "put it inside the root element, or take it out"},
    {XML_ERR_INVALID_CHARREF, '&', "this number stands for no character that XML can hold",
     "type the character itself"},
    {XML_ERR_INVALID_DEC_CHARREF, '&', "the number after &# is not one",
     "write a number and a semicolon, as in &#160;"},
    {XML_ERR_INVALID_HEX_CHARREF, '&', "the number after &#x is not one",
     "write a number and a semicolon, as in &#xA0;"},
    {XML_NS_ERR_UNDEFINED_NAMESPACE, '<', "a prefix before the colon in this tag is not declared",
     "take the prefix out, or declare it with xmlns:prefix=\"...\" on the root element"},
    {0, 0, NULL, NULL},
};

static bool syntax_plain(const struct stumble *stumble, int code) {
    for (const struct plain_fault *fault = plain_faults; fault->message != NULL; fault++) {
        if (fault->code != code)
            continue;
        const char *at = fault->back == 0 ? stumble->at : stumble_back(stumble, fault->back);
        stumble_say(stumble, at, fault->message, fault->mend);
        return true;
    }
    return false;
}

static bool syntax_is_structural(int code) {
    return code == XML_ERR_TAG_NAME_MISMATCH || code == XML_ERR_TAG_NOT_FINISHED || code == XML_ERR_DOCUMENT_END ||
           code == XML_ERR_LTSLASH_REQUIRED;
}

bool syntax_fault(struct reading *reading, const char *file, const char *text, const char *end, const char *at,
                  const xmlError *error) {
    struct stumble stumble = {.reading = reading, .file = file, .text = text, .end = end, .at = at};
    const char *words = error->message == NULL ? "" : error->message;
    switch (error->code) {
    case XML_ERR_UNDECLARED_ENTITY:
    case XML_WAR_UNDECLARED_ENTITY:
        syntax_entity(&stumble, error->str1 == NULL ? "" : error->str1);
        return true;
    case XML_ERR_ATTRIBUTE_REDEFINED:
        syntax_doubled(&stumble, error->str1 == NULL ? "" : error->str1);
        return true;
    case XML_NS_ERR_UNDEFINED_NAMESPACE:
        return syntax_plain(&stumble, error->code);
    case XML_ERR_ENTITYREF_SEMICOL_MISSING:
        syntax_semicolon(&stumble);
        return true;
    default:
        break;
    }
    if (strstr(words, "Excessive depth") != NULL) {
        reading_fault(reading, RULE_XML_DEPTH, stumble_place(&stumble, at),
                      arena_format(reading->arena, "%d", READING_DEPTH_LIMIT));
        return false;
    }
    if (syntax_truncated(&stumble))
        return false;
    if (syntax_is_structural(error->code) && syntax_mismatch(&stumble))
        return false;
    if (error->code == XML_ERR_NAME_REQUIRED)
        syntax_bare_sign(&stumble);
    else if (error->code == XML_ERR_ATTRIBUTE_WITHOUT_VALUE)
        syntax_valueless(&stumble);
    else if (error->code == XML_ERR_MISPLACED_CDATA_END)
        syntax_cdata_end(&stumble);
    else if (error->code == XML_ERR_INVALID_CHAR)
        syntax_character(&stumble);
    else if (!syntax_plain(&stumble, error->code))
        syntax_other(&stumble, words);
    return false;
}
