/* scratch.c: what every fuzz target shares: its folder, its end, its choices.
 *
 * names and bytes in → files in /dev/shm out. A child process waits on a pipe
 * whose other end dies with the target, and then takes the folder away: libFuzzer
 * leaves at a finding without calling what atexit holds.
 *
 * Surprising: the program ends with status 70 when there is no memory left. Here
 * that would look like a quiet success, so _exit is stood in for (--wrap) and
 * such an end aborts, as any other finding does.
 */
#include "scratch.h"

#include <assert.h>
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

_Noreturn void __real__exit(int status);
_Noreturn void __wrap__exit(int status);

_Noreturn void __wrap__exit(int status) {
    if (status == 70)
        abort();
    __real__exit(status);
}

static char folder[64];

static void folder_remove(void) {
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    if (system(command) != 0)
        fprintf(stderr, "%s is left behind\n", folder);
}

static void folder_leave_to_child(void) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        abort();
    pid_t child = fork();
    if (child < 0)
        abort();
    if (child == 0) {
        char byte;
        setsid(); /* a signal from the keyboard is for the target; this one has to stay for its end */
        close(ends[1]);
        while (read(ends[0], &byte, 1) > 0)
            continue;
        folder_remove();
        __real__exit(0);
    }
    close(ends[0]);
}

const char *scratch_folder(void) {
    if (folder[0] == '\0') {
        snprintf(folder, sizeof folder, "/dev/shm/engross-fuzz-%d", (int)getpid());
        if (mkdir(folder, 0700) != 0) {
            perror(folder);
            abort();
        }
        folder_leave_to_child();
    }
    return folder;
}

const char *scratch_path(const char *name) {
    static char paths[8][PATH_MAX];
    static unsigned next;
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", scratch_folder(), name);
    return path;
}

void scratch_make_folder(const char *name) {
    if (mkdir(scratch_path(name), 0700) != 0)
        abort();
}

void scratch_write(const char *name, const void *bytes, size_t count) {
    int file = open(scratch_path(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0 || write(file, bytes, count) != (ssize_t)count || close(file) != 0)
        abort();
}

void scratch_copy(const char *from, const char *name) {
    struct arena *arena = arena_open();
    size_t count = 0;
    const char *bytes = file_read(arena, from, (size_t)64 << 20, &count, NULL);
    if (bytes == NULL) {
        fprintf(stderr, "%s cannot be read\n", from);
        abort();
    }
    scratch_write(name, bytes, count);
    arena_close(arena);
}

void scratch_copy_all(const char *from, const char *name) {
    DIR *files = opendir(from);
    if (files == NULL)
        abort();
    for (const struct dirent *entry = readdir(files); entry != NULL; entry = readdir(files)) {
        char path[PATH_MAX];
        char copy[PATH_MAX];
        struct stat about;
        snprintf(path, sizeof path, "%s/%s", from, entry->d_name);
        snprintf(copy, sizeof copy, "%s/%s", name, entry->d_name);
        if (stat(path, &about) == 0 && S_ISREG(about.st_mode))
            scratch_copy(path, copy);
    }
    closedir(files);
}

size_t scratch_lines(const uint8_t *data, size_t size) {
    size_t lines = 1;
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n' || data[i] == '\r';
    return lines;
}

void scratch_examine(struct report *report, const char *file, size_t lines) {
    const struct finding *findings = report_sorted(report);
    for (size_t i = 0; i < report_count(report); i++) {
        const struct finding *finding = &findings[i];
        assert(finding->message != NULL && finding->message[0] != '\0');
        assert(finding->place.column == 0 || finding->place.line > 0);
        if (finding->place.file != NULL && strcmp(finding->place.file, file) == 0)
            assert(finding->place.line <= lines);
    }
    assert((report_status(report) != 0) == (report_errors(report) > 0));
    struct buffer out = {0};
    report_print(report, &out, false);
    buffer_close(&out);
}

size_t dice_below(struct dice *dice, size_t bound) {
    /* splitmix64 (Steele, Lea and Flood, 2014) */
    uint64_t word = dice->state += 0x9E3779B97F4A7C15u;
    word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9u;
    word = (word ^ word >> 27) * 0x94D049BB133111EBu;
    word ^= word >> 31;
    return bound == 0 ? 0 : (size_t)(word % bound);
}
