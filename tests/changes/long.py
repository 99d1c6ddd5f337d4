#!/usr/bin/python3
"""long.py FOLDER [YEAR]: the house of tests/cases/history/long with its releases, made by the verbs, in FOLDER/house.

Three documents of an invented body (its rules, a policy on buying, a guide for the public), each as it was in four years:
long/YEAR holds all sources of that year, with the lists that held then, as they were on the day before the release. The
working sources are replaced year by year, and each document is released with the approvals that its changes need. After
the last year the working text is that of the last release.
"""

import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "release"))
import house  # noqa: E402

LONG = house.HISTORY / "long"
YEARS = ("2021", "2022", "2023", "2024")
ALL = ("board", "members", "ministry")
ROLES = {"board": "approve", "members": "ratify", "ministry": "confirm"}
# File, id, who approves, month and day of the approval, from when it holds in that year; its labels.
DOCUMENTS = (
    ("constitution.xml", "rules-of-the-board", ALL, "02-05", "04-01", ("1.0", "1.1", "2.0", "2.1")),
    ("buying.xml", "buying", ("board",), "03-05", "04-01", ("1.0", "1.1", "2.0", "2.1")),
    ("services.xml", "services", ("board",), "05-06", None, ("A", "B", "C", "D")),
)


def begin(parent, year=YEARS[0]):
    """The house in a year, without a release."""
    top = pathlib.Path(parent, "house")
    (top / "sources").mkdir(parents=True)
    shutil.copytree(house.TREE / "sources/schema", top / "sources/schema")
    for part in ("styles", "fonts"):
        (top / part).symlink_to(house.TREE / part)
    turn(top, year)
    return top


def turn(top, year):
    """The working sources become those of that year; what was released stays."""
    for path in (LONG / year).iterdir():
        shutil.copy(path, top / "sources" / path.name)


def words_of(document, year):
    """The command of the release of a document in a year."""
    _, name, bodies, day, effective, labels = document
    words = ["release", name, "--label", labels[YEARS.index(year)]]
    for i, body in enumerate(bodies):
        words += ["--approved", f"{year}-{day}", "--body", body, "--minute", f"{body} of {year}-{day}, item {i + 1}", "--role", ROLES[body]]
    return words + (["--effective", f"{year}-{effective}"] if effective else [])


def make(parent, last=YEARS[-1]):
    """The house with the releases of all years up to `last`."""
    top = begin(parent)
    for year in YEARS[:YEARS.index(last) + 1]:
        turn(top, year)
        for document in DOCUMENTS:
            words = words_of(document, year)
            status, said = house.run(top, *words)
            if status != 0:
                sys.exit(f"not ok {' '.join(words)}: status {status}\n# " + said.replace("\n", "\n# "))
    return top


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or (len(sys.argv) == 3 and sys.argv[2] not in YEARS):
        sys.exit(__doc__.split(":")[0] + f"; YEAR is one of {', '.join(YEARS)}")
    print(make(*sys.argv[1:]))
