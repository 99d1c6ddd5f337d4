/* log.h: the change log in the history of a document, beside what a comparison found.
 *
 * comparison + the element tree of its new version → which computed change has a row in
 * the release element of that version, which has a reason, and which rows have no change
 * any more. From that: the edits that bring the rows into step with the text.
 *
 * Computed and written changes are matched by target and kind. Reasons belong to people:
 * nothing here ever changes or deletes one.
 */
#ifndef ENGROSS_CHANGES_LOG_H
#define ENGROSS_CHANGES_LOG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/report.h"
#include "changes/comparison.h"
#include "read/edit.h"
#include "read/element.h"

/* A `change` element with a target and a kind. */
struct log_entry {
    const struct element *element;
    const char *target, *kind;
    const char *was;             /* NULL when it is not said */
    bool gone;                   /* marked so */
    bool reason;                 /* has one */
    const struct change *change; /* what was computed; NULL: nothing, or an earlier entry has it */
};

/* A change that was computed, and its row. */
struct log_change {
    const struct change *change;
    const struct log_entry *entry; /* NULL: none */
    const char *was;               /* what the row has to say the unit was called; NULL: nothing */
};

struct change_log {
    const struct comparison *comparison;
    const struct element *root, *history, *release; /* the last two NULL when there is none */
    LIST(struct log_entry) entries;
    LIST(struct log_change) changes; /* in the order of the comparison */
};

/* The release element that is of the version which `root` says it is; NULL when there is none. */
const struct element *log_release(const struct element *root);
/* The entries of a release element, none of them matched; `release` may be NULL. */
struct change_log *log_entries(const struct element *release, struct arena *arena);
/* Matched; `root` is the new version, `release` its release element or NULL. */
struct change_log *log_match(const struct comparison *comparison, const struct element *root,
                             const struct element *release, struct arena *arena);

enum log_action {
    LOG_ADD,    /* a row for a change that has none */
    LOG_REMOVE, /* a row without a reason, whose change is gone */
    LOG_GONE,   /* a row with a reason, whose change is gone: marked */
    LOG_BACK,   /* the change has come back: the mark is taken away */
    LOG_RENAME  /* what the unit was called is another now */
};

struct log_step {
    enum log_action action;
    const char *target, *kind, *label; /* as it is called now, or was when it is gone; NULL when nobody knows */
    struct place place;                /* of the row; of the release, the history or the root for a new one */
};

struct log_file {
    const char *path;
    struct editing *editing;
};

/* What has to be done, and the files with it done; nothing is written. */
struct log_plan {
    LIST(struct log_step) steps;
    LIST(struct log_file) files;
};

/* False after a report: a file cannot be read any more, or is another by now. */
bool log_plan(const struct change_log *log, struct arena *arena, struct report *report, struct log_plan *plan);

#endif
