#!/usr/bin/python3
"""attributes.py: a change that nobody sees in the text is told in plain words, and which attribute it is: in the summary of a
redline, by the verb changes, and in the change log of all versions."""

import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "release"))
import house  # noqa: E402
from house import Scratch, change, run, tell  # noqa: E402

TEXT = ('<?xml version="1.0" encoding="UTF-8"?>\n<policy xmlns="urn:engross:document:1" id="x" xml:lang="en-GB"><control><title>T</title>'
        '<version label="1.0" sequence="1" status="draft" date="2020-03-31"/><issuer org="marsh"/></control>'
        '<section id="s"><title>S</title><p id="p">Words of <strong>ours</strong> and theirs, <abbr expansion="By The Way">BTW</abbr>.</p>'
        '<list id="l"><item>A</item><item>B</item></list><clause><p>A clause without a name.</p></clause>'
        '<clause id="c" formerly="4.2"><p>Another of them.</p></clause>'
        '<p><xref to="c" begins-sentence="yes"/> is that.</p></section><section id="t"><title>T</title>'
        '<table id="u"><caption>C</caption><columns><column/><column align="end"/></columns><row header="yes"><cell>A</cell><cell>B</cell></row>'
        '<row id="r"><cell header="yes">a</cell><cell>1</cell></row></table></section></policy>')

# What is done to the text; the target of the change; what the summary says after "No words of the text are changed, but".
CASES = (
    ('id="x" xml:lang="en-GB"', 'id="x" xml:lang="en-US"', "x", "the language that it is said to be in: before “en-GB”, now “en-US”."),
    ('id="x"', 'id="y"', "y", "the name by which references find the document."),
    ('<section id="s">', '<section id="s" satisfies="law-1">', "s", "the legal requirement that it meets: until now none, now “law-1”."),
    ('<section id="s">', '<section id="s" approval="board">', "s", "who approves changes of it: until now nobody in particular; now the Board of Marsh and Moor."),
    ('<section id="t">', '<section id="t" numbered="no">', "t", "whether it is numbered: before “yes”, now “no”."),
    ('<clause><p>A', '<clause approval="board"><p>A', "s", "who approves changes of a clause in it: until now none, now “board”."),
    ('<strong>ours</strong>', 'ours', "p", "“ours” is not printed in bold any more."),
    ('theirs', '<strong>theirs</strong>', "p", "“theirs” is now printed in bold."),
    ('theirs', '<span xml:lang="cy">theirs</span>', "p", "the language that “theirs” is said to be in: until now none, now “cy”."),
    ('<abbr expansion="By The Way">BTW</abbr>', 'BTW', "p", "what “BTW” is said to stand for: before “By The Way”, now none."),
    ('<list id="l">', '<list id="ll">', "s", "the name by which references find a list."),
    ('<list id="l">', '<list>', "s", "the name by which references find a list."),
    ('<list id="l">', '<list id="l" kind="number">', "s", "how the items of the list are marked: before “bullet”, now “number”."),
    ('<row id="r">', '<row id="rr">', "t", "the name by which references find a row."),
    ('formerly="4.2"', 'formerly="4.3"', "c", "the number that it is said to have had before: before “4.2”, now “4.3”."),
    ('<column align="end"/>', '<column/>', "t", "how a column is aligned: before “end”, now “start”."),
    (' begins-sentence="yes"', ' begins-sentence="no"', "s", "whether a reference begins a sentence: before “yes”, now “no”."),
)


def check_summary(top):
    old, new = top / "old.xml", top / "new.xml"
    old.write_text(TEXT)
    for before, after, target, words in CASES:
        assert before in TEXT
        new.write_text(TEXT.replace(before, after, 1))
        done = subprocess.run([house.ENGROSS, "diff", "new.xml", "--from", "old.xml", "--format=text"], cwd=top, capture_output=True, text=True)
        told = re.findall(r"What was changed, and why: (.*)", done.stdout)
        dumped = subprocess.run([house.ENGROSS, "diff", "new.xml", "--from", "old.xml", "--dump=changes"], cwd=top, capture_output=True, text=True).stdout
        tell(told == ["No words of the text are changed, but " + words] and f"editorial {target}" in dumped, f"{before} to {after}", f"{told}\n{dumped}{done.stderr}")


def check_log(scratch):
    """The same words in the change log of a document that was released."""
    top = house.make(scratch)
    text = (top / "sources/visitors.xml").read_text()
    label, sequence = re.search(r'label="(\w+)" sequence="(\d+)"', text).groups()
    change(top, "visitors.xml", f'label="{label}" sequence="{sequence}"', f'label="new" sequence="{int(sequence) + 1}"')
    change(top, "visitors.xml", '<section id="hours"', '<section satisfies="law-1" id="hours"')
    change(top, "visitors.xml", 'xml:lang="en-GB"', 'xml:lang="en-US"')
    phrases = ("the language that it is said to be in: before “en-GB”, now “en-US”.", "the legal requirement that it meets: until now none, now “law-1”.")
    for words in (("changes", "visitors"), ("changes", "visitors", "--sync"), ("changes", "visitors", "--pdf", "--dump=document")):
        status, said = run(top, *words)
        tell(status in (0, 1) and all(phrase in said for phrase in phrases), " ".join(words), said)


def main():
    with Scratch() as scratch, Scratch() as other:
        check_summary(house.begin(other))
        check_log(scratch)


main()
