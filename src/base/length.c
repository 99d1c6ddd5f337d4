/* length.c: reading lengths that authors write.
 *
 * "12pt", "20mm", "1.5cm", "2in" in → thousandths of a point out, rounded to the
 * nearest. An inch is 72 points and 25.4 mm, exactly; all arithmetic is in integers, so that
 * every machine agrees. No sign, no space, no exponent; at most six decimals and
 * 100,000 units, which is longer than any page.
 */
#include "base/length.h"

#include <stddef.h>
#include <string.h>

#define DECIMALS 6
#define SCALE 1000000

int length_parse(const char *text, length *out) {
    /* Thousandths of a point in one unit are numerator / denominator. */
    static const struct {
        const char *name;
        int64_t numerator;
        int64_t denominator;
    } units[] = {{"pt", 1000, 1}, {"mm", 720000, 254}, {"cm", 7200000, 254}, {"in", 72000, 1}};

    int64_t value = 0;
    const char *at = text;
    for (; *at >= '0' && *at <= '9'; at++) {
        value = value * 10 + (*at - '0');
        if (value > 100000)
            return -1;
    }
    if (at == text)
        return -1;
    value *= SCALE;
    if (*at == '.') {
        const char *first = ++at;
        for (int64_t worth = SCALE / 10; *at >= '0' && *at <= '9'; at++, worth /= 10)
            value += worth * (*at - '0');
        if (at == first || at - first > DECIMALS)
            return -1;
    }
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(at, units[i].name) == 0) {
            int64_t divisor = units[i].denominator * SCALE;
            *out = (value * units[i].numerator + divisor / 2) / divisor;
            return 0;
        }
    }
    return -1;
}

short_length length_shorten(length size) {
    return size > INT32_MAX ? INT32_MAX : size < -INT32_MAX ? -INT32_MAX : (short_length)size;
}
