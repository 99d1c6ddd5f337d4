/* grammar.h: bytes → a document and a style that the program takes. */
#ifndef ENGROSS_FUZZ_GRAMMAR_H
#define ENGROSS_FUZZ_GRAMMAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* What is left of the bytes; each choice takes one, and when none is left every choice is the first. */
struct choices {
    const uint8_t *at, *end;
};
size_t choose(struct choices *choices, size_t ways); /* from 0 to ways - 1; ways up to 256 */

/* A document that breaks no rule: its organisations are those of sources/, its pictures those of tests/cases/figures.
 * Characters are anything that XML allows, so there may be no glyph for one. */
void grammar_document(struct choices *choices, struct buffer *out);
/* A style "trial" that extends one of the program's. Its values are drawn around the bounds, so it may be refused. */
void grammar_style(struct choices *choices, struct buffer *out);

#endif
