"""spoil.py: a good setting, damaged in each of the ways below. A claim that no damage can make false is no claim.

The damage is done to the text of the dump, or to what the run gave beside it; what is spoilt is nobody's document.
"""

import re

import pages

PAGE = re.compile(r"^page \d+ (\S+) folio \S+\n", re.M)


def numbered(text):
    """The pages of a dump numbered anew."""
    count = iter(range(1, text.count("\n") + 2))
    return PAGE.sub(lambda m: f"page {(n := next(count))} {m[1]} folio {n}\n", text)


def on_one_page(dump):
    head = PAGE.search(dump)[0]
    return head + PAGE.sub("", dump)


def each_on_its_own(dump):
    head = PAGE.search(dump)[0]
    return numbered(re.sub(r"^(?=  glyphs )", lambda m: head, dump, flags=re.M))


def backwards(dump):
    parts = PAGE.split(dump)[1:]
    return numbered("".join(f"page 1 {parts[i]} folio 1\n{parts[i + 1]}" for i in range(len(parts) - 2, -1, -2)))


def upside_down(dump):
    return re.sub(r"^(  \w+ [-\d.]+,)([-\d.]+)", lambda m: f"{m[1]}{841 - float(m[2]):.3f}", dump, flags=re.M)


def without_artifacts(dump):
    return re.sub(r"^  (image .*|(fill|glyphs) .* (layout|background|repeated)( \".*\")?)\n", "", dump, flags=re.M)


def slanted(dump):
    steps = iter(range(1, dump.count("\n") + 2))
    return re.sub(r"^  glyphs ([-\d.]+),([-\d.]+)", lambda m: f"  glyphs {float(m[1]) + (n := next(steps) % 97):.3f},{float(m[2]) + n / 9:.3f}", dump, flags=re.M)


def letterspaced(dump):
    return re.sub(r'"(.*)"$', lambda m: '"' + "·".join(m[1]) + '"', dump, flags=re.M)


def in_letters(dump):
    """Each mark cut into its words, every one on a line and in a block of its own."""
    blocks = iter(range(10**6, 2 * 10**6))

    def cut(m):
        return "".join(f'  glyphs 80,{80 + i * 3} w 20 Other 12 #000000 P@{next(blocks)} "{word}"\n' for i, word in enumerate(m[1].split()))

    return re.sub(r'^  glyphs .*@\d+ "(.*)"\n', cut, dump, flags=re.M)


def turned(dump):
    return re.sub(r"^(page \d+) (\S+)x(\S+)", r"\1 \3x\2", dump, flags=re.M)


def tinted(dump):
    return PAGE.sub(lambda m: m[0] + "  fill 0,0 2000x2000 #eeeeee background\n", dump)


def cut_off(dump):
    return dump[: dump.rindex("  glyphs ")] if "  glyphs " in dump else dump


def many(dump):
    return numbered(dump * (40 if len(dump) < 1 << 17 else 2))


DAMAGES = (on_one_page, each_on_its_own, backwards, upside_down, without_artifacts, slanted, letterspaced, in_letters, turned,
           tinted, cut_off, many)


def spoilt(dump, setting):
    """The setting with each damage in turn, and at last a run that was slow and said nothing."""
    for damage in DAMAGES if dump else ():
        bad = pages.Setting(damage(dump), setting.area)
        bad.status, bad.findings, bad.seconds, bad.source, bad.tenth = 0, "", setting.seconds, setting.source, setting.tenth
        yield bad
    bad = pages.Setting(dump, setting.area)
    bad.status, bad.findings, bad.seconds, bad.source, bad.tenth = 0, "", 1e9, setting.source, setting.tenth
    yield bad
