/* encoding.h: from the bytes of an author's file to UTF-8.
 *
 * One notion of what a file's characters are, for the reader and for the excerpts
 * under findings alike. Line ends become a single line feed (XML 1.0, 2.11), so
 * lines and columns counted in what comes out are those that an editor shows.
 */
#ifndef ENGROSS_BASE_ENCODING_H
#define ENGROSS_BASE_ENCODING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

enum encoding {
    ENCODING_UTF8,
    ENCODING_UTF16LE,
    ENCODING_UTF16BE,
    ENCODING_LATIN1,
    ENCODING_WINDOWS1252,
    ENCODING_UNKNOWN /* named by the file, and none of ours */
};

struct encoding_found {
    enum encoding encoding;
    size_t mark;       /* bytes of the byte order mark: 0, 2 or 3 */
    char declared[41]; /* what the XML declaration says, cut short if need be; "" when it says nothing */
    bool contradicted; /* the declaration and the bytes at the start cannot both be right; the bytes decide */
};

/* Bytes that stand for no character: where, and which. */
struct encoding_fault {
    uint32_t line;
    uint32_t column;
    uint8_t bytes[4];
    size_t count;
    bool nul; /* a character that is there, but U+0000 */
};

/* By the byte order mark, else by the pattern of the first bytes, else by the XML declaration, else UTF-8 (XML 1.0,
 * appendix F). */
struct encoding_found encoding_find(const char *bytes, size_t count);
const char *encoding_name(enum encoding encoding);

/* Appends the text as UTF-8, U+FFFD for every fault. Returns how many faults there are; the first `room` of them are
 * described. The byte order mark must be left out; ENCODING_UNKNOWN is read as UTF-8. */
size_t encoding_decode(enum encoding encoding, const char *bytes, size_t count, struct buffer *out,
                       struct encoding_fault *faults, size_t room);

#endif
