/* bodies.h: the names of bodies in a text: those of organisations.xml, and those that are in no list.
 *
 * What looks like the name of a body, "Barset Valley CCG", is known by its ending,
 * a <body> of sources/schema/words.xml. A kind of document says in a `bodies_demand`
 * which rules hold for it: MS-09 asks both questions of a statement, BODY-UNKNOWN the
 * second of any other document.
 */
#ifndef ENGROSS_DOCUMENT_BODIES_H
#define ENGROSS_DOCUMENT_BODIES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/report.h"
#include "document/phrases.h"
#include "read/element.h"

struct bodies_demand {
    bool issuers_alone; /* only those who issue the document, and who belongs to them, may be named */
    enum rule stranger; /* told of others in the list */
    enum rule unlisted; /* told of those in no list */
};

struct bodies;

/* `root` is the document; `organisations` the root of organisations.xml and `words` that of words.xml, or NULL. Adds
 * the names to `phrases`. */
const struct bodies *bodies_open(const struct element *root, const struct element *organisations,
                                 const struct element *words, struct bodies_demand demand, struct phrases *phrases,
                                 struct arena *arena);
/* Whether bodies_check can find anything there: where other bodies of the list may be named, only where an ending
 * stands. `stretch` has been cut into words. Much cheaper than to look. */
bool bodies_concern(const struct bodies *bodies, const struct stretch *stretch);
void bodies_check(const struct bodies *bodies, const struct tokens *tokens, struct arena *arena, struct report *report);

#endif
