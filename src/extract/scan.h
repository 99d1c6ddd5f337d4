/* scan.h: the tokens of content streams, ToUnicode maps and CMaps (ISO 32000-1, 7.2 and 7.8.2).
 *
 * Bytes in, one token after the other out. Nothing is ever an error: whatever the bytes are,
 * each token takes at least one of them, so that it ends.
 */
#ifndef ENGROSS_EXTRACT_SCAN_H
#define ENGROSS_EXTRACT_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

enum token { TOKEN_END, TOKEN_NUMBER, TOKEN_NAME, TOKEN_STRING, TOKEN_WORD, TOKEN_SIGN };

struct scanner {
    const unsigned char *at, *end;
    struct buffer text; /* of a name, a string (its bytes) or a word */
    double number;
    char sign; /* of TOKEN_SIGN: [ ] < > for << and >> */
};

struct scanner scanner_open(const void *bytes, size_t count);
void scanner_close(struct scanner *scanner);
enum token scanner_take(struct scanner *scanner);
/* To the end of an inline image: what stands between ID and EI are no tokens. */
void scanner_skip_image(struct scanner *scanner);

/* Whether an operator is one of those that `words` lists, with a space between them. */
bool scan_is_one_of(const char *word, const char *words);

#endif
