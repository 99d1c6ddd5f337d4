/* showing.h: the verb show: what was in force on a day. */
#ifndef ENGROSS_SHOWING_H
#define ENGROSS_SHOWING_H

#include "wish.h"

/* The exit status of the program. */
int showing_run(struct wish *wish);

#endif
