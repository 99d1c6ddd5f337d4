/* made.c: tables that the program makes from what is declared, rather than written cell by cell.
 *
 * caption, words of the head, then rows → Table of Caption, THead, TBody, as a
 * table of the author's would be. Each module that makes one decides its columns
 * first and then adds its rows; what holds of all of them (the number of the
 * caption, groups, Headers, footnotes that wait for the end) is here. Surprising:
 * there is no examination of the grid, since each row is made with a cell for
 * each column of the head.
 */
#include "document/made.h"

#include "document/headers.h"
#include "document/inline.h"
#include "document/tables.h"

struct made made_open(struct build *build, struct node *parent, const struct element *element, const char *const *heads,
                      size_t count) {
    struct node *table = build_named(build, parent, NODE_TABLE, element);
    table->as.table.columns = count;
    build->inside_table++;
    struct target target = table_caption(build, table, element);
    target.element = element;
    LIST_ADD(build->scratch, &build->made, target);
    struct node *head = build_node(build, table, NODE_TABLE_HEAD, element->place);
    struct node *row = build_node(build, head, NODE_ROW, element->place);
    for (size_t i = 0; i < count; i++)
        table_header(build, row, element->place, SCOPE_COLUMN, heads[i]);
    return (struct made){.build = build, .table = table};
}

void made_group(struct made *made, const struct element *group) {
    const char *outer = build_enter(made->build, group);
    made->body = table_group(made->build, made->table, group);
    made->body->first->first->as.cell.columns = (uint32_t)made->table->as.table.columns;
    build_leave(made->build, outer);
}

/* Rows that are in no group: their body is of the table, and in its language. */
static void body_plain(struct made *made) {
    if (made->body != NULL)
        return;
    made->body = build_node(made->build, made->table, NODE_TABLE_BODY, made->table->place);
    made->body->lang = made->table->lang;
}

struct node *made_row(struct made *made, const struct element *element) {
    body_plain(made);
    return build_named(made->build, made->body, NODE_ROW, element);
}

struct node *made_cell(struct build *build, struct node *row, enum node_kind kind, const struct element *element,
                       const char *what) {
    const char *outer = build_enter(build, element);
    struct node *cell = build_named(build, row, kind, element);
    if (kind == NODE_HEADER_CELL)
        cell->as.cell.scope = SCOPE_ROW;
    inline_plain(build, cell, element, what);
    build_leave(build, outer);
    return cell;
}

void made_close(struct made *made) {
    body_plain(made); /* without a row when the reader has found a fault in them all */
    headers_assign(made->table, made->build->arena);
    made->build->inside_table--;
}
