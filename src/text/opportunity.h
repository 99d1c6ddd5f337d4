/* opportunity.h: where a line may end.
 *
 * UAX #14 as ICU implements it, less what British offices do not want: no break
 * after a hard hyphen or a slash inside a word, none between "section" and its
 * number, a currency amount and its scale ("£36 million"), the parts of a date
 * ("31 March 2020") or of a citation ("5.3(a)").
 */
#ifndef ENGROSS_TEXT_OPPORTUNITY_H
#define ENGROSS_TEXT_OPPORTUNITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum opportunity {
    BREAK_NEVER = 0,
    BREAK_SPACE,   /* after this byte, which ends white space */
    BREAK_ALLOWED, /* after this byte, without white space (a long web address; scripts without spaces) */
    BREAK_HYPHEN   /* after this byte, adding a hyphen; only when asked to hyphenate */
};

/* For each of `bytes` bytes of a paragraph, what may happen after it. `lang` picks ICU's rules and the hyphenation
 * dictionary. The array lives in `arena`. */
const uint8_t *opportunity_find(const char *text, size_t bytes, const char *lang, bool hyphenate, struct arena *arena);

#endif
