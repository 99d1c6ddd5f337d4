"""Kinds that the grammar lets pass: references, dates, names, tables, pictures, and what a statement has to say."""

import re

from kinds import gap, kind, mistype, pick, piece, quoted, runs, word
from markup import tag_place
from grammar import between
from source import Mutation, Place

DATED = ("version", "period", "approval", "effective-from", "review-by", "signed", "release")
MONTHS = "January February March April May June July August September October November December".split()


def dates(s):
    return [(e, a) for e in s.named(*DATED) for a in e.attributes if re.fullmatch(r"\d{4}-\d\d-\d\d", a.value)]


def own_words(s):
    """Runs of text that are the office's own words, in English: rules of wording are for these."""
    return [r for r in runs(s, ("p", "item")) if r[0].language().startswith("en") and not r[0].within("quote")]


def insert(s, rng, new, names, what, meaning=False):
    """A Mutation that types words into a text, between two words."""
    run = pick(rng, own_words(s))
    at = gap(rng, s, run) if run else None
    return Mutation(what, [(at, at, new + " ")], [Place(at, at)], names, meaning) if at else None


# ---------------------------------------------------------------- references

@kind
def id_doubled(s, rng):
    """two elements have one id"""
    others = [e for e in s.elements[1:] if not e.value("id") and e.name in ("section", "p", "table", "list", "item", "note", "clause", "figure", "appendix")]
    e, used = pick(rng, others), pick(rng, [i for i, x in s.ids.items() if x is not s.root])
    if not e or not used:
        return None
    at, first = e.start + 1 + len(e.name), s.ids[used]
    return Mutation(f'id="{used}" was given to a second element', [(at, at, f' id="{used}"')],
                    [tag_place(e), tag_place(first)], [quoted(used)])


@kind
def reference_dangling(s, rng):
    """a reference names an id that nothing has"""
    e = pick(rng, s.named("xref", "term-ref"))
    if not e:
        return None
    a = e.attribute("to")
    new = mistype(rng, a.value, s.ids)
    return Mutation(f'to="{a.value}" became "{new}"', [(a.first, a.last, new)], [Place(a.start, a.end), tag_place(e)], [quoted(new)])


@kind
def term_reference_to_section(s, rng):
    """the reference of a term names a section"""
    e, new = pick(rng, s.named("term-ref")), pick(rng, [i for i, x in s.ids.items() if x.name in ("section", "table", "appendix")])
    if not e or not new:
        return None
    a = e.attribute("to")
    return Mutation(f'to="{a.value}" became "{new}"', [(a.first, a.last, new)], [Place(a.start, a.end), tag_place(e)], [quoted(new)])


@kind
def reference_to_paragraph(s, rng):
    """a reference names something that has no number"""
    e, p = pick(rng, s.named("xref")), pick(rng, [p for p in s.named("p", "item", "list") if not p.value("id")])
    if not e or not p:
        return None
    a, at = e.attribute("to"), p.start + 1 + len(p.name)
    return Mutation(f'to="{a.value}" became that of a <{p.name}>', [(a.first, a.last, "that-one"), (at, at, ' id="that-one"')],
                    [Place(a.start, a.end), tag_place(e)], [quoted("that-one")])


@kind
def target_deleted(s, rng):
    """what a reference names loses its id"""
    used = {e.value("to") for e in s.named("xref", "term-ref")}
    e = pick(rng, [x for i, x in s.ids.items() if i in used and x.name != "definition"])
    if not e:
        return None
    a = e.attribute("id")
    places = [tag_place(r) for r in s.named("xref", "term-ref") if r.value("to") == a.value]
    return Mutation(f'id="{a.value}" was deleted', [(a.before, a.end, "")], places, [quoted(a.value)])


@kind
def term_defined_twice(s, rng):
    """a definition is copied, and only its id made another"""
    e = pick(rng, s.named("definition"))
    if not e:
        return None
    a, whole = e.attribute("id"), s.text[e.start:e.end]
    copy = whole[:a.first - e.start] + "copied" + whole[a.last - e.start:]
    at = e.end
    return Mutation(f'the definition of {a.value} was copied', [(at, at, "\n" + copy)], [Place(at, at + len(copy) + 1), tag_place(e)],
                    [quoted(" ".join(re.sub("<[^>]*>", "", s.inside(e.child("term"))).split()))])


@kind
def formerly_emptied(s, rng):
    """the old number is taken out of formerly"""
    e = pick(rng, [e for e in s.elements if e.value("formerly")])
    if not e:
        return None
    a = e.attribute("formerly")
    return Mutation(f'formerly="{a.value}" became ""', [(a.first, a.last, "")], [Place(a.start, a.end), tag_place(e)], [word("formerly")])


@kind
def definition_deleted(s, rng):
    """a definition is deleted, what refers to it stays"""
    used = {e.value("to") for e in s.named("xref", "term-ref") if not e.within("definition")}
    e = pick(rng, [e for e in s.named("definition") if e.value("id") in used and len(e.parent.children) > 1])
    if not e:
        return None
    start, end = piece(s, e)
    places = [tag_place(r) for r in s.named("xref", "term-ref") if r.value("to") == e.value("id") and not e.start < r.start < e.end]
    return Mutation(f'the definition "{e.value("id")}" was deleted', [(start, end, "")], places, [quoted(e.value("id"))])


@kind
def organisation_mistyped(s, rng):
    """the id of an organisation is mistyped"""
    e, name = pick(rng, [(e, n) for e in s.elements for n in ("org", "of") if e.value(n)]) or (None, None)
    a = e.attribute(name)
    new = mistype(rng, a.value, s.organisations)
    return Mutation(f'{name}="{a.value}" became "{new}"', [(a.first, a.last, new)], [Place(a.start, a.end), tag_place(e)], [quoted(new)])


@kind
def fact_mistyped(s, rng):
    """the name of a fact is mistyped"""
    e = pick(rng, s.named("fact"))
    if not e:
        return None
    a = e.attribute("name")
    new = mistype(rng, a.value, ("name", "short-name", "abbreviation", "districts", "members"))
    return Mutation(f'name="{a.value}" became "{new}"', [(a.first, a.last, new)], [Place(a.start, a.end), tag_place(e)], [quoted(new)])


@kind
def fact_without_date_dated(s, rng):
    """a name is asked for with a date"""
    e = pick(rng, [e for e in s.named("fact") if e.value("name") in ("name", "short-name", "abbreviation", "districts", "members") and not e.attribute("dated")])
    if not e:
        return None
    a = e.attribute("name")
    return Mutation(f'dated="yes" was given to the {a.value}', [(a.end, a.end, ' dated="yes"')], [tag_place(e)], [["dated", quoted(a.value)], ["date"]], meaning=False)


@kind
def inclusion_mistyped(s, rng):
    """the name of a file that is taken in is mistyped"""
    e = pick(rng, [e for e in s.elements if e.name == "xi:include"])
    if not e:
        return None
    a = rng.choice(e.attributes)
    new = mistype(rng, a.value)
    return Mutation(f'{a.name}="{a.value}" became "{new}"', [(a.first, a.last, new)], [Place(a.start, a.end), tag_place(e)], [quoted(new)])


# ---------------------------------------------------------------- dates

@kind
def date_impossible(s, rng):
    """a date is not in the calendar"""
    e, a = pick(rng, dates(s))
    year = a.value[:4]
    new = rng.choice([f"{year}-02-31", f"{year}-13-01", f"{year}-06-31", f"{year}-00-10", f"{int(year) // 4 * 4 + 1}-02-29"])
    return Mutation(f'{a.name}="{a.value}" became "{new}"', [(a.first, a.last, new)], [Place(a.start, a.end)], [quoted(new)])


@kind
def date_in_another_form(s, rng):
    """a date is written as people write dates"""
    e, a = pick(rng, dates(s))
    y, m, d = a.value.split("-")
    new = rng.choice([f"{y}/{m}/{d}", f"{d}/{m}/{y}", f"{d}-{m}-{y}", f"{int(d)} {MONTHS[int(m) - 1]} {y}", f"{y}-{int(m)}-{int(d)}" if m[0] == "0" or d[0] == "0" else f"{y}{m}{d}", y])
    return Mutation(f'{a.name}="{a.value}" became "{new}"', [(a.first, a.last, new)], [Place(a.start, a.end)], [quoted(new)])


@kind
def period_swapped(s, rng):
    """the two dates of the period have changed places"""
    e = pick(rng, s.named("period"))
    if not e:
        return None
    a, b = e.attribute("from"), e.attribute("to")
    return Mutation("from and to changed places", [(a.first, a.last, b.value), (b.first, b.last, a.value)], [tag_place(e)], [["period", "from"], ["before", "after", "earlier", "order", "begins"]])


@kind
def period_no_year(s, rng):
    """the year of one end of the period is changed"""
    e = pick(rng, s.named("period"))
    if not e:
        return None
    a = e.attribute(rng.choice(["from", "to"]))
    year = int(a.value[:4]) + rng.choice([-1, 1])
    new = f"{year}{a.value[4:]}"
    return Mutation(f'{a.name} of the period became "{new}"', [(a.first, a.last, new)], [tag_place(e)], [["period"], ["year", quoted(new), "after", "before"]])


@kind
def period_of_another_year(s, rng):
    """both years of the period are those of another statement, the title stays"""
    e = pick(rng, s.named("period"))
    if not e:
        return None
    by, edits = rng.choice([-1, 1]), []
    for name in ("from", "to"):
        a = e.attribute(name)
        edits.append((a.first, a.last, f"{int(a.value[:4]) + by}{a.value[4:]}"))
    title = s.root.child("control").child("title")
    years = [f"{int(e.value(n)[:4]) + by}" for n in ("from", "to")] + [e.value(n)[:4] for n in ("from", "to")]
    return Mutation(f"the period was moved by {by} year", edits, [tag_place(e), Place(title.start, title.end)], [["title", "period"], years])


@kind
def title_of_another_year(s, rng):
    """the years in the title are those of another statement"""
    if s.root.name != "statement":
        return None
    title, by = s.root.child("control").child("title"), rng.choice([-1, 1])
    old = s.text[title.inner:title.close]
    new = re.sub(r"\b20\d\d\b", lambda m: str(int(m[0]) + by), old)
    period = s.named("period")[0]
    return Mutation(f"the title became “{new}”", [(title.inner, title.close, new)], [Place(title.start, title.end), tag_place(period)], [["title"], ["year", "20[0-9][0-9]"]])


@kind
def declaration_of_another_year(s, rng):
    """the year in the declaration is that of another statement"""
    e = pick(rng, s.named("declaration"))
    if not e:
        return None
    found = list(re.finditer(r"\d+ March (20\d\d)", s.text[e.inner:e.close]))
    if not found:
        return None
    at = e.inner + found[-1].start(1)
    new = str(int(found[-1][1]) - 1)
    return Mutation(f"the declaration says {new}", [(at, at + 4, new)], [Place(e.start, e.end)], [["declaration", "financial year"], ["year", "20[0-9][0-9]"]])


@kind
def date_and_placeholder(s, rng):
    """a date and a placeholder stand together"""
    e = pick(rng, [e for e in s.named("review-by", "signed", "effective-from") if e.child("placeholder") and not e.attribute("date")])
    if not e:
        return None
    at = e.start + 1 + len(e.name)
    return Mutation(f"<{e.name}> got a date beside its placeholder", [(at, at, ' date="2026-11-02"')], [Place(e.start, e.end)], ["date", "placeholder"])


# ---------------------------------------------------------------- pictures, tables, languages, abbreviations, links

@kind
def alt_lost(s, rng):
    """the text alternative of a picture is deleted"""
    e = pick(rng, s.named("alt"))
    if not e:
        return None
    start, end = piece(s, e)
    return Mutation("<alt> was deleted", [(start, end, "")], [tag_place(e.parent), Place(start, end), *between(e)], [["alt", "alternative"]])


@kind
def alt_empty(s, rng):
    """the text alternative of a picture is emptied"""
    e = pick(rng, s.named("alt"))
    new = rng.choice(["", " "])
    return Mutation("<alt> was emptied", [(e.inner, e.close, new)], [Place(e.start, e.end), tag_place(e.parent)], [["alt", "alternative"]]) if e else None


@kind
def alt_of_no_use(s, rng):
    """the text alternative of a picture is its file's name"""
    e = pick(rng, s.named("alt"))
    if not e:
        return None
    src = e.parent.value("src")
    new = rng.choice([src, src.split(".")[0]])
    return Mutation(f"<alt> became “{new}”", [(e.inner, e.close, new)], [Place(e.start, e.end), tag_place(e.parent)], [["alt", "alternative"], ["file", quoted(new)]])


@kind
def picture_mistyped(s, rng):
    """the file of a picture is mistyped"""
    e = pick(rng, s.named("figure", "signed"))
    a = (e.attribute("src") or e.attribute("picture")) if e else None
    if not a:
        return None
    new = rng.choice([mistype(rng, a.value.split(".")[0]) + "." + a.value.split(".")[1], a.value.split(".")[0] + ".gif", "C:\\Users\\sam\\" + a.value])
    return Mutation(f'"{a.value}" became "{new}"', [(a.first, a.last, new)], [Place(a.start, a.end), tag_place(e)], [quoted(new)])


@kind
def cell_deleted(s, rng):
    """a cell is deleted from a row"""
    row = pick(rng, [r for r in s.named("row") if len(r.children) > 1])
    if not row:
        return None
    cell = pick(rng, row.children[1:] if row.parent.children[1] is not row else row.children)
    start, end = piece(s, cell)
    return Mutation("a <cell> was deleted", [(start, end, "")], [Place(row.start, row.end)], [["row", "cell"], [word(str(len(row.children) - 1))]])


@kind
def cell_added(s, rng):
    """a row gets a cell too many"""
    row = pick(rng, s.named("row"))
    if not row:
        return None
    at = row.children[-1].end
    return Mutation("a <cell> was added", [(at, at, "<cell>7</cell>")], [Place(row.start, row.end)], [["row", "cell"], [word(str(len(row.children) + 1))]])


@kind
def table_head_lost(s, rng):
    """what marks the head of a table is lost"""
    row = pick(rng, [r for r in s.named("row") if r.attribute("header")])
    if not row:
        return None
    a = row.attribute("header")
    return Mutation('header="yes" was deleted', [(a.before, a.end, "")], [tag_place(row), tag_place(row.parent)], [["columns", "head", "header"]])


@kind
def table_head_below(s, rng):
    """a row in the middle of a table is marked as its head"""
    row = pick(rng, [r for t in s.named("table") for r in t.children[3:] if not r.attribute("header")])
    if not row:
        return None
    return Mutation('a row got header="yes"', [(row.start + 4, row.start + 4, ' header="yes"')], [Place(row.start, row.inner)], [["head"]])


@kind
def language_wrong(s, rng):
    """a tag of language is none"""
    e = pick(rng, [e for e in s.elements if e.attribute("xml:lang")])
    a = e.attribute("xml:lang")
    new = rng.choice(["english", "en_GB", "Welsh", "en-", "e", ""])
    return Mutation(f'xml:lang="{a.value}" became "{new}"', [(a.first, a.last, new)], [Place(a.start, a.end), tag_place(e)], [[quoted(new)] if new else ["xml:lang", "language"]])


@kind
def language_lost(s, rng):
    """the language of the document is deleted"""
    a = s.root.attribute("xml:lang")
    return Mutation("xml:lang was deleted", [(a.before, a.end, "")], [tag_place(s.root)], [["xml:lang", "language"]])


@kind
def expansion_lost(s, rng):
    """an abbreviation's expansion is deleted where it is used first"""
    first = {}
    for e in s.named("abbr"):
        first.setdefault(s.inside(e), e)
    e = pick(rng, [e for text, e in first.items() if e.attribute("expansion") and text not in s.abbreviations])
    if not e:
        return None
    a = e.attribute("expansion")
    return Mutation(f"the expansion of “{s.inside(e)}” was deleted", [(a.before, a.end, "")], [Place(e.start, e.end)], [quoted(s.inside(e))])


@kind
def abbreviation_new(s, rng):
    """an abbreviation is used that nothing explains"""
    new = rng.choice(["SQRT", "MDTX", "QIPP"])
    return insert(s, rng, f"<abbr>{new}</abbr>", [word(new)], f"<abbr>{new}</abbr> was put into a text")


@kind
def link_says_here(s, rng):
    """the text of a link does not say where it leads"""
    e = pick(rng, s.named("link"))
    new = rng.choice(["here", "click here", "this link", "read more"])
    return Mutation(f"the link says “{new}”", [(e.inner, e.close, new)], [Place(e.start, e.end)], ["link"], meaning=False) if e else None


@kind
def link_says_address(s, rng):
    """the text of a link is its address"""
    e = pick(rng, [e for e in s.named("link") if e.value("to").startswith("http")])
    return Mutation("the link says its address", [(e.inner, e.close, e.value("to"))], [Place(e.start, e.end)], ["link", "address|URL"], meaning=False) if e else None


@kind
def address_bare(s, rng):
    """a web address is typed into a text"""
    return insert(s, rng, "see https://www.example.org/rules", [["address", "URL", "https://www.example.org"]], "a web address was typed into a text")


# ---------------------------------------------------------------- done by hand, and plain language

@kind
def number_in_title(s, rng):
    """a title gets a number by hand"""
    e = pick(rng, [e for e in s.named("title") if e.parent.name in ("section", "appendix", "part", "clause")])
    new = rng.choice(["4.2 ", "3. ", "4.2. ", "Section 3: ", "(b) "])
    return Mutation(f"a title got “{new.strip()}”", [(e.inner, e.inner, new)], [Place(e.start, e.end)], [["number", quoted(new.strip())]])


@kind
def number_in_item(s, rng):
    """an item of a list gets its mark by hand"""
    e = pick(rng, [e for e in s.named("item") if e.runs and not s.text[e.inner:e.runs[0][0]].strip() and s.text[e.runs[0][0]].isalnum()])
    new = rng.choice(["1. ", "(a) ", "• ", "- ", "iv) "])
    return Mutation(f"an item got “{new.strip()}”", [(e.inner, e.inner, new)], [Place(e.start, e.end)], [["number", "mark", "bullet", "hand", re.escape(new.strip())]], meaning=False) if e else None


@kind
def number_in_caption(s, rng):
    """a caption gets its number by hand"""
    e = pick(rng, s.named("caption"))
    new = rng.choice(["Table 3: ", "Figure 2 "])
    return Mutation(f"a caption got “{new.strip()}”", [(e.inner, e.inner, new)], [Place(e.start, e.end)], [["number", quoted(new.strip(" :"))]]) if e else None


@kind
def capitals(s, rng):
    """a word is stressed by capitals"""
    return insert(s, rng, "ABSOLUTELY NEVER", [["capital", "ABSOLUTELY"]], "ABSOLUTELY NEVER was typed into a text")


@kind
def date_in_text(s, rng):
    """a date in a text has another form than all others"""
    new = rng.choice(["31/03/2020", "31st March 2020", "March 31, 2020"])
    return insert(s, rng, f"(on {new})", [[quoted(new), "date", "ordinal"]], f"{new} was typed into a text")


@kind
def time_undated(s, rng):
    """a text speaks of its own time, which its readers do not know"""
    new = rng.choice(["currently", "this year", "recently"])
    run = pick(rng, [r for r in own_words(s) if not re.search(r"\b20\d\d\b", s.inside(r[0]))])  # with a year it would be dated
    at = gap(rng, s, run)
    return Mutation(f"“{new}” was typed into a text", [(at, at, new + " ")], [Place(at, at)], [word(new)], meaning=False) if at else None


@kind
def plural_in_brackets(s, rng):
    """a plural stands in brackets"""
    return insert(s, rng, "the supplier(s)", [[r"\(s\)"]], "supplier(s) was typed into a text")


@kind
def title_long(s, rng):
    """a title becomes a sentence"""
    e = pick(rng, [e for e in s.named("title") if e.parent.name in ("section", "appendix", "part")])
    return Mutation("a title got eighty letters more", [(e.close, e.close, " and all that anybody should know who reads this in a hurry and has no other time")], [Place(e.start, e.end)],
                    [["long", "characters", "shorten"]], meaning=False)


@kind
def sentence_long(s, rng):
    """a sentence becomes far too long"""
    new = "which, as we have said in many places and as our staff and all who work with us know well by now, " \
          "is a thing that we look at with each of our partners and with their own partners in turn, and"
    return insert(s, rng, new, [["sentence"], ["words", "long"]], "forty words were typed into a sentence")


# ---------------------------------------------------------------- what a statement has to say

@kind
def declaration_lost(s, rng):
    """the declaration is deleted"""
    e = pick(rng, s.named("declaration"))
    if not e:
        return None
    start, end = piece(s, e)
    return Mutation("<declaration> was deleted", [(start, end, "")], [Place(start, end), tag_place(s.root), tag_place(e.parent), *between(e)], ["declaration"])


@kind
def signature_lost(s, rng):
    """the signature of an organisation is deleted"""
    e = pick(rng, s.named("signature"))
    if not e:
        return None
    start, end = piece(s, e)
    issuer = next(i for i in s.named("issuer") if i.value("org") == e.value("org"))
    who = [re.escape(name) for name in s.organisations[e.value("org")]]
    return Mutation(f'the signature of "{e.value("org")}" was deleted', [(start, end, "")],
                    [Place(start, end), tag_place(issuer), tag_place(s.root), tag_place(e.parent), *between(e)], ["sign", [word(e.value("org")), *who]])


@kind
def signature_of_another(s, rng):
    """one organisation signs twice, another not at all"""
    found = s.named("signature")
    if len(found) < 2:
        return None
    e = rng.choice(found)
    a, other = e.attribute("org"), rng.choice([o.value("org") for o in found if o is not e])
    issuers = [tag_place(i) for i in s.named("issuer") if i.value("org") in (a.value, other)]
    who = [re.escape(n) for org in (a.value, other) for n in (*s.organisations[org], org)]
    return Mutation(f'the signature of "{a.value}" became one of "{other}"', [(a.first, a.last, other)],
                    [tag_place(e), *[tag_place(o) for o in found if o.value("org") == other], *issuers, tag_place(s.root)], ["sign", who])


@kind
def topic_lost(s, rng):
    """a section no longer says which topic of the Act it covers"""
    e = pick(rng, [e for e in s.named("section") if e.attribute("topic") and s.root.name == "statement"])
    if not e:
        return None
    a = e.attribute("topic")
    return Mutation(f'topic="{a.value}" was deleted', [(a.before, a.end, "")], [tag_place(e), tag_place(s.root)], [[quoted(a.value), a.value.replace("-", " ")]])


@kind
def topic_section_lost(s, rng):
    """the section on a topic of the Act is deleted"""
    e = pick(rng, [e for e in s.named("section") if e.attribute("topic") and s.root.name == "statement"
                   and not any(r.value("to") == x.value("id") for r in s.named("xref", "term-ref") if not e.start < r.start < e.end
                               for x in s.elements if e.start <= x.start < e.end and x.value("id"))])
    if not e:
        return None
    start, end = piece(s, e)
    topic = e.value("topic")
    return Mutation(f"the section on {topic} was deleted", [(start, end, "")], [Place(start, end), tag_place(s.root), *between(e)], [[quoted(topic), topic.replace("-", " ")]])


@kind
def approval_lost(s, rng):
    """the approval of an approved version is deleted"""
    version = s.named("version")[0]
    found = [e for e in s.named("approval") if e.value("role") == "approve" and e.value("date")]
    if len(found) != 1 or version.value("status") != "approved":
        return None
    e = found[0]
    issuers = [tag_place(i) for i in s.named("issuer") if i.value("org") == e.value("org")]
    start, end = piece(s, e)
    control = s.root.child("control")
    return Mutation("<approval> was deleted", [(start, end, "")], [Place(start, end), tag_place(version), tag_place(control), tag_place(s.root), *issuers, *between(e)], ["approv"])


@kind
def free_of_slavery(s, rng):
    """a statement claims that nothing is wrong"""
    e = pick(rng, [e for e in s.named("p") if s.root.name == "statement" and s.text[e.close - 1] == "."])
    if not e:
        return None
    claim = rng.choice(["Our supply chains are slavery free.", "Our supply chains are free from modern slavery.", "We are a slavery-free organisation.",
                        "All our suppliers are free of slavery."])
    return Mutation(f"“{claim}” was typed behind a paragraph", [(e.close, e.close, " " + claim)], [Place(e.close, e.close)], [["slavery.free", "free (of|from)"]])


@kind
def other_body_signs(s, rng):
    """an organisation that does not issue the statement signs it"""
    e = pick(rng, s.named("signature"))
    if not e:
        return None
    a = e.attribute("org")
    issuers = {i.value("org") for i in s.named("issuer")}
    other = pick(rng, sorted(set(s.organisations) - issuers))
    if not other:
        return None
    who = [re.escape(n) for org in (a.value, other) for n in (*s.organisations[org], org)]
    return Mutation(f'the signature of "{a.value}" became one of "{other}"', [(a.first, a.last, other)],
                    [tag_place(e), *[tag_place(i) for i in s.named("issuer") if i.value("org") == a.value], tag_place(s.root)], ["sign", who])
