/* references.h: what points forward: links between places of a document. */
#ifndef ENGROSS_DOCUMENT_REFERENCES_H
#define ENGROSS_DOCUMENT_REFERENCES_H

#include "document/build.h"

/* Enters every id of the file, so that build_target finds it; reports ids that are used twice or kept for us. */
void references_declare(struct build *build, const struct element *root);
/* A reference that the program makes in a cell of its own, to the place of that id, with the words of an xref that
 * begins a sentence; a fault of the id is one at `place`. */
void reference_to(struct build *build, struct node *parent, struct place place, const char *id);
/* The same to what `change` names in `target`, whatever it is: what has no number and no title is called by what is
 * around it. */
void reference_to_changed(struct build *build, struct node *parent, const struct element *change);
/* The same to the table that the program makes of `element`, here or further down. */
void reference_to_made(struct build *build, struct node *parent, struct place place, const struct element *element);
/* Gives every link that waits its target, its words and its contents, once all elements were visited. */
void references_resolve(struct build *build);
/* Lets `link`, whose words are whole, lead to `target` and end with `before` and the printed number of the page on
 * which the target begins. Its Contents says its words and that number. */
void reference_page(struct build *build, struct node *link, struct node *target, enum word before);

/* "the second paragraph of section 9", where `around` is "section 9"; "a paragraph of" it when paragraphs are not
 * counted there: in an item of a list, a cell, a quotation. Captions and what stands under a table are not counted. */
const char *reference_paragraph(struct arena *arena, const struct node *paragraph, const char *around);

#endif
