/* note.h: footnotes: set once, then standing at the foot of the page of their call. */
#ifndef ENGROSS_LAYOUT_NOTE_H
#define ENGROSS_LAYOUT_NOTE_H

#include <stddef.h>

#include "layout/galley.h"

/* One footnote, set. */
struct note_set {
    const struct node *node;
    struct stack stack;
    length after; /* space under its last line */
};

/* Space over the rule, the rule, and the space under it. */
struct note_separator {
    length above, rule, below;
};

struct note_separator note_separator(const struct style *style);

/* Gives each box of the body galley the notes that its slab calls: as the breaker's insert, or, where a page cannot
 * hold a line with all its notes, in boxes without height of their own after it, which may go to later pages. */
void notes_attach(struct galley *galley);

/* The height of these slabs of a note. */
length note_part_height(const struct note_part *part);

#endif
