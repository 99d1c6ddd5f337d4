/* divisions.h: parts, sections, clauses, appendices. */
#ifndef ENGROSS_DOCUMENT_DIVISIONS_H
#define ENGROSS_DOCUMENT_DIVISIONS_H

#include "document/build.h"

/* The parts, sections and appendices of a root element; other children are passed over. */
void divisions_read(struct build *build, struct node *parent, const struct element *root);
/* A Sect with its heading; `number` may be "". `title` may be NULL: then `words` are the heading's. */
struct node *division_new(struct build *build, struct node *parent, const struct element *element, int level,
                          const char *number, const struct element *title, const char *words);

#endif
