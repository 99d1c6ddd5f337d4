/* image.h: picture files → image objects. */
#ifndef ENGROSS_PDF_IMAGE_H
#define ENGROSS_PDF_IMAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/report.h"
#include "pages/page.h"
#include "pdf/object.h"

struct images;

struct images *images_open(struct arena *arena);
/* Loads the file of a mark unless it is there already, and gives it an entry in `names`, a dictionary of resources. A
 * report (PDF-IMAGE) when it cannot be used. */
void images_add(struct images *images, struct objects *objects, struct dict *names, const struct mark *mark,
                struct report *report);
/* The number of a file that was added: its resource is I and this number. */
size_t image_number(const struct images *images, const char *file);

#endif
