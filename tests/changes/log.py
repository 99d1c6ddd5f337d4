#!/usr/bin/python3
"""log.py [TRIALS [SEED]]: `engross changes` keeps the change log of a document, in the author's own file.

Each trial writes a document in one of many forms (encodings, line ends, indentation, a prefix, a history that is there, is not,
or stands in a file of its own, comments in it), releases it, edits its text at random, and lets `changes --sync` follow. Then:
every byte outside the history is as it was; a second run changes nothing; no reason and no comment is lost; with reasons in the
gaps there is nothing to do, and the release passes; the change log as a PDF holds them all. Cases by hand follow.
"""

import calendar
import copy
import json
import os
import pathlib
import random
import re
import resource
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "release"))
import house  # noqa: E402
from house import TREE, Scratch, run, tell  # noqa: E402

WORDS = ("board members agree every spring autumn report chair notes papers minutes quorum vote reads keeps sends asks answers"
         " office week month copy rule change").split()
FORMS = [  # encoding, line end, unit of indentation, prefix, history
    ("utf-8", "\n", "  ", "", "none"),
    ("utf-8", "\r\n", "\t", "", "older"),
    ("utf-8-sig", "\n", "    ", "", "begun"),
    ("iso-8859-1", "\r\n", "  ", "", "begun"),
    ("windows-1252", "\n", " ", "", "none"),
    ("utf-16", "\r\n", "  ", "", "older"),
    ("utf-8", "\n", "", "e:", "begun"),
    ("utf-8", "\n", "  ", "", "apart"),
    ("utf-8", "", "", "", "none"),
    ("utf-8", "\r", "\t", "", "begun"),
]


class Paper:
    """A document as a list of sections, each with an id, a title and clauses [id, words]; printed in one of the forms."""

    def __init__(self, rng, form):
        self.rng, self.form = rng, form
        self.count = 0
        self.sections = [[self.name("s"), self.words(2).capitalize(), [self.clause() for _ in range(rng.randint(2, 5))]]
                         for _ in range(rng.randint(2, 4))]

    def name(self, letter):
        self.count += 1
        return f"{letter}{self.count}"

    def words(self, count):
        return " ".join(self.rng.choice(WORDS) for _ in range(count))

    def clause(self):
        return [self.name("c"), f"The {self.words(self.rng.randint(8, 20))}."]

    def edit(self):
        """One edit of a kind that a comparison has to find; says what it was."""
        rng = self.rng
        section = rng.choice(self.sections)
        clauses = section[2]
        kind = rng.choice(("word", "insert", "delete", "title", "swap", "section", "drop"))
        if kind == "word":
            clause = rng.choice(clauses)
            words = clause[1].split()
            words[rng.randrange(1, len(words) - 1)] = f"new{rng.randint(100, 999)}"
            clause[1] = " ".join(words)
        elif kind == "insert":
            clauses.insert(rng.randint(0, len(clauses)), self.clause())
        elif kind == "delete" and len(clauses) > 1:
            clauses.remove(rng.choice(clauses))
        elif kind == "title":
            section[1] += " " + rng.choice(WORDS)
        elif kind == "swap":
            clauses.reverse()
        elif kind == "section":
            self.sections.insert(rng.randint(0, len(self.sections)), [self.name("s"), self.words(2).capitalize(), [self.clause()]])
        elif len(self.sections) > 1:
            self.sections.remove(section)
        return kind

    def head(self, version):
        encoding, _, unit, e, history = self.form
        label, sequence = version
        declared = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16"}.get(encoding, encoding)
        name = f"xmlns:{e[:-1]}" if e else "xmlns"
        return [f"<?xml version='1.0'  encoding='{declared}'?>", "<!-- é of mine -->",
                f'<{e}policy {name}="urn:engross:document:1" xmlns:xi="http://www.w3.org/2001/XInclude" id="paper" xml:lang="en-GB">',
                f"{unit}<{e}control>", f"{unit * 2}<{e}title>Paper</{e}title>",
                f'{unit * 2}<{e}version label="{label}"  sequence=\'{sequence}\' status="draft" date="2024-01-08"/>',
                f'{unit * 2}<{e}issuer org="marsh"/>', f"{unit}</{e}control>"]

    def body(self):
        _, _, unit, e, _ = self.form
        for identity, title, clauses in self.sections:
            yield f'{unit}<{e}section id="{identity}"><{e}title>{title}</{e}title>'
            for name, words in clauses:
                yield f'{unit * 2}<{e}clause  id="{name}"><{e}p>{words}</{e}p></{e}clause>'
            yield f"{unit}</{e}section>"

    def text(self, version, history):
        _, line, unit, e, _ = self.form
        lines = [*self.head(version), *self.body(), f"{unit}<!-- the end, é -->", *([history] if history else []), f"</{e}policy>", "<!-- after -->"]
        return (line or "").join(lines) + line

    def older(self, label):
        """What the history holds besides rows for this version: one for an older one, and comments."""
        _, line, unit, e, kind = self.form
        if kind == "none":
            return ""
        begun = [f'{unit * 2}<{e}release label="{label}" date="2024-01-08" status="draft">', f"{unit * 3}<{e}change>A remark, é.</{e}change>",
                 f"{unit * 3}<!-- comment one -->", f"{unit * 2}</{e}release>"] if kind == "begun" else []
        own = ' xmlns="urn:engross:document:1"' if kind == "apart" else ""
        return line.join([f"{unit}<{e}history{own}><!-- comment two -->", *begun,
                          f'{unit * 2}<{e}release label="0.9" date="2023-01-09" status="approved">',
                          f'{unit * 3}<{e}change target="gone-long" kind="moved">Older reason.</{e}change>',
                          f"{unit * 2}</{e}release>", f"{unit}</{e}history>"])


def outside(text):
    """The text without its history; and, where a history was put in, without the break before it."""
    found = re.search(r"<(?:e:)?history\b.*</(?:e:)?history>", text, re.S)
    return (text, "") if found is None else (text[:found.start()].rstrip(" \t\r\n") + "|" + text[found.end():], found[0])


def write(path, text, form):
    path.write_bytes(text.encode(form[0]))


def read(path, form):
    return path.read_bytes().decode(form[0])


class Trial:
    def __init__(self, scratch, number, seed):
        self.rng = random.Random(f"{seed} {number}")
        self.form = FORMS[number % len(FORMS)]
        self.top = house.begin(pathlib.Path(scratch, str(number)))
        for path in (self.top / "sources").glob("*.xml"):
            if path.name != "organisations.xml":
                path.unlink()
        self.path = self.top / "sources/paper.xml"
        self.log = self.top / "sources/log.xml" if self.form[4] == "apart" else self.path
        self.paper = Paper(self.rng, self.form)
        self.faults = []

    def put(self, version, history):
        """Writes the document; what the history is now is kept."""
        if self.form[4] == "apart":
            if history:
                write(self.log, history, self.form)
            history = '<xi:include href="log.xml"/>'
        write(self.path, self.paper.text(version, history), self.form)

    def expect(self, good, words):
        if not good:
            self.faults.append(words)

    def command(self, *words, status=0):
        got, said = run(self.top, *words)
        self.expect(got == status, f"{' '.join(words)}: status {got}, not {status}: {said}")
        return said

    def history(self):
        return outside(read(self.log, self.form))[1]

    def release(self, label, day):
        return self.command("release", "paper", "--label", label, "--approved", day, "--body", "board", "--minute", "24/1")

    def sync(self):
        """Runs sync twice and holds what it wrote against what was there."""
        files = {path: path.read_bytes() for path in {self.path, self.log}}
        reasons = re.findall(r"<(?:e:)?change[^>]*>[^<]+<|<!--.*?-->", self.history())
        told, _ = run(self.top, "changes", "paper")
        self.command("changes", "paper", "--sync")
        for path, before in files.items():
            old, new = outside(before.decode(self.form[0])), outside(read(path, self.form))
            here = old[0] == new[0] if old[1] and new[1] else same_but_history(before.decode(self.form[0]), read(path, self.form))
            self.expect(here, f"{path.name}: something outside the history has changed:\n{old[0]!r}\n{new[0]!r}")
        now = self.history()
        for reason in reasons:
            words = re.search(r">([^<]+)<$", reason)
            self.expect((words[1] if words else reason) in now, f"{reason} is lost:\n{now}")
        changed = any(path.read_bytes() != before for path, before in files.items())
        self.expect(told == (1 if changed else 0), f"without --sync it ended with {told}, and --sync {'wrote' if changed else 'wrote nothing'}")
        after = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}
        self.command("changes", "paper", "--sync")
        self.expect(all((path.read_bytes(), path.stat().st_mtime_ns) == was for path, was in after.items()), "a second run wrote again")
        self.command("changes", "paper")

    def fill(self):
        """People write a reason into each gap; returns them all."""
        text = read(self.log, self.form)
        text = re.sub(r'(<(?:e:)?change target="([^"]*)" kind="([^"]*)"[^>]*>)(</(?:e:)?change>)', r"\1Reason of \2 \3.\4", text)
        write(self.log, text, self.form)
        return set(re.findall(r"Reason of \S+ \S+\.", text))

    def run(self):
        self.put(("1.0", 1), self.paper.older("1.0"))
        self.release("1.0", "2024-02-05")
        if self.faults:
            return
        begun = self.paper.older("2.0")
        self.put(("2.0", 2), begun)
        done = [self.paper.edit() for _ in range(self.rng.randint(1, 4))]
        kept = copy.deepcopy(self.paper.sections)
        self.put(("2.0", 2), self.history() if begun else None)
        self.sync()
        self.fill()
        # More edits, and the first ones back: what was explained is kept whatever becomes of it.
        done += [self.paper.edit() for _ in range(self.rng.randint(1, 3))]
        self.put(("2.0", 2), self.history())
        self.sync()
        self.fill()
        self.paper.sections = kept
        self.put(("2.0", 2), self.history())
        self.sync()
        reasons = self.fill()
        missing = re.findall(r'<(?:e:)?change[^>]*gone="yes"[^>]*>', self.history())
        if missing:
            self.expect("[RELEASE-CHANGE]" in self.command("release", "paper", "--label", "2.0", "--approved", "2024-03-04", "--body", "board",
                                                          "--minute", "1", status=4), "a reason without a change does not stand in the way")
            text = re.sub(r'<((?:e:)?)change[^>]*gone="yes"[^>]*>[^<]*</(?:e:)?change>', "", read(self.log, self.form))
            write(self.log, text, self.form)
            reasons = set(re.findall(r"Reason of \S+ \S+\.", text))
        if not reasons:
            return
        self.release("2.0", "2024-03-04")
        self.command("changes", "paper", "--pdf")
        shown = subprocess.run(["pdftotext", "-raw", self.top / "out/paper-changes.pdf", "-"], capture_output=True, text=True).stdout
        shown = re.sub(r"\s+", " ", shown)
        lost = [reason for reason in reasons if reason not in shown]
        self.expect(not lost, f"the change log does not say {lost}:\n{shown}")
        self.done = done


def same_but_history(before, after):
    """Whether a history was put in or taken out, with the break before it, and nothing else was done."""
    def bare(text):
        return re.sub(r"\s*<(?:e:)?history\b.*</(?:e:)?history>", "", text, flags=re.S)

    return bare(before) == after or before == bare(after) or before == after


def check_random(scratch, trials, seed):
    for number in range(trials):
        trial = Trial(scratch, number, seed)
        trial.run()
        tell(not trial.faults, f"random edits {number}, seed {seed}: {' '.join(map(repr, trial.form))}", "\n".join(trial.faults))
        if not trial.faults:
            shutil.rmtree(trial.top.parent)


def check_file(scratch):
    """What becomes of the file itself: its rights, a link, a folder that cannot be written."""
    trial = Trial(scratch, 1000, "file")
    trial.put(("1.0", 1), None)
    trial.release("1.0", "2024-02-05")
    trial.paper.sections[0][2][0][1] = "Quite another thing now."
    trial.put(("2.0", 2), None)
    real = trial.top / "real.xml"
    trial.path.rename(real)
    trial.path.symlink_to(real)
    real.chmod(0o640)
    before = real.read_bytes()
    said = trial.command("changes", "sources/paper.xml", status=1)
    trial.expect(real.read_bytes() == before, "without --sync something was written")
    tell(not trial.faults, "without --sync nothing is written", said)
    said = trial.command("changes", "sources/paper.xml", "--sync")
    tell(trial.path.is_symlink() and real.read_bytes() != before and real.stat().st_mode & 0o777 == 0o640,
         "a link stays a link, and the file keeps its rights", said)
    left = [path.name for path in [*(trial.top / "sources").iterdir(), *trial.top.iterdir()] if "engross" in path.name]
    tell(not left and not trial.faults, "no other file is left", f"{left} {trial.faults}")


def check_owner(scratch):
    """A file that its author has protected stays as it is; one that somebody else syncs stays its author's."""
    if os.getuid() != 0:
        return tell(True, "only root can try other owners")
    trial = Trial(scratch, 1002, "owner")
    trial.put(("1.0", 1), None)
    trial.release("1.0", "2024-02-05")
    trial.paper.sections[0][2][0][1] = "Quite another thing now."
    trial.put(("2.0", 2), None)
    before = trial.path.read_bytes()
    for path in (trial.top, *trial.top.rglob("*")):
        os.chown(path, 65534, 65534, follow_symlinks=False)
    for folder in (pathlib.Path(scratch), *trial.top.parents[:1]):
        folder.chmod(0o755)
    trial.path.chmod(0o444)
    done = subprocess.run([house.ENGROSS, "changes", "paper", "--sync"], cwd=trial.top, capture_output=True, user=65534, group=65534, extra_groups=[],
                          env={**os.environ, "NO_COLOR": "1"})
    tell(done.returncode == 3 and b"permission" in done.stderr and b"[FILE-WRITE]" in done.stderr and trial.path.read_bytes() == before,
         "a file that may not be written is not replaced", f"{done.returncode} {done.stderr}")
    trial.path.chmod(0o640)
    said = trial.command("changes", "paper", "--sync")
    about = trial.path.stat()
    tell(trial.path.read_bytes() != before and (about.st_uid, about.st_gid, about.st_mode & 0o777) == (65534, 65534, 0o640) and not trial.faults,
         "a file stays its author's, whoever syncs it", f"{about} {said}")


def check_failing(scratch):
    """A disk that is full: the file is as it was, whole, and the failure is told."""
    trial = Trial(scratch, 1001, "full")
    trial.put(("1.0", 1), None)
    trial.release("1.0", "2024-02-05")
    trial.paper.sections[0][2][0][1] = "Quite another thing."
    trial.put(("2.0", 2), None)
    before = trial.path.read_bytes()
    done = subprocess.run([house.ENGROSS, "changes", "paper", "--sync"], cwd=trial.top, capture_output=True, env={**os.environ, "NO_COLOR": "1"},
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)))
    left = [path.name for path in trial.path.parent.iterdir() if ".engross" in path.name]
    tell(done.returncode == 3 and b"[FILE-WRITE]" in done.stderr and trial.path.read_bytes() == before and not left and not trial.faults
         and b": add " not in done.stderr and not done.stdout,
         "a full disk leaves the file as it was", f"{done.returncode} {done.stderr} {left} {trial.faults}")


INJECT = TREE / "build/test/hostile/inject.so"
CALLS = ("open", "openat", "write", "fsync", "linkat", "renameat2", "fstat", "unlinkat")


def check_each_call(scratch):
    """Each call of the file system fails, or the program is killed there: the file is the old one or the new one, whole, and
    rows are said to be written only when they are."""
    trial = Trial(scratch, 1007, "calls")
    trial.put(("1.0", 1), trial.paper.older("1.0"))
    trial.release("1.0", "2024-02-05")
    trial.paper.sections[0][2][0][1] = "Quite another thing."
    trial.put(("2.0", 2), trial.paper.older("2.0"))
    before, log = trial.log.read_bytes(), trial.top.parent / "met"
    said = trial.command("changes", "paper", "--sync")
    after = trial.log.read_bytes()
    tell(after != before and ": add " in said and "now in step" in said and not trial.faults, "the rows that are written are told", said)
    count, bad = 0, []
    for function in CALLS:
        for what in ("28", "kill", "killed"):
            for number in range(1, 1000):
                trial.log.write_bytes(before)
                log.unlink(missing_ok=True)
                status, said = run(trial.top, "changes", "paper", "--sync", inject=f"{function}:{number}:{what}", log=log, library=INJECT)
                if not log.exists():
                    break
                count += 1
                now = trial.log.read_bytes()
                claimed = ": add " in said or "now in step" in said or f"{trial.log.name}\n" in said.replace(": error", "")
                left = [path.name for path in trial.log.parent.iterdir() if path.name.startswith(".")] if what == "28" else []
                good = now in (before, after) and (now == after or not claimed) and not left
                if what == "28":
                    good = good and (status == 0) == (now == after or "standard output" in said) and (status == 0 or "error: " in said)
                if not good:
                    bad.append(f"{function}:{number}:{what}: status {status}, {'new' if now == after else 'old' if now == before else 'spoilt'}, left {left}: {said}")
    tell(count > 50 and not bad, f"{count} calls that fail, or are the last", "\n".join(bad[:5]))


def cells(element):
    """Each row of the tables below an element as the words of its cells; each heading as one."""
    words = lambda kid: kid if isinstance(kid, str) else "".join(words(k) for k in kid.get("kids", ()))
    if element["role"] == "TR":
        yield [words(kid).strip() for kid in element["kids"]]
    elif re.fullmatch("H[1-6]", element["role"]):
        yield [words(element)]
    else:
        for kid in element.get("kids", ()):
            if isinstance(kid, dict):
                yield from cells(kid)


# Where the edits of house.RELEASES are, as a reader is told.
PLACES = {"rules.xml": ("leaving", "Clause 1.2"), "parts/meetings.xml": ("how-often", "Clause 2.1"), "complaints.xml": ("answer", "Section 1, How we answer"),
          "visitors.xml": ("hours", "Section 1, Hours")}


def told(old, new):
    """The words that differ, as a row tells them: what both begin or end with is not among them."""
    old, new = old.split(), new.split()
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return f"“{' '.join(old)}” is now “{' '.join(new)}”."


def expected(document):
    """What the change log of a document of the house has to say of its versions, from what was done to it: rows."""
    before, sections = None, []
    for name, label, edit, day, _, _ in house.RELEASES:
        if house.document_of(name) != document:
            continue
        rows = [[f"Version {label}, {int(day[8:])} {calendar.month_name[int(day[5:7])]} {day[:4]}"],
                ["Compared with", f"Version {before}" if before else "No version: it is the first"]]
        if before:
            rows += [[f"What changed in version {label}"], ["Provision", "What was done", "Reason"]]
            target, place = PLACES[name]
            rows.append([place, "Changed: " + told(*edit), f"The meeting asked for it ({target}, substituted)."])
        sections.insert(0, rows)
        before = label
    return [row for rows in sections for row in rows]


def check_log(scratch):
    """The change log of all versions, in two styles: what was done is in it, nothing else, and the PDFs are sound."""
    top = house.make(pathlib.Path(scratch, "log"))
    for document in ("standing-rules", "complaints", "visitors"):
        status, said = run(top, "changes", document, "--pdf", "--style", "nhs", "--style", "large-print")
        pdfs = [top / f"out/{document}-changes{style}.pdf" for style in ("", "-large-print")]
        tell(status == 0 and all(pdf.exists() for pdf in pdfs), f"{document}: its change log is set", said)
        structures = [json.loads(subprocess.run([sys.executable, TREE / "tests/pdf/observe_pikepdf.py", "--structure", pdf], capture_output=True,
                                                text=True, check=True).stdout) for pdf in pdfs]
        rows = [list(cells(structure)) for structure in structures]
        wanted = expected(document)
        for row in rows[0] + rows[1]:  # how far the marks of a substitution reach is not for this test
            row[:] = [re.sub(r"“(\w+)( \w+)” is now “(\w+)\2”", r"“\1” is now “\3”", cell) for cell in row]
        found = [row for row in rows[0] if row[0].startswith(("Version ", "What changed in")) and len(row) == 1 or row[0] in ("Provision", "Compared with")
                 or row[-1].startswith("The meeting asked")]
        tell(found == wanted, f"{document}: it tells of each change, and of no other", f"found  {found}\nwanted {wanted}")
        tell(rows[0][1:] == rows[1][1:] or [[re.sub(r"page \d+", "page", cell) for cell in row] for row in rows[0]] ==
             [[re.sub(r"page \d+", "page", cell) for cell in row] for row in rows[1]], f"{document}: large print says the same")
        for words in (["tests/pdf/walk.py"], ["tests/pdf/verapdf/validate.py"]):
            done = subprocess.run([sys.executable, TREE / words[0], *pdfs], cwd=TREE, capture_output=True, text=True)
            bad = [line for line in done.stdout.splitlines() if line.startswith("not ok") or line.endswith("\tfail")]
            tell(done.returncode == 0 and done.stdout and not bad, f"{document}: {pathlib.Path(words[0]).name} finds nothing", done.stdout[-2000:] + done.stderr)
        again = pdfs[0].read_bytes()
        run(top, "changes", document, "--pdf")
        tell(pdfs[0].read_bytes() == again, f"{document}: made again it is the same to the byte")


def check_words(scratch):
    """What cannot be asked for together, and what there is nothing to say of."""
    top = house.begin(pathlib.Path(scratch, "words"))
    for words, status, said in (
            (("changes",), 2, "takes one document"),
            (("changes", "rules", "visitors"), 2, "takes one document"),
            (("changes", "visitors", "--sync", "--pdf"), 2, "one after the other"),
            (("changes", "visitors", "--style", "nhs"), 2, "go with --pdf"),
            (("changes", "visitors", "-o", "x.pdf"), 2, "go with --pdf"),
            (("changes", "visitors", "--pdf", "-o", "x.pdf", "--dump=tags"), 2, "leave -o out"),
            (("changes", "visitor"), 3, 'did you mean "visitors"?'),
            (("changes", "visitors"), 0, "no release that stands"),
            (("changes", "visitors", "--sync"), 0, "no release that stands"),
            (("changes", "visitors", "--pdf"), 1, "[VERSION-NONE]")):
        got, told = run(top, *words)
        tell(got == status and said in told, f"{' '.join(words)}: {said}", f"status {got}: {told}")


def main():
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    seed = sys.argv[2] if len(sys.argv) > 2 else "1"
    os.environ.pop("ENGROSS_THREADS", None)
    with Scratch() as scratch:
        check_words(scratch)
        check_file(scratch)
        check_owner(scratch)
        check_failing(scratch)
        check_each_call(scratch)
        check_log(scratch)
        check_random(scratch, trials, seed)


if __name__ == "__main__":
    main()
