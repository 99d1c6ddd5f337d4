#!/usr/bin/python3
"""pictures.py: the pictures of a release: the logo of a style, and one that stands only in a restricted part.

Three pictures of three sizes: what is drawn on the pages is told by size (poppler), what is attached and what stands in
any byte by qpdf. The logo and the restricted picture are frozen, with their hashes; neither is attached, and the
restricted one leaves not even its name.
"""

import hashlib
import re
import shutil
import subprocess
import pathlib

import house
from house import TREE, Scratch, copy, run, tell
from verbs import NEXT

CASES = TREE / "tests/cases"
LOGO, SECRET, SHOWN = (CASES / "finished-statement/signature.png", "240x73"), (CASES / "figures/lamp.png", "64x64"), (CASES / "figures/visits.png", "880x440")
PARTS = """<section id="keys" restricted="yes"><title>Keys</title>
  <figure src="plans/where-keys-hang.png"><alt>Where the keys hang.</alt></figure>
  <figure src="visits.png"><alt>Visits, with names.</alt></figure></section>
<section id="year"><title>The year</title><figure src="visits.png"><alt>Bar chart of visits.</alt></figure></section>
"""
FROZEN = pathlib.Path("sources/released/visitors/E")
OUT = pathlib.Path("out/released/visitors/E")


def furnish(history, scratch):
    """The house with a logo in its style and the two pictures in a document."""
    top = copy(history, scratch)
    (top / "styles").unlink()
    shutil.copytree(TREE / "styles", top / "styles")
    style = top / "styles/nhs.xml"
    style.write_text(re.sub(r"(<watermark [^>]*/>)", r'\1<logo file="own.png" alternative="The Marsh" width="30mm"/>', style.read_text()))
    shutil.copy(LOGO[0], top / "styles/own.png")
    (top / "sources/plans").mkdir()
    shutil.copy(SECRET[0], top / "sources/plans/where-keys-hang.png")
    shutil.copy(SHOWN[0], top / "sources/visits.png")
    house.change(top, "visitors.xml", "<history>", PARTS + "<history>")
    house.turn(top, "visitors.xml", "E")
    house.explain(top, "visitors")
    return top


def drawn(file):
    lines = subprocess.run(["pdfimages", "-list", file], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    return [f"{line.split()[3]}x{line.split()[4]}" for line in lines]


def check_frozen(top):
    hashes = {name: value for value, name in re.findall(r"^file: (\w+) \d+ (.*)$", (top / FROZEN / "manifest.txt").read_text(), re.M)}
    for name, (path, _) in (("styles/own.png", LOGO), ("plans/where-keys-hang.png", SECRET), ("visits.png", SHOWN)):
        kept = top / FROZEN / name
        tell(kept.is_file() and kept.read_bytes() == path.read_bytes() and hashes.get(name) == hashlib.sha256(path.read_bytes()).hexdigest(),
             f"{name} is frozen, and its hash is in the manifest", f"{hashes}")
    lines = re.findall(r"^style-file: (\w+) (\d+) (.*)$", (top / FROZEN / "manifest.txt").read_text(), re.M)
    tell(lines == [(hashlib.sha256(LOGO[0].read_bytes()).hexdigest(), str(LOGO[0].stat().st_size), "own.png")], "the logo has a line of its own", f"{lines}")
    carried = subprocess.run(["qpdf", "--show-attachment=provenance.txt", top / OUT / "visitors-E.pdf"], capture_output=True, text=True, check=True).stdout
    tell("\n".join(f"style-file: {' '.join(line)}" for line in lines) in carried, "so it has in what each PDF says of its making", carried)
    tell("styles/large-print.xml" in hashes and "styles/nhs.xml" in hashes, "so are the styles, with the one that another extends")


def check_published(top, scratch):
    for name in ("visitors-E.pdf", "visitors-E-large-print.pdf"):
        file, plain = top / OUT / name, pathlib.Path(scratch, "plain.pdf")
        pictures = drawn(file)
        tell(LOGO[1] in pictures and pictures.count(SHOWN[1]) == 1 and SECRET[1] not in pictures, f"{name} shows the logo and one picture", f"{pictures}")
        attached = subprocess.run(["qpdf", "--list-attachments", file], capture_output=True, text=True, check=True).stdout
        tell(re.findall(r"^(\S+) ->", attached, re.M) == ["organisations.xml", "provenance.txt", "public.xml", "visits.png"], f"{name} carries the picture that is shown, once", attached)
        subprocess.run(["qpdf", "--qdf", "--object-streams=disable", "--decode-level=all", file, plain], check=True)
        data = plain.read_bytes()
        found = [word for word in (b"where-keys-hang", b"plans/", b"with names", SECRET[0].read_bytes()[33:133])
                 if word in data or word.decode("latin-1").encode("utf-16-be") in data or word.hex().encode() in data.lower()]
        tell(not found and b"Bar chart of visits" in data, f"{name}: of the restricted picture there is nothing", f"{found}")
    public = (top / FROZEN / "public.xml").read_text()
    tell("where-keys-hang" not in public and "where-keys-hang" in (top / FROZEN / "source.xml").read_text(), "its name is in the complete source alone")


def check_changed(released, scratch):
    """A frozen picture that is changed or missing is told; the working ones may change."""
    for name in ("styles/own.png", "plans/where-keys-hang.png"):
        for what, act, word in (("changed", lambda path: path.write_bytes(path.read_bytes() + b"\0"), "has been changed"),
                                ("missing", lambda path: path.unlink(), "is missing")):
            top = copy(released, scratch)
            act(top / FROZEN / name)
            status, said = run(top, "check")
            told, more = run(top, "verify", "--all")
            tell(status != 0 and told == 5 and name in said + more and "visitors E" in more, f"a frozen {name} that is {what} is told", said[-400:])
            tell(word in more, "and how it is", more)
    top = copy(released, scratch)
    shutil.copy(SECRET[0], top / "styles/own.png")
    (top / "sources/plans/where-keys-hang.png").unlink()
    status, said = run(top, "verify", "--all", "--on", "2024-06-01")
    tell(status == 0 and "visitors-E.pdf: current" in said, "another logo later, and the picture gone, change no release", said)
    resaved = pathlib.Path(scratch, "resaved.pdf")
    subprocess.run(["qpdf", "--object-streams=disable", top / OUT / "visitors-E.pdf", resaved], check=True)
    status, said = run(top, "verify", "--on", "2024-06-01", resaved)
    tell("a style" in said and "by the same program" not in said, "a logo that is another now is known for what it is: nothing is expected to be the same", said)
    before = house.kept(top)
    status, said = run(top, "release", "visitors", "--label", "F", *NEXT[4:], "--dry-run")
    tell(status != 0 and "where-keys-hang.png" in said and house.kept(top) == before, "a picture that is missing in a restricted part stands in the way", said)


def main():
    with Scratch() as first, Scratch() as second:
        top = furnish(house.make(first), second)
        (top / "styles/own.png").rename(top / "styles/away.png")
        status, said = run(top, *NEXT)
        tell(status != 0 and "STYLE-LOGO" in said and not (top / FROZEN).exists(), "a logo that is missing stands in the way", said)
        (top / "styles/away.png").rename(top / "styles/own.png")
        status, said = run(top, *NEXT)
        tell(status == 0, "a release with a logo and a restricted picture", said)
        if status == 0:
            check_frozen(top)
            check_published(top, second)
            with Scratch() as third:
                check_changed(top, third)


if __name__ == "__main__":
    main()
