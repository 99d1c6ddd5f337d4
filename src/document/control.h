/* control.h: the start of a document, its control table, and its history. */
#ifndef ENGROSS_DOCUMENT_CONTROL_H
#define ENGROSS_DOCUMENT_CONTROL_H

#include "document/build.h"
#include "document/document.h"

/* Title, issuers and status, appended to the document's root, and its metadata; `control` is the element. Returns the
 * section of document control, which is not yet in the tree: blocks of the file come before it, in information all of
 * its divisions. */
struct node *control_read(struct build *build, struct document *document, const struct element *control);
/* Every fault in the changes of `history`, and how many reasons are still to be supplied; before anything is read. */
void history_check(struct build *build, const struct element *root);
/* The section of the version table, and of what changed in this version; nothing when `root` has no history. */
void history_read(struct build *build, struct node *parent, const struct element *root);

/* A row of a table of two columns: its header, and the cell, which is returned, in the language of `element`. */
struct node *control_row(struct build *build, struct node *body, const struct element *element, enum word header);
/* The content of an element that holds a date, a placeholder, or neither. Returns false when it holds neither. */
bool control_date(struct build *build, struct node *cell, const struct element *element);

#endif
