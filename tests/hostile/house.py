"""What the programs of this folder share: a house to build in, the small document, running the program, telling checks.

The small document takes in a part, holds three pictures, is hyphenated and set in two styles, so that every kind of file
is opened while it is built.
"""

import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

ENGROSS = pathlib.Path("build/engross").resolve()
INJECT = pathlib.Path("build/test/hostile/inject.so").resolve()
PLAIN = [] if os.getuid() else ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
OLD = b"%PDF-1.7 the older file\n"

INPUT = """<?xml version="1.0" encoding="UTF-8"?>
<policy xmlns="urn:engross:document:1" xmlns:xi="http://www.w3.org/2001/XInclude" id="small" xml:lang="en-GB">
  <control>
    <title>Our buildings in pictures</title>
    <version label="1.0" sequence="1" status="approved" date="2026-06-18"/>
    <issuer org="evhp"/>
    <approval org="evhp" body="board" role="approve" date="2026-06-18" minute="minute 26/47"/>
  </control>
  <section id="clinic">
    <title>The clinic</title>
    <p>Notwithstanding straightforward recommendations, extraordinarily complicated administrative responsibilities
      traditionally characterise pharmaceutical organisations.</p>
    <figure src="visits.png" width="50mm"><alt>Bar chart of visits in four quarters.</alt></figure>
    <figure src="valley.jpg" width="50mm"><alt>Two hills under an evening sky.</alt></figure>
  </section>
  <xi:include href="parts/end.xml"/>
</policy>
"""

PART = """<?xml version="1.0" encoding="UTF-8"?>
<section xmlns="urn:engross:document:1" id="end"><title>Questions</title><p>Ask your manager.</p></section>
"""

STYLE = """<?xml version="1.0" encoding="UTF-8"?>
<style xmlns="urn:engross:style:1" name="narrow" extends="nhs">
  <page width="105mm" height="148mm" top="15mm" bottom="15mm" start="10mm" end="10mm" measure="85mm"/>
  <block for="body" hyphenate="yes"/>
</style>
"""


def house(parent):
    """A new house below `parent`, with the small document in it."""
    top = pathlib.Path(parent, "house")
    for part in ("sources/schema", "styles", "fonts"):
        shutil.copytree(part, top / part)
    for picture in ("visits.png", "valley.jpg"):
        shutil.copy(f"tests/cases/figures/{picture}", top / "sources")
    shutil.copy("tests/cases/figures/organisations.xml", top / "sources")
    (top / "sources/parts").mkdir()
    (top / "sources/input.xml").write_text(INPUT)
    (top / "sources/parts/end.xml").write_text(PART)
    (top / "styles/narrow.xml").write_text(STYLE)
    return top


class Scratch(tempfile.TemporaryDirectory):
    """A folder that other users may look into, with a house."""

    def __init__(self):
        super().__init__(prefix="engross-hostile-")
        os.chmod(self.name, 0o755)
        self.house = house(self.name)


def limits(memory=None, size=None):
    def set_them():
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        if size is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    return set_them


def run(top, arguments, inject=None, named=False, log=None, seconds=60, before=(), **rest):
    """(status, what was printed, what was said) of the program, started in the house `top`."""
    environment = {**os.environ, "NO_COLOR": "1"}
    if inject:
        environment.update(LD_PRELOAD=str(INJECT), INJECT=inject, INJECT_LOG=str(log))
    if named:
        environment.update(LD_PRELOAD=str(INJECT), INJECT_NAMED="1")
    done = subprocess.run([*before, str(ENGROSS), *arguments], cwd=top, env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=seconds, preexec_fn=limits(**rest))
    return done.returncode, done.stdout.decode(), done.stderr.decode(errors="replace")


class Checks:
    """Counts faults of one subject and tells them, so that a thousand good moments make one line."""

    def __init__(self, name):
        self.name, self.count, self.bad = name, 0, []

    def hold(self, good, words):
        self.count += 1
        if not good:
            self.bad.append(words)

    def tell(self, least=1):
        if self.count < least:
            self.bad.append(f"only {self.count} were looked at")
        for words in self.bad[:8]:
            print("#  ", words.replace("\n", "\n#   "))
        print(f"{'not ok' if self.bad else 'ok'} {self.name}" + (f": {len(self.bad)} of {self.count}" if self.bad else f" ({self.count})"))
        sys.stdout.flush()
