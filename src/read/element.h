/* element.h: the element tree, what crosses from `read` to the rest.
 *
 * It is libxml2's tree after XInclude and validation, copied into an arena with
 * the true place of every element, attribute and text, so that nothing later
 * knows libxml2. Comments and processing instructions are gone. Text is UTF-8 in
 * Unicode's NFC, with its white space as the author typed it.
 */
#ifndef ENGROSS_READ_ELEMENT_H
#define ENGROSS_READ_ELEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/place.h"

struct origin;

struct attribute {
    const char *name; /* "id"; xml:lang is named "lang" */
    const char *value;
    struct place place;
};

/* An element has a `name` and no `text`; a run of text has `text` and no `name`. */
struct element {
    const char *name; /* local name; the namespace is the one of the root, or the file would not be valid */
    const char *text;
    union {
        const struct attribute *attributes; /* of an element */
        const struct origin *origin; /* of text: how its places are found (element_text_place); NULL when made up */
    };
    struct element *parent;
    struct element *first;
    struct element *next;
    struct place place;
    uint32_t attribute_count;
    bool composed; /* of text: NFC has changed it */
    bool faulty;   /* the reader told a fault of it, or of what it holds itself: more about it would be a consequence */
};

static inline bool element_is(const struct element *element, const char *name) {
    return element->name != NULL && *element->name == *name && strcmp(element->name, name) == 0;
}
/* The value, or NULL when the attribute is not there. */
const char *element_attribute(const struct element *element, const char *name);
/* The attribute's place, or the element's when it is not there. */
struct place element_attribute_place(const struct element *element, const char *name);
/* The first child of that name, or NULL. */
const struct element *element_child(const struct element *element, const char *name);
/* The next sibling of that name, or NULL. */
const struct element *element_next(const struct element *element, const char *name);
/* The next element or run of text in the order of the file within `root`, or NULL at its end. */
const struct element *element_after(const struct element *element, const struct element *root);

/* The place of the byte `offset` of a run of text in the author's file, whatever stands there for it: a reference, a
 * CDATA section, a letter and its accents apart. The offset may be that of the end. */
struct place element_text_place(const struct element *text, size_t offset);
/* The same for the bytes `from` to `to`; as wide as what was typed for them, up to the end of the line. */
struct place element_text_span(const struct element *text, size_t from, size_t to);

#endif
