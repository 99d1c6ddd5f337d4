#!/usr/bin/python3
"""watch.py: `engross watch` in a house of its own: each way to save a file, and what must then be told, once.

Nothing here is measured in less than half a minute of patience: what is waited for are the lines that the program prints.
That it does not build again is looked at for a second after each of them.
"""

import json
import os
import pathlib
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time

sys.path.insert(0, "tests/hostile")
from house import ENGROSS, INJECT, INPUT, Scratch  # noqa: E402

PATIENCE, STILL = 20, 0.8
BROKEN = []  # what a build says of a style that is not sound
SMALL, OTHER = "sources/input.xml", "sources/other.xml"
POLICY = INPUT.split("<section")[0].replace('"small"', '"other"') + """<section id="who"><title>Whom to ask</title>
  <p>Ask your manager.</p></section>
</policy>
"""
failed = 0
scratch = Scratch()
top = scratch.house


def still_running():
    """Processes of the program that work in this house."""
    found = []
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(process / "exe") == str(ENGROSS) and os.readlink(process / "cwd") == str(top):
                found.append(process.name)
        except OSError:
            pass  # it has ended, or is another's
    return found



def expect(what, good, said=""):
    global failed
    failed += not good
    print(("ok " if good else "not ok ") + what)
    if not good:
        print("#  ", str(said).replace("\n", "\n#   "))
    sys.stdout.flush()


class Watch:
    def __init__(self, *words, environment=None):
        self.lines, self.said, self.rules = queue.Queue(), [], set()
        self.process = subprocess.Popen([ENGROSS, "watch", *words], cwd=top, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True, env={**os.environ, "NO_COLOR": "1", **(environment or {})})
        threading.Thread(target=lambda: [self.lines.put(line) for line in self.process.stdout], daemon=True).start()
        threading.Thread(target=lambda: [self.said.append(line) for line in self.process.stderr], daemon=True).start()

    def ready(self):
        end = time.monotonic() + PATIENCE
        while not any("watching" in line for line in self.said):
            if time.monotonic() > end or self.process.poll() is not None:
                expect("watch begins", False, self.said)
                return
            time.sleep(0.01)

    def told(self, count, patience=PATIENCE):
        """The next `count` lines of JSON about documents, and those that come within STILL after them."""
        lines, end = [], time.monotonic() + patience
        while True:
            try:
                line = json.loads(self.lines.get(timeout=max(0.01, end - time.monotonic())))
            except queue.Empty:
                return sorted(lines)
            self.rules.add(line.get("rule"))
            if line["type"] in ("built", "gone"):
                lines.append((line["document"], line.get("status", "gone")))
                if len(lines) >= count:
                    end = time.monotonic() + STILL

    def end(self, number=signal.SIGINT):
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def in_place(path, text):
    (top / path).write_text(text)


def renamed(path, text):
    aside = top / (path + ".new~")
    aside.write_text(text)
    os.rename(aside, top / path)


def backed_up(path, text):
    """As vim does: the older file is renamed away, the new one is written afresh."""
    os.rename(top / path, top / (path + "~"))
    (top / path).write_text(text)
    (top / (path + "~")).unlink()


def in_bits(path, text):
    with (top / path).open("w") as file:
        for at in range(0, len(text), 100):
            file.write(text[at:at + 100])
            file.flush()
            time.sleep(0.01)


def linked(path, text):
    """A second name for a file that is written already."""
    aside = top / "written.xml"
    aside.write_text(text)
    (top / path).unlink()
    os.link(aside, top / path)
    aside.unlink()


def step(watch, what, act, expected):
    act()
    told = watch.told(len(expected)) if expected else watch.told(1, STILL)
    expect(what, told == sorted(expected), f"{told}, not {sorted(expected)}\n{watch.said[-6:]}")


def quiet_for(watch):
    time.sleep(STILL)
    return watch.lines.empty()


def saves(watch):
    for number, way in enumerate((in_place, renamed, backed_up, in_bits, linked)):
        text = POLICY.replace("Ask", f"{way.__name__}: ask")
        step(watch, f"a save {way.__name__} builds that document, once", lambda: way(OTHER, text), [(OTHER, 0)])
        pdf = subprocess.run(["pdftotext", top / "out/other.pdf", "-"], capture_output=True, text=True).stdout
        expect("  and its PDF has the new words", f"{way.__name__}: ask" in pdf, pdf)
        step(watch, "  the same bytes saved again build nothing", lambda: way(OTHER, text), [])
    step(watch, "a file that nobody uses builds nothing", lambda: in_place("sources/notes.txt", "x"), [])
    step(watch, "a burst of saves of two documents builds each once",
         lambda: [(in_place(OTHER, POLICY.replace("Ask", f"{n}")), in_place(SMALL, INPUT.replace("The clinic", f"The clinic {n}"))) for n in range(20)],
         [(SMALL, 0), (OTHER, 0)])


def faults(watch):
    step(watch, "a fault is told at once", lambda: in_place(OTHER, POLICY.replace("</p>", "")), [(OTHER, 3)])
    step(watch, "another one too", lambda: in_place(OTHER, POLICY.replace("</title>", "")), [(OTHER, 3)])
    step(watch, "and that it is mended", lambda: in_place(OTHER, POLICY), [(OTHER, 0)])
    step(watch, "a part is saved", lambda: renamed("sources/parts/end.xml", (top / "sources/parts/end.xml").read_text().replace("Ask", "Do ask")), [(SMALL, 0)])
    step(watch, "a part goes", lambda: os.rename(top / "sources/parts/end.xml", top / "end.xml"), [(SMALL, 3)])
    step(watch, "and comes back", lambda: os.rename(top / "end.xml", top / "sources/parts/end.xml"), [(SMALL, 0)])
    step(watch, "its folder goes", lambda: os.rename(top / "sources/parts", top / "parts"), [(SMALL, 3)])
    step(watch, "and comes back", lambda: os.rename(top / "parts", top / "sources/parts"), [(SMALL, 0)])
    step(watch, "a save in the folder that came back", lambda: in_place("sources/parts/end.xml", (top / "sources/parts/end.xml").read_text().replace("Do ask", "Ask")), [(SMALL, 0)])
    step(watch, "a picture goes", lambda: os.rename(top / "sources/visits.png", top / "visits.png"), [(SMALL, 1)])
    step(watch, "and comes back", lambda: os.rename(top / "visits.png", top / "sources/visits.png"), [(SMALL, 0)])
    both = [(SMALL, 0), (OTHER, 0)]
    style = (top / "styles/nhs.xml").read_text()
    step(watch, "the style is saved", lambda: renamed("styles/nhs.xml", style.replace("?>", "?><!-- x -->", 1)), both)
    step(watch, "the style is broken", lambda: in_place("styles/nhs.xml", style[:-20]), BROKEN)
    step(watch, "the style is mended", lambda: in_place("styles/nhs.xml", style), both)
    step(watch, "the folder of styles goes", lambda: os.rename(top / "styles", top / "aside"), [(SMALL, 6), (OTHER, 6)])
    step(watch, "and comes back", lambda: os.rename(top / "aside", top / "styles"), both)
    names = (top / "sources/organisations.xml").read_text()
    step(watch, "organisations.xml is saved", lambda: backed_up("sources/organisations.xml", names.replace("?>", "?><!-- x -->", 1)), both)


def documents(watch):
    step(watch, "a document goes", lambda: os.rename(top / OTHER, top / "other.xml"), [(OTHER, "gone")])
    step(watch, "and comes back", lambda: os.rename(top / "other.xml", top / OTHER), [(OTHER, 0)])
    new = "sources/new/deep/third.xml"

    def add():
        (top / new).parent.mkdir(parents=True)
        (top / new).write_text(POLICY.replace('"other"', '"third"'))

    step(watch, "a document in new folders is found", add, [(new, 0)])
    step(watch, "and watched", lambda: renamed(new, (top / new).read_text().replace("Ask", "Do ask")), [(new, 0)])
    in_place(new, POLICY.replace("Ask", "See"))
    expect("one with the id of another is not built, which is said", watch.told(1, 3) == [] and "DOCUMENT-DOUBLE" in watch.rules, watch.rules)
    step(watch, "its folders go", lambda: shutil.rmtree(top / "sources/new"), [(new, "gone")])


def no_busy_waiting(watch):
    def ticks():
        return sum(map(int, pathlib.Path(f"/proc/{watch.process.pid}/stat").read_text().rsplit(")")[1].split()[11:13]))
    before = ticks()
    time.sleep(2)
    expect("nothing is done while nothing is saved", ticks() == before)


def layout():
    """With --fail-on=layout a page that came out badly stops the document, and its older PDF stays."""
    pdf = top / "out/other.pdf"
    watch = Watch(OTHER, "--format=json", "--fail-on=layout")
    watch.ready()
    expect("pages that came out well stop nothing", watch.told(1) == [(OTHER, 0)])
    before = pdf.read_bytes()
    bad = POLICY.replace("Ask", "11112222" * 12 + " ask")
    step(watch, "a word that is cut stops the document", lambda: in_place(OTHER, bad), [(OTHER, 1)])
    expect("  which is told, and the older PDF stays", "LAYOUT-CUT" in watch.rules and pdf.read_bytes() == before, watch.rules)
    step(watch, "and that it is mended is told", lambda: in_place(OTHER, POLICY), [(OTHER, 0)])
    expect("Ctrl-C ends it with 130", watch.end() == 130)
    watch = Watch(OTHER, "--format=json", "--layout-report")
    watch.ready()
    watch.told(1)
    step(watch, "with --layout-report it is told, and built", lambda: in_place(OTHER, bad), [(OTHER, 0)])
    expect("  with new words", "LAYOUT-CUT" in watch.rules and pdf.read_bytes() != before, watch.rules)
    step(watch, "as it was", lambda: in_place(OTHER, POLICY), [(OTHER, 0)])
    watch.end()


def by_name():
    """One document that is named, told as text; it goes and comes back; its worker is killed."""
    watch = Watch(OTHER, "--style", "narrow")
    watch.ready()
    first = watch.lines.get(timeout=PATIENCE)
    expect("the first line as text", first.startswith(f"{OTHER}: ") and "out/other-narrow.pdf" in first, first)

    def line(what, act, *words):
        act()
        try:
            told = watch.lines.get(timeout=PATIENCE)
        except queue.Empty:
            told = "nothing"
        good = all(word in told for word in (f"{OTHER}: ", *words)) and quiet_for(watch)
        expect(what, good, told)

    line("a save", lambda: in_place(OTHER, POLICY.replace("Ask", "Please ask")), "fine", "out/other-narrow.pdf", " ms\n")
    line("the file goes", lambda: os.rename(top / OTHER, top / "other.xml"), "1 error", "no PDF")
    line("and comes back", lambda: os.rename(top / "other.xml", top / OTHER), "fine", "as before")
    status = watch.end()
    expect("Ctrl-C ends it with 130", status == 130, status)
    watch = Watch(OTHER, "--format=json", environment={"LD_PRELOAD": str(INJECT), "INJECT": "fsync:1:kill"})
    watch.ready()
    expect("the watch is seen among the processes", len(still_running()) >= 1)
    expect("a process that dies is told of", watch.told(1) == [(OTHER, 70)])
    step(watch, "and the watch goes on", lambda: in_place(OTHER, POLICY.replace("Ask", "Do ask")), [(OTHER, 70)])
    expect("SIGTERM ends it with 130", watch.end(signal.SIGTERM) == 130)
    expect("no process is left", not still_running(), still_running())
    expect("nothing is left in out", not list((top / "out").rglob(".engross-*")))


def main():
    global BROKEN
    signal.signal(signal.SIGINT, signal.default_int_handler)
    (top / OTHER).write_text(POLICY)
    nobody = subprocess.run([ENGROSS, "watch", "--format=sarif"], cwd=top, capture_output=True, text=True)
    expect("SARIF is refused", nobody.returncode == 2 and "json" in nobody.stderr, nobody)
    # The status of a style that cannot be read is that of a build.
    style = top / "styles/nhs.xml"
    text = style.read_text()
    style.write_text(text[:-20])
    status = subprocess.run([ENGROSS, "build", OTHER], cwd=top, capture_output=True).returncode
    style.write_text(text)
    BROKEN += [(SMALL, status), (OTHER, status)]
    watch = Watch("--format=json")
    watch.ready()
    expect("at first all documents are built", watch.told(2) == [(SMALL, 0), (OTHER, 0)])
    for part in (saves, faults, documents, no_busy_waiting):
        part(watch)
    expect("Ctrl-C ends it with 130", watch.end() == 130)
    layout()
    by_name()
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
