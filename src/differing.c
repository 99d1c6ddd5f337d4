/* differing.c: the verb diff: what has changed from one version of a document to another.
 *
 * wish → two versions (versions.h) → their comparison → a redline or a schedule, as a PDF
 * by the pipeline, as HTML or plain text; or the comparison itself as JSON.
 *
 * Surprising: without --from, the older text is the last release that still stands; with
 * --to a release, it is the last before that one.
 */
#include "differing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "changes/comparison.h"
#include "changes/comparison_json.h"
#include "changes/redline.h"
#include "changes/schedule.h"
#include "document/document.h"
#include "document/plain.h"
#include "documents.h"
#include "home.h"
#include "html/html.h"
#include "lookup.h"
#include "release/standing.h"
#include "telling.h"
#include "versions.h"

struct differing {
    struct wish *wish;
    struct arena *arena;
    struct report *report;
    struct versions versions;
    const char *id;
    const char *working; /* the file of the working text; NULL: there is none any more */
    struct version_text old, new;
    bool same; /* they were compared, and nothing has changed */
};

/* ---- which versions ---- */

/* The last release that stands, before that of `to` when this is one; NULL after a report. */
static const struct ledger_record *release_before(struct differing *differing, const struct ledger_record *to) {
    const struct ledger *ledger = &differing->versions.ledger;
    const struct ledger_record *last = NULL;
    bool any = false;
    for (size_t i = 0; i < ledger->records.count; i++) {
        const struct ledger_record *at = &ledger->records.items[i];
        if (at->kind != LEDGER_RELEASE || strcmp(at->document, differing->id) != 0 ||
            (to != NULL && at->sequence >= to->sequence))
            continue;
        any = true;
        if (standing_withdrawal(ledger, at, NULL) == NULL && (last == NULL || at->sequence > last->sequence))
            last = at;
    }
    if (last != NULL)
        return last;
    struct place place = {.file = differing->working != NULL ? differing->working : ledger->file};
    const char *name = *differing->id == '\0' ? "this document" : differing->id;
    report_add(differing->report, RULE_VERSION_NONE, place,
               any ? arena_format(differing->arena, "every release of %s that could be compared was withdrawn", name)
               : to != NULL
                   ? arena_format(differing->arena, "%s %s is the first release, with none before it", name, to->label)
                   : arena_format(differing->arena,
                                  "%s has never been released, so that there is no older text to compare it "
                                  "with",
                                  name),
               any ? "name one of them all the same: --from LABEL; or a file: --from FILE"
                   : "name the older text: --from FILE");
    return NULL;
}

/* What a word after --from or --to names: a release, or else a file; both NULL after a report. */
struct named {
    const struct ledger_record *record;
    const char *file;
};

static struct named named_by(struct differing *differing, const char *word) {
    struct named named = {.record = ledger_find(&differing->versions.ledger, differing->id, word)};
    if (named.record == NULL && file_exists(word))
        named.file = word;
    else if (named.record == NULL)
        named.record = versions_labelled(&differing->versions, differing->id, word);
    return named;
}

static bool read_named(struct differing *differing, const struct named *named, bool lenient, struct version_text *out) {
    if (named->record != NULL)
        return versions_read_release(&differing->versions, named->record, out);
    return named->file != NULL && versions_read_file(&differing->versions, named->file, lenient, out);
}

static bool read_new(struct differing *differing, struct named *to) {
    const char *word = differing->wish->to;
    if (word != NULL) {
        *to = named_by(differing, word);
        return read_named(differing, to, false, &differing->new);
    }
    if (differing->working != NULL)
        return versions_read_working(&differing->versions, differing->working, &differing->new);
    report_add(
        differing->report, RULE_VERSION_NONE, (struct place){.file = differing->versions.ledger.file},
        arena_format(differing->arena, "there is no working text of %s any more, only its releases", differing->id),
        "name two of them: --from LABEL --to LABEL");
    return false;
}

static bool read_both(struct differing *differing) {
    struct named to = {0};
    bool good = read_new(differing, &to);
    if (differing->wish->to != NULL && to.record == NULL && to.file == NULL)
        return false;
    if (!good && *differing->id == '\0') /* no document at all: nobody asks for its releases */
        return false;
    struct named from = {0};
    if (differing->wish->from != NULL)
        from = named_by(differing, differing->wish->from);
    else
        from.record = release_before(differing, to.record);
    good = read_named(differing, &from, true, &differing->old) && good;
    if (!good)
        return false;
    const char *old = differing->old.version.document->id;
    const char *new = differing->new.version.document->id;
    if (strcmp(old, new) != 0)
        report_add(differing->report, RULE_VERSION_OTHER, (struct place){.file = differing->old.file}, old, new);
    return true;
}

/* ---- what is made of them ---- */

/* "release 1.0", "the working text", or a file. */
static const char *name_of(const struct differing *differing, const struct version_text *text) {
    if (text->record != NULL)
        return arena_format(differing->arena, "release %s", text->version.label);
    return text->version.label == NULL ? "the working text" : text->version.label;
}

#define START_BYTES 8 /* by which a text is known: "{\n \"form", "<!DOCTYP", "Changes " */

/* Text goes to standard output, or whole into a file. */
static int write_text(struct differing *differing, struct buffer *text) {
    const char *path = differing->wish->output;
    if (path == NULL) {
        (void)!fwrite(buffer_text(text), 1, text->count, stdout);
        return STATUS_FINE;
    }
    const char *start =
        arena_copy(differing->arena, buffer_text(text), text->count < START_BYTES ? text->count : START_BYTES);
    if (!pipeline_may_replace(path, start, "not of the kind asked for", differing->report) ||
        !file_write(path, buffer_text(text), text->count, differing->report))
        return report_status(differing->report);
    printf("%s\n", path);
    return STATUS_FINE;
}

static int write_pdf(struct differing *differing, const struct document *document) {
    struct wish told = *differing->wish;
    told.format = FORMAT_TEXT; /* of the findings */
    struct request request = documents_request(&told, differing->new.file, true);
    request.document = document;
    request.keeps = false;
    struct outcome outcome = {0};
    struct telling telling = telling_open(&told);
    pipeline_run(&request, &outcome);
    telling_document(&telling, &request, &outcome);
    int status = outcome.status;
    buffer_close(&telling.first);
    buffer_close(&outcome.results);
    buffer_close(&outcome.messages);
    buffer_close(&outcome.slips);
    buffer_close(&outcome.traces);
    return status;
}

/* The redline or the schedule, in the form that was asked for. */
static int make_document(struct differing *differing, const struct comparison *comparison,
                         const struct ground *grounds) {
    const struct wish *wish = differing->wish;
    const struct document *document = wish->schedule ? schedule_make(comparison, grounds, differing->arena)
                                                     : redline_make(comparison, grounds, differing->arena);
    if (wish->format == FORMAT_PDF)
        return write_pdf(differing, document);
    struct buffer text = {0};
    bool good = true;
    if (wish->format == FORMAT_HTML)
        good = html_write(document, &text, differing->report);
    else
        document_plain(document, &text);
    int status = good ? write_text(differing, &text) : report_status(differing->report);
    buffer_close(&text);
    return status;
}

static int make(struct differing *differing, const struct comparison *comparison) {
    const struct wish *wish = differing->wish;
    const struct ground *grounds = grounds_read(comparison, differing->new.lists.organisations,
                                                differing->old.lists.organisations, differing->arena);
    if (wish->dump != DUMP_CHANGES && wish->format != FORMAT_JSON)
        return make_document(differing, comparison, grounds);
    struct buffer text = {0};
    if (wish->dump == DUMP_CHANGES)
        comparison_dump(comparison, &text);
    else
        comparison_json(comparison, grounds, &text);
    int status = write_text(differing, &text);
    buffer_close(&text);
    return status;
}

static int differ(struct differing *differing) {
    if (!versions_open(&differing->versions, differing->wish->home, differing->arena, differing->report))
        return report_status(differing->report);
    struct lookup *lookup = lookup_open(differing->wish->home, &differing->versions.ledger, differing->arena);
    struct meant meant;
    if (!lookup_document(lookup, differing->wish->files[0], differing->report, &meant))
        return report_status(differing->report);
    differing->id = meant.id;
    differing->working = meant.file;
    if (!read_both(differing))
        return report_status(differing->report);
    const struct comparison *comparison = compare(&differing->old.version, &differing->new.version, differing->arena);
    differing->same = comparison->changes.count == 0;
    return make(differing, comparison);
}

/* What cannot be asked for together; NULL when all can. */
static const char *fault_of(const struct wish *wish) {
    if (wish->file_count != 1)
        return "diff takes one document: its id or its file";
    if (wish->dump != DUMP_NONE && (wish->output != NULL || wish->format != FORMAT_PDF))
        return "--dump prints text on standard output: leave -o and --format out";
    if (wish->schedule && (wish->format == FORMAT_JSON || wish->dump == DUMP_CHANGES))
        return "--schedule writes instructions in sentences; for other programs leave it out";
    if (wish->styles.count > 0 && wish->format != FORMAT_PDF)
        return "--style is for a PDF";
    if (wish->styles.count > 1 && (wish->output != NULL || wish->dump != DUMP_NONE))
        return "-o and --dump take one style";
    return NULL;
}

int differing_run(struct wish *wish) {
    const char *fault = fault_of(wish);
    if (fault != NULL) {
        telling_say("engross: %s\ntry: engross help diff\n", fault);
        return STATUS_USAGE;
    }
    if (!wish_find_home(wish))
        return STATUS_ENVIRONMENT;
    if (wish->styles.count == 0 && wish->format == FORMAT_PDF)
        wish_add_style(wish, HOUSE_STYLE);
    if (!documents_find_styles(wish))
        return STATUS_ENVIRONMENT;
    struct differing differing = {.wish = wish, .arena = wish->arena, .report = report_open(wish->arena)};
    int status = differ(&differing);
    versions_close(&differing.versions);
    if (!wish->quiet || report_errors(differing.report) > 0)
        telling_print(differing.report);
    if (status == STATUS_FINE && differing.same && !wish->quiet)
        telling_say("no change between %s and %s\n", name_of(&differing, &differing.old),
                    name_of(&differing, &differing.new));
    return status;
}
