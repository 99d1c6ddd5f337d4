#!/usr/bin/python3
"""long_source.py STATEMENT COPIES >XML: the statement with its sections COPIES times over, every id its own.

Topics and reasons for leaving one out stand once in a statement, so the copies have neither. 33 copies of the statement
of sources/ set in about 150 pages.
"""

import copy
import sys

from lxml import etree

NAMESPACE = "{urn:engross:document:1}"


def renamed(section, number, ids):
    section = copy.deepcopy(section)
    section.attrib.pop("topic", None)
    for element in section.iter(etree.Element):
        for name in ("id", "to"):
            if element.get(name) in ids:
                element.set(name, f"{element.get(name)}-{number}")
        if element.tag == NAMESPACE + "not-covered":
            element.tag = NAMESPACE + "p"
    return section


def main():
    tree = etree.parse(sys.argv[1])
    root = tree.getroot()
    root.set("id", "long")
    sections = [section for section in root.iterchildren(NAMESPACE + "section") if section.find(f".//{NAMESPACE}declaration") is None]
    ids = {element.get("id") for section in sections for element in section.iter(etree.Element) if element.get("id")}
    last = sections[-1]
    for number in range(int(sys.argv[2]), 0, -1):
        for section in reversed(sections):
            last.addnext(renamed(section, number, ids))
    tree.write(sys.stdout.buffer, encoding="UTF-8", xml_declaration=True)


main()
