"""XML for manifests: elements with line numbers. Entities are refused, depth and size are bounded."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

MAX_DEPTH = 100
MAX_ELEMENTS = 100_000


class XmlError(ValueError):
    """Why a text is not XML that we read, and the 1-based line."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line
        self.why = why


class Element:
    """One element: its name without namespace, attributes, line, text and children."""

    __slots__ = ("attributes", "children", "line", "name", "text")

    def __init__(self, name: str, attributes: dict[str, str], line: int) -> None:
        self.name = name.rpartition(":")[2]
        self.attributes = attributes
        self.line = line
        self.text = ""
        self.children: list[Element] = []

    def child(self, *names: str) -> Element:
        """Return the first child along a way of names; an empty element where there is none."""
        here = self
        for name in names:
            here = next((child for child in here.children if child.name == name), Element(name, {}, here.line))
        return here

    def all(self, *names: str) -> Iterator[Element]:
        """Yield every descendant with one of these names, in order."""
        waiting = list(reversed(self.children))
        while waiting:
            element = waiting.pop()
            if element.name in names:
                yield element
            waiting += reversed(element.children)


def load_xml(data: bytes) -> Element:
    """Read a document. Raises XmlError for what is not XML, declares entities, or is too deep or too large."""
    parser = expat.ParserCreate()
    root = Element("", {}, 1)
    stack, count = [root], 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if len(stack) > MAX_DEPTH or count > MAX_ELEMENTS:
            raise XmlError(parser.CurrentLineNumber, "too deep or too large to read as a manifest")
        element = Element(name, attributes, parser.CurrentLineNumber)
        stack[-1].children.append(element)
        stack.append(element)

    def text(piece: str) -> None:
        if len(stack[-1].text) < 2000:
            stack[-1].text += piece.strip()

    def refuse(*_: object) -> None:
        raise XmlError(parser.CurrentLineNumber, "declares entities, which are not read")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: stack.pop()
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, XmlError):
            raise
        raise XmlError(parser.CurrentLineNumber, f"not XML: {error}") from error
    return root.children[0]
