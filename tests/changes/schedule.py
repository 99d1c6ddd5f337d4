#!/usr/bin/python3
"""schedule.py [--seed N] [--count M] [--only KIND]: schedules of amendments say all that has to be done, and nothing else.

For pairs of versions (the histories in cases/history/long, and sources with edits of every kind of edits.py in them),
`engross diff --schedule` sets the schedule as a PDF; apply.py, which knows its words alone and the old text as the
reference reads it, carries it out; what comes of it must be the new text as the reference reads that. Where something is
spoilt in a schedule (an instruction left out) the same has to fail. The PDFs are held against the walker, and some against
veraPDF.

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
import zlib

HERE = pathlib.Path(__file__).resolve().parent
TESTS = HERE.parent
sys.path.insert(0, str(HERE))
import apply as applying  # noqa: E402
import edits  # noqa: E402
import mutate  # noqa: E402
import text  # noqa: E402
import walk  # noqa: E402

ENGROSS = mutate.ENGROSS
WORK = pathlib.Path("build/test/schedules").resolve()
LONG = pathlib.Path("tests/cases/history/long")
STYLES = ("nhs", "large-print")
EVERY_VALIDATED = 25  # each so manieth schedule goes to veraPDF


def make(old, new, pdf):
    style = STYLES[zlib.crc32(str(pdf).encode()) % len(STYLES)]
    done = subprocess.run([str(ENGROSS), "diff", str(new), "--from", str(old), "--schedule", "--style", style, "-o", str(pdf)],
                          capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
    return None if done.returncode == 0 else f"engross diff: {done.returncode}: {done.stderr[-600:]}"


def differs(made, old, wanted):
    """What is wrong with what comes of instructions, carried out on an old text; None when it is the new text."""
    try:
        work = applying.Work(text.read(old))
        work.read(made)
        return applying.difference(applying.normal(work.carry_out().sequence()), wanted)
    except applying.NotUnderstood as stumble:
        return f"not understood: {stumble}"
    except (AttributeError, AssertionError, IndexError, KeyError, StopIteration, TypeError, ValueError) as stumble:
        return f"{type(stumble).__name__}: {stumble}"  # a fault of the schedule or of apply.py


UNHEARD = re.compile("(In the source of |Of |No words change by this: |(In .*, )?([Ll]et |[Gg]ive |[Ff]or the spoken summary of ))|.* to (its place|their places) in the text under ")


def is_seen(instruction):
    """Whether an instruction, left out, gives another text: not one on what is not read, on a picture that is told in the
    same words, or on what has its mark in another instruction."""
    return any(not UNHEARD.match(paragraph.text()) and not any(block.role == "Figure" for block in blocks)
               for paragraph, blocks in instruction[2])


def unnoticed(pdf, old, wanted, rng):
    """Words for something spoilt in a schedule that made no difference; None when it did, or there is nothing to spoil."""
    schedule = applying.Schedule(pdf)
    seen = [instruction for instruction in schedule.instructions if is_seen(instruction)]
    if not seen:
        return None
    gone = rng.choice(seen)
    schedule.instructions = [instruction for instruction in schedule.instructions if instruction is not gone]
    return None if differs(schedule, old, wanted) else f"without instruction {gone[0]} the same text comes of it"


def carried_out(old, new, pdf, seed=0):
    """What is wrong with a schedule; None when it gives the new text."""
    fault = make(old, new, pdf)
    if fault:
        return fault
    wanted = applying.normal(text.read(new).finish().sequence())
    fault = differs(applying.Schedule(pdf), old, wanted) or unnoticed(pdf, old, wanted, random.Random(seed))
    if fault:
        return fault
    walked = [f"{check}: {faults[0]}" for check, faults in walk.walk(pdf).items() if faults]
    return f"the walker: {walked[0]}" if walked else None


def validated(pdfs):
    """Lines of the test for schedules that go to veraPDF."""
    done = subprocess.run([str(TESTS / "pdf" / "verapdf" / "validate.py"), *map(str, pdfs)], capture_output=True, text=True, timeout=600)
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    if len(lines) != 2 * len(pdfs):
        yield f"not ok veraPDF says {len(lines)} lines of {len(pdfs)} schedules"
    for file, profile, result in lines:
        if result != "pass":
            yield f"not ok the schedule {file} is {profile}: {result}"
    if lines and all(line[2] == "pass" for line in lines):
        yield f"ok {len(pdfs)} schedules are PDF/UA-1 and PDF/A-3a"


Pair = collections.namedtuple("Pair", "kind kinds base folder old new")


def pair_of(case):
    """The files of a case, written."""
    folder = WORK / f"{case.kind}-{case.number}"
    old = case.base.write(case.base.root, folder / "old")
    new = case.base.write(case.tree.root, folder / "new", case.tree)
    return Pair(case.kind, case.kinds, str(case.base.path), folder, old, new)


def examine(pair):
    return pair, carried_out(pair.old, pair.new, pair.folder / "schedule.pdf", pair.folder.name)


def years():
    """Two statements of the office, a year apart."""
    old, new = (pathlib.Path(f"sources/statements/modern-slavery-{year}.xml") for year in ("2019-20", "2020-21"))
    folder = WORK / new.stem
    folder.mkdir(parents=True)
    return f"{old.stem} to {new.stem}", folder, carried_out(old, new, folder / "schedule.pdf")


def numbers_had():
    """A document of which nothing changes but what numbers its provisions are said to have had."""
    name, folder = "constitution.xml", WORK / "formerly"
    for version, said in (("old", ("4.2", "4.3", None)), ("new", ("5.1", None, "4.4"))):
        shutil.copytree(LONG / "2023", folder / version)
        words = (folder / version / name).read_text()
        for element in ("section", "clause"):
            number = iter(said)
            words = re.sub(f"<{element} (?!.*formerly)", lambda start: start[0] + (
                f'formerly="{had}" ' if (had := next(number, None)) else ""), words, count=len(said))
        (folder / version / name).write_text(words)
    return "numbers that provisions are said to have had", folder, carried_out(folder / "old" / name, folder / "new" / name, folder / "schedule.pdf")


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
    arguments.add_argument("--count", type=int, default=80)
    arguments.add_argument("--only", default="", choices=["", "several", *edits.EDITS])
    arguments.add_argument("--show", type=int, default=12)
    wish = arguments.parse_args()
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    for name, folder, fault in [*histories(), years(), numbers_had()]:
        print(f"not ok schedule of {name}\n#   {fault}" if fault else f"ok the schedule of {name} gives the new text")
    documents = mutate.bases()
    pairs = [pair_of(case) for case in mutate.cases(documents, wish.seed, wish.count, wish.only)]
    score, wrong = collections.defaultdict(lambda: [0, 0]), []
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        for count, (pair, fault) in enumerate(pool.map(examine, pairs)):
            score[pair.kind][bool(fault)] += 1
            if fault:
                wrong.append((pair, fault))
            elif count % EVERY_VALIDATED:
                shutil.rmtree(pair.folder)
    for line in validated(sorted(WORK.glob("*/schedule.pdf"))):
        print(line)
    for pair, fault in wrong[:wish.show]:
        print(f"# {pair.folder.name} ({', '.join(pair.kinds)}; {pair.base})\n#   {fault}")
    for kind, (right, bad) in sorted(score.items()):
        print(f"{'not ok' if bad else 'ok'} schedules after {kind}: {right} of {right + bad} give the new text")


if __name__ == "__main__":
    main()
