/* telling.h: what became of documents, told to people or programs.
 *
 * As text, findings and the sum go to standard error, and paths to standard output.
 * As JSON or SARIF everything goes to standard output, so that it can be piped.
 */
#ifndef ENGROSS_TELLING_H
#define ENGROSS_TELLING_H

#include "document/names.h"
#include "pipeline.h"
#include "wish.h"

struct telling {
    const struct wish *wish;
    struct buffer slips, lines; /* SARIF is one object, so findings and outputs wait for the last document */
    struct names *told;         /* the findings of a run of several documents, so that none is told twice */
    struct buffer first;        /* the place of the first error */
    size_t total, done, errors, warnings, notes;
    int status;
    bool progress; /* on a terminal */
};

/* What is wrong with a file that several documents look into (the organisations, a list of words, a rule, a style, a
 * part) comes with each of them, and is told and counted with the first. */
struct telling telling_open(const struct wish *wish);

/* One document is done: its findings, its results. For jobs_run; `context` is the telling, `request` may be NULL. */
void telling_document(void *context, const struct request *request, const struct outcome *outcome);
/* Findings that are not those of one document. */
void telling_report(struct telling *telling, struct report *report);
/* Prints findings to standard error, for verbs that work on no documents. */
void telling_print(struct report *report);
/* The sum, or the log; the exit status of the program comes back. */
int telling_close(struct telling *telling);
/* Says something on standard error. The strings may hold bytes of a command line or the names of files: what a terminal
 * would obey is shown by its code point. */
void telling_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The words of `bytes` bytes of `text`, broken at spaces so that no line is longer than TELLING_COLUMNS; the first line
 * begins after `first` spaces, the others after `rest`. */
#define TELLING_COLUMNS ((size_t)80)
void telling_wrap(struct buffer *out, const char *text, size_t bytes, size_t first, size_t rest);
/* `status`, or another when what was printed has not arrived: a full disk behind a redirection is no success. */
int telling_finish(int status);

#endif
