/* comparison_json.c: a comparison as a JSON object, by jansson.
 *
 * comparison in → {format, document, from, to, changes, numbers} out. What a version has
 * not got is null: the number of a table that has none is "", that of a provision which is
 * not there is null with all that is said of it.
 *
 * Surprising: the place of what was deleted is that in the old text, since there is no
 * other.
 */
#include "changes/comparison_json.h"

#include <stdlib.h>

#include "base/report_json.h"

#define FORM_VERSION 1

static json_t *held(json_t *value) {
    if (value == NULL)
        memory_exhausted();
    return value;
}

static void set(json_t *object, const char *name, json_t *value) {
    if (json_object_set_new(object, name, held(value)) != 0)
        memory_exhausted();
}

static void add(json_t *array, json_t *value) {
    if (json_array_append_new(array, held(value)) != 0)
        memory_exhausted();
}

static void set_text(json_t *object, const char *name, const char *text) {
    if (text == NULL)
        set(object, name, json_null());
    else
        report_json_string(object, name, text);
}

static void set_unit(json_t *object, const char *name, const char *number, const char *label) {
    if (label == NULL) {
        set(object, name, json_null());
        return;
    }
    json_t *unit = held(json_object());
    set_text(unit, "number", number == NULL ? "" : number);
    set_text(unit, "label", label);
    set(object, name, unit);
}

static void set_place(json_t *object, const struct node *node) {
    if (node == NULL || node->place.file == NULL) {
        set(object, "place", json_null());
        return;
    }
    json_t *place = held(json_object());
    set_text(place, "file", node->place.file);
    report_json_number(place, "line", node->place.line);
    report_json_number(place, "column", node->place.column);
    set(object, "place", place);
}

/* The words of one side; null when there is nothing on that side. */
static void set_words(json_t *object, const char *name, const struct edit *edit, bool new) {
    bool absent = edit->attribute != NULL
                      ? (new ? edit->now : edit->was) == NULL
                      : edit->kind == (new ? CHANGE_DELETED : CHANGE_INSERTED) || edit->kind == CHANGE_MOVED;
    struct buffer words = {0};
    if (!absent)
        edit_words(edit, new, &words);
    set_text(object, name, absent ? NULL : buffer_text(&words));
    buffer_close(&words);
}

static json_t *edit_object(const struct edit *edit) {
    json_t *object = held(json_object());
    set_text(object, "kind", change_kind_name(edit->kind));
    set_text(object, "where", edit_where_name(edit->where));
    if (edit->attribute != NULL)
        set_text(object, "attribute", edit->attribute);
    set_words(object, "old", edit, false);
    set_words(object, "new", edit, true);
    return object;
}

static json_t *change_object(const struct change *change, const struct ground *ground) {
    json_t *object = held(json_object());
    set_text(object, "kind", change_kind_name(change->kind));
    set_text(object, "target", change->target);
    set_unit(object, "was", change->number_old, change->label_old);
    set_unit(object, "now", change->number_new, change->label_new);
    set_text(object, "reason", ground->reason);
    json_t *approvals = held(json_array());
    for (size_t i = 0; i < ground->body_count; i++)
        add(approvals, json_string(ground->body_ids[i]));
    set(object, "approvals", approvals);
    set_place(object, change->new != NULL ? change->new : change->old);
    json_t *edits = held(json_array());
    for (size_t i = 0; i < change->edits.count; i++)
        add(edits, edit_object(&change->edits.items[i]));
    set(object, "edits", edits);
    return object;
}

static json_t *number_object(const struct renumbering *renumbering) {
    json_t *object = held(json_object());
    set_text(object, "target", renumbering->target);
    set_text(object, "old", renumbering->old);
    set_text(object, "new", renumbering->new);
    return object;
}

void comparison_json(const struct comparison *comparison, const struct ground *grounds, struct buffer *out) {
    json_t *object = held(json_object());
    json_t *changes = held(json_array());
    json_t *numbers = held(json_array());
    set(object, "format", json_integer(FORM_VERSION));
    set_text(object, "document", comparison->new.document->id);
    set_text(object, "from", comparison->old.label);
    set_text(object, "to", comparison->new.label);
    for (size_t i = 0; i < comparison->changes.count; i++)
        add(changes, change_object(comparison->changes.items[i], &grounds[i]));
    for (size_t i = 0; i < comparison->numbers.count; i++)
        add(numbers, number_object(&comparison->numbers.items[i]));
    set(object, "changes", changes);
    set(object, "numbers", numbers);
    char *text = json_dumps(object, JSON_INDENT(1));
    if (text == NULL)
        memory_exhausted();
    buffer_string(out, text);
    buffer_char(out, '\n');
    free(text);
    json_decref(object);
}
