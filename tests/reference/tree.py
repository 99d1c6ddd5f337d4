"""The structure tree that a reader meets: elements with a role, and text between them.

`lang` is the language that holds inside an element; the PDF says it only where it differs from the parent's.

White space is folded once a block is complete, through all of its inline elements: the one space that is left stands in
the innermost element that holds both of its neighbours, and none stands at either end of the block. So the block is
taken apart into words, each with the elements around it, and put together again; an element without words is then gone.
"""

import re
import unicodedata

SPACE = re.compile(r"[ \t\r\n]+")
PIECE = re.compile(r"[ \t\r\n]+|[^ \t\r\n]+")


def same_language(one, other):
    return one.lower() == other.lower()


class Element:
    def __init__(self, role, lang, parent=None, **attributes):
        self.role = role
        self.own_lang = None if parent is not None and same_language(parent.lang, lang) else lang
        self.lang = self.own_lang or parent.lang
        self.attributes = {key: value for key, value in attributes.items() if value is not None}
        self.is_call = False  # of a Reference: the number that calls a footnote
        self.kids = []
        if parent is not None:
            parent.kids.append(self)

    def add(self, words):
        """Adds words, joined to those before them when nothing stands between."""
        if self.kids and isinstance(self.kids[-1], str):
            self.kids[-1] += words
        elif words:
            self.kids.append(words)

    def fold(self):
        """Folds the white space of a finished block."""
        pieces = list(self._pieces(()))
        self.kids = []
        before, space = None, False
        for path, piece in pieces:
            if piece is None:
                space = True
                continue
            is_call = any(element.is_call for element in path)
            if before is not None and self._space(before, path, space, is_call):
                common = [a for a, b in zip(before, path) if a is b]
                common[-1].add(" ")
            for outer, inner in zip(path, path[1:]):
                if not any(kid is inner for kid in outer.kids):
                    inner.kids = []
                    outer.kids.append(inner)
            path[-1].add(piece)
            before, space = path, False
        self._normalise()
        return self

    @staticmethod
    def _space(before, path, space, is_call):
        """A call sticks to the word before it; two calls that touch are kept apart."""
        if not is_call:
            return space
        was_call = any(element.is_call for element in before)
        return was_call and not any(a is b and a.is_call for a, b in zip(before, path))

    def _pieces(self, above):
        """(elements from the block inwards, a run without white space, or None for white space), in order."""
        path = (*above, self)
        for kid in self.kids:
            if isinstance(kid, str):
                for piece in PIECE.findall(kid):
                    yield path, None if SPACE.fullmatch(piece) else piece
            else:
                yield from kid._pieces(path)

    def _normalise(self):
        self.kids = [unicodedata.normalize("NFC", k) if isinstance(k, str) else k for k in self.kids]
        for kid in self.kids:
            if isinstance(kid, Element):
                kid._normalise()

    def text(self):
        return "".join(kid if isinstance(kid, str) else kid.text() for kid in self.kids)

    def is_empty(self):
        """No words and nothing that would hold any."""
        return not self.kids

    def linear(self, above=()):
        """(path, lang, text), one for each run of words between two structure boundaries, in reading order. A picture
        is heard as its alternative."""
        path = (*above, self.role)
        if "alt" in self.attributes:
            yield list(path), self.lang, self.attributes["alt"]
        for kid in self.kids:
            if isinstance(kid, str):
                yield list(path), self.lang, kid
            else:
                yield from kid.linear(path)

    def nested(self):
        """Plain values for JSON: the role, what the element carries, and its contents."""
        value = {"role": self.role}
        if self.own_lang:
            value["lang"] = self.own_lang
        value.update(self.attributes)
        value["kids"] = [kid if isinstance(kid, str) else kid.nested() for kid in self.kids]
        return value

    def walk(self):
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()
