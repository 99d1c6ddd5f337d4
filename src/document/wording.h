/* wording.h: forms of words within a stretch: dates, times, numbers, references by hand, directions, time undated. */
#ifndef ENGROSS_DOCUMENT_WORDING_H
#define ENGROSS_DOCUMENT_WORDING_H

#include <stddef.h>

#include "base/arena.h"
#include "base/report.h"
#include "document/stretch.h"

/* How many divisions of the document have numbers, so that a number typed by hand can be told from one of a law. */
struct wording_counts {
    size_t sections, clauses, parts;
};

void wording_check(const struct stretch *stretch, const struct wording_counts *counts, struct arena *arena,
                   struct report *report);

#endif
