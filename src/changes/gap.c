/* gap.c: what comes and goes between two blocks that stay → acts (drafting.h).
 *
 * Groups are walked with their unnoticed groups taken as if they were not there, since an author's
 * clauses stand in their section, not in a list. What stands between two blocks that stay is a gap:
 * all that goes and comes there is dealt with at once.
 */
#include <assert.h>
#include <string.h>

#include "changes/drafting.h"
#include "document/headers.h"
#include "document/words.h"

typedef LIST(const struct strand *) strand_list;

static bool is_unnoticed(const struct node *node) {
    return node->kind == NODE_BLOCK || node->kind == NODE_BODY || address_is_clauses(node);
}

/* A pair of MOVED strands that no MOVED change is about stays where it is. */
static bool is_gone(const struct strand *strand) {
    return strand->state == STRAND_MOVED_OUT && strand->moved == NULL;
}

bool drafting_stays(const struct strand *strand) {
    return strand->state == STRAND_KEPT || (strand->state == STRAND_MOVED_IN && strand->moved == NULL);
}

static void flatten(struct drafting *drafting, const struct strand *strand, strand_list *out) {
    for (const struct strand *at = strand->first; at != NULL; at = at->next) {
        if (is_gone(at) || (at->skipped && !drafting_stays(at) && drafting_node(at)->kind == NODE_ROW))
            continue;
        if (is_unnoticed(drafting_node(at)) && at->state != STRAND_MOVED_OUT)
            flatten(drafting, at, out);
        else
            LIST_ADD(drafting->arena, out, at);
    }
}

/* --- Gaps ---------------------------------------------------------------------------- */

/* "[Section 4.1 moves here, as 8]": a division's number does not stand before the mark, as that of a clause does. */
static const char *mark_of(struct drafting *drafting, const struct node *old, const struct node *new) {
    const char *where = address_of(drafting->addresses, old, NULL);
    const char *number = new->kind == NODE_SECTION ? address_number(drafting->addresses, new) : "";
    bool same = *number == '\0' || strcmp(number, address_number(drafting->addresses, old)) == 0;
    const char *words = same ? words_fill(drafting->arena, WORD_SCHEDULE_MOVES_HERE, where)
                             : words_fill(drafting->arena, WORD_SCHEDULE_MOVES_HERE_AS, where, number);
    char *kept = arena_string(drafting->arena, words);
    if (kept[0] == '[' && kept[1] >= 'a' && kept[1] <= 'z')
        kept[1] = (char)(kept[1] - 'a' + 'A');
    return kept;
}

/* An act that moves others from the same place to marks in the same text. */
static struct act *marking(const struct drafting *drafting, const struct strand *in, const struct act *among) {
    for (size_t i = drafting->acts.count; i-- > 0;) {
        struct act *act = drafting->acts.items[i];
        if (act->kind == ACT_MOVE && act->marked == among &&
            address_holder(act->old.items[0]) == address_holder(in->old))
            return act;
    }
    return NULL;
}

static void mark(struct drafting *drafting, const struct strand *in, const struct act *among) {
    struct act *act = marking(drafting, in, among);
    if (act == NULL)
        act = drafting_act(drafting, ACT_MOVE, in->old, in->moved);
    drafting_add(drafting, act, in->moved);
    act->marked = among;
    LIST_ADD(drafting->arena, &act->old, in->old);
    drafting->marks[in->new->index] = mark_of(drafting, in->old, in->new);
    drafting_walk(drafting, in);
}

/* Provisions that were elsewhere and now stand within what comes. */
static void marks_below(struct drafting *drafting, const struct strand *strand, const struct act *among) {
    for (const struct strand *at = strand->first; at != NULL; at = at->next) {
        if (at->state == STRAND_MOVED_IN && at->moved != NULL)
            mark(drafting, at, among);
        else
            marks_below(drafting, at, among);
    }
}

static bool moves_below(const struct strand *strand) {
    for (const struct strand *at = strand->first; at != NULL; at = at->next)
        if ((at->state == STRAND_MOVED_OUT && at->moved != NULL) || moves_below(at))
            return true;
    return false;
}

struct gap {
    const struct node *holder, *anchor;
    const struct node *before; /* the item or row that stays after it, where none stays before it; else NULL */
    bool carries;              /* what comes was elsewhere in the same list or table, word for word */
    const struct node *next;   /* the division that stays after it, where there is no division before it; else NULL */
    strand_list out, in;       /* DELETED; INSERTED and MOVED_IN */
    strand_list carried;       /* where each of `in` was, when it `carries` */
};

/* Whether what goes and what comes in a gap is one substitution: all of one change that is about what is around it. */
static bool is_substitution(const struct gap *gap) {
    if (gap->out.count == 0 || gap->in.count == 0 || gap->carries ||
        drafting_node(gap->out.items[0])->kind == NODE_ROW) /* one row has nothing to do with another */
        return false;
    const struct change *change = drafting_change(gap->out.items[0]);
    if (change == NULL || change->kind == CHANGE_DELETED || change->kind == CHANGE_INSERTED)
        return false;
    for (size_t i = 0; i < gap->out.count; i++)
        if (drafting_change(gap->out.items[i]) != change || moves_below(gap->out.items[i]))
            return false;
    for (size_t i = 0; i < gap->in.count; i++)
        if (gap->in.items[i]->state != STRAND_INSERTED || drafting_change(gap->in.items[i]) != change)
            return false;
    return true;
}

static struct act *gap_act(struct drafting *drafting, const struct gap *gap, const struct change *change) {
    struct act *act = drafting_act(drafting, ACT_BLOCKS, gap->holder, change);
    act->scope = address_scope(gap->holder);
    act->anchor = gap->anchor;
    act->before = gap->next != NULL ? gap->next : gap->before;
    return act;
}

static void gap_out(struct drafting *drafting, const struct gap *gap) {
    for (size_t i = 0; i < gap->out.count; i++) {
        const struct strand *strand = gap->out.items[i];
        const struct change *change = drafting_change(strand);
        struct act *last = drafting->acts.count == 0 ? NULL : drafting->acts.items[drafting->acts.count - 1];
        bool goes_on = i > 0 && last != NULL && last->kind == ACT_BLOCKS && last->new.count == 0 &&
                       last->changes.count > 0 && last->changes.items[0] == change && !last->keeps_moved;
        struct act *act = goes_on ? last : gap_act(drafting, gap, change);
        act->keeps_moved = act->keeps_moved || moves_below(strand);
        LIST_ADD(drafting->arena, &act->old, strand->old);
        LIST_ADD(drafting->arena, &drafting->covered, strand->old);
    }
}

/* Items or rows that are only in another place of their list or table. */
static void gap_carry(struct drafting *drafting, const struct gap *gap) {
    struct act *act = gap_act(drafting, gap, NULL);
    act->kind = ACT_MOVE;
    for (size_t i = 0; i < gap->in.count; i++) {
        LIST_ADD(drafting->arena, &act->old, gap->carried.items[i]->old);
        drafting_add(drafting, act, drafting_change(gap->in.items[i]));
        drafting_add(drafting, act, drafting_change(gap->carried.items[i]));
    }
}

static void gap_in(struct drafting *drafting, const struct gap *gap) {
    if (gap->carries) {
        gap_carry(drafting, gap);
        return;
    }
    if (gap->in.count == 0)
        return;
    bool comes = false;
    for (size_t i = 0; i < gap->in.count; i++)
        comes = comes || gap->in.items[i]->state == STRAND_INSERTED;
    struct act *act = gap_act(drafting, gap, NULL);
    if (!comes)
        act->kind = ACT_MOVE;
    for (size_t i = 0; i < gap->in.count; i++) {
        const struct strand *strand = gap->in.items[i];
        if (strand->state == STRAND_INSERTED) {
            LIST_ADD(drafting->arena, &act->new, strand->new);
            drafting_add(drafting, act, drafting_change(strand));
            marks_below(drafting, strand, act);
        } else if (comes) {
            LIST_ADD(drafting->arena, &act->new, strand->new);
            mark(drafting, strand, act);
        } else {
            LIST_ADD(drafting->arena, &act->old, strand->old);
            drafting_add(drafting, act, strand->moved);
            drafting_walk(drafting, strand);
        }
    }
}

static void gap_close(struct drafting *drafting, struct gap *gap) {
    if (is_substitution(gap)) {
        assert(gap->out.items != NULL && gap->in.items != NULL);
        struct act *act = gap_act(drafting, gap, drafting_change(gap->out.items[0]));
        for (size_t i = 0; i < gap->out.count; i++) {
            LIST_ADD(drafting->arena, &act->old, gap->out.items[i]->old);
            LIST_ADD(drafting->arena, &drafting->covered, gap->out.items[i]->old);
        }
        for (size_t i = 0; i < gap->in.count; i++) {
            LIST_ADD(drafting->arena, &act->new, gap->in.items[i]->new);
            marks_below(drafting, gap->in.items[i], act);
        }
    } else {
        gap_out(drafting, gap);
        gap_in(drafting, gap);
    }
    gap->out.count = gap->in.count = gap->carried.count = 0;
    gap->next = gap->before = NULL;
    gap->carries = false;
}

/* --- Groups -------------------------------------------------------------------------- */

static bool is_note(const struct strand *strand) {
    return drafting_node(strand)->kind == NODE_NOTE;
}

/* Whether what comes can be said to come after it. What a version makes anew, or what has no place of its own, cannot
 * be named. */
static bool is_anchor(const struct node *node) {
    switch (node->kind) {
    case NODE_PARAGRAPH:
        return node->class_ != CLASS_STATUS;
    case NODE_SECTION:
        return !drafting_is_contents(node);
    case NODE_TABLE_BODY:
        return headers_is_group_title(node->first->first);
    case NODE_ROW:
        return !headers_is_group_title(node->first);
    default:
        return node->kind != NODE_HEADING && node->kind != NODE_LABEL && node->kind != NODE_TITLE &&
               node->kind != NODE_CAPTION && node->kind != NODE_TABLE_HEAD;
    }
}

/* Before the first division of a document stand the control and the contents, which are no help to say where. */
static const struct node *next_division(const struct strand *strand, const strand_list *list, size_t at,
                                        const struct node *anchor) {
    bool first = anchor == NULL || anchor->kind != NODE_SECTION || address_is_control(anchor);
    if (strand->old->kind != NODE_DOCUMENT || !first || drafting_node(list->items[at])->kind != NODE_SECTION)
        return NULL;
    for (; at < list->count; at++)
        if (drafting_stays(list->items[at]) && list->items[at]->old->kind == NODE_SECTION &&
            !drafting_is_contents(list->items[at]->old))
            return list->items[at]->old;
    return NULL;
}

/* The item or row that stays next, where none stays before it. */
static const struct node *next_like(const strand_list *list, size_t at, const struct node *anchor) {
    const struct node *node = drafting_node(list->items[at]);
    if (anchor != NULL || (node->kind != NODE_ITEM && node->kind != NODE_ROW))
        return NULL;
    for (; at < list->count; at++)
        if (drafting_stays(list->items[at]))
            return list->items[at]->old->kind == node->kind && is_anchor(list->items[at]->old) ? list->items[at]->old
                                                                                               : NULL;
    return NULL;
}

void drafting_blocks(struct drafting *drafting, const struct strand *strand) {
    strand_list list = {0};
    flatten(drafting, strand, &list);
    struct gap gap = {.holder = strand->old};
    for (size_t i = 0; i < list.count; i++) {
        const struct strand *at = list.items[i];
        if (!drafting_stays(at) && drafting_node(at)->kind == NODE_SECTION && drafting_is_contents(drafting_node(at)))
            continue;
        if (is_note(at)) {
            if (drafting_stays(at) && !drafting_is_covered(drafting, at->old->as.note.call))
                drafting_walk(drafting, at);
        } else if (drafting_stays(at)) {
            gap_close(drafting, &gap);
            drafting_walk(drafting, at);
            if (is_anchor(at->old))
                gap.anchor = at->old;
        } else if (at->state == STRAND_DELETED) {
            if (moving_other(drafting->moves, at) == NULL)
                LIST_ADD(drafting->arena, &gap.out, at);
        } else if (at->state != STRAND_MOVED_OUT) {
            if (gap.in.count == 0)
                gap.next = next_division(strand, &list, i, gap.anchor);
            if (gap.in.count == 0)
                gap.before = next_like(&list, i, gap.anchor);
            gap.carries = moving_other(drafting->moves, at) != NULL;
            LIST_ADD(drafting->arena, &gap.carried, moving_other(drafting->moves, at));
            LIST_ADD(drafting->arena, &gap.in, at);
        }
    }
    gap_close(drafting, &gap);
}
