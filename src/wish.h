/* wish.h: what the command line asks for. */
#ifndef ENGROSS_WISH_H
#define ENGROSS_WISH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/report.h"
#include "pipeline.h"

/* How the program ends; the catalogue says which a finding asks for. */
enum {
    STATUS_FINE = 0,
    STATUS_FINDINGS = 1,
    STATUS_USAGE = 2,
    STATUS_INPUT = 3,
    STATUS_REFUSED = 4,
    STATUS_MISMATCH = 5,
    STATUS_ENVIRONMENT = 6
};

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_SARIF, FORMAT_PDF, FORMAT_HTML };

/* One approval of a release, as the options after --approved say it. */
struct wish_approval {
    const char *date, *body, *minute, *role;
};

struct wish {
    struct arena *arena;
    const char *verb;
    const char *home;
    const char *output;
    enum dump dump;
    size_t workers;
    bool quiet;
    bool timings;
    bool all;   /* of verify: all releases that are kept */
    bool again; /* of build: whatever the records say */
    enum format format;
    enum severity fail_on;
    bool layout_report;
    bool fail_on_layout;
    const char *from;  /* of new: which statement to begin from; of diff: the older text, a label or a file */
    const char *to;    /* of diff: the newer one; NULL: the working text */
    bool sync;         /* of changes: the rows of the history are written */
    bool pdf;          /* of changes: all versions as a PDF */
    bool schedule;     /* of diff: as instructions */
    const char *on;    /* of new and list: the date of today, when it is to be another; of check: the day to check by */
    bool due;          /* of list: what is due alone */
    const char *title; /* of new */
    const char *issuer;    /* of new: the id of an organisation */
    const char *label;     /* of release */
    const char *effective; /* of release and withdraw: from when it holds */
    const char *reason;    /* of withdraw */
    const char *clause;    /* of show: the id of what is to be printed */
    bool dry_run;          /* of release */
    LIST(struct wish_approval) approvals;
    LIST(const char *) styles;
    const char *const *files; /* the words that are no options */
    size_t file_count;
};

/* The words after the verb, which stands in words[0] and is overwritten. False when the program should end with
 * STATUS_USAGE; what was wrong has been said. */
bool wish_read(struct wish *wish, int count, char **words);

/* Finds the folder of the house into wish->home; false after saying why there is none. */
bool wish_find_home(struct wish *wish);

/* As --style NAME: a style that is asked for twice is one. False after saying what is wrong with the name. */
bool wish_add_style(struct wish *wish, const char *name);

#endif
