#!/usr/bin/python3
"""The reference: what a document has to say to assistive technology, worked out from its XML alone.

    reference.py [--tree FOLDER] [--structure | --outline | --meta] INPUT.xml

Prints one JSON object a line, {"path": […], "lang": "…", "text": "…"}: the words between two boundaries of the structure
tree, in its order, and for a picture its alternative. --structure prints the tree itself, with everything that its
elements carry; --outline the headings; --meta the title and what else describes the document.

It follows sources/README.md sentence by sentence and shares nothing with the program that it checks: it knows neither
that program's dumps nor its PDFs. source.py reads the files, numbering.py counts, words.py spells dates and amounts,
tree.py is the structure tree and folds white space; here each element becomes what the table says.

A fault of the author that leaves a document without an agreed reading ends it with status 1; it does not look for others.
"""

import argparse
import copy
import itertools
import json
import re
import sys
import unicodedata
from urllib.parse import quote

import words
from numbering import Numbering, is_titled
from source import LANG, Fault, child, children, language, name, read
from tree import SPACE, Element, same_language

BULLETS = (("•", "Disc"), ("–", "None"))
ITEM_NUMBERING = ("Decimal", "LowerAlpha", "LowerRoman", "UpperAlpha")
DONE = {"recommend": "recommended", "approve": "approved", "ratify": "ratified", "receive": "received",
        "confirm": "confirmed"}
STATUS = {"draft": "Draft", "for-approval": "Draft for approval", "approved": "Approved"}
FOI = {"who-we-are": "Who we are", "spend": "Spend", "priorities": "Priorities", "decisions": "Decisions",
       "policies": "Policies", "registers": "Registers", "services": "Services"}
UNSAFE = ' <>"{}|\\^`'  # in an address
LEVELS = {"constitution": 3, "policy": 2, "statement": 0, "information": 0}  # of headings in the contents list
OWN_TITLES = {"control": "Document control", "history": "Version history"}
PAGE = "\N{MATHEMATICAL LEFT ANGLE BRACKET}page\N{MATHEMATICAL RIGHT ANGLE BRACKET}"  # for a number that only a PDF knows
CONTROL_SUMMARY = "Two columns: what is stated, and its value"
HISTORY_SUMMARY = "Versions of this document, the newest first"
CHANGED_SUMMARY = "Each change of this version, in the order of the text: where, what was done, and why"
PARTS = {"p": "paragraph", "not-covered": "paragraph", "no-steps": "paragraph", "item": "item", "figure": "figure",
         **dict.fromkeys(("table", "indicators", "limit-table", "decisions", "seats", "members", "signature"), "table")}
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
CHANGE = {"inserted": "Inserted", "deleted": "Deleted", "substituted": "Changed", "moved": "Moved",
          "renumbered": "Renumbered", "editorial": "Changed, with the same words"}


def folded(text):
    return SPACE.sub(" ", text or "").strip(" ")


def ascii_lower(text):
    return "".join(c.lower() if c.isascii() else c for c in text)


def capital(sentence):
    return sentence[:1].upper() + sentence[1:]



# ---- The grid of a table ----


def parts_of(table):
    """The rows of the head, and the bodies as (row-group or None, its rows)."""
    head, bodies = [], []
    for element in children(table, "row", "row-group"):
        if name(element) == "row-group":
            bodies.append((element, children(element, "row")))
        elif not bodies and element.get("header") == "yes":
            head.append(element)
        elif bodies and bodies[-1][0] is None:
            bodies[-1][1].append(element)
        else:
            bodies.append((None, [element]))
    return head, bodies


def span(cell, name):
    return int(cell.get(name, 1))


def places_of(rows):
    """{(row, column): cell} of one head or body: each cell stands at the first place of its row that is free."""
    places = {}
    for r, row in enumerate(rows):
        for cell in children(row, "cell"):
            first = next(c for c in itertools.count() if (r, c) not in places)
            for at in ((r + i, first + j) for i in range(span(cell, "rows")) for j in range(span(cell, "columns"))):
                if at in places:
                    raise Fault(cell, "a cell over another")
                places[at] = cell
    return places


def columns_of(head, bodies):
    rows = head or bodies[0][1]
    return max((c + 1 for _, c in places_of(rows)), default=0)


class Reference:
    """Builds the structure tree of one document. `document` is its root element afterwards."""

    def __init__(self, root, organisations, limits=None):
        self.root = root
        self.limits = limits
        self.control = child(root, "control")
        self.control_last = name(root) == "information"
        self.organisations = {} if organisations is None else {e.get("id"): e for e in organisations}
        self.offices = {e.get("id"): e for o in self.organisations.values() for e in children(o, "office", "committee")}
        repeated = self.take_in_seats() | self.take_in_limits()
        self.named = {e.get("id"): e for e in root.iter() if e.get("id")}
        self.numbers = Numbering(root).numbers
        self.expansions = self.find_expansions()
        self.missing = sum(1 for e in root.iter("{*}placeholder") if repeated.isdisjoint(e.iterancestors()))
        self.missing += sum(1 for change in self.changed() if not folded("".join(change.itertext())))
        self.draft = self.is_draft()
        self.note_count = 0
        self.waiting = []  # notes called by the block in hand, each with its number
        self.tables = 0  # how many tables are around the block in hand
        self.quoting = False  # while words are taken over without their structure
        self.headings = []
        if language(root) is None:
            raise Fault(root, "the document does not say its language")
        self.document = Element("Document", language(root))
        self.build()

    # ---- What is known of the whole document ----

    def take_in_seats(self):
        """Puts the seats of a committee where the document shows them, without names of their own. Returns those <seats>
        whose committee was shown before."""
        shown, repeated = set(), set()
        for element in self.root.iter("{*}seats"):
            committee = self.office(element.get("of"), element, "committee")
            for seat in children(committee, "seat"):
                seat = copy.deepcopy(seat)
                for part in seat.iter():
                    part.attrib.pop("id", None)
                if committee.get(LANG):
                    seat.set(LANG, committee.get(LANG))
                element.append(seat)
            if not children(element, "seat"):
                raise Fault(element, "a committee without seats")
            if element.get("of") in shown:
                repeated.add(element)
            shown.add(element.get("of"))
        return repeated

    def take_in_limits(self):
        """The same for the activities that each limit-table lists, in the language that they have in limits.xml. Returns
        those that were shown before."""
        shown, repeated = set(), set()
        for table in self.root.iter("{*}limit-table"):
            if self.limits is None:
                raise Fault(table, "there is no limits.xml")
            activities = {activity.get("id"): activity for activity in children(self.limits, "activity")}
            for ident in table.get("activities", " ".join(activities)).split():
                if ident not in activities:
                    raise Fault(table, f"limits.xml has no activity {ident}")
                activity = copy.deepcopy(activities[ident])
                if language(activities[ident]):
                    activity.set(LANG, language(activities[ident]))
                for part in activity.iter():
                    part.attrib.pop("id", None)
                activity.set("is", ident)
                table.append(activity)
                if ident in shown:
                    repeated.add(activity)
                shown.add(ident)
        return repeated

    def office(self, ident, place, *kinds):
        found = self.offices.get(folded(ident))
        if found is None or (kinds and name(found) not in kinds):
            raise Fault(place, f"organisations.xml has no office or committee {ident}")
        return found

    def office_name(self, ident, place, *kinds):
        return folded("".join(child(self.office(ident, place, *kinds), "name").itertext()))

    def who(self, element, which):
        """The names of those that an attribute lists: any one of them, or all together."""
        last = " and " if folded(element.get("together")) == "yes" else " or "
        return words.series([self.office_name(ident, element) for ident in element.get(which).split()], last)

    def is_draft(self):
        approved = any(a.get("role") == "approve" and a.get("date") for a in children(self.control, "approval"))
        return child(self.control, "version").get("status") != "approved" or not approved or self.missing > 0

    def changed(self):
        """The changes with a target of the newest release, when that is the version in hand."""
        history = child(self.root, "history")
        newest = None if history is None else children(history, "release")[0]
        if newest is None or folded(newest.get("label")) != folded(child(self.control, "version").get("label")):
            return []
        return self.targeted(newest)

    def targeted(self, release):
        return [change for change in children(release, "change") if change.get("target") and change.get("gone") != "yes"]

    def find_expansions(self):
        """From each abbr to its expansion: its own, the last one before it, or the first organisation's of that name."""
        given, found = {}, {}
        for organisation in self.organisations.values():
            abbreviation = child(organisation, "abbreviation")
            if abbreviation is not None:
                given.setdefault(folded(abbreviation.text), folded(child(organisation, "name").text))
        for abbr in self.root.iter("{*}abbr"):
            text = folded(abbr.text)
            if abbr.get("expansion"):
                given[text] = folded(abbr.get("expansion"))
            if text not in given:
                raise Fault(abbr, f"nothing says what {text} stands for")
            found[abbr] = unicodedata.normalize("NFC", given[text])
        return found

    def organisation(self, ident, place):
        if ident not in self.organisations:
            raise Fault(place, f"organisations.xml has no {ident}")
        return self.organisations[ident]

    def name_of(self, ident, place, which="name"):
        return folded(child(self.organisation(ident, place), which).text)

    # ---- The order of the document ----

    def build(self):
        document = self.document
        title = Element("Title", language(child(self.control, "title")), document)
        self.named_as(title, child(self.control, "title"))
        self.inline(title, child(self.control, "title"))
        title.add(" (draft)" if self.draft else "")
        self.headings.append((1, title.fold()))
        for words_ in [self.issuers()] + ([self.status()] if self.draft else []):
            paragraph = Element("P", language(self.control), document)
            paragraph.add(words_)
            paragraph.fold()
        self.blocks(document, self.root)
        if not self.control_last:
            self.control_table()
        self.contents()
        for division in children(self.root, "part", "section", "appendix"):
            self.division(document, division, 2)
        if self.control_last:
            self.control_table()
        history = child(self.root, "history")
        if history is not None:
            self.history_table(history)

    # ---- The contents list ----

    def contents(self):
        asked = child(self.root, "contents")
        levels = LEVELS[name(self.root)] if asked is None else int(folded(asked.get("levels")))
        listed = self.listed(self.root, levels)
        if len(list(self.flat(listed))) < (3 if asked is None else 1):
            return
        sect = self.headed(self.root if asked is None else asked, "Contents")
        if asked is None:
            sect.attributes.pop("id")  # that of the document
        self.entries(sect, listed)

    def listed(self, source, levels):
        """The headings directly below `source`: [(division, the same for what is in it)]."""
        if source is self.root:
            found = children(source, "part", "section", "appendix")
            found += children(source, *(["control"] if self.control_last else []), "history")
        else:
            found = children(source, "section", "clause")
        return [(division, self.listed_below(division, levels - 1))
                for division in found if levels > 0 and (name(division) != "clause" or is_titled(division))]

    def listed_below(self, division, levels):
        if name(division) == "history" and levels > 0 and self.changed():
            return [(children(division, "release")[0], [])]
        return [] if name(division) in OWN_TITLES else self.listed(division, levels)

    def flat(self, listed):
        for division, inner in listed:
            yield division
            yield from self.flat(inner)

    def entries(self, parent, listed):
        if not listed:
            return
        toc = Element("TOC", parent.lang, parent)
        for division, inner in listed:
            entry = Element("TOCI", toc.lang, toc)
            own = OWN_TITLES.get(name(division))
            if name(division) == "release":
                own = self.changed_title(division)
            title = division if own else child(division, "title")
            link = Element("Link", language(title), Element("Reference", language(title), entry))
            if own:
                link.add(own)
            else:
                label = self.numbers[division].label
                link.add(f"{label} " if label else "")
                self.inline(link, title)
            link.fold()
            for element in link.walk():
                element.attributes.pop("id", None)
            link.attributes["contents"] = f"{link.text()}, page {PAGE}"
            if division.get("id") and name(division) != "release":  # that is the name of its row
                link.attributes["target"] = division.get("id")
            link.add(f" {PAGE}")
            self.entries(entry, inner)

    def issuers(self):
        names = [self.name_of(issuer.get("org"), issuer) for issuer in children(self.control, "issuer")]
        return ("Issued by " if len(names) == 1 else "Issued jointly by ") + words.series(names)

    def status(self):
        text = "Status: draft, not in force."
        if child(self.control, "version").get("status") == "for-approval":
            text = "Status: draft for approval, not in force."
        if self.missing == 1:
            text += " 1 detail is still to be supplied."
        elif self.missing > 1:
            text += f" {self.missing} details are still to be supplied."
        return text

    def named_as(self, element, source):
        if source.get("id"):
            element.attributes["id"] = source.get("id")
        return element

    def element(self, role, source, parent, **attributes):
        """An element that stands for one of the author's, with its language and its name."""
        return self.named_as(Element(role, language(source), parent, **attributes), source)

    # ---- Divisions ----

    def division(self, parent, division, level):
        """A part, section, appendix or titled clause: Sect with its heading, its blocks, then the divisions in it."""
        number = self.numbers[division]
        sect = self.element("Sect", division, parent)
        title = child(division, "title")
        heading = self.element(f"H{min(level, 6)}", title, sect)
        heading.add(f"{number.label} " if number.label else "")
        self.inline(heading, title)
        self.headings.append((level, heading.fold()))
        sect.attributes["t"] = heading.text()
        if division.get("formerly"):
            Element("P", sect.lang, sect).add(f"(formerly {folded(division.get('formerly'))})")
        self.blocks(sect, division, level + 1)

    def headed(self, source, words_):
        """A Sect of the program's own: document control, version history."""
        sect = self.element("Sect", source, self.document, t=words_)
        heading = Element("H2", sect.lang, sect)
        heading.add(words_)
        self.headings.append((2, heading))
        return sect

    def blocks(self, parent, source, level=0):
        """The blocks of `source` in order. Clauses without a title that follow one another are one list."""
        run = None
        for count, element in enumerate(source):
            if count == 0 and source.get("formerly") and name(source) == "clause" and not is_titled(source):
                before = f"(formerly {folded(source.get('formerly'))})"
                if name(element) == "p":
                    self.block_p(parent, element, " " + before)
                    continue
                Element("P", parent.lang, parent).add(before)
            if name(element) == "clause" and not is_titled(element):
                if run is None:
                    run = Element("L", parent.lang, parent, numbering=ITEM_NUMBERING[self.numbers[element].depth])
                self.item(run, element, self.numbers[element].label, self.blocks)
                continue
            run = None
            if name(element) in ("section", "clause") and source is not self.root:
                self.division(parent, element, level)
            else:
                self.block(parent, element)

    def block(self, parent, element):
        build = getattr(self, "block_" + name(element).replace("-", "_"), None)
        if build:
            build(parent, element)

    def place_notes(self, parent):
        """Notes stand after the block that calls them; those of a table wait for the end of the outermost."""
        if self.tables == 0:
            for source, count in self.waiting:
                self.note(parent, source, count)
            self.waiting = []

    def note(self, parent, source, count):
        note = Element("Note", language(source), parent, note_id=f"fn-{count}")
        label = Element("Lbl", note.lang, note)
        back = Element("Link", note.lang, label, target=f"fn-{count}-call", contents=f"{count} (back to the text)")
        back.add(str(count))
        paragraph = Element("P", note.lang, note)
        self.inline(paragraph, source)
        paragraph.fold()

    # ---- Blocks ----

    def block_p(self, parent, element, after=""):
        paragraph = self.element("P", element, parent)
        self.inline(paragraph, element)
        paragraph.add(after)
        paragraph.fold()
        self.place_notes(parent)

    def block_not_covered(self, parent, element):
        paragraph = self.element("P", element, parent)
        paragraph.add("Not covered in this statement: ")
        self.inline(paragraph, element)
        paragraph.fold()
        self.place_notes(parent)

    def block_no_steps(self, parent, element):
        paragraph = self.element("P", element, parent)
        paragraph.add("No steps were taken in the financial year: ")
        self.inline(paragraph, element)
        paragraph.fold()
        self.place_notes(parent)

    def block_declaration(self, parent, element):
        self.blocks(parent, element)

    def block_quote(self, parent, element):
        self.blocks(self.element("BlockQuote", element, parent), element)

    def block_list(self, parent, element):
        kind = element.get("kind", "bullet")
        if kind == "bullet":
            depth = sum(1 for e in element.iterancestors("{*}list") if e.get("kind", "bullet") == "bullet")
            bullet, numbering = BULLETS[depth % 2]
        else:
            numbering = {"number": "Decimal", "letter": "LowerAlpha", "roman": "LowerRoman"}[kind]
        made = self.element("L", element, parent, numbering=numbering)
        for count, item in enumerate(children(element, "item"), 1):
            label = {"bullet": lambda: bullet, "number": lambda: f"{count}.", "letter": lambda: f"({words.letters(count)})",
                     "roman": lambda: f"({words.roman(count)})"}[kind]()
            self.item(made, item, label, self.mixed)

    def item(self, parent, element, label, fill):
        """LI with its Lbl and LBody; `fill` puts the element's contents into the LBody."""
        item = self.element("LI", element, parent)
        Element("Lbl", item.lang, item).add(label)
        fill(Element("LBody", item.lang, item), element)

    def block_definitions(self, parent, element):
        made = self.element("L", element, parent, numbering="None")
        for definition in children(element, "definition"):
            item = self.element("LI", definition, made)
            label = self.element("Lbl", child(definition, "term"), item)
            self.inline(label, child(definition, "term"))
            label.fold()
            body = Element("LBody", item.lang, item)
            for paragraph in children(definition, "p"):
                self.block_p(body, paragraph)

    def block_figure(self, parent, element):
        alt = child(element, "alt")
        if alt is None or not folded(alt.text):
            raise Fault(element, "a picture needs a text alternative")
        words_ = unicodedata.normalize("NFC", folded(alt.text))
        self.named_as(Element("Figure", language(alt), parent, alt=words_), element)
        caption = child(element, "caption")
        if caption is not None:
            paragraph = self.element("P", caption, parent)
            paragraph.add(self.numbers[element].label + " ")
            self.inline(paragraph, caption)
            paragraph.fold()
            self.place_notes(parent)

    # ---- Tables ----

    def block_table(self, parent, element):
        head, bodies = parts_of(element)
        self.check_table(element, head, bodies)
        table = self.element("Table", element, parent)
        if element.get("summary"):
            table.attributes["summary"] = unicodedata.normalize("NFC", folded(element.get("summary")))
        self.tables += 1
        caption = self.element("Caption", child(element, "caption"), table)
        caption.add(self.numbers[element].label + " ")
        self.inline(caption, child(element, "caption"))
        caption.fold()
        made = {}  # cell or title of a group → its TH or TD
        if head:
            place = Element("THead", table.lang, table)
            for row in head:
                self.row(place, row, True, made)
        for group, rows in bodies:
            place = Element("TBody", table.lang, table) if group is None else self.element("TBody", group, table)
            if group is not None:
                title = child(group, "title")
                line = Element("TR", place.lang, place)
                if (across := columns_of(head, bodies)) > 1:
                    made[title] = self.element("TH", title, line, scope="Column", colspan=across)
                else:
                    made[title] = self.element("TH", title, line, scope="Column")
                self.inline(made[title], title)
                made[title].fold()
            for row in rows:
                self.row(place, row, False, made)
        self.name_heads(head, bodies, made)
        for note in children(element, "table-note"):
            paragraph = self.element("P", note, parent)
            self.inline(paragraph, note)
            paragraph.fold()
        self.tables -= 1
        self.place_notes(parent)

    def check_table(self, table, head, bodies):
        rows = [row for _, part in bodies for row in part]
        if any(row.get("header") == "yes" for row in rows):
            raise Fault(table, "a row with header=yes below another row")
        if not rows:
            raise Fault(table, "a table with nothing below its head")
        columns = columns_of(head, bodies)
        for part in (head, *(part for _, part in bodies)):
            places = places_of(part)
            if sorted(places) != [(r, c) for r in range(len(part)) for c in range(columns)]:
                raise Fault(table, "cells that do not make a whole grid")
            named = {r for (r, _), cell in places.items() if cell.get("header") == "yes"}
            if not head and len(named) < len(part):
                raise Fault(table, "neither a head nor a name for each row")
        listed = child(table, "columns")
        if listed is not None and len(children(listed, "column")) != columns:
            raise Fault(table, "columns that are not those of the table")

    def name_heads(self, head, bodies, made):
        """Which header cells each cell is under, where Scope alone does not say it."""
        spans = lambda cell: span(cell, "rows") > 1 or span(cell, "columns") > 1
        names = lambda row: [cell for cell in children(row, "cell") if cell.get("header") == "yes"]
        rows = [row for _, part in bodies for row in part]
        plain = len(head) < 2 and not any(spans(cell) for row in head for cell in children(row, "cell"))
        plain = plain and not any(len(names(row)) > 1 or any(map(spans, names(row))) for row in rows)
        if plain and all(group is None for group, _ in bodies):
            return
        heads = places_of(head)
        for part, title in ((head, None), *((part, group) for group, part in bodies)):
            places = places_of(part)
            whole = {}
            for at in sorted(places):
                whole.setdefault(places[at], []).append(at)
            for cell, mine in whole.items():
                columns = {c for _, c in mine}
                above = mine[0][0] if part is head else len(head)
                found = [heads[at] for at in sorted(heads) if at[1] in columns and at[0] < above]
                if title is not None:
                    found.append(child(title, "title"))
                if part is not head:
                    for r in sorted({r for r, _ in mine}):
                        before = [places[r, c] for c in range(min(columns))]
                        found += [other for other in before if other.get("header") == "yes"]
                if found:
                    made[cell].attributes["headers"] = " | ".join(made[one].text() for one in dict.fromkeys(found))

    def row(self, group, row, is_head, cells):
        made = self.element("TR", row, group)
        for cell in children(row, "cell"):
            spanned = {key: n for key, name in (("rowspan", "rows"), ("colspan", "columns")) if (n := span(cell, name)) > 1}
            if is_head:
                place = self.element("TH", cell, made, scope="Column", **spanned)
            elif cell.get("header") == "yes":
                place = self.element("TH", cell, made, scope="Row", **spanned)
            else:
                place = self.element("TD", cell, made, **spanned)
            cells[cell] = place
            if children(cell, "p", "list"):
                self.mixed(place, cell)
            else:
                self.inline(place, cell)
                place.fold()

    # ---- Tables whose columns are given ----

    def made_table(self, parent, element, titles):
        """Table with its caption and head. Returns it and the cells of the head."""
        table = self.element("Table", element, parent)
        self.tables += 1
        caption = self.element("Caption", child(element, "caption"), table)
        caption.add(self.numbers[element].label + " ")
        self.inline(caption, child(element, "caption"))
        caption.fold()
        line = Element("TR", table.lang, Element("THead", table.lang, table))
        heads = [Element("TH", line.lang, line, scope="Column") for _ in titles]
        for head, title in zip(heads, titles):
            head.add(title)
        return table, heads

    def made_end(self, parent):
        self.tables -= 1
        self.place_notes(parent)

    def made_group(self, table, group, across):
        """TBody of a group and the cell of its title."""
        body = self.element("TBody", group, table)
        title = self.element("TH", child(group, "title"), Element("TR", body.lang, body), scope="Column", colspan=across)
        self.inline(title, child(group, "title"))
        title.fold()
        return body, title

    def made_cell(self, row, element=None, text="", head=False):
        """A cell of the content of an element, or of words alone."""
        scope = {"scope": "Row"} if head else {}
        role = "TH" if head else "TD"
        if element is None:
            cell = Element(role, row.lang, row, **scope)
            cell.add(text)
        else:
            cell = self.element(role, element, row, **scope)
            self.inline(cell, element)
        return cell.fold()

    def name_row(self, heads, title, row):
        """In a group every cell is under the head of its column, the title of the group and the first cell of its row."""
        for at, (head, cell) in enumerate(zip(heads, row.kids)):
            under = [head, title] + row.kids[:1] * (at > 0)
            cell.attributes["headers"] = " | ".join(one.text() for one in under)

    def block_decisions(self, parent, element):
        limits = {decision: self.limits_of(decision) for decision in element.iter("{*}decision")}
        bounded = any(table is not None for table in limits.values())
        table, heads = self.made_table(parent, element, ("Decision", "Reserved or delegated to", "Limit")[:2 + bounded])
        groups = children(element, "decision-group")
        body = None if groups else Element("TBody", table.lang, table)
        for group in groups or [element]:
            title = None
            if groups:
                body, title = self.made_group(table, group, len(heads))
            for decision in children(group, "decision"):
                row = self.element("TR", decision, body)
                cell = Element("TH", row.lang, row, scope="Row")
                self.inline(cell, decision)
                cell.fold()
                self.made_cell(row, text=self.who(decision, "holders"))
                if bounded:
                    self.made_lead(row, limits[decision])
                if title is not None:
                    self.name_row(heads, title, row)
        self.made_end(parent)

    def limits_of(self, decision):
        """The first table of the document that lists the limits of its activity."""
        for table in self.root.iter("{*}limit-table"):
            if any(activity.get("is") == decision.get("activity") for activity in children(table, "activity")):
                return table
        return None

    def made_lead(self, row, target):
        """A cell with a reference to a place of the document, if there is one."""
        cell = Element("TD", row.lang, row)
        if target is None:
            return
        link = Element("Link", row.lang, Element("Reference", row.lang, cell), target=target.get("id"))
        text = self.words_of(target, target)
        link.add(capital(text) if "a" <= text[:1] <= "z" else text)
        self.tell_link(link, self.title_of(target), paged=name(target) != "definition")

    def block_limit_table(self, parent, element):
        activities = children(element, "activity")
        places = [self.place_of(activity) for activity in activities]
        titles = ["Amount", "Who approves"]
        titles += ["Conditions"] if any(children(limit, "condition") for limit in element.iter("{*}limit")) else []
        titles += ["Set in"] if any(place is not None and not self.is_at_hand(place, element) for place in places) else []
        table, heads = self.made_table(parent, element, titles)
        for activity, place in zip(activities, places):
            body, title = self.made_group(table, activity, len(heads))
            for limit in children(activity, "limit"):
                row = self.limit(body, limit, "Conditions" in titles)
                if "Set in" in titles:
                    self.made_lead(row, place)
                self.name_row(heads, title, row)
        if self.limits.get("illustrative") == "yes" and element is next(self.root.iter("{*}limit-table")):
            whose = self.name_of(self.limits.get("org"), self.limits, "short-name")
            Element("P", table.lang, parent).add(f"The amounts are illustrative: {whose} has not published its own.")
        self.made_end(parent)

    def place_of(self, activity):
        """The element of this document that sets the limits of an activity."""
        document, _, place = activity.get("source", "").partition("#")
        return self.named[place] if place and document == self.root.get("id") else None

    @staticmethod
    def is_at_hand(place, table):
        """Whether a place is in the section or appendix of the table, the innermost, or is something that it stands in."""
        around = list(table.iterancestors())
        section = next((one for one in around if name(one) in ("section", "appendix")), None)
        return place in around or section in (place, *place.iterancestors())

    def limit(self, body, limit, conditional):
        row = self.element("TR", limit, body)
        band = Element("TH", row.lang, row, scope="Row")
        lower, upper = limit.get("lower"), limit.get("upper")
        if child(limit, "placeholder") is not None:
            self.inline_element(band, child(limit, "placeholder"))
        elif words.is_nothing(lower):
            band.add(f"Up to {words.pounds(upper)}" if upper else "Any amount")
        else:
            band.add(f"Over {words.pounds(lower)}" + (f" and up to {words.pounds(upper)}" if upper else ""))
        band.fold()
        self.made_cell(row, text=self.who(limit, "approvers"))
        conditions = children(limit, "condition")
        if conditional and len(conditions) < 2:
            self.made_cell(row, *conditions)
        elif conditional:
            depth = sum(1 for e in limit.iterancestors("{*}list") if e.get("kind", "bullet") == "bullet")
            bullet, numbering = BULLETS[depth % 2]
            made = Element("L", row.lang, Element("TD", row.lang, row), numbering=numbering)
            for condition in conditions:
                self.item(made, condition, bullet, self.mixed)
        return row

    def block_seats(self, parent, element):
        table, _ = self.made_table(parent, element, ("Seat", "Number", "How it is filled"))
        body = Element("TBody", table.lang, table)
        for seat in children(element, "seat"):
            row = self.element("TR", seat, body)
            vote = "" if seat.get("votes", "yes").strip() == "yes" else " (no vote)"
            self.made_cell(row, text=self.office_name(seat.get("office"), seat, "office") + vote, head=True)
            self.made_cell(row, text=str(int(seat.get("number", 1))))
            self.begin_capital(self.made_cell(row, child(seat, "appointed")))
        self.made_end(parent)

    def begin_capital(self, element):
        """The first letter of the words, when it is one of a to z, as a capital; wherever in the structure it stands."""
        for at, kid in enumerate(element.kids):
            if not isinstance(kid, str):
                return self.begin_capital(kid)
            if kid:
                element.kids[at] = (kid[0].upper() if "a" <= kid[0] <= "z" else kid[0]) + kid[1:]
                return None
        return None

    def block_members(self, parent, element):
        self.organisation(element.get("of"), element)
        said = (("Address", "address"), ("District", "district"), ("Code", "code"), ("Speaks for it", "representative"))
        members = children(element, "member")
        value = lambda member, which: member.get(which) if which in ("district", "code") else child(member, which)
        said = [(title, which) for title, which in said if any(value(member, which) is not None for member in members)]
        table, _ = self.made_table(parent, element, ["Member"] + [title for title, _ in said])
        body = Element("TBody", table.lang, table)
        for member in members:
            row = self.element("TR", member, body)
            self.made_cell(row, child(member, "name"), head=True)
            for _, which in said:
                if which in ("district", "code"):
                    self.made_cell(row, text=folded(member.get(which)))
                else:
                    self.made_cell(row, child(member, which))
        self.made_end(parent)

    def block_indicators(self, parent, element):
        table, _ = self.made_table(parent, element, ("Measure", *self.years()))
        body = Element("TBody", table.lang, table)
        for indicator in children(element, "indicator"):
            self.indicator(body, indicator)
        self.made_end(parent)

    def years(self):
        period = child(self.control, "period")
        if period is None:
            return "Latest year", "Year before"
        return f"Year to {words.date(period.get('to'))}", f"Year to {words.day_before(period.get('from'))}"

    def indicator(self, body, indicator):
        row = self.element("TR", indicator, body)
        unit = folded(indicator.get("unit"))
        head = self.element("TH", child(indicator, "name"), row, scope="Row")
        self.inline(head, child(indicator, "name"))
        head.fold()
        head.add(f" ({unit})" if unit not in ("", "percent", "GBP") else "")
        for which in ("this-year", "year-before"):
            figure = child(indicator, which)
            if figure is None:
                Element("TD", row.lang, row).add("No figure")
                continue
            if (figure.get("value") is None) == (len(figure) == 0):
                raise Fault(figure, "a figure or a placeholder, one of the two")
            cell = self.element("TD", figure, row)
            if len(figure):
                self.inline_element(cell, figure[0])
            else:
                value = folded(figure.get("value"))
                cell.add(words.pounds(value) if unit == "GBP" else words.number(value))
                cell.add("%" if unit == "percent" else "")
            cell.fold()

    def mixed(self, parent, source):
        """Words and blocks side by side, as in an item: each run of words is a paragraph of its own."""
        run = Element("P", parent.lang)

        def finish():
            if not run.fold().is_empty():
                done = Element("P", parent.lang, parent)
                done.kids = run.kids
                self.place_notes(parent)
            run.kids = []

        run.add(source.text or "")
        for element in source:
            if hasattr(self, "block_" + name(element).replace("-", "_")):
                finish()
                self.block(parent, element)
            else:
                self.inline_element(run, element)
            run.add(element.tail or "")
        finish()

    # ---- Inline ----

    def inline(self, out, source):
        """The text of `source` and its inline elements, in order."""
        out.add(source.text or "")
        for element in source:
            self.inline_element(out, element)
            out.add(element.tail or "")

    def inline_element(self, out, element):
        getattr(self, "inline_" + name(element).replace("-", "_"))(out, element)

    def tongue(self, out, element):
        """Where an element without a tag goes: into a Span when it is in another language, else into what is around it."""
        return out if same_language(language(element), out.lang) else self.element("Span", element, out)

    def inline_strong(self, out, element):
        self.inline(self.tongue(out, element), element)

    inline_span = inline_strong

    def inline_role(self, out, element):
        words_ = folded("".join(element.itertext()))
        if (element.get("ref") is None) == (not words_):
            raise Fault(element, "a role with a ref or with words, one of the two")
        if element.get("ref") is None:
            self.inline_strong(out, element)
        else:
            self.tongue(out, element).add(self.office_name(element.get("ref"), element))

    def inline_abbr(self, out, element):
        self.element("Span", element, out, expansion=self.expansions[element]).add(element.text)

    def inline_fact(self, out, element):
        out.add(self.fact(element))

    def inline_limit_ref(self, out, element):
        bound = element.get("bound", "upper")
        limits = {} if self.limits is None else {e.get("id"): e for e in self.limits.iter("{*}limit")}
        if element.get("to") not in limits or limits[element.get("to")].get(bound) is None:
            raise Fault(element, f"limits.xml gives no {bound} amount of {element.get('to')}")
        self.tongue(out, element).add(words.pounds(limits[element.get("to")].get(bound)))

    def inline_placeholder(self, out, element):
        self.tongue(out, element).add(f"[to be supplied: {folded(element.text)}; ask {folded(element.get('ask'))}]")

    def inline_document_ref(self, out, element):
        place = self.tongue(out, element)
        place.add(element.text)
        if element.get("reference"):
            place.add(f" ({folded(element.get('reference'))})")

    def link(self, parent, source, text=None, more="", paged=False, **attributes):
        """A Link. Read by itself it says its own words, and then `more` where they do not hold that already. Between the
        two stands the page, when it is `paged`, and the words end with that."""
        link = self.element("Link", source, parent, **attributes)
        if text is None:
            self.inline(link, source)
        else:
            link.add(text)
        return self.tell_link(link, more, paged)

    def tell_link(self, link, more, paged):
        contents = unicodedata.normalize("NFC", folded(link.text()))
        page = f", page {PAGE}" if paged else ""
        more = f" ({more})" if more and ascii_lower(more) not in ascii_lower(contents) else ""
        link.attributes["contents"] = contents + page + more
        link.add(page if not self.quoting else "")
        return link

    def web_link(self, out, element, address):
        if address.startswith("mailto:"):
            more = address.removeprefix("mailto:").partition("?")[0]
        else:
            more = re.match(r"https?://(?:[^/?#@]*@)?([^/?#:]*)", address)[1]
        self.link(out, element, more=more, uri="".join(c if c.isascii() and c not in UNSAFE else quote(c) for c in address))

    def reference(self, out, source, text, target):
        place = self.element("Reference", source, out)
        place.attributes.pop("id", None)
        paged = name(target) != "definition"
        return self.link(place, source, text, self.title_of(target), paged, target=target.get("id"))

    def title_of(self, target):
        """What a reference may add to its own words: the title, caption or term of what it leads to. Only its words are
        quoted elsewhere; and a caption may refer to itself."""
        if self.quoting:
            return ""
        for which in ("title", "caption", "term"):
            if child(target, which) is not None:
                return self.plain(child(target, which))
        return ""

    def inline_link(self, out, element):
        self.web_link(out, element, unicodedata.normalize("NFC", element.get("to").strip()))

    def inline_legislation_ref(self, out, element):
        year = re.search(r"[0-9]+", element.get("year"))[0].lstrip("0")
        address = f"https://www.legislation.gov.uk/{element.get('type')}/{year}/{int(element.get('number'))}"
        for kind in ("section", "schedule"):
            if element.get(kind):
                address += f"/{kind}/{folded(element.get(kind))}"
        self.web_link(out, element, address)

    def inline_term_ref(self, out, element):
        target = self.target(element)
        if name(target) != "definition":
            raise Fault(element, "not the name of a definition")
        self.reference(out, element, element.text, target)

    def inline_xref(self, out, element):
        target = self.target(element)
        text = self.words_of(element, target)
        if folded(element.get("begins-sentence", "no")) == "yes" and "a" <= text[:1] <= "z":
            text = text[0].upper() + text[1:]
        self.reference(out, element, text, target)

    def words_of(self, element, target):
        """What a reference to `target` says before its page."""
        if name(target) == "definition":
            text = self.plain(child(target, "term"))
        elif target in self.numbers:
            number = self.numbers[target]
            kind = "clause" if number.kind == "item" else number.kind
            text = f"{kind} {number.full}" if number.full else ""
            if number.within and text:
                text = f"appendix {number.within}, {text}"
            if number.kind in ("section", "clause", "part", "appendix"):
                title = self.plain(child(target, "title"))
                text = f"{text}, {title}" if text else title
        else:
            raise Fault(element, f"{element.get('to')} is not a thing that has a number, a title or a term")
        return text

    def inline_note(self, out, element):
        if any(name(above) == "note" for above in element.iterancestors()):
            raise Fault(element, "a note in a note")
        if self.quoting:
            return
        self.note_count += 1
        count = self.note_count
        ident = f"fn-{count}"
        place = self.named_as(Element("Reference", out.lang, out), element)
        place.is_call = True
        Element("Link", out.lang, place, target=ident, contents=f"{count} (footnote)").add(str(count))
        self.waiting.append((element, count))

    def target(self, element):
        if element.get("to") not in self.named:
            raise Fault(element, f"nothing is named {element.get('to')}")
        return self.named[element.get("to")]

    def plain(self, element):
        """The words of a title, caption or term without its structure and its notes."""
        whole = Element("P", language(element))
        before, self.quoting = self.quoting, True
        self.inline(whole, element)
        self.quoting = before
        return whole.fold().text()

    def fact(self, element):
        which, ident = element.get("name"), element.get("of")
        organisation = self.organisation(ident, element)
        measures = {measure.get("name"): measure for measure in children(organisation, "measure")}
        if element.get("dated") == "yes" and which not in measures:
            raise Fault(element, f"{which} is not a measure, so it has no date")
        if which in ("name", "short-name", "abbreviation"):
            if child(organisation, which) is None:
                raise Fault(element, f"{ident} has no {which}")
            return self.name_of(ident, element, which)
        if which == "districts":
            return words.series(folded(district.text) for district in children(organisation, "district"))
        if which == "members":
            return words.series(self.name_of(m, element, "short-name") for m in organisation.get("members", "").split())
        if which not in measures:
            raise Fault(element, f"{ident} has no {which}")
        measure = measures[which]
        form = words.pounds if measure.get("unit") == "GBP" else words.number
        dated = f" (as at {words.date(measure.get('as-at'))})" if element.get("dated") == "yes" else ""
        return form(measure.get("value")) + dated

    # ---- The tables made by the program ----

    def control_table(self):
        sect = self.headed(self.control, "Document control")
        table = Element("Table", sect.lang, sect, summary=CONTROL_SUMMARY)
        self.body = Element("TBody", table.lang, table)
        version = child(self.control, "version")
        self.values("Reference", "reference")
        self.pair("Version", version.get("label"))
        self.pair("Date of this version", words.date(version.get("date")))
        status = version.get("status")
        reviewed = ", under review" if version.get("under-review") == "yes" and not self.draft else ""
        self.pair("Status", STATUS["draft" if self.draft and status == "approved" else status] + reviewed)
        self.values("Owner", "owner")
        self.values("Author", "author")
        period = child(self.control, "period")
        if period is not None:
            self.pair("Period covered", f"{words.date(period.get('from'))} to {words.date(period.get('to'))}")
        for approval in children(self.control, "approval"):
            self.approval(approval)
        self.dated("In force from", "effective-from")
        self.published()
        self.dated("Review by", "review-by")
        self.values("Replaces", "supersedes")
        self.values("Read with", "read-with")
        self.values("Equality impact", "equality-impact")
        self.values("Classification", "classification")
        classes = [FOI[e.text.strip()] for e in children(self.control, "foi-class")]
        if classes:
            self.pair("Publication scheme class", "; ".join(classes))

    def pair(self, head, text="", source=None):
        """A row of two cells, the first naming the second, which is returned. The row has the name of the element that
        the value comes from, the second cell its language."""
        row = Element("TR", self.body.lang, self.body)
        Element("TH", row.lang, row, scope="Row").add(head)
        cell = Element("TD", row.lang if source is None else language(source), row)
        if source is not None:
            self.named_as(row, source)
        cell.add(text)
        return cell.fold()

    def values(self, head, which, above=None):
        """A row with the words of all elements of that name."""
        found = children(self.control if above is None else above, which)
        if len(found) == 1:
            self.inline(cell := self.pair(head, source=found[0]), found[0])
            cell.fold()
        elif found:
            cell = self.pair(head)
            for count, element in enumerate(found):
                cell.add("; " if count else "")
                self.value(cell, element)

    def value(self, cell, element):
        """Adds the words of one element to a cell of several, without white space at their ends."""
        place = self.tongue(cell, element)
        place.attributes.pop("id", None)
        part = Element(place.role, place.lang)
        self.inline(part, element)
        for kid in part.fold().kids:
            if isinstance(kid, str):
                place.add(kid)
            else:
                place.kids.append(kid)

    def dated(self, head, which):
        """A row with a date, or with the placeholder in its place."""
        element = child(self.control, which)
        if element is not None and element.get("date"):
            self.pair(head, words.date(element.get("date")), element)
        elif element is not None and len(element):
            cell = self.pair(head, source=element)
            self.inline_element(cell, element[0])
            cell.fold()

    def published(self):
        self.dated("Published", "published")
        element = child(self.control, "published")
        if element is not None and element.get("address"):
            self.body.kids[-1].kids[-1].add(f", at {folded(element.get('address'))}")
            self.body.kids[-1].kids[-1].fold()

    def approval(self, approval):
        organisation = self.name_of(approval.get("org"), approval, "short-name")
        whose = f"the {folded(approval.get('body'))} of {organisation}" if approval.get("body") else organisation
        by = f"{DONE[approval.get('role')]} by {whose}"
        if approval.get("date"):
            text = f"{by} on {words.date(approval.get('date'))}"
            if approval.get("minute"):
                text += f" ({folded(approval.get('minute'))})"
        else:
            text = f"to be {by}"
        cell = self.pair("Approval", capital(text), approval)
        if len(approval):
            cell.add(": ")
            self.inline_element(cell, approval[0])
        cell.fold()

    def block_signature(self, parent, signature):
        full = self.name_of(signature.get("org"), signature)
        table = self.element("Table", signature, parent, summary=f"Approval and signature for {full}")
        Element("Caption", table.lang, table).add(full)
        self.body = Element("TBody", table.lang, table)
        self.values("Name", "name", signature)
        self.values("Post", "post", signature)
        signed = child(signature, "signed")
        cell = self.pair("Signed", source=signed)
        place = cell
        if signed.get("picture"):
            alt = f"Signature of {self.plain(child(signature, 'name'))}, {self.plain(child(signature, 'post'))}"
            if signed.get("date"):
                alt += f", signed {words.date(signed.get('date'))}"
            Element("Figure", cell.lang, cell, alt=unicodedata.normalize("NFC", alt))
            place = Element("P", cell.lang, cell)
        if signed.get("date"):
            place.add(words.date(signed.get("date")))
        elif len(signed):
            self.inline_element(place, signed[0])
        else:
            place.add("Not signed yet")
        place.fold()

    def history_table(self, history):
        sect = self.headed(history, "Version history")
        table = Element("Table", sect.lang, sect, summary=HISTORY_SUMMARY)
        head = Element("THead", table.lang, table)
        head = Element("TR", head.lang, head)
        for title in ("Version", "Date", "Status", "What changed"):
            Element("TH", head.lang, head, scope="Column").add(title)
        body = Element("TBody", table.lang, table)
        for release in children(history, "release"):
            row = self.element("TR", release, body)
            Element("TH", row.lang, row, scope="Row").add(folded(release.get("label")))
            Element("TD", row.lang, row).add(words.date(release.get("date")))
            Element("TD", row.lang, row).add(STATUS[release.get("status")])
            self.changes(row, release)
        if self.changed():
            self.changed_table(sect, children(history, "release")[0])

    def changes(self, row, release):
        remarks = [change for change in children(release, "change") if not change.get("target")]
        if len(remarks) == 1:
            cell = self.element("TD", remarks[0], row)
            self.inline(cell, remarks[0])
            cell.fold()
            return
        cell = Element("TD", row.lang, row)
        if not remarks:
            count = len(self.targeted(release))
            cell.add(("1 change" if count == 1 else f"{count} changes") if count else "")
            return
        made = Element("L", cell.lang, cell, numbering="Disc")
        for change in remarks:
            self.item(made, change, "•", self.mixed)

    def changed_title(self, release):
        return f"What changed in version {folded(release.get('label'))}"

    def changed_table(self, parent, release):
        title = self.changed_title(release)
        sect = Element("Sect", language(release), parent, t=title)
        heading = Element("H3", sect.lang, sect)
        heading.add(title)
        self.headings.append((3, heading))
        table = Element("Table", sect.lang, sect, summary=CHANGED_SUMMARY)
        head = Element("TR", table.lang, Element("THead", table.lang, table))
        for title in ("Provision", "What was done", "Reason"):
            Element("TH", head.lang, head, scope="Column").add(title)
        body = Element("TBody", table.lang, table)
        for change in self.changed():
            row = Element("TR", body.lang, body)
            what = CHANGE[change.get("kind")]
            was = folded(change.get("was"))
            self.provision(Element("TH", row.lang, row, scope="Row"), change, was)
            done = f"{what} within it: {was}" if what == "Renumbered" else f"{what}; was {was}"
            Element("TD", row.lang, row).add(done if was and what != "Deleted" else what)
            if folded("".join(change.itertext())):
                cell = self.element("TD", change, row)
                self.inline(cell, change)
                cell.fold()
            else:
                self.named_as(Element("TD", row.lang, row), change).add("[to be supplied: the reason for this change]")

    def provision(self, cell, change, was):
        """What was changed, as the name of its row."""
        def begun(text):
            return text[0].upper() + text[1:] if "a" <= text[:1] <= "z" else text

        if change.get("kind") == "deleted":
            cell.add(begun(was))
        elif change.get("target") == self.root.get("id"):
            cell.add("This document")
        else:
            target = self.named[change.get("target")]
            link = Element("Link", cell.lang, Element("Reference", cell.lang, cell), target=target.get("id"))
            link.add(begun(self.called(target)))
            self.tell_link(link, self.title_of(target), True)

    def called(self, target):
        """As the list of changes calls it; what has neither number nor title by what is around it and has one."""
        def is_called(element):
            return element.get("id") and (name(element) == "definition" or element in self.numbers)

        if not is_called(target):
            around = next((above for above in target.iterancestors() if is_called(above)), None)
            part = PARTS.get(name(target), "passage")
            whose = "this document" if around is None else self.called(around)
            above = target.getparent()
            if part == "paragraph" and (above is self.root or name(above) in ("part", "section", "clause", "appendix")):
                all_ = children(above, "p")
                which = ORDINALS[all_.index(target)] + " " if len(all_) > 1 else ""
                return f"the {which}paragraph of {whose}"
            return f"{'an' if part == 'item' else 'a'} {part} of {whose}"
        words_ = self.words_of(target, target)
        if name(target) == "definition":
            return f"definition of {words_}"
        if self.numbers[target].kind in ("table", "figure"):
            return f"{words_}, {self.title_of(target)}"
        return words_

    # ---- What describes the document ----

    def meta(self):
        def texts(which):
            return [unicodedata.normalize("NFC", folded(e.text)) for e in children(self.control, which)]

        names = [self.name_of(issuer.get("org"), issuer) for issuer in children(self.control, "issuer")]
        return {"title": self.document.kids[0].text(), "author": "; ".join(names),
                "date": child(self.control, "version").get("date"), "draft": self.draft, "lang": self.document.lang,
                "subject": "".join(texts("subject")), "keywords": ", ".join(texts("keyword"))}

    def outline(self):
        return [{"level": level, "role": heading.role, "text": heading.text()} for level, heading in self.headings]


def main():
    arguments = argparse.ArgumentParser(description="What a document has to say to assistive technology.")
    arguments.add_argument("input")
    arguments.add_argument("--tree", help="the folder of the sources, if it is not the one that the document stands in")
    arguments.add_argument("--structure", action="store_true")
    arguments.add_argument("--outline", action="store_true")
    arguments.add_argument("--meta", action="store_true")
    chosen = arguments.parse_args()
    try:
        reference = Reference(*read(chosen.input, chosen.tree))
    except Fault as fault:
        print(fault, file=sys.stderr)
        return 1

    def show(value, indent=None):
        print(json.dumps(value, ensure_ascii=False, indent=indent))

    if chosen.structure:
        show(reference.document.nested(), 1)
    elif chosen.meta:
        show(reference.meta(), 1)
    elif chosen.outline:
        for entry in reference.outline():
            show(entry)
    else:
        for path, lang, text in reference.document.linear():
            show({"path": path, "lang": lang, "text": text})
    return 0


if __name__ == "__main__":
    sys.exit(main())
