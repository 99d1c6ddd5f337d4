/* style.h: how a document looks; a style file read, checked and resolved.
 *
 * A style says nothing about structure: the same document under two styles has
 * the same tag tree. Colours that stand on one another are held against WCAG 2.2
 * (1.4.3) when the file is read; too little contrast is an error at its line.
 */
#ifndef ENGROSS_STYLE_STYLE_H
#define ENGROSS_STYLE_STYLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/length.h"
#include "base/report.h"
#include "document/node.h"
#include "read/source.h"

/* 0xRRGGBB; COLOUR_NONE paints nothing. */
typedef uint32_t colour;
#define COLOUR_NONE ((colour)0xFF000000u)

enum alignment { ALIGN_START, ALIGN_JUSTIFY, ALIGN_CENTRE, ALIGN_END };

/* Everything about one kind of block. Spaces between two blocks do not add up: the larger one holds. */
struct block_style {
    const char *family; /* a family of fonts/fonts.xml */
    bool bold;
    length size;
    length leading; /* baseline to baseline */
    colour text;
    colour background; /* behind the block, COLOUR_NONE for none */
    colour edge;       /* a bar at the block's start side, COLOUR_NONE for none */
    length edge_width;
    length space_before;
    length space_after;
    length indent;  /* from the start side of what holds it */
    length padding; /* between background or edge and text */
    enum alignment align;
    bool hyphenate;
    bool expand; /* justified lines: glyphs may be a little wider or narrower, so that word gaps are even */
    bool hang;   /* justified lines: points and hyphens may stand outside the measure, a third of the size at most */
    int widows;  /* least lines at the top of a page */
    int orphans; /* least lines at its foot */
};

enum style_block {
    STYLE_BODY, /* paragraphs; the others begin from it */
    STYLE_TITLE,
    STYLE_ISSUER,
    STYLE_STATUS,
    STYLE_HEADING_2,
    STYLE_HEADING_3,
    STYLE_HEADING_4,
    STYLE_HEADING_5,
    STYLE_HEADING_6,
    STYLE_DECLARATION,
    STYLE_QUOTE,
    STYLE_LIST,       /* paragraphs in items; its spaces separate items */
    STYLE_TERM,       /* label of a definition */
    STYLE_CONTENTS_1, /* entries of a contents list */
    STYLE_CONTENTS_2,
    STYLE_CONTENTS_3,
    STYLE_CAPTION,
    STYLE_TABLE_HEAD,
    STYLE_TABLE_ROW_HEAD,
    STYLE_TABLE_CELL,
    STYLE_TABLE_NOTE, /* under a table; the space after stands between two */
    STYLE_NOTE,
    STYLE_RUNNING_HEAD,
    STYLE_RUNNING_FOOT,
    STYLE_BLOCKS
};

/* Made from the blocks by style_read, for style_block alone. */
struct style_parts {
    struct block_style
        within[STYLE_BLOCKS]; /* paragraphs in a declaration, quotation, cell…: its type without its box */
    struct block_style list;  /* a list as a whole: it keeps the distances of a paragraph */
    struct block_style table; /* a table as a whole: it keeps the distances of its caption */
};

/* Where a piece of the document begins: in the flow, on a page of its own, on a right-hand page. */
enum style_start { START_FLOW, START_PAGE, START_RECTO };

/* What it costs to end a page at such a place (breaker.c, filled); an empty tenth of a page costs 10, half of it
 * 100. */
struct style_breaks {
    int page;         /* each page by itself */
    int paragraph;    /* between two lines of a paragraph */
    int word;         /* in a hyphen */
    int list;         /* between two items */
    int lone_item;    /* after the first item or before the last */
    int row;          /* between two rows */
    int last_row;     /* before the last row */
    int short_table;  /* within a table of less than a third of a page, a contents list of less than one */
    int split_row;    /* within a row */
    int divided_note; /* within a footnote */
    int given_up;     /* where a page should never end, once nothing else helps; once more for each stronger reason */
    int loose;        /* hundredths of a page: one that is emptier is named in the layout report */
};

struct style {
    const char *name; /* "nhs" */
    length page_width, page_height;
    length margin_top, margin_bottom, margin_start, margin_end;
    length measure; /* longest line of running text; tables may use the whole width between the margins */
    struct block_style blocks[STYLE_BLOCKS];
    colour link; /* text of links, underlined */
    bool underline_links;
    colour missing_text; /* placeholders */
    colour missing_background;
    colour rule; /* hairlines of tables, rule over notes, under the running head */
    length rule_width;
    colour table_head_rule;
    length table_head_rule_width;
    length cell_padding_across, cell_padding_down;
    length call_size;         /* of the raised numbers that call footnotes, at most that of the text around */
    length list_indent;       /* from an item's number column to its text, at least; wider labels widen it */
    colour watermark;         /* light enough to read all text on it; painted first, under everything */
    colour inserted, deleted; /* text of what a comparison found, underlined and struck through */
    colour marker;            /* words that say so: "[inserted: " */
    colour bar;               /* beside lines that hold any of it, in the margin */
    length bar_width, bar_distance;
    bool turn_wide_tables; /* a table too wide for the page may turn it to landscape */
    length grid;           /* lines of the body stand at multiples of it on every page; 0: as they come */
    struct style_breaks breaks;
    enum style_start part_start, appendix_start;
    enum style_start cover_after, control_after, contents_after; /* what follows these */
    const char *logo_file; /* the office's own PNG or JPEG; NULL when none is there */
    const char *logo_alternative;
    length logo_width;
    struct style_parts parts;
};

/* `path` is styles/NAME.xml; `extends` is followed. NULL after errors. */
const struct style *style_read(struct source *source, const char *path, struct arena *arena, struct report *report);

/* The style of a block (paragraph, heading, label, cell…), by its kind, class and what it stands in; an inline node has
 * that of its block. A group (declaration, quotation, cell, note) has the box: background, edge, padding and indent;
 * what stands in it has its type without the box, so nothing is painted or indented twice. */
const struct block_style *style_block(const struct style *style, const struct node *node);

#endif
