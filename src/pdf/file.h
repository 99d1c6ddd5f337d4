/* file.h: objects → the bytes of the file. */
#ifndef ENGROSS_PDF_FILE_H
#define ENGROSS_PDF_FILE_H

#include "base/buffer.h"
#include "base/hash.h"
#include "pdf/object.h"

struct file;

/* Writes the header and every object but `last`, which must become a stream before file_end. Gives the hash of what
 * was written: the file's content. `out` must begin empty of this file; offsets count from its present end. */
struct file *file_begin(struct objects *objects, const struct dict *last, struct arena *arena, struct buffer *out,
                        struct hash *content);
/* Writes `last`, the cross-reference stream and the end. `permanent` is the first half of the trailer's ID. */
void file_end(struct file *file, const struct hash *permanent, const struct hash *content);

#endif
