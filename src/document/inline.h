/* inline.h: text and the elements within a line. */
#ifndef ENGROSS_DOCUMENT_INLINE_H
#define ENGROSS_DOCUMENT_INLINE_H

#include <stdbool.h>

#include "document/build.h"

/* What the siblings from `first` up to `end` (NULL: all) become, as new last children of `parent`. True when they
 * have words. White space is folded by inline_fold, later, over the whole block. */
bool inline_read(struct build *build, struct node *parent, const struct element *first, const struct element *end);
/* Folds the white space of a block whose inline content is whole, and takes away inline nodes without words. */
void inline_fold(struct build *build, struct node *block);
/* Both, for an element that is a block of its own; reports A11Y-EMPTY, naming it `what`, when it has no words. */
void inline_block(struct build *build, struct node *block, const struct element *element, const char *what);
/* The same for titles, names and the like, in which no note or reference can stand. */
void inline_plain(struct build *build, struct node *block, const struct element *element, const char *what);

#endif
