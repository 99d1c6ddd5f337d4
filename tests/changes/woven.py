#!/usr/bin/python3
"""woven.py [--seed N] [--count M] [--keep]: properties of a comparison, on real and generated documents changed at random.

Each pair is read and compared by build/plain/tools/compared, which holds that accepting all changes gives the new document
and rejecting them the old one, byte by byte. Here it is held besides that a document has not changed from itself, that
what was done to it shows most times (a space is nothing), and that the work stays in proportion to the documents.
"""

import argparse
import copy
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

from lxml import etree

NS = "{urn:engross:document:1}"
ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOL = ROOT / "build/plain/tools/compared"
WORDS = "the Board may approve reports of officers within ten days, unless a member asks for more time or £5,000".split()
STEPS_MOST = 60  # for a node of either document; a square would be thousands


def name(element):
    return etree.QName(element).localname


def elements(root, *names):
    return [at for at in root.iter() if isinstance(at.tag, str) and name(at) in names and not in_control(at)]


def in_control(at):
    return any(isinstance(up.tag, str) and name(up) in ("control", "history") for up in (at, *at.iterancestors()))


class Mutator:
    def __init__(self, root, chance):
        self.root, self.random = root, chance
        self.fresh = 0

    def referred(self, element):
        ids = {at.get("id") for at in element.iter() if at.get("id")}
        return ids & {value for at in self.root.iter() if isinstance(at.tag, str) and at not in element.iter()
                      for key in ("to", "ref", "in", "limit") if (value := at.get(key))}

    def any(self, *names):
        found = elements(self.root, *names)
        return self.random.choice(found) if found else None

    def words(self):
        return " ".join(self.random.choice(WORDS) for _ in range(self.random.randint(1, 12)))

    def word(self):
        texts = [(at, part) for at in elements(self.root, "p", "title", "item", "cell", "strong", "caption", "term")
                 for part in ("text",) if at.text and len(at.text.split()) > 1]
        if not texts:
            return False
        at, _ = self.random.choice(texts)
        words = at.text.split(" ")
        place = self.random.randrange(len(words))
        kind = self.random.randrange(3)
        if kind == 0:
            words[place] = self.words()
        elif kind == 1:
            words.insert(place, self.words())
        elif len(words) > 3:
            del words[place:place + self.random.randint(1, 3)]
        at.text = " ".join(words)
        return True

    def delete(self):
        at = self.any("p", "clause", "item", "section", "table", "figure", "note", "row", "definition", "strong", "appendix")
        if at is None or self.referred(at) or at.getparent() is None:
            return False
        parent, tail = at.getparent(), at.tail
        before = at.getprevious()
        parent.remove(at)
        if tail and tail.strip():
            if before is None:
                parent.text = (parent.text or "") + tail
            else:
                before.tail = (before.tail or "") + tail
        return True

    def insert(self):
        at = self.any("p", "clause", "item", "section", "table", "row", "definition")
        if at is None:
            return False
        new = copy.deepcopy(at)
        for each in new.iter():
            if each.get("id"):
                self.fresh += 1
                each.set("id", f"fresh-{self.fresh}") if self.random.random() < 0.6 else each.attrib.pop("id")
        if new.text and new.text.strip():
            new.text = self.words()
        at.addnext(new)
        return True

    def move(self):
        at = self.any("clause", "section", "item", "p", "row", "table", "definition", "figure")
        others = [other for other in elements(self.root, name(at)) if other not in at.iter()] if at is not None else []
        if not others:
            return False
        other = self.random.choice(others)
        at.getparent().remove(at)
        other.addprevious(at) if self.random.random() < 0.5 else other.addnext(at)
        return True

    def rename(self):
        at = self.any("clause", "section", "p", "table", "item", "list")
        if at is None or self.referred(at):
            return False
        self.fresh += 1
        if at.get("id") and self.random.random() < 0.5:
            del at.attrib["id"]
        else:
            at.set("id", f"fresh-{self.fresh}")
        return True

    def split(self):
        at = self.any("section", "list", "p")
        if at is None:
            return False
        if name(at) == "p":
            words = (at.text or "").split(" ")
            if len(at) or len(words) < 6:
                return False
            new = etree.Element(NS + "p")
            new.text, at.text = " ".join(words[len(words) // 2:]), " ".join(words[:len(words) // 2])
            at.addnext(new)
            return True
        kids = [kid for kid in at if isinstance(kid.tag, str) and name(kid) != "title"]
        if len(kids) < 2:
            return False
        new = etree.Element(at.tag, {key: value for key, value in at.attrib.items() if key != "id"})
        if name(at) == "section":
            title = etree.SubElement(new, NS + "title")
            title.text = self.words()
        for kid in kids[len(kids) // 2:]:
            new.append(kid)
        at.addnext(new)
        return True

    def merge(self):
        at = self.any("p", "section", "list")
        other = None if at is None else at.getnext()
        if other is None or other.tag != at.tag or self.referred(other):
            return False
        if name(at) == "p":
            if len(at) or len(other):
                return False
            at.text = (at.text or "") + " " + (other.text or "")
        for kid in list(other):
            if not (isinstance(kid.tag, str) and name(kid) == "title"):
                at.append(kid)
        other.getparent().remove(other)
        return True

    def dress(self):
        at = self.any("p", "item", "cell")
        if at is None or not at.text or len(at.text.split()) < 3:
            return False
        words = at.text.split(" ")
        place = self.random.randrange(1, len(words))
        kind = self.random.choice(("strong", "span", "link"))
        new = etree.Element(NS + kind)
        if kind == "link":
            new.set("to", "https://www.example.org/" + str(self.fresh))
        if kind == "span":
            new.set("{http://www.w3.org/XML/1998/namespace}lang", "cy")
        new.text, new.tail = words[place], "".join(" " + word for word in words[place + 1:])
        at.text = " ".join(words[:place]) + " "
        at.insert(0, new)
        return True

    def spacing(self):
        at = self.any("p", "item")
        if at is None or not at.text:
            return False
        old = at.text
        at.text = old.replace(" ", "\u00a0", 1) if self.random.random() < 0.5 else old.replace("-", "\u2011").replace("'", "\u2019")
        return at.text != old

    def mutate(self):
        kinds = (self.word, self.word, self.word, self.delete, self.insert, self.move, self.move, self.rename, self.split, self.merge, self.dress, self.spacing)
        return self.random.choice(kinds)()


def run(home, *files):
    return subprocess.run([TOOL, home, *files], capture_output=True, text=True, timeout=300)


def sources(folder):
    shutil.copytree(ROOT / "sources", folder / "sources")
    found = [path for path in sorted((folder / "sources").glob("*/*.xml")) if "schema" not in path.parts]
    shutil.copytree(ROOT / "tests/cases/history", folder / "history")
    found += sorted((folder / "history").glob("long/*/*.xml"))
    for seed, kind, pages in ((7, "policy", 8), (8, "policy", 8), (7, "constitution", 20), (8, "constitution", 60), (7, "pack", 12)):
        made = folder / f"{kind}-{pages}-{seed}"
        made.mkdir()
        subprocess.run([ROOT / "tests/bench/generate.py", str(seed), str(pages), "--kind", kind, made], check=True, capture_output=True)
        found += [path for path in made.glob("*.xml") if path.name != "organisations.xml"]
    return [path for path in found if path.name not in ("organisations.xml", "limits.xml")]


def changed(path, chance, amount, number):
    parser = etree.XMLParser(remove_comments=False)
    tree = etree.parse(str(path), parser)
    tree.xinclude()
    for at in tree.getroot().iter():
        at.attrib.pop("{http://www.w3.org/XML/1998/namespace}base", None)
    mutator = Mutator(tree.getroot(), chance)
    for _ in range(amount):
        mutator.mutate()
    # Beside the original, where its pictures and its lists are.
    out = path.parent / f".woven-{number}.xml"
    tree.write(str(out), encoding="utf-8", xml_declaration=True)
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=20240607)
    parser.add_argument("--count", type=int, default=80)
    parser.add_argument("--keep", action="store_true", help="copy the first pair that fails to /tmp/woven-old.xml, -new.xml")
    wish = parser.parse_args()
    chance = random.Random(wish.seed)
    subprocess.run(["make", "-s", "-C", ROOT, "build/plain/tools/compared"], check=True)
    faults, read, shown, most = [], 0, 0, 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        paths = sources(folder)
        for path in paths:
            done = run(folder, path, path)
            if done.returncode != 0 or len(done.stdout.splitlines()) != 1:
                faults.append(f"{path} against itself: {done.returncode} {done.stdout[:300]} {done.stderr[:300]}")
        print(f"{'not ok' if faults else 'ok'} {len(paths)} documents have not changed from themselves")
        before = len(faults)
        for old, new in zip(paths, paths[1:] + paths[:1]):
            done = run(folder, old, new)
            if done.returncode != 0:
                faults.append(f"{old} against {new}: {done.returncode} {done.stderr[:1500]}")
        print(f"{'ok' if len(faults) == before else 'not ok'} and those that have little in common are told apart")
        for number in range(wish.count):
            path = chance.choice(paths)
            out = changed(path, chance, chance.choice((1, 1, 2, 5, 20, 60)), number)
            done = run(folder, path, out)
            spoilt = done.returncode not in (0, 4)
            if spoilt:
                faults.append(f"{number}: {path}: {done.returncode} {done.stderr[:1500]}")
            if done.returncode == 0:
                read += 1
                shown += len(done.stdout.splitlines()) > 1
                steps, nodes = map(int, re.search(r": (\d+) steps, (\d+) nodes", done.stdout).groups())
                most = max(most, steps / nodes)
                back = run(folder, out, path)
                if back.returncode != 0:
                    faults.append(f"{number}: back: {path}: {back.returncode} {back.stderr[:1500]}")
            if wish.keep and faults:
                shutil.copy(path, "/tmp/woven-old.xml")
                shutil.copy(out, "/tmp/woven-new.xml")
                wish.keep = False
    print(f"{'not ok' if faults else 'ok'} {read} of {wish.count} changed copies read; accepting and rejecting all changes gives both texts, seed {wish.seed}")
    print(f"{'ok' if read > wish.count / 3 and shown >= read * 0.7 else 'not ok'} {shown} of them show what was done")
    print(f"{'ok' if most < STEPS_MOST else 'not ok'} {most:.0f} steps a node at most")
    for fault in faults:
        print("# " + fault.replace("\n", "\n# "))
    return bool(faults) or most >= STEPS_MOST


if __name__ == "__main__":
    sys.exit(main())
