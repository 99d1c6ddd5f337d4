/* commit.h: a release put on the disk: all of it or nothing.
 *
 * Under a lock, everything is written below the two folders .staging and flushed; an
 * intent says which folders will appear; they are renamed into their places, where no
 * record names them yet; then the ledger is replaced, and that is the moment from which
 * the release is there. What an interrupted run left, the intent names; the next release
 * takes it away. Readers never do.
 */
#ifndef ENGROSS_RELEASE_COMMIT_H
#define ENGROSS_RELEASE_COMMIT_H

#include "release/freeze.h"
#include "release/ledger.h"

struct commit;

/* Takes the lock and sweeps. NULL after a report: RELEASE-BUSY when another run has the lock. `ledger` is read under
 * the lock. */
struct commit *commit_open(const char *home, struct arena *arena, struct report *report, struct ledger *ledger);
/* Whatever was staged and not finished is removed; the lock goes. NULL is allowed. */
void commit_close(struct commit *commit);

/* Folders to work in: where PDFs are put, and where their source is set. Both are there. */
const char *commit_pdf_folder(const struct commit *commit);
const char *commit_set_folder(const struct commit *commit);
/* Writes what the PDF is set from into a folder. */
bool commit_stage_set(const char *folder, const struct frozen *frozen, struct arena *arena, struct report *report);
/* Writes the frozen release. */
bool commit_stage(struct commit *commit, const struct frozen *frozen, const struct buffer *manifest,
                  struct report *report);
/* Puts the release in its place and the record at the end of the ledger. A record of a withdrawal has nothing staged.
 */
bool commit_finish(struct commit *commit, struct ledger_record *record, struct report *report);

/* Removes a folder and all that is in it; follows no link. */
void commit_remove(const char *folder);
/* Whether a run under way, or interrupted, is about to make this release. */
bool commit_intends(const char *home, const char *document, const char *label, struct arena *arena);

#endif
