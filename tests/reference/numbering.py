"""Numbers every division, clause, table and figure of a document before anything is built, since references run
forwards as well as back.

In: the root element. Out: a dictionary from element to `Number`. The rules are those of sources/README.md: sections and
clauses under one parent count together; parts do not interrupt the count of sections; what stands in a section without
a number has none either.
"""

from dataclasses import dataclass

from source import Fault, child, children, name
from words import letters, roman


@dataclass
class Number:
    label: str  # what is printed: 1.1, Part 1:, (a), Table 1:, or nothing
    full: str   # what a reference says after the kind of thing: 1.1, 1, 5.3.2(a)
    kind: str   # section, clause, item (a clause without a title), part, appendix, table, figure
    depth: int = 0  # of an item: 0 for 1.1, 1 for (a), 2 for (i), 3 for (A)
    within: str = ""  # the letter of the appendix that counts for itself, in which it stands


def is_titled(clause):
    return child(clause, "title") is not None


def is_numbered(section):
    return section.get("numbered") != "no"


def item_label(depth, count):
    letter = letters(count)
    return (None, f"({letter})", f"({roman(count)})", f"({letter.upper()})")[depth]


class Numbering:
    def __init__(self, root):
        self.numbers = {}
        self.sections = 0
        for count, part in enumerate(children(root, "part"), 1):
            self.numbers[part] = Number(f"Part {count}:", str(count), "part")
        for division in root.iterchildren("{*}part", "{*}section"):
            if name(division) == "part":
                for section in children(division, "section"):
                    self.top(section)
            else:
                self.top(division)
        for count, appendix in enumerate(children(root, "appendix"), 1):
            letter = letters(count).upper()
            self.numbers[appendix] = Number(f"Appendix {letter}:", letter, "appendix")
            if appendix.get("numbering") == "own":
                self.inside(appendix, "", "")
                for below in appendix.iterdescendants("{*}section", "{*}clause"):
                    self.numbers[below].within = letter
            else:
                self.inside(appendix, letter, "")
        self.captioned(root, "table", "indicators", "limit-table", "decisions", "seats", "members")
        self.captioned(root, "figure")

    def top(self, section):
        if is_numbered(section):
            self.sections += 1
        self.section(section, str(self.sections))

    def section(self, section, number):
        """`number` is None in a section that has no number itself."""
        if number is None or not is_numbered(section):
            self.numbers[section] = Number("", "", "section")
            self.inside(section, None, ".")
        else:
            self.numbers[section] = Number(number, number, "section")
            self.inside(section, number, ".")

    def inside(self, division, number, point):
        """Counts the clauses and sections directly in a section, appendix or titled clause."""
        count = 0
        for element in children(division, "clause", "section"):
            if name(element) == "section" and not is_numbered(element):
                self.section(element, None)
                continue
            count += 1
            own = None if number is None else f"{number}{point}{count}"
            if name(element) == "section":
                self.section(element, own)
            elif own is None:
                raise Fault(element, "a section that is not numbered cannot hold clauses")
            elif is_titled(element):
                self.numbers[element] = Number(own, own, "clause")
                self.inside(element, own, ".")
            else:
                self.item(element, own, own, 0)

    def item(self, clause, label, full, depth):
        if depth > 3:
            raise Fault(clause, "clauses go no deeper than (A)")
        self.numbers[clause] = Number(label, full, "item", depth)
        for count, deeper in enumerate(children(clause, "clause"), 1):
            if is_titled(deeper):
                raise Fault(deeper, "a clause with a title cannot stand in a clause without one")
            own = item_label(depth + 1, count) if depth < 3 else ""
            self.item(deeper, own, full + own, depth + 1)

    def captioned(self, root, kind, *others):
        """`others` are counted with the elements named `kind`, and called so."""
        count = 0
        for element in root.iter(*("{*}" + which for which in (kind, *others))):
            if child(element, "caption") is not None:
                count += 1
                self.numbers[element] = Number(f"{kind.capitalize()} {count}:", str(count), kind)
