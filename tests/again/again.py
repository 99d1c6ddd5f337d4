#!/usr/bin/python3
"""again.py [ROUNDS [SEED]]: a second build sets what its sources, style, fonts or program have changed, and nothing else.

A house of three documents (a policy with a part and pictures, a policy, a statement) in two styles. Every kind of file that a
build looks at is changed; which PDFs are then new files must be those told here, and words and bytes must be those of
a build from nothing. Then records are damaged, builds run side by side, and builds are killed at ROUNDS random moments.
"""

import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, "tests/hostile")
from house import ENGROSS, INPUT, Checks, Scratch  # noqa: E402

ROUNDS = int(sys.argv[1]) if sys.argv[1:] else 60
SEED = int(sys.argv[2]) if sys.argv[2:] else int(time.time())
chance = random.Random(SEED)
BUILD = ["build", "--style", "nhs", "--style", "narrow"]
ALL = {"small", "other", "modern-slavery-2019-20"}
PATH = {"small": "sources/input.xml", "other": "sources/other.xml",
        "modern-slavery-2019-20": "sources/statements/modern-slavery-2019-20.xml"}
RULES = """<?xml version="1.0" encoding="UTF-8"?>
<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt"><title>No rules yet</title></schema>
"""
LIMITS = """<?xml version="1.0" encoding="UTF-8"?>
<limits xmlns="urn:engross:document:1" org="evhp"><activity id="orders"><title>Orders</title>
<limit id="small" lower="0" upper="5000" approvers="a-chair"/></activity></limits>
"""
scratch = Scratch()
top = scratch.house
nothing = pathlib.Path(scratch.name, "nothing/house")
failed = 0


def expect(what, good, said=""):
    global failed
    failed += not good
    print(("ok " if good else "not ok ") + what)
    if not good:
        print("#  ", str(said).replace("\n", "\n#   "))
    sys.stdout.flush()


def run(words=(), where=None, engross=ENGROSS, first=BUILD):
    done = subprocess.run([str(engross), *first, *words], cwd=where or top, stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=120, env={**os.environ, "NO_COLOR": "1"})
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def pdfs(where=None):
    return {path.name: path.read_bytes() for path in sorted((where or top / "out").glob("*.pdf"))}


def which():
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in (top / "out").glob("*.pdf")}


def rebuilt(before):
    names = {name for name, facts in which().items() if before.get(name) != facts}
    ids = {name.removesuffix(".pdf").removesuffix("-narrow") for name in names}
    for one in ids:
        if not {one + ".pdf", one + "-narrow.pdf"} <= names:
            return f"one style alone of {one}"
    return ids


def from_nothing(words=(), engross=ENGROSS):
    """What a build without records says and makes, in a copy of the house."""
    shutil.rmtree(nothing.parent, ignore_errors=True)
    shutil.copytree(top, nothing, symlinks=True, ignore=shutil.ignore_patterns("out"))
    return run(words, nothing, engross), pdfs(nothing / "out")


def change(what, act, expected, words=(), engross=ENGROSS, twice=True):
    """`act`, then a build: these documents are set, and all is as it is from nothing. A third build sets none."""
    before = which()
    act()
    told = run(words, engross=engross)
    done = rebuilt(before)
    told_fresh, fresh = from_nothing(words, engross)
    expect(f"{what}: {', '.join(sorted(expected)) or 'none'} set again", done == expected, f"set: {done}\n{told}")
    good = told == told_fresh and (told[0] != 0 or pdfs() == fresh)
    expect(f"{what}: as from nothing", good, f"{told}\n{told_fresh}")
    if twice:
        before = which()
        again = run(words, engross=engross)
        expect(f"{what}: then nothing to do", again == told and rebuilt(before) == set(), f"{rebuilt(before)} {again}")


def edit(name, old, new):
    def act():
        path = top / name
        text = path.read_text()
        if old not in text:
            raise SystemExit(f"not ok {name} does not hold {old!r}")
        path.write_text(text.replace(old, new, 1))
    return act


def comment(name):
    return edit(name, "?>", "?><!-- changed -->")


def append(name, more=b"\n"):
    return lambda: (top / name).write_bytes((top / name).read_bytes() + more)


def files():
    return [path for part in ("sources", "styles", "fonts") for path in (top / part).rglob("*") if path.is_file()]


def rename_all():
    for path in files():
        aside = path.with_name(".aside")
        shutil.copyfile(path, aside)
        os.rename(aside, path)


def another_program():
    """The program with another build identifier."""
    program = pathlib.Path(scratch.name, "engross")
    text = subprocess.run(["readelf", "-n", str(ENGROSS)], capture_output=True, text=True, check=True).stdout
    identifier = bytes.fromhex(text.split("Build ID: ")[1].split()[0])
    content = ENGROSS.read_bytes()
    if content.count(identifier) != 1:
        raise SystemExit("not ok the build identifier is not found in the program")
    program.write_bytes(content.replace(identifier, identifier[::-1]))
    program.chmod(0o755)
    return program


def dependencies():
    change("the first build", lambda: None, ALL)
    change("no change", lambda: None, set())
    change("every file touched", lambda: [os.utime(path) for path in files()], set())
    change("every file saved again by renaming", rename_all, set())
    change("a source", edit(PATH["other"], "Ask your", "Do ask your"), {"other"})
    change("a part", edit("sources/parts/end.xml", "Ask your", "Do ask your"), {"small"})
    change("organisations.xml", comment("sources/organisations.xml"), ALL)
    change("a picture", lambda: shutil.copy("tests/cases/figures/valley.jpg", top / "sources/visits.png"), {"small"})
    change("the style of a build", edit("styles/narrow.xml", "top=\"15mm\"", "top=\"16mm\""), ALL)
    change("a style that it extends", comment("styles/nhs.xml"), ALL)
    change("another style", comment("styles/large-print.xml"), set())
    change("the grammar of styles", comment("styles/style.xsd"), ALL)
    change("a rule file", comment("sources/schema/rules/plain.sch"), ALL)
    change("a rule file for documents of another root", comment("sources/schema/rules/constitution.sch"), set())
    rule = top / "sources/schema/rules/more.sch"
    change("a rule file more", lambda: rule.write_text(RULES), ALL)
    change("a rule file less", rule.unlink, ALL)
    change("the words of the house", comment("sources/schema/words.xml"), ALL)
    change("no words of the house", lambda: os.rename(top / "sources/schema/words.xml", top / "words.xml"), ALL)
    change("the words again", lambda: os.rename(top / "words.xml", top / "sources/schema/words.xml"), ALL)
    change("the grammar", comment("sources/schema/engross.xsd"), ALL)
    change("the list of fonts", comment("fonts/fonts.xml"), ALL)
    change("a font that is not used", append("fonts/NotoSansBengali-Bold.ttf"), set())
    program = another_program()
    change("another program", lambda: None, ALL, engross=program)
    change("the program of before", lambda: None, ALL)
    before = which()
    run(["--again"])
    expect("--again sets everything", rebuilt(before) == ALL)
    both = {"modern-slavery-2019-20", "modern-slavery-2020-21"}
    newer = top / "sources/statements/modern-slavery-2020-21.xml"
    change("the statement of the next year comes", lambda: run(["new", "statement", "--from", "2019-20", "--on", "2021-04-01"], first=[]), both)
    expect("it is told what has not changed", "MS-11" in run()[2])
    change("and is edited", edit("sources/statements/modern-slavery-2020-21.xml", "?>", "?><!-- x -->"), both)
    change("and goes", lambda: [path.unlink() for path in (newer, *(top / "out").glob("modern-slavery-2020-21*"))],
           {"modern-slavery-2019-20"})
    change("a policy more", lambda: (top / "sources/more.xml").write_text(INPUT.replace('"small"', '"more"')),
           {"more", "modern-slavery-2019-20"})
    (top / "sources/more.xml").unlink()
    for path in (top / "out").glob("more*"):
        path.unlink()
    run()
    office = '<office id="a-chair"><name>A chair</name></office></organisation>'
    change("an office", edit("sources/organisations.xml", "</organisation>", office), ALL)
    limits = top / "sources/limits.xml"
    # Another statement could come in any folder.
    change("limits that nobody quotes", lambda: limits.write_text(LIMITS), {"modern-slavery-2019-20"})
    change("and their change", edit("sources/limits.xml", "5000", "6000"), set())
    change("a limit is quoted", edit(PATH["other"], "Do ask your", 'Up to <limit-ref to="small"/> ask your'), {"other"})
    change("and changed", edit("sources/limits.xml", "6000", "7000"), {"other"})


def outputs():
    pdf = top / "out/small-narrow.pdf"
    good = pdf.read_bytes()

    def same_facts():
        facts = pdf.stat()
        with pdf.open("r+b") as file:
            file.seek(200)
            file.write(b"x")
        os.utime(pdf, ns=(facts.st_atime_ns, facts.st_mtime_ns))

    def old_content():
        path = top / PATH["other"]
        facts = path.stat()
        path.write_text(path.read_text().replace("manager", "teacher"))
        os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))

    def one_style(what, act):
        before = which()
        act()
        told = run()
        expect(f"{what}: the document is set again", pdf.exists() and pdf.read_bytes() == good and told[0] == 0 and
               which()["other.pdf"] == before["other.pdf"], told)

    one_style("a PDF is deleted", pdf.unlink)
    one_style("a PDF is longer", lambda: pdf.write_bytes(good + b"\n"))
    one_style("a PDF of the same size and time is another", same_facts)
    change("a source of the same size and time is another", old_content, {"other"})
    (top / "out").rename(top / "aside")
    change("the folder of PDFs is gone", lambda: None, ALL)
    shutil.rmtree(top / "aside")


def options():
    # A terminal and a file are told in other forms, so each form has a record of its own.
    change("as JSON", lambda: None, ALL, ["--format=json"])
    change("as text", lambda: None, set())
    change("quietly", lambda: None, ALL, ["--quiet"])
    status, out, _ = run(["--fail-on=warning"])
    expect("--fail-on=warning still fails", status == 1 and "modern-slavery" not in out, out)
    change("without it", lambda: None, set())
    layout_report()
    dump = run(["--dump=document"])
    expect("--dump prints as ever", len(dump[1]) > 1000 and dump == run(["--dump=document"]))
    before = which()
    status, out, _ = run([PATH["other"], "-o", "elsewhere.pdf"], first=["build"])
    elsewhere = (top / "elsewhere.pdf").stat().st_ino
    run([PATH["other"], "-o", "elsewhere.pdf"], first=["build"])
    expect("-o is always written", (top / "elsewhere.pdf").stat().st_ino != elsewhere and rebuilt(before) == set())
    lines = [json.loads(line) for line in run(["--format=json"])[1].splitlines()]
    expect("JSON out of records is whole", {line["type"] for line in lines} == {"finding", "output", "summary"})
    for jobs in ("1", "2", "5"):
        told = run(["-j", jobs])
        expect(f"-j {jobs} says the same", told == run(["-j", "3", "--again"]), told)


def layout_report():
    """What is said of pages is said again by a build that sets none; what fails for it changes no PDF and no record."""
    source = top / PATH["other"]
    text = source.read_text()
    source.write_text(text.replace("<p>", "<p>" + "11112222" * 12 + " ", 1))
    run()
    before = which()
    status, out, said = run(["--fail-on=layout"])
    expect("--fail-on=layout makes no PDF", status == 1 and "LAYOUT-CUT" in said and "out/other" not in out
           and not rebuilt(before) & {"other"}, said)
    status_again, out_again, said_again = run(["--fail-on=layout"])
    expect("and says so again", (status_again, said_again, out_again) == (status, said, out), said_again)
    before = which()
    expect("a build without it has nothing to do", run()[0] == 0 and rebuilt(before) == set())
    told = run(["--layout-report"])
    before = which()
    expect("--layout-report is told out of records", told[0] == 0 and "LAYOUT-CUT" in told[2]
           and run(["--layout-report"]) == told and rebuilt(before) == set(), told)
    source.write_text(text)
    run()


def faults():
    good = run()

    def broken(what, act, mend, also=frozenset()):
        act()
        told = run()
        told_fresh, _ = from_nothing()
        expect(f"{what}: a fault is found as from nothing", told[0] != 0 and told == told_fresh, f"{told}\n{told_fresh}")
        mend()
        before = which()
        expect(f"{what}, and mended: nothing to do", run() == good and rebuilt(before) == also, rebuilt(before))

    def swap(name, content):
        path = top / name
        kept = path.read_bytes()

        def act():
            path.write_bytes(content(kept))
        return act, lambda: path.write_bytes(kept)

    def away(name):
        return lambda: os.rename(top / name, top / "away"), lambda: os.rename(top / "away", top / name)

    broken("a font of other bytes", *swap("fonts/NotoSans-Regular.ttf", lambda bytes_: bytes_[:-1] + b"!"))
    broken("a broken source", *swap(PATH["small"], lambda text: text.replace(b"</p>", b"", 1)))
    broken("a broken part", *swap("sources/parts/end.xml", lambda text: text[:-9]))
    # Another statement could come or go in any folder.
    broken("a missing part", *away("sources/parts/end.xml"), {"modern-slavery-2019-20"})
    broken("a missing picture", *away("sources/visits.png"))
    broken("no organisations", *away("sources/organisations.xml"))
    broken("no limits", *away("sources/limits.xml"), {"modern-slavery-2019-20"})
    picture = top / "sources/visits.png"

    def linked():
        os.rename(picture, top / "away.png")
        picture.symlink_to("../away.png")

    broken("a link in the place of a picture", linked, lambda: (picture.unlink(), os.rename(top / "away.png", picture)))


def records():
    folder = top / "out/.engross"
    shutil.rmtree(folder)
    good = run()
    whole = {path.name: path.read_bytes() for path in folder.iterdir()}
    expect("a record for each document", len(whole) == 3, sorted(whole))
    bytes_of = pdfs()

    def restore():
        shutil.rmtree(folder)
        folder.mkdir()
        for name, content in whole.items():
            (folder / name).write_bytes(content)

    checks = Checks("records damaged at random are as good as none")
    for _ in range(ROUNDS):
        restore()
        kind = chance.choice(("cut", "bit", "swap", "empty", "folder", "join"))
        name, other = chance.sample(sorted(whole), 2)
        path, content = folder / name, bytearray(whole[name])
        if kind == "cut":
            path.write_bytes(content[:chance.randrange(len(content))])
        elif kind == "bit":
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            path.write_bytes(content)
        elif kind == "swap":
            path.write_bytes(whole[other])
        elif kind == "empty":
            path.write_bytes(b"")
        elif kind == "join":
            path.write_bytes(content + content)
        else:
            path.unlink()
            path.mkdir()
        before = which()
        told = run()
        checks.hold(told == good and pdfs() == bytes_of and len(rebuilt(before)) == 1, f"{kind} {name}: {rebuilt(before)} {told}")
    checks.tell(ROUNDS)
    restore()
    victim = top / "out/kept.txt"
    victim.write_text("kept")
    for path in folder.iterdir():
        path.unlink()
        path.symlink_to(victim)
    told = run()
    expect("where a record is looked for a link is replaced, and what it leads to kept",
           told == good and victim.read_text() == "kept" and not any(path.is_symlink() for path in folder.iterdir()), told)
    victim.unlink()
    restore()
    # A document that is gone leaves no record for ever; one that is elsewhere, or set with other words, keeps its own.
    other = (top / PATH["other"]).read_bytes()
    run(["--quiet"])
    kept = {path.name for path in folder.iterdir()} - set(whole)
    (top / PATH["other"]).unlink()
    edit(PATH["small"], "?>", "?><!-- swept -->")()
    run()
    left = {path.name for path in folder.iterdir()}
    expect("the records of a document that is gone go with the next build",
           len(kept) == 3 and len(left & set(whole)) == 2 and len(left & kept) == 2, f"{sorted(whole)} {kept} {left}")
    (top / PATH["other"]).write_bytes(other)
    expect("a document that is back is set again", run()[0] == good[0] and pdfs() == bytes_of, "")
    for path in folder.iterdir():
        path.unlink()
    run()
    whole.update({path.name: path.read_bytes() for path in folder.iterdir()})
    folder.chmod(0)
    plain = [] if os.getuid() else ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    os.chmod(top / "out", 0o777)
    done = subprocess.run([*plain, str(ENGROSS), *BUILD], cwd=top, capture_output=True, text=True, timeout=60,
                          env={**os.environ, "NO_COLOR": "1"})
    folder.chmod(0o755)
    expect("records that may not be read hinder nobody", (done.returncode, done.stdout, done.stderr) == good, done)
    shutil.rmtree(folder)
    folder.write_text("no folder")
    expect("nor does a file in their place", run() == good and run() == good)
    folder.unlink()
    run()


def side_by_side():
    checks = Checks("two builds at once leave what one leaves")
    source = top / PATH["other"]
    for turn in range(8):
        source.write_text(source.read_text().replace("Do ask", "Ask") if turn % 2 else source.read_text().replace("Ask", "Do ask"))
        two = [subprocess.Popen([ENGROSS, *BUILD, "-j", "2"], cwd=top, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(2)]
        checks.hold([one.wait(120) for one in two] == [0, 0], "status")
        (_, _, _), fresh = from_nothing()
        checks.hold(pdfs() == fresh, "other bytes")
        run()
        before = which()
        run()
        checks.hold(rebuilt(before) == set() and pdfs() == fresh, rebuilt(before))
    checks.tell()


def at_once():
    """An edit of the same size right after a build, within one tick of the clock of the files if the machine is quick."""
    checks = Checks("an edit at once after a build is seen")
    source = top / PATH["other"]
    words = source.read_text()
    for turn in range(10):
        run([PATH["other"]])
        source.write_text(words.replace("ask", f"{turn}sk"))
        (status, _, said), before = run([PATH["other"]]), which()
        text = (top / "out/other.pdf").read_bytes()
        run([PATH["other"], "--again"])
        checks.hold(status == 0 and (top / "out/other.pdf").read_bytes() == text, said)
    checks.tell()
    source.write_text(words)
    run()


def killed():
    """Whenever a build is killed, the next one gives what its sources say."""
    source = top / PATH["small"]
    texts = [source.read_text(), source.read_text().replace("The clinic", "A clinic")]
    wanted = []
    for text in texts:
        source.write_text(text)
        run(["--again"])
        wanted.append(pdfs())
    run()
    source.write_text(texts[0])
    start = time.monotonic()
    run(["-j", "1"])
    length = time.monotonic() - start
    for number in (signal.SIGKILL, signal.SIGTERM):
        checks, ends = Checks(f"{number.name} at random, and the next build is right"), {}
        for turn in range(ROUNDS):
            source.write_text(texts[turn % 2])
            process = subprocess.Popen([ENGROSS, *BUILD, "-j", chance.choice("12")], cwd=top, stdin=subprocess.DEVNULL,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0, 1.1) * length)
            process.send_signal(number)
            status = process.wait(60)
            ends[status] = ends.get(status, 0) + 1
            if chance.random() < 0.3:  # the sources go back to what they were meanwhile
                turn += 1
                source.write_text(texts[turn % 2])
            told = run()
            checks.hold(told[0] == 0 and pdfs() == wanted[turn % 2], f"turn {turn}: {told}")
            left = [path.name for path in (top / "out").rglob(".engross-*")]
            checks.hold(not left, f"left: {left}")
        print(f"# ends {ends}")
        checks.hold(len(ends) > 1, f"every run ended alike: {ends}")
        checks.tell(ROUNDS)


def main():
    print(f"# seed {SEED}")
    (top / PATH["other"]).write_text("""<?xml version="1.0" encoding="UTF-8"?>
<policy xmlns="urn:engross:document:1" id="other" xml:lang="en-GB">
  <control>
    <title>Whom to ask</title>
    <version label="1.0" sequence="1" status="approved" date="2026-06-18"/>
    <issuer org="evhp"/>
    <approval org="evhp" body="board" role="approve" date="2026-06-18" minute="minute 26/47"/>
  </control>
  <section id="who"><title>Whom to ask</title><p>Ask your manager.</p></section>
</policy>
""")
    shutil.copytree("sources/statements", top / "sources/statements", ignore=shutil.ignore_patterns("*2020-21*"))  # it comes later
    names = top / "sources/organisations.xml"
    theirs, ours = pathlib.Path("sources/organisations.xml").read_text(), names.read_text()
    names.write_text(theirs.replace("</organisations>", ours[ours.index("<organisation "):] if "evhp" not in theirs else "</organisations>"))
    for step in (dependencies, outputs, options, faults, records, side_by_side, at_once, killed):
        step()
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
