"""The packs and categories that come with blastgate: ours, checked by our tests, so read without pydantic."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from blastgate import registry
from blastgate.errors import PolicyError
from blastgate.policy.reading.positions import Document, read_document


@cache
def shipped_packs() -> tuple[str, ...]:
    """List the packs by name."""
    return tuple(path.stem for path in registry.rule_files("policies"))


@cache
def shipped_categories() -> frozenset[str]:
    """List the categories by name."""
    return frozenset(path.stem for path in registry.rule_files("categories"))


@cache
def pack_bytes(name: str) -> bytes:
    """Read a pack's bytes; only names from :func:`shipped_packs`."""
    return _file("policies", name).read_bytes()


@cache
def category_bytes(name: str) -> bytes:
    """Read a category's bytes; only names from :func:`shipped_categories`."""
    return _file("categories", name).read_bytes()


@cache
def shipped_category(name: str) -> Document:
    """Read a shipped category with positions."""
    return _read(category_bytes(name), f"rules/categories/{name}.yml")


@cache
def shipped_pack(name: str) -> Document:
    """Read a shipped pack with positions."""
    return _read(pack_bytes(name), f"rules/policies/{name}.yml")


def _file(kind: str, name: str) -> Path:
    return registry.rules_dir() / kind / f"{name}.yml"


def _read(data: bytes, file: str) -> Document:
    document, problems = read_document(data, file)
    if problems:
        raise PolicyError(problems)
    return document
