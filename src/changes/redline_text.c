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

/* A label that is a number or a bullet, and not the words of a term. */
static bool is_count(const struct node *node) {
    return node->kind == NODE_LABEL && node->parent->parent->class_ != CLASS_DEFINITION;
}

/* Blocks of words below a strand, numbers of items left out; two stand for more. */
static size_t blocks_count(const struct strand *strand) {
    const struct node *node = redline_node_of(strand);
    if (node_holds_words(node))
        return is_count(node) ? 0 : 1;
    size_t count = node->kind == NODE_FIGURE ? 2 : 0;
    for (const struct strand *at = strand->first; at != NULL && count < 2; at = at->next)
        count += at->state == STRAND_MOVED_OUT ? 0 : blocks_count(at);
    return count;
}

/* A node that may hold a paragraph after all else. */
static bool holds_blocks(const struct node *node) {
    return node->kind == NODE_SECTION || node->kind == NODE_BODY || node->kind == NODE_QUOTE ||
           node->kind == NODE_NOTE || node->kind == NODE_BLOCK || node->kind == NODE_DOCUMENT;
}

/* --- Openings -------------------------------------------------------------------- */

static void open_add(struct redline *redline, struct opening opening) {
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

/* The changes that begin at the strand, but for `told`, which its own opening tells. */
static void announce(struct redline *redline, const struct strand *strand, const struct change *told) {
    size_t count = redline->comparison->changes.count;
    const struct announcement *found =
        count == 0 ? NULL
                   : bsearch(strand, redline->announcements, count, sizeof *redline->announcements, announcement_order);
    if (found == NULL)
        return;
    while (found > redline->announcements && found[-1].strand == strand)
        found--;
    for (; found < redline->announcements + count && found->strand == strand; found++)
        if (found->change != told)
            open_add(redline, (struct opening){.before = words_find(WORD_MARK_OPEN), .change = found->change});
}

void redline_announce(struct redline *redline, const struct strand *strand) {
    announce(redline, strand, NULL);
}

/* The change that says of the whole strand that it is inserted, deleted or moved. */
static const struct change *change_of_whole(const struct strand *strand) {
    const struct change *change = strand->moved != NULL ? strand->moved : strand->change;
    return change != NULL && change->strand == strand &&
                   (change->kind == CHANGE_INSERTED || change->kind == CHANGE_DELETED || change->kind == CHANGE_MOVED)
               ? change
               : NULL;
}

/* --- Names ----------------------------------------------------------------------- */

/* Whether a label is that of a clause: "clause 5.4, Quorum", "appendix B, clause 3". */
static bool is_clause_label(const char *label) {
    const char *start = words_find(WORD_SEE_CLAUSE);
    size_t bytes = strcspn(start, "{");
    const char *comma = strstr(label, ", ");
    return strncmp(label, start, bytes) == 0 || (comma != NULL && strncmp(comma + 2, start, bytes) == 0);
}

static const char *noun_of(const struct node *node) {
    switch (node->kind) {
    case NODE_SECTION:
        return words_find(node->class_ == CLASS_PART       ? WORD_NOUN_PART
                          : node->class_ == CLASS_APPENDIX ? WORD_NOUN_APPENDIX
                                                           : WORD_NOUN_SECTION);
    case NODE_ITEM:
        return words_find(node->parent->class_ == CLASS_CLAUSES      ? WORD_NOUN_CLAUSE
                          : node->parent->class_ == CLASS_DEFINITION ? WORD_NOUN_DEFINITION
                                                                     : WORD_NOUN_ITEM);
    case NODE_ROW:
        return words_find(WORD_NOUN_ROW);
    case NODE_CELL:
    case NODE_HEADER_CELL:
        return words_find(WORD_NOUN_CELL);
    case NODE_TABLE:
        return words_find(WORD_NOUN_TABLE);
    case NODE_FIGURE:
        return words_find(WORD_NOUN_FIGURE);
    case NODE_LIST:
        return words_find(WORD_NOUN_LIST);
    case NODE_QUOTE:
        return words_find(WORD_NOUN_QUOTE);
    case NODE_NOTE:
        return words_find(WORD_NOUN_NOTE);
    default:
        return words_find(WORD_NOUN_TEXT);
    }
}

/* The printed number of an item or section; "" when it has none. */
static const char *number_of(struct redline *redline, const struct node *node) {
    const struct node *first = node->first;
    if (first != NULL && first->kind == NODE_HEADING && node->kind == NODE_SECTION)
        return first->as.heading.number;
    if (first != NULL && first->kind == NODE_LABEL && node->kind == NODE_NOTE)
        return redline_text_of(first, redline->arena);
    if (first != NULL && first->kind == NODE_LABEL && node->kind == NODE_ITEM && is_count(first) &&
        node->parent->as.list.numbering != NUMBERING_DISC && node->parent->as.list.numbering != NUMBERING_NONE)
        return redline_text_of(first, redline->arena);
    return "";
}

/* "clause" and "clause 5.4" of what is in one version alone. */
static void whole_names(struct redline *redline, const struct strand *strand, const char **noun, const char **name) {
    struct arena *arena = redline->arena;
    const struct change *change = change_of_whole(strand);
    const struct node *node = redline_node_of(strand);
    if (change != NULL) {
        bool new = strand->state != STRAND_DELETED;
        const char *number = new ? change->number_new : change->number_old;
        *noun = node->kind == NODE_SECTION && is_clause_label(new ? change->label_new : change->label_old)
                    ? words_find(WORD_NOUN_CLAUSE)
                    : noun_of(node);
        *name = number != NULL && *number != '\0' ? arena_format(arena, "%s %s", *noun, number) : *noun;
        return;
    }
    const char *number = number_of(redline, node);
    *noun = noun_of(node);
    bool says = strncmp(number, words_find(WORD_PART_NUMBER), 4) == 0 || node->class_ == CLASS_APPENDIX;
    *name = *number != '\0' && !says ? arena_format(arena, "%s %s", *noun, number) : *noun;
}

/* --- Numbers --------------------------------------------------------------------- */

/* Where the part of a number begins that is the unit's own: "2" of "5.3.2", "B", "(a)", "1" of "A1". */
static const char *ordinal_of(const char *number) {
    const char *dot = strrchr(number, '.');
    if (dot != NULL && dot[1] != '\0')
        return dot + 1;
    const char *own = number;
    while (*own >= 'A' && *own <= 'Z')
        own++;
    return *own >= '0' && *own <= '9' ? own : number;
}

/* A number that is another by itself, and not only because what stands around it has another. */
static bool is_renumbered(const char *old, const char *new) {
    if (*old == '\0' || *new == '\0' || strcmp(old, new) == 0)
        return false;
    const char *was = ordinal_of(old), *now = ordinal_of(new);
    bool inner = was > old && now > new;
    return !inner || strcmp(was, now) != 0;
}

static void number_was(struct redline *redline, const struct strand *strand) {
    if (strand->old == NULL || strand->new == NULL || strand->new->kind == NODE_NOTE)
        return;
    const char *old = number_of(redline, strand->old);
    if (!is_renumbered(old, number_of(redline, strand->new)))
        return;
    size_t bytes = strlen(old);
    bytes -= old[bytes - 1] == ':' || old[bytes - 1] == '.';
    const char *words = words_fill(redline->arena, WORD_MARK_WAS, arena_copy(redline->arena, old, bytes));
    open_add(redline, (struct opening){.before = words, .said = true});
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
static const char *bracket_of(struct redline *redline, const struct node *source) {
    bool deleted = redline->wrap == NODE_DELETED;
    if (is_column(source))
        return words_find(deleted ? WORD_MARK_DELETED_COLUMN : WORD_MARK_INSERTED_COLUMN);
    if (source->parent->kind == NODE_NOTE) /* two notes may have one number, now and before */
        return words_fill(redline->arena, deleted ? WORD_MARK_DELETED_NUMBERED_NOTE : WORD_MARK_INSERTED_NUMBERED_NOTE,
                          number_of(redline, source->parent));
    if (redline->noun != NULL)
        return words_fill(redline->arena, deleted ? WORD_MARK_DELETED_NOUN : WORD_MARK_INSERTED_NOUN, redline->noun);
    return words_find(deleted ? WORD_MARK_DELETED : WORD_MARK_INSERTED);
}

/* All words of the block between brackets, or only dressed as what they are. */
static void wrapped_write(struct redline *redline, struct node *block, const struct node *source, enum side side) {
    if (source->first == NULL)
        return;
    bool worded = redline->worded && !is_count(source);
    if (worded)
        redline_marker(redline, block, bracket_of(redline, source));
    bool bullet = is_count(source) && number_of(redline, source->parent)[0] == '\0';
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

static void words_write(struct redline *redline, struct node *parent, const struct strand *strand) {
    const struct node *node = redline_node_of(strand);
    struct node *block = copy_both(redline, parent, strand);
    if (block->class_ == CLASS_TABLE_NOTE)
        table_note_part(block);
    if (block->kind == NODE_HEADING)
        redline_open_heading(redline, block);
    else if (!is_count(node))
        redline_open(redline, block, node->first == NULL);
    if (redline->wrap != NODE_DOCUMENT)
        wrapped_write(redline, block, node, strand_side(strand));
    else if (strand->run_count > 0 && !is_count(node))
        redline_runs(redline, block, strand);
    else
        redline_copy_words(redline, block, node, strand_side(strand));
    if (block->kind == NODE_HEADING)
        redline_open_under(redline, parent);
    if (redline_is_cell(block) && block->as.cell.align == CELL_DECIMAL && block->first != NULL &&
        (block->first != block->last || block->first->kind != NODE_TEXT))
        block->as.cell.align = CELL_END; /* no number any more that could stand under the others */
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

static void end_write(struct redline *redline, struct node *parent, struct node *group, const char *name,
                      bool deleted) {
    if (group->kind == NODE_ITEM)
        group = group->last;
    struct node *holder = holds_blocks(group) || redline_is_cell(group) ? group : parent;
    struct node *last = holder->last; /* what it ends is on its page */
    while (last != NULL && last->last != NULL && !node_holds_words(last))
        last = last->last;
    if (last != NULL && last->kind == NODE_PARAGRAPH)
        last->keep_with_next = true;
    marker_block(redline, holder,
                 words_fill(redline->arena, deleted ? WORD_MARK_END_DELETED : WORD_MARK_END_INSERTED, name));
}

/* A strand that is in one version, while what is around it is in both. */
static void whole_write(struct redline *redline, struct node *parent, const struct strand *strand) {
    bool deleted = strand->state == STRAND_DELETED;
    const struct change *change = change_of_whole(strand);
    enum form form = form_of(strand);
    const char *noun, *name;
    whole_names(redline, strand, &noun, &name);
    announce(redline, strand, form == FORM_INLINE ? NULL : change);
    if (form != FORM_INLINE) {
        enum word word = deleted ? WORD_MARK_DELETED_WHOLE : WORD_MARK_INSERTED_WHOLE;
        open_add(redline,
                 (struct opening){.before = words_fill(redline->arena, word, noun), .said = true, .change = change});
    }
    if (form == FORM_APART)
        openings_flush(redline, parent);
    redline->wrap = deleted ? NODE_DELETED : NODE_INSERTED;
    redline->worded = form == FORM_INLINE;
    redline->noun = redline_node_of(strand)->kind == NODE_ITEM ? noun : NULL; /* its number comes and goes with it */
    group_write(redline, parent, strand);
    redline->wrap = NODE_DOCUMENT;
    redline->worded = false;
    redline->noun = NULL;
    if (form == FORM_ROW)
        redline_fill(redline, parent->last, deleted);
    if (form == FORM_GROUP || form == FORM_APART)
        end_write(redline, parent, parent->last, name, deleted);
}

/* --- Moves ----------------------------------------------------------------------- */

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
        const char *place = redline_moved_place(redline, change->strand, side);
        return place == NULL ? label : *number == '\0' ? place : arena_format(redline->arena, "%s, %s", label, place);
    }
    const struct node *node = old ? strand->old : strand->new;
    const char *number = number_of(redline, node);
    return *number != '\0' ? arena_format(redline->arena, "%s %s", noun_of(node), number)
                           : words_find(WORD_ANOTHER_PLACE);
}

/* What belongs to something else that was moved, such as the note under a table. */
static bool is_moved_along(const struct strand *strand) {
    const struct change *change = strand->moved;
    return change->kind == CHANGE_MOVED && change->strand != strand && change->strand->other != strand;
}

static void moved_in_open(struct redline *redline, const struct strand *strand) {
    const struct change *change = strand->moved;
    if (is_moved_along(strand)) {
        open_add(redline, (struct opening){.before = words_find(WORD_MARK_MOVED_ALONG), .said = true});
        return;
    }
    open_add(redline, (struct opening){.before = words_find(WORD_MARK_MOVED_FROM),
                                       .said = true,
                                       .target = strand->other != NULL ? strand->other->old : NULL,
                                       .side = SIDE_OLD,
                                       .link = moved_label(redline, strand, SIDE_OLD),
                                       .change = change->strand == strand ? change : NULL});
}

/* Where something stood that stands elsewhere now. */
static void moved_out_write(struct redline *redline, struct node *parent, const struct strand *strand) {
    const struct node *old = strand->old;
    struct node *holder = parent;
    bool item = old->kind == NODE_ITEM;
    if (item) {
        struct node *copy = redline_copy(redline, parent, old, SIDE_OLD);
        copy->id = NULL;
        if (old->first != NULL && old->first->kind == NODE_LABEL) {
            struct node *label = redline_copy(redline, copy, old->first, SIDE_OLD);
            struct node *deleted = redline_node(redline, label, NODE_DELETED);
            redline_copy_words(redline, deleted, old->first, SIDE_OLD);
        }
        holder = redline_node(redline, copy, NODE_BODY);
    } else if (!holds_blocks(parent) && !redline_is_cell(parent)) {
        return;
    }
    struct node *paragraph = redline_node(redline, holder, NODE_PARAGRAPH);
    redline->copies[SIDE_OLD][old->index] = paragraph;
    const char *label = strand->moved->kind == CHANGE_MOVED ? strand->moved->label_old : noun_of(old);
    redline_marker(redline, paragraph,
                   item ? words_find(WORD_MARK_MOVED_TO) : words_fill(redline->arena, WORD_MARK_LABEL_MOVED_TO, label));
    redline_link_later(redline, paragraph, strand->new, SIDE_NEW, moved_label(redline, strand, SIDE_NEW));
    redline_marker(redline, paragraph, words_find(WORD_MARK_CLOSE));
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
        if (strand->moved != NULL && !is_moved_along(strand))
            moved_out_write(redline, parent, strand);
        return;
    }
    if (strand->skipped && node->kind == NODE_ROW && strand->state == STRAND_KEPT) {
        redline_control_row(redline, parent, strand);
        return;
    }
    bool one = strand->state == STRAND_INSERTED || strand->state == STRAND_DELETED;
    /* What they hold says it: rows, clauses. */
    bool group = node->kind == NODE_TABLE_BODY || node->kind == NODE_TABLE_HEAD || node->class_ == CLASS_CLAUSES ||
                 (node->first != NULL && blocks_count(strand) == 0 && !strand->skipped);
    if (one && redline->wrap == NODE_DOCUMENT && !group) {
        whole_write(redline, parent, strand);
        return;
    }
    enum node_kind wrap = redline->wrap;
    if (!one)
        redline->wrap = NODE_DOCUMENT; /* what was moved into something new is not new itself */
    bool moved = strand->state == STRAND_MOVED_IN && strand->moved != NULL;
    if (moved)
        moved_in_open(redline, strand);
    else
        number_was(redline, strand);
    announce(redline, strand, moved && strand->moved->strand == strand ? strand->moved : NULL);
    group_write(redline, parent, strand);
    redline->wrap = wrap;
}
