/* kept.h: whether what is kept of releases is what the ledger says.
 *
 * ledger + the two folders `released` → findings. Every frozen file and PDF is held
 * against its hash; a file that is missing, changed or that nobody recorded is named. A
 * folder that looks like a release and has no record is one that was taken out of the
 * ledger, but for that of a run under way or interrupted, which its intent names.
 */
#ifndef ENGROSS_RELEASE_KEPT_H
#define ENGROSS_RELEASE_KEPT_H

#include "release/ledger.h"
#include "release/manifest.h"

/* The manifest of a release, whose hash is that of the ledger; false after a report. */
bool kept_manifest(const char *home, const struct ledger_record *record, struct arena *arena, struct report *report,
                   struct manifest *out);
/* A frozen file, whose hash is that of the manifest; NULL after a report. */
const char *kept_file(const char *home, const struct ledger_record *record, const char *name, struct arena *arena,
                      size_t *count, struct report *report);
/* Whether one release is as it was. */
bool kept_check_release(const char *home, const struct ledger_record *record, struct arena *arena,
                        struct report *report);
/* The same of all, and whether there are folders without a record. What cannot have changed since it was last read is
 * not read again (glance.h) unless `afresh`. */
bool kept_check(const char *home, const struct ledger *ledger, bool afresh, struct arena *arena, struct report *report);

#endif
