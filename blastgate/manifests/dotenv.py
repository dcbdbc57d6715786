"""Environment files of a component: the hosts that it is told, also in the example that developers copy.

The ``.env`` at the top, and the one beside a compose file, are filled into compose files instead.
"""

from __future__ import annotations

import re

from blastgate.manifests._compose import assignments_in
from blastgate.manifests._containers import addressed, reached
from blastgate.manifests._text import decode, name_of
from blastgate.manifests.interface import Claims, EdgeClaim
from blastgate.model.snapshot import Snapshot

NAME = "dotenv"
RANK = 82
WORDS = (".env",)

_MATCH = re.compile(r"(?:[\w-]{1,60})?\.env(?:\.[\w-]{1,40}){0,3}$")


def matches(path: str) -> bool:
    """Tell by its path whether a file below the top sets environment variables."""
    return ".env" in path and "/" in path and _MATCH.match(name_of(path)) is not None


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one environment file."""
    edges: list[EdgeClaim] = []
    for variable in assignments_in(decode(data)):
        for host in addressed(variable.name, variable.value):
            edges += reached(f"path:{path}", host, f"{path}:{variable.line}")
    return Claims(edges=tuple(dict.fromkeys(edges)))
