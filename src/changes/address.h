/* address.h: how a schedule of amendments says where something stands in the old text.
 *
 * A node of the old document → words: "clause 5.3.2(a)", "the second paragraph of section 4", "item
 * (b) of the list in clause 7", "the row “Chair” of table 2". No two places of a document have the
 * same address. Paragraphs, lists, quotations and the like are counted within what directly holds
 * them; groups that no reader notices do not count. schedule.c has the whole grammar.
 */
#ifndef ENGROSS_CHANGES_ADDRESS_H
#define ENGROSS_CHANGES_ADDRESS_H

#include <stdbool.h>

#include "base/arena.h"
#include "changes/comparison.h"
#include "document/names.h"

struct addresses {
    const struct version *version;
    struct arena *arena;
    struct names *kinds; /* of divisions, by their place in the file → the name of their element */
    const char **words;  /* by node->index: what was already read of titles of rows and terms; else NULL */
};

struct addresses addresses_open(const struct version *version, struct arena *arena);

/* Relative to `base`, which holds the node; NULL: within the whole document. */
const char *address_of(const struct addresses *addresses, const struct node *node, const struct node *base);
/* A caption as it may follow the address of its table, " (“Delegated limits”)"; "" when there is none to say. */
const char *address_caption(const struct addresses *addresses, const struct node *table);
/* The same with a capital letter and without its article, for headings: "Section 4: Quorum". */
const char *address_title(const struct addresses *addresses, const struct node *division);

/* What an address is relative to and an instruction is about: the nearest of table, provision, definition and note at
 * or above the node; at last the document. */
const struct node *address_scope(const struct node *node);
/* Whether a node is a list of clauses, whose items stand in what is around it to a reader. */
bool address_is_clauses(const struct node *node);
/* Whether a division is the document control. */
bool address_is_control(const struct node *division);
/* What directly holds a block, row, item or cell for a reader. */
const struct node *address_holder(const struct node *node);
/* Whether it holds one paragraph (or heading, and it) and nothing else, so that its words need no address of their own.
 */
bool address_holds_one(const struct node *holder);

/* "5.3.2(a)"; of a division its number without "Part" and colon; "" when there is none. */
const char *address_number(const struct addresses *addresses, const struct node *node);
/* All words of a node, those of different blocks with a space between; without calls, pages and generated numbers. */
const char *address_words(const struct node *node, struct arena *arena);
/* The first words of a division, item, paragraph or footnote, "Once a year…"; "" when they cannot be quoted. */
const char *address_first_words(const struct node *node, struct arena *arena);
/* The row of the head of a table when every cell of the table has a column of its own; else NULL. */
const struct node *address_plain_head(const struct node *table);
/* Whether no cell of the table spans others, titles of groups aside. */
bool address_is_plain(const struct node *table);
/* "the column “Votes” of table 2", "the second column of table 2". */
const char *address_of_column(const struct addresses *addresses, const struct node *table, size_t column,
                              const struct node *base);
/* "first", "second"… */
const char *address_ordinal(struct arena *arena, size_t count);

#endif
