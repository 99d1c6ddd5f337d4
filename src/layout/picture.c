/* picture.c: PNG and JPEG headers → natural size.
 *
 * PNG: the IHDR chunk gives pixels, pHYs pixels to the metre (ISO/IEC 15948,
 * 11.2.2 and 11.3.5.3). JPEG: the first frame header SOFn gives pixels, a JFIF APP0
 * pixels to the inch or centimetre (ITU-T T.81, B.2.2; T.871, 10.1). Only
 * headers are read here; the writer reads the pixels. A resolution that no
 * printer or screen has is taken as not said; a JPEG that is to be shown turned is refused.
 */
#include "layout/picture.h"

#include <stdint.h>
#include <string.h>

#include "base/file.h"

#define PICTURE_LIMIT ((size_t)64 << 20)
#define PICTURE_SIDE_MAX 65500u

static uint32_t big16(const uint8_t *at) {
    return (uint32_t)at[0] << 8 | at[1];
}

static uint32_t big32(const uint8_t *at) {
    return big16(at) << 16 | big16(at + 2);
}

/* `count` pixels at `per` pixels to a length of `unit`, in thousandths of a point. */
static length pixels_wide(uint32_t count, uint32_t per, length unit) {
    return (length)count * unit / (length)per;
}

static const char *size_fill(struct picture *out, uint32_t across, uint32_t down, uint32_t per_inch) {
    if (across == 0 || down == 0)
        return "it has no pixels";
    if (across > PICTURE_SIDE_MAX || down > PICTURE_SIDE_MAX)
        return "it has too many pixels";
    if (per_inch < 20 || per_inch > 4800)
        per_inch = 96;
    out->width = pixels_wide(across, per_inch, LENGTH_PT(72));
    out->height = pixels_wide(down, per_inch, LENGTH_PT(72));
    return NULL;
}

static const char *png_measure(const uint8_t *bytes, size_t count, struct picture *out) {
    if (count < 33 || big32(bytes + 8) != 13 || memcmp(bytes + 12, "IHDR", 4) != 0)
        return "its PNG header is broken";
    uint32_t across = big32(bytes + 16), down = big32(bytes + 20), per_inch = 0;
    for (size_t at = 33; at + 12 <= count;) {
        size_t size = big32(bytes + at);
        if (memcmp(bytes + at + 4, "IDAT", 4) == 0)
            return size_fill(out, across, down, per_inch);
        if (memcmp(bytes + at + 4, "pHYs", 4) == 0 && size == 9 && at + 17 <= count && bytes[at + 16] == 1) {
            uint64_t per_metre = big32(bytes + at + 8);
            per_inch = per_metre < 1000000 ? (uint32_t)((per_metre * 254 + 5000) / 10000) : 0;
        }
        if (size > count - at - 12)
            break;
        at += size + 12;
    }
    return "it is a PNG file without its picture data";
}

static bool is_frame_header(uint8_t marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

static uint32_t jfif_per_inch(const uint8_t *segment, size_t size) {
    if (size < 14 || memcmp(segment + 2, "JFIF", 5) != 0)
        return 0;
    uint32_t across = big16(segment + 10);
    return segment[9] == 1 ? across : segment[9] == 2 ? (across * 254 + 50) / 100 : 0;
}

/* Whether a camera has noted that its picture stands on its side or its head (Exif 2.32, 4.6.2 and 4.6.5, tag 0x0112 of
 * the first directory). What shows pictures turns them by that note, PDF does not. */
static bool exif_turned(const uint8_t *segment, size_t size) {
    if (size < 16 || memcmp(segment + 2, "Exif\0", 6) != 0)
        return false;
    const uint8_t *tiff = segment + 8;
    size_t count = size - 8;
    bool little = tiff[0] == 'I';
    size_t at =
        little ? (size_t)tiff[7] << 24 | (size_t)tiff[6] << 16 | (size_t)tiff[5] << 8 | tiff[4] : big32(tiff + 4);
    if (at > count || count - at < 2)
        return false;
    size_t entries = little ? (size_t)tiff[at + 1] << 8 | tiff[at] : big16(tiff + at);
    for (at += 2; entries > 0 && count - at >= 12; entries--, at += 12) {
        uint32_t tag = little ? (uint32_t)tiff[at + 1] << 8 | tiff[at] : big16(tiff + at);
        uint32_t value = little ? (uint32_t)tiff[at + 9] << 8 | tiff[at + 8] : big16(tiff + at + 8);
        if (tag == 0x0112)
            return value > 1 && value <= 8;
    }
    return false;
}

static const char *jpeg_measure(const uint8_t *bytes, size_t count, struct picture *out) {
    uint32_t per_inch = 0;
    size_t at = 2;
    while (at + 4 <= count && bytes[at] == 0xFF) {
        uint8_t marker = bytes[at + 1];
        if (marker == 0xFF) {
            at++;
            continue;
        }
        if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) {
            at += 2;
            continue;
        }
        if (marker == 0xD9 || marker == 0xDA)
            break;
        const uint8_t *segment = bytes + at + 2; /* begins with its size */
        size_t size = big16(segment);
        if (size < 2 || size > count - at - 2)
            break;
        if (is_frame_header(marker) && size >= 8)
            return size_fill(out, big16(segment + 5), big16(segment + 3), per_inch);
        if (marker == 0xE1 && exif_turned(segment, size))
            return "the camera has noted that it is to be shown turned or mirrored";
        if (marker == 0xE0)
            per_inch = jfif_per_inch(segment, size);
        at += size + 2;
    }
    return "its JPEG header is broken";
}

const char *picture_measure(const void *bytes, size_t count, struct picture *out) {
    static const uint8_t png[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    const uint8_t *at = bytes;
    if (count >= 8 && memcmp(at, png, 8) == 0)
        return png_measure(at, count, out);
    if (count >= 4 && at[0] == 0xFF && at[1] == 0xD8 && at[2] == 0xFF)
        return jpeg_measure(at, count, out);
    return "it is neither a PNG nor a JPEG file";
}

bool picture_read(const char *file, struct place place, struct arena *arena, struct report *report,
                  struct picture *out) {
    struct arena *scratch = arena_open();
    struct report *own = report_open(scratch);
    size_t count = 0;
    const char *bytes = file_read(scratch, file, PICTURE_LIMIT, &count, own);
    const char *fault = bytes ? picture_measure(bytes, count, out) : NULL;
    if (!bytes)
        fault = report_count(own) > 0 ? arena_string(arena, report_sorted(own)[0].message) : "it cannot be opened";
    if (fault)
        report_add(report, RULE_FIGURE_FILE, place, file, fault);
    arena_close(scratch);
    return !fault;
}
