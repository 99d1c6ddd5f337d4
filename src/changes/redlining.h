/* redlining.h: what the modules here share while one redline is made. Within changes only.
 *
 * redline.c makes what stands around the text, redline_text.c the text block by
 * block, redline_words.c the words of one block. Copies are made of nodes of both
 * versions; where links lead is known when all are there.
 */
#ifndef ENGROSS_CHANGES_REDLINING_H
#define ENGROSS_CHANGES_REDLINING_H

#include "changes/gist.h"
#include "changes/redline.h"
#include "changes/units.h"
#include "document/names.h"
#include "document/words.h"

enum side { SIDE_OLD, SIDE_NEW };

/* A LINK, FOLIO or NOTE whose target is a node of a version still. */
struct redline_tie {
    struct node *copy;
    const struct node *source; /* that it is a copy of; NULL: none */
    const struct node *target;
    enum side side;
};

/* What is said at the start of the next block of words: "[inserted clause, change 12] ". */
struct opening {
    const char *before;
    bool said;                 /* `before` is more than a bracket */
    const struct node *target; /* of a link, a node of a version; NULL: none */
    enum side side;
    const char *link;            /* its words */
    const struct change *change; /* that begins here; NULL: none */
};

/* A change is said at the first of its strands. */
struct announcement {
    const struct strand *strand;
    const struct change *change;
};

/* Something whose number is another now, or gone with it. */
struct numbered {
    const struct node *old, *new; /* `new` NULL: it is deleted */
    const char *label_old, *label_new;
};

/* The columns of both versions of a table. */
struct grid {
    size_t columns;
    const uint8_t *states; /* by column: enum strand_state; NULL when none comes or goes */
};

struct redline {
    const struct comparison *comparison;
    const struct ground *grounds;
    struct arena *arena;
    struct document *document;
    struct place place;                 /* of what no author wrote */
    struct roll rolls[2];               /* by side, for the names of units */
    struct names *ids;                  /* all that are taken */
    struct node **copies[2];            /* by side and index of a node: what stands for it here */
    struct node **places;               /* by index of a change: the block at whose start it is said */
    struct node **rows;                 /* by index of a change: where the summary speaks of it */
    size_t *row_numbers;                /* likewise: the number of that row, which is that of the change in print */
    struct announcement *announcements; /* by the address of their strands */
    size_t *row_heads;                  /* likewise: the first change of the row */
    size_t *row_next;                   /* likewise: the next change of the same row; 0: there is none */
    struct shifts shifts;               /* what only stands elsewhere */
    LIST(struct numbered) numbers;      /* that the text tells of, and the concordance does not */
    LIST(struct redline_tie) ties;
    LIST(struct opening) openings;
    enum node_kind wrap;           /* INSERTED or DELETED: what all words in hand are; DOCUMENT: neither */
    struct grid grid;              /* of the table in hand */
    bool worded;                   /* the next block of words says so by itself */
    const struct parting *parting; /* then it says also that its words only went there, or came from there */
    const char *noun;              /* then it says what it is all of: "clause"; NULL: a block and no more */
    const struct node *numbered;   /* its mark says its number, so that it has none of its own here; NULL: none */
    bool elsewhere;                /* what is in hand is in both versions, though its strands are of one */
};

/* A new last child of `parent`. */
struct node *redline_node(struct redline *redline, struct node *parent, enum node_kind kind);
struct node *redline_words(struct redline *redline, struct node *parent, const char *words);
/* Words in square brackets, in the language of the document whatever is spoken around them. */
void redline_marker(struct redline *redline, struct node *parent, const char *words);
/* A REFERENCE with a link to a node of the redline. `more` is what its Contents say after `words`. */
void redline_link(struct redline *redline, struct node *parent, struct node *target, const char *words,
                  const char *more);
/* Likewise to a node of a version. */
void redline_link_later(struct redline *redline, struct node *parent, const struct node *target, enum side side,
                        const char *words);
/* A name that nothing else has: `wish`, or with a number behind it. */
const char *redline_id(struct redline *redline, const char *wish);
/* A section of the redline's own under its heading. */
struct node *redline_section(struct redline *redline, const char *title);
/* A table with a head, or without one when `heads` is NULL, and an empty body as its last child. */
struct node *redline_table(struct redline *redline, struct node *parent, const enum word *heads, size_t columns,
                           enum word summary);

/* A copy of the node alone, in its own language. */
struct node *redline_copy(struct redline *redline, struct node *parent, const struct node *source, enum side side);
/* Copies of all that stands below `source`; of the old side without links, but for those of footnotes. */
void redline_copy_words(struct redline *redline, struct node *parent, const struct node *source, enum side side);

/* "[deleted, put below: " of "[deleted: ". */
const char *redline_parted(struct redline *redline, const char *bracket, const struct parting *parting, bool whole);
/* redline_words.c: the words of a block that is in both versions, `block` being its copy, with their marks. */
void redline_runs(struct redline *redline, struct node *block, const struct strand *strand);
/* Says what waits to be said at the start of `block`; `alone`: nothing will stand behind it. */
void redline_open(struct redline *redline, struct node *block, bool alone);
/* The same for a heading, without links: its words stand in the contents list and in the outline too. Which changes
 * begin there is said in a paragraph under it, once its own words are there. */
void redline_open_heading(struct redline *redline, struct node *heading);
void redline_open_under(struct redline *redline, struct node *parent);

/* redline_key.c: how to read the marks: the section with its list, which is filled once the text, from `text` on, is
 * there. */
struct node *redline_key(struct redline *redline);
void redline_key_fill(struct redline *redline, struct node *list, const struct node *text);

/* redline_text.c: the strand and all below it. */
void redline_strand(struct redline *redline, struct node *parent, const struct strand *strand);
/* Has the next block of words say something, or which changes begin at the strand. */
void redline_say(struct redline *redline, struct opening opening);
void redline_announce(struct redline *redline, const struct strand *strand);
/* What a strand shows: the newer node where there are two. */
const struct node *redline_node_of(const struct strand *strand);
bool redline_is_cell(const struct node *node);
/* Whether a node may hold a paragraph after all else. */
bool redline_holds_blocks(const struct node *node);
/* The change that says of the whole strand that it is inserted, deleted or moved; NULL: none. */
const struct change *redline_change_of_whole(const struct strand *strand);

/* redline_names.c: a label that is a number or a bullet, and not the words of a term. */
bool redline_is_count(const struct node *node);
/* What of the document's division a node stands in: a section, a clause; at last the document. */
const struct node *redline_division(const struct node *node);
/* "clause"; the printed number of an item, section or note, or ""; "clause 5.4", or the noun of what has no number. */
const char *redline_noun(const struct node *node);
const char *redline_number(struct redline *redline, const struct node *node);
const char *redline_called(struct redline *redline, const struct node *node);
/* "clause" and "clause 5.4" of what is marked as a whole. */
void redline_whole_names(struct redline *redline, const struct strand *strand, const char **noun, const char **name);
/* The number that it had, where that is another by itself; else NULL. */
const char *redline_number_was(struct redline *redline, const struct strand *strand);
/* Has the list of numbers tell of it, unless the concordance does. `new` NULL: it is deleted. */
void redline_number_keep(struct redline *redline, const struct node *old, const struct node *new);
/* Where one side of a move stands or stood, "after section 3", when its name and number do not tell that; else NULL.
 * `alone`: nothing stands before it, so that no "in" is needed. */
const char *redline_moved_place(struct redline *redline, const struct strand *strand, enum side side, bool alone);

/* redline_moves.c: what was moved with something else, such as the note under a table. */
bool redline_moved_along(const struct strand *strand);
/* Has the next block of words say where it was; writes where it stood, and where it is now. */
void redline_moved_open(struct redline *redline, const struct strand *strand);
void redline_moved_out(struct redline *redline, struct node *parent, const struct strand *strand);
/* The other place of an item or row that stands in another place of its list or table; NULL: of anything else. */
const struct strand *redline_elsewhere(const struct redline *redline, const struct strand *strand);
/* The same for these; `change` begins there, or NULL. */
void redline_elsewhere_open(struct redline *redline, const struct strand *strand, const struct strand *other,
                            const struct change *change);
void redline_elsewhere_out(struct redline *redline, struct node *parent, const struct strand *strand,
                           const struct strand *other);

/* redline_table.c: whether rows and columns of both versions fit into one grid, and that grid. */
bool redline_grid(const struct strand *table, struct arena *arena, struct grid *grid);
/* Fills a row that one version has with empty cells in the columns that only the other has. */
void redline_fill(struct redline *redline, struct node *row, bool deleted);
/* Cells that were as wide as their table become as wide as it has become. */
void redline_widen(struct node *table, const struct strand *strand, size_t columns);
/* The words of a block that is made anew for each version; both, when they differ. */
void redline_remade(struct redline *redline, struct node *block, const struct node *old, const struct node *new);
/* A row of document control that is made anew for each version: no change, but what it said before is said. */
void redline_control_row(struct redline *redline, struct node *parent, const struct strand *row);

/* redline_rows.c: which changes share a row of the summary: fills `row_numbers`; returns how many rows there are. */
size_t redline_rows(struct redline *redline);
/* Whether a mark says already that what the change is about was moved, and that is one row with it. */
bool redline_is_told(const struct redline *redline, const struct change *change);

/* redline_summary.c: what of a change no reader meets in the text: "who approves changes of it"; NULL: nothing. */
const char *redline_unseen(const struct change *change);
/* The summary, and its links once the text is there. */
void redline_summary(struct redline *redline);
void redline_summary_links(struct redline *redline);
/* A link to where something stands here, on which page; or its name alone, when it is left out. */
void redline_place(struct redline *redline, struct node *parent, struct node *place, const char *label);

/* redline_numbers.c: the section of numbers before and now, once the text is there. */
void redline_numbers(struct redline *redline);

#endif
