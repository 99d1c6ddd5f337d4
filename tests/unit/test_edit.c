/* read/edit.h, years.h and calendar.h: texts changed in places, and moved on by a year. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "calendar.h"
#include "read/edit.h"
#include "read/source.h"
#include "years.h"

#define HEAD                                                                                         \
    "<policy xmlns=\"urn:engross:document:1\" id=\"x\" xml:lang=\"en-GB\"><control><title>T</title>" \
    "<version label=\"1\" sequence=\"1\" status=\"draft\" date=\"2020-01-01\"/><issuer org=\"a\"/></control>\n"

struct fixture {
    struct arena *arena;
    struct report *report;
    struct source *source;
    const struct element *root;
    struct editing *edit;
    char path[64];
};

static struct fixture open_bytes(const char *bytes, size_t count) {
    struct fixture f = {.arena = arena_open()};
    f.report = report_open(f.arena);
    f.source = source_open(".");
    snprintf(f.path, sizeof f.path, "/tmp/engross-edit-XXXXXX");
    int file = mkstemp(f.path);
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, count), count);
    close(file);
    f.root = source_read(f.source, SOURCE_DOCUMENT, f.path, "/tmp", f.arena, f.report);
    f.edit = edit_open(f.path, f.arena, f.report);
    assert_non_null(f.edit);
    return f;
}

static struct fixture open_text(const char *text) {
    struct fixture f = open_bytes(text, strlen(text));
    assert_non_null(f.root);
    return f;
}

static void close_fixture(struct fixture *f) {
    unlink(f->path);
    source_close(f->source);
    arena_close(f->arena);
}

static void expect(struct fixture *f, const char *text) {
    struct buffer out = {0};
    edit_print(f->edit, &out);
    assert_string_equal(buffer_text(&out), text);
    buffer_close(&out);
    close_fixture(f);
}

static const struct element *find(const struct fixture *f, const char *name) {
    const struct element *at = f->root;
    while (at != NULL && !element_is(at, name))
        at = element_after(at, f->root);
    assert_non_null(at);
    return at;
}

static void a_file_without_edits_stays_as_it_is(void **state) {
    (void)state;
    const char *text = HEAD "<!-- é <p> --><p  id='a'\n>Ä &amp; <strong>b</strong>\t</p>\n\n</policy>\n<!-- end -->";
    struct fixture f = open_text(text);
    expect(&f, text);
}

static void content_between_tags_is_set(void **state) {
    (void)state;
    struct fixture f =
        open_text(HEAD "<p>Ää<!-- </p> --> <strong>b</strong><link to=\"https://x.uk/a>b\">c d</link></p></policy>");
    edit_set_content(f.edit, find(&f, "p"), "new");
    expect(&f, HEAD "<p>new</p></policy>");
}

static void an_element_without_an_end_tag_gets_one(void **state) {
    (void)state;
    struct fixture f = open_text(
        "<e:policy xmlns:e=\"urn:engross:document:1\" id=\"x\" xml:lang=\"en-GB\"><e:control><e:title>T</e:title>"
        "<e:version label=\"1\" sequence=\"1\" status=\"draft\" date=\"2020-01-01\"/><e:issuer org=\"a\"/>"
        "<e:review-by date=\"2021-01-01\"/></e:control></e:policy>");
    edit_drop_attribute(f.edit, find(&f, "review-by"), "date");
    edit_set_content(f.edit, find(&f, "review-by"), "soon");
    expect(&f,
           "<e:policy xmlns:e=\"urn:engross:document:1\" id=\"x\" xml:lang=\"en-GB\"><e:control><e:title>T</e:title>"
           "<e:version label=\"1\" sequence=\"1\" status=\"draft\" date=\"2020-01-01\"/><e:issuer org=\"a\"/>"
           "<e:review-by>soon</e:review-by></e:control></e:policy>");
}

static void attributes_are_set_and_dropped(void **state) {
    (void)state;
    struct fixture f =
        open_text(HEAD "<p xml:lang = 'cy'\n   id=\"a\" >é</p><list kind='number'><item>b</item></list></policy>");
    edit_set_attribute(f.edit, find(&f, "p"), "id", "other");
    edit_drop_attribute(f.edit, find(&f, "p"), "lang");
    edit_drop_attribute(f.edit, find(&f, "p"), "date");
    edit_set_attribute(f.edit, find(&f, "list"), "kind", "letter");
    expect(&f, HEAD "<p\n   id=\"other\" >é</p><list kind='letter'><item>b</item></list></policy>");
}

static void the_first_edit_of_a_stretch_holds(void **state) {
    (void)state;
    struct fixture f = open_text(HEAD "<p>abcdef</p></policy>");
    struct extent p = edit_extent(f.edit, find(&f, "p"));
    assert_true(edit_replace(f.edit, p.inner_start + 2, p.inner_start + 4, "XY"));
    assert_false(edit_replace(f.edit, p.inner_start + 3, p.inner_start + 5, "Z"));
    assert_false(edit_replace(f.edit, p.inner_start, p.inner_end, "all"));
    assert_true(edit_replace(f.edit, p.inner_start, p.inner_start + 2, ""));
    assert_true(edit_replace(f.edit, p.end, p.end, "!"));
    assert_false(edit_replace(f.edit, p.end, p.end, "?"));
    assert_true(edit_covered(f.edit, p.inner_start, p.inner_end));
    assert_false(edit_covered(f.edit, p.inner_start + 4, p.inner_end));
    edit_replace(f.edit, p.inner_start + 4, p.inner_end, "");
    edit_replace(f.edit, p.start, p.inner_start, "<p id=\"q\">");
    expect(&f, HEAD "<p id=\"q\">XY</p>!</policy>");
}

static void texts_come_one_after_the_other(void **state) {
    (void)state;
    struct fixture f = open_text(HEAD "<p>one<!-- two --><strong>three</strong></p></policy>");
    const char *expected[] = {"T", "\n", "one", "<!-- two -->", "three"};
    size_t from = 0;
    size_t start;
    size_t end;
    size_t count = 0;
    for (; edit_next_text(f.edit, &from, &start, &end); count++) {
        assert_true(count < 5);
        assert_int_equal(end - start, strlen(expected[count]));
        assert_memory_equal(edit_text(f.edit) + start, expected[count], end - start);
    }
    assert_int_equal(count, 5);
    close_fixture(&f);
}

static void bytes_that_are_no_text_are_refused(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct report *report = report_open(arena);
    char path[] = "/tmp/engross-edit-XXXXXX";
    int file = mkstemp(path);
    assert_int_equal(write(file, "<p>\xff\xfe\xff</p>", 10), 10);
    close(file);
    assert_null(edit_open(path, arena, report));
    assert_int_equal(report_errors(report), 1);
    unlink(path);
    assert_null(edit_open(path, arena, report));
    assert_int_equal(report_errors(report), 2);
    arena_close(arena);
}

/* Prints in place and compares bytes. */
static void expect_bytes(struct fixture *f, const char *bytes, size_t count) {
    struct buffer out = {0};
    edit_print_in_place(f->edit, &out);
    assert_int_equal(out.count, count);
    assert_memory_equal(out.bytes, bytes, count);
    buffer_close(&out);
}

#define BODY                                                                                                    \
    "<policy xmlns=\"urn:engross:document:1\" id=\"x\" xml:lang=\"en-GB\"><control><title>T</title>\r\n"        \
    "<version label=\"1\" sequence=\"1\" status=\"draft\" date=\"2020-01-01\"/><issuer org=\"a\"/></control>\r" \
    "\n<!-- \t --><p>A%s</p><p >B</p>\n</policy>"

/* The same text in UTF-16 by hand; of Basic Multilingual Plane and without marks of its own. */
static size_t wide(const char *text, bool big, char *out) {
    size_t count = 0;
    out[count++] = big ? '\xFE' : '\xFF';
    out[count++] = big ? '\xFF' : '\xFE';
    for (const char *at = text; *at != '\0'; at++) {
        out[count + (big ? 1 : 0)] = *at;
        out[count + (big ? 0 : 1)] = '\0';
        count += 2;
    }
    return count;
}

/* Puts a new text, with a letter that not every encoding has and two lines, before the second paragraph. */
static void insert_in_place(struct fixture *f) {
    const struct element *second = element_next(find(f, "p"), "p");
    size_t at = edit_extent(f->edit, second).start;
    assert_true(edit_changed(f->edit) == false);
    assert_true(edit_replace(f->edit, at, at, "\n<!-- \xE2\x80\x93 -->"));
    assert_true(edit_changed(f->edit));
}

static void what_is_not_edited_keeps_its_bytes(void **state) {
    (void)state;
    static const struct {
        const char *declaration, *between, *in;
    } cases[] = {
        {"", "\n", "\n<!-- \xE2\x80\x93 -->"},
        {"\xEF\xBB\xBF<?xml version='1.0'  encoding='utf-8' ?>\r", "\xC3\xA9\r\n", "\r\n<!-- \xE2\x80\x93 -->"},
        {"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>", "\xE9\r", "\r<!-- &#x2013; -->"},
        {"<?xml version=\"1.0\" encoding=\"windows-1252\"?>\n", "\x93\xE9\x94", "\r\n<!-- &#x2013; -->"},
        {"<?xml version=\"1.0\"?>", "\xF0\x9D\x84\x9E e\xCC\x81\n\r\n\r", "\r<!-- \xE2\x80\x93 -->"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[2000];
        char expected[2000];
        int head = snprintf(text, sizeof text, "%s", cases[i].declaration);
        snprintf(text + head, sizeof text - (size_t)head, BODY, cases[i].between);
        struct fixture f = open_text(text);
        expect_bytes(&f, text, strlen(text));
        insert_in_place(&f);
        size_t at = (size_t)(strstr(text, "<p >") - text);
        snprintf(expected, sizeof expected, "%.*s%s%s", (int)at, text, cases[i].in, text + at);
        expect_bytes(&f, expected, strlen(expected));
        close_fixture(&f);
    }
}

static void wide_characters_keep_their_bytes(void **state) {
    (void)state;
    for (int big = 0; big < 2; big++) {
        char text[2000];
        char bytes[4000];
        char expected[4000];
        snprintf(text, sizeof text, BODY, "\r\r\n");
        size_t count = wide(text, big, bytes);
        struct fixture f = open_bytes(bytes, count);
        assert_non_null(f.root);
        expect_bytes(&f, bytes, count);
        insert_in_place(&f);
        size_t at = 2 + 2 * (size_t)(strstr(text, "<p >") - text);
        memcpy(expected, bytes, at);
        size_t put = wide("\r\n<!-- _ -->", big, expected + at - 2); /* its mark goes over the two bytes before */
        memcpy(expected + at - 2, bytes + at - 2, 2);
        char *dash = expected + at + 2 * strlen("\r\n<!-- ");
        dash[0] = big ? '\x20' : '\x13';
        dash[1] = big ? '\x13' : '\x20';
        memcpy(expected + at - 2 + put, bytes + at, count - at);
        expect_bytes(&f, expected, count + put - 2);
        close_fixture(&f);
    }
}

static void elements_go_with_their_line(void **state) {
    (void)state;
    struct fixture f = open_text(HEAD "<list kind='number'>\n\t<item id='a'/> \n  <item>b</item><!-- c -->\n"
                                      "<item>c</item></list><p/>\n<p/></policy>");
    const struct element *item = find(&f, "item");
    edit_add_attribute(f.edit, item, "lang", "cy");
    edit_drop_element(f.edit, element_next(item, "item"));
    edit_drop_element(f.edit, element_next(element_next(item, "item"), "item"));
    const struct element *p = find(&f, "p");
    size_t at = edit_extent(f.edit, p).end;
    edit_drop_element(f.edit, p);
    assert_true(edit_replace(f.edit, at, at, "<p>in</p>"));
    edit_drop_element(f.edit, element_next(p, "p"));
    expect(&f, HEAD "<list kind='number'>\n\t<item id='a' lang=\"cy\"/> \n  <!-- c -->\n</list><p>in</p>\n</policy>");
}

static void a_file_that_was_saved_meanwhile_is_known(void **state) {
    (void)state;
    struct fixture f = open_text(HEAD "<p>A</p>\n<list kind='number'><item>b</item></list></policy>");
    const struct element *p = find(&f, "p");
    const struct element *list = find(&f, "list");
    assert_true(edit_stands(f.edit, p));
    assert_true(edit_stands(f.edit, list));
    static const char *const others[] = {"", "<p>A</p>", HEAD "<title>A</title>", HEAD "<q:pp/>\n<li/>", HEAD "A<p"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        FILE *file = fopen(f.path, "wb");
        assert_non_null(file);
        fputs(others[i], file);
        fclose(file);
        const struct editing *other = edit_open(f.path, f.arena, f.report);
        assert_non_null(other);
        assert_false(edit_stands(other, p));
        assert_false(edit_stands(other, list));
    }
    close_fixture(&f);
}

static void years_follow_one_another(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    assert_string_equal(calendar_next_day(arena, "2020-03-31"), "2020-04-01");
    assert_string_equal(calendar_next_day(arena, "2019-12-31"), "2020-01-01");
    assert_string_equal(calendar_next_day(arena, "2020-02-28"), "2020-02-29");
    assert_string_equal(calendar_next_day(arena, "2100-02-28"), "2100-03-01");
    assert_string_equal(calendar_year_end(arena, "2020-04-01"), "2021-03-31");
    assert_string_equal(calendar_year_end(arena, "2020-01-01"), "2020-12-31");
    assert_string_equal(calendar_year_end(arena, "2019-03-01"), "2020-02-29");
    assert_string_equal(calendar_half_year_after(arena, "2020-03-31"), "2020-09-30");
    assert_string_equal(calendar_half_year_after(arena, "2020-09-30"), "2021-03-31");
    assert_string_equal(calendar_half_year_after(arena, "2019-08-31"), "2020-02-29");
    assert_string_equal(calendar_half_year_after(arena, "2019-08-30"), "2020-02-29");
    assert_string_equal(calendar_half_year_after(arena, "2020-02-28"), "2020-08-28");
    assert_string_equal(calendar_half_year_after(arena, "2021-02-28"), "2021-08-31");
    assert_string_equal(calendar_half_year_after(arena, "2026-11-22"), "2027-05-22");
    assert_string_equal(calendar_next_day(arena, "9999-12-31"), "9999-12-31");
    assert_string_equal(calendar_year_end(arena, "9999-04-01"), "9999-12-31");
    assert_string_equal(calendar_half_year_after(arena, "9999-06-30"), "9999-12-31");
    assert_string_equal(calendar_half_year_after(arena, "9999-08-31"), "9999-12-31");
    assert_string_equal(calendar_half_year_after(arena, "9999-12-31"), "9999-12-31");
    assert_string_equal(calendar_year_label(arena, "2019-04-01", "2020-03-31"), "2019-20");
    assert_string_equal(calendar_year_label(arena, "1999-04-01", "2000-03-31"), "1999-00");
    assert_string_equal(calendar_year_label(arena, "2020-01-01", "2020-12-31"), "2020");
    arena_close(arena);
}

static void dates_of_a_period_move_and_numbers_that_hold_them_do_not(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct year year = {.from = "2019-04-01", .to = "2020-03-31"};
    const struct year_words *words = years_words(arena, &year, "2020-04-01", "2021-03-31");
    const char *text = "From 1 April 2019 to 31 March 2020 (2019 to 2020, 2019-20, 2019/20, 2019–20, 2019–2020).";
    assert_string_equal(years_shift(arena, words, text, strlen(text)),
                        "From 1 April 2020 to 31 March 2021 (2020 to 2021, 2020-21, 2020/21, 2020–21, 2020–2021).");
    const char *others[] = {"", "31 March 2019", "131 March 2020", "2019-201", "12019-20", "2018 to 2019", "2020"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_null(years_shift(arena, words, others[i], strlen(others[i])));
    const struct year_words *whole = years_period(arena, &year, "2020-04-01", "2021-03-31");
    text = "the year from 1 April 2019 to 31 March 2020; on 31 March 2020";
    assert_string_equal(years_shift(arena, whole, text, strlen(text)),
                        "the year from 1 April 2020 to 31 March 2021; on 31 March 2020");
    arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_without_edits_stays_as_it_is),
        cmocka_unit_test(content_between_tags_is_set),
        cmocka_unit_test(an_element_without_an_end_tag_gets_one),
        cmocka_unit_test(attributes_are_set_and_dropped),
        cmocka_unit_test(the_first_edit_of_a_stretch_holds),
        cmocka_unit_test(texts_come_one_after_the_other),
        cmocka_unit_test(bytes_that_are_no_text_are_refused),
        cmocka_unit_test(what_is_not_edited_keeps_its_bytes),
        cmocka_unit_test(wide_characters_keep_their_bytes),
        cmocka_unit_test(elements_go_with_their_line),
        cmocka_unit_test(a_file_that_was_saved_meanwhile_is_known),
        cmocka_unit_test(years_follow_one_another),
        cmocka_unit_test(dates_of_a_period_move_and_numbers_that_hold_them_do_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
