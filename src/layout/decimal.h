/* decimal.h: numbers in a column, their points under each other. Within layout only. */
#ifndef ENGROSS_LAYOUT_DECIMAL_H
#define ENGROSS_LAYOUT_DECIMAL_H

#include "layout/paragraph.h"

/* The numbers of a column: how far they reach from the point, or from the end of their whole part. */
struct decimal {
    length before, after; /* the most of any */
};

#define DECIMAL_NONE ((size_t)-1)

/* How many bytes of a number stand before its point, or before the end of its whole part: "£1,250.00", "(1,250)",
 * "−4%". A sign that no number is here ("–", "n/a") counts as a whole number would. DECIMAL_NONE for other words. */
size_t decimal_point(const char *text, size_t bytes);

/* Widens `decimal` for what stands in the cell, when that is a number. */
void decimal_measure(const struct setting *setting, const struct node *cell, struct decimal *decimal);

/* Where the line of a cell begins in a column of `width`: under the other numbers, or at the end for other words. */
length decimal_place(const struct decimal *decimal, const struct line *line, length width);

#endif
