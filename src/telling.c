/* telling.c: what became of documents, told to people or programs.
 *
 * outcomes in the order of the requests in → standard output and standard error out.
 */
#include "telling.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/report_json.h"
#include "base/report_slip.h"
#include "base/utf8.h"

#define MANY_FINDINGS 20 /* more than a screen of them */

struct telling telling_open(const struct wish *wish) {
    return (struct telling){.wish = wish,
                            .total = wish->file_count,
                            .told = wish->file_count > 1 ? names_open(wish->arena) : NULL,
                            .progress = isatty(STDERR_FILENO) && !wish->quiet && wish->file_count > 1};
}

/* Whether it arrived is asked in telling_finish. */
static void print_results(const struct buffer *results) {
    if (results->count > 0)
        (void)!fwrite(results->bytes, 1, results->count, stdout);
    (void)fflush(stdout);
}

static size_t *count_of(struct telling *telling, enum severity severity) {
    return severity == SEVERITY_ERROR     ? &telling->errors
           : severity == SEVERITY_WARNING ? &telling->warnings
                                          : &telling->notes;
}

/* Whether the finding came with an earlier document: then it is not counted. A run of one document takes no memory
 * here, since its PDF has its name by now. */
static bool told_before(struct telling *telling, const struct slip *slip) {
    if (telling->told == NULL)
        return false;
    bool fresh;
    /* With the file's own bytes: as printed, two names that are no UTF-8 look alike. */
    const char *finding = arena_format(telling->wish->arena, "%s\n%s", slip->file, slip->text);
    if (names_find(telling->told, finding) == NULL) {
        names_add(telling->told, finding, (struct place){0}, &fresh);
        return false;
    }
    --*count_of(telling, slip->severity);
    return true;
}

/* When findings are many, the errors among them are hard to find from the end, where a terminal stands. */
static void note_first(struct telling *telling, const struct slip *slip) {
    report_show(&telling->first, slip->file);
    if (slip->line > 0)
        buffer_format(&telling->first, ":%u", (unsigned)slip->line);
}

/* Prints the findings, less those that were told before; or keeps their lines for the log. */
static void tell_slips(struct telling *telling, const struct buffer *slips) {
    struct slip slip;
    for (size_t at = 0; slip_next(slips, &at, &slip);) {
        if (told_before(telling, &slip))
            continue;
        if (slip.severity == SEVERITY_ERROR && telling->first.count == 0 && *slip.file != '\0')
            note_first(telling, &slip);
        if (telling->wish->format == FORMAT_SARIF)
            slip_copy(&telling->slips, &slip);
        else
            (void)!fwrite(slip.text, 1, slip.bytes, telling->wish->format == FORMAT_TEXT ? stderr : stdout);
    }
}

void telling_document(void *context, const struct request *request, const struct outcome *outcome) {
    struct telling *telling = context;
    telling->done++;
    if (telling->progress)
        fputs("\r\033[K", stderr);
    if (outcome->messages.count)
        fwrite(outcome->messages.bytes, 1, outcome->messages.count, stderr);
    telling->errors += outcome->errors;
    telling->warnings += outcome->warnings;
    telling->notes += outcome->notes;
    tell_slips(telling, &outcome->slips);
    if (telling->wish->format == FORMAT_SARIF)
        buffer_bytes(&telling->lines, outcome->results.bytes, outcome->results.count);
    else
        print_results(&outcome->results);
    if (outcome->status > telling->status)
        telling->status = outcome->status;
    if (telling->progress && request != NULL && telling->done < telling->total)
        telling_say("%zu of %zu done, last %s", telling->done, telling->total, request->file);
}

void telling_report(struct telling *telling, struct report *report) {
    struct outcome outcome = {
        .errors = report_errors(report), .warnings = report_warnings(report), .status = report_status(report)};
    outcome.notes = report_count(report) - outcome.errors - outcome.warnings;
    if (telling->wish->format == FORMAT_TEXT)
        report_print_slips(report, &outcome.slips, isatty(STDERR_FILENO) && !getenv("NO_COLOR"));
    else
        report_print_json(report, &outcome.slips);
    telling->progress = false;
    telling_document(telling, NULL, &outcome);
    buffer_close(&outcome.slips);
}

void telling_print(struct report *report) {
    struct buffer messages = {0};
    report_print(report, &messages, isatty(STDERR_FILENO) && !getenv("NO_COLOR"));
    fputs(buffer_text(&messages), stderr);
    buffer_close(&messages);
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
        fprintf(stderr, "; --fail-on=%s asked for none", telling->wish->fail_on_layout ? "layout" : "warning");
    if (telling->first.count > 0 && found > MANY_FINDINGS)
        fprintf(stderr, "; first error: %s", telling->first.bytes);
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
    report_print_sarif(&telling->slips, &telling->lines, telling->status, &log);
    print_results(&log);
    buffer_close(&log);
    buffer_close(&telling->slips);
    buffer_close(&telling->lines);
}

int telling_close(struct telling *telling) {
    if (telling->wish->format == FORMAT_JSON)
        print_json_sum(telling);
    else if (telling->wish->format == FORMAT_SARIF)
        print_log(telling);
    else
        print_sum(telling);
    buffer_close(&telling->first);
    return telling->status;
}

/* Takes care of one line at a time, since report_show makes blanks of line ends. */
void telling_say(const char *format, ...) {
    va_list values;
    va_start(values, format);
    char *words = NULL;
    if (vasprintf(&words, format, values) < 0)
        memory_exhausted();
    va_end(values);
    struct buffer out = {0};
    for (char *at = words, *feed; *at != '\0'; at = feed + 1) {
        feed = strchr(at, '\n');
        if (feed == NULL) {
            report_show(&out, at);
            break;
        }
        *feed = '\0';
        report_show(&out, at);
        buffer_char(&out, '\n');
    }
    (void)!fwrite(out.bytes, 1, out.count, stderr);
    buffer_close(&out);
    free(words);
}

void telling_wrap(struct buffer *out, const char *text, size_t bytes, size_t first, size_t rest) {
    const char *end = text + bytes;
    size_t column = 0, indent = first;
    while (text < end) {
        text += strspn(text, " \n");
        if (text >= end)
            break;
        size_t word = strcspn(text, " \n"), width;
        if (word > (size_t)(end - text))
            word = (size_t)(end - text);
        width = utf8_count(text, word);
        if (column > 0 && column + 1 + width > TELLING_COLUMNS) {
            buffer_char(out, '\n');
            column = 0;
            indent = rest;
        }
        size_t spaces = column > 0 ? 1 : indent;
        buffer_format(out, "%*s%.*s", (int)spaces, "", (int)word, text);
        column += spaces + width;
        text += word;
    }
    buffer_char(out, '\n');
}

int telling_finish(int status) {
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    fputs("engross: error: cannot write to standard output\n", stderr);
    return status ? status : STATUS_INPUT;
}
