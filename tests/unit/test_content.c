/* test_content.c: all faults of a file in one reading, one message for each, and the tree that is mended for the rest.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"

#include <sys/stat.h>
#include <unistd.h>

#include "read/source.h"

#define NS "urn:engross:document:1"
#define OPEN "<policy xmlns='" NS "'>\n"
#define HEAD OPEN "<control><title>T</title><version date='2026-11-22'/><issuer org='a'/></control>\n"

static bool sound;

static const char schema[] =
    "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='" NS "' targetNamespace='" NS "'\n"
    " elementFormDefault='qualified'>\n"
    "<xs:element name='policy'><xs:complexType><xs:sequence><xs:element ref='control'/>\n"
    " <xs:element ref='section' minOccurs='0' maxOccurs='unbounded'/>\n"
    " <xs:element ref='history' minOccurs='0'/></xs:sequence></xs:complexType></xs:element>\n"
    "<xs:element name='control'><xs:complexType><xs:sequence><xs:element ref='title'/>\n"
    " <xs:element ref='keyword' minOccurs='0' maxOccurs='unbounded'/><xs:element ref='version'/>\n"
    " <xs:element ref='issuer'/><xs:element ref='owner' minOccurs='0'/></xs:sequence></xs:complexType></xs:element>\n"
    "<xs:element name='version'><xs:complexType><xs:attribute name='date' type='xs:date' use='required'/>\n"
    " <xs:attribute name='status' type='status'/></xs:complexType></xs:element>\n"
    "<xs:element name='issuer'><xs:complexType><xs:attribute name='org' type='xs:NCName' use='required'/>\n"
    " </xs:complexType></xs:element>\n"
    "<xs:element name='keyword' type='xs:token'/><xs:element name='owner' type='inline'/>\n"
    "<xs:element name='title' type='inline'/><xs:element name='p' type='inline'/>\n"
    "<xs:element name='strong' type='inline'/><xs:element name='history' type='inline'/>\n"
    "<xs:element name='item' type='inline'/>\n"
    "<xs:element name='xref'><xs:complexType><xs:attribute name='to' type='xs:NCName' use='required'/>\n"
    " </xs:complexType></xs:element>\n"
    "<xs:element name='list'><xs:complexType><xs:sequence><xs:element ref='item' "
    "maxOccurs='unbounded'/></xs:sequence>\n"
    " <xs:attribute name='kind' type='kind'/></xs:complexType></xs:element>\n"
    "<xs:element name='section'><xs:complexType><xs:sequence><xs:element ref='title'/>\n"
    " <xs:choice minOccurs='0' maxOccurs='unbounded'><xs:element ref='p'/><xs:element ref='list'/></xs:choice>\n"
    " <xs:element ref='section' minOccurs='0' maxOccurs='unbounded'/></xs:sequence>\n"
    " <xs:attribute name='id' type='xs:NCName'/></xs:complexType></xs:element>\n"
    "<xs:complexType name='inline' mixed='true'><xs:choice minOccurs='0' maxOccurs='unbounded'>\n"
    " <xs:element ref='strong'/><xs:element ref='xref'/></xs:choice>\n"
    " <xs:attribute name='id' type='xs:NCName'/></xs:complexType>\n"
    "<xs:simpleType name='status'><xs:restriction base='xs:token'><xs:enumeration value='draft'/>\n"
    " <xs:enumeration value='approved'/></xs:restriction></xs:simpleType>\n"
    "<xs:simpleType name='kind'><xs:restriction base='xs:token'><xs:enumeration value='number'/>\n"
    " <xs:enumeration value='letter'/></xs:restriction></xs:simpleType>\n"
    "</xs:schema>\n";

static int house_enter(void **state) {
    (void)state;
    return house_make("engross.xsd", schema);
}

static const struct element *read_on(const char *text) {
    put_text("sources/a.xml", text);
    return source_read_on(source, SOURCE_DOCUMENT, "sources/a.xml", "sources", arena, report, &sound);
}

/* "line:column RULE message → mend", one line for each finding since the last call. */
static const char *findings(void) {
    struct buffer out = {0};
    const struct finding *found = report_sorted(report);
    for (size_t i = 0; i < report_count(report); i++)
        buffer_format(&out, "%u:%u %s %s; %s\n", (unsigned)found[i].place.line, (unsigned)found[i].place.column,
                      found[i].rule->name, found[i].message, found[i].mend);
    const char *all = arena_string(arena, buffer_text(&out));
    buffer_close(&out);
    report = report_open(arena);
    return all;
}

static void dump(struct buffer *out, const struct element *element) {
    if (element->name == NULL) {
        buffer_string(out, element->text);
        return;
    }
    buffer_format(out, "<%s%s>", element->name, element->faulty ? "!" : "");
    for (const struct element *child = element->first; child != NULL; child = child->next)
        dump(out, child);
    buffer_format(out, "</>");
}

static void expect(const char *text, const char *expected, const char *tree) {
    const struct element *root = read_on(text);
    assert_string_equal(findings(), expected);
    assert_false(sound);
    struct buffer out = {0};
    if (root != NULL)
        dump(&out, root);
    assert_string_equal(buffer_text(&out), tree);
    buffer_close(&out);
}

#define CONTROL "<control><title>T</><version></><issuer></></>\n"

static void a_good_file_is_sound(void **state) {
    (void)state;
    assert_non_null(read_on(HEAD "<section><title>A</title></section></policy>"));
    assert_true(sound);
    assert_string_equal(findings(), "");
}

static void misspelled_names_are_one_mistake(void **state) {
    (void)state;
    expect(
        HEAD "<sectoin><titel>A</titel><p>x<stong>y</stong></p></sectoin></policy>",
        "3:1 SCHEMA-ELEMENT <sectoin> cannot stand here in <policy>; expected is <history> or <section>; there is no "
        "element <sectoin>: perhaps <section> is meant\n"
        "3:10 SCHEMA-ELEMENT <titel> cannot stand here in <section>; expected is <title>; there is no element "
        "<titel>: perhaps <title> is meant\n"
        "3:30 SCHEMA-ELEMENT <stong> cannot stand here in <p>; expected is <strong> or <xref>; there is no element "
        "<stong>: perhaps <strong> is meant\n",
        "<policy!>\n" CONTROL "<section!><title!>A</><p!>x<strong!>y</></></></>");
    expect(HEAD "<section><title>A</title><ul><li>a</li><li>b</li></ul></section></policy>",
           "3:26 SCHEMA-ELEMENT <ul> cannot stand here in <section>; expected is <list>, <p> or <section>; there is no "
           "element <ul>: use <list>\n",
           "<policy>\n" CONTROL "<section!><title>A</><list!><item!>a</><item!>b</></></></>");
    expect(
        OPEN
        "<control><title>T</title><version dte='2026-11-22' status='aproved'/><issuer org='a'/></control></policy>",
        "2:35 SCHEMA-ATTRIBUTE <version> cannot have the attribute \"dte\"; <version> needs the attribute \"date\": "
        "perhaps that is meant\n"
        "2:52 SCHEMA-VALUE \"aproved\" will not do for the attribute \"status\": wanted is \"draft\" or \"approved\"; "
        "perhaps \"approved\" is meant\n",
        "<policy>\n<control><title>T</><version!></><issuer></></></>");
    expect(HEAD "<section idd='x'><title>A</title><list kimd='letter'><item/></list></section></policy>",
           "3:10 SCHEMA-ATTRIBUTE <section> cannot have the attribute \"idd\"; perhaps \"id\" is meant\n"
           "3:40 SCHEMA-ATTRIBUTE <list> cannot have the attribute \"kimd\"; perhaps \"kind\" is meant\n",
           "<policy>\n" CONTROL "<section!><title>A</><list!><item></></></></>");
}

static void what_is_missing_is_all_named(void **state) {
    (void)state;
    expect(OPEN "<control><title>T</title>\n<owner>x</owner></control></policy>",
           "3:1 SCHEMA-MISSING <control> is not complete: it still needs <version> and <issuer>; add what is missing, "
           "before <owner>\n",
           "<policy>\n<control!><title>T</>\n<version!></><issuer!></><owner>x</></></>");
    expect(OPEN "<control/>\n<section><list/></section></policy>",
           "2:1 SCHEMA-MISSING <control> is not complete: it still needs <title>, <version> and <issuer>; add what is "
           "missing, at the end of <control>\n"
           "3:10 SCHEMA-MISSING <section> is not complete: it still needs <title>; add what is missing, before <list>\n"
           "3:10 SCHEMA-MISSING <list> is not complete: it still needs <item>; add what is missing, at the end of "
           "<list>\n",
           "<policy>\n<control!><title!>x</><version!></><issuer!></></>\n<section!><title!>x</><list!><item!>x</></></"
           "></>");
}

static void what_is_misplaced_is_told_once(void **state) {
    (void)state;
    expect(HEAD "<section><p>x</p><p>y</p><title>A</title></section></policy>",
           "3:26 SCHEMA-ELEMENT <title> cannot stand here in <section>; its place is before <p>; move it to stand "
           "before <p>\n",
           "<policy>\n" CONTROL "<section!><title>A</><p>x</><p>y</></></>");
    expect(HEAD "<history>h</history><section><title>A</title></section><section><title>B</title></section></policy>",
           "3:1 SCHEMA-ELEMENT <history> cannot stand here in <policy>; <section> cannot come after it; move it to "
           "stand after <section>\n",
           "<policy!>\n" CONTROL "<section><title>A</></><section><title>B</></></>");
    expect(
        HEAD "<section><title>A</title><item>a</item><item>b<list/></item><p>c</p></section></policy>",
        "3:26 SCHEMA-ELEMENT <item> cannot stand here in <section>; expected is <list>, <p> or <section>; put it into "
        "one of those, or move it to where it belongs\n"
        "3:47 SCHEMA-ELEMENT <list> cannot stand here in <item>; expected is <strong> or <xref>; put it into one of "
        "those, or move it to where it belongs\n"
        "3:47 SCHEMA-MISSING <list> is not complete: it still needs <item>; add what is missing, at the end of "
        "<list>\n",
        "<policy>\n" CONTROL "<section!><title>A</><p>c</></></>");
    expect(HEAD "<section><title>A</title>some <strong>words</strong> more<p>c</p></section></policy>",
           "3:26 SCHEMA-TEXT text cannot stand directly in <section>; put it into one of the elements that <section> "
           "holds\n",
           "<policy>\n" CONTROL "<section!><title>A</><p>c</></></>");
    expect(
        HEAD "<section><title>A</title><wrap><p>c<xref/></p></wrap></section></policy>",
        "3:26 SCHEMA-ELEMENT <wrap> cannot stand here in <section>; expected is <list>, <p> or <section>; there is no "
        "element <wrap>: use one of those expected, or take its tags away\n"
        "3:36 SCHEMA-REQUIRED <xref> needs the attribute \"to\"; write <xref to=\"...\">\n",
        "<policy>\n" CONTROL "<section!><title>A</><p>c<xref!></></></></>");
}

static void references_into_what_was_taken_out_are_let_be(void **state) {
    (void)state;
    expect(
        HEAD "<section><title>A</title><p>x<xref to='b'/></p><item id='b'>a</item></section></policy>",
        "3:48 SCHEMA-ELEMENT <item> cannot stand here in <section>; expected is <list>, <p> or <section>; put it into "
        "one of those, or move it to where it belongs\n",
        "<policy>\n" CONTROL "<section!><title>A</><p>xx</></></>");
}

static void tags_are_mended(void **state) {
    (void)state;
    expect(HEAD "<section><title>A</titel>\n<p>a<p>b</p></section></policy>",
           "3:18 XML-TAG </titel> stands where </title> is wanted: <title> was opened on line 3; write </title>\n"
           "4:1 XML-TAG <p> is never closed: </section> on line 4 comes first; write </p> where it ends\n",
           "<policy>\n" CONTROL "<section><title>A</>\n<p>a</><p>b</></></>");
    expect(HEAD "<section><title>A</title>\nlost</p><p>b</p></em></section></policy>",
           "4:1 XML-TAG a <p> is missing here: </p> on line 4 closes nothing; write <p> where it begins, or take </p> "
           "out\n"
           "4:17 XML-TAG </em> closes nothing: no <em> is open here; take it out, or add the opening tag that is "
           "missing\n",
           "<policy>\n" CONTROL "<section><title>A</>\n<p>lost</><p>b</></></>");
    expect(HEAD "<sectoin><title>A</title></section></policy>",
           "3:1 XML-TAG <sectoin> is closed by </section> on line 3: there is no element <sectoin>; write <section>\n",
           "<policy>\n" CONTROL "<section><title>A</></></>");
    expect(HEAD "<section>\n <title>A</title>\n <section>\n  <title>B</title>\n</section>\n<section><title>C</title>"
                "</section></policy>",
           "5:2 XML-TAG <section> is never closed: </section> on line 7 comes first; write </section> where it ends\n",
           "<policy>\n" CONTROL
           "<section>\n <title>A</>\n <section>\n  <title>B</>\n</></>\n<section><title>C</></></>");
}

/* Every fault is mended by a change of the text, and what comes after it still has its own place. */
static void places_after_mended_text_are_the_authors(void **state) {
    (void)state;
    static const struct {
        const char *fault; /* in a <p>, of `width` characters */
        const char *rule;
    } faults[] = {
        {"R&D", "XML-SYNTAX"},
        {"a & b", "XML-SYNTAX"},
        {"a < b", "XML-SYNTAX"},
        {"&nbsp;", "XML-ENTITY"},
        {"&#0;", "XML-SYNTAX"},
        {"]]>", "XML-SYNTAX"},
        {"\x02", "XML-SYNTAX"},
        {"<!-- a -- b -->", "XML-SYNTAX"},
        {"</em>", "XML-TAG"},
        {"<strong</strong>", "XML-SYNTAX"},
        {"<strong id='q' id='r'/>", "XML-SYNTAX"},
        {"<strong id=q/>", "XML-SYNTAX"},
        {"<strong id/>", "XML-SYNTAX"},
        {"\xFF", "XML-ENCODING"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        char text[600];
        char expected[100];
        (void)snprintf(text, sizeof text, HEAD "<section><title>A</title><p>%s</p><item/></section></policy>",
                       faults[i].fault);
        (void)read_on(text);
        const char *all = findings();
        const char *last = strstr(all, "SCHEMA-ELEMENT <item>");
        assert_non_null(last);
        assert_non_null(strstr(all, faults[i].rule));
        (void)snprintf(expected, sizeof expected, "3:%zu ",
                       strlen("<section><title>A</title><p></p>.") + strlen(faults[i].fault));
        while (last > all && last[-1] != '\n')
            last--;
        assert_memory_equal(last, expected, strlen(expected));
        /* One for the fault, one for the item. */
        size_t lines = 0;
        for (const char *at = all; (at = strchr(at, '\n')) != NULL; at++)
            lines++;
        assert_int_equal(lines, 2);
    }
}

static void a_hostile_file_ends_soon(void **state) {
    (void)state;
    struct buffer text = {0};
    buffer_string(&text, HEAD "<section><title>A</title>");
    for (int i = 0; i < 50000; i++)
        buffer_string(&text, "<p/><item/>");
    buffer_string(&text, "</section></policy>");
    alarm(60);
    (void)read_on(buffer_text(&text));
    alarm(0);
    assert_false(sound);
    buffer_close(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define CASE(name) cmocka_unit_test_setup_teardown(name, house_open, house_close)
        CASE(a_good_file_is_sound),
        CASE(misspelled_names_are_one_mistake),
        CASE(what_is_missing_is_all_named),
        CASE(what_is_misplaced_is_told_once),
        CASE(references_into_what_was_taken_out_are_let_be),
        CASE(tags_are_mended),
        CASE(places_after_mended_text_are_the_authors),
        CASE(a_hostile_file_ends_soon),
    };
    return cmocka_run_group_tests(tests, house_enter, house_remove);
}
