/* log_plan.c: how the rows of a history are brought into step with the text (log_plan of log.h).
 *
 * matched log in → steps, and edits of the files that hold the history. New rows come
 * after the row of the change before them in the text, so that the log reads as the
 * document does; they are laid out as their neighbours are: line breaks, blanks, prefix.
 *
 * Surprising: the grammar wants a row in each release and a release in each history. So
 * when the last row goes, and there is nothing else in it, not even a comment, the whole
 * release goes, and with the last release the history. Where that cannot be, the last row
 * stays, and is marked.
 */
#include "changes/log.h"

#include <string.h>

#include "base/buffer.h"

#define BLANK " \t\n"
#define UNIT "  " /* of indentation, where the file shows none */

struct planning {
    const struct change_log *log;
    struct arena *arena;
    struct report *report;
    struct log_plan *plan;
    bool *removed; /* by entry */
    bool failed;
};

/* ---- files and places in them ---- */

static bool same_file(const struct element *a, const struct element *b) {
    return strcmp(a->place.file, b->place.file) == 0;
}

/* The text that holds `element`; NULL after a report. */
static struct editing *editing_of(struct planning *planning, const struct element *element) {
    struct log_plan *plan = planning->plan;
    struct log_file *file = NULL;
    for (size_t i = 0; i < plan->files.count && file == NULL; i++)
        if (strcmp(plan->files.items[i].path, element->place.file) == 0)
            file = &plan->files.items[i];
    if (file == NULL) {
        struct log_file opened = {.path = element->place.file};
        opened.editing = edit_open(opened.path, planning->arena, planning->report);
        LIST_ADD(planning->arena, &plan->files, opened);
        file = &plan->files.items[plan->files.count - 1];
    }
    if (file->editing != NULL && edit_stands(file->editing, element))
        return file->editing;
    if (file->editing != NULL && !planning->failed)
        report_add(planning->report, RULE_CHANGES_FILE, element->place, "");
    planning->failed = true;
    return NULL;
}

/* The line break and the blanks before `offset`, when nothing else is; NULL when something is. */
static const char *break_before(const struct planning *planning, const struct editing *editing, size_t offset) {
    const char *text = edit_text(editing);
    size_t start = offset;
    while (start > 0 && strchr(" \t", text[start - 1]) != NULL)
        start--;
    return start == 0 || text[start - 1] != '\n'
               ? NULL
               : arena_format(planning->arena, "\n%.*s", (int)(offset - start), text + start);
}

/* How much deeper what stands in an element is than the element. */
static const char *unit_of(struct planning *planning, const struct editing *editing, const struct element *inside) {
    const struct element *root = planning->log->root;
    const struct element *first = root->first;
    while (first != NULL && (first->name == NULL || !same_file(first, root)))
        first = first->next;
    if (first == NULL || !same_file(first, inside))
        return UNIT;
    const char *lead = break_before(planning, editing, edit_extent(editing, first).start);
    return lead == NULL || lead[1] == '\0' ? UNIT : lead + 1;
}

/* What stands before a child of `parent`: as before the children that it has, else a line break and blanks; "" in a
 * file that has no lines. */
static const char *lead_in(struct planning *planning, const struct editing *editing, const struct element *parent) {
    for (const struct element *at = parent->first; at != NULL; at = at->next)
        if (at->name != NULL && same_file(at, parent)) {
            const char *lead = break_before(planning, editing, edit_extent(editing, at).start);
            return lead == NULL ? "" : lead;
        }
    const char *own = break_before(planning, editing, edit_extent(editing, parent).start);
    return own == NULL ? "" : arena_format(planning->arena, "%s%s", own, unit_of(planning, editing, parent));
}

static const char *deeper(struct planning *planning, const struct editing *editing, const struct element *in,
                          const char *lead) {
    return *lead == '\0' ? "" : arena_format(planning->arena, "%s%s", lead, unit_of(planning, editing, in));
}

/* "e:" when the names of the file have it. */
static const char *prefix_of(const struct planning *planning, const struct editing *editing,
                             const struct element *element) {
    const char *name = edit_text(editing) + edit_extent(editing, element).start + 1;
    size_t bytes = strcspn(name, ": \t\n/>");
    return name[bytes] == ':' ? arena_format(planning->arena, "%.*s:", (int)bytes, name) : "";
}

static const char *escaped(const struct planning *planning, const char *value) {
    struct buffer out = {0};
    for (; *value != '\0'; value++)
        switch (*value) {
        case '&':
            buffer_string(&out, "&amp;");
            break;
        case '<':
            buffer_string(&out, "&lt;");
            break;
        case '"':
            buffer_string(&out, "&quot;");
            break;
        case '\'':
            buffer_string(&out, "&apos;");
            break;
        default:
            buffer_char(&out, *value);
        }
    const char *text = arena_copy(planning->arena, buffer_text(&out), out.count);
    buffer_close(&out);
    return text;
}

static void add_step(struct planning *planning, enum log_action action, const char *target, const char *kind,
                     const char *label, struct place place) {
    LIST_ADD(planning->arena, &planning->plan->steps, ((struct log_step){action, target, kind, label, place}));
}

/* ---- rows that are there ---- */

/* Whether anything but blanks, if only a comment, stands between the tags. */
static bool holds_anything(const struct editing *editing, const struct element *element) {
    struct extent extent = edit_extent(editing, element);
    const char *inner = edit_text(editing) + extent.inner_start;
    return strspn(inner, BLANK) < extent.inner_end - extent.inner_start;
}

static void set_attribute(struct planning *planning, struct editing *editing, const struct element *element,
                          const char *name, const char *value) {
    value = escaped(planning, value);
    if (element_attribute(element, name) != NULL)
        edit_set_attribute(editing, element, name, value);
    else
        edit_add_attribute(editing, element, name, value);
}

static void mark_gone(struct planning *planning, struct editing *editing, const struct log_entry *entry) {
    set_attribute(planning, editing, entry->element, "gone", "yes");
    add_step(planning, LOG_GONE, entry->target, entry->kind, entry->was, entry->element->place);
}

static void keep_row(struct planning *planning, struct editing *editing, const struct log_entry *entry,
                     const char *was) {
    const char *label = entry->change->label_new == NULL ? entry->change->label_old : entry->change->label_new;
    if (entry->gone) {
        edit_drop_attribute(editing, entry->element, "gone");
        add_step(planning, LOG_BACK, entry->target, entry->kind, label, entry->element->place);
    }
    if (was == NULL ? entry->was == NULL : entry->was != NULL && strcmp(was, entry->was) == 0)
        return;
    if (was == NULL)
        edit_drop_attribute(editing, entry->element, "was");
    else
        set_attribute(planning, editing, entry->element, "was", was);
    add_step(planning, LOG_RENAME, entry->target, entry->kind, label, entry->element->place);
}

static const char *was_wanted(const struct change_log *log, const struct log_entry *entry) {
    for (size_t i = 0; i < log->changes.count; i++)
        if (log->changes.items[i].entry == entry)
            return log->changes.items[i].was;
    return NULL;
}

/* What is to become of each row; those that go are only noted. */
static void plan_rows(struct planning *planning) {
    const struct change_log *log = planning->log;
    for (size_t i = 0; i < log->entries.count; i++) {
        const struct log_entry *entry = &log->entries.items[i];
        struct editing *editing = editing_of(planning, entry->element);
        if (editing == NULL)
            return;
        if (entry->change != NULL)
            keep_row(planning, editing, entry, was_wanted(log, entry));
        else if (!entry->reason && !holds_anything(editing, entry->element))
            planning->removed[i] = true;
        else if (!entry->gone)
            mark_gone(planning, editing, entry);
    }
}

static bool is_removed(const struct planning *planning, const struct element *element) {
    for (size_t i = 0; i < planning->log->entries.count; i++)
        if (planning->log->entries.items[i].element == element)
            return planning->removed[i];
    return false;
}

/* The last row that stays; NULL for none. */
static const struct element *last_kept(const struct planning *planning) {
    const struct element *kept = NULL;
    const struct element *release = planning->log->release;
    const struct element *at = release == NULL ? NULL : element_child(release, "change");
    for (; at != NULL; at = element_next(at, "change"))
        if (!is_removed(planning, at))
            kept = at;
    return kept;
}

static size_t added_count(const struct change_log *log) {
    size_t count = 0;
    for (size_t i = 0; i < log->changes.count; i++)
        count += log->changes.items[i].entry == NULL;
    return count;
}

/* Whether nothing but blanks stands between the tags of `outer`, and these children: `inner` alone, or when that is
 * NULL the rows that go. */
static bool holds_nothing_else(const struct editing *editing, const struct element *outer,
                               const struct element *inner) {
    struct extent extent = edit_extent(editing, outer);
    size_t at = extent.inner_start;
    for (const struct element *child = outer->first; child != NULL; child = child->next) {
        if (child->name == NULL || (inner != NULL && child != inner))
            continue;
        if (!same_file(child, outer))
            return false;
        struct extent own = edit_extent(editing, child);
        if (at + strspn(edit_text(editing) + at, BLANK) < own.start)
            return false;
        at = own.end;
    }
    return at + strspn(edit_text(editing) + at, BLANK) >= extent.inner_end;
}

/* Takes away the release whose rows all go, when nothing else is lost by it. */
static bool drop_release(struct planning *planning) {
    const struct change_log *log = planning->log;
    struct editing *editing = editing_of(planning, log->release);
    if (editing == NULL || !same_file(log->release, log->history) || !holds_nothing_else(editing, log->release, NULL))
        return false;
    const struct element *first = element_child(log->history, "release");
    bool alone = first == log->release && element_next(first, "release") == NULL;
    if (alone && (!same_file(log->history, log->root) || !holds_nothing_else(editing, log->history, log->release)))
        return false;
    edit_drop_element(editing, alone ? log->history : log->release);
    return true;
}

static void remove_rows(struct planning *planning) {
    const struct change_log *log = planning->log;
    size_t last = log->entries.count;
    for (size_t i = 0; i < log->entries.count; i++)
        if (planning->removed[i])
            last = i;
    if (last == log->entries.count)
        return;
    bool empties = last_kept(planning) == NULL && added_count(log) == 0;
    bool whole = empties && drop_release(planning);
    for (size_t i = 0; i <= last && !planning->failed; i++) {
        const struct log_entry *entry = &log->entries.items[i];
        struct editing *editing = planning->removed[i] ? editing_of(planning, entry->element) : NULL;
        if (editing == NULL)
            continue;
        if (empties && !whole && i == last) {
            planning->removed[i] = false;
            if (!entry->gone)
                mark_gone(planning, editing, entry);
            continue;
        }
        if (!whole)
            edit_drop_element(editing, entry->element);
        add_step(planning, LOG_REMOVE, entry->target, entry->kind, entry->was, entry->element->place);
    }
}

/* ---- new rows ---- */

static void put_row(const struct planning *planning, const struct log_change *added, const char *prefix,
                    struct buffer *out) {
    buffer_format(out, "<%schange target=\"%s\" kind=\"%s\"", prefix, escaped(planning, added->change->target),
                  change_kind_name(added->change->kind));
    if (added->was != NULL)
        buffer_format(out, " was=\"%s\"", escaped(planning, added->was));
    buffer_format(out, "></%schange>", prefix);
}

/* What changed, where nothing that is printed did: "approval, satisfies"; NULL when something did. */
static const char *unseen_of(const struct planning *planning, const struct change *change) {
    const char *names = NULL;
    for (size_t i = 0; i < change->edits.count; i++) {
        const char *name = change->edits.items[i].attribute;
        if (name == NULL || change->kind == CHANGE_RENUMBERED)
            return NULL;
        if (names == NULL || strstr(names, name) == NULL)
            names = names == NULL ? name : arena_format(planning->arena, "%s, %s", names, name);
    }
    return names;
}

static void add_row_step(struct planning *planning, const struct log_change *added, struct place place) {
    const struct change *change = added->change;
    const char *label = change->label_new == NULL ? change->label_old : change->label_new;
    const char *unseen = unseen_of(planning, change);
    if (unseen != NULL)
        label = arena_format(planning->arena, "%s: %s", label, unseen);
    add_step(planning, LOG_ADD, change->target, change_kind_name(change->kind), label, place);
}

/* Puts a text in after an element, or before it. */
static void insert(struct planning *planning, const struct element *beside, bool before, struct buffer *text) {
    struct editing *editing = editing_of(planning, beside);
    if (editing != NULL && text->count > 0) {
        struct extent extent = edit_extent(editing, beside);
        size_t at = before ? extent.start : extent.end;
        edit_replace(editing, at, at, buffer_text(text));
    }
    buffer_clear(text);
}

/* The row before which rows go that have none before them; NULL when they go after all. */
static const struct element *first_kept(const struct planning *planning) {
    for (size_t i = 0; i < planning->log->entries.count; i++)
        if (!planning->removed[i])
            return planning->log->entries.items[i].element;
    return NULL;
}

/* New rows in a release that has some: each after that of the change before it in the text. */
static void add_rows(struct planning *planning) {
    const struct change_log *log = planning->log;
    struct buffer text = {0};
    const struct element *first = first_kept(planning);
    const struct element *beside = first != NULL ? first : last_kept(planning);
    bool before = first != NULL;
    bool within = beside == NULL; /* all rows go: the new ones stand at the start of the release */
    if (within)
        beside = log->release;
    for (size_t i = 0; i < log->changes.count && !planning->failed; i++) {
        const struct log_change *at = &log->changes.items[i];
        if (at->entry != NULL) {
            insert(planning, beside, before, &text);
            beside = at->entry->element;
            before = within = false;
            continue;
        }
        const struct editing *editing = editing_of(planning, beside);
        if (editing == NULL)
            break;
        const char *lead = within ? lead_in(planning, editing, log->release)
                                  : break_before(planning, editing, edit_extent(editing, beside).start);
        if (lead == NULL)
            lead = "";
        buffer_string(&text, before ? "" : lead);
        put_row(planning, at, prefix_of(planning, editing, beside), &text);
        buffer_string(&text, before ? lead : "");
        add_row_step(planning, at, within ? log->release->place : beside->place);
    }
    struct editing *editing = within && !planning->failed ? editing_of(planning, beside) : NULL;
    if (editing != NULL) {
        size_t start = edit_extent(editing, beside).inner_start;
        edit_replace(editing, start, start, buffer_text(&text));
    } else if (!planning->failed) {
        insert(planning, beside, before, &text);
    }
    buffer_close(&text);
}

/* A release with all its rows; `lead` stands before it. */
static void put_release(struct planning *planning, const struct editing *editing, const struct element *in,
                        const char *lead, struct buffer *out) {
    const struct change_log *log = planning->log;
    const struct element *version = element_child(element_child(log->root, "control"), "version");
    const char *prefix = prefix_of(planning, editing, in);
    const char *inner = deeper(planning, editing, in, lead);
    buffer_format(out, "%s<%srelease label=\"%s\" date=\"%s\" status=\"%s\">", lead, prefix,
                  escaped(planning, element_attribute(version, "label")),
                  escaped(planning, element_attribute(version, "date")),
                  escaped(planning, element_attribute(version, "status")));
    for (size_t i = 0; i < log->changes.count; i++) {
        buffer_string(out, inner);
        put_row(planning, &log->changes.items[i], prefix, out);
        add_row_step(planning, &log->changes.items[i], in->place);
    }
    buffer_format(out, "%s</%srelease>", lead, prefix);
}

static void add_release(struct planning *planning) {
    const struct change_log *log = planning->log;
    const struct element *in = log->history != NULL ? log->history : log->root;
    struct editing *editing = editing_of(planning, in);
    if (editing == NULL)
        return;
    struct extent extent = edit_extent(editing, in);
    struct buffer text = {0};
    const char *lead = lead_in(planning, editing, in);
    size_t at = extent.inner_start;
    if (log->history != NULL) {
        put_release(planning, editing, in, lead, &text);
    } else {
        const char *prefix = prefix_of(planning, editing, in);
        at = extent.inner_end;
        while (at > extent.inner_start && strchr(BLANK, edit_text(editing)[at - 1]) != NULL)
            at--;
        buffer_format(&text, "%s<%shistory>", lead, prefix);
        put_release(planning, editing, in, deeper(planning, editing, in, lead), &text);
        buffer_format(&text, "%s</%shistory>", lead, prefix);
    }
    edit_replace(editing, at, at, buffer_text(&text));
    buffer_close(&text);
}

bool log_plan(const struct change_log *log, struct arena *arena, struct report *report, struct log_plan *plan) {
    *plan = (struct log_plan){0};
    struct planning planning = {.log = log, .arena = arena, .report = report, .plan = plan};
    planning.removed = ARENA_ARRAY(arena, log->entries.count + 1, bool);
    plan_rows(&planning);
    if (!planning.failed)
        remove_rows(&planning);
    if (!planning.failed && added_count(log) > 0) {
        if (log->release != NULL)
            add_rows(&planning);
        else
            add_release(&planning);
    }
    return !planning.failed;
}
