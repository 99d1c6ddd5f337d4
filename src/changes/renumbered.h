/* renumbered.h: the provisions of a RENUMBERED change, by their numbers. */
#ifndef ENGROSS_CHANGES_RENUMBERED_H
#define ENGROSS_CHANGES_RENUMBERED_H

#include "base/arena.h"
#include "changes/comparison.h"

struct renumbered {
    const char *now;  /* "clauses 7.4 and 7.5" */
    const char *were; /* "clauses 7.3 and 7.4" */
    const char *both; /* "clauses 7.3 and 7.4, now 7.4 and 7.5": as the row of a history says it */
    size_t count;     /* of the provisions */
};

/* Only those whose own number is another in consequence of a change: what was moved is told by its move. "" when none
 * had a number before. */
struct renumbered renumbered_words(const struct comparison *comparison, const struct change *change,
                                   struct arena *arena);

#endif
