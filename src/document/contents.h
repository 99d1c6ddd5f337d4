/* contents.h: the contents list of a document, made of its headings. */
#ifndef ENGROSS_DOCUMENT_CONTENTS_H
#define ENGROSS_DOCUMENT_CONTENTS_H

#include "document/build.h"

/* Puts a Sect with the contents list right after `before`, a child of `document`, when `root` wants one. All that it
 * lists stands in `document` after that. */
void contents_read(struct build *build, struct node *document, struct node *before, const struct element *root);

#endif
