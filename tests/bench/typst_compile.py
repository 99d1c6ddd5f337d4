"""typst_compile.py IN.typ OUT.pdf FONTS: one build by Typst, to the same two standards."""

import sys

import typst

typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], ignore_system_fonts=True, pdf_standards=["ua-1", "a-3a"])
