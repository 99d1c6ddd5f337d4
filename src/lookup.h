/* lookup.h: which document a word of the command line names: one mechanism for every verb.
 *
 * A word is the name of a file when there is one; else the id of a document of the
 * house's sources, or of one that was released. A document that is broken, or cannot be
 * opened, is found too, by what can be seen of its root element or by the name of its file,
 * so that it is told of its own fault and not that it is not there.
 */
#ifndef ENGROSS_LOOKUP_H
#define ENGROSS_LOOKUP_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/report.h"
#include "release/ledger.h"

/* What a word names. */
struct meant {
    const char *id;   /* as its root says or as the word was; "" when a file says none */
    const char *file; /* NULL: it has no working text any more, only releases */
};

struct lookup;

/* The sources are looked at when first wanted. Of documents without a working text those of `ledger` count; NULL: none.
 */
struct lookup *lookup_open(const char *home, const struct ledger *ledger, struct arena *arena);
/* False after a report (DOC-UNKNOWN, which says what documents there are; DOC-TWICE). A path at which there is no file
 * is given back as it is, for the reader to say so. */
bool lookup_document(struct lookup *lookup, const char *word, struct report *report, struct meant *out);
/* DOC-UNKNOWN for a word that was found to name none. */
void lookup_report_unknown(struct lookup *lookup, const char *word, struct report *report);
/* The id of a document for verbs that ask for its releases alone: what its sources say does not matter when the word is
 * the id of one that was released. NULL after a report (DOC-UNKNOWN). */
const char *lookup_released(struct lookup *lookup, const char *word, struct report *report);

#endif
