/* phrase.h: what stands within a line → HTML. Private to src/html. */
#ifndef ENGROSS_HTML_PHRASE_H
#define ENGROSS_HTML_PHRASE_H

#include "html/writing.h"

/* Whether a node stands within a line, or is a block. */
bool phrase_is(const struct node *node);
/* All children of a node, or one node with what is in it. */
void phrase_put_within(struct writing *writing, const struct node *node);
void phrase_put(struct writing *writing, const struct node *node);

#endif
