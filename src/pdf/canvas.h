/* canvas.h: the marks of a page → its content stream. */
#ifndef ENGROSS_PDF_CANVAS_H
#define ENGROSS_PDF_CANVAS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "pages/page.h"
#include "pdf/font.h"
#include "pdf/image.h"
#include "pdf/structure.h"
#include "pdf/watermark.h"

/* What the pages of a file share. */
struct inks {
    struct fonts *fonts;
    const struct images *images; /* all of the page's pictures and watermarks are added */
    const struct watermarks *watermarks;
    struct structure *structure;
};

/* Writes page `number` (from 0) to `out`, which is cleared first, and tells the structure of each piece of content.
 * Characters that may not be written are reported. */
void canvas_page(const struct page *page, size_t number, const struct inks *inks, struct arena *arena,
                 struct report *report, struct buffer *out);

#endif
