/* edition.h: what a release has that a working build has not.
 *
 * Handed through the pipeline with the document; layout prints the label, the date and
 * the permanent address on every page, the writer attaches the files and says the
 * same in the metadata. A document that is no release has none, and pays nothing.
 */
#ifndef ENGROSS_DOCUMENT_EDITION_H
#define ENGROSS_DOCUMENT_EDITION_H

#include <stddef.h>

#include "base/arena.h"

/* AFRelationship (ISO 19005-3, annex E): what the PDF was made of, what belongs to it, what is told about it. */
enum relationship { RELATIONSHIP_SOURCE, RELATIONSHIP_DATA, RELATIONSHIP_SUPPLEMENT };

/* A file that the PDF carries. Names are ASCII, differ from each other, and are paths with / between folders. */
struct attachment {
    const char *name;
    const void *bytes;
    size_t count;
    enum relationship relationship;
    const char *type;        /* "application/xml" */
    const char *description; /* one sentence, in the language of the document */
};

/* The first three may be NULL for the pipeline, which then has them from the document and from organisations.xml. */
struct edition {
    const char *label;   /* "4.0"; that of the version */
    const char *date;    /* of the release, "2020-03-17"; that of the version */
    const char *address; /* where it is kept for good: an address without spaces, see edition_address; "" for none */
    const struct attachment *attachments;
    size_t attachment_count;
};

/* The names that attachments of a release have besides its pictures. */
#define EDITION_SOURCE "public.xml"
#define EDITION_ORGANISATIONS "organisations.xml"
#define EDITION_LIMITS "limits.xml"
#define EDITION_PROVENANCE "provenance.txt"

/* Gives each attachment, of which name and bytes are set, the rest, and brings them into the order in which a release
 * carries them: the same files are the same edition, whoever puts it together. */
void edition_arrange(struct attachment *attachments, size_t count);

/* The permanent address of a release, below the site of its house ("https://www.example.org/governance/"): that of its
 * PDF in the house style, whatever the style. "" when the site is NULL. */
const char *edition_address(const char *site, const char *id, const char *label, struct arena *arena);

#endif
