/* automaton.c: regular expressions → the least deterministic automaton that says the same.
 *
 * Expression → the automaton of its positions (V. M. Glushkov, "The abstract theory
 * of automata", 1961) → sets of positions as states → states that nothing tells
 * apart made one (E. F. Moore, 1956). A position is one symbol as it stands in the
 * expression, counted as often as it is repeated.
 *
 * Surprising: what is repeated is gone through once for each time, since each time has positions of its own.
 */
#include "read/automaton.h"

#include <string.h>

#include "base/list.h"

#define POSITIONS 512 /* at most */
#define STATES 4096   /* likewise, before they are made fewer */

struct positions {
    uint64_t bits[POSITIONS / 64];
};

/* What is known of a part of the expression. */
struct part {
    bool empty; /* it may stand for nothing */
    struct positions first, last;
};

struct making {
    size_t count; /* of positions */
    bool full;    /* there were more */
    const bool *among[POSITIONS];
    struct positions follow[POSITIONS];
};

/* --- Positions ------------------------------------------------------------------- */

static bool positions_have(const struct positions *positions, size_t position) {
    return (positions->bits[position / 64] >> position % 64 & 1) != 0;
}

static void positions_join(struct positions *to, const struct positions *from) {
    for (size_t i = 0; i < POSITIONS / 64; i++)
        to->bits[i] |= from->bits[i];
}

/* What begins with one of `first` may come after each of `last`. */
static void positions_follow(struct making *making, const struct positions *last, const struct positions *first) {
    for (size_t i = 0; i < making->count; i++)
        if (positions_have(last, i))
            positions_join(&making->follow[i], first);
}

static struct part part_row(struct making *making, struct part a, const struct part *b) {
    positions_follow(making, &a.last, &b->first);
    if (a.empty)
        positions_join(&a.first, &b->first);
    struct positions last = b->last;
    if (b->empty)
        positions_join(&last, &a.last);
    return (struct part){.empty = a.empty && b->empty, .first = a.first, .last = last};
}

static struct part part_of(struct making *making, const struct regular *regular);

static struct part part_repeat(struct making *making, const struct regular *regular) {
    struct part row = {.empty = true};
    size_t times = regular->most == SIZE_MAX ? (regular->least > 0 ? regular->least : 1) : regular->most;
    for (size_t i = 0; i < times && !making->full; i++) {
        struct part next = part_of(making, regular->a);
        if (regular->most == SIZE_MAX && i + 1 == times)
            positions_follow(making, &next.last, &next.first);
        next.empty = next.empty || i >= regular->least;
        row = part_row(making, row, &next);
    }
    return row;
}

static struct part part_of(struct making *making, const struct regular *regular) {
    struct part part = {.empty = true};
    switch (regular->kind) {
    case REGULAR_NOTHING:
        return part;
    case REGULAR_SYMBOL:
        making->full = making->full || making->count == POSITIONS;
        if (making->full)
            return part;
        making->among[making->count] = regular->among;
        part.empty = false;
        part.first.bits[making->count / 64] |= (uint64_t)1 << making->count % 64;
        part.last = part.first;
        making->count++;
        return part;
    case REGULAR_ROW: {
        part = part_of(making, regular->a);
        struct part next = part_of(making, regular->b);
        return part_row(making, part, &next);
    }
    case REGULAR_EITHER: {
        part = part_of(making, regular->a);
        struct part other = part_of(making, regular->b);
        part.empty = part.empty || other.empty;
        positions_join(&part.first, &other.first);
        positions_join(&part.last, &other.last);
        return part;
    }
    case REGULAR_REPEAT:
        return part_repeat(making, regular);
    }
    return part;
}

/* --- States ---------------------------------------------------------------------- */

/* Sets of positions as states. */
struct states {
    struct arena *arena;
    LIST(struct positions) reached; /* the position that a state stands behind may be any of these; none: the start */
    struct automaton *out;
};

static bool positions_any(const struct positions *positions) {
    for (size_t i = 0; i < POSITIONS / 64; i++)
        if (positions->bits[i] != 0)
            return true;
    return false;
}

static uint16_t states_find(struct states *states, const struct positions *reached) {
    for (size_t i = 1; i < states->reached.count; i++)
        if (memcmp(&states->reached.items[i], reached, sizeof *reached) == 0)
            return (uint16_t)i;
    LIST_ADD(states->arena, &states->reached, *reached);
    return (uint16_t)(states->reached.count - 1);
}

static void states_explore(struct states *states, const struct making *making, const struct part *whole, size_t state) {
    struct positions reached = states->reached.items[state];
    struct positions ahead = state == 0 ? whole->first : (struct positions){0};
    bool ends = state == 0 && whole->empty;
    for (size_t i = 0; i < making->count; i++)
        if (positions_have(&reached, i)) {
            positions_join(&ahead, &making->follow[i]);
            ends = ends || positions_have(&whole->last, i);
        }
    states->out->ends[state] = ends;
    for (size_t symbol = 0; symbol < REGULAR_SYMBOLS; symbol++) {
        struct positions then = {0};
        for (size_t i = 0; i < making->count; i++)
            if (positions_have(&ahead, i) && making->among[i][symbol])
                then.bits[i / 64] |= (uint64_t)1 << i % 64;
        states->out->next[state][symbol] =
            positions_any(&then) && states->reached.count < STATES ? states_find(states, &then) : AUTOMATON_NONE;
    }
}

/* --- The least of them ------------------------------------------------------------ */

static bool states_differ(const struct automaton *automaton, const uint16_t *class, size_t a, size_t b) {
    for (size_t symbol = 0; symbol < REGULAR_SYMBOLS; symbol++) {
        uint16_t to_a = automaton->next[a][symbol], to_b = automaton->next[b][symbol];
        if ((to_a == AUTOMATON_NONE) != (to_b == AUTOMATON_NONE) ||
            (to_a != AUTOMATON_NONE && class[to_a] != class[to_b]))
            return true;
    }
    return false;
}

/* Divides the classes once more; how many there are then. A class is named in the order of its first state, so that the
 * start stays the first. */
static size_t classes_divide(const struct automaton *automaton, uint16_t *class, uint16_t *finer, uint16_t *first) {
    size_t count = 0;
    for (size_t state = 0; state < automaton->count; state++) {
        size_t c = 0;
        while (c < count && (class[first[c]] != class[state] || states_differ(automaton, class, first[c], state)))
            c++;
        if (c == count)
            first[count++] = (uint16_t)state;
        finer[state] = (uint16_t)c;
    }
    memcpy(class, finer, automaton->count * sizeof *class);
    return count;
}

static void automaton_lessen(struct arena *arena, struct automaton *automaton) {
    uint16_t *class = ARENA_ARRAY(arena, automaton->count, uint16_t);
    uint16_t *finer = ARENA_ARRAY(arena, automaton->count, uint16_t);
    uint16_t *first = ARENA_ARRAY(arena, automaton->count, uint16_t);
    for (size_t i = 0; i < automaton->count; i++)
        class[i] = automaton->ends[i] ? 1 : 0;
    size_t before = 0, count = 1;
    while (count != before) {
        before = count;
        count = classes_divide(automaton, class, finer, first);
    }
    for (size_t c = 0; c < count; c++) {
        for (size_t symbol = 0; symbol < REGULAR_SYMBOLS; symbol++) {
            uint16_t to = automaton->next[first[c]][symbol];
            automaton->next[c][symbol] = to == AUTOMATON_NONE ? to : class[to];
        }
        automaton->ends[c] = automaton->ends[first[c]];
    }
    automaton->count = count;
}

bool automaton_compile(struct arena *arena, const struct regular *regular, struct automaton *out) {
    struct making *making = ARENA_NEW(arena, struct making);
    struct part whole = part_of(making, regular);
    struct states states = {.arena = arena, .out = out};
    out->next = (uint16_t(*)[REGULAR_SYMBOLS])ARENA_ARRAY(arena, (size_t)STATES * REGULAR_SYMBOLS, uint16_t);
    out->ends = ARENA_ARRAY(arena, STATES, bool);
    LIST_ADD(arena, &states.reached, ((struct positions){0}));
    for (size_t state = 0; state < states.reached.count; state++)
        states_explore(&states, making, &whole, state);
    out->count = states.reached.count;
    automaton_lessen(arena, out);
    return !making->full && states.reached.count < STATES;
}
