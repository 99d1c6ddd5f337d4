/* naming.h: what the nodes of a document are called: destinations and element IDs, and their words. */
#ifndef ENGROSS_DOCUMENT_NAMING_H
#define ENGROSS_DOCUMENT_NAMING_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/list.h"
#include "document/document.h"

/* Few nodes have names. Both arrays are by node index, and hold places in the list of names; 0 where a node has none.
 */
struct naming {
    LIST(const char *) names; /* the first is NULL */
    uint32_t *destinations;   /* unique: the node's id, "section-3.1", "fn-2", "fn-2-call" */
    uint32_t *elements;       /* unique: the IDs of structure elements */
};

struct naming *naming_give(const struct document *document, struct arena *arena);
/* NULL when the node has none. */
const char *naming_destination(const struct naming *naming, const struct node *node);
const char *naming_element(const struct naming *naming, const struct node *node);

/* A heading's or title's words as the outline shows them: its number, a space and its text, without footnote calls. */
const char *node_words(const struct node *node, struct arena *arena);

#endif
