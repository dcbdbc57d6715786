"""Terraform and Terragrunt: modules, files and folders that configuration names, as edges of kind ``infra``.

The files of a folder are one module, joined through an anchor (``main.tf``, else the first by name) as Go's packages
are. Sees: local ``source``, ``file``, ``templatefile`` and their kin, any literal that begins with ``./``, ``../`` or
``${path.module}/`` and is a file or a module here, ``find_in_parent_folders``. Names are spelled ``./x``, ``up x``, and
``module`` for the own folder. Does not see: paths put together from variables, JSON syntax, what a ``fileset`` matches.
Source: https://developer.hashicorp.com/terraform/language/modules/sources#local-paths
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from sys import intern

from blastgate.languages._code import COMMENTS, blank, hidden
from blastgate.languages._lexing import DOUBLE_QUOTED, LineCounter, text
from blastgate.languages._paths import folders_up
from blastgate.languages.interface import Import
from blastgate.model.paths import normalize
from blastgate.model.snapshot import Snapshot

NAME = "hcl"
EXTENSIONS = (".tf", ".tofu", ".hcl")
VERSION = 1
USED_UNSEEN = True

_HIDDEN = hidden(DOUBLE_QUOTED + rb"|#[^\n]*+|" + COMMENTS)
_NAMED = re.compile(
    rb"(?P<source>\bsource[ \t]*+=[ \t]*+)?+\"(?:\$\{path\.(?:module|root|cwd)\}/|(?=\.{1,2}/))(?P<local>[^\"$\n]++)\""
    rb"|\b(?:templatefile|file(?:base64|md5|sha1|sha256|sha512)?)\(\s*+\"(?P<file>[^\"$\n./][^\"$\n]*+)\""
    rb"|\bfind_in_parent_folders\(\s*+(?:\"(?P<up>[^\"$/\n]++)\"|\))"
)
_MODULE = (".tf", ".tofu")


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the modules and files that configuration names, its own folder first."""
    code = blank(data, _HIDDEN, keep=(b'"',))
    lines = LineCounter(code)
    found = ((_spelled(match), lines.at(match.start())) for match in _NAMED.finditer(code))
    return (Import("module", 1, "infra"), *(Import(intern(name), line, "infra") for name, line in found))


def is_test(path: str) -> bool:
    """Tell configuration in test folders by whole tokens."""
    return not {"test", "tests", "testdata"}.isdisjoint(path.split("/")[:-1])


def resolver(snapshot: Snapshot) -> HclResolver:
    """Index the folders of configuration of a snapshot."""
    return HclResolver(snapshot.entries)


def _spelled(match: re.Match[bytes]) -> str:
    if match["local"] is not None:
        name = text(match["local"])
        return ("source " if match["source"] else "") + (name if name.startswith((".", "/")) else f"./{name}")
    if match["file"] is not None:
        return f"./{text(match['file'])}"
    return f"up {text(match['up'] or b'terragrunt.hcl')}"


class HclResolver:
    """Answers from the files of the tree."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._files = frozenset(paths)
        self._modules: dict[str, list[str]] = {}
        for path in sorted(self._files):
            if path.endswith(_MODULE):
                self._modules.setdefault(path.rpartition("/")[0], []).append(path)

    def resolve(self, path: str, found: Import) -> tuple[str, ...] | None:
        """Find a file, the anchor of a module's folder, or the files of the own one."""
        folder = path.rpartition("/")[0]
        way, _, name = found.name.partition(" ")
        if found.name == "module":
            return self._beside(path, folder)
        if way == "up":
            above = (f"{up}/{name}".lstrip("/") for up in folders_up(folder)[1:])
            return next(((place,) for place in above if place in self._files), ())
        return self._place(normalize(folder, name if way == "source" else found.name)) or (
            None if way == "source" else ()
        )

    def _place(self, place: str | None) -> tuple[str, ...]:
        if place is None or place in self._files:
            return (place,) if place else ()
        return next(((file,) for file in (self._anchor(place), f"{place}/terragrunt.hcl") if file in self._files), ())

    def _beside(self, path: str, folder: str) -> tuple[str, ...]:
        """Return all of the module for its anchor, the anchor for the others."""
        anchor = self._anchor(folder)
        if not path.endswith(_MODULE) or anchor is None:
            return ()
        return (anchor,) if path != anchor else tuple(file for file in self._modules[folder] if file != path)

    def _anchor(self, folder: str) -> str | None:
        files = self._modules.get(folder, [])
        return next((file for file in files if file.rpartition("/")[2] == "main.tf"), files[0] if files else None)
