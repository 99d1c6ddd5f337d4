#!/usr/bin/python3
"""verbs.py: the verb diff on the invented house of tests/cases/history: which versions it takes, what it writes, and all
that it refuses. What a comparison finds is tested elsewhere; here each kind is met once, in every form."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "release"))
import house  # noqa: E402
import jsonschema  # noqa: E402
from house import Scratch, change, copy, tell  # noqa: E402

SCHEMA = jsonschema.Draft7Validator(json.loads(pathlib.Path("tests/changes/comparison.schema.json").read_text()))
COMPLAINTS = "sources/complaints.xml"


def run(top, *arguments):
    """(status, standard output, standard error) of the program in the house `top`."""
    done = subprocess.run([str(house.ENGROSS), *arguments], cwd=top, stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
                          env={**os.environ, "NO_COLOR": "1", "ENGROSS_FREES_MEMORY": "1"})
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")


def diff(top, *arguments):
    """The object of --format json, which has the documented form; None when there is none."""
    status, out, err = run(top, "diff", *arguments, "--format=json")
    if status:
        return None
    found = json.loads(out)
    faults = [f"{list(e.absolute_path)}: {e.message[:200]}" for e in SCHEMA.iter_errors(found)]
    if faults:
        tell(False, f"the JSON of {' '.join(arguments)} has the documented form", "\n".join(faults))
    return found


def changed(found):
    return [(c["kind"], c["target"]) for c in found["changes"]] if found else None


def contents(top):
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in top.rglob("*") if path.is_file() and not path.is_symlink()}


def refused(top, words, status, phrases, name):
    """The command ends with that status, says all of this and writes nothing."""
    before = contents(top)
    got, out, err = run(top, "diff", *words)
    missing = [phrase for phrase in phrases if phrase not in err]
    same = contents(top) == before
    tell(got == status and not missing and not out and same, name, f"status {got}, not said: {missing}, nothing written: {same}\n{out}{err}")


def check_versions(history):
    """Which versions are taken, by default and by name."""
    with Scratch() as scratch:
        top = copy(history, scratch)
        found = diff(top, "complaints")
        tell(found and (found["from"], found["to"]) == ("2022-bis", None) and not found["changes"], "the last release and the working text: no change", f"{found}")
        for words, pair in ((("--to", "2021"), ("2020", "2021")), (("--to", "2022-bis"), ("2021", "2022-bis")), (("--from", "2022"), ("2022", None)),
                            (("--from", "2020", "--to", "2022"), ("2020", "2022")), (("--from", "2021", "--to", "2020"), ("2021", "2020")),
                            (("--from", COMPLAINTS, "--to", "2020"), (COMPLAINTS, "2020"))):
            found = diff(top, "complaints", *words)
            tell(found and (found["from"], found["to"]) == pair and changed(found) == ([("substituted", "answer")] if pair != ("2022", None) else changed(found)),
                 f"complaints {' '.join(words)}: {pair[0]} and {pair[1]}", f"{found}")
        found, by_file = diff(top, "complaints"), diff(top, COMPLAINTS)
        tell(found == by_file, "the file of a document is the document")
        status, out, err = run(top, "diff", "complaints", "--from", "2021", "--to", "2021", "--format", "text")
        tell(status == 0 and "no change between release 2021 and release 2021\n" == err and out, "the same release twice", out + err)
        status, out, err = run(top, "diff", "complaints", "--from", "2021", "--to", "2021", "--format", "json", "--quiet")
        tell(status == 0 and err == "" and json.loads(out)["changes"] == [], "the same, quietly", out + err)
        status, said = house.run(top, "withdraw", "complaints", "2022-bis", "--reason", "It was not read.")
        found = diff(top, "complaints")
        tell(status == 0 and found and found["from"] == "2021", "a release that was withdrawn is passed over", f"{said} {found}")
        found = diff(top, "complaints", "--from", "2022-bis")
        tell(found and found["from"] == "2022-bis", "unless it is named")
        (top / COMPLAINTS).unlink()
        found = diff(top, "complaints", "--from", "2020", "--to", "2021")
        tell(changed(found) == [("substituted", "answer")], "two releases of a document that is no more", f"{found}")
        refused(top, ("complaints",), 1, ("VERSION-NONE", "--from LABEL --to LABEL"), "its working text is no more")


def check_change(history):
    """One change, in every form."""
    with Scratch() as scratch:
        top = copy(history, scratch)
        change(top, "complaints.xml", "within two weeks", "within ten working days")
        found = diff(top, "complaints")
        only = found["changes"][0] if found and len(found["changes"]) == 1 else {}
        tell(only.get("kind") == "substituted" and only.get("target") == "answer", "a word of a section: one change, of that section", f"{found}")
        tell(only.get("approvals") == ["quality"] and only.get("reason") is None, "whose approval it needs; no reason is given", f"{only}")
        line = next(i for i, text in enumerate((top / COMPLAINTS).read_text().splitlines(), 1) if '<section id="answer"' in text)
        tell(only.get("place") == {"file": COMPLAINTS, "line": line, "column": 3}, "its place in the author's file", f"{only.get('place')}")
        tell([(e["where"], e["old"], e["new"]) for e in only.get("edits", [])] == [("paragraph", "two weeks", "ten working days")], "its words", f"{only}")
        before = contents(top)
        for form, signs in (("text", ("[deleted: two weeks]", "[inserted: ten working days]")),
                            ("html", ("<del", "two weeks</del>", "<ins", "ten working days</ins>", "<!DOCTYPE html>"))):
            status, out, err = run(top, "diff", "complaints", "--format", form)
            tell(status == 0 and all(sign in out for sign in signs) and not err, f"as {form}", out[-1500:] + err)
        for what, sign in (("changes", "substituted answer"), ("document", "inserted (Ins)"), ("pages", "page 1"), ("tags", "Ins")):
            status, out, err = run(top, "diff", "complaints", f"--dump={what}")
            tell(status == 0 and sign in out, f"--dump={what}", out[:500] + err)
        for form in ("text", "html"):
            status, out, err = run(top, "diff", "complaints", "--schedule", "--format", form)
            tell(status == 0 and "two weeks" in out and "ten working days" in out and "ubstitute" in out, f"the schedule as {form}", out[-800:] + err)
        tell(contents(top) == before, "none of these has written a file")
        for words, names in (((), ("complaints-redline.pdf",)), (("--schedule",), ("complaints-schedule.pdf",)),
                             (("--style", "nhs", "--style", "large-print"), ("complaints-redline.pdf", "complaints-redline-large-print.pdf"))):
            shutil.rmtree(top / "out" / "x", ignore_errors=True)
            status, out, err = run(top, "diff", "complaints", *words)
            pdfs = [top / "out" / name for name in names]
            sound = status == 0 and all(subprocess.run(["qpdf", "--check", pdf], capture_output=True).returncode == 0 for pdf in pdfs)
            tell(sound and out.split() == [f"out/{name}" for name in names] and not err, f"PDFs: {' '.join(words)}", out + err)
            seen = "".join(subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True).stdout for pdf in pdfs)
            tell("two weeks" in seen and "ten working days" in seen, "both texts stand in them")


def check_files(history):
    """A file is read with the lists of the house that it stands in; a release with those of its time."""
    with Scratch() as scratch, Scratch() as elsewhere:
        top = copy(history, scratch)
        other = copy(history, elsewhere)
        change(top, "organisations.xml", "<name>Marsh and Moor Health Board</name>", "<name>Fen Health Board</name>")
        found = diff(top, "complaints")
        renamed = [e for c in found["changes"] for e in c["edits"]] if found else []
        tell([(e["old"], e["new"]) for e in renamed] == [("Marsh and Moor", "Fen")],
             "a release says what its own list of organisations says", f"{found}")
        found = diff(top, "complaints", "--from", "2020", "--to", "2021")
        tell(changed(found) == [("substituted", "answer")], "two releases do not depend on the lists of today", f"{found}")
        file = str(other / COMPLAINTS)
        found = diff(top, "complaints", "--from", file)
        tell(found and found["from"] == file and changed(found) == changed(diff(top, "complaints")), "so does a file of another house", f"{found}")
        grammar = other / "sources/schema/engross.xsd"
        grammar.write_text(grammar.read_text().replace("(https?://|mailto:)\\S+", "\\S+"))
        evil = (other / COMPLAINTS).read_text().replace("<p>We answer", '<p><link to="javascript:alert(1)">Once</link> we answer')
        (other / COMPLAINTS).write_text(evil)
        status, out, err = run(top, "diff", "complaints", "--from", file, "--format=html")
        tell(status == 0 and "Once" in out and "javascript" not in out, "a script in a file of another house, with a grammar of its own, leads nowhere", err)
        lone = pathlib.Path(elsewhere, "lone.xml")
        shutil.copy(top / COMPLAINTS, lone)
        found = diff(top, "complaints", "--from", str(lone))
        tell(found and not found["changes"], "a file that stands in no house is read with the lists of this one", f"{found}")
        frozen = "sources/released/complaints/2021/public.xml"
        one, two = diff(top, "complaints", "--from", frozen), diff(top, "complaints", "--from", "2021")
        tell(changed(one) == changed(two), "a frozen file is read with the lists beside it", f"{one}\n{two}")
        found = diff(top, COMPLAINTS, "--from", "sources/visitors.xml")
        status, _, err = run(top, "diff", COMPLAINTS, "--from", "sources/visitors.xml", "--format=json")
        tell(found and found["changes"] and "VERSION-OTHER" in err, "two documents: said, and compared", err)
        named = top / "2021"
        shutil.copy(other / COMPLAINTS, named)
        found = diff(top, "complaints", "--from", "2021")
        tell(found["from"] == "2021" and found["changes"], "a label is a label, though there be a file of that name")
        found = diff(top, "complaints", "--from", "./2021")
        tell(found and found["from"] == "./2021", "the file is named by its path")


def check_old(history):
    """An old text that the grammar refuses is compared; a new one is not."""
    with Scratch() as scratch:
        top = copy(history, scratch)
        text = (top / COMPLAINTS).read_text()
        old = top / "old.xml"
        old.write_text(text.replace('<section id="answer"', '<section id="answer" colour="red"').replace("within two weeks", "within a year"))
        found = diff(top, "complaints", "--from", "old.xml")
        status, _, err = run(top, "diff", "complaints", "--from", "old.xml", "--format=json")
        tell(changed(found) == [("substituted", "answer")] and "note:" in err and "[VERSION-MENDED]" in err and "old.xml:" in err, "an old text with a fault: a note", err)
        status, _, err = run(top, "diff", "complaints", "--from", "old.xml", "--format=json", "--quiet")
        tell(status == 0 and not err, "which --quiet leaves out", err)
        old.write_text(text.replace("We answer", '<xref to="nowhere"/> We answer').replace("</section>", "<table><row><cell>A</cell><cell>B</cell></row></table></section>", 1))
        for words in (("--format=json",), ("--format=text",), ("--format=html",), ("--schedule", "--format=text"), ("-o", "x.pdf")):
            status, out, err = run(top, "diff", "complaints", "--from", "old.xml", *words)
            tell(status == 0 and out and "[VERSION-MENDED]" in err and "refuse 3 things" in err, f"a link that leads nowhere, a table without headers: {words[0]}", err)
        old.write_text(text.replace("</section>", '</section><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="gone.xml"/>', 1))
        refused(top, ("complaints", "--from", "old.xml"), 3, ("[XINCLUDE-FILE]",), "an old text of which a part is gone")
        old.write_text(text.replace('<section id="answer"', '<section id="answer" colour="red"'))
        refused(top, ("complaints", "--from", "2020", "--to", "old.xml", "--format=json"), 1, ("colour", "old.xml:"), "a newer text with a fault")
        old.write_text(text[:200])
        refused(top, ("complaints", "--from", "old.xml"), 3, ("old.xml:",), "an old text that cannot be read at all")


def check_refusals(history):
    with Scratch() as scratch:
        top = copy(history, scratch)
        refused(top, ("complaint",), 3, ('there is no document "complaint"', 'did you mean "complaints"?'), "a document that there is not")
        refused(top, ("complaints", "--from", "2023"), 4, ('no release "2023"', "did you mean", "2020, 2021, 2022, 2022-bis"), "a label that there is not")
        refused(top, ("complaints", "--to", "sources/no.xml"), 4, ("there is no file of that name",), "a file that there is not")
        refused(top, ("complaints", "--to", "2020"), 1, ("VERSION-NONE", "first release"), "the first release has none before it")
        refused(top, (), 2, ("diff takes one document",), "no document")
        refused(top, ("complaints", "visitors"), 2, ("diff takes one document",), "two documents")
        refused(top, ("complaints", "--format", "sarif"), 2, ("pdf, text, json or html",), "a format that there is not")
        refused(top, ("complaints", "--dump", "words"), 2, ("changes, document, pages or tags",), "a dump that there is not")
        refused(top, ("complaints", "--schedule", "--format=json"), 2, ("--schedule",), "a schedule as JSON")
        refused(top, ("complaints", "--schedule", "--dump=changes"), 2, ("--schedule",), "the changes of a schedule")
        refused(top, ("complaints", "--style", "large-print", "--format=text"), 2, ("--style is for a PDF",), "a style of a text")
        refused(top, ("complaints", "--style", "nhs", "--style", "large-print", "-o", "x.pdf"), 2, ("one style",), "two styles in one file")
        refused(top, ("complaints", "--style", "pink"), 6, ('no style "pink"',), "a style that there is not")
        refused(top, ("complaints", "--dump=pages", "-o", "x"), 2, ("--dump",), "a dump to a file")
        refused(top, ("complaints", "--label", "3"), 2, ("diff has no option --label",), "an option of another verb")
        status, _, err = run(top, "build", "--schedule")
        tell(status == 2 and "build has no option --schedule" in err, "its options are no other verb's", err)
        change(top, "complaints.xml", "<p>We answer", "<p><xref to=\"nowhere\"/>We answer")
        refused(top, ("complaints", "--format=json"), 1, ("[REF-", COMPLAINTS), "a working text with an error")
        change(top, "complaints.xml", "<xref to=\"nowhere\"/>", "")
        frozen = top / "sources/released/complaints/2022-bis/public.xml"
        frozen.write_text(frozen.read_text().replace("two weeks", "two years"))
        refused(top, ("complaints",), 5, ("[LEDGER-FILE]", str(frozen.relative_to(top))), "a frozen file that was changed")
        (top / "sources/released/ledger.txt").write_text("engross ledger 1\n")
        refused(top, ("complaints",), 5, ("LEDGER-",), "a ledger that was changed")


def check_outputs(history):
    """A file is written whole or not at all, and only over one of its own kind."""
    with Scratch() as scratch:
        top = copy(history, scratch)
        for form, name in (("text", "x.txt"), ("json", "x.json"), ("html", "x.html"), ("pdf", "x.pdf")):
            status, out, err = run(top, "diff", "complaints", "--from", "2021", "--format", form, "-o", name)
            first = (top / name).read_bytes() if status == 0 else b""
            _, shown, _ = run(top, "diff", "complaints", "--from", "2021", "--format", form) if form != "pdf" else (0, None, "")
            tell(status == 0 and out == f"{name}\n" and first and (shown is None or shown.encode() == first), f"-o {name}", out + err)
            status, out, err = run(top, "diff", "complaints", "--from", "2020", "--format", form, "-o", name)
            second = (top / name).read_bytes()
            tell(status == 0 and second and second != first, f"a second {form} takes the place of the first", out + err)
            for words in (("nothing",), ("complaints", "--from", "1999"), ("complaints", "--to", "2020")):
                run(top, "diff", *words, "--format", form, "-o", name)
            tell((top / name).read_bytes() == second, f"an older {form} is as it was when something is wrong")
            refused(top, ("complaints", "--format", form, "-o", COMPLAINTS), 3, ("[OUTPUT-TAKEN]",), f"{form} does not take the place of a source")
            refused(top, ("complaints", "--format", form, "-o", "no/such/folder"), 3, ("[FILE-WRITE]",), f"{form} into a folder that there is not")
            refused(top, ("complaints", "--format", form, "-o", "sources"), 3, ("[FILE-KIND]",), f"{form} in place of a folder")
        for form, name in (("text", "x.pdf"), ("json", "x.html"), ("html", "x.json"), ("pdf", "x.txt")):
            refused(top, ("complaints", "--format", form, "-o", name), 3, ("[OUTPUT-TAKEN]",), f"{form} does not take the place of {name}")
        with open("/dev/full", "w") as full:
            done = subprocess.run([str(house.ENGROSS), "diff", "complaints", "--format=json"], cwd=top, stdout=full, stderr=subprocess.PIPE, text=True)
        tell(done.returncode == 3 and "cannot write to standard output" in done.stderr, "a full disk behind standard output", done.stderr)


def check_styles(history):
    """Only a PDF needs a style."""
    with Scratch() as scratch:
        top = copy(history, scratch)
        (top / "styles").unlink()
        for form in ("text", "html", "json"):
            status, out, err = run(top, "diff", "complaints", "--from", "2021", "--format", form)
            tell(status == 0 and out and not err, f"{form} in a house without styles", err)
        refused(top, ("complaints", "--from", "2021"), 6, ('there is no style "nhs"',), "a PDF in a house without styles")


def check_secrets(history):
    """What is restricted, internal or a comment stands in nothing that is written, though it is what has changed."""
    with Scratch() as scratch:
        top = copy(history, scratch)
        change(top, "complaints.xml", "<p>RESTRICTED-LEAK-4</p>", "<p>RESTRICTED-LEAK-5</p>")
        change(top, "rules.xml", "NOTE-LEAK-1", "NOTE-LEAK-9")
        change(top, "rules.xml", "COMMENT-LEAK-2", "COMMENT-LEAK-9")
        leaked, shown = [], []
        for words in (("complaints",), ("standing-rules",), ("standing-rules", "--from", "1.0"), ("complaints", "--from", "2020")):
            for form in ("text", "json", "html"):
                _, out, err = run(top, "diff", *words, "--format", form)
                leaked += re.findall(r"\S*LEAK\S*", out + err)
                shown.append(out)
        tell(not leaked and all(shown), "nothing that is kept back is told", f"{leaked}")
        tell(not diff(top, "complaints")["changes"], "and that it has changed is no change", f"{diff(top, 'complaints')}")
        change(top, "complaints.xml", ' restricted="yes"', "")
        change(top, "complaints.xml", "RESTRICTED-LEAK-3", "Codes")
        change(top, "complaints.xml", "RESTRICTED-LEAK-5", "Each door has one.")
        tell(changed(diff(top, "complaints")) == [("inserted", "codes")], "what is restricted no more is new", f"{diff(top, 'complaints')}")


def check_approvals(history):
    """Whose approval the changes need is what the release asks for."""
    edits = (("a clause of the members", "rules.xml", "six months", "four months"), ("a clause of the board", "parts/meetings.xml", "ten times", "eleven times"),
             ("a clause left out", "rules.xml", '<clause id="leaving"><p>A member leaves by notice of three months.</p></clause>', ""),
             ("a clause put in", "rules.xml", "</section>\n  </part>", '<clause id="more" approval="quality"><p>Others may ask.</p></clause></section>\n  </part>'),
             ("other approvals", "rules.xml", 'approval="members ministry"', 'approval="quality"'),
             ("approvals taken away", "rules.xml", ' approval="members ministry"', ""),
             ("a heading", "rules.xml", "<title>Joining</title>", "<title>How to join</title>"),
             ("a hyphen made a dash", "rules.xml", "of the area", "– of the area –"), ("another picture text", "rules.xml", "in four quarters", "in a year"),
             ("the title", "rules.xml", "<title>Standing rules", "<title>The standing rules"))
    for name, file, old, new in edits:
        with Scratch() as scratch:
            top = copy(history, scratch)
            text = (top / "sources" / file).read_text()
            change(top, file, old if old in text else old.replace("six", "three"), new)
            found = diff(top, "standing-rules")
            needed = {body for c in found["changes"] for body in c["approvals"]} if found else None
            _, said = house.run(top, "release", "standing-rules", "--label", "3.0", "--approved", "2026-01-01", "--body", "nobody", "--minute", "1", "--dry-run")
            asked = set(re.findall(r"--body (\S+)", "\n".join(re.findall(r"\[RELEASE-APPROVAL\](?:\n .*)*", said))))
            tell(found and found["changes"] and needed == asked, f"{name}: the approvals that the release asks for", f"{needed} and {asked}\n{said}\n{found}")


def check_same_bytes(history):
    with Scratch() as scratch, Scratch() as elsewhere:
        top, other = copy(history, scratch), copy(history, elsewhere)
        for form in ("text", "json", "html"):
            one = run(top, "diff", "standing-rules", "--from", "1.0", "--format", form)[1]
            two = run(other, "diff", "standing-rules", "--from", "1.0", "--format", form)[1]
            far = subprocess.run([str(house.ENGROSS), "diff", "standing-rules", "--from", "1.0", "--format", form, "--home", str(top)], cwd="/",
                                 capture_output=True, text=True, env={**os.environ, "TZ": "Asia/Tokyo", "LC_ALL": "C"}).stdout
            tell(one and one == two, f"{form}: the same bytes in another folder")
            tell(far.replace(f"{top}/", "") == one, f"{form}: and from elsewhere, but for the paths of files")


def main():
    with Scratch() as scratch:
        history = house.make(scratch)
        for check in (check_versions, check_change, check_files, check_old, check_refusals, check_outputs, check_styles, check_secrets, check_approvals, check_same_bytes):
            check(history)


main()
