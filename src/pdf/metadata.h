/* metadata.h: what the file says about itself: Info, XMP, the colour profile. */
#ifndef ENGROSS_PDF_METADATA_H
#define ENGROSS_PDF_METADATA_H

#include "base/arena.h"
#include "base/hash.h"
#include "document/document.h"
#include "pdf/object.h"

/* The information dictionary; file_end enters it in the trailer. */
void metadata_info(struct objects *objects, const struct document *document, struct arena *arena);
/* The XMP packet as the stream `dict`. The identifiers are made of hashes: `permanent` is the document's, whatever its
 * version, `content` that of these very bytes. */
void metadata_packet(struct objects *objects, struct dict *dict, const struct document *document,
                     const struct hash *permanent, const struct hash *content);
/* The hash that names the document through all its versions. */
struct hash metadata_permanent(const struct document *document, struct arena *arena);
/* OutputIntents of the catalogue: sRGB. */
void metadata_intent(struct objects *objects);

#endif
