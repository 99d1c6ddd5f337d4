#!/usr/bin/python3
"""redline.py [--seed N] [--count M] [--accept]: redlines of pairs of versions, read back; and cases with what they say.

Pairs: the long histories, year by year and back again; and documents of any kind, edited by edits.py in each of its ways. Each
redline is set in one of three styles. What is held of each PDF:

- with what is deleted dropped and what is inserted kept, by the elements Ins and Del of its structure tree, the text is
  what the reference program makes of the newer source, word for word, with its numbers; and the other way round the
  older one's, but for what is not heard (kinds of dashes, quotation marks, spaces), numbers and page numbers;
- the same by the words in square brackets alone, where nothing was moved, and the older text where no reference has
  followed its target;
- each change of the summary leads into the text, and the text back to it;
- the walker of tests/pdf, qpdf and veraPDF (PDF/UA-1, PDF/A-3a) find no fault.

The cases of redline.txt are small pairs whose redlines a person has read.
"""

import argparse
import concurrent.futures
import difflib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import mutate  # noqa: E402
import redlined  # noqa: E402

TESTS = HERE.parent
PYTHON = "/usr/bin/python3"
ENGROSS = pathlib.Path(os.environ.get("ENGROSS", "build/engross")).resolve()
WORK = pathlib.Path("build/test/redline").resolve()
LONG = TESTS / "cases" / "history" / "long"
STYLES = ("nhs", "large-print", "a5")
HOUSE = WORK / "house"
mutate.WORK = WORK / "edited"


class Pair:
    def __init__(self, name, old, new, style):
        self.name, self.old, self.new, self.style = name, pathlib.Path(old).resolve(), pathlib.Path(new).resolve(), style
        self.pdf = WORK / f"{name}.pdf"
        self.faults = []


def pairs(seed, count):
    years = sorted(p.name for p in LONG.iterdir())
    steps = [(a, b) for a, b in zip(years, years[1:])] + [(years[-1], years[0])]
    for number, (a, b) in enumerate(steps):
        for file in sorted((LONG / a).glob("*.xml")):
            if (LONG / b / file.name).exists() and file.name not in ("organisations.xml", "limits.xml"):
                yield Pair(f"{file.stem}-{a}-{b}", file, LONG / b / file.name, STYLES[number % 3])
    documents = mutate.bases()
    for case in mutate.cases(documents, seed, count, ""):
        new = case.base.write(case.tree.root, case.folder / "new", case.tree)
        old = case.base.write(case.base.root, case.folder / "old")
        yield Pair(f"{case.kind}-{case.number}", old, new, STYLES[case.number % 3])


def said(*command):
    return subprocess.run([str(c) for c in command], stdin=subprocess.DEVNULL, capture_output=True, text=True)


def tree_of(*command):
    done = said(PYTHON, *command)
    if done.returncode:
        raise RuntimeError(done.stderr.strip()[-300:])
    return json.loads(done.stdout)


def file_alone(file):
    """The file without its history, of which the text holds nothing: an edit may have left its rows without their provisions."""
    text = file.read_text()
    if WORK not in file.parents or "<history" not in text:
        return file
    alone = file.with_name("alone.xml")
    alone.write_text(re.sub(r"<history\b.*</history>", "", text, flags=re.S))
    return alone


def differ(pair, what, want, got):
    found = [line[:240] for line in difflib.unified_diff(want, got, "wanted", "read", lineterm="", n=0)]
    if found:
        pair.faults.append(f"{what}: " + "\n#   ".join(found[2:14]))


def hold_texts(pair, tree):
    """Accepted and rejected, by the elements and by the words."""
    text = redlined.text_of_redline(tree)
    for keep, file, loosely in (("inserted", pair.new, False), ("deleted", pair.old, True)):
        reference = redlined.text_of_document(tree_of(TESTS / "reference" / "reference.py", "--structure", file_alone(file)))
        marked = text
        if loosely:
            reference, marked = redlined.without_control(reference), redlined.without_control(marked)
        want = redlined.lines(((b.role, b.text) for b in redlined.blocks(reference)), loosely)
        got = redlined.lines(((b.role, words) for b, words in redlined.decoded(marked, keep)), loosely)
        if loosely and any(b.role == "P" and re.match(r"\[(table|figure|a paragraph)[^\]]*: moved to ", b.text) for b in redlined.blocks(marked)):
            want, got = sorted(want), sorted(got)  # what stood between two lists stands after them when these are one now
        differ(pair, f"{keep} kept, by the elements", want, got)
        plain = redlined.linear(marked)
        undecided = r": moved to (?!.*item|.*clause|.*section)|\[moved with|\[was: " if loosely else "$^"
        if not pair.faults and not any(re.search(undecided, line) for line in plain):
            want = redlined.flat_lines(redlined.linear(reference), loosely)
            differ(pair, f"{keep} kept, by the words", want, redlined.flat_lines(redlined.by_words(marked, keep), loosely))


def hold_links(pair, tree):
    """Each row of the summary leads into the text and is led back to."""
    summary = next(k for k in tree["kids"] if isinstance(k, dict) and k.get("t") == "Summary of changes")
    there = {}
    for block in redlined.blocks(summary):
        for target in block.links:
            there.setdefault(block.text, target)
    numbers = re.findall(r'"change-(\d+)"', json.dumps(tree["all_names"]))
    back = set(re.findall(r"change (\d+)(?=[\],:])", "\n".join(redlined.linear(redlined.text_of_redline(tree)))))
    missing = sorted(set(numbers) - back, key=int)
    if missing:
        pair.faults.append(f"nothing leads back to change {', '.join(missing)}")


def examine(pair):
    done = said(ENGROSS, "diff", pair.new, "--from", pair.old, "--home", HOUSE, "--style", pair.style, "-o", pair.pdf)
    if done.returncode:
        pair.faults.append(f"status {done.returncode}: {(done.stdout + done.stderr)[-400:]}")
        return pair
    try:
        tree = tree_of(TESTS / "pdf" / "observe_pikepdf.py", "--structure", pair.pdf)
        hold_texts(pair, tree)
        hold_links(pair, tree)
    except (RuntimeError, ValueError, StopIteration, IndexError) as fault:
        pair.faults.append(f"{type(fault).__name__}: {fault}")
    for tool in ((PYTHON, TESTS / "pdf" / "walk.py", pair.pdf), ("qpdf", "--check", pair.pdf)):
        found = said(*tool)
        wrong = [line for line in found.stdout.splitlines() if line.startswith(("not ok", "#"))][:4]
        if found.returncode or any(line.startswith("not ok") for line in wrong):
            pair.faults.append(f"{pathlib.Path(tool[1]).name}: {' / '.join(wrong) or found.stderr[-200:]}")
    return pair


NS = 'xmlns="urn:engross:document:1"'
CONTROL = ('<control><title>Title of the case</title><version label="1.0" sequence="1" status="draft" date="2020-03-31"/>'
           '<issuer org="evp"/><owner>Head of Governance</owner></control>')
LISTS = f'<organisations {NS}><organisation id="evp"><name>East Vale Partnership</name><short-name>East Vale</short-name></organisation></organisations>'


def case_file(folder, name, body):
    if not body.startswith("<section"):
        body = f'<section id="s"><title>Rules</title>{body}</section>'
    (folder / name).write_text(f'<policy {NS} id="x" xml:lang="en-GB">{CONTROL}{body}</policy>\n')
    return folder / name


def case_text(folder, old, new):
    """The text of the redline: what stands between its control table and the numbers."""
    done = said(ENGROSS, "diff", case_file(folder, "new.xml", new), "--from", case_file(folder, "old.xml", old), "--format", "text")
    if done.returncode:
        return "status " + str(done.returncode)
    text = done.stdout.rsplit("\nDocument control\n\n", 1)[1].split("\nNumbers before and now\n")[0]
    return re.sub(r"\n\n+", "\n", text.partition("\n\n")[2].strip())


def hold_cases(accept):
    file = HERE / "redline.txt"
    folder = WORK / "cases"
    folder.mkdir()
    (folder / "organisations.xml").write_text(LISTS)
    head, *cases = re.split(r"(?m)^== ", file.read_text())
    out = head
    for case in cases:
        name, old, new, *wanted = case.rstrip("\n").split("\n")
        got = case_text(folder, old[2:], new[2:])
        out += f"== {name}\n{old}\n{new}\n{got}\n\n"
        if not accept:
            good = "\n".join(wanted).strip() == got
            print(f"{'ok' if good else 'not ok'} the redline of {name}")
            if not good:
                print("#   " + got.replace("\n", "\n#   "))
    if accept:
        file.write_text(out.rstrip("\n") + "\n")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seed", type=int, default=int(os.environ.get("SEED", "20")))
    arguments.add_argument("--count", type=int, default=36)
    arguments.add_argument("--accept", action="store_true")
    wish = arguments.parse_args()
    shutil.rmtree(WORK, ignore_errors=True)
    for folder in ("sources", "styles", "fonts"):
        shutil.copytree(folder, HOUSE / folder)
    for style in (TESTS / "styles").glob("*.xml"):
        shutil.copy(style, HOUSE / "styles")
    hold_cases(wish.accept)
    if wish.accept:
        return 0
    print(f"# seed {wish.seed}")
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        done = list(pool.map(examine, pairs(wish.seed, wish.count)))
    good = [pair for pair in done if pair.pdf.exists()]
    valid = said(TESTS / "pdf" / "verapdf" / "validate.py", *(pair.pdf for pair in good))
    results = dict(((f, p), r) for f, p, r in (line.split("\t") for line in valid.stdout.splitlines() if line.count("\t") == 2))
    for pair in good:
        for profile in ("ua1", "3a"):
            result = results.get((str(pair.pdf), profile), "not looked at")
            if result != "pass":
                pair.faults.append(f"{profile}: {result}")
    for pair in done:
        print(f"{'not ok' if pair.faults else 'ok'} the redline {pair.name} in {pair.style} can be read back")
        for fault in pair.faults:
            print(f"#   {fault}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
