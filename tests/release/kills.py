#!/usr/bin/python3
"""kills.py [all] [KILLS PAIRS [SEED]]: whenever a release is interrupted, and whatever fails, there is the old state or the new.

Each call of each function by which a release meets the file system is the last of its run (killed before it and after it),
or fails; then the program is killed at KILLS random moments; then two releases are made at once, PAIRS times. After each:
the ledger is the old one or the new, everything that it names is whole, `check` finds nothing wrong, and the next run
makes the release, or adds to it, and leaves nothing behind. Without `all`, functions that only read are left out, and of
the two ways of killing one is taken.
"""

import concurrent.futures
import errno
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

import house
from house import ENGROSS, Scratch, copy, kept, run, tell

INJECT = pathlib.Path("build/test/hostile/inject.so").resolve()
ERRORS = {"write": ("ENOSPC", "EINTR"), "fsync": ("EIO",), "linkat": ("EIO",), "rename": ("EIO", "EXDEV"), "mkdir": ("ENOSPC",),
          "unlinkat": ("EIO",), "flock": ("ENOLCK",)}
READING = {"open": ("EMFILE",), "openat": ("EMFILE",), "close": (), "read": ("EIO",), "opendir": ("EACCES",), "stat": (), "lstat": (), "fstat": ("EIO",)}
RELEASE = ("release", "visitors", "--label", "E", "--approved", "2024-05-06", "--body", "board", "--minute", "24/1")
OTHER = ("release", "complaints", "--label", "2024", "--approved", "2023-06-05", "--body", "board", "--minute", "24/2",
         "--approved", "2023-06-05", "--body", "quality", "--minute", "24/3")
LEDGER = "sources/released/ledger.txt"


class Desk:
    """A house of its own for one worker, with what is kept before and after the release."""

    def __init__(self, history):
        self.scratch = Scratch()
        self.history = history
        self.log = pathlib.Path(self.scratch.name, "met")
        self.old = kept(history)
        top = copy(history, self.scratch.name)
        status, said = run(top, *RELEASE)
        if status != 0:
            sys.exit("not ok the release cannot be made: " + said)
        self.new = kept(top)
        self.reset()

    def reset(self):
        self.log.unlink(missing_ok=True)
        self.top = pathlib.Path(self.scratch.name, "house")
        for folder in ("sources/released", "out/released"):
            shutil.rmtree(self.top / folder, ignore_errors=True)
            shutil.copytree(self.history / folder, self.top / folder)

    def faults(self, status, killed):
        """What is wrong after a run that ended so."""
        now = kept(self.top)
        if now.get(LEDGER) not in (self.old[LEDGER], self.new[LEDGER]):
            yield "the ledger is neither the old one nor the new"
            return
        is_new = now[LEDGER] == self.new[LEDGER]
        wanted = {name: data for name, data in (self.new if is_new else self.old).items() if name != "sources/released/head.txt"}
        lost = [name for name, data in wanted.items() if now.get(name) != data]
        if lost:
            yield f"the ledger is {'new' if is_new else 'old'}, and these are lost or changed: {lost}"
        if now.get("sources/released/head.txt") not in (self.old["sources/released/head.txt"], self.new["sources/released/head.txt"] if is_new else None):
            yield "the head is neither the old one nor the new"
        if not killed and (status == 0) != is_new:
            yield f"status {status}, and the ledger is {'new' if is_new else 'old'}"
        checked, said = run(self.top, "check")
        if checked != 0:
            yield f"check ends with {checked}: {said}"
        again, said = run(self.top, *(OTHER if is_new else RELEASE))
        if again != 0:
            yield f"the next release ends with {again}: {said}"
        elif not is_new and kept(self.top) != self.new:
            yield "the release that was made in the end is another one"
        left = [str(path) for path in self.top.rglob("*") if path.name == ".staging" or path.name.endswith(".part")]
        if left:
            yield f"left behind: {left}"
        checked, said = run(self.top, "check")
        if checked != 0:
            yield f"check after the next release ends with {checked}: {said}"


def in_turn(history, function, ways):
    desk = Desk(history)
    bad, count, calls = [], 0, 0
    for what in ways:
        for number in range(1, 100000):
            desk.reset()
            injection = f"{function}:{number}:{getattr(errno, what, what)}"
            status, said = run(desk.top, *RELEASE, inject=injection, log=desk.log, library=INJECT)
            if not desk.log.exists():
                if status != 0:
                    bad.append(f"{injection}: an ordinary run ends with {status}: {said}")
                break
            calls = max(calls, number)
            killed = what in ("kill", "killed")
            if killed and status != -signal.SIGKILL:
                bad.append(f"{injection}: status {status}")
            if what == "EINTR" and status != 0:
                bad.append(f"{injection}: an interrupted call was not repeated: {said}")
            count += 1
            bad += [f"{injection} ({status}): {fault}\n{said}" for fault in desk.faults(status, killed)]
    return f"{function}: {count} interruptions and failures at {calls} calls", bad, calls


def at_random(history, rounds, seed):
    desk, chance, bad, ends = Desk(history), random.Random(seed), [], {}
    start = time.monotonic()
    run(desk.top, *RELEASE)
    length = time.monotonic() - start
    for i in range(rounds):
        desk.reset()
        process = subprocess.Popen([ENGROSS, *RELEASE], cwd=desk.top, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3, 1.1) * length)
        process.kill()
        status = process.wait(60)
        ends[status] = ends.get(status, 0) + 1
        bad += [f"round {i}: {fault}" for fault in desk.faults(status, True)]
    print(f"# killed at random: ends {ends}")
    return f"killed at {rounds} random moments", bad, rounds


def at_once(history, rounds, seed):
    desk, chance, bad, ends = Desk(history), random.Random(seed), [], {}
    for i in range(rounds):
        desk.reset()
        commands = [RELEASE, OTHER] if i % 2 else [RELEASE, RELEASE]
        both = []
        for command in commands:
            both.append(subprocess.Popen([ENGROSS, *command], cwd=desk.top, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT))
            time.sleep(chance.choice((0, 0, 0.01, 0.05)))
        told = [process.communicate(timeout=60)[0].decode() for process in both]
        statuses = [process.returncode for process in both]
        ends[tuple(statuses)] = ends.get(tuple(statuses), 0) + 1
        for status, said in zip(statuses, told):
            if status != 0 and not (status == 4 and ("[RELEASE-BUSY]" in said or "[RELEASE-LABEL]" in said)):
                bad.append(f"round {i}: status {status}: {said}")
        added = (desk.top / LEDGER).read_text().count("\nrecord: ") - desk.old[LEDGER].decode().count("\nrecord: ")
        if added != statuses.count(0) or added == 0:
            bad.append(f"round {i}: {statuses}, and {added} records more")
        checked, said = run(desk.top, "check")
        if checked != 0:
            bad.append(f"round {i}: check ends with {checked}: {said}")
    print(f"# two at once: ends {ends}")
    return f"two at once, {rounds} times", bad, rounds


def main():
    words = [word for word in sys.argv[1:] if word != "all"]
    everything = "all" in sys.argv
    kills, pairs = (int(words[0]), int(words[1])) if len(words) > 1 else (25, 20)
    seed = int(words[2]) if words[2:] else int(time.time())
    print(f"# seed {seed}")
    with Scratch() as made, concurrent.futures.ThreadPoolExecutor(2) as pool:
        history = house.make(made)
        jobs = [pool.submit(in_turn, history, name, (*errors, "killed", *(["kill"] if everything else [])))
                for name, errors in {**ERRORS, **(READING if everything else {})}.items()]
        parts = 2
        jobs += [pool.submit(at_random, history, kills // parts, seed + i) for i in range(parts)]
        jobs.append(pool.submit(at_once, history, pairs, seed))
        for job in jobs:
            name, bad, calls = job.result()
            tell(not bad and calls > 0, name, f"{len(bad)} faults\n" + "\n".join(bad[:4]))


if __name__ == "__main__":
    main()
