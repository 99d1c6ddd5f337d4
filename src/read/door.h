/* door.h: decoded text → libxml2 tree, by the one call that may do it.
 *
 * No network, no DTD, no entity but the five, bounded depth and size; nothing is
 * printed. Every element, attribute and text node carries its true place.
 * Private to src/read.
 */
#ifndef ENGROSS_READ_DOOR_H
#define ENGROSS_READ_DOOR_H

#include <libxml/tree.h>

#include "base/buffer.h"
#include "read/origin.h"
#include "read/reading.h"

/* libxml2's globals: loaders and error functions. Every open needs its close. */
void door_open(void);
void door_close(void);
/* From now on libxml2 may load what stands in this folder, by its name alone (what a schema includes); with NULL,
 * nothing. The folder itself never becomes an address: libxml2 would escape its spaces and never find it. */
void door_allow_files(const char *folder);

/* NULL after a report. The document belongs to the reading. `file` must outlive the places. */
xmlDocPtr door_parse(struct reading *reading, const char *file, struct buffer *text);

/* What hangs on every element, text and attribute. */
struct door_mark {
    struct place place;
    const struct origin *origin; /* of a run of text of the file; else NULL */
    bool faulty;                 /* a fault of it, or of what it holds itself, was told */
    bool made;                   /* it is not in the file: it stands in for something that is missing */
    bool open;    /* an element whose end tag was missing, so that what follows it may have got into it */
    bool gap;     /* an inclusion into it failed, so that nobody knows what it holds */
    bool foreign; /* it has a name from HTML or the like, which was told: what goes with it there is the same mistake */
    bool loose;   /* it stood in an element that was taken away: that it does not fit here is nobody's fault */
};
/* The mark of an element, text or attribute of the file; never NULL for those. */
struct door_mark *door_mark_of(const void *node);
/* A new mark with a place, for a node that is added. */
struct door_mark *door_mark_new(struct reading *reading, struct place place);
/* The place of an element, text or attribute (an xmlAttr may be passed as an xmlNode). */
struct place door_place(const void *node);
/* The place of bytes `from` to `to` of a run of text, and how wide they are there (origin.h). */
struct place door_text_place(const xmlNode *text, size_t from, size_t to);

#endif
