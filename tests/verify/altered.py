#!/usr/bin/python3
"""altered.py: what verify says of good PDFs, of altered ones, and of a house in which something was altered.

The house is that of releases.py. Each alteration names the verdict, the comparison that it must rest on, and words that
must be in the sentence.
"""

import concurrent.futures
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


def other_file(document, name):
    stream = document.make_stream(b"<policy>Nobody may come.</policy>")
    return document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F=name, UF=name, AFRelationship=pikepdf.Name.Source, EF=pikepdf.Dictionary(F=stream, UF=stream)))


def attached_twice(document):
    names = document.Root.Names.EmbeddedFiles
    names.Names = pikepdf.Array([*names.Names, pikepdf.String("public.xml"), other_file(document, "public.xml")])


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
    ("attachment twice", by_pikepdf(attached_twice), "altered", "source", ("public.xml",)),
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


# --- What is seen ----------------------------------------------------------------------------------------
# The text and the tags stay as they are; what a reader sees does not.

def marks(tokens):
    """Of the marked content of a page: where each begins and ends among the operators, by its MCID."""
    found, open_ = {}, []
    for i, (operands, operator) in enumerate(tokens):
        if operator in ("BDC", "BMC"):
            open_.append((i, operands[1].get("/MCID") if operator == "BDC" and isinstance(operands[1], pikepdf.Dictionary) else None))
        elif operator == "EMC":
            start, mcid = open_.pop()
            if mcid is not None:
                found[int(mcid)] = start, i
    return found


def within(mcid, before, after):
    """Operators put before the first text of marked content, and at its end."""
    def change(tokens):
        start, end = marks(tokens)[mcid]
        first = next(i for i in range(start, end) if tokens[i][1] in ("Tj", "TJ"))
        tokens[end:end] = after
        tokens[first:first] = before
    return tokens_of_page(change)


def moved(*moves):
    def change(tokens):
        for mcid, x, y in moves:
            start, end = marks(tokens)[mcid]
            first = next(i for i in range(start, end) if tokens[i][1] in ("Tj", "TJ"))
            tokens[end:end] = [([-x, -y], "Td")]
            tokens[first:first] = [([x, y], "Td")]
    return tokens_of_page(change)


def word_raised(tokens):
    """The second line of a cell that has two, by three points: those are the words "Valley on 20 April 2021 (GB/2)"."""
    start, end = marks(tokens)[11]
    last = [i for i in range(start, end) if tokens[i][1] in ("Tj", "TJ")][-1]
    tokens[last:last + 1] = [([3], "Ts"), tokens[last], ([0], "Ts")]


def link_raised(tokens):
    """A link in the middle of a sentence."""
    start, end = marks(tokens)[22]
    tokens[end:end] = [([0], "Ts")]
    tokens[start + 1:start + 1] = [([4], "Ts")]


def switched(document):
    group = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="Layer"))
    document.Root.OCProperties = pikepdf.Dictionary(OCGs=[group], D=pikepdf.Dictionary(OFF=[group], Order=[]))
    document.pages[0].Resources.Properties = pikepdf.Dictionary(MC0=group)
    within(2, [([pikepdf.Name.OC, pikepdf.Name.MC0], "BDC")], [([], "EMC")])(document)


def transparent(document):
    document.pages[0].Resources.ExtGState = pikepdf.Dictionary(G0=pikepdf.Dictionary(ca=0))
    within(2, [([pikepdf.Name.G0], "gs")], [])(document)


def other_colours(document):
    """What is called red, green and blue is white, whatever is asked for."""
    function = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 1, 1], C1=[1, 1, 1], N=1)
    document.pages[0].Resources.ColorSpace = pikepdf.Dictionary(DefaultRGB=pikepdf.Array(
        [pikepdf.Name.DeviceN, pikepdf.Array([pikepdf.Name("/a"), pikepdf.Name("/b"), pikepdf.Name("/c")]), pikepdf.Name.DeviceRGB, function]))


def foot_changed(document):
    """The label at the foot of the page, which is no part of the text."""
    def change(tokens):
        start = next(i for i, (operands, operator) in enumerate(tokens) if operator == "BDC" and "Footer" in repr(operands))
        for operands, operator in tokens[start:]:
            if operator == "TJ":
                operands[0] = pikepdf.Array([pikepdf.String(bytes(one).replace(b"2.0,", b"1.0,")) if isinstance(one, pikepdf.String) else one for one in operands[0]])
    tokens_of_page(change)(document)


def artifact_amid(document):
    """Words that the text has, too, between its lines, called an artifact: "No" of the table's "North" would do."""
    def change(tokens):
        start, end = marks(tokens)[2]
        shown = next(token for token in tokens[start:end] if token[1] in ("Tj", "TJ"))
        tokens[end + 1:end + 1] = [([pikepdf.Name.Artifact], "BMC"), ([0, -25], "Td"), shown, ([0, 25], "Td"), ([], "EMC")]
    tokens_of_page(change)(document)


def first_font(document):
    return document.pages[0].Resources.Font.F1.DescendantFonts[0]


def letters_exchanged(document):
    """The glyphs of two figures: "7am to 7pm" is seen as "1am to 1pm"."""
    stream = first_font(document).CIDToGIDMap
    glyphs = bytearray(stream.read_bytes())
    glyphs[2 * ord("7"):2 * ord("7") + 2] = glyphs[2 * ord("1"):2 * ord("1") + 2]
    stream.write(bytes(glyphs))


def outline_changed(document):
    """The outline of the figure 7, upside down as it were: every coordinate is another."""
    stream = first_font(document).FontDescriptor.FontFile2
    glyphs = first_font(document).CIDToGIDMap.read_bytes()
    glyph = int.from_bytes(glyphs[2 * ord("7"):2 * ord("7") + 2], "big")
    data = bytearray(stream.read_bytes())
    tables = {bytes(data[12 + 16 * i:16 + 16 * i]): int.from_bytes(data[20 + 16 * i:24 + 16 * i], "big") for i in range(int.from_bytes(data[4:6], "big"))}
    wide = data[tables[b"head"] + 51]
    place = tables[b"loca"] + glyph * (4 if wide else 2)
    start = tables[b"glyf"] + int.from_bytes(data[place:place + (4 if wide else 2)], "big") * (1 if wide else 2)
    data[start + 20] ^= 0x7F
    stream.write(bytes(data))


def picture_inverted(document):
    one = next(image for page in document.pages for image in page.images.values())
    one.Decode = pikepdf.Array([1, 0] * 3)


def picture_masked(document):
    one = next(image for page in document.pages for image in page.images.values())
    mask = pikepdf.Stream(document, bytes(1), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1, Height=1, BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceGray)
    one.SMask = document.make_indirect(mask)


def picture_shrunk(document):
    page = next(page for page in document.pages if b" Do" in page.Contents.read_bytes())
    tokens = [(list(operands), str(operator)) for operands, operator in pikepdf.parse_content_stream(page)]
    at = next(i for i, (_, operator) in enumerate(tokens) if operator == "Do")
    tokens[at:at] = [([0.001, 0, 0, 0.001, 0, 0], "cm")]
    page.Contents = document.make_stream(pikepdf.unparse_content_stream([(operands, pikepdf.Operator(operator)) for operands, operator in tokens]))


def picture_covered(document):
    page = next(page for page in document.pages if b" Do" in page.Contents.read_bytes())
    page.contents_add(document.make_stream(b"/Artifact BMC q 1 g 0 80 600 700 re f Q EMC"))


def roles(document):
    document.Root.StructTreeRoot.RoleMap = pikepdf.Dictionary({"/Title": pikepdf.Name.H1, "/P": pikepdf.Name.Artifact})


def bookmark_elsewhere(document):
    items = []
    def walk(item):
        while item is not None:
            items.append(item)
            walk(item.get("/First"))
            item = item.get("/Next")
    walk(document.Root.Outlines.First)
    items[-1].Dest = items[0].Dest
    if "/SE" in items[-1]:
        del items[-1]["/SE"]


def link_and_more(document):
    links(document)[0].A.Next = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://elsewhere.example/")


def page_acts(document):
    document.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('Revoked')"))


def page_turned(document):
    document.pages[0].Rotate = 180


def read_as(document):
    def change(tokens):
        start, _ = marks(tokens)[2]
        tokens[start][0][1] = pikepdf.Dictionary(MCID=2, ActualText="Nobody may come.")
    tokens_of_page(change)(document)


def attached_for_some(document):
    """Readers that look for the one name take the source, others something else."""
    names = document.Root.Names.EmbeddedFiles.Names
    at = next(i for i in range(0, len(names), 2) if str(names[i]) == "public.xml")
    names[at + 1].EF.UF = document.make_stream(b"<policy>Nobody may come.</policy>")


def associated(document):
    document.Root.AF.append(other_file(document, "public.xml"))


def title_said(document):
    document.docinfo["/Title"] = "Visits to the hills"


def appended(data):
    """An update behind the end of the file, as the specification has it: the content of the first page is another."""
    source = WORK / ".source.pdf"
    source.write_bytes(data)
    with pikepdf.open(source) as document:
        page, size = document.pages[0], int(document.trailer.Size)
        number, content = page.Contents.objgen[0], page.Contents.read_bytes()
        root = document.Root.objgen[0]
    content = re.sub(rb"0\.129 0\.169 0\.196 rg", b"1 1 1 rg", content)
    before = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    out = data + b"\n"
    at = len(out)
    out += b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, len(content), content)
    table = len(out)
    return out + b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (number, at, size, root, before, table)


def number(*operands):
    return list(operands[:-1]), operands[-1]


SEEN = [
    # name, what is done, words when it is held against the very same, words when other tools set it again
    ("words in the grey of paper", by_pikepdf(within(2, [number(0.93, "g")], [])), "page 1 is not drawn", "in the colour of what it stands on"),
    ("words in the colour of their row", by_pikepdf(within(25, [number(0.91, 0.929, 0.933, "rg")], [number(0.129, 0.169, 0.196, "rg")])), "page 1 is not drawn", "\"Path\" stands in it and cannot be seen: it is in the colour"),
    ("words of no size", by_pikepdf(within(2, [([pikepdf.Name.F1, 0.5], "Tf")], [])), "page 1 is not drawn", "too small to be seen"),
    ("words of no breadth", by_pikepdf(within(2, [number(1, "Tz")], [number(100, "Tz")])), "page 1 is not drawn", "too small to be seen"),
    ("words off the page", by_pikepdf(moved((2, -2000, 0))), "page 1 is not drawn", "outside of what is shown of the page"),
    ("words clipped away", by_pikepdf(within(2, [number(0, 0, 9, 9, "re"), number("W"), number("n")], [])), "page 1 is not drawn", "outside of what is shown"),
    ("two values exchanged", by_pikepdf(moved((5, 0, -25), (7, 0, 25))), "page 1 is not drawn", "does not stand on the page where it is read"),
    ("two columns exchanged", by_pikepdf(moved((27, 40.38, 0), (28, -40.38, 0))), "page 1 is not drawn", "does not stand on the page where it is read"),
    ("a sentence in another place", by_pikepdf(moved((2, 0, -300))), "page 1 is not drawn", "does not stand on the page where it is read"),
    ("a line moved", by_pikepdf(tokens_of_page(word_raised)), "page 1 is not drawn", "with a leading that the style does not have"),
    ("a word raised", by_pikepdf(tokens_of_page(link_raised)), "page 1 is not drawn", "stands higher or lower"),
    ("words that can be switched off", by_pikepdf(switched), "page 1 is not drawn", "can be switched on and off"),
    ("words that are transparent", by_pikepdf(transparent), "page 1 is not drawn", "transparently"),
    ("colours that are others", by_pikepdf(other_colours), "page 1 is not drawn", "/ColorSpace"),
    ("the label at the foot", by_pikepdf(foot_changed), "at the edge of a page it says \"1.0\"", "at the edge of a page it says \"1.0\""),
    ("words of the text between its lines", by_pikepdf(artifact_amid), "", None),
    ("glyphs exchanged", by_pikepdf(letters_exchanged), "is not drawn as it should be", "the letter \"7\" has another shape"),
    ("the outline of a figure", by_pikepdf(outline_changed), "is not drawn as it should be", "the letter \"7\" has another shape"),
    ("a picture inverted", by_pikepdf(picture_inverted), "is not drawn as it should be", "under /Decode"),
    ("a picture masked", by_pikepdf(picture_masked), "is not drawn as it should be", "under /SMask"),
    ("a picture of no size", by_pikepdf(picture_shrunk), "is not drawn as it should be", "too small to be seen"),
    ("a picture covered", by_pikepdf(picture_covered), "something is drawn on a page", None),
    ("what tags mean", by_pikepdf(roles), "the tags are not as they should be", "under /RoleMap"),
    ("where a bookmark leads", by_pikepdf(bookmark_elsewhere), "the bookmarks are not as they should be", "the bookmarks are not as they should be"),
    ("a link that does more", by_pikepdf(link_and_more), "page 1 is not drawn", "an entry /Next"),
    ("a page that acts", by_pikepdf(page_acts), "page 1 is not drawn", "a page has an entry /AA"),
    ("a page turned round", by_pikepdf(page_turned), "page 1 is not drawn", "under /Rotate"),
    ("words read as others", by_pikepdf(read_as), "page 1 is not drawn", "are read as others"),
    ("the title of the file", by_pikepdf(title_said), "its title, author, subject or keywords", "under /Title"),
    ("an attachment that is two", by_pikepdf(attached_for_some), "under /AF", "what it carries is not as it should be"),
    ("a file besides those attached", by_pikepdf(associated), "under /AF", "what it carries is not as it should be, under /AF"),
    ("an update behind its end", appended, "page 1 is not drawn", "in the colour of what it stands on"),
]
ALTERATIONS += [(name, act, "altered", "bytes", (words,) if words else ()) for name, act, words, _ in SEEN]

# What is said when other tools set it again, and it is not what is said of the very same.
SEEN_AGAIN = {name: (words,) for name, _, _, words in SEEN if words} | {
    "words made white": ("in the colour of what it stands on",),
    "words made invisible": ("painted so that nothing is drawn",),
    "words moved": ("at a place or with a leading that the style does not have",),
    "the shapes of letters": ("has another shape than in the fonts",),
    "a page that is cropped": ("outside of what is shown of the page",),
    "a bookmark": ("the bookmarks are not as they should be",),
    "a program that it runs": ("an entry /OpenAction",),
    "the place of a name": ("is where links lead that should lead elsewhere",),
    "byte of the metadata": ("under dc:format",),
}


# Where the style is another, too: what is drawn at the edges of pages, faces, colours and outlines cannot be held against anything.
RESTYLED = {"words moved", "the shapes of letters", "a line moved", "glyphs exchanged", "the outline of a figure"}


def alterations(house, mode):
    """By bytes ("same"); or, in a house whose tools are others by now, against the released file ("kept"); or, where that is
    not kept any more, against the source set again, by text, tags, links and what is seen: with the same style ("lone"), and
    with another ("restyled")."""
    data = (WORK / "saved.pdf").read_bytes()

    def tell(alteration):
        name, alter, verdict, compared, words = alteration
        file = WORK / f"{name}.pdf"
        if mode == "same":
            altered = alter(data)
            check(altered != data, f"{name}: something was altered")
            file.write_bytes(altered)
            say(house, file, verdict, compared, *words)
        elif compared == "bytes":
            again = mode in ("lone", "restyled")
            known = SEEN_AGAIN.get(name, words) if again else words
            if mode == "restyled" and ("called an artifact" in name or name == "a picture covered"):
                known = ()
            if again and (verdict == "saved anew" or mode == "restyled" and name in RESTYLED):
                verdict, known = "the same text", ("they are the same",)
            say(house, file, verdict, "text", *known, "set by another version", status=5, name=f"{name}: {mode}: {verdict}")

    with concurrent.futures.ThreadPoolExecutor(1 if mode == "same" else 2) as pool: # of one kind the files are made, one after the other
        list(pool.map(tell, ALTERATIONS))


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


def headless(house):
    """A run that ended between its ledger and its first head: the next one writes that head before all else."""
    top, released = WORK / "headless", "sources/released"
    shutil.copytree(house, top)
    parts = (top / released / "ledger.txt").read_bytes().split(b"\n\n")
    (top / released / "ledger.txt").write_bytes(b"\n\n".join(parts[:2]) + b"\n")
    (top / released / "head.txt").unlink()
    for label in ("2.0", "2.1", "3.0"):
        shutil.rmtree(top / released / "visits" / label)
        shutil.rmtree(top / "out/released/visits" / label)
    before, done = run(top, "verify", "--all"), run(top, "withdraw", "visits", "1.0", "--reason", "The valley is shut.")
    head = top / released / "head.txt"
    check(before.returncode == 0 and done.returncode == 0 and b"record: 2\n" in head.read_bytes(), "one record without a head is good, and goes on", (before.stderr, done.stderr))
    head.unlink()
    check(run(top, "verify", "--all").returncode == 5, "two records without one are not")


def main():
    house = made()
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    shutil.copy(pdf(house, "2.0"), WORK / "saved.pdf")
    standings(house)
    alterations(house, "same")
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
    alterations(newer, "kept")
    lone = WORK / "lone"
    shutil.copytree(house, lone)
    edit(lone / "fonts/fonts.xml", b"<fonts ", b"<!-- another -->\n<fonts ")
    for style in ("nhs", "large-print"):
        pdf(lone, "2.0", style).unlink()
    alterations(lone, "lone")
    say(lone, pdf(house, "2.0"), "current", "hash", status=5, name="the released file is known though the house keeps none")
    restyled = WORK / "restyled"
    shutil.copytree(newer, restyled)
    for style in ("nhs", "large-print"):
        pdf(restyled, "2.0", style).unlink()
    alterations(restyled, "restyled")
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
    headless(house)


TOP_FILE = pathlib.Path("Makefile").resolve()
main()
