/* redline_summary.c: the changes in a few words each, and the numbers now and before.
 *
 * A comparison and its grounds in; two sections of the redline out. What
 * was changed is told by its gist (gist.h): who wants more follows the link.
 */
#include <string.h>

#include "changes/gist.h"
#include "changes/redlining.h"

const char *redline_unseen(const struct change *change) {
    static const char *const met[] = {"uri", "file", "alternative", "lang", "number"};
    for (size_t i = 0; i < change->edits.count; i++) {
        const char *attribute = change->edits.items[i].attribute;
        bool is_met = attribute == NULL;
        for (size_t k = 0; k < sizeof met / sizeof *met && !is_met; k++)
            is_met = strcmp(attribute, met[k]) == 0;
        if (!is_met)
            return words_value(WORDS_ATTRIBUTE, attribute);
    }
    return NULL;
}

/* What of the document's division a node stands in: a section, a clause; at last the document. */
static const struct node *around(const struct node *node) {
    for (node = node->parent; node->parent != NULL; node = node->parent)
        if (node->kind == NODE_SECTION || (node->kind == NODE_ITEM && node->parent->class_ == CLASS_CLAUSES))
            break;
    return node;
}

/* The unit next to a node, before it or after it; NULL when there is none. */
static const struct node *neighbour(const struct node *node, bool after) {
    const struct node *found = NULL;
    const struct node *at = after ? node->next : node->parent->first;
    for (; at != NULL && at != node && (!after || found == NULL); at = at->next)
        if (at->id != NULL && unit_is(at))
            found = at;
    return found;
}

const char *redline_moved_place(struct redline *redline, const struct strand *strand, enum side side) {
    const struct change *change = strand->moved;
    struct arena *arena = redline->arena;
    if (change->label_old == NULL || change->label_new == NULL || strcmp(change->label_old, change->label_new) != 0)
        return NULL;
    const struct node *nodes[] = {change->old, change->new};
    const struct node *old = around(nodes[SIDE_OLD]), *new = around(nodes[SIDE_NEW]);
    if (old->id != NULL && new->id != NULL && strcmp(old->id, new->id) != 0)
        return words_fill(arena, WORD_PLACE_IN, unit_label(&redline->rolls[side], side == SIDE_OLD ? old : new));
    const struct node *before[] = {neighbour(nodes[SIDE_OLD], false), neighbour(nodes[SIDE_NEW], false)};
    bool same = before[0] != NULL && before[1] != NULL && strcmp(before[0]->id, before[1]->id) == 0;
    if (before[side] != NULL && !same)
        return words_fill(arena, WORD_PLACE_AFTER, unit_label(&redline->rolls[side], before[side]));
    const struct node *after = neighbour(nodes[side], true);
    return after == NULL ? NULL : words_fill(arena, WORD_PLACE_BEFORE, unit_label(&redline->rolls[side], after));
}

/* A move whose name and number do not tell it says where it was and is. */
static const char *change_gist(struct redline *redline, const struct change *change) {
    const struct ground *ground = redline->grounds != NULL ? &redline->grounds[change->index] : NULL;
    if (change->kind != CHANGE_MOVED)
        return gist_of(change, ground, redline->arena);
    const char *was = redline_moved_place(redline, change->strand, SIDE_OLD);
    const char *now = redline_moved_place(redline, change->strand, SIDE_NEW);
    return was != NULL && now != NULL ? words_fill(redline->arena, WORD_REDLINE_MOVED_PLACE, was, now)
                                      : gist_of(change, ground, redline->arena);
}

static const char *capital(const char *sentence, struct arena *arena) {
    char *copy = arena_string(arena, sentence);
    if (*copy >= 'a' && *copy <= 'z')
        *copy = (char)(*copy - 'a' + 'A');
    return copy;
}

/* --- Grounds --------------------------------------------------------------------- */

static void cell_paragraph(struct redline *redline, struct node *cell, const char *words) {
    (void)redline_words(redline, redline_node(redline, cell, NODE_PARAGRAPH), words);
}

/* Whether reasons are given at all, so that one that is wanting is worth saying. */
static bool any_reason(const struct redline *redline) {
    for (size_t i = 0; redline->grounds != NULL && i < redline->comparison->changes.count; i++)
        if (redline->grounds[i].reason != NULL)
            return true;
    return false;
}

static void grounds_write(struct redline *redline, struct node *cell, size_t index, bool reasons) {
    const struct ground *ground = &redline->grounds[index];
    if (ground->reason != NULL)
        cell_paragraph(redline, cell, words_fill(redline->arena, WORD_REDLINE_REASON, ground->reason));
    else if (reasons)
        cell_paragraph(redline, cell, words_find(WORD_REDLINE_NOT_GIVEN));
    const struct approvers all = {ground->bodies, ground->body_count};
    if (ground->body_count > 0)
        cell_paragraph(redline, cell,
                       words_fill(redline->arena, WORD_REDLINE_APPROVALS, grounds_approvers(&all, redline->arena)));
}

/* --- Sections -------------------------------------------------------------------- */

void redline_summary(struct redline *redline) {
    static const enum word HEADS[] = {WORD_REDLINE_COLUMN_CHANGE, WORD_REDLINE_COLUMN_PLACE, WORD_REDLINE_COLUMN_WHAT};
    struct arena *arena = redline->arena;
    size_t count = redline->comparison->changes.count;
    struct node *section = redline_section(redline, words_find(WORD_REDLINE_SUMMARY));
    if (count == 0) {
        (void)redline_words(redline, redline_node(redline, section, NODE_PARAGRAPH),
                            words_find(WORD_REDLINE_NO_CHANGES));
        return;
    }
    struct node *table = redline_table(redline, section, HEADS, 3, WORD_REDLINE_SUMMARY_TABLE);
    bool reasons = any_reason(redline);
    for (size_t i = 0; i < count; i++) {
        struct node *row = redline_node(redline, table->last, NODE_ROW);
        struct node *number = redline_node(redline, row, NODE_HEADER_CELL);
        number->as.cell.scope = SCOPE_ROW;
        number->id = redline_id(redline, arena_format(arena, "change-%zu", i + 1));
        (void)redline_words(redline, number, arena_format(arena, "%zu", i + 1));
        redline->rows[i] = number;
        (void)redline_node(redline, row, NODE_CELL);
        struct node *cell = redline_node(redline, row, NODE_CELL);
        cell_paragraph(redline, cell, capital(change_gist(redline, redline->comparison->changes.items[i]), arena));
        if (redline->grounds != NULL)
            grounds_write(redline, cell, i, reasons);
    }
}

/* A link that says on which page it leads to. */
static void link_with_page(struct redline *redline, struct node *parent, struct node *target, const char *words) {
    redline_link(redline, parent, target, words, words_find(WORD_REFERENCE_PAGE));
    struct node *link = parent->last->first;
    link->as.link.after = "";
    (void)redline_words(redline, link, words_find(WORD_REFERENCE_PAGE));
    redline_node(redline, link, NODE_FOLIO)->as.folio.target = target;
}

/* Where a unit stands here; NULL when it is left out. */
static struct node *place_of(const struct redline *redline, const struct node *old, const struct node *new) {
    struct node *place = new != NULL ? redline->copies[SIDE_NEW][new->index] : NULL;
    if (place == NULL && old != NULL)
        place = redline->copies[SIDE_OLD][old->index];
    return place;
}

static void place_write(struct redline *redline, struct node *cell, struct node *place, const char *label) {
    if (place != NULL && place->kind != NODE_DOCUMENT)
        link_with_page(redline, cell, place, label);
    else
        (void)redline_words(redline, cell, label);
}

void redline_summary_links(struct redline *redline) {
    for (size_t i = 0; i < redline->comparison->changes.count; i++) {
        const struct change *change = redline->comparison->changes.items[i];
        struct node *place = redline->places[i];
        if (place == NULL)
            place = place_of(redline, change->old, change->new);
        bool whole = change->new != NULL && change->new->kind == NODE_DOCUMENT;
        place_write(redline, redline->rows[i]->next, place,
                    whole                       ? words_find(WORD_REDLINE_WHOLE_DOCUMENT)
                    : change->label_new != NULL ? change->label_new
                                                : change->label_old);
    }
}

void redline_numbers(struct redline *redline) {
    static const enum word HEADS[] = {WORD_REDLINE_NEW, WORD_REDLINE_OLD};
    const struct comparison *comparison = redline->comparison;
    if (comparison->numbers.count == 0)
        return;
    struct node *section = redline_section(redline, words_find(WORD_REDLINE_NUMBERS));
    (void)redline_words(redline, redline_node(redline, section, NODE_PARAGRAPH),
                        words_find(WORD_REDLINE_NUMBERS_INTRODUCTION));
    struct node *table = redline_table(redline, section, HEADS, 2, WORD_REDLINE_NUMBERS_SUMMARY);
    for (size_t i = 0; i < comparison->numbers.count; i++) {
        const struct renumbering *numbering = &comparison->numbers.items[i];
        struct node *row = redline_node(redline, table->last, NODE_ROW);
        struct node *now = redline_node(redline, row, NODE_HEADER_CELL);
        now->as.cell.scope = SCOPE_ROW;
        place_write(redline, now, place_of(redline, numbering->strand->old, numbering->strand->new),
                    numbering->label_new);
        (void)redline_words(redline, redline_node(redline, row, NODE_CELL), numbering->label_old);
    }
}
