/* redline_moves.c: what stands elsewhere now: marks where it is, and where it was.
 *
 * A strand of the weave in; marks out. Where something is now its words stand, behind "[moved
 * from …]"; where it was only its name stands: "[clause 4.2: moved to clause 6.1]". Each leads to
 * the other, so that no words are read twice. Items and rows that changed places among
 * themselves are no units, and the weave has them twice: moving.h tells which.
 */
#include <assert.h>
#include <string.h>

#include "changes/gist.h"
#include "changes/redlining.h"

/* "clause 4.2" of "clause 4.2, Quorum": the title stands there anyway. */
static const char *label_short(const char *label, const char *number, struct arena *arena) {
    const char *found = number != NULL && *number != '\0' ? strstr(label, number) : NULL;
    return found == NULL ? label : arena_copy(arena, label, (size_t)(found - label) + strlen(number));
}

/* Where a strand stands or stood, in words. One without a change of its own has no label: it is named by its number. */
static const char *moved_label(struct redline *redline, const struct strand *strand, enum side side) {
    const struct change *change = strand->moved;
    bool old = side == SIDE_OLD;
    if (change->kind == CHANGE_MOVED) {
        const char *number = old ? change->number_old : change->number_new;
        const char *label = label_short(old ? change->label_old : change->label_new, number, redline->arena);
        const char *place = redline_moved_place(redline, change->strand, side, *number == '\0');
        return place == NULL ? label : *number == '\0' ? place : arena_format(redline->arena, "%s, %s", label, place);
    }
    const struct node *node = old ? strand->old : strand->new;
    return *redline_number(redline, node) != '\0' ? redline_called(redline, node) : words_find(WORD_ANOTHER_PLACE);
}

bool redline_moved_along(const struct strand *strand) {
    const struct change *change = strand->moved;
    return change->kind == CHANGE_MOVED && change->strand != strand && change->strand->other != strand;
}

void redline_moved_open(struct redline *redline, const struct strand *strand) {
    const struct change *change = strand->moved;
    if (redline_moved_along(strand)) {
        redline_say(redline, (struct opening){.before = words_find(WORD_MARK_MOVED_ALONG), .said = true});
        return;
    }
    redline_number_keep(redline, strand->old, strand->new);
    redline_say(redline, (struct opening){.before = words_find(WORD_MARK_MOVED_FROM),
                                          .said = true,
                                          .target = strand->other != NULL ? strand->other->old : NULL,
                                          .side = SIDE_OLD,
                                          .link = moved_label(redline, strand, SIDE_OLD),
                                          .change = change->strand == strand ? change : NULL});
}

/* "[clause 4.2: moved to clause 6.1]" as all words of `block`. */
static void moved_to(struct redline *redline, struct node *block, const char *name, const struct node *target,
                     const char *place) {
    redline_marker(redline, block, words_fill(redline->arena, WORD_MARK_LABEL_MOVED_TO, name));
    redline_link_later(redline, block, target, SIDE_NEW, place);
    redline_marker(redline, block, words_find(WORD_MARK_CLOSE));
}

/* A paragraph in an item that has its bullet, if it is one of those, but no number: two would have the same. */
static struct node *item_stub(struct redline *redline, struct node *parent, const struct node *old) {
    struct node *copy = redline_copy(redline, parent, old, SIDE_OLD);
    copy->id = NULL;
    bool bullet = old->first != NULL && redline_is_count(old->first) && *redline_number(redline, old) == '\0';
    if (bullet)
        redline_copy_words(redline, redline_copy(redline, copy, old->first, SIDE_OLD), old->first, SIDE_OLD);
    return redline_node(redline, redline_node(redline, copy, NODE_BODY), NODE_PARAGRAPH);
}

void redline_moved_out(struct redline *redline, struct node *parent, const struct strand *strand) {
    const struct node *old = strand->old;
    bool item = old->kind == NODE_ITEM;
    if (!item && !redline_holds_blocks(parent) && !redline_is_cell(parent))
        return;
    struct node *paragraph = item ? item_stub(redline, parent, old) : redline_node(redline, parent, NODE_PARAGRAPH);
    redline->copies[SIDE_OLD][old->index] = paragraph;
    bool unit = strand->moved->kind == CHANGE_MOVED;
    bool named = item && old->parent->class_ != CLASS_CLAUSES && old->parent->class_ != CLASS_DEFINITION;
    moved_to(redline, paragraph,
             named  ? gist_name(old, redline->arena)
             : unit ? strand->moved->label_old
                    : redline_called(redline, old),
             strand->new, moved_label(redline, strand, SIDE_NEW));
}

/* --- Items and rows in another place of their list or table ---------------------- */

const struct strand *redline_elsewhere(const struct redline *redline, const struct strand *strand) {
    bool one = strand->state == STRAND_INSERTED || strand->state == STRAND_DELETED;
    return one && redline->wrap == NODE_DOCUMENT && !redline->elsewhere && strand->parent != NULL
               ? moving_other(redline->shifts.moving, strand)
               : NULL;
}

void redline_elsewhere_open(struct redline *redline, const struct strand *strand, const struct strand *other,
                            const struct change *change) {
    redline_number_keep(redline, other->old, strand->new);
    redline_say(redline, (struct opening){.before = words_find(WORD_MARK_MOVED_FROM),
                                          .said = true,
                                          .target = other->old,
                                          .side = SIDE_OLD,
                                          .link = gist_place(other->old, redline->arena),
                                          .change = change});
}

/* Whether no cell of the table of a row reaches beyond its own row. */
static bool is_plain(const struct node *row) {
    const struct node *table = row->parent->parent;
    for (const struct node *at = table->first; at != NULL; at = node_after(at, table))
        if (redline_is_cell(at) && at->as.cell.rows != 1)
            return false;
    return true;
}

/* The mark as one cell across the row; where others reach into it, as the first of its cells. */
static struct node *row_stub(struct redline *redline, struct node *parent, const struct node *old) {
    struct node *row = redline_copy(redline, parent, old, SIDE_OLD);
    row->id = NULL;
    if (is_plain(old)) {
        struct node *cell = redline_node(redline, row, NODE_CELL);
        cell->as.cell.columns = (uint32_t)redline->grid.columns;
        return cell;
    }
    for (const struct node *at = old->first; at != NULL; at = at->next) {
        struct node *cell = redline_copy(redline, row, at, SIDE_OLD);
        cell->id = NULL;
    }
    redline_fill(redline, row, true);
    return row->first;
}

void redline_elsewhere_out(struct redline *redline, struct node *parent, const struct strand *strand,
                           const struct strand *other) {
    const struct node *old = strand->old;
    bool row = old->kind == NODE_ROW;
    struct node *block = row ? row_stub(redline, parent, old) : item_stub(redline, parent, old);
    redline->copies[SIDE_OLD][old->index] = block;
    redline_open(redline, block, false);
    const struct node *target = row ? other->new->first : other->new;
    moved_to(redline, block, gist_name(old, redline->arena), target, gist_place(other->new, redline->arena));
}
