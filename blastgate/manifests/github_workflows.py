"""GitHub workflows and actions: ``.github`` is one tool component, a local action elsewhere another; uses are edges.

Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsuses
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.manifests._text import decode, folder_of, inside, name_of, numbered
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim
from blastgate.model.snapshot import Snapshot

NAME = "github-workflows"
RANK = 70
FILES = ("*.yaml", "*.yml")

_USES = re.compile(r"""^[\s-]{0,100}uses:\s{0,20}["']?\./([^\s"'@#]{1,500})""")
_RUNS = re.compile(r"^runs:", re.MULTILINE)


def matches(path: str) -> bool:
    """Tell by its path whether a file is a workflow or an action.

    Only workflows directly in ``.github/workflows`` count to GitHub; the action of a whole repository is no part of it.
    """
    if path.startswith(".github/workflows/"):
        return path.endswith((".yml", ".yaml")) and path.count("/") == 2
    return path.endswith(("/action.yml", "/action.yaml"))


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Claim ``.github``, or the folder of an action, as a tool; and the local actions and workflows that it uses."""
    text = decode(data)
    folder = ".github" if path.startswith(".github/") else folder_of(path)
    if folder != ".github" and _RUNS.search(text) is None:
        return Claims()
    claim = ComponentClaim(folder, name_of(folder), (), "tool", f"{path}:1")
    return Claims(components=(claim,), edges=tuple(_edges(path, folder, text)))


def _edges(path: str, folder: str, text: str) -> Iterator[EdgeClaim]:
    for number, line in numbered(text):
        used = _USES.match(line)
        place = inside("", used[1]) if used else None
        if place:
            yield EdgeClaim(f"path:{folder}", f"path:{place}", "manifest", f"{path}:{number}")
