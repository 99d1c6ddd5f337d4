/* differing.h: the verb diff: what has changed from one version of a document to another. */
#ifndef ENGROSS_DIFFERING_H
#define ENGROSS_DIFFERING_H

#include "wish.h"

/* Returns the exit status of the program. */
int differing_run(struct wish *wish);

#endif
