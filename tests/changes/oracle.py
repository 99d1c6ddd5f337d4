"""What a comparison has to find: two XML trees whose elements are known to be the same or not → changes.

A mutation (edits.py) works on a tree whose every element carries a mark. So what stayed, went, came or was put elsewhere
is known from the mutation itself, and nothing here guesses which element was which. From the marks follow:

  inserted, deleted   a unit that is in one version alone, once for all that it holds
  moved               a part, section, clause or appendix under another parent, or not in the longest run of siblings
                      that kept their order
  substituted         words, items, rows, cells or blocks without a name of their own; it belongs to the smallest unit
                      around that has an id
  editorial           only a kind of space, dash or quotation mark, the dress of words, or an attribute that nobody hears
  renumbered          the unit whose own divisions, where they stayed, got another last number

Numbers are counted here once more, from sources/README.md; the program's are never asked.
"""

import bisect
import collections
import re

NS = "{urn:engross:document:1}"
XML = "{http://www.w3.org/XML/1998/namespace}"
MARK = "mark"
OTHERWISE = "otherwise"  # on what an edit outside of the document changed: a name in a list, the bytes of a picture
INLINE = {NS + n for n in ("strong", "span", "abbr", "fact", "term-ref", "role", "limit-ref", "xref", "link", "legislation-ref",
                           "document-ref", "note", "placeholder")}
MADE = {"fact", "role", "limit-ref", "xref", "placeholder"}  # their words are made by the program
DIVISIONS = ("part", "section", "clause", "appendix")
TABLES = ("table", "indicators", "limit-table", "decisions", "seats", "members", "signature")
UNITS = DIVISIONS + TABLES + ("figure", "definition", "p", "item", "not-covered", "no-steps", "table-note")
LEAVES = ("p", "title", "caption", "term", "table-note", "not-covered", "no-steps", "name", "address", "representative", "decision",
          "post", "owner", "author", "reference", "equality-impact", "classification", "supersedes", "read-with")
MIXED = ("item", "cell")
# Attributes that are read aloud or lead somewhere, by element; the others are seen by nobody.
HEARD = {"figure": ("src", OTHERWISE), "table": ("summary",), "decision": ("holders", "together", "activity", OTHERWISE),
         "seats": ("of", OTHERWISE), "limit-table": ("activities", OTHERWISE), "member": ("code", "district"), "list": ("kind",), "review-by": ("date",),
         "period": ("from", "to"), "issuer": ("org",), "cell": ("rows", "columns", "header"), "row": ("header",),
         "this-year": ("value",), "year-before": ("value",)}
SKIPPED = ("contents", "history", "version", "approval", "effective-from", "published", "short-title", "subject", "keyword", "internal-note", "columns")
SAME = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"})
WORD = re.compile(r"[\w£%&@+/]+(?:['.,:-]\w+)*")


def local(element):
    return element.tag[len(NS):] if isinstance(element.tag, str) and element.tag.startswith(NS) else ""


def seen(element):
    """The elements in it that a reader meets."""
    return [c for c in element if local(c) and local(c) not in SKIPPED and c.get("restricted") != "yes"]


def words(text):
    """Whole words of the author; what is stuck to words that the program makes is no word of its own."""
    return re.findall(WORD, re.sub(r"\{[^}]*\}'?\w*", " ", re.sub(r"\{=[^}]*\}", "", text.translate(SAME))))


def fold(text):
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def inline(element, skip=()):
    """(words, the same with its dress) of mixed content; blocks in it and notes end a stretch: a list of pairs, notes apart."""
    stretches, notes = [["", ""]], []

    def add(text, dress=None):
        stretches[-1][0] += text
        stretches[-1][1] += text if dress is None else dress

    def walk(at):
        add(at.text or "")
        for child in at:
            name = local(child)
            if name == "note":
                notes.append(child)
                stretches[-1][0] = stretches[-1][0].rstrip()  # white space before a call goes
                stretches[-1][1] = stretches[-1][1].rstrip()
            elif name in MADE:
                made = "{" + name + " " + " ".join(v for k, v in sorted(child.attrib.items()) if k != MARK) + fold("".join(child.itertext())) + "}"
                add(made)
            elif child.tag in INLINE:
                dress = name + "".join(f" {k}={v}" for k, v in sorted(child.attrib.items()) if k != MARK)
                add("", f"<{dress}>")
                if name == "link":  # where it leads is more than dress
                    add("{=" + child.get("to") + "}")
                walk(child)
                add(f" ({child.get('reference')})" if child.get("reference") else "", f"</{name}>")
            elif name:
                stretches.append(["", ""])
            add(child.tail or "")
    walk(element)
    return [(fold(w), fold(d)) for w, d in stretches], notes


def blocks(element):
    """(key, words, dress) of what an element holds directly, notes in it included; what stands below it in elements is theirs."""
    name, mark = local(element), element.get(MARK)
    found = []
    if name in LEAVES or name in MIXED:
        stretches, notes = inline(element)
        found += [((mark, i), *s) for i, s in enumerate(stretches)]
        for note in notes:
            found += [((note.get(MARK), i), *s) for i, s in enumerate(inline(note)[0])]
    elif name == "alt":
        found.append(((mark, 0), fold(element.text or ""), ""))
    if name == "control" and element.find(NS + "read-with") is not None:
        found.append(((mark, "read-with"), "Read with", ""))  # one row for all of them
    if element.get("formerly"):
        found.append(((mark, "formerly"), f"formerly {element.get('formerly')}", ""))
    for attribute in HEARD.get(name, ()):
        if element.get(attribute):
            value = fold(element.get(attribute))
            plain = value if attribute in ("summary", "code", "district") else "{" + value + "}"
            found.append(((mark, attribute), plain, ""))
    return [b for b in found if b[1]]


def provisions(root):
    """id of each part, section, clause, appendix and of the document → (what it holds without those in it, ids in that): what a
    release compares to know whose approval it needs. Told from the source as it is, dress and attributes with it."""
    found = {}

    def put(element, out, ids):
        for child in element:
            name = local(child)
            if not name or name in ("internal-note", "control", "history") or child.get("restricted") == "yes":
                pass
            elif name in DIVISIONS and child.get("id"):
                collect(child, child.get("id"))
            else:
                if child.get("id"):
                    ids.add(child.get("id"))
                out.append(f"\x01{name} {sorted((k, v) for k, v in child.attrib.items() if k not in (MARK, OTHERWISE))}\x01")
                out.append(child.text or "")
                put(child, out, ids)
                out.append("\x01")
            out.append(child.tail or "")

    def collect(element, key):
        out, ids = [str(sorted((k, v) for k, v in element.attrib.items() if k not in (MARK, OTHERWISE)))], {key}
        put(element, out, ids)
        found[key] = (re.sub(r"\s*\x01\s*", "\x01", re.sub(r"\s+", " ", "".join(out))).strip(), ids)
    collect(root, root.get("id"))
    return found


class Version:
    def __init__(self, root):
        self.root, self.by_mark, self.parent, self.order = root, {}, {}, {}
        for i, element in enumerate(root.iter()):
            if isinstance(element.tag, str) and MARK not in element.attrib:
                element.set(MARK, f"new-{i}")
        self.collect(root)
        self.numbers, self.ordinals = {}, {}
        self.number(root)

    def collect(self, element):
        self.by_mark[element.get(MARK)] = element
        for i, child in enumerate(seen(element)):
            if child.tag in INLINE:
                continue
            self.parent[child.get(MARK)] = element
            self.order[child.get(MARK)] = i
            self.collect(child)

    def number(self, root):
        counts = collections.Counter()
        for child in seen(root):
            name = local(child)
            if name == "part":
                counts["part"] += 1
                self.say(child, str(counts["part"]), str(counts["part"]))
                for section in seen(child):
                    if local(section) == "section":
                        self.section(section, "", counts, "section")
            elif name == "section":
                self.section(child, "", counts, "section")
            elif name == "appendix":
                counts["appendix"] += 1
                letter = letters(counts["appendix"])
                self.say(child, letter, letter)
                self.inside(child, "" if child.get("numbering") == "own" else letter, True)

    def say(self, element, number, ordinal):
        self.numbers[element.get(MARK)] = number
        self.ordinals[element.get(MARK)] = ordinal

    def section(self, section, before, counts, key):
        """`before` is what stands before its own count: "", "A", "4."."""
        if section.get("numbered") == "no":
            for child in seen(section):
                if local(child) == "section":
                    child.set("numbered", "no")
                    self.section(child, "", counts, key)
            return
        counts[key] += 1
        self.say(section, f"{before}{counts[key]}", str(counts[key]))
        self.inside(section, f"{before}{counts[key]}.", False)

    def inside(self, division, before, appendix):
        counts = collections.Counter()
        for child in seen(division):
            if local(child) == "section":
                self.section(child, before, counts, 0)
            elif local(child) == "clause":
                counts[0] += 1
                number = f"{before}{counts[0]}"
                self.say(child, number, str(counts[0]))
                if child.find(NS + "title") is not None:
                    self.inside(child, number + ".", False)
                else:
                    self.deeper(child, number, 0)

    def deeper(self, clause, number, depth):
        count = 0
        for child in seen(clause):
            if local(child) == "clause":
                count += 1
                label = (letters(count, "a"), roman(count), letters(count))[min(depth, 2)]
                self.say(child, f"{number}({label})", label)
                self.deeper(child, f"{number}({label})", depth + 1)

    def unit(self, mark):
        """The smallest unit with an id around an element, itself included."""
        element = self.by_mark[mark]
        while element is not self.root and not (local(element) in UNITS and element.get("id")):
            element = self.parent[element.get(MARK)]
        return element


def letters(count, first="A"):
    text = ""
    while count > 0:
        count, digit = divmod(count - 1, 26)
        text = chr(ord(first) + digit) + text
    return text


def roman(count):
    text = ""
    for value, sign in ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while count >= value:
            text, count = text + sign, count - value
    return text


def longest_run(values):
    """The places of a longest increasing subsequence."""
    tails, places, before = [], [], [None] * len(values)
    for i, value in enumerate(values):
        k = bisect.bisect_left(tails, value)
        before[i] = places[k - 1] if k else None
        tails[k:k + 1] = [value]
        places[k:k + 1] = [i]
    kept, i = set(), places[-1] if places else None
    while i is not None:
        kept.add(i)
        i = before[i]
    return kept


class Expected:
    """kind and target → the words that go and those that come; and which numbers are others."""

    def __init__(self, old_root, new_root):
        self.old, self.new = Version(old_root), Version(new_root)
        self.changes = {}  # (kind, target) → [Counter old, Counter new]
        self.loose = set()  # targets in which words are changed that the program makes
        self.near = {}  # target → whether a changed block stayed much as it was
        self.numbers = {}
        both = self.old.by_mark.keys() & self.new.by_mark.keys()
        self.both = both
        self.moves = self.displaced()
        for mark in self.old.by_mark.keys() - both:
            self.alone(self.old, mark, "deleted", 0)
        for mark in self.new.by_mark.keys() - both:
            self.alone(self.new, mark, "inserted", 1)
        for mark in both:
            self.stayed(mark)
        self.renumbered()

    def put(self, kind, target, side=None, text=""):
        change = self.changes.setdefault((kind, target), [collections.Counter(), collections.Counter()])
        if side is not None:
            change[side].update(words(text))
            if "{" in text.replace("{=", ""):
                self.loose.add(target)

    def displaced(self):
        """The elements in both that have another parent, or are out of the order of their siblings."""
        moved = {m for m in self.both if m in self.old.parent and self.old.parent[m].get(MARK) != self.new.parent[m].get(MARK)}
        siblings = collections.defaultdict(list)
        for mark in self.both - moved:
            if mark in self.new.parent and local(self.new.by_mark[mark]) != "alt":
                siblings[self.new.parent[mark].get(MARK)].append(mark)
        for family in siblings.values():
            family.sort(key=self.new.order.get)
            kept = longest_run([self.old.order[m] for m in family])
            moved.update(m for i, m in enumerate(family) if i not in kept)
        return moved

    def whole(self, version, mark):
        """Whether this element, or one around it that is a unit, is in one version alone as a unit: its topmost such."""
        element, found = version.by_mark[mark], None
        while True:
            own = element.get(MARK)
            if own in self.both:
                return found
            if local(element) in UNITS and element.get("id"):
                found = element
            if own not in version.parent:
                return found
            element = version.parent[own]

    def alone(self, version, mark, kind, side):
        top = self.whole(version, mark)
        held = blocks(version.by_mark[mark])
        if top is not None:
            self.put(kind, top.get("id"))
            for _, text, _ in held:
                self.put(kind, top.get("id"), side, text)
        else:
            for _, text, _ in held:
                self.put("substituted", version.unit(mark).get("id"), side, text)
            if not held and local(version.by_mark[mark]) in ("row", "item", "cell", "p", "list", "figure"):
                self.put("substituted", version.unit(mark).get("id"))

    def stayed(self, mark):
        old, new = self.old.by_mark[mark], self.new.by_mark[mark]
        name = local(new)
        displaced = mark in self.moves
        if displaced and name in DIVISIONS + TABLES + ("figure", "p", "definition", "item") and new.get("id"):
            self.put("moved", new.get("id"))
        elif displaced:
            for version, side in ((self.old, 0), (self.new, 1)):
                for element in version.by_mark[mark].iter():
                    if element.get(MARK) in version.by_mark:
                        for _, text, _ in blocks(element):
                            self.put("substituted", version.unit(mark).get("id"), side, text)
            return
        target = self.new.unit(mark).get("id")
        before, after = ({key: (text, dress) for key, text, dress in blocks(e)} for e in (old, new))
        if before.pop((mark, "formerly"), None) != after.pop((mark, "formerly"), None):
            self.put("editorial", target)  # what is said of numbers is no other words
        for key in before.keys() | after.keys():
            was, now = before.get(key, ("", "")), after.get(key, ("", ""))
            if was[0].translate(SAME) != now[0].translate(SAME):
                self.words(target, was[0], now[0])
            elif was != now:
                self.put("editorial", target)
        if {k for k in set(old.attrib) | set(new.attrib) if old.get(k) != new.get(k)} - {MARK, "numbered", "formerly"} - set(HEARD.get(name, ())):
            self.put("editorial", target)

    def words(self, target, was, now):
        a, b = re.findall(r"\{[^}]*\}|[^\s{]+", was.translate(SAME)), re.findall(r"\{[^}]*\}|[^\s{]+", now.translate(SAME))
        first = 0
        while first < min(len(a), len(b)) and a[first] == b[first]:
            first += 1
        last = 0
        while last < min(len(a), len(b)) - first and a[-1 - last] == b[-1 - last]:
            last += 1
        self.put("substituted", target, 0, " ".join(a[first:len(a) - last]))
        self.put("substituted", target, 1, " ".join(b[first:len(b) - last]))
        if not was or not now:
            return
        self.near[target] = self.near.get(target, True) and 2 * (first + last) > 0.5 * (len(a) + len(b)) and max(len(a), len(b)) > 8

    def renumbered(self):
        for mark in self.both:
            old, new = self.old.by_mark[mark], self.new.by_mark[mark]
            if local(new) not in DIVISIONS:
                continue
            was, now = self.old.numbers.get(mark), self.new.numbers.get(mark)
            if was != now and new.get("id"):
                self.numbers[new.get("id")] = (was or "", now or "")
            if mark not in self.moves and self.old.ordinals.get(mark) != self.new.ordinals.get(mark):
                self.put("renumbered", self.new.unit(self.new.parent[mark].get(MARK)).get("id"))
