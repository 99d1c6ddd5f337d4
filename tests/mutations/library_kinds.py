"""The mistakes of library.py: a kind is a function of (house, random numbers) that gives a Mistake, or None where the house
has nothing to spoil in that way. Its first line says what the author did. Rule and place follow from what was done and
from what the rule is there for (sources/schema/profiles.xml, `engross explain`), never from what the program says."""

import re

from kinds import mistype, pick
from markup import tag_place
from source import Mutation, Place

KINDS = {}
PROFILE = "ccg-2012"


class Mistake(Mutation):
    """rules: one of them has to speak, at one of the places of the spoilt file or at one `elsewhere`: (file, source, place).
    added: files of the sources that are new. on: the day for --on."""

    def __init__(self, source, what, edits, places, rules, elsewhere=(), added=None, on=None):
        super().__init__(what, edits, places, [])
        self.source, self.rules, self.elsewhere, self.added, self.on = source, set(rules.split()), list(elsewhere), added or {}, on


def kind(make):
    KINDS[make.__name__.replace("_", "-")] = make
    return make


def every(house, names, *roots):
    """(source, element) of these names in documents of these roots and what they take in; without roots, in all files."""
    sources = [s for d in house.documents(*roots) for s in house.whole(d)] if roots else list(house.files.values())
    return [(s, e) for s in sources for e in s.named(*names)]


def ids(house, *names):
    return {e.value("id") for _, e in every(house, names) if e.value("id")}


def one(rng, found):
    return pick(rng, found) or (None, None)


def line_of(source, element):
    """(start, end) of an element with its line, when it has that to itself."""
    start, end = element.start, element.end
    if source.text[:start].rstrip(" ").endswith("\n") and source.text[end:end + 1] == "\n":
        start, end = source.text.rfind("\n", 0, start) + 1, end + 1
    return start, end


def set_value(source, element, name, new, rules, what=None, **more):
    a = element.attribute(name)
    return Mistake(source, what or f'{name}="{a.value}" became "{new}"', [(a.first, a.last, new)], [tag_place(element)], rules, **more)


def drop(source, element, name, rules, **more):
    a = element.attribute(name)
    return Mistake(source, f'{name}="{a.value}" was deleted', [(a.before, a.end, "")], more.pop("places", [tag_place(element)]), rules, **more)


def prose(house, *roots):
    """(source, paragraph, offset behind its first words) where words can be typed in."""
    for s, p in every(house, ("p",), *roots):
        for start, end in p.runs:
            at = re.match(r"\s*\w+(?: \w+)? ", s.text[start:end])
            if at and not p.within("definition", "quote"):
                yield s, p, start + at.end()
                break


def typed(house, rng, words, rules, *roots):
    found = pick(rng, prose(house, *roots))
    if not found:
        return None
    s, p, at = found
    return Mistake(s, f"“{words}” was typed into a text", [(at, at, words + " ")], [Place(at, at + 1), tag_place(p)], rules)


# ---------------------------------------------------------------- the constitution

def constitution(house):
    return next((d for d in house.documents("constitution") if d.root.value("profile") in (PROFILE, None)), None)


def claims(house):
    """{short name: [(source, element)]}"""
    found, document = {}, constitution(house)
    for s, e in [(s, e) for s in house.whole(document) for e in s.elements if e.value("satisfies")] if document else []:
        for word in e.value("satisfies").split():
            found.setdefault(word, []).append((s, e))
    return found


def single_claims(house):
    return sorted(((w, *f[0]) for w, f in claims(house).items() if len(f) == 1), key=lambda x: x[0])


def place_of(house, word):
    found = claims(house).get(word)
    return found[0] if found and len(found) == 1 else (None, None)


def in_title(house):
    document = constitution(house)
    return (house.name(document), document, tag_place(document.root.child("control").child("title")))


@kind
def requirement_unmarked(house, rng):
    """a place no longer says which requirement of the law it meets"""
    word, s, e = pick(rng, single_claims(house)) or (None, None, None)
    if not e:
        return None
    a, words = e.attribute("satisfies"), e.value("satisfies").split()
    words.remove(word)
    edit = (a.first, a.last, " ".join(words)) if words else (a.before, a.end, "")
    return Mistake(s, f"{word} was taken out of satisfies", [edit], [], "CO-06" if word.startswith("s14O") else "CO-04", elsewhere=[in_title(house)])


@kind
def requirement_misspelt(house, rng):
    """the short name of a requirement is mistyped"""
    word, s, e = pick(rng, single_claims(house)) or (None, None, None)
    if not e:
        return None
    a = e.attribute("satisfies")
    new = mistype(rng, word, claims(house))
    return set_value(s, e, "satisfies", " ".join(new if w == word else w for w in a.value.split()), "CO-04")


@kind
def requirement_place_deleted(house, rng):
    """the section that meets a requirement is deleted"""
    used = {e.value(n) for _, e in every(house, ("xref", "term-ref")) for n in ("to",)}
    used |= {(e.value("to") or "").partition("#")[2] for _, e in every(house, ("document-ref",))}
    used |= {(e.value("source") or "").partition("#")[2] for _, e in every(house, ("activity",))}
    single = {id(e): w for w, _, e in single_claims(house)}
    fit = [(single[id(e)], s, e) for _, s, e in single_claims(house) if e.name in ("section", "clause") and len(e.value("satisfies").split()) == 1
           and e.parent and len([c for c in e.parent.children if c.name == e.name]) > 1
           and not any(x.value("satisfies") or x.name in ("seats", "members", "decisions", "limit-table", "definitions") for x in s.elements if e.start < x.start < e.end)
           and not any(x.value("id") in used for x in s.elements if e.start <= x.start < e.end)]
    word, s, e = pick(rng, fit) or (None, None, None)
    if not e:
        return None
    start, end = line_of(s, e)
    return Mistake(s, f"the {e.name} that meets {word} was deleted", [(start, end, "")], [], "CO-06" if word.startswith("s14O") else "CO-04", elsewhere=[in_title(house)])


@kind
def member_removed(house, rng):
    """a member is taken out of the list"""
    s, e = one(rng, [(s, e) for s, e in every(house, ("member",), "constitution") if len(e.parent.children) > 2])
    return Mistake(s, "a <member> was deleted", [(*line_of(s, e), "")], [tag_place(e.parent)], "CO-02") if e else None


@kind
def member_doubled(house, rng):
    """a member stands in the list twice"""
    s, e = one(rng, [(s, e) for s, e in every(house, ("member",), "constitution") if len(e.parent.children) > 2])
    return Mistake(s, "a <member> was copied", [(e.end, e.end, s.text[e.start:e.end])], [tag_place(e.parent)], "CO-02") if e else None


@kind
def practices_changed(house, rng):
    """the declared number of members is changed, the list is not"""
    listed = every(house, ("members",), "constitution")
    s, e = one(rng, [(s, e) for s, e in every(house, ("measure",)) if e.value("name") == "practices"])
    if not e or not listed:
        return None
    made = set_value(s, e, "value", str(int(e.value("value")) + rng.choice([-1, 1, 2])), "CO-02")
    made.elsewhere = [(house.name(listed[0][0]), listed[0][0], tag_place(listed[0][1]))]
    return made


@kind
def legal_name_changed(house, rng):
    """the legal name of the group becomes another form"""
    issuer = constitution(house).root.child("control").child("issuer").value("org") if constitution(house) else None
    s, e = one(rng, [(s, o.child("name")) for s, o in every(house, ("organisation",)) if o.value("id") == issuer])
    if not e:
        return None
    old = s.text[e.inner:e.close]
    new = rng.choice([old.replace("NHS ", "", 1), old.replace("Clinical Commissioning Group", "CCG"), old + " Trust", old.replace("NHS", "The NHS", 1)])
    return Mistake(s, f"the name became “{new}”", [(e.inner, e.close, new)], [tag_place(e)], "CO-01")


def fact_in(house, word, name):
    s, e = place_of(house, word)
    return one_fact(s, [x for x in s.named("fact") if e.start < x.start < e.end and x.value("name") == name]) if e else (None, None, None)


def one_fact(source, found):
    return (source, found[0], source) if len(found) == 1 else (None, None, None)


@kind
def legal_name_typed(house, rng):
    """the legal name is typed where it was taken from the list"""
    s, e, _ = fact_in(house, "sch1A-2-1-a", "name")
    place = place_of(house, "sch1A-2-1-a")[1]
    return Mistake(s, "<fact name=\"name\"/> became words", [(e.start, e.end, "the group")], [tag_place(place)], "CO-01") if e else None


@kind
def district_left_out(house, rng):
    """the districts are typed by hand, and one is left out"""
    s, e, _ = fact_in(house, "sch1A-2-1-c", "districts")
    if not e:
        return None
    place = place_of(house, "sch1A-2-1-c")[1]
    names = [t.inside(d) for t, o in every(house, ("organisation",)) if o.value("id") == e.value("of") for d in o.children if d.name == "district"]
    around = s.text[place.start:place.end]
    kept = [n for n in names if n in around] or names[:1]
    left_out = [n for n in names if n not in kept]
    return Mistake(s, f"{left_out} was left out", [(e.start, e.end, kept[0])], [tag_place(place)], "CO-03") if left_out else None


def boards(house):
    return [(s, e) for s, e in every(house, ("committee",)) if e.value("kind") == "governing-body"]


@kind
def seat_removed(house, rng):
    """a seat that the law wants is taken out of the governing body"""
    filled = [(s, seat, position) for s, b in boards(house) for seat in b.children if seat.value("fills") for position in seat.value("fills").split()]
    often = [p for _, _, p in filled]
    s, seat, position = pick(rng, [f for f in filled if often.count(f[2]) == 1]) or (None, None, None)
    return Mistake(s, f"the seat of the {position} was deleted", [(*line_of(s, seat), "")], [tag_place(seat.parent)], "CO-05") if seat else None


@kind
def seat_fills_nothing(house, rng):
    """a seat no longer says which position of the law it fills"""
    s, seat = one(rng, [(s, seat) for s, b in boards(house) for seat in b.children if seat.value("fills")])
    return drop(s, seat, "fills", "CO-05", places=[tag_place(seat.parent)]) if seat else None


@kind
def governing_body_unmarked(house, rng):
    """nothing says any more which committee is the governing body"""
    s, e = one(rng, boards(house))
    return drop(s, e, "kind", "CO-05", places=[tag_place(e.parent)]) if e else None


@kind
def audit_committee_unmarked(house, rng):
    """nothing says any more which committee is the audit or the remuneration committee"""
    s, e = one(rng, [(s, e) for s, e in every(house, ("committee",)) if e.value("kind") in ("audit", "remuneration")])
    return drop(s, e, "kind", "CO-05", places=[tag_place(e.parent)]) if e else None


@kind
def constitution_after_its_law(house, rng):
    """the constitution takes effect after its law has ended"""
    s = constitution(house)
    if not s or not s.root.value("profile"):
        return None
    control, new = s.root.child("control"), f'<effective-from date="20{rng.randrange(23, 29)}-04-01"/>'
    old = control.child("effective-from")
    behind = [c for c in control.children if c.name in ("issuer", "owner", "author", "period", "approval")][-1]
    edit = (old.start, old.end, new) if old else (behind.end, behind.end, new)
    return Mistake(s, f"it has {new}", [edit], [tag_place(s.root)], "CO-07")


@kind
def law_of_another_time(house, rng):
    """the constitution names the law of another time"""
    s = constitution(house)
    if not s or not s.root.value("profile"):
        return None
    control = s.root.child("control")
    day = (control.child("effective-from").value("date") if control.child("effective-from") else None) or control.child("version").value("date")
    return set_value(s, s.root, "profile", "icb-2022", "CO-07") if day and day < "2022-07-01" else None


@kind
def letter_as_nought(house, rng):
    """14O is typed with a nought"""
    found = [(s, m) for d in house.documents("constitution") for s in house.whole(d) for m in re.finditer(r"section 14(O)(?=[^\">]*<)", s.text)]
    s, m = one(rng, found)
    return Mistake(s, "14O became 140", [(m.start(1), m.end(1), "0")], [Place(m.start(), m.end())], "CO-08") if m else None


@kind
def letter_as_nought_in_link(house, rng):
    """14O is typed with a nought in the link to the law"""
    s, e = one(rng, [(s, e) for s, e in every(house, ("legislation-ref",), "constitution") if e.value("section") == "14O"])
    return set_value(s, e, "section", "140", "CO-08") if e else None


# ---------------------------------------------------------------- limits, and the scheme

def bands(house):
    """(source, activity, its limits that have amounts) of activities in which all have."""
    for s, activity in every(house, ("activity",)):
        limits = [c for c in activity.children if c.name == "limit"]
        if all(c.value("lower") is not None for c in limits):
            yield s, activity, limits


@kind
def limit_gap(house, rng):
    """a limit begins above the end of the one before"""
    s, _, limits = pick(rng, [b for b in bands(house) if len(b[2]) > 1]) or (None, None, [])
    e = pick(rng, [c for c in limits[1:] if not c.value("upper") or int(c.value("upper")) > int(c.value("lower")) + 2])
    return set_value(s, e, "lower", str(int(e.value("lower")) + 1), "LIM-01") if e else None


@kind
def limit_not_from_nought(house, rng):
    """the first limit does not begin at nothing"""
    s, _, limits = pick(rng, list(bands(house))) or (None, None, [])
    return set_value(s, limits[0], "lower", "1", "LIM-01") if limits else None


@kind
def limit_overlap(house, rng):
    """a limit begins below the end of the one before"""
    s, _, limits = pick(rng, [b for b in bands(house) if len(b[2]) > 1]) or (None, None, [])
    e = pick(rng, limits[1:])
    return set_value(s, e, "lower", str(int(e.value("lower")) // 2), "LIM-02") if e else None


@kind
def limit_raised(house, rng):
    """a limit is raised, the next one is not"""
    s, _, limits = pick(rng, [b for b in bands(house) if len(b[2]) > 1]) or (None, None, [])
    i = rng.randrange(len(limits) - 1) if limits else 0
    made = set_value(s, limits[i], "upper", str(int(limits[i].value("upper")) + 1), "LIM-02") if limits else None
    if made:
        made.places.append(tag_place(limits[i + 1]))
    return made


@kind
def limit_deleted(house, rng):
    """a limit between two others is deleted"""
    quoted = {e.value("to") for _, e in every(house, ("limit-ref",))}
    fit = [(s, limits, i) for s, _, limits in bands(house) for i in range(1, len(limits) - 1) if limits[i].value("id") not in quoted]
    s, limits, i = pick(rng, fit) or (None, None, 0)
    return Mistake(s, "a <limit> was deleted", [(*line_of(s, limits[i]), "")], [tag_place(limits[i + 1])], "LIM-01") if limits else None


def decider_mistyped(house, rng, elements, attribute, rules):
    s, e = one(rng, elements)
    if not e:
        return None
    words = e.value(attribute).split()
    i = rng.randrange(len(words))
    words[i] = mistype(rng, words[i], ids(house, "office", "committee"))
    return set_value(s, e, attribute, " ".join(words), rules)


@kind
def approver_mistyped(house, rng):
    """an approver is mistyped"""
    return decider_mistyped(house, rng, every(house, ("limit",)), "approvers", "LIM-03")


@kind
def holder_mistyped(house, rng):
    """who takes a decision is mistyped"""
    return decider_mistyped(house, rng, every(house, ("decision",), "constitution"), "holders", "LIM-03 ROLE-UNKNOWN")


@kind
def holder_changed(house, rng):
    """a decision with limits goes to somebody who may not approve the most of them"""
    last = {a.value("id"): limits[-1].value("approvers").split() for _, a, limits in bands(house)}
    s, e = one(rng, [(s, e) for s, e in every(house, ("decision",), "constitution") if e.value("activity") in last])
    other = pick(rng, sorted(ids(house, "office") - set(last[e.value("activity")]))) if e else None
    return set_value(s, e, "holders", other, "LIM-04") if e else None


@kind
def holder_lost(house, rng):
    """nobody takes a decision"""
    s, e = one(rng, every(house, ("decision",), "constitution"))
    if not e:
        return None
    return drop(s, e, "holders", "SCHEMA-REQUIRED") if rng.random() < .5 else set_value(s, e, "holders", "", "SCHEMA-VALUE")


@kind
def amount_in_words(house, rng):
    """an amount near a limit is typed into a text"""
    amounts = sorted({int(c.value("upper")) for _, _, limits in bands(house) for c in limits if c.value("upper")})
    amount = pick(rng, [a for a in amounts if a < 1_000_000])
    if not amount:
        return None
    near = amount if rng.random() < .5 else amount - amount // 20
    return typed(house, rng, f"(over £{near:,})", "LIM-05", "constitution", "policy")


@kind
def limit_reference_dead(house, rng):
    """a quoted limit is mistyped"""
    s, e = one(rng, every(house, ("limit-ref",), "constitution", "policy"))
    return set_value(s, e, "to", mistype(rng, e.value("to"), ids(house, "limit")), "LIMIT-UNKNOWN") if e else None


@kind
def activity_mistyped(house, rng):
    """an activity is mistyped where its limits are listed"""
    s, e = one(rng, [(s, e) for s, e in every(house, ("limit-table",)) if e.value("activities")])
    if not e:
        return None
    words = e.value("activities").split()
    i = rng.randrange(len(words))
    words[i] = mistype(rng, words[i], ids(house, "activity"))
    return set_value(s, e, "activities", " ".join(words), "LIMIT-UNKNOWN")


@kind
def activity_source_dead(house, rng):
    """the clause that sets limits is named wrongly"""
    s, e = one(rng, [(s, e) for s, e in every(house, ("activity",)) if e.value("source")])
    if not e:
        return None
    document, _, place = e.value("source").partition("#")
    known = ids(house)
    return set_value(s, e, "source", f"{document}#{mistype(rng, place, known)}" if place and rng.random() < .5 else e.value("source").replace(document, mistype(rng, document, known), 1), "DOC-DEAD")


# ---------------------------------------------------------------- documents of one another

def everybody(house):
    return {e.value("id") for s in house.files.values() for e in s.elements if e.value("id")}


@kind
def document_reference_dead(house, rng):
    """a reference names a document that is not there"""
    s, e = one(rng, [(s, e) for s, e in every(house, ("document-ref",)) if e.value("to")])
    if not e:
        return None
    document, hash_sign, place = e.value("to").partition("#")
    return set_value(s, e, "to", mistype(rng, document, everybody(house)) + hash_sign + place, "DOC-DEAD")


@kind
def document_place_dead(house, rng):
    """a reference names a place that its document does not have"""
    s, e = one(rng, [(s, e) for s, e in every(house, ("document-ref",)) if e.value("to")])
    return set_value(s, e, "to", e.value("to").partition("#")[0] + "#no-such-place", "DOC-DEAD") if e else None


@kind
def read_with_dead(house, rng):
    """a document to be read with another is not there"""
    s, e = one(rng, [(s, e) for s, e in every(house, ("read-with",)) if e.value("to")])
    return set_value(s, e, "to", mistype(rng, e.value("to"), everybody(house)), "DOC-DEAD") if e else None


@kind
def title_stale(house, rng):
    """a reference calls a document by another title"""
    s, e = one(rng, [(s, e) for s, e in every(house, ("document-ref", "read-with", "supersedes")) if e.value("to")])
    if not e:
        return None
    whole = e.name != "supersedes" and "#" not in e.value("to")  # elsewhere the title may stand among other words
    new = rng.choice(["The Other Rules", *([s.text[e.inner:e.close] + " and Procedures", s.text[e.inner:e.close] + " 2015"] if whole else [])])
    return Mistake(s, f"it calls the document “{new}”", [(e.inner, e.close, new)], [tag_place(e)], "DOC-TITLE")


@kind
def title_changed(house, rng):
    """a document gets another title, those that name it do not follow"""
    named = {e.value("to").partition("#")[0] for _, e in every(house, ("document-ref", "read-with", "supersedes")) if e.value("to")}
    s = pick(rng, [d for d in house.files.values() if d.root.value("id") in named and d.root.child("control") and not d.root.child("control").child("short-title")])
    if not s:
        return None
    title = s.root.child("control").child("title")
    places = [(house.name(t), t, tag_place(e)) for t, e in every(house, ("document-ref", "read-with", "supersedes"))
              if (e.value("to") or "").partition("#")[0] == s.root.value("id")]
    return Mistake(s, "its title became another", [(title.inner, title.inner, "New ")], [], "DOC-TITLE", elsewhere=places)


@kind
def supersession_gap(house, rng):
    """between two documents nothing was in force"""
    s, e = one(rng, [(s, e) for s, e in every(house, ("supersedes",)) if e.value("to") and e.value("until")])
    return set_value(s, e, "until", f"{int(e.value('until')[:4]) - 1}{e.value('until')[4:]}", "DOC-SUPERSEDES") if e else None


@kind
def supersession_overlap(house, rng):
    """the old document is in force beside the new one"""
    s, e = one(rng, [(s, e) for s, e in every(house, ("supersedes",)) if e.value("to") and e.value("until")])
    return set_value(s, e, "until", f"{int(e.value('until')[:4]) + 1}{e.value('until')[4:]}", "DOC-SUPERSEDES") if e else None


@kind
def supersession_by_two(house, rng):
    """two documents replace one and the same"""
    s, e = one(rng, [(s, e) for s, e in every(house, ("supersedes",)) if e.value("to")])
    others = [t for t in house.documents("policy") if t is not s and t.root.value("id") != (e.value("to") if e else "")
              and not t.root.child("control").child("supersedes") and t.root.child("control").child("effective-from")] if e else []
    t = pick(rng, others)
    if not t:
        return None
    at = [c for c in t.root.child("control").children if c.name in ("effective-from", "published", "review-by")][-1].end
    new = f'\n    <supersedes to="{e.value("to")}">{s.text[e.inner:e.close]}</supersedes>'
    return Mistake(t, "a second document replaces the same", [(at, at, new)], [Place(at, at + len(new))], "DOC-SUPERSEDES",
                   elsewhere=[(house.name(s), s, tag_place(e))])


@kind
def document_copied(house, rng):
    """a document is copied, and keeps its id"""
    s = pick(rng, [d for d in house.documents("policy", "information") if not d.root.child("control").child("supersedes")])
    if not s:
        return None
    name = house.name(s).replace(".xml", "-copy.xml")
    places = [(name, s, tag_place(s.root)), (house.name(s), s, tag_place(s.root))]
    return Mistake(s, "the file was copied", [], [tag_place(s.root)], "DOC-TWICE DOCUMENT-DOUBLE", elsewhere=places, added={name: s.text})


# ---------------------------------------------------------------- names that are declared once

@kind
def role_mistyped(house, rng):
    """the office or committee that a text names is mistyped"""
    s, e = one(rng, [(s, e) for s, e in every(house, ("role",)) if e.value("ref")])
    return set_value(s, e, "ref", mistype(rng, e.value("ref"), ids(house, "office", "committee")), "ROLE-UNKNOWN") if e else None


@kind
def role_typed(house, rng):
    """the name of a declared office is typed by hand"""
    names = {e.value("id"): s.inside(e.child("name")) for s, e in every(house, ("office", "committee"))}
    s, e = one(rng, [(s, e) for s, e in every(house, ("role",)) if names.get(e.value("ref"))])
    return Mistake(s, "the role was typed by hand", [(e.start, e.end, f"<role>{names[e.value('ref')]}</role>")], [tag_place(e)], "ROLE-DECLARED") if e else None


@kind
def seats_of_nobody(house, rng):
    """the committee whose seats are listed is mistyped"""
    s, e = one(rng, every(house, ("seats",), "constitution"))
    return set_value(s, e, "of", mistype(rng, e.value("of"), ids(house, "office", "committee")), "ROLE-UNKNOWN") if e else None


@kind
def members_of_nobody(house, rng):
    """the organisation whose members are listed is mistyped"""
    s, e = one(rng, every(house, ("members",), "constitution"))
    return set_value(s, e, "of", mistype(rng, e.value("of"), ids(house, "organisation")), "ORG-UNKNOWN") if e else None


@kind
def office_of_seat_mistyped(house, rng):
    """the office that has a seat is mistyped"""
    s, e = one(rng, [(s, e) for s, e in every(house, ("seat",)) if e.parent.value("kind") == "governing-body"])
    return set_value(s, e, "office", mistype(rng, e.value("office"), ids(house, "office", "committee")), "ROLE-UNKNOWN") if e else None


@kind
def body_unknown(house, rng):
    """a text names a body that is not declared"""
    name = rng.choice(["Far Hills Clinical Commissioning Group", "Westmere Borough Council", "Northmoor Hospital NHS Foundation Trust"])
    return typed(house, rng, f"(and {name})", "BODY-UNKNOWN", "constitution", "policy")


@kind
def fact_mistyped(house, rng):
    """a fact of an organisation is mistyped"""
    s, e = one(rng, every(house, ("fact",), "constitution", "policy"))
    return set_value(s, e, "name", mistype(rng, e.value("name"), ("name", "short-name", "abbreviation", "districts", "members")), "FACT-UNKNOWN") if e else None


# ---------------------------------------------------------------- law, places, terms, form

@kind
def legislation_malformed(house, rng):
    """the address of an Act is typed by hand, and leads nowhere"""
    s, e = one(rng, [(s, e) for s, e in every(house, ("legislation-ref",), "constitution", "policy") if e.value("type") == "ukpga"])
    if not e:
        return None
    good = f'https://www.legislation.gov.uk/ukpga/{e.value("year")}/{e.value("number")}'
    bad = rng.choice([good.replace("ukpga", "ukpg5a"), good.replace("https", "http"), good + "/section/14L(2)", good + "/regulation/11", good + "a"])
    return Mistake(s, f"the reference became a link to {bad}", [(e.start, e.end, f'<link to="{bad}">{s.text[e.inner:e.close]}</link>')],
                   [Place(e.start, e.end)], "LEG-LINK")


@kind
def law_in_words(house, rng):
    """a section of an Act is named in words alone"""
    return typed(house, rng, f"(under section {rng.choice(['14L', '3', '25(2)'])} of the {rng.choice(['2006 Act', 'Health and Social Care Act 2012'])})", "PLAIN-LAW", "constitution", "policy")


@kind
def place_dead(house, rng):
    """a reference within a document leads nowhere"""
    s, e = one(rng, every(house, ("xref",), "constitution", "policy"))
    return set_value(s, e, "to", mistype(rng, e.value("to"), everybody(house)), "REF-UNKNOWN") if e else None


@kind
def term_undefined(house, rng):
    """a defined term is named that nothing defines"""
    s, e = one(rng, every(house, ("term-ref",), "constitution", "policy"))
    return set_value(s, e, "to", mistype(rng, e.value("to"), everybody(house)), "REF-UNKNOWN") if e else None


@kind
def term_unused(house, rng):
    """a term is defined that nothing uses"""
    s, e = one(rng, every(house, ("definition",), "constitution", "policy"))
    new = '<definition id="walrus"><term>Walrus</term><p>A large animal of the sea.</p></definition>'
    return Mistake(s, "a definition was added", [(e.start, e.start, new)], [Place(e.start, e.start + len(new))], "TERM-UNUSED") if e else None


@kind
def number_typed(house, rng):
    """a title gets a number by hand"""
    s, e = one(rng, [(s, e) for s, e in every(house, ("title",), "constitution", "policy") if e.parent.name in ("section", "appendix", "part")])
    new = rng.choice(["4.2 ", "3. ", "(b) "])
    return Mistake(s, f"a title got “{new.strip()}”", [(e.inner, e.inner, new)], [Place(e.start, e.end)], "A11Y-LABEL") if e else None


@kind
def placeholder_without_ask(house, rng):
    """a placeholder does not say who can fill it"""
    found = pick(rng, prose(house, "constitution", "policy"))
    if not found:
        return None
    s, p, at = found
    return Mistake(s, "<placeholder> was typed without ask", [(at, at, "<placeholder>the day</placeholder> ")], [Place(at, at + 1)], "SCHEMA-REQUIRED")


@kind
def requirement_id_doubled(house, rng):
    """two sections have one id"""
    s, e = one(rng, [(s, e) for s, e in every(house, ("section",), "constitution", "policy") if e.value("id")])
    other = pick(rng, [x for x in s.named("section") if x is not e and x.value("id")]) if e else None
    if not other:
        return None
    a = other.attribute("id")
    return Mistake(s, f'a second section is "{e.value("id")}"', [(a.first, a.last, e.value("id"))], [tag_place(other), tag_place(e)], "REF-DOUBLE SCHEMA-ID")


# ---------------------------------------------------------------- by date

def controls(house, name, *roots):
    return [(s, c) for s in house.documents(*roots) for c in s.root.child("control").children if c.name == name]


@kind
def review_overdue(house, rng):
    """the day of the review has passed"""
    s, e = one(rng, [(s, e) for s, e in controls(house, "review-by", "constitution", "policy") if e.value("date")])
    return set_value(s, e, "date", "2021-03-01", "REVIEW-OVERDUE", on="2021-03-02") if e else None


@kind
def review_soon(house, rng):
    """the day of the review is near"""
    s, e = one(rng, [(s, e) for s, e in controls(house, "review-by", "constitution", "policy") if e.value("date")])
    return set_value(s, e, "date", "2021-06-01", "REVIEW-DUE", on="2021-03-02") if e else None


@kind
def approval_undone(house, rng):
    """an approved version has no day of approval"""
    found = [(s, e) for s, e in controls(house, "approval", "constitution", "policy") if e.value("role") == "approve" and e.value("date")
             and s.root.child("control").child("version").value("status") == "approved"
             and len([c for c in s.root.child("control").children if c.name == "approval"]) == 1]
    s, e = one(rng, found)
    return drop(s, e, "date", "APPROVAL-MISSING UNAPPROVED", places=[tag_place(e), tag_place(s.root.child("control").child("version"))]) if e else None
