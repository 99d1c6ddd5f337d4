/* utf8.h: reading and writing UTF-8, one code point at a time. */
#ifndef ENGROSS_BASE_UTF8_H
#define ENGROSS_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Decodes the code point at `text` (at least one byte before `end`) into `*code` and returns its bytes.
 * Bytes that are not UTF-8 give U+FFFD and a length of 1: sources are checked when they are read. */
size_t utf8_decode(const char *text, const char *end, uint32_t *code);
/* Writes `code` to `out` (room for 4 bytes) and returns its bytes. Not named "encode": jansson exports that name. */
size_t utf8_write(uint32_t code, char out[4]);
/* How many code points lie in `bytes` bytes. */
size_t utf8_count(const char *text, size_t bytes);

#endif
