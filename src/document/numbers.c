/* numbers.c: counts, quantities and dates in words.
 *
 * digits in → words out. A quantity is handled as the digits that the author
 * wrote, never as a floating-point number, so that a figure of any length is
 * printed exactly. Letters count in bijective base 26 (… y, z, aa, ab). Months
 * are English whatever the machine's locale is. Surprising: pounds are rounded
 * before it is asked whether they are whole millions.
 */
#include "document/numbers.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

const char *number_letters(struct arena *arena, size_t count, char first) {
    char letters[16];
    size_t at = sizeof letters;
    for (; count > 0; count = (count - 1) / 26)
        letters[--at] = (char)(first + (char)((count - 1) % 26));
    return arena_copy(arena, letters + at, sizeof letters - at);
}

const char *number_roman(struct arena *arena, size_t count) {
    static const struct {
        size_t worth;
        const char *letters;
    } steps[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"},
                 {40, "xl"},  {10, "x"},   {9, "ix"},  {5, "v"},    {4, "iv"},  {1, "i"}};
    struct buffer out = {0};
    for (size_t i = 0; count > 0; i++)
        for (; count >= steps[i].worth; count -= steps[i].worth)
            buffer_string(&out, steps[i].letters);
    const char *roman = arena_copy(arena, out.bytes, out.count);
    buffer_close(&out);
    return roman;
}

/* A decimal number taken apart: no leading zeros before the point, none at the end after it. */
struct decimal {
    bool negative;
    char *whole; /* "" stands for 0 */
    size_t whole_count;
    const char *part;
    size_t part_count;
};

static bool decimal_read(struct arena *arena, const char *value, struct decimal *out) {
    *out = (struct decimal){.negative = *value == '-'};
    if (*value == '-' || *value == '+')
        value++;
    size_t whole = strspn(value, "0123456789");
    const char *rest = value + whole;
    size_t part = 0;
    if (*rest == '.') {
        rest++;
        part = strspn(rest, "0123456789");
    }
    if (whole + part == 0 || rest[part] != '\0')
        return false;
    for (; whole > 0 && *value == '0'; whole--)
        value++;
    for (; part > 0 && rest[part - 1] == '0';)
        part--;
    /* One digit of room in front: rounding may carry into it. */
    out->whole = (char *)arena_alloc(arena, whole + 2) + 1;
    memcpy(out->whole, value, whole);
    out->whole_count = whole;
    out->part = rest;
    out->part_count = part;
    return true;
}

/* Rounds to two decimals, a half away from zero; the part becomes exactly two digits, or none when both are 0. */
static void decimal_to_pence(struct arena *arena, struct decimal *d) {
    char *pence = arena_copy(arena, "00", 2);
    memcpy(pence, d->part, d->part_count < 2 ? d->part_count : 2);
    bool carry = d->part_count > 2 && d->part[2] >= '5';
    for (size_t i = 2; carry && i-- > 0;) {
        carry = pence[i] == '9';
        pence[i] = carry ? '0' : (char)(pence[i] + 1);
    }
    for (size_t i = d->whole_count; carry && i-- > 0;) {
        carry = d->whole[i] == '9';
        d->whole[i] = carry ? '0' : (char)(d->whole[i] + 1);
    }
    if (carry) {
        *--d->whole = '1';
        d->whole_count++;
    }
    d->part = pence;
    d->part_count = strcmp(pence, "00") == 0 ? 0 : 2;
}

static void whole_write(struct buffer *out, const char *digits, size_t count) {
    if (count == 0)
        buffer_char(out, '0');
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0)
            buffer_char(out, ',');
        buffer_char(out, digits[i]);
    }
}

const char *number_quantity(struct arena *arena, const char *value, const char *unit) {
    struct decimal d;
    if (!decimal_read(arena, value, &d))
        return NULL;
    bool pounds = strcmp(unit, "GBP") == 0;
    if (pounds)
        decimal_to_pence(arena, &d);
    bool millions =
        pounds && d.part_count == 0 && d.whole_count > 6 && strncmp(d.whole + d.whole_count - 6, "000000", 6) == 0;
    struct buffer out = {0};
    if (d.negative && d.whole_count + d.part_count > 0)
        buffer_char(&out, '-');
    if (pounds)
        buffer_string(&out, "£");
    whole_write(&out, d.whole, millions ? d.whole_count - 6 : d.whole_count);
    if (d.part_count > 0) {
        buffer_char(&out, '.');
        buffer_bytes(&out, d.part, d.part_count);
    }
    if (millions)
        buffer_string(&out, " million");
    const char *words = arena_copy(arena, out.bytes, out.count);
    buffer_close(&out);
    return words;
}

static int digits_read(const char *text, size_t count) {
    int value = 0;
    for (size_t i = 0; i < count; i++)
        value = value * 10 + (text[i] - '0');
    return value;
}

static bool shape_is(const char *text, const char *shape) {
    for (; *shape != '\0'; shape++, text++)
        if (*shape == '0' ? *text < '0' || *text > '9' : *text != *shape)
            return false;
    return *text == '\0';
}

struct day {
    int year, month, day;
};

static int month_length(int year, int month) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return lengths[month - 1] + (month == 2 && leap ? 1 : 0);
}

static bool day_read(const char *date, struct day *out) {
    if (!shape_is(date, "0000-00-00"))
        return false;
    *out =
        (struct day){.year = digits_read(date, 4), .month = digits_read(date + 5, 2), .day = digits_read(date + 8, 2)};
    return out->year >= 1 && out->month >= 1 && out->month <= 12 && out->day >= 1 &&
           out->day <= month_length(out->year, out->month);
}

static const char *day_words(struct arena *arena, struct day day) {
    static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    return arena_format(arena, "%d %s %d", day.day, months[day.month - 1], day.year);
}

const char *number_date(struct arena *arena, const char *date) {
    struct day day;
    return day_read(date, &day) ? day_words(arena, day) : NULL;
}

const char *number_date_before(struct arena *arena, const char *date) {
    struct day day;
    if (!day_read(date, &day))
        return NULL;
    if (--day.day == 0) {
        day.year -= day.month == 1;
        day.month = day.month == 1 ? 12 : day.month - 1;
        if (day.year < 1)
            return NULL;
        day.day = month_length(day.year, day.month);
    }
    return day_words(arena, day);
}

const char *number_date_or_year(struct arena *arena, const char *date) {
    if (!shape_is(date, "0000"))
        return number_date(arena, date);
    return arena_string(arena, date);
}

long long number_pence(const char *pounds) {
    long long pence = 0;
    int decimals = -1; /* how many were read; -1 before the point */
    for (const char *at = pounds; *at != '\0' && decimals < 2; at++) {
        if (*at == '.') {
            decimals = 0;
        } else if (*at >= '0' && *at <= '9') {
            pence = pence * 10 + (*at - '0');
            decimals += decimals >= 0;
        }
        if (decimals < 0 && pence >= NUMBER_PENCE_MOST / 100)
            return NUMBER_PENCE_MOST;
    }
    for (int i = decimals < 0 ? 0 : decimals; i < 2; i++)
        pence *= 10;
    return pence;
}

const char *number_ordinal(struct arena *arena, size_t count) {
    static const char *const ordinals[] = {"first",     "second",      "third",      "fourth",     "fifth",
                                           "sixth",     "seventh",     "eighth",     "ninth",      "tenth",
                                           "eleventh",  "twelfth",     "thirteenth", "fourteenth", "fifteenth",
                                           "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"};
    if (count >= 1 && count <= sizeof ordinals / sizeof *ordinals)
        return ordinals[count - 1];
    size_t tens = count / 10 % 10;
    size_t ones = count % 10;
    const char *ending = tens == 1 ? "th" : ones == 1 ? "st" : ones == 2 ? "nd" : ones == 3 ? "rd" : "th";
    return arena_format(arena, "%zu%s", count, ending);
}

/* Where the last part begins: "5.3.2(a)" at "a)", "5.10" at "10", "C" at "C". */
static size_t last_part(const char *number) {
    size_t bytes = strlen(number), at = bytes;
    if (at > 0 && number[at - 1] == ')')
        while (at > 0 && number[at - 1] != '(')
            at--;
    else
        while (at > 0 && number[at - 1] >= '0' && number[at - 1] <= '9')
            at--;
    return at == bytes && at > 0 ? at - 1 : at;
}

bool number_follows(const char *number, const char *next) {
    size_t at = last_part(number);
    if (last_part(next) != at || strncmp(number, next, at) != 0)
        return false;
    const char *one = number + at, *other = next + at;
    if (*one >= '0' && *one <= '9') {
        char *end, *other_end;
        long value = strtol(one, &end, 10);
        return strtol(other, &other_end, 10) == value + 1 && strcmp(end, other_end) == 0;
    }
    return *one != '\0' && *other == *one + 1 && strcmp(one + 1, other + 1) == 0;
}
