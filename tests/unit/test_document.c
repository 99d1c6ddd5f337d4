/* test_document.c: elements → document, by what the dump says and by which faults are found where.
 *
 * Each case writes a small policy into a folder of its own, reads it through the
 * one door (source_read) and holds lines of document_dump, or findings, against
 * what sources/README.md promises.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "document/document.h"
#include "document/languages.h"
#include "document/names.h"
#include "document/numbers.h"
#include "document/role.h"
#include "read/source.h"

#define NS "xmlns=\"urn:engross:document:1\""

struct reading {
    struct arena *arena;
    struct report *report;
    const struct document *document;
    struct buffer dump;
};

static char folder[64];
static struct source *source;

static const char organisations[] =
    "<organisations " NS ">"
    "<organisation id=\"evp\" members=\"one two three\"><name>East Vale  Partnership</name><short-name>East "
    "Vale</short-name>"
    "<abbreviation>EVP</abbreviation><district>Ash</district><district>Birch</district>"
    "<measure name=\"people\" value=\"366000\" unit=\"people\" as-at=\"2020-03-31\" source=\"s\"/>"
    "<measure name=\"budget\" value=\"362000000\" unit=\"GBP\" as-at=\"2019\" source=\"s\"/>"
    "<office id=\"chair\"><name>Chair</name></office><office id=\"nurse\"><name>Registered  Nurse</name></office>"
    "<committee id=\"board\"><name>Board</name>"
    "<seat office=\"chair\"><appointed id=\"how\">elected</appointed></seat>"
    "<seat office=\"nurse\" number=\"+02\" votes=\"no\"><appointed>named by the <role "
    "ref=\"chair\"/></appointed></seat>"
    "</committee></organisation>"
    "<organisation id=\"one\"><name>First</name><short-name>One</short-name></organisation>"
    "<organisation id=\"two\"><name>Second</name><short-name>Two</short-name></organisation>"
    "<organisation id=\"three\"><name>Third</name><short-name>Three</short-name></organisation>"
    "</organisations>";

#define APPROVED                                                                                           \
    "<version label=\"1.0\" sequence=\"1\" status=\"approved\" date=\"2020-03-31\"/><issuer org=\"evp\"/>" \
    "<approval org=\"evp\" body=\"board\" role=\"approve\" date=\"2020-03-30\" minute=\"7\"/>"

static void put(const char *name, const void *bytes, size_t count) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, count, file), count);
    fclose(file);
}

static int open_all(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/engross-document-XXXXXX");
    assert_non_null(mkdtemp(folder));
    source = source_open(".");
    put("organisations.xml", organisations, sizeof organisations - 1);
    put("dog.png", "\x89PNG\r\n\x1a\n....", 12);
    put("dog.jpg", "\xff\xd8\xff\xe0....", 8);
    put("text.png", "not a picture", 13);
    return 0;
}

static int close_all(void **state) {
    (void)state;
    static const char *const names[] = {"organisations.xml", "dog.png", "dog.jpg", "text.png", "input.xml", "link.png"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
    source_close(source);
    return 0;
}

/* A file that the grammar refuses is a mistake of the test. */
static struct reading read_file(const char *text) {
    struct reading reading = {.arena = arena_open()};
    char path[128];
    put("input.xml", text, strlen(text));
    reading.report = report_open(reading.arena);
    snprintf(path, sizeof path, "%s/organisations.xml", folder);
    const struct element *names =
        source_read(source, SOURCE_ORGANISATIONS, path, folder, reading.arena, reading.report);
    snprintf(path, sizeof path, "%s/input.xml", folder);
    const struct element *root = source_read(source, SOURCE_DOCUMENT, path, folder, reading.arena, reading.report);
    if (names == NULL || root == NULL) {
        report_print(reading.report, &reading.dump, false);
        fail_msg("%s", buffer_text(&reading.dump));
    }
    reading.document =
        document_read(root, &(struct document_lists){.organisations = names}, folder, reading.arena, reading.report);
    if (reading.document != NULL)
        document_dump(reading.document, &reading.dump);
    return reading;
}

static struct reading read_policy(const char *control, const char *body) {
    struct buffer text = {0};
    buffer_format(&text,
                  "<policy " NS " id=\"x\" xml:lang=\"en-GB\">\n<control><title>T</title>%s</control>\n%s</policy>",
                  control, body);
    struct reading reading = read_file(buffer_text(&text));
    buffer_close(&text);
    return reading;
}

static void reading_close(struct reading *reading) {
    buffer_close(&reading->dump);
    arena_close(reading->arena);
}

/* The dump without indentation, each line between line feeds, so that "\nparagraph (P)\ntext \"a\"\n" can be looked
 * for. */
static void unindent(struct buffer *out, const char *dump) {
    buffer_char(out, '\n');
    for (bool start = true; *dump != '\0'; dump++) {
        if (start && *dump == ' ')
            continue;
        start = *dump == '\n';
        buffer_char(out, *dump);
    }
}

static void expect_lines(const struct reading *reading, const char *lines) {
    struct buffer flat = {0};
    unindent(&flat, reading->dump.bytes == NULL ? "(faults)" : reading->dump.bytes);
    if (strstr(buffer_text(&flat), lines) == NULL) {
        if (reading->document == NULL)
            report_print(reading->report, &flat, false);
        fail_msg("not found:\n%s\nin:\n%s", lines, buffer_text(&flat));
    }
    buffer_close(&flat);
}

static void expect_body(const char *body, const char *lines) {
    struct reading reading = read_policy(APPROVED, body);
    expect_lines(&reading, lines);
    reading_close(&reading);
}

static void expect_reading(struct reading *reading, enum rule rule, unsigned line, unsigned column, const char *words) {
    const struct finding *found = report_sorted(reading->report);
    size_t count = report_count(reading->report);
    assert_null(reading->document);
    for (size_t i = 0; i < count; i++)
        if (found[i].rule == catalogue_find(rule) && found[i].place.line == line && found[i].place.column == column &&
            strstr(found[i].message, words) != NULL) {
            reading_close(reading);
            return;
        }
    report_print(reading->report, &reading->dump, false);
    fail_msg("no %s at %u:%u with \"%s\" in:\n%s", catalogue_find(rule)->name, line, column, words,
             buffer_text(&reading->dump));
}

/* The body begins in line 3. */
static void expect_fault(const char *body, enum rule rule, unsigned line, unsigned column, const char *words) {
    struct reading reading = read_policy(APPROVED, body);
    expect_reading(&reading, rule, line, column, words);
}

static void expect_control_fault(const char *control, enum rule rule, unsigned column, const char *words) {
    struct reading reading = read_policy(control, "");
    expect_reading(&reading, rule, 2, column, words);
}

/* ---- Numbers, names, languages */

static void letters_and_roman_numbers(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    assert_string_equal(number_letters(arena, 1, 'a'), "a");
    assert_string_equal(number_letters(arena, 26, 'a'), "z");
    assert_string_equal(number_letters(arena, 27, 'a'), "aa");
    assert_string_equal(number_letters(arena, 28, 'A'), "AB");
    assert_string_equal(number_letters(arena, 702, 'a'), "zz");
    assert_string_equal(number_letters(arena, 703, 'a'), "aaa");
    assert_string_equal(number_roman(arena, 1), "i");
    assert_string_equal(number_roman(arena, 4), "iv");
    assert_string_equal(number_roman(arena, 1949), "mcmxlix");
    arena_close(arena);
}

static void numbers_follow_each_other(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"5.9", "5.10"}, {"5.3.2(a)", "5.3.2(b)"}, {"C", "D"}, {"C1.1", "C1.2"}, {"9", "10"}, {"(y)", "(z)"}};
    static const char *const others[][2] = {{"5.9", "6.10"},   {"5.9", "5.9"}, {"5.10", "5.9"},    {"5.3(a)", "5.3(c)"},
                                            {"5.3(a)", "5.4"}, {"C", "5"},     {"(a)", "(bx)"},    {"", "1"},
                                            {"C", "D1"},       {"", ""},       {"5.3(a", "5.3(b)"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!number_follows(rows[i][0], rows[i][1]))
            fail_msg("%s does not follow %s", rows[i][1], rows[i][0]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (number_follows(others[i][0], others[i][1]))
            fail_msg("%s follows %s", others[i][1], others[i][0]);
}

static void quantities_are_printed_exactly(void **state) {
    (void)state;
    static const char *const rows[][3] = {
        {"366000", "people", "366,000"},
        {"999", "x", "999"},
        {"012.50", "miles", "12.5"},
        {"-1234.0", "x", "-1,234"},
        {"-0.0", "x", "0"},
        {".5", "x", "0.5"},
        {"362000000", "GBP", "£362 million"},
        {"1234000000.00", "GBP", "£1,234 million"},
        {"1000000", "GBP", "£1 million"},
        {"1500000", "GBP", "£1,500,000"},
        {"0", "GBP", "£0"},
        {"1234", "GBP", "£1,234"},
        {"1234.5", "GBP", "£1,234.50"},
        {"1234.505", "GBP", "£1,234.51"},
        {"1234.504999", "GBP", "£1,234.50"},
        {"999999.999", "GBP", "£1 million"},
        {"-0.995", "GBP", "-£1"},
        {"123456789012345678901234567890", "x", "123,456,789,012,345,678,901,234,567,890"},
    };
    struct arena *arena = arena_open();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(number_quantity(arena, rows[i][0], rows[i][1]), rows[i][2]);
    assert_null(number_quantity(arena, "", "x"));
    assert_null(number_quantity(arena, "1e3", "x"));
    assert_null(number_quantity(arena, "-.", "x"));
    arena_close(arena);
}

static void pounds_are_counted_in_pence(void **state) {
    (void)state;
    assert_true(number_pence("0") == 0);
    assert_true(number_pence("0.00") == 0);
    assert_true(number_pence("+005000") == 500000);
    assert_true(number_pence("5000.5") == 500050);
    assert_true(number_pence("5000.05") == 500005);
    assert_true(number_pence(".5") == 50);
    assert_true(number_pence("7.") == 700);
    assert_true(number_pence("0.999") == 99);
    assert_true(number_pence("123456789012.34") == 12345678901234);
    assert_true(number_pence("123456789012345678901234567890") == NUMBER_PENCE_MOST);
}

static void the_day_before_is_found_across_months_and_years(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"2020-04-01", "31 March 2020"},    {"2020-04-02", "1 April 2020"},     {"2020-01-01", "31 December 2019"},
        {"2020-03-01", "29 February 2020"}, {"2019-03-01", "28 February 2019"}, {"1900-03-01", "28 February 1900"},
        {"2000-03-01", "29 February 2000"}, {"2021-05-01", "30 April 2021"},
    };
    struct arena *arena = arena_open();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(number_date_before(arena, rows[i][0]), rows[i][1]);
    assert_null(number_date_before(arena, "2020-02-30"));
    assert_null(number_date_before(arena, "0001-01-01"));
    assert_null(number_date_before(arena, "2020"));
    arena_close(arena);
}

static void dates_are_days_that_exist(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    assert_string_equal(number_date(arena, "2020-03-31"), "31 March 2020");
    assert_string_equal(number_date(arena, "2020-02-29"), "29 February 2020");
    assert_null(number_date(arena, "2019-02-29"));
    assert_null(number_date(arena, "1900-02-29"));
    assert_null(number_date(arena, "2020-13-01"));
    assert_null(number_date(arena, "2020-1-1"));
    assert_null(number_date(arena, "2020-01-01Z"));
    assert_null(number_date(arena, ""));
    assert_string_equal(number_date_or_year(arena, "2019"), "2019");
    assert_null(number_date_or_year(arena, "201"));
    arena_close(arena);
}

static void language_tags_are_known(void **state) {
    (void)state;
    static const char *const good[] = {"en",     "en-GB",      "cy",     "EN-gb",    "zh-Hans-CN", "rmy",
                                       "es-419", "de-DE-1996", "zh-yue", "sl-rozaj", "en-a-bbb",   "en-x-a-b"};
    static const char *const bad[] = {"",     "e",       "english", "en_GB",     "en-",  "-en", "xx",    "en-UK",
                                      "en-G", "en-GB-u", "en GB",   "en-GB-abc", "en-x", "123", "en-a-b"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (language_fault(good[i]) != NULL)
            fail_msg("%s: %s", good[i], language_fault(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (language_fault(bad[i]) == NULL)
            fail_msg("%s was taken for a language tag", bad[i]);
    assert_true(language_same("en-GB", "EN-gb"));
    assert_false(language_same("en", "en-GB"));
}

static void names_are_found_among_many(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct names *names = names_open(arena);
    bool fresh;
    for (unsigned i = 0; i < 5000; i++) {
        names_add(names, arena_format(arena, "name-%u", i), (struct place){.line = i}, &fresh);
        assert_true(fresh);
    }
    for (unsigned i = 0; i < 5000; i++)
        assert_int_equal(names_find(names, arena_format(arena, "name-%u", i))->place.line, i);
    names_add(names, "name-7", (struct place){0}, &fresh);
    assert_false(fresh);
    assert_null(names_find(names, "name-5000"));
    assert_null(names_nearest(names, "something-else", NULL));
    names_add(names, "structure", (struct place){0}, &fresh);
    assert_string_equal(names_nearest(names, "strucutre", NULL), "structure");
    arena_close(arena);
}

/* ---- White space */

static void white_space_is_folded_over_the_block(void **state) {
    (void)state;
    expect_body("<p>\n  one\t two\n</p>", "\nparagraph (P)\ntext \"one two\"\nsection");
    expect_body("<p>one<strong> two </strong>three</p>",
                "\nparagraph (P)\ntext \"one \"\nstrong\ntext \"two\"\ntext \" three\"\n");
    expect_body("<p><strong>a </strong><strong>b</strong></p>",
                "\nparagraph (P)\nstrong\ntext \"a\"\ntext \" \"\nstrong\ntext \"b\"\n");
    expect_body("<p><strong>a <role> b</role></strong> <strong/> </p>",
                "\nparagraph (P)\nstrong\ntext \"a \"\ntext \"b\"\nsection");
}

static void a_space_stands_outside_a_link(void **state) {
    (void)state;
    expect_body("<p>see<link to=\"https://a.uk/\"> the rules </link>now</p>",
                "\ntext \"see \"\nlink (Link) uri=\"https://a.uk/\" contents=\"the rules (a.uk)\"\ntext \"the rules\"\n"
                "text \" now\"\n");
    expect_body("<p><link to=\"https://a.uk/\">one rule </link><link to=\"https://b.uk/\">two</link></p>",
                "\ntext \"one rule\"\ntext \" \"\nlink");
}

static void other_spaces_are_kept(void **state) {
    (void)state;
    expect_body("<p>a&#xa0; &#xa0;b&#x2009;c</p>", "\ntext \"a\u00a0 \u00a0b\u2009c\"\n");
}

static void a_call_sticks_to_its_word(void **state) {
    (void)state;
    expect_body("<p>word <note>n</note> next</p>", "\ntext \"word\"\ncall\nreference (Reference)\n"
                                                   "link (Link) target=\"fn-1\" contents=\"1 (footnote)\"\ntext \"1\"\n"
                                                   "text \" next\"\n");
    expect_body("<p>word<note>n</note><note>m</note></p>",
                "\ntext \"1\"\ntext \" \"\ncall\nreference (Reference)\nlink (Link) target=\"fn-2\"");
}

/* ---- Inline */

static void facts_are_put_into_words(void **state) {
    (void)state;
    expect_body("<p><fact of=\"evp\" name=\"name\"/>, <fact of=\"evp\" name=\"abbreviation\"/>, <fact of=\"evp\" "
                "name=\"districts\"/>, "
                "<fact of=\"evp\" name=\"members\"/></p>",
                "\ntext \"East Vale Partnership\"\ntext \", \"\ntext \"EVP\"\ntext \", \"\ntext \"Ash and Birch\"\n"
                "text \", \"\ntext \"One, Two and Three\"\n");
    expect_body(
        "<p><fact of=\"evp\" name=\"people\" dated=\"yes\"/> <fact of=\"evp\" name=\"budget\" dated=\"yes\"/></p>",
        "\ntext \"366,000 (as at 31 March 2020) \"\ntext \"£362 million (as at 2019)\"\n");
}

static void abbreviations_are_explained_once(void **state) {
    (void)state;
    expect_body("<p><abbr expansion=\"first\">AB</abbr></p><p><abbr>AB</abbr> <abbr>EVP</abbr></p>",
                "\nparagraph (P)\nspan (Span) expansion=\"first\"\ntext \"AB\"\nparagraph (P)\n"
                "span (Span) expansion=\"first\"\ntext \"AB\"\ntext \" \"\n"
                "span (Span) expansion=\"East Vale Partnership\"\n");
}

static void languages_are_said_where_they_change(void **state) {
    (void)state;
    expect_body(
        "<p xml:lang=\"cy\">a <strong xml:lang=\"en-gb\">b</strong> <role xml:lang=\"cy\">c</role></p>",
        "\nparagraph (P) lang=\"cy\"\ntext \"a \"\nspan (Span) lang=\"en-gb\"\nstrong\ntext \"b\"\ntext \" c\"\n");
    expect_body("<p xml:lang=\"cy\">a<note>b</note></p>", "\nnote (Note) id=\"fn-1\" lang=\"cy\"\nlabel (Lbl)\n");
    expect_body("<p>a<note xml:lang=\"cy\">b</note></p>",
                "\ncall\nreference (Reference)\nlink (Link) target=\"fn-1\" contents=\"1 (footnote)\"\ntext \"1\"\n"
                "note (Note) id=\"fn-1\" lang=\"cy\"\n");
}

static void legislation_is_an_address(void **state) {
    (void)state;
    expect_body("<p><legislation-ref type=\"ukpga\" year=\"2015\" number=\"030\" section=\"54\">s 54</legislation-ref> "
                "<legislation-ref type=\"uksi\" year=\"2012\" number=\"5\" schedule=\"1A\">Sch</legislation-ref></p>",
                "\nlink (Link) uri=\"https://www.legislation.gov.uk/ukpga/2015/30/section/54\" "
                "contents=\"s 54 (www.legislation.gov.uk)\"\ntext \"s 54\"\ntext \" \"\n"
                "link (Link) uri=\"https://www.legislation.gov.uk/uksi/2012/5/schedule/1A\"");
}

static void contents_of_links_say_where_they_lead(void **state) {
    (void)state;
    expect_body("<p><link to=\"https://me@Example.org:80/é\">Rules</link></p>",
                "uri=\"https://me@Example.org:80/%C3%A9\" contents=\"Rules (Example.org)\"\n");
    expect_body("<p><link to=\"mailto:a@b.uk?subject=x\">Write to us</link></p>",
                " contents=\"Write to us (a@b.uk)\"\n");
    expect_body("<p><link to=\"mailto:a@b.uk\">A@B.uk</link></p>", " contents=\"A@B.uk\"\n");
}

static void references_run_forwards(void **state) {
    (void)state;
    expect_body(
        "<p><xref to=\"s\"/> <xref to=\"c\"/> <xref to=\"t\"/> <term-ref to=\"d\">boards</term-ref></p>"
        "<section id=\"s\"><title>One</title><clause><p>x</p><clause id=\"c\"><p>y</p></clause></clause>"
        "<table id=\"t\"><caption>Cap<note>n</note></caption><row><cell header=\"yes\">a</cell></row></table>"
        "<definitions><definition id=\"d\"><term>The board</term><p>z</p></definition></definitions></section>",
        "\nreference (Reference)\nlink (Link) target=\"s\" contents=\"section 1, One, page \" page-then=\"\"\n"
        "text \"section 1, One\"\ntext \", page \"\nfolio target=\"s\"\n"
        "text \" \"\nreference (Reference)\nlink (Link) target=\"c\" contents=\"clause 1.1(a), page \" page-then=\"\"\n"
        "text \"clause 1.1(a)\"\ntext \", page \"\nfolio target=\"c\"\n"
        "text \" \"\nreference (Reference)\nlink (Link) target=\"t\" contents=\"table 1, page \" page-then=\" (Cap)\"\n"
        "text \"table 1\"\ntext \", page \"\nfolio target=\"t\"\n"
        "text \" \"\nreference (Reference)\nlink (Link) target=\"d\" contents=\"boards (The board)\"\ntext "
        "\"boards\"\n");
}

/* ---- Divisions and blocks */

static void divisions_are_numbered(void **state) {
    (void)state;
    static const char body[] =
        "<part><title>P</title><section><title>A</title></section></part>"
        "<section numbered=\"no\"><title>N</title><section><title>M</title></section></section>"
        "<section><title>B</title><clause><p>a</p></clause><clause><title>C</title><clause><p>d</p></clause></clause>"
        "<section><title>E</title></section></section>"
        "<appendix><title>F</title><section><title>G</title><section><title>H</title></section></section></appendix>";
    struct reading reading = read_policy(APPROVED, body);
    expect_lines(
        &reading,
        "\nsection (Sect) class=part title=\"Part 1: P\"\nheading (H2) keep-with-next level=2 number=\"Part 1:\"\n");
    expect_lines(&reading, "\nsection (Sect) title=\"1 A\"\nheading (H3) keep-with-next level=3 number=\"1\"\n");
    expect_lines(&reading, "\nsection (Sect) title=\"N\"\nheading (H2) keep-with-next level=2 number=\"\"\n");
    expect_lines(&reading, "\nsection (Sect) title=\"M\"\nheading (H3) keep-with-next level=3 number=\"\"\n");
    expect_lines(&reading, "\nlist (L) class=clauses numbering=Decimal\nitem (LI)\nlabel (Lbl)\ntext \"2.1\"\n");
    expect_lines(&reading, "\nsection (Sect) title=\"2.2 C\"\n");
    expect_lines(&reading, "\nlabel (Lbl)\ntext \"2.2.1\"\n");
    expect_lines(&reading, "\nsection (Sect) title=\"2.3 E\"\n");
    expect_lines(&reading, "\nsection (Sect) class=appendix title=\"Appendix A: F\"\n");
    expect_lines(&reading, "\nsection (Sect) title=\"A1.1 H\"\nheading (H4) keep-with-next level=4 number=\"A1.1\"\n");
    reading_close(&reading);
    reading =
        read_policy(APPROVED, "<section><title>B</title><p><xref to=\"c\"/></p></section><appendix numbering=\"own\" "
                              "formerly=\"D\"><title>F</title><clause id=\"c\" formerly=\"3\"><p>x</p></clause>"
                              "<section><title>G</title></section></appendix>");
    expect_lines(&reading, "\ntext \"appendix A, clause 1\"\ntext \", page \"\n");
    expect_lines(&reading, "\nparagraph (P) keep-with-next\ntext \"(formerly D)\"\nlist (L) class=clauses "
                           "numbering=Decimal\nitem (LI) id=\"c\"\nlabel (Lbl)\ntext \"1\"\nbody (LBody)\n"
                           "paragraph (P)\ntext \"x \"\ntext \"(formerly 3)\"\n");
    expect_lines(&reading, "\nsection (Sect) title=\"2 G\"\n");
    reading_close(&reading);
}

static void contents_list_the_headings_after_them(void **state) {
    (void)state;
    static const char body[] =
        "<section id=\"a\"><title>A <span xml:lang=\"cy\">hwn</span></title><clause><p>x</p></clause>"
        "<clause><title>B</title><clause><title>too deep</title></clause></clause></section>"
        "<appendix><title xml:lang=\"cy\">C</title></appendix>";
    struct reading reading = read_policy(APPROVED, body);
    expect_lines(&reading,
                 "\nsection (Sect) title=\"Contents\"\nheading (H2) keep-with-next level=2 number=\"\"\n"
                 "text \"Contents\"\ncontents (TOC)\nentry (TOCI)\nreference (Reference)\n"
                 "link (Link) target=\"a\" contents=\"1 A hwn, page \" page-then=\"\"\ntext \"1 \"\ntext \"A \"\n"
                 "span (Span) lang=\"cy\"\ntext \"hwn\"\ntext \" \"\nfolio target=\"a\"\n"
                 "contents (TOC)\nentry (TOCI)\nreference (Reference)\n"
                 "link (Link) target-section=\"1.2 B\" contents=\"1.2 B, page \" page-then=\"\"\n"
                 "text \"1.2 \"\ntext \"B\"\ntext \" \"\nfolio target-section=\"1.2 B\"\n"
                 "entry (TOCI)\nreference (Reference) lang=\"cy\"\n");
    expect_lines(&reading, "\nfolio target-section=\"Appendix A: C\"\nsection (Sect) id=\"a\" title=\"1 A hwn\"\n");
    reading_close(&reading);
    reading = read_policy(APPROVED, "<section><title>A</title></section><section><title>B</title></section>");
    assert_null(strstr(buffer_text(&reading.dump), "(TOC)")); /* two entries are found without a list */
    reading_close(&reading);
    reading = read_policy(APPROVED, "<contents id=\"c\" levels=\"1\"/><section><title>A</title>"
                                    "<section><title>B</title></section></section>");
    expect_lines(&reading, "\nsection (Sect) id=\"c\" title=\"Contents\"\n");
    expect_lines(&reading, "\nfolio target-section=\"1 A\"\nsection (Sect) title=\"1 A\"\n");
    reading_close(&reading);
}

static void clauses_run_into_one_list(void **state) {
    (void)state;
    struct reading reading = read_policy(
        APPROVED,
        "<section><title>A</title><clause><p>a<note>n</note></p><clause><p>b</p><clause><p>c</p><clause><p>d</p>"
        "</clause></clause></clause></clause><clause><p>e</p></clause><p>between</p><clause><p>f</p></clause></"
        "section>");
    expect_lines(&reading, "\nlist (L) class=clauses numbering=LowerAlpha\nitem (LI)\nlabel (Lbl)\ntext \"(a)\"\n");
    expect_lines(&reading, "\nlist (L) class=clauses numbering=LowerRoman\nitem (LI)\nlabel (Lbl)\ntext \"(i)\"\n");
    expect_lines(&reading, "\nlist (L) class=clauses numbering=UpperAlpha\nitem (LI)\nlabel (Lbl)\ntext \"(A)\"\n");
    expect_lines(&reading, "\ntext \"d\"\nitem (LI)\nlabel (Lbl)\ntext \"1.2\"\n");
    expect_lines(
        &reading,
        "\ntext \"between\"\nlist (L) class=clauses numbering=Decimal\nitem (LI)\nlabel (Lbl)\ntext \"1.3\"\n");
    reading_close(&reading);
}

static void lists_hold_runs_of_text(void **state) {
    (void)state;
    expect_body(
        "<list><item>a <p>b</p> c "
        "<list><item>d<list><item>e<list><item>f</item></list></item></list></item></list></item></list>",
        "\nlabel (Lbl)\ntext \"•\"\nbody (LBody)\nparagraph (P)\ntext \"a\"\nparagraph (P)\ntext \"b\"\nparagraph (P)\n"
        "text \"c\"\nlist (L) class=bullets numbering=None\nitem (LI)\nlabel (Lbl)\ntext \"–\"\nbody (LBody)\n"
        "paragraph (P)\ntext \"d\"\nlist (L) class=bullets numbering=Disc\nitem (LI)\nlabel (Lbl)\ntext \"•\"\n"
        "body (LBody)\nparagraph (P)\ntext \"e\"\nlist (L) class=bullets numbering=None\n");
    expect_body("<list kind=\"number\"><item>a</item><item>b</item></list>", "\nlabel (Lbl)\ntext \"2.\"\n");
    expect_body("<list kind=\"roman\"><item>a</item><item>b</item></list>", "\nlabel (Lbl)\ntext \"(ii)\"\n");
}

static void notes_of_a_table_follow_it(void **state) {
    (void)state;
    expect_body(
        "<table><caption>C<note>m</note></caption><row header=\"yes\"><cell>h</cell></row>"
        "<row><cell><list><item>a<note>n</note></item></list></cell></row><row><cell/></row></table><p>after</p>",
        "\nrow (TR)\ncell (TD)\nnote (Note) id=\"fn-1\"\nlabel (Lbl)\nlink (Link) target-call-of=\"fn-1\" "
        "contents=\"1 (back to the text)\"\ntext \"1\"\nparagraph (P)\ntext \"m\"\nnote (Note) id=\"fn-2\"\n");
}

static void lead_ins_stay_with_what_they_lead_to(void **state) {
    (void)state;
    expect_body("<p>These:<note>n</note></p><list><item>a</item></list>", "\nparagraph (P) keep-with-next\n");
    expect_body("<p>These:</p><p>a</p>", "\nparagraph (P)\ntext \"These:\"\n");
}

static void figures_have_words(void **state) {
    (void)state;
    expect_body("<figure id=\"f\" src=\"dog.png\" width=\"72pt\"><alt> A  dog </alt><caption>Rex</caption></figure>",
                "\nfigure (Figure) id=\"f\" keep-with-next file=");
    expect_body("<figure src=\"dog.jpg\"><alt>A dog</alt><caption>Rex</caption></figure>",
                "/dog.jpg\" alternative=\"A dog\"\nparagraph (P) class=caption\ntext \"Figure 1: \"\ntext \"Rex\"\n");
}

/* ---- Control */

static void an_approved_document_is_no_draft(void **state) {
    (void)state;
    struct reading reading = read_policy(APPROVED, "");
    assert_false(reading.document->draft);
    assert_null(reading.document->watermark);
    assert_string_equal(reading.document->title, "T");
    assert_string_equal(reading.document->status, "approved");
    expect_lines(&reading, "\ntext \"Approved by the board of East Vale on 30 March 2020 (7)\"\n");
    expect_lines(&reading, "\nparagraph (P) class=issuer\ntext \"Issued by East Vale Partnership\"\nsection (Sect)");
    reading_close(&reading);
}

static void a_placeholder_makes_a_draft(void **state) {
    (void)state;
    struct reading reading = read_policy(APPROVED, "<p><placeholder ask=\"Ann\"> the  day </placeholder></p>");
    assert_true(reading.document->draft);
    assert_string_equal(reading.document->title, "T (draft)");
    assert_string_equal(reading.document->short_title, "T");
    assert_string_equal(reading.document->status, "draft");
    assert_int_equal(reading.document->missing_count, 1);
    assert_int_equal(report_warnings(reading.report), 1);
    assert_string_equal(report_sorted(reading.report)->message, "still to be supplied: the day (ask Ann)");
    expect_lines(&reading, "\ntext \"Status: draft, not in force. 1 detail is still to be supplied.\"\n");
    expect_lines(&reading, "\nmissing\ntext \"[to be supplied: the day; ask Ann]\"\n");
    expect_lines(&reading, "\ntext \"Status\"\ncell (TD)\ntext \"Draft\"\n");
    reading_close(&reading);
}

static void approval_without_a_day_is_none(void **state) {
    (void)state;
    struct reading reading = read_policy(
        "<version label=\"1\" sequence=\"1\" status=\"for-approval\" date=\"2020-03-31\"/><issuer org=\"one\"/>"
        "<issuer org=\"two\"/><issuer org=\"three\"/><approval org=\"one\" body=\"board\" role=\"ratify\"/>"
        "<review-by date=\"2021-05-01\" xml:lang=\"cy\"/><supersedes>a</supersedes><supersedes> b "
        "</supersedes><foi-class>who-we-are</foi-class>",
        "");
    assert_string_equal(reading.document->status, "for approval");
    assert_string_equal(reading.document->author, "First; Second; Third");
    expect_lines(&reading, "\ntext \"Issued jointly by First, Second and Third\"\n");
    expect_lines(&reading, "\ntext \"Status: draft for approval, not in force.\"\n");
    expect_lines(&reading, "\ntext \"To be ratified by the board of One\"\n");
    expect_lines(&reading, "\ntext \"Replaces\"\ncell (TD)\ntext \"a\"\ntext \"; \"\ntext \"b\"\n");
    expect_lines(&reading, "\ntext \"Review by\"\ncell (TD) lang=\"cy\"\ntext \"1 May 2021\"\n");
    expect_lines(&reading, "\ntext \"Publication scheme class\"\ncell (TD)\ntext \"Who we are\"\n");
    reading_close(&reading);
}

static void signatures_say_who_signed(void **state) {
    (void)state;
    struct reading reading = read_policy(
        APPROVED, "<section><title>S</title><signature org=\"evp\"><name>Ann Lee</name><post>Chair</post>"
                  "<signed date=\"2020-05-03\" picture=\"dog.png\"/></signature>"
                  "<signature org=\"one\"><name>Bo</name><post>Chair</post><signed/></signature></section>");
    expect_lines(&reading, "\ntable (Table) class=signature keep-together columns=2 "
                           "summary=\"Approval and signature for East Vale Partnership\"\n");
    expect_lines(
        &reading,
        " alternative=\"Signature of Ann Lee, Chair, signed 3 May 2020\"\nparagraph (P)\ntext \"3 May 2020\"\n");
    expect_lines(&reading, "\ntext \"Signed\"\ncell (TD)\ntext \"Not signed yet\"\n");
    reading_close(&reading);
}

static void history_is_a_table(void **state) {
    (void)state;
    expect_body("<history><release label=\"2\" date=\"2020-01-02\" status=\"for-approval\"><change>a</change></release>"
                "<release label=\"1\" date=\"2020-01-01\" "
                "status=\"draft\"><change>b</change><change>c</change></release></history>",
                "\ntext \"2\"\ncell (TD)\ntext \"2 January 2020\"\ncell (TD)\ntext \"Draft for approval\"\ncell "
                "(TD)\ntext \"a\"\n"
                "row (TR)\nheader-cell (TH) scope=Row\ntext \"1\"\ncell (TD)\ntext \"1 January 2020\"\ncell (TD)\ntext "
                "\"Draft\"\n"
                "cell (TD)\nlist (L) class=bullets numbering=Disc\n");
}

static void roles_are_named_from_the_list(void **state) {
    (void)state;
    expect_body("<p>the <role ref=\"nurse\"/> or <role>Clerk</role></p>",
                "\ntext \"the \"\ntext \"Registered Nurse \"\ntext \"or \"\ntext \"Clerk\"\n");
}

static void decisions_are_a_table(void **state) {
    (void)state;
    static const char body[] =
        "<decisions id=\"d\"><caption>C</caption><decision-group id=\"g\"><title>G</title>"
        "<decision id=\"one\" holders=\"chair board nurse\">Agree</decision></decision-group></decisions>";
    expect_body(body, "\ntable-body (TBody) id=\"g\"\nrow (TR)\nheader-cell (TH) scope=Column columns=2\ntext \"G\"\n"
                      "row (TR) id=\"one\"\nheader-cell (TH) class=sentence scope=Row headers=#");
    expect_body(body, "\ntext \"Chair, Board or Registered Nurse\"\n");
    expect_body("<decisions><caption>C</caption><decision holders=\"chair nurse\" together=\"yes\">Decide</decision>"
                "</decisions>",
                "\nrow (TR)\nheader-cell (TH) class=sentence scope=Row\ntext \"Decide\"\ncell (TD)\ntext \"Chair and "
                "Registered Nurse\"\n");
}

static void seats_are_a_table_without_names(void **state) {
    (void)state;
    expect_body("<seats of=\"board\"><caption>C</caption></seats><p id=\"how\">after</p>",
                "\ntext \"Chair\"\ncell (TD)\ntext \"1\"\ncell (TD)\ntext \"Elected\"\nrow (TR)\n"
                "header-cell (TH) scope=Row\ntext \"Registered Nurse (no vote)\"\ncell (TD)\ntext \"2\"\n"
                "cell (TD)\ntext \"Named by the \"\ntext \"Chair\"\nparagraph (P) id=\"how\"\n");
}

static void members_have_the_columns_they_need(void **state) {
    (void)state;
    expect_body("<members of=\"evp\"><caption>C</caption><member code=\"A1\"><name>One</name></member>"
                "<member id=\"two\"><name>Two</name><representative>Dr B</representative></member></members>",
                "\ntext \"Member\"\nheader-cell (TH) scope=Column\ntext \"Code\"\nheader-cell (TH) scope=Column\ntext "
                "\"Speaks for it\"\ntable-body (TBody)\nrow (TR)\nheader-cell (TH) scope=Row\ntext \"One\"\ncell "
                "(TD)\ntext \"A1\"\ncell (TD)\nrow (TR) id=\"two\"\n");
}

static void structure_types_stand_where_they_may(void **state) {
    (void)state;
    struct reading reading = read_policy(
        APPROVED,
        "<p>a<note>n <abbr>EVP</abbr></note> <span xml:lang=\"cy\">b</span></p><quote><p>q<note>m</note></p></quote>"
        "<part><title>P</title><section><title>S</title><clause><p>c<note>o</note></p><table><caption>C</caption>"
        "<row><cell header=\"yes\"><p>h</p></cell><cell><p>x <xref "
        "to=\"f\"/></p><list><item>y</item></list></cell></row>"
        "</table><quote><p>q</p></quote><figure id=\"f\" "
        "src=\"dog.png\"><alt>d</alt><caption>D</caption></figure></clause>"
        "<definitions><definition id=\"d\"><term>t</term><p>u<note>v</note></p></definition></definitions>"
        "<declaration><p>w</p></declaration></section></part>");
    assert_non_null(reading.document);
    for (size_t i = 0; i < reading.document->node_count; i++) {
        const struct node *node = reading.document->nodes[i];
        assert_int_equal(node->index, i);
        if (node->parent == NULL || node_role(node) == NULL)
            continue;
        const char *parent = role_standard(node_role(node_tagged(node->parent)));
        if (!role_may_hold(parent, role_standard(node_role(node))))
            fail_msg("%s in %s", node_role(node), parent);
    }
    reading_close(&reading);
}

/* ---- Faults, each at its place */

static void faults_of_accessibility(void **state) {
    (void)state;
    expect_fault("<figure src=\"dog.png\"/>", RULE_A11Y_ALT, 3, 1, "has no text alternative");
    expect_fault("<figure src=\"dog.png\"><alt> </alt></figure>", RULE_A11Y_ALT, 3, 23, "has an empty");
    expect_fault("<figure src=\"dog.png\"><alt>Dog</alt></figure>", RULE_A11Y_ALT, 3, 23, "name of its file");
    expect_fault("<table><caption>C</caption><row><cell header=\"yes\">a</cell></row><row><cell>b</cell></row></table>",
                 RULE_A11Y_TH, 3, 1, "");
    expect_fault("<table><caption>C</caption><row "
                 "header=\"yes\"><cell>a</cell><cell>b</cell></row>\n<row><cell>c</cell></row></table>",
                 RULE_A11Y_ROWS, 4, 1, "the first row of its table: 1 against 2");
    expect_fault(
        "<table><caption>C</caption>\n<row header=\"yes\"><cell>a</cell></row><row><cell>b</cell><cell>c</cell>"
        "</row><row><cell>d</cell><cell>e</cell></row></table>",
        RULE_A11Y_ROWS, 4, 1, "the other rows of its table: 1 against 2");
    expect_fault("<table><caption>C</caption><row header=\"yes\"><cell>a</cell></row></table>", RULE_TABLE_HEAD, 3, 28,
                 "has no rows below it");
    expect_fault("<table><caption>C</caption><row header=\"yes\"><cell>a</cell></row><row><cell>a</cell></row>\n"
                 "<row header=\"yes\"><cell>a</cell></row></table>",
                 RULE_TABLE_HEAD, 4, 1, "below other rows");
    expect_fault("<p><link to=\"https://a.uk/\"> </link>x</p>", RULE_A11Y_LINK, 3, 4, "has no text");
    expect_fault("<p><link to=\"https://a.uk/\">Click  here.</link></p>", RULE_A11Y_LINK, 3, 4, "does not say");
    expect_fault("<p><link to=\"https://a.uk/\">https://a.uk/</link></p>", RULE_A11Y_LINK, 3, 4, "bare address");
    expect_fault("<p xml:lang=\"en-UK\">a</p>", RULE_A11Y_LANG, 3, 4, "the United Kingdom is GB");
    expect_fault("<p> </p>", RULE_A11Y_EMPTY, 3, 1, "the paragraph has no words");
    expect_fault("<section><title><strong/></title></section>", RULE_A11Y_EMPTY, 3, 10, "title");
    expect_fault("<p><xref to=\"f\"/></p>\n<figure id=\"f\" src=\"dog.png\"><alt>a</alt><caption/></figure>",
                 RULE_A11Y_EMPTY, 4, 42, "caption");
    expect_fault("<list><item> </item></list>", RULE_A11Y_EMPTY, 3, 7, "item");
}

static void a_document_says_its_language(void **state) {
    (void)state;
    struct reading reading =
        read_file("<policy " NS " id=\"x\"><control><title>T</title>" APPROVED "</control></policy>");
    expect_reading(&reading, RULE_A11Y_LANG, 1, 1, "does not say its language");
}

static void faults_of_references(void **state) {
    (void)state;
    expect_fault("<p id=\"a\">a</p>\n<p id=\"a\">b</p>", RULE_REF_DOUBLE, 4, 4, "first on line 3");
    expect_fault("<p id=\"fn-1\">a</p>", RULE_REF_RESERVED, 3, 4, "fn-1");
    expect_fault("<p><xref to=\"structrue\"/></p><section id=\"structure\"><title>S</title></section>",
                 RULE_REF_UNKNOWN, 3, 10, "did you mean \"structure\"?");
    expect_fault("<p id=\"p\"><xref to=\"p\"/></p>", RULE_REF_KIND, 3, 17, "neither a number nor a title");
    expect_fault("<p><term-ref to=\"s\">x</term-ref></p><section id=\"s\"><title>S</title></section>", RULE_REF_KIND, 3,
                 14, "no definition");
    expect_fault("<p><link to=\"https://a.uk/\">one <link to=\"https://b.uk/\">two</link></link></p>", RULE_LINK_NESTED,
                 3, 33, "<link>");
    expect_fault("<p>a<note>b<note>c</note></note></p>", RULE_NOTE_NESTED, 3, 12, "");
    expect_fault("<section><title>a<strong>b<note>c</note></strong></title></section>", RULE_PLAIN_TEXT, 3, 27,
                 "<note>");
    expect_fault("<p><abbr>XYZ</abbr></p>", RULE_ABBR_EXPANSION, 3, 4, "\"XYZ\"");
    expect_fault("<p><legislation-ref type=\"ukpga\" year=\"2015\" number=\"30\" section=\"1\" "
                 "schedule=\"2\">x</legislation-ref></p>",
                 RULE_LEGISLATION_DOUBLE, 3, 70, "");
}

static void faults_of_facts(void **state) {
    (void)state;
    expect_fault("<p><fact of=\"evq\" name=\"name\"/></p>", RULE_ORG_UNKNOWN, 3, 10, "did you mean \"evp\"?");
    expect_fault("<p><fact of=\"evp\" name=\"poeple\"/></p>", RULE_FACT_UNKNOWN, 3, 19, "did you mean \"people\"?");
    expect_fault("<p><fact of=\"one\" name=\"members\"/></p>", RULE_FACT_UNKNOWN, 3, 19, "of One");
    expect_fault("<p><fact of=\"evp\" name=\"name\" dated=\"yes\"/></p>", RULE_FACT_DATE, 3, 31, "");
}

static void faults_of_offices(void **state) {
    (void)state;
    expect_fault("<p><role ref=\"chiar\"/></p>", RULE_ROLE_UNKNOWN, 3, 10, "did you mean \"chair\"?");
    expect_fault("<p><role ref=\"chair\">Chairman</role></p>", RULE_ROLE_ONE, 3, 4, "both");
    expect_fault("<seats of=\"chair\"><caption>C</caption></seats>", RULE_ROLE_UNKNOWN, 3, 8, "it is an office");
}

static void faults_of_clauses(void **state) {
    (void)state;
    expect_fault("<section><title>A</title><clause><p>a</p><clause><p>b</p><clause><p>c</p><clause><p>d</"
                 "p>\n<clause><p>e</p></clause>"
                 "</clause></clause></clause></clause></section>",
                 RULE_CLAUSE_DEPTH, 4, 1, "1.1(a)(i)(A)");
    expect_fault("<section numbered=\"no\"><title>A</title><clause><p>a</p></clause></section>", RULE_CLAUSE_UNNUMBERED,
                 3, 40, "");
    expect_fault("<section><title>A</title><clause><p>a</p><clause><title>b</title></clause></clause></section>",
                 RULE_CLAUSE_TITLE, 3, 42, "");
}

static void faults_of_pictures(void **state) {
    (void)state;
    char path[128];
    snprintf(path, sizeof path, "%s/link.png", folder);
    assert_int_equal(symlink("dog.png", path), 0);
    expect_fault("<figure src=\"link.png\"><alt>a</alt></figure>", RULE_PICTURE_PATH, 3, 9, "symbolic link");
    expect_fault("<figure src=\"none.png\"><alt>a</alt></figure>", RULE_PICTURE_PATH, 3, 9, "no such file");
    expect_fault("<figure src=\"text.png\"><alt>a</alt></figure>", RULE_PICTURE_PATH, 3, 9, "neither a PNG nor a JPEG");
    expect_fault("<figure src=\"a/../../x.png\"><alt>a</alt></figure>", RULE_PICTURE_PATH, 3, 9, "outside");
    expect_fault("<figure src=\"..//etc/x.png\"><alt>a</alt></figure>", RULE_PICTURE_PATH, 3, 9, "outside");
    expect_fault("<figure src=\"dog.png\" width=\"0mm\"><alt>a</alt></figure>", RULE_PICTURE_WIDTH, 3, 23, "0mm");
}

static void faults_of_control(void **state) {
    (void)state;
    expect_control_fault(APPROVED "<review-by/>", RULE_DATE_ONE, 194, "neither");
    expect_control_fault(
        "<short-title>a title that has more than sixty characters and will not fit!</short-title>" APPROVED,
        RULE_TITLE_LONG, 26, "61");
    expect_control_fault(
        "<version label=\"1\" sequence=\"1\" status=\"draft\" date=\"2020-01-01\"/><issuer org=\"evp\"/>"
        "<period from=\"2020-02-01\" to=\"2020-01-31\"/>",
        RULE_PERIOD_ORDER, 119, "begins on 1 February 2020");
}

static void all_faults_are_found_at_once(void **state) {
    (void)state;
    struct reading reading =
        read_policy(APPROVED, "<p> </p><p><abbr>X</abbr></p><figure src=\"dog.png\"/><p><xref to=\"q\"/></p>");
    assert_int_equal(report_errors(reading.report), 4);
    assert_null(reading.document);
    reading_close(&reading);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_and_roman_numbers),
        cmocka_unit_test(numbers_follow_each_other),
        cmocka_unit_test(quantities_are_printed_exactly),
        cmocka_unit_test(pounds_are_counted_in_pence),
        cmocka_unit_test(the_day_before_is_found_across_months_and_years),
        cmocka_unit_test(dates_are_days_that_exist),
        cmocka_unit_test(language_tags_are_known),
        cmocka_unit_test(names_are_found_among_many),
        cmocka_unit_test(white_space_is_folded_over_the_block),
        cmocka_unit_test(a_space_stands_outside_a_link),
        cmocka_unit_test(other_spaces_are_kept),
        cmocka_unit_test(a_call_sticks_to_its_word),
        cmocka_unit_test(facts_are_put_into_words),
        cmocka_unit_test(abbreviations_are_explained_once),
        cmocka_unit_test(languages_are_said_where_they_change),
        cmocka_unit_test(legislation_is_an_address),
        cmocka_unit_test(contents_of_links_say_where_they_lead),
        cmocka_unit_test(references_run_forwards),
        cmocka_unit_test(divisions_are_numbered),
        cmocka_unit_test(contents_list_the_headings_after_them),
        cmocka_unit_test(clauses_run_into_one_list),
        cmocka_unit_test(lists_hold_runs_of_text),
        cmocka_unit_test(notes_of_a_table_follow_it),
        cmocka_unit_test(lead_ins_stay_with_what_they_lead_to),
        cmocka_unit_test(figures_have_words),
        cmocka_unit_test(an_approved_document_is_no_draft),
        cmocka_unit_test(a_placeholder_makes_a_draft),
        cmocka_unit_test(approval_without_a_day_is_none),
        cmocka_unit_test(signatures_say_who_signed),
        cmocka_unit_test(history_is_a_table),
        cmocka_unit_test(roles_are_named_from_the_list),
        cmocka_unit_test(decisions_are_a_table),
        cmocka_unit_test(seats_are_a_table_without_names),
        cmocka_unit_test(members_have_the_columns_they_need),
        cmocka_unit_test(structure_types_stand_where_they_may),
        cmocka_unit_test(faults_of_accessibility),
        cmocka_unit_test(a_document_says_its_language),
        cmocka_unit_test(faults_of_references),
        cmocka_unit_test(faults_of_facts),
        cmocka_unit_test(faults_of_offices),
        cmocka_unit_test(faults_of_clauses),
        cmocka_unit_test(faults_of_pictures),
        cmocka_unit_test(faults_of_control),
        cmocka_unit_test(all_faults_are_found_at_once),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
