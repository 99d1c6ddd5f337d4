#!/usr/bin/python3
"""new.py [--accept]: the verb new, in houses made for it.

Each scenario begins a document, compares what was written with what a person has accepted (tests/new/NAME.diff against
the source that it was begun from, tests/new/NAME.xml where there is none), and goes on until a PDF is there.
"""

import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(os.environ.get("ENGROSS", "build/engross"))
EXPECTED = pathlib.Path("tests/new").resolve()
ACCEPT = "--accept" in sys.argv[1:]
STATEMENT = "sources/statements/modern-slavery-2019-20.xml"


def check(name, good, why=""):
    print(f"{'ok' if good else 'not ok'} {name}")
    if not good and why:
        print("#   " + str(why)[:3000].replace("\n", "\n#   "))


def run(*words):
    done = subprocess.run([PROGRAM, *words], capture_output=True, stdin=subprocess.DEVNULL, env={**os.environ, "NO_COLOR": "1"})
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def golden(name, text):
    path = EXPECTED / name
    before = path.read_text() if path.exists() else ""
    if ACCEPT and text != before:
        path.write_text(text)
        print(f"accepted {name}")
        before = text
    check(f"new: {name} is as accepted", text == before, "\n".join(difflib.unified_diff(before.splitlines(), text.splitlines(), lineterm="", n=1)))


def models(path):
    """Where an editor finds the grammar and the rules (W3C's "Associating Schemas with XML documents")."""
    hrefs = re.findall(r'<\?xml-model href="([^"]+)" type="application/xml" schematypens="http://(?:www.w3.org/2001/XMLSchema|purl.oclc.org/dsdl/schematron)"\?>', pathlib.Path(path).read_text())
    check(f"new: {path} leads editors to its grammar", any(href.endswith(".xsd") for href in hrefs) and all((pathlib.Path(path).parent / href).is_file() for href in hrefs), hrefs)


def difference(old, new):
    return "".join(difflib.unified_diff(old.splitlines(True), new.splitlines(True), "begun from", "begun", n=0))


def finished(path):
    """From the new source to a PDF, in two commands."""
    status, _, told = run("check", path)
    check(f"new: {path} has no error", status == 0 and " 0 errors" in told, told)
    status, out, told = run("build", "--quiet", path)
    made = pathlib.Path(out.strip() or "none")
    check(f"new: {path} gives a PDF", status == 0 and made.exists() and made.read_bytes()[:5] == b"%PDF-", told)
    return run("check", path)[2]


def begin(name, old, *words):
    status, out, told = run("new", "statement", *words, "--on", "2027-06-01")
    path = out.strip()
    check(f"new: {name} is begun", status == 0 and pathlib.Path(path).exists(), told)
    golden(f"{name}.diff", difference(pathlib.Path(old).read_text(), pathlib.Path(path).read_text()))
    golden(f"{name}.told", told)
    return path


def next_year():
    before = pathlib.Path(STATEMENT).read_bytes()
    path = begin("statement", STATEMENT, "--from", "2019-20")
    models(path)
    models("sources/organisations.xml")
    told = finished(path)
    check("new: what has not changed is listed", "[MS-11]" in told and told.count("[MS-11-TEXT]") > 20, told[-300:])
    check("new: the statement of last year is as it was", pathlib.Path(STATEMENT).read_bytes() == before)
    text = pathlib.Path(path).read_bytes()
    status, _, told = run("new", "statement", "--from", "2019-20")
    check("new: what is there is never written over", status == 2 and "is there already" in told and pathlib.Path(path).read_bytes() == text, told)
    for name in ("2019 to 2020", "2019/20", "modern-slavery-2019-20", STATEMENT):
        status, _, told = run("new", "statement", "--from", name)
        check(f"new: \"{name}\" names last year's statement too", "is there already" in told, told)
    again = run("new", "statement", "--from", "2020-21", "--on", "2027-06-01")
    check("new: and the year after that", again[0] == 0 and again[1].strip().endswith("2021-22.xml"), again)
    told = finished(again[1].strip())
    check("new: a year that stands in two statements is an error", twice(path), told)


def twice(path):
    copy = pathlib.Path(path).with_name("copy.xml")
    copy.write_text(pathlib.Path(path).read_text().replace('id="modern-slavery-2020-21"', 'id="copy"'))
    status, _, told = run("check", path)
    copy.unlink()
    return status == 1 and "[MS-01-TWICE]" in told and "copy.xml" in told


def finished_statement(repository):
    """One that was approved and signed: nothing of that may be left."""
    case = repository / "tests/cases/finished-statement"
    for name in ("organisations.xml", "signature.png"):
        shutil.copy(case / name, "sources")
    pathlib.Path(STATEMENT).unlink()
    old = "sources/statements/finished.xml"
    shutil.copy(case / "input.xml", old)
    path = begin("finished", old, "--from", old)
    finished(path)
    text = pathlib.Path(path).read_text()
    left = [word for word in ("2026-06-18", "minute 26", "2027-06-30", "signature.png", "21 May 2026") if word in text]
    check("new: no date, minute or signature of last year is left", not left, left)
    lines = pathlib.Path(old).read_bytes().replace(b"\n", b"\r\n")
    windows = pathlib.Path("sources/statements/windows.xml")
    windows.write_bytes(b"\xef\xbb\xbf" + lines.replace(b'id="finished-statement"', b'id="windows"'))
    status, out, told = run("new", "statement", "--from", "windows", "--on", "2027-06-01")
    made = pathlib.Path(out.strip()).read_bytes()
    check("new: a byte order mark and CR LF stay", status == 0 and made.startswith(b"\xef\xbb\xbf<?xml") and made.count(b"\r\n") == made.count(b"\n") > 50, told)
    reviewed = pathlib.Path("sources/statements/reviewed.xml")
    reviewed.write_text(pathlib.Path(old).read_text().replace('id="finished-statement"', 'id="reviewed"').replace("<version ", '<version under-review="yes" '))
    _, said, _ = run("list", "reviewed")
    status, out, told = run("new", "statement", "--from", "reviewed", "--on", "2027-06-01")
    begun = pathlib.Path(out.strip() or old).read_text()
    check("new: a statement that is under review begins one that is not", "Under review" in said and status == 0 and "<version " in begun and "under-review" not in begun, said + told)
    wide = pathlib.Path("sources/statements/wide.xml")
    wide.write_bytes(pathlib.Path(old).read_text().replace('"UTF-8"', '"UTF-16"', 1).replace('id="finished-statement"', 'id="wide"').encode("utf-16"))
    status, out, told = run("new", "statement", "--from", "wide", "--on", "2027-06-01")
    check("new: UTF-16 becomes UTF-8, and says so", status == 0 and b'encoding="UTF-8"' in pathlib.Path(out.strip()).read_bytes()[:60], told)


# What an office supplies, by the element that waits for it: its attributes, and what it holds.
SUPPLIED = {"reference": ("", "GOV 21/3"), "owner": ("", "Head of Governance"), "approval": (' date="2021-06-08" minute="minute 21/47"', ""),
            "published": (' date="2021-08-02" address="https://www.example.org/statement"', ""), "review-by": (' date="2022-06-30"', ""),
            "equality-impact": ("", "Screened in May 2021: nobody is at a disadvantage."), "name": ("", "Alex Example"),
            "post": ("", "Lay member"), "signed": (' date="2021-06-09"', "")}
WAITING = re.compile(r"<(?P<tag>[a-z-]+)(?P<kept>[^<>]*)><placeholder [^>]*>[^<]*</placeholder></(?P=tag)>")


def from_beginning_to_end(repository):
    """From last year's statement to one that is filled in, approved and signed: what an office does in a spring."""
    status, out, _ = run("new", "statement", "--from", "2019-20", "--on", "2021-05-04")
    path = pathlib.Path(out.strip())
    text = path.read_text()
    check("new: a year is begun with gaps", status == 0 and text.count("<placeholder") > 20, out)

    def supply(match):
        attributes, words = SUPPLIED[match["tag"]]
        return f"<{match['tag']}{match['kept']}{attributes}>{words}</{match['tag']}>"

    text = WAITING.sub(supply, text)
    text = re.sub(r"<placeholder ask=\"([^\"]*)\">[^<]*</placeholder>", r"what \1 said", text)
    text = re.sub(r" *<!-- Review: .*?-->\n?", "", text)
    text = text.replace('label="0.1" sequence="1" status="draft" date="2021-05-04"', 'label="1.0" sequence="2" status="approved" date="2021-06-08"')
    text = text.replace("<history>", '<history><release label="1.0" date="2021-06-08" status="approved"><change>Approved.</change></release>')
    text = text.replace("Once adopted: ", "")
    path.write_text(text)
    status, _, told = run("check", str(path), "--on", "2021-08-03")
    rules = set(re.findall(r"\[([A-Z0-9-]+)\]$", told, re.M))
    check("new: filled in, approved and signed, nothing of it is missing, late or wrong",
          status == 0 and " 0 errors" in told and not rules & {"MISSING-DETAIL", "UNAPPROVED", "UNSIGNED", "STATEMENT-LATE", "REVIEW-OVERDUE"}
          and all(rule.startswith("MS-11") for rule in rules), sorted(rules))
    status, out, told = run("build", "--quiet", "--style", "nhs", "--style", "large-print", str(path))
    made = out.split()
    check("new: it is set in both styles", status == 0 and len(made) == 2, told)
    for pdf in made:
        words = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True).stdout
        words = " ".join(words.split())
        wanted = ("2020 to 2021", "Approved by the governing body of", "Alex Example", "9 June 2021")
        left = [word for word in ("to be supplied", "(draft)", "not in force", "Not signed", "DRAFT") if word in words]
        check(f"new: {pdf} is finished", all(word in words for word in wanted) and not left, left or words[:900])
        for judge in (("qpdf", "--check"), (str(repository / "tests/pdf/walk.py"),)):
            judged = subprocess.run([*judge, pdf], capture_output=True, text=True)
            check(f"new: {pdf} passes {pathlib.Path(judge[0]).name}", judged.returncode == 0 and "not ok" not in judged.stdout, judged.stdout + judged.stderr)
    judged = subprocess.run([repository / "tests/pdf/verapdf/validate.py", *(os.path.abspath(pdf) for pdf in made)], cwd=repository, capture_output=True, text=True)
    lines = [line.split("\t") for line in judged.stdout.splitlines()]
    check("new: both are PDF/UA-1 and PDF/A-3a to veraPDF", sorted(profile for _, profile, _ in lines) == ["3a", "3a", "ua1", "ua1"] and all(result == "pass" for *_, result in lines),
          judged.stdout + judged.stderr)


def title_elsewhere():
    """The title stands in a part, deeper in its file than anything in the statement's."""
    text = pathlib.Path(STATEMENT).read_text()
    title = re.search(r"<title>.*?</title>", text)[0]
    pathlib.Path("sources/statements/parts").mkdir()
    pathlib.Path("sources/statements/parts/title.xml").write_text("<!--" + "\n" * 400 + "-->" + title.replace("<title>", '<title xmlns="urn:engross:document:1">'))
    pathlib.Path(STATEMENT).write_text(text.replace(title, '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="parts/title.xml"/>', 1))
    status, out, told = run("new", "statement", "--from", "2019-20", "--on", "2027-06-01")
    check("new: a statement whose title is a part's is begun, and says that it shares it", status == 0 and "shares 1 part" in told, told)


def patterns():
    for kind, name, words in (("policy", "annual-leave", ()), ("constitution", "constitution", ()), ("constitution", "ours", ("--issuer", "wlccg")), ("information", "about-us", ()), ("statement", "2021-22", ("--issuer", "wlccg")),
                              ("policy", "ask-us", ("--title", "Asking us & <hearing>", "--issuer", "lcccg"))):
        status, out, told = run("new", kind, name, *words, "--on", "2027-06-01")
        check(f"new: {kind} {name} is begun", status == 0, told)
        models(out.strip())
        golden(f"{kind}-{name}.xml", pathlib.Path(out.strip()).read_text())
        finished(out.strip())
    for words in (("policy",), ("policy", "Leave"), ("policy", "a/b"), ("policy", "../x"), ("paper", "x"), ("statement",), ("statement", "2021-23"),
                  ("statement", "2021-22", "--from", "2019-20"), ("policy", "x", "--from", "2019-20"), ("policy", "x", "y"),
                  ("policy", "x", "--on", "2021-02-30"), ("policy", "x", "--title", ""), ("statement", "--from", "2019-20", "--title", "X"),
                  ("statement", "--from", "2019-20", "--issuer", "wlccg"), ("statement", "--from", "1999-00")):
        before = sorted(map(str, pathlib.Path(".").rglob("*")))
        status, out, told = run("new", *words)
        check(f"new: \"{' '.join(words)}\" is refused, and nothing is written",
              status == 2 and out == "" and told.startswith("engross: ") and sorted(map(str, pathlib.Path(".").rglob("*"))) == before, f"{status} {told}")
    status, out, told = run("new", "policy", "x", "--issuer", "nobody")
    check("new: an issuer that nobody knows is refused", status == 6 and "nobody" in told and not pathlib.Path("sources/policies/x.xml").exists(), told)
    pathlib.Path("sources/schema/new/policy.xml").unlink()
    status, out, told = run("new", "policy", "x")
    check("new: a pattern that is gone is named", status == 6 and "sources/schema/new/policy.xml" in told, told)


def house(repository, scenario, *arguments):
    with tempfile.TemporaryDirectory(prefix="engross-new-") as folder:
        for part in ("sources", "styles", "fonts"):
            shutil.copytree(repository / part, pathlib.Path(folder, part), ignore=shutil.ignore_patterns("*2020-21*"))  # it is begun here
        os.chdir(folder)
        for path in [p for p in pathlib.Path("sources").rglob("*.xml") if "schema" not in p.parts]:
            if str(path) not in (STATEMENT, "sources/organisations.xml"):
                path.unlink()  # the scenarios begin such documents
        scenario(*arguments)
        os.chdir(repository)


def main():
    repository = pathlib.Path.cwd()
    house(repository, next_year)
    house(repository, finished_statement, repository)
    house(repository, from_beginning_to_end, repository)
    house(repository, title_elsewhere)
    house(repository, patterns)


main()
