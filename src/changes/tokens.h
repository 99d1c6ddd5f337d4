/* tokens.h: the words of one block, cut into tokens.
 *
 * A block of words → its text in one piece, the leaves that it comes from, and tokens: a
 * word, a number with its currency, percent sign or letters ("£50,000", "5.3.2(a)"), a
 * sign, or a reference or footnote call as a whole. Each token begins with the space that
 * stands before it, so that together they are the whole text. Equal keys are the same word
 * to a listener: kinds of space, dash and quotation mark are not told apart.
 */
#ifndef ENGROSS_CHANGES_TOKENS_H
#define ENGROSS_CHANGES_TOKENS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"
#include "changes/match.h"

/* What stands around a leaf within its block. */
struct dress {
    const struct node *link; /* that is not one atom; NULL: none */
    const char *lang;        /* NULL: the block's */
    const char *expansion;
    bool strong, missing;
};

struct leaf {
    const struct node *node;
    size_t from, to; /* in the text; a FOLIO has one byte there */
    struct dress dress;
};

enum token_sort { TOKEN_WORD, TOKEN_NUMBER, TOKEN_SIGN, TOKEN_ATOM };

struct token {
    uint64_t key;
    uint32_t from, word, to; /* in the text: the space before it, then itself */
    uint32_t leaf;           /* of its first byte */
    uint32_t group;          /* tokens of one date, or of a number and its unit, share a number; 0: none */
    enum token_sort sort;
    bool silent; /* a number or word of ours that is no change: "Table 3: ", " (draft)" */
    bool small;  /* a word that says little: the, of, and… */
    bool begins; /* with a capital, inside a sentence too: a name */
    bool ends;   /* the last sign of a sentence */
};

struct tokens {
    const char *text;
    size_t bytes;
    LIST(struct leaf) leaves;
    LIST(struct token) items;
    bool label; /* of a title, heading, caption, term or cell: no running text */
};

/* `side` is the one that `block` is of; keys of references are the same when their targets are matched. */
void tokens_read(struct tokens *tokens, const struct matching *matching, bool new, const struct node *block,
                 struct arena *arena);
/* Whether a token is just this sign, of ASCII. */
bool token_says(const struct tokens *tokens, size_t index, const char *text);
/* What a reader counts of a token: bytes of its word; signs count nothing. */
size_t token_weight(const struct token *token);

#endif
