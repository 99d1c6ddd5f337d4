/* passage.h: the words of one block, as instructions of a schedule of amendments speak of them.
 *
 * A block of words (heading, paragraph, caption, cell…) → its text, without what the program
 * generates (numbers of captions, printed pages, "(draft)", the digits of footnote calls), and
 * the signs between its letters: where a tag opens and closes, where a footnote is called.
 *
 * One rule says what an instruction does to tags, for this program and for whoever follows the
 * instruction: words that go take with them each tag all of whose words go; words that come bring
 * the tags that are quoted with them; words that are put after others stand outside of the tags
 * that end there. Whether the old words then are the new ones, tags included, is tried
 * (passage_becomes) before an instruction is printed.
 */
#ifndef ENGROSS_CHANGES_PASSAGE_H
#define ENGROSS_CHANGES_PASSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/list.h"
#include "changes/comparison.h"
#include "document/node.h"

enum sign_kind { SIGN_OPEN, SIGN_CLOSE, SIGN_CALL };

struct sign {
    size_t at; /* before this byte of the text */
    enum sign_kind kind;
    const struct node *node; /* SPAN, LINK, REFERENCE; of a call its NOTE */
    size_t pair;             /* of a reference or call that is in both versions: the same in both, from 1; else 0 */
};

/* Bytes `from` to `to` of the text are those of the leaf from its byte `skip`. */
struct leaf {
    const struct node *node;
    size_t from, to, skip;
};

struct passage {
    const struct node *block;
    const char *text;
    size_t bytes;
    LIST(struct sign) signs;
    LIST(struct leaf) leaves;
};

/* The old bytes `from` to `to` become the new bytes `new_from` to `new_to`. */
struct swap {
    size_t from, to, new_from, new_to;
    bool editorial; /* only another kind of space, dash or quotation mark */
};
typedef LIST(struct swap) swap_list;

struct passage *passage_read(const struct node *block, struct arena *arena);

/* The changes of a strand that holds words, as swaps in their order, none next to another; pairs references and calls
 * of the two passages. */
swap_list passage_swaps(const struct strand *strand, struct passage *old, struct passage *new, struct arena *arena);

/* Whether nothing differs but spaces, dashes and quotation marks. A run may be editorial and yet have other words:
 * those that the program writes, such as the number that a clause had. */
bool passage_same_words(const struct passage *old, const struct passage *new, const struct swap *swap);

/* What an instruction does to the words: bytes `from` to `to` go, spaces included; in their place, or at `from` when
 * none go, come the bytes `new_from` to `new_to` of the new text, with a space before or after them where one is said.
 */
struct deed {
    size_t from, to, new_from, new_to;
    bool space_before, space_after;
};

/* Whether the old words, tags and calls, after all deeds (in order, none over another), are the new ones. */
bool passage_becomes(const struct passage *old, const struct passage *new, const struct deed *deeds, size_t count,
                     struct arena *arena);

/* Where the bytes `from` to `to` begin and end when words are counted: neither in the middle of one. */
bool passage_is_words(const struct passage *passage, size_t from, size_t to);
/* How often the words stand in the passage, as whole words, and the how manieth they are that begin at `from`. */
size_t passage_count(const struct passage *passage, size_t from, size_t to, size_t *which);
/* Whether quotation marks within are in pairs, so that marks around the words are not mistaken. */
bool passage_is_quotable(const char *text, size_t bytes);

#endif
