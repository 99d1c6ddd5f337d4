#!/usr/bin/python3
"""layout.py [NAME…]: the cases of tests/layout, each set in every style and held against what it says matters.

A case is one file, NAME.case: lines of `# what it proves`, the blocks of a document, a line `---`, and a line for each
thing that must hold. README.md beside this has the words for both. What the program did is read from `--dump=pages`
(pages.py); what always holds of every page (nothing outside the text area, nothing over anything else, no empty page, no
character lost, folios in their place) is asked of all cases without being said.
"""

import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

from lxml import etree

import claims
import pages
import spoil

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
HOUSE = TOP / "build/test/layout"
ENGROSS = TOP / "build/engross"
STYLES = ("nhs", "large-print", "a5")
NAMESPACE = "urn:engross:document:1"
SWEEP = 34  # so many one-line paragraphs fill a page of nhs and a few lines more

WORDS = """the board of a partnership meets in public when it can and its members hear what people have said about their care
before they decide who should give it where and at what price each year every provider tells the committee how many nurses
doctors porters and clerks it had how long patients waited and what went wrong so that others may learn from it reports are
short and plain they say first what has changed since the last one and then what is asked of the reader a member who has an
interest in some matter says so leaves the room while it is talked about and the minutes record this""".split()

PATTERN = """<?xml version="1.0" encoding="UTF-8"?>
<policy xmlns="urn:engross:document:1" id="{id}" xml:lang="en-GB"><control><title>Layout</title>
<version label="1.0" sequence="1" status="approved" date="2026-06-18"/><issuer org="evhp"/>
<approval org="evhp" body="board" role="approve" date="2026-06-18"/></control>
{body}
</policy>
"""


class Prose:
    """Words without end, the same ones for the same case: a small generator of Park and Miller's."""

    def __init__(self, seed):
        self.state = sum((i + 1) * ord(c) for i, c in enumerate(seed)) % 2147483646 + 1

    def number(self, bound):
        self.state = self.state * 48271 % 2147483647
        return self.state % bound

    def words(self, count):
        words, sentence = [], 0
        for i in range(count):
            word = WORDS[self.number(len(WORDS))]
            if sentence == 0:
                word = word.capitalize()
            sentence += 1
            if i + 1 == count or (sentence > 7 and self.number(8) == 0):
                word, sentence = word + ".", 0
            words.append(word)
        return " ".join(words)


def expanded(text, name, lines=0, tenth=False):
    """The body of a case with its recipes carried out: {words N}, {repeat N}…{end} (with {n} in it), {sweep}."""
    prose = Prose(name)

    def repeats(text):
        while (last := text.rfind("{repeat ")) >= 0:
            count, rest = text[last + 8 :].split("}", 1)
            inside, rest = rest.split("{end}", 1)
            count = int(count) // 10 if tenth and int(count) >= 1000 else int(count)
            text = text[:last] + "".join(inside.replace("{n}", str(i + 1)) for i in range(count)) + rest
        return text

    text = repeats(text).replace("{sweep}", "".join(f"<p>Line {i + 1}.</p>" for i in range(lines)))
    words = lambda m: prose.words(int(m[1]) // 10 if tenth and int(m[1]) >= 1000 else int(m[1]))
    return re.sub(r"\{words (\d+)\}", words, text)


class Case:
    def __init__(self, path):
        self.name = path.stem
        body, self.claims = path.read_text().split("\n---\n")
        self.body = re.sub(r"^#.*\n", "", body, flags=re.M)
        self.claims = [line for line in self.claims.splitlines() if line.strip() and not line.startswith("#")]
        self.sweeps = "{sweep}" in self.body

    def write(self, style, lines, tenth):
        body = expanded(self.body, self.name, lines, tenth)
        if "<section" not in body and "<part" not in body:
            body = f'<section id="all"><title>Start</title>{body}</section>'
        path = HOUSE / style / f"{self.name}{f'-{lines}' if self.sweeps else ''}{'-tenth' if tenth else ''}.xml"
        path.write_text(PATTERN.format(id=path.stem, body=body))
        return path

    def set(self, style, lines=0, tenth=False):
        path = self.write(style, lines, tenth)
        started = time.monotonic()
        done = subprocess.run([ENGROSS, "build", "--home", HOUSE, "--quiet", "--style", style, "--dump=pages", path],
                              capture_output=True, stdin=subprocess.DEVNULL, timeout=300, env={**os.environ, "NO_COLOR": "1"})
        taken = time.monotonic() - started
        setting = pages.Setting(done.stdout.decode(), pages.area_of_style(HOUSE / "styles", style))
        setting.status, setting.findings, setting.seconds = done.returncode, done.stderr.decode(), taken
        setting.dump = done.stdout.decode()
        setting.tenth = lambda: self.set(style, lines, tenth=True)
        setting.source = path.read_text() if path.stat().st_size < 1 << 20 else ""
        return setting

    def judge(self, style):
        """What does not hold in this style: a list of sentences."""
        wrong, seen = [], set()
        here = [pages.bare(claim) for claim in self.claims if pages.concerns(claim, style)]
        refused = any(claim.startswith("refused") for claim in here)
        for lines in range(SWEEP) if self.sweeps else (0,):
            setting = self.set(style, lines)
            where = f"with {lines} lines before: " if self.sweeps else ""
            if not refused:
                wrong += [where + fault for fault in claims.always(setting)]
            for claim in here:
                if claim.startswith("once: "):
                    if claim not in seen and claims.holds(claim[6:], setting) is None:
                        seen.add(claim)
                elif fault := claims.holds(claim, setting):
                    wrong.append(f"{where}{claim}: {fault}")
            if len(wrong) > 6:
                break
        wrong += [f"{claim}: it never was so" for claim in here if claim.startswith("once: ") and claim not in seen and not wrong]
        return wrong


    def idle(self):
        """The claims that stay true whatever is done to the setting: they would never find a fault."""
        setting = self.set("nhs", 9 if self.sweeps else 0)
        here = {pages.bare(claim).removeprefix("once: ") for claim in self.claims if pages.concerns(claim, "nhs")}
        for bad in spoil.spoilt(setting.dump, setting):
            here = {claim for claim in here if claims.holds(claim, bad) is None}
        return sorted(here)


def house_make():
    shutil.rmtree(HOUSE, ignore_errors=True)
    (HOUSE / "sources").mkdir(parents=True)
    for folder in ("styles", "fonts"):
        shutil.copytree(TOP / folder, HOUSE / folder)
    shutil.copytree(TOP / "sources/schema", HOUSE / "sources/schema")
    shutil.copy(TOP / "tests/styles/a5.xml", HOUSE / "styles")
    for style in STYLES:
        (HOUSE / style).mkdir()
        for path in (TOP / "tests/cases/footnotes/organisations.xml", *HERE.glob("*.png")):
            shutil.copy(path, HOUSE / style)


def main():
    names = sys.argv[1:]
    house_make()
    cases = [Case(path) for path in sorted(HERE.glob("*.case")) if not names or path.stem in names]
    jobs = [(case, style) for case in cases for style in STYLES]

    def judge(job):
        try:
            return job[0].judge(job[1])
        except Exception as fault:  # a claim that cannot be read, a dump that cannot be parsed, a time that ran out
            return [f"{type(fault).__name__}: {fault}"]

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        bad = 0
        for (case, style), wrong in zip(jobs, pool.map(judge, jobs)):
            for fault in wrong[:8]:
                print(f"  {case.name}, {style}: {fault}")
            print(f"{'not ok' if wrong else 'ok'} {case.name} in {style}")
            bad += bool(wrong)
        for case, claims_idle in zip(cases, pool.map(Case.idle, cases)):
            for claim in claims_idle:
                print(f"  {case.name}: nothing that is done to the pages makes this false: {claim}")
            print(f"{'not ok' if claims_idle else 'ok'} {case.name} can fail")
            bad += bool(claims_idle)
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
