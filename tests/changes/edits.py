"""The edits of the mutator: what officers do to a source, each on a tree whose elements carry marks (oracle.py).

An edit is a function of (Tree, random numbers) that changes the tree and returns True, or returns False and leaves it alone
where the document has nothing to edit in that way. What comes new has no mark. An edit leaves the document valid: nothing
that is referred to goes, no clause stands where none may, and words that are made elsewhere stay as they are.
"""

import copy
import re

from lxml import etree

from oracle import DIVISIONS, MARK, NS, OTHERWISE, local

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

    # Of the lists of the house: places that limits name, who may approve; the roots of organisations.xml and limits.xml.
    sources, bodies, lists = frozenset(), (), {}

    def __init__(self, root):
        self.root, self.taken, self.count = root, set(), 0
        self.fresh_words, self.poor = list(FRESH), None
        self.rewritten = []  # (a list of the house, what stands in it once, what is to stand there)
        self.beside = {}     # id of another document of the house → its title
        self.pictures = {}   # its path → the path of the one that takes its place

    def look(self):
        """Anew, before each edit: what is printed outside of control and history, and what leads where."""
        self.printed, self.leading = {}, {}
        self.explained = {c.get("target") for c in self.root.iter(NS + "change")} - {None}  # by the rows of the history
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
        """Words to write: half of the documents get words that they have already, which are harder to tell apart."""
        if self.poor is None:
            known = {w for p in self.named("p", "item", "cell") for w in re.findall(r"(?<!\S)[a-z]{2,}(?!\S)", p.text or "")}
            self.poor = sorted(known) if rng.random() < 0.5 and len(known) > 40 else []
        if self.poor:
            return [rng.choice(self.poor) for _ in range(count)]
        rng.shuffle(self.fresh_words)
        return [self.fresh_words.pop() if self.fresh_words else f"umbel{rng.randrange(10 ** 6)}" for _ in range(count)]

    def sentence(self, rng):
        """A new one; or one that stands elsewhere in the document, word for word."""
        others = [p.text.strip() for p in self.named("p") if len(p) == 0 and len((p.text or "").split()) > 4] if rng.random() < 0.2 else []
        if others:
            return rng.choice(others)
        a, b, c = self.fresh(rng, 3)
        return rng.choice((f"Every {a} is held beside the {b} and its {c}.", f"Then {a} follows {b}, though never {c}.",
                           f"Whoever wants {a} asks {b} about {c} first."))

    def name(self):
        self.count += 1
        return f"quite-new-{self.count}"

    def mentioned(self):
        """Ids that something in the document, its history or its lists leads to."""
        return self.leading.keys() | self.sources | self.explained

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
        if own & self.explained or any(e.get("satisfies") for e in element.iter()):
            return False
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


def left_out(tree, rng, found, around=False):
    """One of these goes; `around`: what it stood in is touched, since nothing else has its name."""
    element = pick(rng, found)
    if element is None:
        return False
    tree.take(element.getparent() if around else element)
    drop(element)
    return True


def behind(near, element):
    return put(near.getparent(), near.getparent().index(near) + 1, element)


def cuts(paragraph):
    """Where a sentence of a paragraph ends and another begins."""
    return [m.start() for m in re.finditer(r"(?<=[a-z]\.)\s+(?=[A-Z])", paragraph.text or "")]


def cut_off(paragraph, place):
    """What stands from there on is taken from a paragraph of nothing but words."""
    rest, paragraph.text = paragraph.text[place:].strip(), paragraph.text[:place]
    return rest


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


@edit
def words_in_two_places(tree, rng):
    """Of one paragraph."""
    def make(text, glued):
        spans = inner(text, glued)
        if len(spans) < 6:
            return None
        (a, b), (c, d) = sorted(rng.sample(spans, 2))
        first, second = tree.fresh(rng, 2)
        return text[:a] + first + text[b:c] + second + text[d:]
    return reword(tree, rng, ("p", "item", "cell", "note"), make, 9)


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
    if local(tree.root) == "statement":  # its years have to agree
        return False
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


def callers(tree):
    return [p for p in tree.named("p") if tree.free(p) and (p.text or "").strip() and p.find(NS + "note") is None
            and local(p.getparent()) != "note" and len((p.text or "").split()) > 3]


def called(tree, rng, make):
    """Words of a paragraph are put into `make(words)`."""
    paragraph = pick(rng, callers(tree))
    span = pick(rng, inner(paragraph.text, glue(paragraph, "text"))) if paragraph is not None else None
    if span is None:
        return False
    text = paragraph.text
    element = make(text[span[0]:span[1]])
    paragraph.text = text[:span[0]]
    paragraph.insert(0, element)
    element.tail = text[span[1]:]
    return tree.take(paragraph)


def put_behind_word(tree, rng, make, before="", after=""):
    """An element that `make()` makes comes behind a word of a paragraph."""
    paragraph = pick(rng, callers(tree))
    if paragraph is None:
        return False
    text = paragraph.text
    span = pick(rng, [s for s in inner(text, glue(paragraph, "text")) if text[s[1]:s[1] + 1] == " "])
    if span is None:
        return False
    element = make()
    paragraph.text = text[:span[1]] + before
    paragraph.insert(0, element)
    element.tail = after + text[span[1]:]
    return tree.take(paragraph)


def clauses(tree, named=True):
    return [c for c in tree.named("clause") if (c.get("id") is not None) == named and tree.free(c)]


def sections(tree, test=lambda s: True):
    return [s for s in tree.named("section") if s.get("id") and tree.free(s) and test(s)]


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


def marked(root):
    for i, element in enumerate(root.iter()):
        if isinstance(element.tag, str):
            element.set(MARK, str(i))
    return root


def unmarked(root):
    root = copy.deepcopy(root)
    for element in root.iter():
        if isinstance(element.tag, str):
            element.attrib.pop(MARK, None)
            element.attrib.pop(OTHERWISE, None)
    return root
