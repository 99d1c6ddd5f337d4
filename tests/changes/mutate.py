#!/usr/bin/python3
"""mutate.py [--seed N] [--count M] [--only KIND] [--check]: real sources, edited as officers edit them; what `diff` finds.

Each case takes a document (the office's own, the cases, the histories, generated ones), makes one edit of a kind of
edits.py in it, or several of different kinds, and has `engross diff NEW --from OLD --format json` say what changed. What it
has to say follows from the edit alone (oracle.py). A case is right when the changes found are those expected, each of
the right kind and target, and no other; when the words that were edited stand in the edits of their change, and what else
stands there is the same on both sides, and little; and when the numbers of all provisions that have got another number are
told. Right and wrong are said for each kind; below 98 in a hundred the group fails. The judge is judged too: each right
answer is spoilt (a change taken out or made up, another kind, target or word), and it has to see that.

--check asks whether the edited files are still free of errors, and compares nothing: the test of the mutator itself.
A case that went wrong stays in build/test/mutate/KIND-N with what was expected and what was said.
"""

import argparse
import collections
import concurrent.futures
import copy
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from lxml import etree  # noqa: E402

import edits  # noqa: E402
import edits_blocks  # noqa: E402, F401
import edits_divisions  # noqa: E402, F401
import edits_house  # noqa: E402
import edits_inline  # noqa: E402, F401
import oracle  # noqa: E402
from oracle import NS  # noqa: E402

ENGROSS = pathlib.Path(os.environ.get("ENGROSS", "build/engross")).resolve()
WORK = pathlib.Path("build/test/mutate").resolve()
GENERATED = (("policy", 11), ("constitution", 12), ("statement", 13))
NEEDED = 98  # in a hundred
# These touch the whole document, or lists that others of them touch.
ALONE = {"spacing", "order-of-attributes", "version-of-the-document", "title-of-another-document", *edits_house.OF_LISTS}
LISTS = ("organisations.xml", "limits.xml")
OTHER = ('<policy xmlns="urn:engross:document:1" id="{}" xml:lang="en-GB"><control><title>{}</title><version label="1.0" sequence="1" status="draft" '
         'date="2020-03-31"/><issuer org="{}"/></control><section id="all"><title>All</title><p>This is another document.</p></section></policy>')
SPOKEN = (None, "alternative", "summary", "formerly")  # attributes whose values are words
LABEL = re.compile(r"(\([0-9a-zA-Z]{1,6}\)|[0-9A-Z]+(\.[0-9]+)*(\([a-zA-Z]+\))*\.?|[•–]) ")
MARKER = re.compile(r"[0-9]+([.:][0-9]+)*|[A-Za-z]|[ivxl]+|[A-Z]{1,2}[0-9]+([.][0-9]+)*|Part|Appendix|Table|Figure")


class Base:
    """A document to edit, in a folder with the lists and pictures that it needs."""

    def __init__(self, path):
        self.path, self.folder = path, path.parent
        while not (self.folder / "organisations.xml").exists():
            self.folder = self.folder.parent
        document = etree.parse(str(path))
        document.xinclude()
        self.root = document.getroot()
        for element in self.root.iter():
            if isinstance(element.tag, str):
                element.attrib.pop(oracle.XML + "base", None)
        edits.marked(self.root)
        self.lists = {f.name: etree.parse(str(f)).getroot() for f in (self.folder / name for name in LISTS) if f.exists()}
        lists = self.lists.values()
        self.sources = frozenset(a.get("source").partition("#")[2] for l in lists for a in l.iter(NS + "activity") if a.get("source"))
        self.bodies = tuple(e.get("id") for l in lists for e in l.iter(NS + "organisation", NS + "committee") if e.get("id"))

    def tree(self):
        tree = edits.Tree(copy.deepcopy(self.root))
        tree.sources, tree.bodies, tree.lists = self.sources, self.bodies, self.lists
        return tree

    def write(self, root, folder, tree=None):
        """The document and what belongs to it, in a folder of its own; with what the edits of `tree` did around it."""
        pictures = tree.pictures if tree else {}
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in LISTS:
            if (self.folder / name).exists():
                shutil.copy(self.folder / name, folder / name)
        for picture in {e.get("src") or e.get("picture") for e in root.iter(NS + "figure", NS + "signed")} - {None}:
            (folder / picture).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(pictures.get(picture, self.folder / picture), folder / picture)
        for name, old, new in tree.rewritten if tree else ():
            text, count = re.subn(old, new, (folder / name).read_text())
            assert count == 1, (name, old)
            (folder / name).write_text(text)
        issuer = root.find(f"{NS}control/{NS}issuer")
        for other, title in tree.beside.items() if tree else ():
            (folder / f"{other}.xml").write_text(OTHER.format(other, title, issuer.get("org")))
        file = folder / "document.xml"
        file.write_bytes(etree.tostring(edits.unmarked(root), xml_declaration=True, encoding="UTF-8"))
        return file


def run(*words):
    done = subprocess.run([str(ENGROSS), *map(str, words)], stdin=subprocess.DEVNULL, capture_output=True, timeout=300,
                          env={**os.environ, "NO_COLOR": "1"})
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")


def errors(file):
    _, out, said = run("check", file)
    return collections.Counter(re.findall(r": error: .*\[([A-Z0-9-]+)\]", out + said))


def bases():
    """Every good document at hand."""
    paths = [*sorted(pathlib.Path("sources").glob("*/*.xml")), *sorted(pathlib.Path("tests/cases").glob("*/input.xml")),
             *sorted(pathlib.Path("tests/cases/history").glob("*.xml")), *sorted(pathlib.Path("tests/cases/history/long").glob("*/*.xml"))]
    for kind, seed in GENERATED:
        folder = WORK / "generated" / kind
        folder.mkdir(parents=True, exist_ok=True)
        name = subprocess.run(["tests/bench/generate.py", str(seed), "8", "--kind", kind, str(folder)], check=True, capture_output=True,
                              text=True).stdout.strip()
        paths.append(folder / f"{name}.xml")
    found = []
    for path in paths:
        text = path.read_bytes()
        if path.name in ("organisations.xml", "limits.xml") or b"urn:engross:document:1" not in text or "schema" in path.parts:
            continue
        if path.parent.name == "xinclude" or not path.parent.parent.name and not text:
            continue
        status, _, _ = run("check", path)
        root = re.search(rb"<(\w[\w-]*)[\s>]", re.sub(rb"<[?!].*?>", b"", text, flags=re.S))
        if status in (0, 1) and root and root[1].decode() in ("policy", "statement", "information", "constitution") and not errors(path):
            found.append(Base(path))
    return found


class Case:
    def __init__(self, number, kinds, base, tree):
        self.number, self.kinds, self.base, self.tree = number, kinds, base, tree
        self.kind = kinds[0] if len(kinds) == 1 else "several"
        self.folder = WORK / f"{self.kind}-{number}"
        self.faults = []
        self.noticed = None  # whether the judge saw that the same answer with something wrong in it was wrong


def edited(documents, wanted, rng):
    """(document, edited tree) of the first document in which all these edits can be made; None."""
    for base in rng.sample(documents, len(documents)):
        tree = base.tree()
        if all(edits.EDITS[name](tree, rng) for name in wanted):
            return base, tree
    return None


def cases(documents, seed, count, only):
    """Kinds in turn, so that each is tried as often; every fifth case has two to six edits."""
    names = [only] if only and only != "several" else sorted(edits.EDITS)
    together = [n for n in names if n not in ALONE]
    for number in range(count):
        rng = random.Random(f"{seed}:{number}")
        several = only == "several" or not only and number % 5 == 4
        made = None
        for _ in range(20):
            wanted = rng.sample(together, rng.randint(2, 6)) if several else [names[(number - number // 5) % len(names)]]
            made = edited(documents, wanted, rng)
            if made:
                break
        if made is None:
            sys.exit(f"not ok no document can be edited by {', '.join(wanted)}")
        yield Case(number, wanted, *made)


def tokens(change, side):
    return collections.Counter(w for e in change["edits"] if e.get("attribute") in SPOKEN for w in oracle.words(e[side] or ""))


def labels(change, side):
    """What stands before the words of items and clauses that came or went whole: their labels, which the program makes."""
    texts = [e[side] or "" for e in change["edits"] if e["kind"] in ("inserted", "deleted") and e["where"] in ("item", "unit", "paragraph")]
    found = collections.Counter(w for t in texts if (m := LABEL.match(t)) for w in oracle.words(m[0]))
    # labels of clauses in one that came or went whole
    whole = [e[side] or "" for e in change["edits"] if e["kind"] in ("inserted", "deleted") and e["where"] == "unit"]
    return found | collections.Counter(w for t in whole for w in oracle.words(t) if re.fullmatch(r"[0-9A-Z]{1,3}(\.[0-9]+)+|[a-z]|[ivxl]+", w))


def bare(got, want):
    """Without the numbers of notes that are stuck to words."""
    return collections.Counter({}) + collections.Counter(
        x for w, n in got.items() for x in [w if w in want else re.sub(r"(?<=[^\W\d])[.,]?\d{1,3}$", "", w)] * n)


def judge_words(case, expected, key, change):
    """What is wrong with the words of a change; None when they are right."""
    kind, target = key
    if kind not in ("substituted", "inserted", "deleted"):
        return None
    want = expected.changes[key]
    got = [tokens(change, "old"), tokens(change, "new")]
    if has_note(expected, target):
        got = [bare(got[i], want[i]) for i in (0, 1)]
    missing = [want[i] - got[i] for i in (0, 1)]
    if kind == "substituted":
        # a word that the edit took out and put in again somewhere else in the same unit may have been found to have stayed
        back = missing[0] & missing[1]
        missing = [m - back for m in missing]
    if missing[0] or missing[1]:
        return f"of its words are not told: old {sorted(missing[0])}, new {sorted(missing[1])}"
    extra = [got[i] - want[i] for i in (0, 1)]
    extra = [extra[i] - labels(change, side) for i, side in enumerate(("old", "new"))]
    if kind != "substituted":
        stray = [w for w in extra[0 if kind == "deleted" else 1] if not MARKER.fullmatch(w) and not (has_note(expected, target) and w == "footnote")]
        return f"holds words that are not in it: {stray}" if stray and target not in expected.loose and not made_inside(case, expected, target) else None
    if target in expected.loose:
        return None
    extra = [collections.Counter({w: n for w, n in e.items() if not (has_note(expected, target) and (w.isdigit() or w == "footnote"))}) for e in extra]
    if extra[0] != extra[1]:
        return f"tells words that were not edited: old {sorted(extra[0] - extra[1])}, new {sorted(extra[1] - extra[0])}"
    if any(e.get("attribute") in ("alternative", "summary") for e in change["edits"]):
        return None  # these are told whole
    few = max(4, sum(want[0].values()) + sum(want[1].values()))
    if expected.near.get(target) and sum(extra[0].values()) > few:
        return f"tells {sum(extra[0].values())} words that stayed: {sorted(extra[0])}"
    return None


def made_inside(case, expected, target):
    """Whether the unit holds words that the program makes (references, limits, names)."""
    for version in (expected.old, expected.new):
        for element in version.by_mark.values():
            if element.get("id") == target and any(oracle.local(e) in oracle.MADE or oracle.local(e) in oracle.TABLES for e in element.iter()):
                return True
    return False


def has_note(expected, target):
    for version in (expected.old, expected.new):
        for element in version.by_mark.values():
            if element.get("id") == target and next(element.iter(NS + "note"), None) is not None:
                return True
    return False


def judge(case, expected, said):
    """What is wrong with what was told of a case: a list of sentences."""
    faults, found = [], {}
    for change in said["changes"]:
        key = (change["kind"], change["target"])
        if key in found:
            faults.append(f"twice: {' '.join(key)}")
        found[key] = change
    for key in sorted(expected.changes.keys() - found.keys()):
        if key[0] != "editorial" or ("substituted", key[1]) not in found:
            faults.append(f"missed: {' '.join(key)}")
    for key in sorted(found.keys() - expected.changes.keys()):
        if key[0] != "editorial" or ("substituted", key[1]) not in expected.changes:
            faults.append(f"invented: {' '.join(key)}: {json.dumps(found[key]['edits'], ensure_ascii=False)[:300]}")
    for key in sorted(expected.changes.keys() & found.keys()):
        wrong = judge_words(case, expected, key, found[key])
        if wrong:
            faults.append(f"{' '.join(key)}: {wrong}")
    divisions = {e.get("id") for v in (expected.old, expected.new) for e in v.by_mark.values() if oracle.local(e) in oracle.DIVISIONS}
    numbers = {n["target"]: (n["old"] or "", n["new"] or "") for n in said["numbers"] if n["target"] in divisions}
    if numbers != expected.numbers:
        wrong = {k: (expected.numbers.get(k), numbers.get(k)) for k in numbers.keys() | expected.numbers.keys()
                 if numbers.get(k) != expected.numbers.get(k)}
        faults.append(f"numbers (expected, told): {dict(sorted(wrong.items())[:4])}")
    return faults


def unexplained(case, said):
    """Provisions that a release takes for changed, and of which no change is told: neither of them, nor of a unit in them."""
    old, new = oracle.provisions(case.base.root), oracle.provisions(case.tree.root)
    told = {c["target"] for c in said["changes"]}
    alone = {c["target"] for c in said["changes"] if c["kind"] in ("inserted", "deleted", "editorial")}  # editorial: an id given
    faults = []
    for key in old.keys() & new.keys():
        if old[key][0] != new[key][0] and not told & (old[key][1] | new[key][1]):
            faults.append(f"a provision is changed, and no change is told of it: {key}")
    for side in ((old, case.base.root, new), (new, case.tree.root, old)):
        for key in side[0].keys() - side[2].keys():
            element = next(e for e in side[1].iter() if e.get("id") == key)
            if not alone & {e.get("id") for e in [element, *element.iterancestors()]}:
                faults.append(f"a provision is in one version alone, and nothing is told of it: {key}")
    return faults


def spoilt(said, expected, rng):
    """The same with one thing wrong in it; None where there is nothing to spoil."""
    said = copy.deepcopy(said)
    if not said["changes"] or rng.random() < 0.15:
        said["changes"].append({"kind": "substituted", "target": "nowhere", "edits": []})
        return said
    change = rng.choice(said["changes"])
    edited = [e for e in change["edits"] if "attribute" not in e and "(footnote)" not in (e["old"] or "") + (e["new"] or "") and (e["old"] or e["new"])]
    way = rng.randrange(6)
    if way == 0:
        said["changes"].remove(change)
    elif way == 1:
        change["target"] = "elsewhere"
    elif way == 2:
        change["kind"] = "moved" if change["kind"] != "moved" else "inserted"
    elif way == 3 and expected.numbers:
        said["numbers"] = [n for n in said["numbers"] if n["target"] != min(expected.numbers)]
    elif edited and change["kind"] == "substituted" and all("attribute" not in e for e in change["edits"]):
        edit = rng.choice(edited)
        side = "new" if edit["new"] else "old"
        edit[side] = "umbrella " + edit[side] if way == 4 else None
    else:
        return None
    return said


def examine(case, check):
    new = case.base.write(case.tree.root, case.folder / "new", case.tree)
    if check:
        fresh = errors(new) - errors(case.base.write(case.base.root, case.folder / "old"))
        if fresh:
            case.faults.append(f"errors that were not there before: {dict(fresh)}")
        oracle.Expected(copy.deepcopy(case.base.root), copy.deepcopy(case.tree.root))
    else:
        old = case.base.write(case.base.root, case.folder / "old")
        status, out, said = run("diff", new, "--from", old, "--format", "json")
        try:
            told = json.loads(out)
        except ValueError:
            case.faults.append(f"status {status}, no JSON: {said[:300]}")
        else:
            expected = oracle.Expected(copy.deepcopy(case.base.root), copy.deepcopy(case.tree.root))
            case.faults += judge(case, expected, told) + unexplained(case, told)
            rng = random.Random(case.number)
            wrong = spoilt(told, expected, rng) if not case.faults else None
            case.noticed = None if wrong is None or expected.loose else bool(judge(case, expected, wrong))
            if case.noticed is False:
                (case.folder / "unnoticed.json").write_text(json.dumps(wrong, indent=1))
            if case.faults:
                (case.folder / "told.json").write_text(out)
                (case.folder / "expected.txt").write_text("".join(
                    f"{' '.join(key)}: old {sorted(o.elements())} new {sorted(n.elements())}\n" for key, (o, n) in sorted(expected.changes.items())))
    if not case.faults and case.noticed is not False:
        shutil.rmtree(case.folder)
    return case


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--count", type=int, default=200)
    arguments.add_argument("--only", default="", choices=["", "several", *edits.EDITS])
    arguments.add_argument("--check", action="store_true")
    arguments.add_argument("--show", type=int, default=12)
    wish = arguments.parse_args()
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    documents = bases()
    print(f"# seed {wish.seed}, {len(documents)} documents, {len(edits.EDITS)} kinds")
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda c: examine(c, wish.check), cases(documents, wish.seed, wish.count, wish.only)))
    score = collections.defaultdict(lambda: [0, 0])
    for case in done:
        score[case.kind][bool(case.faults)] += 1
    for case in [c for c in done if c.faults][:wish.show]:
        print(f"# {case.kind}-{case.number} ({', '.join(case.kinds)}; {case.base.path})")
        for fault in case.faults[:6]:
            print(f"#     {fault}")
    for kind, (right, wrong) in sorted(score.items()):
        if wrong:
            print(f"# {kind}: {right} right, {wrong} wrong")
    for case in done:
        if case.noticed is False:
            print(f"# {case.folder}: the judge did not see what was spoilt in it")
    right = sum(not c.faults for c in done)
    good = len(done) > 0 and 100 * right >= (100 if wish.check else NEEDED) * len(done)
    what = "edited documents are free of errors" if wish.check else "edits are found, and nothing else"
    print(f"{'ok' if good else 'not ok'} {right} of {len(done)} {what} (seed {wish.seed})")
    blind = sum(c.noticed is False for c in done)
    if not wish.check:
        print(f"{'not ok' if blind else 'ok'} of {sum(c.noticed is not None for c in done)} answers that were spoilt {blind} were taken for right")
    sys.exit(not good or blind > 0)


if __name__ == "__main__":
    main()
