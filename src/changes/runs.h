/* runs.h: the words of two blocks that are one, as runs of what stayed, came and went. */
#ifndef ENGROSS_CHANGES_RUNS_H
#define ENGROSS_CHANGES_RUNS_H

#include "changes/match.h"

typedef LIST(struct edit) edit_list;

/* The runs of a pair of blocks and the edits in them, which still want `where` and `strand`. No runs: both are the same
 * throughout, or one is a sign or number that follows its place. Runs live as long as `arena`, edits as `edits`. */
void runs_cut(struct matching *matching, const struct node *old, const struct node *new, struct strand *strand,
              edit_list *edits, struct arena *arena);

#endif
