/* makeup.h: galleys → pages: where each page ends, and what stands on it. */
#ifndef ENGROSS_LAYOUT_MAKEUP_H
#define ENGROSS_LAYOUT_MAKEUP_H

#include <stddef.h>

#include "layout/paging.h"

typedef LIST(struct mark) mark_list;

/* A page while it is being filled: its marks by the layer in which they are painted. */
struct draft {
    const struct sheet *sheet;
    const char *folio;
    bool blank; /* nothing of the document stands on it */
    mark_list watermark;
    mark_list fills;    /* backgrounds */
    mark_list rules;    /* edges, hairlines, underlines */
    mark_list head;     /* running head, logo */
    mark_list repeated; /* heads of tables again */
    mark_list body;     /* real content, in reading order when the page is done */
    mark_list notes;    /* likewise, of footnotes */
    mark_list foot;
    LIST(struct area) areas;
    LIST(struct anchor) anchors;
};

/* Fills all pages. */
struct pages *makeup_pages(const struct setting *setting, struct flow *flow, const struct paging *paging);

#endif
