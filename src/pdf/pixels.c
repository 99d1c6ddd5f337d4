/* pixels.c: PNG (ISO/IEC 15948) decoded, JPEG (ITU-T T.81) examined.
 *
 * In: a file's bytes, not to be trusted. Out: rows of samples, or the word that
 * the file may be embedded whole. libharu would read PNG through libpng and end
 * the program at the first damaged byte, and would keep transparency; so PNG is
 * decoded here: chunks checked by their sums, inflated, unfiltered, widened to 8
 * bits and laid on white, since a page shown in dark colours would swallow black
 * ink on a transparent ground. Interlaced files are refused: nobody needs them in
 * print. JPEG must be of one or three components of 8 bits, coded in a way that
 * every reader knows; CMYK would need another output intent.
 */
#include "pdf/pixels.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

/* Samples after inflation: 200 million, an A4 page at 1,200 dots per inch in grey. */
#define SAMPLES_MAX 200000000u

struct png {
    uint32_t width, height;
    unsigned depth, kind;
    unsigned channels;
    const unsigned char *palette;
    uint32_t palette_count;
    const unsigned char *alpha; /* tRNS */
    uint32_t alpha_count;
    struct buffer data;
};

static uint32_t big32(const unsigned char *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static unsigned big16(const unsigned char *at) {
    return (unsigned)at[0] << 8 | at[1];
}

static const char *png_header(struct png *png, const unsigned char *at, uint32_t bytes) {
    static const unsigned char channels[] = {1, 0, 3, 1, 2, 0, 4};
    if (bytes != 13) {
        return "its header is damaged";
    }
    png->width = big32(at);
    png->height = big32(at + 4);
    png->depth = at[8];
    png->kind = at[9];
    bool small = png->depth == 1 || png->depth == 2 || png->depth == 4;
    bool wide = png->depth == 16;
    if (png->kind > 6 || channels[png->kind] == 0 || (png->depth != 8 && !small && !wide) ||
        (small && png->kind != 0 && png->kind != 3) || (wide && png->kind == 3) || at[10] != 0 || at[11] != 0) {
        return "its header is damaged";
    }
    if (at[12] != 0) {
        return "it is interlaced";
    }
    png->channels = channels[png->kind];
    if (png->width == 0 || png->height == 0 || png->width > 100000 || png->height > 100000 ||
        (uint64_t)png->width * png->height * 4 > SAMPLES_MAX) {
        return "it has too many points, or none";
    }
    return NULL;
}

/* Walks the chunks. */
static const char *png_chunks(struct png *png, const unsigned char *file, size_t bytes) {
    size_t at = 8;
    while (at + 12 <= bytes) {
        uint32_t size = big32(file + at);
        const unsigned char *type = file + at + 4;
        const unsigned char *body = type + 4;
        if (size > bytes - at - 12 || libdeflate_crc32(0, type, size + 4u) != big32(body + size)) {
            return "it is damaged";
        }
        if (memcmp(type, "IHDR", 4) == 0) {
            const char *fault = at == 8 ? png_header(png, body, size) : "its header is damaged";
            if (fault != NULL) {
                return fault;
            }
        } else if (png->width == 0) {
            return "its header is damaged";
        } else if (memcmp(type, "PLTE", 4) == 0) {
            png->palette = body;
            png->palette_count = size / 3;
        } else if (memcmp(type, "tRNS", 4) == 0) {
            png->alpha = body;
            png->alpha_count = size;
        } else if (memcmp(type, "IDAT", 4) == 0) {
            buffer_bytes(&png->data, body, size);
        } else if (memcmp(type, "IEND", 4) == 0) {
            return png->kind == 3 && png->palette == NULL ? "its palette is missing" : NULL;
        }
        at += size + 12u;
    }
    return "it is cut short";
}

static unsigned char paeth(int left, int up, int corner) {
    int guess = left + up - corner;
    int by_left = guess > left ? guess - left : left - guess;
    int by_up = guess > up ? guess - up : up - guess;
    int by_corner = guess > corner ? guess - corner : corner - guess;
    return (unsigned char)(by_left <= by_up && by_left <= by_corner ? left : by_up <= by_corner ? up : corner);
}

/* Undoes the filter of each row in place; rows are `stride` bytes after one that names the filter. */
static const char *png_unfilter(unsigned char *rows, size_t stride, uint32_t height, size_t step) {
    for (uint32_t y = 0; y < height; y++) {
        unsigned char *row = rows + y * (stride + 1);
        const unsigned char *up = y > 0 ? row - stride : NULL;
        unsigned char filter = *row++;
        if (filter > 4) {
            return "it is damaged";
        }
        for (size_t x = 0; x < stride; x++) {
            int left = x >= step ? row[x - step] : 0;
            int above = up != NULL ? up[x] : 0;
            int corner = up != NULL && x >= step ? up[x - step] : 0;
            int guess = filter == 1   ? left
                        : filter == 2 ? above
                        : filter == 3 ? (left + above) / 2
                        : filter == 4 ? paeth(left, above, corner)
                                      : 0;
            row[x] = (unsigned char)(row[x] + guess);
        }
    }
    return NULL;
}

/* Sample `i` of a row, as it stands in the file. */
static unsigned png_sample(const struct png *png, const unsigned char *row, size_t i) {
    if (png->depth == 16) {
        return big16(row + 2 * i);
    }
    if (png->depth == 8) {
        return row[i];
    }
    size_t bit = i * png->depth;
    return (unsigned)(row[bit / 8] >> (8 - png->depth - bit % 8)) & ((1u << png->depth) - 1);
}

/* A pixel as red, green, blue, alpha. False when it names a colour that the palette lacks. */
static bool png_pixel(const struct png *png, const unsigned char *row, size_t x, unsigned char pixel[4]) {
    unsigned samples[4] = {0};
    unsigned most = (1u << png->depth) - 1;
    for (size_t c = 0; c < png->channels; c++) {
        samples[c] = png_sample(png, row, x * png->channels + c);
    }
    pixel[3] = 255;
    if (png->kind == 3) {
        if (samples[0] >= png->palette_count) {
            return false;
        }
        memcpy(pixel, png->palette + (size_t)3 * samples[0], 3);
        pixel[3] = samples[0] < png->alpha_count ? png->alpha[samples[0]] : 255;
        return true;
    }
    bool rgb = png->kind == 2 || png->kind == 6;
    for (int c = 0; c < 3; c++) {
        pixel[c] = (unsigned char)((samples[rgb ? c : 0] * 255 + most / 2) / most);
    }
    if (png->kind >= 4) {
        pixel[3] = (unsigned char)((samples[rgb ? 3 : 1] * 255 + most / 2) / most);
    } else if (png->alpha_count >= (rgb ? 6u : 2u)) {
        bool clear = true;
        for (unsigned c = 0; c < png->channels; c++) {
            clear = clear && samples[c] == big16(png->alpha + (size_t)2 * c);
        }
        pixel[3] = clear ? 0 : 255;
    }
    return true;
}

static const char *png_rows(const struct png *png, unsigned char *raw, size_t stride, struct arena *arena,
                            struct pixels *out) {
    size_t points = (size_t)png->width * png->height;
    unsigned char *rows = arena_alloc(arena, points * 3);
    size_t at = 0;
    bool grey = true;
    for (uint32_t y = 0; y < png->height; y++) {
        for (uint32_t x = 0; x < png->width; x++) {
            unsigned char pixel[4] = {0};
            if (!png_pixel(png, raw + y * (stride + 1) + 1, x, pixel)) {
                return "its palette is damaged";
            }
            for (int c = 0; c < 3; c++) {
                rows[at++] = (unsigned char)((pixel[c] * pixel[3] + 255 * (255 - pixel[3]) + 127) / 255);
            }
            grey = grey && rows[at - 1] == rows[at - 2] && rows[at - 2] == rows[at - 3];
        }
    }
    for (size_t i = 0; grey && i < points; i++) {
        rows[i] = rows[3 * i];
    }
    *out = (struct pixels){.width = png->width, .height = png->height, .grey = grey, .rows = rows};
    return NULL;
}

static const char *png_decode(const struct png *png, struct arena *arena, struct pixels *out) {
    size_t bits = (size_t)png->width * png->channels * png->depth;
    size_t stride = (bits + 7) / 8;
    size_t bytes = (stride + 1) * png->height;
    size_t step = png->channels * png->depth < 8 ? 1 : png->channels * png->depth / 8;
    unsigned char *raw = memory_take(bytes);
    struct libdeflate_decompressor *inflate = libdeflate_alloc_decompressor();
    if (inflate == NULL) {
        memory_exhausted();
    }
    enum libdeflate_result result =
        libdeflate_zlib_decompress(inflate, png->data.bytes, png->data.count, raw, bytes, NULL);
    libdeflate_free_decompressor(inflate);
    const char *fault = result == LIBDEFLATE_SUCCESS ? png_unfilter(raw, stride, png->height, step) : "it is damaged";
    if (fault == NULL) {
        fault = png_rows(png, raw, stride, arena, out);
    }
    free(raw);
    return fault;
}

static const char *read_png(const unsigned char *file, size_t bytes, struct arena *arena, struct pixels *out) {
    struct png png = {0};
    const char *fault = png_chunks(&png, file, bytes);
    if (fault == NULL) {
        fault = png_decode(&png, arena, out);
    }
    buffer_close(&png.data);
    return fault;
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
