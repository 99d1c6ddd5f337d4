/* list.h: a growing array in an arena, for any type.
 *
 *   LIST(struct mark) marks = {0};
 *   LIST_ADD(arena, &marks, ((struct mark){...}));
 *   for (size_t i = 0; i < marks.count; i++) use(&marks.items[i]);
 *
 * Growth doubles; the old array stays in the arena until the arena closes.
 */
#ifndef ENGROSS_BASE_LIST_H
#define ENGROSS_BASE_LIST_H

#include <stddef.h>

#include "base/arena.h"

#define LIST(type)    \
    struct {          \
        type *items;  \
        size_t count; \
        size_t room;  \
    }

#define LIST_ADD(arena, list, ...)                                                                                  \
    do {                                                                                                            \
        if ((list)->count == (list)->room)                                                                          \
            (list)->items = list_grow((arena), (list)->items, (list)->count, &(list)->room, sizeof *(list)->items); \
        (list)->items[(list)->count++] = (__VA_ARGS__);                                                             \
    } while (0)

/* Used by LIST_ADD: a larger copy of `items` (of which `count` are in use); updates `*room`. */
void *list_grow(struct arena *arena, const void *items, size_t count, size_t *room, size_t item_size);

#endif
