/* prose.h: how a document is worded.
 *
 * Looks at every stretch of prose of the author's: sentences that are too long,
 * abbreviations that nothing explains, capitals, dates and times in a form that
 * is read aloud badly, numbers and references typed by hand… Rules A11Y-… and
 * PLAIN-…; all are warnings or notes but that of characters that were pasted
 * wrongly. Also which bodies are named (bodies.h), and what a statement claims (claims.h). Rules that ask nothing but
 * elements, attributes and plain strings are in sources/schema/rules, and the words to avoid in
 * sources/schema/words.xml, where an office can change them.
 */
#ifndef ENGROSS_DOCUMENT_PROSE_H
#define ENGROSS_DOCUMENT_PROSE_H

#include "base/arena.h"
#include "base/report.h"
#include "read/element.h"

struct prose_lists {
    const struct element *words;         /* the root of sources/schema/words.xml, or NULL */
    const struct element *organisations; /* of organisations.xml, or NULL */
    const struct element *limits;        /* of limits.xml, or NULL; also when the document does not use it */
};

void prose_check(const struct element *root, const struct prose_lists *lists, struct arena *arena,
                 struct report *report);

#endif
