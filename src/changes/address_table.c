/* address_table.c: where something stands in a table, in words (address.h).
 *
 * A row is called by its title when no other row has it, in a group by that and its group, else
 * counted below the head; a column by the words of the head, else counted. The first cells of
 * titles of groups are called by their group.
 */
#include <assert.h>
#include <string.h>

#include "changes/addressing.h"
#include "changes/passage.h"
#include "document/headers.h"

static bool is_group_row(const struct node *row) {
    return row->first != NULL && headers_is_group_title(row->first);
}

/* The next row below the head of a table, titles of groups left out. */
static const struct node *row_next(const struct node *row, const struct node *table) {
    for (row = row == NULL ? table : row; row != NULL;) {
        row = row->kind == NODE_TABLE_HEAD ? node_past(row, table)
              : row->kind == NODE_ROW      ? node_past(row, table)
                                           : node_after(row, table);
        if (row != NULL && row->kind == NODE_ROW && row->parent->kind == NODE_TABLE_BODY && !is_group_row(row))
            return row;
    }
    return NULL;
}

static const struct node *table_of(const struct node *node) {
    while (node->kind != NODE_TABLE)
        node = node->parent;
    return node;
}

static const char *row_title(const struct addresses *addresses, const struct node *row) {
    return row->first != NULL && row->first->kind == NODE_HEADER_CELL ? address_words_once(addresses, row->first) : "";
}

static size_t rows_titled(const struct addresses *addresses, const struct node *table, const struct node *body,
                          const char *title) {
    size_t count = 0;
    for (const struct node *at = row_next(NULL, table); at != NULL; at = row_next(at, table))
        count += (body == NULL || at->parent == body) && strcmp(row_title(addresses, at), title) == 0;
    return count;
}

void address_write_row(const struct addresses *addresses, struct buffer *out, const struct node *row,
                       const struct node *base) {
    struct arena *arena = addresses->arena;
    const struct node *table = table_of(row);
    const char *title = row_title(addresses, row);
    bool sayable = *title != '\0' && passage_is_quotable(title, strlen(title));
    if (row->parent->kind == NODE_TABLE_HEAD) {
        size_t which = 1;
        for (const struct node *at = row->parent->first; at != row; at = at->next)
            which++;
        say(addresses, out, WORD_SCHEDULE_ONE_OF, address_ordinal(arena, which), words_find(WORD_SCHEDULE_HEAD_ROW));
        address_write_of(addresses, out, table, base, words_find(WORD_SCHEDULE_OF));
    } else if (is_group_row(row)) {
        address_write_of(addresses, out, row->parent, base, "");
    } else if (sayable && rows_titled(addresses, table, NULL, title) == 1) {
        say(addresses, out, WORD_SCHEDULE_NAMED, words_find(WORD_SCHEDULE_ROW), title);
        address_write_of(addresses, out, table, base, words_find(WORD_SCHEDULE_OF));
    } else if (sayable && address_is_group(row->parent) && rows_titled(addresses, table, row->parent, title) == 1) {
        say(addresses, out, WORD_SCHEDULE_NAMED, words_find(WORD_SCHEDULE_ROW), title);
        address_write_of(addresses, out, row->parent, base, words_find(WORD_SCHEDULE_OF));
    } else {
        size_t which = 1;
        for (const struct node *at = row_next(NULL, table); at != row; at = row_next(at, table))
            which++;
        say(addresses, out, WORD_SCHEDULE_ONE_OF, address_ordinal(arena, which), words_find(WORD_SCHEDULE_ROW));
        address_write_of(addresses, out, table, base, words_find(WORD_SCHEDULE_OF));
    }
}

bool address_is_plain(const struct node *table) {
    for (const struct node *at = table->first; at != NULL; at = node_after(at, table))
        if ((at->kind == NODE_CELL || at->kind == NODE_HEADER_CELL) && !headers_is_group_title(at) &&
            (at->as.cell.rows > 1 || at->as.cell.columns > 1))
            return false;
    return true;
}

const struct node *address_plain_head(const struct node *table) {
    if (!address_is_plain(table))
        return NULL;
    for (const struct node *at = table->first; at != NULL; at = at->next)
        if (at->kind == NODE_TABLE_HEAD)
            return at->first != NULL && at->first->next == NULL ? at->first : NULL;
    return NULL;
}

static size_t column_of(const struct node *cell) {
    size_t column = 0;
    for (const struct node *at = cell->parent->first; at != cell; at = at->next)
        column++;
    return column;
}

/* The words of the head over a column, when no other column has them; else NULL. */
static const char *column_title(const struct addresses *addresses, const struct node *head, size_t column) {
    const char *title = NULL;
    size_t index = 0, same = 0;
    for (const struct node *at = head->first; at != NULL; at = at->next)
        if (index++ == column)
            title = address_words_once(addresses, at);
    if (title == NULL || *title == '\0' || !passage_is_quotable(title, strlen(title)))
        return NULL;
    for (const struct node *at = head->first; at != NULL; at = at->next)
        same += strcmp(address_words_once(addresses, at), title) == 0;
    return same == 1 ? title : NULL;
}

void address_write_cell(const struct addresses *addresses, struct buffer *out, const struct node *cell,
                        const struct node *base) {
    const struct node *row = cell->parent;
    const struct node *table = table_of(row);
    const struct node *head = address_plain_head(table);
    size_t column = column_of(cell);
    const char *title = head == NULL ? NULL : column_title(addresses, head, column);
    if (headers_is_group_title(cell)) {
        buffer_string(out, words_find(WORD_SCHEDULE_TITLE));
        address_write_of(addresses, out, row->parent, base, words_find(WORD_SCHEDULE_OF));
        return;
    }
    if (row == head && title != NULL) {
        say(addresses, out, WORD_SCHEDULE_NAMED, words_find(WORD_SCHEDULE_COLUMN_HEADING), title);
        address_write_of(addresses, out, table, base, words_find(WORD_SCHEDULE_OF));
        return;
    }
    assert(row != NULL);
    bool pair = head == NULL && row->first != NULL && row->first->next != NULL && row->first->next->next == NULL &&
                row->first->kind == NODE_HEADER_CELL;
    if (pair)
        buffer_string(out, column == 0
                               ? words_find(WORD_SCHEDULE_TITLE)
                               : words_fill(addresses->arena, WORD_SCHEDULE_ONE, words_find(WORD_SCHEDULE_ENTRY)));
    else if (title != NULL)
        say(addresses, out, WORD_SCHEDULE_NAMED, words_find(WORD_SCHEDULE_ENTRY_UNDER), title);
    else
        say(addresses, out, WORD_SCHEDULE_ONE_OF, address_ordinal(addresses->arena, column + 1),
            words_find(WORD_SCHEDULE_ENTRY));
    address_write_of(addresses, out, row, base, words_find(WORD_SCHEDULE_OF));
}

const char *address_of_column(const struct addresses *addresses, const struct node *table, size_t column,
                              const struct node *base) {
    const struct node *head = address_plain_head(table);
    const char *title = head == NULL ? NULL : column_title(addresses, head, column);
    struct buffer out = {0};
    if (title != NULL)
        say(addresses, &out, WORD_SCHEDULE_NAMED, words_find(WORD_SCHEDULE_COLUMN), title);
    else
        say(addresses, &out, WORD_SCHEDULE_ONE_OF, address_ordinal(addresses->arena, column + 1),
            words_find(WORD_SCHEDULE_COLUMN));
    address_write_of(addresses, &out, table, base, words_find(WORD_SCHEDULE_OF));
    const char *kept = arena_copy(addresses->arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return kept;
}

void address_write_group(const struct addresses *addresses, struct buffer *out, const struct node *body,
                         const struct node *base) {
    if (!address_is_group(body)) {
        address_write(addresses, out, table_of(body), base);
        return;
    }
    say(addresses, out, WORD_SCHEDULE_NAMED, words_find(WORD_SCHEDULE_GROUP),
        address_words(body->first->first, addresses->arena));
    address_write_of(addresses, out, table_of(body), base, words_find(WORD_SCHEDULE_OF));
}
