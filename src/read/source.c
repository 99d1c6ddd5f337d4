/* source.c: the one door through which XML comes in.
 *
 * path in → element tree out, in this order: open (base/file.h), decode
 * (decode.h), parse (door.h), include (include.h), look at namespaces and depth,
 * hold against the schema (schema.h) and the rules (rulebook.h), copy (tree.h). A stage that finds faults lets the
 * next one run only if that could find faults of its own and not consequences.
 *
 * Surprising: a wrong namespace ends the reading before the schema is asked, for
 * the schema would then object to every element.
 */
#include "read/source.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/encoding.h"
#include "base/file.h"
#include "base/timing.h"
#include "base/utf8.h"
#include "read/decode.h"
#include "read/door.h"
#include "read/include.h"
#include "read/prune.h"
#include "read/rulebook.h"
#include "read/scan.h"
#include "read/schema.h"
#include "read/tree.h"
#include "read/vocabulary.h"

#define ROOT_NAME_BYTES ((size_t)64 * 1024)
#define ROOT_FIRST_BYTES ((size_t)2 * 1024) /* in these nearly every root ends */

static const char *const schema_files[SOURCE_KINDS] = {
    [SOURCE_DOCUMENT] = "sources/schema/engross.xsd",
    [SOURCE_NEIGHBOUR] = "sources/schema/engross.xsd",
    [SOURCE_COMPLETE] = "sources/schema/engross.xsd",
    [SOURCE_SKETCH] = "sources/schema/engross.xsd",
    [SOURCE_ORGANISATIONS] = "sources/schema/engross.xsd",
    [SOURCE_LIMITS] = "sources/schema/engross.xsd",
    [SOURCE_STYLE] = "styles/style.xsd",
    [SOURCE_FONTS] = "fonts/fonts.xsd",
    [SOURCE_WORDS] = "sources/schema/words.xsd",
    [SOURCE_PROFILES] = "sources/schema/profiles.xsd",
};

static const char *const namespaces[SOURCE_KINDS] = {
    [SOURCE_DOCUMENT] = "urn:engross:document:1",
    [SOURCE_NEIGHBOUR] = "urn:engross:document:1",
    [SOURCE_COMPLETE] = "urn:engross:document:1",
    [SOURCE_SKETCH] = "urn:engross:document:1",
    [SOURCE_ORGANISATIONS] = "urn:engross:document:1",
    [SOURCE_LIMITS] = "urn:engross:document:1",
    [SOURCE_STYLE] = "urn:engross:style:1",
    [SOURCE_FONTS] = "urn:engross:fonts:1",
    [SOURCE_WORDS] = "urn:engross:words:1",
    [SOURCE_PROFILES] = "urn:engross:profiles:1",
};

static const xmlChar *const INSTANCE = (const xmlChar *)"http://www.w3.org/2001/XMLSchema-instance";

struct source {
    char *home;
    struct schema *schemas[SOURCE_KINDS];
    struct rulebook *rules;
};

const char *source_parser_version(void) {
    return xmlParserVersion;
}

struct source *source_open(const char *home) {
    struct source *source = memory_take(sizeof *source);
    size_t count = strlen(home) + 1;
    source->home = memory_take(count);
    memcpy(source->home, home, count);
    door_open();
    source->rules = rulebook_open(home);
    return source;
}

void source_close(struct source *source) {
    if (source == NULL)
        return;
    /* Two kinds share one schema: it is kept under the first of them. */
    for (size_t i = 0; i < SOURCE_KINDS; i++)
        schema_close(source->schemas[i]);
    rulebook_close(source->rules);
    door_close();
    free(source->home);
    free(source);
}

const char *source_home(const struct source *source) {
    return source->home;
}

bool rules_explanations(struct source *source, struct arena *arena, struct report *report,
                        struct rule_explanations *out) {
    return rulebook_explain(source->rules, arena, report, out);
}

static struct schema *source_schema(struct source *source, enum source_kind kind, struct reading *reading) {
    size_t slot = 0;
    while (strcmp(schema_files[slot], schema_files[kind]) != 0)
        slot++;
    if (source->schemas[slot] == NULL)
        source->schemas[slot] =
            schema_open(reading, strcmp(source->home, ".") == 0
                                     ? schema_files[kind]
                                     : arena_format(reading->arena, "%s/%s", source->home, schema_files[kind]));
    return source->schemas[slot];
}

static void source_blame_namespace(struct reading *reading, const xmlNode *node, const char *wanted) {
    const char *message = node->ns == NULL
                              ? "is in no namespace, so the program cannot tell what it is meant to be"
                              : arena_format(reading->arena, "is in the namespace \"%s\", which does not belong here",
                                             (const char *)node->ns->href);
    const char *mend = node == xmlDocGetRootElement(node->doc)
                           ? arena_format(reading->arena, "write xmlns=\"%s\" on the root element", wanted)
                           : "take xmlns=\"...\", or the prefix before the colon, out of this tag";
    for (size_t i = 0; wanted == namespaces[SOURCE_DOCUMENT] && node->ns != NULL && i < SOURCE_KINDS; i++)
        if (strcmp(namespaces[i], wanted) != 0 && strcmp(namespaces[i], (const char *)node->ns->href) == 0)
            mend = "name a document here: this file holds something else";
    reading->lost = true;
    /* After mended syntax a namespace can be wrong because an attribute of the tag was. */
    if (reading->told.count == 0)
        reading_fault(reading, RULE_SCHEMA_NAMESPACE, door_place(node), (const char *)node->name, message, mend);
}

/* Of XML Schema's own attributes, the hints of editors as to where a schema lies are dropped before libxml2 could
 * follow them; the others (xsi:type) would put another type in the place of the one that the schema names. */
static void source_check_instance(struct reading *reading, xmlNodePtr node) {
    xmlAttrPtr next = NULL;
    for (xmlAttrPtr attribute = node->properties; attribute != NULL; attribute = next) {
        next = attribute->next;
        const char *name = (const char *)attribute->name;
        if (attribute->ns == NULL || !xmlStrEqual(attribute->ns->href, INSTANCE))
            continue;
        if (strcmp(name, "schemaLocation") == 0 || strcmp(name, "noNamespaceSchemaLocation") == 0)
            xmlRemoveProp(attribute);
        else {
            reading_fault(reading, RULE_SCHEMA_ATTRIBUTE, door_place(attribute), (const char *)node->name, name,
                          "take it out");
            xmlRemoveProp(attribute);
        }
    }
}

/* One walk over the whole tree, inclusions and all: namespaces and depth. */
static void source_check_frame(struct reading *reading, xmlNodePtr root, const char *wanted) {
    unsigned depth = 1;
    xmlNodePtr parent = root->parent;
    for (xmlNodePtr node = root; node != NULL; node = tree_after(node, root)) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        if (node->parent != parent) {
            depth = 0;
            for (xmlNodePtr at = node; at->type == XML_ELEMENT_NODE; at = at->parent)
                depth++;
            parent = node->parent;
        }
        source_check_instance(reading, node);
        if (node->ns == NULL || strcmp((const char *)node->ns->href, wanted) != 0) {
            source_blame_namespace(reading, node, wanted);
            return;
        }
        if (depth > READING_DEPTH_LIMIT) {
            reading_fault(reading, RULE_XML_DEPTH, door_place(node), "256");
            reading->lost = true;
            return;
        }
    }
}

static bool name_among(const char *name, const char *const *names) {
    while (*names != NULL && strcmp(name, *names) != 0)
        names++;
    return *names != NULL;
}

static const char *const documents[] = {"statement", "policy", "constitution", "information", NULL};

bool source_is_document(const char *root) {
    return name_among(root, documents);
}

/* What a file is by its root element. */
static enum source_root_kind root_kind(const char *name) {
    static const char *const parts[] = {"part",      "section",       "clause",      "appendix",   "p",
                                        "list",      "definitions",   "table",       "indicators", "figure",
                                        "quote",     "internal-note", "declaration", "signature",  "limit-table",
                                        "decisions", "seats",         "members",     NULL};
    if (name_among(name, documents))
        return SOURCE_ROOT_DOCUMENT;
    if (strcmp(name, "organisations") == 0)
        return SOURCE_ROOT_ORGANISATIONS;
    if (strcmp(name, "limits") == 0)
        return SOURCE_ROOT_LIMITS;
    return name_among(name, parts) ? SOURCE_ROOT_PART : SOURCE_ROOT_OTHER;
}

/* The kind of document of which this unknown name is a slip; NULL for none. */
static const char *root_meant(const char *name) {
    for (size_t i = 0; documents[i] != NULL; i++)
        if (root_kind(name) == SOURCE_ROOT_OTHER && vocabulary_near(name, documents[i]))
            return documents[i];
    return NULL;
}

static void source_check_root(struct reading *reading, enum source_kind kind, xmlNodePtr root) {
    const char *name = arena_string(reading->arena, (const char *)root->name);
    enum source_root_kind is = root_kind(name);
    if (kind == SOURCE_ORGANISATIONS && is != SOURCE_ROOT_ORGANISATIONS) {
        reading->lost = true;
        reading_fault(reading, RULE_SCHEMA_ROOT, door_place(root), name, " here: <organisations> is wanted",
                      "keep documents in other files than this one");
    }
    if (kind == SOURCE_LIMITS && is != SOURCE_ROOT_LIMITS) {
        reading->lost = true;
        reading_fault(reading, RULE_SCHEMA_ROOT, door_place(root), name, " here: <limits> is wanted",
                      "keep documents in other files than this one");
    }
    if ((kind != SOURCE_DOCUMENT && kind != SOURCE_NEIGHBOUR && kind != SOURCE_COMPLETE) || is == SOURCE_ROOT_DOCUMENT)
        return;
    const char *meant = root_meant(name);
    reading->lost = meant == NULL;
    if (is == SOURCE_ROOT_ORGANISATIONS)
        reading_fault(reading, RULE_SCHEMA_ROOT, door_place(root), name,
                      " of a document; it holds the list of organisations",
                      "name a document, not the file of the organisations");
    else if (is == SOURCE_ROOT_LIMITS)
        reading_fault(reading, RULE_SCHEMA_ROOT, door_place(root), name,
                      " of a document; it holds the delegated limits", "name a document, not the file of the limits");
    else if (is == SOURCE_ROOT_PART)
        reading_fault(reading, RULE_SCHEMA_ROOT, door_place(root), name,
                      " of a document; it is a part that a document may take in", "name the document that takes it in");
    else
        reading_fault(reading, RULE_SCHEMA_ROOT, door_place(root), name, " of a document",
                      meant != NULL ? arena_format(reading->arena, "perhaps <%s> is meant", meant)
                                    : "begin the document with <statement>, <policy>, <constitution> or <information>");
    if (meant != NULL) {
        xmlNodeSetName(root, (const xmlChar *)meant);
        door_mark_of(root)->faulty = true;
    }
}

static xmlDocPtr source_parse(struct reading *reading, const char *path) {
    struct arena *scratch = arena_open();
    struct buffer text = {0};
    xmlDocPtr document = NULL;
    size_t count = 0;
    const char *bytes = file_read(scratch, path, READING_FILE_LIMIT, &count, reading->report);
    reading->bytes += count;
    if (bytes == NULL)
        reading->faults++;
    else if (decode_bytes(reading, path, bytes, count, &text))
        document = door_parse(reading, path, &text);
    buffer_close(&text);
    arena_close(scratch);
    return document;
}

/* Holds the document against the rules. A process reads one document, or hardly more: what the rules take up is given
 * back, and elements and nodes take its place. For another document they are read again. */
static void source_check_rules(struct source *source, struct reading *reading, xmlDocPtr document) {
    enum timing_stage stage = timing_enter(TIMING_RULES);
    rulebook_check(source->rules, reading, document);
    rulebook_close(source->rules);
    source->rules = rulebook_open(source->home);
    (void)timing_enter(stage);
}

static const struct element *source_check(struct reading *reading, struct source *source, enum source_kind kind,
                                          xmlDocPtr document, const char *path, const char *tree) {
    include_resolve(reading, document, path, tree);
    xmlNodePtr root = xmlDocGetRootElement(document);
    if (!reading->lost)
        source_check_frame(reading, root, namespaces[kind]);
    if (!reading->lost && kind != SOURCE_SKETCH)
        source_check_root(reading, kind, root);
    if (reading->lost)
        return NULL;
    if (kind == SOURCE_SKETCH)
        return tree_elements(reading, root);
    if (!schema_check(reading, document))
        return NULL;
    if (kind == SOURCE_DOCUMENT || kind == SOURCE_NEIGHBOUR)
        prune_tree(reading, root);
    if (kind == SOURCE_DOCUMENT)
        source_check_rules(source, reading, document);
    return tree_elements(reading, root);
}

const struct element *source_read_on(struct source *source, enum source_kind kind, const char *path, const char *tree,
                                     struct arena *arena, struct report *report, bool *sound) {
    assert(kind < SOURCE_KINDS);
    struct reading reading = {.arena = arena, .marks = arena_open(), .report = report};
    const char *file = arena_string(arena, strncmp(path, "./", 2) == 0 && path[2] != '/' ? path + 2 : path);
    const struct element *root = NULL;
    reading.space = namespaces[kind];
    reading.schema = kind == SOURCE_SKETCH ? NULL : source_schema(source, kind, &reading);
    xmlDocPtr document = source_parse(&reading, file);
    if (document != NULL)
        root = source_check(&reading, source, kind, document, file, tree);
    reading_close(&reading);
    *sound = root != NULL && reading.faults == 0;
    return root;
}

const struct element *source_read(struct source *source, enum source_kind kind, const char *path, const char *tree,
                                  struct arena *arena, struct report *report) {
    bool sound;
    const struct element *root = source_read_on(source, kind, path, tree, arena, report, &sound);
    return sound ? root : NULL;
}

/* The value of an attribute: what stands between its quotation marks. */
static const char *attribute_value(const struct scan_attribute *attribute, size_t *count) {
    const char *end = attribute->end - 1;
    const char *from = end;
    while (from > attribute->name + attribute->name_count && from[-1] != *end)
        from--;
    *count = (size_t)(end - from);
    return from;
}

static bool attribute_is(const struct scan_attribute *attribute, const char *prefix, size_t prefix_count,
                         const char *name, size_t name_count) {
    return attribute->name_count == prefix_count + name_count && memcmp(attribute->name, prefix, prefix_count) == 0 &&
           memcmp(attribute->name + prefix_count, name, name_count) == 0;
}

/* The root element whose name begins at `at`: known when its prefix, or the lack of one, is declared to be our
 * namespace on the root itself. */
static struct source_root root_tag(struct arena *arena, const char *at, const char *end, const char **id_at) {
    const char *name_end = scan_name(at, end);
    const char *colon = memchr(at, ':', (size_t)(name_end - at));
    const char *local = colon == NULL ? at : colon + 1;
    size_t prefix = colon == NULL ? 0 : (size_t)(colon - at);
    const char *declaration = prefix == 0 ? "xmlns" : "xmlns:";
    const char *ours = namespaces[SOURCE_DOCUMENT];
    const char *next = name_end;
    const char *id = NULL;
    bool known = false;
    struct scan_attribute attribute;
    while (scan_attribute(&next, end, &attribute)) {
        size_t count;
        const char *value = attribute_value(&attribute, &count);
        if (attribute_is(&attribute, declaration, strlen(declaration), at, prefix))
            known = count == strlen(ours) && memcmp(value, ours, count) == 0;
        if (attribute_is(&attribute, "", 0, "id", 2)) {
            id = arena_copy(arena, value, count);
            *id_at = attribute.name;
        }
    }
    if (!known)
        return (struct source_root){0};
    const char *name = arena_copy(arena, local, (size_t)(name_end - local));
    return (struct source_root){.kind = root_kind(name), .name = name, .id = id};
}

/* The first `room` bytes of a file, decoded; how many there are. */
static size_t head_read(const char *path, size_t room, struct buffer *text) {
    char *head = memory_take(room);
    size_t count = file_head(path, head, room);
    struct encoding_found found = encoding_find(head, count);
    if (count > 0 && found.encoding != ENCODING_UNKNOWN)
        (void)encoding_decode(found.encoding, head + found.mark, count - found.mark, text, NULL, 0);
    free(head);
    return count;
}

/* Past the DOCTYPE that begins at `at`, its own declarations too; `at` where there is none, or no end of it. The reader
 * refuses it: so it has to know the document for one. */
static const char *past_doctype(const char *at, const char *end) {
    static const char begins[] = "<!DOCTYPE";
    if ((size_t)(end - at) < strlen(begins) || strncmp(at, begins, strlen(begins)) != 0)
        return at;
    const char *next = at + strcspn(at, "[>");
    while (next < end && *next != '>') {
        next += strcspn(next, "]");
        next += next < end;
        next += strspn(next, " \t\n");
    }
    return next < end ? next + 1 : at;
}

/* Past all that may stand before a root element. */
static const char *past_prologue(const char *at, const char *end) {
    const char *before;
    do {
        before = at;
        at += strspn(at, " \t\n");
        at = past_doctype(scan_aside(at, end), end);
    } while (before != at);
    return at;
}

/* The same by the first `room` bytes; false when the start tag goes on behind them. */
static bool root_within(const char *path, size_t room, struct arena *arena, struct source_root *root) {
    struct buffer text = {0};
    size_t count = head_read(path, room, &text);
    const char *end = buffer_text(&text) + text.count;
    const char *at = past_prologue(buffer_text(&text), end);
    const char *id_at = NULL;
    bool whole = count < room || (at < end && scan_markup(at, end) != NULL);
    *root = (struct source_root){0};
    if (at < end && *at == '<')
        *root = root_tag(arena, at + 1, end, &id_at);
    if (root->id != NULL) {
        root->place = scan_place(arena_string(arena, path), text.bytes, id_at);
        root->place.width = (uint32_t)(utf8_count(root->id, strlen(root->id)) + strlen("id=''"));
    }
    buffer_close(&text);
    return whole;
}

struct source_root source_root(const char *path, struct arena *arena) {
    struct source_root root;
    if (!root_within(path, ROOT_FIRST_BYTES, arena, &root))
        (void)root_within(path, ROOT_NAME_BYTES, arena, &root);
    return root;
}

/* The value of the first attribute id before the next "<", however it is quoted; its end is where no name goes on. */
static const char *loose_id(const char *at) {
    const char *tag_end = at + strcspn(at, "<");
    for (const char *next = at; (next = strstr(next, "id")) != NULL && next < tag_end; next += strlen("id")) {
        if (strchr(" \t\n\"'", next[-1]) == NULL)
            continue;
        const char *value = next + strlen("id");
        value += strspn(value, " \t\n");
        if (*value == '=')
            return value + 1 + strspn(value + 1, " \t\n\"'");
    }
    return NULL;
}

bool source_seems_to_have(const char *path, const char *id) {
    struct buffer text = {0};
    (void)head_read(path, ROOT_NAME_BYTES, &text);
    const char *end = buffer_text(&text) + text.count;
    const char *at = past_prologue(buffer_text(&text), end);
    at += strcspn(at, "<");
    const char *value = at < end ? loose_id(at + 1) : NULL;
    size_t bytes = strlen(id);
    bool same = value != NULL && strncmp(value, id, bytes) == 0 && scan_name(value + bytes, end) == value + bytes;
    buffer_close(&text);
    return same;
}
