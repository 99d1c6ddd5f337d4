/* names.c: the table of names.
 *
 * text in → struct name out. Open addressing over FNV-1a hashes; the table is
 * doubled when three quarters of it are used, and holds pointers into entries that never
 * move. Nothing depends on the order of the hashes: names_nearest goes by the
 * order of adding. Edit distance is Levenshtein's, one row at a time; names longer than
 * an id can be are never near to anything.
 */
#include "document/names.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/list.h"

#define NEAREST_SHORT 5
#define NEAREST_LONGEST ((size_t)64)

struct names {
    struct arena *arena;
    struct name **slots;
    size_t slot_count; /* a power of two */
    LIST(struct name *) all;
};

struct names *names_open(struct arena *arena) {
    struct names *names = ARENA_NEW(arena, struct names);
    names->arena = arena;
    names->slot_count = 64;
    names->slots = ARENA_ARRAY(arena, names->slot_count, struct name *);
    return names;
}

static struct name **slot_find(struct name **slots, size_t slot_count, const char *text) {
    uint64_t hash = UINT64_C(14695981039346656037);
    for (const char *at = text; *at != '\0'; at++)
        hash = (hash ^ (uint8_t)*at) * UINT64_C(1099511628211);
    size_t slot = (size_t)(hash ^ hash >> 32) & (slot_count - 1);
    while (slots[slot] != NULL && strcmp(slots[slot]->text, text) != 0)
        slot = (slot + 1) & (slot_count - 1);
    return &slots[slot];
}

static void names_widen(struct names *names) {
    size_t wider = names->slot_count * 2;
    struct name **slots = ARENA_ARRAY(names->arena, wider, struct name *);
    for (size_t i = 0; i < names->all.count; i++)
        *slot_find(slots, wider, names->all.items[i]->text) = names->all.items[i];
    arena_release(names->arena, names->slots, names->slot_count * sizeof *names->slots);
    names->slots = slots;
    names->slot_count = wider;
}

struct name *names_add(struct names *names, const char *text, struct place place, bool *fresh) {
    struct name **slot = slot_find(names->slots, names->slot_count, text);
    *fresh = *slot == NULL;
    if (!*fresh)
        return *slot;
    struct name *name = ARENA_NEW(names->arena, struct name);
    *name = (struct name){.text = text, .place = place};
    *slot = name;
    LIST_ADD(names->arena, &names->all, name);
    if (names->all.count > names->slot_count / 4 * 3)
        names_widen(names);
    return name;
}

struct name *names_find(const struct names *names, const char *text) {
    return *slot_find(names->slots, names->slot_count, text);
}

static size_t smallest(size_t a, size_t b, size_t c) {
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* Both at most NEAREST_LONGEST bytes. To swap two neighbours is one stroke. */
static size_t edit_distance(const char *a, size_t a_bytes, const char *b, size_t b_bytes) {
    size_t rows[3][NEAREST_LONGEST + 1];
    for (size_t j = 0; j <= b_bytes; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_bytes; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *before = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_bytes; j++) {
            row[j] = smallest(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1] ? 1 : 0));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < row[j])
                row[j] = before[j - 2] + 1;
        }
    }
    return rows[a_bytes % 3][b_bytes];
}

const char *names_nearest(const struct names *names, const char *text, bool (*fits)(const struct name *name)) {
    size_t bytes = strlen(text);
    if (bytes > NEAREST_LONGEST)
        return NULL;
    const char *nearest = NULL;
    /* One more than what still counts as near: a letter of a short name, or a third of it and one. */
    size_t least = bytes <= NEAREST_SHORT ? 2 : bytes / 3 + 2;
    for (size_t i = 0; i < names->all.count; i++) {
        const struct name *name = names->all.items[i];
        size_t other = strlen(name->text);
        if (other > NEAREST_LONGEST || (fits != NULL && !fits(name)))
            continue;
        size_t distance = edit_distance(text, bytes, name->text, other);
        if (distance < least && distance < other) {
            least = distance;
            nearest = name->text;
        }
    }
    return nearest;
}

struct nearness {
    const char *text;
    size_t distance, index;
};

static int by_nearness(const void *a, const void *b) {
    const struct nearness *one = a;
    const struct nearness *two = b;
    if (one->distance != two->distance)
        return one->distance < two->distance ? -1 : 1;
    return one->index < two->index ? -1 : one->index > two->index;
}

const char *const *names_by_nearness(const struct names *names, const char *text, struct arena *arena) {
    size_t count = names->all.count;
    size_t bytes = strlen(text);
    struct nearness *near = ARENA_ARRAY(arena, count + 1, struct nearness);
    for (size_t i = 0; i < count; i++) {
        const char *name = names->all.items[i]->text;
        size_t other = strlen(name);
        bool comparable = bytes <= NEAREST_LONGEST && other <= NEAREST_LONGEST;
        near[i] = (struct nearness){name, comparable ? edit_distance(text, bytes, name, other) : SIZE_MAX, i};
    }
    qsort(near, count, sizeof *near, by_nearness);
    const char **sorted = ARENA_ARRAY(arena, count + 1, const char *);
    for (size_t i = 0; i < count; i++)
        sorted[i] = near[i].text;
    return sorted;
}
