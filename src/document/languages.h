/* languages.h: language tags (BCP 47, RFC 5646). */
#ifndef ENGROSS_DOCUMENT_LANGUAGES_H
#define ENGROSS_DOCUMENT_LANGUAGES_H

#include <stdbool.h>

/* NULL when `tag` is a language tag and its two-letter parts are assigned; else what is wrong with it, to follow
 * "the language tag …". */
const char *language_fault(const char *tag);
/* Without regard to case. */
bool language_same(const char *a, const char *b);

#endif
