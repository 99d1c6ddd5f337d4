/* font.h: the glyphs that the pages use → embedded fonts and character codes. */
#ifndef ENGROSS_PDF_FONT_H
#define ENGROSS_PDF_FONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/report.h"
#include "pages/page.h"
#include "pdf/object.h"

struct fonts;

/* How one glyph is written. */
struct glyph_code {
    uint16_t width; /* in thousandths of an em: the font's W */
    char bytes[4];  /* its character code, escaped for a string in parentheses */
    uint8_t count;
    bool space : 1;       /* it is U+0020 */
    bool meaningless : 1; /* it stands for a character that may not be written */
};

/* How the glyphs of one mark are written. Good until the next is asked for. */
struct coded_run {
    size_t font;                    /* counts from 0; the resource's name is F and this number */
    const struct glyph_code *codes; /* for each glyph of the mark */
};

struct fonts *fonts_open(struct arena *arena);
/* The codes of a mark's glyphs, which are noted for fonts_write; its place is blamed for a character that may not be
 * written. Codes are given in the order in which glyphs come. */
struct coded_run fonts_code(struct fonts *fonts, const struct mark *mark, struct report *report);
/* After the last mark: subsets and embeds every font and gives each an entry in `resources`. False after a report
 * (FONT-KIND): a face can be sound enough to be measured, and too damaged for its outlines to be taken out. */
bool fonts_write(struct fonts *fonts, struct objects *objects, struct dict *resources, struct report *report);

#endif
