/* table.c: tables → HTML. See table.h.
 *
 * Header cells have their scope; where that alone does not say what a cell comes under,
 * the cell names its headers, as in the PDF. What a wide table needs to be scrolled by
 * keyboard (WCAG 2.2, 2.1.1) is a region that can have the focus and has a name.
 *
 * Surprising: a header cell without words is written as td: it names nothing, and a
 * listener would hear that there is a name.
 */
#include "html/table.h"

#include "document/headers.h"
#include "html/block.h"
#include "html/phrase.h"

#define COLUMNS_WIDE 5 /* from so many on it may not fit on a telephone */

static const char *scope_of(const struct node *cell) {
    if (headers_is_group_title(cell))
        return "rowgroup";
    return cell->as.cell.scope == SCOPE_COLUMN ? "col" : "row";
}

static void put_headers(struct writing *writing, const struct node *cell) {
    struct buffer names = {0};
    for (size_t i = 0; i < cell->as.cell.header_count; i++) {
        if (i > 0)
            buffer_char(&names, ' ');
        buffer_string(&names, writing_name(writing, cell->as.cell.headers[i]));
    }
    writing_attribute(writing, "headers", names.count > 0 ? buffer_text(&names) : NULL);
    buffer_close(&names);
}

static void put_cell(struct writing *writing, const struct node *cell) {
    bool header = cell->kind == NODE_HEADER_CELL && cell->first != NULL;
    const char *name = header ? "th" : "td";
    writing_tag(writing, name, cell);
    if (header)
        writing_attribute(writing, "scope", scope_of(cell));
    if (cell->as.cell.rows > 1)
        buffer_format(writing->out, " rowspan=\"%u\"", (unsigned)cell->as.cell.rows);
    if (cell->as.cell.columns > 1)
        buffer_format(writing->out, " colspan=\"%u\"", (unsigned)cell->as.cell.columns);
    put_headers(writing, cell);
    writing_attribute(writing, "class", cell->as.cell.align != CELL_START ? "end" : NULL);
    writing_done(writing);
    block_put_within(writing, cell);
    writing_close(writing, name);
}

static void put_group(struct writing *writing, const struct node *group) {
    const char *name = group->kind == NODE_TABLE_HEAD ? "thead" : "tbody";
    writing_open(writing, name, group, NULL);
    for (const struct node *row = group->first; row != NULL; row = row->next) {
        writing_open(writing, "tr", row, NULL);
        for (const struct node *cell = row->first; cell != NULL; cell = cell->next)
            put_cell(writing, cell);
        writing_close(writing, "tr");
    }
    writing_close(writing, name);
}

/* The caption, and for listeners how the table is made up. */
static void put_caption(struct writing *writing, const struct node *table, const char *name) {
    const struct node *caption = table->first != NULL && table->first->kind == NODE_CAPTION ? table->first : NULL;
    const char *summary = table->as.table.summary;
    if (caption == NULL && summary == NULL)
        return;
    buffer_string(writing->out, "<caption");
    writing_attribute(writing, "id", name);
    if (caption != NULL)
        writing_attribute(writing, "lang", caption->lang);
    writing_done(writing);
    if (caption != NULL)
        phrase_put_within(writing, caption);
    if (summary != NULL) {
        buffer_format(writing->out, "<span class=\"unseen\">%s", caption == NULL ? "" : " ");
        writing_text(writing, summary);
        buffer_string(writing->out, "</span>");
    }
    writing_close(writing, "caption");
}

void table_put(struct writing *writing, const struct node *table) {
    bool named = (table->first != NULL && table->first->kind == NODE_CAPTION) || table->as.table.summary != NULL;
    bool wide = named && table->as.table.columns >= COLUMNS_WIDE;
    const char *name = wide ? arena_format(writing->scratch, "caption-%u", (unsigned)table->index) : NULL;
    if (wide) {
        buffer_string(writing->out, "<div class=\"wide\" role=\"region\" tabindex=\"0\"");
        writing_attribute(writing, "aria-labelledby", name);
        writing_done(writing);
        buffer_char(writing->out, '\n');
    }
    writing_open(writing, "table", table, table->class_ == CLASS_CONTROL ? "control" : NULL);
    put_caption(writing, table, name);
    for (const struct node *group = table->first; group != NULL; group = group->next)
        if (group->kind != NODE_CAPTION)
            put_group(writing, group);
    writing_close(writing, "table");
    if (wide)
        writing_close(writing, "div");
}
