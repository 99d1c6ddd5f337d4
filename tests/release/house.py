"""What the programs of this folder share: the invented house of tests/cases/history, with or without its releases.

Twelve releases, four of each of three documents, and a withdrawal are made by the program itself, by the verbs that an
office uses: there is no other way to make one. They are made once and copied for each check.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ENGROSS = pathlib.Path(os.environ.get("ENGROSS", "build/engross")).resolve()
HISTORY = pathlib.Path("tests/cases/history").resolve()
TREE = pathlib.Path(".").resolve()

ALL = (("board", "approve"), ("members", "ratify"), ("ministry", "confirm"))
BOARD = (("board", "approve"),)
QUALITY = (("board", "approve"), ("quality", "ratify"))

# File, label, what is changed in the text, day, approvals, from when it holds.
RELEASES = (
    ("rules.xml", "1.0", None, "2020-02-03", ALL, "2020-04-01"),
    ("complaints.xml", "2020", None, "2020-03-02", QUALITY, None),
    ("visitors.xml", "A", None, "2020-05-04", BOARD, None),
    ("parts/meetings.xml", "1.1", ("four times", "six times"), "2021-02-01", BOARD, "2021-02-01"),
    ("complaints.xml", "2021", ("four weeks", "three weeks"), "2021-03-01", QUALITY, "2021-04-01"),
    ("visitors.xml", "B", ("4pm", "5pm"), "2021-05-03", BOARD, None),
    ("rules.xml", "2.0", ("six months", "three months"), "2022-02-07", ALL, "2022-04-01"),
    ("complaints.xml", "2022", ("three weeks", "ten days"), "2022-03-07", QUALITY, None),
    ("visitors.xml", "C", ("5pm", "6pm"), "2022-05-02", BOARD, "2022-06-01"),
    ("parts/meetings.xml", "2.1", ("six times", "ten times"), "2023-02-06", BOARD, "2023-03-01"),
    ("complaints.xml", "2022-bis", ("ten days", "two weeks"), "2022-09-05", QUALITY, None),
    ("visitors.xml", "D", ("2pm", "noon"), "2023-05-01", BOARD, None),
)
WITHDRAWAL = ("complaints", "2022", "The quorum was not there.")


def run(top, *arguments, inject=None, log=None, library=None, seconds=120):
    """(status, what was printed and said) of the program, started in the house `top`."""
    environment = {**os.environ, "NO_COLOR": "1", "ENGROSS_FREES_MEMORY": "1"}
    if inject:
        environment.update(LD_PRELOAD=str(library), INJECT=inject, INJECT_LOG=str(log))
    done = subprocess.run([str(ENGROSS), *arguments], cwd=top, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=seconds)
    return done.returncode, done.stdout.decode(errors="replace")


def begin(parent):
    """The house without a release. Styles and fonts are those of this tree, by links: no test changes them."""
    top = pathlib.Path(parent, "house")
    (top / "sources").mkdir(parents=True)
    shutil.copytree(TREE / "sources/schema", top / "sources/schema")
    for part in ("styles", "fonts"):
        (top / part).symlink_to(TREE / part)
    for path in HISTORY.iterdir():
        if path.name == "long":  # another house: tests/changes/long.py
            continue
        (shutil.copytree if path.is_dir() else shutil.copy)(path, top / "sources" / path.name)
    return top


def change(top, name, old, new):
    path = top / "sources" / name
    text = path.read_text()
    if old not in text:
        sys.exit(f"not ok {name} does not hold {old!r}")
    path.write_text(text.replace(old, new))


def document_of(name):
    return "standing-rules" if name in ("rules.xml", "parts/meetings.xml") else name.removesuffix(".xml")


def words_of(release):
    """The command of a release."""
    name, label, _, day, approvals, effective = release
    words = ["release", document_of(name), "--label", label]
    for i, (body, role) in enumerate(approvals):
        words += ["--approved", day, "--body", body, "--minute", f"{body} of {day}, item {i + 1}", "--role", role]
    return words + (["--effective", effective] if effective else [])


def turn(top, name, label, day=None):
    """The working text becomes the next version: with a label, a sequence and a day of its own; what the history says of the
    one before is now of a release."""
    root = {"standing-rules": "rules.xml"}.get(document_of(name), name)
    path = top / "sources" / root
    ledger = top / "sources/released/ledger.txt"
    made = ledger.read_text().count(f"\ndocument: {document_of(name)}\n") if ledger.exists() else 0
    text = re.sub(r'(<release [^>]*status=")draft"', r'\g<1>approved"', path.read_text())
    text = re.sub(r'(<version [^>]*?label=")[^"]*(" sequence=")[0-9]*', rf"\g<1>{label}\g<2>{made + 1}", text)
    path.write_text(re.sub(r'(<version [^>]*status="draft" date=")[0-9-]*', rf"\g<1>{day}", text) if day else text)


def explain(top, document):
    """The change log of the working text is brought into step with it, and people write the reasons that it wants."""
    status, said = run(top, "changes", document, "--sync")
    if status != 0:
        sys.exit(f"not ok changes {document} --sync: status {status}\n# " + said.replace("\n", "\n# "))
    for path in set(re.findall(r"^(?:\S*/)?sources/\S+\.xml$", said, re.M)):
        text = (top / path).read_text()
        (top / path).write_text(re.sub(r'(<change target="([^"]*)" kind="([^"]*)"[^>]*>)(</change>)',
                                       r"\1The meeting asked for it (\2, \3).\4", text))


def prepare(top, release):
    """The working sources as they are before that release."""
    name, label, edit, day, _, _ = release
    if edit:
        change(top, name, *edit)
    turn(top, name, label, day)
    explain(top, document_of(name))


def make(parent, count=len(RELEASES)):
    """The house with its first releases, and the withdrawal when all are made."""
    top = begin(parent)
    for release in RELEASES[:count]:
        prepare(top, release)
        status, said = run(top, *words_of(release))
        if status != 0:
            sys.exit(f"not ok {' '.join(words_of(release))}: status {status}\n# " + said.replace("\n", "\n# "))
    if count == len(RELEASES):
        document, label, reason = WITHDRAWAL
        status, said = run(top, "withdraw", document, label, "--reason", reason)
        if status != 0:
            sys.exit(f"not ok withdraw: status {status}: {said}")
    return top


def kept(top):
    """All that is kept of releases: path → bytes. What belongs to a run under way or interrupted is not among it."""
    found = {}
    for folder in ("sources/released", "out/released"):
        for path in sorted((top / folder).rglob("*")):
            name = str(path.relative_to(top))
            if path.is_file() and "/.staging/" not in name and not name.endswith("/.lock"):
                found[name] = path.read_bytes()
    return found


class Scratch(tempfile.TemporaryDirectory):
    def __init__(self):
        super().__init__(prefix="engross-release-")


def copy(top, parent):
    target = pathlib.Path(parent, "house")
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(exist_ok=True)
    shutil.copytree(top, target, symlinks=True)
    return target


def tell(good, name, words=""):
    print(f"{'ok' if good else 'not ok'} {name}")
    if not good:
        print("#   " + words.replace("\n", "\n#   "))
    sys.stdout.flush()
