"""A source as its author typed it: a small tokenizer that keeps where everything stands, and what a mutation is.

XML parsers forget where an attribute, an end tag or a run of text stood. Source reads well-formed XML (it is given good
files alone) and keeps offsets of all of them; a mutation is then a few edits of the text, and the places at which a
report of it is right are offsets of the good file, carried over the edits to lines and columns of the spoilt one.
Bytes that are not UTF-8 stand in the text as lone surrogates ("\\udc92" is byte 0x92), as Python's surrogateescape has it.
"""

import pathlib
import re

ATTRIBUTE = re.compile(r"""\s+([^\s=>/]+)\s*=\s*("[^"]*"|'[^']*')""")
NAME = re.compile(r"[^\s/>]+")


class Attribute:
    """`before` is where the space before the name begins, `start` the name; `first` to `last` is the bare value."""

    def __init__(self, match, base):
        self.name = match[1]
        self.before, self.start, self.end = base + match.start(), base + match.start(1), base + match.end()
        self.first, self.last = base + match.start(2) + 1, base + match.end(2) - 1
        self.value = match[2][1:-1]


class Element:
    """start tag: `start` to `inner`; contents: `inner` to `close`; end tag: `close` to `end`. <a/> has inner = close = end."""

    def __init__(self, name, start, inner, attributes, empty, parent):
        self.name, self.start, self.inner, self.attributes, self.empty, self.parent = name, start, inner, attributes, empty, parent
        self.close = self.end = inner
        self.children, self.runs = [], []  # runs: (start, end) of text directly in it that is not white space alone
        if parent:
            parent.children.append(self)

    def attribute(self, name):
        return next((a for a in self.attributes if a.name == name), None)

    def value(self, name):
        found = self.attribute(name)
        return found.value if found else None

    def child(self, name):
        return next((c for c in self.children if c.name == name), None)

    def language(self):
        around = self
        while around.value("xml:lang") is None and around.parent:
            around = around.parent
        return around.value("xml:lang") or ""

    def within(self, *names):
        """Whether an element of one of these names stands around it."""
        around = self.parent
        while around and around.name not in names:
            around = around.parent
        return around is not None


class Source:
    def __init__(self, path, text=None):
        self.path = pathlib.Path(path)
        self.text = self.path.read_bytes().decode() if text is None else text
        self.elements, self.comments = [], []
        self.read()
        self.root = self.elements[0]
        self.ids = {e.value("id"): e for e in self.elements if e.value("id")}

    def read(self):
        text, at, here = self.text, 0, None
        while at < len(text):
            if text[at] != "<":
                end = text.find("<", at)
                end = len(text) if end < 0 else end
                if here and text[at:end].strip():
                    here.runs.append((at, end))
                at = end
            elif text.startswith("<!--", at):
                end = text.index("-->", at) + 3
                self.comments.append((at, end))
                at = end
            elif text.startswith("<?", at):
                at = text.index("?>", at) + 2
            elif text.startswith("</", at):
                end = text.index(">", at) + 1
                here.close, here.end = at, end
                here, at = here.parent, end
            else:
                here, at = self.tag(at, here)

    def tag(self, at, parent):
        text, name = self.text, NAME.match(self.text, at + 1)
        attributes, end = [], name.end()
        while match := ATTRIBUTE.match(text, end):
            attributes.append(Attribute(match, 0))
            end = match.end()
        close = text.index(">", end) + 1
        empty = text[close - 2] == "/"
        element = Element(name[0], at, close, attributes, empty, parent)
        self.elements.append(element)
        return (parent if empty else element), close

    def named(self, *names):
        return [e for e in self.elements if e.name in names]

    def inside(self, element):
        """The bare words of an element, mark-up left out."""
        return " ".join(re.sub(r"<[^>]*>", "", self.text[element.inner:element.close]).split())


def line_and_column(text, offset):
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


class Place:
    """A stretch of the good file. At a place that is not `main` a report is right only when it also names the line of the
    first place, since the fault itself is there."""

    def __init__(self, start, end, main=True):
        self.start, self.end, self.main = start, end, main


class Mutation:
    """edits: [(start, end, new text)] of the good file, none overlapping. places: at the first the fault is, all are right.
    names: every group of them must be met by a report, through one of its regular expressions. meaning: whether a reader of
    the PDF would be told something else, or something would be missing for her."""

    def __init__(self, what, edits, places, names, meaning=True):
        self.what, self.edits, self.meaning = what, sorted(edits), meaning
        self.places, self.names = places, [group if isinstance(group, (list, tuple)) else [group] for group in names]

    def apply(self, source):
        self.source, parts, at = source, [], 0
        for start, end, new in self.edits:
            parts += [source.text[at:start], new]
            at = end
        self.text = "".join([*parts, source.text[at:]])
        self.lines = []
        for place in self.places:
            start, end = self.carry(place.start), self.carry(place.end, True)
            while end > start and self.text[end - 1].isspace():
                end -= 1
            self.lines.append((line_and_column(self.text, start), line_and_column(self.text, end), place.main))
        return self

    def carry(self, offset, behind=False):
        """An offset of the good file in the spoilt one; at an edit, before what is new there, or `behind` it."""
        moved = 0
        for start, end, new in self.edits:
            if end < offset or (end == offset and (behind or start < end)):
                moved += len(new) - (end - start)
            elif start < offset:
                return start + moved + (len(new) if behind else 0)
        return offset + moved

    def bytes(self):
        return self.text.encode("utf-8", "surrogateescape")
