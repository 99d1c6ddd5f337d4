/* headers.c: the header cells that each cell of a table comes under.
 *
 * A table of nodes → as.cell.headers, by the idea of HTML (4.9.12.2, forming
 * relationships between data cells and header cells): from each cell up its
 * columns and back along its rows. Here it is simpler, since all column headers
 * stand in the head and each body is a group of rows. In this order: the cells of
 * the head over any column of the cell, above it; the title of its group; the
 * header cells before it in any row of the cell. Header cells have theirs too: a
 * heading of the second level comes under one of the first. Surprising: a header
 * cell after the cell in its row does not name it, as in HTML.
 */
#include "document/headers.h"

#include "base/list.h"
#include "document/spans.h"

/* The cells of one head or body: [row * columns + column]; a cell that spans stands in several places. */
struct field {
    const struct node **cells;
    size_t rows, columns;
    const struct node *title; /* of a group of rows */
};

typedef LIST(const struct node *) header_list;

bool headers_is_group_title(const struct node *cell) {
    return cell && cell->kind == NODE_HEADER_CELL && cell->as.cell.scope == SCOPE_COLUMN &&
           cell->parent->parent->kind == NODE_TABLE_BODY;
}

static bool group_is_plain(const struct node *group) {
    if (group->kind == NODE_TABLE_HEAD && group->first != group->last)
        return false;
    for (const struct node *row = group->first; row; row = row->next) {
        size_t names = 0;
        for (const struct node *cell = row->first; cell; cell = cell->next) {
            bool header = cell->kind == NODE_HEADER_CELL;
            names += header;
            if (header && (cell->as.cell.rows > 1 || cell->as.cell.columns > 1 || headers_is_group_title(cell)))
                return false;
        }
        if (group->kind == NODE_TABLE_BODY && names > 1)
            return false;
    }
    return true;
}

static bool table_is_plain(const struct node *table) {
    for (const struct node *group = table->first; group; group = group->next)
        if (group->kind != NODE_CAPTION && !group_is_plain(group))
            return false;
    return true;
}

static struct field field_read(const struct node *group, size_t columns, struct arena *scratch) {
    struct field field = {.columns = columns};
    for (const struct node *row = group->first; row; row = row->next)
        field.rows++;
    field.cells = ARENA_ARRAY(scratch, field.rows * columns, const struct node *);
    struct spans spans = spans_open(scratch);
    const struct node **at = field.cells;
    for (const struct node *row = group->first; row; row = row->next, at += columns) {
        spans_row(&spans);
        for (const struct node *cell = row->first; cell; cell = cell->next)
            (void)spans_place(&spans, cell, NULL);
        for (size_t c = 0; c < columns; c++)
            at[c] = spans_cover(&spans, c);
    }
    const struct node *first = group->first ? group->first->first : NULL;
    if (headers_is_group_title(first))
        field.title = first;
    return field;
}

static void list_offer(header_list *list, const struct node *header, const struct node *cell, struct arena *arena) {
    if (!header || header == cell || header->kind != NODE_HEADER_CELL)
        return;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i] == header)
            return;
    LIST_ADD(arena, list, header);
}

/* `row` and `column` are where the cell begins. */
static void cell_assign(struct node *cell, size_t row, size_t column, const struct field *head,
                        const struct field *field, header_list *list, struct arena *scratch) {
    bool in_head = field == head;
    size_t above = in_head ? row : head ? head->rows : 0;
    list->count = 0;
    for (size_t r = 0; r < above; r++)
        for (size_t c = column; c < column + cell->as.cell.columns && c < field->columns; c++)
            list_offer(list, head->cells[r * head->columns + c], cell, scratch);
    list_offer(list, field->title, cell, scratch);
    for (size_t r = row; !in_head && r < row + cell->as.cell.rows && r < field->rows; r++)
        for (size_t c = 0; c < column; c++)
            list_offer(list, field->cells[r * field->columns + c], cell, scratch);
}

static void group_assign(struct node *group, const struct field *head, const struct field *field, struct arena *arena,
                         struct arena *scratch) {
    header_list list = {0};
    size_t at = 0;
    for (struct node *row = group->first; row; row = row->next, at++) {
        size_t column = 0;
        for (struct node *cell = row->first; cell; cell = cell->next) {
            while (column < field->columns && field->cells[at * field->columns + column] != cell)
                column++;
            if (cell == field->title)
                continue;
            cell_assign(cell, at, column, head, field, &list, scratch);
            cell->as.cell.headers = ARENA_ARRAY(arena, list.count, const struct node *);
            cell->as.cell.header_count = (uint32_t)list.count;
            for (size_t i = 0; i < list.count; i++)
                cell->as.cell.headers[i] = list.items[i];
        }
    }
}

void headers_assign(struct node *table, struct arena *arena) {
    if (table->as.table.columns == 0 || table_is_plain(table))
        return;
    struct arena *scratch = arena_open();
    struct field head = {0};
    bool headed = false;
    for (struct node *group = table->first; group; group = group->next) {
        if (group->kind == NODE_TABLE_HEAD) {
            head = field_read(group, table->as.table.columns, scratch);
            headed = true;
            group_assign(group, &head, &head, arena, scratch);
        } else if (group->kind == NODE_TABLE_BODY) {
            struct arena *inner = arena_open();
            struct field field = field_read(group, table->as.table.columns, inner);
            group_assign(group, headed ? &head : NULL, &field, arena, inner);
            arena_close(inner);
        }
    }
    arena_close(scratch);
}
