"""Edits of the mutator: footnotes, references, pictures, what nobody hears, and what is no change (edits.py)."""

import re

from lxml import etree

from edits import (BODY, called, clauses, drop, edit, families, jump, kids, left_out, new, one_word, pick, put, put_behind_word,
                   reword, sections)
from oracle import DIVISIONS, MARK, NS, OTHERWISE, XML, local


# ===== Footnotes, references

@edit
def note_added(tree, rng):
    return put_behind_word(tree, rng, lambda: new("note", tree.sentence(rng)))


@edit
def note_left_out(tree, rng):
    return left_out(tree, rng, [n for n in tree.named("note") if tree.free(n) and tree.loose(n)])


@edit
def reference_leads_elsewhere(tree, rng):
    references = [r for r in tree.named("xref") if tree.free(r) and local(r.getparent()) in ("p", "item", "cell")]
    reference = pick(rng, references)
    if reference is None:
        return False
    others = [e.get("id") for e in sections(tree) + clauses(tree) if e.get("id") != reference.get("to")]
    if not others:
        return False
    reference.set("to", pick(rng, others))
    return tree.take(reference)


@edit
def reference_added(tree, rng):
    targets = [e.get("id") for e in sections(tree) + clauses(tree)]
    return bool(targets) and put_behind_word(tree, rng, lambda: new("xref", to=pick(rng, targets)), " (see ", ")")


@edit
def address_of_a_link(tree, rng):
    link = pick(rng, [l for l in tree.named("link") if tree.free(l) and l.get("to").startswith("https:")])
    if link is None:
        return False
    link.set("to", "https://www.marsh.example/" + tree.fresh(rng, 1)[0])
    return tree.take(link)


# ===== Pictures, what stands apart

@edit
def alternative_of_a_figure(tree, rng):
    figure = pick(rng, [f for f in tree.named("figure") if tree.free(f) and f.find(NS + "alt") is not None and f.find(NS + "alt").text])
    if figure is None:
        return False
    alt = figure.find(NS + "alt")
    changed = one_word(tree, rng)(alt.text, (False, False))
    if not changed:
        return False
    alt.text = changed
    return tree.take(figure)


@edit
def picture_replaced(tree, rng):
    """Another picture under the name of the first."""
    figure = pick(rng, [f for f in tree.named("figure") if tree.free(f) and f.get("src").endswith(".png")])
    if figure is None:
        return False
    tree.pictures[figure.get("src")] = "tests/cases/figures/lamp.png" if not figure.get("src").endswith("lamp.png") else "tests/cases/history/visits.png"
    for each in tree.root.iter(NS + "figure"):
        if each.get("src") == figure.get("src"):
            each.set(OTHERWISE, "yes")
    return tree.take(figure)


@edit
def summary_of_a_table(tree, rng):
    table = pick(rng, [t for t in tree.named("table") if tree.free(t)])
    if table is None:
        return False
    table.set("summary", tree.sentence(rng))
    return tree.take(table)


def put_elsewhere(tree, rng, *names):
    """A block with an id goes to the end of the blocks of another section, appendix or titled clause."""
    blocks = [b for b in tree.named(*names) if b.get("id") and tree.free(b) and tree.still(b) and local(b.getparent()) in ("section", "appendix", "clause")
              and len(kids(b.getparent(), "p", "clause", "table")) > 1]
    block = pick(rng, blocks)
    goals = [p for p in tree.named("p") if tree.free(p) and local(p.getparent()) in ("section", "appendix")
             and block is not None and p.getparent() is not block.getparent() and block not in p.iterancestors()]
    near = pick(rng, goals)
    if near is None:
        return False
    tree.take(block.getparent(), near.getparent())
    drop(block)
    put(near.getparent(), near.getparent().index(near) + 1, block)
    return True


@edit
def table_put_elsewhere(tree, rng):
    return put_elsewhere(tree, rng, "table")


@edit
def paragraph_put_elsewhere(tree, rng):
    return put_elsewhere(tree, rng, "p")


@edit
def definition_moved(tree, rng):
    return jump(tree, rng, families(tree, "definition"))


@edit
def paragraph_moved(tree, rng):
    """Without an id, past others of its clause or section."""
    return jump(tree, rng, [f for f in families(tree, "p") if not any(p.get("id") for p in f) and len({p.getparent() for p in f}) == 1
                            and len(f) == len([c for c in f[0].getparent() if local(c) not in ("title", "internal-note", "")])])


# ===== What nobody hears as other words

@edit
def approval(tree, rng):
    division = pick(rng, [d for d in tree.named(*DIVISIONS) if d.get("id") and tree.free(d)])
    if division is None or not tree.bodies:
        return False
    others = [b for b in tree.bodies if b != division.get("approval")]
    if not others:
        return False
    division.set("approval", pick(rng, others))
    return tree.take(division)


@edit
def id_given(tree, rng):
    """To something that had none, so that it can be referred to."""
    found = [e for e in tree.named(*DIVISIONS, "p", "table", "item") if e.get("id") is None and tree.free(e)]
    element = pick(rng, found)
    if element is None:
        return False
    element.set("id", tree.name())
    return tree.take(element)


@edit
def number_that_was(tree, rng):
    division = pick(rng, [d for d in tree.named("section", "clause") if d.get("id") and tree.free(d) and not d.get("formerly")
                          and d.get("numbered") != "no"])
    if division is None:
        return False
    division.set("formerly", f"{rng.randint(20, 40)}.{rng.randint(1, 9)}")
    return tree.take(division)


@edit
def requirement_met(tree, rng):
    """Which statutory requirement a section meets: told in the source alone."""
    if local(tree.root) != "policy":
        return False
    division = pick(rng, [d for d in tree.named("section", "clause") if d.get("id") and tree.free(d)])
    if division is None:
        return False
    division.set("satisfies", "sch1A-9")
    return tree.take(division)


def characters(tree, rng, old, fresh):
    def make(text, glued):
        match = pick(rng, list(re.finditer(old, text)))
        return match and text[:match.start()] + fresh + text[match.end():]
    return reword(tree, rng, BODY, make, 3)


@edit
def space_that_holds(tree, rng):
    return characters(tree, rng, r"(?<=\w) (?=\w)", "\u00a0")


@edit
def quotation_mark(tree, rng):
    return characters(tree, rng, "(?<=[a-z])’(?=[a-z ])", "'")


@edit
def weight(tree, rng):
    return called(tree, rng, lambda words: new("strong", words))


@edit
def language(tree, rng):
    return called(tree, rng, lambda words: new("span", words, **{XML + "lang": "cy"}))


# ===== What is no change at all

@edit
def spacing(tree, rng):
    """Line ends and indents, wherever there is white space; blank lines between blocks."""
    for element in rng.sample(everything := [e for e in tree.root.iter() if isinstance(e.tag, str)], max(1, len(everything) // 3)):
        if local(element) not in ("", "fact", "role", "xref", "alt") and element.text and element.text.strip():
            element.text = re.sub(r"(?<=\S)[ \n]+(?=\S)", lambda m: rng.choice((" ", "\n", "\n\t  ")), element.text)
        if element.tail and local(element.getparent() if element.getparent() is not None else element) != "alt":
            element.tail = re.sub(r"[ \t\n]+", lambda m: rng.choice((" ", "\n", "\n        ", "  ")), element.tail)
    return True


@edit
def comment(tree, rng):
    element = pick(rng, [e for e in tree.named("p", "clause", "section", "cell") if tree.free(e)])
    if element is None:
        return False
    remark = etree.Comment(" looked at again: " + " ".join(tree.fresh(rng, 2)) + " ")
    remark.tail, element.text = element.text, None
    element.insert(0, remark)
    return tree.take(element)


@edit
def order_of_attributes(tree, rng):
    for element in tree.root.iter():
        if len(element.attrib) > 1 and isinstance(element.tag, str):
            pairs = list(element.attrib.items())
            rng.shuffle(pairs)
            element.attrib.clear()
            for key, value in pairs:
                element.set(key, value)
    return True


@edit
def internal_note(tree, rng):
    near = pick(rng, [p for p in tree.named("p") if tree.free(p) and local(p.getparent()) in DIVISIONS])
    if near is None:
        return False
    put(near.getparent(), near.getparent().index(near), new("internal-note", tree.sentence(rng)))
    return tree.take(near)


@edit
def version_of_the_document(tree, rng):
    """What a release changes by itself: label, date, status."""
    version = tree.root.find(f"{NS}control/{NS}version")
    version.set("label", f"9.{rng.randrange(100)}")
    version.set("sequence", str(rng.randrange(50, 90)))
    version.set("date", "2031-05-06")
    return True


@edit
def row_of_the_control_table(tree, rng):
    control = tree.root.find(NS + "control")
    rows = [e for e in control if local(e) in ("owner", "author", "reference", "classification", "equality-impact") and len(e) == 0]
    row = pick(rng, rows)
    if row is None or not tree.free(row):
        return False
    row.text = " ".join(tree.fresh(rng, 2)).capitalize()
    tree.taken.add(row.get(MARK))
    return True
