#!/usr/bin/python3
"""walk.py FILE.pdf…: what veraPDF lets pass and a reader stumbles over.

Each check below is a function that takes a Tagged and yields a line for every fault; its first line says what must hold.
Prints "ok FILE: WHAT" or "not ok FILE: WHAT" with the faults below it.
"""

import re
import sys

import pikepdf
from lxml import etree

from tagged import Element, Tagged, attributes, destination_of, text_of, tree_items

# ISO 32000-1, 14.8.4: the standard structure types.
STANDARD = set(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody "
    "Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP "
    "Figure Formula Form".split()
)
# Which types these hold, or only these stand in: the skeletons of lists, tables and contents.
HOLDS = {
    "L": {"L", "LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Table": {"Caption", "THead", "TBody", "TFoot"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "TOC": {"TOCI", "TOC"},
    "TOCI": {"Lbl", "Reference", "NonStruct", "P", "TOC"},
    "Reference": {"Lbl", "Link", "Span", "Note"},
}
STANDS_IN = {
    "LI": {"L"},
    "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "TOCI": {"TOC"},
}
INLINE = {"Span", "Quote", "Link", "Reference", "Code", "Lbl"}
HEADING = re.compile(r"H([1-6])$")
NEAR = 90  # points: a destination must lie at most this far above the first line of its target

squeeze = lambda text: re.sub(r"\s+", " ", text).strip()


def headings(doc):
    """(level, text, element) in reading order."""
    for element in doc.elements:
        found = HEADING.match(doc.standard(element.role) or "")
        if found:
            yield int(found.group(1)), squeeze(doc.text(element)), element


def annotations(doc):
    """objgen → (annotation, its page)."""
    return {a.objgen: (a, page) for page in doc.pages for a in page.obj.get("/Annots", [])}


def owners(doc):
    """objgen of an annotation → the elements that refer to it."""
    out = {}
    for element in doc.elements:
        for kid in element.kids:
            if not isinstance(kid, Element) and kid[0] == "annotation":
                out.setdefault(kid[1], []).append(element)
    return out


def first_paint(doc, element):
    """(page, baseline) of the first text of an element, notes inside it left out."""
    for kid in element.kids:
        if isinstance(kid, Element):
            found = first_paint(doc, kid) if kid.role != "Note" else None
        else:
            content = doc.content(kid[1], kid[2]) if kid[0] == "mcid" else None
            found = (kid[1], content.baseline) if content and content.baseline is not None else None
        if found:
            return found
    return None


def resolve(doc, destination):
    """(page, top) of a destination, a name or an array; None when it leads nowhere."""
    if isinstance(destination, (pikepdf.String, pikepdf.Name)):
        destination = doc.destinations.get(text_of(destination))
    if isinstance(destination, pikepdf.Dictionary):
        destination = destination.get("/D")
    if not isinstance(destination, pikepdf.Array) or not isinstance(destination[0], pikepdf.Dictionary):
        return None
    page = doc.page_index.get(destination[0].objgen)
    if page is None:
        return None
    top = destination[3] if destination[1] == "/XYZ" and len(destination) > 3 else None
    return page, float(top) if top is not None else float(doc.pages[page].obj.MediaBox[3])


def lands_near(at, paint):
    """Whether a place shows what is painted first at another."""
    return bool(at and paint and at[0] == paint[0] and -2 <= at[1] - paint[1] <= NEAR)


def lands_on(doc, destination, element):
    """Whether a destination shows the beginning of an element."""
    return lands_near(resolve(doc, destination), first_paint(doc, element))


# ------------------------------------------------------------------ the checks


def check_scope(doc):
    """every TH says whether it heads a column or a row"""
    for element in doc.elements:
        if element.role == "TH" and not any(a.get("/Scope") in ("/Column", "/Row") for a in attributes(element, "Table")):
            yield f"TH {squeeze(doc.text(element))!r} has no Scope"


def span(cell, key):
    return next((int(a[key]) for a in attributes(cell, "Table") if key in a), 1)


def header_ids(cell):
    return [bytes(one) for a in attributes(cell, "Table") for one in a.get("/Headers", [])]


def table_parts(table):
    """The rows of each THead, TBody and TFoot of a table, as (role, rows)."""
    kids = [k for k in table.kids if isinstance(k, Element)]
    for part in (k for k in kids if k.role in ("THead", "TBody", "TFoot")):
        yield part.role, [row for row in part.kids if isinstance(row, Element) and row.role == "TR"]


def place_cells(rows):
    """{(row, column): cell}, and what is wrong with it: each cell stands at the first free place of its row."""
    places, wrong = {}, []
    for r, row in enumerate(rows):
        column = 0
        for cell in (k for k in row.kids if isinstance(k, Element)):
            while (r, column) in places:
                column += 1
            for at in ((r + i, column + j) for i in range(span(cell, "/RowSpan")) for j in range(span(cell, "/ColSpan"))):
                if at in places or at[0] >= len(rows):
                    wrong.append("has a cell that spans what is not free")
                places[at] = cell
    return places, wrong


def check_table_grid(doc):
    """every table is a whole grid without overlaps, and has a Caption or Summary"""
    for table in (e for e in doc.elements if e.role == "Table"):
        name = squeeze(doc.text(table))[:40]
        if table.kids and any(isinstance(k, Element) and k.role == "Caption" for k in table.kids[1:]):
            yield f"table {name!r}: its Caption is not first"
        has_caption = any(isinstance(k, Element) and k.role == "Caption" for k in table.kids)
        if not has_caption and not any("/Summary" in a for a in attributes(table, "Table")):
            yield f"table {name!r} has neither Caption nor Summary"
        widths = set()
        for _, rows in table_parts(table):
            places, wrong = place_cells(rows)
            yield from (f"table {name!r} {what}" for what in wrong)
            covered = {r: set() for r in range(len(rows))}
            for r, c in places:
                covered.get(r, set()).add(c)
            widths |= {len(columns) for columns in covered.values()}
            if any(columns != set(range(len(columns))) for columns in covered.values()):
                yield f"table {name!r} has a hole in a row"
        if len(widths) > 1:
            yield f"table {name!r} has rows of {sorted(widths)} columns"


def wanted_heads(head, cell, places, own):
    """The TH that name a cell of a body: in its columns in the head, the title of its body, before it in its rows."""
    columns = [c for _, c in own]
    found = [head[at] for at in sorted(head) if at[1] in columns]
    title = places.get((0, 0))
    if title is not None and is_title(title) and title is not cell:
        found.append(title)
    before = [(r, c) for r in sorted({r for r, _ in own}) for c in range(min(columns))]
    found += [places[at] for at in before if at in places and places[at].role == "TH"]
    return list(dict.fromkeys(one for one in found if one is not cell))


def is_title(cell):
    """A TH alone in the first row of a body, of Scope Column: the title of a group of rows."""
    alone = cell.role == "TH" and sum(isinstance(k, Element) for k in cell.parent.kids) == 1
    return alone and any(a.get("/Scope") == "/Column" for a in attributes(cell, "Table"))


def check_headers(doc):
    """where Scope alone does not say which header cells name a cell, Headers does, and is right"""
    for table in (e for e in doc.elements if e.role == "Table"):
        parts = [(role, rows, place_cells(rows)[0]) for role, rows in table_parts(table)]
        head = next((places for role, _, places in parts if role == "THead"), {})
        irregular = any(role == "THead" and len(rows) > 1 for role, rows, _ in parts)
        for role, rows, _ in parts:
            for row in rows:
                heads = [k for k in row.kids if isinstance(k, Element) and k.role == "TH"]
                irregular = irregular or any(span(k, "/RowSpan") > 1 or span(k, "/ColSpan") > 1 for k in heads)
                irregular = irregular or (role != "THead" and (len(heads) > 1 or any(map(is_title, heads))))
        for role, rows, places in parts:
            where = {}
            for at in sorted(places):
                where.setdefault(id(places[at]), (places[at], []))[1].append(at)
            for cell, own in where.values():
                if role == "THead":
                    columns = {c for _, c in own}
                    wanted = list(dict.fromkeys(head[at] for at in sorted(head) if at[1] in columns and at[0] < own[0][0]))
                elif is_title(cell) and own[0][0] == 0:
                    wanted = []
                else:
                    wanted = wanted_heads(head, cell, places, own)
                ids = header_ids(cell)
                strange = [one for one in ids if one not in doc.by_id or doc.by_id[one].role != "TH"]
                if strange:
                    yield f"{cell.role} {squeeze(doc.text(cell))!r} names {strange[0]!r}, which is no TH"
                elif [doc.by_id[one] for one in ids] != (wanted if irregular else []):
                    names = [squeeze(doc.text(one)) for one in (wanted if irregular else [])]
                    yield f"{cell.role} {squeeze(doc.text(cell))!r} has Headers that are not {names}"


def check_tabs(doc):
    """every page is tabbed through in the order of the structure"""
    for page in doc.pages:
        if page.obj.get("/Tabs") != "/S":
            yield f"page {page.index + 1} has no Tabs /S"


def entry_words(doc, link):
    """(words, page number) of a link of the contents list; of any other its words and None."""
    text = doc.text(link)
    found = re.fullmatch(r"(.*) (\w+)\s*", text, re.S) if "TOCI" in link.path() else None
    return (found[1], found[2]) if found else (text, None)


def check_contents(doc):
    """the Contents of every link begins with the link's visible text (in the contents list: before the page number)"""
    belongs = owners(doc)
    for objgen, (annotation, page) in annotations(doc).items():
        if annotation.get("/Subtype") != "/Link":
            continue
        contents = squeeze(text_of(annotation.get("/Contents", "")))
        # A hyphen at a line's end, U+00AD, is none of the words.
        texts = [squeeze(entry_words(doc, e)[0].replace("\u00ad", "")) for e in belongs.get(objgen, [])]
        if not texts:
            yield f"page {page.index + 1}: no element holds the link {contents!r}"
        for text in texts:
            if not text or not contents.startswith(text):
                yield f"page {page.index + 1}: link {text!r} has Contents {contents!r}"
        if not int(annotation.get("/F", 0)) & 4:
            yield f"page {page.index + 1}: link {contents!r} is not printed (F 4)"


def check_page_numbers(doc):
    """a page number in a reference or in the contents list is the label of the page that its link leads to"""
    belongs = owners(doc)
    for objgen, (annotation, page) in annotations(doc).items():
        place = resolve(doc, destination_of(annotation)) if destination_of(annotation) is not None else None
        label = doc.pdf.pages[place[0]].label if place else None
        contents = squeeze(text_of(annotation.get("/Contents", "")))
        for element in belongs.get(objgen, []):
            words, number = entry_words(doc, element)
            listed = "TOCI" in element.path()
            if not listed:
                found = re.search(r", page (\S+)$", squeeze(words))
                number = found and found[1]
            said = re.search(r", page (\w+)( \(.*\))?$", contents, re.S)
            if number and number != label:
                yield f"page {page.index + 1}: {squeeze(doc.text(element))!r} leads to page {label!r}"
            if (number or None) != (said and said[1]):
                yield f"page {page.index + 1}: {squeeze(doc.text(element))!r} has Contents {contents!r}"
            if listed and not number:
                yield f"page {page.index + 1}: {contents!r} has no page number"


def check_contents_list(doc):
    """each entry of the contents list has the words of a heading, in their order, leads to it and is as deep"""
    depth = lambda element: sum(1 for role in element.path() if role == "TOC")
    links = annotations(doc)
    rest = list(headings(doc))
    for element in (e for e in doc.elements if e.role == "Link" and "TOCI" in e.path()):
        words = squeeze(entry_words(doc, element)[0])
        while rest and rest[0][1] != words:
            rest.pop(0)
        if not rest:
            yield f"the entry {words!r} is no heading, or stands in another order"
            return
        level, _, heading = rest.pop(0)
        if min(depth(element) + 1, 6) != level:
            yield f"the entry {words!r} is at depth {depth(element)}, its heading at level {level}"
        for kid in element.kids:
            if not isinstance(kid, Element) and kid[0] == "annotation":
                if not lands_on(doc, destination_of(links[kid[1]][0]), heading):
                    yield f"the entry {words!r} does not lead to its heading"


def check_outline(doc):
    """the outline is the headings: their words, their order, their nesting; each entry lands on its heading"""
    entries = []

    def visit(item, depth):
        while item is not None:
            entries.append((depth, squeeze(text_of(item.Title)), item))
            visit(item.get("/First"), depth + 1)
            item = item.get("/Next")

    visit(doc.pdf.Root.get("/Outlines", pikepdf.Dictionary()).get("/First"), 1)
    wanted = list(headings(doc))
    if not wanted:
        yield "there is no heading"
    same = lambda entry, heading: (min(entry[0], 6), entry[1]) == heading[:2]  # below level 6 the tag stays H6
    if len(entries) != len(wanted) or not all(map(same, entries, wanted)):
        for i in range(max(len(entries), len(wanted))):
            got, want = (entries[i : i + 1] or [None])[0], (wanted[i : i + 1] or [None])[0]
            if not got or not want or not same(got, want):
                yield f"entry {i + 1}: the heading is {want and want[:2]}, the outline says {got and got[:2]}"
                break
        return
    for (_, title, item), (_, _, element) in zip(entries, wanted):
        if not lands_on(doc, destination_of(item), element):
            yield f"entry {title!r} does not land on its heading"
        if "/SE" in item and item.SE.objgen != element.obj.objgen:
            yield f"entry {title!r} names another structure element"


def check_headings(doc):
    """headings begin at level 1, skip no level, and are not empty"""
    last = 0
    for level, text, _ in headings(doc):
        if level > last + 1:
            yield f"{text!r} is at level {level}, after level {last}"
        if not text:
            yield f"a heading at level {level} is empty"
        last = level


def check_page_labels(doc):
    """every page has a label, and it is the number that is printed on the page"""
    if "/PageLabels" not in doc.pdf.Root:
        yield "there are no PageLabels"
        return
    for page in doc.pages:
        label = doc.pdf.pages[page.index].label
        printed = " ".join(a.text for a in page.artifacts if a.kind == "Pagination")
        if not re.search(rf"(?<!\w){re.escape(label)}(?!\w)", printed):
            yield f"page {page.index + 1} has the label {label!r}, and its header and footer print {printed!r}"


def check_parent_tree(doc):
    """ParentTree and structure tree say the same of every MCID and every annotation"""
    nums = {int(k): v for k, v in tree_items(doc.root.get("/ParentTree", pikepdf.Dictionary()), "/Nums")}
    claimed = {}
    for element in doc.elements:
        for kid in element.kids:
            if not isinstance(kid, Element) and kid[0] == "mcid":
                if kid[1:] in claimed:
                    yield f"MCID {kid[2]} of page {kid[1]} stands twice in the structure tree"
                claimed[kid[1:]] = element
    for page in doc.pages:
        parents = nums.get(int(page.obj.get("/StructParents", -1)))
        if not isinstance(parents, pikepdf.Array):
            if page.contents:
                yield f"page {page.index + 1} has no entry in ParentTree"
            continue
        for mcid in set(page.contents) | set(range(len(parents))) | {m for p, m in claimed if p == page.index}:
            painted = mcid in page.contents
            parent = parents[mcid] if mcid < len(parents) else None
            element = claimed.get((page.index, mcid))
            if not painted and parent is None and element is None:
                continue
            if not painted or parent is None or element is None or parent.objgen != element.obj.objgen:
                yield (
                    f"page {page.index + 1}, MCID {mcid}: {'painted' if painted else 'not painted'}, ParentTree says "
                    f"{parent and str(parent.S)}, the structure tree {element and element.role}"
                )
    belongs = owners(doc)
    for objgen, (annotation, page) in annotations(doc).items():
        parent = nums.get(int(annotation.get("/StructParent", -1)))
        if parent is None or [e.obj.objgen for e in belongs.get(objgen, [])] != [parent.objgen]:
            yield f"page {page.index + 1}: an annotation's StructParent is not the one element that holds it"


def check_marked(doc):
    """whatever paints is content or artifact, never both; no MCID is used twice or paints nothing"""
    for page in doc.pages:
        yield from (words for kind, words in page.faults if kind in ("unmarked", "nesting", "mcid-once"))
        yield from (f"page {page.index + 1}: MCID {n} paints nothing" for n, c in page.contents.items() if not c.paints)
        yield from (f"page {page.index + 1}: an artifact has no Type" for a in page.artifacts if not a.kind)


def check_watermark(doc):
    """a watermark is drawn, not shown: no search, copy or conversion meets its letters in a sentence"""
    for page in doc.pages:
        for artifact in page.artifacts:
            if artifact.subtype == "Watermark" and artifact.text:
                yield f"page {page.index + 1}: the watermark shows {artifact.text!r} as text"


def check_characters(doc):
    """every shown code paints a glyph and has text"""
    for page in doc.pages:
        yield from sorted({words for kind, words in page.faults if kind in ("notdef", "tounicode")})


def check_metadata(doc):
    """Info and XMP agree; the file says PDF/UA-1 and PDF/A-3a, and has an ID"""
    packet = etree.fromstring(doc.pdf.Root.Metadata.read_bytes())
    ns = {
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "dc": "http://purl.org/dc/elements/1.1/",
        "xmp": "http://ns.adobe.com/xap/1.0/",
        "pdf": "http://ns.adobe.com/pdf/1.3/",
        "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
        "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    }

    def value(name):
        """Of an element of an rdf:Description, or of its attribute; x-default where languages differ."""
        prefix, local = name.split(":")
        nodes = packet.xpath(f"//rdf:Description/{name}", namespaces=ns)
        if not nodes:
            return "".join(packet.xpath(f"//rdf:Description/@{name}", namespaces=ns)) or None
        items = nodes[0].xpath(".//rdf:li[@xml:lang='x-default']", namespaces=ns) or nodes[0].xpath(".//rdf:li", namespaces=ns)
        return "".join((items[0] if items else nodes[0]).itertext())

    def date(text):
        """A PDF date in the form of XMP."""
        found = re.match(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:(Z)|([+-])(\d\d)'?(\d\d)'?)", text or "")
        if not found:
            return text
        y, mo, d, h, mi, s, z, sign, zh, zm = found.groups()
        return f"{y}-{mo}-{d}T{h}:{mi}:{s}{'Z' if z else f'{sign}{zh}:{zm}'}"

    zulu = lambda text: text and re.sub(r"[+-]00:00$", "Z", text)
    info = doc.pdf.docinfo
    pairs = {
        "/Title": "dc:title",
        "/Author": "dc:creator",
        "/Subject": "dc:description",
        "/Keywords": "pdf:Keywords",
        "/Creator": "xmp:CreatorTool",
        "/Producer": "pdf:Producer",
        "/CreationDate": "xmp:CreateDate",
        "/ModDate": "xmp:ModifyDate",
    }
    for key, name in pairs.items():
        ours = text_of(info[key]) if key in info else None
        ours, theirs = (date(ours) if key.endswith("Date") else ours), value(name)
        if zulu(ours) != zulu(theirs):
            yield f"{key[1:]} is {ours!r} in Info and {theirs!r} in XMP ({name})"
    if not value("dc:title"):
        yield "there is no title"
    for name, wanted in {"pdfuaid:part": "1", "pdfaid:part": "3", "pdfaid:conformance": "A"}.items():
        if value(name) != wanted:
            yield f"{name} is {value(name)!r}"
    if [len(bytes(part)) for part in doc.pdf.trailer.get("/ID", [])] != [16, 16]:
        yield "the trailer has no ID of twice sixteen bytes"


def check_catalog(doc):
    """the catalog says tagged, in which language, show the title, open with the outline"""
    root = doc.pdf.Root
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", doc.lang):
        yield f"Lang is {doc.lang!r}"
    if not root.get("/MarkInfo", {}).get("/Marked") or root.get("/MarkInfo", {}).get("/Suspects"):
        yield "MarkInfo is not Marked, or has Suspects"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "DisplayDocTitle is not set"
    if root.get("/PageMode") != "/UseOutlines":
        yield "PageMode is not UseOutlines"
    if "/OCProperties" in root or "/AcroForm" in root or "/OpenAction" in root:
        yield "there are layers, forms or actions"
    if [e.role for e in doc.tops] != ["Document"]:
        yield f"the tree begins with {[e.role for e in doc.tops]}"


def check_kinds(doc):
    """every element is of a standard type or mapped to one, and stands where it may"""
    for element in doc.elements:
        role = doc.standard(element.role)
        parent = doc.standard(element.parent.role) if element.parent else None
        where = f"{'/'.join(element.path())} {squeeze(doc.text(element))[:30]!r}"
        if role not in STANDARD:
            yield f"{where}: {element.role} leads to no standard type"
        if element.role in STANDARD and role != element.role:
            yield f"{where}: the standard type {element.role} is mapped away"
        if parent in HOLDS and role not in HOLDS[parent]:
            yield f"{where}: {parent} may not hold {role}"
        if role in STANDS_IN and parent not in STANDS_IN[role]:
            yield f"{where}: {role} may not stand in {parent}"
        if parent and HEADING.match(parent) and role not in INLINE | {"Note", "Figure"}:
            yield f"{where}: a heading may not hold {role}"
        if parent == "P" and role in {"P", "Table", "Sect"}:
            yield f"{where}: P may not hold {role}"
        if role == "Figure" and not text_of(element.obj.get("/Alt", "")).strip():
            yield f"{where}: a Figure without Alt"
        if not element.kids and role not in {"TD", "TH"}:
            yield f"{where}: an element with nothing in it"


def check_order(doc):
    """annotations stand in the order in which they are read, and every one is in the tree"""
    read = {page.index: [] for page in doc.pages}
    for element in doc.elements:
        for kid in element.kids:
            if not isinstance(kid, Element) and kid[0] == "annotation":
                read[kid[2]].append(kid[1])
    for page in doc.pages:
        listed = [a.objgen for a in page.obj.get("/Annots", [])]
        if listed != read[page.index]:
            yield f"page {page.index + 1}: {len(listed)} annotations, {len(read[page.index])} in the tree, or in another order"


def check_painting_order(doc):
    """content is painted in reading order; a note waits for the foot of the page"""
    read = {page.index: ([], []) for page in doc.pages}  # MCIDs of the text and of the notes

    def visit(element, in_note):
        in_note = in_note or element.role == "Note"
        for kid in element.kids:
            if isinstance(kid, Element):
                visit(kid, in_note)
            elif kid[0] == "mcid" and kid[1] in read:
                read[kid[1]][in_note].append(kid[2])

    for top in doc.tops:
        visit(top, False)
    for page in doc.pages:
        for name, part in zip(("text", "notes"), read[page.index]):
            wanted = set(part)
            if [n for n in page.contents if n in wanted] != part:
                yield f"page {page.index + 1}: the {name} are painted in another order than they are read"


def check_links(doc):
    """every link inside the document leads somewhere in it, every other has an address"""
    for annotation, page in annotations(doc).values():
        target, words = destination_of(annotation), text_of(annotation.get("/Contents", ""))
        if target is None and not text_of(annotation.get("/A", pikepdf.Dictionary()).get("/URI", "")):
            yield f"page {page.index + 1}: link {words!r} leads nowhere"
        elif target is not None and resolve(doc, target) is None:
            yield f"page {page.index + 1}: link {words!r} has a destination that does not exist"
    names = doc.pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests", pikepdf.Dictionary())
    keys = [bytes(k) for k, _ in tree_items(names)]
    if keys != sorted(set(keys)):
        yield "the names of destinations are not sorted, or not unique"
    for key, value in tree_items(names):
        if resolve(doc, value) is None:
            yield f"the destination {text_of(key)!r} is not on a page"


def check_notes(doc):
    """every note has an ID and is called; its call leads to it, and its label back to its call"""
    links = annotations(doc)
    calls = {}  # by their words
    for link in doc.elements:
        if link.role == "Link" and "Note" not in link.path():
            calls.setdefault(squeeze(doc.text(link)), []).append(link)
    target = lambda e: next(
        (destination_of(links[k[1]][0]) for k in e.kids if not isinstance(k, Element) and k[0] == "annotation" and k[1] in links),
        None,
    )
    seen = set()
    for note in (e for e in doc.elements if e.role == "Note"):
        identifier, words = text_of(note.obj.get("/ID", "")), squeeze(doc.text(note))[:40]
        if not identifier or identifier in seen:
            yield f"note {words!r}: its ID {identifier!r} is missing or not its own"
        seen.add(identifier)
        label = next((k for k in note.kids if isinstance(k, Element) and k.role == "Lbl"), None)
        sign = squeeze(doc.text(label)) if label else None
        back = next((e for e in label.all() if e.role == "Link"), None) if label else None
        if not back:
            yield f"note {words!r} has no label that links back"
            continue
        callers = [c for c in calls.get(sign, []) if target(c) is not None and lands_on(doc, target(c), note)]
        if not callers:
            yield f"note {words!r}: no call {sign!r} leads to it"
        elif not any(lands_on(doc, target(back), c) for c in callers):
            yield f"note {words!r}: its label does not lead back to its call"


CHECKS = {name[6:]: check for name, check in list(globals().items()) if name.startswith("check_")}


def walk(path):
    """{check: [faults]} of a file; a file that cannot be walked at all has one fault."""
    try:
        doc = Tagged(path)
        return {name: list(check(doc)) for name, check in CHECKS.items()}
    except (AttributeError, KeyError, IndexError, TypeError, ValueError, pikepdf.PdfError) as error:
        return {"readable": [f"{type(error).__name__}: {error}"]}


def main():
    bad = False
    for path in sys.argv[1:]:
        for name, faults in walk(path).items():
            bad = bad or bool(faults)
            print(f"{'not ok' if faults else 'ok'} {path}: {CHECKS[name].__doc__ if name in CHECKS else name}")
            for words in faults[:10]:
                print(f"#   {words}")
            if len(faults) > 10:
                print(f"#   … {len(faults) - 10} more")
    return 1 if bad or len(sys.argv) == 1 else 0


if __name__ == "__main__":
    sys.exit(main())
