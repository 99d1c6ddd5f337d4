/* file.c: reading whole files, and writing whole files or none.
 *
 * path in → bytes, or bytes in → files on the disk. Files are opened without
 * blocking and then asked what they are (fstat), so that a FIFO without a writer
 * cannot hold the program up, nor a name be swapped between question and opening.
 * Writing (draft_…): a file that has no name yet (O_TMPFILE of open(2)), or a temporary
 * one where the file system knows no such thing; every write and the fsync are looked
 * at. Then it is linked to its name, or where there is an older file, linked beside it
 * and renamed over it; of several files that belong together, the older ones are swapped
 * with the new, and back when one of them cannot have its name. The folder is not synced: after a power cut the name
 * may lead to the older file, which is whole too, never to half of one.
 *
 * Surprising: a symbolic link that is written to stays a link; the file it leads
 * to is replaced. Whoever holds a temporary name holds a lock on its file
 * (flock): what is not locked was left by a run that was killed, and is swept
 * away. The drafts in flight hang on a static list, since a signal handler has
 * nothing else to go by; signals are held off while it changes.
 */
#include "base/file.h"

#include <assert.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/trace.h"

/* A file that is written but does not have its name yet. */
struct file_draft {
    struct file_draft *next;
    const char *path;      /* as the caller gave it */
    char target[PATH_MAX]; /* `path` with its links followed */
    char temporary[PATH_MAX];
    bool named; /* a file of the name `temporary` is there, and ours */
    bool fresh; /* takes no name that another file has */
    bool loose; /* the disk is not waited for */
    bool alone; /* no other file belongs with it, so that it need never be taken back */
    enum { PLACED_NOT, PLACED_NEW, PLACED_SWAPPED, PLACED_OVER } placed;
    int descriptor;
};

static struct file_draft *volatile drafts;
static bool locks_fail; /* then what is not locked may be in use all the same, and nothing is swept */

/* What errno means, in words of ours for what befalls authors. */
const char *file_words(int error) {
    switch (error) {
    case ENOENT:
        return "there is no such file";
    case EACCES:
    case EPERM:
        return "you have no permission to do this";
    case ENOTDIR:
        return "a part of its path is not a folder";
    case ENAMETOOLONG:
        return "its name is too long";
    case ELOOP:
        return "it is a symbolic link, or its links lead round in a circle";
    case ENOSPC:
    case EDQUOT:
        return "the disk is full";
    case EFBIG:
        return "it would be larger than files may be here";
    case EROFS:
        return "the disk can only be read";
    case EISDIR:
        return "a folder has that name";
    case EEXIST:
        return "a file of that name is there";
    default:
        return strerror(error);
    }
}

static const char *file_kind(mode_t mode) {
    if (S_ISDIR(mode))
        return "a folder";
    if (S_ISFIFO(mode))
        return "a pipe";
    if (S_ISSOCK(mode))
        return "a socket";
    return "a device";
}

static void file_blame(struct report *report, enum rule rule, struct place blame, const char *words) {
    if (report != NULL)
        report_add(report, rule, blame, words);
}

/* Up to `limit` + 1 bytes, so that the caller can tell a file that is too long. The file may grow while it is read. */
static char *file_drain(struct arena *arena, int descriptor, size_t expected, size_t limit, size_t *count) {
    size_t room = expected < limit ? expected : limit;
    char *bytes = arena_bare(arena, room + 2, 1);
    *count = 0;
    for (;;) {
        ssize_t got = read(descriptor, bytes + *count, room + 1 - *count);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return NULL;
        *count += (size_t)got;
        if (got == 0 || *count > limit)
            break;
        if (*count > room) {
            size_t larger = room < limit / 2 ? room * 2 + 4096 : limit;
            char *copy = arena_bare(arena, larger + 2, 1);
            memcpy(copy, bytes, *count);
            bytes = copy;
            room = larger;
        }
    }
    bytes[*count] = '\0';
    return bytes;
}

/* Reads from a descriptor and closes it. The facts for the trace are those from before the reading. */
static char *file_take_hash(struct arena *arena, int descriptor, const char *path, size_t limit, size_t *bytes,
                            struct hash *hash, struct place blame, struct report *report) {
    char *text = NULL;
    struct stat about;
    bool known = fstat(descriptor, &about) == 0;
    if (!known) {
        file_blame(report, RULE_FILE_OPEN, blame, file_words(errno));
    } else if (!S_ISREG(about.st_mode)) {
        file_blame(report, RULE_FILE_KIND, blame, file_kind(about.st_mode));
    } else {
        size_t count = limit + 1;
        bool fits = about.st_size >= 0 && (uintmax_t)about.st_size <= limit;
        if (fits) {
            text = file_drain(arena, descriptor, (size_t)about.st_size, limit, &count);
            if (text == NULL)
                file_blame(report, RULE_FILE_OPEN, blame, file_words(errno));
        }
        if (!fits || (text != NULL && count > limit)) {
            text = NULL;
            file_blame(report, RULE_FILE_SIZE, blame,
                       limit >= 1 << 20 ? arena_format(arena, "%zu MiB", limit >> 20)
                                        : arena_format(arena, "%zu bytes", limit));
        }
        *bytes = count;
    }
    close(descriptor);
    struct hash own;
    if (text != NULL && (hash != NULL || trace_wanted()))
        own = hash_bytes(text, *bytes);
    if (text != NULL && hash != NULL)
        *hash = own;
    trace_add(text != NULL ? TRACE_FILE : TRACE_UNREAD, path, text != NULL && trace_wanted() ? &own : NULL,
              known ? &about : NULL);
    return text;
}

char *file_take(struct arena *arena, int descriptor, const char *path, size_t limit, size_t *bytes, struct place blame,
                struct report *report) {
    return file_take_hash(arena, descriptor, path, limit, bytes, NULL, blame, report);
}

char *file_read_hash(struct arena *arena, const char *path, size_t limit, size_t *bytes, struct hash *hash,
                     struct report *report) {
    struct place blame = {.file = path};
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0) {
        struct stat about;
        int error = errno;
        /* A socket, or a device that nothing drives, cannot even be opened: say what it is rather than why not. */
        if (error != ENOENT && stat(path, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode))
            file_blame(report, RULE_FILE_KIND, blame, file_kind(about.st_mode));
        else
            file_blame(report, RULE_FILE_OPEN, blame, file_words(error));
        trace_failed(path);
        return NULL;
    }
    return file_take_hash(arena, descriptor, path, limit, bytes, hash, blame, report);
}

char *file_read(struct arena *arena, const char *path, size_t limit, size_t *bytes, struct report *report) {
    return file_read_hash(arena, path, limit, bytes, NULL, report);
}

size_t file_head(const char *path, char *bytes, size_t room) {
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0)
        return 0;
    struct stat about;
    size_t count = 0;
    if (fstat(descriptor, &about) == 0 && S_ISREG(about.st_mode)) {
        ssize_t got = 0;
        do {
            got = read(descriptor, bytes + count, room - count);
            count += got > 0 ? (size_t)got : 0;
        } while ((got > 0 && count < room) || (got < 0 && errno == EINTR));
    }
    close(descriptor);
    return count;
}

bool file_exists(const char *path) {
    struct stat about;
    if (stat(path, &about) == 0) {
        trace_add(TRACE_PRESENT, path, NULL, NULL);
        return true;
    }
    bool absent = errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG;
    trace_failed(path);
    return !absent;
}

bool file_is_folder(const char *path) {
    struct stat about;
    return file_exists(path) && stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static void file_hold_signals(sigset_t *before) {
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGHUP);
    sigprocmask(SIG_BLOCK, &ending, before);
}

/* For a signal handler, and for the end of all memory. */
static void drafts_unlink(void) {
    for (struct file_draft *draft = drafts; draft != NULL; draft = draft->next)
        if (draft->named)
            unlink(draft->temporary);
}

static void file_on_signal(int number) {
    (void)number;
    drafts_unlink();
    _exit(130);
}

void file_catch_signals(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = file_on_signal;
    sigfillset(&action.sa_mask);
    const int ending[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) {
        struct sigaction before;
        /* A signal that the caller has us ignore (nohup) stays ignored. */
        if (sigaction(ending[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(ending[i], &action, NULL);
    }
    /* A write past the limit on the size of files then fails instead. */
    (void)signal(SIGXFSZ, SIG_IGN);
    memory_at_exhaustion(drafts_unlink);
}

bool file_hold_standard(void) {
    bool open_all = true;
    /* Opened for the other direction: what is written there fails, as it should when there is nobody to read it. */
    static const int modes[] = {O_WRONLY, O_RDONLY, O_RDONLY};
    for (int i = 0; i < 3; i++)
        if (fcntl(i, F_GETFD) < 0 && errno == EBADF)
            open_all = open("/dev/null", modes[i]) == i && open_all;
    return open_all;
}

/* True when `name` is one that draft_name gives, in whatever process: one number may come to many (in containers it
 * does), and what is still being written is locked. */
static bool draft_has_name(const char *name) {
    if (strncmp(name, ".engross-", 9) != 0)
        return false;
    char *at = NULL;
    long process = isdigit((unsigned char)name[9]) ? strtol(name + 9, &at, 10) : 0;
    if (process <= 0 || *at++ != '-')
        return false;
    while (isdigit((unsigned char)*at))
        at++;
    return strcmp(at, ".part") == 0;
}

/* Removes a temporary file when nobody holds it. The lock is held, and the name looked at again, while it goes: a name
 * that has meanwhile passed to another run is left alone. */
static void draft_sweep(int folder, const char *name) {
    int descriptor = openat(folder, name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    struct stat held;
    struct stat there;
    if (fstat(descriptor, &held) == 0 && S_ISREG(held.st_mode) && flock(descriptor, LOCK_EX | LOCK_NB) == 0 &&
        fstatat(folder, name, &there, AT_SYMLINK_NOFOLLOW) == 0 && there.st_ino == held.st_ino &&
        there.st_dev == held.st_dev)
        unlinkat(folder, name, 0);
    close(descriptor);
}

void file_sweep(const char *folder_name) {
    DIR *folder = locks_fail ? NULL : opendir(folder_name);
    if (folder == NULL)
        return;
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
        if (draft_has_name(entry->d_name))
            draft_sweep(dirfd(folder), entry->d_name);
    closedir(folder);
}

/* The next temporary name beside the target. */
static bool draft_name(struct file_draft *draft, unsigned attempt) {
    const char *slash = strrchr(draft->target, '/');
    int folder = slash == NULL ? 0 : (int)(slash - draft->target + 1);
    int extent = snprintf(draft->temporary, sizeof draft->temporary, "%.*s.engross-%ld-%u.part", folder, draft->target,
                          (long)getpid(), attempt);
    if (extent >= 0 && (size_t)extent < sizeof draft->temporary)
        return true;
    errno = ENAMETOOLONG;
    return false;
}

/* True when a sweeper has, or is about to have, taken away the file that has just been made. Where files cannot be
 * locked nothing is ever swept. */
static bool draft_is_swept(int descriptor) {
    struct stat about;
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            return true;
        locks_fail = true;
    }
    return fstat(descriptor, &about) == 0 && about.st_nlink == 0;
}

/* Makes the temporary file under a name. One that a sweeper caught before it was locked counts as lost. */
static bool draft_open_named(struct file_draft *draft) {
    for (unsigned attempt = 0; attempt < 1000; attempt++) {
        if (!draft_name(draft, attempt))
            return false;
        sigset_t before;
        file_hold_signals(&before);
        draft->descriptor = open(draft->temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
        int error = errno;
        bool ours = draft->descriptor >= 0 && !draft_is_swept(draft->descriptor);
        draft->named = ours;
        if (draft->descriptor >= 0 && !ours) {
            close(draft->descriptor);
            draft->descriptor = -1;
            error = EEXIST;
        }
        sigprocmask(SIG_SETMASK, &before, NULL);
        errno = error;
        if (ours || error != EEXIST)
            return ours;
    }
    return false;
}

static bool draft_open(struct file_draft *draft) {
    char folder[PATH_MAX];
    const char *slash = strrchr(draft->target, '/');
    (void)snprintf(folder, sizeof folder, "%.*s", slash == NULL ? 1 : (int)(slash - draft->target + 1),
                   slash == NULL ? "." : draft->target);
    file_sweep(folder);
    /* Without /proc such a file could never be given a name. */
    if (access("/proc/self/fd", X_OK) == 0) {
        draft->descriptor = open(folder, O_RDWR | O_TMPFILE | O_CLOEXEC, 0644);
        if (draft->descriptor >= 0) {
            (void)flock(draft->descriptor, LOCK_EX | LOCK_NB);
            return true;
        }
        /* What says that the file system, or the kernel, knows no O_TMPFILE. */
        if (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL && errno != ENOENT)
            return false;
    }
    return draft_open_named(draft);
}

bool file_pour(int descriptor, const void *bytes, size_t count) {
    const char *from = bytes;
    while (count > 0) {
        ssize_t put = write(descriptor, from, count);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        from += put;
        count -= (size_t)put;
    }
    return true;
}

static bool draft_pour(const struct file_draft *draft, const char *bytes, size_t count) {
    return file_pour(draft->descriptor, bytes, count) && (draft->loose || fsync(draft->descriptor) == 0);
}

/* Links the file, which has no name, to `name`. */
static bool draft_link(const struct file_draft *draft, const char *name) {
    char self[64];
    (void)snprintf(self, sizeof self, "/proc/self/fd/%d", draft->descriptor);
    return linkat(AT_FDCWD, self, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0;
}

/* Renames the temporary file; a `fresh` one over nothing, where the system can promise that. */
static bool draft_rename(struct file_draft *draft) {
    if (draft->fresh && renameat2(AT_FDCWD, draft->temporary, AT_FDCWD, draft->target, RENAME_NOREPLACE) == 0)
        return true;
    if (draft->fresh) /* a second name is never given over a file that is there */
        return (errno == EINVAL || errno == ENOSYS) && link(draft->temporary, draft->target) == 0 &&
               unlink(draft->temporary) == 0;
    if (!draft->alone) {
        /* The older file comes to stand under the temporary name, and is there until all have theirs. */
        if (renameat2(AT_FDCWD, draft->temporary, AT_FDCWD, draft->target, RENAME_EXCHANGE) == 0) {
            draft->placed = PLACED_SWAPPED;
            return true;
        }
        if (errno == ENOENT)
            draft->placed = PLACED_NEW;
        else if (errno != EINVAL && errno != ENOSYS)
            return false;
    }
    if (rename(draft->temporary, draft->target) == 0)
        return true;
    draft->placed = PLACED_NOT;
    return false;
}

/* Gives the file its name. Signals are held. */
static bool draft_place(struct file_draft *draft) {
    if (!draft->named) {
        if (draft_link(draft, draft->target)) {
            draft->placed = PLACED_NEW;
            return true;
        }
        if (errno != EEXIST || draft->fresh)
            return false;
        for (unsigned attempt = 0; !draft->named && attempt < 1000; attempt++) {
            if (!draft_name(draft, attempt))
                return false;
            draft->named = draft_link(draft, draft->temporary);
            if (!draft->named && errno != EEXIST)
                return false;
        }
    }
    if (!draft->named || !draft_rename(draft))
        return false;
    draft->named = draft->placed == PLACED_SWAPPED; /* by the older file, which draft_close removes */
    if (draft->placed == PLACED_NOT)
        draft->placed = PLACED_OVER;
    return true;
}

/* Takes the name back, when a file that belongs with this one could not be given its own. What replaced an older file
 * where the system cannot swap two names stays. Signals are held. */
static void draft_take_back(struct file_draft *draft) {
    struct stat ours;
    struct stat there;
    if (draft->placed == PLACED_SWAPPED)
        (void)renameat2(AT_FDCWD, draft->temporary, AT_FDCWD, draft->target, RENAME_EXCHANGE);
    else if (draft->placed == PLACED_NEW && fstat(draft->descriptor, &ours) == 0 && lstat(draft->target, &there) == 0 &&
             ours.st_ino == there.st_ino && ours.st_dev == there.st_dev)
        unlink(draft->target);
}

/* Takes the draft off the list; the temporary file goes, if there is one. `errno` stays. */
static void draft_close(struct file_draft *draft) {
    int error = errno;
    sigset_t before;
    file_hold_signals(&before);
    for (struct file_draft *volatile *at = &drafts; *at != NULL; at = &(*at)->next)
        if (*at == draft) {
            *at = draft->next;
            break;
        }
    if (draft->named)
        unlink(draft->temporary);
    if (draft->descriptor >= 0)
        close(draft->descriptor);
    sigprocmask(SIG_SETMASK, &before, NULL);
    free(draft);
    errno = error;
}

/* Follows `path` to where the file is to stand; false after a report. A link is the author's, and leads to where the
 * file belongs; but where a record is looked for nobody puts one that means well, and it is replaced. */
static bool draft_aim(struct file_draft *draft, struct report *report) {
    struct place blame = {.file = draft->path};
    struct stat about;
    if (stat(draft->path, &about) == 0 && !S_ISREG(about.st_mode)) {
        file_blame(report, RULE_FILE_KIND, blame, file_kind(about.st_mode));
        return false;
    }
    if (!draft->loose && lstat(draft->path, &about) == 0 && S_ISLNK(about.st_mode)) {
        if (realpath(draft->path, draft->target) != NULL)
            return true;
        file_blame(report, RULE_FILE_WRITE, blame,
                   errno == ENOENT ? "it is a symbolic link that leads nowhere" : file_words(errno));
        return false;
    }
    int extent = snprintf(draft->target, sizeof draft->target, "%s", draft->path);
    if (extent >= 0 && (size_t)extent < sizeof draft->target)
        return true;
    file_blame(report, RULE_FILE_WRITE, blame, file_words(ENAMETOOLONG));
    return false;
}

static struct file_draft *draft_make(const char *path, const void *bytes, size_t count, bool loose,
                                     struct report *report) {
    struct file_draft *draft = memory_take(sizeof *draft);
    draft->path = path;
    draft->loose = loose;
    draft->descriptor = -1;
    if (!draft_aim(draft, report)) {
        free(draft);
        return NULL;
    }
    sigset_t before;
    file_hold_signals(&before);
    draft->next = drafts;
    drafts = draft;
    sigprocmask(SIG_SETMASK, &before, NULL);
    bool opened = draft_open(draft);
    if (opened && draft_pour(draft, bytes, count))
        return draft;
    draft_close(draft);
    file_blame(report, RULE_FILE_WRITE, (struct place){.file = path},
               !opened && errno == ENOENT ? "there is no such folder" : file_words(errno));
    return NULL;
}

struct file_draft *file_draft(const char *path, const void *bytes, size_t count, struct report *report) {
    return draft_make(path, bytes, count, false, report);
}

struct file_draft *file_draft_in_place(const char *path, const void *bytes, size_t count, struct report *report) {
    if (access(path, W_OK) != 0) {
        file_blame(report, RULE_FILE_WRITE, (struct place){.file = path}, file_words(errno));
        return NULL;
    }
    struct file_draft *draft = draft_make(path, bytes, count, false, report);
    struct stat about;
    if (draft != NULL && stat(draft->target, &about) == 0) {
        (void)!fchown(draft->descriptor, about.st_uid, about.st_gid); /* first, since it takes rights away */
        (void)fchmod(draft->descriptor, about.st_mode & 07777);
    }
    return draft;
}

struct file_draft *file_draft_loose(const char *path, const void *bytes, size_t count) {
    return draft_make(path, bytes, count, true, NULL);
}

void file_drop(struct file_draft *draft) {
    if (draft != NULL)
        draft_close(draft);
}

bool file_place(struct file_draft *const *placed, size_t count, struct report *report) {
    sigset_t before;
    bool whole = true;
    int error = 0;
    const char *path = NULL;
    file_hold_signals(&before);
    for (size_t i = 0; i < count && whole; i++) {
        placed[i]->alone = count == 1;
        whole = draft_place(placed[i]);
        error = errno;
        path = placed[i]->path;
        if (whole)
            memory_say(MEMORY_AFTER);
    }
    for (size_t i = 0; i < count && !whole; i++)
        draft_take_back(placed[i]);
    for (size_t i = 0; i < count; i++)
        draft_close(placed[i]);
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (!whole)
        file_blame(report, RULE_FILE_WRITE, (struct place){.file = path},
                   error == ENOENT ? "there is no such folder" : file_words(error));
    return whole;
}

bool file_write(const char *path, const void *bytes, size_t count, struct report *report) {
    struct file_draft *draft = file_draft(path, bytes, count, report);
    return draft != NULL && file_place(&draft, 1, report);
}

bool file_write_new(const char *path, const void *bytes, size_t count, struct report *report) {
    struct file_draft *draft = file_draft(path, bytes, count, report);
    if (draft != NULL)
        draft->fresh = true;
    return draft != NULL && file_place(&draft, 1, report);
}
