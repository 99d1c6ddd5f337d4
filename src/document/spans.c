/* spans.c: which column each cell of a table stands in.
 *
 * Cells in, row by row → columns out. For each column it is known which cell
 * covers it and for how many rows more: time and memory follow the columns and
 * never the rows, so that long tables cost no more than their cells. Surprising:
 * a cell that finds another in its way keeps its own width all the same, so that
 * one mistake is told once.
 */
#include "document/spans.h"

#include <assert.h>

#include "base/list.h"

struct spans spans_open(struct arena *arena) {
    return (struct spans){.arena = arena};
}

void spans_row(struct spans *spans) {
    for (size_t i = 0; i < spans->count; i++) {
        struct spans_column *column = &spans->columns[i];
        if (column->left > 0)
            column->left--;
        if (column->left == 0)
            column->cell = NULL;
    }
    spans->next = 0;
}

static struct spans_column *column_at(struct spans *spans, size_t column) {
    while (spans->count <= column) {
        if (spans->count == spans->room)
            spans->columns =
                list_grow(spans->arena, spans->columns, spans->count, &spans->room, sizeof *spans->columns);
        spans->columns[spans->count++] = (struct spans_column){NULL, 0};
    }
    return &spans->columns[column];
}

size_t spans_place(struct spans *spans, const struct node *cell, const struct node **in_way) {
    assert(cell->as.cell.rows > 0 && cell->as.cell.columns > 0);
    size_t first = spans->next;
    while (column_at(spans, first)->cell)
        first++;
    if (in_way)
        *in_way = NULL;
    for (size_t i = first; i < first + cell->as.cell.columns; i++) {
        struct spans_column *column = column_at(spans, i);
        if (!column->cell)
            *column = (struct spans_column){cell, cell->as.cell.rows};
        else if (in_way && !*in_way)
            *in_way = column->cell;
    }
    spans->next = first + cell->as.cell.columns;
    return first;
}

const struct node *spans_cover(const struct spans *spans, size_t column) {
    return column < spans->count ? spans->columns[column].cell : NULL;
}

size_t spans_covered(const struct spans *spans, size_t *end) {
    size_t covered = 0;
    *end = 0;
    for (size_t i = 0; i < spans->count; i++)
        if (spans->columns[i].cell) {
            covered++;
            *end = i + 1;
        }
    return covered;
}
