/* script.h: what two sequences have in common, in order.
 *
 * Two sequences of keys → for each item of the first its partner in the second. What has
 * no partner is deleted or inserted: an edit script.
 *
 * Short sequences (up to SCRIPT_EXACT items in both together) get a shortest script: Myers,
 * "An O(ND) difference algorithm and its variations", in linear space. Long ones are first
 * cut at items that occur once in each (patience), and what lies between is treated alike;
 * where a search takes too long it goes on from the furthest point that it has reached. So
 * the work never grows with the square of the length.
 */
#ifndef ENGROSS_CHANGES_SCRIPT_H
#define ENGROSS_CHANGES_SCRIPT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define SCRIPT_NONE UINT32_MAX
#define SCRIPT_EXACT ((size_t)512)

struct sequence {
    const uint64_t *keys;
    size_t count;
};

/* Fills `partner`, as long as `a`; partners rise. What was done is added to `*steps`. */
void script_find(struct sequence a, struct sequence b, uint32_t *partner, struct arena *scratch, size_t *steps);

#endif
