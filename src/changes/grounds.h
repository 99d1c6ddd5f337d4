/* grounds.h: what stands behind each change: whose approval it needs, and the reason that people gave.
 *
 * Both are only known to the element trees of the two versions: `approval` on a
 * provision or around it, and the entries of the history.
 */
#ifndef ENGROSS_CHANGES_GROUNDS_H
#define ENGROSS_CHANGES_GROUNDS_H

#include <stdbool.h>

#include "changes/comparison.h"

struct approvers {
    const char *const *bodies; /* in words */
    size_t count;
};

struct ground {
    const char *reason;          /* in one line; NULL: none is given */
    const char *const *body_ids; /* who has to approve: "members" */
    const char *const *bodies; /* the same in words: "the Meeting of Members of Marsh and Moor"; its id when unknown */
    size_t body_count;         /* each stands there once */
    struct approvers now, before; /* whose approval the provision itself, or what it stands in, asks for in each text */
};

/* The grounds of every change, by its index. The lists of organisations are those that the versions were read with, or
 * NULL. Bodies come in the order in which the new text names them, then those that held for the provision before. A
 * change of numbers alone needs none. */
const struct ground *grounds_read(const struct comparison *comparison, const struct element *organisations,
                                  const struct element *organisations_before, struct arena *arena);

/* Whether others are asked in the new text than in the old: by another `approval`, or since the provision has moved to
 * where another one holds. The order of bodies does not count. */
bool grounds_shift(const struct ground *ground);

/* "the Board of Marsh and the Ministry"; "nobody in particular" when there are none. */
const char *grounds_approvers(const struct approvers *approvers, struct arena *arena);

#endif
