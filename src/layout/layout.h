/* layout.h: document + style → pages. */
#ifndef ENGROSS_LAYOUT_LAYOUT_H
#define ENGROSS_LAYOUT_LAYOUT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/report.h"
#include "document/document.h"
#include "pages/page.h"
#include "style/style.h"
#include "text/shape.h"

/* Sets the whole document and breaks it into pages, which are filled when they are asked for, with `shaper`. NULL after
 * errors (a character without a face, a word or table that no page can hold). */
const struct pages *layout_document(const struct document *document, const struct style *style, struct shaper *shaper,
                                    struct arena *arena, struct report *report);

/* Likewise; asks for the layout report too: findings of severity note on what a typographer would look at. */
const struct pages *layout_examine(const struct document *document, const struct style *style, struct shaper *shaper,
                                   struct arena *arena, struct report *report);

/* True when every text, heading number and figure of the document stands on the pages exactly once as real content:
 * what was painted for each node, put together in page order, is that node's text. Asserted of all pages when they are
 * first filled in order. */
bool layout_holds_all(const struct pages *pages);

/* True when every mark lies on its page, the turned text of a watermark and the spaces at the end of a line apart. */
bool layout_keeps_within(const struct pages *pages);

#endif
