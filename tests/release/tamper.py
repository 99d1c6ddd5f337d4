#!/usr/bin/python3
"""tamper.py: whatever is changed in what is kept of releases, every verb names the record or the file, and ends with 5.

Each tampering is done twice: plainly, to a house that was just copied; and to one that a run has looked at before, so
that it knows the facts of all files (out/.engross/kept): there, what was changed keeps its size, where it can, and its
times are set back. What is known is itself spoilt, too, and forged.
"""

import hashlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import time

import house
from house import Scratch, copy, run, tell

LEDGER = "sources/released/ledger.txt"


def records(top):
    return (top / LEDGER).read_text().split("\n\n")


def write(top, parts):
    text = "\n\n".join(parts)
    (top / LEDGER).write_text(text if text.endswith("\n") else text + "\n")


def edit(top, name, old, new, count=1):
    path = top / name
    data = path.read_bytes()
    assert old in data, (name, old)
    path.write_bytes(data.replace(old, new, count))


def flip(top, name, at):
    path = top / name
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(bytes(data))


def resealed(parts, number, change):
    """The record changed and given a hash that fits it, as somebody would who knows the format."""
    body = change(parts[number][:parts[number].index("hash: ", parts[number].index("previous: "))])
    parts[number] = body + "hash: " + hashlib.sha256(body.encode()).hexdigest()
    return parts


def swap(parts, one, other):
    parts[one], parts[other] = parts[other], parts[one]
    return parts


RULES, OUT = "sources/released/standing-rules/1.1", "out/released/standing-rules/1.1"
# What is done, and what has to be said of it.
TAMPERINGS = {
    "a byte in a PDF": (lambda t: flip(t, f"{OUT}/standing-rules-1.1.pdf", 5000), "standing-rules-1.1.pdf: error: this file of record 4 (standing-rules 1.1)"),
    "a byte in the large-print PDF": (lambda t: flip(t, f"{OUT}/standing-rules-1.1-large-print.pdf", 900), "large-print.pdf: error: this file of record 4"),
    "a byte after the end of a PDF": (lambda t: (t / OUT / "standing-rules-1.1.pdf").open("ab").write(b"\n"), "has been changed"),
    "a PDF replaced by another released one": (lambda t: shutil.copy(t / "out/released/standing-rules/2.0/standing-rules-2.0.pdf", t / OUT / "standing-rules-1.1.pdf"), "standing-rules-1.1.pdf: error: this file of record 4"),
    "a PDF taken away": (lambda t: (t / OUT / "standing-rules-1.1.pdf").unlink(), "(standing-rules 1.1) is missing"),
    "a PDF put beside": (lambda t: shutil.copy(t / OUT / "standing-rules-1.1.pdf", t / OUT / "standing-rules-1.1-b.pdf"), "was not there when it was released"),
    "a link in the place of a PDF": (lambda t: ((t / OUT / "standing-rules-1.1.pdf").rename(t / "x.pdf"), (t / OUT / "standing-rules-1.1.pdf").symlink_to(t / "x.pdf")), "(standing-rules 1.1) is missing"),
    "the frozen source edited": (lambda t: edit(t, f"{RULES}/source.xml", b"six months", b"six weeks"), f"{RULES}/source.xml: error: this file of record 4"),
    "the public source edited": (lambda t: edit(t, f"{RULES}/public.xml", b"six months", b"six weeks"), f"{RULES}/public.xml: error: this file of record 4"),
    "the frozen organisations edited": (lambda t: edit(t, f"{RULES}/organisations.xml", b"Marsh", b"Mersh"), f"{RULES}/organisations.xml"),
    "a frozen style edited": (lambda t: edit(t, f"{RULES}/styles/nhs.xml", b"nhs", b"nhz"), f"{RULES}/styles/nhs.xml"),
    "a frozen picture changed": (lambda t: flip(t, f"{RULES}/visits.png", 60), f"{RULES}/visits.png"),
    "a frozen file taken away": (lambda t: (t / RULES / "public.xml").unlink(), "(standing-rules 1.1) is missing"),
    "the manifest edited": (lambda t: edit(t, f"{RULES}/manifest.txt", b"engross 0", b"engross 9"), f"{RULES}/manifest.txt: error: this file of record 4"),
    "the manifest taken away": (lambda t: (t / RULES / "manifest.txt").unlink(), f"{RULES}/manifest.txt"),
    "a whole release taken away": (lambda t: (shutil.rmtree(t / RULES), shutil.rmtree(t / OUT)), "this file of record 4 (standing-rules 1.1) is missing"),
    "a release that nobody made": (lambda t: shutil.copytree(t / RULES, t / "sources/released/standing-rules/9.9"), "standing-rules 9.9, and the ledger has no record of it"),
    "a PDF that nobody released": (lambda t: shutil.copytree(t / OUT, t / "out/released/standing-rules/9.9"), "standing-rules 9.9, and the ledger has no record of it"),
    "a line of the ledger edited": (lambda t: edit(t, LEDGER, b"board of 2021-02-01", b"board of 2021-02-02"), "record 4 (standing-rules 1.1) is not as it was written"),
    "a hash of the ledger edited": (lambda t: write(t, [re.sub(r"manifest: ....", "manifest: 0000", p) if i == 5 else p for i, p in enumerate(records(t))]), "record 5 (complaints 2021) is not as it was written"),
    "a line of the ledger taken out": (lambda t: write(t, [re.sub(r"approval: ratify.*\n", "", p) if i == 5 else p for i, p in enumerate(records(t))]), "record 5 (complaints 2021) is not as it was written"),
    "a line put into the ledger": (lambda t: write(t, [p.replace("kind:", "colour: red\nkind:") if i == 5 else p for i, p in enumerate(records(t))]), "\"kind:\" with its value has to stand here"),
    "a record taken out": (lambda t: write(t, [p for i, p in enumerate(records(t)) if i != 4]), "record 4 is missing before record 5"),
    "the first record taken out": (lambda t: write(t, [p for i, p in enumerate(records(t)) if i != 1]), "record 1 is missing before record 2"),
    "the last record taken out": (lambda t: write(t, records(t)[:-1]), "record 13 is missing at the end"),
    "the last two records taken out": (lambda t: write(t, records(t)[:-2]), "record 12 is missing at the end"),
    "the last release taken out, and the head with it": (lambda t: (write(t, records(t)[:-2]), (t / "sources/released/head.txt").unlink()), "head.txt: error: this file, which names the last record, is missing"),
    "two records swapped": (lambda t: write(t, swap(records(t), 5, 6)), "record 5 is missing before record 6"),
    "a record twice": (lambda t: write(t, [*records(t)[:6], records(t)[5], *records(t)[6:]]), "stands where record 6 has to"),
    "a record forged with a hash that fits": (lambda t: write(t, resealed(records(t), 4, lambda b: b.replace("2021-02-01", "2020-12-01"))), "record 5 (complaints 2021) does not follow"),
    "the last record forged with a hash that fits": (lambda t: write(t, resealed(records(t), 13, lambda b: b.replace("quorum", "quarum"))), "is not the one that head.txt names"),
    "the ledger cut in the middle": (lambda t: (t / LEDGER).write_bytes((t / LEDGER).read_bytes()[:2000]), "ledger.txt:"),
    "the ledger taken away": (lambda t: (t / LEDGER).unlink(), "the ledger itself, ledger.txt, is missing"),
    "the ledger emptied": (lambda t: (t / LEDGER).write_bytes(b""), "the first line has to be"),
    "the head edited": (lambda t: edit(t, "sources/released/head.txt", b"record: 13", b"record: 12"), "is not the one that head.txt names"),
    "line ends of another system": (lambda t: (t / LEDGER).write_bytes((t / LEDGER).read_bytes().replace(b"\n", b"\r\n")), "ledger.txt:1:1: error: its lines end with CR LF, as those of Windows do"),
    "a byte order mark": (lambda t: (t / LEDGER).write_bytes(b"\xef\xbb\xbf" + (t / LEDGER).read_bytes()), "ledger.txt:1:1: error: a byte order mark stands"),
    "the end of the last line taken away": (lambda t: (t / LEDGER).write_bytes((t / LEDGER).read_bytes()[:-1]), "the file ends within this line"),
    "the head taken away": (lambda t: (t / "sources/released/head.txt").unlink(), "head.txt: error: this file, which names the last record, is missing"),
    "the last withdrawal taken out, and the head with it": (lambda t: (write(t, records(t)[:-1]), (t / "sources/released/head.txt").unlink()), "head.txt: error: this file, which names the last record, is missing"),
    "a ledger of a newer program": (lambda t: edit(t, LEDGER, b"engross ledger 1", b"engross ledger 2"), "written by a newer Engross"),
    "the folder of a release elsewhere, by a link": (lambda t: ((t / RULES).rename(t / "elsewhere"), (t / RULES).symlink_to(t / "elsewhere")), "a link leads to it"),
    "the folder of a document elsewhere, by a link": (lambda t: ((t / OUT).parent.rename(t / "elsewhere"), (t / OUT).parent.symlink_to(t / "elsewhere")), "a link leads to it"),
    "a manifest of a newer program": (lambda t: edit(t, f"{RULES}/manifest.txt", b"engross manifest 2", b"engross manifest 3"), f"{RULES}/manifest.txt"),
}
RELEASE = ("release", "visitors", "--label", "E", "--approved", "2024-05-06", "--body", "board", "--minute", "24/1")
WITHDRAW = ("withdraw", "visitors", "A", "--reason", "Old.")
# All that works in a house, and `release`, `withdraw` and `verify --all` besides.
VERBS = (("check",), ("check", "sources/visitors.xml"), ("build", "sources/visitors.xml"), ("list",), ("show", "visitors", "--on", "2024-01-01"),
         ("verify", "out/released/visitors/D/visitors-D.pdf"), ("new", "policy", "bicycles"), ("doctor",))
KNOWN = "out/.engross/kept"
PDF = f"{OUT}/standing-rules-1.1.pdf"


def facts(top):
    """The times of all that is kept."""
    return {path: path.lstat() for folder in ("sources/released", "out/released") for path in (top / folder).rglob("*")}


def set_back(before):
    """Files that are still there, and folders, get the times that they had."""
    for path, about in sorted(before.items(), reverse=True):
        if path.exists() and not path.is_symlink():
            os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))


def plainly(history, scratch):
    for name, (act, words) in TAMPERINGS.items():
        top = copy(history, scratch)
        act(top)
        before = house.kept(top)
        refusals = [run(top, *RELEASE), run(top, *WITHDRAW)]
        tell(all(status == 5 for status, _ in refusals) and house.kept(top) == before, f"{name}: nothing is released or withdrawn after it", f"{refusals}")
        status, said = run(top, "check")
        tell(status == 5 and words in said and "[LEDGER-" in said, f"{name}: check says so", f"status {status}\n{said}")
        status, said = run(top, "verify", "--all")
        tell(status == 5 and words in said, f"{name}: verify --all says so", f"status {status}\n{said}")


def known_houses(history, scratch, names):
    """A copy of the house for each name, looked at when its files had been left alone for a while."""
    tops = {name: copy(history, pathlib.Path(scratch, str(i))) for i, name in enumerate(names)}
    time.sleep(5)
    for name, top in tops.items():
        status, said = run(top, "check", "sources/visitors.xml")
        if status != 0 or not (top / KNOWN).is_file():
            tell(False, f"{name}: a run knows the files", said)
    time.sleep(1.1)  # what is as young as what is known of it is not relied on
    return tops


def quietly(history, scratch):
    for name, top in known_houses(history, scratch, TAMPERINGS).items():
        act, words = TAMPERINGS[name]
        before, known = facts(top), (top / KNOWN).read_bytes()
        act(top)
        set_back(before)
        silent = []
        for verb in VERBS * 2:
            shutil.rmtree(top / "sources/policies", ignore_errors=True)
            status, said = run(top, *verb)
            if status != 5 or words not in said:
                silent.append((verb, status, said))
        tell(not silent, f"{name}, quietly: every verb says so, twice", str(silent[:1]))
        tell((top / KNOWN).read_bytes() == known, f"{name}: nothing of it is remembered")
        shutil.rmtree(top)


def parsed(known):
    """What is known: the first lines, and (kind, hash, facts, path) of each file and folder."""
    _, ledger, *rest = known.decode().splitlines()
    return ledger, [(line[0], line[2:66], *line[67:].split(" ", 9)) for line in rest]


def printed(ledger, rows):
    body = "".join([ledger + "\n", *(" ".join(map(str, row)) + "\n" for row in rows)])
    return f"engross kept 1 {hashlib.sha256(body.encode()).hexdigest()}\n{body}".encode()


def forged(top, path, settled=1, own=None):
    """What is known, with the facts that a file and its folder have now: by somebody who knows the format."""
    ledger, rows = parsed((top / KNOWN).read_bytes())
    wanted, out = {path, str(pathlib.Path(path).parent)}, []
    for row in rows:
        if row[-1] in wanted:
            about = (top / row[-1]).lstat()
            row = (*row[:2], about.st_dev, about.st_ino, settled, about.st_size, about.st_mtime_ns // 10**9, about.st_mtime_ns % 10**9,
                   about.st_ctime_ns // 10**9, about.st_ctime_ns % 10**9, *row[10:])
            if row[0] == "f" and own:
                row = (row[0], own, *row[2:])
        out.append(row)
    (top / KNOWN).write_bytes(printed(ledger, out))


def what_is_known(history, scratch):
    """Spoilt, it costs time and nothing else; forged, it cannot deceive what has to be sure."""
    names = ("cut short", "a bit of it changed", "empty", "of another form", "of another house", "of another ledger", "a link to it", "its folder a link",
             "a folder in its place", "a pipe in its place", "too young", "older than what it knows", "forged")
    tops = known_houses(history, scratch, names)
    top = tops["forged"]
    written = (top / KNOWN).stat().st_ino
    data = (top / KNOWN).read_bytes()
    tell(run(top, "check", "sources/visitors.xml")[0] == 0 and (top / KNOWN).stat().st_ino == written,
         "while nothing has changed, what is known is not written again")
    _, rows = parsed(data)
    tell({row[-1] for row in rows if row[0] == "f"} == {name for name in house.kept(top) if pathlib.Path(name).name not in ("ledger.txt", "head.txt", "README.txt")},
         "all files are known, and no other", "")
    for name, top in tops.items():
        flip(top, PDF, 5000)
        time.sleep(0 if name != "forged" else 1.1)
        path = top / KNOWN
        forged(top, PDF, settled=0 if name == "too young" else 1)
        data = path.read_bytes()
        spoilt = {"cut short": data[:-400], "a bit of it changed": data[:700] + bytes([data[700] ^ 1]) + data[701:], "empty": b"",
                  "of another form": data.replace(b"kept 1", b"kept 2", 1)}.get(name)
        if spoilt is not None:
            path.write_bytes(spoilt)
        elif name == "of another house":
            path.write_bytes((tops["forged"] / KNOWN).read_bytes())
        elif name == "of another ledger":
            ledger, rows = parsed(data)
            path.write_bytes(printed("0" * 64, rows))
        elif name in ("a link to it", "a folder in its place", "a pipe in its place"):
            path.rename(top / "kept")
            {"a link to it": lambda: path.symlink_to(top / "kept"), "a folder in its place": path.mkdir, "a pipe in its place": lambda: os.mkfifo(path)}[name]()
        elif name == "its folder a link":
            path.parent.rename(top / "records")
            path.parent.symlink_to(top / "records")
        elif name == "older than what it knows":
            os.utime(path, (1e9, 1e9))
        time.sleep(1.1)
        if name not in ("older than what it knows", "a folder in its place", "a pipe in its place"):
            os.utime(path)
        status, said = run(top, "check", "sources/visitors.xml")
        if name == "forged":
            tell(status == 0, "what is known, when somebody forges it, is believed by check", said)
            for verb in (RELEASE, WITHDRAW, ("verify", "--all")):
                status, said = run(top, *verb)
                tell(status == 5 and "has been changed" in said, f"and not by {' '.join(verb[:2])}", f"status {status}\n{said}")
        else:
            tell(status == 5 and "standing-rules-1.1.pdf: error" in said, f"what is known, {name}: the file is read", f"status {status}\n{said}")


def of_version_1(history, scratch):
    """A house whose releases were made when the manifest was of version 1: as good as ever, and more can be made."""
    top = copy(history, scratch)
    known, before, parts = {}, "0" * 64, records(top)
    for path in (top / "sources/released").rglob("manifest.txt"):
        old = hashlib.sha256(path.read_bytes()).hexdigest()
        edit(top, path.relative_to(top), b"engross manifest 2", b"engross manifest 1")
        known[old] = hashlib.sha256(path.read_bytes()).hexdigest()
    for i in range(1, len(parts)):
        parts[i] = re.sub(r"^(manifest: )(\w+)", lambda match: match[1] + known[match[2]], parts[i], flags=re.M)
        parts[i] = re.sub(r"^previous: \w+", f"previous: {before}", parts[i], flags=re.M)
        before = hashlib.sha256(parts[i][:parts[i].index("hash: ", parts[i].index("previous: "))].encode()).hexdigest()
        parts[i] = re.sub(r"^hash: \w+", f"hash: {before}", parts[i], flags=re.M)
    write(top, parts)
    (top / "sources/released/head.txt").write_text(f"engross head 1\nrecord: {len(parts) - 1}\nhash: {before}\n")
    told = [run(top, *verb) for verb in (("check",), ("verify", "--all"), ("show", "standing-rules", "--on", "2021-02-01", "--clause", "how-often"), RELEASE, ("check",))]
    tell(all(status == 0 for status, _ in told), "manifests of version 1 are read, and one of version 2 is added", f"{told}")
    tell((top / "sources/released/visitors/E/manifest.txt").read_text().startswith("engross manifest 2\n"), "which is of version 2")


def watched(history, scratch):
    """watch says it once, and again when something else is wrong."""
    top = copy(history, scratch)
    flip(top, PDF, 5000)
    with subprocess.Popen([str(house.ENGROSS), "watch", "sources/visitors.xml"], cwd=top, stderr=subprocess.STDOUT, stdout=subprocess.PIPE, text=True) as process:
        said = []

        def until(words):
            for line in process.stdout:
                said.append(line)
                if words in line:
                    return

        def save(old, new):
            house.change(top, "visitors.xml", old, new)

        signal.alarm(120)  # a watch that says nothing would be waited for
        until("watching")
        save("noon", "one")
        until("visitors.xml: ")
        save("one", "two")
        until("visitors.xml: ")
        first = sum("[LEDGER-FILE]" in line for line in said)
        (top / PDF).unlink()
        save("two", "three")
        until("[LEDGER-FILE]")
        signal.alarm(0)
        process.terminate()
    tell(first == 1 and "is missing" in said[-1], "watch says so once, and what comes after", "".join(said))


def without_releases(scratch):
    top = house.begin(scratch)
    (top / "out").mkdir()
    tell(run(top, "check", "sources/visitors.xml")[0] == 0 and not (top / KNOWN).exists(), "a house without releases remembers nothing")


def main():
    with Scratch() as made, Scratch() as scratch, Scratch() as others:
        history = house.make(made)
        plainly(history, scratch)
        quietly(history, others)
        what_is_known(history, others)
        of_version_1(history, scratch)
        watched(history, scratch)
        top = copy(history, scratch)
        flip(top, PDF, 1000)
        status, said = run(top, "show", "visitors", "--on", "2024-01-01")
        tell(status == 5 and "standing-rules-1.1.pdf" in said and "label: D" in said, "show says what is wrong elsewhere, and shows what was asked for", said)
        flip(top, "out/released/visitors/D/visitors-D.pdf", 1000)
        status, said = run(top, "show", "visitors", "--on", "2024-01-01")
        tell(status == 5 and "visitors-D.pdf: error" in said and "label: D" not in said, "but nothing that was changed", said)
    with Scratch() as scratch:
        without_releases(scratch)


if __name__ == "__main__":
    main()
