/* paging.h: where the pages of the galleys end. */
#ifndef ENGROSS_LAYOUT_PAGING_H
#define ENGROSS_LAYOUT_PAGING_H

#include "layout/flow.h"

/* A galley on its pages. */
struct run_of_pages {
    struct galley *galley;
    const struct breakpoint *breaks; /* one for each page, at its end */
    size_t count;
    const uint8_t *given_up;   /* by item: the enum hold that did not help there; NULL when all did */
    length less;               /* what its first page has less than its sheet */
    size_t first;              /* its first page, from 0 */
    const struct sheet *blank; /* of the empty page before that one, so that it is a right-hand page; NULL: none */
};

struct paging {
    LIST(struct run_of_pages) runs;
    size_t page_count; /* with blank pages */
};

/* Attaches the footnotes of the galleys that hold anything and breaks each into pages; page 1 has `first` less room
 * than its sheet. False when something is taller than a page (reported). */
bool paging_break(const struct setting *setting, const struct flow *flow, length first, struct paging *paging);

/* The printed number of page `page`, counted from 0. */
const char *paging_folio(struct arena *arena, size_t page);

/* Writes the printed number of the page on which it begins into `folios`, by index, for each node that a folio of the
 * document leads to and that has a place of its own. */
void paging_folios(const struct setting *setting, const struct paging *paging, const char **folios);

#endif
