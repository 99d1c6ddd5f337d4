/* amendment.h: one act on the old text, as a sentence of a schedule of amendments.
 *
 * Acts (instruction.h) → inline content of a paragraph, and for blocks that come, a quotation after
 * it. The grammar of the sentences is at the head of schedule.c.
 */
#ifndef ENGROSS_CHANGES_AMENDMENT_H
#define ENGROSS_CHANGES_AMENDMENT_H

#include <stdbool.h>

#include "base/arena.h"
#include "changes/address.h"
#include "changes/grounds.h"
#include "changes/instruction.h"
#include "changes/quotation.h"

struct amending {
    const struct addresses *addresses;
    const struct ground *grounds; /* by the index of a change; NULL: none are known */
    size_t change_count;
    const char *since; /* "from version 2.0 on" */
    struct quotation old, new;
    struct arena *arena;
};

/* Adds the sentence, without capital and stop, to `paragraph`; what stands in `base` is addressed within it (NULL: the
 * document). True when text follows that amendment_quote adds: the sentence then ends with a dash. */
bool amendment_write(struct amending *amending, struct node *paragraph, const struct act *act, const struct node *base);
/* The text that comes, as a quotation at the end of `parent`. */
void amendment_quote(struct amending *amending, struct node *parent, const struct act *act);
/* The address of a block of words; of the only paragraph of a provision that of the provision. */
const char *amendment_block(const struct amending *amending, const struct node *block);
/* "the Board of X, and of the Ministry": to follow "the approval of", since names of bodies hold an "and" themselves.
 */
const char *amendment_bodies(struct arena *arena, const char *const *bodies, size_t count);
/* "a, b and c" */
const char *amendment_joined(struct arena *arena, const char *const *items, size_t count);

#endif
