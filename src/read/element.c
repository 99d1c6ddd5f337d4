/* element.c: asking an element for its attributes and children.
 *
 * element and name in → value, place or element out. Linear searches: an element
 * has few attributes, and callers walk children themselves where there are many.
 */
#include "read/element.h"

#include <string.h>

#include "read/origin.h"

static const struct attribute *element_find(const struct element *element, const char *name) {
    for (size_t i = 0; i < element->attribute_count; i++)
        if (strcmp(element->attributes[i].name, name) == 0)
            return &element->attributes[i];
    return NULL;
}

const char *element_attribute(const struct element *element, const char *name) {
    const struct attribute *attribute = element_find(element, name);
    return attribute == NULL ? NULL : attribute->value;
}

struct place element_attribute_place(const struct element *element, const char *name) {
    const struct attribute *attribute = element_find(element, name);
    return attribute == NULL ? element->place : attribute->place;
}

static const struct element *element_seek(const struct element *from, const char *name) {
    while (from != NULL && !element_is(from, name))
        from = from->next;
    return from;
}

const struct element *element_child(const struct element *element, const char *name) {
    return element_seek(element->first, name);
}

const struct element *element_next(const struct element *element, const char *name) {
    return element_seek(element->next, name);
}

const struct element *element_after(const struct element *element, const struct element *root) {
    if (element->first != NULL)
        return element->first;
    while (element != root && element->next == NULL)
        element = element->parent;
    return element == root ? NULL : element->next;
}

struct place element_text_span(const struct element *text, size_t from, size_t to) {
    return origin_place(text->origin, text->text, text->composed, text->place, from, to);
}

struct place element_text_place(const struct element *text, size_t offset) {
    return element_text_span(text, offset, offset);
}
