/* watch.h: the verb watch: documents are set again as their files are saved. */
#ifndef ENGROSS_WATCH_H
#define ENGROSS_WATCH_H

#include "wish.h"

/* Goes on until a signal ends the program; returns the exit status when it could not begin, or cannot go on. */
int watch_run(struct wish *wish);

#endif
