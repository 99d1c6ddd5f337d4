/* test_opportunity.c: where lines may end, case by case.
 *
 * Each row is a text with its breaks marked: `|` after white space, `^` without,
 * `~` a hyphen. The marks are taken out, the text is asked about, and the answer
 * written in the same form. Run from the project's root, or with ENGROSS_HOME.
 */
#include "text/opportunity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/report.h"
#include "read/source.h"

static const char *const CASES[] = {
    /* Plain words. */
    "one",
    "one |two |three",
    "one  |two",
    "one, |two; |three. |Four",
    "(one |two) |three",
    "\xE2\x80\x98quoted |words\xE2\x80\x99 |here",
    "Dr\xC2\xA0Smith |said",
    "what? |Why! |No",
    "naïve |café |façade",
    "the |CCG\xE2\x80\x99s |duty",
    "end. |\xE2\x80\x9CStart\xE2\x80\x9D |again",
    /* Hyphens, dashes and slashes inside a word. */
    "well-known |fact",
    "non-voting |member",
    "a |two-year-old |plan",
    "non\xE2\x80\x91voting |member",
    "the |2019-20 |year",
    "the |2019\xE2\x80\x93"
    "20 |year",
    "Mon\xE2\x80\x93"
    "Fri |only",
    "and/or |both",
    "either/or |choice",
    "NHS/SC/2019 |contract",
    "clinician\xE2\x80\x94^or |nurse",
    /* Dashes between spaces stay with what is before them. */
    "time \xE2\x80\x93 |and |place",
    "time \xE2\x80\x94 |and |place",
    "time - |and |place",
    /* Citations. */
    "section 54 |of |the |Act",
    "Section 54 |of |the |Act",
    "see |(section 54)",
    "section 54, |which",
    "sections 5 to 7 |apply",
    "sections 5 |and |7",
    "sections 5, |6 |and |7",
    "from |sections 5.1 to 5.3 |on",
    "Part 6 |of",
    "Part IV |of",
    "parts A to C |of",
    "page 4 |of |12",
    "pages 4 to 9",
    "clause 5.3 |says",
    "clause 5.3(a) |says",
    "clause 5.3.2(a)(ii) |says",
    "paragraph (a) |says",
    "paragraph (iv) |says",
    "paragraphs (a) |and |(b)",
    "appendix A |lists",
    "Appendix B2 |lists",
    "Table 1 |shows",
    "figure 12 |shows",
    "Schedule 1A |to |the |Act",
    "s. 54 |of |the |Act",
    "no. 7 |of |12",
    "Standing |Order 12 |says",
    "section 54 (1) |of |the |Act",
    "54(1) |of |it",
    "54(1)(b) |of |it",
    "regulation 7 |of |them",
    /* Not citations. */
    "this |section. |54 |people",
    "in |this |section |we |say",
    "a |part |of |it",
    "section |headings |are",
    "go |to |7 |places",
    "from |5 |to |7 |people",
    "in |2019 |(a |dry |year)",
    "appendix |Alpha |lists",
    /* Amounts. */
    "about |\xC2\xA3"
    "36 million |a |year",
    "\xC2\xA3"
    "1.5 billion, |or",
    "some |1,200 thousand |more",
    "10 per cent |of |it",
    "(10 per cent)",
    "10 |per |month",
    "as |per |cent |go",
    "per |cent",
    "over |36% |of |it",
    "over |36 % |of |it",
    "12 pt |type",
    "at |9 am |or |5 pm, |say",
    "30 |days |later",
    "36 |people",
    /* Dates. */
    "on |31 March 2020 |at |noon",
    "on |1 May 2020.",
    "on |1st April 2019",
    "by |31 Mar 2020",
    "March 2020 |to |April 2021",
    "6 April 2019 |to |5 April 2020",
    "they |may |2020 |times",
    "in |March |the |board",
    "31 |people |in |March",
    /* Addresses. */
    "www.example.org |is |short",
    "https://www.example.org |is",
    "see |https://www.^example.^org/^policies/^modern^-slavery^-statement |now",
    "www.^longer^-name.^example.^org/^a?^id=12&^page=9 |now",
    "(https://www.^example.^org/^policies/^constitution).",
    "mail |governance.^office@example.^nhs.uk |now",
    "and |not/an/address/however/long/it/may/be",
    /* Other scripts and signs. */
    "a |\xE2\x86\x92 |b",
    "\xE2\x98\x90 |yes",
    "\xE0\xAA\x97\xE0\xAB\x81\xE0\xAA\x9C\xE0\xAA\xB0\xE0\xAA\xBE\xE0\xAA\xA4\xE0\xAB\x80 "
    "|\xE0\xAA\xAD\xE0\xAA\xBE\xE0\xAA\xB7\xE0\xAA\xBE",
    "\xE4\xB8\xAD^\xE6\x96\x87^\xE5\xAD\x97\xE3\x80\x82",
    "two\xE2\x80\x8B^parts",
    "soft\xC2\xADhyphen",
};

static struct arena *arena;

static char *take_marks_out(const char *marked) {
    char *text = arena_alloc(arena, strlen(marked) + 1);
    size_t count = 0;
    for (; *marked != '\0'; marked++)
        if (strchr("|^~", *marked) == NULL)
            text[count++] = *marked;
    return text;
}

static const char *mark(const char *text, const char *lang, bool hyphenate) {
    size_t bytes = strlen(text);
    const uint8_t *breaks = opportunity_find(text, bytes, lang, hyphenate, arena);
    char *out = arena_alloc(arena, 2 * bytes + 1);
    size_t count = 0;
    for (size_t i = 0; i < bytes; i++) {
        out[count++] = text[i];
        if (breaks[i] != BREAK_NEVER)
            out[count++] = " |^~"[breaks[i]];
    }
    return out;
}

static void breaks_are_where_they_are_marked(void **state) {
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const char *found = mark(take_marks_out(CASES[i]), "en-GB", false);
        if (strcmp(found, CASES[i]) != 0) {
            wrong++;
            print_error("expected %s\n     got %s\n", CASES[i], found);
        }
    }
    assert_int_equal(wrong, 0);
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
            assert_in_range(breaks[i], BREAK_SPACE, BREAK_HYPHEN);
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
        cmocka_unit_test(breaks_are_where_they_are_marked),
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
