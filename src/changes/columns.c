/* columns.c: cells of a woven table → columns (columns.h). */
#include "changes/columns.h"

#include "changes/address.h"
#include "document/headers.h"

static bool is_body(const struct strand *strand) {
    const struct node *node = strand->new != NULL ? strand->new : strand->old;
    return strand->state == STRAND_KEPT && (node->kind == NODE_TABLE_HEAD || node->kind == NODE_TABLE_BODY);
}

static bool is_row(const struct strand *row) {
    return row->state == STRAND_KEPT && !headers_is_group_title(row->old->first);
}

/* The first row that stays and has a cell for each column. */
static const struct strand *first_row(const struct strand *table) {
    for (const struct strand *body = table->first; body != NULL; body = body->next)
        for (const struct strand *row = is_body(body) ? body->first : NULL; row != NULL; row = row->next)
            if (is_row(row))
                return row;
    return NULL;
}

static bool is_whole(const struct strand *row) {
    for (const struct strand *cell = row->first; cell != NULL; cell = cell->next)
        if (cell->state != STRAND_KEPT)
            return false;
    return true;
}

/* Whether two rows have cells that come, go and stay in the same order. Neighbours that come and go may be woven in any
 * order; old ones stand first. */
static bool is_alike(const struct strand *row, const struct strand *other) {
    const struct strand *a = row->first, *b = other->first;
    for (; a != NULL && b != NULL; a = a->next, b = b->next)
        if (a->state != b->state)
            return false;
    return a == NULL && b == NULL;
}

bool columns_are_plain(const struct strand *table) {
    const struct strand *first = first_row(table);
    bool whole = true, alike = first != NULL;
    for (const struct strand *body = table->first; body != NULL; body = body->next)
        for (const struct strand *row = is_body(body) ? body->first : NULL; row != NULL; row = row->next) {
            if (!is_row(row))
                continue;
            whole = whole && is_whole(row);
            alike = alike && is_alike(first, row);
        }
    return whole || (alike && address_is_plain(table->old) && address_is_plain(table->new));
}

bool columns_next(const struct strand *table, struct column_change *change) {
    const struct strand *row = first_row(table);
    const struct strand *at = row == NULL ? NULL : row->first;
    size_t old = 0, new = 0, i = 0;
    for (; at != NULL && i < change->row; at = at->next, i++) {
        old += at->old != NULL;
        new += at->new != NULL;
    }
    for (; at != NULL && at->state == STRAND_KEPT; at = at->next, i++) {
        old++;
        new ++;
    }
    if (at == NULL)
        return false;
    *change = (struct column_change){.inserted = at->state == STRAND_INSERTED, .column = old, .column_new = new};
    for (enum strand_state state = at->state; at != NULL && at->state == state; at = at->next, i++)
        change->count++;
    change->row = i;
    return true;
}

const struct node *columns_cell(const struct node *table, size_t column) {
    for (const struct node *row = table->first; row != NULL; row = node_after(row, table)) {
        if (row->kind != NODE_ROW || headers_is_group_title(row->first))
            continue;
        const struct node *cell = row->first;
        for (; column > 0 && cell != NULL; column--)
            cell = cell->next;
        return cell;
    }
    return NULL;
}
