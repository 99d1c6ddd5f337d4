/* grid.h: the cells of a table in rows and columns, and how wide each column
 * is. Within layout only. */
#ifndef ENGROSS_LAYOUT_GRID_H
#define ENGROSS_LAYOUT_GRID_H

#include "layout/column.h"
#include "layout/decimal.h"

struct row {
    const struct node *node;
    const struct node *group;  /* the head or body that it is the first row of, else NULL */
    const struct node **cells; /* by their first column; NULL where none begins */
    const struct node **above; /* by column: cells that come down from rows above;
                                  NULL when the table has none */
    bool head;
};

struct grid {
    const struct node *table, *caption;
    size_t columns;
    struct row *rows;
    size_t row_count, head_count;
    bool spans_columns, spans_rows;
    struct column_extent *extents;  /* of what is in the cells, padding apart */
    struct decimal *decimals;       /* by column; NULL when no column holds decimals */
    length *widths;                 /* of what is in the cells */
    const struct setting *squeezed; /* for cells of columns that are too narrow:
                                       words have hyphens; else NULL */
    length x, width;                /* of the whole */
};

/* Where the table goes. */
struct berth {
    length room; /* all columns with their padding */
    bool turn, squeeze;
};

struct grid *grid_read(const struct node *table, struct arena *arena);
/* Asks all cells for their extents. False when a character has no face. */
bool grid_measure(const struct setting *setting, struct grid *grid);
struct berth grid_berth(const struct flow *flow, const struct grid *grid, struct column column);
/* Deals the room of the berth out to the columns. */
void grid_widths(const struct flow *flow, struct grid *grid, const struct berth *berth);

/* The room for what is in the cell that begins at `column`. */
length grid_cell_width(const struct style *style, const struct grid *grid, const struct node *cell, size_t column);
/* True when the cell over this column of row `r` spans the next row too. */
bool grid_goes_on(const struct grid *grid, size_t r, size_t column);
/* The row after the last that cells tie to row `r`: at least r + 1. */
size_t grid_band_end(const struct grid *grid, size_t r);

/* A cell, set to the width of its column. Its lines begin at the start of the
 * column; they are kept in the setting's arena, and everything else in
 * `scratch`. */
struct stack grid_cell_set(const struct setting *setting, const struct sheet *sheet, const struct node *cell,
                           length width, bool trial, struct arena *scratch, struct galley **galley);

#endif
