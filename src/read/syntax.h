/* syntax.h: libxml2's complaints about XML that is not well formed → ours.
 *
 * Private to src/read. */
#ifndef ENGROSS_READ_SYNTAX_H
#define ENGROSS_READ_SYNTAX_H

#include <libxml/xmlerror.h>

#include "read/reading.h"

/* `at` is where libxml2 stood in `text`. Returns false when later complaints about this file would only follow from
 * this one. */
bool syntax_fault(struct reading *reading, const char *file, const char *text, const char *end, const char *at,
                  const xmlError *error);

#endif
