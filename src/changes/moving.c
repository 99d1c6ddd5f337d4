/* moving.c: the weave → items and rows that only stand elsewhere in their list or table (moving.h).
 *
 * The children of each list and body of a table are held against each other, those that come with
 * those that go; the first that is the same is taken. Tags and footnotes would have to be the same
 * too: what has any is not looked at, since of one that is told to move nothing else may have to be
 * said. Where a place can only be named that is not new (`alone`), none beside new ones moves.
 */
#include "changes/moving.h"

#include <string.h>

#include "base/list.h"
#include "changes/passage.h"

#define PAIRS_MOST 10000 /* more pairs of what comes and goes in one list are not compared */

typedef LIST(const struct strand *) strand_list;

static const struct node *node_of(const struct strand *strand) {
    return strand->new != NULL ? strand->new : strand->old;
}

static bool is_mover(const struct strand *strand, enum strand_state state) {
    const struct node *node = node_of(strand);
    if (strand->state != state || strand->skipped || node->parent == NULL)
        return false;
    enum node_class around = node->parent->class_;
    return node->kind == NODE_ROW || (node->kind == NODE_ITEM && around != CLASS_CLAUSES && around != CLASS_DEFINITION);
}

/* A pair of MOVED strands that no MOVED change is about stays where it is. */
static bool stays(const struct strand *strand) {
    return strand->state == STRAND_KEPT || (strand->state == STRAND_MOVED_IN && strand->moved == NULL);
}

static bool is_same_words(const struct node *old, const struct node *new, struct arena *arena) {
    const struct passage *one = passage_read(old, arena), *other = passage_read(new, arena);
    return one->signs.count == 0 && other->signs.count == 0 && one->bytes == other->bytes &&
           memcmp(one->text, other->text, one->bytes) == 0;
}

/* Whether two blocks are built alike and say the same. The labels of items follow from where they stand. */
static bool is_same(const struct node *old, const struct node *new, struct arena *arena) {
    if (old->kind != new->kind || old->class_ != new->class_)
        return false;
    if (old->kind == NODE_LABEL && old->parent->parent->class_ != CLASS_DEFINITION)
        return true;
    if (node_holds_words(old) != node_holds_words(new))
        return false;
    if (node_holds_words(old))
        return is_same_words(old, new, arena);
    const struct node *a = old->first, *b = new->first;
    for (; a != NULL && b != NULL; a = a->next, b = b->next)
        if (!is_same(a, b, arena))
            return false;
    return a == b && old->kind != NODE_FIGURE && old->kind != NODE_NOTE;
}

static void pair(struct moving *moving, const strand_list *list, struct arena *arena) {
    for (size_t i = 0; i < list->count; i++)
        for (size_t k = 0; is_mover(list->items[i], STRAND_INSERTED) && k < list->count; k++) {
            const struct strand *in = list->items[i], *out = list->items[k];
            if (!is_mover(out, STRAND_DELETED) || moving->others[out->index] != NULL ||
                !is_same(out->old, in->new, arena))
                continue;
            moving->others[in->index] = out;
            moving->others[out->index] = in;
            break;
        }
}

/* Between two that stay, those that were elsewhere are parted again when others come too. */
static void part(struct moving *moving, const strand_list *list) {
    for (size_t i = 0, end = 0; i < list->count; i = end + 1) {
        bool all = true;
        for (end = i; end < list->count && !stays(list->items[end]); end++)
            all = all && (list->items[end]->state == STRAND_DELETED || list->items[end]->state == STRAND_MOVED_OUT ||
                          moving->others[list->items[end]->index] != NULL);
        for (; i < end && !all; i++) {
            const struct strand *in = list->items[i];
            if (in->state != STRAND_INSERTED || moving->others[in->index] == NULL)
                continue;
            moving->others[moving->others[in->index]->index] = NULL;
            moving->others[in->index] = NULL;
        }
    }
}

static void find_among(struct moving *moving, const struct strand *around, bool alone, struct arena *arena) {
    strand_list list = {0};
    size_t come = 0, go = 0;
    for (const struct strand *at = around->first; at != NULL; at = at->next) {
        come += is_mover(at, STRAND_INSERTED);
        go += is_mover(at, STRAND_DELETED);
        LIST_ADD(arena, &list, at);
    }
    if (come == 0 || go == 0 || come > PAIRS_MOST || come * go > PAIRS_MOST)
        return;
    pair(moving, &list, arena);
    if (alone)
        part(moving, &list);
}

struct moving *moving_find(const struct comparison *comparison, bool alone, struct arena *arena) {
    size_t count = 0;
    for (const struct strand *at = comparison->root; at != NULL; at = strand_after(at, comparison->root))
        count++;
    struct moving *moving = ARENA_NEW(arena, struct moving);
    moving->others = ARENA_ARRAY(arena, count, const struct strand *);
    for (const struct strand *at = comparison->root; at != NULL; at = strand_after(at, comparison->root))
        if (at->old != NULL && at->new != NULL && at->first != NULL)
            find_among(moving, at, alone, arena);
    return moving;
}

const struct strand *moving_other(const struct moving *moving, const struct strand *strand) {
    return moving->others[strand->index];
}
