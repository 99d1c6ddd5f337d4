/* renaming.h: the same words for the same others in many provisions, as one act.
 *
 * A post gets another name, and twenty clauses change for that one reason: a board decides it once. Acts
 * that substitute words → one ACT_RENAMING in their stead, when at least three changes have them, with
 * the same reason, and when all that changes in each block is those words, wherever they stand in it.
 */
#ifndef ENGROSS_CHANGES_RENAMING_H
#define ENGROSS_CHANGES_RENAMING_H

#include "changes/drafting.h"
#include "changes/grounds.h"

/* `grounds` by the index of each change; NULL: no reasons are known, and all are taken to be the same. */
void renaming_gather(struct drafting *drafting, const struct ground *grounds);

#endif
