#!/usr/bin/python3
"""apply.py SCHEDULE.pdf OLD.xml NEW.xml: carries out a schedule of amendments, as a person would, and holds what comes of
it against the new text.

What it goes by is the words of the schedule, as the structure tree of its PDF has them (tests/pdf/tagged.py), and the old
text, as the reference makes it of the XML (text.py). It knows nothing else: no dump, no JSON, no comparison. The words
that it understands are those of the grammar at the head of src/changes/schedule.c; anything else ends it.

The result and the reference's reading of the new XML must be the same sequence of (role path, words), but for what every
version makes anew: contents list, version table, paragraph of status, and of document control the rows of the version.
"""

import argparse
import re
import sys
import unicodedata

from text import Node, Text, TESTS, heading_of, is_caption, is_clauses, is_control, label_of, read, tidy  # noqa: F401

sys.path.append(str(TESTS / "pdf"))
from tagged import Element, Tagged, text_of  # noqa: E402

ORDINALS = ("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
            "sixteenth seventeenth eighteenth nineteenth twentieth").split()
ORDINAL = "(" + "|".join(ORDINALS) + r"|[0-9]+(?:st|nd|rd|th))"
CLOSE = tuple(",.;:?!)]%’”…")


class NotUnderstood(Exception):
    pass


def ordinal(word):
    return ORDINALS.index(word) + 1 if word in ORDINALS else int(re.match("[0-9]+", word)[0])


# ---- The schedule: its structure as Nodes ----


def of_pdf(doc, element):
    node = Node(element.role, element.lang)
    node.expansion = text_of(element.obj["/E"]) if "/E" in element.obj else None
    if element.role == "Figure":
        node.alt = tidy(text_of(element.obj.get("/Alt", "")))
    for kid in element.kids:
        if isinstance(kid, Element):
            node.add(of_pdf(doc, kid))
        elif kid[0] == "mcid":
            content = doc.content(kid[1], kid[2])
            if content and element.role != "Figure":
                node.add(content.text)
    node.kids = [tidy(kid) if isinstance(kid, str) else kid for kid in node.kids]
    return node


def keep_quoted_notes(quote):
    """In a quotation each footnote is kept with its call: a Reference with a Link; other references have none there."""
    notes = {note.kids[0].text(): note for note in quote.walk() if note.role == "Note"}
    for reference in [n for n in quote.walk() if n.role == "Reference"]:
        if reference.kids and isinstance(reference.kids[0], Node) and reference.kids[0].role == "Link":
            note = notes.get(reference.text())
            if note is None:
                raise NotUnderstood(f"footnote {reference.text()} is called and not there")
            reference.role, reference.kids, reference.call = "Call", [], note
        else:
            reference.kids, words = [], reference.kids
            reference.add(Node("Link", reference.lang, words))
    for note in notes.values():
        note.take_out()
        note.kids = [kid for kid in note.kids if kid.role != "Lbl"]


def of_quote(quote):
    """The blocks that a quotation holds; the first paragraph of a Sect is its heading. A quotation in it is in a Sect."""
    keep_quoted_notes(quote)
    blocks = [inner for kid in quote.kids for inner in (kid.kids if kid.role == "Sect" and kid.kids[0].role == "BlockQuote" else [kid])]
    for sect in [n for block in blocks for n in block.walk() if n.role == "Sect"]:
        sect.kids[0].role = "H2"
    return blocks


class Schedule:
    """The instructions, in order: (number, lead-in or None, [(sentence as a P, blocks)])."""

    def __init__(self, file):
        doc = Tagged(file)
        self.instructions = []
        for top in doc.tops:
            for sect in of_pdf(doc, top).kids:
                if sect.role == "Sect":
                    for made in [kid for kid in sect.kids if kid.role == "L"]:
                        for item in made.kids:
                            if re.fullmatch(r"[0-9]+\.", label_of(item)):
                                self.instruction(int(label_of(item)[:-1]), item.kids[1])

    def instruction(self, number, body):
        blocks = [kid for kid in body.kids if not re.match("(Reason: |This needs the approval of |This needs no approval|What is under \\([a-z]+\\).* needs |From (now|version .*) on (a change of|nobody) )", kid.text())]
        if blocks[0].text().startswith("In each of these provisions, "):
            self.instructions.append((number, None, [(blocks[0], [item.kids[1].kids[0] for item in blocks[1].kids])]))
        elif len(blocks) > 1 and blocks[1].role == "L":
            together = blocks[0].text() == "Carry out together, or not at all—"
            lead = None if together else re.fullmatch("In (.*)—", blocks[0].text())[1]
            self.instructions.append((number, lead, [self.sentence(item.kids[1].kids) for item in blocks[1].kids]))
        else:
            self.instructions.append((number, None, [self.sentence(blocks)]))

    @staticmethod
    def sentence(blocks):
        quote = of_quote(blocks[1]) if len(blocks) > 1 and blocks[1].role == "BlockQuote" else []
        return blocks[0], quote


# ---- Words of one block ----


class Token:
    """A letter, the beginning or end of a tag, or a call."""

    def __init__(self, kind, value):
        self.kind, self.value = kind, value


def tokens_of(kids):
    out = []
    for kid in kids:
        if isinstance(kid, str):
            out += [Token("letter", c) for c in kid]
        elif kid.call is not None:
            out.append(Token("call", kid))
        else:
            out.append(Token("open", kid))
            out += tokens_of(kid.kids)
            out.append(Token("close", kid))
    return out


def kids_of(tokens, into):
    """Puts tokens back into elements."""
    into.kids, stack = [], [into]
    for token in tokens:
        if token.kind == "letter":
            stack[-1].add(token.value)
        elif token.kind == "call":
            stack[-1].add(token.value)
        elif token.kind == "open":
            token.value.kids = []
            stack[-1].add(token.value)
            stack.append(token.value)
        else:
            assert stack.pop() is token.value


def is_word(c):
    return c.isalnum()


class Words:
    """The words of a block, and what instructions do to them; all places are those of the old words."""

    def __init__(self, block):
        self.block = block
        self.tokens = tokens_of(block.kids)
        self.at = [i for i, token in enumerate(self.tokens) if token.kind == "letter"]
        self.text = "".join(self.tokens[i].value for i in self.at)
        self.deeds = []  # (first token, end, tokens that come)

    def places(self, words):
        """Where the words stand as whole words."""
        found = []
        for start in range(len(self.text) - len(words) + 1):
            end = start + len(words)
            cut = lambda i: 0 < i < len(self.text) and is_word(self.text[i - 1]) and is_word(self.text[i])
            if self.text.startswith(words, start) and not cut(start) and not cut(end):
                found.append((start, end))
        return found

    def find(self, words, where):
        found = self.places(words)
        if where == "each" and found:
            return found
        if not where and len(found) == 1:
            return found
        if isinstance(where, int) and 0 < where <= len(found) > 1:
            return [found[where - 1]]
        raise NotUnderstood(f"“{words}” stands {len(found)} times in “{self.text}”, wanted {where or 'once'}")

    def tags(self, start, end):
        """The tokens of letters, with each tag all of whose words these are."""
        first, last = self.at[start], self.at[end - 1] + 1
        match = self.match()
        while True:
            if first > 0 and self.tokens[first - 1].kind == "open" and match[first - 1] <= last:
                last = max(last, match[first - 1] + 1)
                first -= 1
            elif last < len(self.tokens) and self.tokens[last].kind == "close" and match[last] >= first:
                last += 1
            else:
                break
        if any(not first <= match[i] < last for i in range(first, last) if self.tokens[i].kind in ("open", "close")):
            raise NotUnderstood(f"“{self.text[start:end]}” cuts a tag in two")
        return first, last

    def match(self):
        stack, match = [], {}
        for i, token in enumerate(self.tokens):
            if token.kind == "open":
                stack.append(i)
            elif token.kind == "close":
                match[i] = stack.pop()
                match[match[i]] = i
        return match

    def gap(self, end):
        """After the letter before `end`, the tags that end there and the footnotes called there."""
        i = self.at[end - 1] + 1 if end else 0
        while i < len(self.tokens) and self.tokens[i].kind in ("close", "call"):
            i += 1
        return i

    def substitute(self, start, end, new):
        self.deeds.append((*self.tags(start, end), new))

    def insert(self, end, new):
        said = "".join(t.value for t in new if t.kind == "letter")
        space = [Token("letter", " ")]
        if end == 0 and self.text:
            new = new + ([] if self.text.startswith(CLOSE) else space)
        elif end:
            new = ([] if said.startswith(CLOSE) else space) + new
        self.deeds.append((self.gap(end), self.gap(end), new))

    def leave_out(self, start, end):
        if start and self.text[start - 1] == " ":
            start -= 1
        elif start == 0 and self.text[end:end + 1] == " ":
            end += 1
        self.deeds.append((*self.tags(start, end), []))

    def note(self, end, note):
        call = Node("Call", self.block.lang)
        call.call = note
        self.deeds.append((self.gap(end), self.gap(end), [Token("call", call)]))

    def replace(self, new):
        self.deeds.append((0, len(self.tokens), new))

    def carry_out(self):
        for first, last, new in sorted(self.deeds, key=lambda deed: deed[:2], reverse=True):
            gone = [t for t in self.tokens[first:last] if t.kind == "call"]
            self.tokens[first:last] = new
            del gone
        kids_of(self.tokens, self.block)


# ---- Sentences ----


class Sentence:
    """A sentence of the schedule: its words, and which tokens they are."""

    def __init__(self, paragraph):
        self.tokens = tokens_of(paragraph.kids)
        self.letters = [i for i, t in enumerate(self.tokens) if t.kind == "letter"]
        self.text = "".join(self.tokens[i].value for i in self.letters)
        self.pos = 0

    def fail(self, what):
        raise NotUnderstood(f"{what} at “{self.text[self.pos:self.pos + 60]}” in “{self.text[:200]}”")

    def take(self, pattern):
        """The match of a pattern here, which is then passed. The first letter of a sentence may be a capital."""
        text = self.text
        if self.pos == 0:
            text = text[:1].lower() + text[1:]
        found = re.compile(pattern).match(text, self.pos)
        if found:
            self.pos = found.end()
        return found

    def need(self, pattern):
        return self.take(pattern) or self.fail(f"“{pattern}” is wanted")

    def quotation(self):
        """The span of what stands in quotation marks; those within it are in pairs."""
        if not self.text.startswith("“", self.pos):
            self.fail("a quotation is wanted")
        depth, start = 0, self.pos + 1
        for at in range(self.pos, len(self.text)):
            depth += {"“": 1, "”": -1}.get(self.text[at], 0)
            if depth == 0:
                self.pos = at + 1
                return start, at
        return self.fail("a quotation that does not end")

    def quoted(self):
        start, end = self.quotation()
        return self.text[start:end]

    def quoted_tokens(self, lang):
        """The tokens of a quotation; tags that only say the language of where they go are left out."""
        start, end = self.quotation()
        if start == end:
            return []
        first, last = self.letters[start - 1] + 1, self.letters[end]
        tokens = self.tokens[first:last]
        idle = {id(t.value) for t in tokens if t.kind == "open" and t.value.role == "Span" and not t.value.expansion and
                t.value.lang.lower() == lang.lower()}
        out = []
        for token in tokens:
            if token.kind in ("open", "close") and id(token.value) in idle:
                continue
            if token.kind == "open" and token.value.role == "Reference":
                out += [token, Token("open", Node("Link", token.value.lang))]
            elif token.kind == "close" and token.value.role == "Reference":
                link = next(t.value for t in reversed(out) if t.kind == "open" and t.value.role == "Link")
                out += [Token("close", link), token]
            else:
                out.append(token)
        return out

    def where(self):
        """None for the only place, "each", or which of several."""
        self.take(", not as part of a longer word,?(?= (substitute|insert)|[.;]?$|,)")
        if self.take(", in each place where it occurs,?"):
            return "each"
        found = self.take(f", in the {ORDINAL} place where it occurs,?")
        return ordinal(found[1]) if found else None

    def end(self):
        self.take(r" \(the words stay; a space, dash or quotation mark is of another kind\)")
        self.take("[.;]?$")
        if self.pos < len(self.text):
            self.fail("more than is understood")


# ---- Addresses ----


def blocks_of(holder):
    """What a provision, item, cell, quotation or the document holds."""
    if holder.role == "LI":
        holder = holder.kids[1]
    return [kid for kid in holder.kids if isinstance(kid, Node) and kid.role != "Lbl"]


class Addresses:
    def __init__(self, text):
        self.text = text
        self.root = text.document
        self.numbers = {}  # (appendix or None, number) → node
        for node in self.root.walk():
            if node.full and node.role in ("Sect", "LI"):
                sort = getattr(node, "sort", None)
                kind = sort if sort in ("part", "appendix") else "provision"
                self.numbers.setdefault((kind, node.within.full if node.within else None, node.full), node)

    # -- steps: how the words begin, and what they name within a holder --

    def step(self, sentence):
        """One step of an address as (name, values); None when there is none."""
        for name, pattern in STEPS:
            found = sentence.take(pattern)
            if found:
                values = [v for v in found.groups() if v is not None]
                if name.endswith("“"):
                    sentence.pos -= 1
                    values.append(sentence.quoted())
                return name.rstrip("“"), values
        return None

    def address(self, sentence, base):
        return self.several(sentence, base, one=True)[0]

    def several(self, sentence, base, one=False):
        """The nodes that "A, B and C of D" names."""
        steps = []
        while True:
            step = self.step(sentence)
            if step is None:
                sentence.fail("an address is wanted")
            steps.append([step, None])
            if step[0] == "table":
                sentence.take(r" \(“") and self.pass_caption(sentence)
            mark = sentence.pos
            if sentence.take(" (of|in) ") and self.step_ahead(sentence):
                steps[-1][1] = self.address(sentence, base)
            else:
                sentence.pos = mark
            mark = sentence.pos
            if one or not (sentence.take("(, | and )") and self.step_ahead(sentence)):
                sentence.pos = mark
                break
        sentence.take(r" \(“") and self.pass_caption(sentence)  # the first words of what is meant
        for step in reversed(steps[:-1]):
            step[1] = step[1] or steps[-1][1]
        return [self.find(step, holder or base or self.root) for step, holder in steps]

    @staticmethod
    def pass_caption(sentence):
        sentence.pos -= 1
        sentence.quoted()
        sentence.need(r"\)")
        return True

    def step_ahead(self, sentence):
        mark = sentence.pos
        found = self.step(sentence)
        sentence.pos = mark
        return found is not None

    # -- finding --

    def find(self, step, holder):
        name, values = step
        found = getattr(self, "find_" + name)(holder, *values)
        if found is None:
            raise NotUnderstood(f"nothing is called {name} {' '.join(values)}")
        return found

    def find_control(self, holder):
        return next(n for n in self.root.kids if is_control(n))

    def find_opening(self, holder):
        return self.root

    def find_title_of_document(self, holder):
        return next(n for n in self.root.kids if n.role == "Title")

    def find_number(self, holder, kind, number):
        sort = kind if kind in ("part", "appendix") else "provision"
        within = holder.full if getattr(holder, "sort", None) == "appendix" else None
        if sort != "provision":
            within = None
        found = self.numbers.get((sort, within, number)) or self.numbers.get((sort, None, number))
        if found is None and holder.within is not None:
            found = self.numbers.get((sort, holder.within.full, number))
        if found is None and number.endswith(")"):
            found = self.find_in_list(self.find_number(holder, kind, number[:number.rindex("(")]), number[number.rindex("("):])
        return found

    def find_in_list(self, clause, label):
        """Item "(e)" of the only list of a clause, cited as 19.1(e)."""
        lists = [n for n in blocks_of(clause) if n.role == "L"] if clause is not None else []
        return self.find_item(lists[0], label) if len(lists) == 1 and not is_clauses(lists[0]) else None

    def find_named_division(self, holder, kind, title):
        found = [n for n in holder.walk() if n.role == "Sect" and not n.full and heading_of(n).text() == title]
        return found[0] if found else None

    def find_definition(self, holder, term):
        found = [n for n in holder.walk() if n.role == "LI" and label_of(n) == term]
        found = found or [n for n in self.root.walk() if n.role == "LI" and label_of(n) == term]
        return found[0] if len(found) == 1 else None

    def find_footnote(self, holder, number):
        return self.text.note_numbers.get(number)

    def find_table(self, holder, number):
        return self.text.tables.get(number)

    def find_figure(self, holder, number):
        return self.text.figures.get(number)

    def find_named_table(self, holder, caption):
        found = [n for n in self.root.walk() if n.role == "Table" and n.kids[0].role == "Caption" and n.kids[0].text() == caption]
        return found[0] if found else None

    def find_caption(self, holder):
        if holder.role == "Figure":
            at = holder.parent.index(holder)
            return holder.parent.kids[at + 1]
        return next(k for k in holder.kids if k.role == "Caption")

    def find_heading(self, holder):
        return heading_of(holder)

    def find_term(self, holder):
        return holder.kids[0]

    def find_title(self, holder):
        if holder.role == "TBody":
            return holder.kids[0].kids[0]
        return holder.kids[0]

    # -- blocks --

    def counted(self, holder, blocks, which):
        return blocks[which - 1] if which <= len(blocks) else None

    def paragraphs(self, holder):
        return [n for n in blocks_of(holder) if n.role == "P" and not is_caption(n)]

    def find_paragraph(self, holder, which):
        found = self.paragraphs(holder)
        return (found[0] if len(found) == 1 else None) if which == "only" else self.counted(holder, found, ordinal(which))

    def find_opening_words(self, holder):
        """The only paragraph of a provision, which stands before all else in it."""
        found = self.paragraphs(holder)
        first = [n for n in blocks_of(holder) if not re.match("(H[1-6]|Note)$", n.role)][0]
        return first if len(found) == 1 and found[0] is first else None

    def find_paragraph_beginning(self, holder, words):
        found = [n for n in self.paragraphs(holder) if n.text().startswith(words)]
        return found[0] if len(found) == 1 else None

    def find_list(self, holder, which="first"):
        made = [n for n in blocks_of(holder) if n.role == "L" and not is_clauses(n)] or [n for n in blocks_of(holder) if n.role == "L"]
        return self.counted(holder, made, ordinal(which))

    def find_quotation(self, holder, which="first"):
        return self.counted(holder, [n for n in blocks_of(holder) if n.role == "BlockQuote"], ordinal(which))

    def find_picture(self, holder, which="first"):
        return self.counted(holder, [n for n in blocks_of(holder) if n.role == "Figure" and not n.full], ordinal(which))

    def find_some_table(self, holder, which="first"):
        return self.counted(holder, [n for n in blocks_of(holder) if n.role == "Table" and not n.full], ordinal(which))

    def find_item(self, holder, label):
        return next((n for n in holder.kids if label_of(n).rstrip(".") == label), None)

    def find_some_item(self, holder, which):
        return self.counted(holder, holder.kids, ordinal(which))

    # -- tables --

    @staticmethod
    def table_in(holder):
        return next(k for k in holder.kids if isinstance(k, Node) and k.role == "Table") if holder.role == "Sect" else holder

    def bodies(self, table):
        return [k for k in table.kids if k.role == "TBody"]

    def rows(self, holder):
        """Rows below the head, titles of groups left out."""
        holder = self.table_in(holder)
        bodies = [holder] if holder.role == "TBody" else self.bodies(holder)
        return [row for body in bodies for row in body.kids if not is_group_title(row)]

    def head(self, table):
        return next((k.kids for k in table.kids if k.role == "THead"), [])

    def find_group(self, holder, title):
        return next((b for b in self.bodies(self.table_in(holder)) if is_group_title(b.kids[0]) and b.kids[0].text() == title), None)

    def find_row(self, holder, title):
        found = [r for r in self.rows(holder) if r.kids and r.kids[0].role == "TH" and r.kids[0].text() == title]
        return found[0] if len(found) == 1 else None

    def find_some_row(self, holder, which):
        return self.counted(holder, self.rows(holder), ordinal(which))

    def find_head_row(self, holder, which):
        return self.counted(holder, self.head(holder), ordinal(which))

    def column(self, table, title):
        return next(i for i, cell in enumerate(self.head(table)[0].kids) if cell.text() == title)

    def find_column_heading(self, holder, title):
        return self.head(holder)[0].kids[self.column(holder, title)]

    def find_entry_under(self, holder, title):
        return holder.kids[self.column(holder.above("Table"), title)]

    def find_entry(self, holder):
        return holder.kids[1]

    def find_some_entry(self, holder, which):
        return self.counted(holder, holder.kids, ordinal(which))

    def find_column(self, holder, title):
        return Column(holder, self.column(holder, title))

    def find_some_column(self, holder, which):
        return Column(holder, ordinal(which) - 1)


class Column:
    def __init__(self, table, index):
        self.table, self.index = table, index
        self.role = "column"


NUMBER = r"(?:[A-Z]*[0-9]+(?:\.[0-9]+)*(?:\([A-Za-z]+\))*|[A-Z]+)"
STEPS = (
    ("control", "document control"),
    ("opening", "the opening of the document"),
    ("title_of_document", "the title of the document"),
    ("number", rf"(section|clause|part|appendix) ({NUMBER})(?![\w(])"),
    ("definition“", "the definition of “"),
    ("named_division“", "the (section|clause|part|appendix) “"),
    ("footnote", r"footnote ([0-9]+)"),
    ("table", r"table ([0-9]+)"),
    ("figure", r"figure ([0-9]+)"),
    ("named_table“", "the table “"),
    ("caption", "the caption"),
    ("heading", "the heading"),
    ("term", "the term"),
    ("title", "the title"),
    ("paragraph_beginning“", "the (?:opening )?paragraph beginning “"),
    ("paragraph", f"the (only|{ORDINAL[1:-1]}) paragraph"),
    ("opening_words", "the opening words"),
    ("list", f"the (?:{ORDINAL} )?list"),
    ("quotation", f"the (?:{ORDINAL} )?quotation"),
    ("picture", f"the (?:{ORDINAL} )?picture"),
    ("some_table", f"the (?:{ORDINAL} )?table"),
    ("item", r"item (\([a-z]+\)|[0-9]+)"),
    ("some_item", f"the {ORDINAL} item"),
    ("group“", "the group “"),
    ("row“", "the row “"),
    ("head_row", f"the {ORDINAL} row of the head"),
    ("some_row", f"the {ORDINAL} row"),
    ("column_heading“", "the column heading “"),
    ("entry_under“", "the entry under “"),
    ("some_entry", f"the {ORDINAL} entry"),
    ("entry", "the entry"),
    ("column“", "the column “"),
    ("some_column", f"the {ORDINAL} column"),
)


def is_group_title(row):
    """The first row of a group: one header cell over all columns."""
    table = row.above("Table")
    if len(row.kids) != 1 or row.kids[0].role != "TH" or row.parent.role != "TBody" or row.parent.kids[0] is not row:
        return False
    return any(len(other.kids) > 1 for body in table.kids if body.role in ("TBody", "THead") for other in body.kids)


# ---- Carrying out ----


class Work:
    """Everything is found in the old text first; then words change, then columns, then blocks move, go and come."""

    def __init__(self, text):
        self.text = text
        self.addresses = Addresses(text)
        self.words = {}  # block → Words
        self.columns, self.moves, self.gone, self.come = [], [], [], []
        self.notes_gone = []
        self.quotes = []  # blocks that come
        self.unseen = []

    def words_of(self, node):
        block = self.block_of(node)
        if id(block) not in self.words:
            self.words[id(block)] = Words(block)
        return self.words[id(block)]

    def block_of(self, node):
        """The one block of words at an address."""
        if node.role in ("P", "Title", "Caption", "Lbl") or re.match("H[1-6]$", node.role):
            return node
        if node.role in ("TD", "TH") and not any(isinstance(k, Node) and k.role in ("P", "L", "Table") for k in node.kids):
            return node
        found = [n for n in blocks_of(node) if not re.match("H[1-6]$", n.role)]
        if len(found) != 1 or found[0].role != "P":
            raise NotUnderstood(f"words in {node.role} “{node.text()[:60]}”, which holds {len(found)} blocks")
        return found[0]

    def read(self, schedule):
        for number, lead, sentences in schedule.instructions:
            base = None
            if lead is not None:
                sentence = Sentence(Node("P", "", [lead]))
                sentence.pos = 0
                base = self.addresses.address(sentence, None)
                sentence.take(r" \(“") and self.addresses.pass_caption(sentence)
                if sentence.pos < len(sentence.text):
                    sentence.fail("an address is wanted")
            for paragraph, blocks in sentences:
                self.sentence(number, Sentence(paragraph), base, blocks)
        self.read_marks()

    def sentence(self, number, s, base, blocks):
        holder = base
        while s.take("in (?!each )"):
            mark = s.pos
            if s.take("the source of "):
                self.unseen.append(s.text)
                return
            s.pos = mark
            holder = self.addresses.address(s, holder)
            s.need(", ")
        self.action(number, s, holder, blocks)

    def action(self, number, s, holder, blocks):
        if s.take("leave out footnote ([0-9]+)"):
            self.notes_gone.append(self.text.note_numbers[re.search("footnote ([0-9]+)", s.text)[1]])
            s.take(r" \(“") and self.addresses.pass_caption(s)
        elif s.take("in each of these provisions, for (?=“)"):
            self.rename(s, blocks)
            return
        elif s.take("for (?=“)"):
            self.substitute_words(s, holder)
        elif s.take("after (?=“)"):
            self.insert_words(s, holder)
        elif s.take("at the (beginning|end) insert (?=“)"):
            words = self.words_of(holder)
            at_end = s.text[:s.pos].endswith("end insert ")
            words.insert(len(words.text) if at_end else 0, s.quoted_tokens(words.block.lang))
        elif s.take("at the end insert a footnote: "):
            words = self.words_of(holder)
            words.note(len(words.text), self.note(s))
        elif s.take("leave out the words of "):
            words = self.words_of(self.addresses.address(s, holder))
            s.need(", ")
            if s.quoted() != words.text:
                s.fail(f"the words are “{words.text}”")
            words.replace([])
        elif s.take("leave out (?=“)"):
            words = self.words_of(holder)
            said = s.quoted()
            for start, end in words.find(said, s.where()):
                words.leave_out(start, end)
        elif s.take("leave out all that stands in "):
            division = self.addresses.address(s, holder)
            s.need(" below its heading")
            s.take(r" \(“") and self.addresses.pass_caption(s)
            self.gone += [block for block in blocks_of(division) if not re.match("(H[1-6]|Note)$", block.role)]
        elif s.take("leave out "):
            self.gone += self.addresses.several(s, holder)
            s.take(", except what other instructions move from there")
        elif s.take("for the spoken summary of "):
            self.unseen.append(s.text)
            return
        elif s.take("for "):
            self.substitute(number, s, holder, blocks)
            return
        elif s.take("(after|before) "):
            after = s.text[:s.pos].lower().endswith("after ")
            anchor = self.addresses.address(s, holder)
            if isinstance(anchor, Column):
                s.need(" insert (a column|columns)( “.*”)?, with these entries—$")
            else:
                s.need(" insert—$")
            self.insert(number, anchor, after, blocks)
            return
        elif s.take("at the beginning of "):
            place = self.addresses.address(s, holder)
            s.need(" insert—$")
            self.insert(number, place, None, blocks)
            return
        elif s.take("at the beginning insert—$"):
            self.insert(number, holder, None, blocks)
            return
        elif s.take("move "):
            self.move(s, holder)
        elif s.take("(let |of |give |no words change by this: )"):
            self.unseen.append(s.text)
            return
        else:
            s.fail("an action is wanted")
        s.end()

    def note(self, s):
        tokens = s.quoted_tokens("")
        note, paragraph = Node("Note", "en-GB"), Node("P", "en-GB")
        kids_of(tokens, paragraph)
        note.add(paragraph)
        return note

    def substitute_words(self, s, holder):
        words = self.words_of(holder)
        said = s.quoted()
        where = s.where()
        s.need(" substitute ")
        mark = s.pos
        for start, end in words.find(said, where):
            s.pos = mark
            words.substitute(start, end, s.quoted_tokens(words.block.lang))

    def rename(self, s, places):
        """The same substitution wherever the words stand in each of the places."""
        said = s.quoted()
        s.need(", wherever it occurs there, substitute ")
        mark = s.pos
        for place in places:
            where = Sentence(place)
            words = self.words_of(self.addresses.address(where, None))
            where.end()
            for start, end in words.find(said, "each"):
                s.pos = mark
                words.substitute(start, end, s.quoted_tokens(words.block.lang))
        s.need("—$")

    def insert_words(self, s, holder):
        words = self.words_of(holder)
        said = s.quoted()
        (_, end), = words.find(said, s.where())
        if s.take(" insert a footnote: "):
            words.note(end, self.note(s))
        else:
            s.need(" insert ")
            words.insert(end, s.quoted_tokens(words.block.lang))

    def substitute(self, number, s, holder, blocks):
        said = s.take("the words of ")
        nodes = self.addresses.several(s, holder)
        if said:
            nodes = [self.block_of(nodes[0])]
        if s.take(" substitute—$"):
            self.quotes.append(blocks)
            self.gone += nodes
            self.come.append((nodes[0], "before", blocks))
            return
        words = self.words_of(nodes[0])
        if s.take(", which is empty, substitute "):
            if words.text:
                s.fail("it is not empty")
        elif not s.take(" substitute (?=“)"):
            s.need(", ")
            if s.quoted() != words.text:
                s.fail(f"the words are “{words.text}”")
            s.need(", substitute ")
        words.replace(s.quoted_tokens(words.block.lang))
        s.end()

    def insert(self, number, anchor, after, blocks):
        self.quotes.append(blocks)
        if isinstance(anchor, Column):
            self.columns.append((anchor, after, blocks))
        else:
            self.come.append((anchor, {True: "after", False: "before", None: "beginning"}[after], blocks))

    def move(self, s, holder):
        nodes = self.addresses.several(s, holder)
        marked = s.take(r" to its place in the text under \(([a-z]+)\)") or s.take(
            r" to their places in the text under \(([a-z]+)\)")
        if marked:
            self.moves.append((nodes, "marked", marked[1]))
            return
        how = s.need(" to (after|before|the beginning of) ")[1]
        inner = nodes[0].role == "TR" or (nodes[0].role == "LI" and re.match(r"item |the \S+ item", s.text[s.pos:]))
        whole = nodes[0].above("Table" if nodes[0].role == "TR" else "L") if inner else holder
        self.moves.append((nodes, how, self.addresses.address(s, whole)))
        s.take(", in this order")

    # -- the deeds --

    def carry_out(self):
        for words in self.words.values():
            words.carry_out()
        for call in [n for n in self.text.document.walk() if n.role == "Call" and any(n.call is gone for gone in self.notes_gone)]:
            call.take_out()
        self.carry_columns()
        places = []
        for nodes, how, where in self.moves:
            if how == "marked":
                if any(not any(node is mover for mover in self.marked) for node in nodes):
                    raise NotUnderstood(f"the text under ({where}) has no mark for what moves there")
            else:
                places.append((where, {"after": "after", "before": "before", "the beginning of": "beginning"}[how], nodes))
        marks = []
        for place, how, blocks in self.come + places:
            mark = Node("Mark")
            self.put_mark(place, how, mark)
            marks.append((mark, blocks))
        for mark, blocks in marks:
            self.replace_mark(mark, blocks)
        for mark in [n for n in self.text.document.walk() if hasattr(n, "mover")]:
            self.replace_mark(mark, [mark.mover])
        for node in self.gone:
            if not isinstance(node, Column):
                node.take_out()
        return self.text.finish()

    def carry_columns(self):
        for column in sorted((n for n in self.gone if isinstance(n, Column)), key=lambda c: -c.index):
            for row in [r for part in column.table.kids if part.role in ("THead", "TBody") for r in part.kids if not is_group_title(r)]:
                row.gone = getattr(row, "gone", []) + [row.kids[column.index]]
        for column, after, blocks in self.columns:
            table = column.table
            rows = [r for part in table.kids if part.role in ("THead", "TBody") for r in part.kids if not is_group_title(r)]
            new = [r for part in blocks[0].kids if part.role in ("THead", "TBody") for r in part.kids if len(r.kids) > 1]
            rows = [r for r in rows if not any(r is gone for gone in self.gone)]
            if len(rows) != len(new):
                raise NotUnderstood(f"{len(new)} rows of a column for {len(rows)}")
            for row, line in zip(rows, new):
                row.new = getattr(row, "new", []) + [(column.index + bool(after), line.kids[1:])]
        for row in [n for n in self.text.document.walk() if n.role == "TR" and (hasattr(n, "new") or hasattr(n, "gone"))]:
            for at, cells in sorted(getattr(row, "new", []), key=lambda one: -one[0]):
                for cell in reversed(cells):
                    cell.parent = row
                    row.kids.insert(at, cell)
            row.kids = [kid for kid in row.kids if not any(kid is gone for gone in getattr(row, "gone", []))]

    def read_marks(self):
        """The places in quoted text for what is moved there."""
        self.marked = []
        for blocks in self.quotes:
            whole = Node("Whole", "", blocks)
            for said in [n for n in whole.walk() if n.role == "P" and re.fullmatch(r"\[.* moves here(, as .*)?\]", n.text())]:
                sentence = Sentence(Node("P", "", [re.sub(r" moves here(, as .*)?\]$", "", said.text())[1:]]))
                mark = Node("Mark")
                mark.mover = self.addresses.address(sentence, None)
                sentence.end()
                place = said.above("LI") if mark.mover.role == "LI" else said
                place.parent.add(mark, place.parent.index(place))
                place.take_out()
                self.marked.append(mark.mover)
            blocks[:] = whole.kids

    def put_mark(self, place, how, mark):
        if how == "beginning":
            holder = place.kids[1] if place.role == "LI" else place
            if holder.role == "Sect" and is_control(holder):
                holder = self.addresses.table_in(holder)
            if holder.role == "Table":
                holder = self.addresses.bodies(holder)[0]
            at = 0
            if holder.role == "Sect":
                at = holder.index(heading_of(holder)) + 1
            elif holder.role == "Document":
                at = 1
            elif holder.role == "TBody" and holder.kids and is_group_title(holder.kids[0]):
                at = 1
            while at and at < len(holder.kids) and getattr(holder.kids[at], "role", "") == "Note":
                at += 1
            holder.add(mark, at)
            return
        at = place.parent.index(place) + (how == "after")
        parent = place.parent
        while how == "after" and at < len(parent.kids) and isinstance(parent.kids[at], Node) and (
                parent.kids[at].role == "Mark" or (place.role == "Figure" and is_caption(parent.kids[at]))):
            at += 1
        parent.add(mark, at)

    def replace_mark(self, mark, blocks):
        """Puts blocks in the place of a mark; items of a list go into the list around it."""
        for block in blocks:
            if block.parent is not None and any(kid is block for kid in block.parent.kids):
                block.take_out()
        parent, at = mark.parent, mark.parent.index(mark)
        mark.take_out()
        blocks = [inner for block in blocks for inner in self.fitting(parent, block)]
        if parent.role == "L" and any(b.role != "LI" for b in blocks):
            parent, at = split(parent, at)
        for block in blocks:
            if parent.role not in ("L",) and block.role == "LI":
                block = Node("L", block.lang, [block])
            parent.add(block, at)
            at += 1

    def fitting(self, parent, block):
        if parent.role == "L" and block.role == "L" and (not is_clauses(parent) or is_clauses_like(block)):
            return list(block.kids)
        if parent.role in ("TBody", "THead") and block.role == "Table":
            return [row for part in block.kids if part.role == "TBody" for row in part.kids]
        if parent.role == "Table" and block.role == "Table":
            return [part for part in block.kids if part.role == "TBody"]
        return [block]


def is_clauses_like(block):
    label = label_of(block.kids[0])
    return bool(re.fullmatch(r"[A-Z]*[0-9]+(\.[0-9]+)*|\([A-Za-z]+\)", label))


def split(made, at):
    """A list in two, at an item; where the second begins."""
    parent, place = made.parent, made.parent.index(made)
    rest = Node("L", made.lang, numbering=made.numbering)
    rest.begins = False
    for item in made.kids[at:]:
        rest.add(item)
    made.kids = made.kids[:at]
    if rest.kids:
        parent.add(rest, place + 1)
    return parent, place + 1


def apply(schedule, old):
    """The text that comes of carrying out a schedule (a PDF) on an old text."""
    work = Work(old)
    work.read(Schedule(schedule))
    return work.carry_out()


def normal(sequence):
    return [("/".join(path), unicodedata.normalize("NFC", words)) for path, words in sequence]


def difference(made, wanted):
    """Words for the first place where two sequences differ; None when they are the same."""
    for i in range(max(len(made), len(wanted))):
        got, want = (made[i] if i < len(made) else None), (wanted[i] if i < len(wanted) else None)
        if got != want:
            return f"run {i + 1}: carried out {got}\n#          new text {want}"
    return None


def main():
    arguments = argparse.ArgumentParser(description="Carries out a schedule of amendments.")
    arguments.add_argument("schedule")
    arguments.add_argument("old")
    arguments.add_argument("new")
    chosen = arguments.parse_args()
    try:
        made = normal(apply(chosen.schedule, read(chosen.old)).sequence())
    except NotUnderstood as fault:
        print(f"not understood: {fault}")
        return 1
    wanted = normal(read(chosen.new).finish().sequence())
    found = difference(made, wanted)
    print(found or "the same")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
