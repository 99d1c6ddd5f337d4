/* watermark.h: the word across a page → outlines, painted from one object. */
#ifndef ENGROSS_PDF_WATERMARK_H
#define ENGROSS_PDF_WATERMARK_H

#include <stddef.h>

#include "base/arena.h"
#include "base/length.h"
#include "pages/page.h"
#include "pdf/object.h"

struct watermarks;

struct watermarks *watermarks_open(struct arena *arena);
/* Draws the glyphs of a watermark's mark unless they are drawn already, and gives them an entry in `names`, a
 * dictionary of resources. The drawing is one point to the em, its pen at the origin. */
void watermarks_add(struct watermarks *watermarks, struct objects *objects, struct dict *names,
                    const struct mark *mark);
/* The number of a mark that was added: its resource is W and this number. */
size_t watermarks_number(const struct watermarks *watermarks, const struct mark *mark);

#endif
