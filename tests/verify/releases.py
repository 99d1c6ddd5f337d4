#!/usr/bin/python3
"""releases.py: what PDFs of releases carry and show, and what must be in no byte of them.

Attachments are taken out by qpdf and by pikepdf and held against the frozen files; labels and addresses are read by
poppler, page by page. For the leak test every stream is inflated and every string decoded.
"""

import hashlib
import pathlib
import re
import subprocess
import sys

import pikepdf

from house import RELEASES, SECRETS, Checks, frozen, make, pdf

sys.path.insert(0, "tests/pdf/verapdf")
import validate

check = Checks()
ATTACHED = {"public.xml": ("public.xml", "/Source", "/application/xml"),
            "organisations.xml": ("public-organisations.xml", "/Source", "/application/xml"),
            "pictures/visits.png": ("pictures/visits.png", "/Data", "/image/png"),
            "provenance.txt": (None, "/Supplement", "/text/plain")}


def everything(file):
    """All bytes of a PDF that mean something: the file, each stream as it is and inflated, each string."""
    parts = [file.read_bytes()]
    with pikepdf.open(file) as document:
        def walk(value):
            if isinstance(value, pikepdf.String):
                parts.append(bytes(value))
                parts.append(str(value).encode())
            elif isinstance(value, pikepdf.Name):
                parts.append(str(value).encode())
            elif isinstance(value, pikepdf.Array):
                for one in value:
                    if not getattr(one, "is_indirect", False):
                        walk(one)
            elif isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
                for one in value.keys():
                    parts.append(one.encode())
                    if not getattr(value[one], "is_indirect", False):
                        walk(value[one])
        for value in document.objects:
            walk(value)
            if isinstance(value, pikepdf.Stream):
                parts.append(value.read_raw_bytes())
                try:
                    parts.append(value.read_bytes())
                except pikepdf.PdfError:
                    pass
    parts.append(subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, check=True).stdout)
    return parts


def leaks(parts, phrases):
    found = set()
    for phrase in phrases:
        animal = re.compile(rb"\b" + phrase.split()[1].encode() + rb"\b") # lines may end within a phrase
        forms = phrase.encode(), phrase.encode("utf-16-be"), phrase.encode("utf-16-le")
        if any(animal.search(part) or any(form in part for form in forms) for part in parts):
            found.add(phrase)
    return found


def attachments(house, label, file):
    with pikepdf.open(file) as document:
        associated = {str(one.UF): one for one in document.Root.AF}
        tree = document.Root.Names.EmbeddedFiles.Names
        names = {str(tree[i]): tree[i + 1] for i in range(0, len(tree), 2)}
        check(set(associated) == set(names) == set(ATTACHED), f"{file.name} carries what a release carries", (list(names), list(associated)))
        for name, (kept, relationship, kind) in ATTACHED.items():
            one = names[name]
            bytes_ = one.EF.F.read_bytes()
            by_qpdf = subprocess.run(["qpdf", f"--show-attachment={name}", file], capture_output=True).stdout
            right = (str(one.AFRelationship), str(one.EF.F.Subtype)) == (relationship, kind)
            right = right and one.EF.F.Params.Size == len(bytes_) and bytes(one.EF.F.Params.CheckSum) == hashlib.md5(bytes_).digest()
            date = next(date for of, date, _, _ in RELEASES if of == label)
            right = right and str(one.EF.F.Params.ModDate) == f"D:{date.replace('-', '')}000000Z" and bool(str(one.Desc))
            right = right and one.objgen == associated[name].objgen and len(one.EF.F.read_raw_bytes()) < len(bytes_) + 20
            check(right, f"{file.name}: {name} is described as it should be", one)
            check(bytes_ == by_qpdf and (kept is None or bytes_ == frozen(house, label, kept).read_bytes()),
                  f"{file.name}: {name} is the frozen file, to qpdf and to pikepdf")
        provenance = names["provenance.txt"].EF.F.read_bytes().decode()
        hashes = dict(re.findall(r"^file: (\w+) \d+ (.*)$", provenance, re.M)[i][::-1] for i in range(len(re.findall(r"^file: ", provenance, re.M))))
        good = {name: hashlib.sha256(names[name].EF.F.read_bytes()).hexdigest() for name in ATTACHED if name != "provenance.txt"}
        check(hashes == good and "pdf:" not in provenance, f"{file.name}: its provenance names what is attached and no PDF", provenance)


def shown(label, date, file):
    text = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, check=True).stdout.decode()
    pages = text.split("\f")[:-1]
    year, month, day = date.split("-")
    when = f"{int(day)} {['March', 'April', 'May', 'November'][['03', '04', '05', '11'].index(month)]} {year}"
    wanted = f"Version {label}, {when}", f"https://www.valley.example/governance/documents-in-force/visits/{label}/visits-{label}.pdf"
    bare = ["".join(page.split()) for page in pages]
    missing = [i + 1 for i, page in enumerate(bare) for words in wanted if "".join(words.split()) not in page]
    check(pages and not missing, f"{file.name}: label, date and address are on each of {len(pages)} pages", missing)
    check("draft" not in text.lower(), f"{file.name}: nothing calls it a draft")


def metadata(label, file, seen):
    with pikepdf.open(file) as document:
        packet = document.Root.Metadata.read_bytes().decode()
    fact = {name: re.search(f"<xmpMM:{name}>(.*)</", packet).group(1) for name in ("DocumentID", "InstanceID", "VersionID")}
    good = fact["VersionID"] == label and fact["InstanceID"] not in seen.values() and seen.setdefault("", fact["DocumentID"]) == fact["DocumentID"]
    seen[file.name] = fact["InstanceID"]
    check(good and "(draft)" not in packet, f"{file.name}: one document, its own instance, its label as version", packet)


def main():
    house = make(pathlib.Path("build/test/verify/house").resolve())
    files = [pdf(house, label, style) for label, *_ in RELEASES for style in ("nhs", "large-print")]
    seen = {}
    for label, date, *_ in RELEASES:
        for style in ("nhs", "large-print"):
            file = pdf(house, label, style)
            attachments(house, label, file)
            shown(label, date, file)
            metadata(label, file, seen)
            parts = everything(file)
            check(not leaks(parts, SECRETS), f"{file.name}: none of {len(SECRETS)} phrases is in any byte", leaks(parts, SECRETS))
            check(leaks(parts, ["people who walk"]), f"{file.name}: a phrase that is printed is found")
            done = subprocess.run(["qpdf", "--check", file], capture_output=True)
            check(done.returncode == 0, f"{file.name} is sound to qpdf", done.stdout.decode())
    source = frozen(house, "1.0", "source.xml").read_text() + frozen(house, "1.0", "organisations.xml").read_text()
    held = [phrase for phrase in SECRETS if phrase in source]
    check(len(held) == len(SECRETS), "the complete frozen source has the phrases", set(SECRETS) - set(held))
    for file, profiles in validate.validate([str(file) for file in files]).items():
        check(profiles == {"ua1": [], "3a": []}, f"{pathlib.Path(file).name} is PDF/UA-1 and PDF/A-3a", profiles)
    again = make(pathlib.Path("build/test/verify/elsewhere/another-house").resolve())
    check(all(pdf(again, label, style).read_bytes() == pdf(house, label, style).read_bytes() for label, *_ in RELEASES for style in ("nhs", "large-print")),
          "the same sources give the same releases in another folder")


main()
