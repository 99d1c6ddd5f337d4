/* link.h: links as annotations, and the names that they lead to. */
#ifndef ENGROSS_PDF_LINK_H
#define ENGROSS_PDF_LINK_H

#include "base/arena.h"
#include "pages/page.h"
#include "pdf/naming.h"
#include "pdf/object.h"
#include "pdf/structure.h"

/* One annotation for each link on each page, entered in the page and in the link's element. */
void links_write(struct objects *objects, const struct pages *pages, struct dict *const *page_dicts,
                 const struct naming *names, struct structure *structure, struct arena *arena);
/* Names/Dests of the catalogue: every name and where it stands. */
void destinations_write(struct objects *objects, const struct pages *pages, struct dict *const *page_dicts,
                        const struct naming *names, struct arena *arena);

#endif
