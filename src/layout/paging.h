/* paging.h: where the pages of a galley end. */
#ifndef ENGROSS_LAYOUT_PAGING_H
#define ENGROSS_LAYOUT_PAGING_H

#include "layout/galley.h"

/* Attaches the galley's footnotes and breaks it into pages, the first of which has `first` less room than its sheet.
 * NULL when something is taller than a page (reported). */
const struct breakpoint *paging_break(struct galley *galley, length first, size_t *count);

#endif
