#!/usr/bin/python3
"""bench.py [RUNS]: Engross and Typst setting the same text, Engross and xmllint checking the same source. See README.md.

They take turns, RUNS times each (21 unless said). Each run is a whole process, from its start to its end.
"""

import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
WORK = TOP / "build/bench"
DOCUMENT = TOP / "sources/statements/modern-slavery-2019-20.xml"
PYTHON = str(WORK / "venv/bin/python")


def run(command):
    """(seconds, peak memory in MB) of one process."""
    null = os.open(os.devnull, os.O_WRONLY)
    start = time.perf_counter()
    process = os.posix_spawn(command[0], command, {**os.environ, "LC_ALL": "C.UTF-8"}, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)])
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - start
    os.close(null)
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return seconds, usage.ru_maxrss / 1024


def take_turns(commands, runs):
    """name → [(seconds, peak memory in MB)]"""
    for command in commands.values():
        run(command)  # the files are in memory from here on
    found = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            found[name].append(run(command))
    return found


def print_row(name, found):
    seconds, memory = zip(*found)
    milli = [1000 * s for s in (statistics.median(seconds), min(seconds), max(seconds))]
    print(f"{name:36} {milli[0]:8.1f} ms ({milli[1]:.1f} to {milli[2]:.1f})  {statistics.median(memory):7.1f} MB peak")
    return statistics.median(seconds)


def bench_check(runs):
    """A long source: checked with all rules, and held against the same schema by xmllint."""
    folder = WORK / "long"
    folder.mkdir(exist_ok=True)
    shutil.copy(TOP / "sources/organisations.xml", folder)
    source = folder / "long.xml"
    with source.open("wb") as out:
        subprocess.run(["/usr/bin/python3", TOP / "tests/bench/long_source.py", DOCUMENT, "33"], stdout=out, check=True)
    xmllint = shutil.which("xmllint") or sys.exit("xmllint is missing: install Debian's libxml2-utils, or run make deps bench")
    found = take_turns({"engross": [str(TOP / "build/engross"), "check", "--quiet", str(source)],
                        "xmllint": [xmllint, "--noout", "--schema", str(TOP / "sources/schema/engross.xsd"), str(source)]}, runs)
    print(f"\na source of {source.stat().st_size} bytes")
    ours = print_row("Engross check", found["engross"])
    print(f"Engross / xmllint --schema           {ours / print_row('xmllint --noout --schema', found['xmllint']):8.2f}")


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    source, ours, theirs = WORK / "statement.typ", WORK / "engross.pdf", WORK / "typst.pdf"
    with source.open("w") as out:
        subprocess.run(["/usr/bin/python3", TOP / "tests/bench/typst_input.py", DOCUMENT], stdout=out, check=True)
    commands = {
        "engross": [str(TOP / "build/engross"), "build", str(DOCUMENT), "-o", str(ours), "--style", "nhs", "--quiet"],
        "typst": [PYTHON, str(TOP / "tests/bench/typst_compile.py"), str(source), str(theirs), str(TOP / "fonts")],
        "python": [PYTHON, "-c", "import typst"],
    }
    found = take_turns(commands, runs)
    typst = subprocess.run([PYTHON, "-c", "from importlib.metadata import version; print(version('typst'))"], capture_output=True, text=True)
    names = {"engross": "Engross", "typst": f"Typst {typst.stdout.strip()} in Python", "python": "Python that imports Typst and ends"}
    pages = lambda pdf: subprocess.run(["pdfinfo", pdf], capture_output=True, text=True).stdout.split("Pages:")[1].split()[0]
    print(f"{runs} runs each, in turns, on {os.cpu_count()} processors; medians, with the fastest and the slowest")
    middle = {name: print_row(names[name], found[name]) for name in commands}
    print(f"Typst / Engross                      {middle['typst'] / middle['engross']:8.2f}")
    print(f"(Typst less Python's start) / Engross{(middle['typst'] - middle['python']) / middle['engross']:8.2f}")
    for name, pdf in (("Engross", ours), ("Typst", theirs)):
        print(f"{name:36} {pdf.stat().st_size:8} bytes, {pages(pdf)} pages")
    bench_check(runs)


if __name__ == "__main__":
    main()
