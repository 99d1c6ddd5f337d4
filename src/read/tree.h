/* tree.h: libxml2 tree → elements.
 *
 * Private to src/read. */
#ifndef ENGROSS_READ_TREE_H
#define ENGROSS_READ_TREE_H

#include <libxml/tree.h>

#include "read/element.h"
#include "read/reading.h"

/* The next node after `node` in document order within `root`, or NULL. */
xmlNodePtr tree_after(xmlNodePtr node, xmlNodePtr root);
/* As tree_after, without the children of `node`. */
xmlNodePtr tree_past(xmlNodePtr node, xmlNodePtr root);

/* Copies all of it into the reading's arena, in NFC. NULL after a report of text that cannot be brought into it. */
struct element *tree_elements(struct reading *reading, xmlNodePtr root);

#endif
