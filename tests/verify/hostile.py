#!/usr/bin/python3
"""hostile.py: PDFs made to do harm, and damaged ones: verify says that they are unknown, within bounds of time and memory.

Each is made here by hand or from a good release. Time is that of the whole program; memory is the peak of any process
of it.
"""

import io
import os
import pathlib
import random
import re
import resource
import shutil
import subprocess
import sys
import time
import zlib

import pikepdf

from house import ENGROSS, ON, Checks, made, pdf

check = Checks()
WORK = pathlib.Path("build/test/verify/hostile").resolve()
SECONDS, MIB = 30, 1600


def assemble(objects, root=1, extra=b""):
    """A PDF of {number: bytes}."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (max(objects) + 1)
    for number in range(1, max(objects) + 1):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
    return bytes(out) + b"trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, root, extra, start)


def stream(data, entries=b"", packed=1):
    for _ in range(packed):
        data = zlib.compress(data, 9)
    filters = b"/Filter[" + b"/FlateDecode" * packed + b"]" if packed else b""
    return b"<</Length %d%s%s>>\nstream\n%s\nendstream" % (len(data), filters, entries, data)


PAGES = {2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>", 3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>/Contents 4 0 R>>"}


def attached(data, packed, more=b""):
    """One attachment of that name, deflated several times."""
    return assemble({1: b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(public.xml) 5 0 R(provenance.txt) 5 0 R]>>>>%s>>" % more, **PAGES,
                     4: stream(b""), 5: b"<</Type/Filespec/F(public.xml)/UF(public.xml)/EF<</F 6 0 R/UF 6 0 R>>>>", 6: stream(data, packed=packed)})


def bomb(times):
    """Blanks that inflate a thousandfold, as often as that."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b" " * (1 << 24)) for _ in range(256)) + packer.flush()
    return attached(data, times - 1).replace(b"/Filter[", b"/Filter[/FlateDecode") if times > 1 else attached(b" " * (1 << 28), 1)


def escaping():
    """A release in which an attachment, and its provenance, name a file outside of any folder."""
    good, made = pdf(pathlib.Path("build/test/verify/house"), "2.0"), io.BytesIO()
    with pikepdf.open(good) as document:
        names = document.Root.Names.EmbeddedFiles.Names
        for i in range(0, len(names), 2):
            stream = names[i + 1].EF.F
            if str(names[i]) == "pictures/visits.png":
                names[i + 1].UF = names[i + 1].F = "../engross-escape"
            if str(names[i]) == "provenance.txt":
                stream.write(stream.read_bytes().replace(b" pictures/visits.png", b" ../engross-escape").replace(b"label: 2.0", b"label: 9.9"))
        document.save(made)
    return made.getvalue()


def tree_cycle(wide):
    """A structure tree whose elements have themselves as children."""
    kids = b"6 0 R " * wide
    return assemble({1: b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot 5 0 R>>", **PAGES, 4: stream(b""), 5: b"<</K[6 0 R]>>", 6: b"<</S/P/K[%s]/A 6 0 R>>" % kids})


def names_cycle(wide):
    return assemble({1: b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 5 0 R>>>>", **PAGES, 4: stream(b""), 5: b"<</Kids[%s]>>" % (b"5 0 R " * wide)})


def content(data, resources=b""):
    return assemble({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: PAGES[2], 3: PAGES[3].replace(b"/Resources<<>>", b"/Resources<<%s>>" % resources), 4: stream(data),
                     7: b"<</Type/Font/Subtype/Type0/ToUnicode 8 0 R>>",
                     8: stream(b"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFFFFFF> <FFFF> <00> <01> [ <D800> <" + b"41" * 400000 + b"> endbfrange")})


HOSTILE = {
    "empty": lambda: b"",
    "header alone": lambda: b"%PDF-1.7\n",
    "zeros": lambda: bytes(1 << 20),
    "noise": lambda: b"%PDF-1.7\n" + random.Random(7).randbytes(1 << 20),
    "keywords": lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * 200000 + b"startxref\n0\n%%EOF",
    "xref to itself": lambda: b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Prev 9>>\nstartxref\n9\n%%EOF\n",
    "xref of many": lambda: b"%PDF-1.7\nxref\n0 99999999999\n0000000000 65535 f \ntrailer\n<</Size 99999999999/Root 1 0 R>>\nstartxref\n9\n%%EOF\n",
    "depth": lambda: assemble({1: b"[" * 500000 + b"]" * 500000}),
    "depth of dictionaries": lambda: assemble({1: b"<</Type/Catalog/A " + b"<</A " * 100000 + b"1" + b">>" * 100000 + b">>"}),
    "reference to itself": lambda: assemble({1: b"1 0 R"}),
    "length that is wrong": lambda: attached(b"a" * 1000, 1).replace(b"/Length ", b"/Length 99999999"),
    "pages in a circle": lambda: assemble({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2/Parent 2 0 R>>"}),
    "pages that are none": lambda: assemble({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[" + b"null 7 (a) " * 10000 + b"]/Count 2000000000>>"}),
    "names in a circle": lambda: names_cycle(1),
    "names in many circles": lambda: names_cycle(50),
    "structure in a circle": lambda: tree_cycle(1),
    "structure in many circles": lambda: tree_cycle(300),
    "mark that is itself": lambda: assemble({1: b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot 5 0 R>>", **PAGES, 4: stream(b""), 5: b"<</K 6 0 R>>", 6: b"<</Type/MCR/MCID 6 0 R>>"}),
    "bomb": lambda: bomb(1),
    "bomb in a bomb": lambda: bomb(2),
    "bomb in metadata": lambda: attached(b" " * (1 << 29), 2, more=b"/Metadata 6 0 R"),
    "bomb in content": lambda: content(b"q " * (1 << 27)),
    "text that is long": lambda: content(b"BT /F 1 Tf (" + b"\0\1" * (1 << 25) + b") Tj ET", b"/Font<</F 7 0 R>>"),
    "strings not closed": lambda: content(b"(" * (1 << 23) + b"<41" * (1 << 20), b"/Font<</F 7 0 R>>"),
    "marks within marks": lambda: content(b"/P<</MCID 99999999>>BDC /F 1 Tf (ab) Tj " * 500000, b"/Font<</F 7 0 R>>"),
    "marks of all numbers": lambda: content(b"".join(b"/P<</MCID %d>>BDC /F 1 Tf (ab) Tj EMC " % n for n in range(999000, 0, -3000)), b"/Font<</F 7 0 R>>"),
    "fonts without end": lambda: content(b"".join(b"/F%d 1 Tf (ab) Tj " % n for n in range(200000))),
    "inline image without end": lambda: content(b"BI /W 1 ID " + b"EI" * (1 << 22)),
    "attachments by the thousand": lambda: assemble({1: b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[" + b"(a) 5 0 R" * 300000 + b"]>>>>>>", **PAGES, 4: stream(b""),
                                                     5: b"<</F(../../../../tmp/engross-escape)/UF(../../../../tmp/engross-escape)/EF<</F 6 0 R>>>>", 6: stream(b"x" * 100000)}),
    "path that leads out": lambda: attached(b"x", 1).replace(b"(public.xml)/UF(public.xml)", b"(../escape)/UF(../escape)  "),
    "path that leads out, with its hash": lambda: escaping(),
    "encrypted": lambda: None,
}


def measured(house, file):
    """(status, output, seconds, MiB) of one run."""
    begun = time.monotonic()
    code = f"import resource,subprocess,sys; d=subprocess.run(sys.argv[1:],stdin=subprocess.DEVNULL); print('peak', resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, d.returncode, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code, ENGROSS, "verify", "--home", house, "--on", ON, file], capture_output=True, timeout=120, preexec_fn=quiet)
    _, peak, status = done.stderr.decode(errors="replace").strip().splitlines()[-1].split()
    return int(status), done.stdout.decode(errors="replace") + done.stderr.decode(errors="replace"), time.monotonic() - begun, int(peak) / 1024


def quiet():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def hold(house, name, data):
    file = WORK / f"{name}.pdf"
    file.write_bytes(data)
    status, said, seconds, mib = measured(house, file)
    good = status == 5 and f"{name}.pdf: unknown" in said and "assert" not in said.lower()
    check(good and seconds < SECONDS and mib < MIB, f"{name}: unknown, {seconds:.1f} s, {mib:.0f} MiB" if os.environ.get("FIGURES") else f"{name}: unknown, in time and memory", (status, said, seconds, mib))
    file.unlink()


def cut_short(house):
    """A good release, cut anywhere, and with bytes that are wrong: never what it was, never a crash."""
    good, bad, rng = pdf(house, "2.0").read_bytes(), [], random.Random(int(os.environ.get("SEED", "20")))
    for i in range(60):
        data = bytearray(good)
        if i % 2:
            data = data[:rng.randrange(len(data))]
        else:
            for _ in range(rng.randrange(1, 40)):
                data[rng.randrange(len(data))] = rng.randrange(256)
        file = WORK / f"damaged {i}.pdf"
        file.write_bytes(data)
        status, said, seconds, mib = measured(house, file)
        if status != 5 or not re.search(": (unknown|altered|saved anew)\n", said) or seconds > SECONDS or mib > MIB:
            bad.append((i, status, said, seconds, mib))
    check(not bad, "a release cut short or damaged, 60 times", bad[:3])


def mutations(file, count, seed):
    """The pages and tags of a good release, inflated and changed in their tokens; every other one with places that hold
    again. What a reader meets is wrong in its meaning, where bytes at random only spoil what is deflated."""
    rng = random.Random(seed)
    good = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", "--decode-level=specialized", file, "-"], check=True, capture_output=True).stdout
    places = [match.span() for match in re.finditer(rb"/[A-Za-z0-9]+|\b\d+ 0 R\b|-?\b\d+\b|<<|>>|\[|\]|<[0-9a-fA-F]+>|\b(?:BDC|EMC|Tj|TJ|Tf|BT|ET|beginbfrange|endbfrange)\b", good)]
    for i in range(count):
        data, last = bytearray(), 0
        for start, end in sorted(rng.sample(places, rng.choice((1, 3, 10, 40, 200)))):
            others = rng.choice(places)
            token = rng.choice((good[slice(*others)], b"", good[start:end] * 2, b"-1", b"99999999999999999999", b"null", b"<<" * 30, b"1 0 R", b"[" * 9))
            data += good[last:start] + token
            last = end
        data += good[last:]
        if i % 2:  # places that hold again: qpdf opens it without looking for the objects itself
            data = subprocess.run(["fix-qdf"], input=bytes(data), capture_output=True).stdout or data
        yield bytes(data)


def mutated(house, count):
    bad = []
    for i, data in enumerate(mutations(pdf(house, "2.0"), count, int(os.environ.get("SEED", "21")))):
        file = WORK / f"mutated {i}.pdf"
        file.write_bytes(data)
        status, said, seconds, mib = measured(house, file)
        if status != 5 or not re.search(": (unknown|altered|saved anew)\n", said) or seconds > SECONDS or mib > MIB:
            bad.append((i, status, said, seconds, mib))
        else:
            file.unlink()
    check(not bad, f"a release changed in its tokens, {count} times", bad[:3])


def main():
    house = made()
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    asked = sys.argv[1:]
    for name, make_it in HOSTILE.items():
        if asked and name not in asked:
            continue
        data = make_it()
        if data is None:
            target = WORK / ".encrypted.pdf"
            subprocess.run(["qpdf", "--encrypt", "user", "owner", "256", "--", pdf(house, "2.0"), target], check=True)
            data = target.read_bytes()
        hold(house, name, data)
    check(not any(pathlib.Path(folder, "engross-escape").exists() for folder in ("/tmp", "/", WORK.parent)), "no attachment was written where it names")
    os.mkfifo(WORK / "pipe.pdf")
    status, said, seconds, _ = measured(house, WORK / "pipe.pdf")
    check(status == 3 and seconds < 5 and "FILE-KIND" in said, "a pipe is refused", said)
    status, said, seconds, _ = measured(house, WORK)
    check(status == 3 and "FILE-KIND" in said, "a folder is refused", said)
    if not asked:
        cut_short(house)
        mutated(house, int(os.environ.get("MUTATED", "60")))
        left = list(pathlib.Path("/tmp").glob("engross-verify-*"))
        check(not left, "no scratch folder is left", left)


if __name__ == "__main__":
    main()
