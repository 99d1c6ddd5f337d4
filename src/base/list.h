/* list.h: a growing array in an arena, for any type.
 *
 *   LIST(struct mark) marks = {0};
 *   LIST_ADD(arena, &marks, ((struct mark){...}));
 *   for (size_t i = 0; i < marks.count; i++) use(&marks.items[i]);
 *
 * Growth doubles and may move the array: nothing may point into a list that still grows.
 */
#ifndef ENGROSS_BASE_LIST_H
#define ENGROSS_BASE_LIST_H

#include <stddef.h>
#include <stdint.h>

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

/* Room for exactly `wanted` items, in a list that has none yet. */
#define LIST_ROOM(arena, list, wanted)                                             \
    do {                                                                           \
        if ((list)->room == 0 && (wanted) > 0) {                                   \
            (list)->items = arena_array((arena), (wanted), sizeof *(list)->items); \
            (list)->room = (wanted);                                               \
        }                                                                          \
    } while (0)

/* The same in sixteen bytes, for things that are many and hold little: below 2^32 items. */
#define SHORT_LIST(type) \
    struct {             \
        type *items;     \
        uint32_t count;  \
        uint32_t room;   \
    }

#define SHORT_LIST_ADD(arena, list, ...)                                                                      \
    do {                                                                                                      \
        if ((list)->count == (list)->room)                                                                    \
            (list)->items =                                                                                   \
                short_list_grow((arena), (list)->items, (list)->count, &(list)->room, sizeof *(list)->items); \
        (list)->items[(list)->count++] = (__VA_ARGS__);                                                       \
    } while (0)

/* Room for exactly `wanted` items, in a list that has none yet. */
#define SHORT_LIST_ROOM(arena, list, wanted)                                       \
    do {                                                                           \
        if ((list)->room == 0 && (wanted) > 0) {                                   \
            (list)->items = arena_array((arena), (wanted), sizeof *(list)->items); \
            (list)->room = short_list_room(wanted);                                \
        }                                                                          \
    } while (0)

uint32_t short_list_room(size_t wanted);
void *short_list_grow(struct arena *arena, void *items, size_t count, uint32_t *room, size_t item_size);

/* Used by LIST_ADD: a larger copy of `items` (of which `count` are in use); updates `*room`. */
void *list_grow(struct arena *arena, void *items, size_t count, size_t *room, size_t item_size);

#endif
