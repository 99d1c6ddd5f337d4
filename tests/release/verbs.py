#!/usr/bin/python3
"""verbs.py: what the verbs release, withdraw and show do, and everything that they refuse, on the invented house."""

import hashlib
import os
import pathlib
import re
import subprocess

import house
from house import Scratch, copy, kept, run, tell

NEXT = ("release", "visitors", "--label", "E", "--approved", "2024-05-06", "--body", "board", "--minute", "24/1")


def check_history(top):
    """The ledger says what was asked for, the hashes are those of sha256sum, and nothing kept back is published."""
    status, said = run(top, "check")
    tell(status == 0, "twelve releases and a withdrawal: the house is as recorded", said)
    ledger = (top / "sources/released/ledger.txt").read_text()
    records = ledger.split("\n\n")[1:]
    tell(len(records) == 13 and [int(re.match(r"record: (\d+)", r).group(1)) for r in records] == list(range(1, 14)),
         "the ledger has thirteen records in their order", ledger)
    labels = [f"{house.document_of(r[0])} {r[1]}" for r in house.RELEASES]
    found = [" ".join(re.search(r"document: (.*)\ntitle: .*\nlabel: (.*)", r).groups()) for r in records[:12]]
    tell(found == labels, "each record names its document and label", f"{found}")
    before = "0" * 64
    good = True
    for record in records:
        body = record[:record.index("hash: ")]
        good = good and f"previous: {before}\n" in body
        before = hashlib.sha256(body.encode()).hexdigest()
        good = good and f"\nhash: {before}" in record
    tell(good, "each hash is that of the record's bytes, and the next record holds it")
    told = subprocess.run("sed -n '/^record: 7$/,/^previous: /p' ledger.txt | sha256sum", shell=True,
                          cwd=top / "sources/released", capture_output=True, text=True).stdout.split()[0]
    tell(f"hash: {told}" in records[6], "the command of README.txt gives the hash of a record")
    for manifest in sorted((top / "sources/released").glob("*/*/manifest.txt")):
        name = "/".join(manifest.parts[-3:-1])
        done = subprocess.run(r"sed -n 's/^file: \([0-9a-f]*\) [0-9]* /\1  /p' manifest.txt | sha256sum --check --quiet",
                              shell=True, cwd=manifest.parent, capture_output=True, text=True)
        pdfs = top / "out/released" / manifest.parts[-3] / manifest.parts[-2]
        lines = [line.split() for line in manifest.read_text().splitlines() if line.startswith("pdf: ")]
        same = [hashlib.sha256((pdfs / line[3]).read_bytes()).hexdigest() == line[1] for line in lines]
        tell(done.returncode == 0 and len(same) == 2 and all(same), f"{name}: sha256sum finds what the manifest says", done.stdout + done.stderr)


def check_leaks(top):
    phrases = sorted(set(re.findall(r"[A-Z-]+-LEAK(?:-\d)?", " ".join(
        path.read_text() for path in (top / "sources").rglob("*.xml") if "released" not in path.parts and "schema" not in path.parts))))
    tell(len(phrases) >= 10, f"there are phrases to look for ({len(phrases)})")
    public = [path for path in (top / "sources/released").rglob("public*.xml")]
    leaked = [f"{path}: {phrase}" for path in public for phrase in phrases if phrase in path.read_text()]
    tell(len(public) == 24 and not leaked, "no public source holds a comment, a note or a restricted part", f"{len(public)} {leaked}")
    whole = [path.read_text() for path in (top / "sources/released").glob("standing-rules/*/source.xml")]
    tell(all("NOTE-LEAK-1" in text and "COMMENT-LEAK-2" in text and "RESTRICTED-LEAK-2" in text for text in whole),
         "the complete source holds them all")
    with Scratch() as scratch:
        found = []
        for path in sorted((top / "out/released").rglob("*.pdf")):
            plain = pathlib.Path(scratch, "plain.pdf")
            subprocess.run(["qpdf", "--qdf", "--object-streams=disable", "--decode-level=all", path, plain], check=True)
            data = plain.read_bytes()
            found += [f"{path}: {phrase}" for phrase in phrases
                      if phrase.encode() in data or phrase.encode("utf-16-be") in data or phrase.encode().hex().encode() in data.lower()]
        tell(not found, "no PDF holds one in any byte", f"{found}")


def check_standing(top):
    for words, label in ((("complaints", "2020-03-02"), "2020"), (("complaints", "2021-03-31"), "2020"), (("complaints", "2021-04-01"), "2021"),
                         (("complaints", "2022-04-01"), "2021"), (("complaints", "2022-09-05"), "2022-bis"),
                         (("standing-rules", "2020-04-01"), "1.0"), (("standing-rules", "2022-03-31"), "1.1"),
                         (("standing-rules", "2023-02-28"), "2.0"), (("standing-rules", "2030-01-01"), "2.1"),
                         (("visitors", "2022-05-31"), "B"), (("visitors", "2022-06-01"), "C")):
        status, said = run(top, "show", words[0], "--on", words[1])
        tell(status == 0 and f"\nlabel: {label}\n" in said, f"{words[0]} on {words[1]}: {label} was in force", said)
    for words, end, rule in ((("complaints", "2020-03-01"), 4, "RELEASE-UNKNOWN"), (("complaint", "2024-01-01"), 3, "DOC-UNKNOWN")):
        status, said = run(top, "show", words[0], "--on", words[1])
        tell(status == end and f"[{rule}]" in said, f"{words[0]} on {words[1]}: nothing was in force", said)
    status, said = run(top, "show", "", "--on", "2021-01-01")
    tell(status == 2 and "show takes one document" in said, "an empty name is none", said)
    status, said = run(top, "show", "standing-rules", "--on", "2021-01-01", "--clause", "how-often")
    tell(status == 0 and said.endswith("\n2.1\tThe Board meets four times a year.\n"), "a clause as it was then", said)
    status, said = run(top, "show", "standing-rules", "--on", "2021-02-01", "--clause", "how-often")
    tell(status == 0 and said.endswith("\n2.1\tThe Board meets six times a year.\n"), "the same clause from its change on", said)
    status, said = run(top, "show", "standing-rules", "--on", "2026-02-01")
    tell("review due" in said, "the day of its review has passed", said)
    status, said = run(top, "show", "standing-rules", "--on", "2026-01-31")
    tell("review due" not in said, "on that day it has not", said)


    status, said = run(top, "list", "--on", "2022-03-15")
    tell(status == 0 and "In force: release 1.1, from 1 February 2021\n" in said and "Not yet in force: release 2.0, from 1 April 2022\n" in said
         and "release 2022," not in said, "list says what is in force on a day, and what will be", said)
    status, said = run(top, "list", "complaints", "--json", "--on", "2023-07-01")
    tell(status == 0 and '"in_force": "2022-bis"' in said.replace('":"', '": "') and "under_review" not in said, "the same for other programs", said)


def check_under_review(history):
    """The working source says it; list and show tell it; no release has it."""
    with Scratch() as scratch:
        top = copy(history, scratch)
        house.change(top, "visitors.xml", "<version ", '<version under-review="yes" ')
        status, said = run(top, "list", "visitors", "--on", "2023-07-01")
        tell(status == 0 and "\n  Under review\n" in said and "In force: release D" in said, "list says that a document in force is under review", said)
        status, said = run(top, "list", "visitors", "--json", "--on", "2023-07-01")
        tell(status == 0 and '"under_review":true' in said.replace(" ", ""), "the same for other programs", said)
        status, said = run(top, "show", "visitors", "--on", "2023-07-01")
        tell(status == 0 and "standing: in force on 1 July 2023, under review\n" in said and "from: 1 May 2023\n" in said, "show says so of the last release", said)
        status, said = run(top, "show", "visitors", "--on", "2023-04-30")
        tell(status == 0 and "label: C\n" in said and "under review" not in said, "and of no earlier one", said)
        status, said = run(top, "show", "complaints", "--on", "2023-07-01")
        tell(status == 0 and "under review" not in said, "nor of another document", said)
        status, said = run(top, *NEXT)
        frozen = "".join((top / f"sources/released/visitors/E/{name}.xml").read_text() for name in ("source", "public")) if status == 0 else "under-review"
        shown = subprocess.run(["pdftotext", top / "out/released/visitors/E/visitors-E.pdf", "-"], capture_output=True, text=True).stdout
        tell("under-review" not in frozen and "Approved" in shown and "under review" not in shown, "a release is not under review", said)


def refused(top, name, words, rules, status=4):
    """The command ends with that status, names all of these rules and writes nothing."""
    before = {path: path.stat().st_mtime_ns for path in top.rglob("*") if path.is_file()}
    got, said = run(top, *words)
    after = {path: path.stat().st_mtime_ns for path in top.rglob("*") if path.is_file()}
    missing = [rule for rule in rules if f"[{rule}]" not in said and rule not in said]
    tell(got == status and not missing and before == after, name,
         f"status {got}, not named: {missing}, written: {sorted(str(p) for p in set(after) ^ set(before))}\n{said}")


def check_obstacles(history):
    with Scratch() as scratch:
        top = copy(history, scratch)
        refused(top, "a dry run writes nothing", (*NEXT, "--dry-run"), ("Nothing stands in the way",), 0)
        refused(top, "a label that was used", ("release", "visitors", "--label", "D", *NEXT[4:]), ("RELEASE-LABEL",))
        refused(top, "a label that is none", ("release", "visitors", "--label", "../E", *NEXT[4:]), ("RELEASE-LABEL",))
        refused(top, "an approver who is not declared", (*NEXT[:7], "senate", *NEXT[8:]), ("RELEASE-APPROVER", "RELEASE-APPROVAL")[:1])
        refused(top, "an office is no approver", (*NEXT[:7], "chair", *NEXT[8:]), ("RELEASE-APPROVER",))
        refused(top, "a role that there is not", (*NEXT, "--role", "bless"), ("RELEASE-APPROVER",))
        refused(top, "nobody approves", (*NEXT, "--role", "ratify"), ("RELEASE-APPROVAL",))
        refused(top, "approved before the release before", (*NEXT[:5], "2023-04-30", *NEXT[6:]), ("RELEASE-DATE",))
        refused(top, "in force before it was approved", (*NEXT, "--effective", "2024-05-05"), ("RELEASE-DATE",))
        refused(top, "a date that is none", (*NEXT[:5], "2024-02-30", *NEXT[6:]), ("--approved takes a date",), 2)
        refused(top, "no minute", NEXT[:8], ("--minute",), 2)
        refused(top, "no label", ("release", "visitors", *NEXT[4:]), ("--label",), 2)
        refused(top, "a body before any approval", ("release", "visitors", "--body", "board"), ("comes first",), 2)
        refused(top, "a document that there is not", ("release", "nothing", *NEXT[2:]), ("there is no document",), 3)
        house.change(top, "visitors.xml", 'date="2023-05-01"', 'date="2024-06-01"')
        refused(top, "approved before it was written", NEXT, ("RELEASE-DATE",))
        house.change(top, "visitors.xml", 'date="2024-06-01"', 'date="2024-05-01"')
        house.change(top, "visitors.xml", "from noon", 'from <placeholder ask="the warden">when</placeholder>')
        house.change(top, "visitors.xml", "</section>", '<p>See <xref to="hour"/>.</p></section>')
        house.change(top, "organisations.xml", ' site="https://marsh.example/governance/"', "")
        refused(top, "five obstacles at once", ("release", "visitors", "--label", "D", "--approved", "2023-04-30", "--body", "board", "--minute", "7"),
                ("REF-UNKNOWN", "RELEASE-LABEL", "RELEASE-DATE", "RELEASE-PLACEHOLDER", "RELEASE-SITE"))
        top = copy(history, scratch)
        house.change(top, "organisations.xml", "<name>Meeting of Members</name>", "<name>Meeting <!-- a --> of Members</name>")
        house.change(top, "parts/meetings.xml", "ten times", "twelve times")
        house.turn(top, "rules.xml", "3.0")
        house.explain(top, "standing-rules")
        rules = ("release", "standing-rules", "--label", "3.0", "--approved", "2024-01-08", "--body", "board", "--minute", "1", "--effective", "2024-02-01")
        refused(top, "what the Board may change alone needs no other", (*rules, "--dry-run"), ("Nothing stands",), 0)
        house.change(top, "rules.xml", "three months", "one month")
        refused(top, "what the members and the Ministry have to approve", rules, ("the approval of members", "the approval of ministry"))
        refused(top, "their advice is not enough", (*rules, "--approved", "2024-01-08", "--body", "members", "--minute", "2", "--role", "recommend",
                "--approved", "2024-01-08", "--body", "ministry", "--minute", "3"), ("the approval of members",))
        for what, old, new in (("title", "<title>Standing rules<", "<title>Rules of standing<"), ("owner", "    <approval ", '    <owner>The Secretary</owner>\n    <approval '),
                               ("day of review", "2026-01-31", "2027-01-31"), ("documents to read with it", "  </control>", '    <read-with to="visitors">Visitors</read-with>\n  </control>')):
            top = copy(history, scratch)
            house.change(top, "rules.xml", old, new)
            house.turn(top, "rules.xml", "3.0")
            house.explain(top, "standing-rules")
            members = ("release", "standing-rules", "--label", "3.0", "--approved", "2024-01-08", "--body", "members", "--minute", "2", "--effective", "2024-02-01")
            refused(top, f"another {what} needs the approval that holds for the whole", members, ("rules.xml:5:", "this has changed and needs the approval of board, which is not given [RELEASE-APPROVAL]"))
            refused(top, f"another {what}, with that approval", rules + ("--dry-run",), ("Nothing stands",), 0)
        top = copy(history, scratch)
        house.turn(top, "rules.xml", "3.0")
        house.change(top, "rules.xml", 'status="draft"', 'status="for-approval"')
        house.change(top, "rules.xml", "<effective-from>", '<effective-from date="2024-02-01">')
        house.change(top, "rules.xml", '<effective-from date="2024-02-01"><placeholder ask="the secretary">date</placeholder>', '<effective-from date="2024-02-01">')
        refused(top, "what a release sets in the control needs none", (*members, "--dry-run"), ("Nothing stands",), 0)
        top = copy(history, scratch)
        house.change(top, "rules.xml", ' approval="members ministry"', "")
        refused(top, "to take away who has to approve needs their approval", rules, ("the approval of members", "the approval of ministry"))
        top = copy(history, scratch)
        house.change(top, "rules.xml", '<clause id="who-may-join"><p>Any practice of the area may join.</p></clause>', "")
        refused(top, "to take a provision away needs it too", rules, ("the approval of members",))
        top = copy(history, scratch)
        house.change(top, "rules.xml", "RESTRICTED-LEAK-1", "RESTRICTED-LEAK-7")
        refused(top, "what is not printed needs it too", rules, ("the approval of members",))
        refused(top, "to withdraw what was never released", ("withdraw", "visitors", "Z", "--reason", "None."), ("RELEASE-UNKNOWN",))
        refused(top, "to withdraw twice", ("withdraw", "complaints", "2022", "--reason", "Again."), ("RELEASE-UNKNOWN",))
        refused(top, "to withdraw without a reason", ("withdraw", "visitors", "D"), ("--reason",), 2)


def check_reasons(history):
    """Each change has its reason and each reason its change, before there is a release; and what the release then says of them."""
    with Scratch() as scratch:
        top = copy(history, scratch)
        house.change(top, "visitors.xml", "from noon", "from 11am")
        file = top / "sources/visitors.xml"
        refused(top, "a change without a row", NEXT, ("RELEASE-REASON", "has no row for it", "sources/visitors.xml:8:"))
        refused(top, "nor is there a row for a version that was released", ("changes", "visitors", "--sync"), ("CHANGES-LABEL", "sequence 5"), 1)
        house.turn(top, "visitors.xml", "E")
        refused(top, "what --sync would do", ("changes", "visitors"), ("add hours (substituted)", "1 change since release D"), 1)
        status, said = run(top, "changes", "visitors", "--sync")
        tell(status == 0 and "1 reason is still to be written" in said, "a row is added", said)
        refused(top, "a row without a reason", NEXT, ("RELEASE-REASON", "nobody says why"))
        text = file.read_text()
        file.write_text(text.replace("</change>", " <!-- ask --> </change>", 1))
        refused(top, "a comment is no reason", NEXT, ("RELEASE-REASON", "nobody says why"))
        file.write_text(text.replace("></change>", "> Trains come <strong>earlier</strong>.</change>", 1))
        refused(top, "with its reason nothing stands in the way", (*NEXT, "--dry-run"), ("Nothing stands in the way",), 0)
        house.change(top, "visitors.xml", "from 11am", "from noon")
        refused(top, "a reason without a change", NEXT, ("RELEASE-CHANGE",))
        run(top, "changes", "visitors", "--sync")
        tell('gone="yes"> Trains come <strong>earlier</strong>.' in file.read_text(), "it is marked, and kept", file.read_text())
        refused(top, "marked it is one all the same", NEXT, ("RELEASE-CHANGE",))
        house.change(top, "visitors.xml", "from noon", "from 10am")
        run(top, "changes", "visitors", "--sync")
        tell('kind="substituted"> Trains come' in file.read_text(), "when the change is back, so is the row", file.read_text())
        status, said = run(top, *NEXT)
        tell(status == 0, "then it is released", said)
        public = (top / "sources/released/visitors/E/public.xml").read_text() if status == 0 else said
        tell('<release date="2024-05-06" label="E" status="approved"><change kind="substituted" target="hours"> Trains come <strong>earlier</strong>.'
             in re.sub(r">\s+<", "><", public), "its row says label, date and status of the release", public)
        shown = subprocess.run(["pdftotext", "-raw", top / "out/released/visitors/E/visitors-E.pdf", "-"], capture_output=True, text=True).stdout
        tell(re.search(r"What changed in version E\s.*Section 1, Hours,\s+page 1\s+Changed\s+Trains come earlier\.", shown, re.S) is not None,
             "and its PDF what changed, and why", shown)
        status, said = run(top, "changes", "visitors")
        tell(status == 0 and "nothing has changed since release E" in said, "right after a release there is nothing to do", said)
        status, said = run(top, "changes", "complaints", "--pdf", "--style", "nhs", "--style", "large-print")
        shown = subprocess.run(["pdftotext", "-raw", top / "out/complaints-changes.pdf", "-"], capture_output=True, text=True).stdout
        shown = re.sub(r"\s+", " ", shown)
        tell(status == 0 and (top / "out/complaints-changes-large-print.pdf").exists(), "the change log of all versions, in two styles", said)
        for words in ("Withdrawn, as if it had never been in force: The quorum was not there.",
                      "Approved by the Board of Marsh and Moor on 5 September 2022 (board of 2022-09-05, item 1)",
                      "From 1 April 2021 until version 2022-bis took its place on 5 September 2022", "Compared with Version 2022",
                      "Section 1, How we answer Changed: “ten days” is now “two weeks”. The meeting asked for it (answer, substituted).", "No version: it is the first"):
            tell(words in shown, f"it says: {words}", shown)


def check_same(history):
    with Scratch() as scratch:
        again = house.make(scratch)
        one, two = kept(history), kept(again)
        different = [name for name in one if one[name] != two.get(name)]
        tell(not different and set(one) == set(two), "the same releases made again are the same to the byte", f"{different}")


def check_sweep(history):
    """A folder that lies about without an intent is told; nobody takes it away."""
    with Scratch() as scratch:
        top = copy(history, scratch)
        status, said = run(top, *NEXT)
        first = kept(top)
        tell(status == 0 and "visitors-E.pdf" in said, "one more release", said)
        tell(all(first[name] == data for name, data in kept(history).items() if name.split("/")[-1] not in ("ledger.txt", "head.txt")),
             "it changes nothing of the earlier ones")
        tell(first["sources/released/ledger.txt"].startswith(kept(history)["sources/released/ledger.txt"]), "it adds to the ledger and changes nothing in it")
        tell(not list(top.rglob(".staging")), "nothing of the work is left")


def main():
    os.environ.pop("ENGROSS_THREADS", None)
    with Scratch() as scratch:
        history = house.make(scratch)
        check_history(history)
        check_leaks(history)
        check_standing(history)
        check_under_review(history)
        check_obstacles(history)
        check_reasons(history)
        check_same(history)
        check_sweep(history)


if __name__ == "__main__":
    main()
