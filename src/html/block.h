/* block.h: headings, paragraphs, lists, notes → HTML. Private to src/html. */
#ifndef ENGROSS_HTML_BLOCK_H
#define ENGROSS_HTML_BLOCK_H

#include "html/writing.h"

/* All children of a node, one after the other: blocks, or what stands within a line. */
void block_put_within(struct writing *writing, const struct node *node);

#endif
