#!/usr/bin/python3
"""Reads a tagged PDF: what each page paints, and the structure tree with its text.

Shared by observe_pikepdf.py, walk.py and mutate.py. It knows nothing of how Engross writes: pikepdf (qpdf) finds the
objects, and the rest follows ISO 32000-1, 9.10 (text), 14.6 (marked content) and 14.7 (structure).
"""

import functools
import re
from dataclasses import dataclass, field

import pikepdf

PAINTS = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "INLINE IMAGE"}
SHOWS = {"Tj", "TJ", "'", '"'}


def text_of(string):
    """A text string object as Unicode (PDFDocEncoding or UTF-16 with a mark)."""
    return str(string)


# ------------------------------------------------------------------ fonts


def parse_to_unicode(data):
    """A ToUnicode CMap as {code: text}; codes are the integers of the hexadecimal strings."""
    table = {}
    decode = lambda hexa: bytes.fromhex(hexa).decode("utf-16-be", "replace")
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", data, re.S):
        for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            table[int(code, 16)] = decode(text.decode())
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", data, re.S):
        for low, high, rest in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f]*>|\[.*?\])", block, re.S):
            low, high = int(low, 16), int(high, 16)
            if rest.startswith(b"["):
                for i, text in enumerate(re.findall(rb"<([0-9A-Fa-f]*)>", rest)):
                    table[low + i] = decode(text.decode())
            else:
                first = decode(rest[1:-1].decode())
                for i in range(high - low + 1):
                    table[low + i] = first[:-1] + chr(ord(first[-1]) + i)
    return table


def parse_encoding(data):
    """A CMap from codes to CIDs (9.7.5.3) as ([(bytes of a code, lowest, highest)], {(bytes, code): CID})."""
    spaces, cids = [], {}
    for block in re.findall(rb"begincodespacerange(.*?)endcodespacerange", data, re.S):
        for low, high in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            spaces.append((len(low) // 2, bytes.fromhex(low.decode()), bytes.fromhex(high.decode())))
    for block in re.findall(rb"begincidrange(.*?)endcidrange", data, re.S):
        for low, high, cid in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(\d+)", block):
            for i in range(int(high, 16) - int(low, 16) + 1):
                cids[len(low) // 2, int(low, 16) + i] = int(cid) + i
    return spaces, cids


class Font:
    def __init__(self, obj):
        self.name = str(obj.get("/BaseFont", "?"))
        self.wide = obj.get("/Subtype") == "/Type0"
        self.table = parse_to_unicode(obj.ToUnicode.read_bytes()) if "/ToUnicode" in obj else None
        self.gids = self.spaces = self.cids = None
        if self.wide and isinstance(obj.DescendantFonts[0].get("/CIDToGIDMap"), pikepdf.Stream):
            self.gids = obj.DescendantFonts[0].CIDToGIDMap.read_bytes()
        if self.wide and isinstance(obj.get("/Encoding"), pikepdf.Stream):
            self.spaces, self.cids = parse_encoding(obj.Encoding.read_bytes())

    def split(self, data):
        """The codes of a shown string, as bytes."""
        if not self.wide:
            return [data[i : i + 1] for i in range(len(data))]
        if self.spaces is None:  # Identity-H
            return [data[i : i + 2] for i in range(0, len(data), 2)]
        codes, at = [], 0
        while at < len(data):
            fits = lambda n, low, high: all(a <= b <= c for a, b, c in zip(low, data[at : at + n], high))
            length = next((n for n, low, high in self.spaces if at + n <= len(data) and fits(n, low, high)), 1)
            codes.append(data[at : at + length])
            at += length
        return codes

    def decode(self, data, faults):
        """The text of a shown string. Codes without text and codes for .notdef are added to `faults`."""
        out = []
        for shown in self.split(data):
            code = int.from_bytes(shown, "big")
            cid = code if self.cids is None else self.cids.get((len(shown), code), 0)
            gid = int.from_bytes(self.gids[2 * cid : 2 * cid + 2], "big") if self.gids else cid
            if self.wide and gid == 0:
                faults.append(("notdef", f"{self.name}: code {code} paints .notdef"))
            text = (self.table or {}).get(code)
            if text is None:
                faults.append(("tounicode", f"{self.name}: code {code} has no ToUnicode entry"))
                text = "\ufffd"
            elif text == "" or any(c in "\x00\ufeff\ufffe" or "\ue000" <= c <= "\uf8ff" for c in text):
                faults.append(("tounicode", f"{self.name}: code {code} maps to {text!r}"))
            out.append(text)
        return "".join(out)


# ------------------------------------------------------------------ pages


@dataclass
class Content:
    """What one MCID of one page paints."""

    tag: str
    text: str = ""
    paints: int = 0
    baseline: float | None = None  # of its first text, or the top of its picture, in page space


@dataclass
class Artifact:
    kind: str  # "Pagination", "Layout"… or "" when the operator gave no property list
    subtype: str
    text: str = ""


@dataclass
class Page:
    index: int
    obj: pikepdf.Dictionary
    contents: dict = field(default_factory=dict)  # MCID → Content, in painting order
    artifacts: list = field(default_factory=list)
    faults: list = field(default_factory=list)  # (kind, words)


def times(a, b):
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def read_page(index, obj, fonts):
    """Walks the content stream once. `fonts` keeps fonts by object between pages."""
    page = Page(index, obj)
    resources = obj.Resources
    open_marks = []  # Content, Artifact or None (marked content that is neither), innermost last
    matrix, saved, line, leading, font = (1, 0, 0, 1, 0, 0), [], (1, 0, 0, 1, 0, 0), 0, None
    fault = lambda kind, words: page.faults.append((kind, f"page {index + 1}: {words}"))

    for operands, operator in pikepdf.parse_content_stream(obj):
        op = str(operator)
        if op in ("BDC", "BMC"):
            properties = operands[1] if op == "BDC" else pikepdf.Dictionary()
            if isinstance(properties, pikepdf.Name):
                properties = resources.Properties[properties]
            inner = next((m for m in reversed(open_marks) if m), None)
            tag = str(operands[0])[1:]
            if tag == "Artifact":
                if inner is not None:
                    fault("nesting", "an artifact begins inside other marked content")
                mark = Artifact(str(properties.get("/Type", ""))[1:], str(properties.get("/Subtype", ""))[1:])
                page.artifacts.append(mark)
            elif "/MCID" in properties:
                if inner is not None:
                    fault("nesting", f"MCID {properties.MCID} begins inside other marked content")
                mark = Content(tag)
                if int(properties.MCID) in page.contents:
                    fault("mcid-once", f"MCID {properties.MCID} is used twice")
                page.contents[int(properties.MCID)] = mark
            else:
                if inner is not None:
                    fault("nesting", f"marked content {tag} begins inside other marked content")
                mark = None
            open_marks.append(mark)
        elif op == "EMC":
            if open_marks:
                open_marks.pop()
            else:
                fault("nesting", "EMC without a beginning")
        elif op == "q":
            saved.append((matrix, font, leading))
        elif op == "Q":
            matrix, font, leading = saved.pop() if saved else (matrix, font, leading)
        elif op == "cm":
            matrix = times([float(v) for v in operands], matrix)
        elif op == "BT":
            line = (1, 0, 0, 1, 0, 0)
        elif op == "Tm":
            line = tuple(float(v) for v in operands)
        elif op in ("Td", "TD"):
            line = times((1, 0, 0, 1, float(operands[0]), float(operands[1])), line)
            leading = -float(operands[1]) if op == "TD" else leading
        elif op == "TL":
            leading = float(operands[0])
        elif op == "Tf":
            key = resources.Font[operands[0]]
            if key.objgen not in fonts or key.objgen == (0, 0):
                fonts[key.objgen] = Font(key)
            font = fonts[key.objgen]
        if op in ("T*", "'", '"'):
            line = times((1, 0, 0, 1, 0, -leading), line)
        if op not in SHOWS and op not in PAINTS:
            continue
        mark = next((m for m in reversed(open_marks) if m), None)
        if mark is None:
            fault("unmarked", f"{op} paints outside marked content and artifacts")
            continue
        if op in SHOWS:
            strings = operands[0] if op == "TJ" else [operands[-1]]
            data = b"".join(bytes(s) for s in strings if isinstance(s, pikepdf.String))
            found = []
            mark.text += font.decode(data, found)
            page.faults += [(kind, f"page {index + 1}: {words}") for kind, words in found]
            if isinstance(mark, Content) and mark.baseline is None:
                mark.baseline = times(line, matrix)[5]
        elif op == "Do" and isinstance(mark, Content) and mark.baseline is None:
            mark.baseline = matrix[3] + matrix[5]
        if isinstance(mark, Content):
            mark.paints += 1
    if open_marks:
        fault("nesting", "marked content is still open at the page's end")
    return page


# ------------------------------------------------------------------ structure


@dataclass(eq=False)
class Element:
    obj: pikepdf.Dictionary
    role: str
    parent: "Element | None"
    lang: str
    kids: list = field(default_factory=list)  # Element, ("mcid", page index, number) or ("annotation", objgen, page index)

    def path(self):
        return (self.parent.path() if self.parent else []) + [self.role]

    def all(self):
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.all()


class Tagged:
    def __init__(self, path):
        self.path = str(path)
        self.pdf = pikepdf.open(path)
        fonts = {}
        self.pages = [read_page(i, page.obj, fonts) for i, page in enumerate(self.pdf.pages)]
        self.page_index = {page.obj.objgen: page.index for page in self.pages}
        self.root = self.pdf.Root.StructTreeRoot
        self.lang = text_of(self.pdf.Root.get("/Lang", ""))
        self.tops = [self._element(k, None, None) for k in self.as_list(self.root.get("/K"))]
        self.elements = [e for top in self.tops for e in top.all()]

    @functools.cached_property
    def destinations(self):
        """name → the place that it leads to"""
        names = self.pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests", pikepdf.Dictionary())
        return {text_of(name): place for name, place in tree_items(names)}

    @staticmethod
    def as_list(kids):
        if kids is None:
            return []
        return list(kids) if isinstance(kids, pikepdf.Array) else [kids]

    def _element(self, obj, parent, page):
        page = self.page_index[obj.Pg.objgen] if "/Pg" in obj else page
        lang = text_of(obj.Lang) if "/Lang" in obj else parent.lang if parent else self.lang
        element = Element(obj, str(obj.S)[1:], parent, lang)
        for kid in self.as_list(obj.get("/K")):
            if isinstance(kid, int):
                element.kids.append(("mcid", page, kid))
            elif kid.get("/Type") == "/MCR":
                at = self.page_index[kid.Pg.objgen] if "/Pg" in kid else page
                element.kids.append(("mcid", at, int(kid.MCID)))
            elif kid.get("/Type") == "/OBJR":
                at = self.page_index[kid.Pg.objgen] if "/Pg" in kid else page
                element.kids.append(("annotation", kid.Obj.objgen, at))
            else:
                element.kids.append(self._element(kid, element, page))
        return element

    @functools.cached_property
    def by_id(self):
        """The elements that have an ID."""
        return {bytes(e.obj.ID): e for e in self.elements if "/ID" in e.obj}

    def content(self, page, mcid):
        """The Content of an MCID, or None when no page paints it."""
        return self.pages[page].contents.get(mcid) if page is not None else None

    def text(self, element):
        """All that a reader hears of an element and its descendants, notes left out."""
        if "/ActualText" in element.obj:
            return text_of(element.obj.ActualText)
        out = []
        for kid in element.kids:
            if isinstance(kid, Element):
                out.append("" if kid.role == "Note" else self.text(kid))
            elif kid[0] == "mcid":
                content = self.content(kid[1], kid[2])
                out.append(content.text if content else "")
        return "".join(out)

    def runs(self):
        """(path, language, text) of every run of text between two boundaries of structure, in reading order.
        An element with ActualText gives that; a Figure gives its Alt."""
        out = []

        def visit(element):
            instead = element.obj.get("/ActualText", element.obj.get("/Alt") if element.role == "Figure" else None)
            if instead is not None:
                out.append((element.path(), element.lang, text_of(instead)))
                return
            text = ""
            for kid in element.kids:
                if isinstance(kid, Element):
                    if text:
                        out.append((element.path(), element.lang, text))
                    text = ""
                    visit(kid)
                elif kid[0] == "mcid":
                    content = self.content(kid[1], kid[2])
                    text += content.text if content else ""
            if text:
                out.append((element.path(), element.lang, text))

        for top in self.tops:
            visit(top)
        return out

    def standard(self, role):
        """The type that a role maps to in the end; None when the map runs in a circle."""
        roles, seen = self.root.get("/RoleMap", {}), set()
        while "/" + role in roles:
            if role in seen:
                return None
            seen.add(role)
            role = str(roles["/" + role])[1:]
        return role


def attributes(element, owner):
    """The attribute dictionaries of one owner ("Table", "List", "Layout")."""
    value = element.obj.get("/A", pikepdf.Array())
    return [a for a in (value if isinstance(value, pikepdf.Array) else [value]) if a.get("/O") == "/" + owner]


def destination_of(annotation):
    """Where a link leads inside the document; None for a link that leads out of it."""
    action = annotation.get("/A", pikepdf.Dictionary())
    return annotation.get("/Dest", action.get("/D") if action.get("/S") == "/GoTo" else None)


def tree_items(node, key="/Names"):
    """(key, value) of a name tree, or with key="/Nums" of a number tree."""
    pairs = list(node.get(key, []))
    yield from zip(pairs[0::2], pairs[1::2])
    for kid in node.get("/Kids", []):
        yield from tree_items(kid, key)
