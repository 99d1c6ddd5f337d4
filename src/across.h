/* across.h: what one document says of the others of its house, held against them.
 *
 * Rules DOC-DEAD, DOC-TITLE, DOC-SUPERSEDES and DOC-TWICE, and ROLE-DECLARED of the
 * offices and committees that the house has declared. For `engross check`: a PDF holds
 * none of this, so a build does not ask.
 */
#ifndef ENGROSS_ACROSS_H
#define ENGROSS_ACROSS_H

#include "base/report.h"
#include "library.h"

/* `root` was read from `path` without a fault. Of the library no more is read than what the document names. */
void across_check(struct library *library, const char *path, const struct element *root, struct report *report);

#endif
