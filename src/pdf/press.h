/* press.h: streams deflated, in part by a thread beside, while the next are still being made.
 *
 * What comes out depends on the bytes that went in and on nothing else. Few streams wait at a time, so that memory
 * does not grow with the document.
 */
#ifndef ENGROSS_PDF_PRESS_H
#define ENGROSS_PDF_PRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct press;

/* The bytes of one stream in zlib's form; to be looked at after press_await alone. They live as long as the press. */
struct pressed {
    const void *bytes; /* NULL: not yet */
    size_t count;
};

/* The version of libdeflate. */
const char *press_version(void);
struct press *press_open(struct arena *arena);
void press_close(struct press *press);

/* Deflates a copy of the bytes into `to`, at libdeflate's `level`, now or later. */
void press_add(struct press *press, const void *bytes, size_t count, int level, struct pressed *to);
/* Sees to it that `of`, of this press, is there. */
void press_await(struct press *press, const struct pressed *of);

#endif
