/* line.h: a stretch of atoms → one line with its marks, areas and calls. Within layout only. */
#ifndef ENGROSS_LAYOUT_LINE_H
#define ENGROSS_LAYOUT_LINE_H

#include "layout/inline.h"

#define EXPANSION_MOST 20 /* thousandths by which a justified line's glyphs may be wider or narrower */

/* Consecutive atoms of one piece and face on one line: one mark. */
struct segment {
    const struct piece *piece;
    const struct face *face;
    size_t first, end;         /* atoms */
    const struct atom *hyphen; /* after them, at a break inside a word; else NULL */
    length natural;            /* without gaps */
    length ink;                /* likewise, without the space at the line's end */
    length x, width;           /* with gaps */
    size_t spaces;             /* U+0020 among them */
    size_t inner;              /* of those, not at the line's end */
    size_t runs, run_count;    /* of the line's, the first and how many */
};

/* What makes the lines of one block; `segments` is used again for every line. */
struct composer {
    const struct setting *setting;
    const struct block_style *look;
    const struct inline_content *content;
    length ascent, descent; /* of every line: half-leading */
    struct arena *scratch;  /* for what no line keeps */
    LIST(struct segment) segments;
    const struct glyph_run *hyphens[2]; /* regular and bold; NULL until a line ends in one */
};

struct line_plan {
    size_t first, end;           /* atoms; never none */
    bool hyphen;                 /* added after the last atom */
    bool last;                   /* of the block: not justified */
    length indent;               /* from the start of the measure */
    length room;                 /* from there */
    length hang_start, hang_end; /* by how much it may stand out of that, when justified */
    length excess;
};

/* Lines are made in the setting's arena; the content may be freed after them. */
struct composer composer_open(const struct setting *setting, struct arena *scratch, const struct block_style *look,
                              const struct inline_content *content);
struct line line_compose(struct composer *composer, const struct line_plan *plan);

#endif
