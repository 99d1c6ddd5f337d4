/* showing.c: the verb show: which release of a document was in force on a day, and what it said.
 *
 * wish → lines on standard output, from the ledger and the frozen public source, whose
 * hashes are looked at first. A clause is read as its PDF has it, numbers and all.
 */
#include "showing.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "calendar.h"
#include "document/document.h"
#include "document/numbers.h"
#include "home.h"
#include "library.h"
#include "lookup.h"
#include "pipeline.h"
#include "read/source.h"
#include "release/kept.h"
#include "release/standing.h"
#include "releasing.h"
#include "telling.h"

static void line(const char *name, const char *value) {
    if (value != NULL)
        printf("%s: %s\n", name, value);
}

/* "18 June 2026"; what is no date as it stands. */
static const char *day(struct arena *arena, const char *date) {
    const char *words = date == NULL ? NULL : number_date(arena, date);
    return words == NULL ? date : words;
}

/* Whether the working source says that the document is under review: that concerns its last release alone, and only
 * while that one holds. */
static bool is_under_review(struct wish *wish, const struct ledger *ledger, const struct ledger_record *record) {
    if (record != ledger_last(ledger, record->document))
        return false;
    struct source *source = source_open(wish->home);
    struct library *library =
        library_open(source, wish->home, home_path(wish->home, "sources", wish->arena), wish->arena);
    struct library_document *document = library_find(library, record->document);
    bool reviewed = document != NULL && library_under_review(library, library_read(library, document));
    source_close(source);
    return reviewed;
}

static void print_release(struct wish *wish, const struct ledger *ledger, const struct ledger_record *record,
                          const char *on) {
    line("document", record->document);
    line("title", record->title);
    line("label", record->label);
    printf("standing: %s on %s%s%s\n", standing_words(standing_of(ledger, record, on)), day(wish->arena, on),
           standing_review_due(record, on) ? ", review due" : "",
           is_under_review(wish, ledger, record) ? ", under review" : "");
    line("from", day(wish->arena, standing_from(record)));
    line("review", day(wish->arena, record->review));
    for (size_t i = 0; i < record->approvals.count; i++) {
        const struct ledger_approval *at = &record->approvals.items[i];
        printf("approval: %s, %s, %s, %s\n", at->role, day(wish->arena, at->date), at->body, at->minute);
    }
    for (size_t i = 0; i < record->pdfs.count; i++)
        line("pdf", home_path(wish->home, ledger_pdf_path(record, &record->pdfs.items[i], wish->arena), wish->arena));
    line("source",
         home_path(wish->home, arena_format(wish->arena, "%s/" EDITION_SOURCE, ledger_frozen_path(record, wish->arena)),
                   wish->arena));
}

static bool begins_line(const struct node *node) {
    switch (node->kind) {
    case NODE_PARAGRAPH:
    case NODE_HEADING:
    case NODE_ITEM:
    case NODE_ROW:
    case NODE_CAPTION:
    case NODE_QUOTE:
        return true;
    default:
        return false;
    }
}

/* The words of a node and what stands in it: a line for each block, tabs between label and text, and between cells. */
static void print_words(const struct node *root) {
    struct buffer out = {0};
    for (const struct node *at = root; at != NULL; at = node_after(at, root)) {
        char last = out.count == 0 ? '\n' : out.bytes[out.count - 1];
        if (begins_line(at) && last != '\n' && last != '\t')
            buffer_char(&out, '\n');
        if ((at->kind == NODE_BODY || at->kind == NODE_CELL || at->kind == NODE_HEADER_CELL) && last != '\n' &&
            last != '\t')
            buffer_char(&out, '\t');
        if (at->kind == NODE_HEADING && *at->as.heading.number != '\0')
            buffer_format(&out, "%s\t", at->as.heading.number);
        if (at->kind == NODE_TEXT)
            buffer_string(&out, at->as.text.text);
    }
    fputs(buffer_text(&out), stdout);
    putchar('\n');
    buffer_close(&out);
}

static int print_clause(struct wish *wish, const struct ledger_record *record, struct report *report) {
    struct arena *arena = wish->arena;
    struct source *source = source_open(wish->home);
    const char *folder = home_path(wish->home, ledger_frozen_path(record, arena), arena);
    const char *list = home_path(folder, "organisations.xml", arena);
    const char *limits = home_path(folder, "limits.xml", arena);
    struct document_lists lists = {0};
    const struct element *root =
        source_read(source, SOURCE_NEIGHBOUR, home_path(folder, EDITION_SOURCE, arena), folder, arena, report);
    if (file_exists(list))
        lists.organisations = source_read(source, SOURCE_ORGANISATIONS, list, folder, arena, report);
    if (file_exists(limits))
        lists.limits = source_read(source, SOURCE_LIMITS, limits, folder, arena, report);
    const struct document *document = root == NULL ? NULL : document_read(root, &lists, folder, arena, report);
    const struct node *found = NULL;
    for (size_t i = 0; document != NULL && i < document->node_count && found == NULL; i++)
        if (document->nodes[i]->id != NULL && strcmp(document->nodes[i]->id, wish->clause) == 0)
            found = document->nodes[i];
    if (found != NULL) {
        putchar('\n');
        print_words(found);
    } else if (document != NULL) {
        report_add(
            report, RULE_RELEASE_UNKNOWN, (struct place){.file = home_path(folder, EDITION_SOURCE, arena)},
            arena_format(arena, "%s %s has nothing with the id \"%s\"", record->document, record->label, wish->clause),
            "look the id up in this file");
    }
    source_close(source);
    return found != NULL ? STATUS_FINE : report_status(report);
}

static int show(struct wish *wish, struct report *report) {
    struct ledger ledger;
    const char *on = wish->on != NULL ? wish->on : calendar_today(wish->arena);
    if (!ledger_read(wish->home, wish->arena, report, &ledger))
        return report_status(report);
    const char *document = lookup_released(lookup_open(wish->home, &ledger, wish->arena), wish->files[0], report);
    if (document == NULL)
        return report_status(report);
    bool well = kept_check(wish->home, &ledger, false, wish->arena, report);
    const struct ledger_record *record = standing_in_force(&ledger, document, on);
    const struct ledger_record *last = ledger_last(&ledger, document);
    if (record == NULL) {
        report_add(report, RULE_RELEASE_UNKNOWN, (struct place){.file = ledger.file},
                   last == NULL ? arena_format(wish->arena, "%s has never been released", document)
                                : arena_format(wish->arena, "no release of %s was in force on %s", document,
                                               day(wish->arena, on)),
                   last == NULL ? "name a document by its id, as the ledger has it"
                                : arena_format(wish->arena, "the last is %s, from %s", last->label,
                                               day(wish->arena, standing_from(last))));
        return report_status(report);
    }
    /* What is wrong elsewhere is told, and what was asked for is shown. */
    if (!well && !kept_check_release(wish->home, record, wish->arena, report_open(wish->arena)))
        return report_status(report);
    print_release(wish, &ledger, record, on);
    int status = wish->clause == NULL ? STATUS_FINE : print_clause(wish, record, report);
    return well ? status : report_status(report);
}

int showing_run(struct wish *wish) {
    if (wish->file_count != 1 || *wish->files[0] == '\0') {
        telling_say("engross: show takes one document: its id or its file\ntry: engross help show\n");
        return STATUS_USAGE;
    }
    if (!wish_find_home(wish))
        return STATUS_ENVIRONMENT;
    struct report *report = report_open(wish->arena);
    int status = show(wish, report);
    telling_print(report);
    return status;
}
