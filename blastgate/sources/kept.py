"""What earlier runs understood of the policy and of the shipped AI tools, kept as JSON between runs.

What is kept is named by the code and the shipped rules that it was read by, and begins with every text that it was
read from: the texts are compared byte by byte, so a kept policy is the one that would be loaded. A policy with mistakes
is never kept: it is read, and refused, every time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from blastgate import __version__, registry
from blastgate.sources.cache import Cache, fingerprint

if TYPE_CHECKING:
    from blastgate.attribution.tools import Shipped
    from blastgate.model.assessment import Trust
    from blastgate.policy.layers.stack import Read
    from blastgate.policy.model import Policy

POLICY_ROOMS = ("policy", "policy/layers", "policy/matching", "policy/reading", "guardrails", "model")
TOOL_ROOMS = ("attribution", "policy", "policy/matching", "policy/reading", "model")
RULES = ("policies", "categories", "ai_tools")  # no tool of a policy has the name of a shipped one


def kept_policy(cache: Cache, text: bytes | None, place: tuple[str, Trust], read: Read) -> Policy:
    """Load a policy, or take over what an earlier run made of the same texts; ``place`` is its name and trust.

    Raises as :func:`blastgate.policy.layers.load.load_policy` does, and as ``read``, which is asked for the same files.
    """
    if cache.folder is None:
        return _loaded(text, place, read)
    question = [*place, _text(text)]
    name = f"{fingerprint([_code(POLICY_ROOMS, RULES), json.dumps(question).encode()])}.policy"
    found = _recalled(cache, name, question, read)
    if found is not None:
        return found
    beside: dict[str, bytes | None] = {}

    def reading(file: str) -> bytes | None:
        beside[file] = read(file)
        return beside[file]

    policy = _loaded(text, place, reading)
    asked = {file: _text(data) for file, data in beside.items()}
    cache.save(name, json.dumps([question, asked, packed(policy)]).encode())
    return policy


def kept_tools(cache: Cache) -> Shipped | None:
    """Take over the shipped tools as an earlier run read them, or read and keep them; None without a cache."""
    if cache.folder is None:
        return None
    from blastgate.attribution.tools import Shipped, read_shipped

    name = f"{fingerprint([_code(TOOL_ROOMS, ('ai_tools', ''))])}.tools"
    found = _read(cache, name)
    if isinstance(found, list):
        return Shipped(*found)
    shipped = read_shipped()
    cache.save(name, json.dumps(shipped).encode())
    return shipped


def _loaded(text: bytes | None, place: tuple[str, Trust], read: Read) -> Policy:
    from blastgate.policy.layers.load import load_policy  # with YAML: not where a policy is kept

    return load_policy(text, *place, read)


def _recalled(cache: Cache, name: str, question: list[str | None], read: Read) -> Policy | None:
    """Take over a kept policy; what is not of the form that is kept is none."""
    found = _read(cache, name)
    try:
        asked, beside, kept = found if isinstance(found, list) else (None, {}, None)
        if asked != question or any(_text(read(file)) != text for file, text in beside.items()):
            return None
        policy: Policy = unpacked(kept)
    except (ValueError, TypeError, AttributeError, LookupError):
        return None
    return policy


def _read(cache: Cache, name: str) -> object:
    data = cache.load(name)
    try:
        return None if data is None else json.loads(data)
    except ValueError:
        return None


def packed(value: Any) -> Any:
    """Turn a policy into what JSON can hold: a tuple into a list that begins with the name of its kind."""
    if isinstance(value, tuple):
        return [type(value).__name__, *map(packed, value)]
    if isinstance(value, Mapping):
        return {key: packed(item) for key, item in value.items()}
    return [None, *map(packed, value)] if isinstance(value, list) else value


def unpacked(value: Any) -> Any:
    """Turn what :func:`packed` wrote back; raises KeyError for a kind that no policy has."""
    if type(value) is dict:
        return {key: unpacked(item) for key, item in value.items()}
    if type(value) is not list:
        return value
    kind, *items = value
    for at, item in enumerate(items):
        if type(item) in (list, dict):
            items[at] = unpacked(item)
    if kind is None:
        return items
    return tuple(items) if kind == "tuple" else _models()[kind]._make(items)


def _text(data: bytes | None) -> str | None:
    """Write bytes as text of the same length: JSON holds no bytes."""
    return None if data is None else data.decode("latin-1")


@cache
def _models() -> dict[str, Any]:
    from blastgate.policy import model, settings

    return {name: kind for room in (model, settings) for name, kind in vars(room).items() if hasattr(kind, "_fields")}


def _code(rooms: tuple[str, ...], kinds: tuple[str, ...]) -> bytes:
    """Digest what decides how a text is understood: our version, modules of some rooms, and some shipped rules."""
    package, rules = Path(__file__).parent.parent, registry.rules_dir()
    modules = [_digest(package / room, ".py") for room in rooms]
    return " ".join([__version__, *modules, *(_digest(rules / kind, ".yml") for kind in kinds)]).encode()


@cache
def _digest(folder: Path, ending: str) -> str:
    """Digest the files of one folder that have an ending; plain calls, since every run reads them all."""
    return fingerprint(
        part
        for name in sorted(os.listdir(folder))  # noqa: PTH208
        if name.endswith(ending)
        for part in (os.fsencode(name), _bytes(f"{folder}/{name}"))
    )


def _bytes(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123
        return file.read()
