#!/usr/bin/python3
"""readme.py FOLDER: the examples of README.md, done as they say, print the lines that stand there.

Makes in FOLDER a house with the sources of this one, begins the statement for the next year as README.md does, takes
header="yes" out of the table that it names, and looks for the lines of README.md in what `engross check` then says. Then begins its policy, puts
the clauses into it, and looks for what readers are said to get in the text of the PDF.
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
    for part in ("sources", "styles", "fonts"):
        shutil.copytree(part, house / part)
    example = re.search(r"^If you had taken `(?P<taken>[^`]+)`.*?\n\n(?P<lines>.*?)\n\n", re.sub(r"^   ", "", pathlib.Path("README.md").read_text(), flags=re.M), re.M | re.S)
    lines = re.sub(r"^    ", "", example["lines"], flags=re.M)
    name = lines.split(":")[0]
    (house / name).unlink(missing_ok=True)  # the one that has been begun since
    begin = re.search(r"^ +build/engross (new statement --from \S+)$", pathlib.Path("README.md").read_text(), re.M)[1]
    engross(house, *begin.split())
    text = (house / name).read_text()
    at = text.index(re.search('<table id="[^"]*"', lines)[0])
    spoilt = text[:at] + text[at:].replace(" " + example["taken"], "", 1)
    (house / name).write_text(spoilt)
    status, said = engross(house, "check", name)
    good = len(lines.splitlines()) == 4 and lines in said and status == 1
    print(f"{'ok' if good else 'not ok'} the example of README.md is what the program says")
    if not good:
        found = [line for line in said.splitlines() if ": error: " in line]
        print("\n".join("#   " + line for line in ["wanted:", *lines.splitlines(), "found:", *found]))
    (house / name).write_text(text)
    said = engross(house, "check", name)[1]
    good = "[MISSING-DETAIL]" in said and " 0 errors" in said and "[DOC-" not in said
    print(f"{'ok' if good else 'not ok'} what it begins agrees with the documents beside it")
    if not good:
        print("\n".join("#   " + line for line in said.splitlines() if "[DOC-" in line or "error" in line))
    long_documents(house)


def long_documents(house):
    part = pathlib.Path("README.md").read_text().split("## Long documents\n")[1].split("\n## ")[0]
    blocks = [re.sub(r"^    ", "", block, flags=re.M) for block in re.findall(r"(?:^    .*\n)+", part, re.M)]
    begin, clauses, wanted, build = blocks
    title = re.search('under the title "(.*?)"', part)[1]
    engross(house, *begin.split()[1:])
    name = house / "sources/policies/annual-leave.xml"
    text = name.read_text()
    at = text.index(f"<title>{title}</title>\n") + len(f"<title>{title}</title>\n")
    name.write_text(text[:at] + clauses + text[at:])
    said = [engross(house, *line.split()[1:]) for line in build.splitlines()]
    pdf = subprocess.run(["pdftotext", house / "out/annual-leave.pdf", "-"], capture_output=True, text=True).stdout
    pdf = " ".join(pdf.split())
    numbers = re.search(r"get clauses (.*?), (.*?) and (.*?),", part).groups()
    # On which page it is, the look of the day decides.
    printed = re.escape(f"{numbers[2]} {wanted.strip()}").replace("page\\ 3", "page\\ [1-9]")
    good = "page 3" in wanted and re.search(printed, pdf) and f"{numbers[0]} Ask" in pdf and f"{numbers[1][3:]} If" in pdf
    print(f"{'ok' if good else 'not ok'} the long document of README.md has its numbers and its page")
    if not good:
        print("#  ", numbers, pdf[-900:])
    good = all(status == 0 for status, _ in said) and "LAYOUT" not in said[1][1]
    print(f"{'ok' if good else 'not ok'} its commands do as it says")
    if not good:
        print("#  ", said[1][1][-900:])


main()
