/* collect.h: from the weave to changes: whose each edit is, and of which kind. */
#ifndef ENGROSS_CHANGES_COLLECT_H
#define ENGROSS_CHANGES_COLLECT_H

#include "changes/units.h"
#include "changes/weave.h"

/* What a unit has seen, while changes are collected. */
struct dealings {
    edit_list edits; /* those that become a SUBSTITUTED or an EDITORIAL change */
    struct change *changes[CHANGE_KINDS];
};

struct collecting {
    struct comparison *comparison;
    const struct matching *matching;
    const struct weave *weave;
    struct roll old, new;
    struct dealings **dealings; /* by the index of strands of units; NULL: none yet */
    struct arena *arena;
};

/* Adds an edit to what is known of a unit. */
void collect_edit(struct collecting *collecting, const struct strand *unit, struct edit edit);
/* The strand of the unit that a strand belongs to: itself, or one around it. */
const struct strand *collect_unit(const struct collecting *collecting, const struct strand *strand);
/* Fills in the changes and the concordance. */
void collect_changes(struct comparison *comparison, struct matching *matching, const struct weave *weave,
                     struct arena *arena);

#endif
