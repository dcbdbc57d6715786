"""Whom a condition lets in: each alternative must hold strangers off by itself; of terms joined by and, one does.

Source: docs.github.com, "Evaluate expressions in workflows and actions".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from blastgate.model.named import NamedTuple
from blastgate.workflows import Text

SAME = re.compile(
    r"head\.repo\.full_name\s{0,5}==\s{0,5}github\.repository|github\.repository\s{0,5}==\s{0,5}[\w.]{0,80}head\.repo\.full_name"
    r"|head\.repo\.fork\s{0,5}==\s{0,5}false|!\s{0,5}github\.event\.pull_request\.head\.repo\.fork"
    r"|head_repository\.full_name\s{0,5}==\s{0,5}github\.repository"
    r"|head\.repo\.owner\.login\s{0,5}==\s{0,5}(?:github\.repository_owner|'[\w-]{1,99}')"
    r"|head\.repo\.full_name\s{0,5}==\s{0,5}'[\w./-]{1,140}'|head\.user\.login\s{0,5}==\s{0,5}github\.repository_owner"
)
MEMBERS = re.compile(
    r"author_association|(?:github\.actor|github\.triggering_actor|\.user\.login|sender\.login)\s{0,5}==\s{0,5}'|contains\(\s{0,5}(?:fromjson\(|'\[)",
    re.IGNORECASE,
)
LABELS = re.compile(r"\blabels?\b", re.IGNORECASE)
TRUSTED_RUN = re.compile(
    r"workflow_run\.event\s{0,5}==\s{0,5}'(?:push|schedule|release|workflow_dispatch|merge_group)'"
)
MERGED = re.compile(r"pull_request\.merged\b(?!\s{0,5}(?:==\s{0,5}false|!=\s{0,5}true))")
EVENT = re.compile(r"(?:github\.)?event_name\s{0,5}(==|!=)\s{0,5}'(\w{1,40})'")
HARMLESS = frozenset(("push", "pull_request", "schedule", "workflow_dispatch", "merge_group"))
DENIED = re.compile(r"!=|^\s{0,99}!")
NO = re.compile(r"^\s{0,99}!\s{0,99}\(")
MOST_TEXT, MOST_DEPTH = 5_000, 20
KINDS = (
    (SAME, "holds", "only branches of the repository itself are let in"),
    (TRUSTED_RUN, "holds", "only runs of trusted events are let in"),
    (MERGED, "holds", "only what is merged is let in"),
    (MEMBERS, "holds", "only chosen people or members are let in"),
    (LABELS, "hinders", "a label lets it in, and with it whatever is pushed after the label"),
)


class Guard(NamedTuple):
    """A condition on the way: whether it ``holds`` strangers off, or only hinders, and how."""

    kind: Literal["holds", "hinders"]
    line: int
    text: str


class _Asked(NamedTuple):
    """Where a condition stands, and the events by which strangers come to it."""

    line: int
    events: frozenset[str]


def guard_of(condition: Text, events: frozenset[str]) -> Guard | None:
    """Find what a condition holds against strangers; None where some way through it asks for nothing.

    ``events`` are those of the workflow that a stranger can cause.
    """
    text = condition.text[:MOST_TEXT].strip()
    if text.startswith("${{") and text.endswith("}}"):
        text = text[3:-2]
    return _guard(text, _Asked(condition.line, events), 0)


def _guard(text: str, asked: _Asked, depth: int) -> Guard | None:
    """Judge an expression: the weakest of its alternatives, the strongest of its terms."""
    text = _bare(text)
    ways = list(_split(text, "||"))
    if depth > MOST_DEPTH:
        return None
    if len(ways) > 1:
        found = [_guard(way, asked, depth + 1) for way in ways if not _elsewhere(way, asked.events, depth + 1)]
        return None if None in found or not found else min(filter(None, found), key=_strength)
    terms = list(_split(text, "&&"))
    if len(terms) > 1:
        held = [guard for term in terms if (guard := _guard(term, asked, depth + 1)) is not None]
        return max(held, key=_strength, default=None)
    return next((Guard(kind, asked.line, words) for kind, words in _kinds(text)), None)


def _elsewhere(text: str, events: frozenset[str], depth: int) -> bool:
    """Tell whether an expression can only be true for events that no stranger uses against the repository."""
    text = _bare(text)
    if depth > MOST_DEPTH:
        return False
    if len(ways := list(_split(text, "||"))) > 1:
        return all(_elsewhere(way, events, depth + 1) for way in ways)
    if len(terms := list(_split(text, "&&"))) > 1:
        return any(_elsewhere(term, events, depth + 1) for term in terms)
    named = EVENT.fullmatch(text)
    return named is not None and (named[2] in HARMLESS if named[1] == "==" else events == {named[2]})


def _kinds(term: str) -> Iterator[tuple[Literal["holds", "hinders"], str]]:
    """Name what one term asks; who or what is named only to be kept out lets everybody else in."""
    denied = DENIED.search(term) is not None
    for pattern, kind, words in KINDS:
        if pattern.search(term) and not (NO.search(term) if pattern is SAME else denied):
            yield ("holds" if kind == "holds" else "hinders"), words


def _strength(guard: Guard) -> bool:
    return guard.kind == "holds"


def _bare(text: str) -> str:
    """Take off the parentheses around a whole expression."""
    text = text.strip()
    while text.startswith("(") and _closing(text) == len(text) - 1:
        text = text[1:-1].strip()
    return text


def _closing(text: str) -> int:
    """Find where the parenthesis at the start is closed; -1 where it never is."""
    depth = 0
    for place, sign in _signs(text):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth == 0:
            return place
    return -1


def _split(text: str, operator: str) -> Iterator[str]:
    """Split an expression at an operator that stands in no parentheses and no text."""
    depth = start = skip = 0
    for place, sign in _signs(text):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth == 0 and place >= skip and text.startswith(operator, place):
            yield text[start:place]
            start = skip = place + len(operator)
    yield text[start:]


def _signs(text: str) -> Iterator[tuple[int, str]]:
    """Yield the characters outside of quoted texts, each with its place."""
    quoted = False
    for place, sign in enumerate(text):
        if sign == "'":
            quoted = not quoted
        elif not quoted:
            yield place, sign
