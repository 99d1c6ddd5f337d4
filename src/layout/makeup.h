/* makeup.h: galleys → pages: where each page ends, and what stands on it. */
#ifndef ENGROSS_LAYOUT_MAKEUP_H
#define ENGROSS_LAYOUT_MAKEUP_H

#include <stddef.h>

#include "layout/paging.h"

typedef LIST(struct mark) mark_list;

struct makeup;

/* A page while it is being filled: its marks by the layer in which they are painted. */
struct draft {
    const struct sheet *sheet;
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

/* Makes ready to fill the pages; `flow` and what it points to must live as long. Folios are made in `kept`. */
struct makeup *makeup_open(const struct setting *setting, const struct flow *flow, const struct paging *paging,
                           struct arena *kept);
size_t makeup_count(const struct makeup *makeup);
/* By index of a node: the printed number of the page on which it begins; NULL when it has no anchor. */
const char *const *makeup_folios(const struct makeup *makeup);
/* Fills page `number`, from 0, in `arena`. */
void makeup_fill(struct makeup *makeup, size_t number, struct arena *arena, struct page *out);

#endif
