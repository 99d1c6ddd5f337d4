#!/usr/bin/python3
"""peers.py typst|fo|html|man FILE.xml: the same words and the same structure as a source of another typesetter.

XML → Typst markup, XSL-FO for Apache FOP, HTML for WeasyPrint or man(7) for mandoc, on stdout. Each starts from the
reference's tree (tests/reference), so every generated word is there too: numbers, captions, document control. What a
peer makes by itself (numbers of footnotes, running heads, contents, bookmarks) is left to it. man(7) knows no links, no
footnotes and no pictures: a note stands in brackets after its paragraph, and of a picture its alternative is printed.
"""

import json
import pathlib
import subprocess
import sys
from html import escape

from lxml import etree

REFERENCE = pathlib.Path(__file__).resolve().parent.parent / "reference" / "reference.py"
PAGE = "⟨page⟩"  # where the reference leaves the number of a page to the PDF
ORDERED = ("Decimal", "LowerAlpha", "LowerRoman", "UpperAlpha")


class Writer:
    """Walks the tree; each format says what an element becomes. An element that it does not know is its contents."""

    def __init__(self, tree, meta, pictures):
        self.tree, self.meta, self.pictures = tree, meta, pictures
        self.notes = {}
        self.find_notes(tree)

    def find_notes(self, tree):
        if "note_id" in tree:
            self.notes[tree["note_id"]] = tree
        for kid in tree["kids"]:
            if not isinstance(kid, str):
                self.find_notes(kid)

    def content(self, tree):
        return "".join(self.text(kid) if isinstance(kid, str) else self.element(kid) for kid in tree["kids"])

    def element(self, tree):
        role = "heading" if tree["role"][1:].isdigit() else tree["role"].lower()
        return getattr(self, "set_" + role, self.content)(tree)

    def note_of(self, link):
        """The text of the note that a link calls; None for another link."""
        note = self.notes.get(link.get("target"))
        return note and next(kid for kid in note["kids"] if kid["role"] == "P")

    def items(self, tree):
        """(item, label, body) of a list."""
        return [(item, self.content(item["kids"][0]), self.content(item["kids"][1])) for item in tree["kids"]]

    def is_bullet(self, tree):
        label = tree["kids"][0]["kids"][0]["kids"]
        return tree["numbering"] == "Disc" or label in (["•"], ["–"])

    def table_parts(self, tree):
        """caption or "", rows of the head, rows of the body; a row is a list of cells."""
        caption = "".join(self.content(part) for part in tree["kids"] if part["role"] == "Caption")
        rows = {part["role"]: [row["kids"] for row in part["kids"]] for part in tree["kids"] if part["role"] in ("THead", "TBody")}
        return caption, rows.get("THead", []), rows.get("TBody", [])

    def picture(self, tree):
        """(file, width) of a figure; (None, None) for the picture of a signature."""
        return self.pictures.get(tree.get("id"), (None, None))

    def linked(self, tree):
        """The words of a link, with the number of the page that it leads to as the peer counts them."""
        text = self.content(tree)
        return text.replace(PAGE, self.page(tree["target"]) if "target" in tree else "")

    def page(self, target):
        return ""

    def set_note(self, _):
        return ""


class Typst(Writer):
    @staticmethod
    def string(text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def text(self, text):
        return f"#{self.string(text)};"

    def whole(self):
        year, month, day = self.meta["date"].split("-")
        return f"""#set document(title: {self.string(self.meta["title"])}, author: {self.string(self.meta["author"])}, date: datetime(year: {int(year)}, month: {int(month)}, day: {int(day)}))
#set text(lang: "en", region: "GB", font: "Noto Sans", size: 12pt, hyphenate: false)
#set page(paper: "a4", margin: (x: 27mm, top: 28mm, bottom: 26mm), numbering: "1", header: align(right, {self.string(self.meta["title"])}))
#set par(justify: false, linebreaks: "optimized", leading: 8.4pt, spacing: 17pt)
#show figure: set block(breakable: true)
#show figure.caption: it => it.body
{self.content(self.tree)}
"""

    @staticmethod
    def name(tree):
        return f"#metadata(none)<{tree['id']}>" if "id" in tree else ""

    def element(self, tree):
        return self.name(tree) + super().element(tree)

    def set_title(self, tree):
        return f"\n\n= {self.content(tree)}\n"

    def set_heading(self, tree):
        return f"\n\n{'=' * int(tree['role'][1:])} {self.content(tree)}\n"

    def set_p(self, tree):
        return f"\n\n{self.content(tree)}\n\n"

    def set_blockquote(self, tree):
        return f"\n#quote(block: true)[{self.content(tree)}]\n"

    def set_toc(self, tree):
        depth = lambda toc: 1 + max([depth(kid) for entry in toc["kids"] for kid in entry["kids"] if kid["role"] == "TOC"], default=0)
        return f"\n#outline(title: none, depth: {1 + depth(tree)})\n"

    def set_l(self, tree):
        items = self.items(tree)
        bodies = ",".join(f"[{self.name(item)}{body}]" for item, _, body in items)
        if self.is_bullet(tree):
            return f"\n#list({bodies})\n"
        if tree["numbering"] in ORDERED:
            labels = ",".join(self.string("".join(item["kids"][0]["kids"])) for item, _, _ in items)
            return f"\n#enum(numbering: n => ({labels},).at(n - 1), {bodies})\n"
        return "\n#terms(" + ",".join(f"terms.item([{self.name(item)}{label}], [{body}])" for item, label, body in items) + ")\n"

    def set_table(self, tree):
        caption, head, body = self.table_parts(tree)
        cells = lambda rows: "".join(self.cell(cell) for row in rows for cell in row)
        columns = sum(cell.get("columns", 1) for cell in (head + body)[0])
        inner = (f"table.header({cells(head)})," if head else "") + cells(body)
        table = f"table(columns: ({'1fr,' * columns}), {inner})"
        return f"\n#figure({f'caption: [{caption}], ' if caption else ''}kind: table, supplement: none, numbering: none, {table})\n"

    def cell(self, cell):
        spans = [f"{key}: {cell[of]}" for key, of in (("colspan", "columns"), ("rowspan", "rows")) if cell.get(of, 1) > 1]
        return f"table.cell({', '.join(spans)})[{self.content(cell)}]," if spans else f"[{self.content(cell)}],"

    def set_figure(self, tree):
        file, width = self.picture(tree)
        return f"\n#image({self.string(file)}, width: {width}, alt: {self.string(tree['alt'])})\n" if file else self.text(tree["alt"])

    def set_span(self, tree):
        return f"#text(lang: {self.string(tree['lang'][:2])})[{self.content(tree)}]" if "lang" in tree else self.content(tree)

    def set_link(self, tree):
        if note := self.note_of(tree):
            return f"#footnote[{self.content(note)}]"
        if "uri" not in tree and "target" not in tree:
            return self.linked(tree)
        target = self.string(tree["uri"]) if "uri" in tree else f"<{tree['target']}>"
        return f"#link({target})[{self.linked(tree)}]"

    def page(self, target):
        return f'";#context counter(page).at(<{target}>).first();#"'


class Fo(Writer):
    """XSL-FO with the roles that FOP puts into its tags when accessibility is on."""

    SIZES = {1: (27, 34), 2: (18.5, 25.5), 3: (14.5, 21)}

    def text(self, text):
        return escape(text, quote=False)

    def whole(self):
        marks = "".join(f'<fo:bookmark internal-destination="h{number}"><fo:bookmark-title>{escape("".join(self.words(tree)))}</fo:bookmark-title></fo:bookmark>'
                        for number, tree in enumerate(self.headings(), 1))
        self.heading = 0
        return f"""<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format" xmlns:fox="http://xmlgraphics.apache.org/fop/extensions" xml:lang="en-GB" font-family="Noto Sans" font-size="12pt" line-height="17pt">
<fo:layout-master-set><fo:simple-page-master master-name="page" page-width="210mm" page-height="297mm" margin="28mm 27mm 16mm"><fo:region-body margin-bottom="10mm"/><fo:region-after extent="8mm"/></fo:simple-page-master></fo:layout-master-set>
<fo:declarations><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(self.meta["title"])}</dc:title></rdf:Description></rdf:RDF></x:xmpmeta></fo:declarations>
<fo:bookmark-tree>{marks}</fo:bookmark-tree>
<fo:page-sequence master-reference="page"><fo:static-content flow-name="xsl-region-after"><fo:block font-size="10pt">Page <fo:page-number/></fo:block></fo:static-content>
<fo:flow flow-name="xsl-region-body">{self.content(self.tree)}</fo:flow></fo:page-sequence></fo:root>
"""

    def headings(self, tree=None):
        for kid in (tree or self.tree)["kids"]:
            if not isinstance(kid, str):
                if kid["role"] == "Title" or kid["role"][1:].isdigit():
                    yield kid
                yield from self.headings(kid)

    def words(self, tree):
        for kid in tree["kids"]:
            yield from [kid] if isinstance(kid, str) else self.words(kid)

    @staticmethod
    def name(tree):
        return f' id="{tree["id"]}"' if "id" in tree else ""

    def block(self, tree, more=""):
        return f"<fo:block{self.name(tree)}{more}>{self.content(tree)}</fo:block>"

    def set_title(self, tree):
        return self.set_heading({**tree, "role": "H1"})

    def set_heading(self, tree):
        self.heading += 1
        size, leading = self.SIZES.get(int(tree["role"][1:]), (12, 17))
        return self.block({**tree, "id": f"h{self.heading}"}, f' role="{tree["role"]}" font-weight="bold" font-size="{size}pt" line-height="{leading}pt" space-before="17pt" '
                          'space-after="6pt" keep-with-next.within-page="always"')

    def set_sect(self, tree):
        return self.block(tree, ' role="Sect"')

    def set_p(self, tree):
        return self.block(tree, ' space-after="8.5pt"')

    def set_blockquote(self, tree):
        return self.block(tree, ' role="BlockQuote" margin-left="20pt"')

    def set_l(self, tree):
        wide = 120 if tree["numbering"] == "None" and not self.is_bullet(tree) else 34
        items = "".join(f'<fo:list-item{self.name(item)}><fo:list-item-label end-indent="label-end()"><fo:block>{label}</fo:block></fo:list-item-label>'
                        f'<fo:list-item-body start-indent="body-start()"><fo:block>{body}</fo:block></fo:list-item-body></fo:list-item>' for item, label, body in self.items(tree))
        return f'<fo:list-block provisional-distance-between-starts="{wide}pt">{items}</fo:list-block>'

    def set_table(self, tree):
        caption, head, body = self.table_parts(tree)
        columns = sum(cell.get("columns", 1) for cell in (head + body)[0])
        group = lambda name, rows: f"<fo:{name}>" + "".join("<fo:table-row>" + "".join(map(self.cell, row)) + "</fo:table-row>" for row in rows) + f"</fo:{name}>" if rows else ""
        return f'<fo:block{self.name(tree)} font-weight="bold" space-before="17pt" keep-with-next.within-page="always">{caption}</fo:block>' \
            f'<fo:table table-layout="fixed" width="100%" space-after="8.5pt">{"<fo:table-column/>" * columns}{group("table-header", head)}{group("table-body", body)}</fo:table>'

    def cell(self, cell):
        spans = "".join(f' number-{key}-spanned="{cell[key]}"' for key in ("columns", "rows") if cell.get(key, 1) > 1)
        role = ' role="TH"' if cell["role"] == "TH" else ""
        return f'<fo:table-cell{spans}{role} padding="4pt" border-bottom="0.5pt solid #AEB7BD"><fo:block>{self.content(cell)}</fo:block></fo:table-cell>'

    def set_figure(self, tree):
        file, width = self.picture(tree)
        inside = f'<fo:external-graphic src="{file}" content-width="{width}" fox:alt-text="{escape(tree["alt"])}"/>' if file else self.text(tree["alt"])
        return f"<fo:block{self.name(tree)}>{inside}</fo:block>"

    def set_span(self, tree):
        return f'<fo:inline xml:lang="{tree["lang"]}">{self.content(tree)}</fo:inline>' if "lang" in tree else self.content(tree)

    def set_link(self, tree):
        if note := self.note_of(tree):
            number = "".join(self.words(tree))
            return f'<fo:footnote><fo:inline font-size="9pt" baseline-shift="super">{number}</fo:inline><fo:footnote-body><fo:block>{number} {self.content(note)}</fo:block></fo:footnote-body></fo:footnote>'
        if "uri" not in tree and "target" not in tree:
            return self.linked(tree)
        target = f'external-destination="url({escape(tree["uri"])})"' if "uri" in tree else f'internal-destination="{tree["target"]}"'
        return f'<fo:basic-link {target} color="#005EB8" fox:alt-text="{escape(tree["contents"].replace(PAGE, ""))}">{self.linked(tree)}</fo:basic-link>'

    def page(self, target):
        return f'<fo:page-number-citation ref-id="{target}"/>'

    def set_toci(self, tree):
        """An entry of the contents, its number at the right edge."""
        entry = "".join(self.element(kid) for kid in tree["kids"] if kid["role"] != "TOC").replace("<fo:page-number-citation", '<fo:leader/><fo:page-number-citation')
        below = "".join(f'<fo:block margin-left="20pt">{self.content(kid)}</fo:block>' for kid in tree["kids"] if kid["role"] == "TOC")
        return f'<fo:block text-align-last="justify">{entry}</fo:block>{below}'


class Html(Writer):
    STYLE = """@page { size: A4; margin: 28mm 27mm 26mm; @bottom-left { content: "Page " counter(page) } }
body { font: 12pt/17pt "Noto Sans"; } .note { float: footnote; } .page::after { content: target-counter(attr(data-of), page) } table { width: 100%; border-collapse: collapse; } td, th { text-align: left; vertical-align: top; padding: 4pt; border-bottom: 0.5pt solid #AEB7BD; }"""

    def text(self, text):
        return escape(text, quote=False)

    def whole(self):
        return f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{escape(self.meta["title"])}</title><style>{self.STYLE}</style></head>
<body>{self.content(self.tree)}</body></html>
"""

    def wrap(self, name, tree, more=""):
        name_of = f' id="{tree["id"]}"' if "id" in tree else ""
        tongue = f' lang="{tree["lang"]}"' if "lang" in tree else ""
        return f"<{name}{name_of}{tongue}{more}>{self.content(tree)}</{name}>"

    def set_title(self, tree):
        return self.wrap("h1", tree)

    def set_heading(self, tree):
        return self.wrap(tree["role"].lower(), tree)

    def set_sect(self, tree):
        return self.wrap("section", tree)

    def set_p(self, tree):
        return self.wrap("p", tree) + "\n"

    def set_blockquote(self, tree):
        return self.wrap("blockquote", tree)

    def set_span(self, tree):
        return self.wrap("span", tree)

    def set_l(self, tree):
        if tree["numbering"] == "None" and not self.is_bullet(tree):
            return "<dl>" + "".join(f"<dt id='{item.get('id', '')}'>{label}</dt><dd>{body}</dd>" for item, label, body in self.items(tree)) + "</dl>"
        kind = "ul" if self.is_bullet(tree) else "ol"
        name = lambda item: f' id="{item["id"]}"' if "id" in item else ""
        style = (lambda label: "") if kind == "ul" else lambda label: f' style="list-style-type: \'{label} \'"'
        return f"<{kind}>" + "".join(f"<li{name(item)}{style(label)}>{body}</li>" for item, label, body in self.items(tree)) + f"</{kind}>"

    def set_table(self, tree):
        caption, head, body = self.table_parts(tree)
        name = f' id="{tree["id"]}"' if "id" in tree else ""
        row = lambda cells: "<tr>" + "".join(self.cell(cell) for cell in cells) + "</tr>"
        return f"<table{name}><caption>{caption}</caption><thead>{''.join(map(row, head))}</thead><tbody>{''.join(map(row, body))}</tbody></table>\n"

    def cell(self, cell):
        more = "".join(f' {key}="{cell[of]}"' for key, of in (("colspan", "columns"), ("rowspan", "rows")) if cell.get(of, 1) > 1)
        if cell["role"] == "TH":
            more += ' scope="col"' if cell.get("scope") == "Column" else ' scope="row"'
        return self.wrap(cell["role"].lower(), cell, more)

    def set_figure(self, tree):
        file, width = self.picture(tree)
        name = f' id="{tree["id"]}"' if "id" in tree else ""
        return f'<p{name}><img src="{file}" style="width: {width}" alt="{escape(tree["alt"])}"></p>' if file else self.text(tree["alt"])

    def set_link(self, tree):
        if note := self.note_of(tree):
            return f'<span class="note">{self.content(note)}</span>'
        if "uri" not in tree and "target" not in tree:
            return self.linked(tree)
        return f'<a href="{escape(tree.get("uri") or "#" + tree["target"])}">{self.linked(tree)}</a>'

    def page(self, target):
        return f'<span class="page" data-of="#{target}"></span>'

    def set_toc(self, tree):
        return "<ul>" + "".join(f"<li>{self.content(entry)}</li>" for entry in tree["kids"]) + "</ul>"


class Man(Writer):
    """man(7) with tbl(7). A request stands at the start of its line, so blocks end theirs."""

    def text(self, text):
        return text.replace("\\", "\\e")

    def whole(self):
        return f'.TH "{self.meta["title"]}" 7 {self.meta["date"]}\n{self.content(self.tree)}'

    @staticmethod
    def line(text):
        """Text that begins a line, which no request may."""
        return ("\\&" if text[:1] in ".'" else "") + text.strip("\n") + "\n"

    def paragraph(self, tree):
        self.called = []
        text = self.content(tree)
        return text + "".join(f" [{note}]" for note in self.called)

    def set_title(self, tree):
        return ".SH " + self.paragraph(tree) + "\n"

    def set_heading(self, tree):
        return (".SH " if tree["role"] == "H2" else ".SS ") + self.paragraph(tree) + "\n"

    def set_p(self, tree):
        return ".PP\n" + self.line(self.paragraph(tree))

    def set_blockquote(self, tree):
        return ".RS\n" + self.content(tree) + ".RE\n"

    def set_l(self, tree):
        made = []
        for item in tree["kids"]:
            body = self.content(item["kids"][1])
            label = self.content(item["kids"][0])
            body = body.removeprefix(".PP\n").replace("\n.PP\n", "\n.IP\n")
            made.append(f'.IP "{label}" 6\n{body}')
        return ".RS\n" + "".join(made) + ".RE\n"

    def set_table(self, tree):
        caption, head, body = self.table_parts(tree)
        columns = len((head + body)[0])
        form = ["lBx " * columns] * len(head) + ["lx " * columns + "."]
        rows = "".join("\t".join("T{\n" + self.line(self.flat(cell)) + "T}" for cell in row) + "\n" for row in head + body)
        return f".PP\n{self.line(caption)}.TS\n" + "\n".join(form) + f"\n{rows}.TE\n"

    def flat(self, cell):
        """A cell without requests, since tbl takes none."""
        lines = [line for line in self.paragraph(cell).split("\n") if line and not line.startswith(".")]
        return "; ".join(lines) or "\\&"

    def set_figure(self, tree):
        return ".PP\n" + self.line(self.text(tree["alt"]))

    def set_link(self, tree):
        if note := self.note_of(tree):
            number = "".join(tree["kids"])
            self.called.append(f"{number} {self.content(note)}")
            return f"[{number}]"
        return self.linked(tree)

    def set_toci(self, tree):
        return "".join(".br\n" + self.line(self.element(kid)) if kid["role"] == "Reference" else self.element(kid) for kid in tree["kids"])


WRITERS = {"typst": Typst, "fo": Fo, "html": Html, "man": Man}


def said(option, path):
    return json.loads(subprocess.run(["/usr/bin/python3", REFERENCE, option, path], capture_output=True, check=True).stdout)


def write(kind, tree, meta, path):
    """The source of one peer as text."""
    pictures = {figure.get("id"): (figure.get("src"), figure.get("width", "100mm")) for figure in etree.parse(str(path)).iter("{*}figure")}
    return WRITERS[kind](tree, meta, pictures).whole()


def main():
    kind, path = sys.argv[1:]
    sys.stdout.write(write(kind, said("--structure", path), said("--meta", path), path))


if __name__ == "__main__":
    main()
