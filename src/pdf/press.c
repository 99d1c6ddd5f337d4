/* press.c: a short queue before a thread that deflates.
 *
 * bytes in → zlib streams out, by libdeflate. Whoever makes pages puts them into a ring of a few places and goes on;
 * when the ring is full, or a stream is wanted that nobody has begun, the main thread deflates one itself, so that
 * neither of the two waits for long. The thread starts with the first stream that is worth it, and has a compressor
 * and an arena of its own: libdeflate's result does not depend on what its compressor did before.
 *
 * Surprising: without a thread nothing is ever put into the ring, and this is a plain call of libdeflate.
 */
#include "pdf/press.h"

#include <assert.h>
#include <libdeflate.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/thread.h"

#define WAITING 16              /* streams */
#define WAKING 4                /* likewise: for so many the thread is woken, since waking it takes the main one long */
#define LONG ((size_t)12 << 10) /* bytes: for one of so many it is woken too */
#define WORTH_IT ((size_t)512)  /* bytes: less is deflated sooner than handed over */

struct job {
    void *bytes; /* from the heap */
    size_t count;
    int level;
    struct pressed *to;
};

/* One of the two that deflate. */
struct presser {
    struct libdeflate_compressor *compressor; /* of the last level: many of one follow each other; NULL at first */
    int level;
    struct buffer packed;
    struct arena *arena; /* of the results */
};

struct press {
    struct presser here, beside;
    struct thread *thread; /* NULL: not started, or none to be had */
    bool tried;
    /* The rest belongs to whoever holds the lock, and so does every `struct pressed` that a job points to. */
    pthread_mutex_t lock;
    pthread_cond_t came; /* a job, or the end */
    pthread_cond_t done; /* a job of the thread's */
    struct job jobs[WAITING];
    size_t first, count;
    bool ends;
};

static struct libdeflate_compressor *compressor_of(struct presser *presser, int level) {
    if (presser->compressor != NULL && presser->level == level)
        return presser->compressor;
    libdeflate_free_compressor(presser->compressor); /* NULL is allowed */
    presser->compressor = libdeflate_alloc_compressor(level);
    presser->level = level;
    if (presser->compressor == NULL)
        memory_exhausted();
    return presser->compressor;
}

static void presser_close(struct presser *presser) {
    libdeflate_free_compressor(presser->compressor);
    buffer_close(&presser->packed);
}

const char *press_version(void) {
    return LIBDEFLATE_VERSION_STRING;
}

struct press *press_open(struct arena *arena) {
    struct press *press = ARENA_NEW(arena, struct press);
    press->here = (struct presser){.arena = arena};
    (void)pthread_mutex_init(&press->lock, NULL);
    (void)pthread_cond_init(&press->came, NULL);
    (void)pthread_cond_init(&press->done, NULL);
    return press;
}

void press_close(struct press *press) {
    if (press->thread != NULL) {
        pthread_mutex_lock(&press->lock);
        press->ends = true;
        pthread_cond_signal(&press->came);
        pthread_mutex_unlock(&press->lock);
        thread_join(press->thread);
    }
    for (; press->count > 0; press->count--)
        free(press->jobs[press->first++ % WAITING].bytes);
    presser_close(&press->here);
    presser_close(&press->beside);
    arena_close(press->beside.arena);
    pthread_cond_destroy(&press->done);
    pthread_cond_destroy(&press->came);
    pthread_mutex_destroy(&press->lock);
}

static struct pressed deflated(struct presser *presser, const void *bytes, size_t count, int level) {
    struct libdeflate_compressor *compressor = compressor_of(presser, level);
    size_t room = libdeflate_zlib_compress_bound(compressor, count);
    buffer_clear(&presser->packed);
    buffer_reserve(&presser->packed, room);
    size_t fits = libdeflate_zlib_compress(compressor, bytes, count, presser->packed.bytes, room);
    assert(fits > 0);
    return (struct pressed){arena_copy(presser->arena, presser->packed.bytes, fits), fits};
}

/* Takes the first job from the ring and does it, all with the lock held but for the deflating. */
static void job_do(struct press *press, struct presser *presser) {
    struct job job = press->jobs[press->first];
    press->first = (press->first + 1) % WAITING;
    press->count--;
    pthread_mutex_unlock(&press->lock);
    struct pressed pressed = deflated(presser, job.bytes, job.count, job.level);
    free(job.bytes);
    pthread_mutex_lock(&press->lock);
    *job.to = pressed;
}

static void press_work(void *context) {
    struct press *press = context;
    pthread_mutex_lock(&press->lock);
    while (!press->ends) {
        if (press->count == 0) {
            pthread_cond_wait(&press->came, &press->lock);
            continue;
        }
        job_do(press, &press->beside);
        pthread_cond_signal(&press->done);
    }
    pthread_mutex_unlock(&press->lock);
}

static void press_start(struct press *press) {
    press->tried = true;
    press->beside = (struct presser){.arena = arena_open()};
    press->thread = thread_start(press_work, press);
}

/* False when the ring is full. */
static bool job_put(struct press *press, const void *bytes, size_t count, int level, struct pressed *to) {
    pthread_mutex_lock(&press->lock);
    bool room = press->count < WAITING;
    pthread_mutex_unlock(&press->lock);
    if (!room)
        return false; /* nobody else fills it: it can only have become emptier by now, and that is no matter */
    void *copy = memory_take(count);
    memcpy(copy, bytes, count);
    pthread_mutex_lock(&press->lock);
    press->jobs[(press->first + press->count) % WAITING] = (struct job){copy, count, level, to};
    bool wakes = ++press->count == WAKING || count >= LONG;
    pthread_mutex_unlock(&press->lock);
    if (wakes)
        pthread_cond_signal(&press->came);
    return true;
}

void press_add(struct press *press, const void *bytes, size_t count, int level, struct pressed *to) {
    if (count >= WORTH_IT && !press->tried)
        press_start(press);
    if (count < WORTH_IT || press->thread == NULL || !job_put(press, bytes, count, level, to))
        *to = deflated(&press->here, bytes, count, level);
}

void press_await(struct press *press, const struct pressed *of) {
    if (press->thread == NULL)
        return;
    pthread_mutex_lock(&press->lock);
    while (of->bytes == NULL)
        if (press->count > 0)
            job_do(press, &press->here);
        else
            pthread_cond_wait(&press->done, &press->lock);
    pthread_mutex_unlock(&press->lock);
}
