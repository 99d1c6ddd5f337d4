/* redline_numbers.c: the numbers before and now.
 *
 * The concordance of the comparison, and what the text tells of numbers besides (items of lists,
 * what is deleted) → a table in the order of the older text, so that who holds a reference to
 * an old number finds it.
 */
#include <stdlib.h>
#include <string.h>

#include "changes/redlining.h"

static int numbered_order(const void *one, const void *other) {
    const struct numbered *a = one, *b = other;
    return a->old->index < b->old->index ? -1 : a->old->index > b->old->index;
}

/* Where a unit stands here; NULL when it is left out. */
static struct node *place_of(const struct redline *redline, const struct numbered *at) {
    return at->new != NULL ? redline->copies[SIDE_NEW][at->new->index] : redline->copies[SIDE_OLD][at->old->index];
}

void redline_numbers(struct redline *redline) {
    static const enum word HEADS[] = {WORD_REDLINE_OLD, WORD_REDLINE_NEW};
    const struct comparison *comparison = redline->comparison;
    for (size_t i = 0; i < comparison->numbers.count; i++) {
        const struct renumbering *at = &comparison->numbers.items[i];
        struct numbered numbered = {at->strand->old, at->strand->new, at->label_old, at->label_new};
        LIST_ADD(redline->arena, &redline->numbers, numbered);
    }
    if (redline->numbers.count == 0)
        return;
    qsort(redline->numbers.items, redline->numbers.count, sizeof *redline->numbers.items, numbered_order);
    struct node *section = redline_section(redline, words_find(WORD_REDLINE_NUMBERS));
    (void)redline_words(redline, redline_node(redline, section, NODE_PARAGRAPH),
                        words_find(WORD_REDLINE_NUMBERS_INTRODUCTION));
    struct node *table = redline_table(redline, section, HEADS, 2, WORD_REDLINE_NUMBERS_SUMMARY);
    for (size_t i = 0; i < redline->numbers.count; i++) {
        const struct numbered *at = &redline->numbers.items[i];
        struct node *row = redline_node(redline, table->last, NODE_ROW);
        struct node *was = redline_node(redline, row, NODE_HEADER_CELL);
        was->as.cell.scope = SCOPE_ROW;
        was->class_ = CLASS_SENTENCE;
        (void)redline_words(redline, was, at->label_old);
        redline_place(redline, redline_node(redline, row, NODE_CELL), place_of(redline, at),
                      at->new != NULL ? at->label_new : words_find(WORD_REDLINE_GONE));
    }
}
