/* report.c: faults as values: collecting them, putting them in order.
 *
 * rule, place and strings in → findings in order out. Doubles are dropped as they
 * come, by a hash of what would be printed (open addressing; never iterated, so it
 * has no say in the order). Files are put in the order in which they were first
 * named. How findings look on a terminal is in report_print.c.
 */
#include "base/report.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/list.h"

#define MESSAGE_STRING ((size_t)2000) /* bytes */

struct entry {
    struct finding finding;
    size_t file;   /* place in the order of files */
    size_t number; /* place in the order of adding */
};

struct report {
    struct arena *arena;
    LIST(struct entry) entries;
    LIST(const char *) files;
    size_t *slots; /* 1 + index of an entry; 0 is free */
    size_t slot_count;
    size_t counts[SEVERITY_ERROR + 1];
    int status;
};

struct report *report_open(struct arena *arena) {
    struct report *report = ARENA_NEW(arena, struct report);
    report->arena = arena;
    return report;
}

/* A string of a message, cut where no author could want to read on: it may be an attribute of a million characters. */
static void report_put(struct buffer *text, const char *string) {
    size_t count = strnlen(string, MESSAGE_STRING + 1);
    if (count <= MESSAGE_STRING) {
        buffer_bytes(text, string, count);
        return;
    }
    count = MESSAGE_STRING;
    while (count > 0 && ((unsigned char)string[count] & 0xC0) == 0x80)
        count--;
    buffer_bytes(text, string, count);
    buffer_string(text, "…");
}

/* The message with `{1}`… replaced. A template that wants a string which was not given is our bug. */
static const char *report_fill(struct arena *arena, const char *template, const char *const *strings) {
    size_t given = 0;
    while (strings[given] != NULL)
        given++;
    struct buffer text = {0};
    for (const char *at = template; *at != '\0'; at++) {
        if (at[0] == '{' && at[1] >= '1' && at[1] <= '9' && at[2] == '}') {
            size_t which = (size_t)(at[1] - '1');
            assert(which < given);
            report_put(&text, which < given ? strings[which] : "");
            at += 2;
        } else {
            buffer_char(&text, *at);
        }
    }
    const char *filled = arena_copy(arena, buffer_text(&text), text.count);
    buffer_close(&text);
    return filled;
}

static size_t report_file(struct report *report, const char *file) {
    for (size_t i = report->files.count; i > 0; i--) {
        const char *known = report->files.items[i - 1];
        if (known == file || (known != NULL && file != NULL && strcmp(known, file) == 0))
            return i - 1;
    }
    const char *copy = file == NULL ? NULL : arena_string(report->arena, file);
    LIST_ADD(report->arena, &report->files, copy);
    return report->files.count - 1;
}

static size_t report_mix(size_t hash, size_t value) {
    return (hash ^ value) * (size_t)0x100000001B3u;
}

static size_t report_hash(const struct entry *entry) {
    const struct finding *finding = &entry->finding;
    size_t hash = report_mix((size_t)0xCBF29CE484222325u, entry->file);
    hash = report_mix(hash, finding->place.line);
    hash = report_mix(hash, finding->place.column);
    for (const char *c = finding->message; *c != '\0'; c++)
        hash = report_mix(hash, (unsigned char)*c);
    return hash ^ (hash >> 29);
}

static bool report_same(const struct entry *a, const struct entry *b) {
    return a->finding.rule == b->finding.rule && a->file == b->file && a->finding.place.line == b->finding.place.line &&
           a->finding.place.column == b->finding.place.column && strcmp(a->finding.message, b->finding.message) == 0;
}

/* The slot that holds an entry like this one, or the free one where it would go. */
static size_t *report_slot(struct report *report, const struct entry *entry) {
    size_t at = report_hash(entry) & (report->slot_count - 1);
    while (report->slots[at] != 0 && !report_same(&report->entries.items[report->slots[at] - 1], entry))
        at = (at + 1) & (report->slot_count - 1);
    return &report->slots[at];
}

static void report_make_room(struct report *report) {
    if (report->entries.count * 2 < report->slot_count)
        return;
    report->slot_count = report->slot_count == 0 ? 64 : report->slot_count * 2;
    report->slots = ARENA_ARRAY(report->arena, report->slot_count, size_t);
    for (size_t i = 0; i < report->entries.count; i++)
        *report_slot(report, &report->entries.items[i]) = i + 1;
}

/* `message` and `mend` live as long as the report. */
static void report_enter(struct report *report, const struct catalogue_row *row, struct place place,
                         const char *message, const char *mend) {
    struct entry entry = {.finding = {.rule = row, .place = place, .message = message, .mend = mend},
                          .number = report->entries.count};
    entry.file = report_file(report, place.file);
    entry.finding.place.file = report->files.items[entry.file];
    report_make_room(report);
    size_t *slot = report_slot(report, &entry);
    if (*slot != 0)
        return;
    LIST_ADD(report->arena, &report->entries, entry);
    *slot = report->entries.count;
    report->counts[row->severity]++;
    if (row->severity == SEVERITY_ERROR && row->status > report->status)
        report->status = row->status;
}

void report_add_strings(struct report *report, enum rule rule, struct place place, const char *const *strings) {
    const struct catalogue_row *row = catalogue_find(rule);
    report_enter(report, row, place, report_fill(report->arena, row->message, strings),
                 report_fill(report->arena, row->mend, strings));
}

void report_add_row(struct report *report, const struct catalogue_row *row, struct place place, const char *message,
                    const char *mend) {
    report_enter(report, row, place, arena_string(report->arena, message), arena_string(report->arena, mend));
}

void report_insert(struct report *report, size_t before, const struct report *other) {
    assert(before <= report->entries.count);
    if (other->entries.count == 0)
        return;
    struct report was = *report;
    *report = (struct report){.arena = was.arena};
    for (size_t i = 0; i <= was.entries.count; i++) {
        for (size_t j = 0; i == before && j < other->entries.count; j++) {
            const struct finding *finding = &other->entries.items[j].finding;
            report_add_row(report, finding->rule, finding->place, finding->message, finding->mend);
        }
        if (i < was.entries.count) {
            const struct finding *finding = &was.entries.items[i].finding;
            report_enter(report, finding->rule, finding->place, finding->message, finding->mend);
        }
    }
}

size_t report_count(const struct report *report) {
    return report->entries.count;
}

size_t report_errors(const struct report *report) {
    return report->counts[SEVERITY_ERROR];
}

size_t report_warnings(const struct report *report) {
    return report->counts[SEVERITY_WARNING];
}

int report_status(const struct report *report) {
    return report->status;
}

static int report_compare(const void *left, const void *right) {
    const struct entry *a = left;
    const struct entry *b = right;
    const struct place *p = &a->finding.place;
    const struct place *q = &b->finding.place;
    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    if (p->line != q->line)
        return p->line < q->line ? -1 : 1;
    if (p->column != q->column)
        return p->column < q->column ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

const struct finding *report_sorted(struct report *report) {
    size_t count = report->entries.count;
    struct entry *entries = memory_take(count * sizeof *entries);
    if (count > 0)
        memcpy(entries, report->entries.items, count * sizeof *entries);
    qsort(entries, count, sizeof *entries, report_compare);
    struct finding *sorted = ARENA_ARRAY(report->arena, count, struct finding);
    for (size_t i = 0; i < count; i++)
        sorted[i] = entries[i].finding;
    free(entries);
    return sorted;
}
