#!/usr/bin/python3
"""bench.py [RUNS]: time, memory and size of Engross and of Typst for the same text. See README.md for what is measured.

The two take turns, RUNS times each (21 unless said). Each run is a whole process, from its start to its end.
"""

import os
import pathlib
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
    for command in commands.values():
        run(command)  # the files are in memory from here on
    found = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            found[name].append(run(command))
    typst = subprocess.run([PYTHON, "-c", "from importlib.metadata import version; print(version('typst'))"], capture_output=True, text=True)
    names = {"engross": "Engross", "typst": f"Typst {typst.stdout.strip()} in Python", "python": "Python that imports Typst and ends"}
    pages = lambda pdf: subprocess.run(["pdfinfo", pdf], capture_output=True, text=True).stdout.split("Pages:")[1].split()[0]
    print(f"{runs} runs each, in turns, on {os.cpu_count()} processors; medians, with the fastest and the slowest")
    for name in commands:
        seconds, memory = zip(*found[name])
        milli = [1000 * s for s in (statistics.median(seconds), min(seconds), max(seconds))]
        print(f"{names[name]:36} {milli[0]:8.1f} ms ({milli[1]:.1f} to {milli[2]:.1f})  {statistics.median(memory):7.1f} MB peak")
    middle = {name: statistics.median(seconds for seconds, _ in found[name]) for name in found}
    print(f"Typst / Engross                      {middle['typst'] / middle['engross']:8.2f}")
    print(f"(Typst less Python's start) / Engross{(middle['typst'] - middle['python']) / middle['engross']:8.2f}")
    for name, pdf in (("Engross", ours), ("Typst", theirs)):
        print(f"{name:36} {pdf.stat().st_size:8} bytes, {pages(pdf)} pages")


if __name__ == "__main__":
    main()
