/* vocabulary.h: the names that a schema knows, and which of them was meant.
 *
 * Private to src/read. */
#ifndef ENGROSS_READ_VOCABULARY_H
#define ENGROSS_READ_VOCABULARY_H

#include <libxml/schemasInternals.h>
#include <libxml/xmlschemas.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/buffer.h"

struct vocabulary {
    struct arena *arena;
    const char **elements; /* sorted */
    size_t element_count;
    const char **attributes; /* sorted */
    size_t attribute_count;
};

/* All names that the schema gives, wherever in it. */
struct vocabulary *vocabulary_open(xmlSchemaPtr schema, struct arena *arena);
bool vocabulary_has(const struct vocabulary *vocabulary, const char *element);

/* The name of an element that stands for this unknown one, or NULL: by a slip of the hand (one that `fits` rather than
 * another), or as people know it from HTML ("ul" is "list"). */
const char *vocabulary_meant(const struct vocabulary *vocabulary, const char *element,
                             bool (*fits)(const void *context, const char *name), const void *context);
/* Whether an element of that type has the attribute by its own declaration (a common one of all elements is none). */
bool vocabulary_says_by(const xmlSchemaType *type, const char *attribute);
/* Whether it is one that people know from HTML or from other grammars. */
bool vocabulary_is_foreign(const struct vocabulary *vocabulary, const char *element);
/* How to mend an element of an unknown name, for which `meant` stands. */
const char *vocabulary_mend(const struct vocabulary *vocabulary, const char *element, const char *meant);

/* Whether the one could be a slip of the hand for the other: a letter or two lost, added, changed or swapped. */
bool vocabulary_near(const char *a, const char *b);

/* "<a>, <b> or <c>": appends what stands before the next one of a list. */
void vocabulary_joint(struct buffer *out, bool first, bool last);

#endif
