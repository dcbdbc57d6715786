"""What stands under a key of a node: nothing where the key is not there."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.policy.reading.positions import Entry, Node


def section(root: Node, key: str) -> list[tuple[str, Entry]]:
    """Return the entries of a mapping by name."""
    node = root.get(key)
    return list(node.entries().items()) if node else []


def items(root: Node, key: str) -> tuple[Node, ...]:
    """Return the items of a list."""
    node = root.get(key)
    return node.items() if node else ()


def scalar(node: Node, key: str) -> object:
    """Return a value; None where there is none."""
    found = node.get(key)
    return found.value if found else None


def texts(node: Node, key: str) -> tuple[str, ...]:
    """Return the strings of a list."""
    found = node.get(key)
    return found.texts() if found else ()


def select(node: Node, *steps: str) -> Iterator[tuple[str, Node, Node]]:
    """Walk keys (``*`` is any, also of a list) and yield the last key's name and node, and what it holds."""
    if not steps:
        return
    entries = node.entries()
    chosen = [(name, *entries[name]) for name in entries if steps[0] in ("*", name)]
    chosen += [(str(i), item, item) for i, item in enumerate(node.items()) if steps[0] == "*"]
    for name, key, value in chosen:
        if len(steps) == 1:
            yield name, key, value
        else:
            yield from select(value, *steps[1:])


def names(root: Node, key: str) -> frozenset[str]:
    """Return the keys of a mapping that stands under a key."""
    node = root.get(key)
    return frozenset(node.entries()) if node else frozenset()
