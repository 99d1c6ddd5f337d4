/* picture.h: a picture file → an img that holds it. Private to src/html. */
#ifndef ENGROSS_HTML_PICTURE_H
#define ENGROSS_HTML_PICTURE_H

#include "html/writing.h"

/* The img of a figure; with its name when nothing stands around it (`named`). Says in the report when its file cannot
 * be read. */
void picture_put(struct writing *writing, const struct node *figure, bool named);

#endif
