#!/usr/bin/python3
"""named.py: a document that is named by its id, by every verb that takes one: whatever is wrong with its file, that is what
is said, at its place, and not that there is no such document."""

import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "release"))
import house  # noqa: E402
from house import Scratch, copy, tell  # noqa: E402

VERBS = (("check",), ("build",), ("diff",), ("changes",), ("changes", "--sync"), ("changes", "--pdf"),
         ("release", "--label", "9", "--approved", "2026-01-01", "--body", "board", "--minute", "m"))
FILE = "sources/visitors.xml"

# What is done to the text, and where and as what that must be told.
SPOILT = (
    ("a DOCTYPE", lambda t: t.replace("?>\n", '?>\n<!DOCTYPE information [ <!ENTITY a "<p id=\'x\'>]>"> ]>\n', 1).encode(), "2:1", "XML-DOCTYPE"),
    ("a plain DOCTYPE", lambda t: t.replace("?>\n", "?>\n<!DOCTYPE information>\n", 1).encode(), "2:1", "XML-DOCTYPE"),
    ("no quotation mark behind its id", lambda t: t.replace('id="visitors"', 'id="visitors', 1).encode(), "2:4[58]", "XML-SYNTAX"),
    ("no quotation mark before its id", lambda t: t.replace('id="visitors"', 'id=visitors"', 1).encode(), "2:4[58]", "XML-SYNTAX"),
    ("no namespace", lambda t: t.replace(' xmlns="urn:engross:document:1"', "", 1).encode(), "2:1", "SCHEMA-NAMESPACE"),
    ("a root of another name", lambda t: t.replace("information", "infomation").encode(), "2:1", "SCHEMA-ROOT"),
    ("its first half", lambda t: t.encode()[:300], r"\d+:\d+", "XML-TRUNCATED"),
    ("a tag that is not closed", lambda t: t.replace("</p>", "", 1).encode(), r"\d+:\d+", "XML-TAG"),
    ("another encoding than it says", lambda t: t.encode("utf-16"), "1:1", "XML-ENCODING"),
    ("a NUL byte", lambda t: t.replace("<title>", "<title>\0", 1).encode(), r"\d+:\d+", "XML-NUL"),
    ("no id", lambda t: t.replace(' id="visitors"', "", 1).encode(), "2:1", "SCHEMA-REQUIRED"),
    ("nothing in it", lambda t: b"", None, "XML-EMPTY"),
)


def run(top, verb, *, plain=False):
    """(status, what was said); `plain`: without the rights of root, who may read anything."""
    rights = {"user": 65534, "group": 65534, "extra_groups": []} if plain and os.getuid() == 0 else {}
    done = subprocess.run([str(house.ENGROSS), verb[0], "visitors", *verb[1:]], cwd=top, stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=60, env={**os.environ, "NO_COLOR": "1"}, **rights)
    return done.returncode, done.stdout.decode(errors="replace") + done.stderr.decode(errors="replace")


def check_spoilt(top, released):
    path = top / FILE
    whole = path.read_text()
    for name, spoil, place, rule in SPOILT:
        path.write_bytes(spoil(whole))
        where = FILE if place is None else f"{FILE}:{place}"
        for verb in VERBS if released else VERBS[:2]:
            status, said = run(top, verb)
            told = re.search(rf"^{where}: error: .*\[{rule}\]$", said, re.M)
            tell(status in (1, 3, 4) and told and "DOC-UNKNOWN" not in said, f"{' '.join(verb[:2])}: {name}", f"status {status}\n{said}")
        status, said = run(top, ("list",))
        tell(status in (1, 3) and FILE in said and "DOC-UNKNOWN" not in said, f"list: {name}", f"status {status}\n{said}")
    path.write_text(whole)


def check_unreadable(top):
    """A file that may not be read, or is a link that leads nowhere."""
    path = top / FILE
    path.chmod(0)
    for verb in (*VERBS, ("list",)):
        status, said = run(top, verb, plain=True)
        tell(status == 3 and re.search(rf"^{FILE}: error: .*permission.*\[FILE-OPEN\]$", said, re.M), f"{' '.join(verb[:2])}: a file that may not be read", said)
    path.chmod(0o644)


def check_show(top):
    """What was released does not depend on the working file."""
    path = top / FILE
    whole = path.read_bytes()
    for name, spoilt in (("spoilt", b"<"), ("another of the same id", whole)):
        (path if name == "spoilt" else top / "sources/copy.xml").write_bytes(spoilt)
        status, said = run(top, ("show", "--on", "2022-05-31"))
        tell(status == 0 and "\nlabel: B\n" in said, f"show: {name}", said)
        path.write_bytes(whole)
    status, said = run(top, ("build",))
    tell(status == 1 and "[DOC-TWICE]" in said and not (top / "out/visitors.pdf").exists(), "build: two documents of the id", said)
    (top / "sources/copy.xml").unlink()
    status, said = run(top, ("withdraw", "Z", "--reason", "x"))
    tell(status == 4 and "there is no release Z of visitors" in said, "withdraw: a release that there is not", said)


def main():
    os.umask(0o022)
    with Scratch() as scratch, Scratch() as other:
        os.chmod(scratch, 0o755)
        os.chmod(other, 0o755)
        top = house.begin(other)
        check_spoilt(top, False)
        history = house.make(scratch)
        with Scratch() as third:
            os.chmod(third, 0o755)
            top = copy(history, third)
            check_show(top)
            check_spoilt(top, True)
            check_unreadable(top)


main()
