/* comparison.c: the order of work of a comparison (comparison.h).
 *
 * This first state pairs children by id or by kind and place, and finds no changes: for
 * those who build on the header.
 */
#include "changes/comparison.h"

#include <string.h>

static const char *const kind_names[CHANGE_KINDS] = {"inserted", "deleted",    "substituted",
                                                     "moved",    "renumbered", "editorial"};
static const char *const where_names[WHERE_COUNT] = {"unit", "heading", "paragraph", "item",   "table",    "row",
                                                     "cell", "caption", "note",      "figure", "attribute"};

const char *change_kind_name(enum change_kind kind) {
    return kind_names[kind];
}

const char *edit_where_name(enum edit_where where) {
    return where_names[where];
}

bool node_holds_words(const struct node *node) {
    switch (node->kind) {
    case NODE_TITLE:
    case NODE_HEADING:
    case NODE_PARAGRAPH:
    case NODE_LABEL:
    case NODE_CAPTION:
        return true;
    case NODE_HEADER_CELL:
    case NODE_CELL:
        return node->first == NULL || node->first->kind >= NODE_TEXT;
    default:
        return false;
    }
}

const struct strand *strand_after(const struct strand *strand, const struct strand *root) {
    if (strand->first != NULL)
        return strand->first;
    while (strand != root && strand->next == NULL)
        strand = strand->parent;
    return strand == root ? NULL : strand->next;
}

static void add(struct comparison *comparison, struct strand *parent, const struct node *old, const struct node *new,
                struct arena *arena) {
    struct strand *strand = ARENA_NEW(arena, struct strand);
    strand->state = old == NULL ? STRAND_INSERTED : new == NULL ? STRAND_DELETED : STRAND_KEPT;
    strand->old = old;
    strand->new = new;
    strand->parent = parent;
    if (parent == NULL)
        comparison->root = strand;
    else if (parent->last == NULL)
        parent->first = strand;
    else
        parent->last->next = strand;
    if (parent != NULL)
        parent->last = strand;
    if (node_holds_words(new != NULL ? new : old))
        return;
    const struct node *was = old == NULL ? NULL : old->first;
    const struct node *now = new == NULL ? NULL : new->first;
    while (was != NULL || now != NULL) {
        bool both = was != NULL && now != NULL && was->kind == now->kind &&
                    (was->id == NULL || now->id == NULL || strcmp(was->id, now->id) == 0);
        add(comparison, strand, both || now == NULL ? was : NULL, now, arena);
        was = (both || now == NULL) ? was->next : was;
        now = now == NULL ? NULL : now->next;
    }
}

struct comparison *compare(const struct version *old, const struct version *new, struct arena *arena) {
    struct comparison *comparison = ARENA_NEW(arena, struct comparison);
    comparison->old = *old;
    comparison->new = *new;
    add(comparison, NULL, old->document->root, new->document->root, arena);
    return comparison;
}

void run_words(const struct run *run, bool new, struct buffer *out) {
    const struct piece *pieces = new ? run->new : run->old;
    for (size_t i = 0; i < (new ? run->new_count : run->old_count); i++)
        if (pieces[i].leaf->kind == NODE_TEXT)
            buffer_bytes(out, pieces[i].leaf->as.text.text + pieces[i].from, pieces[i].to - pieces[i].from);
}

void edit_words(const struct edit *edit, bool new, struct buffer *out) {
    for (size_t i = 0; i < edit->run_count; i++)
        run_words(&edit->strand->runs[edit->run + i], new, out);
}

void comparison_dump(const struct comparison *comparison, struct buffer *out) {
    for (size_t i = 0; i < comparison->changes.count; i++)
        buffer_format(out, "%s %s\n", change_kind_name(comparison->changes.items[i]->kind),
                      comparison->changes.items[i]->target);
}
