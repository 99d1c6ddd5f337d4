/* folio.h: printed page numbers in the text: guessed, set, and set again where they were guessed wrong. */
#ifndef ENGROSS_LAYOUT_FOLIO_H
#define ENGROSS_LAYOUT_FOLIO_H

#include <stdbool.h>
#include <stddef.h>

#include "layout/paragraph.h"

/* The blocks of one layout that hold folios. */
struct folio_record;

/* Fills `setting` with a guess for each folio of its document and an empty record; without folios, does nothing. */
void folio_open(struct setting *setting);

/* True when the document holds folios; else nothing below is to be called. */
bool folio_any(const struct setting *setting);

/* True when something leads to the page of `node`. */
bool folio_wants(const struct setting *setting, const struct node *node);

/* As paragraph_set, and remembers a block that holds a folio. */
bool folio_paragraph(const struct setting *setting, const struct node *block, const struct block_style *look,
                     length measure, struct paragraph *out);

/* The width of a column for folios in `look`. */
length folio_width(const struct setting *setting, const struct block_style *look);

/* Sets anew, in the lines that stand in the galleys, every block one of whose folios is not what `now` says (by index
 * of a node); from then on `now` is what is set. False when one of them asks for other lines than there are: then
 * all has to be set again. */
bool folio_settle(struct setting *setting, const char *const *now);

/* For a part of the document that is set beside: a record of its own in `beside`, a copy of `setting` but for its
 * arena; and what came into it added to that of `setting`. */
void folio_part(struct setting *beside);
void folio_join(const struct setting *setting, const struct setting *beside);

/* Makes ready for setting all again, for the `round`th time, from 1. */
void folio_again(struct setting *setting, int round);

#endif
