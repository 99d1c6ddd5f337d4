/* listing.h: the verb list: which documents the house has, and what of them is due. */
#ifndef ENGROSS_LISTING_H
#define ENGROSS_LISTING_H

#include "wish.h"

/* The exit status of the program. */
int listing_run(struct wish *wish);

#endif
