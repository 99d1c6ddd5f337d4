/* years.h: a yearly statement beside those of other years.
 *
 * The other statements are those of the house's sources, or of the document's own
 * folder when it stands outside them. Rules MS-01 (no year twice) and MS-11 (what has
 * not changed since last year) need them, and so does `engross new`.
 */
#ifndef ENGROSS_YEARS_H
#define ENGROSS_YEARS_H

#include "base/list.h"
#include "base/report.h"
#include "library.h"
#include "read/element.h"

struct year {
    const char *path;
    const char *id;
    const struct element *root;
    const char *from, *to; /* of its period */
};

struct years {
    struct year *items;
    size_t count;
    size_t room;
};

/* Every statement but the one in the file `except` (NULL for none) that meets the schema, in byte order of the paths.
 */
struct years years_read(const struct library *library, const char *except, struct arena *arena);
/* True and *out filled when `root` is a statement with a period. */
bool years_of(const struct element *root, const char *path, struct year *out);

/* How texts of one year are made texts of the next: what is said of its period, in the forms that dates take. Ends
 * with a pair of NULLs. */
struct year_words {
    const char *old;
    const char *new;
};
const struct year_words *years_words(struct arena *arena, const struct year *year, const char *from, const char *to);
/* Likewise, the two dates of the period together alone: "1 April 2019 to 31 March 2020". */
const struct year_words *years_period(struct arena *arena, const struct year *year, const char *from, const char *to);
/* `text` with every old word made new; NULL when it holds none. A number is not part of a longer one. */
const char *years_shift(struct arena *arena, const struct year_words *words, const char *text, size_t count);

/* The rules that take several years, of a statement: `root` was read from `path`. */
void years_check(const struct library *library, const char *path, const struct element *root, struct arena *arena,
                 struct report *report);

#endif
