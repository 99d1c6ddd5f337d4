/* stumble.c: one place at which the XML of a file broke off: saying it and mending it.
 *
 * places in the mended text in → findings at the author's places, and planned
 * edits, out. Every place that was told is noted, since what the schema would say
 * of the same place is a consequence.
 */
#include "read/stumble.h"

#include "read/scan.h"

struct place stumble_place(const struct stumble *stumble, const char *at) {
    return scan_place(stumble->file, stumble->repair->original, repair_origin(stumble->repair, at));
}

const char *stumble_name(const struct stumble *stumble, const char *name) {
    return arena_copy(stumble->reading->arena, name, (size_t)(scan_name(name, stumble->end) - name));
}

void stumble_say(const struct stumble *stumble, const char *at, size_t width, const char *message, const char *mend) {
    struct place place = stumble_place(stumble, at);
    place.width = (uint32_t)width;
    LIST_ADD(stumble->reading->arena, &stumble->reading->told, place);
    reading_fault(stumble->reading, RULE_XML_SYNTAX, place, message, mend);
}

void stumble_say_tag(const struct stumble *stumble, const char *at, const char *message, const char *mend) {
    struct place place = stumble_place(stumble, at);
    LIST_ADD(stumble->reading->arena, &stumble->reading->told, place);
    reading_fault(stumble->reading, RULE_XML_TAG, place, message, mend);
}

void stumble_mend(const struct stumble *stumble, const char *at, size_t removed, const char *put) {
    repair_plan(stumble->repair, at, removed, put);
}

bool stumble_is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n';
}
