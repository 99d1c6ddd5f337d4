/* due.h: what a document owes by a day: its review, its publication, its approval and signatures.
 *
 * Rules REVIEW-OVERDUE, REVIEW-DUE, STATEMENT-LATE, UNAPPROVED and UNSIGNED. The day is
 * always given: `check --on` asks the author for it, and a list may take today's.
 */
#ifndef ENGROSS_DUE_H
#define ENGROSS_DUE_H

#include "base/report.h"
#include "library.h"

/* `root` is the document, read or sketched; `on` a date. A document that another of the library has taken the place of
 * by then owes nothing, unless each of the two says so of the other. */
void due_check(struct library *library, const struct element *root, const char *on, struct report *report);

#endif
