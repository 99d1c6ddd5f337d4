/* history.c: the version table, and what changed in the newest version (history_read of control.h).
 *
 * `history` → a section with a table, one row a release. A change without a target is a
 * remark of people: a single one is the text of its cell, several are a list of bullets in
 * it. Changes with a target are those that a comparison found: in the version table they
 * are counted, and those of the version in hand have a table of their own under it, each
 * with a link to its provision.
 *
 * Surprising: rows of older releases are not looked at closely. What they name may be
 * gone since, and what was released is kept with them.
 */
#include "document/control.h"

#include <string.h>

#include "document/blocks.h"
#include "document/divisions.h"
#include "document/inline.h"
#include "document/made.h"
#include "document/references.h"
#include "document/tables.h"

static bool is_targeted(const struct element *change) {
    return element_attribute(change, "target") != NULL;
}

static bool is_gone(struct build *build, const struct element *change) {
    const char *gone = build_attribute(build, change, "gone");
    return gone != NULL && strcmp(gone, "yes") == 0;
}

/* The first change from `at` on that is a remark, or one that has a target and is not gone; NULL at the end. */
static const struct element *next_change(struct build *build, const struct element *at, bool targeted) {
    while (at != NULL && (is_targeted(at) != targeted || (targeted && is_gone(build, at))))
        at = element_next(at, "change");
    return at;
}

static const struct element *first_change(struct build *build, const struct element *release, bool targeted) {
    return next_change(build, element_child(release, "change"), targeted);
}

/* The newest release, when it is the version in hand; else NULL. */
static const struct element *newest(struct build *build, const struct element *root) {
    const struct element *control = element_child(root, "control");
    const struct element *version = control == NULL ? NULL : element_child(control, "version");
    const struct element *history = element_child(root, "history");
    const struct element *release = history == NULL ? NULL : element_child(history, "release");
    const char *own = version == NULL ? NULL : build_attribute(build, version, "label");
    const char *label = release == NULL ? NULL : build_attribute(build, release, "label");
    return own != NULL && label != NULL && strcmp(own, label) == 0 ? release : NULL;
}

/* ---- what is wrong with a change ---- */

static void check_form(struct build *build, const struct element *change) {
    static const char *const others[] = {"kind", "was", "gone"};
    bool targeted = is_targeted(change);
    for (size_t i = 0; i < sizeof others / sizeof *others && !targeted; i++)
        if (element_attribute(change, others[i]) != NULL) {
            report_add(
                build->report, RULE_CHANGE_FORM, element_attribute_place(change, others[i]),
                arena_format(build->arena, "has the attribute \"%s\", but does not name what was changed", others[i]),
                "say in target which provision it is, by its id; a remark has none of these attributes");
            return;
        }
    const char *kind = build_attribute(build, change, "kind");
    if (targeted && kind == NULL)
        report_add(build->report, RULE_CHANGE_FORM, element_attribute_place(change, "target"),
                   "does not say of which kind it is",
                   "add kind: inserted, deleted, substituted, moved, renumbered or editorial");
    else if (targeted && strcmp(kind, "deleted") == 0 && build_attribute(build, change, "was") == NULL)
        report_add(build->report, RULE_CHANGE_FORM, change->place, "does not say what was deleted",
                   "add was=\"clause 4.2, Quorum\", as it was called; engross changes --sync does so");
}

/* `seen` holds the changes of the release before this one, by target and kind. */
static void check_twice(struct build *build, struct names *seen, const struct element *change) {
    const char *target = build_attribute(build, change, "target");
    const char *kind = build_attribute(build, change, "kind");
    if (target == NULL || kind == NULL)
        return;
    bool fresh;
    struct place place = element_attribute_place(change, "target");
    const struct name *name = names_add(seen, arena_format(build->arena, "%s %s", target, kind), place, &fresh);
    if (!fresh)
        report_add(build->report, RULE_CHANGE_TWICE, place, target, kind,
                   arena_format(build->arena, "%u", (unsigned)name->place.line));
}

static void check_change(struct build *build, const struct element *change, bool shown) {
    check_form(build, change);
    const char *target = build_attribute(build, change, "target");
    const char *kind = build_attribute(build, change, "kind");
    if (target == NULL || kind == NULL)
        return;
    bool empty = *build_element_words(build, change) == '\0';
    if (is_gone(build, change))
        report_add(build->report, RULE_CHANGE_GONE, change->place, target, kind);
    else if (empty)
        report_add(build->report, RULE_CHANGE_REASON, change->place, target, kind);
    build->placeholders += shown && empty && !is_gone(build, change);
}

void history_check(struct build *build, const struct element *root) {
    const struct element *history = element_child(root, "history");
    const struct element *shown = newest(build, root);
    const struct element *release = history == NULL ? NULL : element_child(history, "release");
    for (; release != NULL; release = element_next(release, "release")) {
        struct names *seen = names_open(build->arena);
        for (const struct element *at = element_child(release, "change"); at != NULL; at = element_next(at, "change")) {
            check_change(build, at, release == shown);
            check_twice(build, seen, at);
        }
    }
}

/* ---- the version table ---- */

static void remarks_read(struct build *build, struct node *cell, const struct element *first) {
    struct node *list = build_node(build, cell, NODE_LIST, first->place);
    list->class_ = CLASS_BULLETS;
    const char *bullet = block_bullet(1, &list->as.list.numbering);
    for (const struct element *at = first; at != NULL; at = next_change(build, element_next(at, "change"), false)) {
        const char *outer = build_enter(build, at);
        struct node *item = block_item(build, list, at, bullet);
        struct node *body = build_node(build, item, NODE_BODY, at->place);
        inline_plain(build, build_node(build, body, NODE_PARAGRAPH, at->place), at, "change");
        build_leave(build, outer);
    }
}

/* How many changes there are, when nobody has put them into words. */
static void count_read(struct build *build, struct node *row, const struct element *release) {
    size_t count = 0;
    for (const struct element *at = first_change(build, release, true); at != NULL;
         at = next_change(build, element_next(at, "change"), true))
        count++;
    const char *words = count == 0 ? ""
                        : count == 1
                            ? words_find(WORD_CHANGES_ONE)
                            : words_fill(build->arena, WORD_CHANGES_MANY, arena_format(build->arena, "%zu", count));
    table_cell(build, row, release->place, words);
}

static void changes_read(struct build *build, struct node *row, const struct element *release) {
    const struct element *first = first_change(build, release, false);
    if (first == NULL) {
        count_read(build, row, release);
        return;
    }
    bool one = next_change(build, element_next(first, "change"), false) == NULL;
    if (!one) {
        remarks_read(build, build_node(build, row, NODE_CELL, first->place), first);
        return;
    }
    const char *outer = build_enter(build, first);
    struct node *cell = build_node(build, row, NODE_CELL, first->place);
    cell->id = build_attribute(build, first, "id");
    inline_plain(build, cell, first, "change");
    build_leave(build, outer);
}

static void release_read(struct build *build, struct node *body, const struct element *release) {
    const char *outer = build_enter(build, release);
    struct node *row = build_named(build, body, NODE_ROW, release);
    const char *label = build_attribute(build, release, "label");
    const char *date = build_date(build, release, "date");
    const char *status = build_attribute(build, release, "status");
    const char *words = status == NULL ? NULL : words_value(WORDS_STATUS, status);
    table_header(build, row, release->place, SCOPE_ROW, label == NULL ? "" : label);
    table_cell(build, row, release->place, date == NULL ? "" : date);
    table_cell(build, row, release->place, words == NULL ? "" : words);
    changes_read(build, row, release);
    build_leave(build, outer);
}

static struct node *table_begin(struct build *build, struct node *section, const struct element *element,
                                const char *summary, const enum word *heads, size_t count) {
    struct node *table = table_new(build, section, element, CLASS_HISTORY, summary, count);
    struct node *head = build_node(build, table, NODE_TABLE_HEAD, element->place);
    struct node *row = build_node(build, head, NODE_ROW, element->place);
    for (size_t i = 0; i < count; i++)
        table_header(build, row, element->place, SCOPE_COLUMN, words_find(heads[i]));
    return build_node(build, table, NODE_TABLE_BODY, element->place);
}

/* ---- what changed ---- */

/* "Clause 4.2, Quorum": what is gone begins its cell as a link would. */
static const char *with_capital(struct build *build, const char *words) {
    bool small = *words >= 'a' && *words <= 'z';
    return small ? arena_format(build->arena, "%c%s", *words - 'a' + 'A', words + 1) : words;
}

static void provision_read(struct build *build, struct node *row, const struct element *change, bool deleted) {
    struct node *cell = build_node(build, row, NODE_HEADER_CELL, change->place);
    cell->as.cell.scope = SCOPE_ROW;
    cell->class_ = CLASS_SENTENCE;
    const char *was = build_attribute(build, change, "was");
    if (deleted)
        build_text(build, cell, change->place, with_capital(build, was == NULL ? "" : was));
    else if (strcmp(build_attribute(build, change, "target"), build->document) == 0)
        build_text(build, cell, change->place, words_find(WORD_THIS_DOCUMENT));
    else
        reference_to_changed(build, cell, change);
}

static void reason_read(struct build *build, struct node *row, const struct element *change) {
    if (*build_element_words(build, change) != '\0') {
        made_cell(build, row, NODE_CELL, change, "change");
        return;
    }
    struct node *cell = build_named(build, row, NODE_CELL, change);
    struct node *missing = build_node(build, cell, NODE_MISSING, change->place);
    build_text(build, missing, change->place, words_find(WORD_REASON_MISSING));
}

static void change_read(struct build *build, struct node *body, const struct element *change) {
    struct node *row = build_node(build, body, NODE_ROW, change->place);
    const char *kind = build_attribute(build, change, "kind");
    const char *was = build_attribute(build, change, "was");
    const char *words = kind == NULL ? NULL : words_value(WORDS_CHANGE, kind);
    bool deleted = kind != NULL && strcmp(kind, "deleted") == 0;
    if (words == NULL)
        words = ""; /* told by the reader, or by check_form */
    if (was != NULL && kind != NULL && !deleted)
        words = words_fill(build->arena, strcmp(kind, "renumbered") == 0 ? WORD_CHANGE_WITHIN : WORD_CHANGE_WAS, words,
                           was);
    provision_read(build, row, change, deleted);
    table_cell(build, row, change->place, words);
    reason_read(build, row, change);
}

static void changed_read(struct build *build, struct node *section, const struct element *release) {
    static const enum word heads[] = {WORD_PROVISION, WORD_WHAT_WAS_DONE, WORD_REASON};
    const struct element *first = release == NULL ? NULL : first_change(build, release, true);
    if (first == NULL)
        return;
    const char *outer = build_enter(build, release);
    const char *label = build_attribute(build, release, "label");
    struct node *division = build_node(build, section, NODE_SECTION, first->place); /* its id is that of its row */
    struct node *heading = build_node(build, division, NODE_HEADING, first->place);
    heading->as.heading.level = 3;
    heading->as.heading.number = "";
    heading->keep_with_next = true;
    division->as.section.title = words_fill(build->arena, WORD_CHANGED_IN, label);
    build_text(build, heading, first->place, division->as.section.title);
    struct node *body =
        table_begin(build, division, first, words_find(WORD_CHANGED_SUMMARY), heads, sizeof heads / sizeof *heads);
    for (const struct element *at = first; at != NULL; at = next_change(build, element_next(at, "change"), true))
        change_read(build, body, at);
    build_leave(build, outer);
}

void history_read(struct build *build, struct node *parent, const struct element *root) {
    static const enum word heads[] = {WORD_VERSION, WORD_DATE, WORD_STATUS, WORD_WHAT_CHANGED};
    const struct element *history = element_child(root, "history");
    if (history == NULL)
        return;
    const char *outer = build_enter(build, history);
    struct node *section = division_new(build, parent, history, 2, "", NULL, words_find(WORD_VERSION_HISTORY));
    struct node *body =
        table_begin(build, section, history, words_find(WORD_HISTORY_SUMMARY), heads, sizeof heads / sizeof *heads);
    for (const struct element *at = element_child(history, "release"); at != NULL; at = element_next(at, "release"))
        release_read(build, body, at);
    changed_read(build, section, newest(build, root));
    build_leave(build, outer);
}
