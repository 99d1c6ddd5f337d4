/* vocabulary.c: the names that a schema knows, and which of them was meant.
 *
 * schema in → sorted names out; a name that nobody knows in → the name that its
 * author meant. Names are gathered from the text of the schema itself (its
 * xs:element and xs:attribute), since libxml2's tables hold only what is declared
 * at the top.
 *
 * Surprising: nearness is Damerau's distance (a swap of neighbours is one slip),
 * with one slip allowed in a short name and two from six letters on.
 */
#include "read/vocabulary.h"

#include <libxml/schemasInternals.h>
#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/list.h"
#include "read/tree.h"

/* Longer names than this are nobody's slip. */
#define NAME_LONGEST 40

static int names_compare(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t names_sort(const char **names, size_t count) {
    size_t kept = 0;
    if (count > 0)
        qsort(names, count, sizeof *names, names_compare);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || strcmp(names[kept - 1], names[i]) != 0)
            names[kept++] = names[i];
    return kept;
}

static const char *node_name_given(const xmlNode *node) {
    for (const xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next)
        if (attribute->ns == NULL && strcmp((const char *)attribute->name, "name") == 0 && attribute->children != NULL)
            return (const char *)attribute->children->content;
    return NULL;
}

struct vocabulary *vocabulary_open(xmlSchemaPtr schema, struct arena *arena) {
    struct vocabulary *vocabulary = ARENA_NEW(arena, struct vocabulary);
    LIST(const char *) elements = {0};
    LIST(const char *) attributes = {0};
    vocabulary->arena = arena;
    xmlNodePtr root = schema->doc == NULL ? NULL : xmlDocGetRootElement(schema->doc);
    for (xmlNodePtr node = root; node != NULL; node = tree_after(node, root)) {
        const char *name = node->type == XML_ELEMENT_NODE ? node_name_given(node) : NULL;
        if (name == NULL)
            continue;
        if (strcmp((const char *)node->name, "element") == 0)
            LIST_ADD(arena, &elements, arena_string(arena, name));
        else if (strcmp((const char *)node->name, "attribute") == 0)
            LIST_ADD(arena, &attributes, arena_string(arena, name));
    }
    vocabulary->elements = elements.items;
    vocabulary->element_count = names_sort(elements.items, elements.count);
    vocabulary->attributes = attributes.items;
    vocabulary->attribute_count = names_sort(attributes.items, attributes.count);
    return vocabulary;
}

bool vocabulary_says_by(const xmlSchemaType *type, const char *attribute) {
    for (xmlNodePtr node = type->node; node != NULL; node = tree_after(node, type->node))
        if (node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, "attribute") == 0) {
            const char *name = node_name_given(node);
            if (name != NULL && strcmp(name, attribute) == 0)
                return true;
        }
    return false;
}

bool vocabulary_has(const struct vocabulary *vocabulary, const char *element) {
    return vocabulary->element_count > 0 &&
           bsearch(&element, vocabulary->elements, vocabulary->element_count, sizeof element, names_compare) != NULL;
}

void vocabulary_joint(struct buffer *out, bool first, bool last) {
    if (!first)
        buffer_string(out, last ? " or " : ", ");
}

/* What stands in the place of elements that people know from HTML and from other grammars. */
static const struct {
    const char *name;
    const char *element; /* NULL: none by itself */
    const char *words;
} known[] = {
    {"a", "link", "<link to=\"...\">"},
    {"b", "strong", "<strong>"},
    {"blockquote", "quote", "<quote>"},
    {"bold", "strong", "<strong>"},
    {"br", NULL, "a <p> of its own for each paragraph"},
    {"chapter", "section", "<section>"},
    {"col", NULL, "<column>, inside <columns>, where the figures of a column stand under each other, else nothing"},
    {"colgroup", NULL, "<columns>, where the figures of a column stand under each other, else nothing"},
    {"dl", "definitions", "<definitions>"},
    {"div", NULL, "<section>, or <p>"},
    {"em", "strong", "<strong>, or nothing"},
    {"emphasis", "strong", "<strong>"},
    {"footnote", "note", "<note>"},
    {"h1", NULL, "<section> with a <title>"},
    {"h2", NULL, "<section> with a <title>"},
    {"h3", NULL, "<section> with a <title>"},
    {"h4", NULL, "<section> with a <title>"},
    {"heading", "title", "<section> with a <title>"},
    {"i", "strong", "<strong>, or nothing"},
    {"image", "figure", "<figure>"},
    {"img", "figure", "<figure>"},
    {"li", "item", "<item>"},
    {"ol", "list", "<list kind=\"number\">"},
    {"para", "p", "<p>"},
    {"paragraph", "p", "<p>"},
    {"tbody", NULL, "<row> directly in <table>, or <row-group> where rows have a title of their own"},
    {"td", "cell", "<cell>"},
    {"tfoot", NULL, "<row> directly in <table>, and in each row a <cell> for every column"},
    {"th", "cell",
     "<cell>, inside <row header=\"yes\"> where it names a column, and <cell header=\"yes\"> where it names a row"},
    {"thead", NULL, "<row header=\"yes\"> directly in <table>, and in it a <cell> for every column"},
    {"tr", "row", "<row>, or <row header=\"yes\"> for the headings, and in it a <cell> for every column"},
    {"u", "strong", "<strong>, or nothing"},
    {"ul", "list", "<list>"},
};

/* Damerau's distance (optimal string alignment), three rows of it at a time. */
static size_t names_distance(const char *a, size_t a_count, const char *b, size_t b_count) {
    size_t rows[3][NAME_LONGEST + 1];
    for (size_t j = 0; j <= b_count; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_count; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *before = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_count; j++) {
            size_t best = above[j - 1] + (a[i - 1] != b[j - 1]);
            best = above[j] + 1 < best ? above[j] + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            row[j] = best;
        }
    }
    return rows[a_count % 3][b_count];
}

/* 0: the same but for capitals; SIZE_MAX: not near. */
static size_t names_slips(const char *a, const char *b) {
    size_t a_count = strlen(a);
    size_t b_count = strlen(b);
    if (strcasecmp(a, b) == 0)
        return 0;
    size_t longer = a_count > b_count ? a_count : b_count;
    if (longer > NAME_LONGEST || longer < 2)
        return SIZE_MAX;
    size_t slips = names_distance(a, a_count, b, b_count);
    return slips <= (longer >= 6 ? 2u : 1u) ? slips : SIZE_MAX;
}

bool vocabulary_near(const char *a, const char *b) {
    return names_slips(a, b) != SIZE_MAX;
}

/* The row of those that people know from elsewhere; SIZE_MAX for none. */
static size_t known_row(const struct vocabulary *vocabulary, const char *element) {
    for (size_t i = 0; vocabulary_has(vocabulary, "p") && i < sizeof known / sizeof *known; i++)
        if (strcasecmp(element, known[i].name) == 0)
            return i;
    return SIZE_MAX;
}

bool vocabulary_is_foreign(const struct vocabulary *vocabulary, const char *element) {
    return known_row(vocabulary, element) != SIZE_MAX;
}

const char *vocabulary_meant(const struct vocabulary *vocabulary, const char *element,
                             bool (*fits)(const void *context, const char *name), const void *context) {
    size_t row = known_row(vocabulary, element);
    if (row != SIZE_MAX)
        return known[row].element;
    const char *best = NULL;
    size_t best_slips = SIZE_MAX;
    bool best_fits = false;
    for (size_t i = 0; i < vocabulary->element_count; i++) {
        size_t slips = names_slips(element, vocabulary->elements[i]);
        bool good = slips != SIZE_MAX && fits(context, vocabulary->elements[i]);
        if (good > best_fits || (good == best_fits && slips < best_slips)) {
            best_slips = slips;
            best_fits = good;
            best = vocabulary->elements[i];
        }
    }
    return best;
}

const char *vocabulary_mend(const struct vocabulary *vocabulary, const char *element, const char *meant) {
    struct arena *arena = vocabulary->arena;
    size_t row = known_row(vocabulary, element);
    if (row != SIZE_MAX)
        return arena_format(arena, "there is no element <%s>: use %s", element, known[row].words);
    if (meant != NULL)
        return arena_format(arena, "there is no element <%s>: perhaps <%s> is meant", element, meant);
    return arena_format(arena, "there is no element <%s>: use one of those expected, or take its tags away", element);
}
