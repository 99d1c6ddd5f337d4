/* picture.h: how large a picture is, read from the header of its PNG or JPEG file. */
#ifndef ENGROSS_LAYOUT_PICTURE_H
#define ENGROSS_LAYOUT_PICTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/length.h"
#include "base/place.h"
#include "base/report.h"

struct picture {
    length width, height; /* natural: by the file's own resolution, else 96 pixels to the inch */
};

/* Reads `bytes` bytes of a file. Returns NULL on success, else what is wrong, in words for FIGURE-FILE. */
const char *picture_measure(const void *bytes, size_t count, struct picture *out);

/* Reads the file; false after FIGURE-FILE at `place`. */
bool picture_read(const char *file, struct place place, struct arena *arena, struct report *report,
                  struct picture *out);

#endif
