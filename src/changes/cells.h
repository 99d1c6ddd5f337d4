/* cells.h: the cells of two tables, matched by row and column.
 *
 * A column is known by its header, else by its place between those that are. Rows are
 * matched as other children are (align.h), by their header first.
 */
#ifndef ENGROSS_CHANGES_CELLS_H
#define ENGROSS_CHANGES_CELLS_H

#include "changes/match.h"

/* Says of each cell of both tables in which column it begins, and which columns are the same. */
void cells_prepare(struct matching *matching, const struct node *old_table, const struct node *new_table);
/* Matches the cells of two rows of tables that were prepared. */
void cells_match(struct matching *matching, const struct node *old_row, const struct node *new_row);

#endif
