/* syntax.c: libxml2's complaints about XML that is not well formed → ours.
 *
 * error code and offset in → one finding in plain words, at the true place, out.
 * libxml2 says what it stumbled over; what the author did is found by looking at the text
 * around (scan.h): which tag stands open, whether the file simply ends.
 *
 * With the finding goes a plan of how to mend the text (repair.h), so that door.c can
 * parse again and the faults behind this one come out too.
 *
 * Surprising: after most faults libxml2 goes on and complains about the
 * consequences, so only the first such fault of one parse is told. Unknown entities
 * and doubled attributes have no consequences and are all told at once.
 */
#include "read/syntax.h"

#include <ctype.h>
#include <libxml/hash.h>
#include <libxml/parserInternals.h>
#include <libxml/schemasInternals.h>
#include <string.h>

#include "base/utf8.h"
#include "read/quotes.h"
#include "read/scan.h"
#include "read/schema.h"
#include "read/stumble.h"
#include "read/tags.h"

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

/* A comment or the like that never ends has swallowed what comes after it: it is taken to end before the next tag. */
static void syntax_endless(const struct stumble *stumble, const char *from) {
    bool comment = stumble->end - from >= 4 && memcmp(from, "<!--", 4) == 0;
    const char *what = comment ? "a comment" : from[1] == '!' ? "a CDATA section" : "a processing instruction";
    const char *mark = comment ? "-->" : from[1] == '!' ? "]]>" : "?>";
    stumble_say(stumble, from, 0, arena_format(stumble->reading->arena, "%s is begun here and never ends", what),
                arena_format(stumble->reading->arena, "add %s where it ends", mark));
    const char *next = memchr(from + 2, '<', (size_t)(stumble->end - from - 2));
    if (next != NULL)
        stumble_mend(stumble, next, 0, mark);
}

/* The file ends inside something: says inside what. What was cut off cannot be known; what stands before it can be
 * looked at. */
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
    struct place place = stumble_place(stumble, stumble->end);
    if (outline.unfinished != NULL && from + 1 < stumble->end && (from[1] == '!' || from[1] == '?')) {
        syntax_endless(stumble, from);
        return true;
    }
    const char *what = "a tag is";
    if (outline.unfinished == NULL)
        what = arena_format(stumble->reading->arena, "<%s> is", stumble_name(stumble, from + 1));
    LIST_ADD(stumble->reading->arena, &stumble->reading->told, place);
    reading_fault(stumble->reading, RULE_XML_TRUNCATED, place,
                  arena_format(stumble->reading->arena, "%s begun at line %u, column %u, and never ends", what,
                               (unsigned)begun.line, (unsigned)begun.column));
    if (outline.open != NULL) /* else nothing would be left */
        tags_close_all(stumble, outline.unfinished != NULL ? outline.unfinished : stumble->end);
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
    LIST_ADD(stumble->reading->arena, &stumble->reading->told, place);
    if ((size_t)(stumble->end - at) > strlen(name) + 1 && memcmp(at + 1, name, strlen(name)) == 0)
        stumble_mend(stumble, at, strlen(name) + 2, "x");
    reading_fault(stumble->reading, RULE_XML_ENTITY, place, name, mend);
}

static void syntax_doubled(const struct stumble *stumble, const char *name) {
    const char *at = stumble_back(stumble, '<');
    const char *place = at;
    const char *past = at;
    const char *here = scan_name(at + 1, stumble->end);
    struct scan_attribute raw;
    while (scan_attribute(&here, stumble->at, &raw))
        if (raw.name_count == strlen(name) && memcmp(raw.name, name, raw.name_count) == 0) {
            place = raw.name;
            past = raw.end;
        }
    if (past > place)
        stumble_mend(stumble, place, (size_t)(past - place), "");
    stumble_say(stumble, place, 0,
                arena_format(stumble->reading->arena, "the attribute \"%s\" is given twice in one tag", name),
                "keep one of the two");
}

/* What libxml2 expected to be a name, after "<" or "&", is none. */
static void syntax_bare_sign(const struct stumble *stumble) {
    const char *at = stumble->at > stumble->text ? stumble->at - 1 : stumble->at;
    if (*at == '&') {
        stumble_say(stumble, at, 0, "the sign & stands alone", "write &amp;");
        stumble_mend(stumble, at, 1, "&amp;");
    } else if (*at == '<') {
        stumble_say(stumble, at, 0, "the sign < stands alone, and no tag begins here", "write &lt;");
        stumble_mend(stumble, at, 1, "&lt;");
    } else {
        stumble_say(stumble, stumble->at, 0,
                    "a name is missing here, or begins with a character that no name begins with",
                    "begin names with a letter");
    }
}

static void syntax_semicolon(const struct stumble *stumble) {
    const char *at = stumble_back(stumble, '&');
    const char *name = stumble_name(stumble, at + 1);
    stumble_say(stumble, at, utf8_count(name, strlen(name)) + 1,
                arena_format(stumble->reading->arena, "&%s has no semicolon after it", name),
                "write &amp; where you mean the sign &, or add the semicolon");
    if (*at == '&')
        stumble_mend(stumble, at, 1, "&amp;");
}

/* "]]>" somewhere in the run of text in which libxml2 stands. */
static void syntax_cdata_end(const struct stumble *stumble) {
    const char *found = memmem(stumble->at, (size_t)(stumble->end - stumble->at), "]]>", 3);
    stumble_say(stumble, found == NULL ? stumble->at : found, 3, "]]> stands in the text", "write ]]&gt;");
    if (found != NULL)
        stumble_mend(stumble, found, 3, "]]&gt;");
}

/* A number that stands for no character, from its & on. */
static void syntax_number(const struct stumble *stumble, const char *at) {
    const char *end = at;
    while (end < stumble->end && *end != ';' && *end != '<' && !stumble_is_blank(*end))
        end++;
    if (end < stumble->end && *end == ';')
        stumble_mend(stumble, at, (size_t)(end + 1 - at), "x");
    else if (*at == '&')
        stumble_mend(stumble, at, 1, "&amp;");
}

/* A character that XML cannot hold: written as such, or as a number, which libxml2 has passed by. */
static void syntax_character(const struct stumble *stumble) {
    const char *number = stumble->at > stumble->text && stumble->at[-1] == ';' ? stumble_back(stumble, '&') : NULL;
    if (number != NULL && number[1] == '#') {
        stumble_say(stumble, number, (size_t)(stumble->at - number),
                    "this number stands for no character that XML can hold", "type the character itself");
        syntax_number(stumble, number);
        return;
    }
    stumble_say(stumble, stumble->at, 0, "a control character stands here, which XML cannot hold", "take it out");
    if ((unsigned char)*stumble->at < ' ')
        stumble_mend(stumble, stumble->at, 1, " ");
    else if (stumble->end - stumble->at >= 3 && (unsigned char)*stumble->at == 0xEF) /* U+FFFE, U+FFFF */
        stumble_mend(stumble, stumble->at, 3, " ");
}

/* Where the tag that begins at `tag` would have ended: after its name and those attributes that have a value. The words
 * of a text can have run into the name, as in "<pThe office". */
static const char *syntax_tag_end(const struct stumble *stumble, const char *tag) {
    const char *name = tag + 1 + (tag[1] == '/');
    const char *end = scan_name(name, stumble->end);
    xmlSchemaPtr schema = schema_compiled(stumble->reading);
    for (const char *at = end; schema != NULL && at > name; at--) {
        const char *known = arena_copy(stumble->reading->arena, name, (size_t)(at - name));
        if (xmlHashLookup(schema->elemDecl, (const xmlChar *)known) == NULL)
            continue;
        end = at;
        break;
    }
    struct scan_attribute raw;
    const char *here = end;
    while (scan_attribute(&here, stumble->end, &raw) && (raw.end[-1] == '"' || raw.end[-1] == '\''))
        end = raw.end;
    return end;
}

/* Whether libxml2 stands in a tag that meets the next one before its own ">"; then that is what is wrong with it. */
static bool syntax_unclosed_tag(const struct stumble *stumble) {
    const char *tag = memrchr(stumble->text, '<', (size_t)(stumble->at - stumble->text));
    if (tag == NULL || tag + 1 >= stumble->end)
        return false;
    const char *end = syntax_tag_end(stumble, tag);
    const char *next = end;
    while (next < stumble->end && *next != '<' && *next != '>')
        next++;
    if (next == stumble->end || *next == '>' || stumble->at > next || end == tag + 1)
        return false;
    struct arena *arena = stumble->reading->arena;
    stumble_say(stumble, tag, 0,
                arena_format(arena, "the tag <%s> is not closed with a >",
                             arena_copy(arena, tag + 1, (size_t)(scan_name(tag + 2, end) - tag - 1))),
                "add the >");
    stumble_mend(stumble, end, 0, ">");
    return true;
}

/* "< title>" and "</ title>": a tag of the schema, but for the blanks before its name. */
static bool syntax_blank_in_tag(const struct stumble *stumble) {
    const char *tag = memrchr(stumble->text, '<', (size_t)(stumble->at - stumble->text));
    if (tag == NULL)
        return false;
    const char *blank = tag + 1 + (stumble->end - tag > 1 && tag[1] == '/');
    const char *name = blank;
    while (name < stumble->end && stumble_is_blank(*name))
        name++;
    const char *past = scan_name(name, stumble->end);
    const char *known = arena_copy(stumble->reading->arena, name, (size_t)(past - name));
    xmlSchemaPtr schema = schema_compiled(stumble->reading);
    if (name == blank || schema == NULL || xmlHashLookup(schema->elemDecl, (const xmlChar *)known) == NULL)
        return false;
    struct scan_attribute raw;
    for (const char *here = past; scan_attribute(&here, stumble->end, &raw) && strchr("\"'", raw.end[-1]) != NULL;)
        past = raw.end;
    while (past < stumble->end && (stumble_is_blank(*past) || *past == '/'))
        past++;
    if (past == stumble->end || *past != '>')
        return false;
    const char *mark = blank == tag + 1 ? "<" : "</";
    stumble_say(stumble, tag, 0,
                arena_format(stumble->reading->arena, "a space stands between %s and the name \"%s\"", mark, known),
                arena_format(stumble->reading->arena, "take the space out, so that it begins %s%s", mark, known));
    stumble_mend(stumble, blank, (size_t)(name - blank), "");
    return true;
}

/* A control character in a tag, which libxml2 takes for the end of it. */
static bool syntax_control_in_tag(const struct stumble *stumble) {
    const char *at = stumble->at;
    const char *tag = memrchr(stumble->text, '<', (size_t)(at - stumble->text));
    if (tag == NULL || at == stumble->end || (unsigned char)*at >= ' ' || stumble_is_blank(*at) ||
        memchr(tag, '>', (size_t)(at - tag)) != NULL)
        return false;
    stumble_say(stumble, at, 0, "a control character stands in this tag, which XML cannot hold", "take it out");
    stumble_mend(stumble, at, 1, "");
    return true;
}

/* The comment that begins nearest before `at`; NULL for none. */
static const char *syntax_comment_before(const struct stumble *stumble, const char *at) {
    while (at > stumble->text && (stumble->end - at < 4 || memcmp(at, "<!--", 4) != 0))
        at--;
    return at > stumble->text ? at : NULL;
}

static void syntax_hyphens(const struct stumble *stumble) {
    const char *begin = syntax_comment_before(stumble, stumble->at);
    const char *outer = begin == NULL ? NULL : syntax_comment_before(stumble, begin - 1);
    if (outer != NULL && memmem(outer, (size_t)(begin - outer), "-->", 3) == NULL) {
        syntax_endless(stumble, outer);
        return;
    }
    stumble_say(stumble, stumble->at, 0, "two hyphens stand inside a comment", "use one hyphen, or a dash");
    if (begin == NULL)
        return;
    const char *end = memmem(begin + 4, (size_t)(stumble->end - begin - 4), "-->", 3);
    for (const char *at = begin + 4; end != NULL && at < end; at++)
        if (at[0] == '-' && at[1] == '-')
            stumble_mend(stumble, at, 1, " ");
}

/* "<?xml" that is not the very beginning. */
static void syntax_declaration(const struct stumble *stumble) {
    const char *at = stumble_back(stumble, '<');
    const char *past = memmem(at, (size_t)(stumble->end - at), "?>", 2);
    stumble_say(stumble, at, 0, "<?xml stands elsewhere than at the very beginning of the file",
                "take out what stands before it, blank lines and spaces too");
    if (past != NULL)
        stumble_mend(stumble, at, (size_t)(past + 2 - at), "");
}

/* What stands behind the root element cannot be part of the document: it is told and left aside. */
static void syntax_behind(const struct stumble *stumble) {
    stumble_say(stumble, stumble->at, 0, "something stands after the end of the root element",
                "put it inside the root element, or take it out");
    stumble_mend(stumble, stumble->at, (size_t)(stumble->end - stumble->at), "");
}

/* What Word's "save as web page" leaves in what is pasted from it. */
static bool prefix_is_of_word(const char *name) {
    static const char *const prefixes[] = {"o:", "v:", "w:", "w10:", "m:", "st1:"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (strncmp(name, prefixes[i], strlen(prefixes[i])) == 0)
            return true;
    return false;
}

/* An element of Word's goes, and what it holds stays. */
static void syntax_of_word(const struct stumble *stumble, const char *tag, const char *name) {
    struct arena *arena = stumble->reading->arena;
    const char *past = scan_markup(tag, stumble->end);
    bool empty = past != NULL && past[-2] == '/';
    stumble_say(stumble, tag, 0, arena_format(arena, "<%s> is no element of ours", name),
                empty ? arena_format(arena, "take <%s/> out: it comes from Word", name)
                      : arena_format(arena, "take <%s> and </%s> out: they come from Word", name, name));
    if (past == NULL)
        return;
    stumble_mend(stumble, tag, (size_t)(past - tag), "");
    size_t depth = empty ? 0 : 1;
    for (const char *at = past; depth > 0 && (at = memchr(at, '<', (size_t)(stumble->end - at))) != NULL; at = past) {
        past = scan_markup(at, stumble->end);
        if (past == NULL)
            return;
        if (strcmp(stumble_name(stumble, at + 1 + (past - at > 2 && at[1] == '/')), name) != 0)
            continue;
        depth = at[1] == '/' ? depth - 1 : depth + (past[-2] != '/');
        if (depth == 0)
            stumble_mend(stumble, at, (size_t)(past - at), "");
    }
}

/* A prefix that is not declared: that of an attribute goes with it, that of an element is taken to be ours. */
static void syntax_prefix(const struct stumble *stumble, const xmlError *error) {
    const char *at = stumble_back(stumble, '<');
    const char *name_end = scan_name(at + 1, stumble->end);
    const char *here = name_end;
    const char *prefix = error->str1 == NULL ? "" : error->str1;
    const char *name = stumble_name(stumble, at + 1);
    bool word = prefix_is_of_word(name);
    if (word && error->str3 == NULL) {
        syntax_of_word(stumble, at, name);
        return;
    }
    if (!word) /* else it goes with its attributes, and that is told of itself */
        stumble_say(stumble, at, 0, "a prefix before the colon in this tag is not declared",
                    strcmp(prefix, "xi") == 0
                        ? "write xmlns:xi=\"http://www.w3.org/2001/XInclude\" in the tag of the root element"
                        : "take the prefix out, or declare it with xmlns:prefix=\"...\" on the root element");
    struct scan_attribute raw;
    if (error->str3 == NULL) {
        stumble_mend(stumble, name_end, 0,
                     arena_format(stumble->reading->arena, " xmlns:%s=\"%s\"", prefix, stumble->reading->space));
        return;
    }
    while (scan_attribute(&here, stumble->at, &raw))
        if (raw.name_count > strlen(prefix) && raw.name[strlen(prefix)] == ':' &&
            memcmp(raw.name, prefix, strlen(prefix)) == 0)
            stumble_mend(stumble, raw.name, (size_t)(raw.end - raw.name), "");
}

/* Anything else, in libxml2's words, which are plain enough for what is rare. */
static void syntax_other(const struct stumble *stumble, const char *words) {
    struct buffer message = {0};
    buffer_string(&message, "this is not well-formed XML: ");
    size_t count = words == NULL ? 0 : strlen(words);
    while (count > 0 && isspace((unsigned char)words[count - 1]))
        count--;
    buffer_bytes(&message, words == NULL ? "" : words, count);
    stumble_say(stumble, stumble->at, 0, buffer_text(&message), "compare the line with one that works");
    buffer_close(&message);
}

static bool syntax_is_of_tag(int code) {
    return code == XML_ERR_GT_REQUIRED || code == XML_ERR_SPACE_REQUIRED || code == XML_ERR_NAME_REQUIRED ||
           code == XML_ERR_ATTRIBUTE_WITHOUT_VALUE || code == XML_ERR_ATTRIBUTE_NOT_STARTED ||
           code == XML_ERR_TAG_NOT_FINISHED;
}

static void syntax_fatal(const struct stumble *stumble, int code, const char *words) {
    if (quotes_fault(stumble, code))
        return;
    switch (code) {
    case XML_ERR_NAME_REQUIRED:
        syntax_bare_sign(stumble);
        break;
    case XML_ERR_MISPLACED_CDATA_END:
        syntax_cdata_end(stumble);
        break;
    case XML_ERR_INVALID_CHAR:
        syntax_character(stumble);
        break;
    case XML_ERR_HYPHEN_IN_COMMENT:
        syntax_hyphens(stumble);
        break;
    case XML_ERR_RESERVED_XML_NAME:
        syntax_declaration(stumble);
        break;
    case XML_ERR_DOCUMENT_END:
        syntax_behind(stumble);
        break;
    case XML_ERR_DOCUMENT_EMPTY: /* nothing sensible can be said of what is no XML at all */
        stumble_say(stumble, stumble->at, 0, "the file does not begin with a tag, so it is not XML",
                    "check that this is the right file, and take out what stands before the first tag");
        break;
    case XML_ERR_INVALID_CHARREF:
    case XML_ERR_INVALID_DEC_CHARREF:
    case XML_ERR_INVALID_HEX_CHARREF: {
        const char *at = stumble_back(stumble, '&');
        stumble_say(stumble, at, 0,
                    code == XML_ERR_INVALID_CHARREF       ? "this number stands for no character that XML can hold"
                    : code == XML_ERR_INVALID_DEC_CHARREF ? "the number after &# is not one"
                                                          : "the number after &#x is not one",
                    code == XML_ERR_INVALID_CHARREF ? "type the character itself"
                                                    : "write a number and a semicolon, as in &#160;");
        syntax_number(stumble, at);
        break;
    }
    default:
        syntax_other(stumble, words);
    }
}

static bool syntax_is_structural(int code) {
    return code == XML_ERR_TAG_NAME_MISMATCH || code == XML_ERR_TAG_NOT_FINISHED || code == XML_ERR_DOCUMENT_END ||
           code == XML_ERR_LTSLASH_REQUIRED;
}

bool syntax_fault(struct reading *reading, struct repair *repair, const char *file, const char *at,
                  const xmlError *error) {
    struct stumble stumble = {.reading = reading,
                              .repair = repair,
                              .file = file,
                              .text = repair->text,
                              .end = repair->text + repair->count,
                              .at = at};
    const char *words = error->message == NULL ? "" : error->message;
    switch (error->code) {
    case XML_ERR_UNDECLARED_ENTITY:
    case XML_WAR_UNDECLARED_ENTITY:
        syntax_entity(&stumble, error->str1 == NULL ? "" : error->str1);
        return true;
    case XML_ERR_ATTRIBUTE_REDEFINED:
        syntax_doubled(&stumble, error->str2 == NULL ? error->str1
                                                     : arena_format(reading->arena, "%s:%s", error->str1, error->str2));
        return true;
    case XML_NS_ERR_UNDEFINED_NAMESPACE:
        syntax_prefix(&stumble, error);
        return true;
    case XML_ERR_ENTITYREF_SEMICOL_MISSING:
        syntax_semicolon(&stumble);
        return true;
    default:
        break;
    }
    if (strstr(words, "Excessive depth") != NULL) { /* hostile, or a whole file of tags left open: not to be mended */
        reading_fault(reading, RULE_XML_DEPTH, stumble_place(&stumble, at),
                      arena_format(reading->arena, "%d", READING_DEPTH_LIMIT));
        return false;
    }
    if (syntax_truncated(&stumble) || syntax_control_in_tag(&stumble) ||
        ((syntax_is_of_tag(error->code) || syntax_is_structural(error->code)) && syntax_blank_in_tag(&stumble)) ||
        (syntax_is_of_tag(error->code) && syntax_unclosed_tag(&stumble)) ||
        (syntax_is_structural(error->code) && tags_settle(&stumble)))
        return false;
    syntax_fatal(&stumble, error->code, words);
    return false;
}
