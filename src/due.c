/* due.c: what a document owes by a day. See due.h.
 *
 * document + day → findings. A date after the day has not come yet, so an approval or a
 * signature of tomorrow does not count. A document is in use from the day on which it
 * takes effect or is published; a statement has to be by six months after its year.
 *
 * Surprising: a placeholder is no date, but it is told by itself (MISSING-DETAIL). So
 * nothing is said of it here unless the day makes it worse: a document that is in use
 * without the approval, or a statement whose six months are over.
 */
#include "due.h"

#include <string.h>

#include "calendar.h"
#include "document/numbers.h"

struct due {
    struct library *library;
    struct arena *arena;
    const struct element *root, *control;
    const char *on, *on_words;
    const char *state;    /* why it has to be approved and signed by now, in words; NULL when it need not be yet */
    bool in_use;          /* rather than merely overdue */
    bool called_approved; /* then what is missing has been told: APPROVAL-MISSING, MS-04, MS-05 */
    struct report *report;
};

/* A date that is one, or NULL. */
static const char *date_of(const struct due *due, const struct element *element, const char *attribute) {
    const char *date = library_value(due->library, element, attribute);
    return date != NULL && number_date(due->arena, date) != NULL ? date : NULL;
}

static bool has_come(const struct due *due, const char *date) {
    return date != NULL && strcmp(date, due->on) <= 0;
}

static void check_review(const struct due *due) {
    const struct element *review = element_child(due->control, "review-by");
    const char *date = date_of(due, review, "date");
    if (date == NULL)
        return;
    struct place place = element_attribute_place(review, "date");
    const char *words = number_date(due->arena, date);
    if (strcmp(date, due->on) < 0)
        report_add(due->report, RULE_REVIEW_OVERDUE, place, words, due->on_words);
    else if (strcmp(date, calendar_half_year_after(due->arena, due->on)) <= 0)
        report_add(due->report, RULE_REVIEW_DUE, place, words, due->on_words);
}

/* The last day for publishing a statement when that has passed without its being published, or NULL. */
static const char *missed_day(const struct due *due) {
    const char *to =
        element_is(due->root, "statement") ? date_of(due, element_child(due->control, "period"), "to") : NULL;
    const char *last = to == NULL ? NULL : calendar_half_year_after(due->arena, to);
    bool published = has_come(due, date_of(due, element_child(due->control, "published"), "date"));
    return last != NULL && !published && strcmp(last, due->on) < 0 ? last : NULL;
}

static void find_state(struct due *due) {
    const char *effective = date_of(due, element_child(due->control, "effective-from"), "date");
    const char *published = date_of(due, element_child(due->control, "published"), "date");
    const char *missed = missed_day(due);
    due->in_use = has_come(due, effective) || has_come(due, published);
    if (has_come(due, effective))
        due->state = arena_format(due->arena, "has been in force since %s", number_date(due->arena, effective));
    else if (has_come(due, published))
        due->state = arena_format(due->arena, "was published on %s", number_date(due->arena, published));
    else if (missed != NULL)
        due->state = arena_format(due->arena, "was to be published by %s", number_date(due->arena, missed));
}

static void check_published(const struct due *due) {
    const char *missed = missed_day(due);
    const struct element *place = element_child(due->control, "published");
    /* Of a date of publication that is too late, MS-08 speaks. */
    if (missed != NULL && date_of(due, place, "date") == NULL)
        report_add(due->report, RULE_STATEMENT_LATE,
                   (place != NULL ? place : element_child(due->control, "period"))->place,
                   number_date(due->arena, missed), due->on_words);
}

static void check_approval(const struct due *due) {
    const struct element *at = element_child(due->control, "approval");
    bool dated = false, waits = false;
    for (; at != NULL; at = element_next(at, "approval")) {
        const char *role = library_value(due->library, at, "role");
        if (role == NULL || strcmp(role, "approve") != 0)
            continue;
        const char *date = date_of(due, at, "date");
        if (has_come(due, date))
            return;
        dated = dated || date != NULL;
        waits = waits || element_child(at, "placeholder") != NULL;
    }
    const struct element *version = element_child(due->control, "version");
    if (due->state != NULL && version != NULL && (due->in_use || !waits) && (dated || !due->called_approved))
        report_add(due->report, RULE_UNAPPROVED, version->place, due->state, due->on_words);
}

static void check_signature(const struct due *due, const struct element *signature) {
    const struct element *given = element_child(signature, "signed");
    if (given == NULL || due->state == NULL)
        return;
    const char *org = library_value(due->library, signature, "org");
    const char *date = date_of(due, given, "date");
    bool waits = element_child(given, "placeholder") != NULL;
    bool given_undated = date == NULL && element_attribute(given, "picture") != NULL;
    bool told = due->called_approved && date == NULL && !waits;
    if (!has_come(due, date) && !given_undated && !told && (due->in_use || !waits))
        report_add(due->report, RULE_UNSIGNED, given->place, due->state, due->on_words,
                   org == NULL ? "" : library_organisation(due->library, org));
}

/* Two that each say to take the place of the other settle nothing (DOC-SUPERSEDES speaks of them): both owe. */
static bool is_followed(const struct due *due) {
    const char *id = library_value(due->library, due->root, "id");
    const struct library_document *next = id == NULL ? NULL : library_successor(due->library, id, due->on);
    const struct element *at = next == NULL ? NULL : element_child(due->control, "supersedes");
    for (; at != NULL; at = element_next(at, "supersedes")) {
        const char *to = library_value(due->library, at, "to");
        if (to != NULL && strcmp(to, next->id) == 0)
            return false;
    }
    return next != NULL;
}

void due_check(struct library *library, const struct element *root, const char *on, struct report *report) {
    struct arena *arena = library->arena;
    struct due due = {.library = library,
                      .arena = arena,
                      .root = root,
                      .control = element_child(root, "control"),
                      .on = on,
                      .on_words = number_date(arena, on),
                      .report = report_open(arena)};
    if (due.control == NULL)
        return;
    const char *status = library_value(library, element_child(due.control, "version"), "status");
    due.called_approved = status != NULL && strcmp(status, "approved") == 0;
    find_state(&due);
    check_review(&due);
    check_published(&due);
    check_approval(&due);
    for (const struct element *at = root; at != NULL; at = element_after(at, root))
        if (element_is(at, "signature"))
            check_signature(&due, at);
    if (report_count(due.report) > 0 && !is_followed(&due))
        report_insert(report, report_count(report), due.report);
}
