/* grounds.h: what stands behind a change: whose approval it needs, and the reason that people gave.
 *
 * Both are only known to the element trees of the two versions: `approval` on a
 * provision or around it, and the entries of the history.
 */
#ifndef ENGROSS_CHANGES_GROUNDS_H
#define ENGROSS_CHANGES_GROUNDS_H

#include "changes/comparison.h"

typedef LIST(const char *) grounds_list;

/* The ids of the bodies whose approval the change needs, each once: those that the new text names for the provision,
 * then those that held for it before. A change of numbers alone needs none. */
grounds_list grounds_approvers(const struct comparison *comparison, const struct change *change, struct arena *arena);
/* Why it was made, in one line, by the history of the new text; NULL when nothing is said of it. */
const char *grounds_reason(const struct comparison *comparison, const struct change *change, struct arena *arena);

#endif
