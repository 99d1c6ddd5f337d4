/* tables.c: tables.
 *
 * `table` element → Table of Caption, THead, TBody. Rows at the top with
 * header="yes" are the head. A table that names neither its columns nor its rows
 * has no meaning when it is read aloud cell by cell, so it is a fault, as are
 * rows of different lengths. Surprising: the first row is not always the measure
 * of the others (see count_columns). Surprising too: footnotes called in a table stand after
 * it, since no Note may stand in a Table or a Caption; `inside_table` holds them
 * back.
 */
#include "document/tables.h"

#include <string.h>

#include "document/blocks.h"
#include "document/inline.h"

static bool says_header(struct build *build, const struct element *element) {
    const char *value = build_attribute(build, element, "header");
    return value != NULL && strcmp(value, "yes") == 0;
}

struct node *table_new(struct build *build, struct node *parent, const struct element *element, enum node_class class_,
                       const char *summary, size_t columns) {
    struct node *table = build_node(build, parent, NODE_TABLE, element->place);
    table->class_ = class_;
    table->as.table.summary = summary;
    table->as.table.columns = columns;
    return table;
}

struct node *table_header(struct build *build, struct node *row, struct place place, enum node_scope scope,
                          const char *words) {
    struct node *cell = build_node(build, row, NODE_HEADER_CELL, place);
    cell->as.cell.scope = scope;
    build_text(build, cell, place, words);
    return cell;
}

struct node *table_cell(struct build *build, struct node *row, struct place place, const char *words) {
    struct node *cell = build_node(build, row, NODE_CELL, place);
    if (*words != '\0')
        build_text(build, cell, place, words);
    return cell;
}

void table_caption(struct build *build, struct node *table, const struct element *element) {
    const struct element *caption = element_child(element, "caption");
    if (caption == NULL)
        return;
    const char *outer = build_enter(build, caption);
    const char *number = arena_format(build->arena, "%zu", ++build->tables);
    const char *words = words_fill(build->arena, WORD_TABLE_CAPTION, number);
    struct node *node = build_named(build, table, NODE_CAPTION, caption);
    build_text(build, node, caption->place, words);
    inline_block(build, node, caption, "caption");
    build_leave(build, outer);
    build_target(
        build, element,
        (struct target){
            .kind = TARGET_TABLE, .number = number, .node = table, .title = node, .title_skip = strlen(words)});
}

static void read_cell(struct build *build, struct node *row, const struct element *element, bool head) {
    const char *outer = build_enter(build, element);
    bool header = head || says_header(build, element);
    struct node *cell = build_named(build, row, header ? NODE_HEADER_CELL : NODE_CELL, element);
    if (header)
        cell->as.cell.scope = head ? SCOPE_COLUMN : SCOPE_ROW;
    bool words;
    if (block_holds_blocks(element)) {
        words = block_mixed(build, cell, element);
    } else {
        words = inline_read(build, cell, element->first, NULL);
        inline_fold(build, cell);
    }
    if (header && !words)
        report_add(build->report, RULE_A11Y_EMPTY, element->place, "header cell");
    build_leave(build, outer);
}

static size_t count_cells(const struct element *row) {
    size_t cells = 0;
    for (const struct element *at = element_child(row, "cell"); at != NULL; at = element_next(at, "cell"))
        cells++;
    return cells;
}

/* How many cells a row should have: as many as the first, unless two or more rows follow that agree among themselves
 * and not with it; then the mistake is in the first row, and one message is better than one for each of the others. */
static size_t count_columns(const struct element *table) {
    const struct element *first = element_child(table, "row");
    const struct element *second = first == NULL ? NULL : element_next(first, "row");
    if (first == NULL)
        return 0;
    size_t columns = count_cells(first);
    if (second == NULL || element_next(second, "row") == NULL)
        return columns;
    size_t others = count_cells(second);
    for (const struct element *at = element_next(second, "row"); at != NULL; at = element_next(at, "row"))
        if (count_cells(at) != others)
            return columns;
    return others;
}

/* Returns whether a cell of the row names it. */
static bool read_row(struct build *build, struct node *table, struct node *group, const struct element *element,
                     bool first) {
    const char *outer = build_enter(build, element);
    bool head = group->kind == NODE_TABLE_HEAD;
    struct node *row = build_named(build, group, NODE_ROW, element);
    size_t cells = 0;
    bool named = false;
    for (const struct element *at = element_child(element, "cell"); at != NULL; at = element_next(at, "cell")) {
        named = named || says_header(build, at);
        read_cell(build, row, at, head);
        cells++;
    }
    if (cells != table->as.table.columns)
        report_add(build->report, RULE_A11Y_ROWS, element->place, arena_format(build->arena, "%zu", cells),
                   arena_format(build->arena, "%zu", table->as.table.columns),
                   first ? "the other rows" : "the first row");
    build_leave(build, outer);
    return named;
}

static void read_rows(struct build *build, struct node *table, const struct element *element) {
    struct node *head = NULL;
    struct node *body = NULL;
    bool all_named = true;
    table->as.table.columns = count_columns(element);
    const struct element *first = element_child(element, "row");
    for (const struct element *at = element_child(element, "row"); at != NULL; at = element_next(at, "row")) {
        bool header = says_header(build, at);
        if (header && body != NULL)
            report_add(build->report, RULE_TABLE_HEAD, at->place, "stands below other rows");
        if (header && body == NULL) {
            if (head == NULL)
                head = build_node(build, table, NODE_TABLE_HEAD, at->place);
            read_row(build, table, head, at, at == first);
            continue;
        }
        if (body == NULL)
            body = build_node(build, table, NODE_TABLE_BODY, at->place);
        all_named = read_row(build, table, body, at, at == first) && all_named;
    }
    if (body == NULL)
        report_add(build->report, RULE_TABLE_HEAD, head == NULL ? element->place : head->place, "has no rows below it");
    else if (head == NULL && !all_named)
        report_add(build->report, RULE_A11Y_TH, element->place, "");
}

void table_read(struct build *build, struct node *parent, const struct element *element) {
    struct node *table = build_named(build, parent, NODE_TABLE, element);
    table->as.table.summary = build_attribute(build, element, "summary");
    build->inside_table++;
    table_caption(build, table, element);
    read_rows(build, table, element);
    build->inside_table--;
}
