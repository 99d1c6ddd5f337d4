/* list.c: the growth of the arrays of list.h.
 *
 * items and their count in → a copy in an arena with at least twice the room.
 * The old array stays in the arena, so growth by doubling wastes at most as much
 * as the final array takes. Surprising: `items` may be NULL while `count` is 0.
 */
#include "base/list.h"

#include <stdint.h>
#include <string.h>

void *list_grow(struct arena *arena, const void *items, size_t count, size_t *room, size_t item_size) {
    if (*room > SIZE_MAX / 2)
        memory_exhausted();
    size_t more = *room == 0 ? 8 : *room * 2;
    void *grown = arena_array(arena, more, item_size);
    if (count > 0)
        memcpy(grown, items, count * item_size);
    *room = more;
    return grown;
}
