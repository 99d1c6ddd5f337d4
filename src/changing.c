/* changing.c: the verb changes: what a document's change log has to say, and says.
 *
 * wish → the last release that stands and the working text (versions.h) → their comparison
 * → the rows of the history that it asks for (changes/log.h): told, or with --sync written
 * into the author's file; with --pdf all versions as a document of their own.
 *
 * Surprising: nothing is written for a version that still has the label or the sequence
 * of one that is released. Its rows are that release's, and stay as they are.
 */
#include "changing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "changes/gist.h"
#include "changes/log.h"
#include "changing_all.h"
#include "documents.h"
#include "home.h"
#include "lookup.h"
#include "telling.h"
#include "versions.h"

struct changing {
    struct wish *wish;
    struct arena *arena;
    struct report *report;
    struct versions versions;
    const char *id;
    const char *file; /* of the working text; NULL when there is none any more */
    struct version_text old, new;
    const struct change_log *log;
};

/* ---- the log and the text ---- */

/* Whether the working version is one that is still to be released; when it is not, that is reported as soon as anything
 * has changed. */
static bool version_is_new(struct changing *changing, bool changed) {
    struct arena *arena = changing->arena;
    const struct element *control = element_child(changing->new.version.root, "control");
    const struct element *version = control == NULL ? NULL : element_child(control, "version");
    const struct ledger_record *last = ledger_last(&changing->versions.ledger, changing->id);
    const char *label = version == NULL ? NULL : element_attribute(version, "label");
    const char *sequence = version == NULL ? NULL : element_attribute(version, "sequence");
    if (label == NULL || sequence == NULL || last == NULL)
        return false; /* the grammar has both */
    const char *next = arena_format(arena, "%zu", last->sequence + 1);
    const struct ledger_record *same = ledger_find(&changing->versions.ledger, changing->id, label);
    if (same == NULL && strtoull(sequence, NULL, 10) > last->sequence)
        return true;
    if (changed && same != NULL)
        report_add(changing->report, RULE_CHANGES_LABEL, element_attribute_place(version, "label"),
                   arena_format(arena, "this text calls itself version %s, and that is released", label), next);
    else if (changed)
        report_add(changing->report, RULE_CHANGES_LABEL, element_attribute_place(version, "sequence"),
                   arena_format(arena, "this text has sequence %s, and version %s was released with sequence %zu",
                                sequence, last->label, last->sequence),
                   next);
    else if (!changing->wish->quiet)
        telling_say("nothing has changed since release %s\n", changing->old.record->label);
    return false;
}

static const char *plural(size_t count) {
    return count == 1 ? "" : "s";
}

/* The change that a new row is for. */
static const struct change *change_of(const struct changing *changing, const struct log_step *step) {
    for (size_t i = 0; step->action == LOG_ADD && i < changing->log->changes.count; i++) {
        const struct change *change = changing->log->changes.items[i].change;
        if (strcmp(change->target, step->target) == 0 && strcmp(change_kind_name(change->kind), step->kind) == 0)
            return change;
    }
    return NULL;
}

/* Whether nobody sees the change in the text: then what it is has to be said. */
static bool is_unseen(const struct change *change) {
    for (size_t i = 0; i < change->edits.count; i++)
        if (change->edits.items[i].attribute == NULL)
            return false;
    return change->kind != CHANGE_RENUMBERED && change->edits.count > 0;
}

static void tell_step(const struct changing *changing, const struct log_step *step, FILE *to) {
    static const char *const words[] = {[LOG_ADD] = "add",
                                        [LOG_REMOVE] = "take away",
                                        [LOG_GONE] = "mark as gone",
                                        [LOG_BACK] = "take back the mark of",
                                        [LOG_RENAME] = "say anew what it was called:"};
    const struct change *change = change_of(changing, step);
    const char *label = step->label == NULL ? "" : step->label;
    if (change != NULL && is_unseen(change))
        label =
            arena_format(changing->arena, "%s: %s", change->label_new != NULL ? change->label_new : change->label_old,
                         gist_of_edits(change, NULL, NULL, changing->arena));
    fprintf(to, "%s:%u: %s %s (%s)%s%s\n", step->place.file, (unsigned)step->place.line, words[step->action],
            step->target, step->kind, *label == '\0' ? "" : ": ", label);
}

/* How many rows wait for people: a reason to write, or one to take away. */
static void tell_waiting(const struct changing *changing, size_t steps) {
    const struct change_log *log = changing->log;
    size_t waiting = 0;
    size_t gone = 0;
    for (size_t i = 0; i < log->changes.count; i++)
        waiting += log->changes.items[i].entry == NULL || !log->changes.items[i].entry->reason;
    for (size_t i = 0; i < log->entries.count; i++)
        gone += log->entries.items[i].change == NULL && log->entries.items[i].reason;
    telling_say("%zu change%s since release %s", log->changes.count, plural(log->changes.count),
                changing->old.record->label);
    if (steps > 0)
        telling_say("; %zu row%s of the history %s", steps, plural(steps), steps == 1 ? "is" : "are");
    if (steps > 0)
        telling_say("%s", changing->wish->sync ? " now in step with the text" : " not in step with the text");
    if (waiting > 0)
        telling_say("; %zu reason%s still to be written", waiting, waiting == 1 ? " is" : "s are");
    if (gone > 0)
        telling_say("; %zu reason%s without a change", gone, gone == 1 ? " is" : "s are");
    telling_say("\n");
    if (steps > 0 && !changing->wish->sync)
        telling_say("engross changes %s --sync writes them\n", changing->wish->files[0]);
}

/* All files, or none. */
static int write_files(struct changing *changing, const struct log_plan *plan) {
    struct file_draft **drafts = ARENA_ARRAY(changing->arena, plan->files.count, struct file_draft *);
    size_t count = 0;
    bool good = true;
    for (size_t i = 0; i < plan->files.count && good; i++) {
        const struct log_file *file = &plan->files.items[i];
        struct buffer text = {0};
        edit_print_in_place(file->editing, &text);
        if (edit_changed(file->editing)) {
            drafts[count] = file_draft_in_place(file->path, text.bytes, text.count, changing->report);
            good = drafts[count] != NULL;
            count += good;
        }
        buffer_close(&text);
    }
    if (!good) {
        for (size_t i = 0; i < count; i++)
            file_drop(drafts[i]);
        return report_status(changing->report);
    }
    if (!file_place(drafts, count, changing->report))
        return report_status(changing->report);
    for (size_t i = 0; i < plan->files.count; i++)
        if (edit_changed(plan->files.items[i].editing))
            printf("%s\n", plan->files.items[i].path);
    return STATUS_FINE;
}

static int keep_log(struct changing *changing) {
    if (!versions_read_working(&changing->versions, changing->file, &changing->new))
        return report_status(changing->report);
    const struct ledger_record *last = versions_last(&changing->versions, changing->id);
    if (last == NULL) {
        if (!changing->wish->quiet)
            telling_say("%s has no release that stands, so there is nothing to compare it with\n", changing->id);
        return STATUS_FINE;
    }
    if (!versions_read_release(&changing->versions, last, &changing->old))
        return report_status(changing->report);
    const struct comparison *comparison = compare(&changing->old.version, &changing->new.version, changing->arena);
    if (!version_is_new(changing, comparison->changes.count > 0))
        return report_status(changing->report);
    changing->log =
        log_match(comparison, changing->new.version.root, log_release(changing->new.version.root), changing->arena);
    struct log_plan plan;
    if (!log_plan(changing->log, changing->arena, changing->report, &plan))
        return report_status(changing->report);
    bool sync = changing->wish->sync;
    int status = sync ? write_files(changing, &plan) : plan.steps.count > 0 ? STATUS_FINDINGS : STATUS_FINE;
    bool told = sync ? status == STATUS_FINE && !changing->wish->quiet : true; /* what was done, once it is done */
    for (size_t i = 0; i < plan.steps.count && told; i++)
        tell_step(changing, &plan.steps.items[i], sync ? stderr : stdout);
    if (!changing->wish->quiet && report_errors(changing->report) == 0)
        tell_waiting(changing, plan.steps.count);
    return status;
}

/* ---- all versions ---- */

static int set_log(struct changing *changing) {
    const struct document *document = changing_all(&changing->versions, changing->id, changing->file);
    if (document == NULL)
        return report_status(changing->report);
    struct request request = documents_request(changing->wish, changing->file == NULL ? "" : changing->file, true);
    request.document = document;
    request.keeps = false;
    struct outcome outcome = {0};
    struct telling telling = telling_open(changing->wish);
    pipeline_run(&request, &outcome);
    telling_document(&telling, &request, &outcome);
    buffer_close(&telling.first);
    buffer_close(&outcome.results);
    buffer_close(&outcome.messages);
    buffer_close(&outcome.slips);
    buffer_close(&outcome.traces);
    return outcome.status;
}

static int change(struct changing *changing) {
    if (!versions_open(&changing->versions, changing->wish->home, changing->arena, changing->report))
        return report_status(changing->report);
    const struct ledger *ledger = changing->wish->pdf ? &changing->versions.ledger : NULL;
    struct meant meant;
    if (!lookup_document(lookup_open(changing->wish->home, ledger, changing->arena), changing->wish->files[0],
                         changing->report, &meant))
        return report_status(changing->report);
    changing->id = meant.id;
    changing->file = meant.file;
    if (changing->wish->pdf)
        return set_log(changing);
    return keep_log(changing);
}

/* What cannot be asked for together; NULL when all can. */
static const char *fault_of(const struct wish *wish) {
    if (wish->file_count != 1)
        return "changes takes one document: its id or its file";
    if (wish->sync && wish->pdf)
        return "--sync writes the source, --pdf a PDF: ask for one after the other";
    if (!wish->pdf && (wish->output != NULL || wish->styles.count > 0 || wish->dump != DUMP_NONE))
        return "-o, --style and --dump go with --pdf";
    if (wish->styles.count > 1 && (wish->output != NULL || wish->dump != DUMP_NONE))
        return "-o and --dump take one style";
    if (wish->output != NULL && wish->dump != DUMP_NONE)
        return "--dump prints on standard output: leave -o out";
    return NULL;
}

int changing_run(struct wish *wish) {
    const char *fault = fault_of(wish);
    if (fault != NULL) {
        telling_say("engross: %s\ntry: engross help changes\n", fault);
        return STATUS_USAGE;
    }
    if (!wish_find_home(wish))
        return STATUS_ENVIRONMENT;
    if (wish->pdf && wish->styles.count == 0)
        wish_add_style(wish, HOUSE_STYLE);
    if (!documents_find_styles(wish))
        return STATUS_ENVIRONMENT;
    struct changing changing = {.wish = wish, .arena = wish->arena, .report = report_open(wish->arena)};
    int status = change(&changing);
    versions_close(&changing.versions);
    telling_print(changing.report);
    return status;
}
