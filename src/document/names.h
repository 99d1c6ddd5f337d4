/* names.h: a table of names, each with what it stands for; found in constant time, kept in the order of adding. */
#ifndef ENGROSS_DOCUMENT_NAMES_H
#define ENGROSS_DOCUMENT_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/place.h"

struct name {
    const char *text;
    struct place place; /* where it was first declared */
    const void *thing;  /* what it stands for; NULL until that is known */
};

struct names;

struct names *names_open(struct arena *arena);
/* Adds `text`, which is kept and not copied, or finds it: `*fresh` tells which. `place` is stored when it is fresh. */
struct name *names_add(struct names *names, const char *text, struct place place, bool *fresh);
/* NULL when there is none. */
struct name *names_find(const struct names *names, const char *text);
/* The name nearest to `text` by edit distance among those that `fits` allows, near enough to have been meant; of
 * equally near ones the first added. NULL when none is near. Looks at every name: for messages alone. */
const char *names_nearest(const struct names *names, const char *text, bool (*fits)(const struct name *name));
/* All names, those nearest to `text` first, and of equally near ones the first added; ends with NULL. */
const char *const *names_by_nearness(const struct names *names, const char *text, struct arena *arena);

#endif
