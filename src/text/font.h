/* font.h: the faces that fonts/fonts.xml names, opened once and shared.
 *
 * Nothing is looked up on the system. A face whose embedding rights (OS/2 fsType)
 * forbid it, or whose bytes are not those of the manifest, is refused. Faces are
 * opened when first used; what is wrong with one is reported at its line of the
 * manifest (FONT-MISSING, FONT-BYTES, FONT-KIND, FONT-RIGHTS).
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

/* May be asked by two threads at once. */
struct font_set;

/* One open face. Metrics are in thousandths of an em. */
struct face {
    const char *postscript_name; /* cleaned for PDF: letters, digits, '-' */
    const char *file;
    struct place place; /* its line of the manifest */
    const void *data;   /* the whole font file */
    size_t bytes;
    unsigned index; /* in the set, from 0 */
    int units_per_em;
    int ascent, descent; /* descent is negative */
    int cap_height, x_height;
    int italic_angle; /* degrees times 65536 */
    int box[4];       /* FontBBox: left, bottom, right, top */
    int stem;         /* StemV, estimated from the weight class: PDF asks for it, nothing draws by it */
    int underline_position, underline_thickness; /* of its top, above the baseline */
    int strikeout_position, strikeout_thickness; /* likewise */
    bool bold;
    void *shaper; /* hb_font_t: for text/shape.c and pdf/ alone */
};

/* Reads home/fonts/fonts.xml. Faces are opened when first used. NULL after errors. Faults of faces go to `report`,
 * which has to live as long as the set. */
struct font_set *font_set_open(struct source *source, struct arena *arena, struct report *report);
void font_set_close(struct font_set *set); /* NULL is allowed */

/* The face of `family` (or, where that lacks the character, of the fallbacks for `script` and `lang` in the manifest's
 * order) that has `code`; NULL when no face has it, or one that had to be asked cannot be opened (font_set_broken).
 * `script` is an ISO 15924 tag as HarfBuzz packs it; `lang` is BCP 47 or NULL. */
const struct face *font_find(struct font_set *set, const char *family, bool bold, const char *lang, uint32_t script,
                             uint32_t code);
/* The family's own first face, for metrics: the regular one where there is no bold. NULL when the family is unknown or
 * its face cannot be opened. */
const struct face *font_main(struct font_set *set, const char *family, bool bold);
bool font_set_names(const struct font_set *set, const char *family);
/* Whether a face that was asked for could not be opened; each such fault is added to `report`. */
bool font_set_broken(struct font_set *set, struct report *report);
/* Whether a thread beside was denied a file since this was last asked, so that what it made is not to be used: the main
 * thread has to ask for the same, and gets the fault reported. */
bool font_set_missed(struct font_set *set);

/* Whether the face can set the character; HarfBuzz's own substitutes for U+00A0 and U+2011 count. */
bool face_has(const struct face *face, uint32_t code);
/* Whether the face is a fallback for certain scripts; false for a family of its own, and for fallbacks for signs. */
bool face_for_script(const struct face *face);
/* The advance of a glyph in thousandths of an em, rounded: what the PDF's W array will say. */
int face_advance(const struct face *face, uint32_t glyph);

/* The hyphenation patterns for `lang` ("en-GB"; else those of the first dictionary with the same first subtag), held
 * against the manifest; NULL when the manifest names none or they cannot be read (reported). */
const void *font_dictionary(struct font_set *set, const char *lang, size_t *bytes);

/* For `doctor`: opens everything that the manifest names and reports what is missing or not as it says. */
void font_set_examine(struct font_set *set, struct report *report);

#endif
