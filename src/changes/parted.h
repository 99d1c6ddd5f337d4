/* parted.h: words that a block beside theirs has now, or had before: a paragraph that was split, or two that became
 * one.
 *
 * The weave has such words twice: as a run that goes at the end of one block, say, and as a block of its own that
 * comes. Told so, a reader would look for what is new. Here the two are brought together, when their words are the
 * same.
 */
#ifndef ENGROSS_CHANGES_PARTED_H
#define ENGROSS_CHANGES_PARTED_H

#include "base/arena.h"
#include "changes/comparison.h"

struct parting {
    const struct strand *block; /* in both versions */
    size_t run;                 /* of it: DELETED when it was split, INSERTED when two became one */
    const struct strand *whole; /* INSERTED or DELETED: all its words are those of the run */
    bool below;                 /* the whole stands after the block */
};

struct partings {
    struct parting *items;
    size_t count;
    const struct parting **by_strand; /* by the index of a strand: the one whose whole it is */
};

const struct partings *partings_find(const struct comparison *comparison, struct arena *arena);

/* What a strand is the whole of; NULL: of nothing. */
const struct parting *parting_of_whole(const struct partings *partings, const struct strand *strand);
/* What a run of a block is part of. */
const struct parting *parting_of_run(const struct partings *partings, const struct strand *block, size_t run);

#endif
