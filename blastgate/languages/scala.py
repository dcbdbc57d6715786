"""Scala: imports with selectors, nested packages, and what a file uses of its own packages without an import.

Sees: ``import a.b.C``, ``a.b.{C, D => E, *}``, ``a.b._`` (an edge per type the code names), imports relative to the
own package, capitalised words that name a top-level declaration of the own packages. Does not see: implicits and
givens in use, macros, generated sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from sys import intern

from blastgate.languages import _jvm_files
from blastgate.languages._code import blank
from blastgate.languages._jvm_declared import DeclaredResolver
from blastgate.languages._jvm_names import Unit, all_names
from blastgate.languages._lexing import LineCounter, text
from blastgate.languages.interface import Import
from blastgate.model.snapshot import Snapshot

NAME = "scala"
EXTENSIONS = (".scala", ".sc")
VERSION = 1

MAX_PACKAGES = 4  # nested package clauses, from the inmost outwards
_ROOTS = frozenset({"com", "org", "net", "io", "java", "javax", "scala", "dev", "de"})  # never relative to a package
_PACKAGE = re.compile(rb"^package[ \t]++(?!object\b)([\w.`\x80-\xff]++)", re.MULTILINE)
_IMPORT = re.compile(rb"^[ \t]*+import[ \t]++([^\n{;]++)(?:\{([^{}]*+)\})?", re.MULTILINE)


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the imports of a Scala file, and the names it uses without one."""
    code = blank(data.removeprefix(b"\xef\xbb\xbf"))
    return all_names(_unit(code), blank(code, _IMPORT))


def is_test(path: str) -> bool:
    """Tell test source sets (``src/test``, ``src/it``) and ``CartSpec``, ``CartSuite`` by whole tokens."""
    return _jvm_files.is_test(path)


def resolver(snapshot: Snapshot) -> DeclaredResolver:
    """Read what every Scala file declares, and index the class files of its neighbours."""
    return DeclaredResolver(snapshot, ".scala", _packages)


def _packages(code: bytes) -> tuple[str, ...]:
    """List the packages whose members a file sees, outermost first: each clause adds to those before it."""
    seen: list[str] = []
    for match in _PACKAGE.finditer(code):
        name = text(match[1]).replace("`", "")
        seen.append(f"{seen[-1]}.{name}" if seen else name)
        if len(seen) == MAX_PACKAGES:
            break
    return tuple(seen) or ("",)


def _unit(code: bytes) -> Unit:
    lines = LineCounter(code)
    packages = _packages(code)
    imports, bound = [], set()
    for match in _IMPORT.finditer(code):
        line = lines.at(match.start(1))
        for name, alias in _selected(text(match[1]), match[2]):
            imports.append(Import(intern(name), line))
            relative = () if name.partition(".")[0] in _ROOTS else packages
            imports.extend(Import(intern(f"uses {package}.{name}"), line) for package in relative if package)
            bound.add(alias)
    return Unit(packages, tuple(imports), frozenset(bound))


def _selected(prefix: str, selectors: bytes | None) -> Iterator[tuple[str, str]]:
    """Yield the full name and the bound name of each part of an import."""
    prefix = prefix.strip().replace("`", "").removeprefix("_root_.")
    if selectors is None:
        for part in prefix.split(","):
            name, _, alias = part.strip().partition(" as ")
            yield from _spelled(name.rpartition(".")[0], name.rpartition(".")[2], alias)
        return
    for part in text(selectors).replace("=>", " as ").split(","):
        name, _, alias = part.strip().partition(" as ")
        yield from _spelled(prefix.rstrip("."), name.strip(), alias)


def _spelled(prefix: str, name: str, alias: str) -> Iterator[tuple[str, str]]:
    if not prefix.replace(".", "").replace("_", "").isalnum() or alias.strip() == "_":
        return
    if name in ("_", "*", "given"):
        yield f"{prefix}.*", ""
    elif name.isidentifier():
        yield f"{prefix}.{name}", alias.strip() or name
