/* units.h: what a change is said of: its id, number and label. */
#ifndef ENGROSS_CHANGES_UNITS_H
#define ENGROSS_CHANGES_UNITS_H

#include "changes/comparison.h"
#include "document/names.h"

/* One version, with its elements by id. */
struct roll {
    const struct version *version;
    const struct names *elements; /* → struct element; NULL when there is no element tree */
    struct arena *arena;
};

struct roll roll_open(const struct version *version, struct arena *arena);
/* NULL when there is none. */
const struct element *roll_element(const struct roll *roll, const char *id);

/* Whether changes are said of this node itself. */
bool unit_is(const struct node *node);
/* "5.3.2(a)", "A", "3"; "" when it has none. */
const char *unit_number(const struct roll *roll, const struct node *unit);
/* The last component of a number: what its parent has given it. "" when it has none. */
const char *unit_ordinal(const struct node *unit);
/* "clause 5.3, Quorum"; never "". */
const char *unit_label(const struct roll *roll, const struct node *unit);

#endif
