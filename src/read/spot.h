/* spot.h: where words first stand in an element's text, for findings about words.
 *
 * Private to src/read. */
#ifndef ENGROSS_READ_SPOT_H
#define ENGROSS_READ_SPOT_H

#include <libxml/tree.h>

#include "base/place.h"

/* The place and width of `words` where they first stand in the text of `node`, over its runs of text in order;
 * `instead` when they do not, or are empty. */
struct place spot_find(const xmlNode *node, const char *words, struct place instead);

#endif
