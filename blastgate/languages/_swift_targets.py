"""The targets of Swift packages: which folder is which module.

Read from each Package.swift by text: ``.target(name: "Cart", path: "Source")`` and its kin. Without ``path`` a target's
folder is the first of SwiftPM's search paths that has it; folders there count too when a manifest builds its list of
targets by code. Source: https://docs.swift.org/package-manager/PackageDescription/PackageDescription.html#target
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from blastgate.languages._code import blank
from blastgate.languages._lexing import text
from blastgate.languages._paths import folders_up
from blastgate.model.named import NamedTuple
from blastgate.model.paths import normalize

_SEARCHED = ("Sources", "Source", "src", "srcs", "Tests", "Plugins")
_CALL = re.compile(
    rb"(?P<call>\.(?:target|executableTarget|testTarget|macro|plugin|systemLibrary)\s*+\()|(?P<open>[(\[{])"
    rb"|(?P<close>[)\]}])|\b(?P<key>name|path)\s*+:\s*+\"(?P<value>[^\"\\\n]*+)\"|\"(?:[^\"\\\n]++|\\.)*+\"?",
    re.DOTALL,
)
_MAX_DEPTH = 100


class Target(NamedTuple):
    """A target as its manifest declares it; ``path`` is relative to the manifest, empty where it is left out."""

    name: str
    path: str


def declared(manifest: bytes) -> Iterator[Target]:
    """Yield the targets that a Package.swift names in calls with literal strings, dependencies left out."""
    stack: list[dict[str, str] | None] = []  # one entry per open bracket: what a target call has said so far
    for match in _CALL.finditer(blank(manifest, keep=(b'"',))):
        if match["call"] and len(stack) < _MAX_DEPTH:
            stack.append({})
        elif match["call"] or match["open"]:
            stack.append(None)
        elif match["key"] and stack and stack[-1] is not None:
            stack[-1].setdefault(text(match["key"]), text(match["value"]))
        elif match["close"] and stack:
            call = stack.pop()
            if call and "name" in call and not any(stack):
                yield Target(call["name"], call.get("path", ""))


def folders_of(root: str, targets: Iterable[Target], children: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Map each target of the package at ``root`` to its folder; ``children`` has the names below each folder."""
    listed = list(targets)
    searched = {
        name: _below(_below(root, start), name)
        for start in reversed(_SEARCHED)
        for name in sorted(children.get(_below(root, start), ()))
    }
    places = ((target.name, normalize(root, target.path)) for target in listed if target.path)
    found = {name: place for name, place in places if place is not None and place in children}
    taken = frozenset(found.values()) - {""}
    for name, place in searched.items():
        if taken.isdisjoint(folders_up(place)):  # a folder inside a target is no other target
            found.setdefault(name, place)
    missing = [target.name for target in listed if target.name not in found and not target.path]
    alone = next((place for start in _SEARCHED[:4] if (place := _below(root, start)) in children), None)
    if len(missing) == 1 and alone is not None:  # a lone target may fill Sources itself, since tools version 5.9
        found[missing[0]] = alone
    return found


def children_of(paths: Iterable[str]) -> dict[str, set[str]]:
    """Map every folder that holds a file, or a folder that does, to the names of the folders in it."""
    children: dict[str, set[str]] = {}
    for direct in {path.rpartition("/")[0] for path in paths}:
        for folder in folders_up(direct):
            children.setdefault(folder, set())
            if folder:
                above, _, name = folder.rpartition("/")
                children.setdefault(above, set()).add(name)
    return children


def _below(root: str, folder: str) -> str:
    return f"{root}/{folder}" if root else folder
