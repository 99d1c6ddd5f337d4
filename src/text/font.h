/* font.h: the faces that fonts/fonts.xml names, opened once and shared.
 *
 * Nothing is looked up on the system. A face whose embedding rights (OS/2 fsType)
 * forbid it, or whose bytes are not those of the manifest, is refused.
 */
#ifndef ENGROSS_TEXT_FONT_H
#define ENGROSS_TEXT_FONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/length.h"
#include "base/report.h"
#include "read/source.h"

struct font_set;

/* One open face. Metrics are in thousandths of an em. */
struct face {
    const char *postscript_name; /* cleaned for PDF: letters, digits, '-' */
    const char *file;
    const void *data; /* the whole font file */
    size_t bytes;
    unsigned index; /* in the set, from 0 */
    int units_per_em;
    int ascent, descent; /* descent is negative */
    int cap_height, x_height;
    int italic_angle; /* degrees times 65536 */
    int box[4];       /* FontBBox */
    int stem;         /* StemV */
    int underline_position, underline_thickness;
    bool bold;
    void *shaper; /* hb_font_t: for text/shape.c and pdf/ alone */
};

/* Reads home/fonts/fonts.xml. Faces are opened when first used. NULL after errors. */
struct font_set *font_set_open(struct source *source, struct arena *arena, struct report *report);
void font_set_close(struct font_set *set);

/* The face of `family` (or, where that lacks the character, of its fallbacks in the manifest's order) that has
 * `code`; NULL when no face has it. `script` is an ISO 15924 tag as HarfBuzz packs it. */
const struct face *font_find(struct font_set *set, const char *family, bool bold, uint32_t script, uint32_t code);
/* The family's own first face, for metrics; NULL when the family is unknown. */
const struct face *font_main(struct font_set *set, const char *family, bool bold);
/* The advance of a glyph in thousandths of an em, rounded: what the PDF's W array will say. */
int face_advance(const struct face *face, uint32_t glyph);
/* For `doctor`: reports each face that is missing or not as the manifest says. */
void font_set_examine(struct font_set *set, struct report *report);

#endif
