#!/usr/bin/python3
"""writing.py [all] [ROUNDS [SEED]]: whatever goes wrong while a PDF is written, and whenever, its file is the old one or the new.

Every call of every function by which the program meets the file system fails in turn, with each errno that can befall it,
or the process is killed before or after it; then the process is killed at ROUNDS random moments (200 unless told), by
each of three signals. All of it where a new file is made and where an older one is replaced, and where the file system
knows files without a name (O_TMPFILE) and where it does not. The functions that only read are taken through one of these
four ways alone, unless `all` is asked for: they know nothing of what is written.
"""

import concurrent.futures
import errno
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import time

from house import ENGROSS, INJECT, OLD, Checks, Scratch, run

# What can befall a function, and for the last steps of writing what must then be said.
ERRORS = {
    "open": ("EACCES", "EMFILE", "EIO"), "openat": ("EACCES", "EIO"), "opendir": ("EACCES",), "read": ("EIO", "EINTR"),
    "stat": ("EACCES",), "lstat": ("EACCES",), "fstat": ("EIO",), "fstatat": ("EACCES",), "access": ("EACCES",),
    "flock": ("ENOLCK", "EINTR"), "write": ("ENOSPC", "EDQUOT", "EIO", "EINTR"), "fsync": ("EIO", "ENOSPC"),
    "close": ("EIO",), "linkat": ("EIO", "ENOSPC", "EXDEV"), "rename": ("EIO", "ENOSPC"), "unlink": ("EIO",),
    "mkdir": ("ENOSPC",), "renameat2": ("EIO", "ENOSPC", "EINVAL"),
}
SAID = {"write": "cannot write the file: ", "fsync": "cannot write the file: ", "rename": "cannot write the file: ",
        "ENOSPC": "the disk is full", "EDQUOT": "the disk is full"}
WRITING = ["build", "sources/input.xml", "--style", "nhs", "--style", "narrow", "--quiet", "--home", "."]
READING = ("open", "read", "stat", "fstat", "fstatat", "openat", "close")
NAMES = ("small.pdf", "small-narrow.pdf")


class Desk:
    """A house of its own for one worker, and the folder of its PDFs."""

    def __init__(self, named, old):
        self.scratch, self.named, self.old = Scratch(), named, old
        self.top = self.scratch.house
        self.out = self.top / "out"
        self.out.mkdir()
        self.log = pathlib.Path(self.scratch.name, "met")
        status, _, said = run(self.top, WRITING)
        if status != 0:
            sys.exit(f"not ok the small document cannot be built: {said}")
        self.new = {name: (self.out / name).read_bytes() for name in NAMES}

    def reset(self):
        self.log.unlink(missing_ok=True)
        shutil.rmtree(self.out / ".engross", ignore_errors=True)
        for path in self.out.iterdir():
            path.unlink()
        for name in NAMES if self.old else ():
            (self.out / name).write_bytes(OLD)

    def faults(self, status):
        """What is wrong with the folder after a run that ended with `status`."""
        records = [path.name for path in self.out.glob(".engross/*") if not re.fullmatch("[0-9a-f]{32}", path.name)]
        there = {path.name: path.read_bytes() for path in self.out.iterdir() if path.name != ".engross"}
        kinds = []
        for name in NAMES:
            bytes_now = there.pop(name, None)
            kinds.append("new" if bytes_now == self.new[name] else
                         "old" if bytes_now == (OLD if self.old else None) else "spoilt")
        if there or records:
            yield f"left behind: {sorted(there)} {records}"
        if "spoilt" in kinds:
            yield "a PDF is neither the old one nor the new"
        if status == 0 and kinds != ["new", "new"]:
            yield f"status 0, but the PDFs are {kinds}"
        if kinds[0] != kinds[1]:
            yield f"the PDFs do not belong together: {kinds}"
        if status in (1, 2, 3, 6, 70) and "new" in kinds:
            yield f"status {status}, but the PDFs are {kinds}"


def fail_in_turn(desk, function, what, checks):
    """Every call of `function` once, until there is no further one."""
    for number in range(1, 10000):
        desk.reset()
        status, _, said = run(desk.top, WRITING, f"{function}:{number}:{getattr(errno, what, what)}", desk.named, desk.log)
        if not desk.log.exists():
            checks.hold(status == 0 and not list(desk.faults(status)), f"{function} {number}: an ordinary run fails: {said}")
            return number - 1
        place = f"{function} {number} {what}{' without O_TMPFILE' if desk.named else ''}: "
        killed = what in ("kill", "killed")
        if killed:
            checks.hold(status == -signal.SIGKILL, place + f"status {status}")
            # What it leaves is gone after the next run, and until then the PDFs are whole.
            for name in NAMES:
                path = desk.out / name
                bytes_now = path.read_bytes() if path.exists() else None
                checks.hold(bytes_now in (desk.new[name], OLD if desk.old else None), place + f"{name} is spoilt")
            status, _, said = run(desk.top, WRITING, named=desk.named)
            checks.hold(status == 0, place + f"the next run fails: {said}")
        elif status != 0:
            # What is wrong with the record of releases is told, and hinders no working document.
            errors = re.findall(r"^(\S*): error: ", said, re.M)
            beside = bool(errors) and all(name.startswith("sources/released/") for name in errors)
            good = (status in (1, 3, 6) or (beside and status == 5)) and re.search(r"error: .*(\[[A-Z0-9-]+\]|\n   mend: )", said)
            checks.hold(good, place + f"status {status}, said: {said}")
            for key in (function, what):
                checks.hold(beside or SAID.get(key, "") in said, place + f"\"{SAID.get(key)}\" is not said, but {said}")
            status = 0 if beside else status  # then both PDFs are new
        elif function == "unlink":
            # A file that cannot be removed stays until the next run.
            checks.hold(said == "", place + said)
            status, _, said = run(desk.top, WRITING, named=desk.named)
        elif what in ("EINTR", "short"):
            checks.hold(said == "", place + said)
        for fault in desk.faults(status):
            checks.hold(False, place + fault + "; said: " + said)
        checks.hold(what != "EINTR" or status == 0 or function not in ("read", "write"), place + "an interrupted call was not repeated")
    return 10000


def injected(named, old, everything):
    desk = Desk(named, old)
    lines = []
    for function, errors in ERRORS.items():
        if function in READING and not everything and (named or not old):
            continue
        checks = Checks(f"{function} fails: {'an older PDF' if old else 'a new PDF'}, {'a named' if named else 'an unnamed'} draft")
        calls = 0
        for what in (*errors, "kill", "killed", *(["short"] if function in ("read", "write") else [])):
            calls = max(calls, fail_in_turn(desk, function, what, checks))
        lines.append((checks, calls))
    return lines


def at_random(named, old, number, rounds, seed):
    """Kills the program at random moments of its run."""
    desk = Desk(named, old)
    chance = random.Random(f"{seed}{named}{old}{number}")
    checks = Checks(f"{signal.Signals(number).name} at random: {'an older PDF' if old else 'a new PDF'}, {'a named' if named else 'an unnamed'} draft")
    environment = {**os.environ, **({"LD_PRELOAD": str(INJECT), "INJECT_NAMED": "1"} if named else {})}
    start = time.monotonic()
    run(desk.top, WRITING, named=named)
    length = time.monotonic() - start
    ends = {}
    for i in range(rounds):
        desk.reset()
        if i % 10 == 9 and 0 not in ends:
            length *= 1.5  # the machine has got busier since that was measured
        process = subprocess.Popen([ENGROSS, *WRITING], cwd=desk.top, env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # Half of the moments towards the end, where the files are written.
        time.sleep(chance.uniform(0, 1.2) * length if chance.random() < 0.5 else chance.uniform(0.6, 1.0) * length)
        process.send_signal(number)
        status = process.wait(60)
        ends[status] = ends.get(status, 0) + 1
        # Before main has come to it a signal ends the program as it ends any; nothing is written by then.
        good = status in (0, -number) or (status == 130 and number != signal.SIGKILL)
        checks.hold(good, f"status {status}")
        if number == signal.SIGKILL:
            run(desk.top, WRITING, named=named)
            status = 0
        for fault in desk.faults(status if status in (0,) else 130):
            checks.hold(False, fault)
    print(f"# {checks.name}: ends {dict(sorted(ends.items()))}")
    checks.hold(len(ends) > 1 or rounds < 50, f"every run ended alike: {ends}")
    return [(checks, rounds)]


def main():
    # A job in the background is told to ignore it, and all that it starts would be deaf to it too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    words = [word for word in sys.argv[1:] if word != "all"]
    rounds = int(words[0]) if words else 200
    seed = int(words[1]) if words[1:] else int(time.time())
    print(f"# seed {seed}")
    ways = [(named, old) for named in (False, True) for old in (False, True)]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(injected, *way, "all" in sys.argv) for way in ways]
        signals = (signal.SIGKILL, signal.SIGINT, signal.SIGTERM)
        jobs += [pool.submit(at_random, *way, number, max(1, rounds // (4 if number == signal.SIGKILL else 8)), seed)
                 for way in ways for number in signals]
        met = {}
        for job in jobs:
            for checks, calls in job.result():
                checks.tell()
                name = checks.name.split(" fails")[0]
                met[name] = max(met.get(name, 0), calls)
    for function in ERRORS:
        good = met[function] > 0 or function in ("mkdir", "unlink")
        print(f"{'ok' if good else 'not ok'} {function} was met {met[function]} times in one build")


if __name__ == "__main__":
    main()
