"""Gemfiles: applications and the gems they take in, those of this repository by path; read as text, never run.

Source: https://bundler.io/man/gemfile.5.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from blastgate.manifests._code import Code
from blastgate.manifests._text import decode, folder_of, inside, name_of, numbered
from blastgate.manifests.interface import Claims, ComponentClaim, EdgeClaim, GovernsClaim
from blastgate.model.graph import Kind
from blastgate.model.named import NamedTuple
from blastgate.model.snapshot import Snapshot

NAME = "gemfile"
RANK = 62  # it takes gems in; what the folder is, others say better

MAX_DEPTH = 50
FILES = ("Gemfile", "gems.rb")
LOCKFILES = {"Gemfile": "Gemfile.lock", "gems.rb": "gems.locked"}

_GEM = re.compile(r"gem[\s(]{1,10}[\"']([\w.-]{1,200})[\"']")
_PATH = re.compile(r"(?:\bpath:|:path\s{0,9}=>)\s{0,9}(?:File\.expand_path\()?[\"']([^\"']{1,300})[\"']")
_PATH_BLOCK = re.compile(r"path[\s(]{1,10}[\"']([^\"']{1,300})[\"']\)?\s{0,9}(?:,[^\n]{0,200})?\bdo\b")
_GROUPS = re.compile(r"^group\b|\bgroups?:|:groups?\s{0,9}=>")
_WORD = re.compile(r"[:\"'](\w{1,60})")
_OPENS = re.compile(
    r"(?:if|unless|case|begin|def|while|until|module|class)\b|.{0,2000}\bdo(?:\s{0,9}\|[^|]{0,99}\|)?\s{0,99}$"
)
_DEV = frozenset({"development", "test", "lint", "ci", "doc", "docs", "documentation", "release", "debug", "tools"})


class _Block(NamedTuple):
    """An open block: whether its gems are for development, and the folder that its ``path`` gives them."""

    dev: bool
    place: str | None


def matches(path: str) -> bool:
    """Tell by its path whether a file is a Gemfile."""
    return path.endswith(FILES) and name_of(path) in FILES


def read(path: str, data: bytes, snapshot: Snapshot) -> Claims:
    """Read one Gemfile. Beside a gemspec it only serves the gem's development; a Rack or Rails app is run."""
    folder = folder_of(path)
    beside = folder in _gems(snapshot)
    claim = ComponentClaim(folder, name_of(folder), (f"gem:/{folder}",), _kind(folder, beside, snapshot), f"{path}:1")
    lockfile = f"{folder}/{LOCKFILES[name_of(path)]}".lstrip("/")
    governs = (GovernsClaim(lockfile, folder, "gem", "its lockfile pins their gems"),)
    return Claims(
        components=(claim,),
        edges=tuple(_edges(path, Code(decode(data), hashes=True).text, beside)),
        governs=governs if lockfile in snapshot else (),
    )


@lru_cache(maxsize=1)
def _gems(snapshot: Snapshot) -> frozenset[str]:
    """List the folders with a gemspec."""
    return frozenset(folder_of(path) for path in snapshot.entries if path.endswith(".gemspec"))


def _kind(folder: str, beside: bool, snapshot: Snapshot) -> Kind | None:
    if beside:
        return None
    runs = any(f"{folder}/{file}".lstrip("/") in snapshot for file in ("config.ru", "config/application.rb"))
    return "app" if runs else "tool"


def _edges(path: str, text: str, dev: bool) -> Iterator[EdgeClaim]:
    folder = folder_of(path)
    blocks = [_Block(dev, None)]
    for number, line in numbered(text):
        line = line.strip()
        gem = _GEM.match(line)
        if gem:
            yield _edge(folder, gem[1], line, blocks[-1], f"{path}:{number}")
        elif line.startswith("gemspec") and (named := _PATH.search(line)) and (place := inside(folder, named[1])):
            yield EdgeClaim(f"path:{folder}", f"path:{place}", "manifest", f"{path}:{number}", blocks[-1].dev)
        elif line == "end" and len(blocks) > 1:
            blocks.pop()
        elif _OPENS.match(line) and len(blocks) < MAX_DEPTH:
            blocks.append(_opened(folder, line, blocks[-1]))


def _edge(folder: str, name: str, line: str, block: _Block, evidence: str) -> EdgeClaim:
    named = _PATH.search(line)
    place = inside(folder, named[1]) if named else block.place
    dev = block.dev or _is_dev(line)
    if not named and block.place is not None:
        return EdgeClaim(f"path:{folder}", f"gem:{name}", "manifest", evidence, dev)
    return EdgeClaim(f"path:{folder}", f"gem:{name}" if place is None else f"path:{place}", "manifest", evidence, dev)


def _opened(folder: str, line: str, around: _Block) -> _Block:
    path = _PATH_BLOCK.match(line)
    return _Block(around.dev or _is_dev(line), inside(folder, path[1]) if path else around.place)


def _is_dev(line: str) -> bool:
    """Gems are for development when every group that they are in is."""
    groups = _GROUPS.search(line)
    names = _WORD.findall(line[groups.start() :].split("require", 1)[0]) if groups else []
    names = [name for name in names if name not in ("group", "groups")]
    return bool(names) and all(name in _DEV for name in names)
