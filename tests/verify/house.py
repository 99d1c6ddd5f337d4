"""What the programs of this folder share: a house with releases, made by the verb release, and asking verify."""

import json
import os
import pathlib
import shutil
import subprocess

ENGROSS = pathlib.Path(os.environ.get("ENGROSS", "build/engross")).resolve()
TOP = pathlib.Path.cwd()
ON = "2026-01-01"

# Stand only where a release must not show them. Each is one of its kind, and long enough not to turn up by chance.
SECRETS = [f"{colour} {animal} {number}" for number, (colour, animal) in enumerate(
    zip(["amber", "beige", "coral", "denim", "ebony", "fawn", "ginger", "hazel", "indigo", "jade"] * 2,
        ["adder", "badger", "curlew", "dunnock", "ermine", "ferret", "gannet", "hobby", "ibex", "jackdaw",
         "kestrel", "linnet", "marten", "newt", "otter", "plover", "quail", "raven", "stoat", "tern"]), 4711)]

ORGANISATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<!-- {s[0]} -->
<organisations xmlns="urn:engross:document:1" site="https://www.valley.example/governance/documents-in-force/" xml:lang="en-GB">
  <?memo {s[1]}?>
  <organisation id="evhp">
    <name>Example Valley Health Partnership</name>
    <short-name>Example Valley</short-name>
    <abbreviation>EVHP</abbreviation>
    <committee id="board"><name>Governing Board</name></committee>
  </organisation>
</organisations>
"""

VISITS = """<?xml version="1.0" encoding="UTF-8"?>
<!-- {s[2]} -->
<?memo {s[3]}?>
<policy xmlns="urn:engross:document:1" xmlns:xi="http://www.w3.org/2001/XInclude" id="visits" xml:lang="en-GB" approval="board"><!-- {s[4]} -->
  <control>
    <title>Visits to the valley</title>
    <!-- {s[5]} -->
    <version label="{label}" sequence="{sequence}" status="draft" date="2020-01-01"/>
    <issuer org="evhp"/>
    <classification>Public</classification>
  </control>
  <internal-note>Ask the <strong>rangers</strong>: {s[6]}.</internal-note>
  <p>This policy is for visitors. It was made by people who walk.<!-- {s[7]} --> Bring ten pounds.</p>
  <section id="gates" restricted="yes">
    <title>Gates {s[8]}</title>
    <clause id="codes"><p>The codes of the gates: {s[9]}.</p><internal-note>{s[10]}</internal-note></clause>
    <figure src="secret.png"><alt>Where the keys hang: {s[11]}.</alt></figure>
  </section>
  <section id="paths">
    <title>Paths</title>
    <clause restricted="yes"><p>{s[12]}</p></clause>
    <clause id="open"><p restricted="yes">{s[13]}</p><p>All paths are open in daylight, and <xref to="hours"/> has the hours.</p></clause>
    <table id="keys" restricted="yes"><caption>Keys {s[14]}</caption>
      <row header="yes"><cell>Gate</cell><cell>Key</cell></row><row><cell>North</cell><cell>{s[15]}</cell></row></table>
    <table id="hours"><caption>Hours of the paths</caption>
      <row header="yes"><cell>Path</cell><cell>Hours</cell></row><row><cell>River</cell><cell>7am to 7pm</cell></row></table>
    <figure src="pictures/visits.png" width="60mm"><alt>Bar chart of visits in the four quarters of the year, by walkers from the valley, from the towns around it and from the hills.</alt></figure>
  </section>
  <xi:include href="parts/boats.xml"/>
  <appendix id="plans" restricted="yes"><title>Plans {s[16]}</title><p>{s[17]}</p></appendix>
</policy>
"""

BOATS = """<?xml version="1.0" encoding="UTF-8"?>
<section xmlns="urn:engross:document:1" id="boats"><!-- {s[18]} --><title>Boats</title><?memo {s[19]}?><p>{boats}</p></section>
"""


def run(house, *words, seconds=120, environment=()):
    return subprocess.run([ENGROSS, *map(str, words)], cwd=house, capture_output=True, timeout=seconds, stdin=subprocess.DEVNULL,
                          env={**os.environ, "NO_COLOR": "1", **dict(environment)})


def verify(house, *words, **more):
    """(status, {file: what was said of it})."""
    done = run(house, "verify", "--format=json", "--on", ON, "--home", house, *words, **more)
    lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
    return done.returncode, {line["file"]: line for line in lines if line["type"] == "verification"}, done


def write(house, label, sequence, boats):
    """The working sources of that version."""
    folder = house / "sources/policies"
    (house / "sources/organisations.xml").write_text(ORGANISATIONS.format(s=SECRETS))
    (folder / "visits.xml").write_text(VISITS.format(s=SECRETS, label=label, sequence=sequence))
    (folder / "parts/boats.xml").write_text(BOATS.format(s=SECRETS, boats=boats))


def explain(house):
    """Each change since the release before gets its row, and its reason."""
    done = run(house, "changes", "visits", "--sync")
    if done.returncode:
        raise SystemExit(f"cannot bring the change log into step: {done.stderr.decode()}")
    file = house / "sources/policies/visits.xml"
    file.write_text(file.read_text().replace("></change>", ">The board had the river in mind.</change>"))


RELEASES = [("1.0", "2020-03-17", None, "No boats are allowed."), ("2.0", "2021-04-20", None, "Small boats are allowed."),
            ("2.1", "2022-05-10", None, "Boats with a permit are allowed."), ("3.0", "2025-11-18", "2030-01-01", "All boats are allowed.")]


def make(house):
    """A house with four releases of one document: superseded, in force, withdrawn, not yet in force."""
    shutil.rmtree(house, ignore_errors=True)
    (house / "sources/policies/parts").mkdir(parents=True)
    (house / "sources/pictures").mkdir()
    shutil.copytree("sources/schema", house / "sources/schema")
    for part in ("styles", "fonts"):
        shutil.copytree(part, house / part)
    shutil.copy("tests/cases/figures/visits.png", house / "sources/pictures")
    shutil.copy("tests/cases/figures/lamp.png", house / "sources/secret.png")
    for sequence, (label, date, effective, boats) in enumerate(RELEASES, 1):
        write(house, label, sequence, boats)
        explain(house)
        done = run(house, "release", "sources/policies/visits.xml", "--label", label, "--approved", date, "--body", "board",
                   "--minute", f"GB/{sequence}", *(["--effective", effective] if effective else []))
        if done.returncode:
            raise SystemExit(f"cannot release {label}: {done.stderr.decode()}")
    done = run(house, "withdraw", "visits", "2.1", "--reason", "The permits were void.")
    if done.returncode:
        raise SystemExit(f"cannot withdraw: {done.stderr.decode()}")
    return house


def made():
    """The house of releases.py, which makes it anew; a program that is run by itself makes it when it is not there."""
    house = pathlib.Path("build/test/verify/house").resolve()
    if not house.exists():
        make(house)
    return house


def pdf(house, label, style="nhs"):
    return house / f"out/released/visits/{label}/visits-{label}{'' if style == 'nhs' else '-' + style}.pdf"


def frozen(house, label, name):
    return house / f"sources/released/visits/{label}/{name}"


class Checks:
    """Tells each check as a line; the runner counts them."""

    def __call__(self, good, name, words=""):
        if not good and words:
            print("#  ", str(words)[:1500].replace("\n", "\n#   "))
        print(f"{'ok' if good else 'not ok'} {name}", flush=True)
