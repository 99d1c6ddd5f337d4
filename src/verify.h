/* verify.h: the verb verify: whether a PDF is a release of the house, and which. */
#ifndef ENGROSS_VERIFY_H
#define ENGROSS_VERIFY_H

#include "wish.h"

/* The files of the wish, or with --all every PDF of the ledger and all that is kept beside it. Returns the exit status:
 * STATUS_MISMATCH when one is altered or not known. */
int verify_run(struct wish *wish);

#endif
