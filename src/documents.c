/* documents.c: the verbs build and check: which documents, in which styles.
 *
 * wish in → requests for jobs.h, whose outcomes go to telling.h. What would make two
 * documents one PDF, or name no style, is said before anything is built.
 */
#include "documents.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "home.h"
#include "jobs.h"
#include "lookup.h"
#include "read/source.h"
#include "record.h"
#include "releasing.h"
#include "telling.h"
#include "witness.h"

void documents_find(struct wish *wish, struct report *report) {
    struct home_files files = home_files_below(home_path(wish->home, "sources", wish->arena), wish->arena);
    home_report_missed(&files, report);
    LIST(const char *) documents = {0};
    for (size_t i = 0; i < files.count; i++) {
        enum source_root_kind kind = source_root(files.items[i], wish->arena).kind;
        if (kind != SOURCE_ROOT_ORGANISATIONS && kind != SOURCE_ROOT_LIMITS && kind != SOURCE_ROOT_PART)
            LIST_ADD(wish->arena, &documents, files.items[i]);
    }
    wish->files = documents.items;
    wish->file_count = documents.count;
}

void documents_name(struct wish *wish, struct report *report) {
    struct lookup *lookup = lookup_open(wish->home, NULL, wish->arena);
    LIST(const char *) files = {0};
    struct meant meant;
    for (size_t i = 0; i < wish->file_count; i++)
        if (lookup_document(lookup, wish->files[i], report, &meant))
            LIST_ADD(wish->arena, &files, meant.file);
    wish->files = files.items;
    wish->file_count = files.count;
}

void documents_drop_repeated(struct wish *wish) {
    struct stat *facts = ARENA_ARRAY(wish->arena, wish->file_count, struct stat);
    LIST(const char *) kept = {0};
    for (size_t i = 0; i < wish->file_count; i++) {
        bool known = false;
        if (stat(wish->files[i], &facts[i]) == 0)
            for (size_t j = 0; j < i && !known; j++)
                known = facts[j].st_ino == facts[i].st_ino && facts[j].st_dev == facts[i].st_dev;
        if (!known)
            LIST_ADD(wish->arena, &kept, wish->files[i]);
    }
    wish->files = kept.items;
    wish->file_count = kept.count;
}

/* The PDFs that will be written, to be held against one another. */
struct planned {
    const char *name, *file;
    struct source_root root;
};

/* Whether two files are of the house and have one id: of those a check says DOC-TWICE. */
static bool are_twice(const struct wish *wish, const struct planned *a, const struct planned *b) {
    const char *sources = home_path(wish->home, "sources", wish->arena);
    return strcmp(wish->verb, "check") == 0 && strcmp(a->root.id, b->root.id) == 0 &&
           strcmp(home_tree(wish->home, a->file, wish->arena), sources) == 0 &&
           strcmp(home_tree(wish->home, b->file, wish->arena), sources) == 0;
}

/* Two documents that would become the same PDF: says so of each, before any is built. A check without a style is held
 * against the one that a build takes then. */
bool documents_refuse_doubles(const struct wish *wish, struct telling *telling) {
    struct report *report = report_open(wish->arena);
    LIST(struct planned) all = {0};
    for (size_t i = 0; i < wish->file_count; i++) {
        struct planned plan = {.file = wish->files[i], .root = source_root(wish->files[i], wish->arena)};
        for (size_t k = 0; plan.root.id && k < (wish->styles.count > 0 ? wish->styles.count : 1); k++) {
            const char *style = wish->styles.count > 0 ? wish->styles.items[k] : HOUSE_STYLE;
            plan.name = pipeline_output(plan.root.id, style, wish->arena);
            for (size_t j = 0; j < all.count; j++)
                if (all.items[j].file != plan.file && strcmp(all.items[j].name, plan.name) == 0 &&
                    !are_twice(wish, &all.items[j], &plan))
                    report_add(report, RULE_DOCUMENT_DOUBLE, plan.root.place, plan.root.id, all.items[j].file,
                               plan.name);
            LIST_ADD(wish->arena, &all, plan);
        }
    }
    if (report_errors(report) > 0)
        telling_report(telling, report);
    return report_errors(report) > 0;
}

bool documents_find_styles(const struct wish *wish) {
    bool found = true;
    for (size_t i = 0; i < wish->styles.count; i++) {
        const char *file = arena_format(wish->arena, "styles/%s.xml", wish->styles.items[i]);
        if (file_exists(home_path(wish->home, file, wish->arena)))
            continue;
        found = false;
        telling_say("engross: error: there is no style \"%s\"\n   mend: use one of these:", wish->styles.items[i]);
        struct home_files files = home_files_below(home_path(wish->home, "styles", wish->arena), wish->arena);
        for (size_t j = 0; j < files.count; j++) {
            const char *name = strrchr(files.items[j], '/') + 1;
            telling_say("%s %.*s", j > 0 ? "," : "", (int)strlen(name) - 4, name);
        }
        fputs("; or make it: styles/README.md says how\n", stderr);
    }
    return found;
}

struct request documents_request(const struct wish *wish, const char *file, bool write) {
    return (struct request){.home = wish->home,
                            .file = file,
                            .styles = wish->styles.items,
                            .style_count = wish->styles.count,
                            .output = wish->output,
                            .dump = wish->dump,
                            .write = write && wish->dump == DUMP_NONE,
                            .quiet = wish->quiet,
                            .timings = wish->timings,
                            .colour = isatty(STDERR_FILENO) && !getenv("NO_COLOR"),
                            .json = wish->format != FORMAT_TEXT,
                            .layout_report = wish->layout_report,
                            .fail_on_layout = wish->fail_on_layout,
                            .fail_on = wish->fail_on,
                            .across = strcmp(wish->verb, "check") == 0,
                            .on = wish->on,
                            .keeps = write && wish->dump == DUMP_NONE && wish->output == NULL};
}

static void run(const struct wish *wish, bool write, struct telling *telling) {
    struct request *requests = ARENA_ARRAY(wish->arena, wish->file_count, struct request);
    for (size_t i = 0; i < wish->file_count; i++) {
        requests[i] = documents_request(wish, wish->files[i], write);
        /* With one document the process ends after it. Tests that look for leaks set the variable. */
        requests[i].leaves_memory = wish->file_count == 1 && !getenv("ENGROSS_FREES_MEMORY");
    }
    struct outcome *known = ARENA_ARRAY(wish->arena, wish->file_count, struct outcome);
    struct witness *witness = witness_open(wish->arena);
    for (size_t i = 0; i < wish->file_count && requests[i].keeps && !wish->again; i++)
        if (record_find(witness, &requests[i], &known[i]))
            requests[i].known = &known[i];
    jobs_run(requests, wish->file_count, wish->workers, telling_document, telling);
    bool anew = false, known_one = false;
    for (size_t i = 0; i < wish->file_count; i++) {
        anew = anew || (requests[i].keeps && requests[i].known == NULL);
        known_one = known_one || requests[i].known != NULL;
    }
    if (known_one && !anew) /* else the drafts of this run have seen to it */
        file_sweep(home_path(wish->home, "out", wish->arena));
    if (anew && wish->file_count > 1) /* a run of one document takes no memory after its PDF has its name */
        records_sweep(wish->home);
    for (size_t i = 0; i < wish->file_count; i++) {
        buffer_close(&known[i].results);
        buffer_close(&known[i].slips);
        buffer_close(&known[i].traces);
    }
}

/* Tells what is wrong with what is kept of releases. A working document does not depend on it, and is built. */
static void hold_releases(const struct wish *wish, struct telling *telling) {
    struct ledger ledger;
    struct report *report = report_open(wish->arena);
    if (!releasing_recheck(wish->home, false, wish->arena, report, &ledger))
        telling_report(telling, report);
}

/* What cannot be asked for together of so many documents; NULL when all can. */
static const char *fault_of(const struct wish *wish, size_t documents) {
    if (wish->output != NULL && wish->dump != DUMP_NONE)
        return "--dump prints on standard output: leave -o out";
    if (wish->output != NULL && (documents > 1 || wish->styles.count > 1))
        return "-o names one file: give one document and one style";
    return NULL;
}

/* What `build` and `check` have in common. */
static int run_documents(struct wish *wish, bool write) {
    if (!wish_find_home(wish))
        return STATUS_ENVIRONMENT;
    struct report *lost = report_open(wish->arena); /* what is no document, or may be one */
    if (wish->file_count == 0)
        documents_find(wish, lost);
    else
        documents_name(wish, lost);
    documents_drop_repeated(wish);
    if (wish->file_count == 0 && report_count(lost) == 0) {
        fputs("engross: error: there is no document in sources\n   mend: begin one: engross help new says how\n",
              stderr);
        struct telling telling = telling_open(wish);
        telling.status = STATUS_INPUT;
        return telling_close(&telling);
    }
    if (wish->styles.count == 0 && write)
        wish_add_style(wish, HOUSE_STYLE);
    if (!documents_find_styles(wish))
        return STATUS_ENVIRONMENT;
    const char *fault = fault_of(wish, wish->file_count + report_count(lost));
    if (fault != NULL) {
        telling_say("engross: %s\ntry: engross help build\n", fault);
        return STATUS_USAGE;
    }
    struct telling telling = telling_open(wish);
    if (report_count(lost) > 0)
        telling_report(&telling, lost);
    hold_releases(wish, &telling);
    bool doubles = wish->dump == DUMP_NONE && wish->file_count > 1 && documents_refuse_doubles(wish, &telling);
    if (!doubles || !write)
        run(wish, write, &telling);
    return telling_close(&telling);
}

int documents_build(struct wish *wish) {
    if (wish->format != FORMAT_TEXT && wish->dump != DUMP_NONE) {
        fputs("engross: --dump prints text: leave --format out\ntry: engross help build\n", stderr);
        return STATUS_USAGE;
    }
    return run_documents(wish, true);
}

int documents_check(struct wish *wish) {
    if (wish->output || wish->dump != DUMP_NONE) {
        fputs("engross: check writes nothing: -o and --dump belong to build\ntry: engross help check\n", stderr);
        return STATUS_USAGE;
    }
    return run_documents(wish, false);
}
