/* grammar.c: a tree held against the tables of a schema.
 *
 * Tables (grammar.h) and libxml2 tree in → whether it is valid for sure. One walk;
 * the children of an element drive its automaton, texts and attributes those of
 * their types. XML Schema's own types, such as dates, are left to libxml2's functions.
 *
 * Surprising: names are looked up by the address of their text, since libxml2 keeps each name of a document once; only
 * where one is met for the first time are letters compared.
 */
#include "read/grammar.h"

#include <libxml/xmlschemastypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/list.h"
#include "base/utf8.h"
#include "read/reading.h"

#define KNOWN 1024 /* names: a power of two */
#define NO_NAME UINT16_MAX
#define FIGURES_MOST 9 /* of a number that is compared here */

struct known {
    const xmlChar *text;
    uint16_t name;
};

struct walk {
    const struct grammar *grammar;
    struct arena *arena; /* for what is needed seldom; NULL until then */
    const xmlNs *space;  /* one known to be that of the grammar */
    struct known known[KNOWN];
};

const struct grammar *grammar_find(const char *folder, const struct hash *hash) {
    const struct grammar *const *at = grammars;
    while (*at != NULL && !hash_same(&(*at)->files[0].hash, hash))
        at++;
    if (*at == NULL)
        return NULL;
    struct arena *scratch = arena_open();
    bool same = true;
    for (size_t i = 1; i < (*at)->file_count && same; i++) {
        const struct grammar_file *file = &(*at)->files[i];
        struct hash own;
        size_t count = 0;
        const char *path = arena_format(scratch, "%s%s", folder, file->name);
        same = file_read_hash(scratch, path, READING_FILE_LIMIT, &count, &own, NULL) != NULL &&
               hash_same(&file->hash, &own);
    }
    arena_close(scratch);
    return same ? *at : NULL;
}

static struct arena *walk_arena(struct walk *walk) {
    if (walk->arena == NULL)
        walk->arena = arena_open();
    return walk->arena;
}

static uint16_t name_search(const struct grammar *grammar, const char *text) {
    size_t from = 0, to = grammar->name_count;
    while (from < to) {
        size_t middle = (from + to) / 2;
        int order = strcmp(text, grammar->names[middle]);
        if (order == 0)
            return (uint16_t)middle;
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NO_NAME;
}

static uint16_t name_of(struct walk *walk, const xmlChar *text) {
    struct known *known = &walk->known[((uintptr_t)text >> 3) % KNOWN];
    if (known->text != text)
        *known = (struct known){text, name_search(walk->grammar, (const char *)text)};
    return known->name;
}

/* --- Values ---------------------------------------------------------------------- */

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool text_is_collapsed(const char *text) {
    bool blank = true; /* before the first character too */
    for (; *text != '\0'; text++) {
        if (is_blank(*text) && (blank || *text != ' '))
            return false;
        blank = is_blank(*text);
    }
    return !blank;
}

/* Without white space at its ends, and with one space where there was more or other within. */
static const char *text_collapse(struct walk *walk, const char *text) {
    char *collapsed = arena_string(walk_arena(walk), text);
    size_t count = 0;
    for (; *text != '\0'; text++)
        if (!is_blank(*text))
            collapsed[count++] = *text;
        else if (count > 0 && collapsed[count - 1] != ' ')
            collapsed[count++] = ' ';
    count -= count > 0 && collapsed[count - 1] == ' ';
    collapsed[count] = '\0';
    return collapsed;
}

static bool pattern_accepts(const struct grammar_pattern *pattern, const char *text) {
    size_t state = 0;
    for (; *text != '\0'; text++) {
        state = pattern->next[state * pattern->class_count + pattern->classes[(unsigned char)*text]];
        if (state == GRAMMAR_REFUSED)
            return false;
    }
    return pattern->ends[state];
}

/* A plain number within bounds; one that is written in an unusual way, or long, is left to libxml2. */
static bool number_holds(const struct grammar_value *value, const char *text) {
    size_t whole = strspn(text, "0123456789");
    const char *rest = text + whole;
    if (whole == 0 || whole > FIGURES_MOST)
        return false;
    if (*rest == '.' && value->decimals > 0) {
        size_t part = strspn(rest + 1, "0123456789");
        if (part == 0 || part > value->decimals)
            return false;
        rest += 1 + part;
    }
    unsigned long number = strtoul(text, NULL, 10);
    return *rest == '\0' && number >= value->bottom && number <= value->top;
}

static bool value_holds(struct walk *walk, const struct grammar_value *value, const char *text);

static bool list_holds(struct walk *walk, const struct grammar_value *value, const char *text) {
    const struct grammar_value *item = &walk->grammar->values[value->item - 1];
    size_t count = 0;
    while (*text != '\0') {
        size_t bytes = strcspn(text, " ");
        if (!value_holds(walk, item, arena_copy(walk_arena(walk), text, bytes)))
            return false;
        text += bytes + (text[bytes] == ' ');
        count++;
    }
    return count > 0 && count >= value->least && count <= value->most;
}

static bool value_holds(struct walk *walk, const struct grammar_value *value, const char *text) {
    if (value->collapses && !text_is_collapsed(text)) {
        if (value->builtin != 0) /* of these libxml2 takes some with blanks around, and others not */
            return false;
        text = text_collapse(walk, text);
    }
    if (value->item > 0)
        return list_holds(walk, value, text);
    if (value->pattern > 0 && !pattern_accepts(&walk->grammar->patterns[value->pattern - 1], text))
        return false;
    if (value->least > 0 || value->most < UINT32_MAX) {
        size_t count = utf8_count(text, strlen(text));
        if (count < value->least || count > value->most)
            return false;
    }
    if (value->bounded && !number_holds(value, text))
        return false;
    return value->builtin == 0 ||
           xmlSchemaValidatePredefinedType(xmlSchemaGetBuiltInType((xmlSchemaValType)value->builtin),
                                           (const xmlChar *)text, NULL) == 0;
}

/* --- Attributes ------------------------------------------------------------------ */

static bool is_aside(const xmlNode *node) {
    return node->type == XML_COMMENT_NODE || node->type == XML_PI_NODE;
}

/* The text of a node that holds nothing but text, all in one piece; NULL when it is not so. */
static const char *text_of(const xmlNode *child) {
    const char *text = NULL;
    for (; child != NULL; child = child->next) {
        if (is_aside(child))
            continue;
        if (child->type != XML_TEXT_NODE || text != NULL)
            return NULL;
        text = child->content == NULL ? "" : (const char *)child->content;
    }
    return text == NULL ? "" : text;
}

static bool attributes_hold(struct walk *walk, const struct grammar_type *type, const xmlNode *node) {
    const struct grammar_attribute *declared = &walk->grammar->attributes[type->attributes];
    uint64_t seen = 0;
    for (const xmlAttr *at = node->properties; at != NULL; at = at->next) {
        bool xml = at->ns != NULL;
        if (xml && strcmp((const char *)at->ns->href, (const char *)XML_XML_NAMESPACE) != 0)
            return false;
        uint16_t name = name_of(walk, at->name);
        size_t i = 0;
        while (i < type->attribute_count && (declared[i].name != name || declared[i].xml != xml))
            i++;
        const char *text = text_of(at->children);
        if (i == type->attribute_count || text == NULL ||
            !value_holds(walk, &walk->grammar->values[declared[i].value], text))
            return false;
        seen |= (uint64_t)1 << i;
    }
    for (size_t i = 0; i < type->attribute_count; i++)
        if (declared[i].required && (seen >> i & 1) == 0)
            return false;
    return true;
}

/* --- Values that may be there but once --------------------------------------------- */

struct found {
    LIST(const char *) values;
    bool doubtful;
};

static void unique_take(struct walk *walk, struct found *found, uint16_t attribute, const xmlNode *node) {
    for (const xmlAttr *at = node->properties; at != NULL; at = at->next) {
        if (at->ns != NULL || name_of(walk, at->name) != attribute)
            continue;
        const char *text = text_of(at->children);
        if (text == NULL || !text_is_collapsed(text)) /* it may be the same as one that looks otherwise */
            found->doubtful = true;
        else
            LIST_ADD(walk_arena(walk), &found->values, text);
    }
}

static void unique_search(struct walk *walk, struct found *found, const struct grammar_unique *unique,
                          const xmlNode *parent, size_t level) {
    for (const xmlNode *child = parent->children; child != NULL; child = child->next) {
        if (child->type != XML_ELEMENT_NODE)
            continue;
        uint16_t name = name_of(walk, child->name);
        for (size_t i = unique->paths; i < (size_t)unique->paths + unique->path_count; i++) {
            const struct grammar_path *path = &walk->grammar->paths[i];
            if ((level == 0 ? path->first : path->second) != name)
                continue;
            if (path->two && level == 0)
                unique_search(walk, found, unique, child, 1);
            else if (path->two == (level == 1))
                unique_take(walk, found, unique->attribute, child);
        }
    }
}

static int values_order(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool unique_holds(struct walk *walk, const struct grammar_unique *unique, const xmlNode *node) {
    struct found found = {.doubtful = false};
    unique_search(walk, &found, unique, node, 0);
    if (found.values.count > 0)
        qsort(found.values.items, found.values.count, sizeof *found.values.items, values_order);
    for (size_t i = 1; i < found.values.count; i++)
        if (strcmp(found.values.items[i - 1], found.values.items[i]) == 0)
            return false;
    return !found.doubtful;
}

/* --- Elements -------------------------------------------------------------------- */

static const struct grammar_edge *edge_find(const struct grammar *grammar, const struct grammar_state *state,
                                            uint16_t name) {
    const struct grammar_edge *edges = &grammar->edges[state->edges];
    size_t from = 0, to = state->edge_count;
    while (from < to) {
        size_t middle = (from + to) / 2;
        if (edges[middle].name == name)
            return &edges[middle];
        if (edges[middle].name > name)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

static bool text_is_blank(const xmlNode *node) {
    const char *text = (const char *)node->content;
    return text == NULL || text[strspn(text, " \t\n\r")] == '\0';
}

static bool element_holds(struct walk *walk, const struct grammar_element *element, const xmlNode *node);

static bool children_hold(struct walk *walk, const struct grammar_type *type, const xmlNode *node) {
    const struct grammar *grammar = walk->grammar;
    const struct grammar_state *state = &grammar->states[type->state];
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (is_aside(child))
            continue;
        if (child->type == XML_TEXT_NODE) {
            if (type->content == GRAMMAR_ELEMENTS && !text_is_blank(child))
                return false;
            continue;
        }
        if (child->type != XML_ELEMENT_NODE)
            return false;
        const struct grammar_edge *edge = edge_find(grammar, state, name_of(walk, child->name));
        if (edge == NULL || !element_holds(walk, &grammar->elements[edge->element], child))
            return false;
        state = &grammar->states[edge->state];
    }
    return state->ends;
}

static bool content_holds(struct walk *walk, const struct grammar_type *type, const xmlNode *node) {
    const char *text = NULL;
    const xmlNode *child = node->children;
    switch ((enum grammar_content)type->content) {
    case GRAMMAR_EMPTY:
        while (child != NULL && is_aside(child))
            child = child->next;
        return child == NULL;
    case GRAMMAR_SIMPLE:
        text = text_of(node->children);
        return text != NULL && value_holds(walk, &walk->grammar->values[type->value], text);
    case GRAMMAR_ELEMENTS:
    case GRAMMAR_MIXED:
        return children_hold(walk, type, node);
    }
    return false;
}

/* Whether the element is in the namespace of the grammar. */
static bool space_holds(struct walk *walk, const xmlNode *node) {
    if (node->ns == walk->space && walk->space != NULL)
        return true;
    if (node->ns == NULL || strcmp((const char *)node->ns->href, walk->grammar->space) != 0)
        return false;
    walk->space = node->ns;
    return true;
}

static bool element_holds(struct walk *walk, const struct grammar_element *element, const xmlNode *node) {
    const struct grammar_type *type = &walk->grammar->types[element->type];
    if (!space_holds(walk, node) || !attributes_hold(walk, type, node) || !content_holds(walk, type, node))
        return false;
    for (size_t i = 0; i < element->unique_count; i++)
        if (!unique_holds(walk, &walk->grammar->uniques[element->uniques + i], node))
            return false;
    return true;
}

bool grammar_accepts(const struct grammar *grammar, const xmlDoc *document) {
    struct walk walk = {.grammar = grammar};
    const xmlNode *root = xmlDocGetRootElement((xmlDocPtr)(uintptr_t)document);
    if (root == NULL)
        return false;
    uint16_t name = name_of(&walk, root->name);
    size_t i = 0;
    while (i < grammar->root_count && grammar->elements[i].name != name)
        i++;
    bool good = i < grammar->root_count && element_holds(&walk, &grammar->elements[i], root);
    arena_close(walk.arena);
    return good;
}
