/* blocks.h: paragraphs, lists, tables, figures, quotes. */
#ifndef ENGROSS_DOCUMENT_BLOCKS_H
#define ENGROSS_DOCUMENT_BLOCKS_H

#include <stdbool.h>

#include "document/build.h"

/* If `element` is a block, appends what it becomes, and the footnotes that it calls, to `parent`; else returns false.
 */
bool block_read(struct build *build, struct node *parent, const struct element *element);
/* A paragraph of the element's content, with words of the program around it, either of which may be "". */
void block_paragraph(struct build *build, struct node *parent, const struct element *element, const char *before,
                     const char *after);
/* An item with its label, as yet without body. */
struct node *block_item(struct build *build, struct node *list, const struct element *element, const char *label);
/* The content of an element in which text and blocks may stand side by side; false when there is none. */
bool block_mixed(struct build *build, struct node *parent, const struct element *element);
/* Whether a block stands directly in `element`. */
bool block_holds_blocks(const struct element *element);
/* The label and the numbering of a bullet list with `depth` bullet lists around its items, itself among them. */
const char *block_bullet(size_t depth, enum node_numbering *numbering);

#endif
