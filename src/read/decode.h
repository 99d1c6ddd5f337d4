/* decode.h: the bytes of one XML file → UTF-8, or the faults that forbid it.
 *
 * Private to src/read. */
#ifndef ENGROSS_READ_DECODE_H
#define ENGROSS_READ_DECODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "read/reading.h"

/* Appends the text without byte order mark. False after a report (XML-EMPTY, XML-NUL, XML-ENCODING, FILE-SIZE). */
bool decode_bytes(struct reading *reading, const char *file, const char *bytes, size_t count, struct buffer *text);

#endif
