/* match.h: which node of the old document is which of the new one.
 *
 * Two documents → for each node that is no part of a line its partner, or none. First the
 * units with an id, wherever they stand; then units of the same content that stand once
 * in each; then, from the root down, the children of each pair: names of their own (the
 * header of a row, the term of a definition), equal content, likeness. Whatever has no id
 * is only ever matched with something at the same place among the same parents, in order.
 */
#ifndef ENGROSS_CHANGES_MATCH_H
#define ENGROSS_CHANGES_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "changes/comparison.h"

/* What is known of one node; by its index. */
struct fact {
    uint64_t hash;            /* of all that is heard of it and in it, numbers apart */
    const struct node *match; /* in the other document */
    const uint64_t *bag;      /* its words, sorted (likeness.h); NULL until they are wanted */
    uint32_t bag_count;
    uint32_t weight; /* bytes of words in it */
    uint32_t place;  /* among its siblings */
    uint32_t rank;   /* among those with whom it keeps an order; of a cell: its column */
    bool skipped;    /* made anew for each version: no change */
    bool moved;      /* has a match, but stands elsewhere */
};

struct side {
    const struct document *document;
    struct fact *facts;
};

/* Which column of the old table each of the new one is; the tables are nested in one another. */
struct columns {
    const struct node *table; /* of the new document */
    const uint32_t *old;      /* by new column; SCRIPT_NONE: none */
    size_t count;
};

struct matching {
    struct side old, new;
    struct arena *arena;
    struct arena *scratch; /* for the children of one pair */
    LIST(struct columns) columns;
    size_t steps;
};

static inline struct fact *fact_of(const struct side *side, const struct node *node) {
    return &side->facts[node->index];
}

struct matching *match_documents(const struct document *old, const struct document *new, struct arena *arena);

/* Says that two nodes are one. */
void match_pair(struct matching *matching, const struct node *old, const struct node *new);
/* Whether two nodes are of one sort: a cell of words and one of paragraphs are not. */
bool match_fits(const struct node *old, const struct node *new);
/* Parts, sections, appendices and clauses: what may move without an id, too. */
bool match_is_division(const struct node *node);
/* Whether a node may have an id that is an address to compare by. */
bool match_is_named(const struct node *node);
/* The node among whose children this one keeps its order: a list does not count. */
const struct node *match_holder(const struct node *node);

#endif
