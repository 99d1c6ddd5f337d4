#!/usr/bin/python3
"""observe_pikepdf.py [--structure | --meta] FILE.pdf: what a reader that follows the structure tree meets, as JSON.

Without an option a line for each run of text between two boundaries of structure, in the tree's order:
{"path": ["Document", "Sect", "P"], "lang": "en-GB", "text": "…"}. The text is as the PDF has it, nothing tidied.
--structure prints the tree with all that its elements carry, --meta what describes the document, with the outline.
"""

import json
import sys

import pikepdf

from tagged import Element, Tagged, attributes, destination_of, text_of
from walk import first_paint, lands_near, resolve


def attribute(element, owner, key):
    return next((str(a[key])[1:] if str(a[key]).startswith("/") else text_of(a[key]) for a in attributes(element, owner) if key in a), None)


def links_of(doc, element):
    """contents, uri and target of a Link; lists where the annotations of one link do not agree."""
    found = {"contents": set(), "uri": set(), "target": set()}
    for kid in element.kids:
        if isinstance(kid, tuple) and kid[0] == "annotation":
            annotation = doc.pdf.get_object(kid[1])
            found["contents"].add(text_of(annotation.get("/Contents", "")))
            if "/A" in annotation and "/URI" in annotation.A:
                found["uri"].add(text_of(annotation.A.URI))
            if (target := destination_of(annotation)) is not None:
                named = isinstance(target, (pikepdf.String, pikepdf.Name))
                found["target"].add(text_of(target) if named else "a place without a name")
    return {key: values.pop() if len(values) == 1 else sorted(values) for key, values in found.items() if values}


def nested(doc, element, names, parent_lang=None):
    value = {"role": element.role}
    if element.lang != parent_lang:
        value["lang"] = element.lang
    for key, entry in (("t", "/T"), ("expansion", "/E"), ("alt", "/Alt"), ("note_id", "/ID")):
        if entry in element.obj and (key != "note_id" or element.role == "Note"):
            value[key] = text_of(element.obj[entry])
    for key, owner, entry in (("summary", "Table", "/Summary"), ("scope", "Table", "/Scope"), ("numbering", "List", "/ListNumbering")):
        if (found := attribute(element, owner, entry)) is not None:
            value[key] = found
    if element.role == "L":
        value.setdefault("numbering", "None")
    value.update(links_of(doc, element))
    # Destinations name places, not elements: here stand all that show this element's beginning.
    paint = first_paint(doc, element)
    value["names"] = [name for name, at in names.get(paint and paint[0], []) if lands_near(at, paint)]
    if "/ActualText" in element.obj:
        value["kids"] = [text_of(element.obj.ActualText)]
        return value
    kids, text = [], ""
    for kid in element.kids:
        if isinstance(kid, Element):
            kids += [text] if text else []
            text = ""
            kids.append(nested(doc, kid, names, element.lang))
        elif kid[0] == "mcid":
            content = doc.content(kid[1], kid[2])
            text += content.text if content else ""
    value["kids"] = kids + ([text] if text else [])
    return value


def outline(doc):
    entries = []

    def visit(item, depth):
        while item is not None:
            entries.append((depth, text_of(item.Title)))
            visit(item.get("/First"), depth + 1)
            item = item.get("/Next")

    visit(doc.pdf.Root.Outlines.get("/First"), 1)
    return entries


def main():
    doc = Tagged(sys.argv[-1])
    if "--structure" in sys.argv:
        names = {}  # by the page that they lead to, which spares asking each for each element
        for name, place in doc.destinations.items():
            if at := resolve(doc, place):
                names.setdefault(at[0], []).append((name, at))
        print(json.dumps({"all_names": sorted(doc.destinations), **nested(doc, doc.tops[0], names)}, ensure_ascii=False, indent=1))
    elif "--meta" in sys.argv:
        info = {key: text_of(doc.pdf.docinfo.get("/" + key.title(), "")) for key in ("title", "author", "subject", "keywords")}
        print(json.dumps({**info, "lang": doc.lang, "outline": outline(doc)}, ensure_ascii=False))
    else:
        for path, lang, text in doc.runs():
            print(json.dumps({"path": path, "lang": lang, "text": text}, ensure_ascii=False))


if __name__ == "__main__":
    main()
