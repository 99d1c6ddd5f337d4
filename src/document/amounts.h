/* amounts.h: amounts in a text that limits.xml declares. */
#ifndef ENGROSS_DOCUMENT_AMOUNTS_H
#define ENGROSS_DOCUMENT_AMOUNTS_H

#include "base/arena.h"
#include "base/report.h"
#include "document/stretch.h"
#include "read/element.h"

struct amounts;

/* The amounts that `limits`, the root of limits.xml, declares. */
const struct amounts *amounts_open(const struct element *limits, struct arena *arena);
/* Reports amounts of the author's that are those of a limit, or nearly (LIM-05). */
void amounts_check(const struct amounts *amounts, const struct stretch *stretch, struct arena *arena,
                   struct report *report);

#endif
