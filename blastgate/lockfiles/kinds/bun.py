"""bun.lock, the text form; the older binary form (bun.lockb) is not read.

Source: https://bun.com/docs/pm/lockfile
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Any

from blastgate.lockfiles.kinds._text import Nested, as_map, as_text, decode, json_object
from blastgate.lockfiles.kinds.interface import Lock, LockError, Needs, Package

NAME = "bun"
FILES = ("bun.lock",)
SPACE = "npm"

SHIPPED = ("dependencies", "optionalDependencies", "peerDependencies")
_TRAILING_COMMA = re.compile(r'"(?:[^"\\\n]|\\.)*+"|,(?=\s{0,200}[}\]])')


def read(data: bytes) -> Lock:
    """Read a lockfile; packages are known by the way to them (``a/b`` is the b of a). Raises LockError."""
    text = _TRAILING_COMMA.sub(lambda m: m[0] if m[0][0] == '"' else "", decode(data))
    document = json_object(text.encode())
    if "packages" not in document and "workspaces" not in document:
        raise LockError("it lists no packages")
    listed = as_map(document.get("packages"))
    remote = {key: entry for key, entry in listed.items() if not _is_member(entry)}
    packages = {key: _package(key, entry, remote) for key, entry in remote.items()}
    users = {folder: _user(as_map(entry), remote) for folder, entry in as_map(document.get("workspaces")).items()}
    return Lock(packages, users, settings=repr(document.get("patchedDependencies")))


def _is_member(entry: Any) -> bool:
    return isinstance(entry, list) and bool(entry) and "@workspace:" in as_text(entry[0])


def _package(key: str, entry: Any, known: Container[str]) -> Package:
    parts = entry if isinstance(entry, list) else []
    said = as_text(parts[0]) if parts else key
    name, _, version = said.rpartition("@") if said.rfind("@") > 0 else (said, "", "")
    about = next((as_map(part) for part in parts if isinstance(part, dict)), {})
    hashes = frozenset(part for part in parts[1:] if isinstance(part, str) and part.startswith("sha"))
    return Package(name, version, "", hashes, tuple(_found(key, about, SHIPPED, known)))


def _user(entry: Nested, known: Container[str]) -> Needs:
    name = as_text(entry.get("name"))
    shipped = frozenset(_found(name, entry, SHIPPED, known))
    return Needs(shipped, frozenset(_found(name, entry, ("devDependencies",), known)) - shipped)


def _found(key: str, entry: Nested, sections: tuple[str, ...], known: Container[str]) -> Iterator[str]:
    """Find what a package needs: its own copy, else that of the package above, else the shared one."""
    for section in sections:
        for name in as_map(entry.get(section)):
            above = key
            while above and f"{above}/{name}" not in known:
                above = above.rpartition("/")[0]
            found = f"{above}/{name}" if above else name
            if found in known:
                yield found
