/* telling.c: what became of documents, told to people or programs.
 *
 * outcomes in the order of the requests in → standard output and standard error out.
 */
#include "telling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/report_json.h"

struct telling telling_open(const struct wish *wish) {
    return (struct telling){.wish = wish,
                            .total = wish->file_count,
                            .progress = isatty(STDERR_FILENO) && !wish->quiet && wish->file_count > 1};
}

/* Whether it arrived is asked in telling_finish. */
static void print_results(const struct buffer *results) {
    if (results->count > 0)
        (void)!fwrite(results->bytes, 1, results->count, stdout);
    (void)fflush(stdout);
}

void telling_document(void *context, const struct request *request, const struct outcome *outcome) {
    struct telling *telling = context;
    telling->done++;
    if (telling->progress)
        fputs("\r\033[K", stderr);
    if (outcome->messages.count)
        fwrite(outcome->messages.bytes, 1, outcome->messages.count, stderr);
    if (telling->wish->format == FORMAT_SARIF)
        buffer_bytes(&telling->lines, outcome->results.bytes, outcome->results.count);
    else
        print_results(&outcome->results);
    telling->errors += outcome->errors;
    telling->warnings += outcome->warnings;
    telling->notes += outcome->notes;
    if (outcome->status > telling->status)
        telling->status = outcome->status;
    if (telling->progress && request != NULL && telling->done < telling->total)
        fprintf(stderr, "%zu of %zu done, last %s", telling->done, telling->total, request->file);
}

void telling_report(struct telling *telling, struct report *report) {
    struct outcome outcome = {
        .errors = report_errors(report), .warnings = report_warnings(report), .status = report_status(report)};
    outcome.notes = report_count(report) - outcome.errors - outcome.warnings;
    if (telling->wish->format == FORMAT_TEXT)
        report_print(report, &outcome.messages, isatty(STDERR_FILENO) && !getenv("NO_COLOR"));
    else
        report_print_json(report, &outcome.results);
    telling->progress = false;
    telling_document(telling, NULL, &outcome);
    buffer_close(&outcome.messages);
    buffer_close(&outcome.results);
}

static const char *plural(size_t count) {
    return count == 1 ? "" : "s";
}

static void print_sum(const struct telling *telling) {
    size_t found = telling->errors + telling->warnings + telling->notes;
    if (telling->wish->quiet || telling->total == 0 || (found == 0 && strcmp(telling->wish->verb, "check") != 0))
        return;
    fprintf(stderr, "%zu document%s: %zu error%s, %zu warning%s", telling->total, plural(telling->total),
            telling->errors, plural(telling->errors), telling->warnings, plural(telling->warnings));
    if (telling->notes > 0)
        fprintf(stderr, ", %zu note%s", telling->notes, plural(telling->notes));
    if (telling->errors == 0 && telling->status == STATUS_FINDINGS)
        fputs("; --fail-on=warning asked for none", stderr);
    fputs(found > 0 ? "; engross explain RULE says more\n" : "\n", stderr);
}

static void print_json_sum(const struct telling *telling) {
    struct buffer line = {0};
    json_t *object = report_json_object("summary");
    report_json_number(object, "documents", telling->total);
    report_json_number(object, "errors", telling->errors);
    report_json_number(object, "warnings", telling->warnings);
    report_json_number(object, "notes", telling->notes);
    report_json_number(object, "status", (size_t)telling->status);
    report_json_line(object, &line);
    print_results(&line);
    buffer_close(&line);
}

static void print_log(struct telling *telling) {
    struct buffer log = {0};
    report_print_sarif(&telling->lines, telling->status, &log);
    print_results(&log);
    buffer_close(&log);
    buffer_close(&telling->lines);
}

int telling_close(struct telling *telling) {
    if (telling->wish->format == FORMAT_JSON)
        print_json_sum(telling);
    else if (telling->wish->format == FORMAT_SARIF)
        print_log(telling);
    else
        print_sum(telling);
    return telling->status;
}

int telling_finish(int status) {
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    fputs("engross: error: cannot write to standard output\n", stderr);
    return status ? status : STATUS_INPUT;
}
