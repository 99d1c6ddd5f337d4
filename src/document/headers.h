/* headers.h: which header cells each cell of a table comes under. */
#ifndef ENGROSS_DOCUMENT_HEADERS_H
#define ENGROSS_DOCUMENT_HEADERS_H

#include <stdbool.h>

#include "base/arena.h"
#include "document/node.h"

/* Fills in as.cell.headers of every cell of `table` when Scope alone does not say what its cells come under: when its
 * head has several rows, a header cell spans rows or columns, a row has several header cells, or rows stand in groups.
 */
void headers_assign(struct node *table, struct arena *arena);

/* Whether the cell is the title of a group of rows: the first row of its body holds it alone. NULL is none. */
bool headers_is_group_title(const struct node *cell);

#endif
