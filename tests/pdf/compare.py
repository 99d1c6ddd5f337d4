#!/usr/bin/python3
"""compare.py FILE.xml FILE.pdf [READER…]: do readers meet in the PDF what the XML says?

The reference (tests/reference, which shares no code with Engross and reads neither its dumps nor its PDFs) turns the XML
into lines of (role path, language, text). Each READER (pikepdf, poppler, pdfjs; all when none is named) turns the PDF
into the same. Both are brought to NFC, without U+00AD, with white space as single spaces; then they must be equal. Two
more READERs, structure and meta, hold the whole tree (Scope, Alt, E, Lang, ListNumbering, link targets, Contents, names)
and the metadata with outline against what the reference says of them.

The reference cannot know on which page a thing stands: where it says so, ⟨page⟩ stands for a page number. The first
number that pikepdf finds there is what all others must find; whether it is right is for walk.py. Likewise the name of a
heading without an id of its own, to which the contents list leads.

What a reader may do otherwise is written down here, each with its reason. The list may only get shorter.

  poppler  names no language and no Alt (pdfinfo prints neither): languages and Figures are not compared.
  poppler, pdfjs  map roles before they show them: Title is seen as H1.
  pdfjs    drops the space glyph at a line's end and reports a line end, also where a long word is broken without a
           space: at a line's end a space may stand or not.
  pdfjs    moves the space before an inline element into it: spaces at the two ends of a run are not compared.
  pdfjs    shows a no-break space as a space: so is the expected one.
  pdfjs    gives one tree a page: an element over two pages comes in two pieces, and a note at the foot of the first
           page comes before the second piece, and so do the cells beside it when it is a cell of a row that is
           divided. Pieces are put together; nothing else may come out of order.
"""

import functools
import json
import pathlib
import re
import subprocess
import sys
import unicodedata

from lxml import etree

TESTS = pathlib.Path(__file__).resolve().parent.parent
PYTHON = "/usr/bin/python3"
REFERENCE = [PYTHON, str(TESTS / "reference" / "reference.py")]
PIKEPDF = [PYTHON, str(TESTS / "pdf" / "observe_pikepdf.py")]
OBSERVERS = {
    "pikepdf": PIKEPDF,
    "poppler": [PYTHON, str(TESTS / "pdf" / "observe_poppler.py")],
    "pdfjs": ["node", str(TESTS / "pdf" / "observe_pdfjs.mjs")],
}
MAPPED = {"Title": "H1"}
# Names of destinations that the program gives where the author gave none.
OWN_NAME = re.compile(r"(title|(fn|section|heading|place)-.*)$")


PAGE = "⟨page⟩"


def fits(expected, observed):
    """The page numbers that stand in `observed` where `expected` has the sign for one; None when they differ otherwise."""
    found = re.fullmatch("([0-9]+|[ivxlc]+)".join(map(re.escape, expected.split(PAGE))), observed, re.S)
    return None if found is None else found.groups()


def fill(expected, observed):
    """`expected` with the page numbers of `observed`, as far as the two agree."""
    out = []
    for i, run in enumerate(expected):
        numbers = fits(run["text"], observed[i]["text"]) if i < len(observed) else None
        out.append({**run, "text": observed[i]["text"]} if numbers else run)
    return out


def tidy(text):
    text = unicodedata.normalize("NFC", text).replace("\u00ad", "")
    return re.sub(r"[ \t\r\n]+", " ", text)


@functools.cache
def said_by(*command):
    done = subprocess.run(command, capture_output=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: {done.stderr.decode()}")
    return done.stdout.decode()


def lines_of(command, file):
    runs = [json.loads(line) for line in said_by(*command, file).splitlines()]
    for run in runs if command is not OBSERVERS["pdfjs"] else []:  # whose line ends still matter
        run["text"] = tidy(run["text"])
    return [run for run in runs if run["text"]]


def show(run):
    return f'{"/".join(run["path"])} [{run.get("lang", "")}] {run["text"]!r}' if run else "nothing"


def first_difference(expected, observed, keys):
    """Words for the first run that differs, or None."""
    pick = lambda run: tuple(tuple(run[k]) if k == "path" else run[k] for k in keys)
    for i in range(max(len(expected), len(observed))):
        e = expected[i] if i < len(expected) else None
        o = observed[i] if i < len(observed) else None
        if e is None or o is None or pick(e) != pick(o):
            return f"run {i + 1}: expected {show(e)}\n#          found {show(o)}"
    return None


def map_roles(runs):
    return [{**run, "path": [MAPPED.get(role, role) for role in run["path"]]} for run in runs]


def compare_pikepdf(expected, observed):
    return first_difference(expected, observed, ("path", "lang", "text"))


def compare_poppler(expected, observed):
    seen = [run for run in map_roles(expected) if run["path"][-1] != "Figure"]
    return first_difference(seen, observed, ("path", "text"))


def compare_pdfjs(expected, observed):
    """Each observed run must be the next piece of the first expected run that is not yet used up; on the way to a note,
    and from one cell to the next, other runs may be left for later pages. What is left is not heard on the same page."""
    expected = [{**run, "text": run["text"].replace("\u00a0", " ").strip()} for run in map_roles(expected)]
    expected = [run for run in expected if run["text"]]
    rest = [run["text"] for run in expected]
    first = floor = page = 0
    for run in observed:
        if run["page"] != page:
            floor, page = 0, run["page"]
        lines = [tidy(line).strip() for line in run["text"].split("\n")]
        piece = re.compile(" ?".join(re.escape(line) for line in lines if line))
        if not piece.pattern:
            continue
        while first < len(rest) and not rest[first]:
            first += 1
        at = first
        if "Note" in run["path"]:
            while at < len(rest) and not (rest[at] and "Note" in expected[at]["path"]):
                at += 1
        else:  # a note that began on an earlier page may still be going on
            at = max(at, floor)
            while at < len(rest) and not rest[at]:
                at += 1
            cell = at  # or the row of this cell goes on overleaf
            while cell < len(rest) and "TR" in run["path"] and "TR" in expected[cell]["path"]:
                if rest[cell] and expected[cell]["path"] == run["path"] and piece.match(rest[cell]):
                    at = floor = cell
                    break
                cell += 1
        e = expected[at] if at < len(rest) else None
        if e is None or e["path"] != run["path"] or e["lang"] != run["lang"] or not piece.match(rest[at]):
            return f"page {run['page']}: expected {show(e and {**e, 'text': rest[at]})}\n#          found {show(run)}"
        rest[at] = rest[at][piece.match(rest[at]).end() :].strip()
    left = [i for i, text in enumerate(rest) if text]
    return f"never heard: {show({**expected[left[0]], 'text': rest[left[0]]})}" if left else None


def compare_trees(expected, observed, path=""):
    """Words for the first difference of two trees of {"role": …, attributes, "kids": […]}, or None."""
    if isinstance(expected, str) or isinstance(observed, str):
        same = isinstance(expected, str) and isinstance(observed, str) and fits(tidy(expected), tidy(observed)) is not None
        return None if same else f"{path}: expected {brief(expected)}\n#          found {brief(observed)}"
    path += "/" + expected["role"]
    if "id" in expected and expected["id"] not in observed["names"]:
        return f"{path} {brief(expected)}: expected the name {expected['id']!r} to lead here\n#          found {observed['names']!r}"
    for key in sorted((expected.keys() | observed.keys()) - {"kids", "id", "names"}):
        e, o = (tidy(tree[key]) if isinstance(tree.get(key), str) else tree.get(key) for tree in (expected, observed))
        if key == "target" and e is None and o and OWN_NAME.match(o):
            continue
        if e != o and not (key in ("contents", "headers") and e and o and fits(e, o)):
            return f"{path} {brief(expected)}: expected {key} {e!r}\n#          found {o!r}"
    for e, o in zip(expected["kids"], observed["kids"]):
        if difference := compare_trees(e, o, path):
            return difference
    if len(expected["kids"]) != len(observed["kids"]):
        return f"{path} {brief(expected)}: expected {len(expected['kids'])} kids\n#          found {len(observed['kids'])}"
    return None


def brief(tree):
    """The beginning of what a tree says."""
    words = lambda t: t if isinstance(t, str) else "".join(map(words, t["kids"]))
    return ("" if isinstance(tree, str) else tree["role"] + " ") + repr(words(tree)[:50])


def compare_structure(xml, pdf):
    expected = json.loads(said_by(*REFERENCE, "--structure", xml))
    observed = json.loads(said_by(*PIKEPDF, "--structure", pdf))
    names, wanted = set(observed.pop("all_names")), set(ids_of(expected))
    if lost := sorted(wanted - names):
        return f"the permanent name {lost[0]!r} is not in the PDF"
    document = etree.parse(xml).getroot().get("id")  # the name of the whole
    if strange := sorted(name for name in names - wanted - {document} if not OWN_NAME.match(name)):
        return f"the PDF has a name {strange[0]!r} that is neither the author's nor the program's"
    return compare_trees(expected, observed)


def ids_of(tree):
    if not isinstance(tree, str):
        yield from [tree["id"]] if "id" in tree else []
        for kid in tree["kids"]:
            yield from ids_of(kid)


def compare_meta(xml, pdf):
    expected = json.loads(said_by(*REFERENCE, "--meta", xml))
    expected["outline"] = [json.loads(line) for line in said_by(*REFERENCE, "--outline", xml).splitlines()]
    observed = json.loads(said_by(*PIKEPDF, "--meta", pdf))
    for key, value in observed.items():
        if key == "outline":
            wanted = [[heading["level"], tidy(heading["text"])] for heading in expected[key]]
        else:
            wanted = expected[key]
        if value != wanted:
            return f"{key}: expected {wanted!r}\n#          found {value!r}"
    return None


COMPARE = {"pikepdf": compare_pikepdf, "poppler": compare_poppler, "pdfjs": compare_pdfjs}


TREES = {"structure": compare_structure, "meta": compare_meta}


def compare(xml, pdf, reader):
    """Words for what differs, or None."""
    if reader in TREES:
        return TREES[reader](xml, pdf)
    reference = lines_of(REFERENCE, xml)
    if len(reference) < 3:
        return f"the reference gives {len(reference)} lines, too few to mean anything"
    reference = fill(reference, lines_of(PIKEPDF, pdf))
    return COMPARE[reader](reference, lines_of(OBSERVERS[reader], pdf))


def main():
    xml, pdf, readers = sys.argv[1], sys.argv[2], sys.argv[3:] or [*COMPARE, *TREES]
    bad = False
    for reader in readers:
        difference = compare(xml, pdf, reader)
        bad = bad or difference is not None
        print(f"{'not ok' if difference else 'ok'} {pdf}: {reader}")
        if difference:
            print("#   " + difference)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
