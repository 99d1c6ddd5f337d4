/* chain.h: the heaviest chain of pairs that rise on both sides: what stayed in order.
 *
 * Pairs (a, b, weight) → which of them are kept. The longest increasing subsequence with
 * weights, by a Fenwick tree of maxima: n log n.
 */
#ifndef ENGROSS_CHANGES_CHAIN_H
#define ENGROSS_CHANGES_CHAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct chain_pair {
    uint32_t a, b;
    bool kept; /* out */
    uint64_t weight;
};

/* `pairs` are ordered by `a`, those of one `a` by falling `b`, so that at most one of them is kept; all `b` are below
 * `b_count`. Of equally heavy chains the one whose pairs come first is taken. */
void chain_find(struct chain_pair *pairs, size_t count, size_t b_count, struct arena *scratch);

#endif
