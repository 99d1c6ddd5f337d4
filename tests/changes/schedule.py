#!/usr/bin/python3
"""schedule.py [--seed N] [--count M] [--only KIND]: schedules of amendments say all that has to be done, and nothing else.

For pairs of versions (the histories in cases/history/long, and sources with edits of every kind of edits.py in them),
`engross diff --schedule` sets the schedule as a PDF; apply.py, which knows its words alone and the old text as the
reference reads it, carries it out; what comes of it must be the new text as the reference reads that. Where something is
spoilt in a schedule (an instruction left out, two words swapped) the same has to fail. The PDFs are held against the walker
here, and some against veraPDF.

A pair that went wrong stays in build/test/schedules.
"""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import apply as applying  # noqa: E402
import edits  # noqa: E402
import mutate  # noqa: E402
import text  # noqa: E402

ENGROSS = mutate.ENGROSS
WORK = pathlib.Path("build/test/schedules").resolve()
LONG = pathlib.Path("tests/cases/history/long")
EVERY_VALIDATED = 25  # each so manieth schedule goes to veraPDF


def make(old, new, pdf):
    done = subprocess.run([str(ENGROSS), "diff", str(new), "--from", str(old), "--schedule", "-o", str(pdf)], capture_output=True,
                          text=True, timeout=120, stdin=subprocess.DEVNULL)
    return None if done.returncode == 0 else f"engross diff: {done.returncode}: {done.stderr[-600:]}"


def carried_out(old, new, pdf):
    """What is wrong with a schedule; None when it gives the new text."""
    fault = make(old, new, pdf)
    if fault:
        return fault
    try:
        made = applying.normal(applying.apply(pdf, text.read(old)).sequence())
    except applying.NotUnderstood as stumble:
        return f"not understood: {stumble}"
    except Exception as stumble:  # whatever apply.py trips over is a fault of the two together
        return f"{type(stumble).__name__}: {stumble}"
    wanted = applying.normal(text.read(new).finish().sequence())
    return applying.difference(made, wanted)


Pair = collections.namedtuple("Pair", "kind kinds base folder old new")


def pair_of(case):
    """The files of a case, written."""
    folder = WORK / f"{case.kind}-{case.number}"
    old = case.base.write(case.base.root, folder / "old")
    new = case.base.write(case.tree.root, folder / "new", case.tree.names, case.tree.pictures)
    return Pair(case.kind, case.kinds, str(case.base.path), folder, old, new)


def examine(pair):
    return pair, carried_out(pair.old, pair.new, pair.folder / "schedule.pdf")


def histories():
    for document in sorted({path.name for path in LONG.glob("*/*.xml")} - {"organisations.xml", "limits.xml"}):
        versions = sorted(LONG.glob(f"*/{document}"))
        for old, new in zip(versions, versions[1:]):
            folder = WORK / f"{document}-{new.parent.name}"
            folder.mkdir(parents=True)
            fault = carried_out(old, new, folder / "schedule.pdf")
            yield f"{document}, {old.parent.name} to {new.parent.name}", folder, fault


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--count", type=int, default=120)
    arguments.add_argument("--only", default="", choices=["", "several", *edits.EDITS])
    arguments.add_argument("--show", type=int, default=12)
    wish = arguments.parse_args()
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    for name, folder, fault in histories():
        print(f"not ok schedule of {name}\n#   {fault}" if fault else f"ok the schedule of {name} gives the new text")
    documents = mutate.bases()
    pairs = [pair_of(case) for case in mutate.cases(documents, wish.seed, wish.count, wish.only)]
    score, wrong = collections.defaultdict(lambda: [0, 0]), []
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        for pair, fault in pool.map(examine, pairs):
            score[pair.kind][bool(fault)] += 1
            if fault:
                wrong.append((pair, fault))
            else:
                shutil.rmtree(pair.folder)
    for pair, fault in wrong[:wish.show]:
        print(f"# {pair.folder.name} ({', '.join(pair.kinds)}; {pair.base})\n#   {fault}")
    for kind, (right, bad) in sorted(score.items()):
        print(f"{'not ok' if bad else 'ok'} schedules after {kind}: {right} of {right + bad} give the new text")


if __name__ == "__main__":
    main()
