#!/usr/bin/python3
"""formats.py FOLDER: what --format json and sarif say, against the text and against their own forms.

Runs the program on every fault file and on the documents of sources/, in the three formats; a line of JSON has to be an
object of findings.schema.json, and all findings of text, JSON and SARIF have to be the same. Writes each SARIF log to
FOLDER as a TypeScript literal, log-*.ts, and one that is spoilt, wrong-*.ts, for the type check of the group `formats`.
"""

import json
import os
import pathlib
import signal
import re
import shutil
import subprocess
import sys
import urllib.parse

import jsonschema

SCHEMA = jsonschema.Draft7Validator(json.loads(pathlib.Path("tests/formats/findings.schema.json").read_text()))
LINE = re.compile(r"^(?P<file>.*?):(?:(?P<line>\d+):(?:(?P<column>\d+):)?)? (?P<severity>note|warning|error): (?P<message>.*) \[(?P<rule>[A-Z0-9-]+)\]$")
# What text shows by code points (report_print.c) stands as it is in JSON.
SHOWN = re.compile(r"<U\+([0-9A-F]{4,6})>")


def run(*arguments):
    done = subprocess.run(["build/engross", *arguments], capture_output=True, stdin=subprocess.DEVNULL, env={**os.environ, "NO_COLOR": "1"})
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def unshown(text):
    return SHOWN.sub(lambda match: chr(int(match[1], 16)), text)


def spaced(text):
    return re.sub(r"[\t\n]", " ", text)


def of_text(text):
    for line in text.splitlines():
        if found := LINE.match(line):
            yield (unshown(found["file"]), int(found["line"] or 0), int(found["column"] or 0), found["severity"], unshown(found["message"]), found["rule"])


def of_json(lines):
    for line in lines:
        if line["type"] == "finding":
            yield (line.get("file", "engross"), line.get("line", 0), line.get("column", 0), line["severity"], spaced(line["message"]), line["rule"])


def of_sarif(log):
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    for result in log["runs"][0]["results"]:
        where = result["locations"][0]["physicalLocation"] if "locations" in result else {}
        region = where.get("region", {})
        name = urllib.parse.unquote(where["artifactLocation"]["uri"]) if where else "engross"
        message = spaced(result["message"]["text"]).split("; mend: ")[0]
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        yield (name.removeprefix("file://"), region.get("startLine", 0), region.get("startColumn", 0), result["level"], message, result["ruleId"])


def check(name, good, why=""):
    print(f"{'ok' if good else 'not ok'} {name}")
    if not good and why:
        print("#   " + str(why)[:1500].replace("\n", "\n#   "))


def examine(file, number, folder):
    status, out, text = run("check", file)
    json_status, lines, quiet = run("check", "--format", "json", file)
    sarif_status, log, _ = run("check", "--format=sarif", file)
    lines = [json.loads(line) for line in lines.splitlines()]
    log = json.loads(log)
    faults = [f"{line}: {error.message}" for line in lines for error in SCHEMA.iter_errors(line)]
    check(f"{file}: each line of JSON is of the documented form", not faults, "\n".join(faults))
    expected = list(of_text(text))
    check(f"{file}: JSON says what the text says", list(of_json(lines)) == expected, f"{expected}\n{list(of_json(lines))}")
    check(f"{file}: SARIF says what the text says", list(of_sarif(log)) == expected, f"{expected}\n{list(of_sarif(log))}")
    sums = lines[-1]
    counts = {level: sum(finding[3] == level for finding in expected) for level in ("error", "warning", "note")}
    check(f"{file}: the summary and the exit statuses agree",
          sums["type"] == "summary" and status == json_status == sarif_status == sums["status"] == log["runs"][0]["invocations"][0]["exitCode"]
          and (sums["errors"], sums["warnings"], sums["notes"]) == tuple(counts.values()) and quiet == "" and out == "")
    literal = json.dumps(log, indent=1)
    (folder / f"log-{number}.ts").write_text(f"import type {{ Log }} from \"../../sarif/node_modules/@types/sarif\";\nexport const log: Log = {literal};\n")


def outputs(folder):
    target = folder / "output.pdf"
    source = "sources/statements/modern-slavery-2019-20.xml"
    _, lines, quiet = run("build", "--format", "json", "-o", str(target), source)
    lines = [json.loads(line) for line in lines.splitlines()]
    made = [line for line in lines if line["type"] == "output"]
    check("a PDF that is written is an output", [line["path"] for line in made] == [str(target)] and target.exists() and not quiet and all(SCHEMA.is_valid(line) for line in lines))
    _, log, _ = run("build", "--format", "sarif", "-o", str(target), source)
    check("a PDF that is written is an artifact", json.loads(log)["runs"][0]["artifacts"][0]["location"]["uri"] == str(target))
    target.unlink()
    status, lines, _ = run("build", "--format", "json", "--fail-on=warning", "-o", str(target), source)
    check("with --fail-on=warning a placeholder stops the build", status == 1 and not target.exists() and '"output"' not in lines)
    status, _, _ = run("check", "--fail-on=error", source)
    check("with --fail-on=error it does not", status == 0)
    status, _, words = run("check", "--fail-on=never", source)
    check("another word after --fail-on is refused", status == 2 and "error, warning or layout" in words, words)
    loose = "tests/faults/layout-loose/input.xml"
    status, lines, _ = run("check", "--style", "nhs", "--format", "json", "--layout-report", loose)
    check("the layout report is told in JSON", status == 0 and '"LAYOUT-LOOSE"' in lines and '"note"' in lines, lines)
    status, lines, _ = run("check", "--style", "nhs", "--format", "json", loose)
    check("without being asked for it is not", status == 0 and "LAYOUT-" not in lines, lines)
    status, lines, _ = run("check", "--style", "nhs", "--format", "sarif", "--fail-on=layout", loose)
    check("with --fail-on=layout it stops the build", status == 1 and '"LAYOUT-LOOSE"' in lines, lines)
    status, _, words = run("check", "--format=xml", source)
    check("another word after --format is refused", status == 2 and "json" in words, words)


def strange(folder):
    """A name that is no UTF-8: SARIF has its very bytes, JSON a sign in their place."""
    name = os.fsencode(folder / "caf") + b"\xe9.xml"
    with open(name, "wb") as file:
        file.write(b"<statement/>")
    log = json.loads(subprocess.run(["build/engross", "check", "--format=sarif", name], capture_output=True).stdout)
    uri = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    check("SARIF names a file by its bytes", urllib.parse.unquote_to_bytes(uri) == name, uri)
    out = subprocess.run(["build/engross", "check", "--format=json", name], capture_output=True).stdout
    first = json.loads(out.splitlines()[0])
    check("JSON is UTF-8 whatever the name of the file", first["file"].endswith("caf\ufffd.xml"), first)
    other = os.fsencode(folder / "caf") + b"\xe8.xml"
    with open(other, "wb") as file:
        file.write(b"<statement/>")
    log = json.loads(subprocess.run(["build/engross", "check", "--format=sarif", name, other], capture_output=True).stdout)
    uris = {urllib.parse.unquote_to_bytes(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) for result in log["runs"][0]["results"]}
    check("findings of two files whose names differ in a byte stay two", uris == {name, other}, uris)


def children_ignored(folder):
    """A parent that ignores the ends of its children hands that on; workers must be waited for all the same."""
    files = ["sources/statements/modern-slavery-2019-20.xml", "tests/faults/a11y-link/here.xml"]
    files = [file for file in files if pathlib.Path(file).exists()] + [str(folder / "an odd n\u00e4me & 100%.xml")]
    plain = subprocess.run(["build/engross", "check", "-j2", *files], capture_output=True)
    deaf = subprocess.run(["build/engross", "check", "-j2", *files], capture_output=True, preexec_fn=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN))
    check("with SIGCHLD ignored the same is said", (plain.returncode, plain.stdout, plain.stderr) == (deaf.returncode, deaf.stdout, deaf.stderr) and plain.stderr, deaf.stderr)


def documents(folder):
    """The verb list, of the house and of one with everything in it: the same documents and the same dues as text and as JSON."""
    for home, day in ((".", "2026-11-22"), ("tests/faults/list", "2026-11-22")):
        house = folder / "house"
        shutil.rmtree(house, ignore_errors=True)
        shutil.copytree(f"{home}/sources", house / "sources")
        (house / "sources/schema").mkdir(exist_ok=True)
        shutil.copy("sources/schema/engross.xsd", house / "sources/schema")
        for words in ([], ["--due", "--on", day]):
            status, text, _ = run("list", "--home", str(house), *words)
            json_status, lines, quiet = run("list", "--home", str(house), *words, "--json")
            lines = [json.loads(line) for line in lines.splitlines()]
            what = f"list {' '.join(words)} of {home}"
            check(f"{what}: each line of JSON is of the documented form", lines and all(SCHEMA.is_valid(line) for line in lines),
                  [error.message for line in lines for error in SCHEMA.iter_errors(line)])
            check(f"{what}: no line is longer than a terminal, but for the names of files",
                  all(len(line) <= 80 for line in text.splitlines() if not line.startswith("  File: ")), text)
            whole = " ".join(text.split())
            said = [f"{line['id']}: {line.get('title', 'title not said')}" for line in lines]
            said += [f"File: {line['file']}" for line in lines]
            said += [f"Due: {due['message']}" for line in lines for due in line.get("due", [])]
            check(f"{what}: the text says what JSON says", all(" ".join(words.split()) in whole for words in said), said)
            check(f"{what}: both end alike, with 3 when a document cannot be read whole",
                  status == json_status == (0 if all(line["readable"] for line in lines) else 3) and quiet == "", status)


def main():
    folder = pathlib.Path(sys.argv[1])
    files = [p for p in sorted(pathlib.Path("tests/faults").glob("*/*.xml")) if p.with_suffix(".txt").exists() and not p.with_suffix(".args").exists()]
    files.append(pathlib.Path("sources/statements/modern-slavery-2019-20.xml"))
    odd = folder / "an odd näme & 100%.xml"
    odd.write_text("<statement/>")
    for number, file in enumerate([*files, odd]):
        examine(str(file), number, folder)
    outputs(folder)
    strange(folder)
    children_ignored(folder)
    documents(folder)
    spoilt = (folder / "log-0.ts").read_text().replace('"level":', '"niveau":', 1)
    (folder / "wrong-0.ts").write_text(spoilt)


main()
