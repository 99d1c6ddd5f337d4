/* weave.h: both documents in one tree. */
#ifndef ENGROSS_CHANGES_WEAVE_H
#define ENGROSS_CHANGES_WEAVE_H

#include "changes/match.h"
#include "changes/runs.h"

struct weave {
    struct strand *root;
    size_t count;        /* strands */
    struct strand **old; /* by the index of old nodes: where each stood */
    struct strand **new; /* by that of new ones: where each stands */
    edit_list edits;     /* within words, in reading order; `where` is not said yet */
};

/* Makes the strands and cuts the words of all blocks that are in both. */
struct weave *weave_make(struct matching *matching, struct arena *arena);

#endif
