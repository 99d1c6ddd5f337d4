/* weave.c: the merge of two trees by what was matched (weave.h).
 *
 * Children of a pair are merged in order: what has stayed in place stands for both; before
 * it what is gone, then what came. A node that is matched but has not stayed in place makes
 * two strands, OUT and IN. So each node of either document has exactly one strand of its
 * own, and leaving out the strands of one side gives the other document: KEPT never stands
 * below INSERTED or DELETED. That is asserted.
 */
#include "changes/weave.h"

#include <assert.h>

struct weaving {
    struct matching *matching;
    struct weave *weave;
    struct arena *arena;
};

static const struct node *match_of_old(const struct weaving *weaving, const struct node *old) {
    return fact_of(&weaving->matching->old, old)->match;
}

static const struct node *match_of_new(const struct weaving *weaving, const struct node *new) {
    return fact_of(&weaving->matching->new, new)->match;
}

static struct strand *strand_new(struct weaving *weaving, struct strand *parent, enum strand_state state,
                                 const struct node *old, const struct node *new) {
    struct strand *strand = ARENA_NEW(weaving->arena, struct strand);
    strand->state = state;
    strand->old = old;
    strand->new = new;
    strand->parent = parent;
    if (parent != NULL && parent->last != NULL)
        parent->last->next = strand;
    else if (parent != NULL)
        parent->first = strand;
    if (parent != NULL)
        parent->last = strand;
    if (old != NULL && state != STRAND_MOVED_IN)
        weaving->weave->old[old->index] = strand;
    if (new != NULL && state != STRAND_MOVED_OUT)
        weaving->weave->new[new->index] = strand;
    return strand;
}

static void weave_pair(struct weaving *weaving, struct strand *strand);
static void weave_old(struct weaving *weaving, struct strand *parent, const struct node *old);
static void weave_new(struct weaving *weaving, struct strand *parent, const struct node *new);

static void weave_old(struct weaving *weaving, struct strand *parent, const struct node *old) {
    const struct node *new = match_of_old(weaving, old);
    struct strand *strand = strand_new(weaving, parent, new == NULL ? STRAND_DELETED : STRAND_MOVED_OUT, old, new);
    strand->skipped = fact_of(&weaving->matching->old, old)->skipped;
    if (new != NULL || strand->skipped || node_holds_words(old))
        return;
    for (const struct node *at = old->first; at != NULL; at = at->next)
        weave_old(weaving, strand, at);
}

static void weave_new(struct weaving *weaving, struct strand *parent, const struct node *new) {
    const struct node *old = match_of_new(weaving, new);
    struct strand *strand = strand_new(weaving, parent, old == NULL ? STRAND_INSERTED : STRAND_MOVED_IN, old, new);
    strand->skipped = fact_of(&weaving->matching->new, new)->skipped;
    if (old != NULL) {
        weave_pair(weaving, strand);
        return;
    }
    if (strand->skipped || node_holds_words(new))
        return;
    for (const struct node *at = new->first; at != NULL; at = at->next)
        weave_new(weaving, strand, at);
}

/* Whether a child of a pair has stayed: it is matched with a child of the other, and kept its place among them. */
static bool has_stayed(const struct weaving *weaving, const struct strand *pair, const struct node *new) {
    const struct node *old = match_of_new(weaving, new);
    return old != NULL && old->parent == pair->old && new->parent == pair->new &&
           !fact_of(&weaving->matching->new, new)->moved;
}

static void weave_pair(struct weaving *weaving, struct strand *strand) {
    const struct node *old = strand->old;
    const struct node *new = strand->new;
    strand->skipped = fact_of(&weaving->matching->new, new)->skipped;
    if (strand->skipped)
        return;
    if (node_holds_words(new)) {
        runs_cut(weaving->matching, old, new, strand, &weaving->weave->edits, weaving->arena);
        return;
    }
    const struct node *left = old->first;
    for (const struct node *at = new->first;; at = at->next) {
        while (left != NULL &&
               !(match_of_old(weaving, left) != NULL && has_stayed(weaving, strand, match_of_old(weaving, left)))) {
            weave_old(weaving, strand, left);
            left = left->next;
        }
        if (at == NULL)
            break;
        if (!has_stayed(weaving, strand, at)) {
            weave_new(weaving, strand, at);
            continue;
        }
        assert(left != NULL && left == match_of_new(weaving, at)); /* what has stayed is in order */
        weave_pair(weaving, strand_new(weaving, strand, STRAND_KEPT, left, at));
        left = left->next;
    }
    assert(left == NULL);
}

/* Numbers the strands and ties the two ends of each move. */
static void finish(struct weave *weave) {
    size_t count = 0;
    for (struct strand *at = weave->root; at != NULL;) {
        at->index = (uint32_t)count++;
        if (at->state == STRAND_MOVED_IN) {
            struct strand *out = weave->old[at->old->index];
            assert(out != NULL && out->state == STRAND_MOVED_OUT && out->new == at->new);
            out->other = at;
            at->other = out;
        }
        assert(at->state != STRAND_KEPT || at->parent == NULL || (at->parent->old != NULL && at->parent->new != NULL));
        if (at->first != NULL) {
            at = at->first;
            continue;
        }
        while (at->parent != NULL && at->next == NULL)
            at = at->parent;
        at = at->next;
    }
    weave->count = count;
}

struct weave *weave_make(struct matching *matching, struct arena *arena) {
    struct weave *weave = ARENA_NEW(arena, struct weave);
    weave->old = ARENA_ARRAY(arena, matching->old.document->node_count, struct strand *);
    weave->new = ARENA_ARRAY(arena, matching->new.document->node_count, struct strand *);
    struct weaving weaving = {matching, weave, arena};
    weave->root = strand_new(&weaving, NULL, STRAND_KEPT, matching->old.document->root, matching->new.document->root);
    weave_pair(&weaving, weave->root);
    finish(weave);
    matching->steps += weave->count;
    return weave;
}
