/* test_layout.c: whole documents, made by hand, set in the program's own styles and fonts.
 *
 * `lay_checked` holds every document that any test sets against what must be true of all:
 * nothing lost, nothing outside the page, real content in reading order, no
 * heading at the foot of a page, notes on the page of their call, the same text
 * for each node however tall the page is. Run from the project's root, or with
 * ENGROSS_HOME.
 */
#include "layout/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "document/role.h"
#include "layout/flow.h"
#include "layout/makeup.h"
#include "layout/note.h"
#include "layout/picture.h"
#include "read/source.h"
#include "text/opportunity.h"

#include "by_hand.h"

static const struct style *large;

static int open_house(void **state) {
    if (hand_enter(state) != 0)
        return -1;
    const char *home = getenv("ENGROSS_HOME");
    large = style_read(source, arena_format(house, "%s/styles/large-print.xml", home != NULL ? home : "."), house,
                       report_open(house));
    return large == NULL ? -1 : 0;
}

/* --- Documents by hand --------------------------------------------------------------- */

static struct node *para(struct node *parent, const char *words) {
    return block(parent, NODE_PARAGRAPH, words);
}

static struct node *list_of(struct node *parent, enum node_class class) {
    struct node *list = add(parent, NODE_LIST);
    list->class_ = class;
    return list;
}

/* An item with a label and a body of one paragraph; returns the body. */
static struct node *item_of(struct node *list, const char *label, const char *words) {
    struct node *item = add(list, NODE_ITEM);
    block(item, NODE_LABEL, label);
    struct node *body = add(item, NODE_BODY);
    if (words != NULL)
        para(body, words);
    return body;
}

static struct node *table_of(struct node *parent, size_t columns, const char *caption) {
    struct node *table = add(parent, NODE_TABLE);
    table->as.table.columns = columns;
    if (caption != NULL)
        block(table, NODE_CAPTION, caption);
    return table;
}

static struct node *row_of(struct node *group, enum node_kind kind, size_t columns, const char *const *words) {
    struct node *row = add(group, NODE_ROW);
    for (size_t i = 0; i < columns; i++)
        if (words[i] != NULL)
            block(row, kind, words[i]);
        else
            add(row, kind);
    return row;
}

/* A paragraph that ends in a call, and its note after it. */
static struct node *noted(struct node *parent, const char *words, const char *number, const char *note_words) {
    struct node *node = para(parent, words);
    struct node *reference = add(add(node, NODE_CALL), NODE_REFERENCE);
    struct node *link = block(reference, NODE_LINK, number);
    struct node *note = add(parent, NODE_NOTE);
    struct node *label = add(note, NODE_LABEL);
    struct node *back = block(label, NODE_LINK, number);
    back->as.link.target = link;
    back->as.link.contents = number;
    link->as.link.target = note;
    link->as.link.contents = number;
    note->as.note.call = link;
    para(note, note_words);
    return note;
}

/* --- What must be true of every document ---------------------------------------------- */

static bool is_within(const struct node *node, const struct node *above) {
    while (node != NULL && node != above)
        node = node->parent;
    return node != NULL;
}

static bool is_in_note(const struct node *node) {
    while (node != NULL && node->kind != NODE_NOTE)
        node = node->parent;
    return node != NULL;
}

/* The page of the first (or last) real mark of what is in `node`; -1 when there is none. */
static int page_of(const struct pages *pages, const struct node *node, bool last) {
    int found = -1;
    for (size_t i = 0; i < pages->count; i++)
        for (size_t j = 0; j < pages->items[i].mark_count; j++)
            if (pages->items[i].marks[j].node != NULL && is_within(pages->items[i].marks[j].node, node)) {
                found = (int)i;
                if (!last)
                    return found;
            }
    return found;
}

/* How many baselines of what is in `node` stand on page `page`. */
static size_t lines_on(const struct pages *pages, const struct node *node, size_t page) {
    size_t count = 0;
    length y = -1;
    for (size_t j = 0; j < pages->items[page].mark_count; j++) {
        const struct mark *mark = &pages->items[page].marks[j];
        if (mark->node != NULL && is_within(mark->node, node) && mark->y > y) {
            count++;
            y = mark->y;
        }
    }
    return count;
}

static void hold_order(const struct page *page) {
    int layer = 0; /* 0 before the body, 1 body, 2 notes, 3 after */
    uint32_t before = 0;
    length lowest = 0;
    for (size_t j = 0; j < page->mark_count; j++) {
        const struct mark *mark = &page->marks[j];
        if (mark->artifact == ARTIFACT_WATERMARK)
            assert_int_equal(j, 0);
        if (mark->node == NULL) {
            if (layer > 0)
                layer = 3;
            assert_int_not_equal(mark->artifact, ARTIFACT_NONE);
            if (layer == 3)
                assert_int_equal(mark->artifact, ARTIFACT_FOOTER);
            continue;
        }
        assert_int_equal(mark->artifact, ARTIFACT_NONE);
        assert_int_not_equal(layer, 3);
        if (is_in_note(mark->node)) {
            assert_true(layer < 2 || mark->node->index >= before);
            assert_true(mark->y > lowest);
            layer = 2;
        } else {
            assert_true(layer < 2);
            assert_true(mark->node->index >= before);
            lowest = mark->y > lowest ? mark->y : lowest;
            layer = 1;
        }
        before = mark->node->index;
    }
}

static void hold_headings(const struct pages *pages) {
    for (size_t i = 0; i < document.node_count; i++) {
        const struct node *node = document.nodes[i];
        if (node->kind != NODE_HEADING && node->kind != NODE_TITLE)
            continue;
        const struct node *next = node_past(node, root);
        while (next != NULL && (next->kind == NODE_NOTE || page_of(pages, next, false) < 0))
            next = next->kind == NODE_NOTE ? node_past(next, root) : node_after(next, root);
        if (next != NULL)
            assert_int_equal(page_of(pages, node, true), page_of(pages, next, false));
    }
}

static void hold_anchors(const struct pages *pages) {
    for (size_t i = 0; i < document.node_count; i++) {
        const struct node *node = document.nodes[i];
        size_t found = 0;
        for (size_t p = 0; p < pages->count; p++)
            for (size_t a = 0; a < pages->items[p].anchor_count; a++)
                found += pages->items[p].anchors[a].node == node;
        bool asked = node->id != NULL || (node->kind < NODE_TEXT && node_role(node) != NULL);
        assert_true(found <= 1);
        if (asked && found == 0)
            print_error("no anchor for node %u, %s\n", (unsigned)node->index, node_role(node));
        assert_true(!asked || found == 1);
    }
}

static const struct pages *lay_raw(void) {
    index_nodes();
    return pages_keep(layout_document(&document, &style, shaper, arena, report), arena);
}

static const struct pages *lay_checked(void) {
    const struct pages *pages = lay();
    for (size_t i = 0; i < pages->count; i++)
        hold_order(&pages->items[i]);
    hold_headings(pages);
    hold_anchors(pages);
    return pages;
}

/* The space at the end of a full line then stands beyond the page. */
static void page_needs_no_margins(void **state) {
    (void)state;
    style.margin_start = style.margin_end = 0;
    style.measure = style.page_width;
    for (int i = 0; i < 40; i++)
        para(root, "The bodies state here what they do, and what they do not do, as the Act asks of them each year.");
    lay_checked();
    for (enum style_block block = STYLE_BODY; block < STYLE_BLOCKS; block++)
        style.blocks[block].align = ALIGN_END;
    lay_checked();
}

/* U+FFF2 is no character yet, and one that need not be seen. */
static void what_need_not_be_seen_is_not_missed(void **state) {
    (void)state;
    para(root, "Before \xEF\xBF\xB2 and\xEF\xBF\xB2 after.");
    lay_checked();
}

/* However the text of lists is aligned. */
static void labels_begin_their_column(void **state) {
    (void)state;
    for (enum style_block block = STYLE_BODY; block < STYLE_BLOCKS; block++)
        style.blocks[block].align = style.parts.within[block].align = ALIGN_END;
    struct node *list = list_of(root, CLASS_NUMBERS);
    struct node *label = item_of(list, "12.", "One line.")->parent->first->first;
    const struct pages *pages = lay_checked();
    size_t found = 0;
    for (size_t i = 0; i < pages->items[0].mark_count; i++) {
        const struct mark *mark = &pages->items[0].marks[i];
        found += mark->node == label && mark->x == style.margin_start;
    }
    assert_int_equal(found, 1);
}

static void hold_notes_on_page_of_call(const struct pages *pages) {
    for (size_t i = 0; i < document.node_count; i++) {
        const struct node *node = document.nodes[i];
        if (node->kind == NODE_NOTE) {
            assert_int_equal(page_of(pages, node->as.note.call, false), page_of(pages, node, false));
            assert_int_equal(page_of(pages, node, false), page_of(pages, node, true));
        }
    }
}

/* --- Cases --------------------------------------------------------------------------- */

static void empty_document_is_one_page(void **state) {
    (void)state;
    const struct pages *pages = lay_checked();
    assert_int_equal(pages->count, 1);
}

static void heading_alone_is_one_page(void **state) {
    (void)state;
    heading(root, "1", "Only a heading");
    assert_int_equal(lay_checked()->count, 1);
}

static void empty_sections_have_places(void **state) {
    (void)state;
    for (int i = 0; i < 3; i++)
        add(root, NODE_SECTION)->id = arena_format(arena, "empty-%d", i);
    para(root, "Something.");
    add(root, NODE_SECTION)->id = "empty-last";
    assert_int_equal(lay_checked()->count, 1);
}

static void heading_is_never_at_the_foot(void **state) {
    (void)state;
    for (size_t lines = 15; lines < 60; lines++) { /* more than a page of places for the heading */
        hand_close(NULL);
        hand_open(NULL);
        for (size_t i = 0; i < lines; i++)
            para(root, "One line.");
        struct node *head = heading(root, "2", "A heading");
        struct node *after = para(root, words_of(80));
        const struct pages *pages = lay_checked();
        assert_int_equal(page_of(pages, head, false), page_of(pages, after, false));
        size_t page = (size_t)page_of(pages, after, false);
        assert_true(lines_on(pages, after, page) >= 2);
    }
}

static void heading_has_two_lines_under_it_though_they_are_two_paragraphs(void **state) {
    (void)state;
    for (size_t lines = 15; lines < 60; lines++) {
        hand_close(NULL);
        hand_open(NULL);
        for (size_t i = 0; i < lines; i++)
            para(root, "One line.");
        struct node *head = heading(root, "2", "A heading");
        struct node *second = NULL;
        for (size_t i = 0; i < 30; i++) {
            struct node *next = para(root, "One line.");
            if (i == 1)
                second = next;
        }
        const struct pages *pages = lay_checked();
        assert_int_equal(page_of(pages, head, false), page_of(pages, second, false));
    }
}

/* Notes of all lengths, to more than a page: each with its call, which stands under its heading. */
static void heading_keeps_its_text_when_notes_are_long(void **state) {
    (void)state;
    for (size_t words = 60; words < 700; words += 20) {
        hand_close(NULL);
        hand_open(NULL);
        style = *large;
        for (size_t i = 0; i < 4; i++) {
            heading(root, arena_format(arena, "%zu", i + 1), "A heading");
            noted(root, "One line with a call", arena_format(arena, "%zu", i + 1), words_of(words));
        }
        const struct pages *pages = lay_checked();
        for (const struct node *node = root->first; node; node = node->next)
            if (node->kind == NODE_NOTE)
                assert_int_equal(page_of(pages, node->as.note.call, false), page_of(pages, node, false));
    }
}

static void heading_stays_in_one_piece(void **state) {
    (void)state;
    for (size_t lines = 0; lines < 20; lines++) {
        hand_close(NULL);
        hand_open(NULL);
        style = *large;
        for (size_t i = 0; i < lines; i++)
            para(root, "One line.");
        struct node *head = heading(root, "2", words_of(40));
        struct node *list = list_of(root, CLASS_DEFINITION);
        struct node *term = item_of(list, words_of(40), words_of(40))->parent->first;
        struct node *table = table_of(root, 1, words_of(40));
        const char *const cells[] = {"A cell"};
        row_of(add(table, NODE_TABLE_BODY), NODE_CELL, 1, cells);
        const struct pages *pages = lay_checked();
        const struct node *const pieces[] = {head, term, table->first};
        for (size_t i = 0; i < 3; i++) {
            assert_true(lines_on(pages, pieces[i], (size_t)page_of(pages, pieces[i], false)) > 4);
            assert_int_equal(page_of(pages, pieces[i], false), page_of(pages, pieces[i], true));
        }
    }
}

/* Headings, terms and cells that no page holds are divided all the same. */
static void piece_taller_than_a_page_is_divided(void **state) {
    (void)state;
    style = *large;
    struct node *head = heading(root, "2", words_of(300));
    para(root, words_of(30));
    struct node *term = item_of(list_of(root, CLASS_DEFINITION), words_of(500), "What it is.")->parent->first;
    struct node *cell = add(add(add(table_of(root, 1, NULL), NODE_TABLE_BODY), NODE_ROW), NODE_CELL);
    item_of(list_of(cell, CLASS_DEFINITION), words_of(500), "What it is.");
    const struct pages *pages = lay_checked();
    assert_true(page_of(pages, head, false) < page_of(pages, head, true));
    assert_true(page_of(pages, term, false) < page_of(pages, term, true));
    assert_true(page_of(pages, cell, false) < page_of(pages, cell, true));
}

static void no_line_stands_alone(void **state) {
    (void)state;
    struct node *paragraphs[60];
    for (size_t i = 0; i < 60; i++)
        paragraphs[i] = para(root, words_of(20 + random_next() % 80));
    const struct pages *pages = lay_checked();
    assert_true(pages->count > 3);
    size_t divided = 0;
    for (size_t i = 0; i < 60; i++) {
        int first = page_of(pages, paragraphs[i], false), last = page_of(pages, paragraphs[i], true);
        for (int page = first; page <= last && first != last; page++)
            assert_true(lines_on(pages, paragraphs[i], (size_t)page) >= 2);
        divided += first != last;
    }
    assert_true(divided > 0);
}

static void whole_is_not_divided(void **state) {
    (void)state;
    for (size_t lines = 36; lines < 46; lines++) {
        hand_close(NULL);
        hand_open(NULL);
        for (size_t i = 0; i < lines; i++)
            para(root, i % 2 ? "One line." : "Another line.");
        struct node *whole = add(root, NODE_BLOCK);
        whole->class_ = CLASS_SIGNATURE;
        whole->keep_together = true;
        for (size_t i = 0; i < 6; i++)
            para(whole, "Signed by hand");
        const struct pages *pages = lay_checked();
        assert_int_equal(page_of(pages, whole, false), page_of(pages, whole, true));
    }
}

static void whole_taller_than_a_page_is_divided(void **state) {
    (void)state;
    struct node *whole = add(root, NODE_BLOCK);
    whole->keep_together = true;
    for (size_t i = 0; i < 90; i++)
        para(whole, "A line of a whole that is too tall");
    assert_true(lay_checked()->count >= 3);
}

static void lead_in_stays_with_its_list(void **state) {
    (void)state;
    for (size_t lines = 15; lines < 30; lines++) {
        hand_close(NULL);
        hand_open(NULL);
        for (size_t i = 0; i < lines; i++)
            para(root, "One line.");
        struct node *lead = para(root, "These are the steps:");
        lead->keep_with_next = true; /* as the document says of what leads in */
        struct node *list = list_of(root, CLASS_BULLETS);
        for (size_t i = 0; i < 12; i++)
            item_of(list, "\xE2\x80\xA2", "a step");
        const struct pages *pages = lay_checked();
        assert_int_equal(page_of(pages, lead, true), page_of(pages, list, false));
    }
}

static void label_and_body_share_a_baseline(void **state) {
    (void)state;
    struct node *list = list_of(root, CLASS_NUMBERS);
    struct node *bodies[3];
    static const char *const labels[] = {"1.", "5.3.2.14", "(viii)"};
    for (size_t i = 0; i < 3; i++)
        bodies[i] = item_of(list, labels[i], words_of(40));
    const struct pages *pages = lay_checked();
    length x[3] = {0};
    for (size_t i = 0; i < 3; i++) {
        const struct mark *label = NULL, *body = NULL;
        for (size_t j = 0; j < pages->items[0].mark_count; j++) {
            const struct mark *mark = &pages->items[0].marks[j];
            if (mark->node != NULL && is_within(mark->node, bodies[i]->parent->first) && label == NULL)
                label = mark;
            if (mark->node != NULL && is_within(mark->node, bodies[i]) && body == NULL)
                body = mark;
        }
        assert_true(label != NULL && body != NULL && label < body);
        assert_int_equal(label->y, body->y);
        assert_true(label->x + label->width < body->x);
        x[i] = body->x;
    }
    assert_true(x[0] == x[1] && x[1] == x[2]);
}

static void definition_label_stands_above(void **state) {
    (void)state;
    struct node *list = list_of(root, CLASS_DEFINITION);
    struct node *body = item_of(list, "Accounting officer", words_of(30));
    const struct pages *pages = lay_checked();
    const struct mark *marks = pages->items[0].marks;
    size_t j = 0;
    while (marks[j].node == NULL)
        j++;
    assert_true(is_within(marks[j].node, body->parent->first));
    assert_true(marks[j].as.glyphs.run->face->bold);
    assert_true(marks[j + 1].y > marks[j].y && marks[j + 1].x > marks[j].x);
}

static void forty_nested_lists_are_set(void **state) {
    (void)state;
    struct node *at = root;
    for (int i = 0; i < 40; i++) {
        at = item_of(list_of(at, CLASS_NUMBERS), arena_format(arena, "(%d)", i), "A sentence of some few words.");
    }
    lay_checked();
}

static void nested_list_shares_the_line_of_its_number(void **state) {
    (void)state;
    struct node *outer = item_of(list_of(root, CLASS_CLAUSES), "5.1", NULL);
    item_of(list_of(outer, CLASS_CLAUSES), "(a)", "the first");
    const struct pages *pages = lay_checked();
    length y = -1;
    for (size_t j = 0; j < pages->items[0].mark_count; j++)
        if (pages->items[0].marks[j].node != NULL) {
            assert_true(y < 0 || pages->items[0].marks[j].y == y);
            y = pages->items[0].marks[j].y;
        }
}

static void note_stands_on_the_page_of_its_call(void **state) {
    (void)state;
    for (size_t lines = 0; lines < 30; lines++) {
        hand_close(NULL);
        hand_open(NULL);
        for (size_t i = 0; i < lines; i++)
            para(root, "One line.");
        for (size_t i = 0; i < 6; i++)
            noted(root, words_of(10 + random_next() % 50), arena_format(arena, "%zu", i + 1), words_of(30));
        hold_notes_on_page_of_call(lay_checked());
    }
}

/* The call on the last line that the page can hold without its note. */
static void call_on_the_last_line_takes_its_note_along(void **state) {
    (void)state;
    bool moved = false;
    for (size_t lines = 20; lines < 32; lines++) {
        hand_close(NULL);
        hand_open(NULL);
        for (size_t i = 0; i < lines; i++)
            para(root, "One line.");
        struct node *note = noted(root, "A line with a call", "1", words_of(60));
        for (size_t i = 0; i < 5; i++)
            para(root, "One line.");
        const struct pages *pages = lay_checked();
        hold_notes_on_page_of_call(pages);
        moved = moved || page_of(pages, note, false) == 1;
    }
    assert_true(moved);
}

static void notes_of_lists_and_cells_come_too(void **state) {
    (void)state;
    struct node *list = list_of(root, CLASS_BULLETS);
    for (size_t i = 0; i < 40; i++) {
        struct node *body = item_of(list, "\xE2\x80\xA2", NULL);
        noted(body, words_of(12), arena_format(arena, "%zu", i + 1), words_of(10));
    }
    struct node *table = table_of(root, 2, "A table");
    struct node *rows = add(table, NODE_TABLE_BODY);
    for (size_t i = 0; i < 20; i++) {
        struct node *row = add(rows, NODE_ROW);
        block(row, NODE_CELL, "A cell");
        noted(add(row, NODE_CELL), words_of(12), arena_format(arena, "%zu", i + 41), words_of(10));
    }
    const struct pages *pages = lay_checked();
    assert_true(pages->count > 2);
    hold_notes_on_page_of_call(pages);
}

static void note_longer_than_a_page_goes_on(void **state) {
    (void)state;
    para(root, "Before.");
    struct node *note = noted(root, "A call", "1", words_of(1500));
    para(root, "After.");
    const struct pages *pages = lay_checked();
    assert_int_equal(page_of(pages, note->as.note.call, false), page_of(pages, note, false));
    assert_true(page_of(pages, note, true) > page_of(pages, note, false));
}

static struct node *long_table(size_t rows, size_t columns) {
    struct node *table = table_of(root, columns, "Limits of authority");
    const char **words = ARENA_ARRAY(arena, columns, const char *);
    for (size_t i = 0; i < columns; i++)
        words[i] = arena_format(arena, "Column %zu", i + 1);
    row_of(add(table, NODE_TABLE_HEAD), NODE_HEADER_CELL, columns, words);
    struct node *body = add(table, NODE_TABLE_BODY);
    for (size_t r = 0; r < rows; r++) {
        for (size_t i = 0; i < columns; i++)
            words[i] = words_of(1 + random_next() % 9);
        row_of(body, NODE_CELL, columns, words);
    }
    return table;
}

static void head_comes_again_as_artifact(void **state) {
    (void)state;
    para(root, words_of(100));
    struct node *table = long_table(120, 4);
    const struct node *head = table->first->next;
    const struct pages *pages = lay_checked();
    assert_true(pages->count > 3);
    assert_int_equal(page_of(pages, head, false), page_of(pages, head, true));
    for (size_t i = 0; i < pages->count; i++) {
        size_t repeated = 0, rows = 0;
        for (size_t j = 0; j < pages->items[i].mark_count; j++) {
            repeated += pages->items[i].marks[j].artifact == ARTIFACT_REPEATED;
            rows += pages->items[i].marks[j].node != NULL;
        }
        assert_int_equal(repeated, (int)i > page_of(pages, head, false) ? 4 : 0);
        assert_true(rows > 0);
    }
    assert_int_equal(page_of(pages, table->first, false), page_of(pages, head, false));
    assert_int_equal(page_of(pages, head, false), page_of(pages, head->next->first->next, false));
}

/* A tall first row, after which a page would gladly end. */
static void first_rows_stay_with_the_heading(void **state) {
    (void)state;
    for (size_t lines = 6; lines < 30; lines++) {
        hand_close(NULL);
        hand_open(NULL);
        for (size_t i = 0; i < lines; i++)
            para(root, "One line.");
        struct node *head = heading(root, "2", "Document control");
        struct node *body = add(table_of(root, 2, NULL), NODE_TABLE_BODY);
        const char *const first[] = {words_of(60), "1.0"}, *const cells[] = {"Version", "1.0"};
        row_of(body, NODE_CELL, 2, first);
        for (size_t r = 0; r < 20; r++)
            row_of(body, NODE_CELL, 2, cells);
        const struct pages *pages = lay_checked();
        assert_int_equal(page_of(pages, head, false), page_of(pages, body->first, false));
        assert_int_equal(page_of(pages, head, false), page_of(pages, body->first->next, false));
    }
}

static void tall_row_is_divided_between_lines(void **state) {
    (void)state;
    para(root, words_of(200));
    struct node *table = table_of(root, 3, NULL);
    const char *const heads[] = {"One", "Two", "Three"};
    row_of(add(table, NODE_TABLE_HEAD), NODE_HEADER_CELL, 3, heads);
    const char *const cells[] = {words_of(400), words_of(60), words_of(700)};
    struct node *row = row_of(add(table, NODE_TABLE_BODY), NODE_CELL, 3, cells);
    const struct pages *pages = lay_checked();
    assert_true(pages->count > 1);
    for (const struct node *cell = row->first; cell; cell = cell->next)
        for (int page = page_of(pages, cell, false); page <= page_of(pages, cell, true); page++)
            assert_true(lines_on(pages, cell, (size_t)page) >= 2);
}

static void tall_row_of_paragraphs_is_divided(void **state) {
    (void)state;
    struct node *table = table_of(root, 2, NULL);
    struct node *row = add(add(table, NODE_TABLE_BODY), NODE_ROW);
    for (size_t c = 0; c < 2; c++) {
        struct node *cell = add(row, NODE_CELL);
        for (size_t i = 0; i < 20 + 9 * c; i++)
            para(cell, words_of(10 + random_next() % 40));
    }
    assert_true(lay_checked()->count > 1);
}

static void empty_cells_are_boxes(void **state) {
    (void)state;
    struct node *body = add(table_of(root, 3, NULL), NODE_TABLE_BODY);
    const char *const some[] = {"One", NULL, "Three"}, *const none[] = {NULL, NULL, NULL};
    row_of(body, NODE_CELL, 3, some);
    row_of(body, NODE_CELL, 3, none);
    lay_checked();
}

static void wide_table_turns_its_page(void **state) {
    (void)state;
    para(root, words_of(60));
    struct node *lead = heading(root, "3", "The table");
    const char *cells[10];
    for (size_t i = 0; i < 10; i++)
        cells[i] = "accountabilities";
    struct node *table = table_of(root, 10, "Wide");
    row_of(add(table, NODE_TABLE_BODY), NODE_CELL, 10, cells);
    struct node *after = para(root, "After it.");
    style.turn_wide_tables = 1;
    style.blocks[STYLE_TABLE_CELL].size = LENGTH_PT(7);
    const struct pages *pages = lay_checked();
    assert_int_equal(pages->count, 3);
    assert_true(pages->items[1].width > pages->items[1].height);
    assert_true(pages->items[0].width < pages->items[0].height);
    assert_int_equal(page_of(pages, table, false), 1);
    assert_int_equal(page_of(pages, lead, false), 1);
    assert_int_equal(page_of(pages, after, false), 2);
}

static void word_wider_than_its_cell_is_broken(void **state) {
    (void)state;
    style.turn_wide_tables = 0;
    const char *cells[9];
    for (size_t i = 0; i < 9; i++)
        cells[i] = "counterrevolutionaries";
    row_of(add(table_of(root, 9, NULL), NODE_TABLE_BODY), NODE_CELL, 9, cells);
    assert_int_equal(lay_checked()->count, 1);
}

static void table_of_too_many_columns_is_refused(void **state) {
    (void)state;
    const char *cells[60];
    for (size_t i = 0; i < 60; i++)
        cells[i] = "much";
    struct node *table = table_of(root, 60, NULL);
    table->place = (struct place){"by-hand.xml", 7, 3, 0};
    row_of(add(table, NODE_TABLE_BODY), NODE_CELL, 60, cells);
    assert_null(lay_raw());
    assert_int_equal(report_count(report), 1);
    const struct finding *finding = report_sorted(report);
    assert_ptr_equal(finding->rule, catalogue_find(RULE_LAYOUT_WIDE));
    assert_int_equal(finding->place.line, 7);
}

static void broken_picture_is_reported_at_its_name(void **state) {
    (void)state;
    struct node *figure = add(root, NODE_FIGURE);
    figure->as.figure.file = "tests/unit/test_layout.c";
    figure->as.figure.alternative = "A picture";
    figure->as.figure.place = &(struct place){"by-hand.xml", 9, 5, 0};
    assert_null(lay_raw());
    assert_ptr_equal(report_sorted(report)->rule, catalogue_find(RULE_FIGURE_FILE));
    assert_int_equal(report_sorted(report)->place.line, 9);
}

static void head_taller_than_a_page_is_refused(void **state) {
    (void)state;
    struct node *table = table_of(root, 2, NULL);
    const char *const heads[] = {words_of(1500), "Two"}, *const cells[] = {"One", "Two"};
    struct node *row = row_of(add(table, NODE_TABLE_HEAD), NODE_HEADER_CELL, 2, heads);
    row->first->first->place = (struct place){"by-hand.xml", 12, 9, 0};
    row_of(add(table, NODE_TABLE_BODY), NODE_CELL, 2, cells);
    assert_null(lay_raw());
    assert_ptr_equal(report_sorted(report)->rule, catalogue_find(RULE_LAYOUT_TALL));
    assert_int_equal(report_sorted(report)->place.line, 12);
}

static void figure_stays_with_its_caption(void **state) {
    (void)state;
    const char *home = getenv("ENGROSS_HOME");
    for (size_t lines = 10; lines < 30; lines++) {
        hand_close(NULL);
        hand_open(NULL);
        for (size_t i = 0; i < lines; i++)
            para(root, "One line.");
        struct node *figure = add(root, NODE_FIGURE);
        figure->as.figure.file = arena_format(arena, "%s/tests/cases/figures/valley.jpg", home != NULL ? home : ".");
        figure->as.figure.alternative = "A valley";
        struct node *caption = para(root, "Figure 1: the valley");
        caption->class_ = CLASS_CAPTION;
        para(root, words_of(50));
        const struct pages *pages = lay_checked();
        assert_int_equal(page_of(pages, figure, false), page_of(pages, caption, false));
        const struct page *page = &pages->items[page_of(pages, figure, false)];
        for (size_t j = 0; j < page->mark_count; j++)
            if (page->marks[j].node == figure) {
                assert_true(page->marks[j].width <= style.measure);
                assert_true(page->marks[j].y + page->marks[j].height < page->marks[j + 1].y);
            }
    }
}

static void figure_stands_clear(void **state) {
    (void)state;
    const char *home = getenv("ENGROSS_HOME");
    struct node *above = para(root, "One line.");
    struct node *figure = add(root, NODE_FIGURE);
    figure->as.figure.file = arena_format(arena, "%s/tests/cases/figures/valley.jpg", home != NULL ? home : ".");
    figure->as.figure.alternative = "A valley";
    struct node *below = para(root, "Another line.");
    const struct page *page = &lay_checked()->items[0];
    length top = 0, bottom = 0, before = 0, after = 0;
    for (size_t j = 0; j < page->mark_count; j++) {
        const struct mark *mark = &page->marks[j];
        if (mark->node == figure) {
            top = mark->y;
            bottom = mark->y + mark->height;
        } else if (mark->node == above->first) {
            before = mark->y;
        } else if (mark->node == below->first) {
            after = mark->y;
        }
    }
    length space = 2 * style.blocks[STYLE_BODY].space_after;
    assert_true(space > 0 && top - before >= space);
    assert_true(after - bottom >= space + style.blocks[STYLE_BODY].size / 2);
}

static void headers_of_pictures_are_read(void **state) {
    (void)state;
    static const uint8_t png[] = {0x89, 'P', 'N', 'G', 13, 10, 26, 10,  0,   0,   0,   13, 'I', 'H', 'D',
                                  'R',  0,   0,   1,   0,  0,  0,  0,   64,  8,   2,   0,  0,   0,   0,
                                  0,    0,   0,   0,   0,  0,  0,  'I', 'D', 'A', 'T', 0,  0,   0,   0};
    static const uint8_t jpeg[] = {0xFF, 0xD8, 0xFF, 0xE0, 0,    16, 'J', 'F', 'I', 'F', 0, 1,   1, 1, 0,    144, 0,
                                   144,  0,    0,    0xFF, 0xC0, 0,  11,  8,   0,   72,  0, 144, 1, 1, 0x11, 0};
    struct picture picture;
    assert_null(picture_measure(png, sizeof png, &picture));
    assert_int_equal(picture.width, 192000);
    assert_int_equal(picture.height, 48000);
    assert_null(picture_measure(jpeg, sizeof jpeg, &picture));
    assert_int_equal(picture.width, 72000);
    assert_int_equal(picture.height, 36000);
    for (size_t i = 0; i < sizeof png - 4; i++)
        assert_non_null(picture_measure(png, i, &picture));
    for (size_t i = 0; i < sizeof jpeg - 3; i++)
        assert_non_null(picture_measure(jpeg, i, &picture));
}

/* A note of a camera, in either order of bytes, behind another entry; its orientation is at `at`. */
static void turned_pictures_are_refused(void **state) {
    (void)state;
    static const uint8_t frame[] = {0xFF, 0xC0, 0, 11, 8, 0, 72, 0, 144, 1, 1, 0x11, 0};
    static const uint8_t notes[2][44] = {
        {0xFF, 0xE1, 0, 42, 'E', 'x', 'i', 'f', 0, 0, 'I',  'I', 42, 0, 8, 0, 0, 0, 2, 0, 0x0F, 1,
         2,    0,    0, 0,  0,   0,   0,   0,   0, 0, 0x12, 1,   3,  0, 1, 0, 0, 0, 1, 0, 0,    0},
        {0xFF, 0xE1, 0, 42, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M',  0, 42, 0, 0, 0, 8, 0, 2, 1, 0x0F,
         0,    2,    0, 0,  0,   0,   0,   0,   0, 0, 1,   0x12, 0, 3,  0, 0, 0, 1, 0, 1, 0, 0}};
    static const size_t at[2] = {40, 41};
    for (size_t order = 0; order < 2; order++)
        for (uint8_t turn = 0; turn <= 9; turn++) {
            uint8_t file[2 + sizeof notes[0] + sizeof frame] = {0xFF, 0xD8};
            struct picture picture;
            memcpy(file + 2, notes[order], sizeof notes[0]);
            memcpy(file + 2 + sizeof notes[0], frame, sizeof frame);
            file[2 + at[order]] = turn;
            assert_int_equal(picture_measure(file, sizeof file, &picture) != NULL, turn >= 2 && turn <= 8);
            for (size_t i = 4; i < 2 + sizeof notes[0]; i++) /* cut short */
                assert_non_null(picture_measure(file, i, &picture));
            for (size_t i = 12; i < 2 + sizeof notes[0]; i++) { /* spoilt: nothing is read past its end */
                uint8_t kept = file[i];
                file[i] = 0xFF;
                (void)picture_measure(file, sizeof file, &picture);
                file[i] = kept;
            }
        }
}

static struct node *declaration(size_t paragraphs) {
    struct node *group = add(root, NODE_BLOCK);
    group->class_ = CLASS_DECLARATION;
    for (size_t i = 0; i < paragraphs; i++)
        para(group, words_of(50))->class_ = CLASS_DECLARATION;
    return group;
}

static void background_is_painted_on_each_page(void **state) {
    (void)state;
    para(root, words_of(200));
    struct node *group = declaration(12);
    para(root, words_of(20));
    const struct pages *pages = lay_checked();
    assert_true(page_of(pages, group, false) < page_of(pages, group, true));
    for (size_t i = 0; i < pages->count; i++) {
        size_t fills = 0;
        length top = 0, bottom = 0;
        for (size_t j = 0; j < pages->items[i].mark_count; j++) {
            const struct mark *mark = &pages->items[i].marks[j];
            if (mark->artifact == ARTIFACT_BACKGROUND) {
                fills++;
                top = mark->y;
                bottom = mark->y + mark->height;
                assert_int_equal(mark->colour, style.blocks[STYLE_DECLARATION].background);
            } else if (mark->node != NULL && is_within(mark->node, group)) {
                assert_true(mark->y > top + style.blocks[STYLE_DECLARATION].padding);
                assert_true(mark->y < bottom - style.blocks[STYLE_DECLARATION].padding);
            }
        }
        assert_int_equal(fills, (int)i >= page_of(pages, group, false) && (int)i <= page_of(pages, group, true));
    }
}

static void watermark_is_first_and_head_is_not_on_page_one(void **state) {
    (void)state;
    document.draft = true;
    document.watermark = "DRAFT";
    for (size_t i = 0; i < 20; i++)
        para(root, words_of(100));
    const struct pages *pages = lay_checked();
    assert_true(pages->count > 1);
    for (size_t i = 0; i < pages->count; i++) {
        size_t heads = 0, feet = 0;
        assert_int_equal(pages->items[i].marks[0].artifact, ARTIFACT_WATERMARK);
        assert_int_equal(pages->items[i].marks[0].as.glyphs.turn, 45);
        for (size_t j = 0; j < pages->items[i].mark_count; j++) {
            heads += pages->items[i].marks[j].artifact == ARTIFACT_HEADER;
            feet += pages->items[i].marks[j].artifact == ARTIFACT_FOOTER;
        }
        assert_int_equal(heads > 0, i > 0);
        assert_true(feet > 0);
    }
}

/* A document of all kinds of blocks. */
static void mixed_document(size_t sections) {
    block(root, NODE_TITLE, "Modern slavery and human trafficking statement");
    para(root, "Status: draft, not in force")->class_ = CLASS_STATUS;
    for (size_t i = 0; i < sections; i++) {
        struct node *section = add(root, NODE_SECTION);
        section->id = arena_format(arena, "section-%zu", i);
        heading(section, arena_format(arena, "%zu", i + 1), words_of(4));
        for (size_t j = 0; j < 4; j++)
            para(section, words_of(30 + random_next() % 70));
        noted(section, words_of(25), arena_format(arena, "%zu", i + 1), words_of(25));
        para(section, "These are they:");
        struct node *list = list_of(section, CLASS_BULLETS);
        for (size_t j = 0; j < 5; j++)
            item_of(list, "\xE2\x80\xA2", words_of(8 + random_next() % 20));
        if (i % 3 == 1)
            long_table(12, 3);
        if (i % 4 == 2)
            declaration(2);
    }
}

/* Every node's text is the same and whole however tall and wide the page is (lay holds that). */
static void paper_does_not_change_content(void **state) {
    (void)state;
    mixed_document(7);
    static const int heights[] = {500, 560, 633, 700, 842, 1000};
    for (size_t i = 0; i < sizeof heights / sizeof *heights; i++) {
        style = *nhs;
        style.page_height = LENGTH_PT(heights[i]);
        lay_checked();
    }
    style = *large;
    lay_checked();
}

static void same_input_gives_the_same_dump(void **state) {
    (void)state;
    mixed_document(5);
    struct buffer first = {0}, second = {0};
    pages_dump(lay_checked(), &first);
    pages_dump(lay_checked(), &second);
    assert_string_equal(buffer_text(&first), buffer_text(&second));
    assert_non_null(strstr(buffer_text(&first), "page 1 595.276x841.89 folio 1\n"));
    buffer_close(&first);
    buffer_close(&second);
}

static void random_blocks(struct node *parent, int depth, size_t *notes);

/* What the schema lets stand in a cell: paragraphs and lists. */
static void random_cell(struct node *cell, size_t *notes) {
    if (random_next() % 4 == 0)
        return;
    if (random_next() % 3 == 0)
        random_blocks(item_of(list_of(cell, CLASS_NUMBERS), "1.", words_of(20)), 4, notes);
    for (size_t n = random_next() % 3; n-- > 0;)
        para(cell, words_of(1 + random_next() % (random_next() % 20 ? 20 : 600)));
}

/* Blocks of all kinds at random, nested at random. */
static void random_blocks(struct node *parent, int depth, size_t *notes) {
    static const char *const labels[] = {"\xE2\x80\xA2", "1.", "(viii)", "5.3.2.14"};
    for (size_t n = 1 + random_next() % (depth == 0 ? 12 : 3); n-- > 0;) {
        size_t kind = random_next() % (depth < 4 ? 9 : 3);
        struct node *inner;
        switch (kind) {
        case 0:
            heading(parent, "7", words_of(1 + random_next() % 20));
            break;
        case 1:
            (*notes)++;
            noted(parent, words_of(1 + random_next() % 60), arena_format(arena, "%zu", *notes),
                  words_of(1 + random_next() % (random_next() % 9 ? 60 : 900)));
            break;
        case 3:
        case 4:
            inner = list_of(parent, kind == 3 ? CLASS_CLAUSES : CLASS_DEFINITION);
            for (size_t i = 1 + random_next() % 4; i-- > 0;)
                random_blocks(item_of(inner, labels[random_next() % 4], random_next() % 3 ? words_of(9) : NULL),
                              depth + 1, notes);
            break;
        case 5:
            inner = add(parent, random_next() % 2 ? NODE_QUOTE : NODE_BLOCK);
            inner->class_ = inner->kind == NODE_BLOCK && random_next() % 2 ? CLASS_DECLARATION : CLASS_NONE;
            inner->keep_together = random_next() % 2;
            random_blocks(inner, depth + 1, notes);
            break;
        case 6: {
            inner = table_of(parent, 1 + random_next() % 5, random_next() % 2 ? "A table" : NULL);
            struct node *body = add(inner, NODE_TABLE_BODY);
            for (size_t r = 1 + random_next() % 6; r-- > 0;) {
                struct node *row = add(body, NODE_ROW);
                for (size_t c = 0; c < inner->as.table.columns; c++)
                    random_cell(add(row, NODE_CELL), notes);
            }
            break;
        }
        case 7:
            inner = add(parent, NODE_SECTION);
            random_blocks(inner, depth + 1, notes);
            break;
        default:
            para(parent, words_of(1 + random_next() % 120))->keep_together = random_next() % 5 == 0;
        }
    }
}

static void any_document_is_set(void **state) {
    (void)state;
    const char *asked = getenv("ENGROSS_SEED");
    uint64_t first = asked != NULL ? strtoull(asked, NULL, 10) : 1;
    size_t rounds = asked != NULL ? 1 : 60, refused = 0;
    for (uint64_t round = first; round < first + rounds; round++) {
        hand_close(NULL);
        hand_open(NULL);
        seed = round * 2654435761u + 1;
        style = random_next() % 3 ? *nhs : *large;
        style.page_height = LENGTH_PT(400 + (int)(random_next() % 600));
        size_t notes = 0;
        random_blocks(root, 0, &notes);
        const struct pages *pages = lay_raw();
        if (pages == NULL && report_sorted(report)->rule == catalogue_find(RULE_LAYOUT_WIDE)) {
            refused++; /* a table of many columns, deep in lists */
            continue;
        }
        bool good = pages != NULL && layout_holds_all(pages) && layout_keeps_within(pages);
        if (!good)
            print_error("seed %llu: %s\n", (unsigned long long)round,
                        report_count(report) > 0 ? report_sorted(report)->message : "");
        assert_true(good);
        for (size_t i = 0; i < pages->count; i++)
            hold_order(&pages->items[i]);
        hold_anchors(pages);
    }
    assert_true(asked != NULL || refused * 3 < rounds);
}

/* --- Page breaks against brute force ---------------------------------------------------- */

struct trial {
    const struct galley *galley;
    length room, separator;
};

#define OVERFULL (INT64_MAX / 4)

/* Demerits of the page from item `begin` to the break at `at`, by what breaker.c says of filled pages; OVERFULL when it
 * is. */
static int64_t page_cost(const struct trial *trial, size_t begin, size_t at, bool last) {
    length used = 0, space = 0, insert = 0;
    bool first = true;
    for (size_t i = begin; i < at + last; i++) {
        const struct item *item = &trial->galley->items.items[i];
        if (item->kind == ITEM_GLUE && !first)
            space += item->size;
        if (item->kind != ITEM_BOX)
            continue;
        used += space + item->size;
        space = 0;
        insert += item->insert;
        first = false;
    }
    const struct item *end = &trial->galley->items.items[at];
    used += last ? 0 : end->size;
    used += insert > 0 ? insert + trial->separator : 0;
    if (used > trial->room)
        return OVERFULL;
    length left = trial->room - used, dropped = 0;
    for (size_t i = at; !last && trial->galley->items.items[i].kind != ITEM_BOX; i++)
        dropped += trial->galley->items.items[i].kind == ITEM_GLUE ? trial->galley->items.items[i].size : 0;
    length wasted = left - (dropped > 0 ? dropped : 0), quarter = trial->room / 4;
    length penalty = last ? 0 : trial->galley->items.items[at].penalty;
    return (10 + penalty) * trial->room / 100 + (last ? 0 : wasted + (wasted > quarter ? 2 * (wasted - quarter) : 0));
}

static int64_t best_cost(const struct trial *trial, size_t begin, int64_t *memory) {
    const struct galley *galley = trial->galley;
    if (memory[begin] != 0)
        return memory[begin];
    int64_t best = page_cost(trial, begin, galley->items.count - 1, true);
    for (size_t at = begin + 1; at + 1 < galley->items.count; at++) {
        const struct item *item = &galley->items.items[at];
        if (item->kind != ITEM_PENALTY || item->penalty >= PENALTY_NEVER)
            continue;
        int64_t cost = page_cost(trial, begin, at, false);
        if (cost == OVERFULL)
            continue;
        cost += best_cost(trial, at + 1, memory);
        if (cost < best)
            best = cost;
    }
    memory[begin] = best;
    return best;
}

static length trial_room(const void *context, size_t number) {
    (void)number;
    return ((const struct trial *)context)->room;
}

static void page_breaks_cost_least(void **state) {
    (void)state;
    for (int round = 0; round < 12; round++) {
        hand_close(NULL);
        hand_open(NULL);
        seed = 77 + (uint64_t)round;
        style.page_height = LENGTH_PT(420 + 20 * round);
        mixed_document(3 + (size_t)round % 3);
        index_nodes();
        struct setting setting = {
            .document = &document, .style = &style, .shaper = shaper, .arena = arena, .report = report};
        struct flow flow = flow_open(&setting);
        flow_turn(&flow, false);
        flow_block(&flow, root, (struct column){.measure = style.measure});
        assert_int_equal(flow.galleys.count, 1);
        notes_attach(flow.galley);
        struct note_separator parts = note_separator(&style);
        struct trial trial = {flow.galley, flow.galley->sheet->down, parts.above + parts.rule + parts.below};
        struct breaker_rule rule = {.room = trial_room,
                                    .context = &trial,
                                    .insert_separator = trial.separator,
                                    .line_demerits = 10,
                                    .ragged = true,
                                    .filled = true,
                                    .last_free = true};
        size_t count;
        const struct breakpoint *breaks =
            breaker_fit(flow.galley->items.items, flow.galley->items.count, &rule, arena, &count);
        int64_t total = 0;
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(breaks[i].excess, 0);
            total += page_cost(&trial, i > 0 ? breaks[i - 1].item + 1 : 0, breaks[i].item, i + 1 == count);
        }
        assert_true(count > 2);
        assert_int_equal(total, best_cost(&trial, 0, ARENA_ARRAY(arena, flow.galley->items.count + 1, int64_t)));
    }
}

/* --- Releases ------------------------------------------------------------------------------ */

/* What the foot of a page says, its marks joined; `top` is the first baseline of it. */
static const char *foot_words(const struct page *page, length *top) {
    struct buffer out = {0};
    *top = page->height;
    for (size_t j = 0; j < page->mark_count; j++) {
        const struct mark *mark = &page->marks[j];
        if (mark->artifact != ARTIFACT_FOOTER || mark->kind != MARK_GLYPHS)
            continue;
        *top = mark->y < *top ? mark->y : *top;
        const struct glyph_run *run = mark->as.glyphs.run;
        for (size_t i = mark->as.glyphs.first; i < mark->as.glyphs.first + mark->as.glyphs.count; i++)
            buffer_bytes(&out, run->text + run->glyphs[i].text, run->glyphs[i].bytes);
    }
    const char *words = arena_copy(arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return words;
}

static const char *address_of(size_t letters) {
    char *address = arena_alloc(arena, letters + 1);
    const char *begins = "https://www.example.org/";
    for (size_t i = 0; i < letters; i++)
        address[i] = i < strlen(begins) ? begins[i] : i % 90 == 89 ? '/' : (char)('a' + i % 26);
    return address;
}

/* On every page, turned ones too, whole, and under the text; in large print and with a long address. */
static void a_release_says_so_on_every_page(void **state) {
    (void)state;
    static const size_t letters[] = {30, 90, 200, 260};
    for (size_t i = 0; i < 8; i++) {
        hand_close(NULL);
        hand_open(NULL);
        if (i >= 4)
            style = *large;
        style.turn_wide_tables = 1;
        struct edition edition = {.label = "4.0", .date = "2020-03-17", .address = address_of(letters[i % 4])};
        document.edition = &edition;
        mixed_document(2);
        const char *cells[10];
        for (size_t c = 0; c < 10; c++)
            cells[c] = "accountabilities";
        row_of(add(table_of(root, 10, "Wide"), NODE_TABLE_BODY), NODE_CELL, 10, cells);
        style.blocks[STYLE_TABLE_CELL].size = LENGTH_PT(7);
        const struct pages *pages = lay_checked();
        bool turned = false;
        for (size_t p = 0; p < pages->count; p++) {
            const struct page *page = &pages->items[p];
            length top;
            const char *words = foot_words(page, &top);
            turned = turned || page->width > page->height;
            assert_non_null(strstr(words, "Version 4.0, 17 March 2020"));
            assert_non_null(strstr(words, edition.address));
            for (size_t j = 0; j < page->mark_count; j++)
                assert_true(page->marks[j].node == NULL ||
                            page->marks[j].y < top - style.blocks[STYLE_RUNNING_FOOT].size);
        }
        assert_true(turned && pages->count > 2);
    }
    document.edition = &(struct edition){.label = "4.0", .date = "2020-03-17", .address = address_of(4000)};
    assert_null(lay_raw());
    assert_ptr_equal(report_sorted(report)->rule, catalogue_find(RULE_EDITION_LONG));
}

static double milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Not a limit on speed: only that time grows with the document, and a line to read. */
static void long_document_is_set(void **state) {
    (void)state;
    static const size_t sections[] = {2, 86};
    for (size_t i = 0; i < 2; i++) {
        hand_close(NULL);
        hand_open(NULL);
        mixed_document(sections[i]);
        double start = milliseconds();
        const struct pages *pages = lay_raw();
        double taken = milliseconds() - start;
        assert_non_null(pages);
        print_message("# %zu pages in %.1f ms, %zu KiB\n", pages->count, taken, arena_used(arena) / 1024);
    }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, hand_open, hand_close)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(a_release_says_so_on_every_page),
        CASE(empty_document_is_one_page),
        CASE(heading_alone_is_one_page),
        CASE(empty_sections_have_places),
        CASE(heading_is_never_at_the_foot),
        CASE(heading_has_two_lines_under_it_though_they_are_two_paragraphs),
        CASE(heading_keeps_its_text_when_notes_are_long),
        CASE(heading_stays_in_one_piece),
        CASE(piece_taller_than_a_page_is_divided),
        CASE(no_line_stands_alone),
        CASE(whole_is_not_divided),
        CASE(whole_taller_than_a_page_is_divided),
        CASE(lead_in_stays_with_its_list),
        CASE(label_and_body_share_a_baseline),
        CASE(definition_label_stands_above),
        CASE(forty_nested_lists_are_set),
        CASE(nested_list_shares_the_line_of_its_number),
        CASE(note_stands_on_the_page_of_its_call),
        CASE(call_on_the_last_line_takes_its_note_along),
        CASE(notes_of_lists_and_cells_come_too),
        CASE(note_longer_than_a_page_goes_on),
        CASE(head_comes_again_as_artifact),
        CASE(first_rows_stay_with_the_heading),
        CASE(tall_row_is_divided_between_lines),
        CASE(tall_row_of_paragraphs_is_divided),
        CASE(empty_cells_are_boxes),
        CASE(wide_table_turns_its_page),
        CASE(word_wider_than_its_cell_is_broken),
        CASE(table_of_too_many_columns_is_refused),
        CASE(broken_picture_is_reported_at_its_name),
        CASE(head_taller_than_a_page_is_refused),
        CASE(figure_stays_with_its_caption),
        CASE(figure_stands_clear),
        CASE(headers_of_pictures_are_read),
        CASE(turned_pictures_are_refused),
        CASE(background_is_painted_on_each_page),
        CASE(watermark_is_first_and_head_is_not_on_page_one),
        CASE(paper_does_not_change_content),
        CASE(same_input_gives_the_same_dump),
        CASE(any_document_is_set),
        CASE(page_breaks_cost_least),
        CASE(long_document_is_set),
        CASE(page_needs_no_margins),
        CASE(what_need_not_be_seen_is_not_missed),
        CASE(labels_begin_their_column),
    };
    return cmocka_run_group_tests(tests, open_house, hand_leave);
}
