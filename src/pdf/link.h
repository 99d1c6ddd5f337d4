/* link.h: links as annotations, and the names that they lead to. */
#ifndef ENGROSS_PDF_LINK_H
#define ENGROSS_PDF_LINK_H

#include "base/arena.h"
#include "document/naming.h"
#include "pages/page.h"
#include "pdf/object.h"
#include "pdf/structure.h"

/* Where links and nodes stand: noted while pages go by, written when all have. */
struct places;
struct places *places_open(const struct pages *pages, const struct naming *names, struct arena *arena);
/* Notes the next page. */
void places_note(struct places *places, const struct page *page);
/* The printed number of a page that was noted, from 0. */
const char *places_folio(const struct places *places, size_t number);

/* One annotation for each link on each page, entered in the page and in the link's element. */
void links_write(struct objects *objects, const struct places *places, struct dict *const *page_dicts,
                 struct structure *structure, struct arena *arena);
/* Names/Dests of the catalogue: every name and where it stands. */
void destinations_write(struct objects *objects, const struct places *places, struct dict *const *page_dicts,
                        struct arena *arena);

#endif
