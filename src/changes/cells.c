/* cells.c: columns, then cells (cells.h).
 *
 * The labels of the columns are the hashes of what covers them in the last row of the
 * head; what lies between labels that both tables have is paired when it is equally wide
 * (a renamed header). Without a head on both sides columns are matched from the left.
 * Surprising: a cell is never matched with a header cell, since a listener hears another
 * thing.
 */
#include "changes/cells.h"

#include "changes/script.h"
#include "document/spans.h"

struct labels {
    uint64_t *items;
    size_t count;
};

/* Places each cell of the table, and takes the labels of its columns. */
static struct labels place_cells(struct matching *matching, struct side *side, const struct node *table) {
    size_t count = table->as.table.columns;
    struct labels labels = {ARENA_ARRAY(matching->scratch, count, uint64_t), 0};
    for (const struct node *group = table->first; group != NULL; group = group->next) {
        if (group->kind != NODE_TABLE_HEAD && group->kind != NODE_TABLE_BODY)
            continue;
        struct spans spans = spans_open(matching->scratch);
        for (const struct node *row = group->first; row != NULL; row = row->next) {
            spans_row(&spans);
            for (const struct node *cell = row->first; cell != NULL; cell = cell->next) {
                fact_of(side, cell)->rank = (uint32_t)spans_place(&spans, cell, NULL);
                matching->steps++;
            }
        }
        if (group->kind != NODE_TABLE_HEAD)
            continue;
        labels.count = count;
        for (size_t i = 0; i < count; i++) {
            const struct node *cell = spans_cover(&spans, i);
            labels.items[i] = cell == NULL ? 0 : fact_of(side, cell)->hash;
        }
    }
    return labels;
}

/* Columns `from`… of both tables, one by one. */
static void pair_columns(uint32_t *old_of, size_t old, size_t old_end, size_t new, size_t new_end) {
    for (size_t i = 0; old_end - old == new_end - new &&new + i < new_end; i++)
        old_of[new + i] = (uint32_t)(old + i);
}

static void columns_by_labels(struct matching *matching, struct labels old, struct labels new, uint32_t *old_of) {
    uint32_t *partner = ARENA_BARE(matching->scratch, old.count, uint32_t);
    script_find((struct sequence){old.items, old.count}, (struct sequence){new.items, new.count}, partner,
                matching->scratch, &matching->steps);
    size_t a = 0;
    size_t b = 0;
    for (size_t i = 0; i < old.count; i++) {
        if (partner[i] == SCRIPT_NONE)
            continue;
        pair_columns(old_of, a, i, b, partner[i]);
        old_of[partner[i]] = (uint32_t)i;
        a = i + 1;
        b = partner[i] + 1;
    }
    pair_columns(old_of, a, old.count, b, new.count);
}

void cells_prepare(struct matching *matching, const struct node *old_table, const struct node *new_table) {
    struct labels old = place_cells(matching, &matching->old, old_table);
    struct labels new = place_cells(matching, &matching->new, new_table);
    size_t old_count = old_table->as.table.columns;
    size_t count = new_table->as.table.columns;
    uint32_t *old_of = ARENA_BARE(matching->arena, count, uint32_t);
    for (size_t i = 0; i < count; i++)
        old_of[i] = SCRIPT_NONE;
    if (old.count > 0 && new.count > 0) {
        columns_by_labels(matching, old, new, old_of);
    } else {
        size_t least = old_count < count ? old_count : count;
        pair_columns(old_of, 0, least, 0, least);
    }
    LIST_ADD(matching->arena, &matching->columns, ((struct columns){new_table, old_of, count}));
}

static const struct columns *columns_of(struct matching *matching, const struct node *table) {
    while (matching->columns.count > 0) {
        const struct columns *last = &matching->columns.items[matching->columns.count - 1];
        if (last->table == table)
            return last;
        matching->columns.count--; /* one that stood in a cell of this one, or before it */
    }
    return NULL;
}

void cells_match(struct matching *matching, const struct node *old_row, const struct node *new_row) {
    const struct columns *columns = columns_of(matching, new_row->parent->parent);
    const struct node *old = old_row->first;
    for (const struct node *new = new_row->first; columns != NULL &&new != NULL; new = new->next) {
        size_t at = fact_of(&matching->new, new)->rank;
        uint32_t wanted = at < columns->count ? columns->old[at] : SCRIPT_NONE;
        matching->steps++;
        if (wanted == SCRIPT_NONE)
            continue;
        while (old != NULL && fact_of(&matching->old, old)->rank < wanted) {
            old = old->next;
            matching->steps++;
        }
        if (old != NULL && fact_of(&matching->old, old)->rank == wanted && match_fits(old, new)) {
            match_pair(matching, old, new);
            old = old->next;
        }
    }
}
