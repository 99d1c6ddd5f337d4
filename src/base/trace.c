/* trace.c: what a run has looked at in the file system. See trace.h.
 *
 * paths and bytes in → a sorted list out. Nothing here says anything or fails: a trace
 * that cannot be taken makes the list useless, and the document is set again next time.
 *
 * Surprising: the list is of the process and not of a report, since files are opened in
 * every room; a document has a process, or a turn, of its own. The lock is for stages
 * that use more threads than one.
 */
#include "base/trace.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/buffer.h"
#include "base/list.h"

/* Seconds for which a file must have been left alone: FAT counts in steps of two. */
#define SETTLED_AFTER 3

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
    struct arena *arena; /* NULL: nobody wants to know */
    LIST(struct trace) all;
} seen;

void trace_open(void) {
    trace_close();
    seen.arena = arena_open();
}

void trace_close(void) {
    arena_close(seen.arena);
    memset(&seen, 0, sizeof seen);
}

bool trace_wanted(void) {
    return seen.arena != NULL;
}

struct trace_facts trace_facts_of(const struct stat *about) {
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    struct trace_facts facts = {.device = about->st_dev,
                                .inode = about->st_ino,
                                .size = (uint64_t)about->st_size,
                                .changed = about->st_mtim.tv_sec,
                                .changed_part = about->st_mtim.tv_nsec,
                                .status = about->st_ctim.tv_sec,
                                .status_part = about->st_ctim.tv_nsec,
                                .linked = S_ISLNK(about->st_mode)};
    facts.settled = facts.changed + SETTLED_AFTER < now.tv_sec && facts.status + SETTLED_AFTER < now.tv_sec;
    return facts;
}

struct trace_facts trace_facts(const char *path, const struct stat *about) {
    struct trace_facts facts = trace_facts_of(about);
    struct stat name;
    facts.linked = lstat(path, &name) != 0 || S_ISLNK(name.st_mode);
    return facts;
}

bool trace_facts_same(const struct trace_facts *a, const struct trace_facts *b) {
    return a->device == b->device && a->inode == b->inode && a->size == b->size && a->changed == b->changed &&
           a->changed_part == b->changed_part && a->status == b->status && a->status_part == b->status_part &&
           a->linked == b->linked;
}

void trace_add(enum trace_kind kind, const char *path, const struct hash *hash, const struct stat *about) {
    if (!trace_wanted())
        return;
    pthread_mutex_lock(&lock);
    struct trace trace = {.kind = kind, .path = arena_string(seen.arena, path)};
    if (hash != NULL)
        trace.hash = *hash;
    if (about != NULL)
        trace.facts = trace_facts(path, about);
    LIST_ADD(seen.arena, &seen.all, trace);
    pthread_mutex_unlock(&lock);
}

void trace_failed(const char *path) {
    if (!trace_wanted())
        return;
    struct stat about;
    if (stat(path, &about) == 0)
        trace_add(TRACE_UNREAD, path, NULL, &about);
    else
        trace_add(errno == ENOENT || errno == ENOTDIR ? TRACE_ABSENT : TRACE_UNREAD, path, NULL, NULL);
}

void trace_folder(const char *path) {
    if (!trace_wanted())
        return;
    struct hash hash = trace_listing(path);
    trace_add(TRACE_FOLDER, path, &hash, NULL);
}

struct hash trace_root_hash(const char *name) {
    return name == NULL ? hash_bytes("", 0) : hash_bytes(name, strlen(name));
}

void trace_root(const char *path, const char *name) {
    struct stat about;
    if (!trace_wanted())
        return;
    struct hash hash = trace_root_hash(name);
    /* The facts come after the reading, so they are not to be relied on; the name is looked at again. */
    bool there = stat(path, &about) == 0;
    trace_add(there ? TRACE_ROOT : TRACE_ABSENT, path, &hash, NULL);
}

/* ---- listings ---- */

static int by_name(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A folder's name gets a slash, so that a file in its place is another listing. */
static const char *entry_name(struct arena *arena, int folder, const struct dirent *entry) {
    size_t count = strlen(entry->d_name);
    const char *ending = count > 4 ? entry->d_name + count - 4 : "";
    bool wanted = strcasecmp(ending, ".xml") == 0 || strcasecmp(ending, ".sch") == 0;
    struct stat about;
    if (entry->d_name[0] == '.')
        return NULL;
    if (entry->d_type != DT_REG && fstatat(folder, entry->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0) {
        if (S_ISDIR(about.st_mode))
            return arena_format(arena, "%s/", entry->d_name);
        if (wanted && !S_ISREG(about.st_mode))
            return arena_format(arena, "%s@", entry->d_name);
    }
    return wanted ? arena_string(arena, entry->d_name) : NULL;
}

struct hash trace_listing(const char *path) {
    struct arena *arena = arena_open();
    LIST(const char *) names = {0};
    DIR *folder = opendir(path);
    for (const struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        const char *name = entry_name(arena, dirfd(folder), entry);
        if (name != NULL)
            LIST_ADD(arena, &names, name);
    }
    if (names.count > 1)
        qsort(names.items, names.count, sizeof *names.items, by_name);
    struct buffer text = {0};
    buffer_string(&text, folder != NULL ? "folder" : "none");
    for (size_t i = 0; i < names.count; i++)
        buffer_bytes(&text, names.items[i], strlen(names.items[i]) + 1);
    struct hash hash = hash_bytes(text.bytes, text.count);
    if (folder != NULL)
        closedir(folder);
    buffer_close(&text);
    arena_close(arena);
    return hash;
}

/* ---- the whole ---- */

static int by_path(const void *a, const void *b) {
    const struct trace *one = a;
    const struct trace *two = b;
    int order = strcmp(one->path, two->path);
    if (order != 0)
        return order;
    if (one->kind != two->kind)
        return one->kind < two->kind ? -1 : 1;
    return memcmp(&one->hash, &two->hash, sizeof one->hash);
}

/* Whether `next`, of the same path, says nothing that `kept` does not say. */
static bool adds_nothing(const struct trace *kept, const struct trace *next) {
    if (kept->kind == next->kind)
        return memcmp(&kept->hash, &next->hash, sizeof kept->hash) == 0;
    return next->kind == TRACE_PRESENT && kept->kind != TRACE_ABSENT;
}

struct trace *trace_all(size_t *count, bool *sure) {
    size_t kept = 0;
    struct trace *all = seen.all.items;
    *sure = trace_wanted();
    if (seen.all.count > 1)
        qsort(all, seen.all.count, sizeof *all, by_path);
    for (size_t i = 0; i < seen.all.count; i++) {
        bool same = kept > 0 && strcmp(all[kept - 1].path, all[i].path) == 0;
        if (same && adds_nothing(&all[kept - 1], &all[i]))
            continue;
        /* A file may be read whole and looked at for its root; what differs else is a file that has changed. */
        if ((same && !(all[kept - 1].kind == TRACE_FILE && all[i].kind == TRACE_ROOT)) || all[i].kind == TRACE_UNREAD)
            *sure = false;
        all[kept++] = all[i];
    }
    seen.all.count = *count = kept;
    return all;
}

/* ---- as text ---- */

/* In the order of the kinds. */
static const char letters[] = "frlaup";

void trace_write(const struct trace *trace, struct buffer *out) {
    char hex[65];
    hash_hex(&trace->hash, hex);
    buffer_char(out, letters[trace->kind]);
    buffer_char(out, ' ');
    buffer_bytes(out, hex, 64);
    const struct trace_facts *facts = &trace->facts;
    const int64_t numbers[] = {(int64_t)facts->device, (int64_t)facts->inode, facts->settled + 2 * facts->linked,
                               (int64_t)facts->size,   facts->changed,        facts->changed_part,
                               facts->status,          facts->status_part,    (int64_t)strlen(trace->path)};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        buffer_char(out, ' ');
        buffer_integer(out, numbers[i]);
    }
    buffer_char(out, ' ');
    buffer_string(out, trace->path);
    buffer_char(out, '\n');
}

bool trace_read(struct arena *arena, const char **at, const char *end, struct trace *trace) {
    enum { NUMBERS = 9 };
    const char *from = *at;
    if (end - from < 67 || strchr(letters, from[0]) == NULL || from[0] == '\0' || from[1] != ' ' ||
        !hash_read(from + 2, &trace->hash))
        return false;
    trace->kind = (enum trace_kind)(strchr(letters, from[0]) - letters);
    from += 66;
    int64_t numbers[NUMBERS];
    for (size_t i = 0; i < NUMBERS; i++) {
        if (from >= end || *from++ != ' ')
            return false;
        bool minus = from < end && *from == '-';
        from += minus;
        uint64_t value = 0;
        for (; from < end && *from >= '0' && *from <= '9'; from++)
            value = value * 10 + (uint64_t)(*from - '0');
        numbers[i] = (int64_t)(minus ? 0 - value : value);
    }
    int64_t count = numbers[NUMBERS - 1];
    if (count < 0 || end - from < 2 || count > end - from - 2 || *from != ' ' || from[count + 1] != '\n')
        return false;
    trace->path = arena_copy(arena, from + 1, (size_t)count);
    trace->facts = (struct trace_facts){.device = (uint64_t)numbers[0],
                                        .inode = (uint64_t)numbers[1],
                                        .settled = (numbers[2] & 1) != 0,
                                        .linked = (numbers[2] & 2) != 0,
                                        .size = (uint64_t)numbers[3],
                                        .changed = numbers[4],
                                        .changed_part = numbers[5],
                                        .status = numbers[6],
                                        .status_part = numbers[7]};
    *at = from + count + 2;
    return true;
}
