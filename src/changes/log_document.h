/* log_document.h: the change log of all versions of a document, as a document of its own. */
#ifndef ENGROSS_CHANGES_LOG_DOCUMENT_H
#define ENGROSS_CHANGES_LOG_DOCUMENT_H

#include "changes/grounds.h"
#include "changes/log.h"

/* One version: what is known of it besides its text. */
struct log_version {
    const struct version *version;
    const struct change_log *log; /* held against the version before; NULL: there is none before */
    const struct ground *grounds; /* of that comparison; NULL likewise */
    const char *before;           /* the label of that; NULL likewise */
    bool released;
    const char *from;             /* the day from which it holds, "2020-04-01"; NULL of what is not released */
    const char *until, *replacer; /* the day on which another took its place, and its label; NULL when none has */
    const char *withdrawal;       /* the reason, when it was withdrawn; else NULL */
    const char *withdrawn_from;   /* NULL: as if it had never been in force */
};

/* `versions` are the newest first, one at least. The document's id is that of theirs with "-changes" behind it. */
const struct document *log_document_make(const struct log_version *versions, size_t count, struct arena *arena);

#endif
