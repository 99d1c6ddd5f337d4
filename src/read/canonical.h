/* canonical.h: a source in the one form in which it is kept.
 *
 * bytes → Exclusive XML Canonicalization 1.0 (W3C, 18 July 2002), in UTF-8: inclusions
 * stand in their places, comments and processing instructions are kept. The redacted form
 * has none of these, no internal notes and nothing restricted: all that may be published.
 * Both are sources that source.h reads again, and they give the same document.
 */
#ifndef ENGROSS_READ_CANONICAL_H
#define ENGROSS_READ_CANONICAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/report.h"

struct canonical_approval {
    const char *org, *body, *role, *date, *minute;
};

/* What a release says of itself, set in the control of the document: its version, which is approved, the approvals in
 * the place of those that there are, and from when it holds. The row of the history that has the label `row` says the
 * same of label, date and status. */
struct canonical_control {
    const char *label, *date;
    const char *row; /* NULL: no row is of this version */
    size_t sequence;
    const struct canonical_approval *approvals;
    size_t approval_count;
    const char *effective; /* NULL: what the source says stays */
};

/* Appends the complete and the redacted form of `path`, whose inclusions may reach files below `tree`. `control` may be
 * NULL. False after a report; the source should have been read (source.h) before, for it is not held against anything
 * here. */
bool canonical_read(const char *path, const char *tree, const struct canonical_control *control, struct arena *arena,
                    struct report *report, struct buffer *complete, struct buffer *redacted);

#endif
