/* opportunity.h: where a line may end.
 *
 * UAX #14 as ICU implements it, less what British offices do not want:
 *
 * - no break inside a word of a script that has word spaces: not after a hard
 *   hyphen, a dash or a slash, not between brackets ("5.3(a)", "54(1)(b)",
 *   "2019-20", "and/or");
 * - a web or e-mail address of more than 24 characters may break after / . ? &,
 *   and before a hyphen (a hyphen at the end of a line would be taken for ours),
 *   three characters or more from either end, never in or after its "https://";
 * - no break between "section", "page", "step", "Act"… and the number, letter or
 *   "(a)" after it, nor around the "to" of "sections 5 to 7"; none after an "(a)"
 *   that begins a part of a sentence;
 * - none between an amount and its scale ("£36 million", "10 per cent"), between
 *   a number and its unit ("12 pt", "9 am", "5 %"), after a sign before a number
 *   ("£ 5", "§ 54"), nor in a telephone number ("020 7946 0958");
 * - none between day, month and year ("31 March 2020");
 * - none within a name's "J. Smith", "Dr Smith", "Charles III";
 * - none before a dash, a slash or an ellipsis that stands between spaces.
 */
#ifndef ENGROSS_TEXT_OPPORTUNITY_H
#define ENGROSS_TEXT_OPPORTUNITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "text/font.h"

enum opportunity {
    BREAK_NEVER = 0,
    BREAK_SPACE,   /* after this byte, which ends white space */
    BREAK_ALLOWED, /* after this byte, without white space (a long web address; scripts without spaces) */
    BREAK_HYPHEN,  /* after this byte, adding a hyphen; only when asked to hyphenate. After a soft hyphen too */
    BREAK_HOST     /* as BREAK_ALLOWED, in the name of a host: the path of the address is the better place */
};

/* For each of `bytes` bytes of a paragraph, what may happen after it: only the last byte of a character can be other
 * than BREAK_NEVER, and the last byte of all never is. `lang` (BCP 47) picks ICU's rules and the hyphenation
 * dictionary. The array lives in `arena`. */
const uint8_t *opportunity_find(const char *text, size_t bytes, const char *lang, bool hyphenate, struct arena *arena);

/* Where hyphenation dictionaries come from: call before opportunity_find is asked to hyphenate, else only soft hyphens
 * are. The set has to stay open until opportunity_close or the next opportunity_open. */
void opportunity_open(struct font_set *fonts);
/* Frees ICU's iterators and the dictionaries that are kept between calls. */
void opportunity_close(void);
/* Frees those of a thread beside, which is about to end. */
void opportunity_leave(void);

#endif
