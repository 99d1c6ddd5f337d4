"""Reads a document: bytes to an lxml tree with its inclusions put in, and the organisations and limits beside it.

The parser takes no DTD, no entity and no network. Inclusions are resolved here, not by the XML library, because a
document names the element it wants by our attribute `id`, which the library knows nothing of. Comments are dropped
while parsing, so that words on both sides of one are one text.
"""

from pathlib import Path

from lxml import etree

NAMESPACE = "urn:engross:document:1"
INCLUDE = "{http://www.w3.org/2001/XInclude}include"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Fault(Exception):
    """The author's fault, with its line: the document has no agreed reading."""

    def __init__(self, element, words):
        super().__init__(f"{element.base}:{element.sourceline}: {words}")


def parse(path):
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
                             remove_pis=True)
    return etree.parse(str(path), parser).getroot()


def name(element):
    """The local name: every element of a valid document is in our namespace."""
    return etree.QName(element).localname


def children(element, *names):
    return [child for child in element if name(child) in names]


def child(element, wanted):
    found = children(element, wanted)
    return found[0] if found else None


def language(element):
    """The language that holds at an element: its own xml:lang, or the nearest one above it."""
    while element is not None:
        if element.get(LANG):
            return element.get(LANG)
        element = element.getparent()
    return None


def include(element, path, tree, above):
    """Puts the included element in the place of each xi:include below `element`, a part of the file `path`."""
    for inclusion in list(element.iter(INCLUDE)):
        target = (path.parent / inclusion.get("href")).resolve()
        if not target.is_relative_to(tree.resolve()):
            raise Fault(inclusion, f"{target} is outside the sources")
        wanted = inclusion.get("xpointer")
        if (target, wanted) in above:
            raise Fault(inclusion, f"{target} takes itself in")
        part = parse(target)
        if wanted:
            found = [e for e in part.iter() if e.get("id") == wanted]
            if not found:
                raise Fault(inclusion, f"{target} has nothing named {wanted}")
            part = found[0]
        include(part, target, tree, above | {(target, wanted)})
        part.tail = inclusion.tail  # what followed in the included file stays behind
        inclusion.getparent().replace(inclusion, part)


def leave_out(root):
    """Takes out what is never printed: internal notes, and what is restricted."""
    for element in [e for e in root.iter() if name(e) == "internal-note" or e.get("restricted") == "yes"]:
        parent, before = element.getparent(), element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + (element.tail or "")
        else:
            before.tail = (before.tail or "") + (element.tail or "")
        parent.remove(element)


def sources_folder(path):
    """The folder of the sources that the document stands in; for a document outside of any, its own folder."""
    for folder in path.parents:
        if (folder / "schema" / "engross.xsd").exists():
            return folder
    return path.parent


def read(path, tree=None):
    """The root elements of the document, of organisations.xml and of limits.xml (None for one that is not there)."""
    path = Path(path).resolve()
    tree = Path(tree).resolve() if tree else sources_folder(path)
    root = parse(path)
    include(root, path, tree, {(path, None)})
    leave_out(root)
    return root, *(parse(tree / name) if (tree / name).exists() else None for name in ("organisations.xml", "limits.xml"))
