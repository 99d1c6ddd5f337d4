/* record.h: what became of a document when it was last set, so that it is not set again while nothing has changed.
 *
 * A record lies in out/.engross: one file for each document, styles and options. It
 * holds the traces (base/trace.h) of all that the build looked at, the hashes of its PDFs,
 * the program that made them, and what was said of them, to be said again. A record that
 * is damaged, foreign or of another program is as good as none.
 */
#ifndef ENGROSS_RECORD_H
#define ENGROSS_RECORD_H

#include "base/file.h"
#include "pipeline.h"
#include "witness.h"

/* A PDF that is about to get its name. */
struct record_output {
    const char *path;
    struct hash hash;
};

/* Fills `outcome`, whose buffers the caller closes, when the document need not be set: everything is as it was, and so
 * are its PDFs. False when it has to be. */
bool record_find(struct witness *witness, const struct request *request, struct outcome *outcome);

/* Writes the record of a build, with what trace.h holds, but does not give it its name yet: that comes after the PDFs
 * have theirs. NULL when there is nothing to go by, or no place for it; nobody need be told. The draft goes to
 * file_place. */
struct file_draft *record_draft(const struct request *request, const struct outcome *outcome,
                                const struct record_output *outputs, size_t count, struct arena *arena);

/* Removes the records of documents that are gone. Whatever hinders it is no fault of a build. */
void records_sweep(const char *home);

#endif
