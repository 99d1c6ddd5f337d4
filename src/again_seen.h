/* again_seen.h: what a reader sees of two PDFs (extract/seen.h), held against each other over other versions of the
 * program, of libraries and of styles.
 */
#ifndef ENGROSS_AGAIN_SEEN_H
#define ENGROSS_AGAIN_SEEN_H

#include <stdbool.h>

#include "base/arena.h"

/* What of the tools is the same. */
struct alike {
    bool styles, fonts;
};

/* NULL when nothing differs that may not; else what does, as a part of a sentence about `given`. `*count` is how many
 * such things there are. */
const char *again_seen_difference(const char *given, const char *ours, struct alike alike, size_t *count,
                                  struct arena *arena);

#endif
