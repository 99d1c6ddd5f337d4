"""Edits of the mutator: clauses, sections, parts and appendices that come, go, move, are split and merged (edits.py)."""

from edits import (behind, clauses, cut_off, cuts, drop, edit, ends_sentence, families, glue, jump, kids, left_out, new, one_word, pick,
                   put, sections)
from oracle import NS, local


# ===== Clauses

def untitled(clause):
    return clause.find(NS + "title") is None


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


def dispensable(tree, named=True):
    return [c for c in clauses(tree, named) if len(kids(c.getparent(), "clause")) > 1 and tree.loose(c)]


@edit
def clause_left_out(tree, rng):
    return left_out(tree, rng, dispensable(tree))


@edit
def clause_without_name_left_out(tree, rng):
    return left_out(tree, rng, dispensable(tree, False), around=True)


@edit
def clause_without_name_inserted(tree, rng):
    near = pick(rng, [c for c in clauses(tree) if untitled(c)])
    if near is None:
        return False
    clause = clause_of(tree, rng)
    del clause.attrib["id"]
    behind(near, clause)
    return tree.take(near.getparent())


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


def put_beside(tree, rng, clause, near):
    tree.take(clause.getparent(), near.getparent())
    drop(clause)
    put(near.getparent(), near.getparent().index(near) + rng.randrange(2), clause)
    return True


@edit
def clause_put_elsewhere(tree, rng):
    clause, near = elsewhere(tree, rng)
    if near is None:
        return False
    return put_beside(tree, rng, clause, near)


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
    return put_beside(tree, rng, clause, near)


@edit
def clause_split(tree, rng):
    """Its last sentence becomes a clause of its own, right after it."""
    found = []
    for clause in clauses(tree):
        paragraphs = kids(clause, "p")
        if untitled(clause) and len(paragraphs) == 1 and len(kids(clause, "clause", "list", "table", "definitions")) == 0 and len(paragraphs[0]) == 0:
            if cuts(paragraphs[0]):
                found.append((clause, paragraphs[0]))
    picked = pick(rng, found)
    if picked is None:
        return False
    clause, paragraph = picked
    second = new("clause", id=tree.name())
    put(second, 0, new("p", cut_off(paragraph, cuts(paragraph)[-1])))
    behind(clause, second)
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
    clause = pick(rng, dispensable(tree))
    if clause is None:
        return False
    clause.set("restricted", "yes")
    return tree.take(clause)


# ===== Sections, parts, appendices

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
    behind(near, section_of(tree, rng, near))
    return tree.take(near)


@edit
def section_left_out(tree, rng):
    return left_out(tree, rng, sections(tree, lambda s: tree.loose(s) and len(kids(s.getparent(), "section")) > 1 and s.get("topic") is None
                                        and not any(local(e) in ("declaration", "signature") for e in s.iter())))


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
    behind(section, second)
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
    return left_out(tree, rng, [a for a in tree.named("appendix") if a.get("id") and tree.free(a) and tree.loose(a)])


@edit
def appendix_moved(tree, rng):
    return jump(tree, rng, [f for f in families(tree, "appendix") if all(a.get("id") for a in f)])
