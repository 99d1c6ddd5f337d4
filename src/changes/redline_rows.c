/* redline_rows.c: which changes share a row of the summary.
 *
 * Changes and their grounds in; for each change the number of its row out, which is the number
 * that stands in print as that of the change. What was moved and changed is one row; so are all
 * changes that swap the same words for the same reason, wherever they are: a post that was
 * renamed is read once, with links to all its places. Rows stand where the first of their
 * changes would.
 */
#include <string.h>

#include "changes/gist.h"
#include "changes/redlining.h"

/* What a change is, as far as others may be like it. */
struct likely {
    const char *swap; /* gist_swap, NULL: none */
    size_t last;      /* change of the same row */
};

static const char *reason_of(const struct redline *redline, size_t index) {
    return redline->grounds != NULL ? redline->grounds[index].reason : NULL;
}

static bool is_same(const char *one, const char *other) {
    return one == other || (one != NULL && other != NULL && strcmp(one, other) == 0);
}

static bool is_other_half(const struct change *one, const struct change *other) {
    bool kinds = (one->kind == CHANGE_MOVED && other->kind == CHANGE_SUBSTITUTED) ||
                 (one->kind == CHANGE_SUBSTITUTED && other->kind == CHANGE_MOVED);
    return kinds && one->new == other->new && one->new != NULL;
}

/* Whether there is another change that is the move of the same unit. */
static bool is_half(const struct redline *redline, const struct change *change) {
    for (size_t i = 0; i < redline->comparison->changes.count; i++)
        if (is_other_half(change, redline->comparison->changes.items[i]))
            return true;
    return false;
}

/* The earlier change that begins the row of change `i`; `i` itself when it begins one. */
static size_t head_of(const struct redline *redline, const struct likely *likely, size_t i) {
    struct change *const *changes = redline->comparison->changes.items;
    for (size_t k = 0; k < i; k++) {
        if (is_other_half(changes[i], changes[k]))
            return k;
        if (likely[i].swap != NULL && is_same(likely[i].swap, likely[k].swap) &&
            is_same(reason_of(redline, i), reason_of(redline, k)))
            return k;
    }
    return i;
}

bool redline_is_told(const struct redline *redline, const struct change *change) {
    size_t head = redline->row_heads[change->index], other = redline->row_next[head];
    if (other == 0 || redline->comparison->changes.items[head]->new != redline->comparison->changes.items[other]->new)
        return false;
    other = other == change->index ? head : other;
    return redline->comparison->changes.items[other]->kind == CHANGE_MOVED && redline->places[other] != NULL &&
           redline_unseen(change) == NULL;
}

size_t redline_rows(struct redline *redline) {
    size_t count = redline->comparison->changes.count, rows = 0;
    struct likely *likely = ARENA_ARRAY(redline->arena, count, struct likely);
    redline->row_numbers = ARENA_ARRAY(redline->arena, count, size_t);
    redline->row_heads = ARENA_ARRAY(redline->arena, count, size_t);
    redline->row_next = ARENA_ARRAY(redline->arena, count, size_t);
    for (size_t i = 0; i < count; i++) {
        const struct change *change = redline->comparison->changes.items[i];
        size_t times;
        if (!is_half(redline, change))
            likely[i].swap = gist_swap(change, &times, redline->arena);
        size_t head = head_of(redline, likely, i);
        redline->row_numbers[i] = head == i ? ++rows : redline->row_numbers[head];
        redline->row_heads[i] = head;
        if (head != i)
            redline->row_next[likely[head].last] = i;
        likely[head].last = i;
    }
    return rows;
}
