/* test_source.c: XML in through the one door: places, encodings, inclusions, schema, and whatever is hostile. */
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
#include "read/source.h"

#define NS "urn:engross:document:1"
#define XI " xmlns:xi=\"http://www.w3.org/2001/XInclude\""
#define OPEN "<policy xmlns=\"" NS "\"" XI ">"

static const char schema[] =
    "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='" NS "' xmlns:e='" NS "' targetNamespace='" NS "'\n"
    " elementFormDefault='qualified'>\n"
    "<xs:import namespace='http://www.w3.org/XML/1998/namespace' schemaLocation='xml.xsd'/>\n"
    "<xs:element name='organisations'><xs:complexType/></xs:element>\n"
    "<xs:element name='policy'><xs:complexType><xs:sequence>\n"
    " <xs:element name='label' type='xs:token' minOccurs='0'/><xs:element name='title' type='inline' minOccurs='0'/>\n"
    " <xs:element name='section' type='section' minOccurs='0' maxOccurs='unbounded'/></xs:sequence>\n"
    " <xs:attribute name='date' type='xs:date'/><xs:attribute name='kind' type='kind'/>\n"
    " <xs:attribute name='code' type='code'/><xs:attribute ref='xml:lang'/></xs:complexType>\n"
    " <xs:unique name='ids'><xs:selector xpath='.//*'/><xs:field xpath='@id'/></xs:unique>\n"
    " <xs:keyref name='refs' refer='ids'><xs:selector xpath='.//e:ref'/><xs:field xpath='@to'/></xs:keyref>\n"
    "</xs:element>\n"
    "<xs:complexType name='section'><xs:sequence><xs:element name='p' type='inline' maxOccurs='unbounded'/>\n"
    " <xs:element name='section' type='section' minOccurs='0' maxOccurs='unbounded'/></xs:sequence>\n"
    " <xs:attribute name='id' type='xs:ID' use='required'/></xs:complexType>\n"
    "<xs:complexType name='inline' mixed='true'><xs:choice minOccurs='0' maxOccurs='unbounded'>\n"
    " <xs:element name='em' type='inline'/><xs:element name='ref'><xs:complexType>\n"
    " <xs:attribute name='to' type='xs:string'/></xs:complexType></xs:element></xs:choice>\n"
    " <xs:attribute name='id' type='xs:ID'/><xs:attribute ref='xml:lang'/></xs:complexType>\n"
    "<xs:simpleType name='kind'><xs:restriction base='xs:token'><xs:enumeration value='draft'/>\n"
    " <xs:enumeration value='for approval'/><xs:enumeration value='approved'/></xs:restriction></xs:simpleType>\n"
    "<xs:simpleType name='code'><xs:restriction base='xs:token'><xs:pattern value='[A-Z]{2}[0-9]+'/>\n"
    " </xs:restriction></xs:simpleType>\n"
    "</xs:schema>\n";

static const char xml_schema[] =
    "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='http://www.w3.org/XML/1998/namespace'>\n"
    "<xs:attribute name='lang' type='xs:language'/></xs:schema>\n";

static int house_enter(void **state) {
    (void)state;
    if (house_make("engross.xsd", schema) != 0 || mkdir("tree/parts", 0700) != 0)
        return -1;
    put_text("sources/schema/xml.xsd", xml_schema);
    return 0;
}

static const struct element *read_file(const char *name) {
    return source_read(source, SOURCE_DOCUMENT, name, "tree", arena, report);
}

static const struct element *read_bytes(const char *bytes, size_t count) {
    put("tree/a.xml", bytes, count);
    return read_file("tree/a.xml");
}

static const struct element *read_text(const char *text) {
    return read_bytes(text, strlen(text));
}

/* "file:line:column RULE message", one line for each finding since the last call. */
static const char *findings(void) {
    struct buffer out = {0};
    const struct finding *found = report_sorted(report);
    for (size_t i = 0; i < report_count(report); i++)
        buffer_format(&out, "%s:%u:%u %s %s\n", found[i].place.file, (unsigned)found[i].place.line,
                      (unsigned)found[i].place.column, found[i].rule->name, found[i].message);
    const char *all = arena_string(arena, buffer_text(&out));
    buffer_close(&out);
    report = report_open(arena);
    return all;
}

static void expect_refused(const char *text, const char *expected) {
    assert_null(read_text(text));
    assert_string_equal(findings(), expected);
}

static void expect_place(struct place place, unsigned line, unsigned column) {
    assert_int_equal(place.line, line);
    assert_int_equal(place.column, column);
}

static void places_are_true(void **state) {
    (void)state;
    const struct element *root =
        read_text("<?xml version=\"1.0\"?>\n<!-- é -->\n"
                  "<policy xmlns=\"" NS "\"\n  kind=\"draft\" xml:lang='cy'\n\tdate = '2026-11-22'>"
                  "<title>é &lt;<!-- x --> &#x41; <em>q</em>z<![CDATA[<x>]]></title>\n"
                  "<section id='s1'><!-- ] --><p/>  <p>t</p></section></policy>");
    assert_string_equal(findings(), "");
    assert_non_null(root);
    expect_place(root->place, 3, 1);
    assert_string_equal(root->place.file, "tree/a.xml");
    assert_int_equal(root->attribute_count, 3);
    expect_place(element_attribute_place(root, "kind"), 4, 3);
    assert_int_equal(element_attribute_place(root, "kind").width, 12);
    assert_string_equal(element_attribute(root, "lang"), "cy");
    expect_place(element_attribute_place(root, "lang"), 4, 16);
    expect_place(element_attribute_place(root, "date"), 5, 2);
    expect_place(element_attribute_place(root, "none"), 3, 1);
    const struct element *title = element_child(root, "title");
    expect_place(title->place, 5, 22);
    assert_string_equal(title->first->text, "é < A ");
    expect_place(title->first->place, 5, 29);
    assert_string_equal(title->first->next->name, "em");
    expect_place(title->first->next->place, 5, 53);
    assert_string_equal(title->first->next->next->text, "z<x>");
    expect_place(title->first->next->next->place, 5, 63);
    const struct element *section = element_child(root, "section");
    expect_place(section->place, 6, 1);
    const struct element *p = element_child(section, "p");
    expect_place(p->place, 6, 28);
    p = element_next(p, "p");
    expect_place(p->place, 6, 34);
    assert_ptr_equal(p->parent, section);
    assert_null(element_next(p, "p"));
}

static void places_hold_past_line_65535(void **state) {
    (void)state;
    struct buffer text = {0};
    buffer_string(&text, OPEN "<title>");
    for (int i = 0; i < 70000; i++)
        buffer_char(&text, '\n');
    buffer_string(&text, " <em>x</em></title>\n <wrong/></policy>");
    assert_null(read_bytes(text.bytes, text.count));
    assert_string_equal(findings(),
                        "tree/a.xml:70002:2 SCHEMA-ELEMENT <wrong> cannot stand here in <policy>; expected is "
                        "<section>\n");
    memcpy(text.bytes + text.count - 18, "         ", 9);
    const struct element *root = read_bytes(text.bytes, text.count);
    assert_non_null(root);
    expect_place(element_child(element_child(root, "title"), "em")->place, 70001, 2);
    buffer_close(&text);
}

static void attribute_values_are_whole(void **state) {
    (void)state;
    const struct element *root = read_text(OPEN "<title><ref to=\"a&amp;b&#x41;&lt;&quot;'>\n\"/></title>"
                                                "<section id='x'><p/></section></policy>");
    assert_null(root);
    assert_string_equal(findings(), "tree/a.xml:1:95 SCHEMA-REF \"a&bA<\"'> \" points at nothing: no element has that "
                                    "id\n");
    root = read_text(OPEN "<title id='a.b'><ref to='a.b'/></title></policy>");
    assert_non_null(root);
    assert_string_equal(element_attribute(element_child(element_child(root, "title"), "ref"), "to"), "a.b");
}

/* The text "£é€" (or what of it can be said) in every encoding comes out the same. */
static void encodings_are_decoded(void **state) {
    (void)state;
    static const struct {
        const char *declaration;
        const char *text;
        enum { BYTES, LITTLE, BIG } order;
        const char *mark;
        const char *expected;
    } cases[] = {
        {"", "£é€", BYTES, "", "£é€"},
        {"<?xml version='1.0' encoding='utf-8'?>", "£é€", BYTES, "\xEF\xBB\xBF", "£é€"},
        {"<?xml version='1.0' encoding='ISO-8859-1'?>", "\xA3\xE9", BYTES, "", "£é"},
        {"<?xml version='1.0' encoding='Windows-1252'?>", "\xA3\xE9\x80", BYTES, "", "£é€"},
        {"<?xml version='1.0' encoding='UTF-16'?>", "£é€", LITTLE, "\xFF\xFE", "£é€"},
        {"<?xml version='1.0' encoding='UTF-16'?>", "£é€", BIG, "\xFE\xFF", "£é€"},
        {"<?xml version='1.0' encoding='UTF-16LE'?>", "£é€", LITTLE, "", "£é€"},
        {"", "£é€", BIG, "", "£é€"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer text = {0};
        struct buffer bytes = {0};
        buffer_format(&text, "%s%s<title>%s</title></policy>", cases[i].declaration, OPEN, cases[i].text);
        buffer_string(&bytes, cases[i].mark);
        const char *at = text.bytes;
        while (cases[i].order != BYTES && at < text.bytes + text.count) {
            uint32_t code = 0;
            at += utf8_decode(at, text.bytes + text.count, &code);
            buffer_char(&bytes, (char)(cases[i].order == LITTLE ? code & 255 : code >> 8));
            buffer_char(&bytes, (char)(cases[i].order == LITTLE ? code >> 8 : code & 255));
        }
        if (cases[i].order == BYTES)
            buffer_bytes(&bytes, text.bytes, text.count);
        const struct element *root = read_bytes(bytes.bytes, bytes.count);
        assert_string_equal(findings(), "");
        assert_string_equal(element_child(root, "title")->first->text, cases[i].expected);
        assert_string_equal(source_root("tree/a.xml", arena).name, "policy");
        buffer_close(&text);
        buffer_close(&bytes);
    }
}

static void wrong_encodings_are_named(void **state) {
    (void)state;
    expect_refused("<a>\n caf\xE9 \xA3</a>",
                   "tree/a.xml:2:5 XML-ENCODING the byte E9 is no character in UTF-8; in Windows-1252 it is é\n"
                   "tree/a.xml:2:7 XML-ENCODING the byte A3 is no character in UTF-8; in Windows-1252 it is £\n");
    expect_refused("<?xml version='1.0' encoding='iso-8859-1'?>\n<a>\x93x\x94</a>",
                   "tree/a.xml:2:4 XML-ENCODING the byte 93 is no character in ISO-8859-1; in Windows-1252 it is “\n"
                   "tree/a.xml:2:6 XML-ENCODING the byte 94 is no character in ISO-8859-1; in Windows-1252 it is ”\n");
    expect_refused("<?xml version='1.0' encoding='koi8-r'?><a/>",
                   "tree/a.xml:1:1 XML-ENCODING the encoding \"koi8-r\" is not one that can be read\n");
    expect_refused("<?xml version='1.0' encoding='UTF-16'?><a/>",
                   "tree/a.xml:1:1 XML-ENCODING the first line says encoding=\"UTF-16\", but the bytes are not\n");
    expect_refused(
        "\xEF\xBB\xBF<?xml version='1.0' encoding='windows-1252'?><a/>",
        "tree/a.xml:1:1 XML-ENCODING the first line says encoding=\"windows-1252\", but the bytes are UTF-8\n");
    assert_null(read_bytes("<a>x\0y</a>", 10));
    assert_string_equal(findings(), "tree/a.xml:1:5 XML-NUL a NUL byte stands here, so this is no text file\n");
}

static void text_comes_in_nfc(void **state) {
    (void)state;
    const struct element *root = read_text(OPEN "<title>cafe\xCC\x81 \xE2\x84\xAB 日本</title></policy>");
    assert_string_equal(element_child(root, "title")->first->text, "caf\xC3\xA9 \xC3\x85 日本");
}

static void doctypes_are_refused(void **state) {
    (void)state;
    expect_refused(
        "<?xml version='1.0'?>\n<!-- <!DOCTYPE not this --> \n <!DOCTYPE a SYSTEM 'http://x.test/a.dtd'>\n<a/>",
        "tree/a.xml:3:2 XML-DOCTYPE the file has a DOCTYPE, which could bring in text from elsewhere\n");
    expect_refused("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
                   "tree/a.xml:1:1 XML-DOCTYPE the file has a DOCTYPE, which could bring in text from elsewhere\n");
    expect_refused("<!DOCTYPE a [<!ENTITY a 'aaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>\n"
                   "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;'>]><a>&d;</a>",
                   "tree/a.xml:1:1 XML-DOCTYPE the file has a DOCTYPE, which could bring in text from elsewhere\n");
    expect_refused("<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://x.test/p'> %p;]><a/>",
                   "tree/a.xml:1:1 XML-DOCTYPE the file has a DOCTYPE, which could bring in text from elsewhere\n");
}

static void empty_and_truncated_files_are_named(void **state) {
    (void)state;
    expect_refused("", "tree/a.xml:0:0 XML-EMPTY the file is empty\n");
    expect_refused(" \r\n\t", "tree/a.xml:0:0 XML-EMPTY the file is empty\n");
    expect_refused("<a>\n <b>text",
                   "tree/a.xml:2:9 XML-TRUNCATED the file ends too early: <b> is begun at line 2, column 2, and never "
                   "ends\n");
    expect_refused("<a>\n <b x=\"1", "tree/a.xml:2:9 XML-TRUNCATED the file ends too early: a tag is begun at line 2, "
                                     "column 2, and never ends\n");
    expect_refused("<a><!-- oh ", "tree/a.xml:1:4 XML-SYNTAX a comment is begun here and never ends\n");
    expect_refused("<a><![CDATA[ oh ", "tree/a.xml:1:4 XML-SYNTAX a CDATA section is begun here and never ends\n");
    expect_refused("<a><b/></a",
                   "tree/a.xml:1:11 XML-TRUNCATED the file ends too early: a tag is begun at line 1, column "
                   "8, and never ends\n");
    expect_refused("<", "tree/a.xml:1:2 XML-TRUNCATED the file ends too early: a tag is begun at line 1, column 1, and "
                        "never ends\n");
}

static void syntax_faults_are_put_plainly(void **state) {
    (void)state;
    expect_refused("<a>\n<b>é<c></b></a>", "tree/a.xml:2:5 XML-TAG <c> is never closed: </b> on line 2 comes first\n");
    expect_refused("<a/></b>", "tree/a.xml:1:5 XML-TAG </b> closes nothing: no <b> is open here\n");
    expect_refused("<a>\né & b</a>", "tree/a.xml:2:3 XML-SYNTAX the sign & stands alone\n");
    expect_refused("<a>1 < 2</a>", "tree/a.xml:1:6 XML-SYNTAX the sign < stands alone, and no tag begins here\n");
    expect_refused("<a>R&D</a>", "tree/a.xml:1:5 XML-SYNTAX &D has no semicolon after it\n");
    expect_refused("<a>x&nbsp;y\n&pound;5</a>", "tree/a.xml:1:5 XML-ENTITY &nbsp; has no meaning here\n"
                                                "tree/a.xml:2:1 XML-ENTITY &pound; has no meaning here\n");
    expect_refused("<a x='1'\n y='&bad;' x='2'/>",
                   "tree/a.xml:2:5 XML-ENTITY &bad; has no meaning here\n"
                   "tree/a.xml:2:12 XML-SYNTAX the attribute \"x\" is given twice in one "
                   "tag\n");
    expect_refused("<a x=1/>", "tree/a.xml:1:6 XML-SYNTAX an attribute's value has no straight quotation marks\n");
    expect_refused("<a x/>", "tree/a.xml:1:4 XML-SYNTAX the attribute \"x\" has no value\n");
    expect_refused("<a x=\"1><b/></a>", "tree/a.xml:1:4 XML-SYNTAX the value of the attribute \"x\" is never closed\n");
    expect_refused("<a x='1'y='2'/>", "tree/a.xml:1:9 XML-SYNTAX a space is missing here\n");
    expect_refused("just words", "tree/a.xml:1:1 XML-SYNTAX the file does not begin with a tag, so it is not XML\n");
    expect_refused("<a/>\nmore", "tree/a.xml:2:1 XML-SYNTAX something stands after the end of the root element\n");
    expect_refused("<a>\x01</a>", "tree/a.xml:1:4 XML-SYNTAX a control character stands here, which XML cannot hold\n");
    expect_refused("\n<?xml version='1.0'?><a/>", "tree/a.xml:2:1 XML-SYNTAX <?xml stands elsewhere than at the very "
                                                  "beginning of the file\n");
    expect_refused("<a><q:b/></a>",
                   "tree/a.xml:1:4 XML-SYNTAX a prefix before the colon in this tag is not declared\n");
}

static void depth_and_size_are_bounded(void **state) {
    (void)state;
    struct buffer text = {0};
    for (int i = 0; i < 100000; i++)
        buffer_string(&text, "<a>");
    assert_null(read_bytes(text.bytes, text.count));
    const char *found = findings();
    assert_non_null(strstr(found, "XML-DEPTH"));
    assert_ptr_equal(strchr(found, '\n') + 1, found + strlen(found));
    buffer_clear(&text);
    buffer_string(&text, "<a>");
    for (int i = 0; i < 3010000; i++)
        buffer_string(&text, "<a/>");
    buffer_string(&text, "</a>");
    assert_null(read_bytes(text.bytes, text.count));
    assert_non_null(strstr(findings(), "XML-SIZE"));
    buffer_close(&text);
    put_text("tree/a.xml", "<a/>");
    assert_int_equal(truncate("tree/a.xml", (64 << 20) + 1), 0);
    assert_null(read_file("tree/a.xml"));
    assert_string_equal(findings(), "tree/a.xml:0:0 FILE-SIZE the file is larger than 64 MiB\n");
    unlink("tree/a.xml");
}

static void only_files_are_read(void **state) {
    (void)state;
    assert_int_equal(mkfifo("tree/fifo", 0600), 0);
    alarm(5);
    assert_null(read_file("tree/fifo"));
    assert_null(read_file("tree"));
    assert_null(read_file("tree/none.xml"));
    assert_null(source_root("tree/fifo", arena).name);
    assert_null(source_root("tree", arena).name);
    assert_null(source_root("tree/none.xml", arena).name);
    put_text("tree/a.xml", OPEN "<title/>\n<xi:include href='fifo'/><xi:include href='parts'/></policy>");
    assert_null(read_file("tree/a.xml"));
    alarm(0);
    assert_string_equal(findings(), "tree/fifo:0:0 FILE-KIND this is a pipe, not a file\n"
                                    "tree:0:0 FILE-KIND this is a folder, not a file\n"
                                    "tree/none.xml:0:0 FILE-OPEN cannot open the file: there is no such file\n"
                                    "tree/a.xml:2:13 FILE-KIND this is a pipe, not a file\n"
                                    "tree/a.xml:2:38 FILE-KIND this is a folder, not a file\n");
    unlink("tree/fifo");
}

static void inclusions_keep_their_places(void **state) {
    (void)state;
    put_text("tree/parts/b.xml", "<?xml version='1.0' encoding='ISO-8859-1'?>\n<section xmlns='" NS "'" XI
                                 " id='b'><p>\xE9 <em>b</em></p>\n  <xi:include href='deep%20er.xml' xpointer='two'/>"
                                 "</section>");
    put_text("tree/parts/deep er.xml", "<x:policy xmlns:x='" NS "'>\n<x:section id='one'/>\n <x:section id='two'><x:p "
                                       "id='q'>d</x:p></x:section></x:policy>");
    const struct element *root = read_text(
        OPEN "<title/>\n<xi:include href='parts/b.xml' parse='xml'/>\n<section id='last'><p/></section></policy>");
    assert_string_equal(findings(), "");
    const struct element *section = element_child(root, "section");
    assert_string_equal(element_attribute(section, "id"), "b");
    assert_string_equal(section->place.file, "tree/parts/b.xml");
    expect_place(section->place, 2, 1);
    const struct element *em = element_child(element_child(section, "p"), "em");
    assert_string_equal(em->place.file, "tree/parts/b.xml");
    const struct element *two = element_child(section, "section");
    assert_string_equal(two->place.file, "tree/parts/deep er.xml");
    expect_place(two->place, 3, 2);
    expect_place(element_attribute_place(two, "id"), 3, 13);
    section = element_next(section, "section");
    assert_string_equal(section->place.file, "tree/a.xml");
    expect_place(section->place, 3, 1);
    /* A fault of a part is put to the part. */
    put_text("tree/parts/deep er.xml", "<policy xmlns='" NS "'>\n <section id='two'><p/><bad/></section></policy>");
    assert_null(read_file("tree/a.xml"));
    assert_string_equal(findings(), "tree/parts/deep er.xml:2:24 SCHEMA-ELEMENT <bad> cannot stand here in <section>; "
                                    "expected is <p> or <section>\n");
    put_text("tree/parts/deep er.xml", "<policy>");
    assert_null(read_file("tree/a.xml"));
    assert_string_equal(findings(),
                        "tree/parts/deep er.xml:1:9 XML-TRUNCATED the file ends too early: <policy> is begun at "
                        "line 1, column 1, and never ends\n");
}

static void included(const char *attributes, const char *expected) {
    char text[500];
    (void)snprintf(text, sizeof text, OPEN "<title/>\n<xi:include %s/></policy>", attributes);
    expect_refused(text, expected);
}

static void inclusions_are_confined(void **state) {
    (void)state;
    put_text("outside.xml", "<section xmlns='" NS "' id='o'><p/></section>");
    put_text("tree/parts/inner.xml", "<section xmlns='" NS "' id='o'><p/></section>");
    assert_int_equal(symlink("../outside.xml", "tree/link.xml"), 0);
    assert_int_equal(symlink("parts", "tree/linked"), 0);
    included("href='../outside.xml'",
             "tree/a.xml:2:13 XINCLUDE-PARENT \"../outside.xml\" goes up a folder with \"..\"\n");
    included("href='parts/../../outside.xml'",
             "tree/a.xml:2:13 XINCLUDE-PARENT \"parts/../../outside.xml\" goes up a folder with \"..\"\n");
    included("href='%2e%2e/outside.xml'",
             "tree/a.xml:2:13 XINCLUDE-PARENT \"../outside.xml\" goes up a folder with \"..\"\n");
    included("href='%2Fetc/passwd'", "tree/a.xml:2:13 XINCLUDE-FORM the name of the part has a % in it that stands for "
                                     "nothing\n");
    included("href='/etc/passwd'",
             "tree/a.xml:2:13 XINCLUDE-ABSOLUTE \"/etc/passwd\" begins at the root of the machine's files\n");
    included("href='http://x.test/a.xml'",
             "tree/a.xml:2:13 XINCLUDE-URL \"http://x.test/a.xml\" is a web address; parts "
             "come from the source folder alone\n");
    included("href='file:///etc/passwd'", "tree/a.xml:2:13 XINCLUDE-URL \"file:///etc/passwd\" is a web address; parts "
                                          "come from the source folder alone\n");
    included("href='//x.test/a.xml'",
             "tree/a.xml:2:13 XINCLUDE-URL \"//x.test/a.xml\" is a web address; parts come from "
             "the source folder alone\n");
    included("href='link.xml'", "tree/a.xml:2:13 XINCLUDE-LINK \"link.xml\" leads through a symbolic link\n");
    included("href='linked/inner.xml'",
             "tree/a.xml:2:13 XINCLUDE-LINK \"linked/inner.xml\" leads through a symbolic link\n");
    included("href='none.xml'",
             "tree/a.xml:2:13 XINCLUDE-FILE \"none.xml\" cannot be included: there is no such file\n");
    included("href='parts/inner.xml/x'",
             "tree/a.xml:2:13 XINCLUDE-FILE \"parts/inner.xml/x\" cannot be included: there is no such file\n");
    included("href='a.xml'", "tree/a.xml:2:13 XINCLUDE-CYCLE \"a.xml\" is included inside itself\n");
    included("href='./parts//inner.xml' xpointer='zz'",
             "tree/a.xml:2:39 XINCLUDE-ID \"./parts//inner.xml\" has no element with id=\"zz\"\n");
    included("parse='text' href='parts/inner.xml'",
             "tree/a.xml:2:13 XINCLUDE-FORM xi:include cannot have parse=\"text\"\n");
    included("href='parts/inner.xml#o'", "tree/a.xml:2:13 XINCLUDE-FORM the name of the part has a ? or # in it\n");
    included("", "tree/a.xml:2:1 XINCLUDE-FORM xi:include does not say which file, in href\n");
    included("href='parts/inner.xml' xpointer='xpointer(/*)'",
             "tree/a.xml:2:36 XINCLUDE-FORM the xpointer \"xpointer(/*)\" is not the id of an element\n");
    expect_refused(
        OPEN "<title/>\n<xi:include href='no'><xi:fallback/></xi:include></policy>",
        "tree/a.xml:2:13 XINCLUDE-FORM xi:include holds an element; a part that is missing must be a fault, so "
        "there is no xi:fallback\n");
    put_text("out.xml", OPEN "<title/>\n<xi:include href='outside.xml'/></policy>");
    assert_null(read_file("out.xml"));
    assert_string_equal(findings(),
                        "out.xml:2:13 XINCLUDE-TREE this file stands outside the source folder tree, so it may "
                        "include nothing\n");
    /* A neighbour whose name begins as the tree's does. */
    assert_int_equal(mkdir("treetop", 0700), 0);
    assert_int_equal(rename("out.xml", "treetop/a.xml"), 0);
    assert_null(read_file("treetop/a.xml"));
    assert_non_null(strstr(findings(), "XINCLUDE-TREE"));
}

static void inclusions_are_bounded(void **state) {
    (void)state;
    char text[300];
    char name[40];
    put_text("tree/c1.xml", "<section xmlns='" NS "'" XI " id='c'><p/><xi:include href='c2.xml'/></section>");
    put_text("tree/c2.xml", "<section xmlns='" NS "'" XI " id='c'><p/><xi:include href='c1.xml'/></section>");
    expect_refused(OPEN "<title/><xi:include href='c1.xml'/></policy>",
                   "tree/c2.xml:1:107 XINCLUDE-CYCLE \"c1.xml\" is included inside itself\n");
    for (int i = 0; i < 20; i++) {
        (void)snprintf(name, sizeof name, "tree/d%d.xml", i);
        (void)snprintf(text, sizeof text, "<section xmlns='%s'%s id='d%d'><p/><xi:include href='d%d.xml'/></section>",
                       NS, XI, i, i + 1);
        put_text(name, text);
    }
    expect_refused(OPEN "<title/><xi:include href='d0.xml'/></policy>",
                   "tree/d15.xml:1:109 XINCLUDE-DEPTH files include one another more than 16 deep\n");
    /* Each file takes the next one four times: without a bound, 4 to the 8th. */
    for (int i = 0; i < 8; i++) {
        (void)snprintf(name, sizeof name, "tree/e%d.xml", i);
        (void)snprintf(text, sizeof text,
                       "<p xmlns='%s'%s><xi:include href='e%d.xml'/><xi:include href='e%d.xml'/><xi:include "
                       "href='e%d.xml'/><xi:include href='e%d.xml'/></p>",
                       NS, XI, i + 1, i + 1, i + 1, i + 1);
        put_text(name, text);
    }
    put_text("tree/e8.xml", "<em xmlns='" NS "'/>");
    assert_null(read_text(OPEN "<title/><section id='s'><xi:include href='e0.xml'/></section></policy>"));
    assert_non_null(strstr(findings(), "XINCLUDE-COUNT the document includes more than 1,000 parts\n"));
}

static void schema_faults_are_put_plainly(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *expected;
    } cases[] = {
        {OPEN "<title/>\n <p/></policy>",
         "2:2 SCHEMA-ELEMENT <p> cannot stand here in <policy>; expected is <section>\n"},
        {OPEN "<title>\n <section/></title></policy>",
         "2:2 SCHEMA-ELEMENT <section> cannot stand here in <title>; expected is <em> or <ref>\n"},
        {OPEN "\n<section id='s'></section></policy>",
         "2:1 SCHEMA-MISSING <section> is not complete: it still needs <p>\n"},
        {OPEN "\n<section ><p/></section></policy>", "2:1 SCHEMA-REQUIRED <section> needs the attribute \"id\"\n"},
        {OPEN "\n<title x='1' y='2'/></policy>", "2:8 SCHEMA-ATTRIBUTE <title> cannot have the attribute \"x\"\n"
                                                 "tree/a.xml:2:14 SCHEMA-ATTRIBUTE <title> cannot have the attribute "
                                                 "\"y\"\n"},
        {"<policy xmlns='" NS "'\nkind='final'/>",
         "2:1 SCHEMA-VALUE \"final\" will not do for the attribute \"kind\": wanted is \"draft\", \"for approval\" or "
         "\"approved\"\n"},
        {"<policy xmlns='" NS "'\n date='22 November'/>",
         "2:2 SCHEMA-VALUE \"22 November\" will not do for the attribute \"date\": wanted is a date, written as "
         "2026-11-22\n"},
        {"<policy xmlns='" NS "'\ncode='x'/>",
         "2:1 SCHEMA-VALUE \"x\" will not do for the attribute \"code\": wanted is the form [A-Z]{2}[0-9]+\n"},
        {OPEN "\n<section id='s'>text<p/></section></policy>",
         "2:17 SCHEMA-TEXT text cannot stand directly in <section>\n"},
        {OPEN "<section id='s'><p/></section>\n<section id='s'><p/></section></policy>",
         "2:10 SCHEMA-ID \"s\" stands here for the second time, and may stand once\n"},
        {OPEN "<section id='s'><p>\n<ref to='t'/></p></section></policy>",
         "2:6 SCHEMA-REF \"t\" points at nothing: no element has that id\n"},
        {OPEN "<section id='s'><p>\n<ref to='t'/>\n<ref to='t'/></p></section></policy>",
         "2:6 SCHEMA-REF \"t\" points at nothing: no element has that id\n"
         "tree/a.xml:3:6 SCHEMA-REF \"t\" points at nothing: no element has that id\n"},
        {OPEN "<title>\n<ref to='t'>x</ref></title><section id='t'><p/></section></policy>",
         "2:13 SCHEMA-CONTENT <ref> can hold nothing\n"},
        {OPEN "<title>\n<ref to='t'><em/></ref></title><section id='t'><p/></section></policy>",
         "2:13 SCHEMA-CONTENT <ref> can hold nothing\n"},
        {OPEN "\n<label><em/></label></policy>",
         "2:8 SCHEMA-CONTENT <label> can hold plain text alone, and no element\n"},
        {OPEN "\n<label x='1'/></policy>", "2:8 SCHEMA-ATTRIBUTE <label> cannot have the attribute \"x\"\n"},
        {OPEN "<section\n id='1 2'><p/></section></policy>",
         "2:2 SCHEMA-VALUE \"1 2\" will not do for the attribute \"id\": wanted is a name that no other element has: a "
         "letter, then letters, digits, hyphens or full stops\n"},
        {"<policy>\n<title/><nothing/></policy>",
         "1:1 SCHEMA-NAMESPACE <policy> is in no namespace, so the program cannot tell what it is meant to be\n"},
        {"<policy xmlns='urn:x'>\n<title/><nothing/></policy>",
         "1:1 SCHEMA-NAMESPACE <policy> is in the namespace \"urn:x\", which does not belong here\n"},
        {OPEN "\n<title xmlns=''/><title xmlns=''/></policy>",
         "2:1 SCHEMA-NAMESPACE <title> is in no namespace, so the program cannot tell what it is meant to be\n"},
        {"<polcy xmlns='" NS "'/>", "1:1 SCHEMA-ROOT <polcy> cannot be the root element of a document\n"},
        {"<organisations xmlns='" NS "'/>", "1:1 SCHEMA-ROOT <organisations> cannot be the root element of a document; "
                                            "it holds the list of organisations\n"},
        {"<policy xmlns='" NS "' xmlns:i='http://www.w3.org/2001/XMLSchema-instance'\ni:type='section'/>",
         "2:1 SCHEMA-ATTRIBUTE <policy> cannot have the attribute \"type\"\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char expected[600];
        (void)snprintf(expected, sizeof expected, "tree/a.xml:%s", cases[i].expected);
        expect_refused(cases[i].text, expected);
    }
}

static void lists_of_bodies_are_told_from_documents(void **state) {
    (void)state;
    put_text("tree/o.xml", "<organisations xmlns='" NS "'/>");
    const struct element *root = source_read(source, SOURCE_ORGANISATIONS, "tree/o.xml", "tree", arena, report);
    assert_true(element_is(root, "organisations"));
    put_text("tree/o.xml", "<policy xmlns='" NS "'/>");
    assert_null(source_read(source, SOURCE_ORGANISATIONS, "tree/o.xml", "tree", arena, report));
    assert_string_equal(findings(), "tree/o.xml:1:1 SCHEMA-ROOT <policy> cannot be the root element here: "
                                    "<organisations> is wanted\n");
}

static void editors_hints_load_nothing(void **state) {
    (void)state;
    (void)mkfifo("tree/fifo.xsd", 0600);
    alarm(5);
    const struct element *root =
        read_text("<policy xmlns='" NS "' xmlns:i='http://www.w3.org/2001/XMLSchema-instance'\n i:schemaLocation='" NS
                  " fifo.xsd urn:x http://x.test/x.xsd' i:noNamespaceSchemaLocation='fifo.xsd' kind='draft'/>");
    alarm(0);
    assert_string_equal(findings(), "");
    assert_int_equal(root->attribute_count, 1);
    unlink("tree/fifo.xsd");
}

static void a_broken_schema_is_not_the_authors_fault(void **state) {
    (void)state;
    struct source *other = source_open("./tree");
    put_text("tree/a.xml", "<policy xmlns='" NS "'/>");
    assert_null(source_read(other, SOURCE_DOCUMENT, "tree/a.xml", "tree", arena, report));
    assert_int_equal(report_status(report), 6);
    assert_non_null(
        strstr(findings(), "./tree/sources/schema/engross.xsd:0:0 SCHEMA-BROKEN the schema cannot be used"));
    source_close(other);
    /* The first one still works: libxml2 is one for both. */
    assert_non_null(read_file("tree/a.xml"));
}

static void the_same_fault_is_found_again(void **state) {
    (void)state;
    put_text("tree/a.xml", "<policy xmlns='" NS "' kind='x'/>");
    assert_null(read_file("tree/a.xml"));
    /* The report drops the double; the reader must not take that for a sound file. */
    assert_null(read_file("tree/a.xml"));
    assert_int_equal(report_count(report), 1);
}

static const char *root_of(const char *text) {
    put_text("tree/r.xml", text);
    return source_root("tree/r.xml", arena).name;
}

static void root_names_are_found_cheaply(void **state) {
    (void)state;
    assert_string_equal(root_of("<policy xmlns='" NS "'><broken"), "policy");
    assert_string_equal(root_of("<?xml version='1.0'?>\n<!-- <x> -->\n<?p i?> <e:minutes a='1' xmlns:e=\"" NS "\"/>"),
                        "minutes");
    assert_null(root_of("<policy/>"));
    assert_null(root_of("<policy xmlns='urn:other'/>"));
    assert_null(root_of("<e:policy xmlns='" NS "'/>"));
    /* It is refused by the reader, and so has to be found. */
    assert_string_equal(root_of("<!DOCTYPE policy><policy xmlns='" NS "'/>"), "policy");
    assert_string_equal(root_of("<!DOCTYPE policy [<!ENTITY a ']'> ]\n><!-- --><policy xmlns='" NS "'/>"), "policy");
    assert_null(root_of("<!DOCTYPE policy [<policy xmlns='" NS "'/>"));
    assert_null(root_of("<!DOCTYPE policy"));
    assert_null(root_of("policy"));
    assert_null(root_of("<policy xmlns='" NS));
    assert_null(root_of("<"));
    assert_null(root_of(""));
    assert_null(root_of("<p xmlns"));
    assert_null(root_of("<p xmlns="));
    assert_null(root_of("<p xmlns='"));
}

static bool seems(const char *text) {
    put_text("tree/r.xml", text);
    return source_seems_to_have("tree/r.xml", "leave");
}

static void an_id_is_seen_in_a_broken_tag(void **state) {
    (void)state;
    static const char *const good[] = {"<policy id='leave'>",        "<policy id='leave",
                                       "<policy id=leave xmlns=''>", "<policy id = \"leave>",
                                       "<a b='c'id='leave'/>",       "<?x y?>\n<!-- id='no' --><p id='leave'>",
                                       "stray <policy id='leave'",   "<policy hid='no' id='leave'>"};
    static const char *const bad[] = {"",
                                      "<",
                                      "id='leave'",
                                      "<policy id='leaves'>",
                                      "<policy id='leave-of-absence'>",
                                      "<policy id='lea",
                                      "<policy id",
                                      "<policy id=",
                                      "<policy id='no' xml:id='leave'>",
                                      "<policy><section id='leave'>",
                                      "<policy hid='leave'>",
                                      "<!-- id='leave' --><p>"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!seems(good[i]))
            fail_msg("%s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (seems(bad[i]))
            fail_msg("%s", bad[i]);
}

/* Every beginning of a sound file is refused with one finding, and every changed byte is survived. */
static void mutants_are_survived(void **state) {
    (void)state;
    static const char sound[] = "<?xml version='1.0' encoding='UTF-8'?>\n<!-- c -->\n" OPEN
                                "<title id='t'>é &amp; <em>x</em><![CDATA[q]]></title>"
                                "<section id='s'><p xml:lang='cy'><?pi x?>a<ref to='t'/></p></section></policy>\n";
    size_t count = sizeof sound - 1;
    for (size_t i = 0; i < count - 1; i++) {
        assert_null(read_bytes(sound, i));
        assert_true(report_count(report) >= 1);
        report = report_open(arena);
    }
    assert_non_null(read_bytes(sound, count));
    unsigned seed = 12345;
    for (int round = 0; round < 3000; round++) {
        char bytes[sizeof sound];
        memcpy(bytes, sound, sizeof sound);
        for (int change = 0; change < 1 + round % 3; change++) {
            seed = seed * 1103515245u + 12345u;
            bytes[(seed >> 8) % count] = "<>&;/!-'\"= \n\xC3\xFF\0x"[(seed >> 3) % 16];
        }
        const struct element *root = read_bytes(bytes, count);
        assert_int_equal(root == NULL, report_errors(report) > 0);
        const struct finding *found = report_sorted(report);
        for (size_t i = 0; i < report_count(report); i++)
            assert_true(found[i].place.line <= 5);
        report = report_open(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define CASE(name) cmocka_unit_test_setup_teardown(name, house_open, house_close)
        CASE(places_are_true),
        CASE(places_hold_past_line_65535),
        CASE(attribute_values_are_whole),
        CASE(encodings_are_decoded),
        CASE(wrong_encodings_are_named),
        CASE(text_comes_in_nfc),
        CASE(doctypes_are_refused),
        CASE(empty_and_truncated_files_are_named),
        CASE(syntax_faults_are_put_plainly),
        CASE(depth_and_size_are_bounded),
        CASE(only_files_are_read),
        CASE(inclusions_keep_their_places),
        CASE(inclusions_are_confined),
        CASE(inclusions_are_bounded),
        CASE(schema_faults_are_put_plainly),
        CASE(lists_of_bodies_are_told_from_documents),
        CASE(editors_hints_load_nothing),
        CASE(a_broken_schema_is_not_the_authors_fault),
        CASE(the_same_fault_is_found_again),
        CASE(root_names_are_found_cheaply),
        CASE(an_id_is_seen_in_a_broken_tag),
        CASE(mutants_are_survived),
    };
    return cmocka_run_group_tests(tests, house_enter, house_remove);
}
