/* paragraph.h: inline content of one block → lines. */
#ifndef ENGROSS_LAYOUT_PARAGRAPH_H
#define ENGROSS_LAYOUT_PARAGRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/report.h"
#include "document/node.h"
#include "pages/page.h"
#include "style/style.h"
#include "text/shape.h"

struct imprint;
struct inline_memo;
struct folio_record;
struct remarks;

/* What every part of layout is handed. */
struct setting {
    const struct document *document;
    const struct style *style;
    struct shaper *shaper;
    struct arena *arena;
    struct report *report;
    struct inline_memo *memo;          /* of blocks shaped so far (inline.h); NULL: none is kept */
    const char *const *folios;         /* by index of a node: the printed number of its page; NULL: a guess is set */
    struct folio_record *folio_record; /* folio.h; NULL: the document holds no folio */
    size_t folio_digits;               /* that the longest folio is thought to have */
    const uint8_t *folio_widths; /* by index of its target: the digits whose room a folio takes up, whatever it says */
    struct remarks *remarks;     /* remark.h; NULL: no layout report is asked for */
    const struct imprint *imprint; /* imprint.h; NULL: the document is no release */
    bool hyphens;                  /* extents are those of words that are broken with hyphens */
    bool once;                     /* what is shaped is not kept in the memo */
    bool bare;                     /* only heights are asked for: lines without marks, areas and calls */
};

/* Something that is painted: on a line text in one face or a fill; in a slab (galley.h) a fill or a picture. line_mark
 * has it as a mark. On a line what is said here is relative to (0, baseline): x from the start of the measure, y from
 * the baseline, downwards. */
struct stroke {
    const struct node *node; /* NULL for an artifact */
    uint32_t first, count;   /* text: its runs, of the line's */
    short_length x, y, width;
    short_length size; /* text: of its type; a fill or picture: its height */
    short_length gap;
    colour colour;
    int16_t expansion;
    uint8_t kind, artifact; /* enum mark_kind, enum artifact */
};

struct stroke stroke_fill(enum artifact artifact, colour paint, length x, length y, length width, length height);
/* A fill or a picture as a mark. */
struct mark stroke_mark(const struct stroke *stroke);

/* One set line. Its runs are words, mostly those that the shaper keeps. */
struct line {
    const struct glyph_run *const *runs;
    struct stroke *strokes;
    struct area *areas;
    const struct node **calls; /* NODE_NOTEs first called on this line */
    short_length width;        /* natural, without the space at its end */
    short_length ascent;       /* above the baseline, half-leading included: ascent + descent = leading */
    short_length descent;
    short_length excess; /* overfull by so much; 0 in good output */
    uint32_t stroke_count, area_count, call_count;
    bool changed; /* a change bar stands beside it */
    bool broken;  /* ends within a word, with a hyphen */
    bool cut;     /* likewise, without one, since no line holds the word */
};

struct paragraph {
    struct line *lines;
    size_t count;
    length height; /* sum of the lines */
};

/* Sets the inline children of `block` (with its heading number first) to `measure` in block style `look`. The space at
 * each line's end is the last glyph of the line's marks. False when a character has no face (reported), and then
 * there are none. Lines that cannot fit first break words at sane places; what is still too wide has `excess` > 0 and
 * is for the caller to judge. */
bool paragraph_set(const struct setting *setting, const struct node *block, const struct block_style *look,
                   length measure, struct paragraph *out);

/* Stroke `i` of the line as a mark, its runs joined into one in `arena` where there are several. */
struct mark line_mark(const struct line *line, size_t i, struct arena *arena);

/* The narrowest measure without breaking a word, and the width on one line. False when a character has no face. */
bool paragraph_extent(const struct setting *setting, const struct node *block, const struct block_style *look,
                      length *narrowest, length *widest);

/* Sets a string that is an artifact (running heads, "DRAFT") on one line. */
const struct line *paragraph_artifact(const struct setting *setting, const char *text, const struct block_style *look,
                                      enum artifact artifact);

#endif
