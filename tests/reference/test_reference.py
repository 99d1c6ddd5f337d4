#!/usr/bin/python3
"""Tests of the reference: tiny inputs, expectations written by hand from sources/README.md."""

import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import source  # noqa: E402
import words  # noqa: E402
from reference import Reference  # noqa: E402

ORGANISATIONS = """<organisations xmlns="urn:engross:document:1" xml:lang="en-GB">
  <organisation id="vale"><name>Vale Health</name><short-name>the Vale</short-name><abbreviation>VH</abbreviation>
    <district>North</district><district>South</district><district>West</district>
    <measure name="people" value="1234567" unit="people" as-at="2020-03-31" source="survey"/>
    <measure name="budget" value="2000000" unit="GBP" as-at="2020" source="accounts"/>
    <office id="chair"><name>Chair</name></office><office id="nurse"><name>Nurse</name></office>
    <committee id="board"><name>Board</name>
      <seat office="chair"><appointed>elected by the <role ref="board"/></appointed></seat>
      <seat office="nurse" number="2" votes="no"><appointed id="how">appointed <placeholder ask="us">when</placeholder></appointed></seat></committee>
    </organisation>
  <organisation id="moor"><name>Moor Health</name><short-name>the Moor</short-name></organisation>
</organisations>"""
NO_LIST = '<contents levels="0"/>'
CONTROL = """<control><title>A title</title><version label="1.0" sequence="1" status="approved" date="2020-04-01"/>
  <issuer org="vale"/><approval org="vale" body="board" role="approve" date="2020-03-31" minute="minute 7"/></control>"""


def document(body, control=CONTROL, kind="policy"):
    text = f"""<{kind} xmlns="urn:engross:document:1" xmlns:xi="http://www.w3.org/2001/XInclude" id="x"
               xml:lang="en-GB">{control}{body}</{kind}>"""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "organisations.xml").write_text(ORGANISATIONS)
        (folder / "part.xml").write_text("""<section xmlns="urn:engross:document:1" id="whole"><title>Taken in</title>
            <p id="one">One <!-- not heard -->piece.</p></section>""")
        (folder / "input.xml").write_text(text)
        return Reference(*source.read(folder / "input.xml"))


def lines(body, control=CONTROL):
    """The linear sequence after document control, as "P/Link: text", the Document left out."""
    found = [("/".join(path[1:]), lang, text) for path, lang, text in document(body, control).document.linear()]
    start = 1 + [text for _, _, text in found].index("Document control")
    while start < len(found) and found[start][0].startswith("Sect/Table"):
        start += 1
    return [f"{path}: {text}" if lang == "en-GB" else f"{path} {lang}: {text}" for path, lang, text in found[start:]]


class Start(unittest.TestCase):
    def test_an_approved_document_begins_with_its_title_issuer_and_control(self):
        found = [(path[-1], text) for path, _, text in document("").document.linear()]
        self.assertEqual(found, [
            ("Title", "A title"), ("P", "Issued by Vale Health"), ("H2", "Document control"),
            ("TH", "Version"), ("TD", "1.0"), ("TH", "Date of this version"), ("TD", "1 April 2020"),
            ("TH", "Status"), ("TD", "Approved"),
            ("TH", "Approval"), ("TD", "Approved by the board of the Vale on 31 March 2020 (minute 7)")])

    def test_under_review_is_said_of_what_is_approved_alone(self):
        flagged = CONTROL.replace("<version ", '<version under-review="yes" ')
        self.assertIn("Approved, under review", [text for _, _, text in document("", flagged).document.linear()])
        draft = flagged.replace('status="approved"', 'status="for-approval"')
        self.assertIn("Draft for approval", [text for _, _, text in document("", draft).document.linear()])
        refused = flagged.replace('under-review="yes"', 'under-review="no"')
        self.assertIn("Approved", [text for _, _, text in document("", refused).document.linear()])

    def test_a_placeholder_makes_a_draft(self):
        made = document('<section><title>S</title><p><placeholder ask="the  chair">the\n day</placeholder></p></section>')
        found = [text for _, _, text in made.document.linear()]
        self.assertEqual(found[0], "A title (draft)")
        self.assertEqual(found[2], "Status: draft, not in force. 1 detail is still to be supplied.")
        self.assertIn("Draft", found)
        self.assertEqual(found[-1], "[to be supplied: the day; ask the chair]")
        self.assertTrue(made.meta()["draft"])


    def test_information_has_its_control_after_the_body(self):
        made = document('<contents levels="1"/><section><title>S</title><p>x</p></section>', kind="information")
        self.assertEqual([text for _, _, text in made.document.linear()][:10], [
            "A title", "Issued by Vale Health", "Contents", "1 S ⟨page⟩", "Document control ⟨page⟩", "1 S", "x",
            "Document control", "Version", "1.0"])


class Text(unittest.TestCase):
    def test_white_space_is_folded_over_the_whole_block(self):
        self.assertEqual(lines('<section><title> S </title><p> one\n two <link to="https://a.example/"> three </link> '
                               'four </p></section>'),
                         ["Sect/H2: 1 S", "Sect/P: one two ", "Sect/P/Link: three", "Sect/P: \N{SPACE}four"])

    def test_a_space_stands_in_the_innermost_tag_of_both_neighbours(self):
        self.assertEqual(lines('<section><title>S</title><p>see<link to="https://a.example/"> the <strong>new </strong>'
                               'rules </link>.</p></section>')[1:],
                         ["Sect/P: see ", "Sect/P/Link: the new rules", "Sect/P: \N{SPACE}."])

    def test_a_language_of_its_own_gets_a_span_only_when_it_differs(self):
        self.assertEqual(lines('<section><title>S</title><p>a <strong xml:lang="cy">b</strong> <span xml:lang="en-GB">c'
                               '</span></p><p xml:lang="fr">d</p></section>')[1:],
                         ["Sect/P: a ", "Sect/P/Span cy: b", "Sect/P: \N{SPACE}c", "Sect/P fr: d"])

    def test_decomposed_letters_are_composed(self):
        self.assertEqual(lines("<section><title>Cafe\u0301</title></section>"), ["Sect/H2: 1 Café"])


class Numbers(unittest.TestCase):
    def test_clauses_count_with_sections_and_nest(self):
        body = NO_LIST + """<section><title>S</title><clause id="a"><p>x</p><clause><p>y</p><clause id="c"><p>z</p></clause></clause>
                  </clause><clause id="t"><title>T</title><clause id="u"><p>v</p></clause></clause>
                  <section><title>U</title><p><xref to="c"/> <xref to="t"/> <xref to="u"/></p></section></section>"""
        self.assertEqual(lines(body), [
            "Sect/H2: 1 S", "Sect/L/LI/Lbl: 1.1", "Sect/L/LI/LBody/P: x", "Sect/L/LI/LBody/L/LI/Lbl: (a)",
            "Sect/L/LI/LBody/L/LI/LBody/P: y", "Sect/L/LI/LBody/L/LI/LBody/L/LI/Lbl: (i)",
            "Sect/L/LI/LBody/L/LI/LBody/L/LI/LBody/P: z", "Sect/Sect/H3: 1.2 T", "Sect/Sect/L/LI/Lbl: 1.2.1",
            "Sect/Sect/L/LI/LBody/P: v", "Sect/Sect/H3: 1.3 U", "Sect/Sect/P/Reference/Link: clause 1.1(a)(i), page ⟨page⟩",
            "Sect/Sect/P: \N{SPACE}", "Sect/Sect/P/Reference/Link: clause 1.2, T, page ⟨page⟩", "Sect/Sect/P: \N{SPACE}",
            "Sect/Sect/P/Reference/Link: clause 1.2.1, page ⟨page⟩"])

    def test_parts_do_not_interrupt_the_count_and_appendices_have_letters(self):
        body = NO_LIST + """<section numbered="no"><title>Z</title><section><title>Y</title></section></section>
                  <part><title>P</title><section><title>A</title></section></part><part><title>Q</title>
                  <section id="b"><title>B</title></section></part><appendix id="p"><title>C</title>
                  <section><title>D</title></section></appendix>"""
        self.assertEqual(lines(body), ["Sect/H2: Z", "Sect/Sect/H3: Y", "Sect/H2: Part 1: P", "Sect/Sect/H3: 1 A",
                                       "Sect/H2: Part 2: Q", "Sect/Sect/H3: 2 B", "Sect/H2: Appendix A: C",
                                       "Sect/Sect/H3: A1 D"])

    def test_an_appendix_may_count_for_itself(self):
        body = NO_LIST + """<section><title>S</title><p><xref to="c"/>; <xref to="s" begins-sentence="yes"/>; <xref to="a"/>;
                  <xref to="n"/></p></section><appendix><title>T</title></appendix>
                  <appendix id="a" numbering="own"><title>Standing orders</title><clause><p>x</p><clause id="c"><p>y</p>
                  </clause></clause><section id="s"><title>Chair</title><clause><p>z</p></clause></section>
                  <section id="n" numbered="no"><title>Note</title></section></appendix>"""
        self.assertEqual(lines(body), [
            "Sect/H2: 1 S", "Sect/P/Reference/Link: appendix B, clause 1(a), page ⟨page⟩", "Sect/P: ;\N{SPACE}",
            "Sect/P/Reference/Link: Appendix B, section 2, Chair, page ⟨page⟩", "Sect/P: ;\N{SPACE}",
            "Sect/P/Reference/Link: appendix B, Standing orders, page ⟨page⟩", "Sect/P: ;\N{SPACE}",
            "Sect/P/Reference/Link: Note, page ⟨page⟩",
            "Sect/H2: Appendix A: T", "Sect/H2: Appendix B: Standing orders", "Sect/L/LI/Lbl: 1", "Sect/L/LI/LBody/P: x",
            "Sect/L/LI/LBody/L/LI/Lbl: (a)", "Sect/L/LI/LBody/L/LI/LBody/P: y", "Sect/Sect/H3: 2 Chair",
            "Sect/Sect/L/LI/Lbl: 2.1", "Sect/Sect/L/LI/LBody/P: z", "Sect/Sect/H3: Note"])

    def test_the_number_that_was(self):
        body = NO_LIST + """<part formerly="2"><title>P</title><section formerly=" clause  7 "><title>S</title><clause
                  formerly="7.1"><p>x<note>n</note> </p><clause formerly="7.1(b)"><list><item>y</item></list></clause></clause>
                  <clause formerly="7.2"><title>T</title></clause></section></part>"""
        self.assertEqual(lines(body), [
            "Sect/H2: Part 1: P", "Sect/P: (formerly 2)", "Sect/Sect/H3: 1 S", "Sect/Sect/P: (formerly clause 7)",
            "Sect/Sect/L/LI/Lbl: 1.1", "Sect/Sect/L/LI/LBody/P: x", "Sect/Sect/L/LI/LBody/P/Reference/Link: 1",
            "Sect/Sect/L/LI/LBody/P: \N{SPACE}(formerly 7.1)", "Sect/Sect/L/LI/LBody/Note/Lbl/Link: 1",
            "Sect/Sect/L/LI/LBody/Note/P: n", "Sect/Sect/L/LI/LBody/L/LI/Lbl: (a)",
            "Sect/Sect/L/LI/LBody/L/LI/LBody/P: (formerly 7.1(b))", "Sect/Sect/L/LI/LBody/L/LI/LBody/L/LI/Lbl: •",
            "Sect/Sect/L/LI/LBody/L/LI/LBody/L/LI/LBody/P: y", "Sect/Sect/Sect/H4: 1.2 T", "Sect/Sect/Sect/P: (formerly 7.2)"])
        self.assertEqual([heading["text"] for heading in document(body).outline()][2:], ["Part 1: P", "1 S", "1.2 T"])

    def test_words_for_numbers(self):
        self.assertEqual([words.letters(n) for n in (1, 26, 27, 28, 52, 53)], ["a", "z", "aa", "ab", "az", "ba"])
        self.assertEqual([words.roman(n) for n in (4, 9, 14, 40)], ["iv", "ix", "xiv", "xl"])
        self.assertEqual([words.pounds(v) for v in ("362000000", "1234", "1234.5", "0", "1234000000", "-5", "0.005")],
                         ["£362 million", "£1,234", "£1,234.50", "£0", "£1,234 million", "-£5", "£0.01"])
        self.assertEqual([words.number(v) for v in ("366000", "12.50", "48.0", "100")], ["366,000", "12.5", "48", "100"])
        self.assertEqual(words.date("2020-03-09"), "9 March 2020")
        self.assertEqual([words.series(v) for v in (["a"], ["a", "b"], ["a", "b", "c"])], ["a", "a and b", "a, b and c"])


class Contents(unittest.TestCase):
    BODY = """<section id="a"><title>S <strong id="g" xml:lang="cy">t</strong></title><clause><p>x</p></clause>
              <clause><title>T</title><clause><title>U</title></clause></clause></section>
              <part><title>P</title></part><appendix><title xml:lang="fr">Q</title></appendix>"""

    def test_a_policy_lists_two_levels(self):
        self.assertEqual(lines(self.BODY)[:10], [
            "Sect/H2: Contents", "Sect/TOC/TOCI/Reference/Link: 1 S\N{SPACE}", "Sect/TOC/TOCI/Reference/Link/Span cy: t",
            "Sect/TOC/TOCI/Reference/Link: \N{SPACE}⟨page⟩", "Sect/TOC/TOCI/TOC/TOCI/Reference/Link: 1.2 T ⟨page⟩",
            "Sect/TOC/TOCI/Reference/Link: Part 1: P ⟨page⟩", "Sect/TOC/TOCI/Reference/Link fr: Appendix A: Q ⟨page⟩",
            "Sect/H2: 1 S\N{SPACE}", "Sect/H2/Span cy: t", "Sect/L/LI/Lbl: 1.1"])
        made = document(self.BODY)
        links = [e for e in made.document.walk() if e.role == "Link"]
        self.assertEqual([e.attributes for e in links[:2]], [{"contents": "1 S t, page ⟨page⟩", "target": "a"},
                                                             {"contents": "1.2 T, page ⟨page⟩"}])
        self.assertEqual(made.outline()[2], {"level": 2, "role": "H2", "text": "Contents"})
        self.assertEqual(sum(1 for e in made.document.walk() if e.attributes.get("id") == "g"), 1)

    def test_the_author_says_how_deep(self):
        count = lambda body: sum(1 for line in lines(body) if "/TOCI/" in line and "⟨page⟩" in line)
        self.assertEqual([count(f'<contents levels="{n}"/>' + self.BODY) for n in (0, 1, 2, 3)], [0, 3, 4, 5])

    def test_two_entries_are_no_list_unless_it_is_asked_for(self):
        body = "<section><title>S</title></section><section><title>T</title></section>"
        self.assertEqual(lines(body), ["Sect/H2: 1 S", "Sect/H2: 2 T"])
        self.assertEqual(lines('<contents levels="1" id="c"/>' + body)[0], "Sect/H2: Contents")


class Blocks(unittest.TestCase):
    def test_bullets_follow_the_depth_of_bullet_lists_alone(self):
        body = """<section><title>S</title><list><item>one <list kind="letter"><item>two<list><item>three</item></list>
                  more</item></list></item></list></section>"""
        self.assertEqual([line.removeprefix("Sect/L/LI/") for line in lines(body)[1:]], [
            "Lbl: •", "LBody/P: one", "LBody/L/LI/Lbl: (a)", "LBody/L/LI/LBody/P: two", "LBody/L/LI/LBody/L/LI/Lbl: –",
            "LBody/L/LI/LBody/L/LI/LBody/P: three", "LBody/L/LI/LBody/P: more"])

    def test_cells_that_span_are_under_all_that_stands_over_them(self):
        body = """<section><title>S</title><table><caption>C</caption>
                  <columns><column/><column align="end"/><column align="decimal"/></columns>
                  <row header="yes"><cell rows="2">Who</cell><cell columns="2">Pay<note>first</note></cell></row>
                  <row header="yes"><cell>Day</cell><cell>Year</cell></row>
                  <row><cell header="yes">All</cell><cell columns="2">none</cell></row>
                  <row-group id="g"><title>Ward</title>
                  <row><cell header="yes">A</cell><cell rows="2">7</cell><cell>8</cell></row>
                  <row><cell header="yes">B</cell><cell/></row></row-group>
                  <row><cell header="yes">Rest</cell><cell>1</cell><cell>2</cell></row>
                  <table-note>Source: X<note>second</note>.</table-note><table-note>Gross.</table-note></table></section>"""
        table = next(e for e in document(body).document.walk() if e.role == "Table" and not e.attributes)
        cells = [e for e in table.walk() if e.role in ("TH", "TD")]
        self.assertEqual(
            [(c.text(), c.attributes) for c in cells],
            [("Who", {"scope": "Column", "rowspan": 2}), ("Pay1", {"scope": "Column", "colspan": 2}),
             ("Day", {"scope": "Column", "headers": "Pay1"}), ("Year", {"scope": "Column", "headers": "Pay1"}),
             ("All", {"scope": "Row", "headers": "Who"}), ("none", {"colspan": 2, "headers": "Pay1 | Day | Year | All"}),
             ("Ward", {"scope": "Column", "colspan": 3}),
             ("A", {"scope": "Row", "headers": "Who | Ward"}),
             ("7", {"rowspan": 2, "headers": "Pay1 | Day | Ward | A | B"}), ("8", {"headers": "Pay1 | Year | Ward | A"}),
             ("B", {"scope": "Row", "headers": "Who | Ward"}), ("", {"headers": "Pay1 | Year | Ward | B"}),
             ("Rest", {"scope": "Row", "headers": "Who"}), ("1", {"headers": "Pay1 | Day | Rest"}),
             ("2", {"headers": "Pay1 | Year | Rest"})])
        self.assertEqual([e.role for e in table.kids], ["Caption", "THead", "TBody", "TBody", "TBody"])
        self.assertEqual(table.kids[3].attributes, {"id": "g"})
        self.assertEqual([line for line in lines(body) if not line.startswith("Sect/Table")][1:], [
            "Sect/P: Source: X", "Sect/P/Reference/Link: 2", "Sect/P: .", "Sect/P: Gross.",
            "Sect/Note/Lbl/Link: 1", "Sect/Note/P: first", "Sect/Note/Lbl/Link: 2", "Sect/Note/P: second"])

    def test_cells_that_make_no_grid_are_refused(self):
        for rows in ('<row header="yes"><cell rows="2">A</cell><cell>B</cell></row><row><cell>c</cell><cell>d</cell></row>',
                     '<row header="yes"><cell>A</cell><cell>B</cell></row><row><cell columns="3">c</cell></row>',
                     '<row header="yes"><cell>A</cell><cell>B</cell></row><row><cell>c</cell><cell rows="2">d</cell></row>'
                     '<row><cell columns="2">e</cell></row>'):
            with self.subTest(rows), self.assertRaises(source.Fault):
                document(f"<section><title>S</title><table><caption>C</caption>{rows}</table></section>")

    def test_notes_of_a_table_follow_it_in_the_order_of_their_calls(self):
        body = """<section><title>S</title><p>a <note>first</note>.</p><table><caption>C<note>second</note></caption>
                  <row header="yes"><cell>H</cell><cell>I</cell></row>
                  <row><cell header="yes">r<note>third</note> <note>fourth</note></cell><cell/></row></table></section>"""
        self.assertEqual(lines(body)[1:], [
            "Sect/P: a", "Sect/P/Reference/Link: 1", "Sect/P: .", "Sect/Note/Lbl/Link: 1", "Sect/Note/P: first",
            "Sect/Table/Caption: Table 1: C", "Sect/Table/Caption/Reference/Link: 2", "Sect/Table/THead/TR/TH: H",
            "Sect/Table/THead/TR/TH: I", "Sect/Table/TBody/TR/TH: r", "Sect/Table/TBody/TR/TH/Reference/Link: 3",
            "Sect/Table/TBody/TR/TH: \N{SPACE}", "Sect/Table/TBody/TR/TH/Reference/Link: 4",
            "Sect/Note/Lbl/Link: 2", "Sect/Note/P: second", "Sect/Note/Lbl/Link: 3", "Sect/Note/P: third",
            "Sect/Note/Lbl/Link: 4", "Sect/Note/P: fourth"])

    def test_what_elements_carry(self):
        body = """<section><title>S</title><table summary="How"><caption>C</caption><row header="yes"><cell>H</cell></row>
                  <row><cell><abbr>VH</abbr> <abbr expansion="very good">VG</abbr> <abbr>VG</abbr> <term-ref to="d">d
                  </term-ref></cell></row></table><definitions><definition id="d"><term>Dog</term><p>Barks.</p></definition>
                  </definitions><figure src="a.png"><alt>A  map</alt></figure><p><link to="mailto:a@b.example?x">Write
                  </link></p></section>"""
        made = list(document(body).document.walk())
        found = [e.attributes for e in made if e.role in ("Span", "Link", "Figure", "L")]
        self.assertEqual(found, [
            {"expansion": "Vale Health"}, {"expansion": "very good"}, {"expansion": "very good"},
            {"target": "d", "contents": "d (Dog)"},
            {"numbering": "None"}, {"alt": "A map"}, {"uri": "mailto:a@b.example?x", "contents": "Write (a@b.example)"}])
        tables = [e.attributes for e in made if e.role == "Table"]
        self.assertEqual(tables[1], {"summary": "How"})
        self.assertEqual([e.attributes["scope"] for e in made if e.role == "TH"][-1], "Column")

    def test_facts(self):
        body = """<section><title>S</title><p><fact of="vale" name="districts"/>; <fact of="vale" name="people"
                  dated="yes"/>; <fact of="vale" name="budget" dated="yes"/>; <fact of="moor" name="short-name"/></p></section>"""
        self.assertEqual(lines(body)[1:], ["Sect/P: North, South and West; 1,234,567 (as at 31 March 2020); £2 million "
                                           "(as at 2020); the Moor"])

    def test_a_signature_with_a_picture(self):
        made = document("""<section><title>S</title><signature org="moor"><name>A B</name><post>Chair</post>
                        <signed date="2020-05-03" picture="s.png"/></signature></section>""")
        figure = [e for e in made.document.walk() if e.role == "Figure"][0]
        self.assertEqual(figure.attributes["alt"], "Signature of A B, Chair, signed 3 May 2020")
        self.assertEqual([(p[-1], t) for p, _, t in made.document.linear()][-7:], [
            ("TH", "Name"), ("TD", "A B"), ("TH", "Post"), ("TD", "Chair"), ("TH", "Signed"),
            ("Figure", "Signature of A B, Chair, signed 3 May 2020"), ("P", "3 May 2020")])

    def test_parts_of_other_files_are_taken_in(self):
        body = '<xi:include href="part.xml"/><section><title>S</title><xi:include href="part.xml" xpointer="one"/></section>'
        self.assertEqual(lines(body), ["Sect/H2: 1 Taken in", "Sect/P: One piece.", "Sect/H2: 2 S", "Sect/P: One piece."])


class Indicators(unittest.TestCase):
    BODY = """<section><title>S</title><indicators id="i"><caption>C</caption>
              <indicator unit="percent"><name>N</name><this-year value="88.50"/><year-before value="7"/></indicator>
              <indicator unit="days"><name> M </name><this-year><placeholder ask="b">a</placeholder></this-year></indicator>
              <indicator unit="GBP"><name>O</name><this-year value="3000000"/><year-before value="-1.5"/></indicator>
              </indicators><no-steps>because.</no-steps><p><xref to="i"/></p></section>"""

    def texts(self, control):
        return [line.split(": ", 1)[1] for line in lines(self.BODY, control)][1:]

    def test_the_years_are_those_of_the_period(self):
        control = CONTROL.replace("<approval", '<period from="2020-03-01" to="2021-02-28"/><approval')
        self.assertEqual(self.texts(control), [
            "Table 1: C", "Measure", "Year to 28 February 2021", "Year to 29 February 2020", "N", "88.5%", "7%", "M (days)",
            "[to be supplied: a; ask b]", "No figure", "O", "£3 million", "-£1.50",
            "No steps were taken in the financial year: because.", "table 1, page ⟨page⟩"])

    def test_without_a_period_they_have_no_dates(self):
        self.assertEqual(self.texts(CONTROL)[1:4], ["Measure", "Latest year", "Year before"])

    def test_publication_is_a_row(self):
        control = CONTROL.replace("</control>", '<published date="2020-04-02" address=" https://x.org/a "/></control>')
        texts = [text for _, _, text in document("", control).document.linear()]
        self.assertEqual(texts[texts.index("Published") + 1], "2 April 2020, at https://x.org/a")


class Declared(unittest.TestCase):
    def test_decisions_stand_in_groups_with_their_holders(self):
        made = document("""<section><title>S</title><decisions id="d"><caption>C</caption>
              <decision-group id="g"><title>G</title><decision holders="chair board nurse">Agree</decision>
              <decision holders="chair board" together="yes">Decide</decision></decision-group></decisions>
              <p><xref to="d"/></p></section>""")
        cells = [(e.role, e.text(), e.attributes.get("headers")) for e in made.document.walk() if e.role in ("TH", "TD")]
        self.assertEqual(cells[-7:], [
            ("TH", "Decision", None), ("TH", "Reserved or delegated to", None), ("TH", "G", None),
            ("TH", "Agree", "Decision | G"), ("TD", "Chair, Board or Nurse", "Reserved or delegated to | G | Agree"),
            ("TH", "Decide", "Decision | G"), ("TD", "Chair and Board", "Reserved or delegated to | G | Decide")])
        self.assertIn("table 1, page", made.document.kids[-1].text())

    def test_seats_come_from_the_list_of_organisations(self):
        made = document("""<section><title>The <role ref="board"/></title><seats of="board"><caption>C</caption></seats>
                        <seats of="board"><caption>C</caption></seats></section>""")
        cells = [e.text() for e in made.document.walk() if e.role in ("TH", "TD")]
        self.assertEqual(cells[-9:], ["Seat", "Number", "How it is filled", "Chair", "1", "Elected by the Board",
                                      "Nurse (no vote)", "2", "Appointed [to be supplied: when; ask us]"])
        self.assertIn("1 detail is", made.document.kids[2].text())
        self.assertNotIn("how", [e.attributes.get("id") for e in made.document.walk()])

    def test_members_have_the_columns_that_any_of_them_needs(self):
        found = lines("""<section><title>S</title><members of="vale"><caption>C</caption><member code="A1"><name>One</name></member>
                      <member><name>Two</name><representative>Dr B</representative></member></members></section>""")
        self.assertEqual([text.rpartition("/")[2] for text in found[2:]],
                         ["TH: Member", "TH: Code", "TH: Speaks for it", "TH: One", "TD: A1", "TH: Two", "TD: Dr B"])


class Faults(unittest.TestCase):
    def test_what_has_no_agreed_reading_is_refused(self):
        for body in ('<section numbered="no"><title>S</title><clause><p>x</p></clause></section>',
                     '<section><title>S</title><p><xref to="nowhere"/></p></section>',
                     '<section><title>S</title><p><abbr>QQ</abbr></p></section>',
                     '<section><title>S</title><p><fact of="vale" name="name" dated="yes"/></p></section>',
                     '<section><title>S</title><p><note>a<note>b</note></note></p></section>',
                     '<section><title>S</title><table><caption>C</caption><row><cell>x</cell></row></table></section>',
                     '<section><title>S</title><p><role ref="chair">words</role></p></section>',
                     '<section><title>S</title><p><role/></p></section>',
                     '<section><title>S</title><p><role ref="nobody"/></p></section>',
                     '<section><title>S</title><seats of="chair"><caption>C</caption></seats></section>',
                     '<section><title>S</title><xi:include href="../part.xml"/></section>'):
            with self.subTest(body), self.assertRaises(source.Fault):
                document(body)


if __name__ == "__main__":
    unittest.main()
