/* buffer.c: a growing string of bytes on the heap.
 *
 * pieces in → one run of bytes out. Room doubles, and always holds one byte more
 * than is in use, for the NUL that closes the text after every change. Numbers
 * are written by hand, for the writer prints millions of them and printf
 * would look at the locale each time.
 */
#include "base/buffer.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

void buffer_close(struct buffer *buffer) {
    free(buffer->bytes);
    *buffer = (struct buffer){0};
}

void buffer_clear(struct buffer *buffer) {
    buffer->count = 0;
    if (buffer->bytes != NULL)
        buffer->bytes[0] = '\0';
}

void buffer_reserve(struct buffer *buffer, size_t more) {
    if (more >= SIZE_MAX / 4 || buffer->count >= SIZE_MAX / 4)
        memory_exhausted();
    size_t need = buffer->count + more + 1;
    if (need <= buffer->room)
        return;
    size_t room = buffer->room < 64 ? 64 : buffer->room * 2;
    if (room < need)
        room = need;
    buffer->bytes = memory_resize(buffer->bytes, room);
    buffer->room = room;
}

void buffer_format(struct buffer *buffer, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int bytes = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (bytes < 0)
        memory_exhausted();
    buffer_reserve(buffer, (size_t)bytes);
    (void)vsnprintf(buffer->bytes + buffer->count, (size_t)bytes + 1, format, again);
    va_end(again);
    buffer->count += (size_t)bytes;
}

static const char pairs[] =
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748"
    "49505152535455565758596061626364656667686970717273747576777879808182838485868788899091929394959697"
    "9899";

void buffer_integer(struct buffer *buffer, int64_t value) {
    char digits[24];
    size_t at = sizeof digits;
    /* The magnitude in unsigned arithmetic, for INT64_MIN has no positive twin. */
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    for (; rest >= 100; rest /= 100) {
        at -= 2;
        memcpy(digits + at, pairs + rest % 100 * 2, 2);
    }
    if (rest >= 10) {
        at -= 2;
        memcpy(digits + at, pairs + rest * 2, 2);
    } else {
        digits[--at] = (char)('0' + rest);
    }
    if (value < 0)
        digits[--at] = '-';
    buffer_bytes(buffer, digits + at, sizeof digits - at);
}

void buffer_length(struct buffer *buffer, length value) {
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    if (value < 0)
        buffer_char(buffer, '-');
    buffer_integer(buffer, (int64_t)(size / 1000));
    unsigned thousandths = (unsigned)(size % 1000);
    if (thousandths == 0)
        return;
    char decimals[4] = {'.', (char)('0' + thousandths / 100), (char)('0' + thousandths / 10 % 10),
                        (char)('0' + thousandths % 10)};
    size_t count = 4;
    while (decimals[count - 1] == '0')
        count--;
    buffer_bytes(buffer, decimals, count);
}

const char *buffer_text(struct buffer *buffer) {
    buffer_reserve(buffer, 0);
    assert(buffer->bytes != NULL);
    buffer->bytes[buffer->count] = '\0';
    return buffer->bytes;
}
