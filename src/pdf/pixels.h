/* pixels.h: the bytes of a PNG or JPEG file → what a PDF can hold. */
#ifndef ENGROSS_PDF_PIXELS_H
#define ENGROSS_PDF_PIXELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct pixels {
    uint32_t width, height;
    bool grey;
    bool jpeg;                 /* to be embedded as it is */
    const unsigned char *rows; /* else: samples of 8 bits, 1 or 3 a pixel, laid on white */
};

/* NULL when the picture can be used; else what is wrong with it, in words. */
const char *pixels_read(const unsigned char *file, size_t bytes, struct arena *arena, struct pixels *out);

#endif
