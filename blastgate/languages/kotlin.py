"""Kotlin: imports, aliases and whole packages, and what a file uses of its own package, which needs no import.

Sees: ``import``, capitalised words and calls that name a top-level declaration of the own package or of one imported
whole, in Kotlin or Java files. Several files may share a name (``expect`` and ``actual``): all those of the nearest
module count. Does not see: reflection, service loaders, generated sources, operators and properties of the own package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from sys import intern

from blastgate.languages import _jvm_files
from blastgate.languages._code import blank, first_lines
from blastgate.languages._jvm_declared import DeclaredResolver
from blastgate.languages._jvm_names import Unit, all_names
from blastgate.languages._lexing import LineCounter, text
from blastgate.languages.interface import Import
from blastgate.model.snapshot import Snapshot

NAME = "kotlin"
EXTENSIONS = (".kt", ".kts")
VERSION = 2

_PACKAGE = re.compile(rb"^[ \t]*+package[ \t]++([\w$.`\x80-\xff]++)", re.MULTILINE)
_IMPORT = re.compile(rb"^[ \t]*+import[ \t]++([\w$.`\x80-\xff]++\*?+)(?:[ \t]++as[ \t]++(\w++))?", re.MULTILINE)
_CALL = re.compile(rb"\n|[A-Za-z_]\w*+\(?")
_OWN = re.compile(rb"(?<!expect )fun[ \t]++(?:<[^\n]{0,200}?>[ \t]*+)?(?:\w++(?:<[^\n()=]{0,80}?>)?\??+\.)*+(\w++)\(")
_NO_CALL = frozenset({"if", "for", "while", "when", "catch", "constructor", "fun", "get", "set", "init"})


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the imports of a Kotlin file, and the names it uses without one."""
    code = blank(data.removeprefix(b"\xef\xbb\xbf"))
    unit = _unit(code)
    body = blank(code, _IMPORT)
    found = (*all_names(unit, body), *_calls(unit, body))
    return tuple(sorted(found, key=lambda one: one.line))


def is_test(path: str) -> bool:
    """Tell test source sets (``src/jvmTest``) and test classes (``CartTest``, ``CartSpec``) by whole tokens."""
    return _jvm_files.is_test(path)


def resolver(snapshot: Snapshot) -> DeclaredResolver:
    """Read what every Kotlin file declares, and index the class files of its neighbours."""
    return DeclaredResolver(snapshot, ".kt", _packages)


def _packages(code: bytes) -> tuple[str, ...]:
    package = _PACKAGE.search(code)
    return (text(package[1]).replace("`", ""),) if package else ("",)


def _unit(code: bytes) -> Unit:
    lines = LineCounter(code)
    imports, bound = [], set()
    for match in _IMPORT.finditer(code):
        name = text(match[1]).replace("`", "")
        if name.strip(".*"):
            imports.append(Import(intern(name), lines.at(match.start(1))))
            bound.add(text(match[2]) if match[2] else name.rpartition(".")[2])
    return Unit(_packages(code), tuple(imports), frozenset(bound))


def _calls(unit: Unit, code: bytes) -> Iterator[Import]:
    """Yield the functions called that no import binds: they may be the own package's."""
    prefix = f"uses {unit.packages[0]}." if unit.packages[0] else "uses "
    bound = _NO_CALL | unit.renamed | {text(name) for name in _OWN.findall(code)}
    for word, line in first_lines(code, _CALL):
        name = text(word[:-1])
        if word.endswith(b"(") and name[0].islower() and name not in bound:
            yield Import(intern(prefix + name), line)
