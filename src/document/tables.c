/* tables.c: tables.
 *
 * `table` element → Table of Caption, THead, TBody. Rows at the top with
 * header="yes" are the head; each `row-group` is a body of its own, whose first row
 * is its title. A table that names neither its columns nor its rows has no meaning
 * when it is read aloud cell by cell, so it is a fault, as are rows of different
 * lengths and cells that span what is not there; all that is examined once the
 * nodes stand. Surprising: the first row is not always the measure of the others
 * (see grid_columns). Surprising too: footnotes called in a table stand after it and
 * its notes, since no Note may stand in a Table or a Caption; `inside_table` holds
 * them back.
 */
#include "document/tables.h"

#include <stdlib.h>
#include <string.h>

#include "document/blocks.h"
#include "document/headers.h"
#include "document/inline.h"
#include "document/spans.h"

/* As the schema says. What stands over so many columns in every row would else take their memory in every row. */
#define ROWS_MOST 1000
#define COLUMNS_MOST 100

/* A table that is being read. */
struct reading {
    struct node *table;
    const struct element *element;
    struct node *head, *body;
    const enum node_align *aligns; /* of the columns that say theirs */
    size_t align_count;
};

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

struct target table_caption(struct build *build, struct node *table, const struct element *element) {
    const struct element *caption = element_child(element, "caption");
    if (caption == NULL)
        return (struct target){.kind = TARGET_OTHER, .number = "", .node = table};
    const char *outer = build_enter(build, caption);
    const char *number = arena_format(build->arena, "%zu", ++build->tables);
    const char *words = words_fill(build->arena, WORD_TABLE_CAPTION, number);
    struct node *node = build_named(build, table, NODE_CAPTION, caption);
    build_text(build, node, caption->place, words);
    inline_block(build, node, caption, "caption");
    build_leave(build, outer);
    struct target target = {
        .kind = TARGET_TABLE, .number = number, .node = table, .title = node, .title_skip = strlen(words)};
    build_target(build, element, target);
    return target;
}

static uint32_t read_span(struct build *build, const struct element *cell, const char *name, size_t most) {
    const char *value = build_attribute(build, cell, name);
    unsigned long span = value == NULL ? 1 : strtoul(value, NULL, 10);
    return span < 1 || span > most ? 1 : (uint32_t)span;
}

static void read_cell(struct build *build, struct node *row, const struct element *element, bool head) {
    const char *outer = build_enter(build, element);
    bool header = head || says_header(build, element);
    struct node *cell = build_named(build, row, header ? NODE_HEADER_CELL : NODE_CELL, element);
    if (header)
        cell->as.cell.scope = head ? SCOPE_COLUMN : SCOPE_ROW;
    cell->as.cell.rows = read_span(build, element, "rows", ROWS_MOST);
    cell->as.cell.columns = read_span(build, element, "columns", COLUMNS_MOST);
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

static void read_row(struct build *build, struct node *group, const struct element *element) {
    const char *outer = build_enter(build, element);
    struct node *row = build_named(build, group, NODE_ROW, element);
    for (const struct element *at = element_child(element, "cell"); at != NULL; at = element_next(at, "cell"))
        read_cell(build, row, at, group->kind == NODE_TABLE_HEAD);
    build_leave(build, outer);
}

static void read_top_row(struct build *build, struct reading *reading, const struct element *element) {
    bool header = says_header(build, element);
    if (header && reading->body != NULL)
        report_add(build->report, RULE_TABLE_HEAD, element->place, "stands below other rows");
    if (header && reading->body == NULL) {
        if (reading->head == NULL)
            reading->head = build_node(build, reading->table, NODE_TABLE_HEAD, element->place);
        read_row(build, reading->head, element);
        return;
    }
    if (reading->body == NULL || headers_is_group_title(reading->body->first->first))
        reading->body = build_node(build, reading->table, NODE_TABLE_BODY, element->place);
    read_row(build, reading->body, element);
}

struct node *table_group(struct build *build, struct node *table, const struct element *group) {
    const struct element *title = element_child(group, "title");
    struct node *body = build_named(build, table, NODE_TABLE_BODY, group);
    const struct element *named = title == NULL ? group : title;
    struct node *row = build_node(build, body, NODE_ROW, named->place);
    const char *outer = build_enter(build, named);
    struct node *cell = build_node(build, row, NODE_HEADER_CELL, named->place);
    cell->as.cell.scope = SCOPE_COLUMN;
    if (title != NULL) {
        cell->id = build_id(build, title);
        build_target(build, title, (struct target){.kind = TARGET_OTHER, .number = "", .node = cell});
        inline_plain(build, cell, title, "title");
    }
    build_leave(build, outer);
    return body;
}

static void read_group(struct build *build, struct reading *reading, const struct element *element) {
    const char *outer = build_enter(build, element);
    reading->body = table_group(build, reading->table, element);
    for (const struct element *at = element_child(element, "row"); at != NULL; at = element_next(at, "row")) {
        if (says_header(build, at))
            report_add(build->report, RULE_TABLE_HEAD, at->place, "stands in a group of rows");
        read_row(build, reading->body, at);
    }
    build_leave(build, outer);
}

static void read_rows(struct build *build, struct reading *reading) {
    for (const struct element *at = reading->element->first; at != NULL; at = at->next)
        if (element_is(at, "row"))
            read_top_row(build, reading, at);
        else if (element_is(at, "row-group"))
            read_group(build, reading, at);
    if (reading->body == NULL)
        report_add(build->report, RULE_TABLE_HEAD,
                   reading->head == NULL ? reading->element->place : reading->head->place, "has no rows below it");
}

/* --- The grid ---------------------------------------------------------------------- */

static size_t row_reach(struct spans *spans, const struct node *row) {
    size_t end;
    spans_row(spans);
    for (const struct node *cell = row->first; cell != NULL; cell = cell->next)
        (void)spans_place(spans, cell, NULL);
    (void)spans_covered(spans, &end);
    return end;
}

/* How many columns a table has: as many as its first row reaches over, unless two or more rows follow that agree among
 * themselves and not with it; then the mistake is in the first row, and one message is better than one for each of the
 * others. Titles of groups take what there is. */
static size_t grid_columns(const struct node *table, struct arena *scratch, bool *first_wrong) {
    size_t first = 0, second = 0, rows = 0;
    bool agree = true;
    for (const struct node *group = table->first; group != NULL; group = group->next) {
        struct spans spans = spans_open(scratch);
        for (const struct node *row = group->kind == NODE_CAPTION ? NULL : group->first; row != NULL; row = row->next) {
            if (row->first != NULL && headers_is_group_title(row->first))
                continue;
            size_t reach = row_reach(&spans, row);
            rows++;
            first = rows == 1 ? reach : first;
            second = rows == 2 ? reach : second;
            agree = agree && (rows < 2 || reach == second);
        }
    }
    *first_wrong = rows > 2 && agree && second != first;
    return *first_wrong ? second : first;
}

struct grid {
    struct build *build;
    const struct node *table;
    bool first_wrong, spanned;
    bool named; /* every row so far has a header cell */
};

static void span_report(const struct grid *grid, const struct node *cell, const char *words) {
    report_add(grid->build->report, RULE_TABLE_SPAN, cell->place, words);
}

/* The columns of one row; its cells are placed. */
static void row_examine(const struct grid *grid, const struct node *row, struct spans *spans, bool first) {
    struct arena *arena = grid->build->arena;
    size_t columns = grid->table->as.table.columns, end;
    for (const struct node *cell = row->first; cell != NULL; cell = cell->next) {
        const struct node *in_way;
        size_t column = spans_place(spans, cell, &in_way);
        size_t span = cell->as.cell.columns;
        if (in_way != NULL) {
            span_report(grid, cell,
                        arena_format(arena, "spans %zu columns, and a cell from a row above is in its way", span));
            return;
        }
        if (span > 1 && column < columns && column + span > columns) {
            span_report(grid, cell,
                        arena_format(arena, "spans %zu columns, but its row has room for %zu", span, columns - column));
            return;
        }
    }
    size_t covered = spans_covered(spans, &end);
    if (covered == columns && end == columns)
        return;
    const char *counted = grid->spanned ? ", counted with what spans columns and rows" : "";
    report_add(grid->build->report, RULE_A11Y_ROWS, row->place,
               arena_format(arena, "%zu", covered == columns ? end : covered),
               arena_format(arena, "%zu%s", columns, counted), first ? "the other rows" : "the first row");
}

static void row_names(struct grid *grid, const struct spans *spans) {
    for (size_t c = 0; c < spans->count; c++) {
        const struct node *cell = spans_cover(spans, c);
        if (cell != NULL && cell->kind == NODE_HEADER_CELL)
            return;
    }
    grid->named = false;
}

static void group_examine(struct grid *grid, const struct node *group, bool first, struct arena *scratch) {
    struct spans spans = spans_open(scratch);
    for (const struct node *row = group->first; row != NULL; row = row->next) {
        spans_row(&spans);
        row_examine(grid, row, &spans, first && row == group->first && grid->first_wrong);
        row_names(grid, &spans);
    }
    const struct node *told = NULL;
    for (size_t c = 0; c < spans.count; c++) {
        const struct node *cell = spans.columns[c].cell;
        if (spans.columns[c].left < 2 || cell == told)
            continue;
        told = cell;
        size_t over = spans.columns[c].left - 1;
        const char *whole = group->kind == NODE_TABLE_HEAD                ? "head"
                            : headers_is_group_title(group->first->first) ? "group"
                                                                          : "table";
        span_report(grid, cell,
                    arena_format(grid->build->arena, "spans %zu rows, but the %s has room for %zu",
                                 (size_t)cell->as.cell.rows, whole, cell->as.cell.rows - over));
    }
}

static bool group_is_spanned(const struct node *group) {
    for (const struct node *row = group->first; row != NULL; row = row->next)
        for (const struct node *cell = row->first; cell != NULL; cell = cell->next)
            if (cell->as.cell.rows > 1 || cell->as.cell.columns > 1)
                return true;
    return false;
}

static void grid_examine(struct build *build, const struct reading *reading) {
    struct node *table = reading->table;
    struct arena *scratch = arena_open();
    struct grid grid = {.build = build, .table = table, .named = true};
    table->as.table.columns = grid_columns(table, scratch, &grid.first_wrong);
    bool first = true;
    for (struct node *group = table->first; group != NULL; group = group->next) {
        if (group->kind == NODE_CAPTION)
            continue;
        if (headers_is_group_title(group->first->first))
            group->first->first->as.cell.columns = (uint32_t)table->as.table.columns;
        grid.spanned = grid.spanned || group_is_spanned(group);
        if (group->kind == NODE_TABLE_HEAD)
            grid.named = true;
        group_examine(&grid, group, first, scratch);
        first = false;
    }
    arena_close(scratch);
    if (reading->body != NULL && reading->head == NULL && !grid.named)
        report_add(build->report, RULE_A11Y_TH, reading->element->place, "");
}

/* --- Columns ----------------------------------------------------------------------- */

static void read_columns(struct build *build, struct reading *reading) {
    const struct element *columns = element_child(reading->element, "columns");
    size_t count = 0;
    for (const struct element *at = columns == NULL ? NULL : element_child(columns, "column"); at != NULL;
         at = element_next(at, "column"))
        count++;
    enum node_align *aligns = ARENA_ARRAY(build->arena, count, enum node_align);
    reading->aligns = aligns;
    reading->align_count = count;
    for (const struct element *at = columns == NULL ? NULL : element_child(columns, "column"); at != NULL;
         at = element_next(at, "column")) {
        const char *align = build_attribute(build, at, "align");
        *aligns++ = align == NULL                   ? CELL_START
                    : strcmp(align, "decimal") == 0 ? CELL_DECIMAL
                    : strcmp(align, "end") == 0     ? CELL_END
                                                    : CELL_START;
    }
}

/* The cells of a column stand as it says; those of the head that name numbers, at the end like them. What spans several
 * columns begins where the first of them does. */
static void cells_align(const struct reading *reading, struct node *group, struct arena *scratch) {
    struct spans spans = spans_open(scratch);
    for (struct node *row = group->first; row != NULL; row = row->next) {
        spans_row(&spans);
        for (struct node *cell = row->first; cell != NULL; cell = cell->next) {
            size_t column = spans_place(&spans, cell, NULL);
            if (column >= reading->align_count || cell->as.cell.columns > 1 || headers_is_group_title(cell))
                continue;
            enum node_align align = reading->aligns[column];
            cell->as.cell.align = group->kind == NODE_TABLE_HEAD && align == CELL_DECIMAL ? CELL_END : align;
        }
    }
}

static void table_align(struct build *build, const struct reading *reading) {
    const struct element *columns = element_child(reading->element, "columns");
    if (columns == NULL)
        return;
    size_t count = reading->table->as.table.columns;
    if (reading->align_count != count)
        report_add(build->report, RULE_TABLE_COLUMNS, columns->place,
                   arena_format(build->arena, "%zu", reading->align_count), arena_format(build->arena, "%zu", count));
    struct arena *scratch = arena_open();
    for (struct node *group = reading->table->first; group != NULL; group = group->next)
        if (group->kind != NODE_CAPTION)
            cells_align(reading, group, scratch);
    arena_close(scratch);
}

/* Paragraphs under the table that stay with it. */
static void read_notes(struct build *build, struct node *parent, const struct element *element) {
    for (const struct element *at = element_child(element, "table-note"); at != NULL;
         at = element_next(at, "table-note")) {
        block_paragraph(build, parent, at, "", "");
        parent->last->class_ = CLASS_TABLE_NOTE;
    }
}

void table_read(struct build *build, struct node *parent, const struct element *element) {
    struct reading reading = {.table = build_named(build, parent, NODE_TABLE, element), .element = element};
    reading.table->as.table.summary = build_attribute(build, element, "summary");
    build->inside_table++;
    table_caption(build, reading.table, element);
    read_columns(build, &reading);
    read_rows(build, &reading);
    grid_examine(build, &reading);
    table_align(build, &reading);
    headers_assign(reading.table, build->arena);
    read_notes(build, parent, element);
    build->inside_table--;
}
