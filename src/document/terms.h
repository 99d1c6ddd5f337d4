/* terms.h: defined terms: each defined once, used, and linked by its own words. */
#ifndef ENGROSS_DOCUMENT_TERMS_H
#define ENGROSS_DOCUMENT_TERMS_H

#include "base/arena.h"
#include "base/report.h"
#include "read/element.h"

/* Rules TERM-…, of a whole document. One that defines nothing costs a walk over its elements. */
void terms_check(const struct element *root, struct arena *arena, struct report *report);

#endif
