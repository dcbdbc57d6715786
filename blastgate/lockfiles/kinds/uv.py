"""uv.lock. Source: https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from blastgate.lockfiles.kinds._text import Block, decode, toml_blocks, unquoted
from blastgate.lockfiles.kinds.interface import Index, Lock, LockError, Needs, Package

NAME = "uv"
FILES = ("uv.lock",)
SPACE = "pypi"

_NEED = re.compile(r"\{ name = \"([^\"]++)\"(?:, version = \"([^\"]++)\")?")
_LOCAL = re.compile(r"\{ (?:editable|virtual|directory|workspace) = \"([^\"]*+)\"")
_HASH = re.compile(r"hash = \"([^\"]++)\"")


def read(data: bytes) -> Lock:
    """Read a lockfile. Raises LockError."""
    text = decode(data)
    if not re.search(r"^(?:version|revision) = ", text, re.MULTILINE):
        raise LockError("it is no lockfile of uv")
    blocks = list(toml_blocks(text))
    local = [(place[1], block) for block in blocks if (place := _LOCAL.match(block.values.get("source", "")))]
    remote = [block for block in blocks if not _LOCAL.match(block.values.get("source", ""))]
    bare = {_key(block): Package(unquoted(block.values.get("name", "")), "") for block in remote}
    index = Index(bare)
    packages = {_key(block): _package(block, index) for block in remote}
    users = {"" if place == "." else place: _user(block, index) for place, block in local}
    return Lock(packages, users)


def _key(block: Block) -> str:
    return f"{unquoted(block.values.get('name', ''))} {unquoted(block.values.get('version', ''))}"


def _package(block: Block, index: Index) -> Package:
    values = block.values
    hashes = frozenset(_HASH.findall(values.get("sdist", "") + values.get("wheels", "")))
    written = [values.get("dependencies", ""), *block.tables.get("optional-dependencies", {}).values()]
    name, version = unquoted(values.get("name", "")), unquoted(values.get("version", ""))
    return Package(name, version, values.get("source", ""), hashes, tuple(_needs(written, index)))


def _user(block: Block, index: Index) -> Needs:
    written = [block.values.get("dependencies", ""), *block.tables.get("optional-dependencies", {}).values()]
    shipped = frozenset(_needs(written, index))
    return Needs(shipped, frozenset(_needs(block.tables.get("dev-dependencies", {}).values(), index)) - shipped)


def _needs(written: Iterable[str], index: Index) -> Iterator[str]:
    for text in written:
        for name, version in _NEED.findall(text):
            yield from [f"{name} {version}"] if version else index.named(name)
