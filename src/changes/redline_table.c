/* redline_table.c: whether the rows and columns of both versions of a table fit into one grid.
 *
 * The weave of a table in; the columns that both take up together out. They fit when
 * every row then has as many cells. Where cells span rows this is not tried: such a
 * table is shown twice when a row or column comes or goes.
 */
#include "changes/redlining.h"

/* How many columns the cells of a row take up, where one that spans all of its table counts as `all`. */
static size_t row_columns(const struct strand *row, size_t all, bool *plain) {
    size_t columns = 0;
    for (const struct strand *cell = row->first; cell != NULL; cell = cell->next) {
        const struct node *nodes[] = {cell->old, cell->new};
        for (size_t i = 0; i < 2; i++)
            *plain = *plain && (nodes[i] == NULL || nodes[i]->as.cell.rows == 1);
        const struct node *node = redline_node_of(cell);
        columns += all > 0 && row->first == row->last ? all : node->as.cell.columns;
    }
    return columns;
}

static bool has_changed_grid(const struct strand *strand) {
    for (const struct strand *at = strand->first; at != NULL; at = at->next) {
        const struct node *node = redline_node_of(at);
        if (node->kind == NODE_CAPTION)
            continue;
        if (at->state != STRAND_KEPT ||
            (redline_is_cell(node) &&
             (at->old->as.cell.columns != at->new->as.cell.columns || at->old->as.cell.rows != at->new->as.cell.rows)))
            return true;
        if (!redline_is_cell(node) && has_changed_grid(at))
            return true;
    }
    return false;
}

bool redline_grid(const struct strand *table, size_t *columns) {
    *columns = table->new->as.table.columns;
    if (!has_changed_grid(table))
        return true;
    size_t all = 0;
    bool plain = true;
    for (int pass = 0; pass < 2; pass++)
        for (const struct strand *group = table->first; group != NULL; group = group->next)
            for (const struct strand *row = group->first; row != NULL; row = row->next) {
                if (redline_node_of(row)->kind != NODE_ROW)
                    continue;
                if (row->first == row->last && pass == 0)
                    continue; /* its cell is as wide as the others make the table */
                size_t count = row_columns(row, all, &plain);
                if (all != 0 && count != all)
                    return false;
                all = count;
            }
    *columns = all;
    return plain && all > 0;
}

void redline_widen(struct node *table, size_t columns) {
    size_t before = table->as.table.columns;
    table->as.table.columns = columns;
    for (struct node *node = table->first; node != NULL; node = node_after(node, table))
        if (node->kind == NODE_ROW && node->first != NULL && node->first == node->last && before != columns)
            node->first->as.cell.columns = (uint32_t)columns;
}
