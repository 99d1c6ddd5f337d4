/* arena.c: memory that is freed all at once.
 *
 * sizes in → zeroed blocks out. Blocks are cut from chunks; the first holds the arena
 * itself and suffices for the scratch of one paragraph, which is what most arenas are.
 * Each next one is twice as large, up to 32 KiB: fewer gaps that libxml2 leaves have room for larger ones. A block that
 * would fill a quarter of the next chunk has one of its own, placed behind the current one so that the room left in it
 * is still used. Zeroed is what is handed out, unless it is asked for bare, not the chunk: most of a chunk is often
 * never asked for.
 *
 * Surprising: nothing here returns NULL. When the machine has no memory left the
 * program ends with status 70; outputs are renamed into place only when whole.
 */
#include "base/arena.h"

#include <assert.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ARENA_FIRST ((size_t)8 * 1024)
#define ARENA_LARGEST ((size_t)32 * 1024)
#define ARENA_ALIGN _Alignof(max_align_t)

struct chunk {
    struct chunk *next;
    size_t used;
    size_t room;
    max_align_t bytes[];
};

struct arena {
    struct chunk *chunks; /* the current one first */
    size_t used;
    size_t next_room;                     /* of the next chunk */
    struct arena *outer, *inner, *beside; /* the one it is within; the first within it; the next within the same one */
};

/* With the address sanitizer, what has been left behind may not be read any more. */
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define MEMORY_SPOIL(block, size) ASAN_POISON_MEMORY_REGION(block, size)
#define MEMORY_MEND(block, size) ASAN_UNPOISON_MEMORY_REGION(block, size)
#else
#define MEMORY_SPOIL(block, size) ((void)(block), (void)(size))
#define MEMORY_MEND(block, size) ((void)(block), (void)(size))
#endif

static const char *last_words = "engross: the machine has no memory left; no file was changed\n";
static void (*last_act)(void);

void memory_say(const char *words) {
    last_words = words;
}

void memory_at_exhaustion(void (*act)(void)) {
    last_act = act;
}

_Noreturn void memory_exhausted(void) {
    static atomic_flag said = ATOMIC_FLAG_INIT;
    while (atomic_flag_test_and_set(&said)) /* another thread is at it, and ends this one too */
        (void)pause();
    if (last_act != NULL)
        last_act();
    ssize_t written = write(STDERR_FILENO, last_words, strlen(last_words));
    (void)written;
    _exit(70);
}

/* What is freed stays for the next paragraph instead of going back to the system thousands of times. */
void memory_prepare(void) {
    mallopt(M_TRIM_THRESHOLD, MEMORY_TRIM);
    mallopt(M_TOP_PAD, MEMORY_PAD); /* pages that nothing touches cost nothing */
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_ARENA_MAX, 1); /* what a thread beside gives back, the main one can use */
}

void *memory_take(size_t size) {
    void *memory = calloc(1, size > 0 ? size : 1);
    if (memory == NULL)
        memory_exhausted();
    return memory;
}

void *memory_resize(void *old, size_t size) {
    void *memory = realloc(old, size > 0 ? size : 1);
    if (memory == NULL)
        memory_exhausted();
    return memory;
}

static struct chunk *chunk_new(size_t room, struct chunk *next) {
    struct chunk *chunk = malloc(sizeof(struct chunk) + room);
    if (chunk == NULL)
        memory_exhausted();
    *chunk = (struct chunk){.next = next, .room = room};
    return chunk;
}

/* The next `size` bytes of a chunk that has them, as they are. */
static inline void *chunk_next(struct chunk *chunk, size_t size) {
    void *block = (char *)chunk->bytes + chunk->used;
    chunk->used += size;
    return block;
}

static inline void *chunk_cut(struct chunk *chunk, size_t size) {
    return memset(chunk_next(chunk, size), 0, size);
}

/* A block in a chunk of its own behind `chunk`; zeroed ones from calloc, which knows pages that are zero already. */
static void *chunk_own(struct chunk *chunk, size_t size, bool zeroed) {
    if (size > SIZE_MAX - sizeof(struct chunk))
        memory_exhausted();
    struct chunk *own =
        zeroed ? memory_take(sizeof(struct chunk) + size) : memory_resize(NULL, sizeof(struct chunk) + size);
    *own = (struct chunk){.next = chunk->next, .used = size, .room = size};
    chunk->next = own;
    return own->bytes;
}

struct arena *arena_open(void) {
    struct chunk *chunk = chunk_new(ARENA_FIRST, NULL);
    struct arena *arena = chunk_cut(chunk, (sizeof *arena + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN);
    *arena = (struct arena){.chunks = chunk, .next_room = 2 * ARENA_FIRST};
    return arena;
}

struct arena *arena_within(struct arena *outer) {
    struct arena *arena = arena_open();
    arena->outer = outer;
    arena->beside = outer->inner;
    outer->inner = arena;
    return arena;
}

static void arena_leave(const struct arena *arena) {
    struct arena **link = &arena->outer->inner;
    while (*link != arena)
        link = &(*link)->beside;
    *link = arena->beside;
}

void arena_close(struct arena *arena) {
    if (arena == NULL)
        return;
    for (struct arena *inner = arena->inner; inner != NULL;) {
        struct arena *next = inner->beside;
        inner->outer = NULL; /* it need not take leave */
        arena_close(inner);
        inner = next;
    }
    if (arena->outer != NULL)
        arena_leave(arena);
    struct chunk *chunk = arena->chunks;
    while (chunk != NULL) {
        struct chunk *next = chunk->next;
        MEMORY_MEND(chunk->bytes, chunk->room);
        free(chunk);
        chunk = next;
    }
}

void arena_adopt(struct arena *arena, struct arena *other) {
    assert(other->outer == NULL && other->inner == NULL);
    struct chunk *last = other->chunks;
    while (last->next != NULL)
        last = last->next;
    arena->used += other->used;
    last->next = arena->chunks->next;
    arena->chunks->next = other->chunks;
}

/* What stays is the chunk that holds the arena itself and one of full size. */
void arena_empty(struct arena *arena) {
    assert(arena->inner == NULL);
    struct chunk *first = (struct chunk *)(void *)((char *)arena - offsetof(struct chunk, bytes));
    struct chunk *kept = NULL;
    for (struct chunk *chunk = arena->chunks; chunk != NULL;) {
        struct chunk *next = chunk->next;
        MEMORY_MEND(chunk->bytes, chunk->room);
        if (kept == NULL && chunk->room == ARENA_LARGEST)
            kept = chunk;
        else if (chunk != first)
            free(chunk);
        chunk = next;
    }
    first->used = (sizeof *arena + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    first->next = NULL;
    arena->chunks = first;
    arena->used = 0;
    if (kept != NULL) {
        kept->used = 0;
        kept->next = first;
        arena->chunks = kept;
    }
}

/* The next `size` bytes, as they are or zeroed. */
static inline void *arena_take(struct arena *arena, size_t size, bool zeroed) {
    if (size > SIZE_MAX / 2)
        memory_exhausted();
    size = size == 0 ? ARENA_ALIGN : (size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    arena->used += size;
    struct chunk *chunk = arena->chunks;
    if (chunk->room - chunk->used < size) {
        if (size >= arena->next_room / 4)
            return chunk_own(chunk, size, zeroed);
        chunk = arena->chunks = chunk_new(arena->next_room, chunk);
        if (arena->next_room < ARENA_LARGEST)
            arena->next_room *= 2;
    }
    return zeroed ? chunk_cut(chunk, size) : chunk_next(chunk, size);
}

void *arena_alloc(struct arena *arena, size_t size) {
    return arena_take(arena, size, true);
}

/* Where the chunk is linked that this block fills; NULL when it fills none. */
static struct chunk **chunk_filled(struct arena *arena, const void *block, size_t size) {
    struct chunk **link = &arena->chunks;
    if (size < ARENA_FIRST)
        return NULL;
    while (*link != NULL && (const void *)(*link)->bytes != block)
        link = &(*link)->next;
    return *link != NULL && (*link)->room == size ? link : NULL;
}

void *arena_regrow_bare(struct arena *arena, void *block, size_t old, size_t size) {
    struct chunk **link = chunk_filled(arena, block, (old + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN);
    if (link != NULL && size < SIZE_MAX / 2) {
        size_t room = (size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
        struct chunk *grown = memory_resize(*link, sizeof(struct chunk) + room);
        arena->used += room - grown->room;
        grown->used = grown->room = room;
        *link = grown;
        return grown->bytes;
    }
    char *grown = arena_take(arena, size, false);
    if (old > 0)
        memcpy(grown, block, old);
    MEMORY_SPOIL(block, old);
    return grown;
}

void *arena_regrow(struct arena *arena, void *block, size_t old, size_t size) {
    char *grown = arena_regrow_bare(arena, block, old, size);
    memset(grown + old, 0, size - old);
    return grown;
}

void arena_release(struct arena *arena, void *block, size_t size) {
    struct chunk **link = chunk_filled(arena, block, (size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN);
    if (link == NULL) {
        MEMORY_SPOIL(block, size);
        return;
    }
    struct chunk *chunk = *link;
    *link = chunk->next;
    arena->used -= chunk->used;
    free(chunk);
}

void *arena_array(struct arena *arena, size_t count, size_t size) {
    if (size != 0 && count > SIZE_MAX / size)
        memory_exhausted();
    return arena_alloc(arena, count * size);
}

void *arena_bare(struct arena *arena, size_t count, size_t size) {
    if (size != 0 && count > SIZE_MAX / size)
        memory_exhausted();
    return arena_take(arena, count * size, false);
}

char *arena_copy(struct arena *arena, const char *text, size_t bytes) {
    if (bytes == SIZE_MAX)
        memory_exhausted();
    char *copy = arena_bare(arena, bytes + 1, 1);
    if (bytes > 0)
        memcpy(copy, text, bytes);
    copy[bytes] = '\0';
    return copy;
}

char *arena_string(struct arena *arena, const char *text) {
    return arena_copy(arena, text, strlen(text));
}

char *arena_join(struct arena *arena, const char *a, const char *b) {
    size_t a_bytes = strlen(a), b_bytes = strlen(b);
    char *text = arena_bare(arena, a_bytes + b_bytes + 1, 1);
    memcpy(text, a, a_bytes);
    memcpy(text + a_bytes, b, b_bytes);
    text[a_bytes + b_bytes] = '\0';
    return text;
}

char *arena_format(struct arena *arena, const char *format, ...) {
    char brief[120]; /* what most texts fit in, which are then formatted but once */
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int bytes = vsnprintf(brief, sizeof brief, format, arguments);
    va_end(arguments);
    if (bytes < 0)
        memory_exhausted();
    char *text = arena_alloc(arena, (size_t)bytes + 1);
    if ((size_t)bytes < sizeof brief)
        memcpy(text, brief, (size_t)bytes);
    else
        (void)vsnprintf(text, (size_t)bytes + 1, format, again);
    va_end(again);
    return text;
}

size_t arena_used(const struct arena *arena) {
    return arena->used;
}
