/* columns.h: which columns of a table come and go.
 *
 * The weave of a table has cells that come and go, row by row. Here they are columns, when every
 * row that stays says the same.
 */
#ifndef ENGROSS_CHANGES_COLUMNS_H
#define ENGROSS_CHANGES_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "changes/comparison.h"

/* Neighbouring columns. Those that go are `count` from the old `column`; those that come stand after `column` old ones,
 * and are `count` from `column_new` in the new table. */
struct column_change {
    bool inserted;
    size_t column, column_new, count;
    size_t row; /* cells of the first row that were gone through */
};

/* Whether all rows that stay gain and lose cells in the same columns, and none spans others where any does. */
bool columns_are_plain(const struct strand *table);
/* The next change of columns; `change` begins as {0}. False when there is none left. */
bool columns_next(const struct strand *table, struct column_change *change);
/* The cell of the first row (the head, when there is one) in a column. */
const struct node *columns_cell(const struct node *table, size_t column);

#endif
