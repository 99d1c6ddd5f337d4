/* gauge.h: how high a block of text is at one measure after the other, without setting it. */
#ifndef ENGROSS_LAYOUT_GAUGE_H
#define ENGROSS_LAYOUT_GAUGE_H

#include "layout/paragraph.h"

/* The block in `look`; lives in the setting's arena, and no longer than what the memo keeps. NULL when a character has
 * no face. */
struct gauge *gauge_open(const struct setting *setting, const struct node *block, const struct block_style *look);

/* The height with as few lines as hold the text; paragraph_set sometimes takes a line more, for evenness, and never
 * one less. LENGTH_HUGE when words have to be broken for the measure, which only paragraph_set does. `*from`: from this
 * measure to the one asked for the height is the same; `*to`: and from there to this one. */
length gauge_height(const struct gauge *gauge, length measure, length *from, length *to);

#endif
