/* breaker.c: items → breaks of least total demerits.
 *
 * Dynamic programming after Knuth and Plass (1981). A state is (break, number of
 * lines so far, tightness of the last line); the number counts only as long as
 * rooms still differ from line to line. States from which the next break could
 * still be reached form the active list; all widths come from prefix sums.
 *
 * Demerits of a line with badness b and penalty p at its end, l = line_demerits:
 *     (l + b + p)²  for p ≥ 0,   (l + b)² − p²  for p < 0,   (l + b)²  when forced,
 * besides flagged_demerits when both its ends are flagged, and fitness_demerits
 * when it and the line before are more than one class of tightness apart.
 *
 * Justified: b = 100 r³ where r is how much of its stretch or shrink the glue
 * uses; classes part at −1/2, 1/2 and 1. Ragged: b = 1600 (s / room)², s being
 * the space left over; so b is 100 when a quarter of the line is empty, demerits
 * grow with the fourth power of a hole, and among settings with as many lines the
 * most even one wins; classes part at each eighth of the room. A free line costs
 * b = 0 and has no class, but stub_demerits when it is shorter than a fifth of the
 * room (up to twice that as it shrinks to nothing) or one box shorter than a
 * third; never when it is the only line since the start or a forced break.
 *
 * Filled, which is ragged for pages: what a reader loses is leaves, not evenness, and the
 * reasons against a break are what so much empty paper is worth. So costs are lengths,
 * added, not squared: the space left over, what of it is beyond a quarter of the room
 * three times, and (l + p) hundredths of the room. Glue that a break throws away is none
 * of what is left over: it would have been empty too. So, but for penalties, all that counts
 * is how little the last page holds; of settings that cost the same, each page takes
 * as much as it can, the first first.
 *
 * The grid: glue on it is as large as the page before it asks, so what a page holds
 * is no difference of sums any more. But behind the first such glue of a page all is
 * as if the page had begun there. So sums are taken with each such glue as large as the
 * one before it on the grid asks (sum_items), and each state knows by how much that is
 * wrong for a page that begins with it, from the first such glue on (`skew`).
 *
 * Costs are compared first by total excess, then by demerits: an overfull line is
 * never preferred to one that fits. The surprise: there is no second, emergency
 * pass. A state stays active until a later break would be strictly worse filled
 * than the best it has offered, so the least overfull line is always on offer.
 */
#include "layout/breaker.h"

#include <assert.h>
#include <string.h>

#include "base/list.h"

#define BADNESS_MOST ((int64_t)1000000)
#define BADNESS_OVERFULL ((int64_t)10000)
#define RATIO_MOST ((int64_t)21544) /* its badness is the most */

#define ACTIVE_START 32

enum { TIGHT, DECENT, LOOSE, VERY_LOOSE, CLASSLESS, CLASSES };

/* What stands before an item. */
struct sum {
    length size, stretch, shrink, insert;
    size_t boxes;
};

/* Where the glue on the grid that follows an item is, and the sums before it. */
struct mesh {
    size_t next;  /* the next glue on the grid, itself included; the number of items when there is none */
    length plain; /* the sum of sizes before the item, glue on the grid as it is given */
};

struct cost {
    length excess;
    int64_t demerits;
};

/* How one line fits its room. */
struct fit {
    length natural;
    length excess;
    length bare_excess; /* without the hyphen; below 0 when there is room left */
    int64_t ratio;
    int64_t badness;
    int64_t stub;
    int tightness;
};

/* A way to have broken the items as far as `at`. */
struct stop {
    size_t at;    /* item of the break */
    size_t begin; /* item where the next line begins */
    size_t lines; /* up to here */
    size_t previous;
    struct cost total;
    length least; /* least excess of any line offered from here */
    size_t mesh;  /* from this item on the sums are `skew` too small for a page that begins here */
    length skew;
    int tightness;
    bool flagged;
    bool fresh; /* the next line is the first since the start or a forced break */
};

struct candidate {
    struct cost total;
    size_t from;
    bool set;
};

struct fitting {
    const struct item *items;
    size_t count;
    const struct breaker_rule *rule;
    struct arena *scratch;
    size_t final; /* the last break: at the last item, or after it when that is a box */
    struct sum *sums;
    struct mesh *meshes; /* beside the sums; NULL without a grid */
    size_t *begins;      /* where a line begins that may begin at item i at the earliest */
    length *rooms;
    size_t steady; /* from this line on all rooms are equal */
    LIST(struct stop) stops;
    size_t *active, *next_active;
    size_t active_count, active_room;
    bool plain;    /* ragged lines of one measure: sweep_plain */
    bool signless; /* no size and no penalty is negative, but for PENALTY_FORCE */
};

static bool cost_less(struct cost a, struct cost b) {
    return a.excess != b.excess ? a.excess < b.excess : a.demerits < b.demerits;
}

static bool break_forced(const struct fitting *f, size_t at) {
    return at == f->final || (f->items[at].kind == ITEM_PENALTY && f->items[at].penalty <= PENALTY_FORCE);
}

/* A break just before a forced one would leave an empty line between them, so there is none. */
static bool break_legal(const struct fitting *f, size_t at) {
    if (break_forced(f, at))
        return true;
    const struct item *item = &f->items[at];
    bool possible = item->kind == ITEM_GLUE      ? at > 0 && f->items[at - 1].kind == ITEM_BOX
                    : item->kind == ITEM_PENALTY ? item->penalty < PENALTY_NEVER
                                                 : false;
    if (!possible)
        return false;
    size_t begin = f->begins[at + 1];
    return begin != f->final && !break_forced(f, begin);
}

length breaker_grid(length size, length grid) {
    length over = size % grid;
    return over == 0 ? size : over < 0 ? size - over : size - over + grid;
}

/* Makes the sums such that between any two glues on the grid there is a multiple of it. */
static void mesh_items(struct fitting *f) {
    length grid = f->rule->grid, added = 0;
    length last = 0; /* sum up to the glue on the grid before, with what was added */
    f->meshes = ARENA_ARRAY(f->scratch, f->count + 1, struct mesh);
    for (size_t i = 0; i <= f->count; i++) {
        f->meshes[i].plain = f->sums[i].size;
        f->sums[i].size += added;
        if (i == 0 || !f->items[i - 1].on_grid)
            continue;
        length size = f->sums[i].size - last, rest = breaker_grid(size, grid) - size;
        f->sums[i].size += rest;
        added += rest;
        last = f->sums[i].size;
    }
    f->meshes[f->count].next = f->count;
    for (size_t i = f->count; i-- > 0;)
        f->meshes[i].next = f->items[i].on_grid ? i : f->meshes[i + 1].next;
}

/* How the sums are wrong for a page that begins with the stop. */
static void stop_mesh(const struct fitting *f, struct stop *stop) {
    stop->mesh = f->count;
    if (!f->meshes || stop->begin >= f->count)
        return;
    stop->mesh = f->meshes[stop->begin].next;
    if (stop->mesh >= f->count)
        return;
    length plain = f->meshes[stop->mesh + 1].plain - f->meshes[stop->begin].plain;
    length summed = f->sums[stop->mesh + 1].size - f->sums[stop->begin].size;
    stop->skew = breaker_grid(plain, f->rule->grid) - summed;
}

static void sum_items(struct fitting *f) {
    f->signless = true;
    f->sums = ARENA_BARE(f->scratch, f->count + 1, struct sum);
    f->sums[0] = (struct sum){0};
    for (size_t i = 0; i < f->count; i++) {
        const struct item *item = &f->items[i];
        struct sum sum = f->sums[i];
        if (item->size < 0 || (item->penalty < 0 && item->penalty > PENALTY_FORCE))
            f->signless = false;
        assert((item->size >= 0 || item->kind == ITEM_GLUE) && item->insert >= 0);
        if (item->kind == ITEM_BOX) {
            sum.size += item->size;
            sum.insert += item->insert;
            sum.boxes++;
        } else if (item->kind == ITEM_GLUE) {
            assert(item->shrink >= 0 && (item->shrink == 0 || item->shrink <= item->size) && item->stretch >= 0);
            sum.size += item->size;
            sum.stretch += item->stretch;
            sum.shrink += item->shrink;
        }
        f->sums[i + 1] = sum;
    }
    if (f->rule->grid > 0)
        mesh_items(f);
    f->final = f->items[f->count - 1].kind == ITEM_BOX ? f->count : f->count - 1;
    f->begins = ARENA_BARE(f->scratch, f->count + 2, size_t);
    f->begins[f->count] = f->begins[f->count + 1] = f->final;
    for (size_t i = f->count; i-- > 0;)
        f->begins[i] = f->items[i].kind == ITEM_BOX || break_forced(f, i) ? i : f->begins[i + 1];
}

static void ask_rooms(struct fitting *f) {
    size_t most = f->rule->steady + 1; /* lines */
    for (size_t i = 0; f->rule->steady == 0 && i <= f->final; i++)
        most += break_legal(f, i);
    f->rooms = ARENA_ARRAY(f->scratch, most, length);
    for (size_t i = 0; i < most; i++) {
        f->rooms[i] = f->rule->room(f->rule->context, i);
        if (f->rooms[i] < 1)
            f->rooms[i] = 1;
    }
    f->steady = most - 1;
    while (f->steady > 0 && f->rooms[f->steady - 1] == f->rooms[most - 1])
        f->steady--;
}

static size_t line_class(const struct fitting *f, size_t lines) {
    return lines < f->steady ? lines : f->steady;
}

static void fit_stub(struct fit *fit, const struct breaker_rule *rule, length room, size_t boxes) {
    length fifth = room / 5;
    if (fit->natural < fifth)
        fit->stub = rule->stub_demerits + rule->stub_demerits * (fifth - fit->natural) / fifth;
    else if (boxes == 1 && fit->natural < room / 3)
        fit->stub = rule->stub_demerits;
}

static void fit_ragged(struct fit *fit, length left, length room, bool filled) {
    int64_t share = left * 1000 / room;
    fit->badness = !filled ? share * share / 625 : left > room / 4 ? 3 * left - 2 * (room / 4) : left;
    fit->tightness = share >= 375 ? VERY_LOOSE : share < 0 ? TIGHT : (int)(share / 125);
}

/* `expansion` is taken first, either way: it is what keeps the glue even. */
static void fit_justified(struct fit *fit, length left, length expansion, length stretch, length shrink) {
    if (expansion > 0)
        left = left > expansion ? left - expansion : left < -expansion ? left + expansion : 0;
    length give = left >= 0 ? stretch : shrink;
    if (give == 0) {
        fit->badness = left == 0 ? 0 : BADNESS_MOST;
        fit->tightness = left == 0 ? DECENT : VERY_LOOSE;
        return;
    }
    fit->ratio = left * 1000 / give;
    int64_t used = fit->ratio < 0 ? -fit->ratio : fit->ratio;
    fit->badness = used >= RATIO_MOST ? BADNESS_MOST : used * used * used / 10000000;
    fit->tightness = fit->ratio < -500 ? TIGHT : fit->ratio <= 500 ? DECENT : fit->ratio <= 1000 ? LOOSE : VERY_LOOSE;
}

/* How much of what is `left` on a page that ends at `at`, after `end`, is not glue thrown away there. It may be less
 * than nothing: a page that is full before a heading costs as much as one whose heading stands on it. */
static length fit_wasted(const struct fitting *f, length left, size_t at, size_t end) {
    size_t begin = at < f->final ? f->begins[at + 1] : f->count;
    if (begin <= end)
        return left;
    length glue = f->meshes ? f->meshes[begin].plain - f->meshes[end].plain : f->sums[begin].size - f->sums[end].size;
    return glue > 0 ? left - glue : left;
}

/* The line from `from` to the break at `at`, before which `end` is the first item after the last box. */
static struct fit fit_line(const struct fitting *f, const struct stop *from, size_t at, size_t end) {
    const struct breaker_rule *rule = f->rule;
    struct sum line = {0};
    if (end > from->begin) {
        const struct sum *a = &f->sums[from->begin], *b = &f->sums[end];
        line = (struct sum){b->size - a->size, b->stretch - a->stretch, b->shrink - a->shrink, b->insert - a->insert,
                            b->boxes - a->boxes};
    }
    if (end > from->mesh)
        line.size += from->skew;
    length room = f->rooms[line_class(f, from->lines)];
    length hyphen = at < f->count && f->items[at].kind == ITEM_PENALTY ? f->items[at].size : 0;
    length insert = line.insert > 0 ? line.insert + rule->insert_separator : 0;
    struct fit fit = {.natural = line.size + hyphen, .tightness = CLASSLESS};
    length give = fit.natural * rule->expansion / 1000;
    length shrink = rule->ragged ? 0 : line.shrink + give;
    length left = room - insert - fit.natural;
    if (rule->hangs != NULL && end > from->begin)
        left += rule->hangs[from->begin].start + rule->hangs[hyphen > 0 ? at : end - 1].end;
    fit.excess = left + shrink < 0 ? -(left + shrink) : 0;
    fit.bare_excess = -(left + hyphen + shrink);
    if (fit.excess > 0) {
        fit.badness = BADNESS_OVERFULL;
        fit.tightness = TIGHT;
        fit.ratio = shrink > 0 ? -1000 : 0;
    } else if (rule->last_free && left >= 0 && break_forced(f, at)) {
        if (rule->stub_demerits > 0 && !from->fresh)
            fit_stub(&fit, rule, room, line.boxes);
    } else if (rule->ragged) {
        fit_ragged(&fit, rule->filled ? fit_wasted(f, left, at, end > from->begin ? end : from->begin) : left, room,
                   rule->filled);
    } else {
        fit_justified(&fit, left, give, line.stretch, line.shrink);
    }
    if (rule->fitness_demerits == 0)
        fit.tightness = CLASSLESS; /* fewer states */
    return fit;
}

static int64_t line_demerits(const struct fitting *f, const struct stop *from, size_t at, const struct fit *fit) {
    const struct breaker_rule *rule = f->rule;
    int64_t base = rule->line_demerits + fit->badness;
    const struct item *item = at < f->count ? &f->items[at] : NULL;
    bool forced = break_forced(f, at);
    int64_t penalty = item && item->kind == ITEM_PENALTY && !forced ? item->penalty : 0;
    length room = f->rooms[line_class(f, from->lines)];
    int64_t demerits = rule->filled   ? (rule->line_demerits + penalty) * room / 100 + fit->badness
                       : penalty >= 0 ? (base + penalty) * (base + penalty)
                                      : base * base - penalty * penalty;
    if (from->flagged && item && item->kind == ITEM_PENALTY && item->flagged)
        demerits += rule->flagged_demerits;
    if (from->flagged && forced)
        demerits += rule->broken_demerits;
    if (from->tightness != CLASSLESS && fit->tightness != CLASSLESS) {
        int apart = from->tightness - fit->tightness;
        if (apart > 1 || apart < -1)
            demerits += rule->fitness_demerits;
    }
    return demerits + fit->stub;
}

static void stop_keep(struct fitting *f, const struct candidate *candidate, size_t at, int tightness) {
    const struct item *item = at < f->count ? &f->items[at] : NULL;
    struct stop stop = {
        .at = at,
        .begin = at < f->final ? f->begins[at + 1] : f->count,
        .lines = f->stops.items[candidate->from].lines + 1,
        .previous = candidate->from,
        .total = candidate->total,
        .least = LENGTH_HUGE,
        .tightness = tightness,
        .flagged = item && item->kind == ITEM_PENALTY && item->flagged,
        .fresh = break_forced(f, at),
    };
    stop_mesh(f, &stop);
    LIST_ADD(f->scratch, &f->stops, stop);
}

/* Makes stops of the best candidates that end at `at`. One that costs more than the best by fitness_demerits can never
 * win, whatever follows. */
static void stops_add(struct fitting *f, struct candidate best[CLASSES], size_t at) {
    int least = -1;
    for (int c = 0; c < CLASSES; c++)
        if (best[c].set && (least < 0 || cost_less(best[c].total, best[least].total)))
            least = c;
    if (least < 0)
        return;
    struct cost bound = best[least].total;
    bound.demerits += f->rule->fitness_demerits;
    for (int c = 0; c < CLASSES; c++) {
        if (!best[c].set || (c != least && !cost_less(best[c].total, bound)))
            continue;
        stop_keep(f, &best[c], at, c);
    }
    memset(best, 0, CLASSES * sizeof *best);
}

/* Room for more than `count` in the next list, and as much in this one. */
static void active_grow(struct fitting *f, size_t count) {
    size_t room = f->active_room * 2;
    size_t *grown = ARENA_ARRAY(f->scratch, room, size_t);
    memcpy(grown, f->next_active, count * sizeof *grown);
    f->next_active = grown;
    grown = ARENA_ARRAY(f->scratch, room, size_t);
    memcpy(grown, f->active, f->active_count * sizeof *grown);
    f->active = grown;
    f->active_room = room;
}

static void active_add(struct fitting *f, size_t *count, size_t stop) {
    if (*count == f->active_room)
        active_grow(f, *count);
    f->next_active[(*count)++] = stop;
}

/* Offers the break at `at` to a state; true when the state stays active. */
static bool stop_offer(struct fitting *f, size_t from_index, size_t at, size_t end, struct candidate best[CLASSES]) {
    struct stop *from = &f->stops.items[from_index];
    if (at < from->begin)
        return true;
    struct fit fit = fit_line(f, from, at, end);
    struct cost total = from->total;
    total.excess += fit.excess;
    total.demerits += line_demerits(f, from, at, &fit);
    struct candidate *rival = &best[fit.tightness];
    /* Stops come in the order of their place: of two that cost the same, the later has filled the pages before it. */
    if (!rival->set || cost_less(total, rival->total) || (f->rule->filled && !cost_less(rival->total, total)))
        *rival = (struct candidate){total, from_index, true};
    if (fit.excess < from->least)
        from->least = fit.excess;
    return !break_forced(f, at) && fit.bare_excess <= from->least;
}

/* What a ragged line that is not free costs, when `left` is left over. */
static int64_t ragged_demerits(const struct breaker_rule *rule, length left, length room, int64_t penalty) {
    int64_t share = left * 1000 / room;
    int64_t base = rule->line_demerits + share * share / 625 + penalty;
    return base * base;
}

/* Stops from which the break at hand leaves so much room that they are not offered it: it fits them all the same. Those
 * that were offered one before know that it did. */
static void stops_fit(struct fitting *f, size_t first, size_t end, size_t at) {
    for (size_t i = end; i-- > first;) {
        struct stop *stop = &f->stops.items[f->active[i]];
        if (stop->least == 0)
            break;
        if (at >= stop->begin)
            stop->least = 0;
    }
}

/* What sweep does, for most paragraphs there are: ragged, of one measure, with nothing that hangs and no classes of
 * tightness, so there is one candidate; sizes and penalties are not negative, so stops stand in the order of the room
 * that they leave, and no stop costs less than the one before it. Most are passed over: their cost, or that of the room
 * left, is above the candidate's. */
static void sweep_plain(struct fitting *f, size_t at, size_t end) {
    struct candidate best = {{0, 0}, 0, false};
    const struct item *item = at < f->count && f->items[at].kind == ITEM_PENALTY ? &f->items[at] : NULL;
    bool forced = break_forced(f, at), flagged = item != NULL && item->flagged;
    length room = f->rooms[0], hyphen = item != NULL ? item->size : 0, width = f->sums[end].size;
    int64_t penalty = item != NULL ? item->penalty : 0;
    size_t count = 0;
    for (size_t i = 0; i < f->active_count; i++) {
        size_t index = f->active[i];
        struct stop *from = &f->stops.items[index];
        if (at < from->begin) {
            f->active[count++] = index;
            continue;
        }
        length bare = end > from->begin ? width - f->sums[from->begin].size : 0;
        length left = room - bare - hyphen, excess = left < 0 ? -left : 0;
        if (excess < from->least)
            from->least = excess;
        if (!forced && bare - room <= from->least)
            f->active[count++] = index;
        if (best.set && !cost_less((struct cost){from->total.excess + excess, from->total.demerits}, best.total))
            continue;
        int64_t demerits;
        if (forced || excess > 0) {
            struct fit fit = fit_line(f, from, at, end);
            demerits = line_demerits(f, from, at, &fit);
        } else {
            demerits = ragged_demerits(f->rule, left, room, penalty);
            if (best.set && best.total.excess == 0 && demerits >= best.total.demerits) {
                size_t passed = count;
                while (++i < f->active_count)
                    f->active[count++] = f->active[i];
                stops_fit(f, passed, count, at);
                break;
            }
            if (flagged && from->flagged)
                demerits += f->rule->flagged_demerits;
        }
        struct cost total = {from->total.excess + excess, from->total.demerits + demerits};
        if (!best.set || cost_less(total, best.total))
            best = (struct candidate){total, index, true};
    }
    f->active_count = count;
    if (!best.set)
        return;
    stop_keep(f, &best, at, CLASSLESS);
    if (f->active_count == f->active_room)
        active_grow(f, 0);
    f->active[f->active_count++] = f->stops.count - 1;
}

/* One legal break against the whole active list, which stays ordered by line class: survivors of a class, then the new
 * stops of that class. */
static void sweep(struct fitting *f, size_t at, size_t end) {
    struct candidate best[CLASSES] = {{{0, 0}, 0, false}};
    size_t count = 0, placed = f->stops.count, target = 0;
    for (size_t i = 0; i < f->active_count; i++) {
        size_t stop = f->active[i];
        size_t class = line_class(f, f->stops.items[stop].lines);
        if (line_class(f, class + 1) != target) {
            stops_add(f, best, at);
            target = line_class(f, class + 1);
        }
        while (placed < f->stops.count && line_class(f, f->stops.items[placed].lines) < class)
            active_add(f, &count, placed++);
        if (stop_offer(f, stop, at, end, best))
            active_add(f, &count, stop);
    }
    stops_add(f, best, at);
    while (placed < f->stops.count)
        active_add(f, &count, placed++);
    assert(count > 0);
    size_t *old = f->active;
    f->active = f->next_active;
    f->next_active = old;
    f->active_count = count;
}

/* The best of the states at the last break. */
static size_t stop_best(const struct fitting *f) {
    size_t best = f->active[0];
    for (size_t i = 1; i < f->active_count; i++)
        if (cost_less(f->stops.items[f->active[i]].total, f->stops.items[best].total))
            best = f->active[i];
    return best;
}

static const struct breakpoint *breaks_trace(struct fitting *f, struct arena *arena, size_t *count) {
    size_t best = stop_best(f);
    *count = f->stops.items[best].lines;
    struct breakpoint *breaks = ARENA_ARRAY(arena, *count, struct breakpoint);
    for (size_t i = *count; i-- > 0;) {
        const struct stop *stop = &f->stops.items[best];
        size_t end = stop->at;
        while (end > 0 && f->items[end - 1].kind != ITEM_BOX)
            end--;
        struct fit fit = fit_line(f, &f->stops.items[stop->previous], stop->at, end);
        breaks[i] =
            (struct breakpoint){stop->at < f->count ? stop->at : f->count - 1, fit.natural, fit.excess, fit.ratio};
        best = stop->previous;
    }
    return breaks;
}

/* From sums to the states at the last break. */
static void fitting_run(struct fitting *f) {
    const struct breaker_rule *rule = f->rule;
    ask_rooms(f);
    f->plain = rule->ragged && !rule->filled && rule->fitness_demerits == 0 && rule->hangs == NULL && f->steady == 0 &&
               rule->grid == 0 && f->sums[f->count].insert == 0 && f->signless;
    f->active_room = ACTIVE_START;
    f->active = ARENA_BARE(f->scratch, f->active_room, size_t);
    f->next_active = ARENA_BARE(f->scratch, f->active_room, size_t);
    struct stop start = {.begin = f->begins[0], .least = LENGTH_HUGE, .tightness = CLASSLESS, .fresh = true};
    stop_mesh(f, &start);
    LIST_ADD(f->scratch, &f->stops, start);
    f->active[0] = 0;
    f->active_count = 1;
    size_t end = 0;
    for (size_t at = 0; at <= f->final; at++) {
        if (at > 0 && f->items[at - 1].kind == ITEM_BOX)
            end = at;
        if (break_legal(f, at))
            (f->plain ? sweep_plain : sweep)(f, at, end);
    }
}

const struct breakpoint *breaker_fit(const struct item *items, size_t item_count, const struct breaker_rule *rule,
                                     struct arena *arena, size_t *count) {
    *count = 0;
    if (item_count == 0)
        return ARENA_ARRAY(arena, 1, struct breakpoint);
    assert(items != NULL);
    struct arena *scratch = rule->scratch != NULL ? rule->scratch : arena_open();
    struct fitting f = {.items = items, .count = item_count, .rule = rule, .scratch = scratch};
    sum_items(&f);
    fitting_run(&f);
    const struct breakpoint *breaks = breaks_trace(&f, arena, count);
    if (scratch != rule->scratch)
        arena_close(scratch);
    return breaks;
}
