#!/usr/bin/python3
"""observe_pikepdf.py FILE.pdf: what a reader that follows the structure tree hears, as lines of JSON.

One line for each run of text between two boundaries of structure, in the tree's order:
{"path": ["Document", "Sect", "P"], "lang": "en-GB", "text": "…"}. The text is as the PDF has it, nothing tidied.
"""

import json
import sys

from tagged import Tagged

for path, lang, text in Tagged(sys.argv[1]).runs():
    print(json.dumps({"path": path, "lang": lang, "text": text}, ensure_ascii=False))
