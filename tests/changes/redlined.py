"""What a redline says: read from the structure tree of its PDF, or from its words alone, back to the two texts.

`blocks` makes of a tree (observe_pikepdf.py --structure, reference.py --structure) the blocks of words of the text, each
(role, words). `accepted` and `rejected` follow the elements Ins and Del; `by_words` follows the words in square brackets and
nothing else. It knows of Engross only what src/changes/redline.h says to readers.
"""

import re
import unicodedata

INS, DEL, REF, CALL = ("\ue000", "\ue001"), ("\ue002", "\ue003"), ("\ue004", "\ue005"), "\ue006"
INLINE = {"Reference", "Link", "Span", "Ins", "Del", "Quote", "Code"}
PARTS = {"Summary of changes", "Numbers before and now"}
NOUN = r"(?:part|section|clause|appendix|table|figure|definition|paragraph|item|list|quotation|note|row|cell|text)"
NAMED = rf"{NOUN}(?: (?:[A-Z]?\d|\(|[A-Z]+\b)[^\[\], :]*)?"  # with its number, or without
CHANGE = r"change \d+(?:: [^\]]*)?"
OPENING = re.compile(rf"\[(?:(inserted|deleted) {NAMED}(?:, {CHANGE})?|{CHANGE}|was [^\]:]+|moved with it|moved from (?:\[[^\]]*\]|[^\]])*)\] ?")
BEGIN = rf"\[(?:{CHANGE}|was [^\]:]+|(?:inserted|deleted) {NAMED}(?:, {CHANGE})?)\]"
ALONE = re.compile(rf"(?:(?:{BEGIN} )*\[(?:end of (?:inserted|deleted|moved) .*|(?:[^\[\]]+: )?moved to [^\]]*|described before as: .*)\]|{BEGIN}(?: {BEGIN})*) ?", re.S)
PARTED = r"(?:, put (?:here from )?(?:above|below))?"
MARK = re.compile(rf"\[(inserted|deleted)(?: {NAMED}| column)?{PARTED}: ({INS[0]}[^{INS[1]}]*{INS[1]}|{DEL[0]}[^{DEL[1]}]*{DEL[1]})\]")
WAS = re.compile(rf"(?:{REF[0]}([^{REF[0]}{REF[1]}]*){REF[1]}([^{REF[0]}\[]*?))? ?\[was: ((?:\[[^\]]*\]|[^\]])*)\]")
ROW_END = re.compile(r" ?\[end of (?:inserted|deleted|moved) row\]")
ADDRESS = re.compile(r" ?\[its address was: [^\]]*\]")


class Block:
    def __init__(self, element, text, path):
        self.role, self.text, self.path, self.names = element["role"], text, path, element.get("names", ())
        self.links = [k for kid in element.get("kids", ()) for k in links_in(kid)]


def links_in(kid):
    """Where the links in it lead, in order."""
    if isinstance(kid, dict):
        if kid["role"] == "Link" and "target" in kid:
            yield kid["target"]
        for inner in kid.get("kids", ()):
            yield from links_in(inner)


def flat(kid, notes=True):
    """The words of an inline kid, with signs where Ins, Del, Reference and calls of footnotes stand."""
    if isinstance(kid, str):
        return kid.replace("\u00ad", "")  # where a narrow column broke a word
    inner = "".join(flat(k, notes) for k in kid.get("kids", ()))
    if kid["role"] == "Link" and str(kid.get("contents", "")).endswith("(footnote)"):
        return CALL
    around = {"Ins": INS, "Del": DEL, "Reference": REF}.get(kid["role"], ("", ""))
    return around[0] + inner + around[1]


def leads_back(element):
    """Whether it is the number of a footnote, which leads back to its call."""
    return any(isinstance(k, dict) and (str(k.get("contents", "")).endswith("(back to the text)") or leads_back(k))
               for k in element.get("kids", ()))


def is_block(element):
    kids = element.get("kids", ())
    return element["role"] in ("P", "Lbl", "Caption", "Title", "TH", "TD") + tuple(f"H{n}" for n in range(1, 7)) and all(
        isinstance(k, str) or k["role"] in INLINE for k in kids)


def blocks(element, path=()):
    path = (*path, (id(element), element["role"]))
    if element["role"] == "Figure":
        yield Block(element, element.get("alt", ""), path)
    elif element["role"] == "TOC":
        return
    elif is_block(element):
        text = "".join(flat(k) for k in element.get("kids", ()))
        if not (element["role"] == "Lbl" and leads_back(element)):
            yield Block(element, text, path)
    else:
        for kid in element.get("kids", ()):
            if isinstance(kid, dict):
                yield from blocks(kid, path)


def text_of_document(tree):
    """The tree without what a redline leaves out: status, contents list, version table."""
    kids = []
    for kid in tree["kids"]:
        if isinstance(kid, dict):
            inner = kid.get("kids", ())
            if kid["role"] == "P" and any(isinstance(k, str) and k.startswith("Status: ") for k in inner):
                continue
            if kid["role"] == "Sect" and (kid.get("t") == "Version history" or any(isinstance(k, dict) and k["role"] == "TOC" for k in inner)):
                continue
        kids.append(kid)
    return {**tree, "kids": kids}


def text_of_redline(tree):
    """The text with its marks: what stands after the contents list, or the summary, and before the numbers."""
    kids = [k for k in tree["kids"] if isinstance(k, dict)]
    start = next(i for i, k in enumerate(kids) if k.get("t") == "Summary of changes") + 1
    if any(isinstance(k, dict) and k["role"] == "TOC" for k in kids[start]["kids"]):
        start += 1
    end = len(kids) - (kids[-1].get("t") == "Numbers before and now")
    return {**tree, "kids": kids[start:end]}


def without_control(tree):
    return {**tree, "kids": [k for k in tree["kids"] if not (isinstance(k, dict) and k.get("t") == "Document control")]}


# ---------------------------------------------------------------- by the elements


def bare(text):
    """Without openings; and whether one of them says that a group begins."""
    group, numbers = None, ""
    while True:
        found = OPENING.search(text)
        if not found or MARK.match(text, found.start()):
            return numbers + text, group
        if found.start() and not re.fullmatch(rf"[{REF[0]}{REF[1]}{INS[0]}{DEL[0]}]*|[^\[\]]{{1,24}} ", text[:found.start()]):
            return numbers + text, group
        group = found[1] or group
        numbers += text[:found.start()]
        text = text[found.end():]


def bare_heading(text):
    """The same of a heading, behind whose words they stand."""
    group = None
    while found := re.search(rf" ?{OPENING.pattern.removesuffix(' ?')}$", text):
        group = found[1] or group
        text = text[:found.start()]
    return text, group


def plain_links(text):
    """Links of openings are references too: their signs go."""
    return re.sub(rf"{REF[0]}({CHANGE}){REF[1]}", r"\1", re.sub(rf"(moved (?:from|to) ){REF[0]}([^{REF[1]}]*){REF[1]}", r"\1\2", text))


def side_of(text):
    """inserted, deleted, or None: what all words of a block are."""
    rest = MARK.sub(lambda m: m[2], text)
    outside = re.sub(rf"{INS[0]}[^{INS[1]}]*{INS[1]}|{DEL[0]}[^{DEL[1]}]*{DEL[1]}", "", rest)
    outside = outside.strip(" " + "".join(REF))
    if outside or not rest.strip():
        return None
    kinds = {("inserted" if c == INS[0] else "deleted") for c in rest if c in INS[0] + DEL[0]}
    return kinds.pop() if len(kinds) == 1 else None


def apply(text, keep):
    """The block's words when the changes are accepted (keep inserted) or rejected (keep deleted)."""
    def mark(found):
        return found[2][1:-1] if found[1] == keep else ""
    text = MARK.sub(mark, text)
    gone, kept = (DEL, INS) if keep == "inserted" else (INS, DEL)
    text = re.sub(rf"{gone[0]}[^{gone[1]}]*{gone[1]}", "", text)
    text = ADDRESS.sub("", text)
    if keep == "inserted":
        text = re.sub(r" ?\[was: ((?:\[[^\]]*\]|[^\]])*)\]", "", text)
    else:
        text = WAS.sub(lambda m: (m[3] + m[2]) if m[1] is not None else " " + m[3], text)
    return re.sub("[\ue000-\ue003]", "", text)


MOVED_FROM = re.compile(r"\[moved from ((?:\[[^\]]*\]|[^\]])*)\]")


def unit_of(block, label):
    """The element that was moved, of which this is the first block."""
    if label.startswith("table"):
        wanted = ("Table",)
    elif label.startswith("a paragraph"):
        return block.path[-1]
    else:
        wanted = ("Sect",) if re.match(r"H\d", block.role) else ("LI", "TR")
    return next((step for step in reversed(block.path) if step[1] in wanted), block.path[-1])  # a paragraph


def decoded(tree, keep):
    """(block, words) of each block of the accepted or rejected text."""
    rows, figure, stubs, moved = [], None, {}, []
    for block in blocks(tree):
        text = ROW_END.sub("", plain_links(block.text))
        if block.role == "Figure":
            rows.append((block, text, figure))
            continue
        if ALONE.fullmatch(text):
            found = re.match(r"\[(inserted|deleted) figure", text)
            figure = found[1] if found else None if "[end of" in text else figure
            if found := re.match(r"\[described before as: (.*)\]", text, re.S):
                if keep == "deleted":
                    rows[-1] = (rows[-1][0], found[1], rows[-1][2])
            elif "moved to" in text:
                while rows and rows[-1][0].role == "Lbl" and rows[-1][0].path[-2] in block.path:
                    rows.pop()  # its number, or its term, comes with it
                stubs[len(rows)] = block
                rows.append((block, "", "stub"))
            continue
        found = MOVED_FROM.search(text)
        if found:
            moved.append((block, unit_of(block, found[1])))
        text, group = bare_heading(text) if re.match(r"H\d", block.role) else bare(text)
        words = NUMBER.sub("", text) if re.match(r"H\d", block.role) else text
        rows.append((block, text, group or side_of(words)))
    # A number or bullet goes with the rest of its item.
    for i, (block, text, side) in enumerate(rows):
        if block.role == "Lbl" and side is None:
            item = block.path[-2]
            sides = {s for b, t, s in rows if item in b.path and b is not block and (t or s)}
            if len(sides) == 1:
                rows[i] = (block, text, sides.pop())
    if keep == "deleted":
        rows = put_back(rows, stubs, moved)
    return [(block, apply(text, keep)) for block, text, side in rows if side in (None, keep)]


def leads_to(block, stub):
    """Whether a block that says from where it was moved means the place of `stub`; headings do so without a link."""
    if block.role.startswith("H"):
        label = MOVED_FROM.search(plain_links(block.text))[1]
        if re.match("after |before |in ", label):  # it has no number, and the name that it had before
            title = re.match(r"\[(.*): moved to ", plain_links(stub.text), re.S)[1]
            return title in block.text
        return stub.text.startswith("[" + re.sub(", (?:after|before|in) .*", "", label, flags=re.S))
    return any(link in stub.names for link in block.links)


def put_back(rows, stubs, moved):
    """What was moved, back to where it stood."""
    units = {unit for _, unit in moved}
    inside, last = [], []
    for block, _, _ in rows:
        along = block.text.startswith("[moved with it] ")  # the note under a table
        inside.append(last if along else [step for step in block.path if step in units])
        last = inside[-1]
    out = []

    def emit(first, last, within):
        for i in range(first, last):
            if i in stubs:
                stub = stubs[i]  # each leads to the other
                unit = next((u for b, u in moved if stub.links[-1] in b.names and leads_to(b, stub)), None)
                if unit is not None:
                    of = [k for k in range(len(rows)) if unit in inside[k]]
                    emit(of[0], of[-1] + 1, within | {unit})
            elif set(inside[i]) <= within:
                out.append(rows[i])
    emit(0, len(rows), frozenset())
    return out


# ---------------------------------------------------------------- by the words alone


BRACKET = re.compile(rf"\[(inserted|deleted)( {NAMED}| column|){PARTED}: ")
GROUP = re.compile(rf"\[(inserted|deleted) ({NOUN})(?: (?:[A-Z]?\d|\(|[A-Z]+\b)[^\[\], :]*)?(?:, {CHANGE})?\] ?")
FROM = r"\[moved from ((?:[^\[\]]|\[[^\]]*\])*?)(?:, change \d+)?\] ?"
SMALL = re.compile(rf"\[(?:{CHANGE}|was [^\]:]+|moved with it)\] ?|{FROM}")
STUB = re.compile(r"(?:[•–] )?(?:\[change \d+\] )?\[(.*): moved to (.*)\]", re.S)
END = re.compile(r"\[end of (inserted|deleted) ")
LABEL = re.compile(r"(?:Part \d+:|Appendix [A-Z]+:|[A-Z]?\d+(?:\.\d+)*\.?|\(?[a-z]+\)|[•–]) ")


def linear(tree):
    """The words of a tree, a line for each block; numbers before what they number, the cells of a row on one line."""
    out, row, cell, label = [], None, None, ""
    for block in blocks(tree):
        text = re.sub("[\ue000-\ue005]", "", block.text)
        if re.match(r"H\d", block.role):  # what stands behind its words is said before them
            text = HEADING_MARK.sub(r"\2 \1", text).strip()
        if block.role == "Lbl":
            label = text + " "
            continue
        text, label = label + text, ""
        here = next((step for step in reversed(block.path) if step[1] == "TR"), None)
        within = next((step for step in reversed(block.path) if step[1] in ("TH", "TD")), None)
        if here is not None and here == row:
            out[-1] += (" " if within == cell else "\t") + text
        else:
            out.append(text)
        row, cell = here, within
    return out


HEADING_MARK = re.compile(rf"^(.*?)((?: \[(?:(?:inserted|deleted) {NAMED}|was [^\]:]+|moved from [^\]]*)\])+)$", re.S)


def place_of_move(lines, stub, name):
    """Which lines say that they stood where the line `stub` is: the nearest that fit."""
    fitting = []
    for i, line in enumerate(lines):
        found = re.search(FROM, line)
        if not found:
            continue
        words = line[:found.start()] + line[found.end():]
        quoted = name[1:-1].rstrip("…") if name.startswith("“") else name
        was = re.sub(", (?:after|before|in) .*", "", found[1], flags=re.S)
        if was == name or name.startswith(was + ",") or quoted in words:
            fitting.append(i)
    if not fitting:
        raise ValueError(f"nothing stood at {lines[stub]!r}")
    first = min(fitting, key=lambda i: abs(i - stub))
    number = LABEL.match(re.sub(FROM, "", lines[first], count=1))
    number = number[0].strip().rstrip(".:") if number else ""
    for last in range(first, len(lines)):
        found = re.fullmatch(r"\[end of moved (?!row)\w+ ?(.*)\]", lines[last].strip())
        if found and found[1] == number.removeprefix("Appendix ").removeprefix("Part "):
            return first, last
    return first, first


def unmoved(lines, keep):
    """The lines with each of them where it stands now, or where it stood before."""
    ends = [i for i, line in enumerate(lines) if re.fullmatch(r"\[end of moved (?!row).*\]", line.strip())]
    if keep == "inserted":
        return [line for i, line in enumerate(lines) if i not in ends and not STUB.fullmatch(line.strip())]
    put, moved = {}, set()
    for i, line in enumerate(lines):
        if found := STUB.fullmatch(line.strip()):
            first, last = place_of_move(lines, i, found[1])
            put[i] = range(first, last + 1)
            moved.update(put[i])
    out = []

    def emit(indexes, within):
        for i in indexes:
            if i in put:
                emit(put[i], True)
            elif (within or i not in moved) and i not in ends:
                out.append(lines[i])
    emit(range(len(lines)), False)
    return out


def closing(text, start):
    """Where the bracket ends whose content begins at `start`."""
    depth = 1
    for i in range(start, len(text)):
        depth += {"[": 1, "]": -1}.get(text[i], 0)
        if depth == 0:
            return i
    raise ValueError(f"a bracket never ends: {text!r}")


def unmarked(text, keep):
    """(words, whether nothing else was in it than marks of the other kind)"""
    out, last, other, kept, item = "", 0, False, False, False
    text = SMALL.sub("", text)
    while found := BRACKET.search(text, last):
        end = closing(text, found.end())
        out += text[last:found.start()]
        if found[1] == keep:
            out += text[found.end():end]
            kept = True
        else:
            other, item = True, item or found[2].startswith((" clause", " item"))
            if item:  # its bullet or number goes with it, within a cell too
                out = re.sub(r"(?:^|(?<= ))(?:[•–]|\(?[a-z0-9]+[.)]) $", "", out)
        last = end + 1
    out += text[last:]
    # A number stays when the block that it stands before goes without its item.
    gone = other and not kept and not (LABEL.sub("", out + " ", count=1) if item else out).strip()
    out = re.sub(r" ?\[its address was: [^\]]*\]", "", out)
    if keep == "inserted":
        out = re.sub(r" ?\[was: ((?:\[[^\]]*\]|[^\]])*)\]", "", out)
    return out, gone


def by_words(tree, keep):
    """The lines of the accepted or rejected text, by the words in brackets alone."""
    out, group, label = [], None, ""
    for line in unmoved(linear(tree), keep):
        line, label = ROW_END.sub("", label + line), ""
        if END.match(line):
            group = None
            continue
        bare_line = SMALL.sub("", line)
        if not LABEL.sub("", bare_line.rstrip() + " ").strip() and bare_line.strip() != line.strip():
            label = bare_line  # of an item that begins with something else than words
            continue
        found = GROUP.search(bare_line)
        begins = found and group is None and not LABEL.sub("", bare_line[:found.start()] + " ").strip()
        if begins and found[2] == "row":
            if found[1] == keep:
                out.append(bare_line[:found.start()] + bare_line[found.end():])
            continue
        if found and group is None and not begins and re.fullmatch(r"(?:Table|Figure) .*|", bare_line[:found.start()]) is not None:
            begins = True
        if begins:
            group = found[1]
            bare_line = bare_line[:found.start()] + bare_line[found.end():]
            if not bare_line.strip():
                continue
        if group is not None:
            if group == keep:
                out.append(bare_line)
            continue
        if found := re.match(r"\[described before as: (.*)\]", bare_line, re.S):
            if keep == "deleted":
                out[-1] = found[1]
            continue
        cells = [unmarked(c, keep) for c in bare_line.split("\t")]
        if all(gone for _, gone in cells):
            continue
        if len(cells) == 1 and cells[0][0].strip() != bare_line.strip() and not LABEL.sub("", cells[0][0].rstrip() + " ").strip():
            label = cells[0][0].strip() + " "
            continue
        out.append("\t".join(words for words, gone in cells if not gone))
    return out


# ---------------------------------------------------------------- both


def squeeze(text, loosely=False):
    """One space for any, none beside marks of punctuation, since a mark may have stood there."""
    text = unicodedata.normalize("NFC", text).replace("\u00ad", "")
    text = re.sub("[\ue000-\ue005]", "", text)
    text = re.sub(r", page (⟨page⟩|\d+|[ivxlc]+\b)", "" if loosely else ", page #", text)
    if loosely:
        text = re.sub(r" ?\(formerly [^)]*\)", "", text)
        text = re.sub("[\u2018\u2019\u201c\u201d\"]", "'", text)
        text = re.sub("[\u2010-\u2015]", "-", text)
        text = re.sub("[\u00a0\u2009\u202f]", " ", text)
    text = re.sub(r"\s+", " ", text).strip()
    if loosely:
        text = re.sub(" ?' ?", "'", text)
    return re.sub(r" (?=[\ue006.,;:)?!\u2019\u201d])|(?<=[(\u2018\u201c]) ", "", text)


NUMBER = re.compile(r"^(?:Part \d+:|Appendix [A-Z]+:|[A-Z]?\d+(?:\.\d+)*|\(?[a-z]+\)|(?:Table|Figure) \d+:) ?")


def flat_lines(texts, loosely=False):
    """The same of lines of words."""
    out = []
    for text in texts:
        cells = [squeeze(c, loosely) for c in text.split("\t")]
        if loosely:
            cells[0] = re.sub(r"^(?:\(?[a-z]+\)|[A-Z]?\d+(?:\.\d+)*\.?|Part \d+:|Appendix [A-Z]+:|(?:Table|Figure) \d+:|[•–])(?: |$)", "", cells[0], count=1)
        text = " ".join(c.strip() for c in cells if c.strip())
        if text:
            out.append(text)
    return out


def lines(pairs, loosely=False):
    """For comparing: words alone; without numbers, which are counted anew, when `loosely`."""
    out = []
    for role, text in pairs:
        text = squeeze(text, loosely)
        if loosely and role == "Lbl" and not re.search(r"[A-Za-z]{5}", text):
            continue
        if loosely:
            text = re.sub(r"^(?:(?:Table|Figure) \d+: )+", "", text)
        if loosely and (role.startswith("H") or role in ("Title", "Caption")):
            while NUMBER.match(text) and NUMBER.sub("", text):
                text = NUMBER.sub("", text).strip()
        if text:
            out.append(text)
    return out
