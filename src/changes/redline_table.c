/* redline_table.c: whether the rows and columns of both versions of a table fit into one grid.
 *
 * The weave of a table in; the columns that both take up together out. All rows and cells
 * are laid into the grid as a reader of the redline would lay them; they fit when each
 * row is then covered from end to end, once. A table that does not fit is shown twice.
 * Rows that each version makes anew are in no one's way: the newer ones alone are shown.
 * A cell that is as wide as its table (the title of a group) stays so; a row that one
 * version alone has gets empty cells in the columns that only the other has.
 */
#include "changes/redlining.h"

#include <string.h>

#include "document/spans.h"

static bool has_changed_grid(const struct strand *strand) {
    for (const struct strand *at = strand->first; at != NULL; at = at->next) {
        const struct node *node = redline_node_of(at);
        if (node->kind == NODE_CAPTION || at->skipped)
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
        while (row != NULL && row->skipped)
            row = row->next;
        size_t columns = 0;
        if (row != NULL && redline_node_of(row)->kind == NODE_ROW)
            for (const struct strand *cell = row->first; cell != NULL; cell = cell->next)
                columns += cell->state != STRAND_MOVED_OUT ? redline_node_of(cell)->as.cell.columns : 0;
        most = columns > most ? columns : most;
    }
    return most;
}

/* Which columns come and go, as the first row that is in both tells it, when no cell of it spans anything. */
static const uint8_t *states_of(const struct strand *table, size_t columns, struct arena *arena) {
    for (const struct strand *group = table->first; group != NULL; group = group->next)
        for (const struct strand *row = group->first; row != NULL; row = row->next) {
            if (row->state != STRAND_KEPT || redline_node_of(row)->kind != NODE_ROW)
                continue;
            uint8_t *states = ARENA_ARRAY(arena, columns, uint8_t);
            size_t count = 0;
            bool plain = true, any = false;
            for (const struct strand *cell = row->first; cell != NULL && plain && count < columns; cell = cell->next) {
                const struct node *node = redline_node_of(cell);
                plain = node->as.cell.columns == 1 && node->as.cell.rows == 1 && cell->state != STRAND_MOVED_OUT;
                any = any || cell->state != STRAND_KEPT;
                states[count++] = (uint8_t)cell->state;
            }
            if (plain && any && count == columns)
                return states;
        }
    return NULL;
}

/* Whether a row of one version has no cell in a column, since only the other has that. */
static bool is_blank(const struct grid *grid, size_t column, bool deleted) {
    return grid->states != NULL && column < grid->columns &&
           grid->states[column] == (deleted ? STRAND_INSERTED : STRAND_DELETED);
}

static bool cell_lay(struct spans *spans, const struct node *cell, size_t columns) {
    struct node *laid = ARENA_NEW(spans->arena, struct node);
    const struct node *in_way;
    laid->as.cell.rows = cell != NULL ? cell->as.cell.rows : 1;
    laid->as.cell.columns = (uint32_t)columns;
    (void)spans_place(spans, laid, &in_way);
    return in_way == NULL;
}

/* One row laid under those before it; false when it leaves a gap or covers anything twice. */
static bool row_fits(const struct strand *table, const struct strand *row, const struct grid *grid,
                     struct spans *spans) {
    spans_row(spans);
    bool one = row->state == STRAND_INSERTED || row->state == STRAND_DELETED, good = true;
    size_t column = 0;
    for (const struct strand *cell = row->first; cell != NULL && good; cell = cell->next) {
        if (cell->state == STRAND_MOVED_OUT)
            continue;
        const struct node *node = redline_node_of(cell);
        bool full = is_full(table, cell);
        for (; one && !full && is_blank(grid, column, row->state == STRAND_DELETED); column++)
            good = good && cell_lay(spans, NULL, 1);
        good = good && cell_lay(spans, node, full ? grid->columns : node->as.cell.columns);
        column += full ? grid->columns : node->as.cell.columns;
    }
    for (; one && good && is_blank(grid, column, row->state == STRAND_DELETED); column++)
        good = cell_lay(spans, NULL, 1);
    size_t end;
    return good && spans_covered(spans, &end) == grid->columns && end == grid->columns;
}

static bool group_fits(const struct strand *table, const struct strand *group, const struct grid *grid,
                       struct arena *scratch) {
    struct spans spans = spans_open(scratch);
    for (const struct strand *row = group->first; row != NULL; row = row->next)
        if (row->state != STRAND_MOVED_OUT && !row->skipped && !row_fits(table, row, grid, &spans))
            return false;
    for (size_t i = 0; i < spans.count; i++)
        if (spans.columns[i].left > 1)
            return false;
    return true;
}

bool redline_grid(const struct strand *table, struct arena *arena, struct grid *grid) {
    grid->columns = table->new->as.table.columns;
    if (!has_changed_grid(table))
        return true;
    grid->columns = columns_wanted(table);
    if (grid->columns == 0)
        return false;
    grid->states = states_of(table, grid->columns, arena);
    struct arena *scratch = arena_open();
    bool fits = true;
    for (const struct strand *group = table->first; group != NULL && fits; group = group->next)
        if (redline_node_of(group)->kind != NODE_CAPTION)
            fits = group_fits(table, group, grid, scratch);
    arena_close(scratch);
    return fits;
}

void redline_fill(struct redline *redline, struct node *row, bool deleted) {
    struct node *cells = row->first;
    const struct grid *grid = &redline->grid;
    if (grid->states == NULL || (cells != NULL && cells->as.cell.columns >= grid->columns))
        return;
    bool full = cells != NULL && cells->next == NULL && cells->as.cell.columns > 1;
    if (full) /* the title of a group */
        return;
    row->first = row->last = NULL;
    size_t column = 0;
    for (;;) {
        if (is_blank(grid, column, deleted)) {
            (void)redline_node(redline, row, NODE_CELL);
            column++;
            continue;
        }
        if (cells == NULL)
            return;
        struct node *next = cells->next;
        cells->next = NULL;
        *(row->last != NULL ? &row->last->next : &row->first) = cells;
        row->last = cells;
        column += cells->as.cell.columns;
        cells = next;
    }
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

void redline_remade(struct redline *redline, struct node *block, const struct node *old, const struct node *new) {
    if (strcmp(gist_text_of(old, redline->arena), gist_text_of(new, redline->arena)) == 0) {
        redline_copy_words(redline, block, new, SIDE_NEW);
        return;
    }
    redline_marker(redline, block, words_find(WORD_MARK_DELETED));
    redline_copy_words(redline, redline_node(redline, block, NODE_DELETED), old, SIDE_OLD);
    redline_marker(redline, block, words_find(WORD_MARK_CLOSE_SPACE));
    redline_marker(redline, block, words_find(WORD_MARK_INSERTED));
    redline_copy_words(redline, redline_node(redline, block, NODE_INSERTED), new, SIDE_NEW);
    redline_marker(redline, block, words_find(WORD_MARK_CLOSE));
}

void redline_control_row(struct redline *redline, struct node *parent, const struct strand *row) {
    struct node *copy = redline_copy(redline, parent, row->new, SIDE_NEW);
    redline->copies[SIDE_OLD][row->old->index] = copy;
    const struct node *old = row->old->first;
    for (const struct node *new = row->new->first; new != NULL; new = new->next) {
        struct node *cell = redline_copy(redline, copy, new, SIDE_NEW);
        if (old != NULL && node_holds_words(old) && node_holds_words(new))
            redline_remade(redline, cell, old, new);
        else
            redline_copy_words(redline, cell, new, SIDE_NEW);
        old = old != NULL ? old->next : NULL;
    }
}
