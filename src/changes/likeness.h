/* likeness.h: how alike two nodes are, by the words in them. */
#ifndef ENGROSS_CHANGES_LIKENESS_H
#define ENGROSS_CHANGES_LIKENESS_H

#include <stddef.h>
#include <stdint.h>

#include "changes/match.h"

/* Words of more than this do not count: what is so long is told apart by its beginning. */
#define BAG_MOST ((uint32_t)4096)
#define ALIKE_WHOLE 1000u

/* The words in a node, made when they are first asked for: hash in the upper bits, weight in the lowest byte; sorted.
 */
const uint64_t *bag_of(struct matching *matching, struct side *side, const struct node *node, uint32_t *count);
static inline unsigned bag_weight(uint64_t word) {
    return (unsigned)(word & 0xFF);
}

/* 0 to ALIKE_WHOLE: twice the weight of the words they share, of the weight of all; or, when one of them is nearly all
 * in the other, three quarters of how much of it is. Order does not count. */
unsigned likeness(struct matching *matching, const struct node *old, const struct node *new);

/* Likeness from weights. */
unsigned likeness_of(size_t shared, size_t old, size_t new);

#endif
