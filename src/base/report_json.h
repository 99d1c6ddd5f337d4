/* report_json.h: findings for other programs: one JSON object a line, or one SARIF log.
 *
 * The form of the objects is version 1 of Engross's own: each has "engross": 1 and a
 * "type", one of finding, output, rule, built, gone, document and summary; engross(1) documents their
 * members. Within a version members are added, never changed or taken away.
 */
#ifndef ENGROSS_BASE_REPORT_JSON_H
#define ENGROSS_BASE_REPORT_JSON_H

#include <jansson.h>
#include <stdbool.h>

#include "base/buffer.h"
#include "base/report.h"

/* A new object {"engross": 1, "type": type}. */
json_t *report_json_object(const char *type);
/* Adds a string member; bytes that are no UTF-8 (in the name of a file, say) become U+FFFD. */
void report_json_string(json_t *object, const char *name, const char *text);
void report_json_number(json_t *object, const char *name, size_t number);
void report_json_truth(json_t *object, const char *name, bool truth);
/* Adds a member that is an array of the findings: {"rule", "severity", "message"} each, in the order of report_sorted.
 */
void report_json_findings(json_t *object, const char *name, struct report *report);
/* Appends the object as one line, and frees it. */
void report_json_line(json_t *object, struct buffer *out);

/* Appends every finding as a line on a slip of its own (report_slip.h), in the order of report_sorted. */
void report_print_json(struct report *report, struct buffer *out);

/* Findings on slips and lines of outputs in → a SARIF 2.1.0 log out (OASIS Standard, 2020). `status` is the program's.
 */
void report_print_sarif(const struct buffer *slips, const struct buffer *lines, int status, struct buffer *out);

#endif
