"""Gemspecs: a gem's name and what it depends on, read as text; Ruby is never run.

Source: https://guides.rubygems.org/specification-reference/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.manifests._code import Code
from blastgate.manifests._text import decode, folder_of, name_of
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim
from blastgate.model.snapshot import Snapshot

NAME = "gemspec"
RANK = 29
FILES = ("*.gemspec",)

_GEM = re.compile(r"\.name\s{0,20}=\s{0,20}[\"']([\w.-]{1,200})[\"']|Specification\.new\(?\s{0,5}[\"']([\w.-]{1,200})")
_DEPENDENCY = re.compile(r"\.add_(runtime_|development_)?dependency[\s(]{1,20}[\"']([\w.-]{1,200})[\"']")


def matches(path: str) -> bool:
    """Tell by its path whether a file is a gemspec."""
    return path.endswith(".gemspec")


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one gemspec."""
    code, folder = Code(decode(data), hashes=True), folder_of(path)
    named = _GEM.search(code.text)
    name = (named[1] or named[2]) if named else name_of(path).removesuffix(".gemspec")
    line = code.line(named.start()) if named else 1
    claim = ComponentClaim(folder, name, (f"gem:{name}",), "library", f"{path}:{line}")
    return Claims(components=(claim,), edges=tuple(_edges(path, code)))


def _edges(path: str, code: Code) -> Iterator[EdgeClaim]:
    for found in _DEPENDENCY.finditer(code.text):
        evidence = f"{path}:{code.line(found.start())}"
        yield EdgeClaim(f"path:{folder_of(path)}", f"gem:{found[2]}", "manifest", evidence, found[1] == "development_")
