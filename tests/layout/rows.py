#!/usr/bin/python3
"""rows.py: a table of 100,000 rows, more than the claims of a case could be held against in good time.

The pages are read line by line: every row stands on them once and in order, under a head that comes again on each page;
and ten times as many rows take no more than thirty times the time.
"""

import pathlib
import re
import shutil
import subprocess
import time

ROWS = 100_000
HOUSE = pathlib.Path("build/test/layout/rows")
ROW = re.compile(r' "row(\d+)\."$')
HEAD = re.compile(r' repeated "Row"$|TH@\d+ "Row"$')


def write(rows):
    path = HOUSE / f"rows-{rows}.xml"
    body = "".join(f"<row><cell>row{n}.</cell><cell>{n}</cell><cell>care</cell></row>\n" for n in range(1, rows + 1))
    path.write_text('<?xml version="1.0" encoding="UTF-8"?>\n<policy xmlns="urn:engross:document:1" id="rows" xml:lang="en-GB"><control>'
                    '<title>Many rows</title><version label="1.0" sequence="1" status="draft" date="2026-06-18"/><issuer org="evhp"/></control>\n'
                    '<section id="all"><title>All</title><table><caption>Many</caption>\n<row header="yes"><cell>Row</cell>'
                    f'<cell>Amount</cell><cell>What for</cell></row>\n{body}</table></section></policy>\n')
    return path


def build(path):
    start = time.monotonic()
    subprocess.run(["build/engross", "build", "--quiet", "-o", HOUSE / "rows.pdf", path], check=True, capture_output=True, timeout=120)
    return time.monotonic() - start


def main():
    shutil.rmtree(HOUSE, ignore_errors=True)
    HOUSE.mkdir(parents=True)
    shutil.copy("tests/cases/one-line/organisations.xml", HOUSE)
    tenth, whole = build(write(ROWS // 10)), build(write(ROWS))
    good = whole < 30 * max(tenth, 0.1)
    print(f"{'ok' if good else 'not ok'} {ROWS} rows take {whole:.2f} s, a tenth of them {tenth:.2f} s")
    dump = subprocess.Popen(["build/engross", "build", "--quiet", "--dump=pages", HOUSE / f"rows-{ROWS}.xml"], stdout=subprocess.PIPE, text=True)
    rows, pages, heads, bare = 0, 0, 0, 0
    for line in dump.stdout:
        if line.startswith("page "):
            pages, bare = pages + 1, bare + (heads == 0 and rows > 0)
            heads = 0
        heads += bool(HEAD.search(line))
        found = ROW.search(line)
        if found:
            if int(found[1]) != rows + 1:
                break
            rows += 1
    dump.stdout.close()
    dump.wait()
    print(f"{'ok' if rows == ROWS else 'not ok'} every row stands on the pages once and in order: {rows} on {pages} pages")
    print(f"{'ok' if bare == 0 and pages > 1000 else 'not ok'} the head is on each of them: {bare} without")


main()
