/* automaton.h: regular expressions → the least deterministic automaton that says the same.
 *
 * For tabulate.c alone, the program that make runs; nothing of this is part of engross. */
#ifndef ENGROSS_READ_AUTOMATON_H
#define ENGROSS_READ_AUTOMATON_H

#include "read/regular.h"

#define AUTOMATON_NONE UINT16_MAX /* the state of what is refused */

struct automaton {
    size_t count;                      /* states; the first is where it starts */
    uint16_t (*next)[REGULAR_SYMBOLS]; /* by state */
    bool *ends;                        /* likewise: whether it may end there */
};

/* False when the expression is too large. */
bool automaton_compile(struct arena *arena, const struct regular *regular, struct automaton *out);

#endif
