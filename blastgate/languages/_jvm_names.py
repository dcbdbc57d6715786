"""Names that Java, Kotlin and Scala sources bring in: imports, and what they use without one.

A class of the same package, or of one imported as ``p.*``, needs no import of its own. Each capitalised word that is
neither imported by name nor declared in the file is spelled ``uses p.Word`` for these packages; the resolver keeps
those that name a file. Fully qualified names in code are spelled ``uses a.b.C``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from sys import intern

from blastgate.languages._code import first_lines
from blastgate.languages._jvm_files import is_standard
from blastgate.languages._lexing import text
from blastgate.languages.interface import Import
from blastgate.model.named import NamedTuple

MAX_WILDCARDS = 12  # packages imported whole, of one file: each multiplies the words looked up
_EVERYWHERE = frozenset({"String", "Object", "Override", "Integer", "Long", "Boolean", "Exception", "Int", "Unit"})
_LETTER, _REST = rb"[A-Za-z_$\x80-\xff]", rb"[\w$\x80-\xff]*+"
_SMALL = rb"[a-z]%b(?:\.%b)?+(?!\.)" % (_REST, _REST)  # neither a class nor a full name, which has two dots
_NAME = re.compile(rb"(?:[^A-Za-z_$\x80-\xff\n]++|%b)*+(\n|%b[\w$.\x80-\xff]*+)" % (_SMALL, _LETTER))
_KEYWORDS = (b"class", b"interface", b"enum", b"record", b"object", b"trait", b"typealias")
_DECLARED = {word: re.compile(word + rb"[ \t]++([A-Za-z_][\w$]*+)") for word in _KEYWORDS}  # most files have one or two


class Unit(NamedTuple):
    """What the head of a source file says: its packages (outer ones that it sees too), and its imports."""

    packages: tuple[str, ...]
    imports: tuple[Import, ...]
    renamed: frozenset[str] = frozenset()  # names that an import binds


def all_names(unit: Unit, code: bytes) -> tuple[Import, ...]:
    """Join the imports of a file with what its code uses, in the order of lines."""
    packages = [*unit.packages, *_wildcards(unit.imports)]
    declared = (name for word, pattern in _DECLARED.items() if word in code for name in pattern.findall(code))
    bound = unit.renamed | set(map(text, declared)) | _EVERYWHERE
    found = [*unit.imports, *_uses(code, packages, bound)]
    return tuple(sorted(found, key=lambda one: one.line))


def _wildcards(imports: Iterable[Import]) -> list[str]:
    """List the packages that are imported whole, the standard ones left out."""
    names = (one.name.removeprefix("static ").removeprefix("uses ") for one in imports)
    packages = [name[:-2] for name in names if name.endswith(".*") and not is_standard(name)]
    return packages[:MAX_WILDCARDS]


def _uses(code: bytes, packages: list[str], bound: Iterable[str]) -> Iterable[Import]:
    seen = set(bound)
    for word, line in first_lines(code + b"\n", _NAME):  # each match ends at a newline at the latest
        name = text(word)
        if name[0].isupper():
            name = name.partition(".")[0]
            if name not in seen:
                seen.add(name)
                for package in packages:
                    yield Import(intern(f"uses {package}.{name}" if package else f"uses {name}"), line)
        elif "." in name and (qualified := _qualified(name)) and qualified not in seen:
            seen.add(qualified)
            yield Import(intern("uses " + qualified), line)


def _qualified(name: str) -> str | None:
    """Return ``a.b.C`` of a chain that begins with at least two lower-case parts, as packages are written."""
    parts = name.split(".")
    for index, part in enumerate(parts):
        if part[:1].isupper():
            return ".".join(parts[: index + 1]) if index >= 2 and not is_standard(name) else None
    return None
