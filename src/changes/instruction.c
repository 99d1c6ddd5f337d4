/* instruction.c: weave → instructions (instruction.h).
 *
 * Groups are walked with their unnoticed groups taken as if they were not there, since an author's
 * clauses stand in their section, not in a list. What stands between two blocks that stay is a gap:
 * all that goes and comes there is dealt with at once. Where a difference cannot be said in
 * particular (a list cut in two, cells that span others), the whole block is substituted.
 */
#include "changes/instruction.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "changes/columns.h"
#include "changes/moving.h"
#include "document/headers.h"
#include "document/words.h"

#define ENTRY_SHORT 24 /* an entry of a table of so many bytes is always substituted whole */
#define WORDS_SHORT 90 /* a heading, caption or cell of so many letters is substituted whole */

typedef LIST(const struct strand *) strand_list;

struct drafting {
    const struct comparison *comparison;
    const struct addresses *addresses;
    struct arena *arena;
    LIST(struct act *) acts;
    act_nodes covered; /* old blocks that are substituted whole: their footnotes go with them */
    const struct moving *moves;
    const char **moving;
};

static void walk(struct drafting *drafting, const struct strand *strand);

/* --- Strands ------------------------------------------------------------------------- */

static const struct node *node_of(const struct strand *strand) {
    return strand->new != NULL ? strand->new : strand->old;
}

static bool is_unnoticed(const struct node *node) {
    return node->kind == NODE_BLOCK || node->kind == NODE_BODY || address_is_clauses(node);
}

/* A pair of MOVED strands that no MOVED change is about stays where it is. */
static bool is_gone(const struct strand *strand) {
    return strand->state == STRAND_MOVED_OUT && strand->moved == NULL;
}

static bool is_kept(const struct strand *strand) {
    return strand->state == STRAND_KEPT || (strand->state == STRAND_MOVED_IN && strand->moved == NULL);
}

static void flatten(struct drafting *drafting, const struct strand *strand, strand_list *out) {
    for (const struct strand *at = strand->first; at != NULL; at = at->next) {
        if (is_gone(at))
            continue;
        if (is_unnoticed(node_of(at)) && at->state != STRAND_MOVED_OUT)
            flatten(drafting, at, out);
        else
            LIST_ADD(drafting->arena, out, at);
    }
}

static const struct change *change_of(const struct strand *strand) {
    for (const struct strand *at = strand; at != NULL; at = at->parent)
        if (at->change != NULL)
            return at->change;
    return NULL;
}

static const struct change *attributed(const struct strand *strand) {
    if (strand->change != NULL)
        return strand->change;
    for (const struct strand *at = strand->first; at != NULL; at = at->next) {
        const struct change *change = attributed(at);
        if (change != NULL)
            return change;
    }
    return NULL;
}

/* --- Acts ---------------------------------------------------------------------------- */

static struct act *act_new(struct drafting *drafting, enum act_kind kind, const struct node *place,
                           const struct change *change) {
    struct act *act = ARENA_NEW(drafting->arena, struct act);
    act->kind = kind;
    act->place = place;
    act->scope = address_scope(place);
    if (change != NULL)
        LIST_ADD(drafting->arena, &act->changes, change);
    LIST_ADD(drafting->arena, &drafting->acts, act);
    return act;
}

static bool has_change(const act_changes *changes, const struct change *change) {
    for (size_t i = 0; i < changes->count; i++)
        if (changes->items[i] == change)
            return true;
    return false;
}

static void act_change(struct drafting *drafting, struct act *act, const struct change *change) {
    if (change != NULL && !has_change(&act->changes, change))
        LIST_ADD(drafting->arena, &act->changes, change);
}

/* A block that is in both, substituted whole. */
static void substitute_block(struct drafting *drafting, const struct strand *strand) {
    const struct change *change = attributed(strand);
    struct act *act =
        act_new(drafting, ACT_BLOCKS, address_holder(strand->old), change != NULL ? change : change_of(strand));
    act->scope = address_scope(address_holder(strand->old));
    LIST_ADD(drafting->arena, &act->old, strand->old);
    LIST_ADD(drafting->arena, &act->new, strand->new);
    LIST_ADD(drafting->arena, &drafting->covered, strand->old);
}

static bool is_covered(const struct drafting *drafting, const struct node *node) {
    for (const struct node *at = node; at != NULL; at = at->parent)
        for (size_t i = 0; i < drafting->covered.count; i++)
            if (drafting->covered.items[i] == at)
                return true;
    return false;
}

/* --- Words --------------------------------------------------------------------------- */

static bool calls_notes(const struct passage *passage) {
    for (size_t i = 0; i < passage->signs.count; i++)
        if (passage->signs.items[i].kind == SIGN_CALL)
            return true;
    return false;
}

/* Whether little of an entry changes, so that it is clearer to name that alone. */
static bool is_detail(const struct rewordings *rewordings) {
    size_t quoted = 0;
    for (size_t i = 0; i < rewordings->list.count; i++) {
        if (rewordings->list.items[i].which > 0)
            return false;
        quoted += rewordings->list.items[i].to - rewordings->list.items[i].from;
    }
    return rewordings->old->bytes > ENTRY_SHORT && quoted * 2 < rewordings->old->bytes;
}

/* What is short, and what has an address that quotes it, is said whole. */
static bool is_said_whole(const struct node *block, const struct rewordings *rewordings) {
    if (block->kind == NODE_PARAGRAPH)
        return false;
    bool always = block->kind == NODE_LABEL;
    if ((block->kind == NODE_CELL || block->kind == NODE_HEADER_CELL) && is_detail(rewordings))
        return false;
    return always || (utf8_count(rewordings->old->text, rewordings->old->bytes) <= WORDS_SHORT &&
                      utf8_count(rewordings->new->text, rewordings->new->bytes) <= WORDS_SHORT);
}

static const struct strand *row_around(const struct strand *strand) {
    while (strand != NULL && strand->old->kind != NODE_ROW && strand->old->kind != NODE_TABLE)
        strand = strand->parent;
    return strand;
}

static void words_whole(struct drafting *drafting, const struct strand *strand, const struct rewordings *rewordings) {
    bool quotable = passage_is_quotable(rewordings->old->text, rewordings->old->bytes) &&
                    passage_is_quotable(rewordings->new->text, rewordings->new->bytes) &&
                    !calls_notes(rewordings->old) && !calls_notes(rewordings->new);
    if (quotable) {
        struct act *act = act_new(drafting, ACT_WORDS, strand->old, change_of(strand));
        act->rewordings = rewordings;
        return;
    }
    const struct strand *row = row_around(strand);
    if (strand->old->kind == NODE_CAPTION)
        row = strand->parent;
    substitute_block(drafting, row != NULL ? row : strand);
}

static void words(struct drafting *drafting, const struct strand *strand) {
    const struct node *block = strand->old;
    bool is_term = block->kind == NODE_LABEL && block->parent->parent->class_ == CLASS_DEFINITION;
    if ((block->kind == NODE_LABEL && !is_term) || block->class_ == CLASS_STATUS || strand->run_count == 0)
        return;
    bool trivial = true;
    for (size_t i = 0; i < strand->run_count; i++)
        trivial = trivial && strand->runs[i].state == RUN_KEPT;
    if (trivial && strand->change == NULL)
        return;
    const struct rewordings *rewordings = rewordings_find(strand, drafting->arena);
    if (rewordings != NULL && rewordings->list.count == 0)
        return;
    if (rewordings == NULL && block->kind == NODE_PARAGRAPH) {
        substitute_block(drafting, strand);
        return;
    }
    if (rewordings == NULL || is_said_whole(block, rewordings)) {
        struct rewordings *whole = ARENA_NEW(drafting->arena, struct rewordings);
        whole->old = passage_read(strand->old, drafting->arena);
        whole->new = passage_read(strand->new, drafting->arena);
        if (rewordings == NULL || (!calls_notes(whole->old) && !calls_notes(whole->new))) {
            words_whole(drafting, strand, whole);
            return;
        }
    }
    for (size_t i = 0; i < rewordings->list.count; i++) {
        struct act *act = act_new(drafting, ACT_REWORDING, block, change_of(strand));
        act->rewordings = rewordings;
        act->rewording = &rewordings->list.items[i];
    }
}

/* --- Gaps ---------------------------------------------------------------------------- */

static const char *mark_of(struct drafting *drafting, const struct node *old) {
    const char *where = address_of(drafting->addresses, old, NULL);
    const char *words = words_fill(drafting->arena, WORD_SCHEDULE_MOVES_HERE, where);
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
        act = act_new(drafting, ACT_MOVE, in->old, in->moved);
    act_change(drafting, act, in->moved);
    act->marked = among;
    LIST_ADD(drafting->arena, &act->old, in->old);
    drafting->moving[in->new->index] = mark_of(drafting, in->old);
    walk(drafting, in);
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
    if (gap->out.count == 0 || gap->in.count == 0 || gap->carries)
        return false;
    const struct change *change = change_of(gap->out.items[0]);
    if (change == NULL || change->kind == CHANGE_DELETED || change->kind == CHANGE_INSERTED)
        return false;
    for (size_t i = 0; i < gap->out.count; i++)
        if (change_of(gap->out.items[i]) != change || moves_below(gap->out.items[i]))
            return false;
    for (size_t i = 0; i < gap->in.count; i++)
        if (gap->in.items[i]->state != STRAND_INSERTED || change_of(gap->in.items[i]) != change)
            return false;
    return true;
}

static struct act *gap_act(struct drafting *drafting, const struct gap *gap, const struct change *change) {
    struct act *act = act_new(drafting, ACT_BLOCKS, gap->holder, change);
    act->scope = address_scope(gap->holder);
    act->anchor = gap->anchor;
    act->before = gap->next != NULL ? gap->next : gap->before;
    return act;
}

static void gap_out(struct drafting *drafting, const struct gap *gap) {
    for (size_t i = 0; i < gap->out.count; i++) {
        const struct strand *strand = gap->out.items[i];
        const struct change *change = change_of(strand);
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
        act_change(drafting, act, change_of(gap->in.items[i]));
        act_change(drafting, act, change_of(gap->carried.items[i]));
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
            act_change(drafting, act, change_of(strand));
            marks_below(drafting, strand, act);
        } else if (comes) {
            LIST_ADD(drafting->arena, &act->new, strand->new);
            mark(drafting, strand, act);
        } else {
            LIST_ADD(drafting->arena, &act->old, strand->old);
            act_change(drafting, act, strand->moved);
            walk(drafting, strand);
        }
    }
}

static void gap_close(struct drafting *drafting, struct gap *gap) {
    if (is_substitution(gap)) {
        assert(gap->out.items != NULL && gap->in.items != NULL);
        struct act *act = gap_act(drafting, gap, change_of(gap->out.items[0]));
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
    return node_of(strand)->kind == NODE_NOTE;
}

static bool is_contents(const struct node *section) {
    for (const struct node *at = section->first; at != NULL; at = at->next)
        if (at->kind == NODE_CONTENTS || (at->kind == NODE_TABLE && at->class_ == CLASS_HISTORY))
            return true;
    return false;
}

/* Whether what comes can be said to come after it. What a version makes anew, or what has no place of its own, cannot
 * be named. */
static bool is_anchor(const struct node *node) {
    switch (node->kind) {
    case NODE_PARAGRAPH:
        return node->class_ != CLASS_STATUS;
    case NODE_SECTION:
        return !is_contents(node);
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
    if (strand->old->kind != NODE_DOCUMENT || !first || node_of(list->items[at])->kind != NODE_SECTION)
        return NULL;
    for (; at < list->count; at++)
        if (is_kept(list->items[at]) && list->items[at]->old->kind == NODE_SECTION &&
            !is_contents(list->items[at]->old))
            return list->items[at]->old;
    return NULL;
}

/* The item or row that stays next, where none stays before it. */
static const struct node *next_like(const strand_list *list, size_t at, const struct node *anchor) {
    const struct node *node = node_of(list->items[at]);
    if (anchor != NULL || (node->kind != NODE_ITEM && node->kind != NODE_ROW))
        return NULL;
    for (; at < list->count; at++)
        if (is_kept(list->items[at]))
            return list->items[at]->old->kind == node->kind && is_anchor(list->items[at]->old) ? list->items[at]->old
                                                                                               : NULL;
    return NULL;
}

static void blocks(struct drafting *drafting, const struct strand *strand) {
    strand_list list = {0};
    flatten(drafting, strand, &list);
    struct gap gap = {.holder = strand->old};
    for (size_t i = 0; i < list.count; i++) {
        const struct strand *at = list.items[i];
        if (!is_kept(at) && node_of(at)->kind == NODE_SECTION && is_contents(node_of(at)))
            continue;
        if (is_note(at)) {
            if (is_kept(at) && !is_covered(drafting, at->old->as.note.call))
                walk(drafting, at);
        } else if (is_kept(at)) {
            gap_close(drafting, &gap);
            walk(drafting, at);
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

static bool is_cut(const struct strand *strand) {
    for (const struct strand *at = strand->first; at != NULL; at = at->next)
        if (at->state == STRAND_MOVED_IN || at->state == STRAND_MOVED_OUT)
            return true;
    return false;
}

static void list(struct drafting *drafting, const struct strand *strand) {
    if (is_cut(strand) || strand->old->class_ != strand->new->class_ ||
        strand->old->as.list.numbering != strand->new->as.list.numbering)
        substitute_block(drafting, strand);
    else
        blocks(drafting, strand);
}

/* --- Tables -------------------------------------------------------------------------- */

static bool is_group_body(const struct node *node) {
    return node->kind == NODE_TABLE_BODY && node->first != NULL && node->first->first != NULL &&
           headers_is_group_title(node->first->first);
}

/* Whether rows, groups and columns of a table can be spoken of by themselves. */
static bool is_particular(const struct strand *table) {
    for (const struct strand *at = table->first; at != NULL; at = at->next) {
        const struct node *node = node_of(at);
        if (at->state != STRAND_KEPT &&
            (at->state == STRAND_MOVED_IN || at->state == STRAND_MOVED_OUT || !is_group_body(node)))
            return false;
        if (at->state != STRAND_KEPT || node->kind == NODE_CAPTION)
            continue;
        if (is_cut(at) || is_group_body(at->old) != is_group_body(at->new))
            return false;
        bool head = node->kind == NODE_TABLE_HEAD;
        for (const struct strand *row = at->first; row != NULL; row = row->next)
            if ((head && row->state != STRAND_KEPT) || is_cut(row) ||
                (row->state != STRAND_KEPT && (!address_is_plain(table->old) || !address_is_plain(table->new))))
                return false;
    }
    return columns_are_plain(table);
}

static void table(struct drafting *drafting, const struct strand *strand) {
    if (!is_particular(strand)) {
        substitute_block(drafting, strand);
        return;
    }
    struct column_change change = {0};
    while (columns_next(strand, &change)) {
        struct act *act = act_new(drafting, ACT_COLUMNS, strand->old, attributed(strand));
        act->table = strand;
        act->column = change.column;
        act->column_new = change.column_new;
        for (size_t i = 0; i < change.count; i++) {
            const struct node *cell = columns_cell(change.inserted ? strand->new : strand->old,
                                                   (change.inserted ? change.column_new : change.column) + i);
            if (change.inserted)
                LIST_ADD(drafting->arena, &act->new, cell);
            else
                LIST_ADD(drafting->arena, &act->old, cell);
        }
    }
    blocks(drafting, strand);
}

static void row(struct drafting *drafting, const struct strand *strand) {
    for (const struct strand *at = strand->first; at != NULL; at = at->next)
        if (at->state == STRAND_KEPT)
            walk(drafting, at);
}

static void figure(struct drafting *drafting, const struct strand *strand) {
    if (strand->change != NULL)
        substitute_block(drafting, strand);
}

static void walk(struct drafting *drafting, const struct strand *strand) {
    assert(strand->old != NULL && strand->new != NULL);
    if (node_holds_words(strand->old) != node_holds_words(strand->new)) {
        const struct strand *around = row_around(strand);
        substitute_block(drafting, around != NULL ? around : strand);
        return;
    }
    if (node_holds_words(strand->old)) {
        words(drafting, strand);
        return;
    }
    switch (strand->old->kind) {
    case NODE_SECTION:
        if (!is_contents(strand->old))
            blocks(drafting, strand);
        break;
    case NODE_LIST:
        list(drafting, strand);
        break;
    case NODE_TABLE:
        table(drafting, strand);
        break;
    case NODE_ROW:
        row(drafting, strand);
        break;
    case NODE_FIGURE:
        figure(drafting, strand);
        break;
    default:
        blocks(drafting, strand);
    }
}

/* --- What no words show ---------------------------------------------------------------- */

static bool stands_in(const struct node *node, const struct node *around) {
    while (node != NULL && node != around)
        node = node->parent;
    return node != NULL;
}

/* Of an element that is another although nothing that it shows is, people want to hear when nothing else is said of it.
 */
static bool is_said(const struct drafting *drafting, const struct node *provision) {
    for (size_t i = 0; i < drafting->acts.count; i++) {
        const struct act *act = drafting->acts.items[i];
        if (stands_in(act->place, provision) || (act->old.count > 0 && stands_in(act->old.items[0], provision)))
            return true;
    }
    return false;
}

/* The same is told of a table and of the provision that it stands in. */
static bool is_told(const struct drafting *drafting, const struct edit *edit) {
    for (size_t i = 0; i < drafting->comparison->changes.count; i++) {
        const struct change *change = drafting->comparison->changes.items[i];
        for (size_t k = 0; k < change->edits.count; k++) {
            const struct edit *at = &change->edits.items[k];
            if (at->attribute != NULL && at->strand->old != edit->strand->old &&
                strcmp(at->attribute, edit->attribute) == 0 && at->now != NULL && edit->now != NULL &&
                strcmp(at->now, edit->now) == 0 && stands_in(at->strand->old, edit->strand->old))
                return true;
        }
    }
    return false;
}

static bool is_worth_saying(const struct drafting *drafting, const struct change *change, const struct edit *edit) {
    const struct node *place = edit->strand->old;
    if (edit->attribute == NULL || change->kind == CHANGE_RENUMBERED || place == NULL || place->kind == NODE_FIGURE ||
        is_covered(drafting, place))
        return false;
    return strcmp(edit->attribute, "markup") == 0 ? !is_said(drafting, place) : !is_told(drafting, edit);
}

static void attributes(struct drafting *drafting) {
    for (size_t i = 0; i < drafting->comparison->changes.count; i++) {
        const struct change *change = drafting->comparison->changes.items[i];
        for (size_t k = 0; k < change->edits.count; k++) {
            const struct edit *edit = &change->edits.items[k];
            if (!is_worth_saying(drafting, change, edit))
                continue;
            struct act *act = act_new(drafting, ACT_ATTRIBUTE, edit->strand->old, change);
            act->edit = edit;
        }
    }
}

/* --- Instructions ---------------------------------------------------------------------- */

static size_t end_of(const struct node *node) {
    while (node->last != NULL)
        node = node->last;
    return node->index;
}

/* Where in the old text an act is filed. What comes after a block is filed after all that is about the block. */
static size_t key_of(const struct act *act) {
    if (act->kind == ACT_MOVE)
        return act->old.items[0]->index * 2;
    if (act->kind == ACT_BLOCKS && act->old.count > 0)
        return act->old.items[0]->index * 2;
    if (act->kind == ACT_BLOCKS && act->anchor != NULL)
        return end_of(act->anchor) * 2 + 1;
    return act->place->index * 2;
}

static const struct node *division_of(const struct node *node) {
    const struct node *division = NULL;
    const struct node *root = node;
    for (; node != NULL; node = node->parent) {
        root = node;
        if (node->kind == NODE_SECTION && (node->class_ != CLASS_PART || division == NULL))
            division = node;
    }
    return division != NULL ? division : root;
}

static const struct node *filed_under(const struct act *act) {
    if (act->kind == ACT_MOVE || (act->kind == ACT_BLOCKS && act->old.count > 0))
        return division_of(act->old.items[0]);
    if (act->kind == ACT_BLOCKS && act->anchor != NULL)
        return division_of(act->anchor);
    return division_of(act->place);
}

/* Acts on provisions as wholes stand alone; those on what is in one provision, for one change, together. */
static bool stands_alone(const struct act *act) {
    if (act->changes.count != 1)
        return true;
    enum change_kind kind = act->changes.items[0]->kind;
    return kind == CHANGE_INSERTED || kind == CHANGE_DELETED || kind == CHANGE_MOVED;
}

/* What moves into text that comes can only be done with that, and is part of its instruction. */
static bool file_marked(struct instructions *instructions, struct act *act, struct arena *arena) {
    for (size_t i = 0; act->kind == ACT_MOVE && act->marked != NULL && i < instructions->list.count; i++) {
        struct instruction *other = &instructions->list.items[i];
        for (size_t k = 0; k < other->acts.count; k++) {
            if (other->acts.items[k] != act->marked)
                continue;
            LIST_ADD(arena, &other->acts, act);
            for (size_t c = 0; c < act->changes.count; c++)
                if (!has_change(&other->changes, act->changes.items[c]))
                    LIST_ADD(arena, &other->changes, act->changes.items[c]);
            return true;
        }
    }
    return false;
}

static void file(struct instructions *instructions, struct act *act, struct arena *arena) {
    if (file_marked(instructions, act, arena))
        return;
    for (size_t i = instructions->list.count; !stands_alone(act) && i-- > 0;) {
        struct instruction *other = &instructions->list.items[i];
        bool same = act->scope->kind != NODE_DOCUMENT ||
                    (act->kind == ACT_REWORDING && other->acts.items[0]->kind == ACT_REWORDING &&
                     other->acts.items[0]->place == act->place);
        if (same && other->scope == act->scope && !stands_alone(other->acts.items[0]) &&
            other->changes.items[0] == act->changes.items[0]) {
            LIST_ADD(arena, &other->acts, act);
            return;
        }
    }
    bool alone = stands_alone(act);
    struct instruction instruction = {.scope = act->scope, .division = filed_under(act)};
    instruction.key = alone ? key_of(act) : act->scope->index * 2;
    LIST_ADD(arena, &instruction.acts, act);
    for (size_t i = 0; i < act->changes.count; i++)
        LIST_ADD(arena, &instruction.changes, act->changes.items[i]);
    LIST_ADD(arena, &instructions->list, instruction);
}

/* A stable sort by place: the lists are short. */
static void sort(struct instructions *instructions) {
    for (size_t i = 1; i < instructions->list.count; i++) {
        struct instruction moved = instructions->list.items[i];
        size_t k = i;
        for (; k > 0 && instructions->list.items[k - 1].key > moved.key; k--)
            instructions->list.items[k] = instructions->list.items[k - 1];
        instructions->list.items[k] = moved;
    }
}

struct instructions *instructions_find(const struct comparison *comparison, const struct addresses *addresses,
                                       struct arena *arena) {
    struct drafting drafting = {.comparison = comparison, .addresses = addresses, .arena = arena};
    drafting.moves = moving_find(comparison, arena);
    drafting.moving = ARENA_ARRAY(arena, comparison->new.document->node_count, const char *);
    walk(&drafting, comparison->root);
    attributes(&drafting);
    struct instructions *instructions = ARENA_NEW(arena, struct instructions);
    instructions->moving = drafting.moving;
    for (size_t i = 0; i < drafting.acts.count; i++)
        file(instructions, drafting.acts.items[i], arena);
    sort(instructions);
    for (size_t i = 0; i < instructions->list.count; i++)
        for (size_t k = 0; k < instructions->list.items[i].acts.count; k++)
            instructions->list.items[i].acts.items[k]->letter = k + 1;
    return instructions;
}
