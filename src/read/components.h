/* components.h: an XSD file → the tables of grammar.h, still in lists.
 *
 * For tabulate.c alone, the program that make runs; nothing of this is part of engross. */
#ifndef ENGROSS_READ_COMPONENTS_H
#define ENGROSS_READ_COMPONENTS_H

#include <libxml/tree.h>

#include "base/list.h"
#include "read/grammar.h"

#define COMPONENTS_SPACE "http://www.w3.org/2001/XMLSchema"

struct component_pattern {
    size_t class_count, state_count;
    uint8_t classes[256];
    uint8_t *next;
    bool *ends;
};

struct components {
    struct arena *arena;
    const char *space;
    LIST(const char *) names; /* sorted */
    LIST(struct grammar_element) elements;
    LIST(struct grammar_type) types;
    LIST(struct grammar_attribute) attributes;
    LIST(struct grammar_state) states;
    LIST(struct grammar_edge) edges;
    LIST(struct grammar_value) values;
    LIST(struct component_pattern) patterns;
    LIST(struct grammar_unique) uniques;
    LIST(struct grammar_path) paths;
    size_t root_count;
    const char *trouble; /* what the schema has that tables cannot say, and where; NULL: nothing */
    /* What the lists were made of, in their order. */
    LIST(xmlNodePtr) declared, typed, simple;
    LIST(xmlNodePtr) schemas; /* the root of the schema, then those of what it imports */
};

/* Reads `documents`, of which the first is the schema and the others are what it imports. Look at `trouble` then. */
void components_read(struct components *components, xmlDocPtr const *documents, size_t count);

/* What simple.c needs of it besides. */

/* Takes down the first thing that tables cannot say. */
void components_trouble(struct components *components, const xmlNode *node, const char *words);
bool component_is(const xmlNode *node, const char *name);
/* The value of an attribute; NULL when it is not there. */
const char *component_said(const struct components *components, const xmlNode *node, const char *attribute);
const xmlNode *component_child(const xmlNode *node, const char *name);
/* The name that an attribute of `node` refers to, without its prefix, and its namespace; NULL when there is none. */
const char *component_reference(const struct components *components, const xmlNode *node, const char *attribute,
                                const char **space);
/* What is declared at the top of one of the files; NULL after trouble. */
const xmlNode *component_top(struct components *components, const xmlNode *from, const char *kind, const char *space,
                             const char *name);

#endif
