#!/usr/bin/python3
"""bench.py [--quick] [--only DOCUMENT,…] [--peers PEER,…] [--rounds N]: Engross, its peers and the floor, on the same texts. See README.md.

They take turns. Each run is a whole process, from its start to its end; medians are shown. A peer that is not installed
is named and left out, and one whose first run takes longer than a third of its share of time is run less often.
"""

import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import time

import pikepdf

import peers

TOP = pathlib.Path(__file__).resolve().parents[2]
WORK = TOP / "build/bench"
PYTHON = str(WORK / "venv/bin/python")
STYLE = "nhs"
SEED = "1"
# name: kind, pages, rounds
DOCUMENTS = {"statement": ("statement", 8, 15), "policy": ("policy", 40, 11), "constitution": ("constitution", 150, 9), "pack": ("pack", 1000, 5)}
QUICK = ("policy", "constitution")
SHARE = 45  # seconds that one peer may take for one document, all rounds together
PEERS = {"Typst": "typst", "FOP": "fo", "WeasyPrint": "html", "mandoc": "man"}
EMPTY = """<?xml version="1.0" encoding="UTF-8"?>
<policy xmlns="urn:engross:document:1" id="empty" xml:lang="en-GB"><control><title>Empty</title><version label="1.0" sequence="1" status="approved" date="2026-06-18"/>
<issuer org="evhp"/><approval org="evhp" body="board" role="approve" date="2026-06-18"/></control></policy>
"""
FOP_SETTINGS = """<?xml version="1.0"?><fop version="1.0"><renderers><renderer mime="application/pdf"><fonts>
<font embed-url="{fonts}/NotoSans-Regular.ttf"><font-triplet name="Noto Sans" style="normal" weight="normal"/></font>
<font embed-url="{fonts}/NotoSans-Bold.ttf"><font-triplet name="Noto Sans" style="normal" weight="bold"/></font>
</fonts></renderer></renderers></fop>
"""


class Run:
    """What one process took."""

    def __init__(self, wall, cpu, kilobytes):
        self.wall, self.cpu, self.memory = float(wall), float(cpu), int(kilobytes) / 1024


def run(command, folder=None, out=os.devnull):
    """One process, its standard output into a file; None when it ended badly. What it said is in WORK/said."""
    with (WORK / "said").open("wb") as said:
        done = subprocess.run([WORK / "measure", out, *command], cwd=folder or TOP, stdout=subprocess.PIPE, stderr=said, env={**os.environ, "LC_ALL": "C.UTF-8"}, check=True)
    status, *taken = done.stdout.decode().split()
    return Run(*taken) if status == "0" else None


# ---------------------------------------------------------------- the tools


def tools():
    """name → the command for a source and an output, of what is installed."""
    found = {}
    if pathlib.Path(PYTHON).exists():
        found["Typst"] = lambda source, pdf: [PYTHON, str(TOP / "tests/bench/typst_compile.py"), source, pdf, str(TOP / "fonts")]
    settings = WORK / "fop.xconf"
    settings.write_text(FOP_SETTINGS.format(fonts=TOP / "fonts"))
    if fop := shutil.which("fop"):
        found["FOP"] = lambda source, pdf: [fop, "-q", "-a", "-c", str(settings), source, pdf]
    if weasyprint := shutil.which("weasyprint"):
        found["WeasyPrint"] = lambda source, pdf: [weasyprint, "-q", "--pdf-variant", "pdf/ua-1", source, pdf]
    if mandoc := shutil.which("mandoc"):
        found["mandoc"] = lambda source, pdf: [mandoc, "-K", "utf-8", "-T", "pdf", "-O", "paper=a4", source]
    for name in PEERS.keys() - found.keys():
        print(f"{name} is not installed, and left out: make deps bench")
    return {name: found[name] for name in PEERS if name in found}


def ours(source, pdf):
    return [str(TOP / "build/engross"), "build", str(source), "-o", str(pdf), "--style", STYLE, "--quiet"]


def level():
    """The level at which the program deflates."""
    return re.search(r"\[PACKING_PAGE\] = (\d+)", "".join(file.read_text() for file in (TOP / "src/pdf").glob("*.c")))[1]


def streams_of(pdf, out):
    """Takes the content streams out of a PDF, for the floor. How many bytes they have."""
    total = 0
    with pikepdf.open(pdf) as document, out.open("wb") as file:
        for page in document.pages:
            data = page.Contents.read_bytes()
            file.write(len(data).to_bytes(8, "little") + data)
            total += len(data)
    return total


# ---------------------------------------------------------------- making the sources


def generate(kind, pages):
    """The folder of a generated document, and its name. It is made once and kept while the generator is the same."""
    maker = TOP / "tests/bench"
    folder, name = WORK / f"{kind}-{pages}", f"{kind}-{pages}"
    newest = max((maker / file).stat().st_mtime for file in ("generate.py", "prose.py", "pictures.py", "peers.py"))
    source = folder / f"{name}.xml"
    if not source.exists() or source.stat().st_mtime < newest:
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run(["/usr/bin/python3", maker / "generate.py", SEED, str(pages), "--kind", kind, folder], check=True, stdout=subprocess.DEVNULL)
    return folder, name


def write_peers(folder, name):
    """The same text for each peer, beside the XML."""
    source = folder / f"{name}.xml"
    wanted = [kind for kind in PEERS.values() if not (folder / f"{name}.{kind}").exists()]
    if wanted:
        tree, meta = peers.said("--structure", source), peers.said("--meta", source)
        for kind in wanted:
            (folder / f"{name}.{kind}").write_text(peers.write(kind, tree, meta, source), encoding="utf-8")


# ---------------------------------------------------------------- measuring


def commands_of(folder, name, found):
    """name → (command, output that is the PDF, whether by standard output)"""
    made = {"Engross": (ours(folder / f"{name}.xml", folder / f"{name}.pdf"), folder / f"{name}.pdf", False)}
    for peer, command in found.items():
        pdf = folder / f"{name}-{peer}.pdf"
        made[peer] = (command(f"{name}.{PEERS[peer]}", str(pdf)), pdf, peer == "mandoc")
    return made


def take_turns(commands, folder, rounds):
    """name → [Run]; None in place of the list where a run ended badly."""
    found, left = {}, {}
    for name, (command, pdf, piped) in commands.items():  # the files are in memory from here on
        first = run(command, folder, pdf if piped else os.devnull)
        found[name], left[name] = ([], rounds) if first else (None, 0)
        if first and first.wall * rounds > SHARE:
            found[name], left[name] = [first], max(0, int(SHARE / first.wall) - 1)
    for _ in range(rounds):
        for name, (command, pdf, piped) in commands.items():
            if left[name] > 0:
                left[name] -= 1
                found[name].append(run(command, folder, pdf if piped else os.devnull))
    return found


def middle(runs, what):
    return statistics.median(getattr(one, what) for one in runs)


def pages_of(pdf):
    printed = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True).stdout
    return int(re.search(r"Pages: +(\d+)", printed)[1])


HEAD = f"{'':12}{'wall ms':>9}{'least':>9}{'most':>9}{'CPU ms':>9}{'peak MB':>9}{'KB':>8}{'pages':>7}{'pages/s':>9}{'times':>8}{'CPU x':>8}{'no start':>9}{'runs':>6}"


def print_rows(found, commands, starts):
    """A line for each; `times` is its wall time in ours, `no start` the same without the time of its empty document."""
    print(HEAD)
    base = found["Engross"]
    for name, runs in found.items():
        if runs is None:
            print(f"{name:12} ended badly, or was ended after three minutes")
            continue
        wall, cpu, pdf = middle(runs, "wall"), middle(runs, "cpu"), commands[name][1]
        pages = pages_of(pdf) if name != "floor" else None
        shown = f"{pdf.stat().st_size / 1000:8.0f}" + (f"{pages:7}{pages / wall:9.0f}" if pages else f"{'':16}")
        start = f"{(wall - starts[name]) / middle(base, 'wall'):9.2f}" if name in starts and name != "Engross" else f"{'':9}"
        print(f"{name:12}{1000 * wall:9.1f}{1000 * min(r.wall for r in runs):9.1f}{1000 * max(r.wall for r in runs):9.1f}{1000 * cpu:9.1f}"
              f"{middle(runs, 'memory'):9.1f}{shown}{wall / middle(base, 'wall'):8.2f}{cpu / middle(base, 'cpu'):8.2f}{start}{len(runs):6}")
    print(flush=True)


def bench_start(found, rounds):
    """name → seconds that an empty document takes."""
    folder = WORK / "empty"
    folder.mkdir(exist_ok=True)
    (folder / "empty.xml").write_text(EMPTY)
    shutil.copy(generate("policy", 40)[0] / "organisations.xml", folder)
    tree, meta = {"role": "Document", "kids": [{"role": "Title", "kids": ["Empty"]}]}, {"title": "Empty", "author": "Nobody", "date": "2026-06-18"}
    for kind in PEERS.values():
        (folder / f"empty.{kind}").write_text(peers.write(kind, tree, meta, folder / "empty.xml"), encoding="utf-8")
    commands = commands_of(folder, "empty", found)
    taken = take_turns(commands, folder, rounds)
    print("An empty document")
    print_rows(taken, commands, {})
    return {name: middle(runs, "wall") for name, runs in taken.items() if runs}


def bench_document(title, kind, pages, rounds, found, starts):
    folder, name = generate(kind, pages)
    write_peers(folder, name)
    commands = commands_of(folder, name, found)
    if run(commands["Engross"][0], folder) is None:
        print(f"{title}: Engross does not set it: {(WORK / 'said').read_text()[:300]}\n")
        return
    floor = folder / f"{name}.floor"
    size = streams_of(commands["Engross"][1], folder / f"{name}.streams")
    commands["floor"] = ([str(WORK / "floor"), str(folder / f"{name}.xml"), str(folder / f"{name}.streams"), level(), str(floor)], floor, False)
    print(f"{title}: {(folder / f'{name}.xml').stat().st_size:,} bytes of XML, {size:,} bytes of pages")
    print_rows(take_turns(commands, folder, rounds), commands, starts)


def bench_check(rounds):
    """The constitution checked with all rules, and held against the same schema by xmllint."""
    folder, name = generate(*DOCUMENTS["constitution"][:2])
    xmllint = shutil.which("xmllint")
    if xmllint is None:
        print("xmllint is not installed, and left out: make deps bench")
        return
    source = str(folder / f"{name}.xml")
    commands = {"check": ([str(TOP / "build/engross"), "check", "--quiet", source], None, False),
                "xmllint": ([xmllint, "--noout", "--schema", str(TOP / "sources/schema/engross.xsd"), source], None, False)}
    found = take_turns(commands, folder, rounds)
    print("The constitution checked: engross check with all rules, xmllint with the schema alone")
    for which, runs in found.items():
        print(f"{which:12}{1000 * middle(runs, 'wall'):9.1f} ms wall{1000 * middle(runs, 'cpu'):9.1f} ms CPU{middle(runs, 'memory'):9.1f} MB")
    print(f"{'':12}{middle(found['check'], 'wall') / middle(found['xmllint'], 'wall'):9.2f} times xmllint\n", flush=True)


def bench_scaling(sizes, rounds):
    """Whether time and memory grow with the pages alone."""
    print(f"Scaling, {STYLE}, constitutions\n{'pages':>9}{'wall ms':>10}{'CPU ms':>10}{'peak MB':>9}{'KB':>8}{'ms/page':>9}{'CPU/page':>9}{'KB/page':>9}   (memory)")
    for wanted in sizes:
        folder, name = generate("constitution", wanted)
        pdf = folder / f"{name}.pdf"
        runs = [run(ours(folder / f"{name}.xml", pdf), folder) for _ in range(rounds if wanted < 3000 else 1)]
        if None in runs:
            said = next((line for line in (WORK / "said").read_text().splitlines() if "error:" in line), "it ended badly")
            print(f"{wanted:9} {said.partition('error: ')[2] or said}")
            continue
        pages, wall, cpu, memory = pages_of(pdf), middle(runs, "wall"), middle(runs, "cpu"), middle(runs, "memory")
        print(f"{pages:9}{1000 * wall:10.1f}{1000 * cpu:10.1f}{memory:9.1f}{pdf.stat().st_size / 1000:8.0f}{1000 * wall / pages:9.3f}{1000 * cpu / pages:9.3f}{1024 * memory / pages:9.1f}", flush=True)


def main():
    arguments = argparse.ArgumentParser(description="Engross, its peers and the least possible, on the same texts.")
    arguments.add_argument("--quick", action="store_true", help="two documents, the fast peers, three rounds")
    arguments.add_argument("--only", help="these documents alone: " + ", ".join(DOCUMENTS))
    arguments.add_argument("--rounds", type=int)
    arguments.add_argument("--peers", help="these peers alone: " + ", ".join(PEERS))
    chosen = arguments.parse_args()
    os.chdir(TOP)
    WORK.mkdir(parents=True, exist_ok=True)
    found = tools()
    if chosen.peers:
        found = {name: tool for name, tool in found.items() if name in chosen.peers.split(",")}
    elif chosen.quick:
        found = {name: tool for name, tool in found.items() if name in ("Typst", "mandoc")}
    rounds = chosen.rounds or (3 if chosen.quick else None)
    print(f"{time.strftime('%d %B %Y')}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; whole processes in turns, medians.")
    print("times, CPU x: wall and CPU time over ours. no start: (wall less that of an empty document) over ours.\n")
    starts = bench_start(found, rounds or 5)
    names = chosen.only.split(",") if chosen.only else QUICK if chosen.quick else DOCUMENTS
    for name in names:
        if name not in DOCUMENTS:
            sys.exit(f"there is no document {name}: {', '.join(DOCUMENTS)}")
        kind, pages, usual = DOCUMENTS[name]
        bench_document(f"{name.capitalize()}", kind, pages, rounds or usual, found, starts)
    if not chosen.only:
        bench_check(rounds or 11)
        bench_scaling((10, 100, 1000) if chosen.quick else (10, 100, 1000, 3000, 10000), rounds or 3)


if __name__ == "__main__":
    main()
