/* gist.h: what a change is, in a few words: in the summary of a redline and in the change log. */
#ifndef ENGROSS_CHANGES_GIST_H
#define ENGROSS_CHANGES_GIST_H

#include "base/arena.h"
#include "changes/grounds.h"

/* "Inserted.", "Moved. Before, it was clause 4.2." or the words that went and came: "“six” is now “seven”."; `ground`
 * tells who approves, or is NULL. */
const char *gist_of(const struct change *change, const struct ground *ground, struct arena *arena);
/* Of the edits alone, each gist once; those of the attribute `unless` are left out, unless that is NULL. "" when there
 * is nothing to tell. */
const char *gist_of_edits(const struct change *change, const char *unless, struct arena *arena);

#endif
