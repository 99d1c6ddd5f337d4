/* running.h: what every page has besides the document: running head and foot, watermark, the logo of page 1. */
#ifndef ENGROSS_LAYOUT_RUNNING_H
#define ENGROSS_LAYOUT_RUNNING_H

#include <stddef.h>

#include "layout/makeup.h"

/* By how much the logo pushes down the text of page 1; 0 without one. */
length running_logo_room(const struct setting *setting);

/* Adds it all to page `number` (from 1) of `total`, as artifacts. */
void running_add(const struct setting *setting, struct draft *draft, size_t number, size_t total);

#endif
