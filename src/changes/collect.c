/* collect.c: edits dealt out to units (collect.h).
 *
 * The weave is gone through in reading order. A unit that came or went whole is a change,
 * and nothing in it is one of its own; any other edit belongs to the unit around it. When
 * all are dealt out, a unit with an edit that is more than editorial has been SUBSTITUTED.
 * Surprising: some blocks stand outside the unit that they belong to: the caption of a
 * figure, the notes under a table, footnotes (see `anchor`).
 */
#include "changes/collect.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "changes/digest.h"
#include "changes/unseen.h"
#include "document/headers.h"

static const struct node *node_of(const struct strand *strand) {
    return strand->new != NULL ? strand->new : strand->old;
}

static bool came_or_went(const struct strand *strand) {
    return strand->state == STRAND_INSERTED || strand->state == STRAND_DELETED;
}

/* Whether changes are said of what this strand stands for. */
static bool is_unit(const struct strand *strand) {
    return unit_is(node_of(strand));
}

/* ---------------------------------------------------------------- whose an edit is */

static const struct strand *strand_of(const struct collecting *collecting, bool new, const struct node *node) {
    return new ? collecting->weave->new[node->index] : collecting->weave->old[node->index];
}

/* The block before `node` that is of a kind, past others of its own class. */
static const struct node *block_before(const struct node *node, enum node_kind kind) {
    const struct node *found = NULL;
    for (const struct node *at = node->parent->first; at != node; at = at->next)
        if (at->kind == kind)
            found = at;
        else if (at->class_ != node->class_)
            found = NULL;
    return found;
}

/* The block that another one belongs to though it does not stand in it; NULL for most. */
static const struct node *anchor(const struct node *node) {
    if (node->kind == NODE_PARAGRAPH && node->class_ == CLASS_CAPTION)
        return block_before(node, NODE_FIGURE);
    if (node->kind == NODE_PARAGRAPH && node->class_ == CLASS_TABLE_NOTE)
        return block_before(node, NODE_TABLE);
    if (node->kind != NODE_NOTE || node->as.note.call == NULL)
        return NULL;
    const struct node *block = node->as.note.call;
    while (block->kind >= NODE_TEXT)
        block = block->parent;
    return block;
}

const struct strand *collect_unit(const struct collecting *collecting, const struct strand *strand) {
    while (!is_unit(strand)) {
        bool new = strand->new != NULL && strand->state != STRAND_MOVED_OUT;
        const struct node *block = anchor(new ? strand->new : strand->old);
        const struct strand *at = block == NULL ? NULL : strand_of(collecting, new, block);
        if (at != NULL && at->state == STRAND_MOVED_OUT)
            at = at->other;
        strand = at != NULL ? at : strand->parent;
    }
    return strand;
}

static struct dealings *dealings_of(struct collecting *collecting, const struct strand *unit) {
    struct dealings **dealings = &collecting->dealings[unit->index];
    if (*dealings == NULL)
        *dealings = ARENA_NEW(collecting->arena, struct dealings);
    return *dealings;
}

static bool has_change(const struct collecting *collecting, const struct strand *unit) {
    const struct dealings *dealings = collecting->dealings[unit->index];
    return dealings != NULL &&
           (dealings->changes[CHANGE_INSERTED] != NULL || dealings->changes[CHANGE_DELETED] != NULL);
}

void collect_edit(struct collecting *collecting, const struct strand *unit, struct edit edit) {
    while (came_or_went(unit) && !has_change(collecting, unit)) /* a change of a unit around it tells of it */
        unit = collect_unit(collecting, unit->parent);
    struct dealings *dealings = dealings_of(collecting, unit);
    for (int kind = CHANGE_INSERTED; kind <= CHANGE_DELETED; kind++)
        if (dealings->changes[kind] != NULL) {
            LIST_ADD(collecting->arena, &dealings->changes[kind]->edits, edit);
            return;
        }
    LIST_ADD(collecting->arena, &dealings->edits, edit);
}

/* ---------------------------------------------------------------- where an edit is */

static bool stands_in(const struct node *node, enum node_kind kind) {
    while (node != NULL && node->kind != kind)
        node = node->parent;
    return node != NULL;
}

static enum edit_where where_of(const struct node *node) {
    switch (node->kind) {
    case NODE_TITLE:
    case NODE_HEADING:
        return WHERE_HEADING;
    case NODE_CAPTION:
        return WHERE_CAPTION;
    case NODE_LABEL:
    case NODE_LIST:
        return WHERE_ITEM;
    case NODE_ITEM:
        return match_is_division(node) ? WHERE_UNIT : WHERE_ITEM;
    case NODE_SECTION:
        return WHERE_UNIT;
    case NODE_TABLE:
    case NODE_TABLE_BODY:
    case NODE_TABLE_HEAD:
        return WHERE_TABLE;
    case NODE_ROW:
        return WHERE_ROW;
    case NODE_HEADER_CELL:
    case NODE_CELL:
        return WHERE_CELL;
    case NODE_NOTE:
        return WHERE_NOTE;
    case NODE_FIGURE:
        return WHERE_FIGURE;
    default:
        break;
    }
    if (node->class_ == CLASS_CAPTION)
        return WHERE_CAPTION;
    if (stands_in(node, NODE_NOTE))
        return WHERE_NOTE;
    for (const struct node *at = node; at != NULL; at = at->parent) {
        if (at->kind == NODE_CELL || at->kind == NODE_HEADER_CELL)
            return WHERE_CELL;
        if (at->kind == NODE_ITEM)
            return match_is_division(at) ? WHERE_PARAGRAPH : WHERE_ITEM;
    }
    return WHERE_PARAGRAPH;
}

static void deal(struct collecting *collecting, const struct strand *strand, struct edit edit) {
    edit.strand = strand;
    if (edit.attribute == NULL)
        edit.where = where_of(node_of(strand));
    else if (edit.where != WHERE_FIGURE)
        edit.where = WHERE_ATTRIBUTE;
    collect_edit(collecting, collect_unit(collecting, strand), edit);
}

/* ---------------------------------------------------------------- changes */

static struct change *change_new(struct collecting *collecting, const struct strand *unit, enum change_kind kind) {
    struct change *change = ARENA_NEW(collecting->arena, struct change);
    change->kind = kind;
    change->strand = unit;
    change->old = unit->old;
    change->new = unit->new;
    change->target = node_of(unit)->parent == NULL ? collecting->new.version->document->id : node_of(unit)->id;
    if (change->old != NULL) {
        change->number_old = unit_number(&collecting->old, change->old);
        change->label_old = unit_label(&collecting->old, change->old);
    }
    if (change->new != NULL) {
        change->number_new = unit_number(&collecting->new, change->new);
        change->label_new = unit_label(&collecting->new, change->new);
    }
    dealings_of(collecting, unit)->changes[kind] = change;
    return change;
}

static struct strand *open_strand(const struct collecting *collecting, const struct strand *strand) {
    bool new = strand->new != NULL && strand->state != STRAND_MOVED_OUT;
    return new ? collecting->weave->new[strand->new->index] : collecting->weave->old[strand->old->index];
}

/* A unit came or went whole. */
static void unit_whole(struct collecting *collecting, struct strand *strand) {
    enum change_kind kind = strand->state == STRAND_INSERTED ? CHANGE_INSERTED : CHANGE_DELETED;
    struct change *change = change_new(collecting, strand, kind);
    strand->change = change;
    LIST_ADD(collecting->arena, &change->edits,
             ((struct edit){.kind = kind, .where = where_of(node_of(strand)), .strand = strand}));
}

static void moved(struct collecting *collecting, struct strand *strand) {
    struct edit edit = {.kind = CHANGE_MOVED, .where = WHERE_UNIT, .strand = strand};
    if (is_unit(strand)) {
        struct change *change = change_new(collecting, strand, CHANGE_MOVED);
        edit.where = where_of(strand->new);
        LIST_ADD(collecting->arena, &change->edits, edit);
        strand->moved = change;
        strand->other->moved = change;
        return;
    }
    const struct strand *from = collect_unit(collecting, strand->other);
    const struct strand *to = collect_unit(collecting, strand);
    if (anchor(strand->new) != NULL) { /* it goes with what it belongs to */
        strand->moved = to->moved;
        strand->other->moved = to->moved;
        return;
    }
    collect_edit(collecting, to, edit);
    if (from != to) {
        edit.strand = strand->other;
        collect_edit(collecting, from, edit);
    }
}

/* ---------------------------------------------------------------- what differs in a node itself */

static bool same_string(const char *one, const char *other) {
    return one == other || (one != NULL && other != NULL && strcmp(one, other) == 0);
}

static void attribute(struct collecting *collecting, const struct strand *strand, enum change_kind kind,
                      const char *name, const char *was, const char *now) {
    if (same_string(was, now))
        return;
    struct edit edit = {.kind = kind, .attribute = name, .was = was, .now = now};
    edit.where = node_of(strand)->kind == NODE_FIGURE ? WHERE_FIGURE : WHERE_ATTRIBUTE;
    deal(collecting, strand, edit);
}

static const char *numbering_name(enum node_numbering numbering) {
    static const char *const names[] = {"none", "bullet", "number", "letter", "roman", "letter"};
    return names[numbering];
}

static const char *width_name(length width, struct arena *arena) {
    struct buffer out = {0};
    if (width <= 0)
        return NULL;
    buffer_length(&out, width);
    const char *name = arena_copy(arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return name;
}

#define PICTURE_MOST ((size_t)64 << 20)

/* By its bytes, whatever it is called. One that cannot be read is as it was: other checks tell of it. */
static bool same_picture(const struct collecting *collecting, const struct node *old, const struct node *new) {
    if (same_string(old->as.figure.file, new->as.figure.file) || old->as.figure.file == NULL ||
        new->as.figure.file == NULL)
        return true;
    struct arena *scratch = arena_within(collecting->arena);
    size_t counts[2];
    const void *was = file_read(scratch, old->as.figure.file, PICTURE_MOST, &counts[0], NULL);
    const void *now = file_read(scratch, new->as.figure.file, PICTURE_MOST, &counts[1], NULL);
    bool same = was == NULL || now == NULL || (counts[0] == counts[1] && memcmp(was, now, counts[0]) == 0);
    arena_close(scratch);
    return same;
}

static void figure(struct collecting *collecting, const struct strand *strand) {
    const struct node *old = strand->old;
    const struct node *new = strand->new;
    if (!same_picture(collecting, old, new)) {
        struct edit edit = {.kind = CHANGE_SUBSTITUTED, .where = WHERE_FIGURE, .attribute = "file"};
        edit.was = digest_picture(old);
        edit.now = digest_picture(new);
        deal(collecting, strand, edit);
    }
    attribute(collecting, strand, CHANGE_SUBSTITUTED, "alternative", old->as.figure.alternative,
              new->as.figure.alternative);
    if (old->as.figure.width != new->as.figure.width)
        attribute(collecting, strand, CHANGE_EDITORIAL, "width", width_name(old->as.figure.width, collecting->arena),
                  width_name(new->as.figure.width, collecting->arena));
}

static const char *span_name(const struct node *cell, struct arena *arena) {
    return arena_format(arena, "%u by %u", (unsigned)cell->as.cell.rows, (unsigned)cell->as.cell.columns);
}

/* Of a node in both, what is neither its words nor its children. */
static void itself(struct collecting *collecting, const struct strand *strand) {
    const struct node *old = strand->old;
    const struct node *new = strand->new;
    attribute(collecting, strand, CHANGE_EDITORIAL, "lang", old->lang, new->lang);
    if (match_is_named(old) || match_is_named(new))
        attribute(collecting, strand, CHANGE_EDITORIAL, "id", old->id, new->id);
    switch (new->kind) {
    case NODE_LIST:
        if (new->class_ != CLASS_CLAUSES && old->class_ != CLASS_CLAUSES)
            attribute(collecting, strand, CHANGE_EDITORIAL, "kind", numbering_name(old->as.list.numbering),
                      numbering_name(new->as.list.numbering));
        break;
    case NODE_TABLE:
        attribute(collecting, strand, CHANGE_SUBSTITUTED, "summary", old->as.table.summary, new->as.table.summary);
        break;
    case NODE_HEADER_CELL:
    case NODE_CELL:
        if ((old->as.cell.rows != new->as.cell.rows || old->as.cell.columns != new->as.cell.columns) &&
            !headers_is_group_title(new)) /* which is as wide as its table */
            attribute(collecting, strand, CHANGE_SUBSTITUTED, "span", span_name(old, collecting->arena),
                      span_name(new, collecting->arena));
        break;
    case NODE_FIGURE:
        figure(collecting, strand);
        break;
    default:
        break;
    }
}

/* ---------------------------------------------------------------- the walk */

/* Whether a group that came or went is told by what stands in it: it has no words, and not all in it shares its lot. */
static bool told_by_parts(const struct strand *strand) {
    const struct node *node = node_of(strand);
    if (node->kind == NODE_LIST)
        for (const struct strand *at = strand->first; at != NULL; at = at->next)
            if (at->state != strand->state || is_unit(at))
                return true;
    return false;
}

static void walk(struct collecting *collecting, struct strand *strand, bool covered);

static void walk_below(struct collecting *collecting, struct strand *strand, bool covered) {
    for (struct strand *at = strand->first; at != NULL; at = at->next)
        walk(collecting, at, covered);
}

/* `covered`: a change or an edit of a strand around it tells of all that came or went there. */
static void walk(struct collecting *collecting, struct strand *strand, bool covered) {
    if (strand->skipped)
        return;
    if (came_or_went(strand)) {
        if (!covered && is_unit(strand)) {
            unit_whole(collecting, strand);
            covered = true;
        } else if (!covered && !told_by_parts(strand)) {
            struct edit edit = {.kind = strand->state == STRAND_INSERTED ? CHANGE_INSERTED : CHANGE_DELETED};
            deal(collecting, strand, edit);
            covered = true;
        }
        walk_below(collecting, strand, covered);
        return;
    }
    if (strand->state == STRAND_MOVED_OUT)
        return;
    if (strand->state == STRAND_MOVED_IN && fact_of(&collecting->matching->new, strand->new)->moved)
        moved(collecting, strand);
    itself(collecting, strand);
    walk_below(collecting, strand, false);
}

/* Edits within words were found while the weave was made, in the same order: they are dealt out as their strand is met.
 */
static void deal_words(struct collecting *collecting) {
    for (size_t i = 0; i < collecting->weave->edits.count; i++)
        deal(collecting, collecting->weave->edits.items[i].strand, collecting->weave->edits.items[i]);
}

/* ---------------------------------------------------------------- numbers */

static void renumbered(struct collecting *collecting, struct strand *strand) {
    const struct strand *above = collect_unit(collecting, strand->parent);
    struct dealings *dealings = dealings_of(collecting, above);
    struct change *change = dealings->changes[CHANGE_RENUMBERED];
    if (came_or_went(above))
        return;
    if (change == NULL)
        change = change_new(collecting, above, CHANGE_RENUMBERED);
    LIST_ADD(collecting->arena, &change->edits,
             ((struct edit){.kind = CHANGE_RENUMBERED,
                            .where = WHERE_UNIT,
                            .strand = strand,
                            .attribute = "number",
                            .was = unit_number(&collecting->old, strand->old),
                            .now = unit_number(&collecting->new, strand->new)}));
}

static void numbers(struct collecting *collecting, struct strand *strand) {
    const char *was = unit_ordinal(strand->old);
    const char *now = unit_ordinal(strand->new);
    bool counted = *was != '\0' && *now != '\0';
    if (counted && strcmp(was, now) != 0 && !fact_of(&collecting->matching->new, strand->new)->moved)
        renumbered(collecting, strand);
    if (!match_is_named(strand->new))
        return;
    was = unit_number(&collecting->old, strand->old);
    now = unit_number(&collecting->new, strand->new);
    if (strcmp(was, now) == 0)
        return;
    LIST_ADD(collecting->arena, &collecting->comparison->numbers,
             ((struct renumbering){.target = strand->new->id,
                                   .old = was,
                                   .new = now,
                                   .label_old = unit_label(&collecting->old, strand->old),
                                   .label_new = unit_label(&collecting->new, strand->new),
                                   .strand = strand}));
}

static void all_numbers(struct collecting *collecting, struct strand *strand) {
    for (struct strand *at = strand->first; at != NULL; at = at->next) {
        bool in_both = at->state == STRAND_KEPT || at->state == STRAND_MOVED_IN;
        if (in_both && !at->skipped && (match_is_division(at->new) || match_is_named(at->new)))
            numbers(collecting, at);
        all_numbers(collecting, at);
    }
}

/* ---------------------------------------------------------------- put in order */

static void tie(struct collecting *collecting, const struct change *change) {
    for (size_t i = 0; i < change->edits.count; i++) {
        const struct edit *edit = &change->edits.items[i];
        struct strand *strand = open_strand(collecting, edit->strand);
        if (edit->kind == CHANGE_MOVED && edit->strand->state == STRAND_MOVED_IN && strand->moved == NULL) {
            strand->moved = change;
            strand->other->moved = change;
        } else if (edit->kind != CHANGE_MOVED && strand->change == NULL) {
            strand->change = change;
        }
    }
}

/* SUBSTITUTED or EDITORIAL, of all edits that a unit has got. */
static void settle(struct collecting *collecting, const struct strand *unit, struct dealings *dealings) {
    if (dealings->edits.count == 0)
        return;
    enum change_kind kind = CHANGE_EDITORIAL;
    for (size_t i = 0; i < dealings->edits.count; i++)
        if (dealings->edits.items[i].kind != CHANGE_EDITORIAL)
            kind = CHANGE_SUBSTITUTED;
    struct change *change = change_new(collecting, unit, kind);
    for (size_t i = 0; i < dealings->edits.count; i++)
        LIST_ADD(collecting->arena, &change->edits, dealings->edits.items[i]);
    tie(collecting, change);
}

static int by_place(const void *a, const void *b) {
    const struct edit *one = a;
    const struct edit *other = b;
    if (one->strand->index != other->strand->index)
        return one->strand->index < other->strand->index ? -1 : 1;
    if (one->run != other->run || one->run_count != other->run_count)
        return one->run < other->run || (one->run == other->run && one->run_count < other->run_count) ? -1 : 1;
    return one->attribute == NULL || other->attribute == NULL ? 0 : strcmp(one->attribute, other->attribute);
}

static void put_in_order(struct collecting *collecting) {
    struct comparison *comparison = collecting->comparison;
    for (const struct strand *at = comparison->root; at != NULL; at = strand_after(at, comparison->root)) {
        struct dealings *dealings = collecting->dealings[at->index];
        if (dealings == NULL)
            continue;
        settle(collecting, at, dealings);
        for (int kind = 0; kind < CHANGE_KINDS; kind++) {
            if (dealings->changes[kind] == NULL)
                continue;
            qsort(dealings->changes[kind]->edits.items, dealings->changes[kind]->edits.count, sizeof(struct edit),
                  by_place);
            LIST_ADD(collecting->arena, &comparison->changes, dealings->changes[kind]);
        }
    }
}

/* A unit that has become another sort of thing (a sentence has got a title) is no match for itself: what went and what
 * came under one id are one substitution. */
static void join_sorts(struct collecting *collecting) {
    struct comparison *comparison = collecting->comparison;
    struct names *gone = names_open(collecting->arena);
    bool fresh;
    for (size_t i = 0; i < comparison->changes.count; i++) {
        struct change *change = comparison->changes.items[i];
        if (change->kind == CHANGE_DELETED)
            names_add(gone, change->target, (struct place){0}, &fresh)->thing = change;
    }
    for (size_t i = 0; i < comparison->changes.count; i++) {
        struct change *change = comparison->changes.items[i];
        const struct name *name = change->kind == CHANGE_INSERTED ? names_find(gone, change->target) : NULL;
        if (name == NULL)
            continue;
        struct change *old =
            collecting->dealings[((const struct change *)name->thing)->strand->index]->changes[CHANGE_DELETED];
        change->kind = CHANGE_SUBSTITUTED;
        change->old = old->old;
        change->number_old = old->number_old;
        change->label_old = old->label_old;
        for (size_t k = 0; k < old->edits.count; k++)
            LIST_ADD(collecting->arena, &change->edits, old->edits.items[k]);
        qsort(change->edits.items, change->edits.count, sizeof(struct edit), by_place);
        open_strand(collecting, old->strand)->change = change;
        old->target = NULL; /* no change any more */
    }
    size_t count = 0;
    for (size_t i = 0; i < comparison->changes.count; i++)
        if (comparison->changes.items[i]->target != NULL)
            comparison->changes.items[count++] = comparison->changes.items[i];
    comparison->changes.count = count;
}

void collect_changes(struct comparison *comparison, struct matching *matching, const struct weave *weave,
                     struct arena *arena) {
    struct collecting collecting = {.comparison = comparison, .matching = matching, .weave = weave, .arena = arena};
    collecting.old = roll_open(&comparison->old, arena);
    collecting.new = roll_open(&comparison->new, arena);
    collecting.dealings = ARENA_ARRAY(arena, weave->count, struct dealings *);
    walk(&collecting, weave->root, false);
    deal_words(&collecting);
    all_numbers(&collecting, weave->root);
    unseen_collect(&collecting);
    put_in_order(&collecting);
    join_sorts(&collecting);
    for (size_t i = 0; i < comparison->changes.count; i++)
        comparison->changes.items[i]->index = i;
}
