/* schema.h: a libxml2 tree held against an XSD, libxml2's words turned into ours.
 *
 * Private to src/read. */
#ifndef ENGROSS_READ_SCHEMA_H
#define ENGROSS_READ_SCHEMA_H

#include <libxml/xmlschemas.h>

#include "read/reading.h"

struct schema;

/* The schema in `path`, as tables when make has seen the very same; NULL after a report (SCHEMA-BROKEN). */
struct schema *schema_open(struct reading *reading, const char *path);
void schema_close(struct schema *schema); /* NULL is allowed */
/* That of the reading as libxml2 has it, compiled when this is first asked for; NULL when it cannot be. */
xmlSchemaPtr schema_compiled(struct reading *reading);
/* Reports every fault (SCHEMA-…), and mends the tree so that the schema accepts it; what was mended is marked `faulty`.
 * False when that could not be done. The tree's places must be set. */
bool schema_check(struct reading *reading, xmlDocPtr document);

#endif
