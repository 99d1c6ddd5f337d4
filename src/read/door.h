/* door.h: decoded text → libxml2 tree, by the one call that may do it.
 *
 * No network, no DTD, no entity but the five, bounded depth and size; nothing is
 * printed. Every element, attribute and text node carries its true place.
 * Private to src/read.
 */
#ifndef ENGROSS_READ_DOOR_H
#define ENGROSS_READ_DOOR_H

#include <libxml/tree.h>

#include "base/buffer.h"
#include "read/reading.h"

/* libxml2's globals: loaders and error functions. Every open needs its close. */
void door_open(void);
void door_close(void);
/* While allowed, libxml2 may load local files (schemas and what they include); else it may load nothing. */
void door_allow_files(bool allowed);

/* NULL after a report. The document belongs to the reading. `file` must outlive the places. */
xmlDocPtr door_parse(struct reading *reading, const char *file, struct buffer *text);

/* The place of an element, text or attribute (an xmlAttr may be passed as an xmlNode). */
struct place door_place(const void *node);

#endif
