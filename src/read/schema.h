/* schema.h: a libxml2 tree held against an XSD, libxml2's words turned into ours.
 *
 * Private to src/read. */
#ifndef ENGROSS_READ_SCHEMA_H
#define ENGROSS_READ_SCHEMA_H

#include <libxml/xmlschemas.h>

#include "read/reading.h"

/* Compiles the schema in `path`; NULL after a report (SCHEMA-BROKEN). Free it with xmlSchemaFree. */
xmlSchemaPtr schema_open(struct reading *reading, const char *path);
/* Reports every fault (SCHEMA-…). The tree's places must be set. */
void schema_check(struct reading *reading, xmlSchemaPtr schema, xmlDocPtr document);

#endif
