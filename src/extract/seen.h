/* seen.h: what a reader sees of a PDF, in a form that holds over other versions of program, libraries and
 * style.
 *
 * Pages, then the marked content in the order of the tags → lines, each once:
 *   "unseen COLOUR words"   words that cannot be seen, and why
 *   "astray word|word"      the second one is read after the first, and does not stand after it on the page
 *   "uneven word|word"      it stands higher or lower than the line that it is on
 *   "amid words"            an artifact that stands between words of the text
 *   "odd …", "entry …"      what the program never paints; entries of catalogue, pages, links
 *   "bookmark …", "place …" with the words to which they lead
 *   "manner …", "shape …"   faces, sizes and colours; the outlines of letters
 * Where lines and pages end does not matter to any of them.
 */
#ifndef ENGROSS_EXTRACT_SEEN_H
#define ENGROSS_EXTRACT_SEEN_H

#include "base/buffer.h"
#include "extract/handle.h"

struct seen;
struct seen *seen_open(const struct handles *handles);

void seen_page(struct seen *seen, size_t number, qpdf_oh page);

/* The walk through the tags: what is met on the way, and then marked content. */
enum seen_tag { SEEN_ROW, SEEN_ROW_END, SEEN_CELL, SEEN_CELL_END, SEEN_ASIDE, SEEN_ASIDE_END };
void seen_tag(struct seen *seen, enum seen_tag tag);
void seen_meet(struct seen *seen, size_t page, long mcid);

/* After that; all lines, in the order of their bytes. */
void seen_put(struct seen *seen, struct buffer *out);

#endif
