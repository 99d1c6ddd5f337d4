"""Edits of the mutator across a house: what its lists say of organisations, posts and limits, and what one document says of
another (edits.py). The lists are files beside the document; what of it they change is marked OTHERWISE."""

import re

from edits import callers, edit, new, pick, put, put_behind_word
from oracle import DIVISIONS, MARK, NS, OTHERWISE, local

OF_LISTS = set()


def of_list(make):
    """An edit of a list alone; the document stays as it is."""
    edit(make)
    OF_LISTS.add(make.__name__.replace("_", "-"))
    return make


def otherwise(elements):
    """These read otherwise from now on."""
    for element in elements:
        element.set(OTHERWISE, "yes")
    return bool(elements)


def everywhere(tree, name, test):
    return [e for e in tree.root.iter(NS + name) if test(e)]


def listed(tree, file, name, test=lambda e: True):
    return [e for e in tree.lists[file].iter(NS + name) if test(e)] if file in tree.lists else []


# ===== organisations.xml

def rename(tree, rng, what):
    """An office or committee gets another name there."""
    if tree.named("seats", "limit-table", "signature"):
        return False
    there = {e.get("id") for e in listed(tree, "organisations.xml", what)}
    post = pick(rng, sorted({r.get("ref") for r in tree.named("role") if r.get("ref")} & there))
    if post is None:
        return False
    name = " ".join(tree.fresh(rng, 2)).title()
    tree.rewritten.append(("organisations.xml", rf'(<{what} id="{re.escape(post)}"[^>]*>\s*<name[^>]*>)[^<]*', rf"\g<1>{name}"))
    return otherwise(everywhere(tree, "role", lambda e: e.get("ref") == post)
                     + everywhere(tree, "decision", lambda e: post in (e.get("holders") or "").split()))


@of_list
def office_renamed_in_the_list(tree, rng):
    return rename(tree, rng, "office")


@of_list
def committee_renamed_in_the_list(tree, rng):
    return rename(tree, rng, "committee")


@of_list
def measure_in_the_list(tree, rng):
    """A figure of an organisation, such as how many people it serves."""
    facts = {(f.get("of"), f.get("name")) for f in tree.named("fact")}
    found = [(o.get("id"), m.get("name"), m.get("value")) for o in listed(tree, "organisations.xml", "organisation") for m in o.iter(NS + "measure")
             if (o.get("id"), m.get("name")) in facts and m.get("value").isdigit()]
    measure = pick(rng, sorted(found))
    if measure is None:
        return False
    of, name, value = measure
    tree.rewritten.append(("organisations.xml", rf'(?s)(<organisation id="{re.escape(of)}".*?<measure name="{re.escape(name)}" value=")\d+',
                           rf"\g<1>{int(value) + rng.choice((1, 20, 3000))}"))
    return otherwise(everywhere(tree, "fact", lambda e: (e.get("of"), e.get("name")) == (of, name)))


@of_list
def seat_in_the_list(tree, rng):
    """A committee gets one more."""
    table = pick(rng, tree.named("seats"))
    offices = [o.get("id") for o in listed(tree, "organisations.xml", "office")]
    taken = {s.get("office") for c in listed(tree, "organisations.xml", "committee", lambda c: table is not None and c.get("id") == table.get("of"))
             for s in c.iter(NS + "seat")}
    office = pick(rng, sorted(set(offices) - taken))
    if office is None or not taken:
        return False
    tree.rewritten.append(("organisations.xml", rf'(?s)(<committee id="{re.escape(table.get("of"))}".*?)</committee>',
                           rf'\g<1><seat office="{office}"><appointed>{" ".join(tree.fresh(rng, 3))}</appointed></seat></committee>'))
    return otherwise(everywhere(tree, "seats", lambda e: e.get("of") == table.get("of")))


# ===== limits.xml

def shows(activity):
    """The tables of limits that have this activity."""
    return lambda e: e.get("activities") is None or activity in e.get("activities").split()


@of_list
def limit_raised_in_the_list(tree, rng):
    """Where one limit ends and the next begins."""
    quoted = {r.get("to") for r in tree.named("limit-ref")}
    found = []
    for activity in listed(tree, "limits.xml", "activity"):
        limits = list(activity.iter(NS + "limit"))
        for below, above in zip(limits, limits[1:]):
            bounds = [below.get("upper"), above.get("lower")]
            seen = {below.get("id"), above.get("id")} & quoted or any(map(shows(activity.get("id")), tree.named("limit-table")))
            if bounds[0] == bounds[1] and (bounds[0] or "").isdigit() and seen:
                found.append((activity.get("id"), below, above, int(bounds[0])))
    picked = pick(rng, found)
    if picked is None:
        return False
    activity, below, above, amount = picked
    most = int(above.get("upper")) if (above.get("upper") or "").isdigit() else amount * 4
    raised = amount + max(1, (most - amount) // rng.choice((2, 3, 5)))
    text = rf'(?s)(<activity id="{re.escape(activity)}"(?:(?!</activity>).)*? upper="){amount}("(?:(?!</activity>).)*? lower="){amount}"'
    tree.rewritten.append(("limits.xml", text, rf'\g<1>{raised}\g<2>{raised}"'))
    lower = lambda e: e.get("bound") == "lower"
    return otherwise(everywhere(tree, "limit-ref", lambda e: e.get("to") == (above if lower(e) else below).get("id"))
                     + everywhere(tree, "limit-table", shows(activity)))


@of_list
def approver_in_the_list(tree, rng):
    """Somebody else may approve up to a limit."""
    if not tree.named("limit-table"):
        return False
    decided = {d.get("activity") for d in tree.named("decision")}  # there the scheme has to agree
    found = [(a.get("id"), l.get("id"), l.get("approvers")) for a in listed(tree, "limits.xml", "activity") if a.get("id") not in decided
             for l in a.iter(NS + "limit") if l.get("id") and any(map(shows(a.get("id")), tree.named("limit-table")))]
    limit = pick(rng, found)
    offices = [o.get("id") for o in listed(tree, "organisations.xml", "office")]
    office = pick(rng, [o for o in offices if limit is not None and o not in limit[2].split()])
    if office is None:
        return False
    activity, identity, approvers = limit
    tree.rewritten.append(("limits.xml", rf'(<limit id="{re.escape(identity)}"[^>]*approvers=")[^"]*', rf"\g<1>{office}"))
    return otherwise(everywhere(tree, "limit-table", shows(activity)))


# ===== Other documents

def another(tree, rng):
    """The id of another document of the house, with a title."""
    name = f"other-{rng.randrange(10 ** 6)}"
    tree.beside[name] = "The " + " and ".join(tree.fresh(rng, 2))
    return name


@edit
def document_referred_to(tree, rng):
    """The same words lead to another document."""
    def provision(element):  # what nobody hears is told of these, not of a table in them
        return next(a for a in element.iterancestors() if a is tree.root or a.get("id"))
    reference = pick(rng, [r for r in tree.named("document-ref") if tree.free(r) and local(provision(r)) in DIVISIONS])
    if reference is None:
        return False
    reference.set("to", another(tree, rng))
    tree.beside[reference.get("to")] = " ".join("".join(reference.itertext()).split())
    return tree.take(reference)


@edit
def reference_to_a_document_added(tree, rng):
    if not callers(tree):
        return False
    name = another(tree, rng)
    return put_behind_word(tree, rng, lambda: new("document-ref", tree.beside[name], to=name), " (as in ", ")")


@edit
def document_to_be_read_with_it(tree, rng):
    """One more row of the control."""
    control = tree.root.find(NS + "control")
    before = [e for e in control if local(e) and local(e) not in ("equality-impact", "classification", "foi-class")]
    if not tree.free(before[-1]):
        return False
    name = another(tree, rng)
    put(control, control.index(before[-1]) + 1, new("read-with", tree.beside[name], to=name))
    tree.taken.add(before[-1].get(MARK))
    return True


@edit
def title_of_another_document(tree, rng):
    """It is called otherwise now; the words that refer to it are this document's own and stay."""
    reference = pick(rng, [r for r in tree.named("document-ref") if r.get("to")])
    if reference is None:
        return False
    tree.beside[reference.get("to")] = "Quite another title"
    return True
