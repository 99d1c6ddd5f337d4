/* imprint.h: the lines by which each page of a release says which release it belongs to. */
#ifndef ENGROSS_LAYOUT_IMPRINT_H
#define ENGROSS_LAYOUT_IMPRINT_H

#include <stdbool.h>
#include <stddef.h>

#include "layout/paragraph.h"

struct imprint {
    const struct line **lines;
    size_t count;
    length height; /* of all of them: by so much the foot of the page is higher than the style has it */
};

/* Sets the lines of the document's edition into setting->imprint, and makes room for them in setting->style, which
 * becomes another. Nothing for a document without one. False after errors (EDITION-LONG, a character without a face).
 */
bool imprint_open(struct setting *setting);

#endif
