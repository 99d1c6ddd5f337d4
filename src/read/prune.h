/* prune.h: what stands in a source but in nothing that is printed or published.
 *
 * Internal notes and elements with restricted="yes" leave the tree before the rules of
 * the house and all later stages see it: numbers close up by themselves, and no word of
 * theirs can get into a PDF. A reference into them is told at its place.
 * Private to src/read.
 */
#ifndef ENGROSS_READ_PRUNE_H
#define ENGROSS_READ_PRUNE_H

#include <libxml/tree.h>

#include "read/reading.h"

/* Takes them out of the tree; costs nothing when there is none. Reports REF-LEFT-OUT. */
void prune_tree(struct reading *reading, xmlNodePtr root);
/* Takes out comments and processing instructions too, of the whole document, and says nothing of references. */
void prune_redact(struct reading *reading, xmlDocPtr document);

#endif
