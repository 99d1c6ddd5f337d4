/* inject.c: makes the Nth call of one function go wrong, in a program that is started with this library before it.
 *
 * LD_PRELOAD=inject.so INJECT=FUNCTION:N:WHAT, where FUNCTION is one of the names below ("malloc" stands for the whole
 * family) and WHAT is the number of an errno, "kill" (SIGKILL before the call), "killed" (after it), or "short" (a read
 * or write of half the bytes). N counts from 1. INJECT_LOG names a file that is made when it happens; with N = 0
 * nothing happens and the file holds, when the program ends, how often the function was called.
 * INJECT_NAMED makes every O_TMPFILE fail, as on file systems that know no file without a name.
 *
 * Surprising: the program defines malloc itself and asks glibc's __libc_malloc, so that is what is defined here. Calls
 * within the C library do not come this way. The count is a process's own: a child goes on from its parent's.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NEXT(name) ((__typeof__(&(name)))next_of(#name))
#define SEEN __attribute__((visibility("default")))

enum deed { DEED_NONE, DEED_FAIL, DEED_KILL, DEED_KILLED, DEED_SHORT };

static struct {
    int known;
    char function[32];
    unsigned long number;
    enum deed deed;
    int error;
    unsigned long calls;
} wish;

static void *next_of(const char *name) {
    void *next = dlsym(RTLD_NEXT, name);
    if (next == NULL)
        _exit(99);
    return next;
}

static void wish_read(void) {
    wish.known = 1;
    const char *text = getenv("INJECT");
    char what[16];
    if (text == NULL || sscanf(text, "%31[^:]:%lu:%15s", wish.function, &wish.number, what) != 3)
        return;
    wish.deed = strcmp(what, "kill") == 0     ? DEED_KILL
                : strcmp(what, "killed") == 0 ? DEED_KILLED
                : strcmp(what, "short") == 0  ? DEED_SHORT
                                              : DEED_FAIL;
    wish.error = atoi(what);
}

static void note(const char *text) {
    const char *log = getenv("INJECT_LOG");
    if (log == NULL)
        return;
    long file = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    syscall(SYS_write, file, text, strlen(text));
    syscall(SYS_close, file);
}

__attribute__((destructor)) static void note_calls(void) {
    char text[32];
    snprintf(text, sizeof text, "%lu\n", wish.calls);
    if (wish.known && wish.number == 0 && wish.deed != DEED_NONE)
        note(text);
}

/* What is to be done at this call of `function`. */
static enum deed meet(const char *function) {
    if (!wish.known)
        wish_read();
    if (strcmp(function, wish.function) != 0 || ++wish.calls != wish.number)
        return DEED_NONE;
    note("met\n");
    if (wish.deed == DEED_KILL)
        kill(getpid(), SIGKILL);
    errno = wish.error;
    return wish.deed;
}

/* Calls the real thing unless it is to fail. */
#define PASS(function, type, name, arguments) \
    do {                                      \
        enum deed deed_ = meet(function);     \
        if (deed_ == DEED_FAIL)               \
            return -1;                        \
        type result_ = NEXT(name) arguments;  \
        if (deed_ == DEED_KILLED) {           \
            kill(getpid(), SIGKILL);          \
        }                                     \
        return result_;                       \
    } while (0)

static mode_t mode_of(int flags, va_list arguments) {
    return (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(arguments, mode_t) : 0;
}

SEEN int open(const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    if ((flags & O_TMPFILE) == O_TMPFILE && getenv("INJECT_NAMED") != NULL) {
        errno = EOPNOTSUPP;
        return -1;
    }
    PASS("open", int, open, (path, flags, mode));
}

/* What open and openat become where the compiler does not know the flags (_FORTIFY_SOURCE). */
SEEN int __open_2(const char *path, int flags);
SEEN int __open_2(const char *path, int flags) {
    PASS("open", int, open, (path, flags, 0));
}

SEEN int __openat_2(int folder, const char *path, int flags);
SEEN int __openat_2(int folder, const char *path, int flags) {
    PASS("openat", int, openat, (folder, path, flags, 0));
}

SEEN int openat(int folder, const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    PASS("openat", int, openat, (folder, path, flags, mode));
}

SEEN ssize_t write(int file, const void *bytes, size_t count) {
    enum deed deed = meet("write");
    if (deed == DEED_FAIL)
        return -1;
    ssize_t result = NEXT(write)(file, bytes, deed != DEED_SHORT || count < 2 ? count : count / 2);
    if (deed == DEED_KILLED)
        kill(getpid(), SIGKILL);
    return result;
}

SEEN ssize_t read(int file, void *bytes, size_t count) {
    enum deed deed = meet("read");
    if (deed == DEED_FAIL)
        return -1;
    ssize_t result = NEXT(read)(file, bytes, deed != DEED_SHORT || count < 2 ? count : count / 2);
    if (deed == DEED_KILLED)
        kill(getpid(), SIGKILL);
    return result;
}

SEEN int fsync(int file) {
    PASS("fsync", int, fsync, (file));
}

/* A close that fails has closed the file all the same (Linux). */
SEEN int close(int file) {
    enum deed deed = meet("close");
    int result = NEXT(close)(file);
    if (deed == DEED_KILLED)
        kill(getpid(), SIGKILL);
    errno = deed == DEED_FAIL ? wish.error : errno;
    return deed == DEED_FAIL ? -1 : result;
}

SEEN int linkat(int from_folder, const char *from, int folder, const char *name, int flags) {
    PASS("linkat", int, linkat, (from_folder, from, folder, name, flags));
}

SEEN int renameat2(int from_folder, const char *from, int folder, const char *to, unsigned flags) {
    PASS("renameat2", int, renameat2, (from_folder, from, folder, to, flags));
}

SEEN int rename(const char *from, const char *to) {
    PASS("rename", int, rename, (from, to));
}

SEEN int unlink(const char *path) {
    PASS("unlink", int, unlink, (path));
}

SEEN int unlinkat(int folder, const char *path, int flags) {
    PASS("unlinkat", int, unlinkat, (folder, path, flags));
}

SEEN int rmdir(const char *path) {
    PASS("rmdir", int, rmdir, (path));
}

SEEN int mkdir(const char *path, mode_t mode) {
    PASS("mkdir", int, mkdir, (path, mode));
}

SEEN int fstat(int file, struct stat *about) {
    PASS("fstat", int, fstat, (file, about));
}

SEEN int stat(const char *path, struct stat *about) {
    PASS("stat", int, stat, (path, about));
}

SEEN int lstat(const char *path, struct stat *about) {
    PASS("lstat", int, lstat, (path, about));
}

SEEN int fstatat(int folder, const char *path, struct stat *about, int flags) {
    PASS("fstatat", int, fstatat, (folder, path, about, flags));
}

SEEN int access(const char *path, int mode) {
    PASS("access", int, access, (path, mode));
}

SEEN DIR *opendir(const char *path) {
    enum deed deed = meet("opendir");
    if (deed == DEED_KILLED)
        kill(getpid(), SIGKILL);
    return deed == DEED_FAIL ? NULL : NEXT(opendir)(path);
}

SEEN int flock(int file, int operation);
SEEN int flock(int file, int operation) {
    PASS("flock", int, flock, (file, operation));
}

SEEN int memfd_create(const char *name, unsigned flags);
SEEN int memfd_create(const char *name, unsigned flags) {
    PASS("memfd_create", int, memfd_create, (name, flags));
}

SEEN pid_t fork(void) {
    PASS("fork", pid_t, fork, ());
}

/* dlsym may allocate: while it looks for the first of these, nothing is counted. */
static void *(*real_malloc)(size_t);
static void *(*real_calloc)(size_t, size_t);
static void *(*real_realloc)(void *, size_t);
static void *(*real_memalign)(size_t, size_t);

__attribute__((constructor)) static void find_heap(void) {
    real_calloc = next_of("__libc_calloc");
    real_realloc = next_of("__libc_realloc");
    real_memalign = next_of("__libc_memalign");
    real_malloc = next_of("__libc_malloc");
}

static int heap_fails(void) {
    if (real_malloc == NULL) {
        find_heap();
        return 0;
    }
    return meet("malloc") == DEED_FAIL;
}

SEEN void *__libc_malloc(size_t size);
SEEN void *__libc_malloc(size_t size) {
    return heap_fails() ? NULL : real_malloc(size);
}

SEEN void *__libc_calloc(size_t count, size_t size);
SEEN void *__libc_calloc(size_t count, size_t size) {
    return heap_fails() ? NULL : real_calloc(count, size);
}

SEEN void *__libc_realloc(void *old, size_t size);
SEEN void *__libc_realloc(void *old, size_t size) {
    return heap_fails() ? NULL : real_realloc(old, size);
}

SEEN void *__libc_memalign(size_t alignment, size_t size);
SEEN void *__libc_memalign(size_t alignment, size_t size) {
    return heap_fails() ? NULL : real_memalign(alignment, size);
}
