/* test_marks.c: what a comparison marks, for the eye and in the tags: words underlined and struck through as their face
 * wants it, in the style's colours, and bars in the margin beside the lines that hold any.
 *
 * Documents are made by hand. With MARKS_SAMPLE set to a file's name, the first is written there for a person to look
 * at. Run from the project's root, or with ENGROSS_HOME.
 */
#include "pdf/pdf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "by_hand.h"
#include "text/font.h"

static struct node *marker(struct node *parent, const char *words) {
    struct node *node = text(parent, words);
    node->class_ = CLASS_MARKER;
    return node;
}

/* "[inserted: words]" or "[deleted: words]". */
static struct node *change(struct node *parent, enum node_kind kind, const char *words) {
    marker(parent, kind == NODE_INSERTED ? "[inserted: " : "[deleted: ");
    struct node *node = block(parent, kind, words);
    marker(parent, "]");
    return node;
}

static struct node *para(struct node *parent, const char *words) {
    return block(parent, NODE_PARAGRAPH, words);
}

static bool is_fill(const struct mark *mark, colour paint) {
    return mark->kind == MARK_FILL && mark->colour == paint && mark->artifact == ARTIFACT_LAYOUT;
}

static const struct mark *fill_find(const struct page *page, colour paint, size_t number) {
    for (size_t i = 0; i < page->mark_count; i++)
        if (is_fill(&page->marks[i], paint) && number-- == 0)
            return &page->marks[i];
    return NULL;
}

static const struct mark *words_find(const struct page *page, const struct node *node) {
    for (size_t i = 0; i < page->mark_count; i++)
        if (page->marks[i].node == node)
            return &page->marks[i];
    return NULL;
}

/* Colours that nothing else of the style has. */
static void colours_apart(void) {
    style.inserted = 0x006341;
    style.deleted = 0xA3123A;
    style.marker = 0x425564;
    style.bar = 0x123456;
}

static void marked(struct node **inserted, struct node **deleted) {
    colours_apart();
    para(root, words_of(30));
    struct node *p = para(root, "A meeting is quorate when ");
    *deleted = change(p, NODE_DELETED, "three");
    text(p, " ");
    *inserted = change(p, NODE_INSERTED, "four");
    text(p, " governors are present.");
    para(root, words_of(30));
}

static void sample_write(const struct pages *pages) {
    const char *path = getenv("MARKS_SAMPLE");
    if (path == NULL)
        return;
    document.approved_by = document.effective = document.review = document.classification = "";
    struct buffer out = {0};
    assert_true(pdf_write(pages, arena, &out, report));
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(out.bytes, 1, out.count, file), out.count);
    fclose(file);
    buffer_close(&out);
}

static void lines_stand_where_the_face_wants_them(void **state) {
    (void)state;
    struct node *inserted, *deleted;
    marked(&inserted, &deleted);
    const struct pages *pages = lay();
    const struct page *page = &pages->items[0];
    const struct face *face = font_main(fonts, style.blocks[STYLE_BODY].family, false);
    length size = style.blocks[STYLE_BODY].size;
    const struct {
        const struct node *node;
        colour paint;
        int position, thickness;
    } ROWS[] = {{inserted->first, style.inserted, face->underline_position, face->underline_thickness},
                {deleted->first, style.deleted, face->strikeout_position, face->strikeout_thickness}};
    for (size_t i = 0; i < 2; i++) {
        const struct mark *words = words_find(page, ROWS[i].node), *line = fill_find(page, ROWS[i].paint, 0);
        assert_non_null(words);
        assert_non_null(line);
        assert_null(fill_find(page, ROWS[i].paint, 1));
        assert_int_equal(words->colour, ROWS[i].paint);
        assert_int_equal(line->x, words->x);
        assert_int_equal(line->width, words->width);
        assert_int_equal(line->y, words->y - length_of_units(ROWS[i].position, size));
        assert_int_equal(line->height, length_of_units(ROWS[i].thickness, size));
    }
    assert_true(face->underline_position < 0);
    assert_true(face->strikeout_position > face->x_height / 3 && face->strikeout_position < face->x_height);
}

static void markers_are_not_decorated(void **state) {
    (void)state;
    struct node *inserted, *deleted;
    marked(&inserted, &deleted);
    const struct pages *pages = lay();
    size_t markers = 0;
    for (size_t i = 0; i < pages->items[0].mark_count; i++)
        markers += pages->items[0].marks[i].colour == style.marker && pages->items[0].marks[i].kind == MARK_GLYPHS;
    assert_true(markers >= 4);
    sample_write(pages);
}

static void a_bar_stands_beside_each_line(void **state) {
    (void)state;
    struct node *inserted, *deleted;
    marked(&inserted, &deleted);
    const struct page *page = &lay()->items[0];
    const struct mark *bar = fill_find(page, style.bar, 0), *words = words_find(page, inserted->first);
    assert_non_null(bar);
    assert_null(fill_find(page, style.bar, 1));
    assert_int_equal(bar->x, style.margin_start - style.bar_distance - style.bar_width);
    assert_int_equal(bar->width, style.bar_width);
    assert_true(bar->y < words->y && bar->y + bar->height > words->y);
    assert_int_equal(bar->height, style.blocks[STYLE_BODY].leading);
}

static void bars_of_neighbours_are_one(void **state) {
    (void)state;
    colours_apart();
    for (int i = 0; i < 3; i++)
        change(add(root, NODE_PARAGRAPH), NODE_INSERTED, words_of(40));
    para(root, words_of(5));
    para(root, words_of(5));
    change(add(root, NODE_PARAGRAPH), NODE_DELETED, words_of(40));
    const struct page *page = &lay()->items[0];
    const struct mark *first = fill_find(page, style.bar, 0), *second = fill_find(page, style.bar, 1);
    assert_non_null(first);
    assert_non_null(second);
    assert_null(fill_find(page, style.bar, 2));
    assert_true(first->height > 8 * style.blocks[STYLE_BODY].leading);
    assert_true(second->y > first->y + first->height + style.blocks[STYLE_BODY].leading);
}

/* Each page has its own, and none stands beside what is not changed. */
static void bars_end_with_their_page(void **state) {
    (void)state;
    colours_apart();
    para(root, words_of(60));
    for (int i = 0; i < 30; i++)
        change(add(root, NODE_PARAGRAPH), NODE_INSERTED, words_of(40));
    const struct pages *pages = lay();
    assert_true(pages->count > 1);
    for (size_t i = 0; i < pages->count; i++) {
        const struct mark *bar = fill_find(&pages->items[i], style.bar, 0);
        assert_non_null(bar);
        assert_null(fill_find(&pages->items[i], style.bar, 1));
        assert_true(bar->y >= style.margin_top);
        assert_true(bar->y + bar->height <= style.page_height - style.margin_bottom);
    }
    assert_true(fill_find(&pages->items[0], style.bar, 0)->y > style.margin_top);
}

static struct node *row(struct node *body, const char *name, const char *old, const char *new) {
    struct node *tr = add(body, NODE_ROW);
    block(tr, NODE_HEADER_CELL, name)->as.cell.scope = SCOPE_ROW;
    struct node *cell = add(tr, NODE_CELL);
    if (new == NULL) {
        text(cell, old);
        return tr;
    }
    change(cell, NODE_DELETED, old);
    text(cell, " ");
    change(cell, NODE_INSERTED, new);
    return tr;
}

/* A bar beside a row stands where that of a paragraph does, and once for all its cells; the head that is repeated on
 * the next page has its own there. */
static void tables_have_their_bars_in_the_margin(void **state) {
    (void)state;
    colours_apart();
    struct node *table = add(root, NODE_TABLE);
    table->as.table.columns = 2;
    block(table, NODE_CAPTION, "Limits");
    struct node *head = add(add(table, NODE_TABLE_HEAD), NODE_ROW);
    block(head, NODE_HEADER_CELL, "Who");
    change(add(head, NODE_HEADER_CELL), NODE_INSERTED, "Limit");
    struct node *body = add(table, NODE_TABLE_BODY);
    for (int i = 0; i < 60; i++)
        row(body, "Chair", i == 20 ? "three" : "two", i == 20 ? "four" : NULL);
    const struct pages *pages = lay();
    assert_true(pages->count > 1);
    for (size_t i = 0; i < pages->count; i++) {
        const struct mark *bar = fill_find(&pages->items[i], style.bar, 0);
        assert_non_null(bar);
        assert_int_equal(bar->x, style.margin_start - style.bar_distance - style.bar_width);
    }
    assert_non_null(fill_find(&pages->items[0], style.bar, 1));
    assert_null(fill_find(&pages->items[pages->count - 1], style.bar, 1));
}

static void a_link_within_stays_one(void **state) {
    (void)state;
    colours_apart();
    struct node *p = para(root, "See ");
    marker(p, "[inserted: ");
    struct node *inserted = add(p, NODE_INSERTED);
    text(inserted, "the ");
    struct node *link = block(inserted, NODE_LINK, "schedule");
    link->as.link.uri = "https://example.org/";
    link->as.link.contents = "schedule";
    text(inserted, " of fees");
    marker(p, "]");
    const struct page *page = &lay()->items[0];
    assert_int_equal(words_find(page, link->first)->colour, style.link);
    assert_non_null(fill_find(page, style.inserted, 0));
    assert_null(fill_find(page, style.inserted, 1)); /* one line under all three */
    assert_int_equal(page->area_count, 1);
}

static void nothing_is_painted_where_nothing_changed(void **state) {
    (void)state;
    colours_apart();
    para(root, words_of(300));
    const struct page *page = &lay()->items[0];
    assert_null(fill_find(page, style.bar, 0));
    assert_null(fill_find(page, style.inserted, 0));
}

static void tags_are_ins_and_del(void **state) {
    (void)state;
    struct node *inserted, *deleted;
    marked(&inserted, &deleted);
    const struct pages *pages = lay();
    struct buffer out = {0};
    pdf_dump_tags(pages, arena, &out);
    assert_non_null(strstr(buffer_text(&out), "  P \"A meeting is quorate when [deleted: \"\n    Del \"three\"\n"));
    assert_non_null(strstr(buffer_text(&out), "    Ins \"four\"\n"));
    buffer_close(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lines_stand_where_the_face_wants_them, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(markers_are_not_decorated, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(a_bar_stands_beside_each_line, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(bars_of_neighbours_are_one, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(bars_end_with_their_page, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(tables_have_their_bars_in_the_margin, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(a_link_within_stays_one, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(nothing_is_painted_where_nothing_changed, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(tags_are_ins_and_del, hand_open, hand_close),
    };
    return cmocka_run_group_tests_name("marks", tests, hand_enter, hand_leave);
}
