#!/usr/bin/python3
"""typst_input.py FILE.xml: the same words and the same structure as Typst markup, for the benchmark.

It starts from the reference's tree (tests/reference), so every generated word is there too: numbers, captions, document
control. What Typst numbers by itself (footnotes, lists) is left to it. Abbreviations lose their expansion: it has none.
"""

import json
import pathlib
import subprocess
import sys

REFERENCE = pathlib.Path(__file__).resolve().parent.parent / "reference" / "reference.py"
HEAD = """#set document(title: {title}, author: {author}, date: datetime(year: 2026, month: 11, day: 22))
#set text(lang: "en", region: "GB", font: "Noto Sans", size: 12pt, hyphenate: false)
#set page(paper: "a4", margin: 25mm, numbering: "1", header: align(right, {title}))
#set par(justify: false, linebreaks: "optimized")
#show figure: set block(breakable: true)
#show figure.caption: it => it.body
"""
NUMBERS = {"Decimal": "1.", "LowerAlpha": "(a)", "LowerRoman": "(i)", "UpperAlpha": "(A)"}


def string(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Writer:
    def __init__(self, notes):
        self.notes = notes

    def content(self, tree):
        """The kids of an element as one content block, without its brackets."""
        return "".join(f"#{string(kid)};" if isinstance(kid, str) else self.element(kid) for kid in tree["kids"])

    def element(self, tree):
        return self.name(tree) + getattr(self, "set_" + ("heading" if tree["role"][1:].isdigit() else tree["role"].lower()))(tree)

    @staticmethod
    def name(tree):
        return f"#metadata(none)<{tree['id']}>" if "id" in tree else ""

    def set_title(self, tree):
        return f"\n\n= {self.content(tree)}\n"

    def set_heading(self, tree):
        return f"\n\n{'=' * int(tree['role'][1:])} {self.content(tree)}\n"

    def set_sect(self, tree):
        return self.content(tree)

    def set_p(self, tree):
        return f"\n\n{self.content(tree)}\n\n"

    def set_blockquote(self, tree):
        return f"\n#quote(block: true)[{self.content(tree)}]\n"

    def set_l(self, tree):
        items = [(self.name(item) + self.content(item["kids"][0]), self.content(item["kids"][1])) for item in tree["kids"]]
        if tree["numbering"] == "None":
            return "\n#terms(" + ",".join(f"terms.item([{label}], [{body}])" for label, body in items) + ")\n"
        kind = f'enum(numbering: "{NUMBERS[tree["numbering"]]}", ' if tree["numbering"] in NUMBERS else "list("
        return f"\n#{kind}" + ",".join(f"[{body}]" for _, body in items) + ")\n"

    def set_table(self, tree):
        caption, cells, columns = None, [], 0
        for part in tree["kids"]:
            if part["role"] == "Caption":
                caption = self.content(part)
                continue
            rows = ["".join(f"[{self.content(cell)}]," for cell in row["kids"]) for row in part["kids"]]
            columns = len(part["kids"][0]["kids"])
            cells.append(f"table.header({''.join(rows)})," if part["role"] == "THead" else "".join(rows))
        table = f"table(columns: ({'1fr,' * columns}), {''.join(cells)})"
        return f"\n#figure({f'caption: [{caption}], ' if caption else ''}kind: table, supplement: none, numbering: none, {table})\n"

    def set_span(self, tree):
        return f"#text(lang: {string(tree['lang'][:2])})[{self.content(tree)}]" if "lang" in tree else self.content(tree)

    def set_reference(self, tree):
        return self.content(tree)

    def set_link(self, tree):
        if tree.get("target", "").startswith("fn-"):
            note = next(kid for kid in self.notes[tree["target"]]["kids"] if kid["role"] == "P")
            return f"#footnote[{self.content(note)}]"
        target = string(tree["uri"]) if "uri" in tree else f"<{tree['target']}>"
        return f"#link({target})[{self.content(tree)}]"

    def set_note(self, _):
        return ""


def notes_of(tree):
    found = {tree["note_id"]: tree} if "note_id" in tree else {}
    for kid in tree["kids"]:
        if not isinstance(kid, str):
            found.update(notes_of(kid))
    return found


def main():
    said = lambda option: json.loads(subprocess.run(["/usr/bin/python3", REFERENCE, option, sys.argv[1]], capture_output=True, check=True).stdout)
    tree, meta = said("--structure"), said("--meta")
    print(HEAD.format(title=string(meta["title"]), author=string(meta["author"])))
    print(Writer(notes_of(tree)).content(tree))


if __name__ == "__main__":
    main()
