/* include.h: XInclude 1.0, confined to one folder.
 *
 * Of the recommendation: xi:include with href, parse="xml" and a bare name as
 * xpointer. No fallback, no text, no network. Private to src/read.
 */
#ifndef ENGROSS_READ_INCLUDE_H
#define ENGROSS_READ_INCLUDE_H

#include <libxml/tree.h>

#include "read/reading.h"

/* Puts what they name in the place of all xi:include elements of `document`, which was read from `path`. Files must lie
 * below `tree`. Reports what it refuses (XINCLUDE-…). */
void include_resolve(struct reading *reading, xmlDocPtr document, const char *path, const char *tree);

#endif
