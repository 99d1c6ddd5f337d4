/* test_paging.c: where pages begin and end, and the page numbers that are printed in the text.
 *
 * That a folio says the page of its target is part of layout_holds_all, which every
 * document here is held against.
 */
#include "layout/paging.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "by_hand.h"
#include "layout/note.h"

/* A reference to the page of `target` at the end of `parent`. */
static struct node *folio(struct node *parent, const struct node *target) {
    struct node *node = add(parent, NODE_FOLIO);
    node->as.folio.target = target;
    return node;
}

/* --- Folios ------------------------------------------------------------------------ */

static void document_without_folios_is_set_once(void **state) {
    (void)state;
    for (int i = 0; i < 40; i++)
        block(root, NODE_PARAGRAPH, words_of(60));
    assert_int_equal(lay()->rounds, 1);
}

/* References ahead and back over a dozen pages, and one of a page to itself. */
static void folios_are_settled_in_place(void **state) {
    (void)state;
    struct node *first = block(root, NODE_PARAGRAPH, "The first, and see page ");
    struct node *table = block(root, NODE_PARAGRAPH, "Itself on page ");
    folio(table, table);
    struct node *last = NULL;
    for (int i = 0; i < 60; i++) {
        last = heading(root, arena_format(arena, "%d", i + 1), words_of(3));
        last->id = arena_format(arena, "section-%d", i + 1);
        folio(block(root, NODE_PARAGRAPH, arena_format(arena, "%s, page ", words_of(80))), first);
    }
    folio(first, last);
    const struct pages *pages = lay();
    assert_true(pages->count > 10);
    assert_int_equal(pages->rounds, 1);
}

/* So many letters i, nine to a word. */
static const char *letters_of(size_t count) {
    char *letters = ARENA_ARRAY(arena, count + 1, char);
    for (size_t i = 0; i < count; i++)
        letters[i] = i % 10 == 9 ? ' ' : 'i';
    return letters;
}

/* Pages hold so little text that a folio of two digits is guessed to have one: sooner or later the second does not fit
 * on the line. */
static void folio_that_asks_for_another_line_is_set_again(void **state) {
    (void)state;
    size_t most = 0;
    for (size_t more = 0; more < 24; more++) {
        hand_again();
        style.page_height = LENGTH_PT(420);
        struct node *paragraph = block(root, NODE_PARAGRAPH, arena_format(arena, "%s page ", letters_of(110 + more)));
        struct node *first = folio(paragraph, NULL);
        for (int i = 0; i < 12; i++) {
            first->as.folio.target = heading(root, arena_format(arena, "%d", i + 1), "Part");
            for (int j = 0; j < 7; j++)
                block(root, NODE_PARAGRAPH, "m")->keep_with_next = j < 6;
        }
        const struct pages *pages = lay();
        assert_true(pages->count >= 10);
        assert_true(pages->rounds <= 2);
        most = pages->rounds > most ? pages->rounds : most;
    }
    assert_int_equal(most, 2);
}

/* A document of about eleven pages, full of references to those between which a digit comes in. */
static void restless_document(void) {
    struct node *targets[60];
    struct node *folios[400];
    size_t target_count = 0, count = 0;
    for (int i = 0; i < 60; i++) {
        targets[target_count++] = heading(root, arena_format(arena, "%d", i + 1), words_of(2));
        for (size_t j = 0; j <= random_next() % 3; j++) {
            struct node *paragraph = block(root, NODE_PARAGRAPH, words_of(5 + random_next() % 60));
            for (size_t k = random_next() % 9; k > 0 && count < 400; k--) {
                text(paragraph, " ");
                folios[count++] = folio(paragraph, NULL);
            }
            if (random_next() % 3 == 0)
                paragraph->keep_together = true;
        }
    }
    for (size_t i = 0; i < count; i++)
        folios[i]->as.folio.target = targets[20 + random_next() % 20];
}

static void restless_document_of(uint64_t number) {
    hand_again();
    seed = number * 2654435761u + 1;
    style.page_height = LENGTH_PT(500 + (int)(random_next() % 200));
    restless_document();
}

/* Each of these goes to and fro for ever when lines end as the digits ask that a folio has at the time. */
static void references_that_change_the_page_count_come_to_rest(void **state) {
    (void)state;
    static const uint64_t numbers[] = {423, 438, 946, 1071, 2505, 2839, 2878};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        restless_document_of(numbers[i]);
        assert_true(lay()->rounds <= 2);
    }
}

/* Whatever the pages do to the references and these to the pages, it ends, and soon. */
static void folios_converge(void **state) {
    (void)state;
    size_t counts[5] = {0};
    const char *asked = getenv("ROUNDS");
    uint64_t rounds = asked != NULL ? strtoull(asked, NULL, 10) : 300;
    for (uint64_t round = 1; round <= rounds; round++) {
        restless_document_of(round);
        const struct pages *pages = lay();
        assert_true(pages->rounds <= 4);
        counts[pages->rounds]++;
        if (pages->rounds > 2 && asked != NULL)
            print_message("# seed %llu: %zu rounds\n", (unsigned long long)round, pages->rounds);
    }
    assert_true(counts[1] > rounds / 2);
    print_message("# rounds: 1: %zu, 2: %zu, 3: %zu, 4: %zu\n", counts[1], counts[2], counts[3], counts[4]);
}

/* --- Starts ------------------------------------------------------------------------ */

static struct node *part(const char *title) {
    struct node *section = add(root, NODE_SECTION);
    section->class_ = CLASS_PART;
    heading(section, "", title);
    block(section, NODE_PARAGRAPH, words_of(90));
    return section;
}

/* The page of `node`, from 1. */
static size_t page_of(const struct pages *pages, const struct node *node) {
    assert_non_null(pages->folios[node->index]);
    return strtoul(pages->folios[node->index], NULL, 10);
}

static void parts_begin_where_the_style_says(void **state) {
    (void)state;
    static const enum style_start starts[] = {START_FLOW, START_PAGE, START_RECTO};
    static const size_t wanted[][3] = {{1, 1, 1}, {1, 2, 3}, {1, 3, 5}};
    for (size_t i = 0; i < 3; i++) {
        hand_again();
        style.part_start = starts[i];
        const struct node *parts[3] = {part("One"), part("Two"), part("Three")};
        const struct pages *pages = lay();
        for (size_t j = 0; j < 3; j++)
            assert_int_equal(page_of(pages, parts[j]), wanted[i][j]);
        assert_int_equal(pages->count, wanted[i][2]);
    }
}

/* A blank page has its foot and number and nothing else. */
static void blank_page_holds_artifacts_alone(void **state) {
    (void)state;
    style.part_start = START_RECTO;
    part("One");
    part("Two");
    const struct pages *pages = lay();
    const struct page *blank = &pages->items[1];
    assert_int_equal(pages->count, 3);
    assert_true(blank->mark_count > 0);
    for (size_t i = 0; i < blank->mark_count; i++)
        assert_int_equal(blank->marks[i].artifact, ARTIFACT_FOOTER);
    assert_int_equal(blank->anchor_count, 0);
    assert_string_equal(blank->folio, "2");
}

static void what_follows_the_cover_begins_a_page(void **state) {
    (void)state;
    style.cover_after = START_RECTO;
    style.part_start = START_PAGE;
    struct node *cover = add(root, NODE_BLOCK);
    cover->class_ = CLASS_COVER;
    block(cover, NODE_TITLE, "A title")->as.heading.number = "";
    const struct node *first = part("One");
    const struct pages *pages = lay();
    assert_int_equal(page_of(pages, first), 3);
    assert_int_equal(pages->count, 3);
}

/* --- The grid ---------------------------------------------------------------------- */

static struct node *cell(struct node *row, enum node_kind kind, const char *words) {
    struct node *node = block(row, kind, words);
    node->as.cell.rows = node->as.cell.columns = 1;
    return node;
}

static void small_table(void) {
    struct node *table = add(root, NODE_TABLE);
    table->as.table.columns = 2;
    struct node *body = add(table, NODE_TABLE_BODY);
    for (size_t r = 0; r < 2 + random_next() % 9; r++) {
        struct node *row = add(body, NODE_ROW);
        cell(row, NODE_HEADER_CELL, words_of(1))->as.cell.scope = SCOPE_ROW;
        cell(row, NODE_CELL, words_of(1 + random_next() % 30));
    }
}

/* Headings of both sizes, lists and tables with whose heights no line would agree. */
static void motley_document(void) {
    for (int i = 0; i < 30; i++) {
        if (random_next() % 2 == 0)
            heading(root, "1", words_of(1 + random_next() % 12))->as.heading.level = 2 + (int)(random_next() % 3);
        for (size_t j = 0; j <= random_next() % 3; j++)
            block(root, NODE_PARAGRAPH, words_of(5 + random_next() % 90));
        if (random_next() % 3 == 0)
            small_table();
        struct node *list = random_next() % 3 == 0 ? add(root, NODE_LIST) : NULL;
        for (size_t j = 0; list && j < 3; j++) {
            struct node *item = add(list, NODE_ITEM);
            block(item, NODE_LABEL, "*");
            block(add(item, NODE_BODY), NODE_PARAGRAPH, words_of(3 + random_next() % 30));
        }
    }
}

/* How many lines of paragraphs in the text stand where on the steps of the grid: the number of different places. */
static size_t places_on_grid(const struct pages *pages, length grid, size_t *lines) {
    length places[64];
    size_t count = 0;
    *lines = 0;
    for (size_t i = 0; i < pages->count; i++)
        for (size_t j = 0; j < pages->items[i].mark_count; j++) {
            const struct mark *mark = &pages->items[i].marks[j];
            if (mark->kind != MARK_GLYPHS || !mark->node || mark->node->parent->kind != NODE_PARAGRAPH)
                continue;
            length place = (mark->y - style.margin_top) % grid;
            size_t k = 0;
            while (k < count && places[k] != place)
                k++;
            if (k == count && count < 64)
                places[count++] = place;
            ++*lines;
        }
    return count;
}

static void lines_of_all_pages_stand_on_the_grid(void **state) {
    (void)state;
    for (uint64_t round = 1; round <= 40; round++) {
        hand_again();
        seed = round * 7919;
        style.page_height = LENGTH_PT(400 + (int)(random_next() % 500));
        motley_document();
        size_t lines;
        const struct pages *loose = lay();
        assert_true(places_on_grid(loose, LENGTH_PT(17), &lines) > 1);
        style.grid = LENGTH_PT(17);
        const struct pages *pages = lay();
        assert_int_equal(places_on_grid(pages, style.grid, &lines), 1);
        assert_true(lines > 100 && pages->count > 3);
    }
}

/* --- Brute force ------------------------------------------------------------------- */

struct trial {
    const struct galley *galley;
    length less, separator;
};

static length trial_room(const struct trial *trial, size_t begin) {
    return trial->galley->sheet->down - (begin == 0 ? trial->less : 0);
}

#define OVERFULL (INT64_MAX / 4)

/* What the page from item `begin` to the break at `at` costs, by what styles/style.xsd and breaker.h say; OVERFULL when
 * it is.
 */
static int64_t page_cost(const struct trial *trial, size_t begin, size_t at, bool last) {
    length used = 0, insert = 0, filled = 0, room = trial_room(trial, begin);
    bool first = true;
    for (size_t i = begin; i < at + last; i++) {
        const struct item *item = &trial->galley->items.items[i];
        if (item->kind == ITEM_GLUE && !first) {
            used += item->size;
            if (item->on_grid)
                used = (used + style.grid - 1) / style.grid * style.grid;
        }
        if (item->kind != ITEM_BOX)
            continue;
        used += item->size;
        filled = used;
        insert += item->insert;
        first = false;
    }
    used = filled + (last ? 0 : trial->galley->items.items[at].size) + (insert > 0 ? insert + trial->separator : 0);
    if (used > room)
        return OVERFULL;
    length left = room - used, dropped = 0;
    for (size_t i = at; !last && trial->galley->items.items[i].kind != ITEM_BOX; i++)
        dropped += trial->galley->items.items[i].kind == ITEM_GLUE ? trial->galley->items.items[i].size : 0;
    length wasted = left - (dropped > 0 ? dropped : 0), quarter = room / 4;
    length penalty = last ? 0 : trial->galley->items.items[at].penalty;
    return (style.breaks.page + penalty) * room / 100 +
           (last ? 0 : wasted + (wasted > quarter ? 2 * (wasted - quarter) : 0));
}

/* The least that the items from `begin` on can cost, over all sets of breaks; OVERFULL when a page must be. */
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

/* A call at the end of a paragraph, and its note. */
static void note_add(struct node *paragraph, const char *number, const char *words) {
    struct node *link = add(add(add(paragraph, NODE_CALL), NODE_REFERENCE), NODE_LINK);
    text(link, number);
    struct node *note = add(root, NODE_NOTE);
    note->id = arena_format(arena, "note-%s", number);
    note->as.note.call = link;
    link->as.link.target = note;
    link->as.link.contents = "note";
    block(note, NODE_LABEL, number);
    block(note, NODE_PARAGRAPH, words);
}

/* What holds together is now and then taller than a page, and so are some notes. */
static void strained_document(void) {
    int notes = 0;
    for (int i = 0; i < 8; i++) {
        if (random_next() % 2 == 0)
            heading(root, "1", words_of(1 + random_next() % 6));
        bool kept = random_next() % 3 == 0;
        for (size_t j = 0; j <= random_next() % 5; j++) {
            struct node *paragraph = block(root, NODE_PARAGRAPH, words_of(5 + random_next() % 70));
            paragraph->keep_with_next = kept;
            if (random_next() % 4 == 0)
                note_add(paragraph, arena_format(arena, "%d", ++notes), words_of(5 + random_next() % 60));
        }
        if (random_next() % 3 == 0)
            small_table();
    }
}

static void pages_cost_as_little_as_any_could(void **state) {
    (void)state;
    size_t given_up = 0, many = 0, less = 0;
    for (uint64_t round = 1; round <= 150; round++) {
        hand_again();
        seed = round * 104729;
        style.page_height = LENGTH_PT(330 + (int)(random_next() % 300));
        style.grid = random_next() % 2 ? LENGTH_PT(17) : 0;
        strained_document();
        index_nodes();
        struct setting setting = {
            .document = &document, .style = &style, .shaper = shaper, .arena = arena, .report = report};
        struct flow flow = flow_open(&setting);
        flow_turn(&flow, false);
        flow_block(&flow, root, (struct column){.measure = style.measure});
        struct paging paging;
        assert_true(paging_break(&setting, &flow, random_next() % 2 ? LENGTH_PT(68) : 0, &paging));
        assert_int_equal(paging.runs.count, 1);
        const struct run_of_pages *run = &paging.runs.items[0];
        struct note_separator parts = note_separator(&style);
        struct trial trial = {run->galley, run->less, parts.above + parts.rule + parts.below};
        int64_t total = 0;
        for (size_t i = 0, begin = 0; i < run->count; begin = run->breaks[i++].item + 1)
            total += page_cost(&trial, begin, run->breaks[i].item, i + 1 == run->count);
        int64_t *memory = ARENA_ARRAY(arena, run->galley->items.count + 1, int64_t);
        assert_int_equal(total, best_cost(&trial, 0, memory));
        given_up += run->given_up != NULL;
        less += run->less > 0;
        many += run->count > 3;
    }
    assert_true(given_up > 10 && less > 50 && many > 50);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, hand_open, hand_close)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(document_without_folios_is_set_once),
        CASE(folios_are_settled_in_place),
        CASE(folio_that_asks_for_another_line_is_set_again),
        CASE(references_that_change_the_page_count_come_to_rest),
        CASE(folios_converge),
        CASE(parts_begin_where_the_style_says),
        CASE(blank_page_holds_artifacts_alone),
        CASE(what_follows_the_cover_begins_a_page),
        CASE(lines_of_all_pages_stand_on_the_grid),
        CASE(pages_cost_as_little_as_any_could),
    };
    return cmocka_run_group_tests(tests, hand_enter, hand_leave);
}
