#!/usr/bin/python3
"""readme.py FOLDER: the example of README.md, done as it says, prints the lines that stand there.

Makes in FOLDER a house with the sources of this one, begins the statement for the next year, takes header="yes" out of
the table of checks, and looks for the lines of README.md in what `engross check` then says. Other files are not needed.
"""

import pathlib
import re
import shutil
import subprocess
import sys

PROGRAM = pathlib.Path("build/engross").resolve()


def engross(house, *words):
    done = subprocess.run([PROGRAM, *words], cwd=house, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout + done.stderr


def main():
    house = pathlib.Path(sys.argv[1])
    shutil.rmtree(house, ignore_errors=True)
    for part in ("sources", "styles"):
        shutil.copytree(part, house / part)
    example = re.search(r"^If you had taken `(?P<taken>[^`]+)`.*?\n\n(?P<lines>.*?)\n\n", re.sub(r"^   ", "", pathlib.Path("README.md").read_text(), flags=re.M), re.M | re.S)
    lines = re.sub(r"^    ", "", example["lines"], flags=re.M)
    name = lines.split(":")[0]
    engross(house, "new", "statement", "--from", "2019-20")
    text = (house / name).read_text()
    at = text.index('<table id="table-checks"')
    spoilt = text[:at] + text[at:].replace(" " + example["taken"], "", 1)
    (house / name).write_text(spoilt)
    status, said = engross(house, "check", name)
    good = len(lines.splitlines()) == 4 and lines in said and status == 1
    print(f"{'ok' if good else 'not ok'} the example of README.md is what the program says")
    if not good:
        found = [line for line in said.splitlines() if ": error: " in line]
        print("\n".join("#   " + line for line in ["wanted:", *lines.splitlines(), "found:", *found]))


main()
