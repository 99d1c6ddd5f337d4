/* report_json.c: findings as JSON objects, one a line.
 *
 * findings in → lines out, by jansson. The members of an object come in the order in
 * which they are set here, so the same findings give the same bytes.
 *
 * Surprising: line, column and width are left out when they are not known (the fault
 * is of the file as a whole); columns count characters from 1, as everywhere else.
 */
#include "base/report_json.h"

#include <stdlib.h>
#include <string.h>

#include "base/report_slip.h"
#include "base/utf8.h"

#define FORM_VERSION 1

static const char *const severities[] = {
    [SEVERITY_NOTE] = "note", [SEVERITY_WARNING] = "warning", [SEVERITY_ERROR] = "error"};

/* jansson gives NULL for want of memory alone, the strings being UTF-8 by then. */
static json_t *held(json_t *value) {
    if (value == NULL)
        memory_exhausted();
    return value;
}

static void set(json_t *object, const char *name, json_t *value) {
    if (json_object_set_new(object, name, held(value)) != 0)
        memory_exhausted();
}

json_t *report_json_object(const char *type) {
    json_t *object = held(json_object());
    set(object, "engross", json_integer(FORM_VERSION));
    set(object, "type", json_string(type));
    return object;
}

void report_json_string(json_t *object, const char *name, const char *text) {
    struct buffer clean = {0};
    const char *end = text + strlen(text);
    while (text < end) {
        uint32_t code = 0;
        char bytes[4];
        text += utf8_decode(text, end, &code);
        buffer_bytes(&clean, bytes, utf8_write(code, bytes));
    }
    set(object, name, json_stringn(buffer_text(&clean), clean.count));
    buffer_close(&clean);
}

void report_json_number(json_t *object, const char *name, size_t number) {
    set(object, name, json_integer((json_int_t)number));
}

void report_json_truth(json_t *object, const char *name, bool truth) {
    set(object, name, json_boolean(truth));
}

void report_json_findings(json_t *object, const char *name, struct report *report) {
    json_t *array = held(json_array());
    const struct finding *findings = report_sorted(report);
    for (size_t i = 0; i < report_count(report); i++) {
        json_t *item = held(json_object());
        report_json_string(item, "rule", findings[i].rule->name);
        report_json_string(item, "severity", severities[findings[i].rule->severity]);
        report_json_string(item, "message", findings[i].message);
        if (json_array_append_new(array, item) != 0)
            memory_exhausted();
    }
    set(object, name, array);
}

void report_json_line(json_t *object, struct buffer *out) {
    char *line = json_dumps(object, JSON_COMPACT);
    if (line == NULL)
        memory_exhausted();
    buffer_string(out, line);
    buffer_char(out, '\n');
    free(line);
    json_decref(object);
}

static void print_finding(const struct finding *finding, struct buffer *out) {
    const struct place *place = &finding->place;
    json_t *object = report_json_object("finding");
    report_json_string(object, "rule", finding->rule->name);
    report_json_string(object, "severity", severities[finding->rule->severity]);
    if (place->file != NULL)
        report_json_string(object, "file", place->file);
    if (place->line > 0)
        report_json_number(object, "line", place->line);
    if (place->line > 0 && place->column > 0)
        report_json_number(object, "column", place->column);
    if (place->line > 0 && place->column > 0 && place->width > 0)
        report_json_number(object, "width", place->width);
    report_json_string(object, "message", finding->message);
    if (*finding->mend != '\0')
        report_json_string(object, "mend", finding->mend);
    report_json_line(object, out);
}

void report_print_json(struct report *report, struct buffer *out) {
    const struct finding *findings = report_sorted(report);
    for (size_t i = 0; i < report_count(report); i++) {
        size_t begun = slip_begin(out, &findings[i]);
        print_finding(&findings[i], out);
        slip_end(out, begun);
    }
}
