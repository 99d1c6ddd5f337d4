#!/usr/bin/python3
"""observe_poppler.py FILE.pdf: what poppler (Evince, Okular) makes of the structure, as lines of JSON.

Reads `pdfinfo -struct-text`, which prints a line an element and a quoted line a piece of its text, indented by two
spaces a level. It names no language and no Alt; compare.py allows for that. The T of an element is printed as its bytes,
which may be UTF-16; it is not looked at.
"""

import json
import re
import subprocess
import sys


def observe(file):
    printed = subprocess.run(["pdfinfo", "-struct-text", file], capture_output=True, check=True).stdout.decode(errors="replace")
    path, runs, depth_of_run, text = [], [], None, ""

    def say():
        nonlocal text
        if text:
            runs.append({"path": path[:], "text": text})
        text = ""

    lines = iter(printed.split("\n"))
    for line in lines:
        bare = line.lstrip(" ")
        depth = (len(line) - len(bare)) // 2
        if not bare or bare.startswith("/") or re.match(r"Object \d+ \d+$", bare):
            continue
        if bare.startswith('"') and bare.endswith('"'):
            if depth != len(path):
                say()
                del path[depth:]
            text += bare[1:-1]
            continue
        say()
        del path[depth:]
        path.append(re.match(r"[A-Za-z0-9]+", bare).group())
    say()
    return runs


if __name__ == "__main__":
    for run in observe(sys.argv[1]):
        print(json.dumps(run, ensure_ascii=False))
