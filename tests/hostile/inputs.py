#!/usr/bin/python3
"""inputs.py [--accept] [NAME…]: hostile and damaged sources, each with its exact diagnostic, status, and a bound of time and memory.

What is said of each stands in expected/NAME.txt (its first 12 lines, the count of all lines, the exit status); --accept
writes it. The sources are made here, since most are large. Faults that need no bound of their own (a pipe, a device, a
folder, an unreadable file, a full disk) are in tests/faults, which the group runs too, under a bound for all.
"""

import os
import pathlib
import signal
import socket
import subprocess
import sys
import threading
import time

from house import ENGROSS, INPUT, OLD, PLAIN, Checks, Scratch, limits, run

HEAD = INPUT[:INPUT.index("  <section")]
OPEN = '  <section id="a"><title>Asking</title>\n'
CLOSE = "</section>\n</policy>\n"
EXPECTED = pathlib.Path(__file__).parent / "expected"
MIB = 1 << 20


def visible(folder):
    """The names in it, without the records of what was built."""
    return sorted(name for name in os.listdir(folder) if name != ".engross")


def doctype(declarations, text="&a;"):
    return HEAD.replace("<policy", f"<!DOCTYPE policy [{declarations}]>\n<policy", 1) + f"{OPEN}<p>{text}</p>{CLOSE}"


def laughs():
    rows = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    return doctype(rows, "&a9;")


def included(count, size):
    """A document that takes in one part of about `size` bytes again and again."""
    def make(top):
        text = "Ask your manager. " * (size // 18)
        (top / "sources/parts/big.xml").write_text(f'<p xmlns="urn:engross:document:1">{text}</p>')
        return HEAD + OPEN + '<xi:include href="parts/big.xml"/>\n' * count + CLOSE
    return make


# name: what makes the source (text, bytes or a function of the house), seconds, MiB
SOURCES = {
    "billion-laughs": (laughs(), 2, 64),
    "quadratic-blowup": (doctype(f'<!ENTITY a "{"a" * 50000}">', "&a;" * 50000), 2, 64),
    "entity-file": (doctype('<!ENTITY a SYSTEM "file:///etc/passwd">'), 2, 64),
    "entity-http": (doctype('<!ENTITY a SYSTEM "http://127.0.0.1:9/a">'), 2, 64),
    "entity-parameter": (doctype('<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;', "a"), 2, 64),
    "entity-parameter-inner": (doctype("<!ENTITY % a '&#60;!ENTITY b \"c\">'> %a;", "&b;"), 2, 64),
    "depth-closed": (HEAD + "<section>" * 100000 + "</section>" * 100000 + "</policy>\n", 2, 64),
    "attribute-100-mb": (lambda top: HEAD + f'<section id="{"a" * 100000000}">{CLOSE}', 2, 64),
    "attribute-7-mb": (lambda top: HEAD + f'<section id="{"a" * 7000000}"><title>A</title><p>a</p>{CLOSE}', 10, 256),
    "attributes-million": (lambda top: HEAD + "<section " + " ".join(f'a{i}=""' for i in range(700000)) + f">{CLOSE}", 2, 64),
    "attributes-too-large": (lambda top: HEAD + "<section " + " ".join(f'a{i}=""' for i in range(1000000)) + f">{CLOSE}", 2, 64),
    "namespaces-many": (lambda top: HEAD + "<section " + " ".join(f'xmlns:a{i}="b"' for i in range(300000)) + f">{CLOSE}", 2, 64),
    "attributes-single-quotes": (HEAD + "<section " + " ".join(f"a{i}='\"'" for i in range(257)) + f">{CLOSE}", 2, 64),
    "elements-million": (lambda top: HEAD + OPEN + "<p/>" * 1000000 + CLOSE, 5, 256),
    "elements-unknown": (lambda top: HEAD + OPEN + "<q>a</q>\n" * 120000 + CLOSE, 10, 256),
    "ids-doubled": (lambda top: HEAD + '<section id="a"><title>t</title><p>a</p></section>\n' * 60000 + "</policy>\n", 20, 512),
    "references-lost": (lambda top: HEAD + OPEN + "".join(f'<p><xref to="n{i}"/></p>\n' for i in range(80000)) + CLOSE, 20, 512),
    "signs-less-than": (lambda top: HEAD + "<" * 8000000, 5, 128),
    "tags-unclosed": (lambda top: HEAD + "<a " * 2500000, 5, 128),
    "quotes-unclosed": (lambda top: HEAD + '<a b="' * 1300000, 5, 128),
    "tags-closing": (lambda top: HEAD + OPEN + "</p>" * 2000000, 5, 128),
    "comments": (lambda top: HEAD + OPEN + "<p>" + "a<!-- -->" * 800000 + "</p>" + CLOSE, 5, 128),
    "references-unknown": (lambda top: HEAD + OPEN + "<p>" + "&foo;" * 1600000 + "</p>" + CLOSE, 5, 128),
    "accents-heaped": (lambda top: HEAD + OPEN + "<p>a" + "\u0301\u0323" * 1900000 + "</p>" + CLOSE, 5, 128),
    "nul-flood": (lambda top: HEAD + OPEN + "\0" * 8000000, 5, 128),
    "places-in-one-text": (lambda top: HEAD + OPEN + "<p>" + "\ufffd&lt;e\u0301" * 100000 + f"</p>{CLOSE}", 6, 256),
    "bytes-flood": (lambda top: HEAD.encode() + b"\xff" * 8000000, 5, 128),
    "text-grown": (lambda top: '<?xml version="1.0" encoding="ISO-8859-1"?>\n'.encode() + HEAD.split("\n", 1)[1].encode() + b"\xe9" * 8000000, 5, 128),
    "word-long": (lambda top: HEAD + OPEN + "<p>" + "a" * 8000000 + "</p>" + CLOSE, 5, 256),
    "claims-many": (lambda top: HEAD + OPEN + "<p>" + "slavery-free supply chain " * 20000 + "</p>" + CLOSE, 5, 128),
    "phrases-many": (lambda top: HEAD + OPEN + "<p>" + "currently we do " * 20000 + "</p>" + CLOSE, 5, 128),
    "references-typed": (lambda top: HEAD + OPEN + "<p>" + "section 1, " * 20000 + "</p>" + CLOSE, 5, 128),
    "name-long": (lambda top: HEAD + "<" + "a" * 8000000 + ">", 5, 128),
    "inclusions-total": (included(200, 180000), 10, 768),
    "inclusions-many": (included(1001, 180), 5, 128),
    "encoding-utf16-said": (HEAD.replace("UTF-8", "UTF-16", 1) + OPEN + CLOSE, 2, 64),
    "encoding-unknown": (HEAD.replace("UTF-8", "EBCDIC-CP-GB", 1) + OPEN + CLOSE, 2, 64),
    "encoding-utf32": (HEAD.encode("utf-32"), 2, 64),
}


def bounded(top, arguments, seconds, mebibytes):
    """As house.run, with the time of processor and the largest size of the process."""
    said = top.parent / "said"
    with open(said, "wb") as out:
        process = subprocess.Popen([ENGROSS, *arguments], cwd=top, env={**os.environ, "NO_COLOR": "1"}, stdin=subprocess.DEVNULL,
                                   stdout=out, stderr=out, preexec_fn=limits())
        timer = threading.Timer(seconds * 20, process.kill)
        timer.start()
        _, wait_status, usage = os.wait4(process.pid, 0)
        timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(wait_status)
    lines = said.read_text(errors="replace").splitlines()
    took, size = usage.ru_utime + usage.ru_stime, usage.ru_maxrss >> 10
    faults = []
    if took > seconds:
        faults.append(f"it took {took:.1f} s, more than {seconds}")
    if size > mebibytes:
        faults.append(f"it took {size} MiB, more than {mebibytes}")
    return process.returncode, lines, faults, f"{took:.2f} s, {size} MiB"


def sources(scratch, names, accept):
    EXPECTED.mkdir(exist_ok=True)
    for name, (make, seconds, mebibytes) in SOURCES.items():
        if names and name not in names:
            continue
        content = make(scratch.house) if callable(make) else make
        path = scratch.house / "sources/input.xml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        del content  # a process begins with the size of the one that it was forked from
        status, lines, faults, measure = bounded(scratch.house, ["check", "sources/input.xml", "--home", "."], seconds, mebibytes)
        now = "\n".join([line[:400] for line in lines[:12]] + [f"{len(lines)} lines", f"exit status {status}", ""])
        expected = EXPECTED / f"{name}.txt"
        if accept:
            expected.write_text(now)
        before = expected.read_text() if expected.exists() else None
        checks = Checks(f"{name} ({measure})")
        checks.hold(now == before, f"said now:\n{now}")
        checks.hold(not faults, "; ".join(faults))
        checks.tell()


def truncated(scratch):
    """A whole file cut off anywhere has no status but 3, and its fault is that it ends too early or is empty."""
    whole = INPUT.replace('  <xi:include href="parts/end.xml"/>\n', "").encode()
    path = scratch.house / "sources/input.xml"
    checks = Checks("a file cut off anywhere is refused")
    for count in [*range(0, len(whole) - 1, 7), *range(len(whole) - 12, len(whole) - 1)]:
        path.write_bytes(whole[:count])
        status, _, said = run(scratch.house, ["check", "sources/input.xml", "--home", "."])
        checks.hold(status == 3 and "error: " in said and "XML-" in said, f"cut off after {count} bytes: status {status}, {said}")
        if count > 200 and not whole[:count].endswith(b"&"):
            checks.hold("XML-TRUNCATED" in said, f"cut off after {count} bytes: {said}")
    checks.tell(100)


def changing(scratch):
    """The file is replaced, cut and removed while it is read."""
    path = scratch.house / "sources/input.xml"
    texts = [INPUT, INPUT[:300], HEAD + OPEN + "<p>Ask.</p>\n" * 20000 + CLOSE, ""]
    going = threading.Event()

    def change():
        number = 0
        while not going.is_set():
            number += 1
            path.write_text(texts[number % len(texts)])
            if number % 5 == 0:
                path.unlink()
            time.sleep(0.0005)

    thread = threading.Thread(target=change)
    thread.start()
    checks = Checks("a file that changes while it is read is read or refused")
    out = scratch.house / "changing.pdf"
    for _ in range(60):
        out.unlink(missing_ok=True)
        status, _, said = run(scratch.house, ["build", "sources/input.xml", "--home", ".", "-o", out.name])
        checks.hold(status in (0, 1, 3) and (status == 0 or "error: " in said), f"status {status}: {said[-500:]}")
        checks.hold(out.exists() == (status == 0), f"status {status}, and a PDF {'is' if out.exists() else 'is not'} there")
    going.set()
    thread.join()
    checks.tell()


def surroundings(scratch):
    """What else can be amiss around a build."""
    top, out = scratch.house, scratch.house / "out"
    (top / "sources/input.xml").write_text(INPUT)
    build = ["build", "sources/input.xml", "--home", "."]

    def expect(words, good, detail=""):
        checks = Checks(words)
        checks.hold(good, str(detail))
        checks.tell()

    status, _, said = run(top, ["check", "sources/input.xml", "--home", "."])
    expect("the sound document is sound", status == 0, said)
    out.write_text("no folder")
    status, _, said = run(top, build)
    expect("out that is a file is named", status == 3 and "[FILE-WRITE]" in said and "not a folder" in said, said)
    out.unlink()
    elsewhere = top.parent / "elsewhere"
    elsewhere.mkdir()
    out.symlink_to(elsewhere)
    status, _, said = run(top, build)
    expect("out that is a link to a folder is followed", status == 0 and visible(elsewhere) == ["small.pdf"] and out.is_symlink(), said)
    (elsewhere / "small.pdf").rename(elsewhere / "real.pdf")
    (elsewhere / "real.pdf").write_bytes(OLD)
    (elsewhere / "small.pdf").symlink_to("real.pdf")
    status, _, said = run(top, build)
    expect("a PDF that is a link stays one", status == 0 and (elsewhere / "small.pdf").is_symlink() and (elsewhere / "real.pdf").read_bytes() != OLD
           and visible(elsewhere) == ["real.pdf", "small.pdf"], said)
    out.unlink()
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind(str(top / "sources/socket.xml"))
        status, _, said = run(top, ["check", "sources/socket.xml", "--home", "."], seconds=10)
        expect("a socket is named", status == 3 and "this is a socket" in said, said)
    (top / "sources/socket.xml").unlink()
    target = top / "target.pdf"
    target.write_bytes(OLD)
    status, _, said = run(top, [*build, "-o", "target.pdf"], size=4096)
    expect("the limit on the size of files is met without a signal", status == 3 and "larger than files may be" in said and target.read_bytes() == OLD, f"{status} {said}")
    target.write_bytes(b"%PDF-1.7 somebody else's")
    target.chmod(0)
    shared = top / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    target.rename(shared / "target.pdf")
    status, _, said = run(top, [*build, "-o", "shared/target.pdf"], before=PLAIN)
    (shared / "target.pdf").chmod(0o644)
    expect("an older file that cannot be read is not replaced", status == 3 and "cannot be read" in said and b"else's" in (shared / "target.pdf").read_bytes(), f"{status} {said}")
    for verb in (["--version"], ["help"], ["doctor", "--home", "."], ["check", "sources/input.xml", "--format", "json", "--home", "."], [*build, "-o", "target.pdf"]):
        name = verb[0]
        done = subprocess.run(["sh", "-c", '"$0" "$@" >/dev/full', ENGROSS, *verb], cwd=top, capture_output=True)
        expect(f"{name}: a full standard output is no success", done.returncode in (3, 6) and b"cannot write to standard output" in done.stderr, done)
        done = subprocess.run(["sh", "-c", '"$0" "$@" >&-', ENGROSS, *verb], cwd=top, capture_output=True)
        expect(f"{name}: a closed standard output is no success", done.returncode in (3, 6) and b"cannot write to standard output" in done.stderr, done)
        done = subprocess.run(["sh", "-c", '"$0" "$@" <&- >&- 2>&-', ENGROSS, *verb], cwd=top, capture_output=True)
        expect(f"{name}: with no standard stream at all", done.returncode in (3, 6), done)
    pdf = target.read_bytes()
    expect("a PDF built with no standard stream is whole", pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF"))
    # Two documents, a process each, of which one has no memory: it is told in its turn, the other is built.
    (top / "sources/other.xml").write_text(INPUT.replace('id="small"', 'id="other"').replace("<xi:include", "<!--").replace('end.xml"/>', "-->"))
    done = run(top, ["build", "sources/input.xml", "sources/other.xml", "--home", ".", "-j", "2"])
    expect("two documents are built side by side", done[0] == 0, done)
    wanted = "error: the machine has no memory left for this document; no file was written or harmed"
    # A worker counts on from its parent's allocations, which are far fewer than this.
    for name in visible(out):
        (out / name).write_bytes(OLD)
    status, printed, said = run(top, ["build", "sources/input.xml", "sources/other.xml", "--home", ".", "-j", "2"],
                                "malloc:5000:12", log=top.parent / "met")
    told = [f"sources/{name}.xml: {wanted}" for name in ("input", "other")]
    expect("workers without memory are told of in their turn", status == 70 and printed == "" and said.splitlines()[:2] == told, said)
    expect("and their older files stay", all((out / name).read_bytes() == OLD for name in ("small.pdf", "other.pdf")), os.listdir(out))


def tidy(scratch):
    """No temporary file anywhere else: neither where TMPDIR points nor in /tmp."""
    (scratch.house / "sources/input.xml").write_text(INPUT)
    empty = pathlib.Path(scratch.name, "temporary")
    empty.mkdir()
    os.environ["TMPDIR"] = str(empty)
    status, _, said = run(scratch.house, ["build", "sources/input.xml", "--home", "."])
    checks = Checks("nothing is left in the folder of temporary files")
    checks.hold(status == 0 and not os.listdir(empty), f"{said}{os.listdir(empty)}")
    checks.hold(not [name for name in os.listdir("/tmp") if name.startswith(".engross")], "left in /tmp")
    checks.tell()


def main():
    arguments = sys.argv[1:]
    accept = "--accept" in arguments
    names = [a for a in arguments if a != "--accept"]
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    scratch = Scratch()
    sources(scratch, names, accept)
    if not names:
        truncated(scratch)
        changing(scratch)
        surroundings(scratch)
        tidy(scratch)


if __name__ == "__main__":
    main()
