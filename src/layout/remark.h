/* remark.h: the layout report: what a typographer would want to look at. */
#ifndef ENGROSS_LAYOUT_REMARK_H
#define ENGROSS_LAYOUT_REMARK_H

#include "layout/paging.h"

/* Adds a finding for each page that is too empty, each page that ends where it should not, each row and footnote
 * that stands on two pages, and each block with a word that is cut. */
void remark_pages(const struct setting *setting, const struct paging *paging);

/* Adds one for a table whose columns are narrower than their words; does nothing unless the setting asks for remarks.
 */
void remark_squeezed(const struct setting *setting, const struct node *table);

#endif
