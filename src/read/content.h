/* content.h: every fault of what elements hold, and a tree in which they are mended.
 *
 * Private to src/read. */
#ifndef ENGROSS_READ_CONTENT_H
#define ENGROSS_READ_CONTENT_H

#include <libxml/xmlschemas.h>

#include "read/reading.h"
#include "read/vocabulary.h"

/* Elements that were taken out of the tree, each to be held against its own declaration. */
struct content_aside {
    LIST(xmlNodePtr) nodes;
};

/* Reports every element and text that stands where it may not, and every one that is missing, one finding for each
 * mistake; and changes the tree so that none of them is left: a mistyped element is renamed, a misplaced one taken out
 * into `aside`, a missing one put in. */
void content_mend(struct reading *reading, xmlSchemaPtr schema, const struct vocabulary *vocabulary, xmlNodePtr root,
                  struct content_aside *aside);
/* Leaves what was taken out to the end of the reading. */
void content_drop(struct reading *reading, struct content_aside *aside);

#endif
