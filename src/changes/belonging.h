/* belonging.h: which instructions of a schedule need each other.
 *
 * Each instruction can be carried out by itself; but then a reference may lead to a clause that is not
 * there, or a sentence that was only to move may be lost. Such pairs are found by what they say, never by
 * what people may have meant.
 */
#ifndef ENGROSS_CHANGES_BELONGING_H
#define ENGROSS_CHANGES_BELONGING_H

#include "changes/instruction.h"

enum tie_kind {
    TIE_REFERENCE, /* `one` brings a reference to what `other` brings */
    TIE_GONE,      /* `one` takes away a reference to what `other` takes away */
    TIE_WORDS,     /* `one` takes away words that `other` brings */
    TIE_FORMERLY,  /* `one` brings the old number of what `other` moves */
    TIE_EMPTY,     /* `one` leaves a division without text, and `other` brings some */
    TIE_AROUND     /* `one` takes away what stood around something that `other` moves */
};

struct tie {
    enum tie_kind kind;
    size_t one, other; /* indexes of instructions, from 0 */
};
typedef LIST(struct tie) tie_list;

/* Each pair once, in the order of the first of it. */
tie_list belonging_find(const struct comparison *comparison, const struct instructions *instructions,
                        const struct addresses *addresses, struct arena *arena);

#endif
