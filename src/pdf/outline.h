/* outline.h: the document's headings as bookmarks, and the printed page numbers. */
#ifndef ENGROSS_PDF_OUTLINE_H
#define ENGROSS_PDF_OUTLINE_H

#include "base/arena.h"
#include "document/naming.h"
#include "pages/page.h"
#include "pdf/link.h"
#include "pdf/object.h"
#include "pdf/structure.h"

/* Outlines of the catalogue: the title, and under it every heading by its level, all open. */
void outline_write(struct objects *objects, const struct pages *pages, const struct naming *names,
                   const struct structure *structure, struct arena *arena);
/* PageLabels of the catalogue: the folios. */
void labels_write(struct objects *objects, const struct places *places, size_t page_count);

#endif
