/* phrases.h: phrases of one word or several, found in stretches of prose whatever stands between their words.
 *
 * A stretch is cut more finely than stretch.h does, at hyphens and slashes too,
 * and small and capital letters, straight and curled apostrophes, "&" and "and"
 * are the same. So "slavery-free", "Slavery‑free" and "slavery" at the end of a line with "free" on the
 * next are one phrase. Names of bodies (bodies.h), claims (claims.h) and terms (terms.h) are found by it.
 */
#ifndef ENGROSS_DOCUMENT_PHRASES_H
#define ENGROSS_DOCUMENT_PHRASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/list.h"
#include "document/stretch.h"

/* What stands between a token and the one before: white space and hyphens; a comma as well; anything else. */
enum gap { GAP_OPEN, GAP_COMMA, GAP_SHUT };

/* A run of letters and digits, with apostrophes within it; or a fact or the like, STRETCH_SIGN. */
struct token {
    size_t start, end, plain_end; /* in the text; the last without an 's */
    uint32_t hash, plain_hash;    /* of the letters, all small */
    enum gap before;
    enum voice voice;
    bool capital; /* begins with one */
};

struct tokens {
    const struct stretch *stretch;
    LIST(struct token) list;
};

/* Fills `tokens`, and uses again what room it has. `stretch` has to stay while they are used. */
void tokens_cut(struct tokens *tokens, const struct stretch *stretch, struct arena *arena);
/* Whether a token is `text`, which is in small letters. */
bool token_is(const struct tokens *tokens, size_t index, const char *text);

enum phrase_kind { PHRASE_BODY, PHRASE_ENDING, PHRASE_CLAIM, PHRASE_DENIAL, PHRASE_TERM };

struct phrases;

struct phrases *phrases_open(struct arena *arena);
/* `exact`: the letters count as they stand, small or capital, but for the first of all, which may be a capital for a
 * small one. Of two phrases with the same words the one that was added first is found. */
void phrases_add(struct phrases *phrases, const char *text, enum phrase_kind kind, bool exact, const void *thing);
/* How many tokens from `index` on are a phrase of that kind, the longest of several, or 0. `*thing` is what was added
 * with it; it may be NULL. */
size_t phrases_find(const struct phrases *phrases, const struct tokens *tokens, size_t index, enum phrase_kind kind,
                    const void **thing);

#endif
