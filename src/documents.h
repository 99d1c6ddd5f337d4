/* documents.h: the verbs build and check: which documents, in which styles, in what order. */
#ifndef ENGROSS_DOCUMENTS_H
#define ENGROSS_DOCUMENTS_H

#include "wish.h"

/* Both return the exit status of the program. */
int documents_build(struct wish *wish);
int documents_check(struct wish *wish);

#endif
