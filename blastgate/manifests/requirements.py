"""requirements.txt and its kin: ``-e ./x`` and ``-r other`` lead to other components; a lone file marks a Python one.

Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/
"""

from __future__ import annotations

import re

from blastgate.manifests._python import is_dev_file, requirement_edges
from blastgate.manifests._text import decode, folder_of, name_of
from blastgate.manifests.interface import Claims, ComponentClaim
from blastgate.model.graph import Kind
from blastgate.model.snapshot import Snapshot

NAME = "requirements"
RANK = 80
FILES = ("*.txt", "*.in")

_MATCH = re.compile(r"(?:^|/)requirements[^/]{0,60}\.(?:txt|in)$|(?:^|/)requirements/[^/]{1,60}\.(?:txt|in)$").search
ENTRY_POINTS = ("main.py", "app.py", "manage.py", "wsgi.py", "asgi.py", "server.py", "__main__.py")


def matches(path: str) -> bool:
    """Tell by its path whether a file is a requirements file."""
    return path.endswith((".txt", ".in")) and _MATCH(path) is not None


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one requirements file; only a plain ``requirements.txt`` speaks for its folder, and only softly."""
    edges = tuple(requirement_edges(path, decode(data)))
    folder = folder_of(path)
    if name_of(path) != "requirements.txt" or name_of(folder) == "requirements" or is_dev_file(path):
        return Claims(edges=edges)
    prefix = f"{folder}/" if folder else ""
    kind: Kind | None = "app" if any(prefix + entry in snapshot for entry in ENTRY_POINTS) else None
    return Claims(components=(ComponentClaim(folder, name_of(folder), (), kind, f"{path}:1"),), edges=edges)
