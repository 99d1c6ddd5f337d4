/* pictures.h: the picture files that a document names. */
#ifndef ENGROSS_DOCUMENT_PICTURES_H
#define ENGROSS_DOCUMENT_PICTURES_H

#include "document/build.h"

/* The path of the PNG or JPEG file that `attribute` names, or NULL after a report. */
const char *picture_find(struct build *build, const struct element *element, const char *attribute);

#endif
