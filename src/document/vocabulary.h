/* vocabulary.h: the words of the house, sources/schema/words.xml: what to avoid, and which abbreviations are known. */
#ifndef ENGROSS_DOCUMENT_VOCABULARY_H
#define ENGROSS_DOCUMENT_VOCABULARY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "document/stretch.h"
#include "read/element.h"

struct vocabulary;

/* `words` is the root of that file, or NULL where a house has none. */
const struct vocabulary *vocabulary_read(const struct element *words, struct arena *arena);
/* How many words from `index` on are one that is to be avoided, the longest of several; 0 for none. `*write` says what
 * to write for it, "" when it is to be left out. */
size_t vocabulary_avoid(const struct vocabulary *vocabulary, const struct stretch *stretch, size_t index,
                        const char **write);
bool vocabulary_knows(const struct vocabulary *vocabulary, const char *abbreviation);

#endif
