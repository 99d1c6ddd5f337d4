/* buffer.h: a growing string of bytes on the heap, for output that is built piece by piece.
 *
 * `bytes` is NUL-terminated whenever `count` > 0 or after buffer_text. Start with
 * `struct buffer b = {0};` and end with buffer_close.
 */
#ifndef ENGROSS_BASE_BUFFER_H
#define ENGROSS_BASE_BUFFER_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/length.h"

struct buffer {
    char *bytes;
    size_t count;
    size_t room;
};

void buffer_close(struct buffer *buffer);
void buffer_clear(struct buffer *buffer); /* keeps the room */
void buffer_reserve(struct buffer *buffer, size_t more);
/* Here, so that a text that stands in the program is copied without a call. */
static inline void buffer_bytes(struct buffer *buffer, const void *bytes, size_t count) {
    if (buffer->room - buffer->count <= count)
        buffer_reserve(buffer, count);
    if (count > 0)
        memcpy(buffer->bytes + buffer->count, bytes, count);
    buffer->count += count;
    buffer->bytes[buffer->count] = '\0';
}
void buffer_format(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline void buffer_string(struct buffer *buffer, const char *text) {
    buffer_bytes(buffer, text, strlen(text));
}
static inline void buffer_char(struct buffer *buffer, char c) {
    if (buffer->room - buffer->count < 2)
        buffer_reserve(buffer, 1);
    buffer->bytes[buffer->count++] = c;
    buffer->bytes[buffer->count] = '\0';
}
/* Decimal digits without printf: the inner loops of the writer. */
void buffer_integer(struct buffer *buffer, int64_t value);
/* A length in points with up to three decimals and no trailing zero: 12500 gives "12.5". */
void buffer_length(struct buffer *buffer, length value);
/* The text so far; "" when empty. Valid until the next change. */
const char *buffer_text(struct buffer *buffer);

#endif
