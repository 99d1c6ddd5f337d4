/* pipeline.h: the order of the stages for one document, and nothing else. */
#ifndef ENGROSS_PIPELINE_H
#define ENGROSS_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/report.h"

enum dump { DUMP_NONE, DUMP_DOCUMENT, DUMP_PAGES, DUMP_TAGS, DUMP_CHANGES /* of two versions */ };

struct document;
struct edition;
struct outcome;

/* What to do with one document. */
struct request {
    const char *home;
    const char *file;
    const char *const *styles; /* names; each gives a PDF, none sets nothing: the source alone is checked */
    size_t style_count;
    const char *output; /* NULL: out/ID.pdf for the house style, out/ID-STYLE.pdf for the others */
    /* Not NULL: a document that the program has made (of two versions, of a history). It is set as it is; nothing is
     * read or checked, and `file` only says how long it may be and whom messages without a place are about. Its id
     * names the PDFs. It and all that it points to must outlive the run. */
    const struct document *document;
    const struct edition *edition; /* of a release: it is printed, attached and told in the metadata; else NULL */
    enum dump dump;                /* what to print instead of writing a PDF */
    bool write;                    /* false: check only */
    bool quiet;                    /* errors only */
    bool timings;                  /* among the messages: time and memory by stage */
    bool colour;
    bool json;             /* findings and outputs as lines of report_json.h, all among the results */
    bool layout_report;    /* say of the pages what a typographer would look at */
    bool fail_on_layout;   /* and let that stop the build */
    enum severity fail_on; /* findings from here up stop the build: errors, or warnings too */
    /* The process ends right after: what the pipeline took is not freed, which the system does faster. */
    bool leaves_memory;
    bool keeps;                  /* the PDFs go to out/: what is looked at is traced, and a record is left (record.h) */
    bool across;                 /* held against the other documents of its house too (across.h) */
    const char *on;              /* and against this day (due.h), unless it is NULL */
    bool spare;                  /* no other document wants the second processor */
    bool apart;                  /* in a process of its own, though it be the only one */
    const struct outcome *known; /* what a record tells; then there is nothing to do */
    /* When set: called when the outcome is known and the PDFs are on the disk, just before they get their names. After
     * it nothing takes memory, unless a name cannot be given: then the outcome that pipeline_run returns is another. */
    void (*ready)(void *context, const struct outcome *outcome);
    void *context;
};

/* What became of it. `results` is for standard output, `messages` (why a worker died, timings) for standard error, and
 * `slips` hold the findings (report_slip.h), as text for standard error or as JSON for standard output, where they come
 * before the results. */
struct outcome {
    struct buffer results;
    struct buffer messages;
    struct buffer slips;
    struct buffer traces; /* of a request that `keeps`: lines of trace_write, whatever the status */
    size_t errors;
    size_t warnings;
    size_t notes;
    int status;          /* of the program */
    size_t milliseconds; /* that a process took, when it had one of its own */
};

#define HOUSE_STYLE "nhs"

/* The PDF of a document in a style, from the folder of the house. */
const char *pipeline_output(const char *id, const char *style, struct arena *arena);

/* Whether an output may take the place of the file at `path`: of one that begins as it does itself, or of nothing. A
 * slip of the hand after -o must not cost a source. Else false after a report; `fault` says what that file is: "no
 * PDF".
 */
bool pipeline_may_replace(const char *path, const char *start, const char *fault, struct report *report);

void pipeline_run(const struct request *request, struct outcome *outcome);

#endif
