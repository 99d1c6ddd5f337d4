#!/usr/bin/python3
"""validate.py FILE.pdf…: holds files against PDF/UA-1 and PDF/A-3a by veraPDF, in one Java process.

veraPDF picks the profiles by what each file's XMP claims (-f 0), and a file that does not claim both has failed.
Prints FILE, profile, "pass" or the rules that failed, separated by tabs.
"""

import pathlib
import shutil
import subprocess
import sys

from lxml import etree

TOP = pathlib.Path(__file__).resolve().parents[3]
PROFILES = {"PDF/UA-1 validation profile": "ua1", "PDF/A-3A validation profile": "3a"}
LEAST_RULES = {"ua1": 106, "3a": 150}  # a profile that checked fewer was not the whole of it


def validate(files):
    """{file: {"ua1": [failed rules], "3a": […]}}; a profile that was not run is missing."""
    if not shutil.which("java"):
        raise SystemExit("java is missing: install Debian's default-jre-headless, or run make deps check")
    subprocess.run([TOP / "tests/tools/fetch", "verapdf"], check=True)
    java = ["java", "-Xmx1g", "-XX:+UseSerialGC", "-cp", f"{TOP}/build/verapdf/*", "org.verapdf.apps.GreenfieldCliWrapper"]
    absolute = {str(pathlib.Path(file).resolve()): file for file in files}
    done = subprocess.run([*java, "-f", "0", "--format", "xml", "--disableerrormessages", *absolute], capture_output=True)
    try:
        report = etree.fromstring(done.stdout)
    except etree.XMLSyntaxError:
        raise SystemExit(f"veraPDF gave no report: {done.stderr.decode()}")
    results = {file: {} for file in files}
    for job in report.iter("job"):
        file = absolute[job.findtext("item/name")]
        for found in job.iter("validationReport"):
            profile = PROFILES.get(found.get("profileName"))
            if not profile or found.get("jobEndStatus") != "normal":
                continue
            details = found.find("details")
            rules = int(details.get("passedRules")) + int(details.get("failedRules"))
            failed = [f"{r.get('clause')}-{r.get('testNumber')}" for r in found.iter("rule") if r.get("status") == "failed"]
            if found.get("isCompliant") != "true" and not failed:
                failed = ["not compliant"]
            if rules < LEAST_RULES[profile]:
                failed.append(f"only {rules} rules were checked")
            results[file][profile] = failed
    return results


def main():
    for file, profiles in validate(sys.argv[1:]).items():
        for profile in PROFILES.values():
            failed = profiles.get(profile, ["not claimed, or not readable"])
            print(file, profile, " ".join(failed) or "pass", sep="\t")


if __name__ == "__main__":
    main()
