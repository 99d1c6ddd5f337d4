/* naming.h: what the nodes of a document are called: destinations and element IDs, and their words. */
#ifndef ENGROSS_DOCUMENT_NAMING_H
#define ENGROSS_DOCUMENT_NAMING_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "document/document.h"

/* Both arrays are by node index; NULL where a node has no such name. */
struct naming {
    const char **destinations; /* unique: the node's id, "section-3.1", "fn-2", "fn-2-call" */
    const char **elements;     /* unique: the IDs of structure elements */
};

struct naming *naming_give(const struct document *document, struct arena *arena);

/* A heading's or title's words as the outline shows them: its number, a space and its text, without footnote calls. */
const char *node_words(const struct node *node, struct arena *arena);

#endif
