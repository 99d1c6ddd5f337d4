/* instruction.h: a comparison → what has to be done to the old text, provision by provision.
 *
 * The weave is walked once. Every difference in it becomes an act (these words for those, these
 * blocks after that one, this clause to there); acts of one change in one provision are one
 * instruction. Instructions stand in the order of the old text. What they mean in words is the
 * matter of schedule.c.
 *
 * All that an act names are nodes of the old text that stay where they are, so instructions can be
 * followed in any order. Blocks that come and go at one place are one act, so none depends on
 * another; where a moved provision comes to stand among new ones, its place is marked among these.
 */
#ifndef ENGROSS_CHANGES_INSTRUCTION_H
#define ENGROSS_CHANGES_INSTRUCTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/list.h"
#include "changes/address.h"
#include "changes/comparison.h"
#include "changes/grounds.h"
#include "changes/rewording.h"

enum act_kind {
    ACT_REWORDING, /* some words of a block */
    ACT_WORDS,     /* all words of a heading, term, caption or cell */
    ACT_BLOCKS,    /* old blocks, items or rows go; new ones come */
    ACT_COLUMNS,   /* columns of a table, likewise */
    ACT_MOVE,      /* old blocks go elsewhere */
    ACT_RENAMING,  /* the same words of many blocks, wherever they stand in them */
    ACT_ATTRIBUTE  /* what no words show */
};

typedef LIST(const struct node *) act_nodes;
typedef LIST(const struct change *) act_changes;

struct act {
    enum act_kind kind;
    const struct node *scope; /* of the old text: what the act is about (address_scope) */
    const struct node *place; /* of the old text: the block, table or figure; of blocks that come their holder */
    const struct rewordings *rewordings; /* REWORDING, WORDS: the words of both sides; RENAMING: of the first block */
    const struct rewording *rewording;   /* REWORDING, RENAMING */
    LIST(const struct act *) members;    /* RENAMING: the acts on each block, in whose stead it stands */
    act_nodes old, new;                  /* BLOCKS, MOVE; COLUMNS: the cells of the head, or of the first row */
    const struct node *anchor;           /* after which they come; NULL: at the beginning of the holder */
    const struct node *before;           /* not NULL: before which they come, which says it better */
    size_t column;                       /* COLUMNS that come: after so many old ones */
    size_t column_new;                   /* and the first of them in the new table */
    const struct strand *table;          /* COLUMNS */
    const struct act *marked;            /* MOVE: the act among whose blocks the place is marked; else NULL */
    bool keeps_moved;                    /* BLOCKS that go: something in them moves elsewhere */
    const struct edit *edit;             /* ATTRIBUTE */
    act_changes changes;                 /* that it is part of */
    size_t letter;                       /* within its instruction, from 1 */
};

struct instruction {
    const struct node *scope;
    const struct node
        *division; /* of the old text, under which it is filed; the root before the first; NULL: of many */
    LIST(struct act *) acts;
    act_changes changes;
    size_t key; /* where in the old text it belongs */
};

struct instructions {
    LIST(struct instruction) list;
    const char **moving; /* by the index of a new node: its mark, or NULL (quotation.h) */
};

/* Whether an act leaves nothing in a division but its heading. */
bool act_empties(const struct act *act);

/* `grounds` by the index of each change; NULL: none are known. */
struct instructions *instructions_find(const struct comparison *comparison, const struct addresses *addresses,
                                       const struct ground *grounds, struct arena *arena);

#endif
