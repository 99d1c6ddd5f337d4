/* releasing.c: the verbs release and withdraw.
 *
 * wish → findings of the working source and of what a release asks for, all at once; when
 * there is none: frozen source, PDFs set from what they will carry, manifest, record.
 *
 * Surprising: the PDFs are not set from the author's file but from the public source that
 * is attached to them, in a folder where nothing else is. So whoever has a PDF can set it
 * again, and nothing that is kept back can get into it.
 */
#include "releasing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "document/document.h"
#include "home.h"
#include "lookup.h"
#include "obstacles.h"
#include "pipeline.h"
#include "read/source.h"
#include "release/commit.h"
#include "release/kept.h"
#include "telling.h"
#include "versions.h"

static const char *const release_styles[] = {HOUSE_STYLE, "large-print"};
#define STYLE_COUNT (sizeof release_styles / sizeof *release_styles)
#define PDF_LIMIT ((size_t)256 << 20)

struct releasing {
    struct wish *wish;
    struct arena *arena;
    struct report *report;
    struct source *source;
    struct commit *commit; /* NULL in a dry run */
    struct ledger ledger;
    struct proposal proposal;
    const char *tree;
    struct frozen frozen;
    struct manifest manifest;
    struct ledger_record record;
    const char *set_folder;
};

bool releasing_recheck(const char *home, bool afresh, struct arena *arena, struct report *report,
                       struct ledger *ledger) {
    return ledger_read(home, arena, report, ledger) && kept_check(home, ledger, afresh, arena, report);
}

int releasing_hold(const char *home, struct arena *arena) {
    struct ledger ledger;
    struct report *report = report_open(arena);
    if (releasing_recheck(home, false, arena, report, &ledger))
        return STATUS_FINE;
    telling_print(report);
    return report_status(report);
}

/* The exit status that findings ask for here: all that stands in the way is one thing. */
static int status_of(int status) {
    return status == STATUS_FINDINGS ? STATUS_REFUSED : status;
}

/* What a run of the pipeline has found, and the end of its outcome. */
static int tell_outcome(const struct releasing *releasing, const struct request *request, struct outcome *outcome) {
    struct telling telling = telling_open(releasing->wish);
    telling_document(&telling, request, outcome);
    buffer_close(&telling.first);
    buffer_close(&telling.slips);
    buffer_close(&telling.lines);
    buffer_close(&outcome->results);
    buffer_close(&outcome->messages);
    buffer_close(&outcome->slips);
    buffer_close(&outcome->traces);
    return outcome->status;
}

/* What the author's own file is to be told: errors of any rule, in all styles. */
static int check_working(const struct releasing *releasing) {
    struct request request = {.home = releasing->wish->home,
                              .file = releasing->proposal.file,
                              .styles = release_styles,
                              .style_count = STYLE_COUNT,
                              .quiet = true,
                              .fail_on = SEVERITY_ERROR,
                              .across = true};
    struct outcome outcome = {0};
    pipeline_run(&request, &outcome);
    return tell_outcome(releasing, &request, &outcome);
}

/* The release before, as it was frozen. */
static bool read_before(struct releasing *releasing) {
    struct proposal *proposal = &releasing->proposal;
    const struct ledger_record *last = ledger_last(&releasing->ledger, proposal->id);
    if (last == NULL)
        return true;
    const char *folder = home_path(releasing->wish->home, ledger_frozen_path(last, releasing->arena), releasing->arena);
    proposal->before =
        source_read(releasing->source, SOURCE_COMPLETE, home_path(folder, "source.xml", releasing->arena), folder,
                    releasing->arena, releasing->report);
    return proposal->before != NULL;
}

static bool read_working(struct releasing *releasing) {
    struct proposal *proposal = &releasing->proposal;
    struct arena *arena = releasing->arena;
    const char *list = home_path(releasing->tree, "organisations.xml", arena);
    /* Their own faults have been told. */
    struct report *told = report_open(arena);
    proposal->shown = source_read(releasing->source, SOURCE_NEIGHBOUR, proposal->file, releasing->tree, arena, told);
    proposal->whole = source_read(releasing->source, SOURCE_COMPLETE, proposal->file, releasing->tree, arena, told);
    if (file_exists(list))
        proposal->organisations =
            source_read(releasing->source, SOURCE_ORGANISATIONS, list, releasing->tree, arena, told);
    if (proposal->shown == NULL || proposal->whole == NULL || (file_exists(list) && proposal->organisations == NULL))
        return false;
    proposal->id = element_attribute(proposal->shown, "id");
    return proposal->id != NULL && read_before(releasing);
}

/* Reads what will be set, for what the ledger says of it. */
static bool read_public(struct releasing *releasing) {
    struct arena *arena = releasing->arena;
    const char *folder = releasing->set_folder;
    const char *list = home_path(folder, EDITION_ORGANISATIONS, arena);
    const char *limits = home_path(folder, EDITION_LIMITS, arena);
    const char *file = home_path(folder, EDITION_SOURCE, arena);
    struct document_lists lists = {0};
    const struct element *root =
        source_read(releasing->source, SOURCE_NEIGHBOUR, file, folder, arena, releasing->report);
    if (root == NULL)
        return false;
    if (file_exists(list))
        lists.organisations =
            source_read(releasing->source, SOURCE_ORGANISATIONS, list, folder, arena, releasing->report);
    if (file_exists(limits))
        lists.limits = source_read(releasing->source, SOURCE_LIMITS, limits, folder, arena, releasing->report);
    const struct document *document = document_read(root, &lists, folder, arena, releasing->report);
    if (document == NULL)
        return false;
    if (document->draft)
        report_add(releasing->report, RULE_RELEASE_PLACEHOLDER, (struct place){.file = releasing->proposal.file},
                   "something that the document takes from another file of the house is a placeholder there");
    struct ledger_record *record = &releasing->record;
    record->document = document->id;
    record->title = ledger_value_good(document->title) ? document->title : document->id;
    record->effective = *document->effective == '\0' ? NULL : document->effective;
    record->review = *document->review == '\0' ? NULL : document->review;
    return !document->draft;
}

/* The row of the history that is of the version in hand; NULL for none, as when the text still has the label of an
 * earlier release, whose row it is. */
static const struct element *own_row(const struct releasing *releasing) {
    const struct element *release = log_release(releasing->proposal.shown);
    const char *label = release == NULL ? NULL : element_attribute(release, "label");
    bool earlier = label != NULL && ledger_find(&releasing->ledger, releasing->proposal.id, label) != NULL;
    return earlier ? NULL : release;
}

static bool freeze_all(struct releasing *releasing) {
    struct proposal *proposal = &releasing->proposal;
    const struct ledger_record *last = ledger_last(&releasing->ledger, proposal->id);
    const struct element *row = own_row(releasing);
    struct canonical_control control = {.label = releasing->wish->label,
                                        .date = proposal->date,
                                        .row = row == NULL ? NULL : element_attribute(row, "label"),
                                        .sequence = last == NULL ? 1 : last->sequence + 1,
                                        .approvals = proposal->approvals.items,
                                        .approval_count = proposal->approvals.count,
                                        .effective = releasing->wish->effective};
    struct freeze wish = {.home = releasing->wish->home,
                          .tree = releasing->tree,
                          .file = proposal->file,
                          .control = &control,
                          .styles = release_styles,
                          .style_count = STYLE_COUNT};
    releasing->manifest =
        (struct manifest){.document = proposal->id, .label = control.label, .sequence = control.sequence};
    releasing->record = (struct ledger_record){
        .kind = LEDGER_RELEASE, .document = proposal->id, .label = control.label, .sequence = control.sequence};
    for (size_t i = 0; i < proposal->recorded.count; i++)
        LIST_ADD(releasing->arena, &releasing->record.approvals, proposal->recorded.items[i]);
    return freeze(releasing->source, &wish, releasing->arena, releasing->report, &releasing->frozen) &&
           freeze_manifest(releasing->source, &wish, &releasing->frozen, releasing->arena, releasing->report,
                           &releasing->manifest);
}

static const char *pdf_name(const struct releasing *releasing, const char *style) {
    const struct ledger_record *record = &releasing->record;
    bool house = strcmp(style, HOUSE_STYLE) == 0;
    return arena_format(releasing->arena, "%s-%s%s%s.pdf", record->document, record->label, house ? "" : "-",
                        house ? "" : style);
}

/* Sets one PDF; in a dry run it goes nowhere. */
static int set_pdf(struct releasing *releasing, const char *style, const struct edition *edition) {
    const char *name = pdf_name(releasing, style);
    const char *path =
        releasing->commit == NULL ? NULL : home_path(commit_pdf_folder(releasing->commit), name, releasing->arena);
    struct request request = {.home = releasing->wish->home,
                              .file = home_path(releasing->set_folder, EDITION_SOURCE, releasing->arena),
                              .styles = &style,
                              .style_count = 1,
                              .output = path,
                              .edition = edition,
                              .write = path != NULL,
                              .quiet = true,
                              .fail_on = SEVERITY_ERROR};
    struct outcome outcome = {0};
    pipeline_run(&request, &outcome);
    buffer_clear(&outcome.results); /* the path of staging */
    int status = tell_outcome(releasing, &request, &outcome);
    if (status != 0 || path == NULL)
        return status;
    struct ledger_pdf pdf = {.style = style, .file = name};
    if (file_read_hash(releasing->arena, path, PDF_LIMIT, &pdf.bytes, &pdf.hash, releasing->report) == NULL)
        return STATUS_INPUT;
    LIST_ADD(releasing->arena, &releasing->record.pdfs, pdf);
    LIST_ADD(releasing->arena, &releasing->manifest.pdfs,
             ((struct manifest_item){.hash = pdf.hash, .bytes = pdf.bytes, .name = name}));
    return STATUS_FINE;
}

static int set_all(struct releasing *releasing) {
    struct edition edition = {.label = releasing->record.label, .date = releasing->proposal.date};
    struct attachment *attachments;
    edition.address =
        edition_address(releasing->proposal.site, releasing->record.document, edition.label, releasing->arena);
    edition.attachment_count =
        freeze_attachments(&releasing->frozen, &releasing->manifest, releasing->arena, &attachments);
    edition.attachments = attachments;
    int status = STATUS_FINE;
    for (size_t i = 0; i < STYLE_COUNT && status == STATUS_FINE; i++)
        status = set_pdf(releasing, release_styles[i], &edition);
    return status;
}

static int commit_all(struct releasing *releasing) {
    struct buffer manifest = {0};
    manifest_print(&releasing->manifest, true, &manifest);
    releasing->record.manifest = hash_bytes(manifest.bytes, manifest.count);
    bool good = commit_stage(releasing->commit, &releasing->frozen, &manifest, releasing->report) &&
                commit_finish(releasing->commit, &releasing->record, releasing->report);
    buffer_close(&manifest);
    if (!good)
        return STATUS_INPUT;
    const struct ledger_record *record = &releasing->record;
    for (size_t i = 0; i < record->pdfs.count; i++) {
        fputs(home_path(releasing->wish->home, ledger_pdf_path(record, &record->pdfs.items[i], releasing->arena),
                        releasing->arena),
              stdout);
        putchar('\n');
    }
    telling_say(
        "%s %s is released, as record %zu of the ledger. Next: commit sources/released and out/released, and in "
        "%s\ngive the version a new label, sequence %zu and a status of draft, and the row of the history for this one "
        "the label\n%s, the date %s and the status approved\n",
        record->document, record->label, record->number, releasing->proposal.file, record->sequence + 1, record->label,
        releasing->proposal.date);
    return STATUS_FINE;
}

/* Everything after the obstacles; `folder` is where the public source is put to be set. */
static int make(struct releasing *releasing, const char *folder) {
    releasing->set_folder = folder;
    if (!freeze_all(releasing) || !commit_stage_set(folder, &releasing->frozen, releasing->arena, releasing->report) ||
        !read_public(releasing))
        return status_of(report_status(releasing->report));
    int status = set_all(releasing);
    if (status != STATUS_FINE)
        return status_of(status);
    if (releasing->commit != NULL)
        return commit_all(releasing);
    telling_say("Nothing stands in the way of releasing %s %s; nothing was written\n", releasing->record.document,
                releasing->record.label);
    return STATUS_FINE;
}

static int make_dry(struct releasing *releasing) {
    const char *temporary = getenv("TMPDIR");
    char *folder = arena_format(releasing->arena, "%s/engross-XXXXXX",
                                temporary == NULL || *temporary == '\0' ? "/tmp" : temporary);
    if (mkdtemp(folder) == NULL) {
        report_add(releasing->report, RULE_FILE_WRITE, (struct place){.file = folder}, "no folder can be made there");
        return STATUS_INPUT;
    }
    int status = make(releasing, folder);
    commit_remove(folder);
    return status;
}

/* The obstacles were looked for without the lock, so that a refusal writes nothing. */
static int make_under_lock(struct releasing *releasing) {
    size_t before = releasing->ledger.count;
    releasing->commit = commit_open(releasing->wish->home, releasing->arena, releasing->report, &releasing->ledger);
    if (releasing->commit == NULL)
        return report_status(releasing->report);
    if (releasing->ledger.count == before)
        return make(releasing, commit_set_folder(releasing->commit));
    report_add(releasing->report, RULE_RELEASE_BUSY, (struct place){.file = releasing->ledger.file}, "");
    return report_status(releasing->report);
}

/* What has changed since the last release that stands, and the rows that the history has for it. A text that is no
 * document has none: its faults are told. */
static void read_log(struct releasing *releasing) {
    struct proposal *proposal = &releasing->proposal;
    struct versions versions = {.home = releasing->wish->home,
                                .source = releasing->source,
                                .arena = releasing->arena,
                                .report = releasing->report,
                                .ledger = releasing->ledger};
    const struct ledger_record *last = versions_last(&versions, proposal->id);
    if (last == NULL) {
        proposal->log = log_entries(own_row(releasing), releasing->arena);
        return;
    }
    const struct element *release = own_row(releasing);
    struct version_text *old = ARENA_NEW(releasing->arena, struct version_text);
    struct version_text *new = ARENA_NEW(releasing->arena, struct version_text);
    if (versions_read_working(&versions, proposal->file, new) && versions_read_release(&versions, last, old))
        proposal->log = log_match(compare(&old->version, &new->version, releasing->arena), new->version.root, release,
                                  releasing->arena);
}

/* All that stands in the way, told at once. */
static int find_obstacles(struct releasing *releasing) {
    int status = check_working(releasing);
    if (!read_working(releasing))
        return status != STATUS_FINE ? status_of(status) : status_of(report_status(releasing->report));
    if (status == STATUS_FINE)
        read_log(releasing);
    obstacles_find(&releasing->proposal);
    int found = report_status(releasing->report);
    return found > status_of(status) ? found : status_of(status);
}

static int release(struct releasing *releasing) {
    struct wish *wish = releasing->wish;
    struct proposal *proposal = &releasing->proposal;
    struct meant meant;
    if (!lookup_document(lookup_open(wish->home, NULL, releasing->arena), wish->files[0], releasing->report, &meant))
        return report_status(releasing->report);
    proposal->file = meant.file;
    releasing->tree = home_tree(wish->home, proposal->file, releasing->arena);
    if (!releasing_recheck(wish->home, true, releasing->arena, releasing->report, &releasing->ledger))
        return report_status(releasing->report);
    int status = find_obstacles(releasing);
    if (status != STATUS_FINE)
        return status;
    return wish->dry_run ? make_dry(releasing) : make_under_lock(releasing);
}

/* What the command line has to say of a release. */
static bool wish_is_whole(const struct wish *wish) {
    const char *fault = wish->file_count != 1        ? "release takes one document: its file or its id"
                        : wish->label == NULL        ? "release needs --label LABEL"
                        : wish->approvals.count == 0 ? "release needs --approved DATE --body BODY --minute REF"
                                                     : NULL;
    for (size_t i = 0; fault == NULL && i < wish->approvals.count; i++) {
        const struct wish_approval *at = &wish->approvals.items[i];
        if (at->body == NULL || at->minute == NULL)
            fault = "each --approved DATE needs --body BODY and --minute REF after it";
        else if (!ledger_value_good(at->minute))
            fault = "--minute takes one line of text without blanks at its ends";
    }
    if (fault != NULL)
        telling_say("engross: %s\ntry: engross help release\n", fault);
    return fault == NULL;
}

int releasing_run(struct wish *wish) {
    if (!wish_is_whole(wish))
        return STATUS_USAGE;
    if (!wish_find_home(wish))
        return STATUS_ENVIRONMENT;
    struct releasing releasing = {
        .wish = wish, .arena = wish->arena, .report = report_open(wish->arena), .source = source_open(wish->home)};
    releasing.proposal = (struct proposal){.wish = wish,
                                           .home = wish->home,
                                           .ledger = &releasing.ledger,
                                           .arena = wish->arena,
                                           .report = releasing.report};
    int status = release(&releasing);
    commit_close(releasing.commit);
    source_close(releasing.source);
    telling_print(releasing.report);
    if (status == STATUS_REFUSED)
        telling_say("Nothing was released and nothing was written\n");
    return status;
}

/* ---- withdraw ---- */

static int withdraw(struct wish *wish, struct report *report) {
    struct ledger ledger;
    struct commit *commit = commit_open(wish->home, wish->arena, report, &ledger);
    if (commit == NULL || !kept_check(wish->home, &ledger, true, wish->arena, report)) {
        commit_close(commit);
        return report_status(report);
    }
    const char *document = lookup_released(lookup_open(wish->home, &ledger, wish->arena), wish->files[0], report);
    if (document == NULL) {
        commit_close(commit);
        return report_status(report);
    }
    const char *label = wish->files[1];
    const struct ledger_record *of = ledger_find(&ledger, document, label);
    bool withdrawn = false;
    for (size_t i = 0; i < ledger.records.count; i++) {
        const struct ledger_record *at = &ledger.records.items[i];
        withdrawn = withdrawn || (of != NULL && at->kind == LEDGER_WITHDRAWAL && strcmp(at->document, document) == 0 &&
                                  strcmp(at->label, label) == 0);
    }
    struct place place = {.file = ledger.file};
    if (of == NULL)
        report_add(report, RULE_RELEASE_UNKNOWN, place,
                   arena_format(wish->arena, "there is no release %s of %s", label, document),
                   "look the labels up in the ledger");
    else if (withdrawn)
        report_add(report, RULE_RELEASE_UNKNOWN, place,
                   arena_format(wish->arena, "%s %s has been withdrawn already", document, label),
                   "nothing more is to be done");
    int status = report_status(report);
    if (of != NULL && status == STATUS_FINE) {
        struct ledger_record record = {.kind = LEDGER_WITHDRAWAL,
                                       .document = of->document,
                                       .title = of->title,
                                       .label = of->label,
                                       .sequence = of->sequence,
                                       .effective = wish->effective,
                                       .reason = wish->reason};
        if (!commit_finish(commit, &record, report))
            status = STATUS_INPUT;
        else
            telling_say("%s %s is withdrawn, as record %zu of the ledger; its files stay where they are\n",
                        record.document, record.label, record.number);
    }
    commit_close(commit);
    return status;
}

int releasing_withdraw(struct wish *wish) {
    const char *fault = wish->file_count != 2  ? "withdraw takes a document and the label of a release of it"
                        : wish->reason == NULL ? "withdraw needs --reason TEXT"
                        : !ledger_value_good(wish->reason)
                            ? "--reason takes one line of text without blanks at its ends"
                            : NULL;
    if (fault != NULL) {
        telling_say("engross: %s\ntry: engross help withdraw\n", fault);
        return STATUS_USAGE;
    }
    if (!wish_find_home(wish))
        return STATUS_ENVIRONMENT;
    struct report *report = report_open(wish->arena);
    int status = withdraw(wish, report);
    telling_print(report);
    return status;
}
