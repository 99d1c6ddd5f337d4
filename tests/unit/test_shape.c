/* test_shape.c: text → glyph runs, in the program's own fonts.
 *
 * `shaped` holds every chain that any test makes against what must be true of
 * all: the runs' texts joined are the text, glyphs stand for their bytes in order
 * and each byte once, and the units are the sum of the advances. Run from the
 * project's root, or with ENGROSS_HOME.
 */
#include "text/shape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "read/source.h"

#define GUJARATI "\xE0\xAA\x97\xE0\xAB\x81\xE0\xAA\x9C\xE0\xAA\xB0\xE0\xAA\xBE\xE0\xAA\xA4\xE0\xAB\x80"
#define PUNJABI "\xE0\xA8\xAA\xE0\xA9\xB0\xE0\xA8\x9C\xE0\xA8\xBE\xE0\xA8\xAC\xE0\xA9\x80"
#define BENGALI "\xE0\xA6\xAC\xE0\xA6\xBE\xE0\xA6\x82\xE0\xA6\xB2\xE0\xA6\xBE"
#define POLISH "za\xC5\xBC\xC3\xB3\xC5\x82\xC4\x87 g\xC4\x99\xC5\x9Bl\xC4\x85 ja\xC5\xBA\xC5\x84"

static struct source *source;
static struct font_set *fonts;
static struct shaper *shaper;
static struct arena *arena;
static struct report *report;

static const struct glyph_run *shape(const char *text, bool bold, const char *lang) {
    static const struct node node = {.kind = NODE_PARAGRAPH, .place = {"a.xml", 3, 7, 0}};
    return shape_text(shaper, "Noto Sans", bold, lang, text, strlen(text), (struct shape_source){&node, 0}, report);
}

static const struct glyph_run *shaped(const char *text) {
    const struct glyph_run *run = shape(text, false, "en-GB");
    assert_non_null(run);
    size_t at = 0;
    for (const struct glyph_run *part = run; part != NULL; part = part->next) {
        assert_true(at + part->bytes <= strlen(text));
        assert_memory_equal(part->text, text + at, part->bytes);
        at += part->bytes;
        int64_t units = 0;
        uint32_t end = 0;
        for (size_t i = 0; i < part->count; i++) {
            const struct glyph *glyph = &part->glyphs[i];
            assert_int_not_equal(glyph->id, 0);
            units += glyph->advance;
            if (glyph->bytes == 0)
                continue;
            assert_true(glyph->text >= end);
            end = glyph->text + glyph->bytes;
            assert_true(end <= part->bytes);
        }
        assert_int_equal(units, part->units);
    }
    assert_int_equal(at, strlen(text));
    return run;
}

static size_t bytes_of_glyphs(const struct glyph_run *run) {
    size_t bytes = 0;
    for (; run != NULL; run = run->next)
        for (size_t i = 0; i < run->count; i++)
            bytes += run->glyphs[i].bytes;
    return bytes;
}

static void every_letter_has_a_glyph_of_its_own(void **state) {
    (void)state;
    const struct glyph_run *run = shaped("office fluffy affidavit ");
    assert_null(run->next);
    assert_int_equal(run->count, strlen("office fluffy affidavit "));
    for (size_t i = 0; i < run->count; i++) {
        assert_int_equal(run->glyphs[i].text, i);
        assert_int_equal(run->glyphs[i].bytes, 1);
    }
}

static void advances_hold_kerning(void **state) {
    (void)state;
    const struct glyph_run *run = shaped("AVATo");
    int64_t plain = 0;
    for (size_t i = 0; i < run->count; i++)
        plain += face_advance(run->face, run->glyphs[i].id);
    assert_true(run->units < plain);
}

static void a_soft_hyphen_gives_neither_glyph_nor_text(void **state) {
    (void)state;
    static const char *const TEXTS[] = {"AV\xC2\xADTo", "AVTo\xC2\xAD",
                                        "\xC2\xAD"
                                        "AVTo",
                                        "A\xE2\x81\xA0V\xE2\x80\x8BTo"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        const struct glyph_run *run = shaped(TEXTS[i]);
        assert_null(run->next);
        assert_int_equal(run->count, 4);
        for (size_t glyph = 0; glyph < 4; glyph++) {
            assert_int_equal(run->glyphs[glyph].bytes, 1);
            assert_int_equal(run->text[run->glyphs[glyph].text], "AVTo"[glyph]);
        }
    }
    assert_int_equal(shaped("\xC2\xAD")->count, 0);
}

/* The short way for ASCII must be the long way's twin: a zero-width space at the end takes the long way. */
static void ascii_is_shaped_as_everything_else_is(void **state) {
    (void)state;
    static const char *const TEXTS[] = {"The ",    "section ", "54(1)(b), ", "2019-20 ", "AVATAR", "\"quoted\" ", "To:",
                                        "a@b.org", "!",        "100% ",      "we'll ",   "[x] ",   "fi"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        const struct glyph_run *one = shaped(TEXTS[i]);
        const struct glyph_run *other = shaped(arena_format(arena, "%s\xE2\x80\x8B", TEXTS[i]));
        assert_null(other->next);
        assert_ptr_equal(one->face, other->face);
        assert_int_equal(one->count, other->count);
        assert_memory_equal(one->glyphs, other->glyphs, one->count * sizeof *one->glyphs);
    }
}

static void a_word_is_shaped_once(void **state) {
    (void)state;
    const struct glyph_run *first = shape("governance ", false, "en-GB");
    char copy[] = "governance ";
    char family[] = "Noto Sans";
    assert_ptr_equal(shape(copy, false, "en-GB"), first);
    assert_ptr_equal(shape_text(shaper, family, false, "en-GB", copy, strlen(copy), (struct shape_source){0}, report),
                     first);
    assert_ptr_not_equal(shape("governance ", true, "en-GB"), first);
    assert_ptr_not_equal(shape("governance ", false, "pl"), first);
    assert_ptr_not_equal(shape("governance", false, "en-GB"), first);
    assert_int_not_equal(shape("governance ", true, "en-GB")->units, first->units);
}

static void the_cache_outgrows_its_first_size(void **state) {
    (void)state;
    enum { WORDS = 6000 };
    static const struct glyph_run *runs[WORDS];
    for (int i = 0; i < WORDS; i++)
        runs[i] = shaped(arena_format(arena, "w%d ", i));
    for (int i = 0; i < WORDS; i++)
        assert_ptr_equal(shaped(arena_format(arena, "w%d ", i)), runs[i]);
}

static void a_sign_that_the_family_lacks_is_set_in_a_fallback_alone(void **state) {
    (void)state;
    const struct glyph_run *run = shaped("a \xE2\x89\xA4 5");
    assert_string_equal(run->face->file, "NotoSans-Regular.ttf");
    assert_int_equal(run->bytes, 2);
    assert_string_equal(run->next->face->file, "NotoSansMath-Regular.ttf");
    assert_int_equal(run->next->bytes, 3);
    assert_ptr_equal(run->next->next->face, run->face);
    assert_null(run->next->next->next);
    shaped("\xE2\x88\x92 \xE2\x89\xA5 \xE2\x86\x92 \xE2\x9C\x93 \xE2\x98\x90 \xE2\x9F\xA6 \xE2\x9F\xA7");
}

static void letters_of_europe_stay_in_the_family(void **state) {
    (void)state;
    static const char *const TEXTS[] = {POLISH,
                                        "\xC4\x8D"
                                        "e\xC5\xA1tina",
                                        "\xCE\x95\xCE\xBB\xCE\xBB\xCE\xAC\xCF\x82",
                                        "\xD0\x9A\xD0\xB8\xD1\x97\xD0\xB2",
                                        "\xC2\xA3"
                                        "36 million",
                                        "caf\xC3\xA9"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
        for (const struct glyph_run *run = shaped(TEXTS[i]); run != NULL; run = run->next)
            assert_string_equal(run->face->file, "NotoSans-Regular.ttf");
}

static void a_word_of_another_script_keeps_its_stops(void **state) {
    (void)state;
    const struct glyph_run *run = shaped(GUJARATI ". ");
    assert_string_equal(run->face->file, "NotoSansGujarati-Regular.ttf");
    assert_null(run->next);
    assert_string_equal(shaped(PUNJABI)->face->file, "NotoSansGurmukhi-Regular.ttf");
    assert_string_equal(shaped(BENGALI)->face->file, "NotoSansBengali-Regular.ttf");
    /* Latin beside it does not. */
    run = shaped(GUJARATI " NHS");
    assert_string_equal(run->next->face->file, "NotoSans-Regular.ttf");
    assert_string_equal(run->next->text, "NHS");
}

static void no_text_of_a_cluster_is_lost(void **state) {
    (void)state;
    static const char *const TEXTS[] = {"e\xCC\x81t\xC3\xA9",
                                        GUJARATI,
                                        PUNJABI,
                                        BENGALI,
                                        POLISH,
                                        "x\xCC\x84\xCC\xA3y",
                                        "\xE0\xAA\x95\xE0\xAB\x8D\xE2\x80\x8D\xE0\xAA\xB7"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
        assert_int_equal(bytes_of_glyphs(shaped(TEXTS[i])), strlen(TEXTS[i]));
}

static void spaces_and_hyphens_that_do_not_break_can_be_set(void **state) {
    (void)state;
    const struct glyph_run *run = shaped("31\xC2\xA0March non\xE2\x80\x91voting");
    assert_null(run->next);
    assert_int_equal(bytes_of_glyphs(run), strlen("31\xC2\xA0March non\xE2\x80\x91voting"));
}

static void expect_fault(const char *text, const char *lang, enum rule rule, const char *part) {
    struct report *before = report;
    report = report_open(arena);
    assert_null(shape(text, false, lang));
    assert_int_equal(report_count(report), 1);
    const struct finding *finding = report_sorted(report);
    assert_ptr_equal(finding->rule, catalogue_find(rule));
    assert_string_equal(finding->place.file, "a.xml");
    assert_int_equal(finding->place.line, 3);
    assert_int_equal(finding->place.column, 7);
    if (strstr(finding->message, part) == NULL)
        fail_msg("\"%s\" does not hold \"%s\"", finding->message, part);
    report = before;
}

static void a_character_without_a_font_is_named_at_its_place(void **state) {
    (void)state;
    expect_fault("a \xE4\xB8\xAD", "zh", RULE_TEXT_NO_GLYPH, "U+4E2D");
    expect_fault("\xEF\xBF\xBD"
                 "\xF3\xB0\x80\x81",
                 "en-GB", RULE_TEXT_NO_GLYPH, "U+F0001");
    /* Again, since faults are not kept in the cache. */
    expect_fault("a \xE4\xB8\xAD", "zh", RULE_TEXT_NO_GLYPH, "Noto Sans");
}

static void right_to_left_text_is_refused(void **state) {
    (void)state;
    expect_fault("\xD8\xA7\xD8\xB1\xD8\xAF\xD9\x88", "ur", RULE_TEXT_DIRECTION, "U+0627 ARABIC LETTER ALEF");
    expect_fault("see \xD7\xA2\xD7\x91", "he", RULE_TEXT_DIRECTION, "U+05E2");
    expect_fault("\xD9\xA3\xD9\xA4", "ar", RULE_TEXT_DIRECTION, "U+0663");
    expect_fault("abc\xE2\x80\xAE"
                 "def",
                 "en-GB", RULE_TEXT_DIRECTION, "U+202E");
}

static void nothing_is_a_run_without_glyphs(void **state) {
    (void)state;
    const struct glyph_run *run = shaped("");
    assert_int_equal(run->count, 0);
    assert_int_equal(glyph_run_width(run, LENGTH_PT(12)), 0);
}

static void width_is_the_units_at_a_size(void **state) {
    (void)state;
    const struct glyph_run *run = shaped("width");
    assert_int_equal(glyph_run_width(run, LENGTH_PT(1)), run->units);
    assert_int_equal(glyph_run_width(run, LENGTH_PT(12)), 12 * run->units);
    const struct glyph_run *two = shaped("a \xE2\x89\xA4");
    assert_int_equal(glyph_run_width(two, 10500),
                     length_of_units(two->units, 10500) + length_of_units(two->next->units, 10500));
}

static int open_house(void **state) {
    (void)state;
    const char *home = getenv("ENGROSS_HOME");
    arena = arena_open();
    report = report_open(arena);
    source = source_open(home != NULL ? home : ".");
    fonts = font_set_open(source, arena, report);
    if (fonts == NULL)
        return -1;
    shaper = shaper_open(fonts, arena);
    return 0;
}

static int close_house(void **state) {
    (void)state;
    size_t errors = report_errors(report);
    shaper_close(shaper);
    font_set_close(fonts);
    source_close(source);
    arena_close(arena);
    return errors != 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_letter_has_a_glyph_of_its_own),
        cmocka_unit_test(advances_hold_kerning),
        cmocka_unit_test(a_soft_hyphen_gives_neither_glyph_nor_text),
        cmocka_unit_test(ascii_is_shaped_as_everything_else_is),
        cmocka_unit_test(a_word_is_shaped_once),
        cmocka_unit_test(the_cache_outgrows_its_first_size),
        cmocka_unit_test(a_sign_that_the_family_lacks_is_set_in_a_fallback_alone),
        cmocka_unit_test(letters_of_europe_stay_in_the_family),
        cmocka_unit_test(a_word_of_another_script_keeps_its_stops),
        cmocka_unit_test(no_text_of_a_cluster_is_lost),
        cmocka_unit_test(spaces_and_hyphens_that_do_not_break_can_be_set),
        cmocka_unit_test(a_character_without_a_font_is_named_at_its_place),
        cmocka_unit_test(right_to_left_text_is_refused),
        cmocka_unit_test(nothing_is_a_run_without_glyphs),
        cmocka_unit_test(width_is_the_units_at_a_size),
    };
    return cmocka_run_group_tests(tests, open_house, close_house);
}
