"""claims.py: the words in which a case says what matters, each a function that gives None when it holds, else why not.

`claim` binds a pattern to the function below it. A quoted phrase stands for the first line that holds it. README.md lists
the words for those who write cases.
"""

import collections
import re

from lxml import etree

import pages

CLAIMS = []
PHRASE = r'"([^"]+)"'
CLOSE = 0.02  # points


def claim(words):
    pattern = re.compile(words.replace("PHRASE", PHRASE).replace("NUMBER", r"(\d+(?:\.\d+)?)"))

    def bind(function):
        CLAIMS.append((pattern, function))
        return function

    return bind


def holds(words, setting):
    denied = words.startswith("not ")
    words = words[4:] if denied else words
    for pattern, function in CLAIMS:
        if match := pattern.fullmatch(words):
            try:
                fault = function(setting, *match.groups())
            except LookupError as missing:
                return str(missing)
            if denied:
                return None if fault else "it is so"
            return fault
    raise ValueError(f"there is no such claim as: {words}")


def unless(condition, fault):
    return None if condition else fault


# ---- what always holds


def always(setting):
    if setting.status != 0:
        return [f"status {setting.status}: {setting.findings.strip().splitlines()[0] if setting.findings.strip() else 'no word'}"]
    faults = [fault for page in setting.pages for fault in (*page_inside(page), *page_clear(page))]
    faults += folios_stand(setting) + contents_agree(setting)
    faults += [f"page {page.number} is empty" for page in setting.pages if not page.content()]
    return faults + characters_kept(setting)


def page_inside(page):
    for mark in page.content():
        above = mark.y - (0.7 * mark.height if mark.kind == "glyphs" else 0)
        below = mark.y + (mark.height if mark.kind == "image" else 0)
        hung = 0.6 * mark.height if mark.kind == "glyphs" else 0.01  # what hangs in the margin on purpose
        if mark.x < page.start - hung or mark.right > page.end + hung or above < page.top - 0.5 or below > page.bottom + 0.5:
            yield f'page {page.number}: "{mark.text[:30]}" at {mark.x},{mark.y}, {mark.width} wide, is outside the text area'
            return


def page_clear(page):
    """No ink of one mark over that of another: each taken as high as an x and as deep as a comma."""
    boxes = sorted(((m.y - 0.5 * m.height, m.y + 0.1 * m.height, m.x, m.right, m.text) for m in page.marks
                    if m.kind == "glyphs" and m.text.strip() and m.owner != "watermark"))
    open_boxes = []
    for box in boxes:
        open_boxes = [other for other in open_boxes if other[1] > box[0] + 0.01]
        for other in open_boxes:
            if box[2] < other[3] - 0.3 and other[2] < box[3] - 0.3:
                yield f'page {page.number}: "{box[4][:30]}" stands over "{other[4][:30]}"'
                return
        open_boxes.append(box)


def folios_stand(setting):
    rights, depths = set(), set()
    for page in setting.pages:
        texts = [mark for mark in page.marks if mark.owner == "footer" and mark.text.startswith("Page ")]
        if [mark.text for mark in texts] != [f"Page {page.folio} of {len(setting.pages)}"]:
            return [f"page {page.number}: the foot says {[mark.text for mark in texts]}"]
        rights.add((page.is_wide, round(texts[0].x + texts[0].width, 1)))
        depths.add((page.is_wide, texts[0].y))
    shapes = {page.is_wide for page in setting.pages}
    return [] if len(rights) == len(shapes) == len(depths) else [f"folios do not line up: {sorted(rights)}, {sorted(depths)}"]


def contents_agree(setting):
    """The page number at the end of each entry of the contents is that of its heading. A number is a line of its own."""
    faults, words = [], ""
    headings = {re.sub(r"\s", "", line_text): page for line_text, page in headings_of(setting)}
    for line in setting.contents:
        if not line.text.strip().isdigit() or not words:
            words += line.text
            continue
        page = headings.get(re.sub(r"\s", "", words))
        if page != line.text.strip():
            faults.append(f'the contents have "{words}" on page {line.text}, it is on {page}')
        words = ""
    return faults[:3]


def headings_of(setting):
    """The words of each heading, of all its lines together, with the folio of its page."""
    words, folio = "", ""
    for line in setting.lines:
        owner = re.match(r"H\d?@", line.marks[0].owner) is not None
        begins = owner and re.match(r"(Part |Appendix )?[A-Z]?[\d.]+:? |Appendix [A-Z]+: ", line.text)
        if words and (begins or not owner):
            yield words, folio
            words = ""
        if owner:
            words, folio = words + line.text, folio if words else line.page.folio
    if words:
        yield words, folio


def characters_kept(setting):
    """Each character of the source at least as often in the content of the pages, white space and signs without ink apart."""
    if not setting.source:
        return []
    root = etree.fromstring(setting.source.encode())
    for control in root.findall("{*}control"):
        root.remove(control)
    for alt in root.iter("{*}alt"):
        alt.text = ""
    ink = lambda text: collections.Counter(re.sub(r"\s", "", pages.UNSPOKEN.sub("", text)))
    lost = ink("".join(root.itertext())) - ink("".join(mark.text for page in setting.pages for mark in page.content()))
    return [f"lost: {dict(lost)}"] if lost else []


# ---- pages


@claim(r"pages (at least |at most |)(\d+)")
def pages_count(setting, bound, number):
    count, number = len(setting.pages), int(number)
    good = count >= number if bound == "at least " else count <= number if bound else count == number
    return unless(good, f"there are {count}")


@claim(r"PHRASE on page (\d+)")
def on_page(setting, phrase, number):
    page = setting.find(phrase).page.number
    return unless(page == int(number), f"it is on page {page}")


@claim(r"PHRASE on the page of PHRASE")
def on_page_of(setting, phrase, other):
    page, wanted = setting.find(phrase).page.number, setting.find(other).page.number
    return unless(page == wanted, f"they are on pages {page} and {wanted}")


@claim(r"PHRASE on the page after PHRASE")
def on_page_after(setting, phrase, other):
    page, wanted = setting.find(phrase).page.number, setting.find(other).page.number
    return unless(page == wanted + 1, f"they are on pages {page} and {wanted}")


@claim(r"PHRASE on a later page than PHRASE")
def on_later_page(setting, phrase, other):
    page, wanted = setting.find(phrase).page.number, setting.find(other).page.number
    return unless(page > wanted, f"they are on pages {page} and {wanted}")


@claim(r"PHRASE before PHRASE")
def before(setting, phrase, other):
    one, two = setting.find(phrase), setting.find(other)
    return unless((one.page.number, one.y) < (two.page.number, two.y), f"they are at {one.page.number}, {one.y} and {two.page.number}, {two.y}")


@claim(r"PHRASE first on its page")
def first_on_page(setting, phrase):
    line = setting.find(phrase)
    pictures = [mark.y for mark in line.page.marks if mark.kind == "image" or mark.owner == "repeated"]
    top = min([other.y for other in line.page.lines] + pictures)
    return unless(line.y <= top + CLOSE, f"above it there is something at {top}")


@claim(r"PHRASE last on its page")
def last_on_page(setting, phrase):
    line, rule = setting.find(phrase), setting.find(phrase).page.note_rule()
    bottom = max(other.y for other in line.page.lines if rule is None or line.y > rule or other.y < rule)
    return unless(line.y >= bottom - CLOSE, f"below it there is something at {bottom}")


@claim(r"page of PHRASE is (wide|tall)")
def page_is_wide(setting, phrase, shape):
    page = setting.find(phrase).page
    return unless(page.is_wide == (shape == "wide"), f"it is {page.width} by {page.height}")


@claim(r"pages from PHRASE to PHRASE full to (\d+) lines")
def pages_full(setting, phrase, other, lines):
    first, last = setting.find(phrase).page.number, setting.find(other).page.number
    for page in setting.pages[first - 1 : last - 1]:
        bottom = max(mark.y + (mark.height if mark.kind == "image" else 0) for mark in page.content())
        room = (page.bottom - bottom) / setting.area["leading"]
        if room > int(lines) + 0.5:
            return f"page {page.number} ends {room:.1f} lines above its foot"
    return unless(last > first, "they are on one page")


# ---- lines


@claim(r"(baseline|left|right) of PHRASE equals PHRASE")
def edge_equals(setting, edge, phrase, other):
    one, two = setting.find(phrase), setting.find(other)
    if edge == "baseline" and one.page is not two.page:
        return "they are on different pages"
    values = [(line.y if edge == "baseline" else line.x if edge == "left" else line.right) for line in (one, two)]
    return unless(abs(values[0] - values[1]) < (CLOSE if edge != "right" else 0.5), f"{values[0]} and {values[1]}")


@claim(r"PHRASE never parted")
def never_parted(setting, phrase):
    whole = re.sub(r"[ \t\n]+", " ", "".join(etree.fromstring(setting.source.encode()).itertext()))
    wanted, found = pages.UNSPOKEN.sub("", whole).count(phrase), sum(line.text.count(phrase) for line in setting.lines)
    return unless(wanted > 0 and found >= wanted, f"{wanted} in the source, {found} within a line")


@claim(r"a line ends with PHRASE")
def line_ends(setting, phrase):
    return unless(any(line.text.rstrip().endswith(phrase) for line in setting.lines), "none does")


@claim(r"lines of PHRASE (\d+)")
def lines_count(setting, phrase, number):
    count = len(setting.block_of(phrase))
    return unless(count == int(number), f"there are {count}")


@claim(r"lines of PHRASE at least (\d+) on each page")
def lines_each_page(setting, phrase, number):
    counts = collections.Counter(line.page.number for line in setting.block_of(phrase))
    return unless(min(counts.values()) >= int(number), f"page by page {dict(counts)}")


@claim(r"PHRASE in (\d+) pages")
def block_pages(setting, phrase, number):
    count = len({line.page.number for line in setting.block_of(phrase)})
    return unless(count == int(number), f"in {count}")


@claim(r"PHRASE is divided")
def block_divided(setting, phrase):
    return unless(len({line.page.number for line in setting.block_of(phrase)}) > 1, "it is on one page")


@claim(r"PHRASE with (\d+) lines of PHRASE")
def with_lines(setting, phrase, number, other):
    page, block = setting.find(phrase).page, setting.block_of(other)
    count = sum(line.page is page for line in block)
    return unless(count >= min(int(number), len(block)), f"{count} of its {len(block)} lines are on page {page.number}")


@claim(r"room for lines of PHRASE at least NUMBER pt")
def room_for_lines(setting, phrase, least):
    line = setting.find(phrase)
    widest = max(other.right - other.x for other in setting.block_of(phrase))
    return unless(widest >= float(least), f"the widest of {line.text[:20]!r} is {widest:.1f} pt")


@claim(r"between PHRASE and PHRASE at (least|most) NUMBER lines")
def space_between(setting, phrase, other, bound, number):
    one, two = setting.find(phrase), setting.find(other)
    if one.page is not two.page:
        return "they are on different pages"
    lines = (two.y - one.y) / setting.area["leading"]
    good = lines >= float(number) - CLOSE if bound == "least" else lines <= float(number) + CLOSE
    return unless(good, f"{lines:.2f}")


@claim(r"face of PHRASE (\S+)")
def face_of(setting, phrase, face):
    return unless(setting.mark_find(phrase).face == face, f"it is {setting.mark_find(phrase).face}")


# ---- notes, tables, frames, pictures


@claim(r"PHRASE at the foot of the page of PHRASE")
def at_foot(setting, phrase, call):
    note, line = setting.find(phrase), setting.find(call)
    if note.page is not line.page:
        return f"it is on page {note.page.number}, the call on {line.page.number}"
    rule = note.page.note_rule()
    return unless(rule is not None and line.y < rule < note.y, f"call {line.y}, rule {rule}, note {note.y}")


@claim(r"PHRASE under a note rule")
def under_rule(setting, phrase):
    line = setting.find(phrase)
    rule = line.page.note_rule()
    return unless(rule is not None and rule < line.y, f"rule {rule}, note {line.y}")


@claim(r"note PHRASE goes on under a note rule")
def note_goes_on(setting, phrase):
    for line in setting.block_of(phrase):
        rule = line.page.note_rule()
        if rule is None or rule > line.y:
            return f"on page {line.page.number} the rule is at {rule}, a line of it at {line.y}"
    return None


@claim(r"head PHRASE again on each page from PHRASE to PHRASE")
def head_again(setting, head, phrase, other):
    first, last = setting.find(phrase).page.number, setting.find(other).page.number
    for page in setting.pages[first:last]:
        repeated = [mark for mark in page.marks if mark.owner == "repeated" and mark.kind == "glyphs"]
        if sum(head in mark.text for mark in repeated) != 1:
            return f"page {page.number} has it {sum(head in mark.text for mark in repeated)} times"
        if min(mark.y for mark in page.content()) < max(mark.y for mark in repeated):
            return f"page {page.number} has a row above it"
    return unless(last > first, "they are on one page")


@claim(r"a (background|layout) box round all from PHRASE to PHRASE")
def box_round(setting, owner, phrase, other):
    first, last = setting.find(phrase), setting.find(other)
    within = setting.lines[setting.lines.index(first) : setting.lines.index(last) + 1]
    for line in within:
        if not any(box.kind == "fill" and box.owner == owner and box.x <= line.x and box.x + box.width >= line.right and
                   box.y <= line.y - 0.6 * line.size and box.y + box.height >= line.y for box in line.page.marks):
            return f'none round "{line.text[:30]}" on page {line.page.number}'
    return None


@claim(r"a picture on the page of PHRASE")
def picture_on_page(setting, phrase):
    return unless(any(mark.kind == "image" for mark in setting.find(phrase).page.marks), "there is none")


# ---- the run


@claim(r"refused (\S+)")
def refused(setting, rule):
    return unless(setting.status == 1 and f"[{rule}]" in setting.findings, f"status {setting.status}, {setting.findings.strip()[:200]!r}")


@claim(r"finding (\S+)")
def finding(setting, rule):
    return unless(f"[{rule}]" in setting.findings, f"{setting.findings.strip()[:200]!r}")


@claim(r"set in at most NUMBER s")
def seconds(setting, most):
    return unless(setting.seconds <= float(most), f"{setting.seconds:.2f} s")


@claim(r"ten times as much in at most (\d+) times the time")
def linear(setting, times):
    tenth = setting.tenth()
    if tenth.status != 0:
        return f"the tenth is refused: {tenth.findings[:200]}"
    return unless(setting.seconds <= int(times) * max(tenth.seconds, 0.02), f"{tenth.seconds:.3f} s, then {setting.seconds:.3f} s")
