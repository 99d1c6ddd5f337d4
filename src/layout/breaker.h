/* breaker.h: one total-fit breaker, for lines and for pages.
 *
 * Knuth and Plass, "Breaking Paragraphs into Lines" (Software: Practice and
 * Experience 11, 1981): a paragraph is boxes, glue and penalties; so is a whole
 * document seen downwards. Dynamic programming finds the set of breaks of least
 * total demerits; it always finds one, if need be with overfull lines, which the
 * caller sees from `excess`.
 */
#ifndef ENGROSS_LAYOUT_BREAKER_H
#define ENGROSS_LAYOUT_BREAKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/length.h"

enum item_kind { ITEM_BOX, ITEM_GLUE, ITEM_PENALTY };

#define PENALTY_NEVER 10000   /* no break here */
#define PENALTY_FORCE (-10000) /* a break here, whatever it costs */

struct item {
    enum item_kind kind;
    length size;    /* box, glue: natural; penalty: what is added when broken here (a hyphen) */
    length stretch; /* glue */
    length shrink;  /* glue */
    int32_t penalty;
    bool flagged;   /* two flagged breaks in a row cost more */
    length insert;  /* pages: footnotes called in this box need this much at the foot */
    size_t content; /* the caller's own number */
};

struct breaker_rule {
    /* The room of line (page) `number`, from 0. */
    length (*room)(const void *context, size_t number);
    const void *context;
    length insert_separator; /* what the first insert of a page costs beside itself */
    int32_t line_demerits;   /* what each line costs by itself: 10 in TeX */
    int32_t flagged_demerits;
    int32_t fitness_demerits; /* neighbours of very different tightness */
    bool ragged;              /* leftover space costs by its square, not by what glue could stretch; see breaker.c */
    bool last_free;           /* the last line may be as short as it likes */
};

struct breakpoint {
    size_t item;    /* the break is at this item; the next line begins after it, glue and penalties skipped */
    length natural; /* width of the line without stretching */
    length excess;  /* by how much it is too full; 0 when it fits */
    int64_t stretch_thousandths; /* how far the glue stretches (> 0) or shrinks (< 0), 1000 is all of it */
};

/* Returns the breaks, the last at the last item; `*count` ≥ 1 when there are items. */
const struct breakpoint *breaker_fit(const struct item *items, size_t item_count, const struct breaker_rule *rule,
                                     struct arena *arena, size_t *count);

#endif
