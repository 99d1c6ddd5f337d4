/* test_origin.c: every character of a text has its place in the author's file, whatever was written for it.
 *
 * The sources here hold each capital letter once, outside CDATA's own name. Where the letter stands is looked up in the
 * bytes of the file, by counting lines and characters; element_text_place must say the same of the letter in the text.
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

#include "base/utf8.h"
#include "document/node.h"
#include "read/source.h"

#define OPEN "<words xmlns=\"urn:engross:words:1\" xmlns:xi=\"http://www.w3.org/2001/XInclude\">"
#define CLOSE "</words>\n"

static const char schema[] =
    "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:engross:words:1'\n"
    " targetNamespace='urn:engross:words:1' elementFormDefault='qualified'>\n"
    "<xs:element name='words' type='inline'/>\n"
    "<xs:complexType name='inline' mixed='true'><xs:choice minOccurs='0' maxOccurs='unbounded'>\n"
    " <xs:element name='em' type='inline'/></xs:choice><xs:attribute name='id' type='xs:ID'/></xs:complexType>\n"
    "</xs:schema>\n";

static int house_enter(void **state) {
    (void)state;
    return house_make("words.xsd", schema);
}

static const struct element *read_text(const char *text) {
    put_text("tree/a.xml", text);
    bool sound;
    const struct element *root = source_read_on(source, SOURCE_WORDS, "tree/a.xml", "tree", arena, report, &sound);
    if (root == NULL)
        for (size_t i = 0; i < report_count(report); i++)
            print_message("%s\n", report_sorted(report)[i].message);
    assert_non_null(root);
    return root;
}

/* Line and column of a byte in a file: a carriage return and what follows it end one line. */
static struct place place_in(const char *file, const char *at) {
    struct place place = {.line = 1, .column = 1};
    for (; file < at; file++) {
        if (*file == '\n' || (*file == '\r' && file[1] != '\n')) {
            place.line++;
            place.column = 1;
        } else if (*file != '\r' && ((unsigned char)*file & 0xC0) != 0x80) {
            place.column++;
        }
    }
    return place;
}

/* Past the root's start tag and the name of CDATA, whose letters do not count. */
static const char *letter_in(const char *file, char letter) {
    for (const char *at = strchr(file, '>'); *at != '\0'; at++) {
        if (strncmp(at, "<![CDATA[", 9) == 0)
            at += 8;
        else if (*at == letter)
            return at;
    }
    fail_msg("there is no %c in the file", letter);
    return NULL;
}

/* Holds the place of every capital letter, backwards too; `files` are the file itself and what it includes. */
static void expect_letters(const struct element *root, const char *const *files, const char *letters) {
    struct buffer seen = {0};
    for (const struct element *at = root; at != NULL; at = element_after(at, root)) {
        size_t count = at->text == NULL ? 0 : strlen(at->text);
        for (size_t i = 0; i < 2 * count; i++) {
            size_t offset = i < count ? i : 2 * count - 1 - i;
            char c = at->text[offset];
            if (c < 'A' || c > 'Z')
                continue;
            const char *file = files[at->place.file[5] - 'a'];
            struct place wanted = place_in(file, letter_in(file, c));
            struct place found = element_text_place(at, offset);
            if (found.line != wanted.line || found.column != wanted.column)
                fail_msg("%c stands at %u:%u, found at %u:%u in\n%s", c, wanted.line, wanted.column, found.line,
                         found.column, file);
            assert_string_equal(found.file, at->place.file);
            assert_int_equal(element_text_span(at, offset, offset + 1).width, 1);
            if (i < count)
                buffer_char(&seen, c);
        }
    }
    assert_string_equal(buffer_text(&seen), letters);
    buffer_close(&seen);
}

static void expect_text(const char *words, const char *letters) {
    const char *text = arena_format(arena, OPEN "%s" CLOSE, words);
    const struct element *root = read_text(text);
    assert_int_equal(report_count(report), 0);
    expect_letters(root, &text, letters);
}

static void plain_text_has_its_places(void **state) {
    (void)state;
    expect_text("E  é\n\tF…G\n\n H", "EFGH");
    expect_text("", "");
}

static void references_are_as_wide_as_they_are_typed(void **state) {
    (void)state;
    expect_text("E&amp;F&lt;G&gt;H&quot;I&apos;J", "EFGHIJ");
    expect_text("&#160;E&#xe9;G&#x1f600;H&#38;amp;I&#10;J&#13;K", "EGHIJK");
    expect_text("wE&#233;kFend&amp;G", "EFG");
    const struct element *root = read_text(OPEN "a&#160;b&amp;\n&#x2026;</words>");
    const struct element *text = root->first;
    size_t start = strlen(OPEN) + 1;
    assert_int_equal(element_text_span(text, 1, 3).column, start + 1);
    assert_int_equal(element_text_span(text, 1, 3).width, 6);
    assert_int_equal(element_text_span(text, 2, 3).column, start + 1); /* in the middle of a character */
    assert_int_equal(element_text_span(text, 0, 5).width, 13);
    assert_int_equal(element_text_span(text, 0, 9).width, 13); /* to the end of the line */
    struct place end = element_text_place(text, strlen(text->text));
    assert_int_equal(end.line, 2);
    assert_int_equal(end.column, 9);
}

static void sections_comments_and_instructions_are_passed_over(void **state) {
    (void)state;
    expect_text("<![CDATA[E<b>&amp;]] >F]]>G", "EFG");
    expect_text("E<![CDATA[]]>F<![CDATA[G]]><![CDATA[\nH]]>", "EFGH");
    expect_text("<![CDATA[]]>E", "E");
    expect_text("<!-- x --><?y z?>E<!-- x\n  y\n-->F<?y\nz?><!-- < & ]]> -->G&amp;H", "EFGH");
    expect_text("<!-- x --><![CDATA[ <!-- ]]>E<!-- <![CDATA[ -->F]]&gt;G", "EFG");
}

static void inline_elements_part_texts(void **state) {
    (void)state;
    expect_text("E&amp;F<em>G<!-- \n -->H<em id='a'>&lt;I</em>J&amp;K</em>\n&#xa;L<em/>&gt;M", "EFGHIJKLM");
}

static void composed_letters_stand_where_their_parts_do(void **state) {
    (void)state;
    expect_text("Xe\xCC\x81"
                "E e&#x301;F<!-- -->a\xCC\x8A\xCC\x81G&amp;H q\xCC\x81I",
                "XEFGHI");
    /* Hangul: three letters that become one; U+0958, which comes apart; signs that change places. */
    expect_text("E\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB"
                "F\xE0\xA5\x98G a\xCC\x81\xCC\xA3H&amp;I",
                "EFGHI");
    const struct element *root = read_text(OPEN "caf e\xCC\x81&amp;</words>");
    assert_string_equal(root->first->text, "caf \xC3\xA9&");
    assert_int_equal(element_text_span(root->first, 4, 6).width, 2);
    assert_int_equal(element_text_place(root->first, 4).column, strlen(OPEN) + 5);
    assert_int_equal(element_text_span(root->first, 6, 7).column, strlen(OPEN) + 7);
    assert_int_equal(element_text_span(root->first, 6, 7).width, 5);
}

static void lines_may_end_as_on_windows(void **state) {
    (void)state;
    expect_text("E\r\nF&amp;G\r\n<!-- x\r\n y -->H\rI<![CDATA[\r\nJ]]>", "EFGHIJ");
}

static void included_parts_have_places_of_their_own(void **state) {
    (void)state;
    const char *files[] = {OPEN "E&amp;F<xi:include href='b.xml' xpointer='p'/>G<!-- \n -->H" CLOSE,
                           OPEN "\n &lt;<em id='p'>I&amp;J<!-- \n -->K</em></words>"};
    put_text("tree/b.xml", files[1]);
    const struct element *root = read_text(files[0]);
    assert_int_equal(report_count(report), 0);
    expect_letters(root, files, "EFIJKGH");
}

static void mended_text_leads_back_to_the_file(void **state) {
    (void)state;
    const char *text = OPEN "E & F &nbsp;G<em>H&amp;I &pound;J\n &K L</words>\n";
    const struct element *root = read_text(text);
    assert_true(report_count(report) > 0);
    expect_letters(root, &text, "EFGHIJKL");
}

/* As places are asked for one after the other, so is the time: a text of a megabyte or two must not take long. */
static void many_places_take_one_walk(void **state) {
    (void)state;
    struct buffer text = {0};
    buffer_string(&text, OPEN);
    for (int i = 0; i < 200000; i++)
        buffer_string(&text, "&amp;\n&#x41;");
    buffer_string(&text, CLOSE);
    const struct element *root = read_text(buffer_text(&text));
    buffer_close(&text);
    for (unsigned i = 0; i < 200000; i++) {
        struct place place = element_text_place(root->first, 3 * (size_t)i + 2);
        assert_int_equal(place.line, i + 2);
        assert_int_equal(place.column, 1);
    }
}

static void nodes_lead_back_through_folded_space(void **state) {
    (void)state;
    const struct element *root = read_text(OPEN "\n  \t&amp;  b\n é&#160;\n <!-- -->c </words>");
    struct node node = {.kind = NODE_TEXT, .place = root->place};
    node.as.text.text = "& b \xC3\xA9\xC2\xA0 c";
    node.as.text.source = root->first;
    static const struct {
        size_t offset;
        struct place place;
    } wanted[] = {
        {0, {NULL, 2, 4, 5}}, {2, {NULL, 2, 11, 1}}, {4, {NULL, 3, 2, 1}}, {6, {NULL, 3, 3, 6}}, {9, {NULL, 4, 10, 1}}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        struct place place = node_place(&node, wanted[i].offset);
        assert_int_equal(place.line, wanted[i].place.line);
        assert_int_equal(place.column, wanted[i].place.column);
        assert_int_equal(place.width, wanted[i].place.width);
    }
    node.as.text.source = NULL;
    assert_int_equal(node_place(&node, 9).line, 1);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, house_open, house_close)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(plain_text_has_its_places),
        CASE(references_are_as_wide_as_they_are_typed),
        CASE(sections_comments_and_instructions_are_passed_over),
        CASE(inline_elements_part_texts),
        CASE(composed_letters_stand_where_their_parts_do),
        CASE(lines_may_end_as_on_windows),
        CASE(included_parts_have_places_of_their_own),
        CASE(mended_text_leads_back_to_the_file),
        CASE(many_places_take_one_walk),
        CASE(nodes_lead_back_through_folded_space),
    };
    return cmocka_run_group_tests(tests, house_enter, house_remove);
}
