/* script.c: a short edit script in bounded time (script.h).
 *
 * A stretch of both sequences (`struct stretch`) is trimmed at its ends, cut at anchors or
 * at a point in the middle of a shortest path, and so on in both halves. The second half
 * is never a call of its own, so that calls do not pile up.
 */
#include "changes/script.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "changes/chain.h"

/* How many edits a search goes on for from each end: half of SCRIPT_EXACT, so that short ones are never cut off; for
 * longer ones less, since what it costs grows with its square and what it gains does not. */
#define REACH ((ptrdiff_t)(SCRIPT_EXACT / 2))
#define REACH_LONG ((ptrdiff_t)96)
#define NOWHERE (-(ptrdiff_t)1)
/* What is still long after so many cuts is full of repetitions: anchors would be looked for again and again. */
#define CUTS_MOST ((size_t)6)

struct search {
    const uint64_t *a, *b;
    uint32_t *partner;
    struct arena *scratch;
    size_t *steps;
    size_t depth;                                  /* how many cuts by anchors stand around the one in hand */
    ptrdiff_t forward[2 * (SCRIPT_EXACT / 2) + 3]; /* by diagonal: how far in `a` a path has come */
    ptrdiff_t backward[2 * (SCRIPT_EXACT / 2) + 3];
};

struct stretch {
    size_t a, a_end, b, b_end;
};

struct point {
    size_t a, b;
};

/* `wanting`: how long a stretch around this one is in which no anchors were found. Only in a much shorter one it is
 * worth looking for them again. */
static void solve(struct search *search, struct stretch stretch, size_t wanting);

static void pair(struct search *search, size_t a, size_t b) {
    search->partner[a] = (uint32_t)b;
    ++*search->steps;
}

static struct stretch trim(struct search *search, struct stretch at) {
    while (at.a < at.a_end && at.b < at.b_end && search->a[at.a] == search->b[at.b])
        pair(search, at.a++, at.b++);
    while (at.a < at.a_end && at.b < at.b_end && search->a[at.a_end - 1] == search->b[at.b_end - 1])
        pair(search, --at.a_end, --at.b_end);
    return at;
}

/* ---------------------------------------------------------------- anchors */

/* A key that occurs in the stretch. */
struct seen {
    uint64_t key;
    uint32_t a, b;             /* where it was last seen */
    uint32_t a_count, b_count; /* both 0: a free place */
};

static struct seen *seen_at(struct seen *table, size_t mask, uint64_t key) {
    size_t at = (size_t)((key * 0x9E3779B97F4A7C15u) >> 20) & mask;
    while (table[at].a_count + table[at].b_count > 0 && table[at].key != key)
        at = (at + 1) & mask;
    table[at].key = key;
    return &table[at];
}

/* Items that occur once on each side and stay in order. Returns how many; `*pairs` live in scratch memory. */
static size_t anchors_find(struct search *search, struct stretch at, struct chain_pair **pairs, struct arena *scratch) {
    size_t items = at.a_end - at.a + at.b_end - at.b;
    size_t room = 1;
    while (room < 2 * items)
        room *= 2;
    struct seen *table = ARENA_ARRAY(scratch, room, struct seen);
    for (size_t i = at.b; i < at.b_end; i++) {
        struct seen *seen = seen_at(table, room - 1, search->b[i]);
        seen->b = (uint32_t)(i - at.b);
        seen->b_count++;
    }
    for (size_t i = at.a; i < at.a_end; i++)
        seen_at(table, room - 1, search->a[i])->a_count++;
    *search->steps += items;
    *pairs = ARENA_ARRAY(scratch, at.a_end - at.a, struct chain_pair);
    size_t count = 0;
    for (size_t i = at.a; i < at.a_end; i++) {
        const struct seen *seen = seen_at(table, room - 1, search->a[i]);
        if (seen->a_count == 1 && seen->b_count == 1)
            (*pairs)[count++] = (struct chain_pair){.a = (uint32_t)(i - at.a), .b = seen->b, .weight = 1};
    }
    chain_find(*pairs, count, at.b_end - at.b, scratch);
    return count;
}

/* Solves a long stretch between its anchors; false when it has none. */
static bool solve_by_anchors(struct search *search, struct stretch at) {
    struct arena *scratch = arena_within(search->scratch);
    struct chain_pair *pairs;
    size_t count = anchors_find(search, at, &pairs, scratch);
    struct stretch rest = at;
    search->depth++;
    for (size_t i = 0; i < count; i++) {
        if (!pairs[i].kept)
            continue;
        size_t a = at.a + pairs[i].a;
        size_t b = at.b + pairs[i].b;
        solve(search, (struct stretch){rest.a, a, rest.b, b}, SIZE_MAX);
        pair(search, a, b);
        rest.a = a + 1;
        rest.b = b + 1;
    }
    arena_close(scratch);
    if (count > 0)
        solve(search, rest, SIZE_MAX);
    search->depth--;
    return count > 0;
}

/* ---------------------------------------------------------------- the middle of a path */

/* The two directions of a search in one form: `a` and `b` of a stretch from one of its ends. */
struct view {
    const uint64_t *a, *b; /* the first item that is looked at */
    ptrdiff_t a_count, b_count;
    ptrdiff_t step; /* 1 or -1 */
    ptrdiff_t *reached;
};

/* Diagonals are counted from -REACH - 1. */
static ptrdiff_t *reached(const struct view *view, ptrdiff_t diagonal) {
    return &view->reached[diagonal + REACH + 1];
}

static ptrdiff_t first_diagonal(const struct view *view, ptrdiff_t edits) {
    return edits > view->b_count ? edits - 2 * view->b_count : -edits;
}

static ptrdiff_t last_diagonal(const struct view *view, ptrdiff_t edits) {
    return edits > view->a_count ? 2 * view->a_count - edits : edits;
}

/* The furthest point on a diagonal after so many edits, or NOWHERE when there is none within the stretch. */
static ptrdiff_t go(const struct view *view, ptrdiff_t diagonal, ptrdiff_t edits, size_t *steps) {
    ptrdiff_t x = 0;
    if (edits > 0) {
        bool lower = diagonal > first_diagonal(view, edits - 1);
        bool upper = diagonal < last_diagonal(view, edits - 1);
        ptrdiff_t along = lower ? *reached(view, diagonal - 1) : NOWHERE; /* an item of `a` is left out */
        ptrdiff_t down = upper ? *reached(view, diagonal + 1) : NOWHERE;  /* one of `b` */
        along = along == NOWHERE || along == view->a_count ? NOWHERE : along + 1;
        down = down == NOWHERE || down - diagonal > view->b_count ? NOWHERE : down;
        x = along > down ? along : down;
    }
    if (x == NOWHERE)
        return NOWHERE;
    ptrdiff_t y = x - diagonal;
    ++*steps;
    while (x < view->a_count && y < view->b_count && view->a[x * view->step] == view->b[y * view->step]) {
        x++;
        y++;
        ++*steps;
    }
    return x;
}

/* The point furthest from the start of a view. */
static struct point furthest(const struct view *view, ptrdiff_t edits) {
    struct point best = {0, 0};
    for (ptrdiff_t k = first_diagonal(view, edits); k <= last_diagonal(view, edits); k += 2) {
        ptrdiff_t x = *reached(view, k);
        if (x != NOWHERE && (size_t)(2 * x - k) > best.a + best.b)
            best = (struct point){(size_t)x, (size_t)(x - k)};
    }
    return best;
}

/* One more edit from one end; true when the path of the other is met, in `*met` as seen from the start of this view. */
static bool advance(struct search *search, const struct view *view, const struct view *other, ptrdiff_t edits,
                    ptrdiff_t other_edits, struct point *met) {
    ptrdiff_t delta = view->a_count - view->b_count;
    for (ptrdiff_t k = first_diagonal(view, edits); k <= last_diagonal(view, edits); k += 2) {
        ptrdiff_t x = go(view, k, edits, search->steps);
        *reached(view, k) = x;
        ptrdiff_t across = delta - k; /* the same diagonal, from the other end */
        if (x == NOWHERE || other_edits < 0 || across < first_diagonal(other, other_edits) ||
            across > last_diagonal(other, other_edits) || (across - other_edits) % 2 != 0)
            continue;
        ptrdiff_t there = *reached(other, across);
        if (there != NOWHERE && x + there >= view->a_count) {
            *met = (struct point){(size_t)x, (size_t)(x - k)};
            return true;
        }
    }
    return false;
}

/* A point on a shortest path through a stretch that is trimmed and empty on neither side, or, when that is far to find,
 * one on a path that has come far. Never a corner. */
static struct point middle(struct search *search, struct stretch at) {
    struct view forward = {
        search->a + at.a, search->b + at.b, (ptrdiff_t)(at.a_end - at.a), (ptrdiff_t)(at.b_end - at.b), 1,
        search->forward};
    struct view backward = {search->a + at.a_end - 1, search->b + at.b_end - 1, forward.a_count, forward.b_count, -1,
                            search->backward};
    struct point met;
    ptrdiff_t reach = (size_t)(forward.a_count + forward.b_count) > SCRIPT_EXACT ? REACH_LONG : REACH;
    for (ptrdiff_t edits = 0; edits <= reach; edits++) {
        if (advance(search, &forward, &backward, edits, edits - 1, &met))
            return (struct point){at.a + met.a, at.b + met.b};
        if (advance(search, &backward, &forward, edits, edits, &met))
            return (struct point){at.a_end - met.a, at.b_end - met.b};
    }
    struct point ahead = furthest(&forward, reach);
    struct point behind = furthest(&backward, reach);
    return ahead.a + ahead.b >= behind.a + behind.b ? (struct point){at.a + ahead.a, at.b + ahead.b}
                                                    : (struct point){at.a_end - behind.a, at.b_end - behind.b};
}

static void solve(struct search *search, struct stretch stretch, size_t wanting) {
    for (;;) {
        stretch = trim(search, stretch);
        if (stretch.a == stretch.a_end || stretch.b == stretch.b_end)
            return;
        size_t items = stretch.a_end - stretch.a + stretch.b_end - stretch.b;
        if (items > SCRIPT_EXACT && items <= wanting / 2 && search->depth < CUTS_MOST) {
            if (solve_by_anchors(search, stretch))
                return;
            wanting = items;
        }
        struct point cut = middle(search, stretch);
        assert(cut.a + cut.b > stretch.a + stretch.b && cut.a + cut.b < stretch.a_end + stretch.b_end);
        solve(search, (struct stretch){stretch.a, cut.a, stretch.b, cut.b}, wanting);
        stretch.a = cut.a;
        stretch.b = cut.b;
    }
}

void script_find(struct sequence a, struct sequence b, uint32_t *partner, struct arena *scratch, size_t *steps) {
    for (size_t i = 0; i < a.count; i++)
        partner[i] = SCRIPT_NONE;
    struct search *search =
        ARENA_BARE(scratch, 1, struct search); /* what paths have reached is written before it is read */
    search->a = a.keys;
    search->b = b.keys;
    search->partner = partner;
    search->scratch = scratch;
    search->steps = steps;
    search->depth = 0;
    solve(search, (struct stretch){0, a.count, 0, b.count}, SIZE_MAX);
}
