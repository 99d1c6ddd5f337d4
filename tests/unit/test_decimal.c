/* test_decimal.c: where a number has its point, as a typographer sees it. */
#include "layout/decimal.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* The point is where "|" stands; none when it stands nowhere. */
static void assert_point(const char *marked) {
    char text[80];
    size_t count = 0, point = DECIMAL_NONE;
    for (const char *at = marked; *at; at++)
        if (*at == '|')
            point = count;
        else
            text[count++] = *at;
    text[count] = '\0';
    size_t found = decimal_point(text, count);
    if (found != point)
        fail_msg("%s: found %zu", marked, found);
}

static void numbers_have_points(void **state) {
    (void)state;
    static const char *const marked[] = {
        "1|.5",        "12|",      "1,250|.00", "£1,250|.00", "£12,400|", "|.75", "£|.75",   "1 250|.5", "1\u00A0250|",
        "12|%",        "4|.2%",    "(1,250|)",  "(£75|)",     "−9|.2%",   "-4|",  "–4|",     "+3|.0",    "< 5|",
        "£5| million", "3|.14.15", "1|,",       "2026|–2027", "7| days",  "12|.", "€ 4|.50", "1|/2",
    };
    for (size_t i = 0; i < sizeof marked / sizeof *marked; i++)
        assert_point(marked[i]);
}

static void what_is_no_number_stands_as_a_whole_one(void **state) {
    (void)state;
    static const char *const marked[] = {"–|", "-|", "—|", "n/a|", "nil|", "…|", "−|", "–| "};
    for (size_t i = 0; i < sizeof marked / sizeof *marked; i++)
        assert_point(marked[i]);
}

static void words_have_none(void **state) {
    (void)state;
    static const char *const words[] = {"", " ", "Not known", "A4", "none of them", "n/a yet", ".", "about 5"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_point(words[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_have_points),
        cmocka_unit_test(what_is_no_number_stands_as_a_whole_one),
        cmocka_unit_test(words_have_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
