/* grammar.h: a schema as tables, against which a sound tree is held at a hundredth of the cost.
 *
 * Private to src/read. The tables are made by make from the schemas of the house (tabulate.c), and serve as long as a
 * schema is byte by byte what it was then. They say yes or nothing: whatever they do not accept is held against the
 * schema itself, by libxml2, which alone finds words for faults (schema.c). So they must never accept what it refuses;
 * tests/groups/grammar holds the two against each other. */
#ifndef ENGROSS_READ_GRAMMAR_H
#define ENGROSS_READ_GRAMMAR_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/hash.h"

/* A file of the schema: the first is the schema itself, the others are what it imports, in the same folder. */
struct grammar_file {
    const char *name;
    struct hash hash;
};

/* The least automaton of a pattern or of a list of values, over classes of bytes. */
struct grammar_pattern {
    const uint8_t *classes; /* 256 */
    const uint8_t *next;    /* by state, then by class */
    const bool *ends;       /* by state; the first is where it starts */
    uint8_t class_count;
};

#define GRAMMAR_REFUSED UINT8_MAX

/* A simple type. */
struct grammar_value {
    bool collapses;   /* white space, before it is looked at */
    uint8_t builtin;  /* one of XML Schema's own types (xmlSchemaValType) that libxml2 is asked about; 0: need not be */
    uint16_t item;    /* of a list: what its items are, counted from 1 */
    uint16_t pattern; /* counted from 1 */
    uint32_t least, most; /* characters, or items of a list */
    uint32_t bottom, top; /* of a whole number, when `bounded` */
    bool bounded;
    uint8_t decimals; /* when `bounded`: how many figures behind the point at most */
};

struct grammar_attribute {
    uint16_t name, value;
    bool required;
    bool xml; /* of the namespace "xml", as xml:lang; else of none */
};

enum grammar_content { GRAMMAR_EMPTY, GRAMMAR_SIMPLE, GRAMMAR_ELEMENTS, GRAMMAR_MIXED };

struct grammar_type {
    uint8_t content;
    uint16_t value; /* of GRAMMAR_SIMPLE */
    uint16_t state; /* of GRAMMAR_ELEMENTS and GRAMMAR_MIXED: where the children start */
    uint16_t attributes, attribute_count;
};

/* A child that may come, by name in the order of names, and the state after it. */
struct grammar_edge {
    uint16_t name, element, state;
};

struct grammar_state {
    uint16_t edges;
    uint8_t edge_count;
    bool ends;
};

struct grammar_element {
    uint16_t name, type;
    uint16_t uniques, unique_count;
};

/* Of the children of these names in an element (or, with two names, their children of the second), no two may have the
 * same value of one attribute. */
struct grammar_unique {
    uint16_t attribute;
    uint16_t paths, path_count;
};

struct grammar_path {
    uint16_t first, second;
    bool two;
};

struct grammar {
    const char *space;
    const struct grammar_file *files;
    const char *const *names; /* of elements and attributes, sorted */
    const struct grammar_element *elements;
    const struct grammar_type *types;
    const struct grammar_attribute *attributes;
    const struct grammar_state *states;
    const struct grammar_edge *edges;
    const struct grammar_value *values;
    const struct grammar_pattern *patterns;
    const struct grammar_unique *uniques;
    const struct grammar_path *paths;
    uint16_t file_count, name_count,
        root_count; /* the first of the elements may be roots, by name in the order of names */
};

extern const struct grammar *const grammars[]; /* ends with NULL */

/* The tables of the schema of that hash, which stands in `folder` ("" or with a slash at its end), or NULL when it, or
 * what it imports, is another than make has seen. */
const struct grammar *grammar_find(const char *folder, const struct hash *hash);
/* Whether the tree is known to be what libxml2 would find valid. */
bool grammar_accepts(const struct grammar *grammar, const xmlDoc *document);

#endif
