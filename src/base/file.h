/* file.h: reading whole files, and writing whole files or none.
 *
 * An output is written as a draft that has no name, flushed to the disk and then
 * given its name: a full disk, a signal, a crash or a kill leaves the older file as
 * it was, and no other file behind. Where the system knows no files without a name,
 * and in the moment in which an older file is replaced, there is a temporary file
 * beside it; one that a killed run leaves is removed by the next that writes there.
 * A `report` may be NULL: then nothing is said.
 */
#ifndef ENGROSS_BASE_FILE_H
#define ENGROSS_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/hash.h"
#include "base/report.h"

/* Reads a regular file of at most `limit` bytes. NULL after a report (FILE-OPEN, FILE-KIND, FILE-SIZE). The bytes are
 * followed by a NUL that is not counted. A FIFO or device never holds the program up. */
char *file_read(struct arena *arena, const char *path, size_t limit, size_t *bytes, struct report *report);
/* The same, and the hash of the bytes. */
char *file_read_hash(struct arena *arena, const char *path, size_t limit, size_t *bytes, struct hash *hash,
                     struct report *report);
/* As file_read from a descriptor, which it closes; faults are put to `blame`. `path` is for trace.h. */
char *file_take(struct arena *arena, int descriptor, const char *path, size_t limit, size_t *bytes, struct place blame,
                struct report *report);
/* The first `room` bytes of a regular file, or as many as it has; 0 for anything else. Says nothing and leaves no trace
 * (trace.h): what the bytes are used for is the caller's to tell. */
size_t file_head(const char *path, char *bytes, size_t room);
/* Writes all of the bytes to a descriptor: a file, a pipe. False, with errno, when it takes no more of them. */
bool file_pour(int descriptor, const void *bytes, size_t count);
/* True when the bytes are on the disk under `path`; false after a report (FILE-WRITE, or FILE-KIND when
 * `path` is a folder or a device). */
bool file_write(const char *path, const void *bytes, size_t count, struct report *report);
/* The same for a file that is not there yet: one that is, or that another program makes meanwhile, stays as it is. */
bool file_write_new(const char *path, const void *bytes, size_t count, struct report *report);
/* The same in two steps, so that several files belong together, and that the caller can do between them what may fail.
 * file_draft: the bytes are on the disk, not yet under their name; NULL after a report. `path` must outlive the draft.
 */
struct file_draft;
struct file_draft *file_draft(const char *path, const void *bytes, size_t count, struct report *report);
/* The same for an author's own file, which keeps its owner and the rights that it has; one that may not be written is
 * as it was, though its folder might be. */
struct file_draft *file_draft_in_place(const char *path, const void *bytes, size_t count, struct report *report);
/* The same for a file that may be lost, or spoilt, when the power fails: the disk is not waited for. A link in its
 * place is replaced, not followed. */
struct file_draft *file_draft_loose(const char *path, const void *bytes, size_t count);
/* Gives all of them their names and closes them; takes no memory unless it fails. False after a report: then all files
 * are as they were, unless the file system cannot swap two names (renameat2): there those before the one that failed
 * are the new ones. */
bool file_place(struct file_draft *const *placed, size_t count, struct report *report);
/* Removes drafts that earlier runs had to leave in a folder; file_draft does so too. Whatever hinders it is no fault of
 * this run. */
void file_sweep(const char *folder_name);
void file_drop(struct file_draft *draft); /* NULL is allowed */
/* Call once, before the first file_write: SIGINT, SIGTERM and SIGHUP then remove temporary files and end the program
 * with status 130, a write past the limit on file sizes is a fault (SIGXFSZ), and so ends a lack of memory. */
void file_catch_signals(void);
/* Call before any file is opened: a standard stream that the caller closed is opened so that what is written to it
 * fails, and never goes into a file that happens to have its number. */
bool file_hold_standard(void);
/* Also what stands in a folder that may not be entered counts as there: whoever reads it says what hinders. */
bool file_exists(const char *path);
/* What an errno means, for an officer: "you have no permission to do this". */
const char *file_words(int error);
/* Whether a folder is at `path`: a word that names a document may be the name of one by chance. */
bool file_is_folder(const char *path);

#endif
