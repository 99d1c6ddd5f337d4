/* profile.h: the ICC profile of sRGB that every file carries, as bytes.
 *
 * Not made when a document is: `make` runs the program profile.c once, which writes
 * these bytes as C. Each start is thereby spared littleCMS and its arithmetic.
 */
#ifndef ENGROSS_PDF_PROFILE_H
#define ENGROSS_PDF_PROFILE_H

#include <stddef.h>

extern const unsigned char profile_bytes[];
extern const size_t profile_count;

#endif
