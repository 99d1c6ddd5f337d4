/* structure.h: document + where its content was painted → structure tree. */
#ifndef ENGROSS_PDF_STRUCTURE_H
#define ENGROSS_PDF_STRUCTURE_H

#include <stddef.h>

#include "base/arena.h"
#include "document/naming.h"
#include "pages/page.h"
#include "pdf/object.h"

struct structure;

/* Makes an element for every node that has a role. `page_dicts` are the pages' dictionaries, in order. */
struct structure *structure_open(struct objects *objects, const struct pages *pages, struct dict *const *page_dicts,
                                 const struct naming *names, struct arena *arena);
void structure_close(struct structure *structure); /* NULL is allowed */
/* Begins a piece of marked content of `element` (a node with a role) on a page, at `node`, a node within it. Returns
 * its MCID. Pages come in order. */
int structure_mark(struct structure *structure, const struct node *element, const struct node *node, size_t page);
/* Ties an annotation to the element of `link`; returns its StructParent. */
int structure_annotation(struct structure *structure, const struct node *link, size_t page,
                         const struct dict *annotation);
/* Adds to the bounding box of a figure. In points from the page's bottom left. */
void structure_box(struct structure *structure, const struct node *figure, const length box[4]);
/* Refers to the element of a node with a role, for an outline. */
void structure_refer(const struct structure *structure, const struct node *node, struct buffer *out);
/* Makes the elements ready to be written with the file; writes the parent tree, the names of elements and the root, and
 * enters them in the catalogue. */
void structure_write(struct structure *structure, struct dict *catalog);

#endif
