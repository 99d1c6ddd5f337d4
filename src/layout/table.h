/* table.h: a table of the document → slabs on the galley. */
#ifndef ENGROSS_LAYOUT_TABLE_H
#define ENGROSS_LAYOUT_TABLE_H

#include "layout/flow.h"

/* Sets the table with its caption at the end of the flow's galley; a table too
 * wide for upright pages gets turned ones when the style allows it. */
void table_flow(struct flow *flow, const struct node *table, struct column column);

#endif
