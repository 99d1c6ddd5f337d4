/* changing.h: the verb changes: the change log of a document. */
#ifndef ENGROSS_CHANGING_H
#define ENGROSS_CHANGING_H

#include "wish.h"

/* Returns the exit status of the program. */
int changing_run(struct wish *wish);

#endif
