/* chain.c: the heaviest rising chain (chain.h).
 *
 * For each pair in turn: the heaviest chain that ends below its `b` is looked up, and the
 * pair put on its end. The tree holds, for a range of `b`, the pair with the heaviest
 * chain; of equal ones the one that came first stays.
 */
#include "changes/chain.h"

#define NOBODY UINT32_MAX

struct chains {
    const uint64_t *sums; /* of the chain that ends with each pair */
    uint32_t *best;       /* by position in the tree, from 1 */
    size_t room;
};

static uint32_t heavier(const struct chains *chains, uint32_t one, uint32_t other) {
    if (one == NOBODY || other == NOBODY)
        return one == NOBODY ? other : one;
    return chains->sums[other] > chains->sums[one] ? other : one;
}

/* The best pair with a `b` below the given one. */
static uint32_t best_below(const struct chains *chains, size_t b) {
    uint32_t best = NOBODY;
    for (size_t at = b; at > 0; at &= at - 1)
        best = heavier(chains, chains->best[at], best);
    return best;
}

static void enter(struct chains *chains, size_t b, uint32_t pair) {
    for (size_t at = b + 1; at <= chains->room; at += at & (~at + 1))
        chains->best[at] = heavier(chains, chains->best[at], pair);
}

void chain_find(struct chain_pair *pairs, size_t count, size_t b_count, struct arena *scratch) {
    uint64_t *sums = ARENA_ARRAY(scratch, count, uint64_t);
    uint32_t *before = ARENA_ARRAY(scratch, count, uint32_t);
    struct chains chains = {.sums = sums, .best = ARENA_ARRAY(scratch, b_count + 1, uint32_t), .room = b_count};
    for (size_t i = 0; i <= b_count; i++)
        chains.best[i] = NOBODY;
    uint32_t last = NOBODY;
    for (uint32_t i = 0; i < count; i++) {
        before[i] = best_below(&chains, pairs[i].b);
        sums[i] = pairs[i].weight + (before[i] == NOBODY ? 0 : sums[before[i]]);
        enter(&chains, pairs[i].b, i);
        last = heavier(&chains, last, i);
        pairs[i].kept = false;
    }
    for (; last != NOBODY; last = before[last])
        pairs[last].kept = true;
}
