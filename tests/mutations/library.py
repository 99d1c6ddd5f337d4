#!/usr/bin/python3
"""library.py [--house FOLDER] [--seed N] [--count M] [--only KIND,…] [--show VERDICT,…]: one mistake in a whole house.

The sources of a house (tests/house/sources when it is not said) are copied, one file of the copy is spoilt in one of the
ways of library_kinds.py, and `engross check` looks at all of it. What was not said of the house as it was is judged:
  RIGHT      the rule that the mistake breaks speaks at its place, in the file that it was made in
  MISPLACED  that rule speaks elsewhere      OTHER  other rules speak at that place      UNSEEN  nothing new is said
  CRASH      status 70 or more, a signal or twenty seconds
CASCADE is noted besides when one mistake has more than two rules speak: that one rule speaks at several places is as it
should be where all of them have to be mended. Bars: all RIGHT, CASCADE in no more than one of twenty, and each rule that a
kind names is one that the program knows. The same seed gives the same mistakes for as long
as the house is the same. ENGROSS names the program.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys

import library_kinds
from source import Source

PROGRAM = os.path.abspath(os.environ.get("ENGROSS", "build/engross"))
ROOM = pathlib.Path("build/test/library")
VERDICTS = ("RIGHT", "MISPLACED", "OTHER", "UNSEEN", "CRASH")
Finding = collections.namedtuple("Finding", "file line column severity rule message mend")


class House:
    """The good sources: `files` by their paths from the folder of the sources."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        paths = sorted(p for p in self.folder.rglob("*.xml") if "schema" not in p.relative_to(self.folder).parts)
        self.files = {str(p.relative_to(self.folder)): Source(p) for p in paths}
        self.findings = {}

    def documents(self, *roots):
        return [s for s in self.files.values() if s.root.name in roots]

    def name(self, source):
        return str(source.path.relative_to(self.folder))

    def whole(self, source):
        """A document and the files that it takes in."""
        found = [source]
        for element in source.named("xi:include"):
            path = str((source.path.parent / element.value("href")).relative_to(self.folder))
            found += self.whole(self.files[path])
        return found

    def document_of(self, source):
        """The document that takes a file in, or that it is."""
        if source.root.value("id") and source.root.child("control"):
            return source
        return next((d for d in self.files.values() if d.root.child("control") and source in self.whole(d)), None)


def lay_out(house, folder, changed):
    """A copy of the house with its own schema, styles and fonts; `changed` are files of other text than the good ones."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(house.folder, folder / "sources", ignore=shutil.ignore_patterns("schema"))
    for part in ("sources/schema", "styles", "fonts"):
        shutil.copytree(part, folder / part, copy_function=os.link)
    for name, text in changed.items():
        path = folder / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)


def check(folder, on):
    """(status or None, findings, all that was said)"""
    command = [PROGRAM, "check", "--format", "json", *(["--on", on] if on else [])]
    try:
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=20, env={**os.environ, "NO_COLOR": "1"})
    except subprocess.TimeoutExpired:
        return None, [], "still running after twenty seconds"
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    found = [json.loads(line) for line in said.split("\n") if line.startswith("{")]
    return done.returncode, [Finding(*[f.get(key) or (0 if key in ("line", "column") else "") for key in Finding._fields])
                             for f in found if f.get("type") == "finding"], said


def fresh(mistake, before, findings):
    """Those that were not there before; what was is looked for at the line where it is now."""
    starts = [0] + [m.end() for m in re.finditer("\n", mistake.source.text)]
    spoilt = f"sources/{mistake.name}"
    known = collections.Counter()
    for f in before:
        line = f.line
        if f.file == spoilt and line:
            line = mistake.text.count("\n", 0, mistake.carry(starts[min(line, len(starts)) - 1])) + 1
        known[f.file, line, f.rule] += 1
    new = []
    for f in findings:
        if known[f.file, f.line, f.rule]:
            known[f.file, f.line, f.rule] -= 1
        else:
            new.append(f)
    return new


def judge(mistake, new):
    if not new:
        return "UNSEEN"
    here = {(f"sources/{mistake.name}", line) for a, b, _ in mistake.lines for line in range(a[0], b[0] + 1)}
    here |= {(f"sources/{name}", source.text.count("\n", 0, place.start) + 1) for name, source, place in mistake.elsewhere}
    if any(f.rule in mistake.rules and (f.file, f.line) in here for f in new):
        return "RIGHT"
    return "MISPLACED" if any(f.rule in mistake.rules for f in new) else "OTHER"


def mistakes(house, seed, count, only):
    names = [n for n in library_kinds.KINDS if not only or n in only]
    for number in range(count):
        name = names[number % len(names)]
        made = library_kinds.KINDS[name](house, random.Random(f"{seed} {number // len(names)} {name}"))
        if made is None:
            print(f"# {name}: this house has nothing to spoil in that way")
            continue
        made.kind, made.number = name, number
        made.name = house.name(made.source)
        made.apply(made.source)
        assert made.text != made.source.text or made.added, name
        yield made


def examine(house, made):
    made.folder = ROOM / f"{made.number:04d}-{made.kind}"
    lay_out(house, made.folder, {made.name: made.bytes(), **{n: t.encode() for n, t in made.added.items()}})
    made.status, findings, made.said = check(made.folder, made.on)
    if made.status is None or made.status < 0 or made.status >= 70:
        made.verdict, made.fresh = "CRASH", []
    else:
        made.fresh = fresh(made, before(house, made.on), findings)
        made.verdict = judge(made, made.fresh)
    return made


def before(house, on):
    if on not in house.findings:
        folder = ROOM / f"good-{on or 'today'}"
        lay_out(house, folder, {})
        status, house.findings[on], said = check(folder, on)
        errors = [f for f in house.findings[on] if f.severity == "error"]
        if status is None or status not in (0, 1) or errors:
            sys.exit(f"not ok the house {house.folder} has errors of its own:\n{said}")
    return house.findings[on]


def is_cascade(made):
    return len({f.rule for f in made.fresh if f.file.removeprefix("sources/") not in made.added or f.rule in made.rules}) > 2


def describe(made):
    where = [f"{made.name}:{a[0]}" for a, _, _ in made.lines] + [f"{name}:{s.text.count(chr(10), 0, p.start) + 1}" for name, s, p in made.elsewhere]
    print(f"#   {made.verdict} {made.folder}/sources/{where[0]}: {made.what}; wanted there: {' or '.join(sorted(made.rules))}")
    for f in made.fresh[:4]:
        print(f"#      {f.file}:{f.line}:{f.column}: {f.severity}: {f.message} [{f.rule}]")
    if made.verdict == "CRASH":
        print(f"#      status {made.status}: {made.said[-300:]}")


def judge_the_judge(done):
    """What the judge says of findings that are spoilt in their turn: he must not take any for right."""
    right = [m for m in done if m.verdict == "RIGHT"]
    tries = {"no findings": lambda m: [], "findings of another line": lambda m: [f._replace(line=f.line + 10000) for f in m.fresh],
             "findings of another rule": lambda m: [f._replace(rule="A-RULE") for f in m.fresh],
             "findings of another file": lambda m: [f._replace(file="other.xml") for f in m.fresh]}
    for what, spoil in tries.items():
        fooled = [m.kind for m in right if judge(m, spoil(m)) == "RIGHT"]
        print(f"{'not ok' if fooled or not right else 'ok'} library: the judge takes {what} for no right report {' '.join(fooled)}")


def known_rules():
    done = subprocess.run([PROGRAM, "explain", "--format=json"], capture_output=True, check=True, text=True)
    return {json.loads(line)["rule"] for line in done.stdout.splitlines()}


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--house", default="tests/house/sources")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--count", type=int, default=2 * len(library_kinds.KINDS))
    arguments.add_argument("--only", default="")
    arguments.add_argument("--show", default="MISPLACED,OTHER,UNSEEN,CRASH,CASCADE")
    arguments = arguments.parse_args()
    house = House(arguments.house)
    shutil.rmtree(ROOM, ignore_errors=True)
    print(f"seed {arguments.seed}, {arguments.count} mistakes of {len(library_kinds.KINDS)} kinds in {arguments.house}")
    made = list(mistakes(house, arguments.seed, arguments.count, [k for k in arguments.only.split(",") if k]))
    for on in {m.on for m in made}:
        before(house, on)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda m: examine(house, m), made))
    known, by_kind = known_rules(), collections.defaultdict(list)
    for m in done:
        by_kind[m.kind].append(m)
    for name, found in by_kind.items():
        bad = any(m.verdict != "RIGHT" for m in found)
        unknown = sorted(set().union(*(m.rules for m in found)) - known)
        verdicts = collections.Counter(m.verdict for m in found)
        print(f"{'not ok' if bad or unknown else 'ok'} library: {name} ({library_kinds.KINDS[name].__doc__}): "
              f"{', '.join(f'{verdicts[v]} {v}' for v in VERDICTS if verdicts[v])}{f'; no rule {unknown}' if unknown else ''}")
        for m in found:
            if m.verdict in arguments.show.split(",") or ("CASCADE" in arguments.show and is_cascade(m)):
                describe(m)
    right, many = sum(m.verdict == "RIGHT" for m in done), sum(map(is_cascade, done))
    print(f"# {right} of {len(done)} are found at their place by their rule; one finding: {sum(len(m.fresh) == 1 for m in done)}; CASCADE {many}")
    print(f"{'ok' if right == len(done) and done else 'not ok'} library: every mistake is found where it was made")
    print(f"{'ok' if 20 * many <= len(done) else 'not ok'} library: {many} of {len(done)} have more than two rules speak (one of twenty allowed)")
    judge_the_judge(done)


if __name__ == "__main__":
    main()
