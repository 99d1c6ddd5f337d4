"""What the three lists of kinds share: the register of kinds, typing mistakes, and how a report may name a thing.

A kind is a function of (good source, random numbers) that gives a Mutation, or None where the source has nothing to spoil
in that way. Its first line says what the author did. Its places and names come from what was done, and from nothing that
the program has ever printed.
"""

import pathlib
import re
import xml.etree.ElementTree

KINDS = {}
READABLE = set()  # kinds that leave the file XML of our namespace: of these, several can be found in one file

XS = "{http://www.w3.org/2001/XMLSchema}"
SCHEMA = xml.etree.ElementTree.parse(pathlib.Path(__file__).resolve().parents[2] / "sources/schema/engross.xsd").getroot()
ELEMENT_NAMES = {e.get("name") for e in SCHEMA.findall(XS + "element")}
ATTRIBUTE_NAMES = {a.get("name") for a in SCHEMA.iter(XS + "attribute") if a.get("name")} | {"xml:lang", "xmlns"}
# What the grammar wants: the parts of an element, the attributes it cannot be without, and the words these can be.
PARTS = {e.get("name"): {part.get("ref") for sequence in e.iter(XS + "sequence") for part in sequence.findall(XS + "element")
                         if part.get("minOccurs") != "0"} for e in SCHEMA.findall(XS + "element")}
NEEDED = {e.get("name"): {a.get("name") for a in e.iter(XS + "attribute") if a.get("use") == "required"} for e in SCHEMA.findall(XS + "element")}
TYPES = {t.get("name"): {v.get("value") for v in t.iter(XS + "enumeration")} for t in SCHEMA.findall(XS + "simpleType")}
WORDS = {(e.get("name"), a.get("name")): TYPES.get(a.get("type"), set()) | {v.get("value") for v in a.iter(XS + "enumeration")}
         for e in SCHEMA.findall(XS + "element") for a in e.iter(XS + "attribute")}

PROSE = ("p", "item", "cell", "caption", "note", "change", "title", "term")
INLINE = ("strong", "span", "abbr", "fact", "term-ref", "role", "xref", "link", "legislation-ref", "document-ref", "note", "placeholder")


def kind(make):
    name = make.__name__.replace("_", "-")
    KINDS[name] = make
    if make.__module__ != "markup" and not name.startswith(("namespace", "root", "inclusion")):
        READABLE.add(name)
    return make


def readable(make):
    """Beside `kind`, for those of markup.py that leave the file XML."""
    READABLE.add(make.__name__.replace("_", "-"))
    return make


def pick(rng, things):
    """One of them, or None when there is none."""
    things = list(things)
    return rng.choice(things) if things else None


def mistype(rng, word, known=()):
    """The word with one slip of the finger, never one of the known."""
    letters = [i for i, c in enumerate(word) if c.isalnum()]
    while True:
        i, slip = rng.choice(letters), rng.randrange(4)
        if slip == 0 and i + 1 < len(word) and word[i + 1].isalpha():
            new = word[:i] + word[i + 1] + word[i] + word[i + 2:]
        elif slip == 1 and len(letters) > 2 and (i > 0 or len(word) > 3):
            new = word[:i] + word[i + 1:]
        elif slip == 2:
            new = word[:i] + word[i] + word[i:]
        elif i > 0:
            new = word[:i] + rng.choice("aeionrst") + word[i + 1:]
        else:
            continue
        if new != word and new not in known and re.match(r"[A-Za-z0-9_]", new):
            return new


def word(name):
    """The name as a word of its own: in <name>, in "name", between spaces."""
    return rf"(?<![\w-]){re.escape(name)}(?![\w-])"


def quoted(value):
    """A value, whole."""
    return rf"(?<!\w){re.escape(value)}(?!\w)" if value else r'""|empty'


def runs(source, names=PROSE, least=24):
    """(element, start, end) of each run of text of some length, white space at its ends left out."""
    for element in source.named(*names):
        for start, end in element.runs:
            text = source.text[start:end]
            start, end = start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
            if end - start >= least and not text.count("\n"):
                yield element, start, end


def gap(rng, source, run):
    """An offset in the run between two words, behind the space; None when there is none, or no run."""
    if not run:
        return None
    _, start, end = run
    return pick(rng, [m.end() for m in re.finditer(" ", source.text[:end]) if m.start() > start])


def indent(source, offset):
    """The white space between the beginning of the line and this offset, if nothing else is there."""
    line = source.text[source.text.rfind("\n", 0, offset) + 1:offset]
    return line if not line.strip() else ""


def piece(source, element):
    """(start, end) of an element, with its line when it has that to itself."""
    start, end = element.start, element.end
    if source.text[:start].rstrip(" ").endswith("\n") and source.text[end:end + 1] == "\n":
        start, end = source.text.rfind("\n", 0, start) + 1, end + 1
    return start, end
