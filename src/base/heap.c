/* heap.c: the C library's allocation functions, which here end the program instead of returning NULL.
 *
 * sizes in → memory out, by the functions of glibc's own that stand behind malloc.
 * HarfBuzz and ICU go on when an allocation fails and leave out what they could not
 * hold: words would be missing from a PDF and nobody told. Since the program itself
 * defines these names, every library that is loaded calls them (ld.so(8) looks in
 * the program first; glibc documents the replacement under "Replacing malloc"),
 * and a failure in any of them ends in memory_exhausted.
 *
 * Also memory that a document will want, taken at once: pages of 4 KiB, which the kernel hands out one fault at a
 * time, cost a long document a seventh of all its time; those of 2 MiB much less, and nothing where a thread beside has
 * asked for them before they are wanted. On a virtual machine that has given its free memory back to its host, each of
 * them can take milliseconds.
 *
 * Surprising: nothing calls these functions by a header of ours. The sanitizers
 * have allocation functions of their own, so this file does nothing there; valgrind
 * replaces ours as it does glibc's. With another C library it does nothing either.
 */
#include <errno.h>
#include <features.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && !defined(ENGROSS_OWN_HEAP)
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || __has_feature(thread_sanitizer)
#define ENGROSS_OWN_HEAP
#endif
#endif
#else
#define ENGROSS_OWN_HEAP
#endif

#ifndef ENGROSS_OWN_HEAP
#define HEAP_SEEN __attribute__((visibility("default")))

#define HUGE_PAGE ((size_t)2 << 20)
#define EXPECTED_MOST ((size_t)512 << 20)

/* The large pages of what was last expected. */
static uintptr_t expected_from, expected_to;
static atomic_bool expected_enough;

void *__libc_malloc(size_t size);
void __libc_free(void *memory);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

HEAP_SEEN void *malloc(size_t size);
HEAP_SEEN void *calloc(size_t count, size_t size);
HEAP_SEEN void *realloc(void *old, size_t size);
HEAP_SEEN void *memalign(size_t alignment, size_t size);
HEAP_SEEN void *aligned_alloc(size_t alignment, size_t size);
HEAP_SEEN int posix_memalign(void **memory, size_t alignment, size_t size);

void *malloc(size_t size) {
    void *memory = __libc_malloc(size);
    if (memory == NULL)
        memory_exhausted();
    return memory;
}

void *calloc(size_t count, size_t size) {
    void *memory = __libc_calloc(count, size);
    if (memory == NULL)
        memory_exhausted();
    return memory;
}

/* NULL for a size of 0 is no failure: glibc has then freed `old`. */
void *realloc(void *old, size_t size) {
    void *memory = __libc_realloc(old, size);
    if (memory == NULL && (size != 0 || old == NULL))
        memory_exhausted();
    return memory;
}

void *memalign(size_t alignment, size_t size) {
    void *memory = __libc_memalign(alignment, size);
    if (memory == NULL)
        memory_exhausted();
    return memory;
}

void *aligned_alloc(size_t alignment, size_t size) {
    return memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
    if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0)
        return EINVAL;
    *memory = memalign(alignment, size);
    return 0;
}

/* The heap is one region that grows at its end, so what is taken beyond a first piece and given back at once is where
 * the next pieces come from. A heap that has grown already, or cannot, is left as it is. */
void memory_expect(size_t bytes) {
    char *piece = NULL;
    int more = (int)(bytes < EXPECTED_MOST ? bytes : EXPECTED_MOST);
    if (mallopt(M_TRIM_THRESHOLD, more + MEMORY_TRIM) != 0 && mallopt(M_TOP_PAD, more) != 0)
        piece = __libc_malloc(MEMORY_PAD + HUGE_PAGE);
    (void)mallopt(M_TOP_PAD, MEMORY_PAD);
    uintptr_t from = ((uintptr_t)piece + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    uintptr_t to = (uintptr_t)sbrk(0) / HUGE_PAGE * HUGE_PAGE;
    expected_from = expected_to = 0;
    if (piece != NULL && from < to &&
        madvise((void *)from, to - from, MADV_HUGEPAGE) == 0) { /* refused, they are small pages as before */
        expected_from = from;
        expected_to = to;
    }
    atomic_store(&expected_enough, false);
    __libc_free(piece);
}

/* The first page is in use by now. What the kernel does not know (before Linux 5.14) or refuses is done as it was
 * before, when a page is first written to. */
void memory_ready(size_t bytes) {
    uintptr_t end = bytes < expected_to - expected_from ? expected_from + bytes : expected_to;
    for (uintptr_t at = expected_from + HUGE_PAGE; at + HUGE_PAGE <= end && !atomic_load(&expected_enough);
         at += HUGE_PAGE)
        if (madvise((void *)at, HUGE_PAGE, MADV_POPULATE_WRITE) != 0)
            return;
}

void memory_ready_enough(void) {
    atomic_store(&expected_enough, true);
}
#else
void memory_expect(size_t bytes) {
    (void)bytes;
}

void memory_ready(size_t bytes) {
    (void)bytes;
}

void memory_ready_enough(void) {
}
#endif
