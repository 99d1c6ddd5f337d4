/* decisions.h: the scheme of reservation and delegation, as a table. */
#ifndef ENGROSS_DOCUMENT_DECISIONS_H
#define ENGROSS_DOCUMENT_DECISIONS_H

#include "document/build.h"

void decisions_read(struct build *build, struct node *parent, const struct element *element);

#endif
