/* align.h: the children of one pair of nodes, matched with one another. */
#ifndef ENGROSS_CHANGES_ALIGN_H
#define ENGROSS_CHANGES_ALIGN_H

#include "changes/match.h"

/* Of what stands in `new`: says which units have moved, and, when `new` has a match, finds the partners of its children
 * among those of the match. What stands around `new` has been aligned before. */
void align_children(struct matching *matching, const struct node *new);

#endif
