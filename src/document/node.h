/* node.h: the document, what crosses from `document` to layout and to the tags.
 *
 * One tree of nodes in reading order. A node is one structure element of the PDF
 * (its role is a function of its kind, role.h) or is transparent: it only styles
 * or groups, and its content belongs to the nearest node above that has a role.
 * Nothing later adds, drops or moves a structure element: pages only say where
 * each node's text was painted. All text that a reader hears is here, generated
 * words included: numbers, labels, captions, link texts. White space in TEXT is
 * collapsed to single spaces; a space between two inline nodes is inside one of
 * them, and a block neither begins nor ends with one.
 */
#ifndef ENGROSS_DOCUMENT_NODE_H
#define ENGROSS_DOCUMENT_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/length.h"
#include "base/place.h"

struct element;

/* Enums of one byte: nodes are many. */
enum __attribute__((packed)) node_kind {
    /* Groups. */
    NODE_DOCUMENT,
    NODE_SECTION, /* Sect; `title` is its T */
    NODE_BLOCK,   /* transparent group: a declaration, a whole that is kept together */
    /* Blocks of text. */
    NODE_TITLE,   /* H1, once */
    NODE_HEADING, /* H2…H6 by `level`; `number` is its first word(s), "" when unnumbered */
    NODE_PARAGRAPH,
    NODE_QUOTE, /* BlockQuote of paragraphs */
    /* Lists. */
    NODE_CONTENTS, /* TOC: ENTRYs; the one within an ENTRY holds those below it */
    NODE_ENTRY,    /* TOCI: a REFERENCE, then perhaps a CONTENTS */
    NODE_LIST,
    NODE_ITEM,
    NODE_LABEL, /* inline content */
    NODE_BODY,  /* of an item: blocks */
    /* Tables. */
    NODE_TABLE,
    NODE_CAPTION, /* inline content; first child of a table */
    NODE_TABLE_HEAD,
    NODE_TABLE_BODY,
    NODE_ROW,
    NODE_HEADER_CELL, /* TH, `scope`; holds blocks or inline content, never both */
    NODE_CELL,        /* TD; likewise */
    /* Figures and notes. */
    NODE_FIGURE,
    NODE_NOTE, /* footnote: a LABEL, then paragraphs; stands after the block that calls it */
    /* Inline. */
    NODE_TEXT,   /* leaf, transparent */
    NODE_FOLIO,  /* leaf, transparent: the printed number of the page on which `target` begins, known to layout alone */
    NODE_SPAN,   /* Span: language, expansion */
    NODE_STRONG, /* transparent: bolder */
    NODE_MISSING,   /* transparent: a placeholder, marked for the eye too */
    NODE_LINK,      /* Link: `uri` or `target` */
    NODE_REFERENCE, /* Reference: holds one LINK */
    NODE_CALL,      /* transparent: raises the digits of a footnote call; holds a REFERENCE */
    NODE_INSERTED,  /* Ins: words that the other of two compared versions has not; underlined */
    NODE_DELETED,   /* Del: words that the newer has not; struck through */
    NODE_KINDS
};

/* What a block is for, where that decides how it looks; styles name these (style.h). */
enum __attribute__((packed)) node_class {
    CLASS_NONE,
    CLASS_ISSUER,      /* who issues the document, under its title */
    CLASS_STATUS,      /* "Status: draft, not in force" */
    CLASS_DECLARATION, /* the declaration of a statement */
    CLASS_CONTROL,     /* document control: table of two columns */
    CLASS_HISTORY,     /* version table */
    CLASS_SIGNATURE,   /* one organisation's approval and signature */
    CLASS_DEFINITION,  /* list of terms: each label stands above its body */
    CLASS_BULLETS,
    CLASS_NUMBERS,
    CLASS_CLAUSES, /* numbered sentences */
    CLASS_PART,    /* a SECTION, so that a style can begin it on a page of its own; likewise */
    CLASS_APPENDIX,
    CLASS_COVER,       /* what stands before the document control: title, issuers, status */
    CLASS_TABLE_NOTE,  /* paragraph under a table that belongs to it */
    CLASS_CAPTION,     /* caption of a figure, a paragraph after it */
    CLASS_SENTENCE,    /* header cell that says much: set as any cell, so that the title of its group stands out */
    CLASS_MARKER,      /* TEXT that a comparison adds to the two texts: "[inserted: ", "]" */
    CLASS_SAMPLE,      /* paragraph that explains marks of change, and has none itself: no bar stands beside it */
    CLASS_INSTRUCTION, /* item of a schedule of amendments: it stands apart from the one before */
    CLASS_COUNT
};

enum node_numbering {
    NUMBERING_NONE,
    NUMBERING_DISC,
    NUMBERING_DECIMAL,
    NUMBERING_LOWER_ALPHA,
    NUMBERING_LOWER_ROMAN,
    NUMBERING_UPPER_ALPHA
};

enum __attribute__((packed)) node_scope { SCOPE_COLUMN, SCOPE_ROW };

/* How the lines of a cell stand in its column. */
enum __attribute__((packed)) node_align {
    CELL_START,
    CELL_END,
    CELL_DECIMAL /* a number: its decimal point, or the end of its whole part, stands under those of the column */
};

struct node {
    enum node_kind kind;
    enum node_class class_;
    bool keep_with_next; /* a heading, or a lead-in to a list or table */
    bool keep_together;  /* never broken over pages unless taller than one */
    uint32_t index;      /* in document order from 0; unique; set by document_read */
    struct node *parent;
    struct node *first;
    struct node *last;
    struct node *next;
    struct place place;
    const char *lang; /* BCP 47; only where it differs from the parent's; set on nodes that have a role */
    const char *id;   /* permanent name, a named destination; NULL when none */
    union {
        struct {
            const char *text;
            const struct element *source; /* the run of text of the file that it is; NULL when the program wrote it */
        } text;
        struct {
            const struct node *target;
        } folio;
        struct {
            const char *title;
        } section;
        struct {
            int level;          /* 2…6; deeper levels have role H6 and are as deep as they say */
            const char *number; /* "3.1"; spoken before the text, with one space */
        } heading;
        struct {
            enum node_numbering numbering;
        } list;
        struct {
            const char *summary; /* NULL when none */
            size_t columns;
        } table;
        struct {
            const struct node **headers; /* header cells that it comes under, where Scope alone does not say so */
            uint32_t header_count;
            uint32_t rows, columns; /* how many it spans; at least 1 */
            enum node_scope scope;  /* of a header cell */
            enum node_align align;
        } cell; /* header cells too */
        struct {
            const char *expansion; /* of an abbreviation; NULL when none */
        } span;
        struct {
            const char *uri;      /* external; NULL when `target` is set */
            struct node *target;  /* inside the document */
            const char *contents; /* the annotation's Contents; begins with the visible text */
            const char *after; /* not NULL: the visible text ends with a TEXT and a FOLIO, and Contents goes on: page,
                                * then this, " (The caption)" or "" */
        } link;
        struct {
            const char *file;          /* path of a PNG or JPEG, already confined to the source tree */
            const char *alternative;   /* never NULL, never "" */
            length width;              /* wished for; 0: natural size, at most the measure */
            const struct place *place; /* of the file's name, for faults; NULL: node_file_place has the figure's own */
        } figure;
        struct {
            struct node *call; /* the LINK of its first call */
        } note;
    } as;
};

/* The next node in document order within `root`, or NULL at its end. */
struct node *node_after(const struct node *node, const struct node *root);
/* As node_after, but skips the children of `node`. */
struct node *node_past(const struct node *node, const struct node *root);

/* The place in the author's file of what stands at byte `offset` of a text; of any other node, and of text that the
 * program wrote, the node's own. Takes a walk through the text: for faults. */
struct place node_place(const struct node *node, size_t offset);
/* The place of the name of a figure's file. */
struct place node_file_place(const struct node *figure);

#endif
