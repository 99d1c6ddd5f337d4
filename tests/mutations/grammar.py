"""Kinds that leave the file well-formed XML but break the grammar: parts, attributes, values, places, the namespace."""

from kinds import ATTRIBUTE_NAMES, NEEDED, PARTS, WORDS, gap, kind, mistype, pick, piece, quoted, runs, word
from markup import tag_place
from source import Mutation, Place

# Values that people write where the grammar has a list of its own; elsewhere a listed one is mistyped.
WRONG = {"kind": ("numbers", "bullets", "numbered", "1"), "topic": ("risks", "supply-chain", "Training"), "numbered": ("false", "none"),
         "status": ("final", "aproved", "in force", "Draft"), "role": ("approved", "aprove", "adopt"), "header": ("true", "1", "Yes"),
         "dated": ("true", "1"), "levels": ("6", "two", "all"), "numbering": ("none", "decimal", "owned"), "begins-sentence": ("true", "1"), "basis": ("legal", "statutary"), "type": ("act", "ukpg5a", "UKPGA")}


# Says that what follows is missing. A list of all that could stand there does not say so.
LACKS = r"\b(needs?|missing|lacks|without|has no|is no|wants|wanted|expected)( is| are| a| an| the| its| at least one)*[ <:\"]+"


def between(element):
    """Where an element was: from it to the beginning of what follows in its parent."""
    up = element.parent
    following = next((c for c in up.children if c.start >= element.end), None)
    return [tag_place(following)] if following else [Place(up.close, up.end)]


@kind
def required_part_deleted(s, rng):
    """a part that an element cannot be without is deleted"""
    found = [(e, p) for e in s.elements for p in sorted(PARTS.get(e.name, ())) if len([c for c in e.children if c.name == p]) == 1]
    name = pick(rng, sorted({(e.name, p) for e, p in found}))  # each sort of loss as often as the others
    if not name:
        return None
    e, p = rng.choice([(e, p) for e, p in found if (e.name, p) == name])
    child = e.child(p)
    start, end = piece(s, child)
    return Mutation(f"the <{p}> of <{e.name}> was deleted", [(start, end, "")], [tag_place(e), Place(start, end), *between(child)],
                    [rf"{LACKS}{word(p)}"])


@kind
def required_attribute_deleted(s, rng):
    """an attribute that an element cannot be without is deleted"""
    found = [(e, a) for e in s.elements for a in e.attributes if a.name in NEEDED.get(e.name, ())]
    name = pick(rng, sorted({(e.name, a.name) for e, a in found}))
    e, a = rng.choice([(e, a) for e, a in found if (e.name, a.name) == name])
    return Mutation(f"{a.name} of <{e.name}> was deleted", [(a.before, a.end, "")], [tag_place(e)], [word(a.name), word(e.name)])


@kind
def attribute_mistyped(s, rng):
    """the name of an attribute is mistyped"""
    e, a = pick(rng, [(e, a) for e in s.elements for a in e.attributes if ":" not in a.name and a.name != "xmlns"])
    new = mistype(rng, a.name, ATTRIBUTE_NAMES)
    return Mutation(f"{a.name} of <{e.name}> became {new}", [(a.start, a.start + len(a.name), new)], [Place(a.start, a.end), tag_place(e)], [word(new)])


@kind
def attribute_of_another(s, rng):
    """an element gets an attribute that only others have"""
    e = pick(rng, s.named("p", "item", "title", "caption", "row", "table", "note", "strong", "term"))
    name, value = rng.choice([("style", "color: red"), ("class", "wide"), ("align", "left"), ("kind", "number"), ("colspan", "2"), ("href", "#top")])
    at = e.start + 1 + len(e.name)
    return Mutation(f"{name} was given to <{e.name}>", [(at, at, f' {name}="{value}"')], [tag_place(e)], [word(name)], meaning=False)


@kind
def value_out_of_list(s, rng):
    """an attribute has a value that is none of those it can have"""
    found = [(e, a) for e in s.elements for a in e.attributes if WORDS.get((e.name, a.name))]
    name = pick(rng, sorted({(e.name, a.name) for e, a in found}))
    if not name:
        return None
    e, a = rng.choice([(e, a) for e, a in found if (e.name, a.name) == name])
    listed = WORDS[e.name, a.name]
    new = rng.choice([w for w in WRONG.get(a.name, ()) if w not in listed] + [mistype(rng, a.value, listed)])
    return Mutation(f'{a.name}="{a.value}" became "{new}"', [(a.first, a.last, new)], [Place(a.start, a.end), tag_place(e)], [quoted(new)])


@kind
def number_malformed(s, rng):
    """an attribute that is a number is none"""
    e = pick(rng, s.named("legislation-ref"))
    if not e:
        return None
    a, new = e.attribute(rng.choice(["year", "number"])), rng.choice(["MMXV", "30a", "thirty", "20 15"])
    return Mutation(f'{a.name}="{a.value}" became "{new}"', [(a.first, a.last, new)], [Place(a.start, a.end)], [quoted(new)])


@kind
def sequence_no_number(s, rng):
    """the sequence of a version is no number"""
    a = s.named("version")[0].attribute("sequence")
    new = rng.choice(["one", "0", "1.2", "-1", ""])
    return Mutation(f'sequence became "{new}"', [(a.first, a.last, new)], [Place(a.start, a.end)], [quoted(new), word("sequence")])


@kind
def publication_class_wrong(s, rng):
    """the class of the publication scheme is none of those there are"""
    e = pick(rng, s.named("foi-class"))
    new = rng.choice(["policy", "Policies", "what we spend"])
    return Mutation(f"the class became “{new}”", [(e.inner, e.close, new)], [Place(e.start, e.end)], [quoted(new)]) if e else None


@kind
def id_malformed(s, rng):
    """an id is no name"""
    e = pick(rng, [e for e in s.elements[1:] if e.value("id")])
    if not e:
        return None
    a = e.attribute("id")
    new = rng.choice(["2-scope", "Scope", "our policies", "scope_2", ""])
    return Mutation(f'id became "{new}"', [(a.first, a.last, new)], [Place(a.start, a.end)], [quoted(new)])


@kind
def paragraph_in_paragraph(s, rng):
    """a paragraph stands in a paragraph"""
    run = pick(rng, runs(s, ("p",)))
    at = gap(rng, s, run) if run else None
    return Mutation("a <p> was put into a <p>", [(at, run[2], f"<p>{s.text[at:run[2]]}</p>")], [Place(at, run[2])],
                    ["<p>.*<p>|paragraph.*paragraph"]) if at else None


@kind
def block_in_paragraph(s, rng):
    """a list or table stands in a paragraph"""
    run = pick(rng, runs(s, ("p",)))
    at = gap(rng, s, run) if run else None
    new = rng.choice(["<list><item>keys</item><item>badges</item></list> ",
                      '<table><caption>Keys</caption><row header="yes"><cell>Key</cell></row><row><cell>1</cell></row></table> '])
    return Mutation("a block was put into a <p>", [(at, at, new)], [Place(at, at)], [word(new[1:].split(">")[0])]) if at else None


@kind
def row_outside_table(s, rng):
    """a row stands behind the end of its table"""
    t = pick(rng, [t for t in s.named("table") if len(t.children) > 3])
    if not t:
        return None
    row = t.children[-1]
    start, end = piece(s, row)
    return Mutation("the last row was moved behind </table>", [(start, end, ""), (t.end, t.end, s.text[row.start:row.end])], [Place(t.end, t.end)], [word("row")])


@kind
def item_without_list(s, rng):
    """the tags of a list are lost, its items stay"""
    e = pick(rng, s.named("list"))
    if not e:
        return None
    return Mutation("<list> and </list> were deleted", [(e.start, e.inner, ""), (e.close, e.end, "")],
                    [tag_place(e.children[0]), tag_place(e), *[tag_place(c) for c in e.children[1:]]], [word("item")])


@kind
def list_in_title(s, rng):
    """a list stands in a title"""
    e = pick(rng, s.named("title"))
    return Mutation("a list was put into a <title>", [(e.close, e.close, "<list><item>keys</item></list>")], [Place(e.close, e.close)], [word("list")])


@kind
def section_in_paragraph(s, rng):
    """a section is moved into the paragraph before it"""
    pairs = [(a, b) for e in s.elements for a, b in zip(e.children, e.children[1:]) if a.name == "p" and b.name == "section"]
    if not pairs:
        return None
    a, b = rng.choice(pairs)
    return Mutation("</p> was moved behind the section", [(a.close, a.end, ""), (b.end, b.end, "</p>")], [tag_place(b)], [word("section")])


@kind
def text_between(s, rng):
    """a text stands where only elements can"""
    e = pick(rng, [e for e in s.elements if e.parent and e.parent.name in ("section", "statement", "policy", "constitution", "information", "part", "list", "table", "control", "row")])
    new = rng.choice(["See also the annex. ", "To be checked. ", "x", "; "])
    return Mutation(f"“{new.strip()}” was typed before <{e.name}>", [(e.start, e.start, new)], [Place(e.start, e.start)],
                    [["text", quoted(new.strip())], [word(e.parent.name)]])


@kind
def order_swapped(s, rng):
    """two parts that have an order have changed places"""
    pairs = [(a, b) for e in s.named("control", "signature", "definition", "table", "figure", "section", "part", "release") for a, b in zip(e.children, e.children[1:])
             if a.name != b.name and (e.name in ("control", "signature") or a.name in ("title", "term", "caption", "alt"))]
    name = pick(rng, sorted({(a.name, b.name) for a, b in pairs}))
    if not name:
        return None
    a, b = rng.choice([(a, b) for a, b in pairs if (a.name, b.name) == name])
    return Mutation(f"<{a.name}> and <{b.name}> changed places", [(a.start, a.end, s.text[b.start:b.end]), (b.start, b.end, s.text[a.start:a.end])],
                    [Place(a.start, a.end), Place(b.start, b.end)], [[word(a.name), word(b.name)]], meaning=False)


@kind
def part_doubled(s, rng):
    """a part that may stand once stands twice"""
    e = pick(rng, [e for e in s.elements if e.parent and e.parent.name in ("control", "section", "figure", "table", "signature", "definition")
                   and e.name in ("title", "short-title", "version", "period", "owner", "caption", "alt", "term", "post", "review-by", "classification")])
    return Mutation(f"<{e.name}> was written twice", [(e.end, e.end, s.text[e.start:e.end])], [Place(e.start, e.end)], [word(e.name)])


@kind
def empty_part(s, rng):
    """an element that must have words has none"""
    said = {"p": "paragraph", "title": "heading", "item": "item", "caption": "caption", "term": "term", "link": "link", "owner": "owner",
            "note": "note", "change": "change", "subject": "subject", "keyword": "keyword", "placeholder": "placeholder", "name": "name", "post": "post"}
    e = pick(rng, [e for e in s.elements if e.name in said and not e.empty and not any(e.within(n) for n in ("placeholder",))])
    return Mutation(f"<{e.name}> was emptied", [(e.inner, e.close, "")], [Place(e.start, e.end)], [[word(e.name), said[e.name]]])


@kind
def namespace_lost(s, rng):
    """the namespace is lost"""
    a = s.root.attribute("xmlns")
    return Mutation("xmlns was deleted", [(a.before, a.end, "")], [tag_place(s.root)], [["namespace", "xmlns"]], meaning=False)


@kind
def namespace_wrong(s, rng):
    """the namespace is mistyped"""
    a = s.root.attribute("xmlns")
    new = rng.choice(["urn:engross:document:2", "urn:engross:document", "urn:engros:document:1", "http://www.w3.org/1999/xhtml", a.value + "/"])
    return Mutation(f'xmlns became "{new}"', [(a.first, a.last, new)], [tag_place(s.root)], [["namespace", "xmlns", quoted(new)]], meaning=False)


@kind
def root_mistyped(s, rng):
    """the file begins with an element that cannot begin one"""
    e = s.root
    new = rng.choice(["document", "section", "report", mistype(rng, e.name)])
    return Mutation(f"<{e.name}> became <{new}>", [(e.start + 1, e.start + 1 + len(e.name), new), (e.close + 2, e.close + 2 + len(e.name), new)],
                    [tag_place(e)], [word(new)])


@kind
def note_in_note(s, rng):
    """a note stands in a note"""
    e = pick(rng, s.named("note"))
    return Mutation("a <note> was put into a <note>", [(e.close, e.close, "<note>See there.</note>")], [Place(e.close, e.close)], [word("note")]) if e else None


@kind
def link_in_link(s, rng):
    """a link or a reference stands in a link"""
    e = pick(rng, s.named("link"))
    if not e:
        return None
    new = rng.choice(['<link to="https://www.example.org/">the site</link>', f'<xref to="{next(iter(i for i, x in s.ids.items() if x.name == "section"))}"/>'])
    return Mutation("a link was put into a link", [(e.close, e.close, new)], [Place(e.close, e.close)], [word(new[1:5].strip())])


@kind
def note_in_title(s, rng):
    """a note or a reference stands in a title"""
    e = pick(rng, s.named("title", "term"))
    new = rng.choice(["<note>Provisional.</note>", f'<xref to="{next(iter(i for i, x in s.ids.items() if x.name == "section"))}"/>',
                      '<link to="https://www.example.org/rules">the rules</link>'])
    return Mutation(f"{new} was put into a <{e.name}>", [(e.close, e.close, new)], [Place(e.close, e.close)], [word(new[1:].split()[0].split(">")[0])])


@kind
def address_malformed(s, rng):
    """the address of a link is none"""
    e = pick(rng, s.named("link"))
    if not e:
        return None
    a = e.attribute("to")
    new = rng.choice(["www.example.org", "htps://www.example.org", "press@example.org", "https://www.example.org/our rules", "page.html"])
    return Mutation(f'to became "{new}"', [(a.first, a.last, new)], [Place(a.start, a.end)], [quoted(new)])
