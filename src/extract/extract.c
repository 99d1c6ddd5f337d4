/* extract.c: a process for a PDF that nobody vouches for.
 *
 * bytes of a file in → struct extract out. A child takes the file apart (qpdf.c)
 * and writes what it finds into a pipe, one piece after the other with its name and
 * its size in front, and an end mark. If the child is ended by a signal, by its bounds
 * or by ours, the mark is missing, and nothing of what came is used.
 *
 * Surprising: it is the bound on memory that holds what a small file inflates to; so it
 * is set for the child alone, and not in builds with the address sanitizer, which asks
 * for terabytes that it never touches.
 */
#include "extract/extract.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"

#define SECONDS_MAX 20
#define MEMORY_MAX ((rlim_t)1 << 30)
#define GIVEN_MAX ((size_t)256 << 20)
#define NAME_MAX_BYTES 512

/* --- In the child ------------------------------------------------------------------------- */

static void give(void *context, char what, const char *name, const void *bytes, size_t count) {
    int pipe = *(const int *)context;
    char head[64];
    size_t letters = strlen(name);
    if (letters > NAME_MAX_BYTES)
        _exit(1);
    int size = snprintf(head, sizeof head, "%c %zu %zu\n", what, letters, count);
    if (size < 0 || !file_pour(pipe, head, (size_t)size) || !file_pour(pipe, name, letters) ||
        !file_pour(pipe, bytes, count))
        _exit(1);
}

_Noreturn static void child(struct extracting *extracting, int pipe, pid_t parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nothing >= 0) {
        (void)dup2(nothing, STDOUT_FILENO);
        (void)dup2(nothing, STDERR_FILENO);
    }
    (void)setrlimit(RLIMIT_CPU, &(struct rlimit){SECONDS_MAX, SECONDS_MAX});
    (void)setrlimit(RLIMIT_FSIZE, &(struct rlimit){0, 0});
    (void)setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
#ifndef __SANITIZE_ADDRESS__
    (void)setrlimit(RLIMIT_AS, &(struct rlimit){MEMORY_MAX + extracting->count, MEMORY_MAX + extracting->count});
#endif
    extracting->give = give;
    extracting->context = &pipe;
    const char *fault = extract_here(extracting);
    if (fault)
        give(&pipe, 'F', fault, "", 0);
    give(&pipe, 'E', "", "", 0);
    _exit(0);
}

/* --- In the parent ------------------------------------------------------------------------- */

static long milliseconds_left(const struct timespec *begun) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (SECONDS_MAX + 5) * 1000L - (now.tv_sec - begun->tv_sec) * 1000L;
}

/* All that comes through the pipe; false when it takes too long or is too much. */
static bool collect(int pipe, struct buffer *out) {
    struct timespec begun;
    (void)clock_gettime(CLOCK_MONOTONIC, &begun);
    for (;;) {
        struct pollfd wait = {.fd = pipe, .events = POLLIN};
        long left = milliseconds_left(&begun);
        if (left <= 0 || (poll(&wait, 1, (int)left) < 0 && errno != EINTR))
            return false;
        if (!(wait.revents & (POLLIN | POLLHUP)))
            continue;
        char bytes[1 << 16];
        ssize_t got = read(pipe, bytes, sizeof bytes);
        if (got == 0)
            return true;
        if (got < 0 && errno != EINTR)
            return false;
        buffer_bytes(out, bytes, got > 0 ? (size_t)got : 0);
        if (out->count > GIVEN_MAX)
            return false;
    }
}

/* A number of the head of a piece, and the sign after it. */
static bool number_take(const char **at, const char *end, char after, size_t *number) {
    for (*number = 0; *at < end && **at >= '0' && **at <= '9' && *number <= GIVEN_MAX; ++*at)
        *number = *number * 10 + (size_t)(**at - '0');
    return *at < end && *(*at)++ == after && *number <= GIVEN_MAX;
}

/* One piece, from where `at` stands; false at the end or where it makes no sense. */
static bool piece_take(const char **at, const char *end, struct extract *out, struct arena *arena) {
    size_t letters, count;
    if (end - *at < 6)
        return false;
    char what = **at;
    *at += 2;
    if (!number_take(at, end, ' ', &letters) || !number_take(at, end, '\n', &count))
        return false;
    const char *name = *at;
    if (letters > (size_t)(end - name) || count > (size_t)(end - name) - letters)
        return false;
    const char *bytes = name + letters;
    *at = bytes + count;
    struct attachment file = {.name = arena_copy(arena, name, letters)};
    if (what == 'M')
        out->metadata = arena_copy(arena, bytes, count);
    if (what == 'R')
        out->reading = arena_copy(arena, bytes, count);
    if (what == 'S')
        out->seen = arena_copy(arena, bytes, count);
    if (what == 'P')
        out->parts = arena_copy(arena, bytes, count);
    if (what == 'F')
        out->fault = file.name;
    if (what == 'A') {
        file.bytes = arena_copy(arena, bytes, count);
        file.count = count;
        LIST_ADD(arena, &out->attachments, file);
    }
    if (what == 'E' && out->fault && strcmp(out->fault, "") == 0)
        out->fault = NULL;
    return what != 'E';
}

static struct extract unpack(const struct buffer *given, struct arena *arena) {
    struct extract out = {.fault = "", .metadata = "", .reading = "", .seen = "", .parts = ""};
    const char *at = given->bytes, *end = given->bytes + given->count;
    while (at && piece_take(&at, end, &out, arena))
        ;
    if (out.fault && *out.fault == '\0')
        out.fault =
            "it is damaged, or made to do harm: to read it takes more time or memory than any PDF of this program";
    return out;
}

struct extract extract_pdf(const void *bytes, size_t count, bool reading, struct arena *arena) {
    struct extracting extracting = {.bytes = bytes, .count = count, .reading = reading};
    static const struct extract impossible = {.fault = "no process can be started to read it",
                                              .environment = true,
                                              .metadata = "",
                                              .reading = "",
                                              .seen = "",
                                              .parts = ""};
    if (!extract_library())
        return (struct extract){
            .fault =
                "the library libqpdf is not installed on this machine (Debian package " EXTRACT_LIBRARY_PACKAGE ")",
            .environment = true,
            .metadata = "",
            .reading = "",
            .seen = "",
            .parts = ""};
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return impossible;
    (void)fflush(NULL);
    pid_t parent = getpid(), process = fork();
    if (process == 0) {
        (void)close(ends[0]);
        child(&extracting, ends[1], parent);
    }
    (void)close(ends[1]);
    struct buffer given = {0};
    bool whole = process > 0 && collect(ends[0], &given);
    (void)close(ends[0]);
    if (process < 0)
        return impossible;
    if (!whole) {
        (void)kill(process, SIGKILL);
        buffer_clear(&given);
    }
    while (waitpid(process, NULL, 0) < 0 && errno == EINTR)
        ;
    struct extract out = unpack(&given, arena);
    buffer_close(&given);
    return out;
}

const char *extract_fact(const struct extract *extract, const char *name, struct arena *arena) {
    const char *start = strstr(extract->metadata, arena_format(arena, "<%s>", name));
    if (!start)
        return NULL;
    start += strlen(name) + 2;
    const char *end = strchr(start, '<');
    return end ? arena_copy(arena, start, (size_t)(end - start)) : NULL;
}
