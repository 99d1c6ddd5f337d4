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

/* How the glyphs of one run are written, after fonts_write. Good until the next run is asked for. */
struct coded_run {
    size_t font;               /* counts from 0; the resource's name is F and this number */
    const uint16_t *codes;     /* a character code for each glyph of the run */
    const uint16_t *widths;    /* by character code, in thousandths of an em: the font's W */
    const unsigned char *word; /* for each glyph: 1 if it is U+0020 */
};

struct fonts *fonts_open(struct arena *arena);
/* Notes the glyphs of a mark; its place is blamed for a character that may not be written. Call for every mark. */
void fonts_add(struct fonts *fonts, const struct mark *mark, struct report *report);
/* Subsets and embeds every font and gives each an entry in `resources`. False after a report (FONT-KIND): a face can be
 * sound enough to be measured, and too damaged for its outlines to be taken out. */
bool fonts_write(struct fonts *fonts, struct objects *objects, struct dict *resources, struct report *report);
/* The codes of a run of which a mark was added. */
struct coded_run fonts_coded(struct fonts *fonts, const struct glyph_run *run);

#endif
