/* report.h: faults as values.
 *
 * A stage that finds a fault adds it and goes on, so that one run names every
 * fault. Only the caller at the top prints. Strings that are added are copied.
 */
#ifndef ENGROSS_BASE_REPORT_H
#define ENGROSS_BASE_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/catalogue.h"
#include "base/place.h"

struct finding {
    const struct catalogue_row *rule; /* of the catalogue or of a rule file */
    struct place place;
    const char *message; /* with its strings filled in */
    const char *mend;
};

struct report;

struct report *report_open(struct arena *arena);

/* report_add(report, RULE_A11Y_ALT, place, "string for {1}", "string for {2}"); at least one string, "" if none is
 * used. */
#define report_add(report, rule, place, ...) \
    report_add_strings((report), (rule), (place), (const char *const[]){__VA_ARGS__, NULL})
void report_add_strings(struct report *report, enum rule rule, struct place place, const char *const *strings);
/* A finding of a rule that a rule file holds. The row has to live as long as the report; only its name, severity and
 * status are looked at. `mend` may be "". */
void report_add_row(struct report *report, const struct catalogue_row *row, struct place place, const char *message,
                    const char *mend);

/* Puts the findings of `other` where they would stand had they been added after the first `before` entries: what was
 * looked at beside is joined to the report in the order in which one thread would have found it. Nothing in `report`
 * points into `other` afterwards, but for rows and places. */
void report_insert(struct report *report, size_t before, const struct report *other);

size_t report_count(const struct report *report);
size_t report_errors(const struct report *report);
size_t report_warnings(const struct report *report);
/* Sorted by file (in the order in which files were first named), line and column; doubles removed. */
const struct finding *report_sorted(struct report *report);
/* The exit status that the findings ask for: 0 when none is an error, else the highest of the rows' statuses. */
int report_status(const struct report *report);

/* Prints every finding in the form of README.md: place, severity, message, rule, source excerpt, mend. `colour` uses
 * terminal colours. Excerpts are read from the files named by the places. */
void report_print(struct report *report, struct buffer *out, bool colour);
/* The same, each finding on a slip of its own (report_slip.h). */
void report_print_slips(struct report *report, struct buffer *out, bool colour);
/* Text of an author's, or of a command line, in a form that no terminal obeys: the code points of control and format
 * characters are shown. */
void report_show(struct buffer *out, const char *text);

#endif
