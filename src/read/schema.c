/* schema.c: a libxml2 tree held against an XSD, libxml2's words turned into ours.
 *
 * XML Schema 1.0 as libxml2 2.9.14 has it; tree in → findings out. The code of a
 * complaint says which rule it is; names and values come from the node itself
 * where they can, and only lists that come from the schema (what is expected, what a value
 * may be) are read out of libxml2's words, which are always English.
 *
 * Surprising: libxml2 reports one content fault per parent, and for one bad value
 * often two complaints, first the precise one: the second of a node is dropped. A
 * mistyped attribute that is required is two complaints too, and told as one.
 * It says nothing of IDREF; references must be keyref in the schema.
 */
#include "read/schema.h"

#include <libxml/xmlerror.h>
#include <string.h>

#include "read/door.h"
#include "read/expected.h"
#include "read/tree.h"

struct check {
    struct reading *reading;
    struct expecting *expecting;
    /* An attribute that is lacking or may not be there, not told yet: the other complaint of the same element may
     * follow, and then both are one mistake. `at` is NULL for none. */
    struct {
        const xmlNode *at;
        const char *lacking; /* NULL: it may not be there */
        const char *found;
        struct place place;
    } attribute;
    const void *last_value; /* the node whose value was found bad last */
    xmlNodePtr root;
    xmlNodePtr last_reference; /* the last element that was found to point at nothing */
    size_t faults;
};

/* One complaint, taken apart. */
struct complaint {
    struct check *check;
    struct arena *arena;
    xmlNodePtr element;
    xmlAttrPtr attribute;
    const char *attribute_name;
    struct place place; /* of the attribute, or else of the element */
    const char *words;
};

static void schema_compile_fault(void *context, xmlErrorPtr error) {
    struct buffer *first = context;
    if (first->count > 0 || error->level < XML_ERR_ERROR)
        return;
    buffer_format(first, "line %d: %s", error->line, error->message == NULL ? "unknown" : error->message);
    while (first->count > 0 && first->bytes[first->count - 1] == '\n')
        first->count--;
    (void)buffer_text(first);
}

xmlSchemaPtr schema_open(struct reading *reading, const char *path) {
    struct buffer first = {0};
    xmlSchemaPtr schema = NULL;
    door_allow_files(true);
    xmlSchemaParserCtxtPtr context = xmlSchemaNewParserCtxt(path);
    if (context != NULL) {
        xmlSchemaSetParserStructuredErrors(context, schema_compile_fault, &first);
        schema = xmlSchemaParse(context);
        xmlSchemaFreeParserCtxt(context);
    }
    door_allow_files(false);
    if (schema == NULL)
        reading_fault(reading, RULE_SCHEMA_BROKEN, ((struct place){.file = path}),
                      first.count > 0 ? buffer_text(&first) : "it cannot be opened");
    buffer_close(&first);
    return schema;
}

/* The names after "Expected is" as "<a>, <b> or <c>"; "" when there are none. */
static const char *complaint_expected(const struct complaint *complaint) {
    const char *from = strstr(complaint->words, "Expected is");
    const char *at = from == NULL ? NULL : strchr(from, '(');
    if (at == NULL)
        return "";
    struct buffer out = {0};
    at += strspn(at, "( ");
    for (bool first = true; *at != '\0' && *at != ')'; first = false) {
        size_t count = strcspn(at, ", )");
        const char *next = at + count + strspn(at + count, ", ");
        if (strncmp(at, "...", 3) == 0 || strncmp(at, "##", 2) == 0) {
            expected_joint(&out, first, true);
            buffer_string(&out, "another");
        } else {
            expected_joint(&out, first, *next == ')' || *next == '\0');
            expected_name(&out, at, count);
        }
        at = next;
    }
    const char *list = arena_string(complaint->arena, buffer_text(&out));
    buffer_close(&out);
    return list;
}

/* The set "{'a', 'b'}" of an enumeration as "a, b or c". */
static const char *complaint_allowed(const struct complaint *complaint) {
    static const char head[] = "is not an element of the set {";
    const char *at = NULL;
    for (const char *next = strstr(complaint->words, head); next != NULL; next = strstr(next + 1, head))
        at = next;
    if (at == NULL)
        return "";
    at += sizeof head - 1;
    const char *end = strrchr(at, '}');
    struct buffer out = {0};
    for (bool first = true; end != NULL && at < end && *at == '\''; first = false) {
        const char *close = strstr(at + 1, "', '");
        bool last = close == NULL || close > end;
        if (last)
            close = end - 1;
        expected_joint(&out, first, last);
        buffer_format(&out, "\"%.*s\"", (int)(close - at - 1), at + 1);
        at = last ? end : close + 3;
    }
    const char *list = arena_string(complaint->arena, buffer_text(&out));
    buffer_close(&out);
    return list;
}

static const char *complaint_value(const struct complaint *complaint) {
    xmlChar *content = complaint->attribute != NULL ? xmlNodeGetContent((const xmlNode *)complaint->attribute)
                                                    : xmlNodeGetContent(complaint->element);
    const char *value = arena_string(complaint->arena, content == NULL ? "" : (const char *)content);
    xmlFree(content);
    return value;
}

/* The last words in single quotes: the pattern, the limit or the type that a value falls short of. */
static const char *complaint_quoted(const struct complaint *complaint, const char *after) {
    const char *at = NULL;
    for (const char *next = strstr(complaint->words, after); next != NULL; next = strstr(next + 1, after))
        at = next;
    const char *open = at == NULL ? NULL : strchr(at, '\'');
    const char *close = strrchr(complaint->words, '\'');
    if (open == NULL || close <= open)
        return "";
    return arena_copy(complaint->arena, open + 1, (size_t)(close - open - 1));
}

/* What XSD's own types mean to an author. */
static const char *type_words(struct arena *arena, const char *type) {
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

/* What the patterns of the schemas mean to an author; a new one is shown as it stands until it gets its row. */
static const char *pattern_words(struct arena *arena, const char *pattern) {
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
        {"[A-Z][a-z]{3}", "the four letters of a script, such as Latn"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(pattern, known[i].pattern) == 0)
            return known[i].words;
    return arena_format(arena, "the form %s", pattern);
}

/* Sets what is wanted of a value, as words after "wanted is". */
static const char *complaint_wanted(const struct complaint *complaint, int code) {
    struct arena *arena = complaint->arena;
    switch (code) {
    case XML_SCHEMAV_CVC_ENUMERATION_VALID:
        return complaint_allowed(complaint);
    case XML_SCHEMAV_CVC_PATTERN_VALID:
        return pattern_words(arena, complaint_quoted(complaint, "by the pattern "));
    case XML_SCHEMAV_CVC_MINLENGTH_VALID:
        return arena_format(arena, "at least %s characters", complaint_quoted(complaint, "minimum length of "));
    case XML_SCHEMAV_CVC_MAXLENGTH_VALID:
        return arena_format(arena, "at most %s characters", complaint_quoted(complaint, "maximum length of "));
    case XML_SCHEMAV_CVC_MININCLUSIVE_VALID:
        return arena_format(arena, "no less than %s", complaint_quoted(complaint, "minimum value allowed "));
    case XML_SCHEMAV_CVC_MAXINCLUSIVE_VALID:
        return arena_format(arena, "no more than %s", complaint_quoted(complaint, "maximum value allowed "));
    default:
        return type_words(arena, complaint_quoted(complaint, " type "));
    }
}

static void complaint_about_value(const struct complaint *complaint, int code) {
    const void *node = complaint->attribute != NULL ? (const void *)complaint->attribute : complaint->element;
    if (complaint->check->last_value == node)
        return;
    complaint->check->last_value = node;
    const char *value = complaint_value(complaint);
    const char *wanted = complaint_wanted(complaint, code);
    const char *holder = complaint->attribute_name != NULL
                             ? arena_format(complaint->arena, "the attribute \"%s\"", complaint->attribute_name)
                             : arena_format(complaint->arena, "<%s>", (const char *)complaint->element->name);
    /* xs:ID: either no name at all, or one that is taken; libxml2 does not say which. */
    if (strstr(complaint->words, "'xs:ID'") != NULL && xmlValidateNCName((const xmlChar *)value, 1) == 0) {
        reading_fault(complaint->check->reading, RULE_SCHEMA_ID, complaint->place, value);
        return;
    }
    const char *mend = code == XML_SCHEMAV_CVC_ENUMERATION_VALID ? "use one of them" : "write it in that form";
    reading_fault(complaint->check->reading, RULE_SCHEMA_VALUE, complaint->place, value, holder,
                  arena_format(complaint->arena, "wanted is %s", wanted), mend);
}

static const char *element_name(const xmlNode *node) {
    return node != NULL && node->type == XML_ELEMENT_NODE ? (const char *)node->name : "the file";
}

static void complaint_about_content(const struct complaint *complaint) {
    struct reading *reading = complaint->check->reading;
    const char *name = element_name(complaint->element);
    bool missing = strstr(complaint->words, "Missing child element") != NULL;
    const char *expected = missing ? NULL : expected_instead(complaint->check->expecting, complaint->element);
    if (expected == NULL || expected[0] == '\0')
        expected = complaint_expected(complaint);
    const char *mend = missing ? NULL : expected_mend(complaint->check->expecting, name);
    if (missing) {
        reading_fault(reading, RULE_SCHEMA_MISSING, complaint->place, name,
                      expected[0] == '\0' ? "something inside it" : expected);
        return;
    }
    if (expected[0] == '\0')
        reading_fault(reading, RULE_SCHEMA_ELEMENT, complaint->place, name, element_name(complaint->element->parent),
                      "nothing more may come there",
                      mend != NULL ? mend : "take it out, or move it to where it belongs");
    else
        reading_fault(reading, RULE_SCHEMA_ELEMENT, complaint->place, name, element_name(complaint->element->parent),
                      arena_format(complaint->arena, "expected is %s", expected),
                      mend != NULL ? mend
                      : strchr(expected, ' ') == NULL
                          ? "put what is expected before or around it, or move it to where it belongs"
                          : "put it into one of those, or move it to where it belongs");
}

/* "… ['a'] …" → a; the value that is doubled or points at nothing. */
static const char *complaint_key(const struct complaint *complaint) {
    const char *open = strstr(complaint->words, "['");
    const char *close = open == NULL ? NULL : strstr(open, "'] ");
    for (const char *next = close; next != NULL; next = strstr(next + 1, "'] "))
        close = next;
    return close == NULL ? "" : arena_copy(complaint->arena, open + 2, (size_t)(close - open - 2));
}

static bool element_has(const xmlNode *node, const char *name, const char *value, struct place *place) {
    if (node->type != XML_ELEMENT_NODE || strcmp((const char *)node->name, name) != 0)
        return false;
    for (const xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next) {
        if (attribute->children != NULL && strcmp((const char *)attribute->children->content, value) == 0) {
            *place = door_place(attribute);
            return true;
        }
    }
    return false;
}

/* For a reference that points at nothing libxml2 names element and value, but no node. It goes through the document in
 * order, so the search goes on after the one found last, and only then begins at the top. */
static void complaint_find_reference(struct complaint *complaint, const char *key) {
    struct check *check = complaint->check;
    const char *name = complaint->words + strlen("Element '");
    size_t count = strcspn(name, "'");
    const char *brace = memrchr(name, '}', count);
    const char *local = brace == NULL ? name : brace + 1;
    local = arena_copy(complaint->arena, local, (size_t)(name + count - local));
    complaint->place = door_place(check->root);
    for (int round = 0; round < 2; round++) {
        xmlNodePtr node =
            round == 0 && check->last_reference != NULL ? tree_after(check->last_reference, check->root) : check->root;
        for (; node != NULL; node = tree_after(node, check->root)) {
            if (element_has(node, local, key, &complaint->place)) {
                check->last_reference = node;
                return;
            }
        }
    }
}

static void complaint_about_key(struct complaint *complaint) {
    struct reading *reading = complaint->check->reading;
    const char *key = complaint_key(complaint);
    if (strstr(complaint->words, "No match found") != NULL) {
        complaint_find_reference(complaint, key);
        reading_fault(reading, RULE_SCHEMA_REF, complaint->place, key);
    } else if (complaint->element != NULL && strstr(complaint->words, "Duplicate key-sequence") != NULL) {
        (void)element_has(complaint->element, (const char *)complaint->element->name, key, &complaint->place);
        reading_fault(reading, RULE_SCHEMA_ID, complaint->place, key);
    } else if (complaint->element != NULL && strstr(complaint->words, "No precomputed value") == NULL) {
        reading_fault(reading, RULE_SCHEMA_REQUIRED, complaint->place, element_name(complaint->element), "id");
    }
    /* A value that was not even computed was found bad before, and told. */
}

/* The name in "Element 'e', attribute 'a': …" or "The attribute 'a' is required…". */
static const char *complaint_attribute_name(const struct complaint *complaint) {
    const char *at = strstr(complaint->words, "attribute '");
    if (at == NULL)
        return NULL;
    at += strlen("attribute '");
    size_t count = strcspn(at, "'");
    const char *brace = memrchr(at, '}', count);
    if (brace != NULL) {
        count -= (size_t)(brace + 1 - at);
        at = brace + 1;
    }
    return arena_copy(complaint->arena, at, count);
}

static void complaint_find_nodes(struct complaint *complaint, xmlNodePtr node) {
    complaint->element = node;
    bool about_attribute = strncmp(complaint->words, "Element '", 9) == 0 &&
                           strstr(complaint->words, "', attribute '") == strchr(complaint->words + 9, '\'');
    if (node->type == XML_ATTRIBUTE_NODE) {
        complaint->attribute = (xmlAttrPtr)(void *)node;
        complaint->element = node->parent;
        complaint->attribute_name = (const char *)node->name;
    } else if (about_attribute) {
        complaint->attribute_name = complaint_attribute_name(complaint);
        for (xmlAttrPtr at = node->properties; at != NULL && complaint->attribute == NULL; at = at->next)
            if (strcmp((const char *)at->name, complaint->attribute_name) == 0)
                complaint->attribute = at;
    }
    complaint->place = complaint->attribute != NULL ? door_place(complaint->attribute) : door_place(complaint->element);
}

/* The text that may not stand directly in the element: libxml2 names the element alone. */
static struct place complaint_text_place(const struct complaint *complaint) {
    for (const xmlNode *child = complaint->element->children; child != NULL; child = child->next) {
        if (child->type != XML_TEXT_NODE || child->content == NULL || child->_private == NULL)
            continue;
        struct place place = door_place(child);
        for (const xmlChar *at = child->content; *at != '\0'; at++) {
            if (strchr(" \t\n", *at) == NULL)
                return place;
            place.column = *at == '\n' ? 1 : place.column + 1;
            place.line += *at == '\n';
        }
    }
    return complaint->place;
}

static void attribute_tell(struct check *check) {
    const xmlNode *at = check->attribute.at;
    const char *lacking = check->attribute.lacking;
    check->attribute.at = NULL;
    if (at == NULL)
        return;
    const char *name = element_name(at);
    if (check->attribute.found == NULL)
        reading_fault(check->reading, RULE_SCHEMA_REQUIRED, check->attribute.place, name, lacking);
    else
        reading_fault(check->reading, RULE_SCHEMA_ATTRIBUTE, check->attribute.place, name, check->attribute.found,
                      lacking == NULL
                          ? "take it out, or mend its name"
                          : arena_format(check->reading->arena,
                                         "<%s> needs the attribute \"%s\": perhaps that is meant", name, lacking));
}

static void complaint_about_attribute(const struct complaint *complaint, bool lacking) {
    struct check *check = complaint->check;
    const char *name = lacking ? complaint_attribute_name(complaint) : complaint->attribute_name;
    name = name == NULL ? "" : name;
    bool pair = check->attribute.at == complaint->element &&
                (lacking ? check->attribute.lacking == NULL : check->attribute.found == NULL);
    if (!pair) {
        attribute_tell(check);
        check->attribute.at = complaint->element;
        check->attribute.found = check->attribute.lacking = NULL;
    }
    if (lacking)
        check->attribute.lacking = name;
    else
        check->attribute.found = name;
    if (!pair || !lacking)
        check->attribute.place = complaint->place;
    if (pair)
        attribute_tell(check);
}

static void schema_fault(struct complaint *complaint, int code) {
    struct reading *reading = complaint->check->reading;
    const char *name = element_name(complaint->element);
    switch (code) {
    case XML_SCHEMAV_ELEMENT_CONTENT:
        complaint_about_content(complaint);
        break;
    case XML_SCHEMAV_CVC_ELT_1:
        reading_fault(reading, RULE_SCHEMA_ROOT, complaint->place, name, "",
                      "begin the file with the element that says what it is, such as <statement>, <policy> or "
                      "<constitution> for a document");
        break;
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3:
        reading_fault(reading, RULE_SCHEMA_TEXT, complaint_text_place(complaint), name);
        break;
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_1:
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_2:
    case XML_SCHEMAV_CVC_TYPE_3_1_2:
        complaint->check->last_value = complaint->element; /* what it adds up to is no fault of its own */
        reading_fault(reading, RULE_SCHEMA_CONTENT, complaint->place, name,
                      strstr(complaint->words, "is empty") != NULL ? "nothing" : "plain text alone, and no element");
        break;
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1:
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_2:
    case XML_SCHEMAV_CVC_TYPE_3_1_1:
        complaint_about_attribute(complaint, false);
        break;
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_4:
        complaint_about_attribute(complaint, true);
        break;
    case XML_SCHEMAV_CVC_IDC:
        complaint_about_key(complaint);
        break;
    default:
        complaint_about_value(complaint, code);
        break;
    }
}

static void schema_hear(void *context, xmlErrorPtr error) {
    struct check *check = context;
    if (error->level < XML_ERR_ERROR || error->message == NULL)
        return;
    if (check->faults++ >= 100 * (size_t)READING_FAULT_LIMIT)
        return;
    /* Copied, since trials of what may stand there (expected.h) make libxml2 write over its words. */
    int code = error->code;
    struct complaint complaint = {.check = check, .arena = check->reading->arena};
    complaint.words = arena_string(complaint.arena, error->message);
    if (error->node != NULL)
        complaint_find_nodes(&complaint, error->node);
    if (complaint.element != NULL)
        schema_fault(&complaint, code);
    else if (code == XML_SCHEMAV_CVC_IDC)
        complaint_about_key(&complaint);
}

void schema_check(struct reading *reading, xmlSchemaPtr schema, xmlDocPtr document) {
    struct check check = {.reading = reading,
                          .expecting = expecting_open(schema, reading->arena),
                          .root = xmlDocGetRootElement(document)};
    size_t before = reading->faults;
    xmlSchemaValidCtxtPtr context = xmlSchemaNewValidCtxt(schema);
    if (context == NULL)
        memory_exhausted();
    xmlSchemaSetValidStructuredErrors(context, schema_hear, &check);
    int result = xmlSchemaValidateDoc(context, document);
    xmlSchemaFreeValidCtxt(context);
    expecting_close(check.expecting);
    attribute_tell(&check);
    /* What libxml2 refuses must never pass for want of words. */
    if (result != 0 && reading->faults == before)
        reading_fault(reading, RULE_SCHEMA_BROKEN, door_place(xmlDocGetRootElement(document)),
                      "the file does not meet it, and the XML library does not say why");
}
