/* remark.h: the layout report: what a typographer would want to look at. */
#ifndef ENGROSS_LAYOUT_REMARK_H
#define ENGROSS_LAYOUT_REMARK_H

#include "layout/paging.h"

/* What is noted while a document is set, for its pages are not known yet. */
struct remarks {
    LIST(const struct node *) squeezed; /* tables */
};

/* Adds a finding for each page that is too empty, each page that ends where it should not, each row and footnote that
 * stands on two pages, each word that is cut without a hyphen, and each table that was noted. */
void remark_pages(const struct setting *setting, const struct paging *paging);

/* Adds what `beside` noted to what `setting` did; both may ask for none. */
void remark_join(const struct setting *setting, const struct setting *beside);

/* Notes a table whose columns are narrower than their words; does nothing unless the setting asks for remarks. */
void remark_squeezed(const struct setting *setting, const struct node *table);

#endif
