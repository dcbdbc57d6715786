"""C#, with the code in Razor pages: namespaces brought in by ``using``, and the types a file names from them.

A ``using`` opens a namespace, not a file, so the edges are the types: each capitalised word that names a type of the
own namespace, one around it or one that is used (project-wide ones too), in the own project or one it references. It is
spelled ``uses Word``, a call of an extension method ``uses .Method``. A name that the file gives to a class, or to a
property of another type, is no use. Does not see: reflection, injection by name, generated code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from sys import intern

from blastgate.languages._code import C_STRINGS, COMMENTS, blank, first_lines, hidden
from blastgate.languages._csharp_types import CSharpResolver
from blastgate.languages._lexing import LineCounter, text
from blastgate.languages.interface import Import
from blastgate.model.snapshot import Snapshot

NAME = "csharp"
EXTENSIONS = (".cs", ".razor", ".cshtml")
VERSION = 1

VERBATIM = rb'(?:@\$?|\$@)"(?:[^"]++|"")*+"?'
CODE = hidden(VERBATIM + rb"|" + C_STRINGS + rb"|" + COMMENTS)
USING = re.compile(
    rb"^[ \t]*+(?:(global)[ \t]++)?+@?using[ \t]++(static[ \t]++)?+(?:\w++[ \t]*+=[ \t]*+)?+"
    rb"(?:global::)?+([A-Za-z_][\w.]*+)(?=[ \t]*+[;\r\n]|<|\Z)",
    re.MULTILINE,
)
_ARGUMENTS = rb"(?:<[\w, .?\[\]]*+>)?+\(?"
_WORD = re.compile(
    rb"\n|[A-Za-z_]\w*+(?:\??+\.[A-Za-z_]\w*+)*+" + _ARGUMENTS + rb"|\.[A-Za-z_]\w*+" + _ARGUMENTS,
)
_TYPE_ARGUMENTS = re.compile(rb"\w++")
_DECLARED = re.compile(rb"(?:class|struct|interface|enum|record)[ \t]++([A-Za-z_]\w*+)")
_PROPERTY = re.compile(rb"[ \t]([A-Z]\w*+)\s*+(?:\{\s*+(?:get|set|init|private|protected|internal)\b|=(?!=))")
_KIND = re.compile(rb"(\w++)[>?\]]*+[ \t]*+\Z")
_NO_KIND = frozenset({b"not", b"or", b"and", b"is", b"case", b"return", b"new", b"in", b"await", b"throw", b"else"})
_REACH = 100  # bytes: how far before a property's name its type may stand
_EVERYWHERE = frozenset({"Task", "String", "List", "Dictionary", "Guid", "Exception", "IEnumerable", "Func", "Action"})
_TEST_PARTS = frozenset({"test", "tests", "Test", "Tests"})


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the usings of a C# file, and the types and extension methods it names."""
    code = blank(data.removeprefix(b"\xef\xbb\xbf"), CODE)
    found = [*_usings(code), *_uses(blank(code, USING))]
    return tuple(sorted(found, key=lambda one: one.line))


def is_test(path: str) -> bool:
    """Tell test projects (``Cart.UnitTests/``) and test classes (``CartTests.cs``) by whole tokens."""
    *folders, file = path.split("/")
    parts = [part for folder in folders for part in folder.split(".")]
    if any(part in _TEST_PARTS or part.endswith(("Tests", "Specs")) for part in parts):
        return True
    stem = file.partition(".")[0]
    return stem.endswith(("Test", "Tests", "Specs")) and stem not in _TEST_PARTS


def resolver(snapshot: Snapshot) -> CSharpResolver:
    """Read every project and what each C# file declares."""
    return CSharpResolver(snapshot, CODE, USING)


def _usings(code: bytes) -> Iterator[Import]:
    lines = LineCounter(code)
    for match in USING.finditer(code):
        yield Import(intern(("static " if match[2] else "") + text(match[3])), lines.at(match.start(3)))


def _uses(code: bytes) -> Iterator[Import]:
    seen = {text(name) for name in _DECLARED.findall(code)} | _EVERYWHERE
    seen.update(_properties(code))
    for word, line in first_lines(code, _WORD):
        for name in _names(word):
            if name not in seen:
                seen.add(name)
                yield Import(intern("uses " + name), line)


def _properties(code: bytes) -> Iterator[str]:
    """Yield the properties whose type is not of the same name."""
    for match in _PROPERTY.finditer(code):
        kind = _KIND.search(code[max(0, match.start() - _REACH) : match.start() + 1])
        if kind and kind[1] != match[1] and kind[1] not in _NO_KIND:
            yield text(match[1])


def _names(word: bytes) -> Iterator[str]:
    """Yield the types and the extension method that a chain of names may mean, type arguments included."""
    chain, _, arguments = text(word).replace("?", "").rstrip("(").partition("<")
    parts = chain.split(".")
    if parts[0][:1].isupper():
        yield parts[0]
        if len(parts) > 2 and parts[1][:1].isupper():
            yield chain
    if len(parts) > 1 and word.endswith(b"(") and parts[-1][:1].isupper():
        yield "." + parts[-1]
    if arguments:
        yield from (text(name) for name in _TYPE_ARGUMENTS.findall(arguments.encode()) if name[:1].isupper())
