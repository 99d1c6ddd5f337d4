/* measure.c: what one process takes, told by a parent too small to be in the way.
 *
 * measure OUT COMMAND ARGUMENT…: runs COMMAND with its standard output going to the file OUT, and prints its status,
 * and the seconds by the clock, the seconds of the processors and the kilobytes of its peak, its own children included.
 *
 * Surprising: the kernel counts what a process held before its exec into its peak, so that a program started by a large
 * Python would seem to need as much memory as that Python.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LONGEST 180

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double seconds(struct timeval time) {
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

int main(int count, char **arguments) {
    if (count < 3) {
        fputs("usage: measure OUT COMMAND ARGUMENT…\n", stderr);
        return 2;
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, arguments[1], O_WRONLY | O_CREAT | O_TRUNC, 0666);
    setrlimit(RLIMIT_CPU, &(struct rlimit){.rlim_cur = LONGEST, .rlim_max = LONGEST});
    pid_t process;
    double start = now();
    if (posix_spawn(&process, arguments[2], &actions, NULL, arguments + 2, environ) != 0) {
        perror(arguments[2]);
        return 1;
    }
    int status;
    struct rusage usage;
    wait4(process, &status, 0, &usage);
    printf("%d %.6f %.6f %ld\n", status, now() - start, seconds(usage.ru_utime) + seconds(usage.ru_stime),
           usage.ru_maxrss);
    return 0;
}
