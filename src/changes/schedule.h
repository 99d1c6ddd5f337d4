/* schedule.h: a schedule of amendments: what has to be done to one version to make the next of it.
 *
 * A comparison → a document of numbered instructions in the form of British drafting, each with
 * its reason and the approvals that it needs, for the paper that goes to the board. Carried out,
 * they give the new text (tests/changes/apply.py does, by their words alone).
 */
#ifndef ENGROSS_CHANGES_SCHEDULE_H
#define ENGROSS_CHANGES_SCHEDULE_H

#include "base/arena.h"
#include "changes/comparison.h"
#include "changes/grounds.h"
#include "document/document.h"

/* `grounds` by the index of each change; NULL: nothing is said of reasons and approvals. The comparison and what it
 * was made of must live as long. */
struct document *schedule_make(const struct comparison *comparison, const struct ground *grounds, struct arena *arena);

#endif
