/* list.c: the growth of the arrays of list.h.
 *
 * items and their count in → an array with at least twice the room. A short one
 * stays in the arena behind, so that growth by doubling wastes at most as much as
 * the final array takes; a long one does not (arena_regrow). Surprising: `items`
 * may be NULL while `count` is 0, and large things begin with room for a few.
 */
#include "base/list.h"

#include <stdint.h>

void *list_grow(struct arena *arena, void *items, size_t count, size_t *room, size_t item_size) {
    if (*room > SIZE_MAX / 2)
        memory_exhausted();
    size_t more = *room > 0 ? *room * 2 : item_size >= 64 ? 2 : item_size > 8 ? 4 : 8;
    if (more > SIZE_MAX / item_size)
        memory_exhausted();
    void *grown = arena_regrow_bare(arena, items, count * item_size, more * item_size);
    *room = more;
    return grown;
}

uint32_t short_list_room(size_t wanted) {
    if (wanted > UINT32_MAX)
        memory_exhausted();
    return (uint32_t)wanted;
}

/* Begins with room for one: most have no more. */
void *short_list_grow(struct arena *arena, void *items, size_t count, uint32_t *room, size_t item_size) {
    size_t more = *room > 0 ? (size_t)*room * 2 : 1;
    *room = short_list_room(more);
    return arena_regrow_bare(arena, items, count * item_size, more * item_size);
}
