/* jobs.c: a pool of processes. See jobs.h.
 *
 * Processes rather than threads: a document that should bring one down leaves the
 * others alone, and no library has to be safe for threads. A worker hands its
 * outcome over in an anonymous file in memory, which leaves nothing behind however
 * it ends, and does so before its PDFs get their names. Outcomes are told in the order of the requests, so that what is
 * printed does not depend on the number of workers.
 */
#include "jobs.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/report.h"

struct worker {
    pid_t process; /* 0: not started, or ended and told */
    int memory;    /* 0: none; standard input has that number (file_hold_standard) */
    bool ended;
    int wait_status;
    struct timespec begun;
    size_t milliseconds;
};

struct header {
    size_t results, slips, traces, errors, warnings, notes;
    int status;
};

static void outcome_close(struct outcome *outcome) {
    buffer_close(&outcome->results);
    buffer_close(&outcome->messages);
    buffer_close(&outcome->slips);
    buffer_close(&outcome->traces);
}

static bool read_all(int file, void *bytes, size_t count) {
    char *to = bytes;
    while (count > 0) {
        ssize_t got = read(file, to, count);
        if (got <= 0)
            return false;
        to += got;
        count -= (size_t)got;
    }
    return true;
}

/* Leaves the outcome in the worker's memory file, in the place of one left before. */
static void hand_over(void *context, const struct outcome *outcome) {
    int memory = *(const int *)context;
    struct header header = {.results = outcome->results.count,
                            .slips = outcome->slips.count,
                            .traces = outcome->traces.count,
                            .errors = outcome->errors,
                            .warnings = outcome->warnings,
                            .notes = outcome->notes,
                            .status = outcome->status};
    if (lseek(memory, 0, SEEK_SET) != 0 || !file_pour(memory, &header, sizeof header) ||
        !file_pour(memory, outcome->results.bytes, outcome->results.count) ||
        !file_pour(memory, outcome->slips.bytes, outcome->slips.count) ||
        !file_pour(memory, outcome->traces.bytes, outcome->traces.count))
        memory_exhausted(); /* the file is made of memory */
}

_Noreturn static void work(const struct request *request, bool spare, int memory, pid_t parent) {
    /* Whoever ends the program ends its workers: none goes on writing files that nobody will be told of. */
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        _exit(130);
    memory_say(""); /* it is told in its turn: see collect */
    struct outcome outcome = {0};
    struct request last = *request;
    last.leaves_memory = true;
    last.spare = spare;
    last.ready = hand_over;
    last.context = &memory;
    pipeline_run(&last, &outcome);
    /* The same again, unless a file could not be given its name. */
    hand_over(&memory, &outcome);
    _exit(0);
}

static void read_part(int memory, struct buffer *buffer, size_t count) {
    if (count == 0)
        return;
    char *bytes = memory_take(count);
    if (read_all(memory, bytes, count))
        buffer_bytes(buffer, bytes, count);
    free(bytes);
}

/* Reads what an ended worker left; or says that it died. */
static struct outcome collect(const struct request *request, const struct worker *worker) {
    struct outcome outcome = {0};
    struct header header;
    bool ended_well = WIFEXITED(worker->wait_status) && WEXITSTATUS(worker->wait_status) == 0;
    if (ended_well && lseek(worker->memory, 0, SEEK_SET) == 0 && read_all(worker->memory, &header, sizeof header)) {
        read_part(worker->memory, &outcome.results, header.results);
        read_part(worker->memory, &outcome.slips, header.slips);
        read_part(worker->memory, &outcome.traces, header.traces);
        outcome.errors = header.errors;
        outcome.warnings = header.warnings;
        outcome.notes = header.notes;
        outcome.status = header.status;
        return outcome;
    }
    int status = WIFEXITED(worker->wait_status) ? WEXITSTATUS(worker->wait_status) : 0;
    outcome.status = status == 0 ? 70 : status;
    outcome.errors = 1;
    /* Memory is taken before the PDFs get their names alone; what else may end a worker can come at any moment. */
    report_show(&outcome.messages, request->file);
    buffer_format(
        &outcome.messages, ": error: %s\n",
        status == 70
            ? "the machine has no memory left for this document; no file was written or harmed"
            : "the program itself failed on this document; each of its PDFs is the older or the new one, whole");
    return outcome;
}

/* Starts a worker, the last of `count`. */
static bool start(const struct request *request, bool spare, struct worker *workers, size_t count) {
    struct worker *worker = &workers[count - 1];
    worker->memory = memfd_create("engross", MFD_CLOEXEC);
    if (worker->memory < 0) {
        worker->memory = 0;
        return false;
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &worker->begun);
    pid_t parent = getpid();
    worker->process = fork();
    if (worker->process == 0) {
        /* The others' memory is none of its own, and where few files may be open, leaves no room for fonts. */
        for (size_t i = 0; i + 1 < count; i++)
            if (workers[i].memory > 0)
                close(workers[i].memory);
        work(request, spare, worker->memory, parent);
    }
    if (worker->process < 0) {
        close(worker->memory);
        worker->memory = 0;
    }
    return worker->process > 0;
}

static void run_here(const struct request *request, bool spare,
                     void (*done)(void *, const struct request *, const struct outcome *), void *context) {
    if (request->known != NULL) {
        done(context, request, request->known);
        return;
    }
    struct outcome outcome = {0};
    struct request here = *request;
    here.spare = spare;
    pipeline_run(&here, &outcome);
    done(context, request, &outcome);
    outcome_close(&outcome);
}

/* Tells what became of a request that has ended, or was known before. */
static void tell(const struct request *request, struct worker *worker,
                 void (*done)(void *, const struct request *, const struct outcome *), void *context) {
    if (request->known != NULL) {
        done(context, request, request->known);
        return;
    }
    struct outcome outcome = collect(request, worker);
    outcome.milliseconds = worker->milliseconds;
    close(worker->memory);
    worker->memory = 0;
    done(context, request, &outcome);
    outcome_close(&outcome);
}

static size_t elapsed(const struct timespec *begun) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (size_t)((now.tv_sec - begun->tv_sec) * 1000 + (now.tv_nsec - begun->tv_nsec) / 1000000);
}

/* Waits for any worker to end and notes it. Whoever started the program may have left us children that are none. */
static void await_one(struct worker *workers, size_t count) {
    for (;;) {
        int wait_status;
        pid_t process = wait(&wait_status);
        for (size_t i = 0; i < count; i++)
            if (process > 0 && workers[i].process == process) {
                workers[i].ended = true;
                workers[i].wait_status = wait_status;
                workers[i].milliseconds = elapsed(&workers[i].begun);
                return;
            }
        assert(process > 0 || errno == EINTR);
    }
}

void jobs_run(const struct request *requests, size_t count, size_t workers,
              void (*done)(void *context, const struct request *request, const struct outcome *outcome),
              void *context) {
    size_t unknown = 0;
    for (size_t i = 0; i < count; i++)
        unknown += requests[i].known == NULL;
    bool spare = unknown <= 1 && workers > 1;
    if (count == 0 || (!requests[0].apart && (unknown <= 1 || workers <= 1))) {
        for (size_t i = 0; i < count; i++)
            run_here(&requests[i], spare, done, context);
        return;
    }
    memory_say(MEMORY_AFTER);       /* for what workers do is not known here at once */
    (void)signal(SIGCHLD, SIG_DFL); /* were it ignored, no worker could be waited for */
    struct arena *arena = arena_open();
    struct worker *all = ARENA_ARRAY(arena, count, struct worker);
    size_t started = 0;
    size_t told = 0;
    size_t running = 0;
    for (;;) {
        for (; told < started && all[told].ended; told++)
            tell(&requests[told], &all[told], done, context);
        if (told == count)
            break;
        if (started < count && requests[started].known != NULL) {
            all[started++].ended = true;
            continue;
        }
        bool started_one = started < count && running < workers && start(&requests[started], spare, all, started + 1);
        if (started_one) {
            started++;
            running++;
            continue;
        }
        if (running == 0) { /* no process could be started: do the work here */
            run_here(&requests[told], spare, done, context);
            started = ++told;
            continue;
        }
        await_one(all, started);
        running--;
    }
    arena_close(arena);
}
