#!/usr/bin/python3
"""score.py [--seed N] [--count M] [--files F] [--only KIND,…] [--show VERDICT,…]: damages good sources and judges the report.

Each of M mutations (see kinds.py) goes to `engross check`; what was not said of the undamaged source is judged:
  RIGHT      a warning or an error stands at the spoilt line and names the fault
  UNNAMED    one stands there, none names the fault     MISPLACED  one names it, elsewhere, or they are all elsewhere
  UNSEEN     nothing new is said                        CRASH      status 70 or more, a signal, twenty seconds, or a word from a sanitizer
F further files are damaged in three ways each, that leave them XML: all three must be found in one go.
CASCADE is noted beside these when one mutation is answered by more than two new findings.
Bars: 95 % RIGHT over the whole, and so in the files with three; at most 5 % CASCADE; no CRASH; nothing UNSEEN that changes
the meaning. ENGROSS names the program. The same seed gives the same mutations for as long as the sources are the same.
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

import grammar  # noqa: F401  (these three fill the register)
import markup  # noqa: F401
import meaning  # noqa: F401
from kinds import KINDS, READABLE
from source import Source

PROGRAM = os.environ.get("ENGROSS", "build/engross")
HOUSE = pathlib.Path("build/test/mutations")
CASES = ("finished-statement", "clauses", "definitions", "figures", "footnotes", "references", "table-cells", "appendices", "facts", "abbreviations", "languages", "quote", "xinclude", "contents", "standing-orders")
STATEMENTS = "sources/statements"
VERDICTS = ("RIGHT", "UNNAMED", "MISPLACED", "UNSEEN", "CRASH")

Finding = collections.namedtuple("Finding", "file line column severity rule message mend")


def run(file):
    """(status or None, findings, all that was printed) of a check."""
    try:
        done = subprocess.run([PROGRAM, "check", "--format", "json", file] if json_is_known() else [PROGRAM, "check", file],
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=20, env={**os.environ, "NO_COLOR": "1"})
    except subprocess.TimeoutExpired:
        return None, [], "still running after twenty seconds"
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    if re.search(r"Sanitizer:|: runtime error:", said):
        return 70, [], said
    return done.returncode, list(findings_of_json(said) if json_is_known() else findings_of_text(said)), said


def json_is_known():
    if not hasattr(json_is_known, "answer"):
        done = subprocess.run([PROGRAM, "check", "--format", "json", "tests/cases/quote/input.xml"], capture_output=True, stdin=subprocess.DEVNULL)
        json_is_known.answer = done.returncode == 0
    return json_is_known.answer


def findings_of_json(said):
    for line in said.split("\n"):
        if line.startswith("{"):
            found = json.loads(line)
            if found.get("type") == "finding":
                yield Finding(*[found.get(key) or (0 if key in ("line", "column") else "") for key in Finding._fields])


def findings_of_text(said):
    found = None
    for line in said.split("\n"):
        if match := re.match(r"(.+?):(\d+):(\d+): (error|warning|info|note): (.*) \[([A-Z0-9-]+)\]$", line):
            if found:
                yield found
            file, row, column, severity, message, rule = match.groups()
            found = Finding(file, int(row), int(column), severity, rule, message, "")
        elif found and line.startswith("   mend: "):
            found = found._replace(mend=line[9:])
    if found:
        yield found


def referred(file):
    """The documents of the house that one refers to, but for itself."""
    wanted = set(re.findall(r'<(?:document-ref|read-with|supersedes)\b[^>]*?\bto="([^"#]+)', file.read_text()))
    for other in sorted(pathlib.Path("sources").rglob("*.xml")):
        root = re.search(r"<[a-z][^>]*>", re.sub(r"<!--.*?-->|<\?.*?\?>", "", other.read_text(), flags=re.S))
        name = root and re.search(r'\bid="([^"]+)"', root[0])
        if other != file and "schema" not in other.parts and name and name[1] in wanted:
            yield other


def goods():
    """The good sources, each in a folder of its own below HOUSE with what it needs. So is each spoilt one, beside no good
    one but those that it refers to: the program looks at the neighbours of a statement too."""
    shutil.rmtree(HOUSE, ignore_errors=True)
    for file in sorted(pathlib.Path(STATEMENTS).glob("*.xml")):
        house = HOUSE / file.stem
        house.mkdir(parents=True)
        shutil.copy("sources/organisations.xml", house)
        for other in referred(file):
            shutil.copy(other, house)
        yield Source(shutil.copy(file, house / "input.xml"))
    for name in CASES:
        house = HOUSE / name
        shutil.copytree(f"tests/cases/{name}", house, ignore=shutil.ignore_patterns("expected.*", "input.xml"))
        yield Source(shutil.copy(f"tests/cases/{name}/input.xml", house / "input.xml"))


def prepare(source):
    listed = Source(source.path.parent / "organisations.xml")
    source.organisations = {o.value("id"): [listed.inside(c) for c in o.children if c.name in ("name", "short-name", "abbreviation")]
                            for o in listed.named("organisation")}
    source.abbreviations = {listed.inside(e) for e in listed.named("abbreviation")}
    source.status, source.findings, said = run(str(source.path))
    if source.status != 0:
        sys.exit(f"not ok {source.path} is not good:\n{said}")


def mutations(sources, seed, count, only):
    """`count` mutations, each kind as often as the others, spread over the sources by chance."""
    names = [name for name in KINDS if not only or name in only]
    for number in range(count):
        name = names[number % len(names)]
        rng = random.Random(f"{seed} {number // len(names)} {name}")
        for source in rng.sample(sources, len(sources)):
            made = KINDS[name](source, rng)
            if made and made.apply(source).text != source.text:
                made.kind, made.number = name, number
                made.file = HOUSE / f"{number:05d}-{source.path.parent.name}" / "input.xml"
                yield made
                break
        else:
            print(f"not ok {name}: no source has what it takes")


def together(sources, seed, files):
    """Lists of three mutations that spoil one file without touching one another's places."""
    for number in range(files):
        rng = random.Random(f"{seed} together {number}")
        source, chosen, taken = rng.choice(sources), [], []
        names = rng.sample(sorted(READABLE), len(READABLE))
        while names and len(chosen) < 3:
            name = names.pop()
            made = KINDS[name](source, rng)
            if not made:
                continue
            stretches = [(e[0], e[1]) for e in made.edits] + [(p.start, p.end) for p in made.places]
            if source.root.start in (start for start, _ in stretches):
                continue  # what concerns the whole document concerns the others too
            start, end = min(s for s, _ in stretches), max(e for _, e in stretches)
            if all(end < a or b < start for a, b in taken):
                taken.append((start, end))
                made.kind = name
                chosen.append(made)
        edits = [edit for made in chosen for edit in made.edits]
        for made in chosen:
            made.edits = sorted(edits)
            made.apply(source).file = HOUSE / f"together-{number:05d}-{source.path.parent.name}" / "input.xml"
        yield chosen


def new_findings(mutation, findings):
    """Those that the undamaged source did not give; what it gave is looked for at the line where it is now."""
    text, starts = mutation.source.text, [0]
    starts += [m.end() for m in re.finditer("\n", text)]

    def now(line):
        return mutation.text.count("\n", 0, mutation.carry(starts[min(line, len(starts)) - 1])) + 1

    known = collections.Counter()
    for f in mutation.source.findings:
        known[now(f.line), f.rule, re.sub(r"\bline (\d+)", lambda m: f"line {now(int(m[1]))}", f.message)] += 1
    fresh = []
    for f in findings:
        key = (f.line, f.rule, f.message)
        if known[key]:
            known[key] -= 1
        elif f.severity in ("error", "warning"):
            fresh.append(f)
    return fresh


def judge(mutation, fresh, file):
    """(verdict, whether the column is right too)"""
    if not fresh:
        return "UNSEEN", False
    main = mutation.lines[0][0][0]
    placed, named, at_column = [], [], False
    for f in fresh:
        said = f"{f.message} {f.mend}"
        names = all(any(re.search(n, said, re.I) for n in group) for group in mutation.names)
        here = [(a, b) for a, b, is_main in mutation.lines if a[0] <= f.line <= b[0] and os.path.basename(f.file) == os.path.basename(file)
                and (is_main or a[0] == main or re.search(rf"\bline {main}\b", said))]
        placed.append(bool(here))
        named.append(names)
        if here and names:
            at_column = at_column or any(a <= (f.line, f.column) <= b for a, b in here)
    if any(p and n for p, n in zip(placed, named)):
        return "RIGHT", at_column
    return ("UNNAMED" if any(placed) and not any(named) else "MISPLACED"), False


def write(mutation):
    shutil.copytree(mutation.source.path.parent, mutation.file.parent)
    mutation.file.write_bytes(mutation.bytes())


def examine(mutation):
    write(mutation)
    mutation.status, findings, mutation.said = run(str(mutation.file))
    mutation.fresh = new_findings(mutation, findings)
    if mutation.status is None or mutation.status < 0 or mutation.status >= 70:
        mutation.verdict, mutation.at_column = "CRASH", False
    else:
        mutation.verdict, mutation.at_column = judge(mutation, mutation.fresh, str(mutation.file))
    return mutation


def examine_together(chosen):
    write(chosen[0])
    status, findings, said = run(str(chosen[0].file))
    for made in chosen:
        made.status, made.said, made.fresh = status, said, new_findings(made, findings)
        made.verdict = "CRASH" if status is None or status < 0 or status >= 70 else judge(made, made.fresh, str(made.file))[0]
    return chosen


def sum_together(done, show):
    parts = [made for chosen in done for made in chosen]
    if not parts:
        return
    verdicts = collections.Counter("RIGHT" if m.verdict == "RIGHT" else "CRASH" if m.verdict == "CRASH" else "LOST" for m in parts)
    whole = sum(all(m.verdict == "RIGHT" for m in chosen) for chosen in done)
    share = 100 * verdicts["RIGHT"] / len(parts)
    lost = collections.Counter(m.kind for m in parts if m.verdict != "RIGHT")
    print(f"# {len(done)} files with three faults: in {whole} all are told; not told: {', '.join(f'{k} {n}' for k, n in lost.most_common())}")
    for m in parts if "TOGETHER" in show else []:
        if m.verdict != "RIGHT":
            describe(m)
    print(f"{'ok' if share >= 95 else 'not ok'} {share:.1f} % of {len(parts)} faults that share a file with two others are told in one go (95 wanted)")
    print(f"{'not ok' if verdicts['CRASH'] else 'ok'} none of these files crashes")


def judge_the_judge(done):
    """What the judge says of findings that are spoilt in their turn: he must not take any for right."""
    right = [m for m in done if m.verdict == "RIGHT"]
    tries = {"no findings": lambda m: [], "findings of another place": lambda m: [f._replace(line=f.line + 10000) for f in m.fresh],
             "findings that name nothing": lambda m: [f._replace(message="something is wrong", mend="") for f in m.fresh],
             "findings of another file": lambda m: [f._replace(file="other.xml") for f in m.fresh]}
    for what, spoil in tries.items():
        fooled = [m.kind for m in right if judge(m, spoil(m), str(m.file))[0] == "RIGHT"]
        print(f"{'not ok' if fooled or not right else 'ok'} the judge takes {what} for no right report {' '.join(fooled)}")


def describe(m):
    a, b, _ = m.lines[0]
    print(f"#   {m.verdict} {m.file}:{a[0]}:{a[1]}: {m.what}; wanted there: {' and '.join(' or '.join(g) for g in m.names)}")
    for f in m.fresh[:3]:
        print(f"#      {f.line}:{f.column}: {f.severity}: {f.message} [{f.rule}] {f.mend}")
    if m.verdict == "CRASH":
        print(f"#      status {m.status}: {m.said[-300:]}")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--count", type=int, default=3 * len(KINDS))
    arguments.add_argument("--files", type=int, default=60)
    arguments.add_argument("--only", default="")
    arguments.add_argument("--show", default="UNNAMED,MISPLACED,UNSEEN,CRASH", help="TOGETHER and CASCADE can be shown too")
    arguments = arguments.parse_args()
    print(f"seed {arguments.seed}, {arguments.count} mutations of {len(KINDS)} kinds")
    sources = list(goods())
    for source in sources:
        prepare(source)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        done = list(pool.map(examine, mutations(sources, arguments.seed, arguments.count, [k for k in arguments.only.split(",") if k])))
        threes = list(pool.map(examine_together, together(sources, arguments.seed, arguments.files)))
    by_kind = collections.defaultdict(list)
    for m in done:
        by_kind[m.kind].append(m)
    for name, found in by_kind.items():
        verdicts = collections.Counter(m.verdict for m in found)
        bad = verdicts["CRASH"] or any(m.verdict == "UNSEEN" and m.meaning for m in found) or not verdicts["RIGHT"]
        other = "".join(f", {verdicts[v]} {v}" for v in VERDICTS[1:] if verdicts[v])
        cascades = sum(len(m.fresh) > 2 for m in found)
        print(f"{'not ok' if bad else 'ok'} {name} ({KINDS[name].__doc__}): {verdicts['RIGHT']} of {len(found)} RIGHT{other}{f'; {cascades} CASCADE' if cascades else ''}")
        for m in found:
            if m.verdict in arguments.show.split(",") or ("CASCADE" in arguments.show and len(m.fresh) > 2):
                describe(m)
    summary(done)
    sum_together(threes, arguments.show)
    judge_the_judge(done)


def summary(done):
    verdicts = collections.Counter(m.verdict for m in done)
    share = 100 * verdicts["RIGHT"] / len(done)
    lost = sum(m.verdict == "UNSEEN" and m.meaning for m in done)
    one = sum(len(m.fresh) == 1 for m in done)
    print(f"# {' '.join(f'{v} {verdicts[v]}' for v in VERDICTS)}; column right too: {sum(m.at_column for m in done)}; "
          f"one finding: {one}; CASCADE {sum(len(m.fresh) > 2 for m in done)}")
    print(f"{'ok' if share >= 95 else 'not ok'} {share:.1f} % of {len(done)} are reported at the spoilt line by a message that names the fault (95 wanted)")
    many = 100 * sum(len(m.fresh) > 2 for m in done) / len(done)
    print(f"{'ok' if many <= 5 else 'not ok'} {many:.1f} % bring more than two findings (5 allowed)")
    print(f"{'ok' if not verdicts['CRASH'] else 'not ok'} none crashes")
    print(f"{'ok' if not lost else 'not ok'} none passes unseen that changes the meaning ({lost} do)")


if __name__ == "__main__":
    main()
