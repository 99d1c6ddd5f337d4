/* pixels.c: PNG (ISO/IEC 15948) decoded by libpng, JPEG (ITU-T T.81) examined.
 *
 * In: a file's bytes, not to be trusted. Out: rows of samples, or the word that
 * the file may be embedded whole. libharu would let libpng end the program at the
 * first damaged byte, and would keep transparency; so PNG is decoded here, through
 * libpng's simplified interface, which returns its faults, and laid on white, since
 * a page shown in dark colours would swallow black ink on a transparent ground.
 * JPEG must be of one or three components of 8 bits, coded in a way that every
 * reader knows; CMYK would need another output intent.
 */
#include "pdf/pixels.h"

#include <png.h>
#include <string.h>

/* 200 million samples: an A4 page at 1,200 dots per inch in grey, at 700 in colour. */
#define SAMPLES_MAX 200000000u

static unsigned big16(const unsigned char *at) {
    return (unsigned)at[0] << 8 | at[1];
}

static const char *read_png(const unsigned char *file, size_t bytes, struct arena *arena, struct pixels *out) {
    /* libpng's simplified interface mixes up their rows since it was mended against CVE-2025-65018. */
    if (bytes > 28 && file[24] == 16 && file[28] != 0)
        return "it is an interlaced PNG of 16 bits a colour, which programs read wrongly";
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&image, file, bytes))
        return "it is damaged";
    bool grey = (image.format & PNG_FORMAT_FLAG_COLOR) == 0;
    image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB; /* as the standard says of files that do not say */
    image.format = grey ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
    if ((uint64_t)image.width * image.height > SAMPLES_MAX / (grey ? 1 : 3)) {
        png_image_free(&image);
        return "it has too many dots";
    }
    static const png_color white = {255, 255, 255};
    unsigned char *rows = arena_alloc(arena, PNG_IMAGE_SIZE(image));
    if (!png_image_finish_read(&image, &white, rows, 0, NULL))
        return "it is damaged";
    *out = (struct pixels){.width = image.width, .height = image.height, .grey = grey, .rows = rows};
    return NULL;
}

static const char *read_jpeg(const unsigned char *file, size_t bytes, struct pixels *out) {
    if (bytes < 4 || file[bytes - 2] != 0xFF || file[bytes - 1] != 0xD9) {
        return "it is cut short";
    }
    for (size_t at = 2; at + 4 <= bytes;) {
        unsigned marker = file[at + 1];
        size_t size = big16(file + at + 2);
        if (file[at] != 0xFF || size < 2 || size > bytes - at - 2) {
            return "it is damaged";
        }
        bool frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (frame) {
            if (marker > 0xC2 || size < 8 || file[at + 4] != 8) {
                return "it is coded in a way that few readers know";
            }
            if (file[at + 9] != 1 && file[at + 9] != 3) {
                return "its colours are those of a printing press (CMYK)";
            }
            *out = (struct pixels){
                .height = big16(file + at + 5), .width = big16(file + at + 7), .grey = file[at + 9] == 1, .jpeg = true};
            return out->width == 0 || out->height == 0 ? "it has no size" : NULL;
        }
        if (marker == 0xDA) {
            break;
        }
        at += size + 2;
    }
    return "it is damaged";
}

const char *pixels_read(const unsigned char *file, size_t bytes, struct arena *arena, struct pixels *out) {
    if (bytes >= 8 && memcmp(file, "\x89PNG\r\n\x1A\n", 8) == 0) {
        return read_png(file, bytes, arena, out);
    }
    if (bytes >= 3 && memcmp(file, "\xFF\xD8\xFF", 3) == 0) {
        return read_jpeg(file, bytes, out);
    }
    return "it is neither PNG nor JPEG";
}
