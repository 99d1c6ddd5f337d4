/* shape.h: text → glyph runs, by HarfBuzz, one face and one direction a run.
 *
 * Words are shaped once and kept (the word cache): a document repeats itself.
 * Advances are whole thousandths of an em and already hold kerning. Ligatures are
 * off; soft hyphens and other ignorable characters give no glyph.
 */
#ifndef ENGROSS_TEXT_SHAPE_H
#define ENGROSS_TEXT_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/length.h"
#include "base/place.h"
#include "base/report.h"
#include "document/node.h"
#include "text/font.h"

struct glyph {
    uint32_t id;
    int32_t advance; /* to the next glyph, kerning included */
    int32_t x, y;    /* offset of the drawing from the pen; 0 for most */
    uint32_t text;   /* byte offset in the run's text where this glyph's characters begin */
    uint32_t bytes;  /* how many bytes of text the glyph stands for; 0 for the second and later glyphs of a cluster */
};

/* Immutable once shaped; may be shared by every place where the word stands. */
struct glyph_run {
    const struct face *face;
    const char *text; /* goes on behind these bytes where `next` does */
    size_t bytes;
    const struct glyph *glyphs;
    size_t count;
    int64_t units;                /* sum of the advances */
    const struct glyph_run *next; /* the rest of the text, in another face; NULL when this is all */
};

struct shaper;

/* Where text that is shaped comes from, for faults of it: byte `offset` of the text of `node`; NULL: from nowhere. */
struct shape_source {
    const struct node *node;
    size_t offset;
};

/* The version of HarfBuzz that runs. */
const char *shaper_version(void);
struct shaper *shaper_open(struct font_set *fonts, struct arena *arena);
void shaper_close(struct shaper *shaper);
/* Another one on the same fonts, for a thread beside; `arena` is that thread's. Each of the two may use what the other
 * has shaped, so that it is closed after that thread has ended, by the main one. */
struct shaper *shaper_beside(struct shaper *shaper, struct arena *arena);
struct font_set *shaper_fonts(const struct shaper *shaper);

/* Shapes `bytes` bytes of UTF-8 (a word with the space after it, or any text), left to right. Itemised by script, with
 * fallback faces. NULL only after a report (none when `report` is NULL) at the place of the character: TEXT-NO-GLYPH (a
 * character that no face has; it names character and family), TEXT-DIRECTION (a character that is written from right to
 * left), or the manifest's fault when a face cannot be opened. `family` has to be one of the manifest's: styles are
 * held against it when they are read. It and `lang` have to live, as they are, as long as the shaper. */
const struct glyph_run *shape_text(struct shaper *shaper, const char *family, bool bold, const char *lang,
                                   const char *text, size_t bytes, struct shape_source source, struct report *report);
/* Figures that the face draws to be raised (OpenType feature `sups`): strokes as strong as those of the text around,
 * which figures of a smaller size do not have. Heights in thousandths of an em, above the baseline. */
struct superiors {
    int foot, head; /* of a raised figure */
    int plain;      /* the head of a figure that is not */
};
/* False when the face lacks one of the ten. */
bool shape_superiors(struct shaper *shaper, const char *family, bool bold, const char *lang, struct superiors *out);
/* Figures alone (ASCII), in a face that has superiors; each glyph stands for the plain figure. */
const struct glyph_run *shape_superior(struct shaper *shaper, const char *family, bool bold, const char *lang,
                                       const char *figures, size_t bytes);
/* Whether the character is one that need not be seen (Unicode's Default_Ignorable_Code_Point): soft hyphens, joiners,
 * variation selectors. It needs no face, and may have no glyph. */
bool shape_ignores(uint32_t code);
/* Width of all runs of the chain at type size `size`: the sum of units of each run, rounded once a run. */
length glyph_run_width(const struct glyph_run *run, length size);

#endif
