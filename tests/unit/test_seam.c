/* test_seam.c: a body flowed in two parts at once is set as in one.
 *
 * Random documents, in styles that begin parts in different ways, with a seam in many places: the pages and what is
 * said of them have to be the same. Besides, that findings are joined to a report in the order of one thread.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/thread.h"
#include "by_hand.h"
#include "pages/page.h"

#define DOCUMENTS 150
#define SEAMS 7

static bool one_in(uint64_t count) {
    return random_next() % count == 0;
}

static void name_of(struct node *node) {
    static size_t number;
    node->id = arena_format(arena, "n%zu", ++number);
}

static void add_table(struct node *parent) {
    struct node *table = add(parent, NODE_TABLE);
    struct node *body = add(table, NODE_TABLE_BODY);
    size_t columns = 2 + random_next() % 7;
    const char *word = one_in(3) ? "telecommunications" : "chair";
    for (size_t rows = 1 + random_next() % 3; rows > 0; rows--) {
        struct node *row = add(body, NODE_ROW);
        for (size_t i = 0; i < columns; i++) {
            struct node *cell = block(row, NODE_CELL, word);
            cell->as.cell.rows = cell->as.cell.columns = 1;
        }
    }
}

static void add_list(struct node *parent) {
    struct node *list = add(parent, NODE_LIST);
    list->class_ = CLASS_BULLETS;
    for (size_t items = 1 + random_next() % 3; items > 0; items--) {
        struct node *item = add(list, NODE_ITEM);
        block(item, NODE_LABEL, "•");
        block(add(item, NODE_BODY), NODE_PARAGRAPH, words_of(1 + random_next() % 20));
    }
}

static void add_block(struct node *parent) {
    switch (random_next() % 8) {
    case 0:
        block(add(parent, NODE_QUOTE), NODE_PARAGRAPH, words_of(1 + random_next() % 40));
        break;
    case 1: {
        struct node *declaration = add(parent, NODE_BLOCK);
        declaration->class_ = CLASS_DECLARATION;
        block(declaration, NODE_PARAGRAPH, words_of(1 + random_next() % 40));
        break;
    }
    case 2:
        add_list(parent);
        break;
    case 3:
        add_table(parent);
        break;
    default: {
        struct node *paragraph = block(parent, NODE_PARAGRAPH, words_of(1 + random_next() % 90));
        paragraph->keep_with_next = one_in(4);
    }
    }
}

static void add_section(struct node *parent, int depth) {
    struct node *section = add(parent, NODE_SECTION);
    section->keep_together = one_in(12);
    section->keep_with_next = one_in(12);
    if (one_in(5))
        section->class_ = CLASS_PART;
    if (one_in(2))
        name_of(section);
    if (one_in(6))
        return; /* empty: its name waits for what comes next */
    if (!one_in(4))
        heading(section, one_in(2) ? "" : "1", words_of(1 + random_next() % 6));
    for (size_t blocks = random_next() % 4; blocks > 0; blocks--)
        add_block(section);
    for (size_t sections = depth < 3 ? random_next() % 4 : 0; sections > 0; sections--)
        add_section(section, depth + 1);
    if (one_in(6))
        add_block(section);
}

/* What comes of the document with so many threads: its pages and the findings, as text. */
static const char *set_with(const char *threads, size_t seam, bool *made) {
    struct buffer told = {0};
    char place[20];
    snprintf(place, sizeof place, "%zu", seam);
    setenv("ENGROSS_THREADS", threads, 1);
    setenv("ENGROSS_SEAM", place, 1);
    thread_permit(true, 0);
    struct report *own = report_open(arena);
    const struct pages *pages = layout_examine(&document, &style, shaper, arena, own);
    *made = pages != NULL;
    if (pages)
        pages_dump(pages, &told);
    const struct finding *findings = report_sorted(own);
    for (size_t i = 0; i < report_count(own); i++)
        buffer_format(&told, "%s %s\n", findings[i].rule->name, findings[i].message);
    const char *text_told = arena_string(arena, buffer_text(&told));
    buffer_close(&told);
    return text_told;
}

static void random_documents(void **state) {
    (void)state;
    size_t made_of_all = 0, said_of_all = 0;
    const char *wanted = getenv("SEAM_DOCUMENTS");
    size_t documents = wanted ? strtoul(wanted, NULL, 10) : DOCUMENTS;
    for (uint64_t number = 1; number <= documents; number++) {
        hand_again();
        seed = number * 0x9E3779B97F4A7C15u;
        style.part_start = (enum style_start)(random_next() % 3);
        style.turn_wide_tables = one_in(2);
        style.grid = one_in(2) ? 0 : style.blocks[STYLE_BODY].leading;
        for (size_t sections = 2 + random_next() % 6; sections > 0; sections--)
            add_section(root, 0);
        block(add(root, NODE_SECTION), NODE_PARAGRAPH, "The end.");
        for (struct node *node = root->first; node; node = (struct node *)(uintptr_t)node_after(node, root))
            node->place.line = (uint32_t)(random_next() % 1000); /* so that findings are told apart */
        index_nodes();
        bool made, again;
        const char *whole = set_with("1", 0, &made);
        made_of_all += made;
        said_of_all += strstr(whole, "LAYOUT-SQUEEZED") != NULL;
        for (size_t i = 0; i < SEAMS; i++) {
            size_t seam = random_next() % 100;
            const char *parts = set_with("2", seam, &again);
            size_t same = 0;
            while (whole[same] != '\0' && whole[same] == parts[same])
                same++;
            if (whole[same] != parts[same])
                print_message("document %d, seam at %zu: %.200s\n not %.200s\n", (int)number, seam, parts + same,
                              whole + same);
            assert_int_equal(made, again);
            assert_int_equal(whole[same], parts[same]);
        }
    }
    assert_true(made_of_all > documents * 9 / 10);
    assert_true(said_of_all > documents / 20);
}

static void findings_are_joined(void **state) {
    (void)state;
    struct place here = {"a.xml", 3, 1, 0}, there = {"b.xml", 1, 1, 0};
    struct report *whole = report_open(arena), *apart = report_open(arena), *beside = report_open(arena);
    const char *const words[] = {"one", "two", "three", "two", "four"};
    for (size_t i = 0; i < 5; i++) {
        bool second = i == 1 || i == 2;
        struct place place = i == 2 ? there : here;
        report_add(whole, RULE_PLAIN_PARAGRAPH, place, words[i]);
        report_add(second ? beside : apart, RULE_PLAIN_PARAGRAPH, place, words[i]);
    }
    report_add(whole, RULE_FILE_OPEN, there, "gone");
    report_add(apart, RULE_FILE_OPEN, there, "gone");
    report_insert(apart, 1, beside);
    assert_int_equal(report_count(whole), 5);
    assert_int_equal(report_count(apart), report_count(whole));
    assert_int_equal(report_errors(apart), report_errors(whole));
    assert_int_equal(report_status(apart), report_status(whole));
    const struct finding *expected = report_sorted(whole), *joined = report_sorted(apart);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(joined[i].message, expected[i].message);
        assert_string_equal(joined[i].place.file, expected[i].place.file);
        assert_string_equal(joined[i].mend, expected[i].mend);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(random_documents, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(findings_are_joined, hand_open, hand_close),
    };
    return cmocka_run_group_tests(tests, hand_enter, hand_leave);
}
