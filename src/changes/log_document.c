/* log_document.c: the change log of all versions, as a document (log_document.h).
 *
 * versions, each with its comparison and the rows of its history → title, table of
 * versions, and for each a section: who approved it, when it was in force, what changed
 * and why, which numbers are others. What is told as changed is what the comparison of the
 * kept texts finds; of the history it takes the reasons and the remarks alone.
 *
 * Surprising: there is no clock. When a version was in force is told by days, not by
 * "now", so that the log is the same whenever it is made.
 */
#include "changes/log_document.h"

#include <string.h>

#include "changes/address.h"
#include "changes/gist.h"
#include "changes/renumbered.h"
#include "document/blocks.h"
#include "document/build.h"
#include "document/numbers.h"
#include "document/references.h"
#include "document/tables.h"
#include "document/words.h"

struct logging {
    struct build build;
    struct place place; /* of all that is made: the document that it is about */
    const struct log_version *versions;
    size_t count;
    struct node **sections; /* by version: where its links lead */
    struct shifts shifts;   /* of the version whose changes are told */
};

#define MAKE(kind) build_node(&logging->build, parent, (kind), logging->place)

static const char *day(const struct logging *logging, const char *date) {
    const char *words = number_date(logging->build.arena, date);
    return words == NULL ? date : words;
}

static struct node *put_paragraph(struct logging *logging, struct node *parent, const char *words) {
    struct node *paragraph = MAKE(NODE_PARAGRAPH);
    build_text(&logging->build, paragraph, logging->place, words);
    return paragraph;
}

static struct node *put_section(struct logging *logging, struct node *parent, int level, const char *words) {
    struct node *section = MAKE(NODE_SECTION);
    section->as.section.title = words;
    struct node *heading = build_node(&logging->build, section, NODE_HEADING, logging->place);
    heading->as.heading.level = level;
    heading->as.heading.number = "";
    heading->keep_with_next = true;
    build_text(&logging->build, heading, logging->place, words);
    return section;
}

/* A table with a head; its body is returned. */
static struct node *put_table(struct logging *logging, struct node *parent, enum word summary, const enum word *heads,
                              size_t count) {
    struct node *table = MAKE(NODE_TABLE);
    table->class_ = CLASS_HISTORY;
    table->as.table.summary = words_find(summary);
    table->as.table.columns = count;
    struct node *head = build_node(&logging->build, table, NODE_TABLE_HEAD, logging->place);
    struct node *row = build_node(&logging->build, head, NODE_ROW, logging->place);
    for (size_t i = 0; i < count; i++)
        table_header(&logging->build, row, logging->place, SCOPE_COLUMN, words_find(heads[i]));
    return build_node(&logging->build, table, NODE_TABLE_BODY, logging->place);
}

static struct node *put_row(struct logging *logging, struct node *parent, const char *header) {
    struct node *row = MAKE(NODE_ROW);
    table_header(&logging->build, row, logging->place, SCOPE_ROW, header)->class_ = CLASS_SENTENCE;
    return row;
}

static void put_cell(struct logging *logging, struct node *row, const char *words) {
    table_cell(&logging->build, row, logging->place, words);
}

static const char *begun(const struct logging *logging, const char *words) {
    bool small = *words >= 'a' && *words <= 'z';
    return small ? arena_format(logging->build.arena, "%c%s", *words - 'a' + 'A', words + 1) : words;
}

/* ---- what is said of a version ---- */

static const char *label_of(const struct log_version *version) {
    return version->version->document->version;
}

static const char *title_of(const struct logging *logging, const struct log_version *version) {
    const char *label = label_of(version);
    if (!version->released)
        return words_fill(logging->build.arena, WORD_LOG_WORKING, label);
    return words_fill(logging->build.arena, WORD_RUNNING_VERSION_DATE, label,
                      day(logging, version->version->document->date));
}

static const char *force_of(const struct logging *logging, const struct log_version *version) {
    struct arena *arena = logging->build.arena;
    if (!version->released)
        return words_find(WORD_LOG_NOT_RELEASED);
    if (version->withdrawal != NULL &&
        (version->withdrawn_from == NULL || strcmp(version->withdrawn_from, version->from) <= 0))
        return words_fill(arena, WORD_LOG_WITHDRAWN, version->withdrawal);
    const char *from = day(logging, version->from);
    if (version->withdrawal != NULL && (version->until == NULL || strcmp(version->withdrawn_from, version->until) < 0))
        return words_fill(arena, WORD_LOG_FROM_TO_WITHDRAWAL, from, day(logging, version->withdrawn_from),
                          version->withdrawal);
    if (version->until == NULL)
        return words_fill(arena, WORD_LOG_FROM, from);
    if (strcmp(version->until, version->from) == 0)
        return words_fill(arena, WORD_LOG_NEVER, version->replacer);
    return words_fill(arena, WORD_LOG_FROM_TO, from, version->replacer, day(logging, version->until));
}

/* What has moved and changed is one row, that of the move. */
static bool is_told_with_move(const struct change *change) {
    const struct change *moved = change->kind == CHANGE_SUBSTITUTED ? change->strand->moved : NULL;
    return moved != NULL && moved->kind == CHANGE_MOVED && moved->strand == change->strand;
}

/* Of a move the row of how the same provision changed; NULL when there is none. */
static const struct log_change *reworded_of(const struct change_log *log, const struct change *change) {
    for (size_t i = 0; change->kind == CHANGE_MOVED && i < log->changes.count; i++)
        if (log->changes.items[i].change->strand == change->strand && is_told_with_move(log->changes.items[i].change))
            return &log->changes.items[i];
    return NULL;
}

static const char *count_of(const struct logging *logging, const struct log_version *version) {
    if (version->log == NULL)
        return words_find(WORD_LOG_FIRST);
    struct arena *arena = logging->build.arena;
    size_t count = version->log->changes.count;
    size_t numbers = 0, told = 0;
    for (size_t i = 0; i < count; i++) {
        numbers += version->log->changes.items[i].change->kind == CHANGE_RENUMBERED;
        told += is_told_with_move(version->log->changes.items[i].change);
    }
    count -= numbers + told;
    const char *words = count == 0   ? words_find(WORD_LOG_NO_CHANGE)
                        : count == 1 ? words_find(WORD_CHANGES_ONE)
                                     : words_fill(arena, WORD_CHANGES_MANY, arena_format(arena, "%zu", count));
    return numbers == 0   ? words
           : numbers == 1 ? words_fill(arena, WORD_LOG_RENUMBERINGS_ONE, words)
                          : words_fill(arena, WORD_LOG_RENUMBERINGS, words, arena_format(arena, "%zu", numbers));
}

/* ---- the table of versions ---- */

static void put_versions(struct logging *logging, struct node *root) {
    static const enum word heads[] = {WORD_VERSION, WORD_LOG_IN_FORCE, WORD_WHAT_CHANGED};
    struct node *section = put_section(logging, root, 2, words_find(WORD_LOG_VERSIONS));
    struct node *body = put_table(logging, section, WORD_LOG_VERSIONS_SUMMARY, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < logging->count; i++) {
        struct build *build = &logging->build;
        struct node *row = build_node(build, body, NODE_ROW, logging->place);
        struct node *cell = build_node(build, row, NODE_HEADER_CELL, logging->place);
        cell->as.cell.scope = SCOPE_ROW;
        cell->class_ = CLASS_SENTENCE;
        struct node *reference = build_node(build, cell, NODE_REFERENCE, logging->place);
        struct node *link = build_node(build, reference, NODE_LINK, logging->place);
        build_text(build, link, logging->place, title_of(logging, &logging->versions[i]));
        reference_page(build, link, logging->sections[i]->first, WORD_REFERENCE_PAGE);
        put_cell(logging, row, force_of(logging, &logging->versions[i]));
        put_cell(logging, row, count_of(logging, &logging->versions[i]));
    }
}

/* ---- one version ---- */

static void put_fact(struct logging *logging, struct node *body, enum word header, const char *words) {
    struct node *row = build_node(&logging->build, body, NODE_ROW, logging->place);
    table_header(&logging->build, row, logging->place, SCOPE_ROW, words_find(header));
    put_cell(logging, row, words);
}

/* The approvals, as the version itself prints them in its document control. */
static void put_approvals(struct logging *logging, struct node *body, const struct document *document) {
    for (const struct node *at = document->root; at != NULL; at = node_after(at, document->root)) {
        if (at->kind != NODE_TABLE || at->class_ != CLASS_CONTROL)
            continue;
        for (const struct node *row = at->first->first; row != NULL; row = row->next)
            if (row->first != NULL && row->first->next != NULL &&
                strcmp(build_node_words(&logging->build, row->first), words_find(WORD_APPROVAL)) == 0)
                put_fact(logging, body, WORD_APPROVAL, build_node_words(&logging->build, row->first->next));
        return;
    }
}

static const struct element *next_remark(struct logging *logging, const struct element *at) {
    while (at != NULL && (element_attribute(at, "target") != NULL || *build_element_words(&logging->build, at) == '\0'))
        at = element_next(at, "change");
    return at;
}

/* Several are a list, as in the version table. */
static void put_remarks(struct logging *logging, struct node *body, const struct element *release) {
    struct build *build = &logging->build;
    const struct element *first = next_remark(logging, release == NULL ? NULL : element_child(release, "change"));
    if (first == NULL)
        return;
    if (next_remark(logging, element_next(first, "change")) == NULL) {
        put_fact(logging, body, WORD_LOG_REMARKS, build_element_words(build, first));
        return;
    }
    struct node *row = build_node(build, body, NODE_ROW, logging->place);
    table_header(build, row, logging->place, SCOPE_ROW, words_find(WORD_LOG_REMARKS));
    struct node *list = build_node(build, build_node(build, row, NODE_CELL, logging->place), NODE_LIST, logging->place);
    list->class_ = CLASS_BULLETS;
    const char *bullet = block_bullet(1, &list->as.list.numbering);
    for (const struct element *at = first; at != NULL; at = next_remark(logging, element_next(at, "change"))) {
        struct node *item = build_node(build, list, NODE_ITEM, logging->place);
        struct node *label = build_node(build, item, NODE_LABEL, logging->place);
        build_text(build, label, logging->place, bullet);
        put_paragraph(logging, build_node(build, item, NODE_BODY, logging->place), build_element_words(build, at));
    }
}

static void put_facts(struct logging *logging, struct node *parent, const struct log_version *version) {
    struct node *table = MAKE(NODE_TABLE);
    table->class_ = CLASS_CONTROL;
    table->as.table.summary = words_find(WORD_CONTROL_SUMMARY);
    table->as.table.columns = 2;
    struct node *body = build_node(&logging->build, table, NODE_TABLE_BODY, logging->place);
    put_approvals(logging, body, version->version->document);
    put_fact(logging, body, WORD_LOG_IN_FORCE, force_of(logging, version));
    put_fact(logging, body, WORD_LOG_COMPARED,
             version->before == NULL ? words_find(WORD_LOG_NONE_BEFORE)
                                     : words_fill(logging->build.arena, WORD_RUNNING_VERSION, version->before));
    put_remarks(logging, body, log_release(version->version->root));
}

static bool asks_others(const struct change *change) {
    for (size_t i = 0; i < change->edits.count; i++)
        if (change->edits.items[i].attribute != NULL && strcmp(change->edits.items[i].attribute, "approval") == 0)
            return true;
    return false;
}

/* Whose approval a change needs from now on, and whose it needed. */
static const char *approval_words(struct logging *logging, const struct log_version *version,
                                  const struct change *change) {
    struct arena *arena = logging->build.arena;
    if (version->grounds == NULL)
        return NULL;
    const struct ground *ground = &version->grounds[change->index];
    const char *label = label_of(version);
    const char *now = grounds_approvers(&ground->now, arena), *was = grounds_approvers(&ground->before, arena);
    if (ground->now.count == 0)
        return ground->before.count == 0 ? NULL : words_fill(arena, WORD_LOG_APPROVAL_NONE, was, label);
    if (ground->before.count == 0)
        return words_fill(arena, WORD_LOG_APPROVAL_NOW, now, label);
    return strcmp(now, was) == 0 ? words_fill(arena, WORD_LOG_APPROVAL_SAME, now)
                                 : words_fill(arena, WORD_LOG_APPROVAL, now, was, label);
}

/* Whether a paragraph under a table, which is no part of it, has moved with it. */
static bool takes_note_along(const struct comparison *comparison, const struct change *change) {
    for (const struct strand *at = comparison->root; at != NULL; at = strand_after(at, comparison->root))
        if (at->state == STRAND_MOVED_IN && at->moved == change && at->new->class_ == CLASS_TABLE_NOTE)
            return true;
    return false;
}

/* Words of what came or went as a whole, where its label says none. */
static const char *whole_words(struct logging *logging, const struct change *change) {
    const struct node *unit = change->kind == CHANGE_DELETED ? change->old : change->new;
    if (unit == NULL || (unit->kind != NODE_ITEM && unit->kind != NODE_PARAGRAPH))
        return "";
    const char *words = address_first_words(unit, logging->build.arena);
    return *words == '\0' ? "" : words_fill(logging->build.arena, WORD_SCHEDULE_QUOTED, words);
}

static bool is_whole(const struct change *change) {
    return change->kind == CHANGE_INSERTED || change->kind == CHANGE_DELETED;
}

/* The edits of a change in words; of a move those of the other change. */
static const char *gist_told(struct logging *logging, const struct change *change, const struct log_change *reworded) {
    if (is_whole(change))
        return whole_words(logging, change);
    const struct change *edited = reworded != NULL ? reworded->change : change;
    bool told = edited->kind == CHANGE_SUBSTITUTED || edited->kind == CHANGE_EDITORIAL;
    return told ? gist_of_edits(edited, "approval", &logging->shifts, logging->build.arena) : "";
}

/* Where a provision now stands that is called as before, since it has no number. */
static const char *moved_words(struct logging *logging, const struct change *change, const char *words) {
    const struct node *unit = change->new, *before = NULL;
    if (change->kind != CHANGE_MOVED || unit == NULL || unit->kind != NODE_SECTION || unit->parent == NULL)
        return words;
    for (const struct node *at = unit->parent->first; at != unit; at = at->next)
        if (at->kind == NODE_SECTION && !address_is_control(at) && at->last->kind != NODE_CONTENTS)
            before = at;
    const char *title =
        before == NULL || before->first == NULL ? "" : address_words(before->first, logging->build.arena);
    return *title == '\0' ? words_fill(logging->build.arena, WORD_LOG_MOVED_FIRST, words)
                          : words_fill(logging->build.arena, WORD_LOG_MOVED_AFTER, words, title);
}

/* What was done, in words. Who has to approve a change is no editorial matter, though no reader meets it. */
static const char *done_of(struct logging *logging, const struct log_version *version, const struct log_change *at) {
    struct arena *arena = logging->build.arena;
    const struct change *change = at->change;
    const char *words = words_value(WORDS_CHANGE, change_kind_name(change->kind));
    if (change->kind == CHANGE_RENUMBERED) {
        struct renumbered numbers = renumbered_words(version->log->comparison, change, arena);
        return words_fill(arena, numbers.count > 1 ? WORD_CHANGE_WERE : WORD_CHANGE_WAS, words, numbers.were);
    }
    const struct log_change *reworded = reworded_of(version->log, change);
    const char *gist = gist_told(logging, change, reworded);
    if (change->kind == CHANGE_EDITORIAL && asks_others(change))
        words = words_find(*gist == '\0' ? WORD_LOG_WORDS_STAY : WORD_LOG_CHANGED);
    if (reworded != NULL)
        words = words_find(WORD_LOG_MOVED_AND_CHANGED);
    if (at->was != NULL && change->kind != CHANGE_DELETED)
        words = words_fill(arena, WORD_CHANGE_WAS, words, at->was);
    else
        words = moved_words(logging, change, words);
    if (change->kind == CHANGE_MOVED && takes_note_along(version->log->comparison, change))
        words = words_fill(arena, WORD_LOG_MOVED_WITH, words);
    return *gist == '\0' ? words : words_fill(arena, WORD_CHANGE_TOLD, words, gist);
}

/* Whether others approve what a change is about than before: by what is said of it, or by where it stands now. */
static bool shifts(const struct log_version *version, const struct change *change) {
    return asks_others(change) || (change->kind == CHANGE_MOVED && version->grounds != NULL &&
                                   grounds_shift(&version->grounds[change->index]));
}

static void put_done(struct logging *logging, struct node *row, const struct log_version *version,
                     const struct log_change *at) {
    const char *done = done_of(logging, version, at);
    const struct log_change *reworded = reworded_of(version->log, at->change);
    const struct change *asked = reworded != NULL && asks_others(reworded->change) ? reworded->change : at->change;
    const char *approval = shifts(version, asked) ? approval_words(logging, version, asked) : NULL;
    if (approval == NULL) {
        put_cell(logging, row, done);
        return;
    }
    struct node *cell = build_node(&logging->build, row, NODE_CELL, logging->place);
    put_paragraph(logging, cell, done);
    put_paragraph(logging, cell, approval);
}

/* The provision that a row is about, as it is called in the new version; or those that count otherwise. */
static const char *provision_of(struct logging *logging, const struct log_version *version,
                                const struct change *change) {
    if (change->kind == CHANGE_RENUMBERED)
        return begun(logging, renumbered_words(version->log->comparison, change, logging->build.arena).now);
    const char *label = change->label_new != NULL ? change->label_new : change->label_old;
    bool whole = change->new != NULL && change->new->kind == NODE_DOCUMENT;
    if (whole || label == NULL)
        return words_find(WORD_THIS_DOCUMENT);
    return change->kind == CHANGE_DELETED ? words_fill(logging->build.arena, WORD_LOG_FORMER, label)
                                          : begun(logging, label);
}

static const char *reason_of(struct logging *logging, const struct log_change *at) {
    return at == NULL || at->entry == NULL ? "" : build_element_words(&logging->build, at->entry->element);
}

/* The reason of a row; of what has moved and changed both, unless they are the same. */
static const char *reasons_of(struct logging *logging, const struct log_change *at, const struct log_change *reworded) {
    const char *reason = reason_of(logging, at), *other = reason_of(logging, reworded);
    if (*other == '\0' || strcmp(reason, other) == 0)
        return reason;
    return *reason == '\0' ? other : arena_format(logging->build.arena, "%s %s", reason, other);
}

static void put_reason(struct logging *logging, struct node *row, const struct log_version *version,
                       const struct log_change *at) {
    const struct log_change *reworded = reworded_of(version->log, at->change);
    const char *reason = reasons_of(logging, at, reworded);
    if (*reason != '\0' || version->released) {
        put_cell(logging, row, *reason != '\0' ? reason : words_find(WORD_LOG_NO_REASON));
        return;
    }
    struct node *cell = build_node(&logging->build, row, NODE_CELL, logging->place);
    struct node *missing = build_node(&logging->build, cell, NODE_MISSING, logging->place);
    build_text(&logging->build, missing, logging->place, words_find(WORD_REASON_MISSING));
}

static void put_changes(struct logging *logging, struct node *section, const struct log_version *version) {
    static const enum word heads[] = {WORD_PROVISION, WORD_WHAT_WAS_DONE, WORD_REASON};
    if (version->log == NULL)
        return;
    struct node *part =
        put_section(logging, section, 3, words_fill(logging->build.arena, WORD_CHANGED_IN, label_of(version)));
    if (version->log->changes.count == 0) {
        put_paragraph(logging, part, words_find(WORD_LOG_NO_CHANGE_FOUND));
        return;
    }
    logging->shifts = shifts_find(version->log->comparison, logging->build.arena);
    struct node *body = put_table(logging, part, WORD_CHANGED_SUMMARY, heads, sizeof heads / sizeof *heads);
    for (int numbers = 0; numbers < 2; numbers++) /* what follows from the others comes after them */
        for (size_t i = 0; i < version->log->changes.count; i++) {
            const struct log_change *at = &version->log->changes.items[i];
            if ((at->change->kind == CHANGE_RENUMBERED) != (numbers == 1) || is_told_with_move(at->change))
                continue;
            struct node *row = put_row(logging, body, provision_of(logging, version, at->change));
            put_done(logging, row, version, at);
            put_reason(logging, row, version, at);
        }
}

/* What its history says of changes that the comparison does not find: told, so that nobody takes it for proof. */
static void put_claims(struct logging *logging, struct node *section, const struct log_version *version) {
    const struct change_log *log = version->log;
    for (size_t i = 0; log != NULL && i < log->entries.count; i++) {
        const struct log_entry *entry = &log->entries.items[i];
        const char *kind = words_value(WORDS_CHANGE, entry->kind);
        if (entry->change == NULL && entry->reason && kind != NULL)
            put_paragraph(logging, section,
                          words_fill(logging->build.arena, WORD_LOG_CLAIM, entry->target, kind,
                                     build_element_words(&logging->build, entry->element)));
    }
}

static void put_numbers(struct logging *logging, struct node *section, const struct log_version *version) {
    static const enum word heads[] = {WORD_LOG_NOW, WORD_LOG_FORMERLY};
    const struct comparison *comparison = version->log == NULL ? NULL : version->log->comparison;
    if (comparison == NULL || comparison->numbers.count == 0)
        return;
    struct node *part =
        put_section(logging, section, 3, words_fill(logging->build.arena, WORD_LOG_NUMBERS, label_of(version)));
    struct node *body = put_table(logging, part, WORD_LOG_NUMBERS_SUMMARY, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < comparison->numbers.count; i++) {
        const struct renumbering *at = &comparison->numbers.items[i];
        put_cell(logging, put_row(logging, body, begun(logging, at->label_new)), at->old);
    }
}

/* ---- the whole ---- */

static void put_title(struct logging *logging, struct document *document, const struct document *of) {
    struct node *parent = document->root;
    struct node *cover = MAKE(NODE_BLOCK);
    cover->class_ = CLASS_COVER;
    struct node *title = build_node(&logging->build, cover, NODE_TITLE, logging->place);
    title->keep_with_next = true;
    title->as.heading.level = 1;
    title->as.heading.number = "";
    build_text(&logging->build, title, logging->place, document->title);
    put_paragraph(logging, parent, words_fill(logging->build.arena, WORD_LOG_INTRODUCTION, of->short_title));
}

/* The newest release; the working text when nothing is released. */
static const struct document *newest(const struct log_version *versions, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (versions[i].released)
            return versions[i].version->document;
    return versions->version->document;
}

const struct document *log_document_make(const struct log_version *versions, size_t count, struct arena *arena) {
    const struct document *of = newest(versions, count);
    struct logging logging = {.build = {.arena = arena, .lang = of->lang},
                              .place = versions->version->document->root->place,
                              .versions = versions,
                              .count = count};
    struct document *document = ARENA_NEW(arena, struct document);
    *document = (struct document){.id = arena_format(arena, "%s-changes", of->id),
                                  .lang = of->lang,
                                  .title = words_fill(arena, WORD_LOG_TITLE, of->short_title),
                                  .reference = "",
                                  .version = "", /* each page would bear it, of whatever version it tells */
                                  .status = words_find(WORD_LOG_STATUS),
                                  .author = of->author,
                                  .subject = words_fill(arena, WORD_LOG_SUBJECT, of->short_title),
                                  .keywords = "",
                                  .approved_by = "",
                                  .effective = "",
                                  .review = "",
                                  .classification = of->classification,
                                  .date = of->date};
    document->short_title = document->title;
    document->root = build_node(&logging.build, NULL, NODE_DOCUMENT, logging.place);
    put_title(&logging, document, of);
    logging.sections = ARENA_ARRAY(arena, count, struct node *);
    for (size_t i = 0; i < count; i++)
        logging.sections[i] = put_section(&logging, NULL, 2, title_of(&logging, &versions[i]));
    put_versions(&logging, document->root);
    for (size_t i = 0; i < count; i++) {
        build_add(document->root, logging.sections[i]);
        put_facts(&logging, logging.sections[i], &versions[i]);
        put_changes(&logging, logging.sections[i], &versions[i]);
        put_claims(&logging, logging.sections[i], &versions[i]);
        put_numbers(&logging, logging.sections[i], &versions[i]);
    }
    document_finish(document, arena);
    return document;
}
