/* file.c: reading whole files, and writing whole files or none.
 *
 * path in → bytes, or bytes in → a file on the disk. Files are opened without
 * blocking and then asked what they are (fstat), so that a FIFO without a writer
 * cannot hold the program up, nor a name be swapped between question and opening.
 * Writing: a temporary name in the same folder, every write, fsync and close
 * looked at, then rename (POSIX.1-2017). The folder is not synced: after a power cut
 * the name may lead to the older file, which is whole too, never to half of one.
 *
 * Surprising: a symbolic link that is written to stays a link; the file it leads
 * to is replaced. The name of the one temporary file in flight is a static,
 * since a signal handler has nothing else to go by; signals are held off while
 * it changes.
 */
#include "base/file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char temporary[PATH_MAX];
static volatile sig_atomic_t temporary_set;

/* What errno means, in words of ours for what befalls authors. */
static const char *file_words(int error) {
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
    char *bytes = arena_alloc(arena, room + 2);
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
            char *copy = arena_alloc(arena, larger + 2);
            memcpy(copy, bytes, *count);
            bytes = copy;
            room = larger;
        }
    }
    bytes[*count] = '\0';
    return bytes;
}

char *file_take(struct arena *arena, int descriptor, size_t limit, size_t *bytes, struct place blame,
                struct report *report) {
    char *text = NULL;
    struct stat about;
    if (fstat(descriptor, &about) != 0) {
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
    return text;
}

char *file_read(struct arena *arena, const char *path, size_t limit, size_t *bytes, struct report *report) {
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
        return NULL;
    }
    return file_take(arena, descriptor, limit, bytes, blame, report);
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
    return stat(path, &about) == 0;
}

static void file_hold_signals(sigset_t *before) {
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGHUP);
    sigprocmask(SIG_BLOCK, &ending, before);
}

static void file_on_signal(int number) {
    (void)number;
    if (temporary_set)
        unlink(temporary);
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
}

/* Opens a new file beside `target` and notes its name in `temporary`; -1 with errno set when it cannot. */
static int file_open_temporary(const char *target) {
    const char *slash = strrchr(target, '/');
    int folder = slash == NULL ? 0 : (int)(slash - target + 1);
    for (unsigned attempt = 0; attempt < 1000; attempt++) {
        char name[PATH_MAX];
        int extent = snprintf(name, sizeof name, "%.*s.engross-%ld-%u.part", folder, target, (long)getpid(), attempt);
        if (extent < 0 || (size_t)extent >= sizeof name) {
            errno = ENAMETOOLONG;
            return -1;
        }
        sigset_t before;
        file_hold_signals(&before);
        int descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
        int error = errno;
        if (descriptor >= 0) {
            memcpy(temporary, name, (size_t)extent + 1);
            temporary_set = 1;
        }
        sigprocmask(SIG_SETMASK, &before, NULL);
        errno = error;
        if (descriptor >= 0 || error != EEXIST)
            return descriptor;
    }
    return -1;
}

static bool file_pour(int descriptor, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t put = write(descriptor, bytes, count);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        bytes += put;
        count -= (size_t)put;
    }
    return fsync(descriptor) == 0;
}

/* Renames the temporary file, or removes it when `whole` is false or the renaming fails. */
static bool file_settle(const char *target, bool whole) {
    sigset_t before;
    file_hold_signals(&before);
    int error = errno;
    if (whole && rename(temporary, target) != 0) {
        whole = false;
        error = errno;
    }
    if (!whole)
        unlink(temporary);
    temporary_set = 0;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return whole;
}

bool file_write(const char *path, const void *bytes, size_t count, struct report *report) {
    struct place blame = {.file = path};
    struct stat about;
    char followed[PATH_MAX];
    const char *target = path;
    if (stat(path, &about) == 0 && !S_ISREG(about.st_mode)) {
        file_blame(report, RULE_FILE_KIND, blame, file_kind(about.st_mode));
        return false;
    }
    if (lstat(path, &about) == 0 && S_ISLNK(about.st_mode)) {
        target = realpath(path, followed);
        if (target == NULL) {
            file_blame(report, RULE_FILE_WRITE, blame,
                       errno == ENOENT ? "it is a symbolic link that leads nowhere" : file_words(errno));
            return false;
        }
    }
    int descriptor = file_open_temporary(target);
    if (descriptor < 0) {
        file_blame(report, RULE_FILE_WRITE, blame, errno == ENOENT ? "there is no such folder" : file_words(errno));
        return false;
    }
    bool whole = file_pour(descriptor, bytes, count);
    int error = errno;
    if (close(descriptor) != 0 && whole) {
        whole = false;
        error = errno;
    }
    errno = error;
    if (!file_settle(target, whole)) {
        file_blame(report, RULE_FILE_WRITE, blame, file_words(errno));
        return false;
    }
    return true;
}
