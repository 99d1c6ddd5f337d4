/* wanted.h: what the schema wants of a value, in an author's words.
 *
 * Private to src/read. */
#ifndef ENGROSS_READ_WANTED_H
#define ENGROSS_READ_WANTED_H

#include "base/arena.h"

/* What XSD's own types mean to an author. */
const char *wanted_type(struct arena *arena, const char *type);
/* What the patterns of the schemas mean to an author; a new one is shown as it stands until it gets its row. */
const char *wanted_pattern(struct arena *arena, const char *pattern);

/* The set of an enumeration, out of libxml2's words "… is not an element of the set {'a', 'b'}". */
struct wanted_list {
    const char *words; /* "a", "b" or "c", in quotation marks; "" when there is none */
    const char *first; /* NULL when there is none */
    const char *meant; /* the one that `value` is a slip of; NULL for none */
};
struct wanted_list wanted_values(struct arena *arena, const char *words, const char *value);

/* A day as people write it ("1 September 2021", "1st Sept. 2021", "1/9/2021"), as the schema wants it; NULL when it is
 * none. */
const char *wanted_as_date(struct arena *arena, const char *text);
/* The one number in a text ("95%", "£1,200"), as the schema wants it; NULL when there is none, or are several. */
const char *wanted_as_number(struct arena *arena, const char *text);

#endif
