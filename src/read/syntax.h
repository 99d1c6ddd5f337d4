/* syntax.h: libxml2's complaints about XML that is not well formed → ours.
 *
 * Private to src/read. */
#ifndef ENGROSS_READ_SYNTAX_H
#define ENGROSS_READ_SYNTAX_H

#include <libxml/xmlerror.h>

#include "read/reading.h"
#include "read/repair.h"

/* `at` is where libxml2 stood in the repair's text, which is planned to be mended where that can be done. Returns false
 * when later complaints about this file would only follow from this one. */
bool syntax_fault(struct reading *reading, struct repair *repair, const char *file, const char *at,
                  const xmlError *error);

#endif
