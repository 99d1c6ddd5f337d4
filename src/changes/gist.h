/* gist.h: what a change is, in a few words: in the summary of a redline and in the change log. */
#ifndef ENGROSS_CHANGES_GIST_H
#define ENGROSS_CHANGES_GIST_H

#include "base/arena.h"
#include "changes/grounds.h"
#include "changes/moving.h"
#include "changes/parted.h"
#include "document/words.h"

/* What only stands elsewhere: items and rows, words of a block beside. */
struct shifts {
    const struct moving *moving;
    const struct partings *partings;
};

struct shifts shifts_find(const struct comparison *comparison, struct arena *arena);

/* "Inserted.", "Moved. Before, it was clause 4.2." or the words that went and came: "“six” is now “seven”."; `ground`
 * tells who approves, or is NULL. `shifts` NULL: what only stands elsewhere is
 * not told from what comes and goes. */
const char *gist_of(const struct change *change, const struct ground *ground, const struct shifts *shifts,
                    struct arena *arena);
/* Of the edits alone, each gist once; those of the attribute `unless` are left out, unless that is NULL. "" when there
 * is nothing to tell. */
const char *gist_of_edits(const struct change *change, const char *unless, const struct shifts *shifts,
                          struct arena *arena);
/* "“Officer” is now “Executive”", when a change is that and nothing else, and how often; else NULL. */
const char *gist_swap(const struct change *change, size_t *times, struct arena *arena);

/* "put below", "put here from above": what became of the words of a parting, said of its whole or of the run. */
enum word parting_word(const struct parting *parting, bool whole);
/* Of an item or a row: "item (b)", or where it has no number its first words in quotation marks; and where it stands:
 * "item (b)", "after “papers”", "the first place". */
const char *gist_name(const struct node *node, struct arena *arena);
const char *gist_place(const struct node *node, struct arena *arena);
/* The start of the words, cut between two of them. */
const char *gist_excerpt(const char *words, size_t most, struct arena *arena);

/* All text below a node of any document. */
const char *gist_text_of(const struct node *node, struct arena *arena);

#endif
