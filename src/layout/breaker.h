/* breaker.h: one total-fit breaker, for lines and for pages.
 *
 * Knuth and Plass, "Breaking Paragraphs into Lines" (Software: Practice and
 * Experience 11, 1981): a paragraph is boxes, glue and penalties; so is a whole
 * document seen downwards. Dynamic programming finds the set of breaks of least
 * total demerits; it always finds one, if need be with overfull lines, which the
 * caller sees from `excess`.
 *
 * A break may stand at glue that follows a box, at a penalty below PENALTY_NEVER,
 * and at the last item (after it, when it is a box). Glue and penalties at either
 * end of a line are dropped, except for a line's own PENALTY_FORCE: two of these
 * in a row make an empty line.
 */
#ifndef ENGROSS_LAYOUT_BREAKER_H
#define ENGROSS_LAYOUT_BREAKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/length.h"

enum item_kind { ITEM_BOX, ITEM_GLUE, ITEM_PENALTY };

#define PENALTY_NEVER 10000    /* no break here */
#define PENALTY_FORCE (-10000) /* a break here, whatever it costs */

/* Glue shrinks by no more than it measures. No size is negative, but for glue without shrink just before a box at least
 * as large that no break parts from it: so a box that stands only at the start of a line (a table's head on a later
 * page) adds nothing elsewhere. */
struct item {
    length size;          /* box, glue: natural; penalty: what is added when broken here (a hyphen) */
    short_length stretch; /* glue */
    short_length shrink;  /* glue */
    short_length insert;  /* pages: footnotes called in this box need this much at the foot */
    int32_t penalty;
    uint32_t content; /* the caller's own number */
    uint8_t kind;     /* enum item_kind */
    bool flagged;     /* two flagged breaks in a row cost more */
    bool on_grid;     /* glue: what follows it begins at a multiple of the rule's grid from the head of its page */
};

/* How far a line may stand out of its room when it begins or ends with an item: optical margins. */
struct hang {
    length start, end;
};

struct breaker_rule {
    /* The room of line (page) `number`, from 0. Asked for as many numbers as there are possible breaks; breaking is
     * fastest when all rooms are equal from some small number on. */
    length (*room)(const void *context, size_t number);
    const void *context;
    size_t steady;            /* from this number on all rooms are equal; 0 when that is not known */
    length grid;              /* see item.on_grid; 0 when no item asks for it */
    length insert_separator;  /* what the first insert of a page costs beside itself */
    int32_t line_demerits;    /* what each line costs by itself: 10 in TeX */
    int32_t flagged_demerits; /* a line that is flagged at both ends */
    int32_t broken_demerits;  /* a last line, or one before PENALTY_FORCE, that begins after a flagged break */
    int32_t fitness_demerits; /* neighbours of very different tightness */
    int32_t stub_demerits;    /* a free line that is a stub (breaker.c says what that is); 0: stubs are welcome */
    bool ragged;              /* leftover space costs by its square, not by what glue could stretch; see breaker.c */
    bool filled;              /* ragged too: leftover costs about what it measures, a penalty a hundredth of the room */
    const struct hang *hangs; /* by item: boxes, and penalties that add something; NULL: nothing hangs */
    int expansion;            /* thousandths by which a justified line may be wider or narrower before its glue is */
    bool last_free;           /* the last line, and one that ends at PENALTY_FORCE, may be as short as it likes */
    struct arena *scratch;    /* for what is needed meanwhile; NULL: one of the breaker's own */
};

struct breakpoint {
    size_t item;    /* the break is at this item; the next line begins after it, glue and penalties skipped */
    length natural; /* width of the line without stretching, a hyphen included, inserts not */
    length excess;  /* by how much it is too full, after all shrinking; 0 when it fits */
    int64_t stretch_thousandths; /* how far the glue stretches (> 0) or shrinks (< 0), 1000 is all of it; 0 when ragged,
                                  * free, or without glue */
};

/* The least multiple of `grid` that is no less than `size`. */
length breaker_grid(length size, length grid);

/* Returns the breaks, the last at the last item; `*count` ≥ 1 when there are items. Time is linear in the items for
 * lines of bounded length; the result alone is kept in `arena`. */
const struct breakpoint *breaker_fit(const struct item *items, size_t item_count, const struct breaker_rule *rule,
                                     struct arena *arena, size_t *count);

#endif
