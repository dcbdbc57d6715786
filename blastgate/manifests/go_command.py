"""Go commands: each ``cmd/<name>`` folder with a ``package main`` is an app inside its module.

Source: https://go.dev/doc/modules/layout#multiple-commands
"""

from __future__ import annotations

import re

from blastgate.manifests._text import decode, folder_of, name_of
from blastgate.manifests.interface import Claims, ComponentClaim
from blastgate.model.snapshot import Snapshot

NAME = "go-command"
RANK = 60
FILES = ("*.go",)
ONLY_THE_BEGINNING = True  # a generated or long source file is no oversized manifest

_PACKAGE_MAIN = re.compile(r"^package[ \t]{1,20}main\b", re.MULTILINE)


def matches(path: str) -> bool:
    """Tell by its path whether a file is Go source directly in a ``cmd/<name>`` folder."""
    if not path.endswith(".go") or path.endswith("_test.go"):
        return False
    parts = path.rsplit("/", 3)
    return len(parts) > 2 and parts[-3] == "cmd"


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Claim the folder as an app when the file is of ``package main``."""
    text = decode(data)
    found = _PACKAGE_MAIN.search(text)
    if found is None:
        return Claims()
    folder = folder_of(path)
    line = text.count("\n", 0, found.start()) + 1
    return Claims(components=(ComponentClaim(folder, name_of(folder), (f"go:/{folder}",), "app", f"{path}:{line}"),))
