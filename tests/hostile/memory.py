#!/usr/bin/python3
"""memory.py [all]: every allocation of one build fails in turn, and the program ends cleanly each time.

The allocations (malloc, calloc, realloc and their like, of the program and of every library) of one build of the small
document are counted. Then each of them fails once: all of them with `all`, else the first hundred and two hundred more at
equal distances. The end is always status 70 and its sentence, no file is made, an older one stays; but for one of them,
memory that is asked for ahead to save time (memory_expect), without which all goes on. At last the program is given less
memory altogether, in steps (RLIMIT_AS).
"""

import concurrent.futures
import pathlib
import queue
import shutil
import sys

from house import OLD, Checks, Scratch, run

SENTENCE = "engross: the machine has no memory left; no file was changed\n"
BUILD = ["build", "sources/input.xml", "--style", "narrow", "--quiet", "--home", "."]
NAMES = ("small-narrow.pdf",)


def contents(out):
    return {path.name: path.read_bytes() for path in out.iterdir() if path.name != ".engross"}


class Desk:
    def __init__(self):
        self.scratch = Scratch()
        self.top, self.out = self.scratch.house, self.scratch.house / "out"
        self.log = pathlib.Path(self.scratch.name, "met")
        self.out.mkdir()
        status, _, said = run(self.top, BUILD)
        if status != 0:
            sys.exit(f"not ok the small document cannot be built: {said}")
        self.new = contents(self.out)

    def start(self, old):
        self.log.unlink(missing_ok=True)
        shutil.rmtree(self.out / ".engross", ignore_errors=True)
        for path in self.out.iterdir():
            path.unlink()
        before = {name: OLD for name in NAMES} if old else {}
        for name, content in before.items():
            (self.out / name).write_bytes(content)
        return before


def fails(desks, number, total, checks):
    desk = desks.get()
    try:
        fails_at(desk, number, total, number % 2 == 0, number % 3 == 0, checks)
    finally:
        desks.put(desk)


harmless = []  # allocations without which the PDF was made all the same


def fails_at(desk, number, total, old, named, checks):
    before = desk.start(old)
    status, printed, said = run(desk.top, BUILD, f"malloc:{number}:12", named, desk.log)
    where = f"allocation {number}: "
    if not desk.log.exists():
        # How many there are differs by a few from run to run (libxml2 salts its tables): the last may not be met.
        good = number > total - 100 and status == 0 and contents(desk.out) == desk.new
        checks.hold(good, where + f"was never met: status {status}: {said[-300:]}")
        return
    if status == 0 and said == "" and contents(desk.out) == desk.new:
        harmless.append(number)
        return
    checks.hold(status == 70, where + f"status {status}: {said[-300:]}")
    checks.hold(said == SENTENCE and printed == "", where + f"said {said[-300:]!r}, printed {printed!r}")
    checks.hold(contents(desk.out) == before, where + "the folder is not as it was")


def scarce(desk, checks):
    """Less and less memory altogether: either the PDFs are whole, or the program says why there are none."""
    whole = ended = 0
    for mebibytes in range(48, 176, 2):
        before = desk.start(True)
        status, _, said = run(desk.top, BUILD, memory=mebibytes << 20)
        if "loading shared libraries" in said or (status in (127, -11) and whole + ended == 0):
            continue  # not even started
        whole += status == 0
        ended += status == 70
        good = (status == 0 and contents(desk.out) == desk.new) or (status == 70 and said == SENTENCE and contents(desk.out) == before)
        checks.hold(good, f"with {mebibytes} MiB: status {status}: {said[-300:]}")
    checks.hold(whole > 0 and ended > 0, f"{whole} were whole and {ended} ended: no bound was met")


def main():
    desk = Desk()
    desks = queue.SimpleQueue()
    desks.put(desk)
    desks.put(Desk())
    desk.start(False)
    run(desk.top, BUILD, "malloc:0:12", log=desk.log)
    total = int(desk.log.read_text())
    numbers = range(1, total + 1)
    if sys.argv[1:] != ["all"]:
        numbers = [*range(1, 101), *range(101, total + 1, max(1, (total - 100) // 200))]
    print(f"# {total} allocations in one build, {len(numbers)} of them fail")
    checks = Checks("every allocation that fails ends the program cleanly")
    checks.hold(total > 5000, f"only {total} allocations were counted")
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda number: fails(desks, number, total, checks), numbers))
    checks.hold(len(harmless) <= 1, f"those without which the PDF was made: {harmless}")
    checks.tell(len(numbers))
    desk.start(False)
    status, _, _ = run(desk.top, BUILD, f"malloc:{total + 1000}:12", log=desk.log)
    beyond = Checks("with no failure the PDFs are what they are without the library")
    beyond.hold(status == 0 and contents(desk.out) == desk.new, f"status {status}")
    beyond.tell()
    checks = Checks("with less and less memory the PDFs are whole or untouched")
    scarce(desk, checks)
    checks.tell()


if __name__ == "__main__":
    main()
