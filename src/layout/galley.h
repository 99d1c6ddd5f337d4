/* galley.h: a column of set matter, not yet cut into pages.
 *
 * A galley is one vertical list of breaker items. Each box is a slab (a line, a
 * row, a picture) with its marks; between two slabs stand a penalty and the space
 * that a break throws away. What must come again after a break (padding of a
 * background, the head of a table) is a slab of kind SLAB_RESUME behind glue of
 * minus its height: together nothing where the galley goes on, and the slab
 * alone at the top of a page, since a break drops the glue.
 */
#ifndef ENGROSS_LAYOUT_GALLEY_H
#define ENGROSS_LAYOUT_GALLEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/length.h"
#include "base/list.h"
#include "layout/breaker.h"
#include "layout/paragraph.h"

/* Why no page may end in a gap; a later one is given up later when nothing fits. HOLD_UNDIVIDED is between the lines of
 * a heading, caption, term or label. */
enum hold { HOLD_NONE, HOLD_TOGETHER, HOLD_NEXT, HOLD_WIDOW, HOLD_UNDIVIDED, HOLD_ALWAYS };

/* A page's shape. */
struct sheet {
    length width, height;
    length left, top;    /* corner of the text */
    length across, down; /* its size */
    bool turned;
};

/* A background or edge; it is painted once on each page that holds part of it. */
struct frame {
    const struct frame *outer;
    const struct block_style *look;
    length x, width;
    length padding; /* above and below what is inside */
    size_t order;   /* outer before inner, first before second */
};

/* A set line at a place of its slab: `y` is its baseline. */
struct part {
    const struct line *line;
    short_length x, y;
};

/* Where a node begins; likewise. */
struct slab_anchor {
    const struct node *node;
    short_length x, y;
};

/* Some of a footnote's slabs. */
struct note_set;
struct note_part {
    const struct note_set *note;
    size_t first, count;
};

enum slab_kind { SLAB_CONTENT, SLAB_RESUME };

/* What few slabs have. */
struct slab_extra {
    LIST(const struct node *) calls; /* footnotes first called here */
    LIST(struct note_part) notes;    /* what of them stands on this page */
    const struct slab *head;         /* resume: the table's head, or NULL */
    length head_y;                   /* where it stands in the slab */
};

struct slab {
    length height;
    const struct frame *frame; /* the innermost around it */
    SHORT_LIST(struct part) parts;
    SHORT_LIST(struct stroke) strokes; /* fills and pictures; from the slab's top */
    SHORT_LIST(struct slab_anchor) anchors;
    struct slab_extra *extra; /* NULL for most: slab_extra */
    uint8_t kind;             /* enum slab_kind */
};

/* Something that waits for the next slab: a node that begins there, or a label that shares its baseline. */
struct waiting_node {
    const struct node *node;
    length x;
};

/* What the first slab of a galley found asked of the gap above it, which is written when it is known what stands above
 * that. */
struct seam {
    length space;
    int32_t cost;
    enum hold hold;
    bool on_grid;
    uint32_t anchors; /* that the slab had of its own, before those that waited for it */
};

struct galley {
    const struct setting *setting;
    const struct sheet *sheet;
    bool body;              /* cut into pages; else a cell or a note */
    enum style_start start; /* where it begins: its pages are its own */
    LIST(struct item) items;
    LIST(uint8_t) holds; /* beside items: enum hold */
    LIST(struct slab *) slabs;
    size_t resume; /* the last resume among them, from 1; 0 when there is none */
    LIST(struct waiting_node) nodes;
    LIST(struct part) labels;
    const struct frame *frame; /* around the gap before the next slab */
    const struct frame *inner; /* around the next slab */
    bool on_grid;              /* the slab before is a line that stands on the grid */
    size_t frame_count;
    /* The gap before the next slab. */
    length space;
    bool flush; /* just under a padding: no space */
    int32_t cost;
    enum hold hold;
    length resume_above, resume_below; /* padding of a divided row */
    /* What holds for many gaps. */
    int together;            /* depth of wholes */
    int opening;             /* of wholes whose first slab is still to come */
    int need;                /* slabs that must follow a heading on its page */
    const struct slab *head; /* the table's head, to be repeated */
    struct seam seam;
};

/* One slab of a galley that is not cut into pages. */
struct stacked {
    const struct slab *slab;
    length y;
    int32_t cost;   /* of a break above it; PENALTY_NEVER when none may be */
    enum hold hold; /* why none may be */
};

struct stack {
    struct stacked *items;
    size_t count;
    length height;
};

struct galley *galley_new(const struct setting *setting, const struct sheet *sheet, bool body);
struct slab *slab_new(const struct galley *galley, length height);

/* What few slabs have; that of most says so. The second may be added to. */
const struct slab_extra *slab_extra(const struct slab *slab);
struct slab_extra *slab_extend(struct arena *arena, struct slab *slab);
void slab_anchor(struct arena *arena, struct slab *slab, const struct node *node, length x, length y);

/* The gap before the next slab: at least `space`; costs at least `cost`; may not be broken because of `hold`. */
void galley_space(struct galley *galley, length space);
void galley_cost(struct galley *galley, int32_t cost);
void galley_hold(struct galley *galley, enum hold hold);

/* The next slab's box gets an anchor for `node` at `x`. */
void galley_begin(struct galley *galley, const struct node *node, length x);
/* The next line has this label on its baseline. */
void galley_label(struct galley *galley, const struct line *line, length x);
/* Sets labels that still wait on a line of their own. */
void galley_flush_labels(struct galley *galley);

/* Adds a slab under the gap; the gap is then empty. */
void galley_add(struct galley *galley, struct slab *slab);
/* Adds a line, with the labels that wait. */
void galley_add_line(struct galley *galley, const struct line *line, length x);

/* A frame of `width` at `x` around all that is added until it is closed. */
void galley_open_frame(struct galley *galley, const struct block_style *look, length x, length width);
void galley_close_frame(struct galley *galley);

/* What is added until the whole is closed stays on one page, if a page can hold it. */
void galley_open_whole(struct galley *galley);
void galley_close_whole(struct galley *galley);

/* Copies what `from` holds into `to`, moved by (x, y). */
void slab_merge(struct arena *arena, struct slab *to, const struct slab *from, length x, length y);

/* The fills that paint `frame` from `top` to `bottom`, its x moved by `x`: at most two. */
size_t frame_strokes(const struct frame *frame, length x, length top, length bottom, struct stroke out[2]);

/* A node of which something stands in the slab; NULL when it is bare. */
const struct node *slab_node(const struct slab *slab);

/* The slabs at their heights, one under the other, as they stand when nothing is cut. */
struct stack galley_stack(const struct galley *galley, struct arena *arena);

/* What is in a galley, to which hardly anything is added any more, takes up no more memory than it needs from now on;
 * the rest of it is for `next`, which is empty. */
void galley_close(struct galley *galley, struct galley *next);

/* Whether a galley may go on with matter that was set without a look at what stands above it: nothing is open that
 * holds further than to the next slab. */
bool galley_can_join(const struct galley *galley);
/* Puts all of `next`, which began while nothing was open, under `galley`, and leaves it as `next` was. */
void galley_join(struct galley *galley, const struct galley *next);

/* Moves the slabs after the last gap in which a page may end to `to`, which is empty, when they must stay with what
 * follows. */
void galley_move_tail(struct galley *from, struct galley *to);

#endif
