/* test_rules.c: XPath where no other evaluator serves as a yardstick, and rule files that nobody would write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "read/door.h"
#include "read/pattern.h"
#include "read/schematron.h"

static const char SMALL[] = "<r n='3'><a id='x'>one<b>two</b></a><a>4</a><c xml:id='k'/><a>x</a></r>";

struct bench {
    struct arena *arena;
    struct reading reading;
    xmlDocPtr document;
    struct engine *engine;
};

static xmlDocPtr bench_parse(struct bench *bench, const char *file, const char *bytes) {
    struct buffer text = {0};
    buffer_string(&text, bytes);
    xmlDocPtr document = door_parse(&bench->reading, file, &text);
    buffer_close(&text);
    return document;
}

static void bench_open(struct bench *bench) {
    door_open();
    *bench = (struct bench){.arena = arena_open()};
    bench->reading = (struct reading){.arena = bench->arena, .report = report_open(bench->arena)};
    bench->document = bench_parse(bench, "small.xml", SMALL);
    bench->engine = engine_open(bench->arena, NULL, NULL);
    assert_non_null(bench->document);
}

static void bench_close(struct bench *bench) {
    engine_close(bench->engine);
    for (size_t i = 0; i < bench->reading.docs.count; i++)
        xmlFreeDoc(bench->reading.docs.items[i]);
    xmlDictFree(bench->reading.dict);
    arena_close(bench->arena);
    door_close();
}

static const char *bench_string(struct bench *bench, const char *text) {
    const char *fault = NULL;
    struct expression *expression = expression_compile(bench->engine, text, (struct place){.line = 1}, NULL, &fault);
    if (expression == NULL)
        return arena_format(bench->arena, "fault: %s", fault);
    engine_begin(bench->engine, bench->document, 1000000);
    const char *value =
        expression_string(bench->engine, expression, xmlDocGetRootElement(bench->document), bench->arena);
    bool work;
    struct place place;
    const char *stopped = engine_fault(bench->engine, &work, &place);
    engine_end(bench->engine);
    return stopped == NULL ? value : arena_format(bench->arena, "stopped: %s", stopped);
}

/* XPath 1.0 as the recommendation has it, where jing's processor speaks XPath 2.0. */
static void values(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *value;
    } rows[] = {
        {"1e3", "fault: nothing can be made of it from \"e3\" on"},
        {"number('1e3')", "NaN"},
        {"number('+1')", "NaN"},
        {"number('- 1')", "NaN"},
        {"number('.')", "NaN"},
        {"number(' 1. ')", "1"},
        {"number('.5')", "0.5"},
        {"10000000 * 10000000", "100000000000000"},
        {"1000000000000000000000", "1000000000000000000000"},
        {"123456789012345678901234567890", "123456789012345680000000000000"},
        {"0.000001", "0.000001"},
        {"1 div 1000000000", "0.000000001"},
        {"-1 div 3", "-0.3333333333333333"},
        {"0.1 + 0.2", "0.30000000000000004"},
        {"1 div 0", "Infinity"},
        {"-1 div 0", "-Infinity"},
        {"0 div 0", "NaN"},
        {"-0", "0"},
        {"round(-0.2)", "0"},
        {"round(2.5)", "3"},
        {"round(-2.5)", "-2"},
        {"5 mod -2", "1"},
        {"-5 mod 2", "-1"},
        {"1.5 mod 0.5", "0"},
        {"1 = 1 = 1", "true"},
        {"3 > 2 > 1", "false"},
        {"1 < 2 < 1", "false"},
        {"'a' < 'b'", "false"},
        {"true() > false()", "true"},
        {"'' = false()", "true"},
        {"nothing = false()", "true"},
        {"nothing != 'x'", "false"},
        {"a = 4", "true"},
        {"a > 3 and a < 5", "true"},
        {"not(a = 'y') and a != 'x'", "true"},
        {"string(a[3])", "x"},
        {"string((a)[last()])", "x"},
        {"count(a[position() = 1 or last() = position()])", "2"},
        {"count(//node())", "10"},
        {"count(//@* | //@id)", "3"},
        {"substring('12345', 2, 3)", "234"},
        {"substring('12345', -1, 4)", "12"},
        {"substring('é𝒳x', 2, 1)", "𝒳"},
        {"translate('aéb', 'éa', 'e')", "eb"},
        {"translate('aaa', 'aa', 'bc')", "bbb"},
        {"concat('a', 1, true())", "a1true"},
        {"string-length()", "8"},
        {"- - 2", "2"},
        {"a/b/../../@n", "3"},
        {"sum(@n) + count(a/preceding::b) + count(c/following::*)", "5"},
        {"a[b]/following-sibling::*[1][self::a]", "4"},
        {"(", "fault: it ends too early"},
        {"a//", "fault: it ends too early"},
        {"document('x.xml')", "stopped: document('x.xml'): no document can be read from here"},
    };
    struct bench bench;
    bench_open(&bench);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *value = bench_string(&bench, rows[i].text);
        if (strcmp(value, rows[i].value) != 0)
            fail_msg("%s: %s, not %s", rows[i].text, value, rows[i].value);
    }
    bench_close(&bench);
}

static void bounds(void **state) {
    (void)state;
    struct bench bench;
    bench_open(&bench);
    struct buffer text = {0};
    for (int i = 0; i < 70; i++)
        buffer_char(&text, '(');
    assert_string_equal(bench_string(&bench, buffer_text(&text)),
                        "fault: brackets stand inside one another more than 64 deep");
    buffer_clear(&text);
    buffer_string(&text, "1");
    for (int i = 0; i < 3000; i++)
        buffer_string(&text, "+1");
    assert_string_equal(bench_string(&bench, buffer_text(&text)),
                        "stopped: expressions stand inside one another too deep");
    for (int i = 0; i < 6000; i++)
        buffer_string(&text, "+1");
    assert_string_equal(bench_string(&bench, buffer_text(&text)), "fault: it is longer than 16 KB");
    buffer_close(&text);
    assert_string_equal(bench_string(&bench, "count(//*[count(//*[count(//*[count(//*[count(//*[count(//*[count(//*["
                                             "count(//*) > 0]) > 0]) > 0]) > 0]) > 0]) > 0]) > 0])"),
                        "stopped: it wants too much work");
    bench_close(&bench);
}

static void hear(void *context, const struct schematron_finding *finding) {
    *(size_t *)context += strlen(finding->message) + 1;
}

/* One rule file spoiled in a thousand ways: each is refused or runs; none takes the program with it. */
static void spoiled(void **state) {
    (void)state;
    static const char rules[] =
        "<schema xmlns='http://purl.oclc.org/dsdl/schematron' queryBinding='xslt'><ns prefix='x' uri='urn:x'/>"
        "<let name='v' value='//a[b or position() = last()]/@id'/><pattern><let name='w' value='count($v | //c) mod "
        "2'/>"
        "<rule abstract='true' id='i'><report test='contains(., \"o\") or -$w != 3 * 2' diagnostics='d'>it <name/> is "
        "<value-of select='translate(substring-before(., \"tw\"), \"no\", \"x\")'/></report></rule>"
        "<rule context='r//a[$w or 1][b]|c/@*[. = \"k\"]|text()'><extends rule='i'/><let name='q' value='../*[2]'/>"
        "<assert test='normalize-space($q) = current()/preceding-sibling::*[1]' "
        "subject='ancestor-or-self::*'>no</assert>"
        "</rule></pattern><diagnostics><diagnostic id='d'>do</diagnostic></diagnostics></schema>";
    static const char signs[] = "()[]/|@.*$\"=:,-+ax1 \n";
    size_t told = 0;
    size_t usable = 0;
    uint32_t seed = 20261122;
    for (int round = 0; round < 3000; round++) {
        struct bench bench;
        bench_open(&bench);
        char *copy = arena_string(bench.arena, rules);
        for (int change = round == 0 ? 0 : 1 + round % 3; change > 0; change--) {
            size_t at;
            size_t quotes;
            do { /* in the value of an attribute */
                seed = seed * 1664525 + 1013904223;
                at = (seed >> 8) % (sizeof rules - 1);
                quotes = 0;
                for (size_t i = 0; i <= at; i++)
                    quotes += rules[i] == '\'';
            } while (quotes % 2 == 0 || rules[at] == '\'' || at < 100);
            copy[at] = signs[(seed >> 3) % (sizeof signs - 1)];
        }
        xmlDocPtr document = bench_parse(&bench, "spoiled.sch", copy);
        struct schematron *schematron =
            document == NULL ? NULL : schematron_compile(&bench.reading, "spoiled.sch", document, NULL, NULL);
        if (schematron == NULL) {
            assert_true(report_errors(bench.reading.report) > 0);
        } else {
            usable++;
            (void)schematron_run(schematron, &bench.reading, bench.document, hear, &told);
            engine_close(schematron->engine);
        }
        bench_close(&bench);
    }
    assert_in_range(usable, 50, 2900);
    assert_true(told > usable);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(values), cmocka_unit_test(bounds), cmocka_unit_test(spoiled)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
