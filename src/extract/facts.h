/* facts.h: entries of a PDF's dictionaries that change what readers show or do, as lines; and the lines of
 * seen.h, each once, sorted.
 */
#ifndef ENGROSS_EXTRACT_FACTS_H
#define ENGROSS_EXTRACT_FACTS_H

#include "base/buffer.h"
#include "extract/handle.h"

struct facts;
struct facts *facts_open(const struct handles *handles);
/* The line is kept, and its control characters become blanks. */
void facts_add(struct facts *facts, char *line);

void facts_page(struct facts *facts, size_t number, qpdf_oh page, qpdf_oh resources);
/* A picture or form: a word for it, by what it holds. */
const char *facts_thing(struct facts *facts, qpdf_oh thing, const char *kind);

/* Catalogue, bookmarks and named places; `near` has the first words at or below a place on a page. */
void facts_catalogue(struct facts *facts, const char *(*near)(const void *context, size_t page, double x, double y),
                     const void *context);

/* A line each, in the order of their bytes. */
void facts_put(struct facts *facts, struct buffer *out);

#endif
