/* quotes.h: attributes whose values are quoted wrongly, or not at all.
 *
 * Private to src/read. */
#ifndef ENGROSS_READ_QUOTES_H
#define ENGROSS_READ_QUOTES_H

#include "read/stumble.h"

/* Tells and mends what libxml2's `code` says of an attribute where it stood; false when it is not about one. */
bool quotes_fault(const struct stumble *stumble, int code);

#endif
