/* drafting.h: the weave → acts, and what the modules that find them share. Within changes only.
 *
 * drafting.c walks the weave and says what changes in a block, a table, or what no words show; gap.c
 * says what comes, goes and moves between blocks. Acts stand in the order of the walk;
 * instruction.c makes instructions of them.
 */
#ifndef ENGROSS_CHANGES_DRAFTING_H
#define ENGROSS_CHANGES_DRAFTING_H

#include "changes/instruction.h"
#include "changes/moving.h"

struct drafting {
    const struct comparison *comparison;
    const struct addresses *addresses;
    struct arena *arena;
    LIST(struct act *) acts;
    act_nodes covered; /* old blocks that are substituted whole: their footnotes go with them */
    const struct moving *moves;
    const char **marks; /* by the index of a new node: the words at the place where it moves, or NULL */
};

struct drafting *drafting_open(const struct comparison *comparison, const struct addresses *addresses,
                               struct arena *arena);

/* What changes at and below a strand that is in both versions. */
void drafting_walk(struct drafting *drafting, const struct strand *strand);
/* The same of a group of blocks: what comes and goes, and what changes in those that stay. */
void drafting_blocks(struct drafting *drafting, const struct strand *strand);

/* A new act; `change` may be NULL. */
struct act *drafting_act(struct drafting *drafting, enum act_kind kind, const struct node *place,
                         const struct change *change);
void drafting_add(struct drafting *drafting, struct act *act, const struct change *change);
/* A block that is in both, substituted whole. */
void drafting_substitute(struct drafting *drafting, const struct strand *strand);

const struct node *drafting_node(const struct strand *strand);
/* The change that a strand is part of, or what is around it; NULL when there is none. */
const struct change *drafting_change(const struct strand *strand);
/* Whether it is in both, and no move of it is told. */
bool drafting_stays(const struct strand *strand);
bool drafting_is_covered(const struct drafting *drafting, const struct node *node);
/* Whether a section is made anew for each version. */
bool drafting_is_contents(const struct node *section);

#endif
