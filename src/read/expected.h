/* expected.h: what may stand in a place where something else stands.
 *
 * Private to src/read. */
#ifndef ENGROSS_READ_EXPECTED_H
#define ENGROSS_READ_EXPECTED_H

#include <libxml/xmlschemas.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/buffer.h"

/* What is known of one schema while one document is held against it. */
struct expecting;
struct expecting *expecting_open(xmlSchemaPtr schema, struct arena *arena);
void expecting_close(struct expecting *expecting);

/* The elements that may stand where `element` does, as "<a>, <b> or <c>"; "" when none may, NULL when it cannot be
 * told. */
const char *expected_instead(struct expecting *expecting, const xmlNode *element);
/* How to mend an element of a name that the schema does not know; NULL for one that it knows. After expected_instead.
 */
const char *expected_mend(const struct expecting *expecting, const char *name);

/* Appends "{urn:x}p" as "<p>". */
void expected_name(struct buffer *out, const char *token, size_t count);
/* Appends what stands before the next name of a list. */
void expected_joint(struct buffer *out, bool first, bool last);

#endif
