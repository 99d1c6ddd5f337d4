/* again.h: a release set once more from what its PDF carries, and the two held against each other. */
#ifndef ENGROSS_AGAIN_H
#define ENGROSS_AGAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "extract.h"
#include "release/manifest.h"

/* In `home`, program, libraries, fonts and styles are those that the provenance names. */
bool again_tools_same(const char *home, const struct manifest *provenance, struct arena *arena);

/* The PDF that the attachments give in a style; NULL when they give none. */
const char *again_set(const char *home, const struct extract *extract, const char *style, struct arena *arena,
                      size_t *count);

/* NULL when two readings (extract.h) have the same text and tags, whatever pages they stand on; else what differs
 * first, as a part of a sentence: of `given`, compared with `ours`. */
const char *again_difference(const char *given, const char *ours, struct arena *arena);

#endif
