/* redline_summary.c: the changes in a few words each, and the numbers now and before.
 *
 * A comparison and its grounds in; two sections of the redline out. What
 * was changed is told by its gist (gist.h): who wants more follows the link.
 */
#include <string.h>

#include "changes/gist.h"
#include "changes/redlining.h"

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

static const char *bodies_words(const struct ground *ground, struct arena *arena) {
    const char *words = ground->bodies[0];
    for (size_t i = 1; i < ground->body_count; i++)
        words = arena_format(arena, "%s%s%s", words, words_find(i + 1 == ground->body_count ? WORD_AND : WORD_COMMA),
                             ground->bodies[i]);
    return words;
}

static void grounds_write(struct redline *redline, struct node *cell, size_t index, bool reasons) {
    const struct ground *ground = &redline->grounds[index];
    if (ground->reason != NULL)
        cell_paragraph(redline, cell, words_fill(redline->arena, WORD_REDLINE_REASON, ground->reason));
    else if (reasons)
        cell_paragraph(redline, cell, words_find(WORD_REDLINE_NOT_GIVEN));
    if (ground->body_count > 0)
        cell_paragraph(redline, cell,
                       words_fill(redline->arena, WORD_REDLINE_APPROVALS, bodies_words(ground, redline->arena)));
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
        cell_paragraph(redline, cell, capital(gist_of(redline->comparison->changes.items[i], arena), arena));
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
