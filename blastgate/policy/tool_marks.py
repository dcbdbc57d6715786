"""One AI tool as data: what a file of ``rules/ai_tools``, or an entry of a policy, may say, and what is wrong with it.

A shipped file is two YAML documents: the marks of the tool, read on every run, and ``samples`` that prove them, read by
tests. Everything is plain text; ``*`` is any run of characters, letter case never counts. See docs/attribution.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from blastgate.model.named import NamedTuple
from blastgate.policy.reading.nearest import nearest

Acts = Literal["writes", "suggests", "records", "unclear"]
ACTS = ("writes", "suggests", "records", "unclear")
STRENGTHS = ("declared", "strong", "weak")

TEXTS = ("name", "title", "homepage", "source", "acts", "agent")
LISTS = (
    "identities",
    "names",
    "words",
    "people",
    "sites",
    "footers",
    "links",
    "note_agents",
    "pr_body",
    "model_environment",
)
MAPS = ("trailers", "sessions", "branches", "labels", "environment", "likely_environment")
REQUIRED = ("name", "title", "homepage", "source")
LOWERED = ("identity", "subject", "kind", "to", "since", "until", "why")
KEYS = (*TEXTS, *LISTS, *MAPS, "people_since", "lowered")
LENGTHS = {
    "names": 2,
    "words": 2,
    "people": 2,
    "sites": 5,
    "footers": 5,
    "links": 5,
    "pr_body": 5,
}  # less proves nothing

# Ids that several accounts carry: claude-code-action writes claude[bot] with the id of github-actions[bot].
SHARED_IDS = frozenset({"41898282"})
_TRAILER_KEY = re.compile(r"[A-Za-z][A-Za-z-]{1,38}")


class Identity(NamedTuple):
    """One entry of ``identities``: an address (with a name, when the address alone says too little) or a login."""

    name: str = ""
    address: str = ""
    login: str = ""
    ids: tuple[str, ...] = ()


class Mistake(NamedTuple):
    """What is wrong, as a sentence that names the key, and the keys and positions that lead to its place."""

    path: tuple[str | int, ...]
    message: str


def read_identity(entry: str) -> Identity:
    """Read ``a@b.c``, ``Name <a@b.c>`` or ``login[bot] 123 456`` (GitHub login and numeric ids); all in lower case."""
    entry = entry.strip().lower()
    if entry.endswith(">") and "<" in entry:
        name, _, address = entry[:-1].rpartition("<")
        return Identity(name=name.strip(), address=address.strip())
    login, *ids = entry.split() or [""]
    return Identity(address=login) if "@" in login else Identity(login=login, ids=tuple(ids))


def check_tool(data: Mapping[str, object]) -> list[Mistake]:
    """List what is wrong with one tool's marks; empty when all is well."""
    return [*_unknown_keys(data), *_missing(data), *wrong_types(data)] or [*wrong_values(data)]


def texts(data: Mapping[str, object], key: str) -> list[str]:
    """Read a list of texts; empty when it is not there."""
    value = data.get(key, [])
    return [str(item) for item in value] if isinstance(value, list | tuple) else []


def pairs(data: Mapping[str, object], key: str) -> list[tuple[str, str]]:
    """Read a map of text to text as pairs; empty when it is not there."""
    value = data.get(key, {})
    return [(str(k), str(v)) for k, v in value.items()] if isinstance(value, Mapping) else []


def rules(data: Mapping[str, object], key: str) -> list[dict[str, str]]:
    """Read a list of maps of text; empty when it is not there."""
    value = data.get(key, [])
    return [{str(k): str(v) for k, v in item.items()} for item in value] if isinstance(value, list | tuple) else []


def wrong_types(data: Mapping[str, object]) -> Iterator[Mistake]:
    """Yield the keys that do not hold what they should: a text, a list of texts, a map of text to text."""
    for key in (*TEXTS, "people_since"):
        if not isinstance(data.get(key, ""), str):
            yield Mistake((key,), f"{key!r} must be text")
    for key in LISTS:
        value = data.get(key, [])
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) and item.strip() for item in value):
            yield Mistake((key,), f"{key!r} must be a list of texts")
    for key in MAPS:
        value = data.get(key, {})
        if not isinstance(value, Mapping) or not all(isinstance(x, str) and x for kv in value.items() for x in kv):
            yield Mistake((key,), f"{key!r} must map text to text")
    lowered = data.get("lowered", [])
    if not isinstance(lowered, list | tuple) or not all(isinstance(rule, Mapping) for rule in lowered):
        yield Mistake(("lowered",), "'lowered' must be a list of rules")


def wrong_values(data: Mapping[str, object]) -> Iterator[Mistake]:
    """Yield the values that mean nothing, or too much, of marks whose types are right."""
    if data.get("acts", "writes") not in ACTS:
        yield Mistake(("acts",), f"'acts' must be one of {', '.join(ACTS)}")
    for number, entry in enumerate(texts(data, "identities")):
        yield from (Mistake(("identities", number), f"'identities': {wrong}") for wrong in _wrong_identity(entry))
    for number, rule in enumerate(rules(data, "lowered")):
        yield from (Mistake(("lowered", number), f"'lowered': {wrong}") for wrong in _wrong_rule(rule))
    yield from _wrong_maps(data)
    yield from _too_short(data)


def _wrong_maps(data: Mapping[str, object]) -> Iterator[Mistake]:
    for key in ("branches", "labels"):
        for mark, strength in pairs(data, key):
            if strength not in STRENGTHS:
                message = f"{key!r}: the strength of {mark!r} must be one of {', '.join(STRENGTHS)}"
                yield Mistake((key, mark), message)
    for key in ("trailers", "sessions"):
        for name, _ in pairs(data, key):
            if not _TRAILER_KEY.fullmatch(name):
                yield Mistake((key, name), f"{key!r}: {name!r} is no trailer's key: letters and hyphens, no colon")


def _too_short(data: Mapping[str, object]) -> Iterator[Mistake]:
    for key, least in LENGTHS.items():
        for number, text in enumerate(texts(data, key)):
            if len(text.strip("* ")) < least:
                yield Mistake((key, number), f"{key!r}: {text!r} is too short to prove anything")


def _unknown_keys(data: Mapping[str, object]) -> Iterator[Mistake]:
    for key in data:
        if key not in KEYS:
            near = nearest(str(key), KEYS)
            message = f"{key!r} is no key of a tool" + (f"; did you mean {near!r}?" if near else "")
            yield Mistake((key,), message)


def _missing(data: Mapping[str, object]) -> Iterator[Mistake]:
    return (Mistake((), f"{key!r} is missing") for key in REQUIRED if not data.get(key))


def _wrong_rule(rule: dict[str, str]) -> Iterator[str]:
    if unknown := set(rule) - set(LOWERED):
        yield f"{', '.join(sorted(unknown))} is no key; the keys are {', '.join(LOWERED)}"
    if not rule.get("why"):
        yield "'why' is missing"
    if rule.get("to", "weak") not in STRENGTHS:
        yield f"'to' must be one of {', '.join(STRENGTHS)}"


def _wrong_identity(entry: str) -> Iterator[str]:
    identity = read_identity(entry)
    if SHARED_IDS & set(identity.ids):
        yield f"{entry!r} has an id that other accounts carry too"
    if not all(number.isdecimal() for number in identity.ids):
        yield f"{entry!r} is neither an address nor a login with numeric ids"
    if identity.login and not identity.ids and not identity.login.endswith("[bot]"):
        yield f"the login {entry!r} needs its numeric id: a person may hold a login of the same name"
    if identity.address.startswith("*") and not identity.name.strip("*"):
        yield f"{entry!r} would match a whole domain, and people write from domains"
