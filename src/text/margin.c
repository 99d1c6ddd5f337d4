/* margin.c: a character → how far it hangs over the edge of a line.
 *
 * A table, by what the sign shows at that edge. Points hang so far that about
 * three quarters of their ink is outside, hyphens and quotation marks by half;
 * dashes and brackets, whose ink is long or tall, by less; letters that lean away
 * from the edge or meet it with an arm by a hair. Shares are of the advance, so
 * they hold at every size and fit every face whose side bearings are usual.
 * Figures hang nowhere, so that columns of them stay straight. Layout asks for
 * justified text alone: a ragged edge gains nothing, and its other edge is where
 * bullets and numbers align.
 */
#include "text/margin.h"

#include <stddef.h>

struct margin {
    uint32_t code;
    int16_t start, end;
};

/* In the order of the codes. */
static const struct margin MARGINS[] = {
    {'!', 0, 100},      {'"', 350, 350},    {'\'', 450, 450},   {'(', 120, 0},      {')', 0, 120},
    {',', 0, 600},      {'-', 450, 500},    {'.', 0, 600},      {'/', 100, 150},    {':', 0, 400},
    {';', 0, 400},      {'?', 0, 120},      {'A', 40, 40},      {'F', 0, 50},       {'J', 40, 0},
    {'K', 0, 40},       {'L', 0, 50},       {'P', 0, 40},       {'T', 50, 50},      {'V', 50, 50},
    {'W', 40, 40},      {'X', 40, 40},      {'Y', 50, 50},      {'[', 80, 0},       {']', 0, 80},
    {'f', 0, 50},       {'k', 0, 40},       {'r', 0, 60},       {'t', 0, 40},       {'v', 40, 40},
    {'w', 30, 30},      {'x', 40, 40},      {'y', 40, 40},      {0xAB, 250, 200},   {0xAD, 0, 500},
    {0xBB, 200, 250},   {0x2010, 450, 500}, {0x2011, 450, 500}, {0x2013, 200, 250}, {0x2014, 120, 150},
    {0x2018, 450, 450}, {0x2019, 450, 450}, {0x201C, 350, 350}, {0x201D, 350, 350}, {0x2026, 0, 150},
};

static const struct margin *margin_of(uint32_t code) {
    size_t first = 0, end = sizeof MARGINS / sizeof MARGINS[0];
    while (first < end) {
        size_t middle = (first + end) / 2;
        if (MARGINS[middle].code == code)
            return &MARGINS[middle];
        if (MARGINS[middle].code < code)
            first = middle + 1;
        else
            end = middle;
    }
    return NULL;
}

int margin_start(uint32_t code) {
    const struct margin *margin = margin_of(code);
    return margin != NULL ? margin->start : 0;
}

int margin_end(uint32_t code) {
    const struct margin *margin = margin_of(code);
    return margin != NULL ? margin->end : 0;
}
