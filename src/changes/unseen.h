/* unseen.h: what has changed in the elements, and nothing of it is seen or heard. */
#ifndef ENGROSS_CHANGES_UNSEEN_H
#define ENGROSS_CHANGES_UNSEEN_H

#include "changes/collect.h"

/* Adds an EDITORIAL edit for each attribute of a provision that is another than before and stands in no document (who
 * approves, what it satisfies); and one named "markup" to each provision whose elements are not the same though nothing
 * of it reads otherwise. So no provision is changed without a change: release/provisions.h. */
void unseen_collect(struct collecting *collecting);

#endif
