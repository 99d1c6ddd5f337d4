/* redline.h: a comparison → a document in which the changes can be read, seen and heard.
 *
 * A comparison of two versions in; a document like any other out: which versions are
 * compared, how to read the marks, a summary of the changes, then the whole text with
 * marks in words, and the numbers now and before. What is inserted is underlined and what
 * is deleted struck through, but nothing is said by that alone (ACCESSIBILITY.md 2.2;
 * WCAG 2.2, 1.3.1 and 1.4.1).
 *
 * All that the redline adds stands in square brackets:
 *   [inserted: words]  [deleted: words]                 within a block, or a whole one
 *   [inserted clause: words]                            likewise, its number with it; also of an item, a note, a column
 *   [inserted clause] … [end of inserted clause 5.4]    around several blocks; [inserted row] alone
 *   [moved from clause 4.2]  [moved to clause 6.1]
 *   5.4 [was 5.3]                                       a number; what stands within is counted along
 *   [was: words]                                        what is not heard as other words, such as a reference
 *   [change 12]                                         leads back to the summary
 * The first four may hold the last: [inserted clause, change 12].
 */
#ifndef ENGROSS_CHANGES_REDLINE_H
#define ENGROSS_CHANGES_REDLINE_H

#include "changes/comparison.h"
#include "changes/grounds.h"

/* `grounds` are those of all changes, by their index; NULL: nothing is known of any. The id of the document is that of
 * the newer version and "-redline". Lives in `arena`, except for what belongs to the two versions. */
struct document *redline_make(const struct comparison *comparison, const struct ground *grounds, struct arena *arena);

#endif
