#!/usr/bin/python3
"""altered.py: what verify says of good PDFs, of altered ones, and of a house in which something was altered.

The house is that of releases.py. Each alteration names the verdict, the comparison that it must rest on, and words that
must be in the sentence.
"""

import pathlib
import re
import shutil
import subprocess

import pikepdf

from house import ON, Checks, frozen, made, pdf, run, verify

check = Checks()
WORK = pathlib.Path("build/test/verify/altered").resolve()


def say(house, file, verdict, compared, *words, status=None, name=None):
    wanted = status if status is not None else 5 if verdict in ("saved anew", "altered", "unknown") else 0
    got, lines, done = verify(house, file)
    line = lines.get(str(file), {})
    good = got == wanted and line.get("verdict") == verdict and line.get("compared") == compared and all(one in line["message"] for one in words)
    check(good, name or f"{pathlib.Path(file).name}: {verdict}, by {compared}", (got, done.stdout.decode(), done.stderr.decode()))


def standings(house):
    say(house, pdf(house, "1.0"), "superseded", "hash", "release 2.0, which has been in force since 20 April 2021")
    say(house, pdf(house, "2.0"), "current", "hash", "in force since 20 April 2021")
    say(house, pdf(house, "2.0", "large-print"), "current", "hash", "style large-print")
    say(house, pdf(house, "2.1"), "withdrawn", "hash", "It has been withdrawn: The permits were void.")
    check(b"void.." not in run(house, "verify", "--home", house, pdf(house, "2.1")).stdout, "a reason that ends with a full stop gets no other")
    say(house, pdf(house, "3.0"), "not yet in force", "hash", "from 1 January 2030")
    done = run(house, "verify", "--home", house, "--on", "2030-06-01", pdf(house, "3.0"))
    check(b"3.0.pdf: current\n" in done.stdout and done.returncode == 0, "--on another day has another release in force", done.stdout.decode())
    done = run(house, "verify", "--home", house, "--on", ON, *[pdf(house, label) for label in ("1.0", "2.0", "2.1", "3.0")])
    check(re.findall(rb": ([a-z ]+)\n", done.stdout) == [b"superseded", b"current", b"withdrawn", b"not yet in force"], "several files are told one after the other", done.stdout)
    got, lines, done = verify(house, "--all")
    check(got == 0 and len(lines) == 8, "--all tells all PDFs that are kept, and finds nothing", (got, done.stdout.decode(), done.stderr.decode()))
    copy = WORK / "another name.pdf"
    shutil.copy(pdf(house, "2.0"), copy)
    say(house, copy, "current", "hash", name="a release is known under any name")


# --- Files ---------------------------------------------------------------------------------------

def byte_at(pattern, offset=0):
    def alter(data):
        at = data.index(pattern) + offset
        return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]
    return alter


def by_pikepdf(act):
    def alter(data):
        source, target = WORK / ".source.pdf", WORK / ".target.pdf"
        source.write_bytes(data)
        with pikepdf.open(source) as document:
            act(document)
            document.save(target)
        return target.read_bytes()
    return alter


def attachment(name, change):
    def act(document):
        names = document.Root.Names.EmbeddedFiles.Names
        for i in range(0, len(names), 2):
            if str(names[i]) == name:
                stream = names[i + 1].EF.F
                stream.write(change(stream.read_bytes()))
    return act


def attachment_taken(document):
    names = document.Root.Names.EmbeddedFiles
    names.Names = pikepdf.Array([names.Names[i + j] for i in range(0, len(names.Names), 2) if str(names.Names[i]) != "public.xml" for j in (0, 1)])


def all_attachments_taken(document):
    del document.Root.Names.EmbeddedFiles
    del document.Root.AF


def elements(document, kind):
    stack, found = [document.Root.StructTreeRoot], []
    while stack:
        one = stack.pop()
        if isinstance(one, pikepdf.Dictionary):
            if str(one.get("/S", "")) == kind:
                found.append(one)
            kids = one.get("/K")
            stack += list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return found


def alternative(document):
    elements(document, "/Figure")[0].Alt = "Bar chart of nothing."


def alternative_end(document):
    figure = elements(document, "/Figure")[0]
    figure.Alt = str(figure.Alt).replace("hills", "mills")


def figure_moved(document):
    """Into the element before it: all words stay as they are, one after the other."""
    figure = elements(document, "/Figure")[0]
    kids = figure.P.K
    at = next(i for i, one in enumerate(kids) if isinstance(one, pikepdf.Dictionary) and one.objgen == figure.objgen)
    before = kids[at - 1]
    before.K = pikepdf.Array([*(before.K if isinstance(before.K, pikepdf.Array) else [before.K]), figure])
    figure.P.K = pikepdf.Array([one for i, one in enumerate(kids) if i != at])
    figure.P = before


def heading_retagged(document):
    elements(document, "/H2")[-1].S = pikepdf.Name.P


def text_changed(document):
    """Two strings of the first page change places, as an editor would leave them."""
    page = document.pages[0]
    tokens = list(pikepdf.parse_content_stream(page))
    shown, artifact = [], False
    for i, (operands, operator) in enumerate(tokens):
        if str(operator) == "BDC":
            artifact = str(operands[0]) == "/Artifact"
        elif str(operator) == "TJ" and not artifact:
            shown.append(i)
    tokens[shown[0]], tokens[shown[1]] = tokens[shown[1]], tokens[shown[0]]
    page.Contents = document.make_stream(pikepdf.unparse_content_stream(tokens))


def text_added(document):
    page = document.pages[0]
    font = next(iter(page.Resources.Font.keys()))
    page.contents_add(document.make_stream(b"BT %s 12 Tf 100 500 Td <00010002> Tj ET" % font.encode()))


def artifact_added(document):
    page = document.pages[0]
    page.Resources.Font.F99 = document.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica, ToUnicode=document.make_stream(
            b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <20> <7E> <0020> endbfrange")))
    page.contents_add(document.make_stream(b"/Artifact BMC BT /F99 20 Tf 100 500 Td (REVOKED) Tj ET EMC"))


def covered(document):
    document.pages[0].contents_add(document.make_stream(b"1 g 0 0 400 400 re f"))


def note_added(document):
    page = document.pages[0]
    note = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[10, 10, 90, 90], Contents="Not valid"))
    page.Annots = pikepdf.Array([*page.get("/Annots", []), note])


def picture_changed(document):
    one = next(image for page in document.pages for image in page.images.values())
    one.write(bytes(byte ^ 255 for byte in one.read_bytes()))


def page_taken(document):
    del document.pages[-1]


def resaved(document):
    document.docinfo["/Producer"] = "Another program"


def by_qpdf(*options):
    def alter(data):
        source, target = WORK / ".source.pdf", WORK / ".target.pdf"
        source.write_bytes(data)
        subprocess.run(["qpdf", "--warning-exit-0", *options, source, target], check=True)
        return target.read_bytes()
    return alter


def drawn(content, artifact=False):
    """Painted at the end of the first page, over all else."""
    def act(document):
        document.pages[0].contents_add(document.make_stream(b"/Artifact BMC q " + content + b" Q EMC" if artifact else b"q " + content + b" Q"))
    return act


def picture_added(artifact):
    def act(document):
        page = document.pages[0]
        image = document.make_indirect(pikepdf.Stream(document, b"\xff" * 12, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=2, Height=2, BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceRGB))
        page.Resources.XObject = pikepdf.Dictionary({**{key: page.Resources.XObject[key] for key in (page.Resources.XObject.keys() if "/XObject" in page.Resources else ())}, "/I99": image})
        drawn(b"400 0 0 400 50 300 cm /I99 Do", artifact)(document)
    return act


def inline_image(document):
    drawn(b"400 0 0 400 50 300 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI", artifact=True)(document)


def tokens_of_page(change):
    """The operators of the first page, changed in place."""
    def act(document):
        page = document.pages[0]
        tokens = [(list(operands), str(operator)) for operands, operator in pikepdf.parse_content_stream(page)]
        change(tokens)
        page.Contents = document.make_stream(pikepdf.unparse_content_stream([(operands, pikepdf.Operator(operator)) for operands, operator in tokens]))
    return act


def text_white(tokens):
    at = next(i for i, (_, operator) in enumerate(tokens) if operator in ("TJ", "Tj"))
    tokens.insert(at, ([1], "g"))


def text_invisible(tokens):
    at = next(i for i, (_, operator) in enumerate(tokens) if operator in ("TJ", "Tj"))
    tokens.insert(at, ([3], "Tr"))


def text_moved(tokens):
    at = next(i for i, (_, operator) in enumerate(tokens) if operator in ("Td", "TD", "Tm", "cm"))
    tokens[at][0][-1] = float(tokens[at][0][-1]) + 3


def glyphs_changed(document):
    """Another program of a font, so that other letters are seen where the same are read."""
    fonts = {font.objgen: font for page in document.pages for font in (page.Resources.Font[key] for key in page.Resources.Font.keys())}
    descriptor = next(iter(fonts.values())).DescendantFonts[0].FontDescriptor
    stream = next(descriptor[key] for key in ("/FontFile2", "/FontFile3") if key in descriptor)
    stream.write(bytes(stream.read_bytes()[:-40]) + bytes(40))


def links(document):
    return [one for page in document.pages for one in page.get("/Annots", []) if str(one.Subtype) == "/Link"]


def link_elsewhere(document):
    links(document)[0].A = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://elsewhere.example/")


def places(document):
    """The names tree of places: names and values."""
    node = document.Root.Names.Dests
    while "/Kids" in node:
        node = node.Kids[0]
    return node.Names


def link_within(document):
    link = links(document)[0]
    names = [str(name) for name in list(places(document))[::2]]
    link.A.D = next((name for name in names if name != str(link.A.D)), "nowhere")


def link_said(document):
    links(document)[0].Contents = "Approved"


def link_added(document):
    document.pages[0].Annots.append(document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 600, 800],
                                    A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://elsewhere.example/"))))


def cropped(document):
    document.pages[0].CropBox = [0, 0, 300, 300]


def bookmark(document):
    document.Root.Outlines.First.Title = "Revoked"


def action(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('Revoked')")


def place_moved(document):
    """The name to which links lead, at another place."""
    value = places(document)[1]
    (value.D if isinstance(value, pikepdf.Dictionary) else value)[3] = 1


def pages_swapped(document):
    document.pages.reverse() if len(document.pages) > 1 else cropped(document)


ALTERATIONS = [
    # name, what is done, verdict, comparison, words
    ("byte of the header", byte_at(b"%PDF-1.7\n%", 10), "saved anew", "bytes", ("All that can be seen, read or taken out of it is the same",)),
    ("byte of the metadata", byte_at(b"<dc:format>", 15), "altered", "bytes", ("what it says of itself, in its metadata, is not",)),
    ("saved by another program", by_pikepdf(resaved), "saved anew", "bytes", ("is not the file that was released", "Another program has saved it anew")),
    ("saved by another, without object streams", by_qpdf("--object-streams=disable", "--stream-data=uncompress"), "saved anew", "bytes", ()),
    ("saved by another, packed anew", by_qpdf("--recompress-flate", "--compression-level=1", "--object-streams=generate"), "saved anew", "bytes", ()),
    ("saved by another, for the web", by_qpdf("--linearize"), "saved anew", "bytes", ()),
    ("saved by another, its operators on lines of their own", by_qpdf("--qdf", "--normalize-content=y"), "saved anew", "bytes", ()),
    ("text of the source", by_pikepdf(attachment("public.xml", lambda text: text.replace(b"ten pounds", b"six pounds"))), "altered", "source", ("public.xml",)),
    ("facts of the organisations", by_pikepdf(attachment("organisations.xml", lambda text: text.replace(b"Governing", b"Governed"))), "altered", "source", ("organisations.xml",)),
    ("picture that is attached", by_pikepdf(attachment("pictures/visits.png", lambda data: data + b"\0")), "altered", "source", ("visits.png",)),
    ("label in the provenance", by_pikepdf(attachment("provenance.txt", lambda text: text.replace(b"label: 2.0", b"label: 1.0"))), "altered", "source", ("release 1.0 of", "public.xml")),
    ("provenance that makes no sense", by_pikepdf(attachment("provenance.txt", lambda text: b"\xff" + text)), "unknown", "nothing", ("provenance.txt",)),
    ("attachment taken out", by_pikepdf(attachment_taken), "unknown", "nothing", ()),
    ("all attachments taken out", by_pikepdf(all_attachments_taken), "unknown", "nothing", ("Visits to the valley",)),
    ("alternative text", by_pikepdf(alternative), "altered", "bytes", ("Bar chart of nothing.",)),
    ("the end of a long alternative text", by_pikepdf(alternative_end), "altered", "bytes",
     ("\u2026towns around it and from the mills.", "where the source gives \"\u2026towns around it and from the hills.")),
    ("a figure within another tag", by_pikepdf(figure_moved), "altered", "bytes", ("stands within other tags than in the source",)),
    ("heading made a paragraph", by_pikepdf(heading_retagged), "altered", "bytes", ("/H2",)),
    ("words in another order", by_pikepdf(text_changed), "altered", "bytes", ("where the source gives",)),
    ("words that are not tagged", by_pikepdf(text_added), "altered", "bytes", ("untagged on page 1",)),
    ("words called an artifact", by_pikepdf(artifact_added), "altered", "bytes", ("REVOKED",)),
    ("something painted over", by_pikepdf(covered), "altered", "bytes", ("untagged on page 1",)),
    ("something white, called an artifact", by_pikepdf(drawn(b"1 g 50 300 400 400 re f", True)), "altered", "bytes", ("something is drawn on a page",)),
    ("a black line, called an artifact", by_pikepdf(drawn(b"0 G 9 w 50 300 m 400 700 l S", True)), "altered", "bytes", ()),
    ("a picture, called an artifact", by_pikepdf(picture_added(True)), "altered", "bytes", ("a picture stands on a page",)),
    ("a picture that is not tagged", by_pikepdf(picture_added(False)), "altered", "bytes", ("untagged on page 1",)),
    ("a picture within the content", by_pikepdf(inline_image), "altered", "bytes", ()),
    ("words made white", by_pikepdf(tokens_of_page(text_white)), "altered", "bytes", ("page 1 is not drawn as it should be",)),
    ("words made invisible", by_pikepdf(tokens_of_page(text_invisible)), "altered", "bytes", ("page 1 is not drawn as it should be",)),
    ("words moved", by_pikepdf(tokens_of_page(text_moved)), "altered", "bytes", ("page 1 is not drawn as it should be",)),
    ("the shapes of letters", by_pikepdf(glyphs_changed), "altered", "bytes", ("is not drawn as it should be",)),
    ("a page that is cropped", by_pikepdf(cropped), "altered", "bytes", ("page 1 is not drawn as it should be",)),
    ("pages in another order", by_pikepdf(pages_swapped), "altered", "bytes", ()),
    ("a bookmark", by_pikepdf(bookmark), "altered", "bytes", ("the bookmarks are not as they should be",)),
    ("a program that it runs", by_pikepdf(action), "altered", "bytes", ("under /OpenAction",)),
    ("the place of a name", by_pikepdf(place_moved), "altered", "bytes", ("the places to which links lead, are not",)),
    ("a link that leads out", by_pikepdf(link_elsewhere), "altered", "bytes", ("https://elsewhere.example/",)),
    ("a link that leads elsewhere", by_pikepdf(link_within), "altered", "bytes", ("/Link",)),
    ("what a link is called", by_pikepdf(link_said), "altered", "bytes", ("Approved",)),
    ("a link over the page", by_pikepdf(link_added), "altered", "bytes", ("link: https://elsewhere.example/",)),
    ("a note on the page", by_pikepdf(note_added), "altered", "bytes", ("FreeText", "Not valid")),
    ("a picture", by_pikepdf(picture_changed), "altered", "bytes", ("where the source gives",)),
    ("a page taken out", by_pikepdf(page_taken), "altered", "bytes", ("where the source gives",)),
]


# What is seen only by holding the file against the very one that was released.
EXACT = ("words made white", "words made invisible", "words moved", "the shapes of letters", "a page that is cropped", "a bookmark",
         "a program that it runs", "the place of a name", "byte of the metadata")


def alterations(house, by_text, lone=False):
    """By bytes; or, in a house whose tools are others by now, against the released file; or, where that is not kept any
    more (`lone`), against the source set again, by text, tags and links."""
    data = (WORK / "saved.pdf").read_bytes()
    for name, alter, verdict, compared, words in ALTERATIONS:
        file = WORK / f"{name}.pdf"
        altered = alter(data)
        check(altered != data, f"{name}: something was altered") if not by_text else None
        file.write_bytes(altered)
        if lone and compared == "bytes" and (name in EXACT or verdict == "saved anew"):
            say(house, file, "the same text", "text", "they are the same", status=5, name=f"{name}: the same text, as far as can be seen")
        elif by_text and compared == "bytes":
            say(house, file, verdict, "text", *words, "set by another version", name=f"{name}: compared {'by text' if lone else 'with the released file'}")
        elif not by_text:
            say(house, file, verdict, compared, *words)


# --- The house ----------------------------------------------------------------------------------------

def edit(path, old, new):
    text = path.read_bytes()
    assert old in text, (path, old)
    path.write_bytes(text.replace(old, new, 1))


def houses(house):
    """Something is altered in the house itself: --all names it and ends with 5."""
    ledger = "sources/released/ledger.txt"
    alterations = {
        "a PDF, in one byte": (lambda top: edit(pdf(top, "1.0"), b"%PDF-1.7\n%\xe2", b"%PDF-1.7\n%\xe3"), "visits-1.0.pdf"),
        "a PDF, by that of another release": (lambda top: shutil.copy(pdf(top, "2.0"), pdf(top, "1.0")), "visits-1.0.pdf"),
        "a PDF, taken away": (lambda top: pdf(top, "1.0").unlink(), "visits-1.0.pdf"),
        "a frozen source": (lambda top: edit(frozen(top, "1.0", "source.xml"), b"ten pounds", b"six pounds"), "source.xml"),
        "a public source": (lambda top: edit(frozen(top, "2.0", "public.xml"), b"ten pounds", b"six pounds"), "public.xml"),
        "a manifest": (lambda top: edit(frozen(top, "1.0", "manifest.txt"), b"engross 0", b"engross 1"), "manifest.txt"),
        "a manifest, and a PDF": (lambda top: (edit(frozen(top, "1.0", "manifest.txt"), b"engross 0", b"engross 1"), edit(pdf(top, "1.0"), b"%PDF-1.7\n%\xe2", b"%PDF-1.7\n%\xe3")), "manifest.txt"),
        "the ledger, in a title": (lambda top: edit(top / ledger, b"title: Visits to", b"title: Walks to"), "ledger.txt"),
        "the ledger, less its last record": (lambda top: (top / ledger).write_bytes(b"\n\n".join((top / ledger).read_bytes().split(b"\n\n")[:-1]) + b"\n"), "ledger.txt"),
        "the ledger, less a record": (lambda top: (top / ledger).write_bytes(b"\n\n".join(part for i, part in enumerate((top / ledger).read_bytes().split(b"\n\n")) if i != 2)), "ledger.txt"),
    }
    for name, (alter, names) in alterations.items():
        top = WORK / "house"
        shutil.rmtree(top, ignore_errors=True)
        shutil.copytree(house, top)
        alter(top)
        done = run(top, "verify", "--all", "--home", top, "--on", ON)
        told = (done.stdout + done.stderr).decode()
        mistaken = b"visits-1.0.pdf: current" in done.stdout
        check(done.returncode == 5 and names in done.stderr.decode() and not mistaken, f"--all: altered is {name}", (done.returncode, told))


def main():
    house = made()
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    shutil.copy(pdf(house, "2.0"), WORK / "saved.pdf")
    standings(house)
    alterations(house, by_text=False)
    stranger = WORK / "stranger"
    shutil.copytree(house, stranger)
    shutil.rmtree(stranger / "sources/released")
    say(stranger, pdf(house, "2.0"), "unknown", "bytes", "does not know", "same byte for byte", name="a release of another house agrees with its source, and is unknown here")
    with pikepdf.open(pdf(house, "2.0")) as document:
        packet = document.Root.Metadata.read_bytes()
    check(b"uuid:" in packet, "the metadata has identifiers")
    draft = run(house, "build", "sources/policies/visits.xml", "-o", WORK / "working.pdf")
    if draft.returncode == 0:
        say(house, WORK / "working.pdf", "unknown", "nothing", "It may be a draft", name="a working build is unknown")
    say(house, TOP_FILE, "unknown", "nothing", "it is no PDF", name="a text is no PDF")
    newer = WORK / "newer"
    shutil.copytree(house, newer)
    edit(newer / "styles/nhs.xml", b'for="body" family="Noto Sans" bold="no" size="12pt" leading="17pt"', b'for="body" family="Noto Sans" bold="no" size="14pt" leading="20pt"')
    edit(newer / "styles/large-print.xml", b'for="body" size="18pt"', b'for="body" size="19pt"')
    alterations(newer, by_text=True)
    lone = WORK / "lone"
    shutil.copytree(house, lone)
    edit(lone / "fonts/fonts.xml", b"<fonts ", b"<!-- another -->\n<fonts ")
    for style in ("nhs", "large-print"):
        pdf(lone, "2.0", style).unlink()
    alterations(lone, by_text=True, lone=True)
    for style in ("nhs", "large-print"):
        (newer / f"styles/{style}.xml").unlink()
    say(newer, WORK / "saved by another program.pdf", "saved anew", "text", "released file", name="what cannot be set again is held against the kept file")
    say(newer, WORK / "alternative text.pdf", "altered", "text", "released file", "Bar chart of nothing.", name="and its alteration is seen")
    for style in ("nhs", "large-print"):
        pdf(newer, "2.0", style).unlink()
    say(newer, WORK / "alternative text.pdf", "unknown", "nothing", "cannot be set again", name="and nothing is said of it when that is gone too")
    leftovers = list(pathlib.Path("/tmp").glob("engross-verify-*"))
    check(not leftovers, "no scratch folder is left", leftovers)
    houses(house)


TOP_FILE = pathlib.Path("Makefile").resolve()
main()
