/* sentence.h: where a sentence of a stretch ends. */
#ifndef ENGROSS_DOCUMENT_SENTENCE_H
#define ENGROSS_DOCUMENT_SENTENCE_H

#include "document/stretch.h"

/* Whether a word can be the first of a sentence: anything but one in small letters. */
bool sentence_can_begin(const struct stretch *stretch, const struct word *word);
/* Whether a sentence ends behind the word of that index; the last word of the stretch always ends one. */
bool sentence_ends(const struct stretch *stretch, size_t index);

#endif
