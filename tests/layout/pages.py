"""pages.py: what `--dump=pages` says, as pages, lines and marks that can be asked about.

A line is the content of one baseline of one block, cells of a table each a line of their own; what is raised above it
(the number of a note) belongs to it. `Setting.find` finds a phrase that stands within one line.
"""

import functools
import pathlib
import re

from lxml import etree

NUMBER = r"-?[\d.]+"
PAGE = re.compile(rf"page (\d+) ({NUMBER})x({NUMBER}) folio (\S+)")
GLYPHS = re.compile(rf"  glyphs ({NUMBER}),({NUMBER}) w ({NUMBER}) (\S+) ({NUMBER})(?: gap ({NUMBER}))?(?: \S+ {NUMBER})*? #\w+ (\S+)(?: [^\"]*)? \"(.*)\"$")
BOX = re.compile(rf"  (fill|image) ({NUMBER}),({NUMBER}) ({NUMBER})x({NUMBER})(?: #\w+)? (\S+)")
UNSPOKEN = re.compile("[\u00ad\u200b\u2060\u200c\u200d]")


class Mark:
    def __init__(self, kind, x, y, width, height, owner, text="", face="", order=0):
        self.kind, self.x, self.y, self.width, self.height = kind, float(x), float(y), float(width), float(height)
        self.owner, self.text, self.face, self.order = owner, text, face, order
        self.content = "@" in owner

    @property
    def right(self):
        """Where the ink ends: white space at the end of a line has none."""
        blank = len(self.text) - len(self.text.rstrip(" "))
        return self.x + self.width - (blank * 0.26 * self.height if blank and self.kind == "glyphs" else 0)


class Line:
    def __init__(self, page, mark):
        self.page, self.marks, self.y = page, [mark], mark.y

    @functools.cached_property
    def text(self):
        return UNSPOKEN.sub("", "".join(mark.text for mark in self.marks))

    @property
    def x(self):
        return min(mark.x for mark in self.marks)

    @property
    def right(self):
        return max(mark.right for mark in self.marks)

    @property
    def size(self):
        return max(mark.height for mark in self.marks)

    def owners(self):
        return {mark.owner for mark in self.marks}

    def takes(self, mark):
        last = self.marks[-1]
        raised = abs(mark.y - self.y) > 0.01
        return (abs(mark.y - self.y) < 0.5 * max(self.size, mark.height) and abs(mark.x - last.x - last.width) < 0.6
                and not (raised and last.owner.split("@")[0] == "Lbl"))


class Page:
    def __init__(self, number, width, height, folio, area):
        self.number, self.width, self.height, self.folio = int(number), float(width), float(height), folio
        self.marks, self.lines = [], []
        self.top, self.bottom, self.start, self.end = area["top"], self.height - area["bottom"], area["start"], self.width - area["end"]
        self.is_wide = self.width > self.height
        if self.is_wide:  # the margins turn with the paper; which of them comes where is not for the tests to say
            least = min(area[side] for side in ("top", "bottom", "start", "end"))
            self.top, self.bottom, self.start, self.end = least, self.height - least, least, self.width - least

    def content(self):
        return [mark for mark in self.marks if mark.content]

    def note_rule(self):
        """How far down the rule above the notes is, or None: a quarter of the measure, with nothing of a table round it."""
        quarter = (self.end - self.start) / 4
        rules = [mark for mark in self.marks if mark.owner == "layout" and mark.kind == "fill" and mark.height < 3
                 and abs(mark.x - self.start) < 1 and abs(mark.width - quarter) < 1]
        return rules[-1].y if rules else None


class Setting:
    """One document set in one style. The caller adds status, findings, seconds and source."""

    def __init__(self, dump, area):
        self.pages, self.area = [], area
        for order, row in enumerate(dump.splitlines()):
            if row.startswith("page "):
                self.pages.append(Page(*PAGE.match(row).groups(), area))
            elif match := GLYPHS.match(row):
                x, y, width, face, size, _, owner, text = match.groups()
                text = re.sub(r"\\(.)", r"\1", text)
                self.mark_add(Mark("glyphs", x, y, width, size, owner, text, face, order))
            elif match := BOX.match(row):
                kind, x, y, width, height, owner = match.groups()
                self.mark_add(Mark(kind, x, y, width, height, owner, order=order))
            elif not row.startswith(("  area ", "  anchor ")):
                raise ValueError(f"a line of the dump that pages.py cannot read: {row[:120]}")

    def mark_add(self, mark):
        page = self.pages[-1]
        page.marks.append(mark)
        if mark.kind == "glyphs" and mark.content:
            if page.lines and page.lines[-1].takes(mark):
                page.lines[-1].marks.append(mark)
            else:
                page.lines.append(Line(page, mark))

    @functools.cached_property
    def lines(self):
        """All lines but those of the list of contents: what is looked for is the matter itself."""
        apart = set(self.contents)
        return [line for line in self.all_lines if line not in apart]

    @functools.cached_property
    def all_lines(self):
        return [line for page in self.pages for line in page.lines]

    @functools.cached_property
    def contents(self):
        """The lines between the heading "Contents" and the next heading."""
        heading = lambda line: re.match(r"H\d?@", line.marks[0].owner)
        inside, found = False, []
        for line in self.all_lines:
            if heading(line):
                inside = line.text == "Contents"
            elif inside:
                found.append(line)
        return found

    def found(self, phrase):
        """The lines that hold the phrase; those that are it and no more when it begins with "="."""
        if phrase.startswith("="):
            return [line for line in self.lines if line.text.strip() == phrase[1:]]
        return [line for line in self.lines if phrase in line.text]

    def find(self, phrase):
        found = self.found(phrase)
        if not found:
            raise LookupError(f'"{phrase}" stands in no line')
        return found[0]

    def mark_find(self, phrase):
        line = self.find(phrase)
        for mark in line.marks:
            if phrase.lstrip("=") in UNSPOKEN.sub("", mark.text):
                return mark
        return line.marks[0]

    def block_of(self, phrase):
        """All lines of the paragraph in which the phrase stands."""
        owner = self.mark_find(phrase).owner
        return [line for line in self.lines if owner in line.owners()]


def length_of(text):
    number, unit = re.fullmatch(r"([\d.]+)(pt|mm)", text).groups()
    return float(number) * (72 / 25.4 if unit == "mm" else 1)


@functools.cache
def area_of_style(folder, style):
    """The margins of a style and of what it extends, in points."""
    root = etree.parse(str(pathlib.Path(folder, style + ".xml"))).getroot()
    area = dict(area_of_style(folder, root.get("extends"))) if root.get("extends") else {}
    for name, value in root.find("{*}page").attrib.items():
        area[name] = length_of(value)
    body = root.find("{*}block[@for='body']")
    if body is not None and body.get("leading"):
        area["leading"] = length_of(body.get("leading"))
    return area


OF_STYLES = re.compile(r"((?!once)[a-z0-9-]+(?:, [a-z0-9-]+)*): ")


def concerns(claim, style):
    """Whether a claim, "a5: …" or "nhs, a5: …" when it is of some styles alone, is of this one."""
    match = OF_STYLES.match(claim)
    return not match or style in match[1].split(", ")


def bare(claim):
    match = OF_STYLES.match(claim)
    return claim[match.end() :] if match else claim
