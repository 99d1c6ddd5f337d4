#!/usr/bin/python3
"""notice.py DIR INDEX: makes the mutants of mutate.py in DIR and lists who notices each.

INDEX names the good PDFs and their XML. A mutant that nobody notices is a hole in the tests; a control that somebody
notices is a false alarm: both fail, and so does a mutant that no file has what it takes to be made of.
"""

import concurrent.futures
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "verapdf"))

import compare
import mutate
import validate
import walk


def main():
    out, index = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    xml_of = {pdf: xml for xml, _, pdf in (line.split("\t") for line in index.read_text().splitlines())}
    shutil.rmtree(out, ignore_errors=True)
    mutate.make(out, list(xml_of))
    made = {name: str(out / f"{name}.pdf") for name in mutate.MUTANTS if (out / f"{name}.pdf").exists()}
    judged = validate.validate(list(made.values()))

    def judge(name):
        pdf, xml = made[name], xml_of[(out / f"{name}.from").read_text().strip()]
        noticed = [f"veraPDF {p}" for p in ("ua1", "3a") if judged[pdf].get(p, ["not claimed"])]
        noticed += [f"walker: {check}" for check, faults in walk.walk(pdf).items() if faults]
        for reader in ("pikepdf", "structure", "meta"):
            try:
                difference = compare.compare(xml, pdf, reader)
            except SystemExit:
                difference = "it cannot be read"
            noticed += [f"round trip: {reader}"] if difference else []
        return noticed

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        noticed = dict(zip(made, pool.map(judge, made)))
    for name, spoil in mutate.MUTANTS.items():
        what = f"{name} ({spoil.__doc__})"
        if name not in made:
            print(f"not ok {what}: no test document has what it takes")
            continue
        good = bool(noticed[name]) != (name == "control")
        print(f"{'ok' if good else 'not ok'} {what}: {', '.join(noticed[name]) or 'nobody notices'}")


if __name__ == "__main__":
    main()
