/* report_sarif.c: findings as a log in the Static Analysis Results Interchange Format.
 *
 * slips of findings and lines of outputs (report_slip.h, report_json.h) in → one SARIF 2.1.0 log out (OASIS Standard,
 * 27 March 2020; the numbers in comments are its sections). Findings become results, written PDFs become artifacts.
 * Each rule that was broken is described once, in the order in which it was first broken.
 *
 * Surprising: the input is our own JSON rather than findings, because each document
 * is worked on in a process of its own and its findings reach us as text. The name
 * of a file comes beside it, since JSON cannot hold one that is no UTF-8.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/report_json.h"
#include "base/report_slip.h"
#include "base/version.h"

struct log {
    json_t *rules;
    json_t *results;
    json_t *artifacts;
    json_t *numbers; /* rule → its place in `rules` */
};

static json_t *pack(json_t *value) {
    if (value == NULL)
        memory_exhausted();
    return value;
}

/* A path as a URI reference (3.4.4, RFC 3986): absolute ones with their scheme, others as they stand. */
static json_t *location(const char *path) {
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    struct buffer uri = {0};
    if (path[0] == '/')
        buffer_string(&uri, "file://");
    for (const char *at = path; *at != '\0'; at++) {
        if (strchr(plain, *at) != NULL)
            buffer_char(&uri, *at);
        else
            buffer_format(&uri, "%%%02X", (unsigned char)*at);
    }
    json_t *object = pack(json_pack("{s:s}", "uri", buffer_text(&uri)));
    buffer_close(&uri);
    return object;
}

static json_int_t rule_number(struct log *log, const char *name, const char *severity) {
    json_t *known = json_object_get(log->numbers, name);
    if (known != NULL)
        return json_integer_value(known);
    json_int_t number = (json_int_t)json_array_size(log->rules);
    char help[128];
    snprintf(help, sizeof help, "engross explain %.64s says why, with an example.", name);
    json_array_append_new(log->rules, pack(json_pack("{s:s, s:{s:s}, s:{s:s}}", "id", name, "help", "text", help,
                                                     "defaultConfiguration", "level", severity)));
    json_object_set_new(log->numbers, name, pack(json_integer(number)));
    return number;
}

/* 3.30: a region without a line would be none at all. */
static json_t *region(const json_t *finding) {
    json_int_t line = json_integer_value(json_object_get(finding, "line"));
    json_int_t column = json_integer_value(json_object_get(finding, "column"));
    json_int_t width = json_integer_value(json_object_get(finding, "width"));
    if (line == 0)
        return NULL;
    json_t *object = pack(json_pack("{s:I}", "startLine", line));
    if (column > 0)
        json_object_set_new(object, "startColumn", pack(json_integer(column)));
    if (column > 0 && width > 0)
        json_object_set_new(object, "endColumn", pack(json_integer(column + width)));
    return object;
}

static void add_result(struct log *log, const json_t *finding, const char *file) {
    const char *rule = json_string_value(json_object_get(finding, "rule"));
    const char *level = json_string_value(json_object_get(finding, "severity"));
    const char *mend = json_string_value(json_object_get(finding, "mend"));
    struct buffer text = {0};
    buffer_string(&text, json_string_value(json_object_get(finding, "message")));
    if (mend != NULL)
        buffer_format(&text, "; mend: %s", mend);
    json_t *result =
        pack(json_pack("{s:s, s:I, s:s, s:{s:s}}", "ruleId", rule, "ruleIndex", rule_number(log, rule, level), "level",
                       level, "message", "text", buffer_text(&text)));
    buffer_close(&text);
    if (*file != '\0') {
        json_t *physical = pack(json_pack("{s:o}", "artifactLocation", location(file)));
        json_t *where = region(finding);
        if (where != NULL)
            json_object_set_new(physical, "region", where);
        json_object_set_new(result, "locations", pack(json_pack("[{s:o}]", "physicalLocation", physical)));
    }
    json_array_append_new(log->results, result);
}

static void add_slip(struct log *log, const struct slip *slip) {
    json_t *object = pack(json_loadb(slip->text, slip->bytes, 0, NULL));
    add_result(log, object, slip->file);
    json_decref(object);
}

static void add_line(struct log *log, const char *line, size_t count) {
    json_t *object = pack(json_loadb(line, count, 0, NULL));
    const char *type = json_string_value(json_object_get(object, "type"));
    if (strcmp(type, "output") == 0)
        json_array_append_new(log->artifacts,
                              pack(json_pack("{s:o, s:[s], s:s}", "location",
                                             location(json_string_value(json_object_get(object, "path"))), "roles",
                                             "resultFile", "mimeType", "application/pdf")));
    json_decref(object);
}

void report_print_sarif(const struct buffer *slips, const struct buffer *lines, int status, struct buffer *out) {
    struct log log = {pack(json_array()), pack(json_array()), pack(json_array()), pack(json_object())};
    struct slip slip;
    for (size_t from = 0; slip_next(slips, &from, &slip);)
        add_slip(&log, &slip);
    const char *at = lines->bytes;
    const char *end = at + lines->count;
    for (const char *next; at < end; at = next + 1) {
        next = memchr(at, '\n', (size_t)(end - at));
        add_line(&log, at, (size_t)(next - at));
    }
    /* executionSuccessful (3.20.14) is whether the tool could do its work, not whether it found nothing. */
    json_t *run = pack(json_pack("{s:{s:{s:s, s:s, s:o}}, s:s, s:[{s:b, s:i}], s:o, s:o}", "tool", "driver", "name",
                                 "Engross", "version", ENGROSS_VERSION, "rules", log.rules, "columnKind",
                                 "unicodeCodePoints", "invocations", "executionSuccessful", status < 3, "exitCode",
                                 status, "artifacts", log.artifacts, "results", log.results));
    json_t *whole = pack(json_pack("{s:s, s:s, s:[o]}", "$schema", "https://json.schemastore.org/sarif-2.1.0.json",
                                   "version", "2.1.0", "runs", run));
    char *text = json_dumps(whole, JSON_INDENT(2));
    if (text == NULL)
        memory_exhausted();
    buffer_string(out, text);
    buffer_char(out, '\n');
    free(text);
    json_decref(whole);
    json_decref(log.numbers);
}
