/* freeze.h: all that a release is made of, taken at once.
 *
 * working files of the house → the files of sources/released/ID/LABEL, in memory: the
 * complete and the public source, the lists that it looks into, pictures, styles.
 * FORMATS.md says which there are. What is public is also what the PDF is set from and
 * what it carries, so that whoever has the PDF has the source that it was made of.
 */
#ifndef ENGROSS_RELEASE_FREEZE_H
#define ENGROSS_RELEASE_FREEZE_H

#include "base/arena.h"
#include "base/list.h"
#include "base/report.h"
#include "document/edition.h"
#include "read/canonical.h"
#include "read/source.h"
#include "release/manifest.h"

struct frozen_file {
    const char *name; /* below the frozen release */
    const char *bytes;
    size_t count;
    const char *attached; /* its name in the PDF; NULL when it is not there */
};

struct frozen {
    LIST(struct frozen_file) files;
};

struct freeze {
    const char *home, *tree, *file; /* the house, its sources, the document */
    const struct canonical_control *control;
    const char *const *styles;
    size_t style_count;
};

/* False after a report. The document has been checked before. */
bool freeze(struct source *source, const struct freeze *wish, struct arena *arena, struct report *report,
            struct frozen *out);
/* Fills in the manifest but for document, label, sequence and PDFs. */
bool freeze_manifest(struct source *source, const struct freeze *wish, const struct frozen *frozen, struct arena *arena,
                     struct report *report, struct manifest *out);
/* What is attached, with the provenance, in the order of an edition; returns how many. */
size_t freeze_attachments(const struct frozen *frozen, const struct manifest *manifest, struct arena *arena,
                          struct attachment **out);
/* The libraries that take part in the making of a PDF, with the versions that run now, are added to the manifest. */
void freeze_libraries(struct arena *arena, struct manifest *out);

#endif
