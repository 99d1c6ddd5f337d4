/* pipeline.c: bytes → element tree → document → pages → PDF, for one document.
 *
 * Every stage has one call; each is entered only when the one before it gave
 * something to work on, and all findings are printed together at the end. A PDF
 * is written only when no stage of any style found an error, so that the files
 * of one document in several styles belong together.
 *
 * Surprising: that the files have got their names is told before they have. From
 * then on nothing needs memory, so that a program which says for want of it that
 * no file was changed says the truth.
 */
#include "pipeline.h"

#include <assert.h>
#include <string.h>
#include <sys/stat.h>

#include "across.h"
#include "base/arena.h"
#include "base/file.h"
#include "base/report.h"
#include "base/report_json.h"
#include "base/thread.h"
#include "base/timing.h"
#include "base/trace.h"
#include "document/document.h"
#include "document/limits.h"
#include "document/names.h"
#include "document/prose.h"
#include "due.h"
#include "home.h"
#include "layout/layout.h"
#include "pages/page.h"
#include "pdf/pdf.h"
#include "read/source.h"
#include "record.h"
#include "salvage.h"
#include "style/style.h"
#include "text/font.h"
#include "text/opportunity.h"
#include "text/shape.h"
#include "years.h"

/* What setting a document takes, of the heap: at least so much, and so many times the bytes of its file: about, and for
 * sure. No more is made ready than a file that is refused may cost. */
#define MEMORY_LEAST ((size_t)4 << 20)
#define MEMORY_EACH 48
#define MEMORY_SURE 24
#define MEMORY_READY ((size_t)16 << 20)

struct finished {
    const char *path;
    struct buffer bytes;
};

/* The check of how a document is worded. It reads the element tree alone, and nothing but what is printed at the end
 * depends on it. */
struct wording {
    const struct element *root;
    struct prose_lists lists;
    struct arena *arena; /* NULL: there is none under way */
    struct report *report;
    struct thread *thread;
    size_t before; /* how many findings stand before its own */
};

struct run {
    const struct request *request;
    struct outcome *outcome;
    struct arena *arena;
    struct report *report;
    struct source *source;
    struct font_set *fonts;
    struct shaper *shaper;
    struct wording wording;
    bool remarks;               /* the layout report says something */
    struct record_output *made; /* as many as drafts */
    struct file_draft *record;  /* named after all of them; NULL for none */
    struct file_draft **drafts; /* the PDFs, on the disk but without their names */
    size_t draft_count;
    struct buffer outputs; /* what is told of them */
};

static void wording_work(void *context) {
    const struct wording *wording = context;
    prose_check(wording->root, &wording->lists, wording->arena, wording->report);
}

/* Checks how the document is worded; beside what follows, if `sound` says that it is not looked at by its findings. */
static void wording_begin(struct run *run, const struct salvage *found, bool sound) {
    const char *tree = home_path(run->request->home, "sources", run->arena);
    const char *file = home_path(tree, "schema/words.xml", run->arena);
    struct wording *wording = &run->wording;
    *wording = (struct wording){.root = found->root};
    wording->lists.organisations = found->organisations_sound ? found->lists.organisations : NULL;
    wording->lists.limits = found->limits_sound ? found->lists.limits : NULL;
    if (file_exists(file))
        wording->lists.words = source_read(run->source, SOURCE_WORDS, file, tree, run->arena, run->report);
    if (sound) {
        wording->before = report_count(run->report);
        wording->arena = arena_open();
        wording->report = report_open(wording->arena);
        wording->thread = thread_start(wording_work, wording);
        if (wording->thread != NULL)
            return;
        arena_close(wording->arena);
        wording->arena = NULL;
    }
    prose_check(found->root, &wording->lists, run->arena, run->report);
}

/* Joins what was found beside to the report, in its place. */
static void wording_join(struct run *run) {
    struct wording *wording = &run->wording;
    if (wording->arena == NULL)
        return;
    thread_join(wording->thread);
    report_insert(run->report, wording->before, wording->report);
    arena_close(wording->arena);
    wording->arena = NULL;
}

/* A file that is not there, when one of nearly that name stands in its folder: says which. */
static bool tell_nearest(const struct run *run) {
    const char *file = run->request->file;
    const char *slash = strrchr(file, '/');
    const char *folder = slash == NULL ? "." : arena_copy(run->arena, file, (size_t)(slash - file) + 1);
    if (file_exists(file))
        return false;
    struct home_files files = home_files_in(folder, run->arena);
    struct names *names = names_open(run->arena);
    bool fresh;
    for (size_t i = 0; i < files.count; i++) {
        const char *below = strrchr(files.items[i], '/');
        names_add(names, below == NULL ? files.items[i] : below + 1, (struct place){0}, &fresh);
    }
    const char *nearest = names_nearest(names, slash == NULL ? file : slash + 1, NULL);
    if (nearest != NULL)
        report_add(run->report, RULE_FILE_OPEN, (struct place){.file = file},
                   arena_format(run->arena, "there is no such file; did you mean \"%s\"?", nearest));
    return nearest != NULL;
}

/* A list of the house that stands beside the documents; NULL when there is none, or nothing to be made of it. */
static const struct element *read_list(struct run *run, enum source_kind kind, const char *tree, const char *name,
                                       bool *sound) {
    const char *file = home_path(tree, name, run->arena);
    return file_exists(file) ? source_read_on(run->source, kind, file, tree, run->arena, run->report, sound) : NULL;
}

/* What a release has besides; what the request does not say of it is what the sources say. */
static const struct document *read_edition(const struct run *run, struct document *document,
                                           const struct element *organisations) {
    if (!document || !run->request->edition)
        return document;
    struct edition *edition = ARENA_NEW(run->arena, struct edition);
    *edition = *run->request->edition;
    if (!edition->label)
        edition->label = document->version;
    if (!edition->date)
        edition->date = document->date;
    if (!edition->address) {
        const char *site = organisations ? element_attribute(organisations, "site") : NULL;
        edition->address = edition_address(site, document->id, edition->label, run->arena);
    }
    document->edition = edition;
    return document;
}

/* Holds a document that was read without a fault against the others of its house. */
static void check_beside(struct run *run, const struct salvage *found) {
    const struct request *request = run->request;
    assert(found->root != NULL);
    bool statement = element_is(found->root, "statement");
    if (!statement && !request->across && request->on == NULL)
        return;
    struct library *library = library_open(run->source, request->home, found->tree, run->arena);
    if (found->organisations_sound)
        library->organisations = found->lists.organisations;
    if (statement)
        years_check(library, request->file, found->root, run->arena, run->report);
    if (request->across)
        across_check(library, request->file, found->root, run->report);
    if (request->on != NULL)
        due_check(library, found->root, request->on, run->report);
}

static const struct document *read_source(struct run *run) {
    if (tell_nearest(run))
        return NULL;
    const char *home = run->request->home;
    const char *tree = home_tree(home, run->request->file, run->arena);
    struct salvage found = {.organisations_sound = true, .limits_sound = true, .tree = tree};
    bool sound;
    found.lists.organisations =
        read_list(run, SOURCE_ORGANISATIONS, tree, "organisations.xml", &found.organisations_sound);
    found.root =
        source_read_on(run->source, SOURCE_DOCUMENT, run->request->file, tree, run->arena, run->report, &sound);
    if (found.root && limits_wanted(found.root))
        found.lists.limits = read_list(run, SOURCE_LIMITS, tree, "limits.xml", &found.limits_sound);
    bool lists_sound = found.organisations_sound && found.limits_sound;
    (void)timing_enter(TIMING_RULES);
    if (found.root)
        wording_begin(run, &found, sound && lists_sound);
    if (sound)
        check_beside(run, &found);
    (void)timing_enter(TIMING_DOCUMENT);
    if (sound && lists_sound)
        return read_edition(run, document_read(found.root, &found.lists, tree, run->arena, run->report),
                            found.lists.organisations);
    if (found.root)
        salvage_findings(&found, run->arena, run->report);
    return NULL;
}

static const struct document *read_document(struct run *run) {
    (void)timing_enter(TIMING_READ);
    const struct document *document = read_source(run);
    (void)timing_enter(TIMING_OTHER);
    return document;
}

const char *pipeline_output(const char *id, const char *style, struct arena *arena) {
    return strcmp(style, HOUSE_STYLE) == 0 ? arena_format(arena, "out/%s.pdf", id)
                                           : arena_format(arena, "out/%s-%s.pdf", id, style);
}

static const char *output_path(const struct run *run, const struct document *document, const char *style) {
    const struct request *request = run->request;
    if (request->output)
        return request->output;
    return home_path(request->home, pipeline_output(document->id, style, run->arena), run->arena);
}

bool pipeline_may_replace(const char *path, const char *start, const char *fault, struct report *report) {
    char head[16];
    size_t bytes = strlen(start);
    assert(bytes <= sizeof head);
    size_t count = file_head(path, head, bytes);
    if (count == bytes && memcmp(head, start, bytes) == 0)
        return true;
    struct stat about;
    bool holds_something = stat(path, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0;
    if (count == 0 && !holds_something)
        return true;
    if (count == 0)
        report_add(report, RULE_FILE_WRITE, (struct place){.file = path},
                   "there is one that cannot be read, so that it may be something else");
    else
        report_add(report, RULE_OUTPUT_TAKEN, (struct place){.file = path}, fault);
    return false;
}

/* Whether what was found stops the build. */
static bool must_stop(const struct run *run) {
    return report_errors(run->report) > 0 || (run->request->fail_on_layout && run->remarks) ||
           (run->request->fail_on <= SEVERITY_WARNING && report_warnings(run->report) > 0);
}

static size_t notes_count(const struct run *run) {
    return report_count(run->report) - report_errors(run->report) - report_warnings(run->report);
}

/* Sets the document in one style. Dumps go to the results at once, a PDF to `finished`. */
static void set_in_style(struct run *run, const struct document *document, const char *name,
                         struct finished *finished) {
    const struct request *request = run->request;
    const char *file = arena_format(run->arena, "styles/%s.xml", name);
    (void)timing_enter(TIMING_STYLE);
    const struct style *style =
        style_read(run->source, home_path(request->home, file, run->arena), run->arena, run->report);
    if (!style)
        return;
    (void)timing_enter(TIMING_LAYOUT);
    if (request->layout_report)
        wording_join(run); /* of a document with errors no remarks are made */
    size_t notes = notes_count(run);
    const struct pages *pages = request->layout_report
                                    ? layout_examine(document, style, run->shaper, run->arena, run->report)
                                    : layout_document(document, style, run->shaper, run->arena, run->report);
    (void)timing_enter(TIMING_PDF);
    run->remarks = run->remarks || notes_count(run) > notes;
    wording_join(run);
    if (!pages || report_errors(run->report) > 0)
        return;
    if (request->dump == DUMP_PAGES)
        pages_dump(pages, &run->outcome->results);
    else if (request->dump == DUMP_TAGS)
        pdf_dump_tags(pages, run->arena, &run->outcome->results);
    else if (pdf_write(pages, run->arena, &finished->bytes, run->report) && request->write)
        finished->path = output_path(run, document, name);
}

static void tell_path(struct run *run, const char *path, const char *style) {
    if (!run->request->json) {
        buffer_string(&run->outputs, path);
        buffer_char(&run->outputs, '\n');
        return;
    }
    json_t *object = report_json_object("output");
    report_json_string(object, "document", run->request->file);
    report_json_string(object, "style", style);
    report_json_string(object, "path", path);
    report_json_line(object, &run->outputs);
}

static void drop_files(struct run *run) {
    for (size_t i = 0; i < run->draft_count; i++)
        file_drop(run->drafts[i]);
    run->draft_count = 0;
}

static void draft_files(struct run *run, const struct finished *finished) {
    const struct request *request = run->request;
    size_t count = request->style_count;
    run->drafts = ARENA_ARRAY(run->arena, count, struct file_draft *);
    run->made = ARENA_ARRAY(run->arena, count, struct record_output);
    for (size_t i = 0; i < count; i++)
        if (finished[i].path)
            (void)pipeline_may_replace(finished[i].path, "%PDF-", "no PDF", run->report);
    if (must_stop(run))
        return;
    if (!request->output) /* when it cannot be made, file_draft says so */
        (void)mkdir(home_path(request->home, "out", run->arena), 0777);
    for (size_t i = 0; i < count; i++) {
        if (!finished[i].path)
            continue;
        struct file_draft *draft =
            file_draft(finished[i].path, finished[i].bytes.bytes, finished[i].bytes.count, run->report);
        if (draft) {
            if (request->keeps)
                run->made[run->draft_count] = (struct record_output){
                    .path = finished[i].path, .hash = hash_bytes(finished[i].bytes.bytes, finished[i].bytes.count)};
            run->drafts[run->draft_count++] = draft;
            tell_path(run, finished[i].path, request->styles[i]);
        }
    }
    if (report_errors(run->report) == 0)
        return;
    drop_files(run);
    buffer_clear(&run->outputs);
}

static bool open_fonts(struct run *run) {
    (void)timing_enter(TIMING_STYLE);
    run->fonts = font_set_open(run->source, run->arena, run->report);
    if (!run->fonts)
        return false;
    opportunity_open(run->fonts);
    run->shaper = shaper_open(run->fonts, run->arena);
    return true;
}

static void run_stages(struct run *run) {
    const struct request *request = run->request;
    const struct document *document = request->document != NULL ? request->document : read_document(run);
    if (!document)
        return;
    if (request->dump == DUMP_DOCUMENT) {
        document_dump(document, &run->outcome->results);
        return;
    }
    if (request->style_count == 0 || !open_fonts(run))
        return;
    struct finished *finished = ARENA_ARRAY(run->arena, request->style_count, struct finished);
    for (size_t i = 0; i < request->style_count; i++)
        set_in_style(run, document, request->styles[i], &finished[i]);
    (void)timing_enter(TIMING_WRITE);
    wording_join(run);
    if (!must_stop(run))
        draft_files(run, finished);
    (void)timing_enter(TIMING_OTHER);
    for (size_t i = 0; i < request->style_count; i++)
        buffer_close(&finished[i].bytes);
}

/* Puts the findings and the outputs into the outcome. */
static void sum_up(const struct run *run) {
    struct outcome *outcome = run->outcome;
    outcome->errors = report_errors(run->report);
    outcome->warnings = report_warnings(run->report);
    outcome->notes = report_count(run->report) - outcome->errors - outcome->warnings;
    outcome->status = report_status(run->report);
    if (outcome->status == 0 && must_stop(run))
        outcome->status = 1;
    if (run->request->json)
        report_print_json(run->report, &outcome->slips);
    else if (outcome->status > 0 || !run->request->quiet)
        report_print_slips(run->report, &outcome->slips, run->request->colour);
    buffer_bytes(&outcome->results, run->outputs.bytes, run->outputs.count);
}

/* Hands over what was looked at, and makes the record of what was made of it. */
static void record(struct run *run) {
    if (!run->request->keeps)
        return;
    bool sure;
    size_t count;
    const struct trace *traces = trace_all(&count, &sure);
    for (size_t i = 0; i < count; i++)
        trace_write(&traces[i], &run->outcome->traces);
    if (run->outcome->status == 0 && run->draft_count == run->request->style_count)
        run->record = record_draft(run->request, run->outcome, run->made, run->draft_count, run->arena);
}

/* Gives the files their names. */
static void place_files(struct run *run) {
    if (run->draft_count == 0)
        return;
    size_t count = run->draft_count;
    run->draft_count = 0;
    if (file_place(run->drafts, count, run->report)) {
        if (run->record != NULL)
            (void)file_place(&run->record, 1, NULL);
        return;
    }
    file_drop(run->record);
    buffer_clear(&run->outputs);
    buffer_clear(&run->outcome->results);
    buffer_clear(&run->outcome->slips);
    sum_up(run);
}

static void memory_work(void *context) {
    const size_t *file = context;
    size_t sure = MEMORY_LEAST + MEMORY_SURE * *file;
    memory_ready(sure < MEMORY_READY ? sure : MEMORY_READY);
}

void pipeline_run(const struct request *request, struct outcome *outcome) {
    struct arena *arena = arena_open();
    struct run run = {.request = request,
                      .outcome = outcome,
                      .arena = arena,
                      .report = report_open(arena),
                      .source = source_open(request->home)};
    if (request->timings)
        timing_begin();
    if (request->keeps)
        trace_open();
    struct stat about = {0};
    (void)stat(request->file, &about);
    size_t file = (size_t)about.st_size;
    thread_permit(request->spare, file);
    memory_expect(MEMORY_LEAST + MEMORY_EACH * file);
    struct thread *readier = thread_start(memory_work, &file);
    run_stages(&run);
    memory_ready_enough();
    if (readier != NULL)
        thread_join(readier);
    wording_join(&run);
    (void)timing_enter(TIMING_OTHER);
    sum_up(&run);
    if (request->timings)
        timing_end(request->file, &outcome->messages);
    record(&run);
    if (request->ready)
        request->ready(request->context, outcome);
    place_files(&run);
    buffer_close(&run.outputs);
    if (request->leaves_memory)
        return;
    if (run.shaper)
        shaper_close(run.shaper);
    if (run.fonts) {
        opportunity_close();
        font_set_close(run.fonts);
    }
    source_close(run.source);
    trace_close();
    arena_close(arena);
}
