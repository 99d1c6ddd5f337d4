#!/usr/bin/python3
"""hostile.py: diff and changes where they are asked for odd things: folders in place of documents, names of files that cannot
be set, documents of thousands of changes in little memory, and versions that differ in nothing but their control."""

import pathlib
import random
import resource
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "release"))
import house  # noqa: E402
from house import Scratch, tell  # noqa: E402

HEAD = ('<?xml version="1.0" encoding="UTF-8"?>\n<policy xmlns="urn:engross:document:1" id="x" xml:lang="en-GB"><control>'
        '<title>T</title><version label="1.0" sequence="1" status="draft" date="2020-03-31"/><issuer org="marsh"/></control>'
        '<section id="s"><title>S</title>')
MEMORY = 400 << 20


def run(top, *arguments, folder="."):
    """(status, output, what was said), with memory for what it should need and no more."""
    def limit():
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    done = subprocess.run([str(house.ENGROSS), *arguments], cwd=top / folder, stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=60, preexec_fn=limit)
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")


def document(path, body):
    path.write_text(HEAD + body + "</section></policy>")
    return path


def check_folders(top):
    """A folder is said to be one, unless a document has its name."""
    for words in (("diff", "sources"), ("changes", "sources"), ("changes", "sources", "--sync"), ("changes", "sources", "--pdf")):
        status, out, err = run(top, *words)
        tell(status == 3 and "this is a folder" in err and "released" not in err and not out, f"{' '.join(words)}: it is a folder", err)
    status, _, err = run(top, "changes", "sources/parts/meetings.xml", "--sync")
    tell(status == 1 and "is a part that a document may take in" in err, "changes of a part says that it is one", err)
    (top / "complaints").mkdir()
    for words in (("diff", "complaints", "--format=json"), ("changes", "complaints"),
                  ("release", "complaints", "--label", "9", "--approved", "2026-01-01", "--body", "board", "--minute", "m", "--dry-run")):
        _, _, err = run(top, *words)
        tell("this is a folder" not in err, f"{words[0]} takes the document, not the folder of its name", err)
    (top / "complaints").rmdir()


def check_control(top):
    """Each row of the control that another version changes, has or has not is marked, and no other."""
    for name, words, marked in (
            ("another status", ("complaints",),
             ("Status: [deleted: Approved] [inserted: Draft]", "[deleted row] Approval: Approved", "[deleted row] Approval: Ratified")),
            ("more rows", ("complaints", "--from", "2020", "--to", "2021"),
             ("Version: [deleted: 2020] [inserted: 2021]", "Date of this version: [deleted: 2 March 2020] [inserted: 1 March 2021]",
              "Approval: [deleted: Approved by the Board", "Approval: [deleted: Ratified by the Quality Committee",
              "[inserted row] In force from: 1 April 2021")),
            ("fewer rows", ("visitors", "--from", "C", "--to", "D"),
             ("Version: [deleted: C] [inserted: D]", "Date of this version: [deleted: 2 May 2022] [inserted: 1 May 2023]",
              "Approval: [deleted: Approved by the Board", "[deleted row] In force from: 1 June 2022"))):
        status, out, err = run(top, "diff", *words, "--format=text")
        control = out.rsplit("\nDocument control\n", 1)[-1].split("\n1 ", 1)[0]
        rows = [row for row in control.splitlines() if "[" in row]
        tell(status == 0 and len(rows) == len(marked) and all(row.startswith(want) for row, want in zip(rows, marked)),
             f"a control with {name} is marked", control + err)


def check_names(top):
    """No name of a file stops a redline, or gets into it what cannot be set."""
    text = (top / "sources/visitors.xml").read_text().replace("noon", "one")
    for name in ("日本.xml", "א\u202e.xml", "a\nb\x01.xml", b"\xff\xfe.xml".decode(errors="surrogateescape")):
        path = top / name
        path.write_text(text)
        shown = ascii(name)
        status, _, err = run(top, "diff", "visitors", "--to", "./" + name, "-o", "named.pdf")
        tell(status == 0, f"a redline with the file {shown}", err)
        status, out, err = run(top, "diff", "visitors", "--to", "./" + name, "--format=html")
        title = out.split("</title>")[0]
        tell(status == 0 and "?" in title and all(c in "\n“”" or " " <= c < "\x7f" for c in title), f"a page with the file {shown}", title + err)
    (top / "copy").write_text(text)
    status, out, err = run(top, "diff", "visitors", "--to", "copy", "--format=text")
    tell(status == 0 and "the file ./copy" in out and "version copy" not in out.lower(), "a file without an ending is no version", out[:300] + err)


def check_many(top):
    """Thousands of changes, where work by the square took half a minute or gigabytes."""
    chance = random.Random(8)
    rows = [f'<row><cell header="yes">Row {i}</cell><cell>Value {i * 7 % 1000}</cell></row>' for i in range(3000)]
    def table(given):
        return ('<table id="t" summary="s"><caption>C</caption><row header="yes"><cell>A</cell><cell>B</cell></row>'
                + "".join(given) + "</table>")
    words = [f"word{chance.randrange(5000)}" for _ in range(50000)]
    others = [w if i % 2 else f"other{chance.randrange(5000)}" for i, w in enumerate(words)]
    shuffled = chance.sample(rows, len(rows))
    for name, old, new in (("3,000 rows in another order", table(rows), table(shuffled)),
                           ("a paragraph of 50,000 words changed all through", f"<p>{' '.join(words)}</p>", f"<p>{' '.join(others)}</p>"),
                           ("one of 5,000 equal paragraphs gone", "<p>The same.</p>" * 5000, "<p>The same.</p>" * 4999)):
        before, after = document(top / "before.xml", old), document(top / "after.xml", new)
        for form in ((), ("--schedule",)):
            began = time.monotonic()
            status, out, err = run(top, "diff", after.name, "--from", before.name, "--format=text", *form)
            took = time.monotonic() - began
            tell(status == 0 and len(out) > 500 and took < 20, f"{name} {' '.join(form)}", f"{status} after {took:.1f} s: {err[:300]}")


def main():
    with Scratch() as scratch:
        top = house.make(scratch)
        check_folders(top)
        check_control(top)
        check_names(top)
        check_many(top)


main()
