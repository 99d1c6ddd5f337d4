"""Kinds that spoil the mark-up itself: tags, quotation marks, signs, bytes. Most of them make a file that is no XML."""

import re

from kinds import ELEMENT_NAMES, gap, kind, mistype, pick, quoted, readable, runs, word
from source import Mutation, Place

UNCLOSED = r"\b(not closed|close|needs|wants|missing|without)\b[^<]*>"  # says that a > is missing


def tag_place(element):
    return Place(element.start, element.inner)


def nameable(source):
    """Elements with two tags, but the root."""
    return [e for e in source.elements[1:] if not e.empty and ":" not in e.name]


@readable
@kind
def element_mistyped(s, rng):
    """an element's name is mistyped, alike in both tags"""
    e = pick(rng, [e for e in s.elements[1:] if ":" not in e.name])
    new = mistype(rng, e.name, ELEMENT_NAMES)
    edits = [(e.start + 1, e.start + 1 + len(e.name), new)]
    if not e.empty:
        edits.append((e.close + 2, e.close + 2 + len(e.name), new))
    return Mutation(f"<{e.name}> became <{new}>", edits, [tag_place(e)], [word(new)])


@readable
@kind
def element_of_html(s, rng):
    """an element goes by the name that another vocabulary has for it"""
    other = {"p": ("para", "paragraph", "text"), "item": ("li", "bullet"), "note": ("footnote", "fn"), "xref": ("ref",),
             "row": ("tr",), "cell": ("td", "entry"), "section": ("chapter", "sec"), "title": ("heading", "h2"),
             "link": ("a", "url"), "figure": ("image", "picture"), "strong": ("bold", "emph"), "definition": ("def",)}
    e = pick(rng, [e for e in s.elements if e.name in other])
    if not e:
        return None
    new = rng.choice(other[e.name])
    edits = [(e.start + 1, e.start + 1 + len(e.name), new)]
    if not e.empty:
        edits.append((e.close + 2, e.close + 2 + len(e.name), new))
    return Mutation(f"<{e.name}> became <{new}>", edits, [tag_place(e)], [word(new)])


@readable
@kind
def element_in_capitals(s, rng):
    """an element's name begins with a capital letter"""
    e = pick(rng, nameable(s))
    new = rng.choice([e.name.capitalize(), e.name.upper()])
    edits = [(e.start + 1, e.start + 1 + len(e.name), new), (e.close + 2, e.close + 2 + len(e.name), new)]
    return Mutation(f"<{e.name}> became <{new}>", edits, [tag_place(e)], [word(new)])


@kind
def start_tag_mistyped(s, rng):
    """the name in a start tag is mistyped, not that in its end tag"""
    e = pick(rng, nameable(s))
    new = mistype(rng, e.name, ELEMENT_NAMES)
    return Mutation(f"<{e.name}> became <{new}>, </{e.name}> stayed", [(e.start + 1, e.start + 1 + len(e.name), new)],
                    [tag_place(e), Place(e.close, e.end, main=False)], [word(new)])


@kind
def end_tag_mistyped(s, rng):
    """the name in an end tag is mistyped, not that in its start tag"""
    e = pick(rng, nameable(s))
    new = mistype(rng, e.name, ELEMENT_NAMES)
    return Mutation(f"</{e.name}> became </{new}>, <{e.name}> stayed", [(e.close + 2, e.close + 2 + len(e.name), new)],
                    [Place(e.close, e.end)], [word(new)])


@kind
def start_tag_unclosed(s, rng):
    """the > of a start tag is lost"""
    e = pick(rng, nameable(s))
    after = s.text[e.inner:].lstrip()
    behind = len(s.text) - len(after)
    glued = re.match(r"[\w.:-]*", s.text[e.inner:])[0]
    return Mutation(f"the > of <{e.name}> was deleted", [(e.inner - 1, e.inner, "")],
                    [tag_place(e), Place(behind, behind + 1, main=False)], [[f"</?{re.escape(e.name)}", word(e.name), word(e.name + glued), UNCLOSED]])


@kind
def end_tag_unclosed(s, rng):
    """the > of an end tag is lost"""
    e = pick(rng, nameable(s))
    after = s.text[e.end:].lstrip()
    behind = len(s.text) - len(after)
    return Mutation(f"the > of </{e.name}> was deleted", [(e.end - 1, e.end, "")],
                    [Place(e.close, e.end), Place(behind, behind + 1, main=False)], [[f"</{re.escape(e.name)}", word(e.name), UNCLOSED]])


@kind
def end_tag_lost(s, rng):
    """an end tag is deleted"""
    e = pick(rng, nameable(s))
    up = e.parent
    return Mutation(f"</{e.name}> was deleted", [(e.close, e.end, "")],
                    [tag_place(e), Place(e.close, e.end), Place(up.close, up.end, main=False)], [word(e.name)])


@kind
def start_tag_lost(s, rng):
    """a start tag is deleted, its end tag stays"""
    e = pick(rng, nameable(s))
    return Mutation(f"<{e.name}> was deleted, </{e.name}> stayed", [(e.start, e.inner, "")],
                    [tag_place(e), Place(e.close, e.end)], [word(e.name)])


@kind
def end_tag_stray(s, rng):
    """an end tag too many stands in a text"""
    run = pick(rng, runs(s))
    name, at = rng.choice(["p", "strong", "item", "list", "section"]), gap(rng, s, run)
    if at is None or name == run[0].name:
        return None
    return Mutation(f"</{name}> was put into the text", [(at, at, f"</{name}>")], [Place(at, at)], [word(name)], meaning=False)


@kind
def end_tags_crossed(s, rng):
    """two end tags that follow one another have changed places"""
    pairs = [(e, e.parent) for e in nameable(s) if e.parent and e.parent is not s.root and e.name != e.parent.name
             and not s.text[e.end:e.parent.close].strip()]
    if not pairs:
        return None
    e, up = rng.choice(pairs)
    a, b = s.text[e.close:e.end], s.text[up.close:up.end]
    return Mutation(f"{a} and {b} changed places", [(e.close, e.end, b), (up.close, up.end, a)],
                    [Place(e.close, e.end), Place(up.close, up.end), Place(e.start, e.inner, main=False)], [word(e.name), word(up.name)], meaning=False)


@kind
def attribute_unquoted(s, rng):
    """the quotation marks round a value are lost"""
    e, a = pick(rng, [(e, a) for e in s.elements for a in e.attributes])
    return Mutation(f'{a.name}="{a.value}" lost its quotation marks', [(a.first - 1, a.last + 1, a.value)], [Place(a.start, a.end)],
                    [[word(a.name), "quotation"]], meaning=False)


@kind
def quotation_mark_lost(s, rng):
    """the quotation mark at the end of a value is lost"""
    e, a = pick(rng, [(e, a) for e in s.elements for a in e.attributes])
    behind = len(s.text) - len(s.text[e.inner:].lstrip())
    return Mutation(f'{a.name}="{a.value}" lost its last quotation mark', [(a.last, a.last + 1, "")],
                    [Place(a.start, a.end), Place(e.start, behind + 1, main=False)], [[word(a.name), "quotation"]])


@kind
def quotation_marks_curly(s, rng):
    """the quotation marks round a value are those of a word processor"""
    e, a = pick(rng, [(e, a) for e in s.elements for a in e.attributes])
    return Mutation(f"{a.name}=“{a.value}”", [(a.first - 1, a.last + 1, f"“{a.value}”")], [Place(a.start, a.end)],
                    [[word(a.name), "quotation", "“"]], meaning=False)


@kind
def attribute_doubled(s, rng):
    """an attribute stands twice in its tag"""
    e, a = pick(rng, [(e, a) for e in s.elements for a in e.attributes])
    return Mutation(f"{a.name} was written twice", [(a.end, a.end, s.text[a.before:a.end])], [Place(a.start, a.end)], [word(a.name)])


@kind
def equals_sign_lost(s, rng):
    """the = between an attribute and its value is lost"""
    e, a = pick(rng, [(e, a) for e in s.elements for a in e.attributes])
    return Mutation(f'{a.name}"{a.value}"', [(a.start + len(a.name), a.first - 1, "")], [Place(a.start, a.end)], [[word(a.name), '"="']])


@kind
def ampersand_bare(s, rng):
    """an & is typed as it is"""
    run = pick(rng, runs(s))
    at = gap(rng, s, run)
    new = rng.choice(["& ", "R&D ", "Black & White ", "Q&A; "])
    return Mutation(f"“{new.strip()}” was typed into the text", [(at, at, new)], [Place(at, at)], [["&", "ampersand"]]) if at else None


@kind
def less_than_bare(s, rng):
    """a < is typed as it is"""
    run = pick(rng, runs(s))
    at = gap(rng, s, run)
    new = rng.choice(["< 18 ", "<5 ", "<= 12 ", "<£100 "])
    return Mutation(f"“{new.strip()}” was typed into the text", [(at, at, new)], [Place(at, at)], [["<", "less"]]) if at else None


@kind
def entity_of_html(s, rng):
    """an entity of HTML is pasted"""
    run = pick(rng, runs(s))
    at, name = gap(rng, s, run), rng.choice(["nbsp", "pound", "rsquo", "ndash", "eacute", "copy", "hellip"])
    return Mutation(f"&{name}; was put into the text", [(at, at, f"&{name}; ")], [Place(at, at)], [word(name)]) if at else None


@readable
@kind
def html_inline(s, rng):
    """words are marked with an element of HTML"""
    run = pick(rng, runs(s))
    at, name = gap(rng, s, run), rng.choice(["b", "i", "em", "u", "sup", "font", "a"])
    if at is None:
        return None
    more = {"font": ' color="red"', "a": ' href="https://www.example.org/rules"'}.get(name, "")
    return Mutation(f"<{name}> was pasted", [(at, at, f"<{name}{more}>the rules</{name}> ")], [Place(at, at)], [word(name)])


@kind
def html_break(s, rng):
    """a line is broken with <br>, never closed"""
    run = pick(rng, runs(s))
    at = gap(rng, s, run)
    if at is None:
        return None
    end = Place(run[0].close, run[0].end, main=False)
    return Mutation("<br> was pasted", [(at, at, "<br>")], [Place(at, at), end], [word("br")], meaning=False)


@readable
@kind
def html_break_closed(s, rng):
    """a line is broken with <br/>"""
    run = pick(rng, runs(s))
    at = gap(rng, s, run)
    return Mutation("<br/> was pasted", [(at, at, "<br/>")], [Place(at, at)], [word("br")], meaning=False) if at else None


@readable
@kind
def html_list(s, rng):
    """a list of HTML is pasted between two paragraphs"""
    e = pick(rng, [e for e in s.named("p") if e.parent.name in ("section", "item", "clause")])
    if not e:
        return None
    return Mutation("<ul> was pasted", [(e.start, e.start, "<ul><li>Keys</li><li>Badges</li></ul> ")], [Place(e.start, e.start)], [word("ul")])


@readable
@kind
def html_block(s, rng):
    """a block of HTML is pasted between two paragraphs"""
    e = pick(rng, [e for e in s.named("p") if e.parent.name in ("section", "item", "clause")])
    if not e:
        return None
    name = rng.choice(["div", "h2", "h3", "center", "blockquote"])
    return Mutation(f"<{name}> was pasted", [(e.start, e.start, f"<{name}>Keys and badges</{name}> ")], [Place(e.start, e.start)], [word(name)])


@kind
def comment_unclosed(s, rng):
    """a comment is begun and never ended"""
    e = pick(rng, [e for e in s.elements[2:] if not any(start > e.start for start, _ in s.comments)])
    return Mutation("a comment was begun", [(e.start, e.start, "<!-- ask the owner about this ")], [Place(e.start, e.start)], [["comment", "<!--"]]) if e else None


@kind
def comment_dashes(s, rng):
    """a comment holds two hyphens"""
    e = pick(rng, s.elements[1:])
    return Mutation("a comment with -- was put in", [(e.start, e.start, "<!-- agreed -- see the minutes -->")], [Place(e.start, e.start)],
                    [["--", "comment"]], meaning=False) if not e.within("fact") else None


@kind
def control_character(s, rng):
    """a character that no one sees is pasted"""
    run = pick(rng, runs(s))
    at, sign = gap(rng, s, run), rng.choice("\x0b\x0c\x01\x1f")
    return Mutation(f"U+{ord(sign):04X} was pasted", [(at, at, sign)], [Place(at, at)], [[rf"{ord(sign):02X}\b", "control character"]]) if at else None


@kind
def nul(s, rng):
    """a NUL byte is pasted"""
    run = pick(rng, runs(s))
    at = gap(rng, s, run)
    return Mutation("a NUL byte was pasted", [(at, at, "\0")], [Place(at, at)], [word("NUL")]) if at else None


@kind
def windows_bytes(s, rng):
    """a text is pasted as Windows had it, into a file in UTF-8"""
    run = pick(rng, runs(s))
    at, byte = gap(rng, s, run), rng.choice([0x91, 0x92, 0x93, 0x94, 0x96, 0x97, 0xA3, 0xE9])
    return Mutation(f"the byte {byte:02X} was pasted", [(at - 1, at - 1, chr(0xDC00 + byte))], [Place(at - 1, at - 1)],
                    [[rf"{byte:02X}\b", "windows", "UTF-8"]]) if at else None


@readable
@kind
def mojibake(s, rng):
    """a character comes out as the characters of its bytes"""
    run = pick(rng, runs(s))
    at, new = gap(rng, s, run), rng.choice(["â€™", "â€œ", "â€“", "Â£", "Ã©"])
    meant = new.encode("cp1252").decode("utf-8", "replace")
    return Mutation(f"“{new}” stands for “{meant}”", [(at, at, new + " ")], [Place(at, at)], [[re.escape(new), re.escape(meant)]]) if at else None


@readable
@kind
def character_lost(s, rng):
    """a character was lost before: U+FFFD stands for it"""
    run = pick(rng, runs(s))
    at = gap(rng, s, run)
    return Mutation("U+FFFD was pasted", [(at - 1, at - 1, "\ufffd")], [Place(at - 1, at - 1)], [["FFFD", "\ufffd"]]) if at else None


@kind
def cut_off(s, rng):
    """the file ends in the middle"""
    e = pick(rng, [e for e in s.elements[1:] if e.start > s.root.children[0].end])
    at = rng.randrange(e.start + 1, e.end)
    around, up = [], e
    while up:
        around, up = around + [up], up.parent
    last = len(s.text[:at].rstrip())
    last = s.text.rfind("\n", 0, last) + 1
    return Mutation("the rest of the file was cut off", [(at, len(s.text), "")], [Place(last, len(s.text)), Place(at, at), *[Place(u.start, u.inner, main=False) for u in around]],
                    [[r"\bends?\b", "cut off", "not closed", "truncated"]])


@kind
def text_at_the_end(s, rng):
    """text stands after the last tag"""
    at = s.root.end
    return Mutation("text was typed after the end", [(at, at, "\nChecked by the owner.")], [Place(at + 1, at + 1), Place(at, at)],
                    [[word(s.root.name), r"\b(after|behind|end)\b"]], meaning=False)


@kind
def doctype(s, rng):
    """a DOCTYPE comes with what another program saved"""
    at = s.root.start
    return Mutation("a DOCTYPE was put in", [(at, at, f'<!DOCTYPE {s.root.name} SYSTEM "document.dtd">\n')], [Place(at, at)], ["DOCTYPE"], meaning=False)


@kind
def encoding_wrong(s, rng):
    """the first line names an encoding that the file is not in"""
    found = re.match(r'<\?xml[^?]*encoding="([^"]+)"', s.text)
    new = rng.choice(["UTF-16", "utf8-bom", "unicode", "US-ASCII"]) if not s.text.isascii() else rng.choice(["UTF-16", "unicode"])
    lines = [Place(0, found.end())]
    if new == "US-ASCII":  # then the first byte that is none is as good a place
        first = next(i for i, c in enumerate(s.text) if ord(c) > 127)
        lines.append(Place(first, first + 1))
    return Mutation(f"the encoding was called {new}", [(found.start(1), found.end(1), new)], lines, [["encod", quoted(new)]], meaning=False)


@kind
def line_before_declaration(s, rng):
    """an empty line stands before <?xml"""
    return Mutation("an empty line was put before <?xml", [(0, 0, "\n")], [Place(0, 1)], [["<\\?xml", "XML declaration", "first"]], meaning=False)


@kind
def space_in_tag(s, rng):
    """a space stands after the < of a tag"""
    e = pick(rng, nameable(s))
    at = rng.choice([e.start + 1, e.close + 1])
    return Mutation(f"a space was put after the < of <{e.name}>", [(at, at, " ")], [Place(at - 1, at + 1)],
                    [[r"</?( |$|\W)", "less", "space", word(e.name)]], meaning=False)
