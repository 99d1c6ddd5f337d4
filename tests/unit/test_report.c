/* test_report.c: collecting findings, and how they look. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <unistd.h>

#include "base/report.h"

static char folder[] = "/tmp/engross-report-XXXXXX";

static int enter_folder(void **state) {
    (void)state;
    return mkdtemp(folder) == NULL || chdir(folder) != 0 ? -1 : 0;
}

static int remove_folder(void **state) {
    (void)state;
    char command[300];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return chdir("/") == 0 ? system(command) : -1;
}

static void put(const char *name, const char *bytes, size_t count) {
    FILE *file = fopen(name, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, count, file), count);
    assert_int_equal(fclose(file), 0);
}

/* One finding about `bytes` at line and column must look exactly so. */
static void expect(const char *bytes, size_t count, struct place place, const char *message, const char *expected) {
    struct arena *arena = arena_open();
    struct report *report = report_open(arena);
    struct buffer out = {0};
    if (place.file != NULL)
        put(place.file, bytes, count);
    report_add(report, RULE_FILE_OPEN, place, message);
    report_print(report, &out, false);
    assert_string_equal(buffer_text(&out), expected);
    buffer_close(&out);
    arena_close(arena);
}

#define HEAD(place) place " error: cannot open the file: "
#define TAIL " [FILE-OPEN]\n"
#define MEND "   mend: check the name, and that you may read it\n"

static void a_finding_shows_place_line_and_mend(void **state) {
    (void)state;
    const char *text = "<a>\n  <table id=\"limits\">\n</a>\n";
    expect(text, strlen(text), (struct place){"f.xml", 2, 3, 0}, "x",
           HEAD("f.xml:2:3:") "x" TAIL "     2 |   <table id=\"limits\">\n"
                              "       |   ^~~~~~\n" MEND);
    expect(text, strlen(text), (struct place){"f.xml", 2, 10, 11}, "x",
           HEAD("f.xml:2:10:") "x" TAIL "     2 |   <table id=\"limits\">\n"
                               "       |          ^~~~~~~~~~~\n" MEND);
    expect(text, strlen(text), (struct place){"f.xml", 3, 1, 0}, "x",
           HEAD("f.xml:3:1:") "x" TAIL "     3 | </a>\n       | ^~~\n" MEND);
}

static void unknown_places_show_less(void **state) {
    (void)state;
    expect("a\n", 2, (struct place){0}, "x", HEAD("engross:") "x" TAIL MEND);
    expect("a\n", 2, (struct place){.file = "f.xml"}, "x", HEAD("f.xml:") "x" TAIL MEND);
    expect("a\n", 2, (struct place){.file = "f.xml", .line = 1}, "x", HEAD("f.xml:1:") "x" TAIL "     1 | a\n" MEND);
    expect("a\n", 2, (struct place){"f.xml", 9, 1, 0}, "x", HEAD("f.xml:9:1:") "x" TAIL MEND);
    /* Past the end of a line: the mark stands after it. */
    expect("ab\n", 3, (struct place){"f.xml", 1, 9, 0}, "x",
           HEAD("f.xml:1:9:") "x" TAIL "     1 | ab\n       |   ^\n" MEND);
}

static void the_mark_stands_under_tabs_and_wide_characters(void **state) {
    (void)state;
    const char *text = "\tx\t日本e\xCC\x81<b>\n";
    expect(text, strlen(text), (struct place){"f.xml", 1, 8, 0}, "x",
           HEAD("f.xml:1:8:") "x" TAIL "     1 |     x   日本e\xCC\x81<b>\n"
                              "       |              ^~\n" MEND);
    expect(text, strlen(text), (struct place){"f.xml", 1, 4, 2}, "x",
           HEAD("f.xml:1:4:") "x" TAIL "     1 |     x   日本e\xCC\x81<b>\n"
                              "       |         ^~~~\n" MEND);
}

static void nothing_of_the_author_reaches_the_terminal_raw(void **state) {
    (void)state;
    const char *text = "a\x1B[31mb\xE2\x80\xAE\xC2\x9B<c>\n";
    expect(text, strlen(text), (struct place){"f.xml", 1, 10, 0}, "y\x1B]0;z\x07\nw",
           HEAD("f.xml:1:10:") "y<U+001B>]0;z<U+0007> w" TAIL "     1 | a<U+001B>[31mb<U+202E><U+009B><c>\n"
                               "       |                               ^~\n" MEND);
}

static void excerpts_are_decoded(void **state) {
    (void)state;
    const char wide[] = "\xFF\xFE<\0a\0>\0\xE9\0\n\0<\0b\0>\0";
    expect(wide, sizeof wide - 1, (struct place){"f.xml", 1, 4, 0}, "x",
           HEAD("f.xml:1:4:") "x" TAIL "     1 | <a>é\n       |    ^\n" MEND);
    const char latin[] = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\r\n<p>\xA3 5</p>\r\n";
    expect(latin, sizeof latin - 1, (struct place){"f.xml", 2, 4, 0}, "x",
           HEAD("f.xml:2:4:") "x" TAIL "     2 | <p>£ 5</p>\n       |    ^\n" MEND);
}

static void long_lines_are_clipped_round_the_column(void **state) {
    (void)state;
    char text[5001];
    memset(text, 'a', 5000);
    text[5000] = '\0';
    memcpy(text + 2499, "<b>", 3);
    char expected[1000];
    (void)snprintf(expected, sizeof expected,
                   HEAD("f.xml:1:2500:") "x" TAIL "     1 | …%.40s<b>%.56s…\n       | %41s^~\n" MEND, text, text, "");
    expect(text, 5000, (struct place){"f.xml", 1, 2500, 0}, "x", expected);
}

static void excerpts_of_what_is_no_file_are_left_out(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct report *report = report_open(arena);
    struct buffer out = {0};
    report_add(report, RULE_FILE_OPEN, ((struct place){"/dev/zero", 1, 1, 0}), "x");
    report_add(report, RULE_FILE_OPEN, ((struct place){"missing", 1, 1, 0}), "x");
    report_print(report, &out, false);
    assert_string_equal(buffer_text(&out), HEAD("/dev/zero:1:1:") "x" TAIL MEND HEAD("missing:1:1:") "x" TAIL MEND);
    buffer_close(&out);
    arena_close(arena);
}

static void findings_come_by_file_line_and_column_without_doubles(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct report *report = report_open(arena);
    char name[] = "b";
    report_add(report, RULE_FILE_OPEN, ((struct place){name, 5, 1, 0}), "1");
    name[0] = '?'; /* strings are copied */
    report_add(report, RULE_FILE_OPEN, ((struct place){"a", 1, 1, 0}), "2");
    report_add(report, RULE_FILE_OPEN, ((struct place){"b", 2, 9, 0}), "3");
    report_add(report, RULE_FILE_OPEN, ((struct place){"b", 2, 4, 0}), "4");
    report_add(report, RULE_FILE_OPEN, ((struct place){"b", 2, 4, 0}), "4");
    report_add(report, RULE_FILE_WRITE, ((struct place){"b", 2, 4, 0}), "4");
    report_add(report, RULE_FILE_OPEN, ((struct place){"b", 2, 4, 0}), "0");
    assert_int_equal(report_count(report), 6);
    assert_int_equal(report_errors(report), 6);
    assert_int_equal(report_warnings(report), 0);
    const struct finding *sorted = report_sorted(report);
    const char *const order[] = {"4", "4", "0", "3", "1", "2"};
    for (size_t i = 0; i < 6; i++)
        assert_string_equal(strchr(sorted[i].message, ':') + 2, order[i]);
    assert_ptr_equal(sorted[1].rule, catalogue_find(RULE_FILE_WRITE));
    assert_string_equal(sorted[4].place.file, "b");
    arena_close(arena);
}

static void many_findings_stay_apart(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct report *report = report_open(arena);
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < 20000; i++)
            report_add(report, RULE_FILE_OPEN, ((struct place){"a", 1 + i % 100, i / 100, 0}), "x");
    assert_int_equal(report_count(report), 20000);
    arena_close(arena);
}

static void an_empty_report_is_fine(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct report *report = report_open(arena);
    struct buffer out = {0};
    report_print(report, &out, true);
    assert_int_equal(out.count, 0);
    assert_int_equal(report_status(report), 0);
    buffer_close(&out);
    arena_close(arena);
}

static void every_row_is_well_made(void **state) {
    (void)state;
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        const struct catalogue_row *row = catalogue_find((enum rule)i);
        size_t count = strlen(row->message);
        assert_true(count > 0);
        assert_true(row->message[count - 1] != '.');
        assert_true(row->message[0] < 'A' || row->message[0] > 'Z');
        assert_null(strchr(row->message, '\n'));
        assert_true(row->severity == SEVERITY_ERROR ? row->status > 0 : row->status == 0);
        assert_int_equal(strspn(row->name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"), strlen(row->name));
        for (unsigned other = 0; other < i; other++)
            assert_string_not_equal(row->name, catalogue_find((enum rule)other)->name);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_finding_shows_place_line_and_mend),
        cmocka_unit_test(unknown_places_show_less),
        cmocka_unit_test(the_mark_stands_under_tabs_and_wide_characters),
        cmocka_unit_test(nothing_of_the_author_reaches_the_terminal_raw),
        cmocka_unit_test(excerpts_are_decoded),
        cmocka_unit_test(long_lines_are_clipped_round_the_column),
        cmocka_unit_test(excerpts_of_what_is_no_file_are_left_out),
        cmocka_unit_test(findings_come_by_file_line_and_column_without_doubles),
        cmocka_unit_test(many_findings_stay_apart),
        cmocka_unit_test(an_empty_report_is_fine),
        cmocka_unit_test(every_row_is_well_made),
    };
    return cmocka_run_group_tests(tests, enter_folder, remove_folder);
}
