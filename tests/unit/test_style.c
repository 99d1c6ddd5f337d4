/* test_style.c: the house styles, styles that must be refused, and which look a node has.
 *
 * Faulty styles stand in a temporary folder and begin from a copy of nhs.xml;
 * each has to be refused at the line and column to blame. Run from the project's
 * root, or with ENGROSS_HOME.
 */
#include "style/contrast.h"
#include "style/style.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"

static const char *home;
static char folder[] = "/tmp/engross-style-XXXXXX";
static struct source *source;
static struct arena *arena;
static struct report *report;
static const struct style *nhs, *large;

#define HEAD "<style xmlns=\"urn:engross:style:1\" name=\"own\" extends=\"nhs\">\n"

/* --- The house styles ----------------------------------------------------------- */

static void the_house_styles_are_sound(void **state) {
    (void)state;
    assert_int_equal(report_count(report), 0);
    assert_string_equal(nhs->name, "nhs");
    assert_string_equal(large->name, "large-print");
}

static void values_are_those_of_the_file(void **state) {
    (void)state;
    const struct block_style *body = &nhs->blocks[STYLE_BODY];
    assert_string_equal(body->family, "Noto Sans");
    assert_int_equal(body->size, LENGTH_PT(12));
    assert_int_equal(body->leading, LENGTH_PT(17));
    assert_int_equal(body->text, 0x212B32);
    assert_int_equal(body->background, COLOUR_NONE);
    assert_int_equal(body->align, ALIGN_START);
    assert_false(body->hyphenate);
    assert_int_equal(body->widows, 2);
    assert_int_equal(nhs->page_width, 595276);
    assert_int_equal(nhs->page_height, 841890);
    assert_int_equal(nhs->link, 0x005EB8);
    assert_true(nhs->underline_links);
    assert_true(nhs->turn_wide_tables);
    assert_null(nhs->logo_file);
}

static void what_a_block_does_not_say_is_the_bodys(void **state) {
    (void)state;
    assert_int_equal(nhs->blocks[STYLE_LIST].size, LENGTH_PT(12));
    assert_int_equal(nhs->blocks[STYLE_TITLE].text, 0x003087);
    assert_string_equal(nhs->blocks[STYLE_TITLE].family, "Noto Sans");
    assert_true(nhs->blocks[STYLE_TITLE].bold);
}

static void an_extending_style_wins_and_keeps_the_rest(void **state) {
    (void)state;
    assert_int_equal(large->blocks[STYLE_BODY].size, LENGTH_PT(18));
    assert_int_equal(large->blocks[STYLE_LIST].size, LENGTH_PT(18)); /* the body's, of the nearer file */
    assert_int_equal(large->blocks[STYLE_TITLE].text, 0x003087);
    assert_int_equal(large->page_width, nhs->page_width);
    assert_int_equal(large->link, nhs->link);
}

static void large_print_has_nothing_small(void **state) {
    (void)state;
    for (int block = 0; block < STYLE_BLOCKS; block++)
        assert_true(large->blocks[block].size >= LENGTH_PT(18));
    assert_int_equal(large->blocks[STYLE_BODY].leading * 2, large->blocks[STYLE_BODY].size * 3);
}

static void contrast_is_that_of_wcag(void **state) {
    (void)state;
    static const struct {
        colour one, other;
        int ratio;
    } ROWS[] = {{0x000000, 0xFFFFFF, 2100}, {0xFFFFFF, 0x000000, 2100}, {0x777777, 0xFFFFFF, 447},
                {0x767676, 0xFFFFFF, 454},  {0x005EB8, 0xFFFFFF, 638},  {0x003087, 0xFFFFFF, 1185},
                {0x212B32, 0xFFFFFF, 1442}, {0x4C6272, 0xFFFFFF, 637},  {0x768692, 0xFFFFFF, 375},
                {0x0072CE, 0xE8EDEE, 414},  {0x123456, 0x123456, 100}};
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
        assert_in_range(contrast_ratio(ROWS[i].one, ROWS[i].other), ROWS[i].ratio - 1, ROWS[i].ratio + 1);
    assert_int_equal(contrast_ratio(0x000000, 0xFFFFFF), 2100);
    assert_int_equal(contrast_ratio(0xABCDEF, 0xABCDEF), 100);
}

/* --- Faults ------------------------------------------------------------------------ */

static void put(const char *name, const char *text) {
    assert_true(file_write(arena_format(arena, "%s/%s.xml", folder, name), text, strlen(text), report));
}

/* Reads own.xml with that text. The first fault has to be `rule` at line and column, with `part` in its message;
 * RULE_COUNT: there is none. */
static void expect(const char *text, enum rule rule, uint32_t line, uint32_t column, const char *part) {
    put("own", text);
    struct report *faults = report_open(arena);
    const struct style *style = style_read(source, arena_format(arena, "%s/own.xml", folder), arena, faults);
    if (rule == RULE_COUNT) {
        struct buffer out = {0};
        report_print(faults, &out, false);
        if (report_count(faults) > 0)
            fail_msg("%s", buffer_text(&out));
        buffer_close(&out);
        assert_non_null(style);
        return;
    }
    assert_true(report_count(faults) > 0);
    const struct finding *finding = report_sorted(faults);
    if (catalogue_find(rule)->severity == SEVERITY_ERROR)
        assert_null(style);
    else
        assert_non_null(style);
    assert_string_equal(finding->rule->name, catalogue_find(rule)->name);
    assert_int_equal(finding->place.line, line);
    assert_int_equal(finding->place.column, column);
    if (strstr(finding->message, part) == NULL)
        fail_msg("\"%s\" does not hold \"%s\"", finding->message, part);
}

static void a_few_lines_make_a_style(void **state) {
    (void)state;
    expect(HEAD "<links text=\"#7C2855\"/>\n<block for=\"heading-2\" text=\"#7C2855\"/></style>", RULE_COUNT, 0, 0, "");
}

static void faint_text_is_refused_at_its_colour(void **state) {
    (void)state;
    expect(HEAD "<block for=\"body\" text=\"#949494\"/></style>", RULE_STYLE_CONTRAST, 2, 19, "2.56:1");
    expect(HEAD "<block for=\"note\" text=\"#949494\"/></style>", RULE_STYLE_CONTRAST, 2, 19, "the text of note");
    expect(HEAD "<block for=\"running-foot\"\n  text=\"#949494\"/></style>", RULE_STYLE_CONTRAST, 3, 3, "4.50:1");
}

static void a_background_too_dark_is_blamed_where_it_stands(void **state) {
    (void)state;
    expect(HEAD "<block for=\"declaration\" background=\"#005EB8\"/></style>", RULE_STYLE_CONTRAST, 2, 26,
           "the background of declaration (#005EB8)");
    expect(HEAD "<block for=\"table-head\" background=\"#4C6272\"/></style>", RULE_STYLE_CONTRAST, 2, 25, "table-head");
    expect(HEAD "<missing background=\"#005EB8\"/></style>", RULE_STYLE_CONTRAST, 2, 10, "placeholders");
    expect(HEAD "<watermark text=\"#909090\"/></style>", RULE_STYLE_CONTRAST, 2, 12, "the watermark");
}

static void links_have_to_be_readable_in_every_box(void **state) {
    (void)state;
    /* Bright blue passes on white, and fails on the tint of a table's head. */
    expect(HEAD "<links text=\"#0072CE\"/></style>", RULE_STYLE_CONTRAST, 2, 8, "the text of links (#0072CE)");
}

static void headings_have_to_be_readable_in_a_declaration(void **state) {
    (void)state;
    /* Bright blue passes on white paper, and fails on the tint of a declaration. */
    expect(HEAD "<watermark text=\"#FFFFFF\"/>\n<block for=\"heading-5\" text=\"#0072CE\"/></style>",
           RULE_STYLE_CONTRAST, 3, 24, "the text of heading-5 (#0072CE) on the background of declaration");
}

static void large_text_needs_less(void **state) {
    (void)state;
    expect(HEAD "<block for=\"title\" text=\"#768692\"/></style>", RULE_COUNT, 0, 0, "");
    expect(HEAD "<block for=\"heading-4\" text=\"#768692\"/></style>", RULE_STYLE_CONTRAST, 2, 24, "heading-4");
    expect(HEAD "<block for=\"heading-4\" size=\"14pt\" text=\"#768692\"/></style>", RULE_COUNT, 0, 0, "");
    expect(HEAD "<block for=\"heading-4\" size=\"14pt\" bold=\"no\" text=\"#768692\"/></style>", RULE_STYLE_CONTRAST, 2,
           46, "heading-4");
}

static void sizes_have_to_be_sane(void **state) {
    (void)state;
    expect(HEAD "<block for=\"title\" size=\"200pt\" leading=\"210pt\"/></style>", RULE_STYLE_SIZE, 2, 20,
           "more than 96pt");
    expect(HEAD "<block for=\"body\" leading=\"10pt\"/></style>", RULE_STYLE_SIZE, 2, 19, "less than 12pt");
    expect(HEAD "<block for=\"note\" size=\"16pt\" leading=\"15pt\"/></style>", RULE_STYLE_SIZE, 2, 31,
           "the leading of note is 15pt");
    expect(HEAD "<block for=\"quote\" indent=\"300pt\"/></style>", RULE_STYLE_SIZE, 2, 20, "the indent of quote");
    expect(HEAD "<rules width=\"30pt\"/></style>", RULE_STYLE_SIZE, 2, 8, "rules");
    expect(HEAD "<lists indent=\"10cm\"/></style>", RULE_STYLE_SIZE, 2, 8, "lists");
    expect(HEAD "<block for=\"body\" size=\"10pt\"/></style>", RULE_STYLE_SMALL, 2, 19, "12pt");
}

static void the_page_has_to_hold_the_text(void **state) {
    (void)state;
    expect(HEAD "<page measure=\"180mm\"/></style>", RULE_STYLE_ROOM, 2, 7, "do not fit");
    expect(HEAD "<page start=\"90mm\" end=\"100mm\"/></style>", RULE_STYLE_ROOM, 2, 7, "width");
    expect(HEAD "<page top=\"150mm\" bottom=\"140mm\"/></style>", RULE_STYLE_ROOM, 2, 7, "height");
    expect(HEAD "<page measure=\"50pt\"/></style>", RULE_STYLE_SIZE, 2, 7, "the measure");
}

static void a_family_has_to_be_in_the_manifest(void **state) {
    (void)state;
    expect(HEAD "<block for=\"title\" family=\"Frutiger\"/></style>", RULE_STYLE_FAMILY, 2, 20, "Frutiger");
}

static void what_it_begins_from_has_to_be_there_and_not_itself(void **state) {
    (void)state;
    expect("<style xmlns=\"urn:engross:style:1\" name=\"own\" extends=\"nsh\"/>", RULE_STYLE_EXTENDS, 1, 47, "nsh");
    expect("<style xmlns=\"urn:engross:style:1\" name=\"own\" extends=\"own\"/>", RULE_STYLE_EXTENDS, 1, 47, "own");
    put("other", "<style xmlns=\"urn:engross:style:1\" name=\"other\" extends=\"own\"/>");
    expect("<style xmlns=\"urn:engross:style:1\" name=\"own\" extends=\"other\"/>", RULE_STYLE_EXTENDS, 1, 49,
           "begins from this one");
}

static void a_style_by_itself_has_to_say_everything(void **state) {
    (void)state;
    expect("<style xmlns=\"urn:engross:style:1\" name=\"own\"/>", RULE_STYLE_INCOMPLETE, 1, 1, "width of <page>");
}

static void the_name_is_that_of_the_file(void **state) {
    (void)state;
    expect("<style xmlns=\"urn:engross:style:1\" name=\"mine\" extends=\"nhs\"/>", RULE_STYLE_NAME, 1, 36, "own.xml");
}

static void a_logo_has_to_be_there(void **state) {
    (void)state;
    expect(HEAD "<logo file=\"own.png\" alternative=\"Our office\" width=\"40mm\"/></style>", RULE_STYLE_LOGO, 2, 7,
           "own.png is not there");
    assert_true(file_write(arena_format(arena, "%s/own.png", folder), "x", 1, report));
    expect(HEAD "<logo file=\"own.png\" alternative=\"Our office\" width=\"40mm\"/></style>", RULE_COUNT, 0, 0, "");
    expect(HEAD "<logo file=\"own.png\" alternative=\"Our office\" width=\"400mm\"/></style>", RULE_STYLE_SIZE, 2, 47,
           "the width of the logo");
}

static void what_the_schema_forbids_is_refused(void **state) {
    (void)state;
    static const char *const WRONG[] = {"<block for=\"body\" size=\"-3pt\"/>",
                                        "<block for=\"body\" text=\"blue\"/>",
                                        "<block for=\"footer\"/>",
                                        "<block for=\"body\" widows=\"0\"/>",
                                        "<links text=\"none\"/>",
                                        "<logo file=\"a.png\"/>",
                                        "<block for=\"note\"/><block for=\"note\"/>",
                                        "<logo file=\"../a.png\" alternative=\"a\" width=\"9mm\"/>"};
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        put("own", arena_format(arena, HEAD "%s</style>", WRONG[i]));
        struct report *faults = report_open(arena);
        assert_null(style_read(source, arena_format(arena, "%s/own.xml", folder), arena, faults));
        assert_true(report_errors(faults) > 0);
        assert_int_equal(report_sorted(faults)->place.line, 2);
    }
}

/* --- Which look a node has ------------------------------------------------------------ */

static struct node *node_add(struct node *parent, enum node_kind kind, enum node_class class_) {
    struct node *node = ARENA_NEW(arena, struct node);
    node->kind = kind;
    node->class_ = class_;
    node->parent = parent;
    if (parent != NULL && parent->last != NULL)
        parent->last->next = node;
    else if (parent != NULL)
        parent->first = node;
    if (parent != NULL)
        parent->last = node;
    return node;
}

static const struct block_style *look(const struct node *node) {
    return style_block(nhs, node);
}

static void blocks_look_as_their_kind_and_class_say(void **state) {
    (void)state;
    struct node *root = node_add(NULL, NODE_DOCUMENT, CLASS_NONE);
    struct node *section = node_add(root, NODE_SECTION, CLASS_NONE);
    assert_ptr_equal(look(node_add(root, NODE_TITLE, CLASS_NONE)), &nhs->blocks[STYLE_TITLE]);
    assert_ptr_equal(look(node_add(root, NODE_PARAGRAPH, CLASS_ISSUER)), &nhs->blocks[STYLE_ISSUER]);
    assert_ptr_equal(look(node_add(root, NODE_PARAGRAPH, CLASS_STATUS)), &nhs->blocks[STYLE_STATUS]);
    assert_ptr_equal(look(node_add(section, NODE_PARAGRAPH, CLASS_CAPTION)), &nhs->blocks[STYLE_CAPTION]);
    struct node *paragraph = node_add(section, NODE_PARAGRAPH, CLASS_NONE);
    struct node *strong = node_add(paragraph, NODE_STRONG, CLASS_NONE);
    assert_ptr_equal(look(paragraph), &nhs->blocks[STYLE_BODY]);
    assert_ptr_equal(look(node_add(strong, NODE_TEXT, CLASS_NONE)), &nhs->blocks[STYLE_BODY]);
    for (int level = 2; level <= 8; level++) {
        struct node *heading = node_add(section, NODE_HEADING, CLASS_NONE);
        heading->as.heading.level = level;
        assert_ptr_equal(look(heading), &nhs->blocks[STYLE_HEADING_2 + (level > 6 ? 6 : level) - 2]);
    }
}

static void what_stands_in_a_box_has_its_type_without_its_box(void **state) {
    (void)state;
    struct node *root = node_add(NULL, NODE_DOCUMENT, CLASS_NONE);
    struct node *box = node_add(root, NODE_BLOCK, CLASS_DECLARATION);
    struct node *paragraph = node_add(box, NODE_PARAGRAPH, CLASS_NONE);
    assert_ptr_equal(look(box), &nhs->blocks[STYLE_DECLARATION]);
    assert_ptr_equal(look(paragraph), &nhs->parts.within[STYLE_DECLARATION]);
    assert_int_equal(look(paragraph)->background, COLOUR_NONE);
    assert_int_equal(look(paragraph)->padding, 0);
    assert_int_equal(look(paragraph)->edge_width, 0);
    assert_int_equal(look(paragraph)->space_after, nhs->blocks[STYLE_BODY].space_after);
    assert_int_equal(look(paragraph)->text, nhs->blocks[STYLE_DECLARATION].text);
    assert_ptr_equal(look(node_add(box, NODE_PARAGRAPH, CLASS_DECLARATION)), &nhs->parts.within[STYLE_DECLARATION]);
    struct node *quote = node_add(root, NODE_QUOTE, CLASS_NONE);
    assert_ptr_equal(look(quote), &nhs->blocks[STYLE_QUOTE]);
    assert_ptr_equal(look(node_add(quote, NODE_PARAGRAPH, CLASS_NONE)), &nhs->parts.within[STYLE_QUOTE]);
    /* A group without a class is no box. */
    struct node *group = node_add(root, NODE_BLOCK, CLASS_SIGNATURE);
    assert_ptr_equal(look(node_add(group, NODE_PARAGRAPH, CLASS_NONE)), &nhs->blocks[STYLE_BODY]);
}

static void cells_and_notes_decide_the_type_of_their_lists(void **state) {
    (void)state;
    struct node *table = node_add(node_add(NULL, NODE_DOCUMENT, CLASS_NONE), NODE_TABLE, CLASS_NONE);
    struct node *head_row = node_add(node_add(table, NODE_TABLE_HEAD, CLASS_NONE), NODE_ROW, CLASS_NONE);
    struct node *head = node_add(head_row, NODE_HEADER_CELL, CLASS_NONE);
    struct node *row = node_add(node_add(table, NODE_TABLE_BODY, CLASS_NONE), NODE_ROW, CLASS_NONE);
    struct node *row_head = node_add(row, NODE_HEADER_CELL, CLASS_NONE);
    struct node *cell = node_add(row, NODE_CELL, CLASS_NONE);
    assert_ptr_equal(look(head), &nhs->blocks[STYLE_TABLE_HEAD]);
    assert_ptr_equal(look(node_add(head, NODE_PARAGRAPH, CLASS_NONE)), &nhs->parts.within[STYLE_TABLE_HEAD]);
    assert_ptr_equal(look(row_head), &nhs->blocks[STYLE_TABLE_ROW_HEAD]);
    assert_ptr_equal(look(cell), &nhs->blocks[STYLE_TABLE_CELL]);
    struct node *item = node_add(node_add(cell, NODE_LIST, CLASS_BULLETS), NODE_ITEM, CLASS_NONE);
    struct node *label = node_add(item, NODE_LABEL, CLASS_NONE);
    struct node *body = node_add(item, NODE_BODY, CLASS_NONE);
    assert_ptr_equal(look(label), &nhs->parts.within[STYLE_TABLE_CELL]);
    assert_ptr_equal(look(node_add(body, NODE_PARAGRAPH, CLASS_NONE)), &nhs->parts.within[STYLE_TABLE_CELL]);
    struct node *note = node_add(table->parent, NODE_NOTE, CLASS_NONE);
    assert_ptr_equal(look(note), &nhs->blocks[STYLE_NOTE]);
    assert_ptr_equal(look(node_add(note, NODE_LABEL, CLASS_NONE)), &nhs->parts.within[STYLE_NOTE]);
    assert_ptr_equal(look(node_add(note, NODE_PARAGRAPH, CLASS_NONE)), &nhs->parts.within[STYLE_NOTE]);
}

static void lists_keep_a_paragraphs_distance_and_items_their_own(void **state) {
    (void)state;
    struct node *list = node_add(node_add(NULL, NODE_DOCUMENT, CLASS_NONE), NODE_LIST, CLASS_NUMBERS);
    struct node *item = node_add(list, NODE_ITEM, CLASS_NONE);
    struct node *label = node_add(item, NODE_LABEL, CLASS_NONE);
    struct node *body = node_add(item, NODE_BODY, CLASS_NONE);
    struct node *paragraph = node_add(body, NODE_PARAGRAPH, CLASS_NONE);
    struct node *inner = node_add(body, NODE_LIST, CLASS_NUMBERS);
    assert_ptr_equal(look(list), &nhs->parts.list);
    assert_int_equal(look(list)->space_after, nhs->blocks[STYLE_BODY].space_after);
    assert_ptr_equal(look(label), &nhs->parts.within[STYLE_LIST]);
    assert_ptr_equal(look(paragraph), &nhs->parts.within[STYLE_LIST]);
    assert_int_equal(look(paragraph)->space_before, nhs->blocks[STYLE_LIST].space_before);
    assert_int_equal(look(inner)->space_after, nhs->blocks[STYLE_LIST].space_after);
    struct node *terms = node_add(list->parent, NODE_LIST, CLASS_DEFINITION);
    struct node *term = node_add(node_add(terms, NODE_ITEM, CLASS_NONE), NODE_LABEL, CLASS_NONE);
    assert_ptr_equal(look(term), &nhs->blocks[STYLE_TERM]);
}

static void every_kind_of_node_has_a_look(void **state) {
    (void)state;
    for (int kind = 0; kind < NODE_KINDS; kind++)
        for (int class_ = 0; class_ < CLASS_COUNT; class_++) {
            struct node *root = node_add(NULL, NODE_DOCUMENT, CLASS_NONE);
            struct node *node = node_add(root, (enum node_kind)kind, (enum node_class)class_);
            if (kind == NODE_HEADING)
                node->as.heading.level = 3;
            assert_true(look(node)->size > 0);
            node->parent = NULL;
            assert_true(look(node)->size > 0);
        }
}

/* --- The house ---------------------------------------------------------------------------- */

static int open_house(void **state) {
    (void)state;
    home = getenv("ENGROSS_HOME");
    if (home == NULL)
        home = ".";
    arena = arena_open();
    report = report_open(arena);
    source = source_open(home);
    nhs = style_read(source, arena_format(arena, "%s/styles/nhs.xml", home), arena, report);
    large = style_read(source, arena_format(arena, "%s/styles/large-print.xml", home), arena, report);
    struct buffer out = {0};
    report_print(report, &out, false);
    print_message("%s", buffer_text(&out));
    buffer_close(&out);
    if (nhs == NULL || large == NULL || mkdtemp(folder) == NULL)
        return -1;
    size_t count;
    const char *text = file_read(arena, arena_format(arena, "%s/styles/nhs.xml", home), 1 << 20, &count, report);
    return text == NULL || !file_write(arena_format(arena, "%s/nhs.xml", folder), text, count, report);
}

static int close_house(void **state) {
    (void)state;
    static const char *const LEFT[] = {"own.xml", "other.xml", "nhs.xml", "own.png", ""};
    for (size_t i = 0; i < sizeof LEFT / sizeof LEFT[0]; i++)
        remove(arena_format(arena, "%s/%s", folder, LEFT[i]));
    source_close(source);
    arena_close(arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_house_styles_are_sound),
        cmocka_unit_test(values_are_those_of_the_file),
        cmocka_unit_test(what_a_block_does_not_say_is_the_bodys),
        cmocka_unit_test(an_extending_style_wins_and_keeps_the_rest),
        cmocka_unit_test(large_print_has_nothing_small),
        cmocka_unit_test(contrast_is_that_of_wcag),
        cmocka_unit_test(a_few_lines_make_a_style),
        cmocka_unit_test(faint_text_is_refused_at_its_colour),
        cmocka_unit_test(a_background_too_dark_is_blamed_where_it_stands),
        cmocka_unit_test(links_have_to_be_readable_in_every_box),
        cmocka_unit_test(headings_have_to_be_readable_in_a_declaration),
        cmocka_unit_test(large_text_needs_less),
        cmocka_unit_test(sizes_have_to_be_sane),
        cmocka_unit_test(the_page_has_to_hold_the_text),
        cmocka_unit_test(a_family_has_to_be_in_the_manifest),
        cmocka_unit_test(what_it_begins_from_has_to_be_there_and_not_itself),
        cmocka_unit_test(a_style_by_itself_has_to_say_everything),
        cmocka_unit_test(the_name_is_that_of_the_file),
        cmocka_unit_test(a_logo_has_to_be_there),
        cmocka_unit_test(what_the_schema_forbids_is_refused),
        cmocka_unit_test(blocks_look_as_their_kind_and_class_say),
        cmocka_unit_test(what_stands_in_a_box_has_its_type_without_its_box),
        cmocka_unit_test(cells_and_notes_decide_the_type_of_their_lists),
        cmocka_unit_test(lists_keep_a_paragraphs_distance_and_items_their_own),
        cmocka_unit_test(every_kind_of_node_has_a_look),
    };
    return cmocka_run_group_tests(tests, open_house, close_house);
}
