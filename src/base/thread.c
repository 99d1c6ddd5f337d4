/* thread.c: a thread beside the main one, by POSIX threads.
 *
 * work and context in → work under way. The callers are made for two processors: at most times one
 * thread runs beside, and never more than two, but for one that readies memory at the start. Signals go to the main
 * thread, which alone knows the drafts of files. A thread that cannot be had is no fault: the work is done without.
 *
 * Surprising: whether threads are permitted is kept here for the whole process, as a process sets one
 * document at a time (timing.c). Processes are forked only while no thread runs.
 */
#include "base/thread.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* Below it a thread costs more than it saves: what a document of some ten pages takes to write down. */
#define SOURCE_LEAST ((size_t)48 * 1024)

#define STACK_BYTES ((size_t)8 << 20)

struct thread {
    pthread_t id;
    void (*work)(void *context);
    void *context;
};

static bool permitted;
static _Thread_local bool beside;

void thread_permit(bool spare, size_t bytes) {
    const char *wanted = getenv("ENGROSS_THREADS");
    permitted = wanted != NULL ? strcmp(wanted, "1") != 0 : spare && bytes >= SOURCE_LEAST;
}

bool thread_permitted(void) {
    return permitted;
}

static void *thread_work(void *context) {
    const struct thread *thread = context;
    beside = true;
    thread->work(thread->context);
    return NULL;
}

static bool thread_create(struct thread *thread) {
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0)
        return false;
    sigset_t all, before;
    sigfillset(&all);
    (void)pthread_attr_setstacksize(&attributes, STACK_BYTES);
    bool created = pthread_sigmask(SIG_SETMASK, &all, &before) == 0;
    if (created) {
        created = pthread_create(&thread->id, &attributes, thread_work, thread) == 0;
        (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    pthread_attr_destroy(&attributes);
    return created;
}

struct thread *thread_start(void (*work)(void *context), void *context) {
    if (!permitted)
        return NULL;
    struct thread *thread = memory_take(sizeof *thread);
    thread->work = work;
    thread->context = context;
    if (thread_create(thread))
        return thread;
    free(thread);
    return NULL;
}

bool thread_beside(void) {
    return beside;
}

void thread_join(struct thread *thread) {
    (void)pthread_join(thread->id, NULL);
    free(thread);
}
