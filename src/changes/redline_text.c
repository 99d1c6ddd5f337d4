/* redline_text.c: the weave → the text of both versions with its marks, block by block.
 *
 * A strand in, copies of its nodes out. What is in both is copied from the newer
 * version. What is in one alone is copied with all its words underlined or struck
 * through, and said in words once at each end: around a single block within that
 * block; around several at the start of the first and in a paragraph after the last.
 * Contents lists, the status and the version table are left out: they are not compared,
 * and the redline has its own.
 *
 * Surprising: what has to be said of something (openings) waits for the next block of
 * words, whichever that is, so that a unit may begin with anything: a heading, an item's
 * paragraph, a cell.
 */
#include "changes/redlining.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "document/headers.h"

static void children_write(struct redline *redline, struct node *parent, const struct strand *strand);

/* --- Strands --------------------------------------------------------------------- */

const struct node *redline_node_of(const struct strand *strand) {
    return strand->state == STRAND_DELETED || strand->state == STRAND_MOVED_OUT ? strand->old : strand->new;
}

static enum side strand_side(const struct strand *strand) {
    return strand->state == STRAND_DELETED ? SIDE_OLD : SIDE_NEW;
}

static bool is_left_out(const struct node *node) {
    if (node->kind == NODE_PARAGRAPH)
        return node->class_ == CLASS_STATUS;
    if (node->kind != NODE_SECTION)
        return false;
    for (const struct node *child = node->first; child != NULL; child = child->next)
        if (child->kind == NODE_CONTENTS || child->class_ == CLASS_HISTORY)
            return true;
    return false;
}

bool redline_is_cell(const struct node *node) {
    return node->kind == NODE_CELL || node->kind == NODE_HEADER_CELL;
}

/* The name of a column. */
static bool is_column(const struct node *node) {
    return node->kind == NODE_HEADER_CELL && node->parent->parent->kind == NODE_TABLE_HEAD;
}

/* Blocks of words below a strand, numbers of items left out; two stand for more. */
static size_t blocks_count(const struct strand *strand) {
    const struct node *node = redline_node_of(strand);
    if (node_holds_words(node))
        return redline_is_count(node) ? 0 : 1;
    size_t count = node->kind == NODE_FIGURE ? 2 : 0;
    for (const struct strand *at = strand->first; at != NULL && count < 2; at = at->next)
        count += at->state == STRAND_MOVED_OUT ? 0 : blocks_count(at);
    return count;
}

/* A node that may hold a paragraph after all else. */
bool redline_holds_blocks(const struct node *node) {
    return node->kind == NODE_SECTION || node->kind == NODE_BODY || node->kind == NODE_QUOTE ||
           node->kind == NODE_NOTE || node->kind == NODE_BLOCK || node->kind == NODE_DOCUMENT;
}

/* --- Openings -------------------------------------------------------------------- */

void redline_say(struct redline *redline, struct opening opening) {
    const struct change *change = opening.change;
    for (size_t i = 0; i < redline->openings.count && !opening.said && redline_unseen(change) == NULL; i++) {
        const struct change *other = redline->openings.items[i].change;
        if (other != NULL && redline->rows[other->index] == redline->rows[change->index])
            return; /* one row of the summary tells of both */
    }
    if (change != NULL && !opening.said && redline_is_told(redline, change))
        return;
    LIST_ADD(redline->arena, &redline->openings, opening);
}

/* What waits is said in a paragraph of its own, before something that has no words at its start. */
static void openings_flush(struct redline *redline, struct node *parent) {
    if (redline->openings.count == 0)
        return;
    struct node *paragraph = redline_node(redline, parent, NODE_PARAGRAPH);
    paragraph->keep_with_next = true;
    redline_open(redline, paragraph, true);
}

/* A paragraph of a marker alone. */
static struct node *marker_block(struct redline *redline, struct node *parent, const char *words) {
    struct node *paragraph = redline_node(redline, parent, NODE_PARAGRAPH);
    redline_marker(redline, paragraph, words);
    return paragraph;
}

static int announcement_order(const void *key, const void *item) {
    uintptr_t wanted = (uintptr_t)key, found = (uintptr_t)((const struct announcement *)item)->strand;
    return wanted < found ? -1 : wanted > found;
}

/* The first of the changes that begin at the strand; NULL: none does. */
static const struct announcement *announced(const struct redline *redline, const struct strand *strand) {
    size_t count = redline->comparison->changes.count;
    const struct announcement *found =
        count == 0 ? NULL
                   : bsearch(strand, redline->announcements, count, sizeof *redline->announcements, announcement_order);
    while (found != NULL && found > redline->announcements && found[-1].strand == strand)
        found--;
    return found;
}

/* The changes that begin at the strand, but for `told`, which its own opening tells. */
static void announce(struct redline *redline, const struct strand *strand, const struct change *told) {
    const struct announcement *found = announced(redline, strand);
    size_t count = redline->comparison->changes.count;
    for (; found != NULL && found < redline->announcements + count && found->strand == strand; found++)
        if (found->change != told)
            redline_say(redline, (struct opening){.before = words_find(WORD_MARK_OPEN), .change = found->change});
}

void redline_announce(struct redline *redline, const struct strand *strand) {
    announce(redline, strand, NULL);
}

/* The change that says of the whole strand that it is inserted, deleted or moved. */
const struct change *redline_change_of_whole(const struct strand *strand) {
    const struct change *change = strand->moved != NULL ? strand->moved : strand->change;
    return change != NULL && change->strand == strand &&
                   (change->kind == CHANGE_INSERTED || change->kind == CHANGE_DELETED || change->kind == CHANGE_MOVED)
               ? change
               : NULL;
}

static void number_was(struct redline *redline, const struct strand *strand) {
    const char *old = redline_number_was(redline, strand);
    if (old == NULL)
        return;
    redline_number_keep(redline, strand->old, strand->new);
    redline_say(redline, (struct opening){.before = words_fill(redline->arena, WORD_MARK_WAS, old), .said = true});
}

/* --- Blocks of words ------------------------------------------------------------- */

static struct node *copy_both(struct redline *redline, struct node *parent, const struct strand *strand) {
    const struct node *node = redline_node_of(strand);
    struct node *copy = redline_copy(redline, parent, node, strand_side(strand));
    bool told = strand->state == STRAND_MOVED_IN && strand->moved != NULL; /* by what stands at its old place */
    if (strand->old != NULL && strand->new != NULL && !told)
        redline->copies[SIDE_OLD][strand->old->index] = copy;
    if (copy->kind == NODE_TITLE) { /* the redline has a title of its own */
        copy->kind = NODE_HEADING;
        copy->as.heading.level = 2;
        copy->as.heading.number = "";
        copy->keep_with_next = true;
    }
    return copy;
}

/* The bracket that opens before the words of a block. */
static const char *bracket_plain(struct redline *redline, const struct node *source) {
    bool deleted = redline->wrap == NODE_DELETED;
    if (is_column(source))
        return words_find(deleted ? WORD_MARK_DELETED_COLUMN : WORD_MARK_INSERTED_COLUMN);
    if (source->parent->kind == NODE_NOTE) /* two notes may have one number, now and before */
        return words_fill(redline->arena, deleted ? WORD_MARK_DELETED_NUMBERED_NOTE : WORD_MARK_INSERTED_NUMBERED_NOTE,
                          redline_number(redline, source->parent));
    if (redline->noun != NULL)
        return words_fill(redline->arena, deleted ? WORD_MARK_DELETED_NOUN : WORD_MARK_INSERTED_NOUN, redline->noun);
    return words_find(deleted ? WORD_MARK_DELETED : WORD_MARK_INSERTED);
}

static const char *bracket_of(struct redline *redline, const struct node *source) {
    const char *bracket = bracket_plain(redline, source);
    return redline->parting == NULL ? bracket : redline_parted(redline, bracket, redline->parting, true);
}

/* All words of the block between brackets, or only dressed as what they are. */
static void wrapped_write(struct redline *redline, struct node *block, const struct node *source, enum side side) {
    if (source->first == NULL)
        return;
    /* A note stands at the foot of a page, away from the marks around what calls it. */
    bool worded = (redline->worded || source->parent->kind == NODE_NOTE) && !redline_is_count(source);
    if (worded)
        redline_marker(redline, block, bracket_of(redline, source));
    bool bullet = redline_is_count(source) && redline_number(redline, source->parent)[0] == '\0';
    struct node *words = bullet ? block : redline_node(redline, block, redline->wrap);
    redline_copy_words(redline, words, source, side);
    if (worded)
        redline_marker(redline, block, words_find(WORD_MARK_CLOSE));
}

/* A note under a table is set with it, and only there: behind a marker it is a paragraph like others. */
static void table_note_part(struct node *note) {
    const struct node *before = NULL;
    for (const struct node *at = note->parent->first; at != note; at = at->next)
        before = at;
    if (before == NULL || (before->kind != NODE_TABLE && before->class_ != CLASS_TABLE_NOTE))
        note->class_ = CLASS_NONE;
}

/* No number any more that could stand under the others. */
static void align_end(struct node *cell) {
    if (redline_is_cell(cell) && cell->as.cell.align == CELL_DECIMAL)
        cell->as.cell.align = CELL_END;
}

static void words_write(struct redline *redline, struct node *parent, const struct strand *strand) {
    const struct node *node = redline_node_of(strand);
    struct node *block = copy_both(redline, parent, strand);
    if (block->class_ == CLASS_TABLE_NOTE)
        table_note_part(block);
    bool heading = block->kind == NODE_HEADING;
    if (heading && node->parent == redline->numbered)
        block->as.heading.number = ""; /* its mark says it */
    if (!heading && !redline_is_count(node))
        redline_open(redline, block, node->first == NULL);
    if (redline->wrap != NODE_DOCUMENT)
        wrapped_write(redline, block, node, strand_side(strand));
    else if (strand->run_count > 0 && !redline_is_count(node))
        redline_runs(redline, block, strand);
    else if (strand->skipped && strand->old != NULL && strand->new != NULL)
        redline_remade(redline, block, strand->old, strand->new);
    else
        redline_copy_words(redline, block, node, strand_side(strand));
    if (heading) {
        redline_open_heading(redline, block);
        redline_open_under(redline, parent);
    }
    if (block->first != NULL && (block->first != block->last || block->first->kind != NODE_TEXT))
        align_end(block);
}

/* --- What is in one version alone ------------------------------------------------ */

enum form {
    FORM_INLINE, /* brackets within the one block of words */
    FORM_ROW,    /* said in the first cell */
    FORM_GROUP,  /* said in the first block, and in a paragraph after the last */
    FORM_APART   /* in a paragraph before and one after */
};

static enum form form_of(const struct strand *strand) {
    const struct node *node = redline_node_of(strand);
    switch (node->kind) {
    case NODE_ROW:
        return FORM_ROW;
    case NODE_FIGURE:
        return FORM_APART;
    case NODE_TABLE:
        return node->first != NULL && node->first->kind == NODE_CAPTION ? FORM_GROUP : FORM_APART;
    case NODE_SECTION:
        return FORM_GROUP;
    case NODE_LIST:
        return blocks_count(strand) == 1 ? FORM_INLINE : FORM_APART;
    default:
        return blocks_count(strand) == 1 ? FORM_INLINE : FORM_GROUP;
    }
}

static void group_write(struct redline *redline, struct node *parent, const struct strand *strand);

static void end_write(struct redline *redline, struct node *parent, struct node *group, enum word word,
                      const char *name) {
    if (group->kind == NODE_ITEM)
        group = group->last;
    struct node *holder = redline_holds_blocks(group) || redline_is_cell(group) ? group : parent;
    struct node *last = holder->last; /* what it ends is on its page */
    while (last != NULL && last->last != NULL && !node_holds_words(last))
        last = last->last;
    if (last != NULL && last->kind == NODE_PARAGRAPH)
        last->keep_with_next = true;
    marker_block(redline, holder, words_fill(redline->arena, word, name));
}

/* The end of a row is said in its last cell. */
static void row_end(struct redline *redline, struct node *row, enum word word) {
    struct node *block = row->last;
    while (block != NULL && block->last != NULL && !node_holds_words(block))
        block = block->last;
    if (block == NULL)
        return;
    const char *end = words_fill(redline->arena, word, words_find(WORD_NOUN_ROW));
    redline_marker(redline, block, block->first == NULL ? end : arena_format(redline->arena, " %s", end));
    align_end(row->last);
}

/* What is struck out does not stand under a number as if it counted: the mark says which it had. */
static const struct node *numbered_of(struct redline *redline, const struct strand *strand) {
    const struct node *node = strand->old;
    bool counts = node != NULL && strand->state == STRAND_DELETED &&
                  (node->kind == NODE_ITEM || node->kind == NODE_SECTION) && *redline_number(redline, node) != '\0';
    return counts ? node : NULL;
}

/* A strand that is in one version, while what is around it is in both. */
static void whole_write(struct redline *redline, struct node *parent, const struct strand *strand) {
    bool deleted = strand->state == STRAND_DELETED;
    const struct change *change = redline_change_of_whole(strand);
    enum form form = form_of(strand);
    const char *noun, *name;
    redline_whole_names(redline, strand, &noun, &name);
    redline->numbered = numbered_of(redline, strand);
    const char *said = redline->numbered != NULL ? name : noun;
    if (deleted)
        redline_number_keep(redline, strand->old, NULL);
    announce(redline, strand, form == FORM_INLINE ? NULL : change);
    if (form != FORM_INLINE) {
        enum word word = deleted ? WORD_MARK_DELETED_WHOLE : WORD_MARK_INSERTED_WHOLE;
        redline_say(redline,
                    (struct opening){.before = words_fill(redline->arena, word, said), .said = true, .change = change});
    }
    if (form == FORM_APART)
        openings_flush(redline, parent);
    redline->wrap = deleted ? NODE_DELETED : NODE_INSERTED;
    redline->worded = form == FORM_INLINE;
    redline->parting = form == FORM_INLINE ? parting_of_whole(redline->shifts.partings, strand) : NULL;
    redline->noun = redline_node_of(strand)->kind == NODE_ITEM ? said : NULL; /* its number comes and goes with it */
    group_write(redline, parent, strand);
    redline->wrap = NODE_DOCUMENT;
    redline->worded = false;
    redline->noun = NULL;
    redline->parting = NULL;
    redline->numbered = NULL;
    enum word end = deleted ? WORD_MARK_END_DELETED : WORD_MARK_END_INSERTED;
    if (form == FORM_ROW) {
        redline_fill(redline, parent->last, deleted);
        row_end(redline, parent->last, end);
    } else if (form != FORM_INLINE) {
        end_write(redline, parent, parent->last, end, name);
    }
}

/* What was moved, where it stands now: marked at its start and, when it is more than one block, at its end. */
static void moved_write(struct redline *redline, struct node *parent, const struct strand *strand) {
    redline_moved_open(redline, strand);
    announce(redline, strand, strand->moved->strand == strand ? strand->moved : NULL);
    group_write(redline, parent, strand);
    enum node_kind kind = strand->new->kind;
    bool term = kind == NODE_ITEM && strand->new->parent->class_ == CLASS_DEFINITION; /* its label counts as a block */
    const struct strand *body = term ? strand->last : strand;
    bool group = kind == NODE_SECTION || (kind == NODE_ITEM && blocks_count(body) > 1);
    if (!group || redline_moved_along(strand))
        return;
    const char *noun, *name;
    redline_whole_names(redline, strand, &noun, &name);
    end_write(redline, parent, parent->last, WORD_MARK_END_MOVED, name);
}

/* An item or row that stood elsewhere in its list or table. */
static void elsewhere_write(struct redline *redline, struct node *parent, const struct strand *strand,
                            const struct strand *other) {
    const struct announcement *begins = announced(redline, strand);
    bool row = redline_node_of(strand)->kind == NODE_ROW;
    if (strand->state == STRAND_DELETED) {
        announce(redline, strand, NULL);
        redline_elsewhere_out(redline, parent, strand, other);
        return;
    }
    const struct change *change = begins != NULL ? begins->change : NULL;
    redline_elsewhere_open(redline, strand, other, change);
    announce(redline, strand, change);
    redline->elsewhere = true;
    group_write(redline, parent, strand);
    redline->elsewhere = false;
    if (row) {
        redline_fill(redline, parent->last, false);
        row_end(redline, parent->last, WORD_MARK_END_MOVED);
    } else if (blocks_count(strand) > 1) {
        end_write(redline, parent, parent->last, WORD_MARK_END_MOVED, words_find(WORD_NOUN_ITEM));
    }
}

/* --- Figures --------------------------------------------------------------------- */

static const struct edit *attribute_edit(const struct strand *strand, const char *name) {
    const struct change *change = strand->change;
    for (size_t i = 0; change != NULL && i < change->edits.count; i++) {
        const struct edit *edit = &change->edits.items[i];
        if (edit->strand == strand && edit->attribute != NULL && strcmp(edit->attribute, name) == 0)
            return edit;
    }
    return NULL;
}

static void figure_apart(struct redline *redline, struct node *parent, const struct node *figure, enum side side) {
    struct arena *arena = redline->arena;
    bool deleted = side == SIDE_OLD;
    const char *noun = words_find(WORD_NOUN_FIGURE);
    const char *opening = words_fill(arena, deleted ? WORD_MARK_DELETED_WHOLE : WORD_MARK_INSERTED_WHOLE, noun);
    marker_block(redline, parent, arena_format(arena, "%s%s", opening, words_find(WORD_MARK_CLOSE)))->keep_with_next =
        true;
    (void)redline_copy(redline, parent, figure, side);
    marker_block(redline, parent, words_fill(arena, deleted ? WORD_MARK_END_DELETED : WORD_MARK_END_INSERTED, noun));
}

/* A figure in both: old and new when the picture is another; else its former description, when that is. */
static void figure_write(struct redline *redline, struct node *parent, const struct strand *strand) {
    openings_flush(redline, parent);
    const struct edit *described = attribute_edit(strand, "alternative");
    if (attribute_edit(strand, "file") != NULL) {
        figure_apart(redline, parent, strand->old, SIDE_OLD);
        figure_apart(redline, parent, strand->new, SIDE_NEW);
        return;
    }
    (void)copy_both(redline, parent, strand);
    if (described != NULL && described->was != NULL)
        marker_block(redline, parent, words_fill(redline->arena, WORD_MARK_WAS_DESCRIBED, described->was));
}

/* --- Tables ---------------------------------------------------------------------- */

/* All of a table twice, where its two versions do not fit into one grid. */
static void table_twice(struct redline *redline, struct node *parent, const struct strand *strand) {
    struct strand deleted = {.state = STRAND_DELETED, .old = strand->old};
    struct strand inserted = {.state = STRAND_INSERTED, .new = strand->new};
    whole_write(redline, parent, &deleted);
    whole_write(redline, parent, &inserted);
}

static void table_write(struct redline *redline, struct node *parent, const struct strand *strand) {
    struct grid grid = {0};
    bool both = strand->old != NULL && strand->new != NULL;
    if (both && !redline_grid(strand, redline->arena, &grid)) {
        for (const struct strand *at = strand_after(strand, strand); at != NULL; at = strand_after(at, strand))
            announce(redline, at, NULL);
        openings_flush(redline, parent);
        table_twice(redline, parent, strand);
        return;
    }
    const struct node *first = redline_node_of(strand)->first;
    if (first == NULL || first->kind != NODE_CAPTION)
        openings_flush(redline, parent);
    struct node *table = copy_both(redline, parent, strand);
    redline->grid = grid;
    children_write(redline, table, strand);
    redline->grid = (struct grid){0};
    if (both)
        redline_widen(table, strand, grid.columns);
    headers_assign(table, redline->arena);
}

/* --- All ------------------------------------------------------------------------- */

/* Copies of all below a node that has no strands of its own. */
static void nodes_write(struct redline *redline, struct node *parent, const struct node *node, bool deleted) {
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        struct strand strand = {.state = deleted ? STRAND_DELETED : STRAND_INSERTED};
        if (deleted)
            strand.old = child;
        else
            strand.new = child;
        group_write(redline, parent, &strand);
    }
}

static void children_write(struct redline *redline, struct node *parent, const struct strand *strand) {
    if (strand->first == NULL) /* of one version, or not compared */
        nodes_write(redline, parent, redline_node_of(strand), strand->state == STRAND_DELETED);
    for (const struct strand *at = strand->first; at != NULL; at = at->next)
        redline_strand(redline, parent, at);
}

/* The strand as it is, whatever has been said of it. */
static void group_write(struct redline *redline, struct node *parent, const struct strand *strand) {
    const struct node *node = redline_node_of(strand);
    if (node->kind == NODE_LABEL && node->parent == redline->numbered)
        return; /* the mark says it */
    if (node_holds_words(node)) {
        words_write(redline, parent, strand);
    } else if (node->kind == NODE_TABLE) {
        table_write(redline, parent, strand);
    } else if (node->kind == NODE_FIGURE) {
        if (strand->old != NULL && strand->new != NULL)
            figure_write(redline, parent, strand);
        else
            (void)copy_both(redline, parent, strand);
    } else {
        struct node *last = parent->last, *copy = copy_both(redline, parent, strand);
        children_write(redline, copy, strand);
        if (copy->kind == NODE_LIST && copy->first == NULL) { /* all of it was joined to another */
            *(last != NULL ? &last->next : &parent->first) = NULL;
            parent->last = last;
        }
    }
}

void redline_strand(struct redline *redline, struct node *parent, const struct strand *strand) {
    const struct node *node = redline_node_of(strand);
    assert(node != NULL);
    if (is_left_out(node))
        return;
    if (strand->state == STRAND_MOVED_OUT) {
        if (strand->moved != NULL && !redline_moved_along(strand))
            redline_moved_out(redline, parent, strand);
        return;
    }
    if (strand->skipped && node->kind == NODE_ROW && strand->state == STRAND_KEPT) {
        redline_control_row(redline, parent, strand);
        return;
    }
    const struct strand *other = redline_elsewhere(redline, strand);
    if (other != NULL) {
        elsewhere_write(redline, parent, strand, other);
        return;
    }
    bool one = strand->state == STRAND_INSERTED || strand->state == STRAND_DELETED;
    /* What they hold says it: rows, clauses. */
    bool group = node->kind == NODE_TABLE_BODY || node->kind == NODE_TABLE_HEAD || node->class_ == CLASS_CLAUSES ||
                 (node->first != NULL && blocks_count(strand) == 0 && !strand->skipped);
    if (one && redline->wrap == NODE_DOCUMENT && !redline->elsewhere && !group) {
        whole_write(redline, parent, strand);
        return;
    }
    enum node_kind wrap = redline->wrap;
    if (!one)
        redline->wrap = NODE_DOCUMENT; /* what was moved into something new is not new itself */
    if (strand->state == STRAND_MOVED_IN && strand->moved != NULL) {
        moved_write(redline, parent, strand);
    } else {
        number_was(redline, strand);
        announce(redline, strand, NULL);
        group_write(redline, parent, strand);
    }
    redline->wrap = wrap;
}
