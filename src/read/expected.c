/* expected.c: what may stand in a place where something else stands.
 *
 * schema and a misplaced element in → the names of those that would do, and how to
 * mend it. libxml2's own list stops at ten names and leaves out those of a
 * repeated group; so each element of the schema is tried in that place, in a bare
 * copy of the parent.
 *
 * Surprising: only elements that the schema declares at its top can be tried.
 * libxml2's table of them has no order of its own, so they are sorted.
 */
#include "read/expected.h"

#include <libxml/hash.h>
#include <libxml/schemasInternals.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* With more before it than this, a place is not tried: it would take too long. */
#define SIBLINGS_LONGEST 2000

struct expecting {
    struct arena *arena;
    xmlSchemaPtr schema;
    xmlSchemaValidCtxtPtr probe; /* for trials; made when first needed */
    const char **names;          /* of all elements that the schema declares, sorted; NULL until needed */
    size_t name_count;
};

struct expecting *expecting_open(xmlSchemaPtr schema, struct arena *arena) {
    struct expecting *expecting = ARENA_NEW(arena, struct expecting);
    expecting->schema = schema;
    expecting->arena = arena;
    return expecting;
}

void expecting_close(struct expecting *expecting) {
    xmlSchemaFreeValidCtxt(expecting->probe);
}

void expected_name(struct buffer *out, const char *token, size_t count) {
    const char *brace = memrchr(token, '}', count);
    if (brace != NULL) {
        count -= (size_t)(brace + 1 - token);
        token = brace + 1;
    }
    buffer_char(out, '<');
    buffer_bytes(out, token, count);
    buffer_char(out, '>');
}

void expected_joint(struct buffer *out, bool first, bool last) {
    if (!first)
        buffer_string(out, last ? " or " : ", ");
}

static void names_add(void *payload, void *data, const xmlChar *name) {
    (void)payload;
    struct expecting *expecting = data;
    expecting->names[expecting->name_count++] = (const char *)name;
}

static int names_compare(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* All elements of the schema. libxml2's table has no order of its own, so they are sorted. */
static void names_list(struct expecting *expecting) {
    if (expecting->names != NULL)
        return;
    int count = xmlHashSize(expecting->schema->elemDecl);
    const char **names = ARENA_ARRAY(expecting->arena, (size_t)(count > 0 ? count : 0) + 1, const char *);
    expecting->names = names;
    xmlHashScan(expecting->schema->elemDecl, names_add, expecting);
    qsort(names, expecting->name_count, sizeof *names, names_compare);
}

static bool names_hold(const struct expecting *expecting, const char *name) {
    for (size_t i = 0; i < expecting->name_count; i++)
        if (strcmp(expecting->names[i], name) == 0)
            return true;
    return false;
}

struct trial {
    const xmlNode *node;
    bool refused;
};

static void trial_hear(void *context, xmlErrorPtr error) {
    struct trial *trial = context;
    if (error->code == XML_SCHEMAV_ELEMENT_CONTENT && error->node == (const void *)trial->node &&
        strstr(error->message, "Missing child") == NULL)
        trial->refused = true;
}

/* A document that holds the parent alone, with its elements up to and with `element` but nothing in them; `*last` is
 * the last of these. NULL when there are too many. */
static xmlDocPtr bare_copy(const xmlNode *element, xmlNodePtr *last) {
    const xmlNode *parent = element->parent;
    xmlDocPtr document = xmlNewDoc(NULL);
    xmlNodePtr bare = xmlNewDocNode(document, NULL, parent->name, NULL);
    xmlDocSetRootElement(document, bare);
    xmlNsPtr space = parent->ns == NULL ? NULL : xmlNewNs(bare, parent->ns->href, NULL);
    xmlSetNs(bare, space);
    size_t count = 0;
    for (const xmlNode *child = parent->children; child != NULL; child = child == element ? NULL : child->next) {
        if (child->type != XML_ELEMENT_NODE)
            continue;
        if (++count > SIBLINGS_LONGEST) {
            xmlFreeDoc(document);
            return NULL;
        }
        *last = xmlNewChild(bare, space, child->name, NULL);
    }
    return document;
}

const char *expected_instead(struct expecting *expecting, const xmlNode *element) {
    const xmlNode *parent = element->parent;
    names_list(expecting);
    if (parent == NULL || parent->type != XML_ELEMENT_NODE || !names_hold(expecting, (const char *)parent->name))
        return NULL;
    xmlNodePtr last = NULL;
    xmlDocPtr document = bare_copy(element, &last);
    if (document == NULL)
        return NULL;
    if (expecting->probe == NULL && (expecting->probe = xmlSchemaNewValidCtxt(expecting->schema)) == NULL)
        memory_exhausted();
    struct buffer out = {0};
    const char *held = NULL;
    size_t count = 0;
    for (size_t i = 0; last != NULL && i <= expecting->name_count; i++) {
        struct trial trial = {.node = last};
        if (i < expecting->name_count) {
            xmlNodeSetName(last, (const xmlChar *)expecting->names[i]);
            xmlSchemaSetValidStructuredErrors(expecting->probe, trial_hear, &trial);
            (void)xmlSchemaValidateDoc(expecting->probe, document);
            if (trial.refused)
                continue;
        }
        /* One name is held back, since the last is joined by "or". */
        if (held != NULL) {
            expected_joint(&out, count++ == 0, i == expecting->name_count);
            expected_name(&out, held, strlen(held));
        }
        held = i < expecting->name_count ? expecting->names[i] : NULL;
    }
    xmlFreeDoc(document);
    const char *list = arena_string(expecting->arena, buffer_text(&out));
    buffer_close(&out);
    return list;
}

/* What stands in the place of elements that people know from HTML and from other grammars; NULL when unknown. */
static const char *element_meant(const char *name) {
    static const struct {
        const char *name;
        const char *meant;
    } known[] = {
        {"a", "<link to=\"...\">"},
        {"b", "<strong>"},
        {"blockquote", "<quote>"},
        {"bold", "<strong>"},
        {"br", "a <p> of its own for each paragraph"},
        {"chapter", "<section>"},
        {"dl", "<definitions>"},
        {"div", "<section>, or <p>"},
        {"em", "<strong>, or nothing"},
        {"emphasis", "<strong>"},
        {"footnote", "<note>"},
        {"h1", "<section> with a <title>"},
        {"h2", "<section> with a <title>"},
        {"h3", "<section> with a <title>"},
        {"h4", "<section> with a <title>"},
        {"heading", "<section> with a <title>"},
        {"i", "<strong>, or nothing"},
        {"image", "<figure>"},
        {"img", "<figure>"},
        {"li", "<item>"},
        {"ol", "<list kind=\"number\">"},
        {"para", "<p>"},
        {"paragraph", "<p>"},
        {"td", "<cell>"},
        {"th", "<cell header=\"yes\">"},
        {"tr", "<row>"},
        {"u", "<strong>, or nothing"},
        {"ul", "<list>"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcasecmp(name, known[i].name) == 0)
            return known[i].meant;
    return NULL;
}

/* Whether one letter lost, added, changed or swapped with its neighbour makes the one name the other. */
static bool names_are_near(const char *a, const char *b) {
    size_t a_count = strlen(a);
    size_t b_count = strlen(b);
    size_t head = 0;
    while (head < a_count && head < b_count && a[head] == b[head])
        head++;
    size_t tail = 0;
    while (tail < a_count - head && tail < b_count - head && a[a_count - 1 - tail] == b[b_count - 1 - tail])
        tail++;
    size_t a_rest = a_count - head - tail;
    size_t b_rest = b_count - head - tail;
    bool swapped = a_rest == 2 && b_rest == 2 && a[head] == b[head + 1] && a[head + 1] == b[head];
    return (a_rest <= 1 && b_rest <= 1 && a_count > 2) || swapped;
}

const char *expected_mend(const struct expecting *expecting, const char *name) {
    if (expecting->name_count == 0 || names_hold(expecting, name))
        return NULL;
    const char *meant = element_meant(name);
    if (meant != NULL && names_hold(expecting, "p"))
        return arena_format(expecting->arena, "there is no element <%s>: use %s", name, meant);
    for (size_t i = 0; i < expecting->name_count; i++)
        if (names_are_near(name, expecting->names[i]))
            return arena_format(expecting->arena, "there is no element <%s>: perhaps <%s> is meant", name,
                                expecting->names[i]);
    return arena_format(expecting->arena, "there is no element <%s>: use one of those expected, or take its tags away",
                        name);
}
