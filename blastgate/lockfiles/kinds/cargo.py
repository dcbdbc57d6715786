"""Cargo.lock. Source: https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html"""

from __future__ import annotations

import re

from blastgate.lockfiles.kinds._text import Block, decode, toml_blocks, unquoted
from blastgate.lockfiles.kinds.interface import Index, Lock, LockError, Package

NAME = "cargo"
FILES = ("Cargo.lock",)
SPACE = "cargo"

_NEED = re.compile(r"\"([\w-]++)(?: ([^\s\"]++))?+[^\"]*+\"")


def read(data: bytes) -> Lock:
    """Read a lockfile; crates of this repository have no source and are left to their manifests. Raises LockError."""
    text = decode(data)
    if "[[package]]" not in text and "version = " not in text:
        raise LockError("it is no lockfile of Cargo")
    blocks = [block for block in toml_blocks(text) if "source" in block.values]
    index = Index({_key(block): Package(unquoted(block.values.get("name", "")), "") for block in blocks})
    return Lock({_key(block): _package(block, index) for block in blocks})


def _key(block: Block) -> str:
    return f"{unquoted(block.values.get('name', ''))} {unquoted(block.values.get('version', ''))}"


def _package(block: Block, index: Index) -> Package:
    values = block.values
    needs: list[str] = []
    for name, version in _NEED.findall(values.get("dependencies", "")):
        needs += [f"{name} {version}"] if version else index.named(name)
    hashes = frozenset(filter(None, [unquoted(values.get("checksum", ""))]))
    name, version = unquoted(values.get("name", "")), unquoted(values.get("version", ""))
    return Package(name, version, values.get("source", ""), hashes, tuple(needs))
