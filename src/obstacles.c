/* obstacles.c: what stands in the way of a release (obstacles.h).
 *
 * Command line, document, ledger → findings at the author's places: what the command
 * line says stands at the version of the document, which it is about.
 *
 * Surprising: there is no clock. That a date lies in the future is nobody's business
 * here; dates are held against one another alone.
 */
#include "obstacles.h"

#include <string.h>

#include "base/buffer.h"
#include "document/names.h"
#include "document/numbers.h"
#include "release/provisions.h"

/* The words of an element as one line. */
static const char *words_of(const struct element *element, struct arena *arena) {
    struct buffer out = {0};
    for (const struct element *at = element; at != NULL; at = element_after(at, element))
        for (const char *c = at->name == NULL ? at->text : ""; *c != '\0'; c++) {
            bool blank = strchr(" \t\r\n", *c) != NULL;
            if (!blank || (out.count > 0 && out.bytes[out.count - 1] != ' '))
                buffer_char(&out, blank ? ' ' : *c);
        }
    while (out.count > 0 && out.bytes[out.count - 1] == ' ')
        out.bytes[--out.count] = '\0';
    const char *words = arena_copy(arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return words;
}

static const struct element *control_child(const struct element *root, const char *name) {
    const struct element *control = element_child(root, "control");
    return control == NULL ? NULL : element_child(control, name);
}

static struct place version_place(const struct proposal *proposal, const char *attribute) {
    const struct element *version = control_child(proposal->shown, "version");
    return version == NULL ? (struct place){.file = proposal->file} : element_attribute_place(version, attribute);
}

static void check_label(struct proposal *proposal) {
    const char *label = proposal->wish->label;
    struct place place = version_place(proposal, "label");
    if (!ledger_label_good(label))
        report_add(proposal->report, RULE_RELEASE_LABEL, place,
                   arena_format(proposal->arena, "\"%s\" cannot be a label", label));
    else if (ledger_find(proposal->ledger, proposal->id, label) != NULL)
        report_add(
            proposal->report, RULE_RELEASE_LABEL, place,
            arena_format(proposal->arena, "the label %s is that of an earlier release of %s", label, proposal->id));
}

/* A committee or an organisation; `*of` is the organisation, `*committee` NULL when it is one itself. */
static bool body_find(const struct proposal *proposal, const char *id, const struct element **of,
                      const struct element **committee) {
    const struct element *root = proposal->organisations;
    const struct element *at = root == NULL ? NULL : element_child(root, "organisation");
    for (; at != NULL; at = element_next(at, "organisation")) {
        const char *own = element_attribute(at, "id");
        *of = at;
        *committee = NULL;
        if (own != NULL && strcmp(own, id) == 0)
            return true;
        for (const struct element *body = element_child(at, "committee"); body != NULL;
             body = element_next(body, "committee")) {
            const char *its = element_attribute(body, "id");
            *committee = body;
            if (its != NULL && strcmp(its, id) == 0)
                return true;
        }
    }
    return false;
}

static const char *nearest_body(const struct proposal *proposal, const char *id) {
    struct names *names = names_open(proposal->arena);
    const struct element *root = proposal->organisations;
    bool fresh;
    for (const struct element *at = root; at != NULL; at = element_after(at, root)) {
        bool body = at->name != NULL && (element_is(at, "organisation") || element_is(at, "committee"));
        if (body && element_attribute(at, "id") != NULL)
            names_add(names, element_attribute(at, "id"), at->place, &fresh);
    }
    return names_nearest(names, id, NULL);
}

static void check_approval(struct proposal *proposal, const struct wish_approval *approval) {
    static const char *const roles[] = {"recommend", "approve", "ratify", "receive", "confirm"};
    struct arena *arena = proposal->arena;
    struct place place = version_place(proposal, "status");
    bool role_known = false;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        role_known = role_known || strcmp(roles[i], approval->role) == 0;
    if (!role_known)
        report_add(proposal->report, RULE_RELEASE_APPROVER, place,
                   arena_format(arena, "\"%s\" is no role of an approver", approval->role),
                   "give one of these: recommend, approve, ratify, receive, confirm");
    const struct element *of;
    const struct element *committee;
    if (!body_find(proposal, approval->body, &of, &committee)) {
        const char *nearest = nearest_body(proposal, approval->body);
        report_add(proposal->report, RULE_RELEASE_APPROVER, place,
                   arena_format(arena, "no committee and no organisation has the id \"%s\"%s%s%s", approval->body,
                                nearest == NULL ? "" : "; did you mean \"", nearest == NULL ? "" : nearest,
                                nearest == NULL ? "" : "\"?"),
                   "name a committee or an organisation of organisations.xml by its id, or declare it there");
        return;
    }
    const struct element *name = committee == NULL ? NULL : element_child(committee, "name");
    struct canonical_approval set = {.org = element_attribute(of, "id"),
                                     .body = name == NULL ? NULL : words_of(name, arena),
                                     .role = approval->role,
                                     .date = approval->date,
                                     .minute = approval->minute};
    struct ledger_approval record = {.role = approval->role, .date = approval->date, .minute = approval->minute};
    record.body = committee == NULL ? set.org : arena_format(arena, "%s/%s", set.org, approval->body);
    LIST_ADD(arena, &proposal->approvals, set);
    LIST_ADD(arena, &proposal->recorded, record);
}

/* Whether the body has decided: to recommend or to take note is not to decide. */
static bool has_decided(const struct wish *wish, const char *body) {
    for (size_t i = 0; i < wish->approvals.count; i++) {
        const struct wish_approval *at = &wish->approvals.items[i];
        if ((body == NULL ? strcmp(at->role, "approve") == 0
                          : strcmp(at->body, body) == 0 && strcmp(at->role, "recommend") != 0 &&
                                strcmp(at->role, "receive") != 0))
            return true;
    }
    return false;
}

static void check_approvals(struct proposal *proposal) {
    const struct wish *wish = proposal->wish;
    struct arena *arena = proposal->arena;
    for (size_t i = 0; i < wish->approvals.count; i++)
        check_approval(proposal, &wish->approvals.items[i]);
    if (!has_decided(wish, NULL))
        report_add(proposal->report, RULE_RELEASE_APPROVAL, version_place(proposal, "status"),
                   "nobody approves this release: no approval has the role approve", "BODY");
    needed_list needed = provisions_needed(proposal->before, proposal->whole, arena);
    for (size_t i = 0; i < needed.count; i++) {
        const struct needed *at = &needed.items[i];
        if (has_decided(wish, at->body))
            continue;
        const char *others = at->count == 1   ? ""
                             : at->count == 2 ? ", and so does 1 other"
                                              : arena_format(arena, ", and so do %zu others", at->count - 1);
        report_add(proposal->report, RULE_RELEASE_APPROVAL, at->provision->place,
                   arena_format(arena, "this %s the approval of %s, which is not given%s",
                                proposal->before == NULL ? "is new and needs" : "has changed and needs", at->body,
                                others),
                   at->body);
    }
}

/* "18 June 2026"; what is no date as it stands. */
static const char *day(const struct proposal *proposal, const char *date) {
    const char *words = number_date(proposal->arena, date);
    return words == NULL ? date : words;
}

static void check_dates(struct proposal *proposal) {
    const struct wish *wish = proposal->wish;
    struct arena *arena = proposal->arena;
    struct place place = version_place(proposal, "date");
    const struct element *version = control_child(proposal->shown, "version");
    const char *written = version == NULL ? NULL : element_attribute(version, "date");
    const struct ledger_record *last = ledger_last(proposal->ledger, proposal->id);
    const char *before = NULL;
    for (size_t i = 0; last != NULL && i < last->approvals.count; i++)
        if (before == NULL || strcmp(last->approvals.items[i].date, before) > 0)
            before = last->approvals.items[i].date;
    for (size_t i = 0; i < wish->approvals.count; i++) {
        const char *date = wish->approvals.items[i].date;
        if (proposal->date == NULL || strcmp(date, proposal->date) > 0)
            proposal->date = date;
        if (written != NULL && strcmp(date, written) < 0)
            report_add(proposal->report, RULE_RELEASE_DATE, place,
                       arena_format(arena, "it is said to have been approved on %s, but this text is of %s",
                                    day(proposal, date), day(proposal, written)));
        if (before != NULL && strcmp(date, before) < 0)
            report_add(proposal->report, RULE_RELEASE_DATE, place,
                       arena_format(arena, "it is said to have been approved on %s, before release %s was, on %s",
                                    day(proposal, date), last->label, day(proposal, before)));
    }
    const struct element *given = control_child(proposal->shown, "effective-from");
    const char *effective = wish->effective != NULL ? wish->effective
                            : given == NULL         ? NULL
                                                    : element_attribute(given, "date");
    if (effective != NULL && proposal->date != NULL && strcmp(effective, proposal->date) < 0)
        report_add(proposal->report, RULE_RELEASE_DATE, place,
                   arena_format(arena, "it is to hold from %s, before it was approved, on %s", day(proposal, effective),
                                day(proposal, proposal->date)));
    const struct element *review = control_child(proposal->shown, "review-by");
    const char *due = review == NULL ? NULL : element_attribute(review, "date");
    if (due != NULL && proposal->date != NULL && strcmp(due, proposal->date) < 0)
        report_add(proposal->report, RULE_RELEASE_DATE, element_attribute_place(review, "date"),
                   arena_format(arena, "it was to be reviewed by %s, before it was approved, on %s", day(proposal, due),
                                day(proposal, proposal->date)));
}

static bool is_within(const struct element *element, const char *name) {
    for (; element != NULL; element = element->parent)
        if (element->name != NULL && element_is(element, name))
            return true;
    return false;
}

/* Those of approvals, and of the day from which it holds, are supplied by the command line. */
static void check_placeholders(struct proposal *proposal) {
    for (const struct element *at = proposal->shown; at != NULL; at = element_after(at, proposal->shown)) {
        if (at->name == NULL || !element_is(at, "placeholder") || is_within(at, "approval") ||
            (proposal->wish->effective != NULL && is_within(at, "effective-from")))
            continue;
        report_add(proposal->report, RULE_RELEASE_PLACEHOLDER, at->place, words_of(at, proposal->arena));
    }
}

/* What a change is called: "section 2, Pay" as it is now, or was. */
static const char *called(const struct change *change) {
    const char *label = change->label_new != NULL ? change->label_new : change->label_old;
    return label == NULL ? change->target : label;
}

/* Where it stands in the author's file: its row, else the provision, else the version of the document. */
static struct place change_place(const struct proposal *proposal, const struct log_change *at) {
    if (at->entry != NULL)
        return at->entry->element->place;
    struct place place = at->change->new == NULL ? (struct place){0} : at->change->new->place;
    return place.file == NULL ? version_place(proposal, "label") : place;
}

/* Each change has its reason, and each reason its change; of a first release nothing was computed. */
static void check_log(struct proposal *proposal) {
    const struct change_log *log = proposal->log;
    struct arena *arena = proposal->arena;
    bool first = log != NULL && log->comparison == NULL;
    for (size_t i = 0; log != NULL && i < log->changes.count; i++) {
        const struct log_change *at = &log->changes.items[i];
        const char *kind = change_kind_name(at->change->kind);
        if (at->entry == NULL)
            report_add(proposal->report, RULE_RELEASE_REASON, change_place(proposal, at),
                       arena_format(arena, "%s (%s) is %s, and the history has no row for it", called(at->change),
                                    at->change->target, kind),
                       arena_format(arena, "run engross changes %s --sync, which adds it, and write the reason into it",
                                    proposal->id));
        else if (!at->entry->reason)
            report_add(
                proposal->report, RULE_RELEASE_REASON, change_place(proposal, at),
                arena_format(arena, "%s (%s) is %s, and nobody says why", called(at->change), at->change->target, kind),
                "write the reason between the tags of this change");
    }
    for (size_t i = 0; log != NULL && i < log->entries.count; i++) {
        const struct log_entry *entry = &log->entries.items[i];
        if (entry->change == NULL && (!first || !entry->reason))
            report_add(proposal->report, first ? RULE_RELEASE_REASON : RULE_RELEASE_CHANGE, entry->element->place,
                       first
                           ? arena_format(arena, "%s is said to be %s, and nobody says why", entry->target, entry->kind)
                           : entry->target,
                       first ? "write the reason between the tags of this change" : entry->kind);
    }
}

void obstacles_find(struct proposal *proposal) {
    const struct element *organisations = proposal->organisations;
    check_label(proposal);
    check_approvals(proposal);
    check_dates(proposal);
    check_placeholders(proposal);
    check_log(proposal);
    proposal->site = organisations == NULL ? NULL : element_attribute(organisations, "site");
    if (proposal->site == NULL)
        report_add(proposal->report, RULE_RELEASE_SITE,
                   organisations == NULL ? (struct place){.file = proposal->file} : organisations->place, "");
}
