/* inline.h: inline content of a block → atoms, the least things that a line is made of.
 *
 * Within layout only. An atom is a stretch of glyphs that no line break divides:
 * (a part of) a word, or one U+0020. Pieces are the leaves that the text came from.
 */
#ifndef ENGROSS_LAYOUT_INLINE_H
#define ENGROSS_LAYOUT_INLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "layout/paragraph.h"

/* One TEXT node, or the number of a HEADING. */
struct piece {
    const struct node *node;    /* whose content it is */
    const struct node *link;    /* the LINK that it stands in; NULL for none */
    const struct node *missing; /* likewise the MISSING */
    const struct node *call;    /* likewise the CALL */
    const struct node *change;  /* likewise the INSERTED or DELETED, the innermost */
    const char *lang;
    const char *text;
    size_t start, bytes; /* in the text of the block */
    bool bold;
    bool superior; /* figures that the face itself raises */
    bool number;   /* of a heading, with the space after it */
    bool marker;   /* words of a comparison */
    bool quiet;    /* a link, but neither coloured nor underlined as one */
    length size;
    length raise;
    colour colour;
};

/* What may happen after an atom. */
enum atom_end {
    ATOM_NEVER,
    ATOM_SPACE,        /* a break at this space */
    ATOM_ALLOWED,      /* a break without a space, as good as any */
    ATOM_ADDRESS,      /* likewise, in an address: only if it helps a lot */
    ATOM_HOST,         /* in the name of its host: only if it helps more than that */
    ATOM_HYPHEN,       /* a break with a hyphen */
    ATOM_SPLIT_SPACE,  /* last resorts, where a line is too narrow: at a space that should hold, */
    ATOM_SPLIT_HYPHEN, /* inside a word where a dictionary lets it, with a hyphen, */
    ATOM_SPLIT_SIGN,   /* inside a word after a sign, */
    ATOM_SPLIT         /* inside a word */
};

struct atom {
    const struct piece *piece;
    const struct glyph_run *run;
    uint32_t first, count; /* its glyphs */
    uint32_t start, end;   /* its bytes in the run's text */
    length width;          /* rounded up, so that marks are never wider than the line was thought to be */
    uint8_t after;         /* enum atom_end */
    bool space;            /* one U+0020 */
};

typedef LIST(struct atom) atom_list;

struct inline_content {
    const struct piece *pieces;
    size_t piece_count;
    const struct atom *atoms;
    size_t atom_count;
    length widest;           /* on one line, without the spaces at its end */
    bool changed;            /* a piece of it is inserted, deleted or a marker */
    bool sample;             /* it explains marks, and is no change itself */
    size_t number_atoms;     /* the first so many are a heading's number and its space */
    length number_gap;       /* by how much that is wider than a word space */
    const struct face *face; /* the block's own, for metrics */
    struct atom hyphens[2];  /* regular and bold; `run` NULL unless a hyphen may be wanted */
};

/* What has been shaped in one layout: each block once in each look, since atoms do not depend on the measure. A look is
 * known by its address, so it has to stay as it is while the memo is used. */
struct inline_memo *inline_memo_open(const struct document *document);
void inline_memo_close(struct inline_memo *memo);
/* For what one block needs while it is set; whoever takes it empties it. */
struct arena *inline_memo_scratch(struct inline_memo *memo);
/* What was shaped of `block` is shaped anew when it is next asked for. */
void inline_memo_forget(struct inline_memo *memo, const struct node *block);
/* Frees all that is kept, once nobody will ask for it again. NULL is allowed. */
void inline_memo_empty(struct inline_memo *memo);

/* The width of as many of the widest digit as the longest folio of the document is thought to have. */
length inline_folio_width(const struct setting *setting, const struct block_style *look);

/* Shapes the content of `block`, or takes it from the setting's memo. False when a character has no face (reported,
 * and never kept). */
bool inline_shape(const struct setting *setting, const struct node *block, const struct block_style *look,
                  struct inline_content *out);

/* Adds last resorts wherever what should stay on one line is wider than `room`; words are hyphenated there, whatever
 * the look says of hyphens elsewhere. */
void inline_split(const struct setting *setting, const struct node *block, const struct block_style *look,
                  struct inline_content *content, length room);

/* Where the atoms that should stay on one line with atom `first` end, and how wide they are without the space there.
 * `hyphens`: a word may be broken with one. */
size_t inline_group(const struct inline_content *content, size_t first, bool hyphens, length *width);

/* How far a line may hang out of its measure when it begins (ends) with the atom. */
length inline_hang_start(const struct atom *atom);
length inline_hang_end(const struct atom *atom);

#endif
