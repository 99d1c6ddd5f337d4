/* numbers.h: counts, quantities and dates in words. */
#ifndef ENGROSS_DOCUMENT_NUMBERS_H
#define ENGROSS_DOCUMENT_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* 1 "a", 26 "z", 27 "aa", 28 "ab"; `first` is 'a' or 'A'. `count` is at least 1. */
const char *number_letters(struct arena *arena, size_t count, char first);
/* 1 "i", 4 "iv". `count` is at least 1. */
const char *number_roman(struct arena *arena, size_t count);
/* "366000" gives "366,000"; "362000000" in "GBP" gives "£362 million". NULL when `value` is no decimal number. */
const char *number_quantity(struct arena *arena, const char *value, const char *unit);
/* "2020-03-31" gives "31 March 2020". NULL when there is no such day. */
const char *number_date(struct arena *arena, const char *date);
/* "2020-04-01" gives "31 March 2020", the day before. NULL when there is no such day. */
const char *number_date_before(struct arena *arena, const char *date);
/* Likewise; "2019" gives "2019". */
const char *number_date_or_year(struct arena *arena, const char *date);
/* 2 gives "second", 21 "21st". */
const char *number_ordinal(struct arena *arena, size_t count);
/* Whether a printed number is one on from another in its last part, and else the same: "5.9" and "5.10", "5.3(a)" and
 * "5.3(b)", "C" and "D". Roman ones are not looked through. */
bool number_follows(const char *number, const char *next);
/* An amount in pounds, a decimal number that is not below 0, in pence: no more than NUMBER_PENCE_MOST, and without what
 * is less than a penny. */
long long number_pence(const char *pounds);
#define NUMBER_PENCE_MOST 1000000000000000LL

#endif
