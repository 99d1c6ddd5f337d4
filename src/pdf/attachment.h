/* attachment.h: the files that a PDF carries. */
#ifndef ENGROSS_PDF_ATTACHMENT_H
#define ENGROSS_PDF_ATTACHMENT_H

#include "base/arena.h"
#include "document/edition.h"
#include "pdf/object.h"

/* Writes the attachments of an edition, their name tree and /AF of the catalogue. */
void attachments_write(struct objects *objects, const struct edition *edition, struct arena *arena);

#endif
