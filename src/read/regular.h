/* regular.h: regular expressions over small numbers, and those that XML Schema writes as patterns.
 *
 * The numbers are the bytes of a text, or the children that an element may have. For tabulate.c alone, the program that
 * make runs; nothing of this is part of engross. */
#ifndef ENGROSS_READ_REGULAR_H
#define ENGROSS_READ_REGULAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define REGULAR_SYMBOLS 256

enum regular_kind { REGULAR_NOTHING, REGULAR_SYMBOL, REGULAR_ROW, REGULAR_EITHER, REGULAR_REPEAT };

struct regular {
    enum regular_kind kind;
    const struct regular *a, *b; /* of a row or a choice; `a` of what is repeated */
    size_t least, most;          /* of what is repeated */
    bool among[REGULAR_SYMBOLS]; /* of a symbol: which it may be */
};

/* One of the symbols for which `among` is true. */
const struct regular *regular_symbol(struct arena *arena, const bool among[REGULAR_SYMBOLS]);
/* Nothing; what comes of a row or a choice of nothing. */
const struct regular *regular_nothing(struct arena *arena);
const struct regular *regular_row(struct arena *arena, const struct regular *a, const struct regular *b);
const struct regular *regular_either(struct arena *arena, const struct regular *a, const struct regular *b);
/* From `least` to `most` times; SIZE_MAX is without end. */
const struct regular *regular_repeat(struct arena *arena, const struct regular *what, size_t least, size_t most);
/* These very bytes. */
const struct regular *regular_text(struct arena *arena, const char *text);
/* A pattern (XML Schema 1.0 part 2, appendix F) over the bytes of UTF-8; NULL when it has what is not known here:
 * blocks and categories of Unicode, classes with something taken out, \i, \c, \w and \d. */
const struct regular *regular_pattern(struct arena *arena, const char *pattern);

#endif
