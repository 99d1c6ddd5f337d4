/* font.h: what a font of a PDF makes of the codes that are shown: text, width, shape.
 *
 * A font dictionary (ISO 32000-1, 9.7) → for each code its text (ToUnicode), its CID (the CMap), its width (W)
 * and the outline of its glyph (CIDToGIDMap, then the glyf table of the program).
 */
#ifndef ENGROSS_EXTRACT_FONT_H
#define ENGROSS_EXTRACT_FONT_H

#include "base/hash.h"
#include "extract/handle.h"
#include "extract/view.h"

struct shapes;

struct font_read {
    struct view_font facts; /* first: the view hands it back */
    int object;
    const char *name;      /* of the face, without the tag of the subset */
    struct shapes *shapes; /* NULL when there is no program that can be read */
};

/* Never NULL: a font that makes no sense has codes without meaning, one em wide. */
struct font_read *font_read(const struct handles *handles, qpdf_oh font);

/* The outline of a code's glyph; false when there is none. */
bool font_shape(const struct font_read *font, uint32_t code, struct hash *shape);

#endif
