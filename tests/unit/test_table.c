/* test_table.c: widths of table columns: the dealing out itself, against brute force on made-up tables, and real cells.
 *
 * The made-up cell: `area` of text in a column of width w is as many lines high as
 * area / w, rounded up. Run from the project's root, or with ENGROSS_HOME.
 */
#include "layout/column.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "layout/layout.h"
#include "read/source.h"
#include "text/opportunity.h"

#define COLUMNS_MOST 8
#define ROWS_MOST 200
#define LEADING LENGTH_PT(15)

static uint64_t seed;

static uint64_t random_next(void) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

struct made {
    size_t columns, rows;
    length area[ROWS_MOST][COLUMNS_MOST]; /* width on one line */
    struct column_extent extents[COLUMNS_MOST];
    size_t asked; /* how often a height was asked for */
};

static length made_height(void *context, size_t row, size_t column, length width, struct column_span *same) {
    struct made *made = context;
    made->asked++;
    assert_true(row < made->rows && column < made->columns);
    assert_true(width >= made->extents[column].least);
    if (width >= made->area[row][column])
        *same = (struct column_span){made->area[row][column], LENGTH_HUGE};
    return width < 1 ? LEADING : (made->area[row][column] + width - 1) / width * LEADING;
}

static void made_fill(struct made *made, size_t columns, size_t rows) {
    memset(made, 0, sizeof *made);
    made->columns = columns;
    made->rows = rows;
    for (size_t c = 0; c < columns; c++) {
        made->extents[c].least = LENGTH_PT(20 + (int)(random_next() % 60));
        length scale = LENGTH_PT(10 + (int)(random_next() % 900));
        for (size_t r = 0; r < rows; r++) {
            made->area[r][c] = (length)(random_next() % (uint64_t)scale) + 1;
            if (made->area[r][c] > made->extents[c].most)
                made->extents[c].most = made->area[r][c];
        }
        if (made->extents[c].most < made->extents[c].least)
            made->extents[c].most = made->extents[c].least;
    }
}

static length sum_least(const struct made *made) {
    length sum = 0;
    for (size_t c = 0; c < made->columns; c++)
        sum += made->extents[c].least;
    return sum;
}

static length sum_most(const struct made *made) {
    length sum = 0;
    for (size_t c = 0; c < made->columns; c++)
        sum += made->extents[c].most;
    return sum;
}

static length table_height(struct made *made, const length *widths) {
    length sum = 0;
    for (size_t r = 0; r < made->rows; r++) {
        length highest = 0;
        for (size_t c = 0; c < made->columns; c++) {
            struct column_span same = {0};
            length height = made_height(made, r, c, widths[c], &same);
            highest = height > highest ? height : highest;
        }
        sum += highest;
    }
    return sum;
}

/* The least height over all ways to deal `left` steps to the columns from `column` on. */
static length brute(struct made *made, length *widths, size_t column, size_t left, length step) {
    if (column + 1 == made->columns) {
        widths[column] = made->extents[column].least + (length)left * step;
        return table_height(made, widths);
    }
    length best = LENGTH_HUGE;
    for (size_t n = 0; n <= left; n++) {
        widths[column] = made->extents[column].least + (length)n * step;
        length height = brute(made, widths, column + 1, left - n, step);
        best = height < best ? height : best;
    }
    return best;
}

static void distribute(struct made *made, length room, length *widths) {
    struct arena *scratch = arena_open();
    column_distribute(made->extents, made->columns, made->rows, room, made_height, made, scratch, widths);
    arena_close(scratch);
    length sum = 0;
    for (size_t c = 0; c < made->columns; c++) {
        assert_true(widths[c] >= made->extents[c].least);
        sum += widths[c];
    }
    assert_int_equal(sum, room);
}

static void few_columns_are_as_low_as_can_be(void **state) {
    (void)state;
    seed = 1;
    for (int round = 0; round < 200; round++) {
        struct made made;
        made_fill(&made, 2 + random_next() % 2, 1 + random_next() % 8);
        length most = sum_most(&made), least = sum_least(&made), widths[COLUMNS_MOST], other[COLUMNS_MOST];
        if (most <= least + 1000)
            continue;
        length room = least + (length)(random_next() % (uint64_t)(most - least));
        length step = (room - least) / (length)column_steps(made.columns, made.rows);
        distribute(&made, room, widths);
        /* What the division leaves over goes to the last column, which can only make it lower. */
        assert_true(table_height(&made, widths) <= brute(&made, other, 0, column_steps(made.columns, made.rows), step));
    }
}

static void many_columns_come_near_the_lowest(void **state) {
    (void)state;
    seed = 5;
    length ours = 0, best = 0;
    for (int round = 0; round < 10; round++) {
        struct made made;
        made_fill(&made, 5, 200); /* so many cells that steps are few and brute force ends */
        length most = sum_most(&made), least = sum_least(&made), widths[COLUMNS_MOST], other[COLUMNS_MOST];
        length room = least + (most - least) / 3;
        size_t steps = column_steps(made.columns, made.rows);
        distribute(&made, room, widths);
        ours += table_height(&made, widths);
        best += brute(&made, other, 0, steps, (room - least) / (length)steps);
    }
    assert_true(ours * 100 <= best * 102);
}

static void work_is_bounded(void **state) {
    (void)state;
    seed = 9;
    static const size_t sizes[][2] = {{2, 3}, {8, 20}, {6, 200}, {8, 200}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct made made;
        length widths[COLUMNS_MOST];
        made_fill(&made, sizes[i][0], sizes[i][1]);
        distribute(&made, (sum_least(&made) + sum_most(&made)) / 2, widths);
        assert_true(made.asked <= 16000);
    }
}

static void squeezing_takes_from_the_widest(void **state) {
    (void)state;
    struct column_extent extents[3] = {
        {LENGTH_PT(40), LENGTH_PT(40), 0}, {LENGTH_PT(200), LENGTH_PT(900), 0}, {LENGTH_PT(300), LENGTH_PT(300), 0}};
    length widths[3];
    column_squeeze(extents, 3, LENGTH_PT(340), widths);
    assert_int_equal(widths[0], LENGTH_PT(40));
    assert_int_equal(widths[1], LENGTH_PT(150));
    assert_int_equal(widths[2], LENGTH_PT(150));
}

/* --- Real cells -------------------------------------------------------------------------- */

static struct source *source;
static struct font_set *fonts;
static struct shaper *shaper;
static struct arena *arena;
static const struct style *style;
static struct document document;

static int open_house(void **state) {
    (void)state;
    const char *home = getenv("ENGROSS_HOME");
    home = home != NULL ? home : ".";
    arena = arena_open();
    struct report *report = report_open(arena);
    source = source_open(home);
    fonts = font_set_open(source, arena, report);
    style = style_read(source, arena_format(arena, "%s/styles/nhs.xml", home), arena, report);
    if (fonts == NULL || style == NULL)
        return -1;
    shaper = shaper_open(fonts, arena);
    opportunity_open(fonts);
    return 0;
}

static int close_house(void **state) {
    (void)state;
    opportunity_close();
    shaper_close(shaper);
    font_set_close(fonts);
    source_close(source);
    arena_close(arena);
    return 0;
}

static struct node *add(struct node *parent, enum node_kind kind, const char *words) {
    struct node *node = ARENA_NEW(arena, struct node);
    node->kind = kind;
    if (kind == NODE_CELL || kind == NODE_HEADER_CELL)
        node->as.cell.rows = node->as.cell.columns = 1;
    node->parent = parent;
    node->index = (uint32_t)document.node_count;
    document.nodes[document.node_count++] = node;
    if (parent != NULL && parent->last != NULL)
        parent->last->next = node;
    else if (parent != NULL)
        parent->first = node;
    if (parent != NULL)
        parent->last = node;
    if (kind == NODE_TEXT)
        node->as.text.text = words;
    else if (words != NULL)
        add(node, NODE_TEXT, words);
    return node;
}

static struct node *begin_table(enum node_class class, size_t columns) {
    document = (struct document){.lang = "en-GB", .title = "t", .nodes = ARENA_ARRAY(arena, 500, struct node *)};
    document.root = add(NULL, NODE_DOCUMENT, NULL);
    struct node *table = add(document.root, NODE_TABLE, NULL);
    table->class_ = class;
    table->as.table.columns = columns;
    return add(table, NODE_TABLE_BODY, NULL);
}

static const struct page *lay(void) {
    struct report *report = report_open(arena);
    const struct pages *pages = pages_keep(layout_document(&document, style, shaper, arena, report), arena);
    assert_non_null(pages);
    assert_true(layout_holds_all(pages) && layout_keeps_within(pages));
    return &pages->items[0];
}

static const struct pages *lay_all(void) {
    struct report *report = report_open(arena);
    const struct pages *pages = pages_keep(layout_document(&document, style, shaper, arena, report), arena);
    assert_non_null(pages);
    return pages;
}

/* How wide the rule under the first row is. */
static length rule_width(const struct page *page) {
    for (size_t i = 0; i < page->mark_count; i++)
        if (page->marks[i].kind == MARK_FILL && page->marks[i].artifact == ARTIFACT_LAYOUT)
            return page->marks[i].width;
    return 0;
}

static void short_cells_make_a_narrow_table(void **state) {
    (void)state;
    struct node *row = add(begin_table(CLASS_NONE, 2), NODE_ROW, NULL);
    add(row, NODE_CELL, "One");
    add(row, NODE_CELL, "Two words");
    length width = rule_width(lay());
    assert_true(width > 0 && width < LENGTH_PT(150));
}

static void control_table_takes_the_measure(void **state) {
    (void)state;
    struct node *row = add(begin_table(CLASS_CONTROL, 2), NODE_ROW, NULL);
    add(row, NODE_HEADER_CELL, "Version");
    add(row, NODE_CELL, "0.1");
    assert_int_equal(rule_width(lay()), style->measure);
}

static void one_long_column_leaves_the_short_one_its_line(void **state) {
    (void)state;
    struct node *body = begin_table(CLASS_NONE, 2);
    for (int i = 0; i < 6; i++) {
        struct node *row = add(body, NODE_ROW, NULL);
        add(row, NODE_CELL, "31 March 2020");
        add(row, NODE_CELL,
            "The organisation asks each of its suppliers to say in writing how they hold people against the law, and "
            "looks at the answers once a year before it renews a contract.");
    }
    const struct page *page = lay();
    size_t dates = 0;
    for (size_t i = 0; i < page->mark_count; i++)
        dates += page->marks[i].node != NULL && page->marks[i].as.glyphs.run->bytes == strlen("31 March 2020");
    assert_int_equal(dates, 6);
    assert_int_equal(rule_width(page), style->measure);
}

static void what_is_firm_is_not_squeezed(void **state) {
    (void)state;
    const struct column_extent extents[] = {{LENGTH_PT(100), LENGTH_PT(100), LENGTH_PT(20)},
                                            {LENGTH_PT(100), LENGTH_PT(300), LENGTH_PT(90)},
                                            {LENGTH_PT(300), LENGTH_PT(300), 0}};
    length widths[3];
    column_squeeze(extents, 3, LENGTH_PT(190), widths);
    assert_int_equal(widths[0], LENGTH_PT(50));
    assert_int_equal(widths[1], LENGTH_PT(90));
    assert_int_equal(widths[2], LENGTH_PT(50));
}

/* Where the byte `offset` of the mark's text stands. */
static length byte_x(const struct mark *mark, size_t offset) {
    int64_t units = 0;
    const struct glyph_run *run = mark->as.glyphs.run;
    for (size_t g = 0; g < run->count && run->glyphs[g].text < offset; g++)
        units += run->glyphs[g].advance;
    return mark->x + length_of_units(units, mark->as.glyphs.size);
}

static void points_stand_under_each_other(void **state) {
    (void)state;
    static const char *const words[] = {"1,250.00", "£7.5", "(12)", "−3%", "–", "n/a", ".25"};
    static const size_t points[] = {5, 3, 3, 4, 3, 3, 0};
    struct node *body = begin_table(CLASS_NONE, 2);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct node *row = add(body, NODE_ROW, NULL);
        add(row, NODE_CELL, "What it is for");
        add(row, NODE_CELL, words[i])->as.cell.align = CELL_DECIMAL;
    }
    const struct page *page = lay();
    length at[sizeof words / sizeof *words] = {0};
    size_t seen[sizeof words / sizeof *words] = {0}; /* bytes: a sign of another face is a mark of its own */
    for (size_t i = 0; i < page->mark_count; i++)
        for (size_t w = 0; page->marks[i].node != NULL && w < sizeof words / sizeof *words; w++) {
            const struct mark *mark = &page->marks[i];
            if (strcmp(mark->node->as.text.text, words[w]) != 0)
                continue;
            size_t bytes = mark->as.glyphs.run->bytes;
            if (points[w] >= seen[w] && points[w] <= seen[w] + bytes)
                at[w] = byte_x(mark, points[w] - seen[w]);
            seen[w] += bytes;
        }
    for (size_t w = 0; w < sizeof words / sizeof *words; w++)
        assert_in_range(at[w], at[0] - 2, at[0] + 2);
    assert_true(at[0] > style->margin_start + LENGTH_PT(100));
}

static void a_divided_cell_keeps_two_lines_on_either_side(void **state) {
    (void)state;
    static const char sentence[] = "The organisation asks each of its suppliers to say how they hold people. ";
    size_t divided = 0;
    for (size_t round = 0; round < 96; round++) {
        size_t more = round % 12;
        struct node *body = begin_table(CLASS_NONE, 2);
        for (size_t i = 0; i < 10 + round / 12; i++) { /* so that the tall row begins low on the page */
            struct node *row = add(body, NODE_ROW, NULL);
            add(row, NODE_CELL, "One");
            add(row, NODE_CELL, "Two");
        }
        struct node *row = add(body, NODE_ROW, NULL);
        char *text = ARENA_ARRAY(arena, (18 + more) * sizeof sentence, char);
        for (size_t i = 0; i < 18 + more; i++)
            strcat(text, sentence);
        text[strlen(text) - 1] = '\0';
        struct node *cells[2] = {add(row, NODE_CELL, text), add(row, NODE_CELL, NULL)};
        for (size_t i = 0; i < 4 + more; i++) /* of a line each: widows and orphans say nothing of them */
            add(cells[1], NODE_PARAGRAPH, "Line.");
        const struct pages *pages = lay_all();
        for (size_t c = 0; c < 2; c++)
            for (size_t p = 0; p < pages->count; p++) {
                size_t lines = 0;
                length last = -1;
                for (size_t i = 0; i < pages->items[p].mark_count; i++) {
                    const struct mark *mark = &pages->items[p].marks[i];
                    if (mark->node == NULL ||
                        (mark->node->parent != cells[c] && mark->node->parent->parent != cells[c]))
                        continue;
                    lines += mark->y != last;
                    last = mark->y;
                }
                assert_int_not_equal(lines, 1);
                divided += lines > 0;
            }
    }
    assert_true(divided > 2 * 96 + 48); /* else no row was divided, and nothing was tried */
}

static void rows_under_one_cell_stay_together(void **state) {
    (void)state;
    for (size_t before = 2; before < 27; before += 3) {
        struct node *body = begin_table(CLASS_NONE, 2);
        for (size_t i = 0; i < before; i++) {
            struct node *row = add(body, NODE_ROW, NULL);
            add(row, NODE_CELL, "One");
            add(row, NODE_CELL, "Two");
        }
        struct node *tied[20];
        for (size_t i = 0; i < 20; i++) {
            struct node *row = add(body, NODE_ROW, NULL);
            if (i == 0)
                add(row, NODE_CELL, "All of these")->as.cell.rows = 20;
            tied[i] = add(row, NODE_CELL, "Each")->first;
        }
        const struct pages *pages = lay_all();
        size_t found = 0;
        for (size_t p = 0; p < pages->count; p++) {
            size_t here = 0;
            for (size_t i = 0; i < pages->items[p].mark_count; i++)
                for (size_t k = 0; k < 20; k++)
                    here += pages->items[p].marks[i].node == tied[k];
            assert_true(here == 0 || here == 20);
            found += here;
        }
        assert_int_equal(found, 20);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_columns_are_as_low_as_can_be),
        cmocka_unit_test(many_columns_come_near_the_lowest),
        cmocka_unit_test(work_is_bounded),
        cmocka_unit_test(squeezing_takes_from_the_widest),
        cmocka_unit_test(short_cells_make_a_narrow_table),
        cmocka_unit_test(control_table_takes_the_measure),
        cmocka_unit_test(one_long_column_leaves_the_short_one_its_line),
        cmocka_unit_test(what_is_firm_is_not_squeezed),
        cmocka_unit_test(points_stand_under_each_other),
        cmocka_unit_test(a_divided_cell_keeps_two_lines_on_either_side),
        cmocka_unit_test(rows_under_one_cell_stay_together),
    };
    return cmocka_run_group_tests(tests, open_house, close_house);
}
