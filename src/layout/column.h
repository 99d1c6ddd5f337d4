/* column.h: how wide each column of a table is. */
#ifndef ENGROSS_LAYOUT_COLUMN_H
#define ENGROSS_LAYOUT_COLUMN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/length.h"
#include "layout/flow.h"

/* What a column's content asks for. */
struct column_extent {
    length least; /* no word is broken */
    length most;  /* every paragraph on one line */
    length
        firm; /* squeezing leaves it so much: words are broken with hyphens alone, numbers not at all; at most least */
};

/* Widths. */
struct column_span {
    length from, to;
};

/* A height of cell (row, column) at a content width. `*same`, at first this width alone: between which widths the
 * height is the same. */
typedef length (*column_height)(void *context, size_t row, size_t column, length width, struct column_span *same);

/* The extent of what `node` holds: inline content or blocks. False when a character has no face. */
bool column_extent_of(const struct setting *setting, const struct node *node, struct column_extent *out);

/* Widths that add up to `room`, none below its `least`, such that the sum over all rows of the highest cell is least;
 * among equals the one nearest to what the columns ask for. Exact over a grid of widths when there are few columns,
 * else the best found by moving width between pairs of columns. `room` lies between the sums of `least` and `most`. */
void column_distribute(const struct column_extent *extents, size_t columns, size_t rows, length room,
                       column_height height, void *context, struct arena *scratch, length *widths);

/* Widths that add up to `room`, which is less than the sum of `least` and not less than that of `firm`: the widest
 * columns give way first, none below its `firm`. */
void column_squeeze(const struct column_extent *extents, size_t columns, length room, length *widths);

/* How many steps of width column_distribute tries for a table of so many cells: for tests. */
size_t column_steps(size_t columns, size_t rows);

#endif
