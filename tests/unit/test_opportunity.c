/* test_opportunity.c: where lines may end, case by case.
 *
 * The cases are the rows of breaks.txt beside this: a text with `|` where a line
 * may end and `!` where it must not. Unicode's own test (Debian's unicode-data) is
 * held against the answers too, as far as our rules leave it. In the tests here
 * `|` stands after white space, `^` without, `~` for a hyphen. Run from the
 * project's root, or with ENGROSS_HOME.
 */
#include "text/opportunity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/report.h"
#include "base/utf8.h"
#include "read/source.h"

static struct arena *arena;

static const char *mark(const char *text, const char *lang, bool hyphenate) {
    size_t bytes = strlen(text);
    const uint8_t *breaks = opportunity_find(text, bytes, lang, hyphenate, arena);
    char *out = arena_alloc(arena, 2 * bytes + 1);
    size_t count = 0;
    for (size_t i = 0; i < bytes; i++) {
        out[count++] = text[i];
        if (breaks[i] != BREAK_NEVER)
            out[count++] = " |^~^"[breaks[i]];
    }
    return out;
}

/* --- The table of cases ---------------------------------------------------------------------------- */

/* A row of breaks.txt: the text alone, and for each byte whether the row has `|` or `!` behind it, or neither (0). */
struct row {
    char lang[12];
    char text[400];
    char marks[400];
    size_t bytes;
};

static struct row row_read(const char *at) {
    struct row row = {.lang = "en-GB"};
    unsigned code;
    int used = 0;
    if (sscanf(at, "[%11[a-z-]] %n", row.lang, &used) == 1 && used > 0)
        at += used;
    else
        strcpy(row.lang, "en-GB");
    while (*at != '\0' && *at != '\n') {
        assert_true(row.bytes + 5 < sizeof row.text);
        if (*at == '|' || *at == '!') {
            assert_true(row.bytes > 0); /* a mark has a character before it */
            row.marks[row.bytes - 1] = *at++;
        } else if (*at == '{' && sscanf(at, "{%X}", &code) == 1) {
            row.bytes += utf8_write(code, row.text + row.bytes);
            at = strchr(at, '}') + 1;
        } else {
            at += *at == '\\' && (at[1] == '!' || at[1] == '|');
            row.text[row.bytes++] = *at++;
        }
    }
    return row;
}

/* Whether the row has a mark behind each stretch of spaces, so that none of them is forgotten. */
static bool row_is_marked(const struct row *row) {
    for (size_t i = 0; i + 1 < row->bytes; i++)
        if (row->text[i] == ' ' && row->text[i + 1] != ' ' && row->marks[i] == 0)
            return false;
    return true;
}

static bool row_holds(const struct row *row) {
    const uint8_t *breaks = opportunity_find(row->text, row->bytes, row->lang, false, arena);
    char found[800];
    size_t count = 0;
    bool good = true;
    for (size_t i = 0; i < row->bytes; i++) {
        found[count++] = row->text[i];
        if (breaks[i] != BREAK_NEVER)
            found[count++] = '|';
        good = good && (breaks[i] != BREAK_NEVER) == (row->marks[i] == '|');
    }
    if (!good)
        print_error("%s\n     got %.*s\n", row->text, (int)count, found);
    return good;
}

static void breaks_are_where_the_table_has_them(void **state) {
    (void)state;
    const char *home = getenv("ENGROSS_HOME");
    char line[500];
    snprintf(line, sizeof line, "%s/tests/unit/breaks.txt", home != NULL ? home : ".");
    FILE *table = fopen(line, "r");
    assert_non_null(table);
    size_t rows = 0, wrong = 0;
    for (size_t number = 1; fgets(line, sizeof line, table) != NULL; number++) {
        if (line[0] == '\n' || (line[0] == '#' && line[1] == ' '))
            continue;
        assert_non_null(strchr(line, '\n'));
        struct row row = row_read(line);
        rows++;
        bool good = row_is_marked(&row) && row_holds(&row);
        if (!good)
            print_error("breaks.txt:%zu: %s", number, line);
        wrong += !good;
    }
    fclose(table);
    print_message("%zu rows\n", rows);
    assert_true(rows >= 400);
    assert_int_equal(wrong, 0);
}

/* --- Unicode's own test ------------------------------------------------------------------------------- */

#define UNICODE_TEST "/usr/share/unicode/auxiliary/LineBreakTest.txt"

/* A line of LineBreakTest.txt, "× 0023 ÷ 2014 ÷ # …", as a row. False for a line without a test. */
static bool row_read_unicode(const char *at, struct row *row) {
    *row = (struct row){.lang = "en-GB"};
    if (at[0] == '#' || at[0] == '\n')
        return false;
    while (*at != '\0' && *at != '#') {
        unsigned code = 0;
        int used = 0;
        bool divides = strncmp(at, "\xC3\xB7", 2) == 0;
        if (divides || strncmp(at, "\xC3\x97", 2) == 0) {
            if (row->bytes > 0)
                row->marks[row->bytes - 1] = divides ? '|' : '!';
            at += 2;
        } else if (sscanf(at, "%X%n", &code, &used) == 1) {
            row->bytes += utf8_write(code, row->text + row->bytes);
            at += used;
        } else {
            at++;
        }
    }
    return row->bytes > 0;
}

/* Whether the break behind the space at byte `i` is one that a rule of opportunity.h takes away: it stands before a
 * dash, a slash or a unit, between a sign and its number, or after the "(s)" that begins something. */
static bool is_taken_by_rule(const struct row *row, size_t i) {
    const char *next = row->text + i + 1;
    bool number = next[0] >= '0' && next[0] <= '9';
    if (next[0] == '-' || next[0] == '/' || next[0] == '%' || strncmp(next, "\xE2\x80\x94", 3) == 0)
        return true;
    return (number && i > 0 && strchr("#$\xA7", row->text[i - 1]) != NULL) || strncmp(row->text, "(s) ", 4) == 0;
}

/* Our rules only take breaks away: where Unicode has none we have none, save before the ".35" of a number, which ICU
 * lets begin a line as later versions of Unicode do. Every break behind a space is kept, save those of our rules. */
static void unicode_is_kept_to(void **state) {
    (void)state;
    FILE *test = fopen(UNICODE_TEST, "r");
    if (test == NULL)
        fail_msg("no " UNICODE_TEST ": install Debian's unicode-data");
    char line[2000];
    struct row row;
    size_t rows = 0, added = 0, compared = 0, missed = 0;
    while (fgets(line, sizeof line, test) != NULL) {
        if (!row_read_unicode(line, &row))
            continue;
        rows++;
        const uint8_t *breaks = opportunity_find(row.text, row.bytes, row.lang, false, arena);
        for (size_t i = 0; i + 1 < row.bytes; i++) {
            bool broken = breaks[i] != BREAK_NEVER;
            bool decimal = row.text[i + 1] == '.' && row.text[i + 2] >= '0' && row.text[i + 2] <= '9';
            if (broken && row.marks[i] != '|' && !decimal) {
                added++;
                print_error("a break that Unicode has not, after byte %zu of %s", i, line);
            }
            if (row.text[i] != ' ' || row.marks[i] != '|' || is_taken_by_rule(&row, i))
                continue;
            compared++;
            if (!broken) {
                missed++;
                print_message("kept closed after byte %zu of %s", i, line);
            }
        }
    }
    fclose(test);
    print_message("%zu rows of Unicode's, %zu breaks behind spaces, %zu kept closed\n", rows, compared, missed);
    assert_true(rows > 7000);
    assert_int_equal(added, 0);
    assert_int_equal(missed, 0);
}

static void the_answer_does_not_hang_on_what_was_asked_before(void **state) {
    (void)state;
    static const char *const LANGS[] = {"en-GB", "gu", "pa", "bn", "pl", "sk", "so", "zh",     "fr", "de",
                                        "cy",    "ga", "ja", "th", "ur", "ar", "fa", "x-none", ""};
    const char *first = mark("section 54 of the 2015 Act, well-known", "en-GB", false);
    for (size_t i = 0; i < sizeof LANGS / sizeof LANGS[0]; i++)
        assert_string_equal(mark("section 54 of the 2015 Act, well-known", LANGS[i], false), first);
    assert_string_equal(mark("section 54 of the 2015 Act, well-known", "en-GB", false), first);
}

/* Most texts are never shown to ICU. A letter of another alphabet at their end makes it read them: the answer is the
 * same. */
static void what_icu_is_not_asked_it_would_say(void **state) {
    (void)state;
    static const char *const PARTS[] = {"a",
                                        "Z",
                                        "7",
                                        "word",
                                        "(",
                                        ")",
                                        "[",
                                        "]",
                                        ".",
                                        ",",
                                        ";",
                                        ":",
                                        "!",
                                        "?",
                                        "'",
                                        "\"",
                                        "-",
                                        "/",
                                        "%",
                                        "&",
                                        "+",
                                        "$",
                                        "=",
                                        "|",
                                        "{",
                                        "}",
                                        "*",
                                        "#",
                                        "@",
                                        "~",
                                        "<",
                                        "\xE2\x80\x98",
                                        "\xE2\x80\x99",
                                        "\xE2\x80\x9C",
                                        "\xE2\x80\x9D",
                                        "\xE2\x80\x93",
                                        "\xC2\xA3",
                                        "\xC2\xA7",
                                        "\xC3\xA9",
                                        "\xC3\x97",
                                        " ",
                                        " ",
                                        " ",
                                        " ",
                                        " ",
                                        " ",
                                        " ",
                                        " ",
                                        "  "};
    uint64_t seed = 14;
    for (int trial = 0; trial < 60000; trial++) {
        struct arena *scratch = arena_open();
        char text[200] = "";
        size_t bytes = 0;
        for (int i = 0; i < 12; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            const char *part = PARTS[(seed >> 33) % (sizeof PARTS / sizeof PARTS[0])];
            memcpy(text + bytes, part, strlen(part));
            bytes += strlen(part);
        }
        const uint8_t *plain = opportunity_find(text, bytes, "en-GB", false, scratch);
        memcpy(text + bytes, " \xCE\xB1", 4);
        const uint8_t *asked = opportunity_find(text, bytes + 3, "en-GB", false, scratch);
        for (size_t i = 0; i + 1 < bytes; i++)
            if (plain[i] != asked[i])
                fail_msg("\"%.*s\" at %zu: %d, and ICU says %d", (int)bytes, text, i, plain[i], asked[i]);
        arena_close(scratch);
    }
}

static void an_empty_paragraph_has_no_break(void **state) {
    (void)state;
    assert_non_null(opportunity_find("", 0, "en-GB", false, arena));
    assert_string_equal(mark(" ", "en-GB", false), " ");
    assert_string_equal(mark("   ", "en-GB", true), "   ");
}

static void hyphenation_comes_only_when_asked_for(void **state) {
    (void)state;
    assert_string_equal(mark("commissioning governance", "en-GB", false), "commissioning |governance");
    assert_string_equal(mark("commissioning", "en-GB", true), "com~mis~sion~ing");
}

static void only_plain_words_are_hyphenated(void **state) {
    (void)state;
    /* Short words, capitals, digits, compounds and addresses stay whole. */
    assert_string_equal(mark("other GOVERNANCE", "en-GB", true), "other |GOVERNANCE");
    assert_string_equal(mark("well-documented www.information.org", "en-GB", true),
                        "well-documented |www.information.org");
    assert_string_equal(mark("info2information", "en-GB", true), "info2information");
    assert_string_equal(mark("(\xE2\x80\x9C"
                             "commissioning\xE2\x80\x9D),",
                             "en-GB", true),
                        "(\xE2\x80\x9C"
                        "com~mis~sion~ing\xE2\x80\x9D),");
}

static void a_soft_hyphen_is_one_only_when_asked(void **state) {
    (void)state;
    assert_string_equal(mark("ab\xC2\xAD"
                             "cd",
                             "en-GB", false),
                        "ab\xC2\xAD"
                        "cd");
    assert_string_equal(mark("ab\xC2\xAD"
                             "cd",
                             "en-GB", true),
                        "ab\xC2\xAD~cd");
}

static void a_language_without_a_dictionary_is_not_hyphenated(void **state) {
    (void)state;
    assert_string_equal(mark("commissioning", "pl", true), "commissioning");
    assert_string_equal(mark("commissioning", "en-IE", true), "com~mis~sion~ing");
}

/* Random strings of the pieces that the rules look at: no break inside a character, none at the very end, and no break
 * after white space that is followed by more of it. */
static void every_answer_is_well_formed(void **state) {
    (void)state;
    static const char *const PIECES[] = {" ",
                                         "a",
                                         "section",
                                         "5",
                                         "(",
                                         ")",
                                         ".",
                                         "-",
                                         "/",
                                         "\xE2\x80\x93",
                                         "to",
                                         "\xC2\xA3",
                                         "per",
                                         "cent",
                                         "March",
                                         "https://",
                                         "www.",
                                         "@",
                                         "?",
                                         "&",
                                         "million",
                                         "\xC2\xAD",
                                         "\xE4\xB8\xAD",
                                         "\xE2\x80\x9C",
                                         "2020",
                                         "A",
                                         "\xF0\x9F\x98\x80",
                                         "'",
                                         "\xCC\x81",
                                         ",",
                                         "\xE2\x80\x8B",
                                         "\xE2\x80\x83"};
    uint64_t seed = 20260101;
    const char *wish = getenv("OPPORTUNITY_SEED");
    if (wish != NULL)
        seed = strtoull(wish, NULL, 10);
    print_message("seed %llu\n", (unsigned long long)seed);
    for (int trial = 0; trial < 4000; trial++) {
        char text[600] = "";
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        size_t pieces = (seed >> 33) % 40;
        for (size_t i = 0; i < pieces; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            strcat(text, PIECES[(seed >> 33) % (sizeof PIECES / sizeof PIECES[0])]);
        }
        struct arena *own = arena_open();
        size_t bytes = strlen(text);
        const uint8_t *breaks = opportunity_find(text, bytes, "en-GB", trial % 2 == 0, own);
        for (size_t i = 0; i < bytes; i++) {
            if (breaks[i] == BREAK_NEVER)
                continue;
            assert_in_range(breaks[i], BREAK_SPACE, BREAK_HOST);
            assert_true(i + 1 < bytes);
            assert_false(((unsigned char)text[i + 1] & 0xC0) == 0x80);
            assert_false(text[i + 1] == ' ' && breaks[i] != BREAK_NEVER);
            if (text[i] == '-')
                fail_msg("break after a hard hyphen in \"%s\"", text);
        }
        arena_close(own);
    }
}

static struct source *source;
static struct font_set *fonts;

static int open_house(void **state) {
    (void)state;
    const char *home = getenv("ENGROSS_HOME");
    arena = arena_open();
    struct report *report = report_open(arena);
    source = source_open(home != NULL ? home : ".");
    fonts = font_set_open(source, arena, report);
    opportunity_open(fonts);
    return fonts == NULL;
}

static int close_house(void **state) {
    (void)state;
    opportunity_close();
    font_set_close(fonts);
    source_close(source);
    arena_close(arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(breaks_are_where_the_table_has_them),
        cmocka_unit_test(unicode_is_kept_to),
        cmocka_unit_test(the_answer_does_not_hang_on_what_was_asked_before),
        cmocka_unit_test(what_icu_is_not_asked_it_would_say),
        cmocka_unit_test(an_empty_paragraph_has_no_break),
        cmocka_unit_test(hyphenation_comes_only_when_asked_for),
        cmocka_unit_test(only_plain_words_are_hyphenated),
        cmocka_unit_test(a_soft_hyphen_is_one_only_when_asked),
        cmocka_unit_test(a_language_without_a_dictionary_is_not_hyphenated),
        cmocka_unit_test(every_answer_is_well_formed),
    };
    return cmocka_run_group_tests(tests, open_house, close_house);
}
