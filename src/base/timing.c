/* timing.c: a stop-watch with one hand, which moves from stage to stage.
 *
 * clock_gettime and mallinfo2 in → a table as text. A stage counts only the time
 * in which no stage within it was entered. What it leaves in use is read when it is
 * left for the last time; of the whole, what the system knows to have been resident.
 * Surprising: there is one watch a process, since a process sets one document at a
 * time and no interface should carry a stop-watch along.
 */
#include "base/timing.h"

#include <assert.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <time.h>

static const char *const names[TIMING_STAGES] = {"other",  "read",  "rules", "document", "style and fonts",
                                                 "layout", "pages", "pdf",   "write"};

static struct {
    bool on;
    bool entered[TIMING_STAGES];
    enum timing_stage stage;
    int64_t since, begun;         /* nanoseconds */
    int64_t spent[TIMING_STAGES]; /* likewise */
    size_t held[TIMING_STAGES];   /* bytes of the heap in use at its end */
} watch;

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static size_t heap_held(void) {
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
#else
    return 0;
#endif
}

void timing_begin(void) {
    watch.on = true;
    watch.stage = TIMING_OTHER;
    watch.begun = watch.since = now();
    for (int i = 0; i < TIMING_STAGES; i++) {
        watch.spent[i] = 0;
        watch.entered[i] = false;
    }
}

enum timing_stage timing_enter(enum timing_stage stage) {
    enum timing_stage left = watch.stage;
    if (!watch.on || stage == left)
        return left;
    int64_t moment = now();
    watch.spent[left] += moment - watch.since;
    /* The table takes the last value: asking at every page would be dear. */
    if (left != TIMING_PAGES)
        watch.held[left] = heap_held();
    watch.entered[left] = true;
    watch.since = moment;
    watch.stage = stage;
    return left;
}

static void line_put(struct buffer *out, const char *name, int64_t nanoseconds, size_t bytes) {
    buffer_format(out, "  %-15s %8.1f ms", name, (double)nanoseconds / 1e6);
    if (bytes > 0)
        buffer_format(out, " %8.1f MB", (double)bytes / 1e6);
    buffer_char(out, '\n');
}

void timing_end(const char *file, struct buffer *out) {
    assert(watch.on);
    struct rusage usage;
    watch.held[TIMING_PAGES] = 0;
    (void)timing_enter(watch.stage == TIMING_OTHER ? TIMING_WRITE : TIMING_OTHER);
    watch.on = false;
    watch.stage = TIMING_OTHER;
    getrusage(RUSAGE_SELF, &usage);
    buffer_format(out, "%s: time of each stage, and the heap in use after it\n", file);
    for (int i = 1; i <= TIMING_STAGES; i++) {
        int stage = i % TIMING_STAGES; /* what belongs to none comes last */
        if (watch.entered[stage])
            line_put(out, names[stage], watch.spent[stage], watch.held[stage]);
    }
    line_put(out, "whole", watch.since - watch.begun, 0);
    buffer_format(out, "  %-15s %20.1f MB\n", "most resident", (double)usage.ru_maxrss * 1024 / 1e6);
}
