/* standing.h: which release of a document is in force on a day: derived, never stored.
 *
 * Of the releases that hold on a day, the one that began to hold last is in force (of
 * two that began on one day, that with the higher sequence). Others that hold are
 * superseded by it; one that begins to hold later is not yet in force. A withdrawn
 * release does not count from the day of its withdrawal.
 */
#ifndef ENGROSS_RELEASE_STANDING_H
#define ENGROSS_RELEASE_STANDING_H

#include "release/ledger.h"

enum standing { STANDING_IN_FORCE, STANDING_SUPERSEDED, STANDING_WITHDRAWN, STANDING_NOT_YET };

/* The first day on which a release holds: `effective`, or the day of its last approval. */
const char *standing_from(const struct ledger_record *record);
/* The withdrawal that counts on that day, or NULL. `on` NULL is the end of time. */
const struct ledger_record *standing_withdrawal(const struct ledger *ledger, const struct ledger_record *record,
                                                const char *on);
/* The release of the document that is in force on a day, or NULL. */
const struct ledger_record *standing_in_force(const struct ledger *ledger, const char *document, const char *on);
enum standing standing_of(const struct ledger *ledger, const struct ledger_record *record, const char *on);
/* "in force", "superseded", "withdrawn", "not yet in force". */
const char *standing_words(enum standing standing);
/* Whether the day by which it has to be reviewed has passed. */
bool standing_review_due(const struct ledger_record *record, const char *on);

#endif
