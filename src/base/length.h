/* length.h: the one unit of distance: a thousandth of a point, in 64 bits.
 *
 * Every size, width and position in the program is a `length`. An integer keeps
 * output identical on every machine, and a thousandth of a point is what the
 * writer prints, so nothing is rounded twice. Never store a distance as a double.
 */
#ifndef ENGROSS_BASE_LENGTH_H
#define ENGROSS_BASE_LENGTH_H

#include <stdint.h>

typedef int64_t length;

/* A length as it is kept where there are many. Nothing that a page holds is longer (750 m); what is becomes as long. */
typedef int32_t short_length;
short_length length_shorten(length size);

#define LENGTH_POINT ((length)1000)
#define LENGTH_PT(n) ((length)(n)*LENGTH_POINT)
/* Larger than any page, small enough that sums of many cannot overflow. */
#define LENGTH_HUGE ((length)1 << 40)

/* `units` thousandths of an em at type size `size`, rounded to the nearest. */
static inline length length_of_units(int64_t units, length size) {
    int64_t product = units * size;
    return (product >= 0 ? product + 500 : product - 500) / 1000;
}

/* Reads "12pt", "20mm", "1.5cm" or "2in", decimals allowed. Returns 0 on success, -1 when the text is no length. */
int length_parse(const char *text, length *out);

#endif
