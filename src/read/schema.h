/* schema.h: a libxml2 tree held against an XSD, libxml2's words turned into ours.
 *
 * Private to src/read. */
#ifndef ENGROSS_READ_SCHEMA_H
#define ENGROSS_READ_SCHEMA_H

#include <libxml/xmlschemas.h>

#include "read/reading.h"

/* Compiles the schema in `path`; NULL after a report (SCHEMA-BROKEN). Free it with xmlSchemaFree. */
xmlSchemaPtr schema_open(struct reading *reading, const char *path);
/* Reports every fault (SCHEMA-…), and mends the tree so that the schema accepts it; what was mended is marked `faulty`.
 * False when that could not be done. The tree's places must be set. */
bool schema_check(struct reading *reading, xmlSchemaPtr schema, xmlDocPtr document);

#endif
