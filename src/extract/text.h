/* text.h: the text of a content stream (ISO 32000-1, 9 and 14.6), by what it is marked as.
 *
 * Bytes in, bytes out: nothing here knows a library. Made for files that anybody may
 * have written: whatever the bytes are, it ends after one pass over them.
 */
#ifndef ENGROSS_EXTRACT_TEXT_H
#define ENGROSS_EXTRACT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"

/* What the codes of a font mean: a ToUnicode map (9.10.3). */
struct meanings;
struct meanings *meanings_read(const void *bytes, size_t count, struct arena *arena);
/* The text of a code, in UTF-8; U+FFFD when it has none. */
void meanings_put(const struct meanings *meanings, uint32_t code, struct buffer *out);

/* Behind "begincodespacerange": which first bytes are whole codes. */
struct scanner;
void codespace_read(struct scanner *in, bool narrow[256]);
/* The next code of a string; returns how many bytes it has, 0 at the end. */
size_t code_take(const bool narrow[256], const unsigned char *bytes, size_t count, uint32_t *code);

/* What is painted, as it comes. */
enum painted { PAINTED_MARKED, PAINTED_ARTIFACT, PAINTED_LOOSE };

struct painting {
    void *context;
    /* The font of that name in the page's resources; NULL when there is none or it says no meanings. */
    const struct meanings *(*font)(void *context, const char *name);
    /* A text, in UTF-8: of marked content `mcid`, of an artifact, or not marked at all. A code without a meaning is
     * U+FFFD. */
    void (*text)(void *context, enum painted as, long mcid, const char *text, size_t bytes);
    /* A picture or form is painted; of paths and shadings `name` is NULL, and `manner` says how: the operator, then the
     * colours for filling and for lines, such as "f:1:0". */
    void (*object)(void *context, enum painted as, long mcid, const char *name, const char *manner);
    /* An artifact, or a stretch that is not marked, has ended. */
    void (*end)(void *context, enum painted as);
};

/* A content stream in one form whatever the white space and the form of numbers and strings: two that paint the same by
 * the same operators are the same. */
void content_put(const void *bytes, size_t count, struct buffer *out);
void content_put_number(struct buffer *out, double number);

void painting_read(const struct painting *painting, const void *bytes, size_t count, struct arena *arena);

#endif
