/* arena.h: memory that is freed all at once.
 *
 * One arena lives as long as one document; a scratch arena as long as one
 * attempt; one within another as long as what it is for. Nothing in an arena is freed alone. Running out of memory,
 * here or in any library, ends the program with status 70 and a message; no output file is harmed, because files get
 * their names only when they are whole (file.h).
 */
#ifndef ENGROSS_BASE_ARENA_H
#define ENGROSS_BASE_ARENA_H

#include <stddef.h>

struct arena;

struct arena *arena_open(void);
/* One that is closed with `outer`, unless it is closed before. */
struct arena *arena_within(struct arena *outer);
void arena_close(struct arena *arena); /* NULL is allowed */
/* What `other` holds lives as long as `arena` from now on; `other` is no more. */
void arena_adopt(struct arena *arena, struct arena *other);
/* Frees all that was handed out, and keeps some of the memory for what comes next: a scratch arena used again. */
void arena_empty(struct arena *arena);

/* Zeroed memory, aligned for any type. Never NULL; a size of 0 gives a valid pointer. */
void *arena_alloc(struct arena *arena, size_t size);
/* A larger block with the same beginning; `block`, of `old` bytes, may not be used any more. A large one grows where it
 * is, or gives its memory back. */
void *arena_regrow(struct arena *arena, void *block, size_t old, size_t size);
void *arena_regrow_bare(struct arena *arena, void *block, size_t old, size_t size); /* not zeroed behind */
/* Gives back a large block that is used no more; a small one stays until the arena is closed. */
void arena_release(struct arena *arena, void *block, size_t size);
/* As arena_alloc for `count` things of `size` bytes; an overflow counts as out of memory. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* Likewise, but not zeroed: for what is written whole at once. */
void *arena_bare(struct arena *arena, size_t count, size_t size);
char *arena_copy(struct arena *arena, const char *text, size_t bytes); /* adds a NUL */
char *arena_string(struct arena *arena, const char *text);
char *arena_join(struct arena *arena, const char *a, const char *b); /* the one behind the other */
char *arena_format(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Bytes handed out so far: for reports and for tests. */
size_t arena_used(const struct arena *arena);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, count, type) ((type *)arena_array((arena), (count), sizeof(type)))
#define ARENA_BARE(arena, count, type) ((type *)arena_bare((arena), (count), sizeof(type)))

/* Makes the heap ready for one document: called once, when the program starts. */
void memory_prepare(void);
/* Before a document is read: so many bytes will be wanted for it, for sure. They cost nothing until they are used. */
void memory_expect(size_t bytes);
/* Has the system make ready the first `bytes` of them, while they come into use: for a thread beside. It ends when that
 * is done, or soon after memory_ready_enough. */
void memory_ready(size_t bytes);
void memory_ready_enough(void);
/* How many bytes the heap takes more than it has to: what one short document needs. */
#define MEMORY_PAD (6 << 20)
/* How many it keeps when they are given back. */
#define MEMORY_TRIM (64 << 20)

/* Heap memory that ends the program instead of returning NULL; for handles that outlive an arena. */
void *memory_take(size_t size);
void *memory_resize(void *old, size_t size);
/* Takes no memory itself. */
_Noreturn void memory_exhausted(void);
/* What memory_exhausted says from now on, "" for nothing; must live as long as the program. It begins by saying that no
 * file was changed, which is not so any more when one has got its name. */
void memory_say(const char *words);
#define MEMORY_AFTER "engross: the machine has no memory left; each PDF is either new and whole, or as it was\n"
/* Something that memory_exhausted does first; it must not take memory. */
void memory_at_exhaustion(void (*act)(void));

#endif
