"""The edits of the mutator: what officers do to a source, each on a tree whose elements carry marks (oracle.py).

An edit is a function of (Tree, random numbers) that changes the tree and returns True, or returns False and leaves it alone
where the document has nothing to edit in that way. What comes new has no mark. An edit leaves the document valid: nothing
that is referred to goes, no clause stands where none may, and words that are made elsewhere stay as they are.
"""

import copy
import re

from lxml import etree

from oracle import DIVISIONS, MARK, NS, XML, local

EDITS = {}
PROSE = ("p", "item", "cell", "caption", "title", "term", "note", "strong", "span", "table-note", "not-covered", "decision", "name",
         "address", "representative", "term-ref", "link")
FRESH = ("orchard", "lantern", "harbour", "timber", "willow", "copper", "meadow", "granite", "saddle", "barley", "thimble", "pebble",
         "anchor", "bellows", "candle", "feather", "gravel", "hazel", "ivory", "jasper", "kettle", "linen", "marble", "nettle")
NUMBER = re.compile(r"(?<![\w.,:/-])£?\d[\d,]*(?![\w:/-]|[.,]\d)")


def edit(make):
    def begin(tree, rng):
        tree.look()
        return bool(make(tree, rng))
    EDITS[make.__name__.replace("_", "-")] = begin
    return make


class Tree:
    """A document with what the edits ask of it. `taken` are marks of elements around which an earlier edit did something."""

    def __init__(self, root):
        self.root, self.taken, self.count = root, set(), 0
        self.fresh_words = list(FRESH)

    def look(self):
        """Anew, before each edit: what is printed outside of control and history, and what leads where."""
        self.printed, self.leading = {}, {}
        below = [self.root]
        while below:
            element = below.pop()
            if local(element) in ("control", "history", "internal-note", "alt") or element.get("restricted") == "yes":
                continue
            self.printed.setdefault(local(element), []).append(element)
            if local(element) in ("xref", "term-ref"):
                self.leading.setdefault(element.get("to"), []).append(element)
            below.extend(reversed([c for c in element if local(c)]))

    def named(self, *names):
        """Elements of these names that are printed, outside of control and history, name by name."""
        return [e for n in names for e in self.printed.get(n, ())]

    def free(self, *elements):
        return all(e.get(MARK) not in self.taken for e in elements)

    def take(self, *elements):
        """No later edit of the same mutation touches these, nor what holds or stands in them."""
        for element in elements:
            for at in [*element.iter(), *element.iterancestors()]:
                self.taken.add(at.get(MARK))
        self.taken.discard(self.root.get(MARK))
        return True

    def fresh(self, rng, count):
        rng.shuffle(self.fresh_words)
        return [self.fresh_words.pop() if self.fresh_words else f"umbel{rng.randrange(10 ** 6)}" for _ in range(count)]

    def sentence(self, rng):
        a, b, c = self.fresh(rng, 3)
        return rng.choice((f"Every {a} is held beside the {b} and its {c}.", f"Then {a} follows {b}, though never {c}.",
                           f"Whoever wants {a} asks {b} about {c} first."))

    def name(self):
        self.count += 1
        return f"quite-new-{self.count}"

    def mentioned(self):
        """Ids that something in the document, or its lists, leads to."""
        return self.leading.keys() | self.sources

    sources = frozenset()

    def still(self, element):
        """Whether it can go or stand elsewhere without changing words in other places."""
        if any(local(e) in ("abbr", "limit-table", "figure") for e in element.iter()):
            return False
        return not any(f.get("id") in self.sources for f in element.iter())

    def loose(self, element):
        """Whether nothing outside of it leads into it, so that it can be left out."""
        if not self.still(element):
            return False
        own = {e.get("id") for e in element.iter() if e.get("id")}
        return not any(element not in r.iterancestors() for i in own for r in self.leading.get(i, ()))


def new(name, text=None, **attributes):
    element = etree.Element(NS + name, nsmap={None: NS[1:-1]})
    for key, value in attributes.items():
        element.set(key, value)
    element.text = text
    return element


def put(parent, place, element, tail="\n"):
    element.tail = tail
    parent.insert(place, element)
    return element


def drop(element):
    """Out of its parent; the text behind it stays."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
    element.tail = None
    return element


def shift(element, parent, place):
    """To another place; `place` counts the children of the parent without it."""
    drop(element)
    return put(parent, place, element)


def kids(element, *names):
    return [c for c in element if local(c) in names]


def pick(rng, things):
    return rng.choice(things) if things else None


# ===== Words

def slots(tree, names=PROSE, least=3):
    """(element, "text" or "tail") whose words are those of the author, directly in an element of these names."""
    found = []
    for element in tree.named(*PROSE):
        if local(element) not in names:
            continue
        if len((element.text or "").split()) >= least:
            found.append((element, "text", element))
        for child in element:
            if local(child) not in ("p", "list", "") and len((child.tail or "").split()) >= least:
                found.append((child, "tail", element))
    return [s for s in found if tree.free(s[2])]


def glue(element, which):
    """Whether something is stuck to the beginning, or to the end, of this text: then its outer words are not whole."""
    text = getattr(element, which)
    begins = which == "text" and local(element) in ("p", "item", "cell", "caption", "title", "term", "note", "table-note", "decision")
    return not begins and not text[:1].isspace(), not text[-1:].isspace()


def inner(text, glued):
    """Spans of whole words of letters."""
    found = []
    for match in re.finditer(r"(?<![^\s(])[A-Za-z]{3,}(?=[\s,.;:)]|$)", text):
        if match.start() == 0 and glued[0] or match.end() == len(text) and glued[1]:
            continue
        found.append(match.span())
    return found


def owner_block(element):
    while local(element) in ("strong", "span", "term-ref", "link"):
        element = element.getparent()
    return element


def reword(tree, rng, names, make, least=3):
    for slot in rng.sample(known := slots(tree, names, least), len(known)):
        text = getattr(slot[0], slot[1])
        changed = make(text, glue(slot[0], slot[1]))
        if changed and changed != text:
            setattr(slot[0], slot[1], changed)
            return tree.take(owner_block(slot[2]))
    return False


BODY = ("p", "item", "cell", "note", "strong", "span", "table-note", "not-covered", "decision")


def one_word(tree, rng):
    def make(text, glued):
        span = pick(rng, inner(text, glued))
        return span and text[:span[0]] + tree.fresh(rng, 1)[0] + text[span[1]:]
    return make


@edit
def word(tree, rng):
    return reword(tree, rng, ("p", "strong", "span"), one_word(tree, rng))


@edit
def word_in_item(tree, rng):
    return reword(tree, rng, ("item",), one_word(tree, rng))


@edit
def word_in_cell(tree, rng):
    return reword(tree, rng, ("cell",), one_word(tree, rng), 2)


@edit
def word_in_head(tree, rng):
    """Of a column or a row: the cell that the others are known by."""
    heads = [c for c in tree.named("cell") if (c.get("header") == "yes" or c.getparent().get("header") == "yes") and len(c) == 0 and tree.free(c)]
    for cell in rng.sample(heads, len(heads)):
        changed = one_word(tree, rng)(cell.text or "", (False, False))
        if changed:
            cell.text = changed
            return tree.take(cell)
    return False


@edit
def word_in_note(tree, rng):
    return reword(tree, rng, ("note",), one_word(tree, rng))


@edit
def word_in_caption(tree, rng):
    return reword(tree, rng, ("caption",), one_word(tree, rng), 2)


@edit
def word_in_definition(tree, rng):
    inside = [p for p in tree.named("p") if local(p.getparent()) == "definition" and tree.free(p) and len((p.text or "").split()) > 3]
    paragraph = pick(rng, inside)
    if paragraph is None:
        return False
    changed = one_word(tree, rng)(paragraph.text, glue(paragraph, "text"))
    if not changed:
        return False
    paragraph.text = changed
    return tree.take(paragraph)


@edit
def number(tree, rng):
    def make(text, glued):
        match = pick(rng, [m for m in NUMBER.finditer(text) if not (m.start() == 0 and glued[0] or m.end() == len(text) and glued[1])])
        if not match:
            return None
        value = int(re.sub(r"\D", "", match[0])) + rng.choice((1, 3, 10, 250))
        return text[:match.start()] + ("£" if match[0].startswith("£") else "") + (f"{value:,}" if "," in match[0] else str(value)) + text[match.end():]
    return reword(tree, rng, BODY, make, 1)


@edit
def phrase(tree, rng):
    def make(text, glued):
        spans = inner(text, glued)
        runs = [(a[0], b[1]) for a, b in zip(spans, spans[2:]) if re.fullmatch(r"\w+ \w+ \w+", text[a[0]:b[1]])]
        run = pick(rng, runs)
        return run and text[:run[0]] + " ".join(tree.fresh(rng, rng.randint(1, 4))) + text[run[1]:]
    return reword(tree, rng, BODY, make, 6)


@edit
def words_added(tree, rng):
    def make(text, glued):
        span = pick(rng, inner(text, glued)[1:])
        return span and text[:span[0]] + " ".join(tree.fresh(rng, 2)) + " " + text[span[0]:]
    return reword(tree, rng, BODY, make, 4)


@edit
def words_left_out(tree, rng):
    def make(text, glued):
        spans = inner(text, glued)
        pairs = [(a[0], b[0]) for a, b in zip(spans, spans[2:]) if re.fullmatch(r"\w+ \w+ ", text[a[0]:b[0]])]
        pair = pick(rng, pairs)
        return pair and text[:pair[0]] + text[pair[1]:]
    return reword(tree, rng, BODY, make, 7)


def ends_sentence(paragraph):
    last = paragraph[-1].tail if len(paragraph) else paragraph.text
    return (last or "").rstrip().endswith(".")


@edit
def sentence_added(tree, rng):
    paragraph = pick(rng, [p for p in tree.named("p") if tree.free(p) and ends_sentence(p)])
    if paragraph is None:
        return False
    if rng.random() < 0.3 and paragraph.text and paragraph.text.strip():
        paragraph.text = tree.sentence(rng) + " " + paragraph.text.lstrip()
    elif len(paragraph):
        paragraph[-1].tail = paragraph[-1].tail.rstrip() + " " + tree.sentence(rng)
    else:
        paragraph.text = paragraph.text.rstrip() + " " + tree.sentence(rng)
    return tree.take(paragraph)


@edit
def sentence_left_out(tree, rng):
    def make(text, glued):
        cuts = [m.end() for m in re.finditer(r"(?<=[a-z][.?!])\s+(?=[A-Z])", text)]
        if not cuts:
            return None
        if not glued[1] and text.rstrip().endswith("."):
            cuts.append(len(text))
        pair = pick(rng, list(zip(cuts, cuts[1:])))
        if pair:
            return text[:pair[0]] + text[pair[1]:]
        return None
    return reword(tree, rng, ("p", "item"), make, 8)


@edit
def paragraph_rewritten(tree, rng):
    """Nothing of its words is left."""
    found = [p for p in tree.named("p") if tree.free(p) and len(p) == 0 and len((p.text or "").split()) > 7]
    paragraph = pick(rng, found)
    if paragraph is None:
        return False
    paragraph.text = tree.sentence(rng) + " " + tree.sentence(rng)
    return tree.take(paragraph)


@edit
def term_renamed(tree, rng):
    """One word becomes another wherever it stands."""
    found = {}
    for slot in slots(tree, PROSE, 1):
        text = getattr(slot[0], slot[1])
        for a, b in inner(text, glue(slot[0], slot[1])):
            if b - a > 4 and text[a:b].islower():
                found.setdefault(text[a:b], []).append(slot)
    often = sorted(w for w, places in found.items() if 3 <= len(places) <= 12)
    old = pick(rng, often)
    if old is None:
        return False
    fresh = tree.fresh(rng, 1)[0]
    for element, which, around in found[old]:
        text, glued = getattr(element, which), glue(element, which)
        for a, b in reversed([s for s in inner(text, glued) if text[s[0]:s[1]] == old]):
            text = text[:a] + fresh + text[b:]
        setattr(element, which, text)
    return all([tree.take(owner_block(s[2])) for s in found[old]])


@edit
def heading(tree, rng):
    titles = [t for t in tree.named("title") if local(t.getparent()) in DIVISIONS and len(t) == 0 and tree.free(t)]
    title = pick(rng, titles)
    if title is None:
        return False
    changed = one_word(tree, rng)(title.text, (False, False)) or " ".join(tree.fresh(rng, 2)).capitalize()
    title.text = changed
    return tree.take(title)


# ===== Clauses

def untitled(clause):
    return clause.find(NS + "title") is None


def clauses(tree, named=True):
    return [c for c in tree.named("clause") if (c.get("id") is not None) == named and tree.free(c)]


def clause_of(tree, rng, titled=False):
    clause = new("clause", id=tree.name())
    if titled:
        put(clause, 0, new("title", " ".join(tree.fresh(rng, 2)).capitalize()))
        put(clause, 1, clause_of(tree, rng))
    else:
        put(clause, 0, new("p", tree.sentence(rng)))
    return clause


@edit
def clause_inserted(tree, rng):
    near = pick(rng, clauses(tree))
    if near is None:
        return False
    parent, place = near.getparent(), near.getparent().index(near)
    if rng.random() < 0.7:
        place += 1
    put(parent, place, clause_of(tree, rng, not untitled(near)))
    return tree.take(near)


@edit
def clause_left_out(tree, rng):
    found = [c for c in clauses(tree) if len(kids(c.getparent(), "clause")) > 1 and tree.loose(c)]
    clause = pick(rng, found)
    if clause is None:
        return False
    tree.take(clause)
    drop(clause)
    return True


@edit
def clause_without_name_left_out(tree, rng):
    found = [c for c in clauses(tree, False) if len(kids(c.getparent(), "clause")) > 1 and tree.loose(c)]
    clause = pick(rng, found)
    if clause is None:
        return False
    tree.take(clause.getparent())
    drop(clause)
    return True


@edit
def clause_without_name_inserted(tree, rng):
    near = pick(rng, [c for c in clauses(tree) if untitled(c)])
    if near is None:
        return False
    clause = clause_of(tree, rng)
    del clause.attrib["id"]
    put(near.getparent(), near.getparent().index(near) + 1, clause)
    return tree.take(near.getparent())


def jump(tree, rng, families):
    """One of a family of siblings, put past at least two others, so that nobody can doubt which one moved."""
    families = [f for f in families if len(f) >= 4]
    family = pick(rng, families)
    if family is None:
        return False
    i = rng.randrange(len(family))
    places = [k for k in range(len(family)) if abs(k - i) >= 2]
    element = family[i]
    if not places or not tree.still(element):
        return False
    goal = family[pick(rng, places)]
    after = family.index(goal) > i
    parent = element.getparent()
    tree.take(parent)
    drop(element)
    put(parent, parent.index(goal) + (1 if after else 0), element)
    return True


def families(tree, name, test=lambda e: True):
    found = {}
    for element in tree.named(name):
        if test(element):
            found.setdefault(element.getparent(), []).append(element)
    return [f for parent, f in found.items() if tree.free(parent) or parent is tree.root]


@edit
def clause_moved(tree, rng):
    return jump(tree, rng, [f for f in families(tree, "clause") if all(c.get("id") for c in f)])


def elsewhere(tree, rng):
    """(clause, near): a clause and one of another section beside which it may stand; both of one sort."""
    found = [c for c in clauses(tree) if untitled(c) and tree.still(c) and local(c.getparent()) in ("section", "appendix", "clause")
             and len(kids(c.getparent(), "clause")) > 1 and (local(c.getparent()) != "clause" or not untitled(c.getparent()))]
    clause = pick(rng, found)
    if clause is None:
        return None, None
    goals = [c for c in found if c.getparent() is not clause.getparent() and clause not in c.iterancestors() and c not in clause.iterancestors()]
    return clause, pick(rng, goals)


@edit
def clause_put_elsewhere(tree, rng):
    clause, near = elsewhere(tree, rng)
    if near is None:
        return False
    tree.take(clause.getparent(), near.getparent())
    drop(clause)
    put(near.getparent(), near.getparent().index(near) + rng.randrange(2), clause)
    return True


@edit
def clause_put_elsewhere_and_reworded(tree, rng):
    clause, near = elsewhere(tree, rng)
    paragraph = clause.find(NS + "p") if near is not None else None
    if paragraph is None or len((paragraph.text or "").split()) < 4:
        return False
    changed = one_word(tree, rng)(paragraph.text, glue(paragraph, "text"))
    if not changed:
        return False
    paragraph.text = changed
    tree.take(clause.getparent(), near.getparent())
    drop(clause)
    put(near.getparent(), near.getparent().index(near) + rng.randrange(2), clause)
    return True


@edit
def clause_split(tree, rng):
    """Its last sentence becomes a clause of its own, right after it."""
    found = []
    for clause in clauses(tree):
        paragraphs = kids(clause, "p")
        if untitled(clause) and len(paragraphs) == 1 and len(kids(clause, "clause", "list", "table", "definitions")) == 0 and len(paragraphs[0]) == 0:
            cuts = [m.start() for m in re.finditer(r"(?<=[a-z]\.)\s+(?=[A-Z])", paragraphs[0].text or "")]
            if cuts:
                found.append((clause, paragraphs[0], cuts[-1]))
    picked = pick(rng, found)
    if picked is None:
        return False
    clause, paragraph, cut = picked
    second = new("clause", id=tree.name())
    put(second, 0, new("p", paragraph.text[cut:].strip()))
    paragraph.text = paragraph.text[:cut]
    put(clause.getparent(), clause.getparent().index(clause) + 1, second)
    return tree.take(clause)


@edit
def clauses_merged(tree, rng):
    """The words of a clause go to the end of the one before it, and the clause goes."""
    found = []
    for clause in clauses(tree):
        before = clause.getprevious()
        if before is None or local(before) != "clause" or not before.get("id") or not tree.loose(clause):
            continue
        a, b = kids(before, "p"), kids(clause, "p")
        if len(before) == len(a) == 1 and len(clause) == len(b) == 1 and len(a[0]) == len(b[0]) == 0 and ends_sentence(a[0]) and ends_sentence(b[0]):
            found.append((before, clause, a[0], b[0]))
    picked = pick(rng, found)
    if picked is None:
        return False
    before, clause, a, b = picked
    a.text = a.text.rstrip() + " " + b.text.strip()
    tree.take(before, clause)
    drop(clause)
    return True


@edit
def clause_left_out_of_print(tree, rng):
    found = [c for c in clauses(tree) if len(kids(c.getparent(), "clause")) > 1 and tree.loose(c)]
    clause = pick(rng, found)
    if clause is None:
        return False
    clause.set("restricted", "yes")
    return tree.take(clause)


# ===== Sections, parts, appendices

def sections(tree, test=lambda s: True):
    return [s for s in tree.named("section") if s.get("id") and tree.free(s) and test(s)]


def section_of(tree, rng, like):
    section = new("section", id=tree.name())
    if like.get("numbered"):
        section.set("numbered", like.get("numbered"))
    put(section, 0, new("title", " ".join(tree.fresh(rng, 2)).capitalize()))
    put(section, 1, new("p", tree.sentence(rng)))
    return section


@edit
def section_inserted(tree, rng):
    near = pick(rng, sections(tree))
    if near is None:
        return False
    put(near.getparent(), near.getparent().index(near) + 1, section_of(tree, rng, near))
    return tree.take(near)


@edit
def section_left_out(tree, rng):
    section = pick(rng, sections(tree, lambda s: tree.loose(s) and len(kids(s.getparent(), "section")) > 1 and s.get("topic") is None
                                      and not any(local(e) in ("declaration", "signature") for e in s.iter())))
    if section is None:
        return False
    tree.take(section)
    drop(section)
    return True


@edit
def section_moved(tree, rng):
    return jump(tree, rng, [f for f in families(tree, "section") if all(s.get("id") for s in f)])


@edit
def section_to_another_part(tree, rng):
    parts = [p for p in tree.named("part") if tree.free(p) and kids(p, "section")]
    home = pick(rng, [p for p in parts if len(kids(p, "section")) > 1])
    if home is None or len(parts) < 2:
        return False
    section = pick(rng, [s for s in kids(home, "section") if s.get("id") and tree.still(s)])
    if section is None:
        return False
    goal = pick(rng, [p for p in parts if p is not home])
    tree.take(home, goal)
    drop(section)
    near = pick(rng, kids(goal, "section"))
    put(goal, goal.index(near) + rng.randrange(2), section)
    return True


@edit
def section_split(tree, rng):
    """Its last clauses go into a new section right after it."""
    found = sections(tree, lambda s: len(kids(s, "clause")) >= 4 and all(local(c) in ("title", "clause") and (local(c) == "title" or c.get("id")) for c in s)
                     and tree.still(s))
    section = pick(rng, found)
    if section is None:
        return False
    second = new("section", id=tree.name())
    put(second, 0, new("title", " ".join(tree.fresh(rng, 2)).capitalize()))
    own = kids(section, "clause")
    tree.take(section)
    for clause in own[rng.randint(2, len(own) - 1):]:
        drop(clause)
        put(second, len(second), clause)
    put(section.getparent(), section.getparent().index(section) + 1, second)
    return True


@edit
def sections_merged(tree, rng):
    """The clauses of a section go to the end of the one before it, and the section goes."""
    found = []
    for section in sections(tree):
        before = section.getprevious()
        if before is not None and local(before) == "section" and before.get("id") and all(
                local(c) in ("title", "clause") and (local(c) == "title" or c.get("id")) for s in (before, section) for c in s) \
                and tree.still(section) and section.get("id") not in tree.mentioned() and kids(before, "clause") and kids(section, "clause"):
            found.append((before, section))
    picked = pick(rng, found)
    if picked is None:
        return False
    before, section = picked
    tree.take(before, section)
    for clause in kids(section, "clause"):
        drop(clause)
        put(before, len(before), clause)
    drop(section)
    return True


@edit
def part_moved(tree, rng):
    return jump(tree, rng, [f for f in families(tree, "part") if all(p.get("id") for p in f)])


@edit
def appendix_inserted(tree, rng):
    """In front of another or after it; a whole one, with a table in it."""
    present = [a for a in tree.named("appendix") if tree.free(a)]
    appendix = new("appendix", id=tree.name())
    put(appendix, 0, new("title", " ".join(tree.fresh(rng, 3)).capitalize()))
    put(appendix, 1, new("p", tree.sentence(rng)))
    table = put(appendix, 2, new("table"))
    put(table, 0, new("caption", " ".join(tree.fresh(rng, 2)).capitalize()))
    for i in range(3):
        row = put(table, i + 1, new("row", **({"header": "yes"} if i == 0 else {})))
        for _ in range(2):
            put(row, len(row), new("cell", " ".join(tree.fresh(rng, 2))))
    if present:
        near = pick(rng, present)
        tree.take(near)
        put(tree.root, tree.root.index(near) + rng.randrange(2), appendix)
        return True
    history = tree.root.find(NS + "history")
    if tree.root.find(NS + "section") is None and tree.root.find(NS + "part") is None:
        return False
    put(tree.root, len(tree.root) if history is None else tree.root.index(history), appendix)
    return True


@edit
def appendix_left_out(tree, rng):
    found = [a for a in tree.named("appendix") if a.get("id") and tree.free(a) and tree.loose(a)]
    appendix = pick(rng, found)
    if appendix is None:
        return False
    tree.take(appendix)
    drop(appendix)
    return True


@edit
def appendix_moved(tree, rng):
    return jump(tree, rng, [f for f in families(tree, "appendix") if all(a.get("id") for a in f)])


# ===== Paragraphs and lists

@edit
def paragraph_added(tree, rng):
    near = pick(rng, [p for p in tree.named("p") if tree.free(p) and local(p.getparent()) in DIVISIONS])
    if near is None:
        return False
    put(near.getparent(), near.getparent().index(near) + 1, new("p", tree.sentence(rng)))
    return tree.take(near.getparent())


@edit
def paragraph_with_name_added(tree, rng):
    near = pick(rng, [p for p in tree.named("p") if tree.free(p) and local(p.getparent()) in DIVISIONS])
    if near is None:
        return False
    put(near.getparent(), near.getparent().index(near) + 1, new("p", tree.sentence(rng), id=tree.name()))
    return tree.take(near.getparent())


@edit
def paragraph_left_out(tree, rng):
    found = [p for p in tree.named("p") if tree.free(p) and local(p.getparent()) in ("section", "appendix", "clause") and tree.loose(p)
             and len(kids(p.getparent(), "p")) > 1]
    paragraph = pick(rng, found)
    if paragraph is None:
        return False
    tree.take(paragraph.getparent())
    drop(paragraph)
    return True


def lists(tree, least):
    return [f for f in families(tree, "item") if len(f) >= least and not any(i.get("id") for i in f)]


@edit
def item_added(tree, rng):
    family = pick(rng, lists(tree, 1))
    if family is None:
        return False
    near = pick(rng, family)
    put(near.getparent(), near.getparent().index(near) + rng.randrange(2), new("item", tree.sentence(rng)))
    return tree.take(near.getparent())


@edit
def item_left_out(tree, rng):
    family = pick(rng, lists(tree, 3))
    item = pick(rng, [i for i in family if tree.loose(i)]) if family else None
    if item is None:
        return False
    tree.take(item.getparent())
    drop(item)
    return True


@edit
def list_reordered(tree, rng):
    return jump(tree, rng, lists(tree, 4))


@edit
def definition_added(tree, rng):
    near = pick(rng, [d for d in tree.named("definition") if tree.free(d)])
    if near is None:
        return False
    definition = new("definition", id=tree.name())
    put(definition, 0, new("term", tree.fresh(rng, 1)[0]))
    put(definition, 1, new("p", tree.sentence(rng)))
    put(near.getparent(), near.getparent().index(near) + 1, definition)
    return tree.take(near)


@edit
def definition_left_out(tree, rng):
    found = [d for d in tree.named("definition") if tree.free(d) and tree.loose(d) and len(kids(d.getparent(), "definition")) > 1]
    definition = pick(rng, found)
    if definition is None:
        return False
    tree.take(definition)
    drop(definition)
    return True


# ===== Tables

def plain_tables(tree, least=2):
    """Tables whose rows all have as many cells as columns."""
    found = []
    for table in tree.named("table"):
        rows = list(table.iter(NS + "row"))
        if tree.free(table) and len(rows) >= least and len({len(kids(r, "cell")) for r in rows}) == 1 \
                and not any(c.get("rows") or c.get("columns") for c in table.iter(NS + "cell")):
            found.append(table)
    return found


def bodies(table):
    """The families of rows below the head."""
    found = {}
    for row in table.iter(NS + "row"):
        if row.get("header") != "yes":
            found.setdefault(row.getparent(), []).append(row)
    return list(found.values())


@edit
def cell_rewritten(tree, rng):
    cells = [c for c in tree.named("cell") if len(c) == 0 and (c.text or "").strip() and tree.free(c) and c.get("header") != "yes"
             and c.getparent().get("header") != "yes"]
    cell = pick(rng, cells)
    if cell is None:
        return False
    cell.text = " ".join(tree.fresh(rng, 2))
    return tree.take(cell)


@edit
def row_added(tree, rng):
    table = pick(rng, plain_tables(tree))
    if table is None:
        return False
    near = pick(rng, pick(rng, bodies(table)))
    row = new("row")
    for cell in kids(near, "cell"):
        put(row, len(row), new("cell", " ".join(tree.fresh(rng, 2)), **({"header": "yes"} if cell.get("header") == "yes" else {})))
    put(near.getparent(), near.getparent().index(near) + 1, row)
    return tree.take(table)


@edit
def row_left_out(tree, rng):
    table = pick(rng, plain_tables(tree, 4))
    rows = pick(rng, bodies(table)) if table is not None else []
    row = pick(rng, [r for r in rows if tree.loose(r)]) if len(rows) > 1 else None
    if row is None:
        return False
    tree.take(table)
    drop(row)
    return True


@edit
def row_moved(tree, rng):
    return jump(tree, rng, [b for t in plain_tables(tree) for b in bodies(t)])


@edit
def column_added(tree, rng):
    table = pick(rng, [t for t in plain_tables(tree) if len(kids(next(t.iter(NS + "row")), "cell")) < 6 and not kids(t, "row-group")])
    if table is None:
        return False
    place = rng.randint(1, len(kids(next(table.iter(NS + "row")), "cell")))
    for row in table.iter(NS + "row"):
        cells = kids(row, "cell")
        put(row, row.index(cells[place - 1]) + 1, new("cell", " ".join(tree.fresh(rng, 1))))
    for columns in kids(table, "columns"):
        columns.insert(place, new("column"))
    return tree.take(table)


@edit
def column_left_out(tree, rng):
    table = pick(rng, [t for t in plain_tables(tree) if len(kids(next(t.iter(NS + "row")), "cell")) > 2])
    if table is None:
        return False
    rows = list(table.iter(NS + "row"))
    place = rng.randrange(1, len(kids(rows[0], "cell")))
    cells = [kids(r, "cell")[place] for r in rows]
    if not all(tree.loose(c) for c in cells):
        return False
    if any(c.get("header") == "yes" for c in cells):
        return False
    tree.take(table)
    for cell in cells:
        drop(cell)
    for columns in kids(table, "columns"):
        columns.remove(kids(columns, "column")[place])
    return True


@edit
def holders_of_a_decision(tree, rng):
    found = [d for d in tree.named("decision") if tree.free(d) and d.get("activity") is None]
    decision = pick(rng, found)
    others = sorted({d.get("holders") for d in found} - {decision.get("holders")}) if decision is not None else []
    if not others:
        return False
    decision.set("holders", pick(rng, others))
    return tree.take(decision)


# ===== Footnotes, references

def callers(tree):
    return [p for p in tree.named("p") if tree.free(p) and (p.text or "").strip() and p.find(NS + "note") is None
            and local(p.getparent()) != "note" and len((p.text or "").split()) > 3]


@edit
def note_added(tree, rng):
    paragraph = pick(rng, callers(tree))
    if paragraph is None:
        return False
    spans = inner(paragraph.text, glue(paragraph, "text"))
    span = pick(rng, [s for s in spans if paragraph.text[s[1]:s[1] + 1] == " "])
    if span is None:
        return False
    note = new("note", tree.sentence(rng))
    text = paragraph.text
    paragraph.text = text[:span[1]]
    paragraph.insert(0, note)
    note.tail = text[span[1]:]
    return tree.take(paragraph)


@edit
def note_left_out(tree, rng):
    note = pick(rng, [n for n in tree.named("note") if tree.free(n) and tree.loose(n)])
    if note is None:
        return False
    tree.take(note)
    drop(note)
    return True


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
    paragraph = pick(rng, callers(tree))
    targets = [e.get("id") for e in sections(tree) + clauses(tree)]
    if paragraph is None or not targets:
        return False
    spans = inner(paragraph.text, glue(paragraph, "text"))
    span = pick(rng, [s for s in spans if paragraph.text[s[1]:s[1] + 1] == " "])
    if span is None:
        return False
    text = paragraph.text
    reference = new("xref", to=pick(rng, targets))
    paragraph.text = text[:span[1]] + " (see "
    paragraph.insert(0, reference)
    reference.tail = ")" + text[span[1]:]
    return tree.take(paragraph)


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


Tree.bodies = ()


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
    paragraph = pick(rng, callers(tree))
    spans = inner(paragraph.text, glue(paragraph, "text")) if paragraph is not None else []
    span = pick(rng, spans)
    if span is None:
        return False
    text = paragraph.text
    strong = new("strong", text[span[0]:span[1]])
    paragraph.text = text[:span[0]]
    paragraph.insert(0, strong)
    strong.tail = text[span[1]:]
    return tree.take(paragraph)


@edit
def language(tree, rng):
    paragraph = pick(rng, callers(tree))
    spans = inner(paragraph.text, glue(paragraph, "text")) if paragraph is not None else []
    span = pick(rng, spans)
    if span is None:
        return False
    text = paragraph.text
    other = new("span", text[span[0]:span[1]])
    other.set(XML + "lang", "cy")
    paragraph.text = text[:span[0]]
    paragraph.insert(0, other)
    other.tail = text[span[1]:]
    return tree.take(paragraph)


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


def marked(root):
    for i, element in enumerate(root.iter()):
        if isinstance(element.tag, str):
            element.set(MARK, str(i))
    return root


def unmarked(root):
    root = copy.deepcopy(root)
    for element in root.iter():
        if isinstance(element.tag, str) and MARK in element.attrib:
            del element.attrib[MARK]
    return root
