/* drafting.c: weave → acts (drafting.h).
 *
 * Where a difference cannot be said in particular (a list cut in two, cells that span others), the
 * whole block is substituted. What comes and goes between blocks that stay is in gap.c.
 */
#include "changes/drafting.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "changes/columns.h"
#include "changes/digest.h"
#include "document/headers.h"

#define ENTRY_SHORT 24 /* an entry of a table of so many bytes is always substituted whole */
#define WORDS_SHORT 90 /* a heading, caption or cell of so many letters is substituted whole */

/* --- Strands ------------------------------------------------------------------------- */

const struct node *drafting_node(const struct strand *strand) {
    return strand->new != NULL ? strand->new : strand->old;
}

const struct change *drafting_change(const struct strand *strand) {
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

struct act *drafting_act(struct drafting *drafting, enum act_kind kind, const struct node *place,
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

void drafting_add(struct drafting *drafting, struct act *act, const struct change *change) {
    if (change != NULL && !has_change(&act->changes, change))
        LIST_ADD(drafting->arena, &act->changes, change);
}

/* A block that is in both, substituted whole. */
void drafting_substitute(struct drafting *drafting, const struct strand *strand) {
    const struct change *change = attributed(strand);
    struct act *act = drafting_act(drafting, ACT_BLOCKS, address_holder(strand->old),
                                   change != NULL ? change : drafting_change(strand));
    act->scope = address_scope(address_holder(strand->old));
    LIST_ADD(drafting->arena, &act->old, strand->old);
    LIST_ADD(drafting->arena, &act->new, strand->new);
    LIST_ADD(drafting->arena, &drafting->covered, strand->old);
}

bool drafting_is_covered(const struct drafting *drafting, const struct node *node) {
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
        struct act *act = drafting_act(drafting, ACT_WORDS, strand->old, drafting_change(strand));
        act->rewordings = rewordings;
        return;
    }
    const struct strand *row = row_around(strand);
    if (strand->old->kind == NODE_CAPTION)
        row = strand->parent;
    drafting_substitute(drafting, row != NULL ? row : strand);
}

/* A paragraph that says "(formerly 4.2)" has no runs. */
static bool says_other_formerly(const struct strand *strand) {
    const struct node *old = strand->old->first, *new = strand->new->first;
    return strand->skipped && old != NULL && new != NULL &&
           old->kind == NODE_TEXT &&new->kind == NODE_TEXT &&digest_is_formerly(old) && digest_is_formerly(new) &&
           strcmp(old->as.text.text, new->as.text.text) != 0;
}

static void words(struct drafting *drafting, const struct strand *strand) {
    const struct node *block = strand->old;
    if (says_other_formerly(strand)) {
        drafting_substitute(drafting, strand);
        return;
    }
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
        drafting_substitute(drafting, strand);
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
        struct act *act = drafting_act(drafting, ACT_REWORDING, block, drafting_change(strand));
        act->rewordings = rewordings;
        act->rewording = &rewordings->list.items[i];
    }
}

/* --- Groups ---------------------------------------------------------------------------- */

bool drafting_is_contents(const struct node *section) {
    for (const struct node *at = section->first; at != NULL; at = at->next)
        if (at->kind == NODE_CONTENTS || (at->kind == NODE_TABLE && at->class_ == CLASS_HISTORY))
            return true;
    return false;
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
        drafting_substitute(drafting, strand);
    else
        drafting_blocks(drafting, strand);
}

/* --- Tables -------------------------------------------------------------------------- */

static bool is_group_body(const struct node *node) {
    return node->kind == NODE_TABLE_BODY && node->first != NULL && node->first->first != NULL &&
           headers_is_group_title(node->first->first);
}

/* Whether rows, groups and columns of a table can be spoken of by themselves. */
static bool is_particular(const struct strand *table) {
    for (const struct strand *at = table->first; at != NULL; at = at->next) {
        const struct node *node = drafting_node(at);
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
        drafting_substitute(drafting, strand);
        return;
    }
    struct column_change change = {0};
    while (columns_next(strand, &change)) {
        struct act *act = drafting_act(drafting, ACT_COLUMNS, strand->old, attributed(strand));
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
    drafting_blocks(drafting, strand);
}

static void row(struct drafting *drafting, const struct strand *strand) {
    for (const struct strand *at = strand->first; at != NULL; at = at->next)
        if (at->state == STRAND_KEPT)
            drafting_walk(drafting, at);
}

static void figure(struct drafting *drafting, const struct strand *strand) {
    if (strand->change != NULL)
        drafting_substitute(drafting, strand);
}

void drafting_walk(struct drafting *drafting, const struct strand *strand) {
    assert(strand->old != NULL && strand->new != NULL);
    if (node_holds_words(strand->old) != node_holds_words(strand->new)) {
        const struct strand *around = row_around(strand);
        drafting_substitute(drafting, around != NULL ? around : strand);
        return;
    }
    if (node_holds_words(strand->old)) {
        words(drafting, strand);
        return;
    }
    switch (strand->old->kind) {
    case NODE_SECTION:
        if (!drafting_is_contents(strand->old))
            drafting_blocks(drafting, strand);
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
        drafting_blocks(drafting, strand);
    }
}

/* --- What no words show ---------------------------------------------------------------- */

static bool stands_in(const struct node *node, const struct node *around) {
    while (node != NULL && node != around)
        node = node->parent;
    return node != NULL;
}

/* What people want to hear only when nothing else is said of it: that an element is another although nothing that it
 * shows is, and the number that a provision had, whose words are printed in it. */
static bool is_said_by_words(const struct edit *edit) {
    return strcmp(edit->attribute, "markup") == 0 || strcmp(edit->attribute, "formerly") == 0;
}

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
        drafting_is_covered(drafting, place))
        return false;
    return is_said_by_words(edit) ? !is_said(drafting, place) : !is_told(drafting, edit);
}

static void attributes(struct drafting *drafting) {
    for (size_t i = 0; i < drafting->comparison->changes.count; i++) {
        const struct change *change = drafting->comparison->changes.items[i];
        for (size_t k = 0; k < change->edits.count; k++) {
            const struct edit *edit = &change->edits.items[k];
            if (!is_worth_saying(drafting, change, edit))
                continue;
            struct act *act = drafting_act(drafting, ACT_ATTRIBUTE, edit->strand->old, change);
            act->edit = edit;
        }
    }
}

/* --- All --------------------------------------------------------------------------------- */

struct drafting *drafting_open(const struct comparison *comparison, const struct addresses *addresses,
                               struct arena *arena) {
    struct drafting *drafting = ARENA_NEW(arena, struct drafting);
    *drafting = (struct drafting){.comparison = comparison, .addresses = addresses, .arena = arena};
    drafting->moves = moving_find(comparison, true, arena);
    drafting->marks = ARENA_ARRAY(arena, comparison->new.document->node_count, const char *);
    drafting_walk(drafting, comparison->root);
    attributes(drafting);
    return drafting;
}
