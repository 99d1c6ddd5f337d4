/* trace.h: what a run has looked at in the file system, so that a later run can tell whether it would see the same.
 *
 * file.h leaves a trace of each file that it reads or does not find; whoever opens a
 * file or lists a folder in another way leaves one here. Between trace_open and
 * trace_close alone anything is kept. The hash of a file is that of the very bytes that
 * were handed out, so that a file which changes meanwhile is never taken for what it
 * was; a folder is traced before it is listed, for the same reason.
 */
#ifndef ENGROSS_BASE_TRACE_H
#define ENGROSS_BASE_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/hash.h"

enum trace_kind {
    TRACE_FILE,   /* was read: `hash` of its bytes */
    TRACE_ROOT,   /* was looked at for its root element alone: `hash` of that name */
    TRACE_FOLDER, /* was listed: trace_listing */
    TRACE_ABSENT, /* there was none */
    TRACE_UNREAD, /* it was there but could not be read */
    TRACE_PRESENT /* it was asked for, and there was one */
};

/* Which file it was, and how far it can be known by that again: a file of the same facts holds the same bytes if it had
 * been left alone for a while (`settled`) when they were taken. Clocks of file systems tick slowly. */
struct trace_facts {
    uint64_t device, inode, size;
    int64_t changed, changed_part; /* its contents: seconds, nanoseconds */
    int64_t status, status_part;   /* its contents, name or rights */
    bool settled;
    bool linked; /* its name was that of a symbolic link: some places refuse those */
};

struct trace {
    enum trace_kind kind;
    const char *path; /* as it was opened: from the working folder, or absolute */
    struct hash hash;
    struct trace_facts facts;
};

/* Begins anew. */
void trace_open(void);
void trace_close(void);
bool trace_wanted(void);

void trace_add(enum trace_kind kind, const char *path, const struct hash *hash, const struct stat *about);
/* A file that could not be opened, or is of no use: it is not there, or could not be read. */
void trace_failed(const char *path);
/* A folder that is about to be listed. */
void trace_folder(const char *path);
/* A file of which only the name of its root element is used; NULL for none. */
void trace_root(const char *path, const char *name);

/* What was traced, each thing once, in byte order of the paths; valid until trace_close. `*sure` is false when one file
 * was met in two states, or could not be read: then nobody knows what the run would have seen. */
struct trace *trace_all(size_t *count, bool *sure);

/* A trace as a line of text, and back: false, with `*at` anywhere, when there is none at `*at`. */
void trace_write(const struct trace *trace, struct buffer *out);
bool trace_read(struct arena *arena, const char **at, const char *end, struct trace *trace);

/* Of what is at `path`, links followed. */
struct trace_facts trace_facts(const char *path, const struct stat *about);
/* Of what was asked for without following a link. */
struct trace_facts trace_facts_of(const struct stat *about);
bool trace_facts_same(const struct trace_facts *a, const struct trace_facts *b);
/* The names in a folder that a listing could take up (folders, .xml, .sch; none that begins with a dot), as one hash.
 */
struct hash trace_listing(const char *path);
struct hash trace_root_hash(const char *name);

#endif
