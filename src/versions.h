/* versions.h: the versions of a document, found by what a person calls them, and read.
 *
 * A label is a release, read from its frozen files, whose hashes are held against the
 * ledger first. A file is read with the lists of its own house. The working text is the
 * document of this house as it stands. Each becomes what comparison.h compares; internal
 * notes and what is restricted are gone from all of them.
 */
#ifndef ENGROSS_VERSIONS_H
#define ENGROSS_VERSIONS_H

#include "changes/comparison.h"
#include "read/source.h"
#include "release/ledger.h"

struct versions {
    const char *home;
    struct source *source; /* of the house */
    struct arena *arena;
    struct report *report;
    struct ledger ledger;
    bool with_history; /* read the history too, which no comparison looks at: to be set after versions_open */
};

/* One version, read. */
struct version_text {
    struct version version;      /* its label: that of a release; the path of a file; NULL for the working text */
    const char *file;            /* where it stands */
    struct document_lists lists; /* that it was read with */
    const struct ledger_record *record; /* of a release; else NULL */
};

/* False after a report when the ledger is not as it was written. To be closed in any case. */
bool versions_open(struct versions *versions, const char *home, struct arena *arena, struct report *report);
void versions_close(struct versions *versions);

/* The last release of a document that was not withdrawn, or NULL. */
const struct ledger_record *versions_last(const struct versions *versions, const char *id);
/* The release of that label; NULL after a report that says which there are. */
const struct ledger_record *versions_labelled(const struct versions *versions, const char *id, const char *label);

/* All three are false after a report of what stands in the way. */
bool versions_read_release(struct versions *versions, const struct ledger_record *record, struct version_text *out);
bool versions_read_working(struct versions *versions, const char *file, struct version_text *out);
/* A file that may be of another house, or of none. What the rules of today refuse is mended as far as it can be, with a
 * note, if `lenient`.
 */
bool versions_read_file(struct versions *versions, const char *file, bool lenient, struct version_text *out);

#endif
