/* comparison.h: what changed from one version of a document to another.
 *
 * Two documents → one comparison: the weave, a tree that holds all nodes of both in
 * reading order; the changes, each of one unit and one kind; the concordance of numbers.
 * What is compared is what a reader sees and hears. What only the elements know (who
 * approves, which requirement is satisfied) is compared by id afterwards, so that no
 * provision whose approval has to be asked for is without a change.
 *
 * A unit is a part, section, clause or appendix; a table, figure, definition, paragraph
 * or list item too when it has an id of its own. A change belongs to the smallest unit
 * around it that has an id, at last to the document itself, whose target is the id of
 * its root. One change for each target and kind.
 *
 * Surprising: contents lists, the paragraph of status, the version table and the rows of
 * the control table that a release changes are in the weave, but never changes (`skipped`).
 * Nothing is woven below them: who shows a weave takes contents and history of `new` as they
 * are, and marks rows of the control as wholes.
 */
#ifndef ENGROSS_CHANGES_COMPARISON_H
#define ENGROSS_CHANGES_COMPARISON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/list.h"
#include "document/document.h"
#include "document/node.h"
#include "read/element.h"

struct change;

/* Both must outlive the comparison. */
struct version {
    const struct document *document;
    const struct element
        *root;         /* of the element tree that the document was made of; NULL: nothing unseen is compared */
    const char *label; /* "1.0"; NULL for the working text */
};

enum change_kind {
    CHANGE_INSERTED,
    CHANGE_DELETED,
    CHANGE_SUBSTITUTED, /* words, items, rows, cells, or parts without a name of their own */
    CHANGE_MOVED,
    CHANGE_RENUMBERED, /* of the unit whose own children were counted otherwise in consequence of another change */
    CHANGE_EDITORIAL,  /* nothing that is heard as other words */
    CHANGE_KINDS
};

/* "inserted", "deleted"… as in `change/@kind` and in JSON. */
const char *change_kind_name(enum change_kind kind);

/* Bytes `from` to `to` of a TEXT; of another leaf (FOLIO) 0 to 0. */
struct piece {
    const struct node *leaf;
    size_t from, to;
};

enum run_state {
    RUN_KEPT,     /* same words; how they are dressed (link, weight) may differ */
    RUN_INSERTED, /* `new` alone */
    RUN_DELETED,  /* `old` alone; a substitution is a DELETED run and then an INSERTED one */
    RUN_EDITORIAL /* both: another kind of space, dash or quotation mark, another language, or the number of a reference
                   * that only follows its target */
};

/* A stretch of the words of one block. */
struct run {
    enum run_state state;
    const struct piece *old;
    const struct piece *new;
    size_t old_count, new_count;
};

enum strand_state {
    STRAND_KEPT,     /* in both, here */
    STRAND_INSERTED, /* `new` alone */
    STRAND_DELETED,  /* `old` alone */
    STRAND_MOVED_IN, /* in both, and this is where it stands now; what is below it hangs here */
    STRAND_MOVED_OUT /* where it stood before: `old`, and `new` too; nothing hangs below it */
};

/* One node of the weave. Groups have a strand for each child of both nodes; a block of words (node_holds_words) has
 * none, but runs when it is in both. Of children that stand at the same place the old one comes first. */
struct strand {
    enum strand_state state;
    const struct node *old, *new; /* NULL when there is none */
    struct strand *parent, *first, *last, *next;
    struct strand *other;   /* MOVED_IN ↔ MOVED_OUT */
    const struct run *runs; /* of a block of words in both: all its words, in reading order */
    size_t run_count;       /* 0 also when both are the same throughout: then nothing was cut */
    uint32_t index;         /* in reading order from 0; unique */
    bool skipped;           /* made anew for each version: no change, whatever `state` says; nothing hangs below it */
    const struct change *moved; /* of a pair of MOVED strands: the change that tells of the move, which is the MOVED one
                                 * of the unit, or, for a clause without an id, the one that it is an edit of. NULL:
                                 * only the list around it was split or joined, which no reader has to be told */
    const struct change *change; /* INSERTED or DELETED change of which this strand is the unit; else the SUBSTITUTED
                                  * or EDITORIAL one that has an edit right here; NULL: unchanged itself */
};

/* What an edit touches, for a reader who asks where. */
enum edit_where {
    WHERE_UNIT, /* the whole of a part, section, clause or appendix */
    WHERE_HEADING,
    WHERE_PARAGRAPH,
    WHERE_ITEM,
    WHERE_TABLE,
    WHERE_ROW,
    WHERE_CELL,
    WHERE_CAPTION,
    WHERE_NOTE,
    WHERE_FIGURE,
    WHERE_ATTRIBUTE,
    WHERE_COUNT
};

const char *edit_where_name(enum edit_where where);

struct edit {
    enum change_kind kind; /* RENUMBERED: one child of the unit, `attribute` "number" */
    enum edit_where where;
    const struct strand *strand; /* never NULL; of an unseen attribute that of the unit */
    size_t run,
        run_count; /* runs of the strand: 1, or 2 for a substitution; 0: the whole strand, or an attribute of it */
    const char *attribute; /* "uri", "alternative", "approval"…; NULL: none. "markup": the elements differ, and nothing
                            * of it reads otherwise. Of a link, `run` is its words */
    const char *was, *now; /* values of the attribute; NULL: not given */
    const char *element;   /* whose unseen attribute it is, when it is an element within the unit; of "markup" the one
                            * whose id has changed, and nothing else has. NULL: the unit's own, or more than that */
};

struct change {
    enum change_kind kind;
    const char *target;                  /* permanent id; "" only in a document whose root has none */
    const struct node *old, *new;        /* the unit, NULL when there is none; the root for the document itself */
    const struct strand *strand;         /* of the unit, where it stands now; of a deleted one where it stood */
    const char *number_old, *number_new; /* "5.3.2(a)", "A", ""; NULL when there is no such unit */
    const char *label_old, *label_new;   /* "clause 5.3, Quorum"; NULL likewise; never "" */
    LIST(struct edit) edits;             /* in reading order */
    size_t index;                        /* in `changes` */
};

/* A unit that has another number than before. */
struct renumbering {
    const char *target;
    const char *old, *new; /* "5.3" */
    const char *label_old, *label_new;
    const struct strand *strand;
};

struct comparison {
    struct version old, new;
    struct strand *root;
    LIST(struct change *) changes; /* in the order of the new text; deleted ones where they stood */
    LIST(struct renumbering) numbers;
    size_t steps; /* how much work it was: for tests of growth */
};

/* Never NULL. Lives in `arena`, except for what belongs to the two versions. */
struct comparison *compare(const struct version *old, const struct version *new, struct arena *arena);

/* Whether a node holds words and what dresses them, never blocks: its strand has runs. */
bool node_holds_words(const struct node *node);
/* The next strand in reading order within `root`, or NULL at its end. */
const struct strand *strand_after(const struct strand *strand, const struct strand *root);

/* The words that an edit takes away (`new` false) or brings, with single spaces between blocks; of an attribute its
 * value. "" when there are none. */
void edit_words(const struct edit *edit, bool new, struct buffer *out);
/* The words of one run on one side. */
void run_words(const struct run *run, bool new, struct buffer *out);

/* One line a change: kind, target, labels; below it its edits, then the concordance. Golden tests compare it. */
void comparison_dump(const struct comparison *comparison, struct buffer *out);

#endif
