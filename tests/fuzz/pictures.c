/* pictures.c: bytes → pixels_read, as a PNG or a JPEG.
 *
 * Every chunk of a PNG ends in a check sum, which random bytes never meet: the
 * mutator sets it right again, so that what lies behind it is tested too. What
 * holds of every input: words or a picture; a picture has a size, and as many
 * samples as its size says.
 */
#include "pdf/pixels.h"

#include <assert.h>
#include <libdeflate.h>
#include <string.h>

#include "scratch.h"

/* libpng is not built to tell libFuzzer where it has been. What it makes of a file stands in for that: one counter for
 * each form of picture that was taken, and for each sort of chunk in one that was. */
__attribute__((section("__libfuzzer_extra_counters"))) static uint8_t counters[1024];

static uint32_t big32(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void count(const uint8_t *data, size_t size, const struct pixels *pixels) {
    if (pixels->jpeg || size < 29)
        return;
    /* IHDR: depth of bits, type of colour, interlaced or not */
    counters[(data[24] & 31u) << 4 | (data[25] & 7u) << 1 | (data[28] & 1u)] = 1;
    for (size_t at = 8; at + 12 <= size;) {
        size_t bytes = big32(data + at);
        counters[512 + (big32(data + at + 4) * 2654435761u >> 23)] = 1;
        if (bytes > size - at - 12)
            return;
        at += bytes + 12;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_open();
    struct pixels pixels = {0};
    const char *words = pixels_read(data, size, arena, &pixels);
    if (words != NULL) {
        assert(words[0] != '\0');
    } else {
        assert(pixels.width > 0 && pixels.height > 0);
        assert(pixels.jpeg == (pixels.rows == NULL));
        count(data, size, &pixels);
    }
    if (words == NULL && pixels.rows != NULL) {
        size_t samples = (size_t)pixels.width * pixels.height * (pixels.grey ? 1 : 3);
        assert(arena_used(arena) >= samples);
        volatile unsigned char last = pixels.rows[samples - 1];
        (void)last;
    }
    arena_close(arena);
    return 0;
}

/* PNG (ISO/IEC 15948), 5.3: length, type, data, and a check sum over type and data. */
static void sums_mend(uint8_t *data, size_t size) {
    for (size_t at = 8; at + 12 <= size;) {
        size_t count = big32(data + at);
        if (count > size - at - 12)
            return;
        uint32_t sum = libdeflate_crc32(0, data + at + 4, count + 4);
        for (size_t i = 0; i < 4; i++)
            data[at + 8 + count + i] = (uint8_t)(sum >> (24 - 8 * i));
        at += count + 12;
    }
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room, unsigned seed) {
    struct dice dice = {seed};
    size = LLVMFuzzerMutate(data, size, room);
    if (size > 8 && data[0] == 0x89 && dice_below(&dice, 8) != 0)
        sums_mend(data, size);
    return size;
}
