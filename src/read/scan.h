/* scan.h: finding one's way in raw XML text: tags, attributes, what stands open.
 *
 * For places and for explaining faults, never to decide what a document says:
 * libxml2 alone parses. Works on decoded text with single line feeds, and must
 * bear any text at all. Private to src/read.
 */
#ifndef ENGROSS_READ_SCAN_H
#define ENGROSS_READ_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/place.h"

/* The end of the name that begins at `at`. */
const char *scan_name(const char *at, const char *end);

struct scan_attribute {
    const char *name;
    size_t name_count;
    const char *end; /* past the closing quotation mark */
};
/* The next attribute at or after `*at`, within a start tag; moves `*at` past it. False at the tag's end. */
bool scan_attribute(const char **at, const char *end, struct scan_attribute *out);

/* Past any comments, processing instructions and `<![CDATA[` that begin at `at`. */
const char *scan_aside(const char *at, const char *end);

/* Past the tag, comment, processing instruction or CDATA section whose "<" is at `at`; NULL when it never ends. */
const char *scan_markup(const char *at, const char *end);

/* A walk through the text that goes on counting where it stopped; begin with line 1, column 1. */
struct scan_cursor {
    const char *at;
    uint32_t line;
    uint32_t column;
};
/* Moves to `to`, which must not lie before the cursor. */
void scan_to(struct scan_cursor *cursor, const char *to);
/* Counts from the start of the text: for faults. */
struct place scan_place(const char *file, const char *text, const char *at);

/* Where a stretch without "<" and ">" of more than `limit` bytes begins; NULL when there is none. */
const char *scan_endless(const char *at, const char *end, size_t limit);

/* The "<" of the first start tag with more than `limit` attributes, or NULL. */
const char *scan_crowded(const char *text, const char *end, size_t limit);

/* What the tags before `end` add up to. */
struct scan_outline {
    const char *open;       /* "<" of the innermost tag that is open, or NULL */
    const char *closing;    /* "<" of the first closing tag that does not suit `open`, or NULL */
    const char *unfinished; /* "<" of a tag, comment or the like that never ends, or NULL */
};
struct scan_outline scan_tags(const char *text, const char *end);

#endif
