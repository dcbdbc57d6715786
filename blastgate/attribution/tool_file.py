"""One AI tool as data: what a file of ``rules/ai_tools`` may say, and what is wrong with one that says it badly.

A file is two YAML documents: the marks of the tool, read on every run, and ``samples`` that prove them, read by tests.
Everything is plain text; ``*`` stands for any run of characters, letter case never counts. See docs/attribution.md.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

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

# Ids that several accounts carry: claude-code-action writes claude[bot] with the id of github-actions[bot].
SHARED_IDS = frozenset({"41898282"})


class Identity(NamedTuple):
    """One entry of ``identities``: an address (with a name, when the address alone says too little) or a login."""

    name: str = ""
    address: str = ""
    login: str = ""
    ids: tuple[str, ...] = ()


def read_identity(entry: str) -> Identity:
    """Read ``a@b.c``, ``Name <a@b.c>`` or ``login[bot] 123 456`` (GitHub login and numeric ids); all in lower case."""
    entry = entry.strip().lower()
    if entry.endswith(">") and "<" in entry:
        name, _, address = entry[:-1].rpartition("<")
        return Identity(name=name.strip(), address=address.strip())
    login, *ids = entry.split()
    return Identity(address=login) if "@" in login else Identity(login=login, ids=tuple(ids))


def check_tool(data: Mapping[str, object]) -> list[str]:
    """List what is wrong with one tool's marks, each as a sentence that names the key; empty when all is well."""
    problems = [*_unknown_keys(data), *_missing(data), *_wrong_types(data)]
    return problems if problems else [*_wrong_values(data)]


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


def _unknown_keys(data: Mapping[str, object]) -> Iterator[str]:
    for key in data:
        if key not in KEYS:
            near = difflib.get_close_matches(str(key), KEYS, n=1)
            yield f"{key!r} is no key of a tool" + (f"; did you mean {near[0]!r}?" if near else "")


def _missing(data: Mapping[str, object]) -> Iterator[str]:
    for key in REQUIRED:
        if not data.get(key):
            yield f"{key!r} is missing"


def _wrong_types(data: Mapping[str, object]) -> Iterator[str]:
    for key in (*TEXTS, "people_since"):
        if not isinstance(data.get(key, ""), str):
            yield f"{key!r} must be text"
    for key in LISTS:
        value = data.get(key, [])
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) and item.strip() for item in value):
            yield f"{key!r} must be a list of texts"
    for key in MAPS:
        value = data.get(key, {})
        if not isinstance(value, Mapping) or not all(isinstance(x, str) and x for kv in value.items() for x in kv):
            yield f"{key!r} must map text to text"
    lowered = data.get("lowered", [])
    if not isinstance(lowered, list | tuple) or not all(isinstance(rule, Mapping) for rule in lowered):
        yield "'lowered' must be a list of rules"


def _wrong_values(data: Mapping[str, object]) -> Iterator[str]:
    if data.get("acts", "writes") not in ACTS:
        yield f"'acts' must be one of {', '.join(ACTS)}"
    for key in ("branches", "labels"):
        for mark, strength in pairs(data, key):
            if strength not in STRENGTHS:
                yield f"{key!r}: the strength of {mark!r} must be one of {', '.join(STRENGTHS)}"
    for entry in texts(data, "identities"):
        yield from _wrong_identity(entry)
    for rule in rules(data, "lowered"):
        yield from _wrong_rule(rule)
    for footer in (*texts(data, "sites"), *texts(data, "footers"), *texts(data, "links"), *texts(data, "pr_body")):
        if len(footer.strip("* ")) < 5:
            yield f"{footer!r} is too short to prove anything"


def _wrong_rule(rule: dict[str, str]) -> Iterator[str]:
    if unknown := set(rule) - set(LOWERED):
        yield f"'lowered': {', '.join(sorted(unknown))} is no key; the keys are {', '.join(LOWERED)}"
    if not rule.get("why"):
        yield "'lowered': 'why' is missing"
    if rule.get("to", "weak") not in STRENGTHS:
        yield f"'lowered': 'to' must be one of {', '.join(STRENGTHS)}"


def _wrong_identity(entry: str) -> Iterator[str]:
    identity = read_identity(entry)
    if SHARED_IDS & set(identity.ids):
        yield f"'identities': {entry!r} has an id that other accounts carry too"
    if not all(number.isdecimal() for number in identity.ids):
        yield f"'identities': {entry!r} is neither an address nor a login with numeric ids"
    if identity.login and not identity.ids and not identity.login.endswith("[bot]"):
        yield f"'identities': the login {entry!r} needs its numeric id: a person may hold a login of the same name"
    if identity.address.startswith("*") and not identity.name.strip("*"):
        yield f"'identities': {entry!r} would match a whole domain, and people write from domains"
