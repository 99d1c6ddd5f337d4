#!/usr/bin/python3
"""explain.py [RULE…]: every rule is explained, and each of its examples is run.

Takes the rules from `engross explain --format=json`, so those of the catalogue and those of the rule files alike, and sets
each example into a new house (tests/explain/house, with the schemas, styles and fonts of this tree): by its first element
into a section, the control, the list of organisations, the limits, a style or the list of fonts, or as commands, in lines that begin
with "$ ". The wrong one has to provoke that very rule and no error of another; the right one, in the same
place, must not provoke it, nor any error. "…" in an example stands for more of the same, and FILLS says what. A rule that tests/faults/elsewhere.txt says nothing can provoke is not run; they are counted.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

PROGRAM = pathlib.Path(os.environ.get("ENGROSS", "build/engross")).resolve()
HOUSE = pathlib.Path("tests/explain/house")
DOCUMENT = "sources/policies/leave.xml"
ORDERS = "sources/policies/orders.xml"
STATEMENT = pathlib.Path("tests/explain/statement.xml")  # without a fault, for the rules on statements
GROUP = pathlib.Path("tests/house/sources")  # the house whose constitution the rules on constitutions are tried on
CONTROL = {"title", "short-title", "subject", "keyword", "reference", "version", "issuer", "owner", "author", "period", "approval",
           "effective-from", "review-by", "supersedes", "read-with", "equality-impact", "classification", "foi-class", "published"}
DIVISIONS = {"part", "section", "appendix", "history", "xi:include"}
ROOTS = {"policy", "statement", "constitution", "information", "polcy"}
STYLE = {"block", "links", "page", "logo", "missing", "rules", "tables", "lists", "calls", "watermark"}
ORGANISATION = {"name", "short-name", "abbreviation", "district", "measure"}
UNFINISHED = re.compile(r"TODO|FIXME|XXX|TBD|lorem|to be written|\?\?\?|<why>|explain here", re.I)

# What the "…" of an example stand for, one after the other.
FILLS = {
    "XML-DEPTH": ["<list><item>More." * 130 + "</item></list>" * 130],
    "XML-SIZE": ["<item>1</item>" * 1_500_001],
    "LAYOUT-WIDE": ["<cell>2 April</cell>" * 59, "<cell>None</cell>" * 59],
    "LAYOUT-TALL": [", in hours for those who work part time" * 400],
    "LAYOUT-LOOSE": ["</section><section><title>Wait</title>" * 11 + "<p>That is all.</p>"],
    "LAYOUT-APART": ["</section><section><title>By telephone</title>" * 20 + "<p>That is all.</p>"],
    "LAYOUT-SPLIT": ["Wait for the answer. " * 400],
    "LAYOUT-CUT": ["5555666677778888" * 5],
    "LAYOUT-SQUEEZED": ["<cell>Responsibilities</cell>" * 11, "<cell>None</cell>" * 11],
    "PLAIN-PARAGRAPH": [" Wait for an answer in writing before you book." * 16],
    "PDF-TEXT-LONG": ["Three steps: ask, agree, record. " * 1_100],
}


# ---------------------------------------------------------------- what an example needs in its house
def put(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # it may share its bytes with the file of the tree
    path.write_bytes(data)


def part(identifier, body):
    return (f'<section xmlns="urn:engross:document:1" xmlns:xi="http://www.w3.org/2001/XInclude" id="{identifier}">'
            f"<title>{identifier}</title>{body}</section>").encode()


def make_chain(house, rule):
    parts = house / "sources/policies/parts"
    for i in range(1, 17):
        put(parts / f"step-{i}.xml", part(f"step-{i}", f'<xi:include href="step-{i + 1}.xml"/>'))
    put(parts / "step-17.xml", part("step-17", "<p>The end.</p>"))


def make_crowd(house, rule):
    parts = house / "sources/policies/parts"
    put(parts / "day.xml", b'<p xmlns="urn:engross:document:1">A day.</p>')
    put(parts / "every-day.xml", part("every-day", '<xi:include href="day.xml"/>' * 1_001))
    put(parts / "whole-year.xml", part("whole-year", "<p>A day.</p>" * 365))


def make_fonts(house, rule):
    fonts = house / "fonts"
    whole = (fonts / "NotoSans-Bold.ttf").read_bytes()
    put(fonts / "Body-Bold.ttf", whole)
    put(fonts / "Free-Bold.ttf", whole)
    put(fonts / "Body-Bold.otf", whole.replace(b"glyf", b"CFF "))  # outlines of another kind
    put(fonts / "Bought-Bold.ttf", whole[:432] + b"\0\2" + whole[434:])  # fsType: no embedding


def make_private_sign(house, rule):
    """As tests/faults/pdf-character: a font that shows U+E000."""
    path = house / "fonts/NotoSans-Regular.ttf"
    data = bytearray(path.read_bytes())
    before = hashlib.sha256(data).hexdigest()
    for at, value in ((14092, b"\xe0\0"), (14378, b"\xe0\0"), (14662, b"\x20\x24")):
        data[at:at + 2] = value
    put(path, bytes(data))
    table = house / "fonts/fonts.xml"
    put(table, table.read_bytes().replace(before.encode(), hashlib.sha256(data).hexdigest().encode()))


def make_last_year(house, rule):
    """A statement of the year before, of the same issuer, that says what the wrong example says. The rule files would
    find other faults in the short statements here."""
    text = as_statement((house / DOCUMENT).read_text()).replace('id="annual-leave"', 'id="last-year"')
    text = text.replace('from="2026-04-01" to="2027-03-31"', 'from="2025-04-01" to="2026-03-31"')
    said = rule["wrong"] if rule["wrong"].startswith("<p>") else "<p>Nothing.</p>"
    put(house / "sources/policies/last-year.xml", re.sub(r"(<section.*</section>)", "<!-- blocks -->" + said, text, flags=re.S).encode())
    shutil.rmtree(house / "sources/schema/rules", ignore_errors=True)


def make_committee(house, rule):
    """A committee of the office."""
    path = house / "sources/organisations.xml"
    committee = '<committee id="staff-committee"><name>Staff Committee</name></committee>'
    put(path, path.read_text().replace("</organisation>", committee + "</organisation>", 1).encode())


# Rules that `check` alone holds, and what else it is told.
CHECKS = {
    "DOC-DEAD": [], "DOC-TITLE": [], "DOC-SUPERSEDES": [], "DOC-TWICE": [], "ROLE-DECLARED": [],
    "REVIEW-OVERDUE": ["--on", "2026-11-22"], "REVIEW-DUE": ["--on", "2026-11-22"], "UNAPPROVED": ["--on", "2026-11-22"],
    "STATEMENT-LATE": ["--on", "2020-11-22"], "UNSIGNED": ["--on", "2020-11-22"],
}
OF_STATEMENTS = {"STATEMENT-LATE", "UNSIGNED"}  # besides those whose names begin with MS-

def make_release(house, rule):
    """One document alone, released once by the verb, and then changed."""
    document = house / DOCUMENT
    for path in (house / "sources").rglob("*.xml"):
        if path not in (document, house / "sources/organisations.xml") and "schema" not in path.parts:
            path.unlink()
    for path, old, new in ((house / "sources/organisations.xml", "<organisations ", '<organisations site="https://vale.example/governance/" '),
                           (document, 'id="annual-leave"', 'id="annual-leave" approval="board"')):
        put(path, path.read_text().replace(old, new, 1).encode())
    words = ["release", "annual-leave", "--label", "1.0", "--approved", "2026-06-18", "--body", "board", "--minute", "26/47"]
    status, said = run(house, str(PROGRAM), *words)
    assert status == 0, said
    text = document.read_text().replace('<effective-from date="2026-07-01"/>', "").replace("manager first", "manager in writing")
    if rule["rule"] == "CHANGES-LABEL":
        put(document, text.encode())
        return
    put(document, re.sub(r'(<version label=")1.0(" sequence=")1', r"\g<1>2.0\g<2>2", text).encode())
    if not rule["rule"].startswith(("RELEASE-REASON", "RELEASE-CHANGE")):
        status, said = run(house, str(PROGRAM), "changes", "annual-leave", "--sync")
        assert status == 0, said
        put(document, document.read_text().replace("></change>", ">Staff asked for it.</change>").encode())


MAKES = {
    "ROLE-DECLARED": make_committee,
    "MS-01-TWICE": make_last_year,
    "MS-11": make_last_year,
    "MS-11-TEXT": make_last_year,
    "XINCLUDE-DEPTH": make_chain,
    "XINCLUDE-COUNT": make_crowd,
    "FONT-KIND": make_fonts,
    "FONT-RIGHTS": make_fonts,
    "PDF-CHARACTER": make_private_sign,
    "SCHEMA-BROKEN": lambda house, rule: put(house / "backup/engross.xsd", (house / "sources/schema/engross.xsd").read_bytes()),
    **{name: make_release for name in ("LEDGER-VERSION", "LEDGER-FORM", "LEDGER-CHAIN", "LEDGER-FILE", "LEDGER-STRAY", "RELEASE-BUSY",
                                       "RELEASE-LABEL", "RELEASE-APPROVER", "RELEASE-APPROVAL", "RELEASE-DATE", "RELEASE-SITE",
                                       "RELEASE-PLACEHOLDER", "RELEASE-UNKNOWN", "RELEASE-REASON", "RELEASE-CHANGE", "CHANGES-LABEL")},
}


def make_house(scratch, rule):
    name = rule["rule"]
    house = pathlib.Path(scratch, "house")
    for folder in ("sources/schema", "styles", "fonts"):
        shutil.copytree(folder, house / folder, copy_function=lambda a, b: put(pathlib.Path(b), pathlib.Path(a).read_bytes())
                        if pathlib.Path(a).suffix == ".xml" or name.startswith(("FONT", "SCHEMA")) else os.link(a, b))
    if name.startswith("FONT"):
        (house / "fonts/install").chmod(0o755)
    shutil.copytree(HOUSE, house, dirs_exist_ok=True)
    shutil.copy(house / DOCUMENT, house / "sources/policies/model.xml")
    (house / "sources/policies/model.xml").write_text((house / DOCUMENT).read_text().replace('id="annual-leave"', 'id="model"'))
    faults = pathlib.Path("tests/faults")
    for picture, origin in (("steps.png", faults / "a11y-alt/steps.png"), ("torn.png", faults / "figure-file/cut.png"),
                          ("press.jpg", faults / "pdf-image/press.jpg"), ("screen.jpg", "tests/cases/figures/valley.jpg")):
        shutil.copy(origin, house / "sources" / picture)
    shutil.copy(faults / "a11y-alt/steps.png", house / "styles/logo.png")
    if name in MAKES:
        MAKES[name](house, rule)
    return house


# ---------------------------------------------------------------- where an example belongs
def first_element(example):
    found = re.search(r"<([A-Za-z][\w:.-]*)", re.sub(r"<!--.*?-->", "", example, flags=re.S))
    return found[1] if found else ""


def fill(rule, example):
    for text in FILLS.get(rule, []):
        example = example.replace("…", text, 1)
    return example


def as_statement(text):
    return re.sub(r"<policy (.*?)>", r'<statement \1 basis="voluntary">', text, count=1).replace("</policy>", "</statement>")


def into_control(text, element, example):
    """In place of what the control holds of that name, else at its place in the order of the grammar."""
    start, end = text.index("<control>"), text.index("</control>")
    control = re.sub(rf"<{element}\b[^>]*?(/>|>.*?</{element}>)", "<!-- it -->", text[start:end], count=1, flags=re.S)
    if "<!-- it -->" not in control:
        before = {"subject": "<version", "keyword": "<version", "reference": "<version", "owner": "<period", "author": "<period"}
        at = control.index(before[element]) if element in before else len(control)
        control = control[:at] + "<!-- it -->" + control[at:]
    return text[:start] + control.replace("<!-- it -->", example) + text[end:]


def into_statement(element, example, text):
    """In place of the first element of that name, topic and organisation, if there is one."""
    if element in CONTROL:
        return into_control(text, element, example)
    marks = "".join(f'[^>]*{mark}' for mark in re.findall(r'(?:topic|org)="[^"]*"', re.match(r"<[^>]*>", example)[0]))
    old = re.search(rf"<{element}\b{marks}[^>]*(/>|>.*?</{element}>)", text, re.S) if marks or element == "declaration" else None
    return text.replace(old[0], example) if old else text.replace("<!-- blocks -->", example)


def into_document(element, example, text):
    """The whole text of the document with the example in it."""
    if example.startswith(("<?xml", "<!DOCTYPE")) or (element in ROOTS and f"</{element}>" not in example):
        begin = "" if example.startswith("<?xml") else text[:text.index("<policy")]
        name = re.findall(r"<([a-z]+)\b[^>]*>\Z", example)[-1]
        rest = text[text.index("<control>"):]
        return begin + example + rest.replace("</policy>", f"</{name}>")
    if element in ROOTS:
        return example
    if element == "control":
        return re.sub(r"<control>.*</control>", lambda _: example, text, flags=re.S)
    if element in CONTROL:
        return into_control(text, element, example)
    if not example.endswith(">"):  # the file ends here
        return text[:text.index("<!-- blocks -->")] + example
    if element == "history":
        return text.replace("</policy>", example + "</policy>")
    return text.replace("<!-- divisions -->" if element in DIVISIONS else "<!-- blocks -->", example)


def into_constitution(house, element, example):
    """The file in which the example takes the place of the first element of that name, id, office and organisation."""
    document = house / "sources/constitution/constitution.xml"
    path = house / "sources/organisations.xml" if element in ("name", "seat") else document
    marks = "".join(f"[^>]*{mark}" for mark in re.findall(r'\b(?:id|office|of)="[^"]*"', re.match(r"<[^>]*>", example)[0]))
    text, old = path.read_text(), rf"<{element}\b{marks}[^>]*?(?:/>|>.*?</{element}>)"
    if element == "p":
        text = text.replace("<p>Minutes", example + "<p>Minutes", 1)
    else:
        assert re.search(old, text, re.S)
        text = re.sub(old, lambda _: example, text, count=1, flags=re.S)
    put(path, text.encode())
    return document


def into_fonts(house, example):
    """In place of the first face of that weight; its SHA-256 is that of the file when the example leaves it out."""
    name = re.search(r'file="([^"]+)"', example)[1]
    weight = re.search(r'weight="([^"]+)"', example)[1]
    example = re.sub(r"\s+", " ", example).replace("…", hashlib.sha256((house / "fonts" / name).read_bytes()).hexdigest())
    table = house / "fonts/fonts.xml"
    put(table, re.sub(rf'<face weight="{weight}"[^>]*/>', example, table.read_text(), count=1).encode())


def run(house, *command, script=None):
    environment = {**os.environ, "NO_COLOR": "1", "PATH": f"{house.parent}:{os.environ['PATH']}"}
    done = subprocess.run(command or ["sh", "-e", "-c", script], cwd=house, stdin=subprocess.DEVNULL, timeout=300,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
    return done.returncode, done.stdout.decode(errors="replace")


def run_example(rule, example):
    """(exit status, what the program said) of the example in a house of its own."""
    with tempfile.TemporaryDirectory(prefix="engross-explain-", dir="build/test") as scratch:
        scratch = pathlib.Path(scratch).resolve()
        house = make_house(scratch, rule)
        os.symlink(PROGRAM, scratch / "engross")
        if example.startswith("$"):
            return run(house, script="\n".join(line.removeprefix("$ ") for line in example.split("\n")))
        style, element, document = "nhs", first_element(example), house / DOCUMENT
        example = example if element == "face" else fill(rule["rule"], example)
        if rule["rule"].startswith("CO-"):
            shutil.rmtree(house / "sources/policies")
            shutil.copytree(GROUP, house / "sources", dirs_exist_ok=True)
            document = into_constitution(house, element, example)
        elif element == "face":
            into_fonts(house, example)
        elif element == "style" or element in STYLE:
            style = "our-style"
            whole = example if element == "style" else f'<style xmlns="urn:engross:style:1" name="our-style" extends="nhs">{example}</style>'
            put(house / "styles/our-style.xml", whole.encode())
        elif element == "schema":
            put(house / "sources/schema/rules/example.sch", example.encode())
        elif element in ("organisations", "organisation") or (element in ORGANISATION and element != "name"):
            path = house / "sources/organisations.xml"
            text = path.read_text()
            pattern = {"organisations": r"<organisations.*</organisations>", "organisation": r"<organisation id.*</organisation>"}
            if element == "organisation" and "<measure" not in example:  # the document takes it from there
                example = example.replace("</organisation>", re.search(r"<measure.*?/>", text)[0] + "</organisation>")
            text = re.sub(pattern.get(element, rf"<{element}\b[^>]*(/>|>.*?</{element}>)"), lambda _: example, text, count=1, flags=re.S)
            put(path, text.encode())
        elif element == "activity":  # the orders of the house, which one document lists
            document, path = house / ORDERS, house / "sources/limits.xml"
            put(path, re.sub("<activity.*</activity>", lambda _: example, path.read_text(), flags=re.S).encode())
        elif rule["rule"] in OF_STATEMENTS or (rule["rule"].startswith("MS-") and rule["rule"] not in MAKES):
            document = house / "sources/statements/statement.xml"
            put(document, into_statement(element, example, STATEMENT.read_text()).encode())
        else:
            text = document.read_text()
            put(document, into_document(element, example, as_statement(text) if rule["rule"].startswith("MS-") else text).encode())
        if rule["rule"] in CHECKS:
            return run(house, "engross", "check", *CHECKS[rule["rule"]], str(document.relative_to(house)))
        report = ["--layout-report"] if rule["rule"].startswith("LAYOUT-") else []
        return run(house, "engross", "build", *report, "--style", style, "-o", "out.pdf", str(document.relative_to(house)))


# ---------------------------------------------------------------- the checks
def texts(rules, of_catalogue):
    """What can be seen without running anything."""
    seen = {}
    for rule in rules:
        faults = []
        for member in ("why", "source", "wrong", "right"):
            text = rule.get(member, "")
            if not text.strip():
                faults.append(f"has no {member}")
            if UNFINISHED.search(text):
                faults.append(f"{member} is not finished: {UNFINISHED.search(text)[0]}")
            if text and seen.setdefault((member, text), rule["rule"]) != rule["rule"] and member in ("why", "wrong"):
                faults.append(f"{member} is that of {seen[member, text]}")
            if member in ("wrong", "right"):
                faults += [f"{member} has a line of {len(line)} characters" for line in text.split("\n")
                           if len(line) > 78 and rule["rule"] in of_catalogue]
                if not text.startswith(("<", "$ ")):
                    faults.append(f"{member} is neither XML nor commands")
        why = rule.get("why", "")
        if not re.match(r"[A-Z“]", why) or not why.endswith(".") or len(why) < 60:
            faults.append("why is not a sentence or two: a capital first, a full stop at the end")
        if rule.get("wrong") == rule.get("right"):
            faults.append("wrong and right are the same")
        yield rule["rule"], faults


def examples(rule):
    """The faults of the examples of one rule."""
    name = rule["rule"]
    sign = f"[{name}]"
    status, said = run_example(rule, rule["wrong"])
    if sign not in said:
        yield f"wrong does not provoke it: exit status {status}", said
    others = set(re.findall(r"^\S.*? error: .*\[([A-Z0-9-]+)\]$", said, re.M)) - {name}
    if others:
        yield f"wrong has another error besides: {' '.join(sorted(others))}", said
    status, said = run_example(rule, rule["right"])
    if sign in said:
        yield "right provokes it", said
    elif status != 0:
        yield f"right is wrong in another way: exit status {status}", said


def say(good, what, *details):
    print(f"{'ok' if good else 'not ok'} {what}", *(f"#   {line}" for text in details if not good for line in text.splitlines()[:12]), sep="\n")


def listed():
    done = subprocess.run([PROGRAM, "explain", "--format=json"], capture_output=True, check=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def main():
    rules = listed()
    asked = sys.argv[1:]
    known = {rule["rule"] for rule in rules}
    rows = re.findall(r'^RULE\(\w+,\s*"([A-Z0-9-]+)"', pathlib.Path("src/base/catalogue.def").read_text(), re.M)
    flags = {flag for path in sorted(pathlib.Path("sources/schema/rules").glob("*.sch"))
             for flag in re.findall(r'\bflag="([^"]+)"', path.read_text())}
    said = {name for path in [*pathlib.Path("tests/faults").glob("*/*.txt"), *pathlib.Path("tests/cases").glob("*/*.report")]
            if not path.parent.name.startswith("rules-")  # they bring rule files of their own
            for name in re.findall(r"\[([A-Z0-9]+(?:-[A-Z0-9]+)+)\]$", path.read_text(), re.M)}
    for what, names in (("row of the catalogue", set(rows)), ("flag of the rule files", flags), ("rule named in a golden", said)):
        say(names <= known, f"each of {len(names)} {what}: explained", *sorted(names - known))
    say(len(rules) == len(known), f"no rule is listed twice: {len(rules)} rules")
    for name, faults in texts(rules, set(rows)):
        if not asked or name in asked:
            say(not faults, f"{name} has why, source, wrong and right", *faults)
    elsewhere = {line.split("\t")[0] for line in pathlib.Path("tests/faults/elsewhere.txt").read_text().splitlines()
                 if "\t" in line and not line.startswith("#")}
    run_now = [rule for rule in rules if rule["rule"] not in elsewhere and (not asked or rule["rule"] in asked)]
    pathlib.Path("build/test").mkdir(parents=True, exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for rule, faults in zip(run_now, pool.map(lambda rule: list(examples(rule)), run_now)):
            say(not faults, f"{rule['rule']}: its examples are wrong and right", *(text for fault in faults for text in fault))
    print(f"{len(elsewhere & known)} not run, since nothing can provoke them: {' '.join(sorted(elsewhere & known))}")


if __name__ == "__main__":
    main()
