/* parts.h: what the parts of a PDF consist of, so that two files can be held against each other in all of it.
 *
 * open PDF → a line for each page ("page 3 HASH"), for each entry of the catalogue ("/Outlines HASH") and for what the
 * file says of itself ("information HASH"). A hash is that of everything that can be
 * reached: what is painted, operator by operator, with its fonts, pictures and annotations;
 * tags, bookmarks, attachments. How it is written does not matter: numbers of objects,
 * object streams, compression, white space, the form of a number. So another program may
 * have saved it anew. Left out are the metadata, which a program that saves a file rewrites.
 */
#ifndef ENGROSS_EXTRACT_PARTS_H
#define ENGROSS_EXTRACT_PARTS_H

#include "base/buffer.h"
#include "extract/handle.h"

void parts_put(const struct handles *handles, struct buffer *out);

#endif
