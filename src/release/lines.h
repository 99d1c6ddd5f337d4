/* lines.h: files of lines "name: value", as the ledger and the manifest are, read strictly.
 *
 * bytes → one line after the other, asked for by name. The first fault is told with its
 * line and ends the reading: of what comes after it nothing can be relied on.
 */
#ifndef ENGROSS_RELEASE_LINES_H
#define ENGROSS_RELEASE_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/report.h"

struct lines {
    const char *file;
    const char *start, *at, *end; /* all bytes; the line that comes next; the end of all */
    uint32_t number;              /* of the line that comes next, from 1 */
    struct arena *arena;
    struct report *report;
    bool failed; /* a fault was told */
};

struct lines lines_open(const char *file, const char *bytes, size_t count, struct arena *arena, struct report *report);
bool lines_at_end(const struct lines *lines);
/* Where the line stands that comes next. */
struct place lines_place(const struct lines *lines);
/* The value of the line that comes next, when it has that name; else NULL, and nothing is taken. */
const char *lines_take(struct lines *lines, const char *name);
/* The same for a line that has to stand here: NULL after a report. */
const char *lines_want(struct lines *lines, const char *name);
/* True when the line that comes next is empty, which is taken. */
bool lines_take_empty(struct lines *lines);
/* The version behind `what` ("engross ledger"), when the line that comes next says one, which is taken. A version above
 * `highest` is told (LEDGER-VERSION). */
bool lines_take_version(struct lines *lines, const char *what, unsigned highest, unsigned *version);
/* Tells LEDGER-FORM of the line that was taken last, or, with `next`, of the one that comes. */
void lines_fault(struct lines *lines, bool next, const char *words);

/* The word of a value up to the next space; `*at` moves past it. The last word has `rest` and takes what there is. NULL
 * when there is none. */
const char *lines_word(struct lines *lines, const char **at, bool rest);
/* A decimal number without leading zeros; false when it is none. */
bool lines_number(const char *text, size_t *number);

#endif
