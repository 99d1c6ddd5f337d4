/* again.h: a release set once more from what its PDF carries, and the two held against each other. */
#ifndef ENGROSS_AGAIN_H
#define ENGROSS_AGAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "extract/extract.h"
#include "release/manifest.h"

/* In `home`, program, libraries, fonts and styles are those that the provenance names. */
bool again_tools_same(const char *home, const struct manifest *provenance, struct arena *arena);
/* The styles alone, with their logos; the fonts alone. */
bool again_styles_same(const char *home, const struct manifest *provenance, struct arena *arena);
bool again_fonts_same(const char *home, const struct manifest *provenance, struct arena *arena);

/* The PDF that the attachments give in a style; NULL when they give none. */
const char *again_set(const char *home, const struct extract *extract, const char *style, struct arena *arena,
                      size_t *count);

/* NULL when two readings (extract.h) have the same text, tags and links, whatever pages they stand on; else what
 * differs first, as a part of a sentence: of `given`, compared with `ours`. What is drawn as an artifact, a logo or a
 * line, is compared only when both are set in the same style. */
const char *again_difference(const char *given, const char *ours, bool same_style, struct arena *arena);

/* The same of the parts of two files that should be alike in all but how they are written: "page 3 is not drawn as it
 * should be"; NULL when nothing differs. `*count` is how many parts do. */
const char *again_parts_difference(const char *given, const char *ours, size_t *count, struct arena *arena);

/* Whether two XMP packets say the same, but for the program that saved the file and when. */
bool again_metadata_same(const char *given, const char *ours, struct arena *arena);
/* What differs first of what the source says in them, whatever version of the program wrote them; NULL for nothing. */
const char *again_metadata_difference(const char *given, const char *ours, struct arena *arena);

#endif
