/* amend.h: values that stand in for bad and missing ones, so that the rest of a document can be looked at.
 *
 * Private to src/read. */
#ifndef ENGROSS_READ_AMEND_H
#define ENGROSS_READ_AMEND_H

#include <libxml/xmlschemas.h>
#include <stdbool.h>

#include "read/reading.h"

/* Something that was found wrong with a value. */
struct flaw {
    xmlNodePtr element;
    const char *attribute; /* NULL: its text */
    xmlAttrPtr node;       /* NULL: the attribute is lacking */
};

struct amend;
struct amend *amend_open(struct reading *reading, xmlSchemaPtr schema);
void amend_close(struct amend *amend);

/* Whether the element may have such an attribute; false also when that cannot be told. */
bool amend_bears(struct amend *amend, xmlNodePtr element, const char *attribute);
/* Takes the bad value away and, where there has to be one, puts another in its place that the schema accepts. */
void amend_flaw(struct amend *amend, const struct flaw *flaw);
/* What refers to something that was taken out of the tree is made plain text. */
void amend_references(struct amend *amend, xmlNodePtr root);

#endif
