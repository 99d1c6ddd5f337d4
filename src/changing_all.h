/* changing_all.h: what changed in every version of a document, for its change log. */
#ifndef ENGROSS_CHANGING_ALL_H
#define ENGROSS_CHANGING_ALL_H

#include "document/document.h"
#include "versions.h"

/* The change log of all releases of the document `id`, and of its working text in `file` (NULL: there is none) when
 * that differs from the last. NULL after a report. */
const struct document *changing_all(struct versions *versions, const char *id, const char *file);

#endif
