/* test_spans.c: which column each cell of a table stands in, and which header cells it comes under.
 *
 * Placing is held against a field of marks, filled cell by cell for random tables. Headers are those of a table worked
 * out by hand.
 */
#include "document/headers.h"
#include "document/spans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define ROWS 12
#define COLUMNS 40

static uint64_t seed;

static size_t random_below(size_t most) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (size_t)(seed % most);
}

static struct node *node_add(struct arena *arena, struct node *parent, enum node_kind kind) {
    struct node *node = ARENA_NEW(arena, struct node);
    node->kind = kind;
    node->parent = parent;
    if (parent && parent->last)
        parent->last->next = node;
    else if (parent)
        parent->first = node;
    if (parent)
        parent->last = node;
    return node;
}

static struct node *cell_add(struct arena *arena, struct node *row, enum node_kind kind, size_t rows, size_t columns) {
    struct node *cell = node_add(arena, row, kind);
    cell->as.cell.rows = (uint32_t)rows;
    cell->as.cell.columns = (uint32_t)columns;
    return cell;
}

/* What is at each place; a cell that finds another in its way leaves it there. */
static const struct node *field[ROWS * 2][COLUMNS * 2];

static size_t field_place(size_t row, size_t from, const struct node *cell) {
    size_t first = from;
    while (field[row][first])
        first++;
    for (size_t r = row; r < row + cell->as.cell.rows && r < ROWS; r++)
        for (size_t c = first; c < first + cell->as.cell.columns; c++)
            if (!field[row][c] || field[row][c] == cell)
                field[r][c] = cell;
    return first;
}

static void cells_take_the_first_free_place(void **state) {
    (void)state;
    seed = 7;
    for (int round = 0; round < 300; round++) {
        struct arena *arena = arena_open();
        struct spans spans = spans_open(arena);
        for (size_t r = 0; r < ROWS * 2; r++)
            for (size_t c = 0; c < COLUMNS * 2; c++)
                field[r][c] = NULL;
        for (size_t r = 0; r < ROWS; r++) {
            size_t from = 0, end, last = 0, covered = 0;
            spans_row(&spans);
            for (size_t n = random_below(6); n-- > 0;) {
                struct node *cell = cell_add(arena, NULL, NODE_CELL, 1 + random_below(3), 1 + random_below(3));
                size_t column = field_place(r, from, cell);
                const struct node *in_way;
                assert_int_equal(spans_place(&spans, cell, &in_way), column);
                bool free = true;
                for (size_t c = column; c < column + cell->as.cell.columns; c++)
                    free = free && field[r][c] == cell;
                assert_int_equal(in_way == NULL, free);
                from = column + cell->as.cell.columns;
            }
            for (size_t c = 0; c < COLUMNS; c++) {
                assert_ptr_equal(spans_cover(&spans, c), field[r][c]);
                covered += field[r][c] != NULL;
                last = field[r][c] ? c + 1 : last;
            }
            assert_int_equal(spans_covered(&spans, &end), covered);
            assert_int_equal(end, last);
        }
        arena_close(arena);
    }
}

static void assert_headers(const struct node *cell, size_t count, ...) {
    va_list list;
    va_start(list, count);
    assert_int_equal(cell->as.cell.header_count, count);
    for (size_t i = 0; i < count; i++)
        assert_ptr_equal(cell->as.cell.headers[i], va_arg(list, const struct node *));
    va_end(list);
}

/* what | both    |        Rows "north" and "south" are under "all", which spans them; "two" spans both columns.
 *      | a  | b  | */
static void headers_are_those_over_and_before(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct node *table = node_add(arena, NULL, NODE_TABLE);
    table->as.table.columns = 4;
    struct node *head = node_add(arena, table, NODE_TABLE_HEAD);
    struct node *top = node_add(arena, head, NODE_ROW), *under = node_add(arena, head, NODE_ROW);
    struct node *what = cell_add(arena, top, NODE_HEADER_CELL, 2, 2);
    struct node *both = cell_add(arena, top, NODE_HEADER_CELL, 1, 2);
    struct node *a = cell_add(arena, under, NODE_HEADER_CELL, 1, 1),
                *b = cell_add(arena, under, NODE_HEADER_CELL, 1, 1);
    struct node *body = node_add(arena, table, NODE_TABLE_BODY);
    struct node *first = node_add(arena, body, NODE_ROW), *second = node_add(arena, body, NODE_ROW);
    struct node *all = cell_add(arena, first, NODE_HEADER_CELL, 2, 1);
    struct node *north = cell_add(arena, first, NODE_HEADER_CELL, 1, 1);
    struct node *one = cell_add(arena, first, NODE_CELL, 2, 1), *other = cell_add(arena, first, NODE_CELL, 1, 1);
    struct node *south = cell_add(arena, second, NODE_HEADER_CELL, 1, 1),
                *last = cell_add(arena, second, NODE_CELL, 1, 1);
    struct node *group = node_add(arena, table, NODE_TABLE_BODY);
    struct node *line = node_add(arena, group, NODE_ROW), *row = node_add(arena, group, NODE_ROW);
    struct node *title = cell_add(arena, line, NODE_HEADER_CELL, 1, 4);
    struct node *west = cell_add(arena, row, NODE_HEADER_CELL, 1, 2), *two = cell_add(arena, row, NODE_CELL, 1, 2);
    all->as.cell.scope = north->as.cell.scope = south->as.cell.scope = west->as.cell.scope = SCOPE_ROW;
    assert_true(headers_is_group_title(title) && !headers_is_group_title(all) && !headers_is_group_title(what));
    headers_assign(table, arena);
    assert_headers(what, 0);
    assert_headers(a, 1, both);
    assert_headers(all, 1, what);
    assert_headers(north, 2, what, all);
    assert_headers(one, 5, both, a, all, north, south);
    assert_headers(other, 4, both, b, all, north);
    assert_headers(last, 4, both, b, all, south);
    assert_headers(title, 0);
    assert_headers(west, 2, what, title);
    assert_headers(two, 5, both, a, b, title, west);
    arena_close(arena);
}

static void a_plain_table_has_none(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct node *table = node_add(arena, NULL, NODE_TABLE);
    table->as.table.columns = 2;
    struct node *head = node_add(arena, node_add(arena, table, NODE_TABLE_HEAD), NODE_ROW);
    cell_add(arena, head, NODE_HEADER_CELL, 1, 1);
    cell_add(arena, head, NODE_HEADER_CELL, 1, 1);
    struct node *row = node_add(arena, node_add(arena, table, NODE_TABLE_BODY), NODE_ROW);
    struct node *name = cell_add(arena, row, NODE_HEADER_CELL, 1, 1), *cell = cell_add(arena, row, NODE_CELL, 1, 1);
    name->as.cell.scope = SCOPE_ROW;
    headers_assign(table, arena);
    assert_headers(cell, 0);
    cell->as.cell.rows = 1;
    cell->as.cell.columns = 2; /* of what is no header cell: still plain */
    headers_assign(table, arena);
    assert_headers(cell, 0);
    arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_take_the_first_free_place),
        cmocka_unit_test(headers_are_those_over_and_before),
        cmocka_unit_test(a_plain_table_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
