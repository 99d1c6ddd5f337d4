/* reading.h: what the modules of this folder share while one source is read.
 *
 * One `reading` lasts for one source_read: the file, all that it includes, and
 * the faults of both. Its own count of faults decides whether there is a tree,
 * because a report drops doubles and so may not grow when a file is read again.
 * Private to src/read.
 */
#ifndef ENGROSS_READ_READING_H
#define ENGROSS_READ_READING_H

#include <libxml/tree.h>
#include <stdbool.h>

#include "base/list.h"
#include "base/report.h"

/* A board pack of 10,000 pages is 20 MiB of XML and a million nodes, a table of 100,000 rows half as much again. What
 * is far beyond that is a mistake or an attack, and is refused while it is still cheap to; libxml2 has bounds of its
 * own, above these, whose words no author would understand. */
#define READING_FILE_MIB 64 /* of one file, as it is and in UTF-8 */
#define READING_FILE_LIMIT ((size_t)READING_FILE_MIB << 20)
#define READING_TOTAL_MIB 256
#define READING_TOTAL_LIMIT ((size_t)READING_TOTAL_MIB << 20)
/* Of one tag, comment or run of text. libxml2 takes a little more. */
#define READING_RUN_MIB 8
#define READING_RUN_LIMIT ((size_t)READING_RUN_MIB << 20)
#define READING_DEPTH_LIMIT 256
#define READING_NODE_LIMIT ((size_t)3000000)
/* For the words of faults. */
#define READING_SAID(mebibytes) READING_SAID_(mebibytes)
#define READING_SAID_(mebibytes) #mebibytes " MiB"
/* Of one element. libxml2 compares each with each. */
#define READING_ATTRIBUTE_LIMIT 256
/* Combining characters in a row: what comes of one letter in any script is below 30 (UAX #15, 12.1 "Stream-Safe Text
 * Format"). To put them in order takes time that grows with the square of their number. */
#define READING_COMBINING_LIMIT 64
/* Past this many faults of one sort in one file, the rest say nothing new. */
#define READING_FAULT_LIMIT 20

/* An attribute whose value was told to be wrong, by names: nobody knows what it was to say. */
struct bad_value {
    const char *element, *attribute;
};

struct reading {
    struct arena *arena;
    struct arena *marks; /* for what hangs on nodes of libxml2 and goes with them; NULL: `arena` */
    struct report *report;
    xmlDictPtr dict; /* shared by all documents, so that nodes can move between them */
    /* Elements taken out of their documents; freed at the end, for what stood in them may go by their namespaces. */
    LIST(xmlNodePtr) strays;
    LIST(xmlDocPtr) docs; /* all live until the end: namespaces of moved nodes stay with their old document */
    size_t bytes;         /* read so far */
    size_t nodes;
    size_t faults;
    const char *space;        /* the namespace that the elements have to be in */
    struct schema *schema;    /* NULL when it cannot be used */
    bool lost;                /* there is no tree that could be looked at any further */
    bool keeps_comments;      /* and processing instructions, which are dropped else */
    bool gap;                 /* an inclusion failed: nobody knows which ids there are */
    LIST(struct place) told;  /* what was found wrong in the syntax: the schema says nothing more of these places */
    LIST(const char *) words; /* ids and abbreviations that went with what was taken out of the tree */
    LIST(struct bad_value) bad_values;
};

/* Frees what the reading holds of libxml2, and its marks. */
void reading_close(struct reading *reading);

/* Whether the syntax of this very place was told to be wrong. */
bool reading_was_told(const struct reading *reading, struct place place);

#define reading_fault(reading, rule, place, ...)                     \
    do {                                                             \
        (reading)->faults++;                                         \
        report_add((reading)->report, (rule), (place), __VA_ARGS__); \
    } while (0)

#endif
