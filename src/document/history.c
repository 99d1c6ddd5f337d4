/* history.c: the version table (history_read of control.h).
 *
 * `history` → a section with a table, one row a release. A single change is the
 * text of its cell; several are a list of bullets in it.
 */
#include "document/control.h"

#include <string.h>

#include "document/blocks.h"
#include "document/divisions.h"
#include "document/inline.h"
#include "document/tables.h"

static void changes_read(struct build *build, struct node *row, const struct element *release) {
    const struct element *first = element_child(release, "change");
    bool one = first == NULL || element_next(first, "change") == NULL;
    if (one) {
        const char *outer = first == NULL ? build->lang : build_enter(build, first);
        struct node *cell = build_node(build, row, NODE_CELL, first == NULL ? release->place : first->place);
        if (first != NULL) {
            cell->id = build_attribute(build, first, "id");
            inline_plain(build, cell, first, "change");
        }
        build_leave(build, outer);
        return;
    }
    struct node *cell = build_node(build, row, NODE_CELL, first->place);
    struct node *list = build_node(build, cell, NODE_LIST, first->place);
    list->class_ = CLASS_BULLETS;
    const char *bullet = block_bullet(1, &list->as.list.numbering);
    for (const struct element *at = first; at != NULL; at = element_next(at, "change")) {
        const char *outer = build_enter(build, at);
        struct node *item = block_item(build, list, at, bullet);
        struct node *body = build_node(build, item, NODE_BODY, at->place);
        inline_plain(build, build_node(build, body, NODE_PARAGRAPH, at->place), at, "change");
        build_leave(build, outer);
    }
}

static void release_read(struct build *build, struct node *body, const struct element *release) {
    const char *outer = build_enter(build, release);
    struct node *row = build_named(build, body, NODE_ROW, release);
    const char *label = build_attribute(build, release, "label");
    const char *date = build_date(build, release, "date");
    const char *status = build_attribute(build, release, "status");
    const char *words = status == NULL ? NULL : words_value(WORDS_STATUS, status);
    table_header(build, row, release->place, SCOPE_ROW, label == NULL ? "" : label);
    table_cell(build, row, release->place, date == NULL ? "" : date);
    table_cell(build, row, release->place, words == NULL ? "" : words);
    changes_read(build, row, release);
    build_leave(build, outer);
}

void history_read(struct build *build, struct node *parent, const struct element *history) {
    static const enum word heads[] = {WORD_VERSION, WORD_DATE, WORD_STATUS, WORD_WHAT_CHANGED};
    const char *outer = build_enter(build, history);
    struct node *section = division_new(build, parent, history, 2, "", NULL, words_find(WORD_VERSION_HISTORY));
    struct node *table = table_new(build, section, history, CLASS_HISTORY, words_find(WORD_HISTORY_SUMMARY), 4);
    struct node *head = build_node(build, table, NODE_TABLE_HEAD, history->place);
    struct node *row = build_node(build, head, NODE_ROW, history->place);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        table_header(build, row, history->place, SCOPE_COLUMN, words_find(heads[i]));
    struct node *body = build_node(build, table, NODE_TABLE_BODY, history->place);
    for (const struct element *at = element_child(history, "release"); at != NULL; at = element_next(at, "release"))
        release_read(build, body, at);
    build_leave(build, outer);
}
