/* by_hand.h: documents made by hand, node by node, and the house whose styles and fonts they are set in.
 *
 * hand_enter and hand_leave go to cmocka_run_group_tests, hand_open and hand_close to each test. `style` is a copy of
 * nhs that a test may change. Include it after cmocka.h. Run from the project's root, or with ENGROSS_HOME.
 */
#ifndef ENGROSS_TESTS_BY_HAND_H
#define ENGROSS_TESTS_BY_HAND_H

#include <stdlib.h>

#include "layout/layout.h"
#include "read/source.h"
#include "text/opportunity.h"

static struct source *source;
static struct font_set *fonts;
static struct shaper *shaper;
static struct arena *house, *arena;
static const struct style *nhs;
static struct style style;
static struct document document;
static struct report *report;
static struct node *root;
static uint64_t seed;

static int hand_enter(void **state) {
    (void)state;
    const char *home = getenv("ENGROSS_HOME");
    home = home != NULL ? home : ".";
    house = arena_open();
    struct report *own = report_open(house);
    source = source_open(home);
    fonts = font_set_open(source, house, own);
    nhs = style_read(source, arena_format(house, "%s/styles/nhs.xml", home), house, own);
    if (fonts == NULL || nhs == NULL)
        return -1;
    shaper = shaper_open(fonts, house);
    opportunity_open(fonts);
    return 0;
}

static int hand_leave(void **state) {
    (void)state;
    opportunity_close();
    shaper_close(shaper);
    font_set_close(fonts);
    source_close(source);
    arena_close(house);
    return 0;
}

static inline int hand_open(void **state) {
    (void)state;
    arena = arena_open();
    seed = 20200331;
    style = *nhs;
    root = ARENA_NEW(arena, struct node);
    root->kind = NODE_DOCUMENT;
    report = report_open(arena);
    document = (struct document){.root = root,
                                 .id = "by-hand",
                                 .lang = "en-GB",
                                 .title = "A document made by hand",
                                 .short_title = "A document made by hand",
                                 .reference = "GOV-17",
                                 .version = "0.1",
                                 .status = "draft",
                                 .author = "",
                                 .subject = "",
                                 .keywords = "",
                                 .date = "2026-11-22"};
    return 0;
}

static inline int hand_close(void **state) {
    (void)state;
    arena_close(arena);
    return 0;
}

/* A document begun anew within one test. */
static inline void hand_again(void) {
    hand_close(NULL);
    hand_open(NULL);
}

static inline uint64_t random_next(void) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static inline struct node *add(struct node *parent, enum node_kind kind) {
    struct node *node = ARENA_NEW(arena, struct node);
    node->kind = kind;
    if (kind == NODE_CELL || kind == NODE_HEADER_CELL)
        node->as.cell.rows = node->as.cell.columns = 1;
    node->parent = parent;
    node->place = (struct place){"by-hand.xml", 1, 1, 0};
    if (parent->last != NULL)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
    return node;
}

static inline struct node *text(struct node *parent, const char *words) {
    struct node *node = add(parent, NODE_TEXT);
    node->as.text.text = words;
    return node;
}

static inline struct node *block(struct node *parent, enum node_kind kind, const char *words) {
    struct node *node = add(parent, kind);
    text(node, words);
    return node;
}

static inline struct node *heading(struct node *parent, const char *number, const char *words) {
    struct node *node = block(parent, NODE_HEADING, words);
    node->as.heading.level = 2;
    node->as.heading.number = number;
    node->keep_with_next = true;
    return node;
}

/* So many words, spaces between them. */
static inline const char *words_of(size_t count) {
    static const char *const WORDS[] = {"board",   "a",      "governors", "of",     "council",  "the", "chair",
                                        "meeting", "quorum", "is",        "policy", "approves", "by",  "minutes"};
    struct buffer buffer = {0};
    for (size_t i = 0; i < count; i++) {
        buffer_string(&buffer, i > 0 ? " " : "");
        buffer_string(&buffer, WORDS[random_next() % (sizeof WORDS / sizeof *WORDS)]);
    }
    const char *words = arena_string(arena, buffer_text(&buffer));
    buffer_close(&buffer);
    return words;
}

static inline void index_nodes(void) {
    size_t count = 0;
    for (const struct node *node = root; node; node = node_after(node, root))
        count++;
    document.nodes = ARENA_ARRAY(arena, count, struct node *);
    document.node_count = 0;
    for (struct node *node = root; node; node = node_after(node, root)) {
        node->index = (uint32_t)document.node_count;
        document.nodes[document.node_count++] = node;
    }
}

/* The document set; fails the test when it cannot be. */
static inline const struct pages *lay(void) {
    index_nodes();
    const struct pages *pages = pages_keep(layout_document(&document, &style, shaper, arena, report), arena);
    if (pages == NULL && report_count(report) > 0)
        print_error("%s\n", report_sorted(report)[0].message);
    assert_non_null(pages);
    assert_true(layout_holds_all(pages));
    assert_true(layout_keeps_within(pages));
    return pages;
}

#endif
