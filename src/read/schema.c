/* schema.c: a libxml2 tree held against an XSD, libxml2's words turned into ours.
 *
 * XML Schema 1.0 as libxml2 2.9.14 has it; tree in → findings out. The code of a
 * complaint says which rule it is; names and values come from the node itself
 * where they can, and only lists that come from the schema (what is expected, what a value
 * may be) are read out of libxml2's words, which are always English.
 *
 * A file that libxml2 accepts is done with at once. One that it refuses is first
 * walked by content.c, which tells the faults of content and mends the tree; then
 * libxml2 is heard about attributes, values and keys; then those are mended too
 * (amend.c), so that what comes after the reader can look at the rest.
 *
 * Surprising: for one bad value libxml2 often has two complaints, first the precise
 * one: the second of a node is dropped. A mistyped attribute that is required is two
 * complaints too, and told as one. It says nothing of IDREF; references must be keyref.
 */
#include "read/schema.h"

#include <libxml/hash.h>
#include <libxml/schemasInternals.h>
#include <libxml/xmlerror.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "read/amend.h"
#include "read/content.h"
#include "read/door.h"
#include "read/grammar.h"
#include "read/tree.h"
#include "read/vocabulary.h"
#include "read/wanted.h"

#define ODD_MOST READING_FAULT_LIMIT

struct schema {
    const struct grammar *grammar; /* NULL: make has not seen it */
    xmlSchemaPtr compiled;         /* NULL: not yet */
    char path[];
};

struct odd {
    const char *name;
    bool lacking; /* else it may not be there */
    bool told;
    struct place place;
};

struct check {
    struct reading *reading;
    struct vocabulary *vocabulary;
    struct amend *amend;
    LIST(struct flaw) flaws;
    /* Attributes of one element that are lacking or may not be there, not told yet. */
    struct odd odd[ODD_MOST];
    size_t odd_count;
    xmlNodePtr odd_element;
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

/* The folder of a file, with the slash behind it; "" for none. */
static const char *schema_folder(const char *path, struct arena *arena) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? "" : arena_copy(arena, path, (size_t)(slash + 1 - path));
}

/* Compiles the bytes of a schema. */
static void schema_compile(struct schema *schema, struct reading *reading, const char *bytes, size_t count) {
    struct buffer first = {0};
    struct arena *scratch = arena_open();
    door_allow_files(schema_folder(schema->path, scratch));
    xmlSchemaParserCtxtPtr context = bytes == NULL ? NULL : xmlSchemaNewMemParserCtxt(bytes, (int)count);
    if (context != NULL) {
        xmlSchemaSetParserStructuredErrors(context, schema_compile_fault, &first);
        schema->compiled = xmlSchemaParse(context);
        xmlSchemaFreeParserCtxt(context);
    }
    door_allow_files(NULL);
    arena_close(scratch);
    if (schema->compiled == NULL)
        reading_fault(reading, RULE_SCHEMA_BROKEN, ((struct place){.file = arena_string(reading->arena, schema->path)}),
                      first.count > 0 ? buffer_text(&first) : "it cannot be opened");
    buffer_close(&first);
}

struct schema *schema_open(struct reading *reading, const char *path) {
    struct arena *scratch = arena_open();
    size_t room = strlen(path) + 1;
    struct schema *schema = memory_take(sizeof *schema + room);
    size_t count = 0;
    struct hash hash;
    const char *bytes = file_read_hash(scratch, path, READING_FILE_LIMIT, &count, &hash, NULL);
    memcpy(schema->path, path, room);
    if (bytes != NULL)
        schema->grammar = grammar_find(schema_folder(path, scratch), &hash);
    if (schema->grammar == NULL)
        schema_compile(schema, reading, bytes, count);
    arena_close(scratch);
    if (schema->grammar != NULL || schema->compiled != NULL)
        return schema;
    schema_close(schema);
    return NULL;
}

void schema_close(struct schema *schema) {
    if (schema == NULL)
        return;
    xmlSchemaFree(schema->compiled);
    free(schema);
}

xmlSchemaPtr schema_compiled(struct reading *reading) {
    struct schema *schema = reading->schema;
    if (schema == NULL || schema->compiled != NULL)
        return schema == NULL ? NULL : schema->compiled;
    struct arena *scratch = arena_open();
    size_t count = 0;
    const char *bytes = file_read(scratch, schema->path, READING_FILE_LIMIT, &count, NULL);
    schema_compile(schema, reading, bytes, count);
    arena_close(scratch);
    return schema->compiled;
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

/* Sets what is wanted of a value, as words after "wanted is". */
static const char *complaint_wanted(const struct complaint *complaint, int code) {
    struct arena *arena = complaint->arena;
    switch (code) {
    case XML_SCHEMAV_CVC_ENUMERATION_VALID:
        return wanted_values(arena, complaint->words, "").words;
    case XML_SCHEMAV_CVC_PATTERN_VALID:
        return wanted_pattern(arena, complaint_quoted(complaint, "by the pattern "));
    case XML_SCHEMAV_CVC_MINLENGTH_VALID:
        return arena_format(arena, "at least %s characters", complaint_quoted(complaint, "minimum length of "));
    case XML_SCHEMAV_CVC_MAXLENGTH_VALID:
        return arena_format(arena, "at most %s characters", complaint_quoted(complaint, "maximum length of "));
    case XML_SCHEMAV_CVC_MININCLUSIVE_VALID:
        return arena_format(arena, "no less than %s", complaint_quoted(complaint, "minimum value allowed "));
    case XML_SCHEMAV_CVC_MAXINCLUSIVE_VALID:
        return arena_format(arena, "no more than %s", complaint_quoted(complaint, "maximum value allowed "));
    default:
        return wanted_type(arena, complaint_quoted(complaint, " type "));
    }
}

/* Whether nothing is said of an element: it is not in the file, or the syntax of that place was told to be wrong. */
static bool check_is_quiet(const struct check *check, const xmlNode *element, struct place place) {
    const struct door_mark *mark = door_mark_of(element);
    return (mark != NULL && mark->made) || reading_was_told(check->reading, place);
}

static void check_flaw(const struct complaint *complaint) {
    struct check *check = complaint->check;
    LIST_ADD(check->reading->arena, &check->flaws,
             ((struct flaw){complaint->element, complaint->attribute_name, complaint->attribute}));
}

static bool wanted_is_date(const char *wanted) {
    return strncmp(wanted, "a date, ", sizeof "a date, " - 1) == 0;
}

/* "2021-09-31" is written as a date is: what is wrong with it is not its form. */
static bool value_has_date_form(const char *value) {
    static const char form[] = "dddd-dd-dd";
    size_t at = 0;
    while (form[at] != '\0' && (form[at] == 'd' ? value[at] >= '0' && value[at] <= '9' : value[at] == form[at]))
        at++;
    return form[at] == '\0' && value[at] == '\0';
}

/* A title typed into <xref to="…">: its author does not know what an id is, so the form of one is no help. */
static bool complaint_is_reference(const struct complaint *complaint) {
    const char *element = (const char *)complaint->element->name;
    return complaint->attribute_name != NULL && strcmp(complaint->attribute_name, "to") == 0 &&
           (strcmp(element, "xref") == 0 || strcmp(element, "term-ref") == 0);
}

static void complaint_about_value(const struct complaint *complaint, int code) {
    struct check *check = complaint->check;
    const void *node = complaint->attribute != NULL ? (const void *)complaint->attribute : complaint->element;
    if (check->last_value == node)
        return;
    check->last_value = node;
    check_flaw(complaint);
    if (check_is_quiet(check, complaint->element, complaint->place))
        return;
    const char *value = complaint_value(complaint);
    const char *wanted = complaint_wanted(complaint, code);
    const char *holder = complaint->attribute_name != NULL
                             ? arena_format(complaint->arena, "the attribute \"%s\"", complaint->attribute_name)
                             : arena_format(complaint->arena, "<%s>", (const char *)complaint->element->name);
    /* xs:ID: either no name at all, or one that is taken; libxml2 does not say which. */
    if (strstr(complaint->words, "'xs:ID'") != NULL && xmlValidateNCName((const xmlChar *)value, 1) == 0) {
        reading_fault(check->reading, RULE_SCHEMA_ID, complaint->place, value);
        return;
    }
    const char *mend = "write it in that form";
    if (wanted_is_date(wanted) && value_has_date_form(value)) {
        wanted = "a day that there is";
        mend = "give the day that is meant: that month has fewer days, or the year fewer months";
    } else if (complaint_is_reference(complaint)) {
        mend = "write the id of what it leads to, as it stands there in id=\"...\", and not its title or number";
    }
    if (code == XML_SCHEMAV_CVC_ENUMERATION_VALID) {
        const char *meant = wanted_values(complaint->arena, complaint->words, value).meant;
        mend = meant == NULL ? "use one of them" : arena_format(complaint->arena, "perhaps \"%s\" is meant", meant);
    }
    reading_fault(check->reading, RULE_SCHEMA_VALUE, complaint->place, value, holder,
                  arena_format(complaint->arena, "wanted is %s", wanted), mend);
}

static const char *element_name(const xmlNode *node) {
    return node != NULL && node->type == XML_ELEMENT_NODE ? (const char *)node->name : "the file";
}

/* A fault of content that content.c did not find, and so did not mend: better told roughly than not at all. */
static void complaint_about_content(const struct complaint *complaint) {
    struct reading *reading = complaint->check->reading;
    const char *name = element_name(complaint->element);
    if (strstr(complaint->words, "Missing child element") != NULL)
        reading_fault(reading, RULE_SCHEMA_MISSING, complaint->place, name, "something inside it",
                      arena_format(complaint->arena, "at the end of <%s>", name));
    else
        reading_fault(reading, RULE_SCHEMA_ELEMENT, complaint->place, name, element_name(complaint->element->parent),
                      "something else is expected", "take it out, or move it to where it belongs");
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

/* The attribute that the element may have and that this one is a slip of; NULL for none. */
static const char *attribute_meant(struct check *check, xmlNodePtr element, const char *name) {
    const struct vocabulary *vocabulary = check->vocabulary;
    for (size_t i = 0; i < vocabulary->attribute_count; i++)
        if (vocabulary_near(name, vocabulary->attributes[i]) &&
            amend_bears(check->amend, element, vocabulary->attributes[i]))
            return vocabulary->attributes[i];
    return NULL;
}

/* The one of the lacking attributes that was meant: of a name like it, or the only one. */
static struct odd *odd_lacking(struct check *check, const struct odd *found) {
    struct odd *only = NULL;
    size_t lacking = 0;
    size_t strange = 0;
    for (size_t i = 0; i < check->odd_count; i++) {
        struct odd *odd = &check->odd[i];
        if (odd->lacking && !odd->told && vocabulary_near(odd->name, found->name))
            return odd;
        lacking += odd->lacking && !odd->told;
        strange += !odd->lacking;
        only = odd->lacking && !odd->told ? odd : only;
    }
    return lacking == 1 && strange == 1 ? only : NULL;
}

/* Whether xml:lang can be meant by lang: in a document, and when it is not given beside it. */
static bool attribute_may_be_lang(const struct check *check) {
    for (const xmlAttr *at = check->odd_element->properties; at != NULL; at = at->next)
        if (at->ns != NULL && strcmp((const char *)at->name, "lang") == 0)
            return false;
    return vocabulary_has(check->vocabulary, "p");
}

/* Whether an attribute says in HTML how something looks. */
static bool attribute_is_of_looks(const char *name) {
    static const char *const names[] = {"align", "bgcolor", "border", "cellpadding", "cellspacing", "class",
                                        "color", "face",    "height", "hspace",      "nowrap",      "rules",
                                        "size",  "style",   "valign", "vspace",      "width"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/* What is pasted from a web page brings many attributes of looks: those of one element are one mistake. False when
 * that at `first` is alone. */
static bool attributes_tell_looks(struct check *check, size_t first) {
    struct odd *found = &check->odd[first];
    struct buffer names = {0};
    size_t count = 0;
    size_t last = first;
    for (size_t i = first; i < check->odd_count; i++)
        if (!check->odd[i].lacking && attribute_is_of_looks(check->odd[i].name))
            last = i;
    for (size_t i = first; attribute_is_of_looks(found->name) && i <= last; i++)
        if (!check->odd[i].lacking && attribute_is_of_looks(check->odd[i].name)) {
            buffer_format(&names, "%s\"%s\"", count == 0 ? "" : i < last ? ", " : " and ", check->odd[i].name);
            check->odd[i].told = last > first;
            count++;
        }
    if (count > 1)
        reading_fault(check->reading, RULE_SCHEMA_ATTRIBUTE, found->place, element_name(check->odd_element),
                      found->name,
                      arena_format(check->reading->arena, "take out %s: the files in styles say how things look",
                                   buffer_text(&names)));
    buffer_close(&names);
    return count > 1;
}

/* Tells what was found of the attributes of one element: a required one that is mistyped is two complaints and one
 * mistake. */
static void attributes_tell(struct check *check) {
    struct reading *reading = check->reading;
    const char *element = element_name(check->odd_element);
    for (size_t i = 0; i < check->odd_count; i++) {
        struct odd *found = &check->odd[i];
        if (found->lacking || found->told)
            continue;
        if (attributes_tell_looks(check, i))
            continue;
        struct odd *lacking = odd_lacking(check, found);
        const char *meant = lacking != NULL ? NULL : attribute_meant(check, check->odd_element, found->name);
        const char *mend = "take it out";
        if (lacking != NULL) {
            lacking->told = true;
            mend = arena_format(reading->arena, "<%s> needs the attribute \"%s\": perhaps that is meant", element,
                                lacking->name);
        } else if (strcmp(found->name, "lang") == 0 && attribute_may_be_lang(check)) {
            mend = "perhaps xml:lang is meant: write xml:lang=\"en-GB\" for English, xml:lang=\"cy\" for Welsh";
        } else if (meant != NULL) {
            mend = arena_format(reading->arena, "perhaps \"%s\" is meant", meant);
        }
        reading_fault(reading, RULE_SCHEMA_ATTRIBUTE, found->place, element, found->name, mend);
    }
    for (size_t i = 0; i < check->odd_count; i++)
        if (check->odd[i].lacking && !check->odd[i].told)
            reading_fault(reading, RULE_SCHEMA_REQUIRED, check->odd[i].place, element, check->odd[i].name);
    check->odd_count = 0;
}

static void complaint_about_attribute(const struct complaint *complaint, bool lacking) {
    struct check *check = complaint->check;
    const char *name = lacking ? complaint_attribute_name(complaint) : complaint->attribute_name;
    struct complaint about = *complaint;
    about.attribute_name = name = name == NULL ? "" : name;
    if (check->odd_element != complaint->element)
        attributes_tell(check);
    check->odd_element = complaint->element;
    const struct door_mark *mark = door_mark_of(complaint->element);
    bool foreign = mark != NULL && mark->foreign; /* its attributes are as foreign as its name, which was told */
    if (!foreign && check->odd_count < ODD_MOST && !check_is_quiet(check, complaint->element, complaint->place))
        check->odd[check->odd_count++] = (struct odd){.name = name, .lacking = lacking, .place = complaint->place};
    check_flaw(&about);
}

/* What the file has to begin with: of lists and styles the schema declares but one root. */
static const char *root_mend(const struct check *check) {
    const char *const documents = "urn:engross:document:1";
    const struct vocabulary *vocabulary = check->vocabulary;
    xmlSchemaPtr schema = schema_compiled(check->reading);
    for (size_t i = 0; strcmp(check->reading->space, documents) != 0 && i < vocabulary->element_count; i++)
        if (xmlHashLookup(schema->elemDecl, (const xmlChar *)vocabulary->elements[i]) != NULL)
            return arena_format(check->reading->arena, "begin the file with <%s>", vocabulary->elements[i]);
    return "begin the file with the element that says what it is, such as <statement>, <policy>, <constitution> or "
           "<information> for "
           "a document";
}

static void schema_fault(struct complaint *complaint, int code) {
    struct reading *reading = complaint->check->reading;
    const char *name = element_name(complaint->element);
    switch (code) {
    case XML_SCHEMAV_ELEMENT_CONTENT:
        complaint_about_content(complaint);
        break;
    case XML_SCHEMAV_CVC_ELT_1:
        if (complaint->element != complaint->check->root) /* set aside, and declared nowhere by itself */
            break;
        if (!reading_was_told(reading, complaint->place))
            reading_fault(reading, RULE_SCHEMA_ROOT, complaint->place, name, "", root_mend(complaint->check));
        break;
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3:
        reading_fault(reading, RULE_SCHEMA_TEXT, complaint->place, name,
                      arena_format(complaint->arena, "put it into one of the elements that <%s> holds", name));
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

static void schema_hear_nothing(void *context, xmlErrorPtr error) {
    (void)context;
    (void)error;
}

/* What is left after all was told: a tree that the schema accepts, or none. */
static bool schema_amend(struct check *check, xmlSchemaValidCtxtPtr context, xmlDocPtr document) {
    for (size_t i = 0; i < check->flaws.count; i++)
        amend_flaw(check->amend, &check->flaws.items[i]);
    amend_references(check->amend, check->root);
    xmlSchemaSetValidStructuredErrors(context, schema_hear_nothing, NULL);
    return xmlSchemaValidateDoc(context, document) == 0;
}

bool schema_check(struct reading *reading, xmlDocPtr document) {
    if (reading->schema == NULL)
        return false;
    if (!reading->gap && reading->schema->grammar != NULL && grammar_accepts(reading->schema->grammar, document))
        return true;
    xmlSchemaPtr schema = schema_compiled(reading);
    if (schema == NULL)
        return false;
    xmlSchemaValidCtxtPtr context = xmlSchemaNewValidCtxt(schema);
    if (context == NULL)
        memory_exhausted();
    xmlSchemaSetValidStructuredErrors(context, schema_hear_nothing, NULL);
    bool good = xmlSchemaValidateDoc(context, document) == 0;
    if (!good || reading->gap) {
        struct check check = {.reading = reading,
                              .vocabulary = vocabulary_open(schema, reading->arena),
                              .amend = amend_open(reading, schema),
                              .root = xmlDocGetRootElement(document)};
        struct content_aside aside = {0};
        content_mend(reading, schema, check.vocabulary, check.root, &aside);
        xmlSchemaSetValidStructuredErrors(context, schema_hear, &check);
        (void)xmlSchemaValidateDoc(context, document);
        for (size_t i = 0; i < aside.nodes.count; i++)
            if (aside.nodes.items[i]->type == XML_ELEMENT_NODE &&
                vocabulary_has(check.vocabulary, (const char *)aside.nodes.items[i]->name))
                (void)xmlSchemaValidateOneElement(context, aside.nodes.items[i]);
        attributes_tell(&check);
        good = schema_amend(&check, context, document);
        amend_close(check.amend);
        content_drop(reading, &aside);
        /* What libxml2 refuses must never pass for want of words. */
        if (reading->faults == 0)
            reading_fault(reading, RULE_SCHEMA_BROKEN, door_place(check.root),
                          "the file does not meet it, and the XML library does not say why");
    }
    xmlSchemaFreeValidCtxt(context);
    return good;
}
