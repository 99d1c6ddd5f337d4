/* row.h: rows of a table → slabs: whole, divided, or several that cells tie
 * together. Within layout only. */
#ifndef ENGROSS_LAYOUT_ROW_H
#define ENGROSS_LAYOUT_ROW_H

#include "layout/grid.h"

/* A row's cells, set. */
struct cells {
    struct arena *arena;  /* of all that follows: lines apart, nothing of it
                             outlives the row */
    struct stack *stacks; /* by column */
    struct galley **galleys;
    length *deep;  /* by column: how far a cell that spans rows reaches below this
                      one; NULL when none does */
    length height; /* of the highest that does not */
};

/* To be closed with row_close when the row has been added. */
struct cells row_set(const struct flow *flow, const struct grid *grid, size_t r);
void row_close(struct cells *cells);
/* Makes the rows from `first` to `end`, which cells tie together, high enough
 * for those cells. `cells` is of all rows of the table. Returns their height
 * with padding and rules. */
length row_band_fit(const struct flow *flow, const struct grid *grid, struct cells *cells, size_t first, size_t end);
/* The row after those that have to stay with row `first` so that the text of
 * the cells which span them has room. */
size_t row_band_tie(const struct flow *flow, const struct grid *grid, const struct cells *cells, size_t first,
                    size_t end);
/* Those rows as one slab. Anchors of rows after the first stand in it. */
struct slab *row_band_slab(const struct flow *flow, const struct grid *grid, const struct cells *cells, size_t first,
                           size_t end);
/* Deals what is in the cells that tie the rows out among them, so that each row
 * can be added by itself. */
void row_band_deal(const struct grid *grid, struct cells *cells, size_t first, size_t end);

/* Adds row `r` to the flow's galley, divided where it is tall. */
void row_add(struct flow *flow, const struct grid *grid, const struct cells *cells, size_t r);
/* What begins with the row: its group, and itself. */
void row_begin(struct flow *flow, const struct grid *grid, const struct row *row);

#endif
