/* file.h: reading whole files, and writing whole files or none.
 *
 * An output is written to a temporary name beside its target, flushed to the
 * disk and renamed: a full disk, a signal or a crash leaves the older file as
 * it was, and no other file behind (a signal handler removes the temporary one).
 * A `report` may be NULL: then nothing is said.
 */
#ifndef ENGROSS_BASE_FILE_H
#define ENGROSS_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/report.h"

/* Reads a regular file of at most `limit` bytes. NULL after a report (FILE-OPEN, FILE-KIND, FILE-SIZE). The bytes are
 * followed by a NUL that is not counted. A FIFO or device never holds the program up. */
char *file_read(struct arena *arena, const char *path, size_t limit, size_t *bytes, struct report *report);
/* As file_read from a descriptor, which it closes; faults are put to `blame`. */
char *file_take(struct arena *arena, int descriptor, size_t limit, size_t *bytes, struct place blame,
                struct report *report);
/* The first `room` bytes of a regular file, or as many as it has; 0 for anything else. Says nothing. */
size_t file_head(const char *path, char *bytes, size_t room);
/* True when the bytes are on the disk under `path`; false after a report (FILE-WRITE, or FILE-KIND when
 * `path` is a folder or a device). */
bool file_write(const char *path, const void *bytes, size_t count, struct report *report);
/* Call once, before the first file_write: SIGINT, SIGTERM and SIGHUP then remove the temporary file and end the program
 * with status 130. */
void file_catch_signals(void);
bool file_exists(const char *path);

#endif
