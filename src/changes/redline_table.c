/* redline_table.c: whether the rows and columns of both versions of a table fit into one grid.
 *
 * The weave of a table in; the columns that both take up together out. All rows and cells
 * are laid into the grid as a reader of the redline would lay them; they fit when each
 * row is then covered from end to end, once. A table that does not fit is shown twice.
 * A cell that is as wide as its table (the title of a group) stays so.
 */
#include "changes/redlining.h"

#include "document/spans.h"

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

/* Whether the cell spans all columns of the table that it comes from. */
static bool is_full(const struct strand *table, const struct strand *cell) {
    const struct node *node = redline_node_of(cell);
    const struct node *own = cell->state == STRAND_DELETED ? table->old : table->new;
    return node->as.cell.columns >= own->as.table.columns;
}

/* The columns of the rows with which heads and bodies begin: nothing reaches into these from above. */
static size_t columns_wanted(const struct strand *table) {
    size_t most = 0;
    for (const struct strand *group = table->first; group != NULL; group = group->next) {
        const struct strand *row = group->first;
        size_t columns = 0;
        if (row != NULL && redline_node_of(row)->kind == NODE_ROW)
            for (const struct strand *cell = row->first; cell != NULL; cell = cell->next)
                columns += cell->state != STRAND_MOVED_OUT ? redline_node_of(cell)->as.cell.columns : 0;
        most = columns > most ? columns : most;
    }
    return most;
}

/* One row laid under those before it; false when it leaves a gap or covers anything twice. */
static bool row_fits(const struct strand *table, const struct strand *row, size_t columns, struct spans *spans) {
    spans_row(spans);
    for (const struct strand *cell = row->first; cell != NULL; cell = cell->next) {
        if (cell->state == STRAND_MOVED_OUT)
            continue;
        struct node *laid = ARENA_NEW(spans->arena, struct node);
        const struct node *in_way;
        laid->as.cell = redline_node_of(cell)->as.cell;
        if (is_full(table, cell))
            laid->as.cell.columns = (uint32_t)columns;
        (void)spans_place(spans, laid, &in_way);
        if (in_way != NULL)
            return false;
    }
    size_t end;
    return spans_covered(spans, &end) == columns && end == columns;
}

static bool group_fits(const struct strand *table, const struct strand *group, size_t columns, struct arena *scratch) {
    struct spans spans = spans_open(scratch);
    for (const struct strand *row = group->first; row != NULL; row = row->next)
        if (row->state != STRAND_MOVED_OUT && !row_fits(table, row, columns, &spans))
            return false;
    for (size_t i = 0; i < spans.count; i++)
        if (spans.columns[i].left > 1)
            return false;
    return true;
}

bool redline_grid(const struct strand *table, size_t *columns) {
    *columns = table->new->as.table.columns;
    if (!has_changed_grid(table))
        return true;
    *columns = columns_wanted(table);
    struct arena *scratch = arena_open();
    bool fits = *columns > 0;
    for (const struct strand *group = table->first; group != NULL && fits; group = group->next)
        if (redline_node_of(group)->kind != NODE_CAPTION)
            fits = group_fits(table, group, *columns, scratch);
    arena_close(scratch);
    return fits;
}

void redline_widen(struct node *table, const struct strand *strand, size_t columns) {
    table->as.table.columns = columns;
    for (struct node *node = table->first; node != NULL; node = node_after(node, table)) {
        struct node *cell = node->kind == NODE_ROW && node->first == node->last ? node->first : NULL;
        if (cell != NULL && (cell->as.cell.columns == strand->old->as.table.columns ||
                             cell->as.cell.columns == strand->new->as.table.columns))
            cell->as.cell.columns = (uint32_t)columns;
    }
}
