/* signatures.h: the approval and signature of one organisation. */
#ifndef ENGROSS_DOCUMENT_SIGNATURES_H
#define ENGROSS_DOCUMENT_SIGNATURES_H

#include "document/build.h"

void signature_read(struct build *build, struct node *parent, const struct element *element);

#endif
