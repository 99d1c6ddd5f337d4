"""The text of a document as a person has it before them: provisions, blocks and words, with a role each.

Made of the reference (tests/reference, which works from the XML alone) for the old and the new text, and of the structure
tree of a PDF (tests/pdf/tagged.py) for text that a schedule quotes. Nothing here knows what Engross writes but its PDFs.

What a version makes anew is taken out when a text is read (contents list, version table, paragraph of status, printed
pages), or put in last (numbers of provisions, items, tables, figures and footnotes, words of references). So a text can
be changed without a thought for them: footnotes are kept with their calls, and `finish` counts.
"""

import re
import sys
import unicodedata
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path += [str(TESTS / "reference"), str(TESTS / "pdf")]

import reference as independent  # noqa: E402
import words as spelling  # noqa: E402
from source import read as read_source  # noqa: E402

NUMBER = r"[A-Z]*[0-9]+(?:\.[0-9]+)*"
LABELS = {"letter": re.compile(r"\(([a-z]+)\)$"), "roman": re.compile(r"\(([ivxlc]+)\)$"), "capital": re.compile(r"\(([A-Z]+)\)$")}
CAPTION = re.compile(r"(Table|Figure) [0-9]+: ")
SKIPPED_ROWS = ("Version", "Date of this version", "Status", "Approval", "In force from")
HISTORY = "Versions of this document, the newest first"


def tidy(text):
    return re.sub(r"[ \t\r\n]+", " ", unicodedata.normalize("NFC", text).replace("\u00ad", ""))


class Node:
    """An element; kids are Nodes and strings. `call` is the footnote that is called here, instead of kids."""

    def __init__(self, role, lang="", kids=(), **more):
        self.role, self.lang, self.kids, self.parent = role, lang, [], None
        self.id = more.get("id")
        self.target = more.get("target")  # of a Link: an id in the old text; None in quoted text, whose words are final
        self.expansion = more.get("expansion")
        self.summary = more.get("summary")
        self.numbering = more.get("numbering")
        self.alt = more.get("alt")
        self.call = None
        self.numbered = None  # of a Sect: True, False, or None while nobody knows
        self.full = None  # of a Sect or LI: "5.3.2(a)"
        self.within = None  # the appendix that counts for itself
        for kid in kids:
            self.add(kid)

    def add(self, kid, at=None):
        if isinstance(kid, Node):
            kid.parent = self
        if isinstance(kid, str) and at is None and self.kids and isinstance(self.kids[-1], str):
            self.kids[-1] += kid
        elif kid != "":
            self.kids.insert(len(self.kids) if at is None else at, kid)

    def index(self, kid):
        return next(i for i, one in enumerate(self.kids) if one is kid)

    def take_out(self):
        self.parent.kids.pop(self.parent.index(self))
        self.parent = None

    def walk(self):
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()
        if self.call is not None:
            yield from self.call.walk()

    def text(self):
        """The words, without those of footnotes and their calls; blocks have a space between them."""
        if self.call is not None:
            return ""
        out = ""
        for kid in self.kids:
            said = kid if isinstance(kid, str) else kid.text()
            blocks = isinstance(kid, Node) and kid.role in ("P", "L", "LI", "Lbl", "LBody", "Note")
            out += (" " if blocks and out and said else "") + said
        return out

    def linear(self, above=()):
        path = (*above, self.role)
        if self.alt is not None:
            yield path, self.alt
        for kid in self.kids:
            if isinstance(kid, str):
                yield path, kid
            else:
                yield from kid.linear(path)

    def above(self, *roles):
        node = self.parent
        while node is not None and node.role not in roles:
            node = node.parent
        return node


# ---- Reading ----


def of_reference(element):
    """A Node of an element of the reference."""
    more = {key: element.attributes.get(key) for key in ("id", "target", "expansion", "summary", "numbering", "alt")}
    node = Node(element.role, element.lang, **more)
    node.note = element.attributes.get("note_id")
    for kid in element.kids:
        node.add(tidy(kid) if isinstance(kid, str) else of_reference(kid))
    return node


def read(file, tree=None):
    """The text of a document, read by the reference."""
    root, *lists = read_source(file, tree)
    for history in root.findall("{*}history"):  # a version table tells of versions
        root.remove(history)
    document = of_reference(independent.Reference(root, *lists).document)
    for link in [n for n in document.walk() if n.role == "Link"]:
        if link.kids and isinstance(link.kids[-1], str):
            link.kids[-1] = re.sub(", page " + independent.PAGE + "$", "", link.kids[-1])
    return Text(document)


def keep_notes(root):
    """Each footnote is kept with its call."""
    notes = {node.note: node for node in root.walk() if node.role == "Note"}
    for reference in [n for n in root.walk() if n.role == "Reference" and n.kids and isinstance(n.kids[0], Node)]:
        note = notes.get(reference.kids[0].target)
        if note is not None:
            call = Node("Call", reference.lang)
            call.call = note
            reference.parent.kids[reference.parent.index(reference)] = call
            call.parent = reference.parent
    for note in notes.values():
        note.take_out()
        note.kids = [kid for kid in note.kids if kid.role != "Lbl"]


class Text:
    def __init__(self, document):
        self.document = document
        for node in [n for n in document.kids if is_skipped(n)]:
            node.take_out()
        title = next(n for n in document.kids if n.role == "Title")
        if isinstance(title.kids[-1], str) and title.kids[-1].endswith(" (draft)"):
            title.kids[-1] = title.kids[-1].removesuffix(" (draft)")
        keep_notes(document)
        self.note_numbers = {}  # "3" → Note
        self.tables, self.figures, self.names = {}, {}, {}
        Count(document, self, reading=True).all()
        for number, call in enumerate((n for n in document.walk() if n.role == "Call"), 1):
            self.note_numbers[str(number)] = call.call
        self.names = {node.id: node for node in document.walk() if node.id}
        self.remember_references()

    # ---- References follow what they lead to ----

    def said_of(self, node):
        """(number, title or term) that a reference to a node says."""
        if node.role == "Sect":
            return node.full or "", getattr(node, "title", None) or heading_of(node).text()
        if node.role == "LI":
            return node.full or "", "" if node.full else node.kids[0].text()
        return node.full or "", ""

    def remember_references(self):
        self.references = []
        for link in self.document.walk():
            if link.role == "Link" and link.target in self.names:
                target = self.names[link.target]
                self.references.append((link, target, self.said_of(target), link.text()))

    def renew_references(self):
        for link, target, (number, title), words in self.references:
            if link.text() != words:
                continue
            new_number, new_title = self.said_of(target)
            if number and re.search(rf"(?<![\w.]){re.escape(number)}(?![\w(])", words):
                words = re.sub(rf"(?<![\w.]){re.escape(number)}(?![\w(])", lambda _: new_number, words, count=1)
            if title and (words == title or words.endswith(", " + title)):
                words = words.removesuffix(title) + new_title
            link.kids = [words]

    # ---- The end ----

    def finish(self):
        self.normalise()
        for sect in [n for n in self.document.walk() if n.role == "Sect" and has_heading(n)]:
            sect.title = heading_of(sect).text()  # before its number is put on
        Count(self.document, self, reading=False).all()
        self.renew_references()
        self.place_notes()
        return self

    def normalise(self):
        """Lists without items go; clauses that follow one another are one list; so are words."""
        for node in list(self.document.walk()):
            kids, node.kids = node.kids, []
            for kid in kids:
                if isinstance(kid, Node) and kid.role in ("L", "TBody") and not kid.kids:
                    continue
                last = node.kids[-1] if node.kids else None
                if isinstance(kid, Node) and isinstance(last, Node) and is_clauses(kid) and is_clauses(last):
                    for item in kid.kids:
                        last.add(item)
                    kid.kids = []
                    continue
                node.add(kid)

    def place_notes(self):
        """Right after the block that calls them; for tables after the outermost, and the paragraphs under it."""
        number = 0
        for call in [n for n in self.document.walk() if n.role == "Call"]:
            number += 1
            block = call
            while block.role not in ("P", "Lbl", "Title") and not re.match("H[1-6]$", block.role):
                block = block.parent
                if block.parent.role in ("Document", "Sect", "LBody", "BlockQuote") or block.role == "Table":
                    break
            table = call.above("Table")
            while table is not None:
                block, table = table, table.above("Table")
            note = call.call
            at = block.parent.index(block) + 1
            if block.role == "Table":
                at += getattr(block, "notes_under", 0)
            while at < len(block.parent.kids) and getattr(block.parent.kids[at], "placed", False):
                at += 1
            label = Node("Lbl", note.lang, [Node("Link", note.lang, [str(number)])])
            note.kids = [kid for kid in note.kids if kid.role != "Lbl"]
            note.add(label, 0)
            note.placed = True
            block.parent.add(note, at)
            call.role, call.call = "Reference", None
            call.kids = []
            call.add(Node("Link", call.lang, [str(number)]))

    def sequence(self):
        """(role path, text), one for each run of words, without what every version has of its own."""
        for row in [n for n in self.document.walk() if n.role == "TR" and is_control_row(n)]:
            if row.kids[0].text() in SKIPPED_ROWS:
                row.take_out()
        return [(path, text) for path, text in self.document.linear() if text]


def heading_of(sect):
    return next(kid for kid in sect.kids if isinstance(kid, Node) and re.match("H[1-6]$", kid.role))


def is_skipped(node):
    if not isinstance(node, Node):
        return False
    if node.role == "P":
        return node.text().startswith("Status: draft")
    kids = [kid for kid in node.kids if isinstance(kid, Node)]
    return node.role == "Sect" and any(k.role == "TOC" or (k.role == "Table" and k.summary == HISTORY) for k in kids)


def is_control(node):
    return node.role == "Sect" and any(
        isinstance(kid, Node) and kid.role == "Table" and (kid.summary or "").startswith("Two columns") for kid in node.kids)


def is_control_row(row):
    table = row.above("Table")
    return table is not None and table.parent is not None and is_control(table.parent)


def label_of(item):
    return item.kids[0].text() if item.kids and isinstance(item.kids[0], Node) and item.kids[0].role == "Lbl" else ""


def is_clauses(node):
    """Whether a list is one of clauses: by its labels, and where it stands. A list with letters that is written in a clause
    looks like one of clauses, and counts like one too."""
    if not isinstance(node, Node) or node.role != "L" or not node.kids:
        return False
    label = label_of(node.kids[0])
    if re.fullmatch(NUMBER, label):
        return True
    depth = clause_depth(node)
    style = ("", "letter", "roman", "capital")[depth] if depth < 4 else ""
    return bool(style and LABELS[style].match(label))


def clause_depth(node):
    """How many clauses without a title are around a list."""
    depth, item = 0, node.parent
    while item is not None and item.role == "LBody" and is_clauses(item.parent.parent):
        depth += 1
        item = item.parent.parent.parent
    return depth


class Count:
    """Numbers everything. When a text is read, labels are recognised by the number they must have, and taken off; later
    they are put on again, with the numbers of then."""

    def __init__(self, document, text, reading):
        self.document, self.text, self.reading = document, text, reading
        self.parts = self.sections = self.appendices = self.table_count = self.figure_count = 0

    def all(self):
        for sect in [k for k in self.document.kids if isinstance(k, Node) and k.role == "Sect"]:
            self.division(sect, 2)
        for node in list(self.document.walk()):
            if node.role == "Caption":
                self.caption(node, "Table", node.parent)
            elif node.role == "P" and node.parent is not None and is_caption(node):
                self.caption(node, "Figure", before(node))

    def caption(self, node, kind, what):
        first = node.kids[0] if node.kids and isinstance(node.kids[0], str) else ""
        found = re.match(kind + " [0-9]+: ", first)
        if getattr(node, "captioned", bool(found)):
            node.captioned = True
            count = self.count_caption(kind)
            what.full = str(count)
            rest = first[found.end():] if found else first
            if self.reading:
                (self.text.tables if kind == "Table" else self.text.figures)[str(count)] = what
                set_first(node, rest, bool(first))
            else:
                set_first(node, f"{kind} {count}: {rest}", bool(first))

    def count_caption(self, kind):
        if kind == "Table":
            self.table_count += 1
            return self.table_count
        self.figure_count += 1
        return self.figure_count

    # ---- Divisions ----

    def take(self, sect, label):
        """Whether a division has this label. It is then taken off, or put on."""
        heading = heading_of(sect)
        first = heading.kids[0] if heading.kids and isinstance(heading.kids[0], str) else ""
        if sect.numbered is None and (first == label or first.startswith(label + " ")):
            sect.numbered = True
            set_first(heading, first[len(label) + 1:], True)
            first = first[len(label) + 1:]
        if sect.numbered and not self.reading:
            set_first(heading, label + (" " if heading.text() else "") + first, bool(first))
        return bool(sect.numbered)

    def level(self, sect, level):
        heading_of(sect).role = f"H{min(level, 6)}"

    def division(self, sect, level):
        self.level(sect, level)
        if getattr(sect, "sort", None) in (None, "part") and self.take(sect, f"Part {self.parts + 1}:"):
            self.parts += 1
            sect.sort, sect.full = "part", str(self.parts)
            for inner in self.inner(sect):
                self.section(inner, level + 1)
        elif getattr(sect, "sort", None) in (None, "appendix") and self.take(sect, f"Appendix {letters(self.appendices + 1)}:"):
            self.appendices += 1
            sect.sort, sect.full = "appendix", letters(self.appendices)
            self.inside(sect, level, self.appendix_prefix(sect), "")
        else:
            sect.sort = "section"
            self.section(sect, level)

    def appendix_prefix(self, sect):
        """"A", or "" when the appendix counts for itself."""
        if not hasattr(sect, "own"):
            sect.own = False
            for kid in sect.kids:
                if isinstance(kid, Node) and (kid.role == "Sect" or is_clauses(kid)):
                    said = heading_of(kid).text() if kid.role == "Sect" and has_heading(kid) else label_of(kid.kids[0])
                    if re.match(r"1(\s|$)", said):
                        sect.own = True
                    if re.match(NUMBER, said):
                        break
        return "" if sect.own else sect.full

    def inner(self, sect):
        return [kid for kid in sect.kids if isinstance(kid, Node) and kid.role == "Sect"]

    def section(self, sect, level):
        self.level(sect, level)
        if self.take(sect, str(self.sections + 1)):
            self.sections += 1
            sect.full = str(self.sections)
            self.inside(sect, level, sect.full, ".")
        else:
            sect.numbered = False
            self.unnumbered(sect, level)

    def unnumbered(self, sect, level):
        for kid in sect.kids:
            if isinstance(kid, Node) and kid.role != "Sect":
                self.lists(kid)
        for inner in self.inner(sect):
            self.level(inner, level + 1)
            inner.numbered = False
            self.unnumbered(inner, level + 1)

    def inside(self, sect, level, prefix, point):
        count = 0
        within = sect if getattr(sect, "own", False) else sect.within
        for kid in sect.kids:
            if not isinstance(kid, Node):
                continue
            if kid.role == "Sect":
                kid.within = within
                self.level(kid, level + 1)
                if self.take(kid, f"{prefix}{point}{count + 1}"):
                    count += 1
                    kid.sort, kid.full = "section", f"{prefix}{point}{count}"
                    self.inside(kid, level + 1, kid.full, ".")
                else:
                    kid.numbered = False
                    self.unnumbered(kid, level + 1)
            elif is_clauses(kid):
                for item in kid.kids:
                    count += 1
                    self.item(item, f"{prefix}{point}{count}", f"{prefix}{point}{count}", 0, within)
            else:
                self.lists(kid)

    def item(self, item, label, full, depth, within):
        item.kids[0].kids = [label]
        item.full, item.within = full, within
        count = 0
        for kid in item.kids[1].kids:
            if isinstance(kid, Node) and is_clauses(kid):
                first = label_of(kid.kids[0])
                if getattr(kid, "begins", first in ("(a)", "(i)", "(A)")):
                    kid.begins, count = True, 0
                else:
                    kid.begins = False
                for inner in kid.kids:
                    count += 1
                    own = f"({(letters(count).lower(), spelling.roman(count), letters(count))[depth]})"
                    self.item(inner, own, full + own, depth + 1, within)
            elif isinstance(kid, Node):
                self.lists(kid)

    def lists(self, node):
        """Items of lists that are numbered."""
        for made in [n for n in node.walk() if n.role == "L" and n.kids]:
            style = label_of(made.kids[0])
            for count, item in enumerate(made.kids, 1):
                if re.fullmatch(r"[0-9]+\.", style):
                    item.kids[0].kids = [f"{count}."]
                elif made.numbering == "LowerAlpha":
                    item.kids[0].kids = [f"({spelling.letters(count)})"]
                elif made.numbering == "LowerRoman":
                    item.kids[0].kids = [f"({spelling.roman(count)})"]


def letters(count):
    return spelling.letters(count).upper()


def has_heading(sect):
    return any(isinstance(kid, Node) and re.match("H[1-6]$", kid.role) for kid in sect.kids)


def set_first(node, words, had):
    if had:
        node.kids[0] = words
        if not words:
            node.kids.pop(0)
    elif words:
        node.kids.insert(0, words)


def before(node):
    at = node.parent.index(node)
    return node.parent.kids[at - 1] if at and isinstance(node.parent.kids[at - 1], Node) else None


def is_caption(node):
    """Whether a P is the caption of the Figure before it."""
    if getattr(node, "captioned", False):
        return True
    figure = before(node)
    return figure is not None and figure.role == "Figure" and bool(re.match("Figure [0-9]+: ", node.text()))
