/* tidy.h: a shortest edit script made into one that a person would have marked. */
#ifndef ENGROSS_CHANGES_TIDY_H
#define ENGROSS_CHANGES_TIDY_H

#include <stdint.h>

#include "changes/tokens.h"

/* Below this likeness a block is replaced whole. */
#define TIDY_ALIKE_LEAST 333u

/* `partner[i]` is the token of `new` that token `i` of `old` is, or SCRIPT_NONE; they rise. Partners may be taken away
 * or moved to an equal token beside; never is a token given one that is not the same word. */
void tidy_partners(const struct tokens *old, const struct tokens *new, uint32_t *partner, struct arena *scratch,
                   size_t *steps);

#endif
