#!/usr/bin/python3
"""applied.py: does apply.py understand a schedule as a person does? Sentences written by hand, on a text written by hand.

No schedule of Engross is needed here: a fault of apply.py must not be able to hide one of the schedules.
"""

import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import apply as applying  # noqa: E402
import text  # noqa: E402
from text import Node  # noqa: E402

OLD = """<policy xmlns="urn:engross:document:1" id="p" xml:lang="en-GB">
<control><title>Rules</title><version label="1" sequence="1" status="draft" date="2020-01-10"/><issuer org="o"/><owner>The secretary</owner></control>
<section id="a"><title>Aims</title><p id="aim">The Chair, if present, may spend £500 on the Chair’s <strong>own</strong> account.</p><p>A second one.</p>
<list><item>one</item><item>two</item></list></section>
<section id="b"><title>Meetings</title>
<clause id="b1"><p>It meets, see <xref to="b2"/>.</p><clause id="b1a"><p>in May</p></clause><clause id="b1b"><p>in June</p></clause></clause>
<clause id="b2"><p>It decides.<note>By vote.</note></p></clause>
<table id="t"><caption>Votes</caption><row header="yes"><cell>Who</cell><cell>Votes</cell></row>
<row><cell header="yes">Chair</cell><cell>2</cell></row><row><cell header="yes">Others</cell><cell>1</cell></row></table>
<definitions><definition id="d"><term>day</term><p>a working day</p></definition></definitions>
</section></policy>"""
LISTS = """<organisations xmlns="urn:engross:document:1" xml:lang="en-GB"><organisation id="o"><name>O</name></organisation></organisations>"""


def p(*kids):
    return Node("P", "en-GB", kids)


def item(label, *kids):
    return Node("LI", "en-GB", [Node("Lbl", "en-GB", [label]), Node("LBody", "en-GB", kids)])


AIM = "The Chair, if present, may spend £500 on the Chair’s own account."
SEATS = Node("Table", "en-GB", [Node("THead", "en-GB", [Node("TR", "en-GB", [Node("TH", "en-GB", ["Who"]), Node("TH", "en-GB", ["Seat"])])]),
                                Node("TBody", "en-GB", [Node("TR", "en-GB", [Node("TH", "en-GB", [who]), Node("TD", "en-GB", [seat])])
                                                        for who, seat in (("Chair", "first"), ("Others", "second"))])])
# What is written by hand: (sentence, text that follows), words of the old text that must go, words that must then be there.
RIGHT = (
    (("In the first paragraph of section 1, for “£500” substitute “£750”.",), AIM, AIM.replace("500", "750")),
    (("In the first paragraph of section 1, for “Chair”, in the second place where it occurs, substitute “Clerk”.",), AIM, AIM.replace("Chair’s", "Clerk’s")),
    (("In the first paragraph of section 1, for “Chair”, in each place where it occurs, substitute “Clerk”.",), AIM, AIM.replace("Chair", "Clerk")),
    (("In the first paragraph of section 1, after “present” insert “, or the deputy,”.",), AIM, AIM.replace("present", "present, or the deputy,")),
    (("In the first paragraph of section 1, after “may” insert “not”.",), AIM, AIM.replace("may", "may not")),
    (("In the first paragraph of section 1, leave out “, if present,”.",), AIM, AIM.replace(", if present,", "")),
    (("In the first paragraph of section 1, leave out “own”.",), AIM, AIM.replace(" own", "")),
    (("In the first paragraph of section 1, at the beginning insert “At times”.",), AIM, "At times " + AIM),
    (("In the first paragraph of section 1, at the end insert “All “receipts” are kept.”.",), AIM, AIM + " All “receipts” are kept."),
    (("For the heading of section 1, “Aims”, substitute “Ends”.",), "1 Aims", "1 Ends"),
    (("For the title of the document, “Rules”, substitute “Laws”.",), "Rules", "Laws"),
    (("In table 1 (“Votes”), in the row “Chair”, for the entry under “Votes”, “2”, substitute “3”.",), "2", "3"),
    (("For the caption of table 1, “Votes”, substitute “Who votes”.",), "Table 1: Votes", "Table 1: Who votes"),
    (("In the definition of “day”, for “working” substitute “whole”.",), "a working day", "a whole day"),
    (("In footnote 1, for “vote” substitute “ballot”.",), "By vote.", "By ballot."),
    (("In clause 2.1(b), for “June” substitute “July”.",), "in June", "in July"),
    (("In document control, in the row “Owner”, for the entry, “The secretary”, substitute “The clerk”.",), "The secretary", "The clerk"),
    (("Leave out clause 2.1(a) (“in May”).",), "in May", "(a) in June"),
    (("Leave out the second item of the list in section 1 (“two”).",), "two", None),
    (("In table 1 (“Votes”), move the row “Others” to before the row “Chair”.",), "Chair 2 Others 1", "Others 1 Chair 2"),
    (("Move the second item of the list in section 1 (“two”) to before the first item.",), "one • two", "two • one"),
    (("In the opening words of clause 2.1, leave out “It”.",), "It meets", "2.1 meets"),
    (("For the words of clause 2.2 (“It decides.”) substitute—", [p("It does not.")]), "2.2 It decides.", "2.2 It does not."),
    (("After the column “Votes” of table 1 insert a column “Seat”, with these entries—", [SEATS]), "Chair 2 Others", "Chair 2 first Others 1 second"),
    (("Leave out the row “Others” of table 1.",), "Others", None),
    (("Leave out the column “Votes” of table 1.",), "Chair 2 Others 1", "Who Chair Others day"),
    (("Leave out footnote 1 (“By vote.”).",), "By vote.", None),
    (("Leave out the second paragraph of section 1 (“A second one.”).",), "A second one.", None),
    (("Move clause 2.2 (“It decides.”) to the beginning of section 2.",), "2.2 It meets, see clause 2.1.", "2.2 It meets, see clause 2.1."),
    (("After clause 2.1(a) insert—", [Node("L", "en-GB", [item("(b)", p("in early June"))])]), "(b) in June", "(b) in early June (c) in June"),
    (("After the first paragraph of section 1 insert—", [p("Between.")]), AIM + " A second", AIM + " Between. A second one."),
    (("At the beginning of section 2 insert—", [p("At first.")]), "2 Meetings 2.1", "2 Meetings At first. 2.1 It meets"),
    (("For the list in section 1 substitute—", [p("None.")]), "one • two", "None."),
    (("Before section 1 insert—", [Node("Sect", "en-GB", [Node("H2", "en-GB", ["1 New"]), p("First.")])]), "1 Aims", "1 New First. 2 Aims"),
)
EACH = "In each of these provisions, for “{}”, wherever it occurs there, substitute “{}”—"
RIGHT += (
    ((EACH.format("Chair", "Clerk"), [p("the first paragraph of section 1;"), p("the title of the row “Chair” of table 1.")]),
     AIM, AIM.replace("Chair", "Clerk")),
    ((EACH.format("Chair", "Clerk"), [p("the first paragraph of section 1;"), p("the first entry of the row “Chair” of table 1.")]),
     "Chair 2", "Clerk 2"),
)
WRONG = (
    "In the first paragraph of section 1, for “Chair” substitute “Clerk”.",  # it stands there twice
    "In the first paragraph of section 1, for “Chai” substitute “Clerk”.",  # no whole word
    "In section 1, for “£500” substitute “£750”.",  # which paragraph
    "In the third paragraph of section 1, for “£500” substitute “£750”.",
    "Leave out clause 2.3.",
    "In the only paragraph of section 1, for “£500” substitute “£750”.",  # there are two
    "In the opening words of clause 2.2(a), for “It” substitute “All”.",
    "Leave out clause 2.2 please.",
    (EACH.format("Chair", "Clerk"), [p("the first paragraph of section 1;"), p("the second paragraph of section 1.")]),  # it is not there
    (EACH.format("Chair", "Clerk")[:-1] + ".", [p("the first paragraph of section 1")]),
    "For the heading of section 1, “Ends”, substitute “Aims”.",
    "In the row “Nobody” of table 1, for the entry under “Votes”, “2”, substitute “3”.",
    "In the first paragraph of section 1, put “£750” for “£500”.",
)


class ByHand:
    def __init__(self, sentence, blocks=()):
        self.instructions = [(1, None, [(p(sentence), list(blocks))])]


def said(document):
    """All words, as a person would read them out, with single spaces."""
    return " ".join(" ".join(words for _, words in document.sequence()).split()).replace(" .", ".").replace(" ’", "’")


def outcome(folder, sentence, blocks=()):
    work = applying.Work(text.read(folder / "old.xml", folder))
    work.read(ByHand(sentence, blocks))
    return said(work.carry_out())


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "old.xml").write_text(OLD)
        (folder / "organisations.xml").write_text(LISTS)
        before = said(text.read(folder / "old.xml", folder).finish())
        for instruction, gone, come in RIGHT:
            try:
                after = outcome(folder, *instruction)
            except applying.NotUnderstood as fault:
                after = f"not understood: {fault}"
            right = after != before and (come in after if come else gone not in after)
            print(f"{'ok' if right else 'not ok'} {instruction[0]}" + ("" if right else f"\n#   before {before}\n#   after {after}"))
        for wrong in WRONG:
            sentence, *blocks = (wrong,) if isinstance(wrong, str) else wrong
            try:
                print(f"not ok is carried out: {sentence}\n#   {outcome(folder, sentence, *blocks)}")
            except applying.NotUnderstood:
                print(f"ok is refused: {sentence}")


if __name__ == "__main__":
    main()
