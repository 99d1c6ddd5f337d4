"""Edits of the mutator: paragraphs, lists, definitions and tables (edits.py)."""

from edits import behind, cut_off, cuts, drop, edit, ends_sentence, families, jump, kids, left_out, new, pick, put
from oracle import DIVISIONS, NS, local


# ===== Paragraphs and lists

def add_paragraph(tree, rng, **attributes):
    near = pick(rng, [p for p in tree.named("p") if tree.free(p) and local(p.getparent()) in DIVISIONS])
    if near is None:
        return False
    behind(near, new("p", tree.sentence(rng), **attributes))
    return tree.take(near.getparent())


@edit
def paragraph_added(tree, rng):
    return add_paragraph(tree, rng)


@edit
def paragraph_with_name_added(tree, rng):
    return add_paragraph(tree, rng, id=tree.name())


@edit
def paragraph_left_out(tree, rng):
    return left_out(tree, rng, [
        p for p in tree.named("p") if tree.free(p) and local(p.getparent()) in ("section", "appendix", "clause") and tree.loose(p)
        and any("".join(q.itertext()).strip() and q.get("restricted") != "yes" for q in kids(p.getparent(), "p") if q is not p)], around=True)


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
    return left_out(tree, rng, [i for i in family or () if tree.loose(i)], around=True)


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
    behind(near, definition)
    return tree.take(near)


@edit
def definition_left_out(tree, rng):
    return left_out(tree, rng, [d for d in tree.named("definition") if tree.free(d) and tree.loose(d) and len(kids(d.getparent(), "definition")) > 1])


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
    behind(near, row)
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


@edit
def paragraph_split(tree, rng):
    found = []
    for paragraph in tree.named("p"):
        if cuts(paragraph) and len(paragraph) == 0 and tree.free(paragraph) and local(paragraph.getparent()) in DIVISIONS:
            found.append(paragraph)
    paragraph = pick(rng, found)
    if paragraph is None:
        return False
    behind(paragraph, new("p", cut_off(paragraph, rng.choice(cuts(paragraph)))))
    return tree.take(paragraph.getparent())


@edit
def paragraphs_joined(tree, rng):
    found = [p for p in tree.named("p") if tree.free(p) and local(p.getparent()) in DIVISIONS and not p.get("id") and len(p) == 0
             and p.getnext() is not None and local(p.getnext()) == "p" and not p.getnext().get("id") and len(p.getnext()) == 0
             and p.getnext().get("restricted") != "yes" and ends_sentence(p) and (p.getnext().text or "").strip()]
    paragraph = pick(rng, found)
    if paragraph is None:
        return False
    paragraph.text = paragraph.text.rstrip() + " " + paragraph.getnext().text.strip()
    tree.take(paragraph.getparent())
    drop(paragraph.getnext())
    return True
