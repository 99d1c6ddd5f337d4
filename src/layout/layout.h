/* layout.h: document + style → pages. */
#ifndef ENGROSS_LAYOUT_LAYOUT_H
#define ENGROSS_LAYOUT_LAYOUT_H

#include "base/arena.h"
#include "base/report.h"
#include "document/document.h"
#include "pages/page.h"
#include "style/style.h"
#include "text/shape.h"

/* Sets the whole document. NULL after errors (a character without a face, a word or table that no page can hold). */
const struct pages *layout_document(const struct document *document, const struct style *style, struct shaper *shaper,
                                    struct arena *arena, struct report *report);

#endif
