#!/usr/bin/python3
"""alike.py: good PDFs of one source are never told apart by what a reader sees, whatever style they were set in.

Every document of sources/ and every case, in the two styles of the house, each held against the other as verify does when
its tools are others (tests/tools/seen.c): lines and pages end elsewhere, sizes and colours differ, and nothing may be told.
Releases likewise. And no word of any of them is one that cannot be seen.
"""

import collections
import pathlib
import subprocess

from house import RELEASES, Checks, made, pdf

check = Checks()


def held(given, ours, *more):
    done = subprocess.run(["build/plain/tools/seen", given, ours, *more], capture_output=True, timeout=120)
    return done.returncode, done.stdout.decode()


def unseen(file):
    done = subprocess.run(["build/plain/tools/extract", file, "seen"], capture_output=True, timeout=120)
    lines = done.stdout.decode().splitlines()
    known = any(line.startswith("manner ") for line in lines)
    return [line for line in lines if line.startswith(("unseen ", "amid ", "fault")) or line.startswith("odd ") and line != "odd font /Type0"] + ([] if known else ["nothing was read"])


def main():
    pairs = collections.defaultdict(dict)
    for line in pathlib.Path("build/test/pdf/index").read_text().splitlines():
        source, style, file = line.split("\t")
        pairs[source][style] = file
    house = made()
    for label, *_ in RELEASES:
        pairs[f"release {label}"] = {style: pdf(house, label, style) for style in ("nhs", "large-print")}
    check(len(pairs) > 40, "there are documents to hold against each other", len(pairs))
    for source, files in pairs.items():
        one, other = files["nhs"], files["large-print"]
        there, back, same = held(one, other), held(other, one), held(one, one, "same")
        check(there == back == same == (0, ""), f"{source}: its two styles are alike", (there, back, same))
        bad = {str(file): unseen(file) for file in files.values()}
        check(not any(bad.values()), f"{source}: every word of it can be seen", bad)
    first, second = (pairs[source]["nhs"] for source in ("release 1.0", "release 2.0"))
    check(held(first, second)[0] == 1, "two releases are told apart", held(first, second))


main()
