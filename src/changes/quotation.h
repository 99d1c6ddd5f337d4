/* quotation.h: words and blocks of a version, quoted in a document that the program makes of it.
 *
 * Nodes → copies of them under other nodes, in their own language. What leads to a place of the
 * version leads nowhere here: a reference keeps its tag and its words, without the page. A heading
 * becomes the first paragraph of its section, in bold: it is no heading of the document that quotes
 * it. Footnotes come along with their calls, and keep their numbers. In the place of a provision
 * that is moved stands a paragraph (or item) that says which moves there.
 */
#ifndef ENGROSS_CHANGES_QUOTATION_H
#define ENGROSS_CHANGES_QUOTATION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/list.h"
#include "changes/passage.h"
#include "document/document.h"
#include "document/node.h"

/* Two nodes, the second a copy of the first. */
struct copied {
    const struct node *node;
    struct node *copy;
};

struct quotation {
    struct arena *arena;
    const struct document *source;
    const char *const
        *moving; /* by the index of the node: "[Clause 4.6 moves here]" for what is moved; NULL: nothing is */
    LIST(struct copied) notes, links;
};

/* A new last child of `parent`, in its language. */
struct node *quotation_node(struct arena *arena, struct node *parent, enum node_kind kind);
/* A text in the language of `parent`. */
void quotation_text(struct arena *arena, struct node *parent, const char *text);

/* The bytes `from` to `to` of a passage, as inline content at the end of `parent`; with the tags that lie within them,
 * or only what says a language. */
void quotation_words(struct quotation *quotation, struct node *parent, const struct passage *passage, size_t from,
                     size_t to, bool tags);
/* A whole block with what it holds at the end of `parent`, then the footnotes that it calls and does not hold. A
 * quotation stands in a section of its own, which has no heading. */
struct node *quotation_block(struct quotation *quotation, struct node *parent, const struct node *block);
/* The same of what stands in such a block (an item, a row, a cell); footnotes that it calls do not follow it. */
void quotation_inner(struct quotation *quotation, struct node *parent, const struct node *node);
/* All that `group` holds at the end of its copy. */
void quotation_below(struct quotation *quotation, struct node *copy, const struct node *group);
/* A group alone, without what it holds. */
struct node *quotation_group(struct quotation *quotation, struct node *parent, const struct node *group);
/* The footnotes that `copy` calls and does not hold, at the end of `parent`. */
void quotation_notes(struct quotation *quotation, struct node *parent, const struct node *block);
/* When all that is to be quoted is: lets calls and notes lead to each other. */
void quotation_close(struct quotation *quotation);

/* The language that holds at a node of the source. */
const char *quotation_language(const struct document *source, const struct node *node);

#endif
