/* obstacles.h: all that stands in the way of a release, said at once. */
#ifndef ENGROSS_OBSTACLES_H
#define ENGROSS_OBSTACLES_H

#include "changes/log.h"
#include "read/canonical.h"
#include "read/element.h"
#include "release/ledger.h"
#include "wish.h"

/* What a release is to be made of, as far as it is known before it is frozen. */
struct proposal {
    const struct wish *wish;
    const char *home, *file, *id;
    const struct element *shown;         /* the document without what is left out of print */
    const struct element *whole;         /* all of it */
    const struct element *before;        /* all of the release before; NULL for the first */
    const struct element *organisations; /* NULL when there are none */
    const struct ledger *ledger;
    const struct change_log *log; /* what has changed since the release before, with the reasons; of a first release
                                   * the rows alone */
    struct arena *arena;
    struct report *report;
    /* Filled in here. */
    LIST(struct canonical_approval) approvals; /* for the control */
    LIST(struct ledger_approval) recorded;     /* for the ledger */
    const char *date;                          /* of the last approval */
    const char *site;
};

/* Looks at everything, and goes on after a fault; what it finds is in the report (RELEASE-…). */
void obstacles_find(struct proposal *proposal);

#endif
