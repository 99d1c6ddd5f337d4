/* moving.h: items of a list and rows of a table that only stand in another place of it.
 *
 * Items and rows are no units, so the weave has such a one twice: as it goes and as it comes. Told
 * so, a reader would look for what is the same in both. Here the two are brought together, when they
 * are alike word for word. What belongs to one list or table alone is looked at.
 */
#ifndef ENGROSS_CHANGES_MOVING_H
#define ENGROSS_CHANGES_MOVING_H

#include "base/arena.h"
#include "changes/comparison.h"

struct moving {
    const struct strand **others; /* by the index of a strand; NULL: it is not such a one */
};

/* `alone`: between two that stay, either all that comes was elsewhere, or nothing is said to be: so that a place can be
 * named without naming what is new. */
struct moving *moving_find(const struct comparison *comparison, bool alone, struct arena *arena);

/* Of an item or row that comes (INSERTED) the very same that goes (DELETED), and the other way about; NULL when it does
 * not only stand elsewhere. */
const struct strand *moving_other(const struct moving *moving, const struct strand *strand);

#endif
