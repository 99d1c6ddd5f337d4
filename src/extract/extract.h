/* extract.h: what a PDF holds that anybody may have handed in: attachments, metadata, text and tags.
 *
 * It is taken apart in a process of its own, within bounds of time and memory: whatever
 * the bytes are, this program goes on and says that they could not be read.
 */
#ifndef ENGROSS_EXTRACT_EXTRACT_H
#define ENGROSS_EXTRACT_EXTRACT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/list.h"
#include "document/edition.h"

struct extract {
    const char *fault; /* why there is nothing: a part of a sentence; NULL when all below is set */
    bool environment;  /* the fault is one of this machine, not of the file */
    struct {
        struct attachment *items; /* name, bytes, count */
        size_t count, room;
    } attachments;
    const char *metadata; /* the XMP packet; "" when there is none */
    const char *reading;  /* text, tags and where links lead, a line each; "" when it was not asked for */
    const char *seen;     /* what a reader sees of it (seen.h); likewise */
    const char *parts;    /* what its parts consist of (parts.h); likewise */
};

/* `bytes` are those of the file. With `reading` its text and tags are read too. */
struct extract extract_pdf(const void *bytes, size_t count, bool reading, struct arena *arena);

/* The text of the first element of that name in the metadata, such as "xmpMM:DocumentID"; NULL when there is none. */
const char *extract_fact(const struct extract *extract, const char *name, struct arena *arena);

/* The version of libqpdf; NULL when it is not there. */
const char *extract_library(void);

/* Begins, in the reading, what is drawn as an artifact and is no text. */
#define EXTRACT_DRAWING \
    "\xE2\x9F\xA8"      \
    "drawn:"

/* The file of that library, and the Debian package that has it. */
#define EXTRACT_LIBRARY_FILE "libqpdf.so.29"
#define EXTRACT_LIBRARY_PACKAGE "libqpdf29"

/* For extract.c: libqpdf's part, in the process of its own. */
struct extracting {
    const char *bytes;
    size_t count;
    bool reading;
    /* Hands something over: 'A' an attachment, 'M' the metadata, 'R' the reading, 'S' what is seen, 'P' the parts. */
    void (*give)(void *context, char what, const char *name, const void *bytes, size_t count);
    void *context;
};
/* NULL, or why not. */
const char *extract_here(const struct extracting *extracting);

#endif
