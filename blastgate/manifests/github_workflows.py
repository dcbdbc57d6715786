"""GitHub workflows: the ``.github`` folder is one tool component; local actions used elsewhere are its edges.

Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsuses
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.manifests._text import decode, inside, numbered
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim
from blastgate.model.snapshot import Snapshot

NAME = "github-workflows"
RANK = 70

_USES = re.compile(r"""^[\s-]{0,100}uses:\s{0,20}["']?\./([^\s"'@#]{1,500})""")


def matches(path: str) -> bool:
    """Tell by its path whether a file is a workflow: only those directly in ``.github/workflows`` count to GitHub."""
    return path.startswith(".github/workflows/") and path.endswith((".yml", ".yaml")) and path.count("/") == 2


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Claim ``.github`` as a tool, and the local actions that this workflow uses."""
    claim = ComponentClaim(".github", ".github", (), "tool", f"{path}:1")
    return Claims(components=(claim,), edges=tuple(_edges(path, decode(data))))


def _edges(path: str, text: str) -> Iterator[EdgeClaim]:
    for number, line in numbered(text):
        used = _USES.match(line)
        place = inside("", used[1]) if used else None
        if place:
            yield EdgeClaim("path:.github", f"path:{place}", "manifest", f"{path}:{number}")
