#!/usr/bin/python3
"""tamper.py: whatever is changed in what is kept of releases, `check` names the record or the file, and ends with 5."""

import hashlib
import re
import shutil

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
    "the last release taken out, and the head with it": (lambda t: (write(t, records(t)[:-2]), (t / "sources/released/head.txt").unlink()), "visitors D, and the ledger has no record of it"),
    "two records swapped": (lambda t: write(t, swap(records(t), 5, 6)), "record 5 is missing before record 6"),
    "a record twice": (lambda t: write(t, [*records(t)[:6], records(t)[5], *records(t)[6:]]), "stands where record 6 has to"),
    "a record forged with a hash that fits": (lambda t: write(t, resealed(records(t), 4, lambda b: b.replace("2021-02-01", "2020-12-01"))), "record 5 (complaints 2021) does not follow"),
    "the last record forged with a hash that fits": (lambda t: write(t, resealed(records(t), 13, lambda b: b.replace("quorum", "quarum"))), "is not the one that head.txt names"),
    "the ledger cut in the middle": (lambda t: (t / LEDGER).write_bytes((t / LEDGER).read_bytes()[:2000]), "ledger.txt:"),
    "the ledger taken away": (lambda t: (t / LEDGER).unlink(), "the ledger itself, ledger.txt, is missing"),
    "the ledger emptied": (lambda t: (t / LEDGER).write_bytes(b""), "the first line has to be"),
    "the head edited": (lambda t: edit(t, "sources/released/head.txt", b"record: 13", b"record: 12"), "is not the one that head.txt names"),
    "line ends of another system": (lambda t: (t / LEDGER).write_bytes((t / LEDGER).read_bytes().replace(b"\n", b"\r\n")), "ledger.txt:1"),
    "a ledger of a newer program": (lambda t: edit(t, LEDGER, b"engross ledger 1", b"engross ledger 2"), "written by a newer Engross"),
    "a manifest of a newer program": (lambda t: edit(t, f"{RULES}/manifest.txt", b"engross manifest 1", b"engross manifest 2"), f"{RULES}/manifest.txt"),
}
# What concerns the ledger itself shows in a run on one document too, and whatever is asked.
ALWAYS = ("a line of the ledger edited", "a record taken out", "two records swapped", "the last record taken out", "a ledger of a newer program")


def main():
    with Scratch() as made, Scratch() as scratch:
        history = house.make(made)
        for name, (act, words) in TAMPERINGS.items():
            top = copy(history, scratch)
            act(top)
            status, said = run(top, "check")
            tell(status == 5 and words in said and "[LEDGER-" in said, f"{name}: check says so", f"status {status}\n{said}")
            before = house.kept(top)
            refusals = [run(top, "release", "visitors", "--label", "E", "--approved", "2024-05-06", "--body", "board", "--minute", "24/1"),
                        run(top, "withdraw", "visitors", "A", "--reason", "Old.")]
            tell(all(status == 5 for status, _ in refusals) and house.kept(top) == before, f"{name}: nothing is released or withdrawn after it", f"{refusals}")
        for name in ALWAYS:
            top = copy(history, scratch)
            act, words = TAMPERINGS[name]
            act(top)
            for command in (("check", "sources/visitors.xml"), ("build", "sources/visitors.xml"), ("show", "visitors", "--on", "2024-01-01")):
                status, said = run(top, *command)
                tell(status == 5 and words in said, f"{name}: {command[0]} of one document says so", f"status {status}\n{said}")
        top = copy(history, scratch)
        flip(top, "out/released/visitors/D/visitors-D.pdf", 1000)
        status, said = run(top, "show", "visitors", "--on", "2024-01-01")
        tell(status == 5 and "visitors-D.pdf" in said, "show looks at the files of what it shows", said)
        tell(run(top, "show", "visitors", "--on", "2022-01-01")[0] == 0, "and at those alone")


if __name__ == "__main__":
    main()
