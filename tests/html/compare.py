#!/usr/bin/python3
"""compare.py FILE.xml FILE.html: does the page of HTML say what the XML says, in its order and with its structure?

The reference (tests/reference) turns the XML into lines of (role path, language, text); here the page is turned into the
same by lxml, tag by tag. Left out on both sides is what a page cannot have: numbers of pages with the words before them,
and bullets, which the browser draws. Prints "ok" or "not ok", with the first lines that differ. Besides: every id stands
once, every link within the page leads to one, cells name header cells of their own table, and nothing is fetched.
"""

import json
import re
import subprocess
import sys
import unicodedata

from lxml import html

TAGS = {"main": "Document", "section": "Sect", "nav": "Sect", "h1": "Title", "p": "P", "blockquote": "BlockQuote", "dl": "L", "dt": "Lbl",
        "dd": "LBody", "caption": "Caption", "thead": "THead", "tbody": "TBody", "tr": "TR", "th": "TH", "td": "TD", "table": "Table",
        "figcaption": "P", "abbr": "Span", "ins": "Ins", "del": "Del", "img": "Figure"}
TAGS.update({f"h{n}": f"H{n}" for n in range(2, 7)})
CLEAR = {"header", "div", "figure", "sup", "b", "mark", "span", "a"}
BULLETS = ("•", "–")
PAGE = re.compile(r"(, page| |\u00a0)* ?⟨page⟩")


def tidy(text):
    return re.sub(r"[ \t\r\n]+", " ", unicodedata.normalize("NFC", text))


def roles_of(element):
    """The roles that an element adds to the path, and whether the text in it is for the eye alone."""
    tag, parent = element.tag, element.getparent()
    kind = element.get("class", "")
    if tag in ("ul", "ol"):
        return ["TOC" if kind == "contents" else "L"]
    if tag == "li":
        return ["TOCI" if parent.get("class") == "contents" else "LI"]
    if tag == "div" and parent.tag == "dl":
        return ["LI"]
    if tag == "div" and kind == "note":
        return ["Note"]
    if tag == "span" and kind == "label":
        return ["Lbl"]
    if tag == "span" and element.get("lang"):
        return ["Span"]
    if tag == "a":
        return ["Link"] if not element.get("href").startswith("#") or element.get("role") == "doc-backlink" else ["Reference", "Link"]
    if tag in TAGS:
        return [TAGS[tag]]
    if tag not in CLEAR:
        raise SystemExit(f"not ok there is a {tag}")
    return []


def in_body(child):
    """Whether a child of an li belongs to its body: everything but the label."""
    return child.getparent().tag == "li" and child.getparent().getparent().get("class") != "contents" and child.get("class") != "label"


def listen(element, path, lang, out, owner=None):
    """`owner` is the nearest element around the text that has a role: a boundary of it ends a run."""
    if element.get("class") == "unseen":
        return
    if element.tag != "main":
        lang = element.get("lang", lang)
    roles = (["LBody"] if element.tag != "main" and in_body(element) else []) + roles_of(element)
    path, owner = path + roles, element if roles else owner
    if element.tag == "img":
        out.append((owner, path, lang, element.get("alt")))
    say(owner, path, lang, element.text, out)
    for child in element:
        before = len(out)
        listen(child, path, lang, out, owner)
        if len(out) > before and roles_of(child):
            out.append((None, path, lang, ""))
        say(owner, path, lang, child.tail, out)


BLOCKS = {"Document", "Sect", "L", "LI", "TOC", "TOCI", "Table", "THead", "TBody", "TR", "BlockQuote", "Note", "LBody"}


def say(owner, path, lang, text, out):
    if text and (text.strip() or (path[-1] not in BLOCKS and "\n" not in text)):  # else it is between two tags alone
        out.append((owner, path, lang, text))


def join(runs):
    """Runs of one element become one, as the reference has them; what is nothing but a bullet or a page is left out."""
    out, last = [], None
    for owner, path, lang, text in runs:
        text = PAGE.sub("", tidy(text))
        if path[-1] == "Lbl" and text in BULLETS:
            continue
        if out and owner is not None and owner is last:
            out[-1][2] += text
        else:
            out.append([path, lang, text])
        last = owner
    return [[path, lang, tidy(text)] for path, lang, text in out if text]


def check_page(page):
    faults = []
    ids = [e.get("id") for e in page.iter() if e.get("id") is not None]
    faults += [f"the id {i} stands twice" for i in sorted(set(ids)) if ids.count(i) > 1]
    for link in page.iter("a"):
        if link.get("href", "").startswith("#") and link.get("href")[1:] not in ids:
            faults.append(f"{link.get('href')} leads nowhere")
    for table in page.iter("table"):
        own = {th.get("id") for th in table.iter("th")}
        for cell in table.iter("td", "th"):
            faults += [f"{i} is no header cell of this table" for i in cell.get("headers", "").split() if i not in own]
    for element in page.iter():
        if element.tag in ("script", "link", "iframe", "object") and element.get("rel") != "canonical":
            faults.append(f"there is a {element.tag}")
        if element.get("src") and not element.get("src").startswith("data:"):
            faults.append(f"{element.get('src')} is fetched")
        faults += [f"{element.tag} has {name}" for name in element.keys() if name.startswith("on")]
    if re.search(r"url\(|@import", page.find(".//style").text):
        faults.append("the style sheet fetches something")
    return faults


def main():
    source, file = sys.argv[1:]
    done = subprocess.run(["/usr/bin/python3", "tests/reference/reference.py", source], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"not ok {source}: the reference: {done.stderr}")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    expected = join((None, line["path"], line["lang"], line["text"]) for line in lines)
    page = html.parse(file, html.HTMLParser(encoding="utf-8")).getroot()
    found = []
    listen(page.find(".//main"), [], page.get("lang"), found)
    found = join(found)
    faults = check_page(page)
    for i in range(max(len(expected), len(found))):
        one, other = (runs[i] if i < len(runs) else None for runs in (expected, found))
        if one != other:
            faults += [f"line {i}: the source has {one}", f"line {i}: the page has {other}"]
            break
    print(f"{'not ok' if faults else 'ok'} {source}: the page says what the source says")
    for fault in faults[:12]:
        print(f"#   {fault}")


main()
