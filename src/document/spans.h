/* spans.h: where the cells of a table stand once some of them span rows or columns.
 *
 * Rows are gone through from the top; each cell takes the first column that is still free, as in HTML (the algorithm
 * for forming a table). Layout and the checks of the document count by this one module, so they cannot differ.
 */
#ifndef ENGROSS_DOCUMENT_SPANS_H
#define ENGROSS_DOCUMENT_SPANS_H

#include <stddef.h>

#include "base/arena.h"
#include "document/node.h"

/* A column, in the row in hand. */
struct spans_column {
    const struct node *cell; /* that covers it; NULL: free */
    size_t left;             /* rows that it covers from this one on */
};

struct spans {
    struct arena *arena;
    struct spans_column *columns;
    size_t count, room; /* columns that any row has reached */
    size_t next;        /* where the next cell is tried */
};

/* For one head or body: nothing spans from one into the next. */
struct spans spans_open(struct arena *arena);
/* Begins the next row: cells that span it already stand in it. */
void spans_row(struct spans *spans);
/* Places the next cell of the row; returns its first column. `*in_way`, unless NULL, is a cell from a row above that it
 * would cover, or NULL; that one keeps its place. */
size_t spans_place(struct spans *spans, const struct node *cell, const struct node **in_way);
/* The cell that covers `column` in this row, or NULL. */
const struct node *spans_cover(const struct spans *spans, size_t column);
/* How many columns of this row are covered, and the last of them plus one. */
size_t spans_covered(const struct spans *spans, size_t *end);

#endif
