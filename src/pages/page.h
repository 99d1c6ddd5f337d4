/* page.h: finished pages, what crosses from layout to the writer.
 *
 * A page is a list of marks in the order in which they are painted and read.
 * Every mark names the document node whose content it is, or says which kind of
 * artifact it is. Pages hold positions only: all structure is in the document.
 * Pages are many and marks are large, so a page exists while it is looked at.
 * Origin at the top left, y grows downwards; the writer turns it round.
 */
#ifndef ENGROSS_PAGES_PAGE_H
#define ENGROSS_PAGES_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/length.h"
#include "document/document.h"
#include "style/style.h"
#include "text/shape.h"

enum artifact {
    ARTIFACT_NONE, /* real content: `node` is set */
    ARTIFACT_HEADER,
    ARTIFACT_FOOTER,
    ARTIFACT_WATERMARK,
    ARTIFACT_LAYOUT,     /* rules, edges, underlines */
    ARTIFACT_BACKGROUND, /* fills */
    ARTIFACT_REPEATED    /* the head of a table again on a later page: Pagination, Header */
};

enum mark_kind { MARK_GLYPHS, MARK_FILL, MARK_IMAGE };

struct mark {
    enum mark_kind kind;
    enum artifact artifact;
    const struct node *node; /* the TEXT, LABEL, HEADING, FIGURE… node that it is content of; NULL for an artifact */
    length x, y;             /* glyphs: pen on the baseline; else: top left corner */
    length width, height;    /* glyphs: advance and 0 */
    colour colour;
    union {
        struct {
            const struct glyph_run *run; /* this run alone; `next` is not followed */
            size_t first, count;         /* glyphs of it */
            length size;
            length gap;    /* added after each U+0020, for justified lines */
            int expansion; /* thousandths by which all of it is wider than the face draws it, or narrower (< 0); the gap
                              is not */
            int turn;      /* degrees anticlockwise about (x, y): 0, or the watermark's */
        } glyphs;
        struct {
            const char *file;
        } image;
    } as;
};

/* Where a link's text stands, one a line. */
struct area {
    const struct node *link;
    length x, y, width, height;
};

/* Where a node begins: for destinations, the outline and bounding boxes. */
struct anchor {
    const struct node *node;
    length x, y; /* top left */
};

struct page {
    length width, height;
    const char *folio; /* the printed number, "1" */
    struct mark *marks;
    size_t mark_count;
    struct area *areas;
    size_t area_count;
    struct anchor *anchors;
    size_t anchor_count;
};

/* A page is filled when it is asked for, as often as it is asked for: only where it begins is kept. */
struct pages {
    const struct document *document;
    const struct style *style;
    size_t count;
    const char *const *folios; /* by index of a node: of the page on which it begins; NULL when it has no anchor */
    const struct page *items;  /* pages that are kept; NULL: they are made by `fill` */
    void (*fill)(void *source, size_t number, struct arena *arena, struct page *out);
    void *source;
    struct arena *matter; /* what they are filled from stands there; NULL: it stays */
    size_t rounds;        /* how often all was set until every folio held */
};

/* Page `number`, from 0. What it points to lives in `arena`, or for good; the same page is the same each time. */
struct page pages_fill(const struct pages *pages, size_t number, struct arena *arena);

/* The same pages, each filled and kept in `arena`: for what has to look at several at once. */
const struct pages *pages_keep(const struct pages *pages, struct arena *arena);

/* Goes through all pages in order, in memory for one:
 *   struct page page;
 *   struct page_walk walk = page_walk_open(pages);
 *   while (page_walk_next(&walk, &page)) …
 * The page is good until the next; the walk closes itself after the last. */
struct page_walk {
    const struct pages *pages;
    size_t next; /* number of the next page: the one at hand is the one before */
    struct arena *arena;
};
struct page_walk page_walk_open(const struct pages *pages);
bool page_walk_next(struct page_walk *walk, struct page *out);
/* Before the last page: gives up. */
void page_walk_close(struct page_walk *walk);

/* No page is wanted any more: frees what they are filled from. Their number and folios stay, and pages that are kept.
 */
void pages_spend(const struct pages *pages);

/* One line a mark: page, position, size, face, colour, node or artifact, text. Golden tests and benchmarks read it. */
void pages_dump(const struct pages *pages, struct buffer *out);

#endif
