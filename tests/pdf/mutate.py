#!/usr/bin/python3
"""mutate.py [--only NAME,…] OUTDIR FILE.pdf…: makes bad PDFs of good ones, one wrong thing in each.

Each function below spoils one thing, named in its first line; it returns False when the file has no such thing, and then
the next FILE is tried. OUTDIR/NAME.pdf is written, with its source's path in OUTDIR/NAME.from; `control` spoils nothing
and must pass everything. tests/groups/mutants sees who notices.
"""

import pathlib
import subprocess
import sys

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, String

from tagged import Font, Tagged, attributes, destination_of, text_of, tree_items


def elements(doc, *roles):
    return [e for e in doc.elements if e.role in roles]


def only_mcid(element):
    """Elements whose one kid is an MCID: (page, mcid), else None."""
    return element.kids[0][1:] if len(element.kids) == 1 and isinstance(element.kids[0], tuple) and element.kids[0][0] == "mcid" else None


def rewrite(doc, page, change):
    """Replaces a page's content stream by `change(instructions)`; False when change returns None."""
    obj = doc.pages[page].obj
    after = change([(list(i.operands), i.operator) for i in pikepdf.parse_content_stream(obj)])
    if after is None:
        return False
    obj.Contents = doc.pdf.make_stream(pikepdf.unparse_content_stream(after))
    return True


def kids_of(element):
    """The K of an element as a list, whether it was written as one or not."""
    return Tagged.as_list(element.obj.get("/K"))


def parents_of(doc, page):
    nums = {int(k): v for k, v in tree_items(doc.root.ParentTree, "/Nums")}
    return nums[int(doc.pages[page].obj.StructParents)]


def spoil_shown_text(doc, spoil):
    """Applies `spoil(font, bytes)` to shown strings of real content until one changes."""
    for page in doc.pages:

        def change(instructions):
            font, real, done = None, False, False
            for operands, operator in instructions:
                op = str(operator)
                if op == "BDC":
                    real = isinstance(operands[1], Dictionary) and "/MCID" in operands[1]
                elif op == "EMC":
                    real = False
                elif op == "Tf":
                    font = Font(page.obj.Resources.Font[operands[0]])
                elif op in ("Tj", "TJ") and real and not done:
                    strings = operands[0] if op == "TJ" else operands
                    for i, string in enumerate(strings):
                        if isinstance(string, String) and (after := spoil(font, bytes(string))) is not None and not done:
                            strings[i], done = String(after), True
            return instructions if done else None

        if rewrite(doc, page.index, change):
            return True
    return False


def is_space(font, code):
    return font.table.get(int.from_bytes(code, "big")) == " "


# ------------------------------------------------------------------ the mutants


def mutant_control(doc):
    """nothing is wrong"""


def mutant_scope_dropped(doc):
    """a TH without Scope"""
    for e in elements(doc, "TH"):
        if "/A" in e.obj:
            del e.obj.A
            return
    return False


def mutant_scope_turned(doc):
    """a TH that heads a row says it heads a column"""
    for e in elements(doc, "TH"):
        for a in attributes(e, "Table"):
            if a.get("/Scope") == "/Row":
                a.Scope = Name.Column
                return
    return False


def mutant_summary_changed(doc):
    """a table's Summary says something else"""
    for e in elements(doc, "Table"):
        for a in attributes(e, "Table"):
            if "/Summary" in a:
                a.Summary = String("a table")
                return
    return False


def mutant_numbering_changed(doc):
    """a numbered list says that it has bullets"""
    for e in elements(doc, "L"):
        for a in attributes(e, "List"):
            if a.get("/ListNumbering") == "/Decimal":
                a.ListNumbering = Name.Disc
                return
    return False


def mutant_expansion_dropped(doc):
    """an abbreviation without its expansion"""
    for e in doc.elements:
        if "/E" in e.obj:
            del e.obj.E
            return
    return False


def mutant_address_changed(doc):
    """a link leads to another web address"""
    for page in doc.pages:
        for annotation in page.obj.get("/Annots", []):
            if "/A" in annotation and "/URI" in annotation.A:
                annotation.A.URI = String("https://www.example.org/")
                return
    return False


def mutant_reference_astray(doc):
    """a cross reference leads to another name than the author's"""
    links = [a for page in doc.pages for a in page.obj.get("/Annots", []) if destination_of(a) is not None]
    for a in links:
        for b in links:
            if text_of(destination_of(a)) != text_of(destination_of(b)):
                if "/A" in a:
                    del a.A
                a.Dest = destination_of(b)
                return
    return False


def mutant_name_astray(doc):
    """a permanent name leads to the foot of the last page"""
    authors = {text_of(e.obj.ID) for e in doc.elements if "/ID" in e.obj and e.parent and e.role != "Note"}
    for name, place in tree_items(doc.pdf.Root.Names.Dests):
        if text_of(name) in authors:
            place = place.D if isinstance(place, Dictionary) else place
            place[0], place[3] = doc.pages[-1].obj, 10
            return
    return False


def mutant_mcids_swapped(doc):
    """two paragraphs claim each other's content"""
    own = [e for e in elements(doc, "P") if only_mcid(e)]
    for a, b in zip(own, own[1:]):
        if only_mcid(a)[0] == only_mcid(b)[0] and a.obj.get("/K") is not None:
            a.obj.K, b.obj.K = b.obj.K, a.obj.K
            return
    return False


def mutant_mcids_swapped_throughout(doc):
    """two paragraphs claim each other's content, and ParentTree agrees"""
    own = [e for e in elements(doc, "P") if only_mcid(e)]
    for a, b in zip(own, own[1:]):
        (page, m), (other, n) = only_mcid(a), only_mcid(b)
        if page == other:
            parents = parents_of(doc, page)
            parents[m], parents[n] = b.obj, a.obj
            a.obj.K, b.obj.K = b.obj.K, a.obj.K
            return
    return False


def mutant_space_lost(doc):
    """a space between two words is not painted"""

    def spoil(font, data):
        kept = font.split(data)
        for i in range(1, len(kept) - 1):
            if is_space(font, kept[i]):
                return b"".join(kept[:i] + kept[i + 1 :])

    return spoil_shown_text(doc, spoil)


def mutant_space_lost_at_end(doc):
    """the space at a line's end is not painted"""
    for page in doc.pages:

        def change(instructions):
            font, last = None, None
            for at, (operands, operator) in enumerate(instructions):
                op = str(operator)
                if op == "Tf":
                    font = Font(page.obj.Resources.Font[operands[0]])
                elif op in ("BDC", "EMC"):
                    last = None
                elif op in ("Tj", "TJ"):
                    strings = operands[0] if op == "TJ" else operands
                    strings = [(strings, i) for i, s in enumerate(strings) if isinstance(s, String)]
                    if last is not None:  # a second line of the same marked content: the first one ends in a space
                        owner, i = last
                        kept = font.split(bytes(owner[i]))
                        if kept and is_space(font, kept[-1]):
                            owner[i] = String(b"".join(kept[:-1]))
                            return instructions
                    last = strings[-1] if strings else last
            return None

        if rewrite(doc, page.index, change):
            return
    return False


def mutant_letter_misread(doc):
    """ToUnicode gives a wrong letter"""
    for page in doc.pages:
        for _, font in page.obj.Resources.Font.items():
            data = font.ToUnicode.read_bytes()
            spoilt = data.replace(b"<0065>", b"<0061>", 1)
            if spoilt != data:
                font.ToUnicode.write(spoilt)
                return
    return False


def mutant_letter_unmapped(doc):
    """ToUnicode lacks a letter"""
    for _, font in doc.pages[0].obj.Resources.Font.items():
        data = font.ToUnicode.read_bytes()
        spoilt = data.replace(b"<0065>", b"<>", 1)
        if spoilt != data:
            font.ToUnicode.write(spoilt)
            return
    return False


def mutant_alt_dropped(doc):
    """a Figure without Alt"""
    for e in elements(doc, "Figure"):
        del e.obj.Alt
        return
    return False


def mutant_alt_changed(doc):
    """a Figure says something else"""
    for e in elements(doc, "Figure"):
        e.obj.Alt = String("picture")
        return
    return False


def mutant_lang_changed(doc):
    """the document is said to be in German"""
    doc.pdf.Root.Lang = String("de-DE")
    for e in doc.tops:
        if "/Lang" in e.obj:
            e.obj.Lang = String("de-DE")


def mutant_span_lang_dropped(doc):
    """a phrase in another language is not said to be"""
    for e in doc.elements:
        if e.parent and "/Lang" in e.obj and e.lang != e.parent.lang:
            del e.obj.Lang
            return
    return False


def mutant_note_id_lost(doc):
    """a note without its ID"""
    for e in elements(doc, "Note"):
        del e.obj.ID
        return
    return False


def mutant_note_call_astray(doc):
    """a note's call leads to the first page's top"""
    for e in elements(doc, "Link"):
        if "Note" in e.path() or "Reference" not in e.path() or not doc.text(e).strip().isdigit():
            continue
        for page in doc.pages:
            for annotation in page.obj.get("/Annots", []):
                if any(k[1] == annotation.objgen for k in e.kids if isinstance(k, tuple)):
                    for key in ("/A", "/Dest"):
                        if key in annotation:
                            del annotation[key]
                    annotation.Dest = Array([doc.pages[0].obj, Name.XYZ, 0, 840, 0])
                    return
    return False


def mutant_heading_level_changed(doc):
    """a heading is one level higher than it was"""
    for e in elements(doc, "H3", "H2"):
        e.obj.S = Name(f"/H{int(e.role[1]) - 1}")
        return
    return False


def mutant_heading_to_paragraph(doc):
    """a heading is tagged as a paragraph"""
    for e in elements(doc, "H2"):
        e.obj.S = Name.P
        return
    return False


def mutant_outline_words_changed(doc):
    """an outline entry does not say what its heading says"""
    doc.pdf.Root.Outlines.First.Title = String("Somewhere")


def mutant_outline_entry_astray(doc):
    """an outline entry leads to another page"""
    item = doc.pdf.Root.Outlines.Last
    item.Dest = Array([doc.pages[0].obj, Name.XYZ, 0, 20, 0])
    if "/A" in item:
        del item.A


def artifact_made_content(doc, claimed):
    def change(instructions):
        for at, (operands, operator) in enumerate(instructions):
            if str(operator) == "BDC" and operands[0] == "/Artifact" and operands[1].get("/Subtype") in ("/Header", "/Footer"):
                operands[0], operands[1] = Name.P, Dictionary(MCID=number)
                return instructions
        return None

    number = max(doc.pages[0].contents) + 1
    if not rewrite(doc, 0, change):
        return False
    if claimed:
        top = doc.tops[0].obj
        element = doc.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=top, Pg=doc.pages[0].obj, K=number))
        top.K = Array([*kids_of(doc.tops[0]), element])
        parents_of(doc, 0).append(element)
    return True


def mutant_artifact_unclaimed(doc):
    """a page's header is marked content that no element claims"""
    return artifact_made_content(doc, False)


def mutant_artifact_to_content(doc):
    """a page's header is read out as a paragraph"""
    return artifact_made_content(doc, True)


def mutant_content_to_artifact(doc):
    """a paragraph is painted as an artifact"""
    for e in elements(doc, "P"):
        if not only_mcid(e) or not e.parent or len(e.parent.kids) < 2:
            continue
        page, mcid = only_mcid(e)

        def change(instructions):
            for operands, operator in instructions:
                if str(operator) == "BDC" and isinstance(operands[1], Dictionary) and operands[1].get("/MCID") == mcid:
                    operands[0], operands[1] = Name.Artifact, Dictionary(Type=Name.Layout)
                    return instructions
            return None

        rewrite(doc, page, change)
        parents_of(doc, page)[mcid] = None
        e.parent.obj.K = Array([k for k in kids_of(e.parent) if isinstance(k, int) or k.objgen != e.obj.objgen])
        return
    return False


def mutant_fill_unmarked(doc):
    """a rectangle is painted outside marked content"""
    add = [([1, 1, 5, 5], Operator("re")), ([], Operator("f"))]
    return rewrite(doc, 0, lambda instructions: instructions + add)


def mutant_artifact_nested(doc):
    """an artifact inside real content"""

    def change(instructions):
        for at, (operands, operator) in enumerate(instructions):
            if str(operator) == "BDC" and isinstance(operands[1], Dictionary) and "/MCID" in operands[1]:
                begin = ([Name.Artifact, Dictionary(Type=Name.Layout)], Operator("BDC"))
                return [*instructions[: at + 1], begin, ([], Operator("EMC")), *instructions[at + 1 :]]
        return None

    return rewrite(doc, 0, change)


def mutant_watermark_shown(doc):
    """a watermark is letters that are shown, not outlines"""

    def change(instructions):
        inside = False
        for at, (operands, operator) in enumerate(instructions):
            if str(operator) == "BDC":
                inside = isinstance(operands[1], Dictionary) and operands[1].get("/Subtype") == "/Watermark"
            elif str(operator) == "Do" and inside:
                shown = [([], "BT"), ([font, 9], "Tf"), ([String("D")], "Tj"), ([], "ET")]
                return [*instructions[:at], *((o, Operator(op)) for o, op in shown), *instructions[at + 1 :]]
        return None

    font = Name(next(iter(doc.pages[0].obj.Resources.Font)))
    return rewrite(doc, 0, change)


def mutant_contents_changed(doc):
    """a link's Contents is not its text"""
    for page in doc.pages:
        for annotation in page.obj.get("/Annots", []):
            annotation.Contents = String("https://www.example.org/elsewhere")
            return
    return False


def numbered_links(doc, listed):
    """(element, its annotation) of links that name a page: those of the contents list, or all others."""
    for e in elements(doc, "Link"):
        for kid in e.kids:
            if isinstance(kid, tuple) and kid[0] == "annotation" and ("TOCI" in e.path()) == listed:
                annotation = doc.pdf.get_object(kid[1])
                if ", page " in text_of(annotation.get("/Contents", "")):
                    yield e, annotation


def mutant_page_of_contents_changed(doc):
    """a reference names another page in its Contents than in its words"""
    for _, annotation in numbered_links(doc, False):
        words = text_of(annotation.Contents)
        annotation.Contents = String(words.replace(", page ", ", page 4", 1))
        return
    return False


def mutant_page_printed_wrong(doc):
    """the contents list prints another page number, and its Contents says the same"""
    for e, annotation in numbered_links(doc, True):
        page, mcid = [kid[1:] for kid in e.kids if isinstance(kid, tuple) and kid[0] == "mcid"][-1]

        def change(instructions):
            font, here, last = None, False, None
            for operands, operator in instructions:
                op = str(operator)
                if op == "BDC":
                    here = isinstance(operands[1], Dictionary) and operands[1].get("/MCID") == mcid
                elif op == "Tf":
                    font = Font(doc.pages[page].obj.Resources.Font[operands[0]])
                elif op in ("Tj", "TJ") and here:
                    for strings in [operands[0] if op == "TJ" else operands]:
                        last = [(strings, i, font) for i, s in enumerate(strings) if isinstance(s, String)][-1]
            strings, i, font = last
            shown = font.split(bytes(strings[i]))
            other = [code for code, text in font.table.items() if text.isdigit() and text != font.table[int.from_bytes(shown[-1], "big")]]
            if not other:
                return None
            strings[i] = String(b"".join(shown[:-1]) + other[0].to_bytes(len(shown[-1]), "big"))
            annotation.Contents = String(text_of(annotation.Contents)[:-1] + font.table[other[0]])
            return instructions

        if rewrite(doc, page, change):
            return
    return False


def mutant_entry_astray(doc):
    """an entry of the contents list leads to what the next one names"""
    found = [annotation for _, annotation in numbered_links(doc, True)]
    if len(found) < 2:
        return False
    found[0].A.D = found[1].A.D


def mutant_entry_lost(doc):
    """the contents list lacks its last entry"""
    for e in elements(doc, "TOC"):
        if len(e.kids) > 1:
            e.obj.K = Array(kids_of(e)[:-1])
            return
    return False


def mutant_entry_higher(doc):
    """an entry of the contents list has moved up a level"""
    for e in elements(doc, "TOC"):
        if e.parent.role == "TOCI":
            entry, top = e.parent, e.parent.parent
            entry.obj.K = Array(kids_of(entry)[:-1])
            kids = kids_of(top)
            at = [k.objgen for k in kids].index(entry.obj.objgen)
            top.obj.K = Array([*kids[: at + 1], *kids_of(e), *kids[at + 1 :]])
            for kid in kids_of(e):
                kid.P = top.obj
            return
    return False


def mutant_contents_dropped(doc):
    """a link without Contents"""
    for page in doc.pages:
        for annotation in page.obj.get("/Annots", []):
            del annotation.Contents
            return
    return False


def mutant_annotations_reordered(doc):
    """the tab key goes backwards"""
    for page in doc.pages:
        if len(page.obj.get("/Annots", [])) > 1:
            page.obj.Annots = Array(list(reversed(list(page.obj.Annots))))
            return
    return False


def mutant_tabs_dropped(doc):
    """a page without Tabs"""
    del doc.pages[-1].obj.Tabs


def mutant_page_label_shifted(doc):
    """the page labels are not what is printed"""
    doc.pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=7)]))


def mutant_xmp_title_changed(doc):
    """XMP and Info give two titles"""
    stream = doc.pdf.Root.Metadata
    data = stream.read_bytes()
    at = data.index(b">", data.index(b"x-default")) + 1
    stream.write(data[:at] + b"Not " + data[at:])


def mutant_ua_claim_dropped(doc):
    """XMP does not say PDF/UA"""
    stream = doc.pdf.Root.Metadata
    data = stream.read_bytes()
    spoilt = data.replace(b"<pdfuaid:part>1<", b"<pdfuaid:part>7<").replace(b'pdfuaid:part="1"', b'pdfuaid:part="7"')
    stream.write(spoilt)
    return spoilt != data


def mutant_mcid_not_in_parent_tree(doc):
    """ParentTree forgets an MCID"""
    parents = parents_of(doc, 0)
    parents[max(doc.pages[0].contents)] = None


def mutant_mcid_claimed_twice(doc):
    """an element claims content that another has"""
    own = [e for e in elements(doc, "P") if only_mcid(e)]
    if len(own) < 2:
        return False
    (page, mcid), top = only_mcid(own[0]), own[1].obj
    top.K = Array([Dictionary(Type=Name.MCR, Pg=doc.pages[page].obj, MCID=mcid), top.K])


def mutant_paragraph_split(doc):
    """one paragraph has become two"""
    for e in elements(doc, "P"):
        mcids = [k for k in e.kids if isinstance(k, tuple) and k[0] == "mcid"]
        if len(e.kids) > 1 and mcids and mcids[-1] == e.kids[-1]:
            siblings = kids_of(e.parent)
            at = [isinstance(k, int) or k.objgen for k in siblings].index(e.obj.objgen)
            page, mcid = mcids[-1][1:]
            twin = doc.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=e.parent.obj, Pg=doc.pages[page].obj, K=mcid))
            parents_of(doc, page)[mcid] = twin
            e.obj.K = Array(kids_of(e)[:-1])
            e.parent.obj.K = Array([*siblings[: at + 1], twin, *siblings[at + 1 :]])
            return
    return False


def mutant_cell_demoted(doc):
    """a header cell is tagged as data"""
    for e in elements(doc, "TH"):
        e.obj.S = Name.TD
        return
    return False


def mutant_cell_lost(doc):
    """a table's row lacks its last cell"""
    for e in elements(doc, "TR"):
        if len(e.kids) > 1:
            e.obj.K = Array(kids_of(e)[:-1])
            return
    return False


def mutant_header_lost(doc):
    """a cell under two header cells names one of them alone"""
    for e in elements(doc, "TD"):
        for a in attributes(e, "Table"):
            if len(a.get("/Headers", [])) > 1:
                a.Headers = Array(list(a.Headers)[:-1])
                return
    return False


def mutant_headers_swapped(doc):
    """a cell names the header cell of the next column"""
    for e in elements(doc, "TR"):
        named = [a for k in e.kids for a in attributes(k, "Table") if k.role == "TD" and "/Headers" in a]
        if len(named) > 1 and list(named[0].Headers) != list(named[1].Headers):
            named[0].Headers, named[1].Headers = named[1].Headers, named[0].Headers
            return
    return False


def mutant_headers_dropped(doc):
    """a cell names no header cell where others of its table do"""
    for e in elements(doc, "TD"):
        for a in attributes(e, "Table"):
            if "/Headers" in a:
                del a.Headers
                return
    return False


def mutant_column_span_changed(doc):
    """a cell spans a column more"""
    for e in elements(doc, "TD", "TH"):
        for a in attributes(e, "Table"):
            if "/ColSpan" in a:
                a.ColSpan = int(a.ColSpan) + 1
                return
    return False


def mutant_row_span_lost(doc):
    """a cell that spans rows does not say so"""
    for e in elements(doc, "TD", "TH"):
        for a in attributes(e, "Table"):
            if "/RowSpan" in a:
                del a.RowSpan
                return
    return False


def mutant_section_lost(doc):
    """a Sect is called Div"""
    for e in elements(doc, "Sect"):
        e.obj.S = Name.Div
        return
    return False


def mutant_role_unmapped(doc):
    """a type of our own leads to no standard type"""
    for e in elements(doc, "P"):
        e.obj.S = Name.Clause
        return


def mutant_actual_text_wrong(doc):
    """ActualText says something else than the page"""
    elements(doc, "P")[0].obj.ActualText = String("something else")


def mutant_intent_dropped(doc):
    """no output intent"""
    del doc.pdf.Root.OutputIntents


MUTANTS = {name[7:].replace("_", "-"): f for name, f in list(globals().items()) if name.startswith("mutant_")}


def save(pdf, path):
    """qpdf's second pass puts the line end before endstream that PDF/A wants."""
    rough = path.with_suffix(".rough")
    pdf.save(rough, fix_metadata_version=False, static_id=True)
    subprocess.run(["qpdf", "--newline-before-endstream", "--static-id", str(rough), str(path)], check=True)
    rough.unlink()


def make(out, files, only=None):
    """Writes the mutants named in `only`, or all; those that no file allows are missing afterwards."""
    out.mkdir(parents=True, exist_ok=True)
    for name in only or MUTANTS:
        for file in files:
            doc = Tagged(file)
            if MUTANTS[name](doc) is not False:
                save(doc.pdf, out / f"{name}.pdf")
                (out / f"{name}.from").write_text(file + "\n")
                break


def main():
    arguments, only = sys.argv[1:], None
    if arguments[0] == "--only":
        only, arguments = arguments[1].split(","), arguments[2:]
    make(pathlib.Path(arguments[0]), arguments[1:], only)


if __name__ == "__main__":
    main()
