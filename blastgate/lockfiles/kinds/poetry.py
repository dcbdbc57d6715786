"""poetry.lock and pdm.lock. Source: https://python-poetry.org/docs/basic-usage/#installing-with-poetrylock"""

from __future__ import annotations

import re

from blastgate.lockfiles.kinds._text import Block, decode, toml_blocks, unquoted
from blastgate.lockfiles.kinds.interface import Index, Lock, LockError, Package

NAME = "poetry"
FILES = ("pdm.lock", "poetry.lock")
SPACE = "pypi"

_HASH = re.compile(r"hash = \"([^\"]++)\"")
_NEED = re.compile(r"\"([A-Za-z0-9][\w.-]*+)")


def read(data: bytes) -> Lock:
    """Read a lockfile. Raises LockError."""
    text = decode(data)
    if "[metadata]" not in text and "[[package]]" not in text:
        raise LockError("it is no lockfile of poetry or pdm")
    blocks = list(toml_blocks(text))
    index = Index({_key(block): Package(_name(block), "") for block in blocks})
    return Lock({_key(block): _package(block, index) for block in blocks})


def _name(block: Block) -> str:
    return _normal(unquoted(block.values.get("name", "")))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _key(block: Block) -> str:
    return f"{_name(block)} {unquoted(block.values.get('version', ''))}"


def _package(block: Block, index: Index) -> Package:
    """Poetry has a table of what a package needs, pdm a list of requirements."""
    names = [*block.tables.get("dependencies", {}), *_NEED.findall(block.values.get("dependencies", ""))]
    source = block.tables.get("source", {})
    reference = source.get("resolved_reference", source.get("url", "")) + block.values.get("revision", "")
    needs = tuple(key for name in names for key in index.named(_normal(name)))
    hashes = frozenset(_HASH.findall(block.values.get("files", "")))
    return Package(_name(block), unquoted(block.values.get("version", "")), reference, hashes, needs)
