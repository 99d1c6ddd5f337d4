/* origin.h: where in the author's file each character of a run of text comes from.
 *
 * Private to src/read; the rest asks element_text_place (element.h). */
#ifndef ENGROSS_READ_ORIGIN_H
#define ENGROSS_READ_ORIGIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/place.h"
#include "read/repair.h"

struct origin;

/* One file, and how far the last search in it got: searches for one place after the other begin where the one before
 * ended, so that many of them take no longer than one walk through the text. */
struct origin_file {
    struct repair repair;
    struct {
        const struct origin *origin; /* NULL: no search yet */
        bool composed;
        bool section; /* within a CDATA section */
        const char *at;
        size_t done; /* bytes of text before `at` */
        const char *counted;
        uint32_t line, column; /* of `counted` */
    } search;
};

/* What hangs on a run of text. */
struct origin {
    struct origin_file *file;
    const char *raw; /* in the mended text, past the tag before the run */
};

/* The place of bytes `from` to `to` of a run of text that begins at `start`; as wide as what the author typed for them,
 * up to the end of the line. `origin` may be NULL: then the text stands in the file as it is. `composed` text was
 * brought into NFC; it has the places of the letters that its characters were made of. */
struct place origin_place(const struct origin *origin, const char *text, bool composed, struct place start, size_t from,
                          size_t to);

#endif
