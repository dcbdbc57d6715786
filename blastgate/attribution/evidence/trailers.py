"""Trailers that name a tool, wherever a squash merge, a mail client or a hand has put them on a line of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.attribution.accounts import is_bot, is_unlisted_app, own_words, tool_of
from blastgate.attribution.names import name_at, tool_in_value
from blastgate.attribution.text import lowered, quote, words
from blastgate.attribution.tools import Tools, matches
from blastgate.model.attribution import UNLISTED, UNNAMED, Evidence, Role, Strength
from blastgate.model.change import Commit, Identity
from blastgate.model.named import NamedTuple
from blastgate.model.patterns import expression

# https://docs.kernel.org/process/coding-assistants.html names Assisted-by; the others are as found in public commits.
BY_ACCOUNT = ("co-authored-by", "co-developed-by", "signed-off-by")
BY_VALUE = (
    "assisted-by", "generated-by", "made-with", "created-with", "generated-with", "written-by", "authored-by",
    "developed-with", "coded-by", "implemented-by", "helped-by", "ai-tool", "ai-model", "ai-agent", "ai-assistant",
    "agent-signature", "entire-agent", "coding-agent",
)  # fmt: skip
REVIEW = ("reviewed-by", "codex-reviewed-by", "suggested-by", "reported-by", "tested-by", "found-by", "acked-by")
ROLES: dict[str, Role] = {
    **dict.fromkeys(BY_ACCOUNT, "co-authored"),
    **dict.fromkeys(BY_VALUE, "disclosed"),
    **dict.fromkeys(REVIEW, "reviewed"),
}
STRENGTH_OF: dict[str, Strength] = {
    "writes": "declared",
    "records": "declared",
    "suggests": "strong",
    "unclear": "weak",
}
DECLARED = frozenset(("ai-assisted", "ai-generated", "assisted-by-ai", "ai-assistance", "ai-co-authored"))
NO = expression(r"(?:no|none|not|never|false|n/?a|nil|0%?|without|-+)\b|$|-+$", re.IGNORECASE)

HINTS = ("-by", " by:", "-with", "ai-", "agent")
NOISE = " \t*_`\"'[](),;."

LINE = expression(
    r"^[^\w\n\"'`$#|=]{0,40}(?P<key>co[ -]author(?:ed)?[ -]by|[A-Za-z][A-Za-z-]{1,38}(?: by)?)\**[ \t]*:\**"
    r"(?P<value>[^\n]*(?:\n[ \t]+[^\n:<]{0,80}<[^\n>]{3,120}>|\n<[^\n>]{3,120}>)?)",
    re.MULTILINE | re.IGNORECASE,
)
# What makes a given name or a word the name of a tool: "Gemini AI", "Claude 4".
QUALIFIED = expression(r"(?:[\s-]*(?:ai|agent|code|cli|opus|sonnet|haiku|fable|gpt|llm|v?\d[\w.]*+))+", re.IGNORECASE)
ADDRESS = expression(r"^(?P<name>[^<]*)<+(?P<email>[^<>\s]{3,200})>?")
BARE = expression(r"(?P<email>[^\s<>@()\"']{1,100}@[^\s<>@()\"',;]{3,100})")


class Trailer(NamedTuple):
    """One trailer: its key in lower case with hyphens, its value, and its line."""

    key: str
    value: str
    line: str


def find(commit: Commit, tools: Tools) -> tuple[Evidence, ...]:
    """Find trailers whose value is a tool's account or names a tool; the key alone proves nothing."""
    lower = lowered(commit.message)
    if not any(hint in lower for hint in HINTS) and tools.trailer_words.isdisjoint(words(commit.message)):
        return ()
    found = (_evidence(trailer, commit, tools) for trailer in trailers(own_words(commit, tools)))
    return tuple(evidence for evidence in found if evidence is not None)


def trailers(text: str) -> Iterator[Trailer]:
    """Read every line that has the form of a trailer."""
    for found in LINE.finditer(text):
        key = (
            found["key"]
            .lower()
            .replace(" ", "-")
            .replace("coauthor", "co-author")
            .replace("-author-by", "-authored-by")
        )
        yield Trailer(key, " ".join(found["value"].split()), found[0])


def person(value: str) -> Identity:
    """Read name and address from a trailer's value, with or without angle brackets; the address may be empty."""
    if found := ADDRESS.match(value):
        return Identity(found["name"].strip(NOISE), found["email"].strip(NOISE))
    if bare := BARE.search(value):
        return Identity(value[: bare.start()].strip(NOISE), bare["email"].strip(NOISE))
    return Identity(value.strip(NOISE), "")


def _evidence(trailer: Trailer, commit: Commit, tools: Tools) -> Evidence | None:
    key, value, line = trailer
    for mark in tools.trailers.get(key, ()):
        if matches(value, mark.pattern):
            return Evidence(mark.tool.name, "trailer", mark.strength, quote(line), "disclosed")
    if key in DECLARED and not NO.match(value.strip(NOISE)):
        tool = tool_in_value(value, tools)
        return Evidence(tool.name if tool else UNNAMED, "trailer", "declared", quote(line), "disclosed")
    role = ROLES.get(key)
    found = _whose(key, value, commit, tools) if role else None
    if role is None or found is None:
        return None
    return Evidence(found[0], "trailer", "weak" if role == "reviewed" else found[1], quote(line), role)


def _whose(key: str, value: str, commit: Commit, tools: Tools) -> tuple[str, Strength] | None:
    who = person(value)
    tool = tool_of(who, tools) if who.email else None
    if tool is not None:
        return tool.name, STRENGTH_OF[tool.acts]
    if key == "signed-off-by" or (who.email and is_bot(who, commit, tools)):
        return None
    if who.email and is_unlisted_app(who):
        return UNLISTED, "weak"
    return _by_name(who, key in BY_ACCOUNT, tools)


def _by_name(who: Identity, account: bool, tools: Tools) -> tuple[str, Strength] | None:
    """Judge a value by the words of its name: an address that is nobody's known makes a given name a person's."""
    foreign = bool(who.email)
    named = name_at(who.name, tools)
    if named is None or named.name.kind == "sure" or " via " in who.name:
        tool = tool_in_value(who.name, tools)
        return (tool.name, "strong" if account or foreign else "declared") if tool else None
    if QUALIFIED.fullmatch(who.name, named.end):
        return named.name.tool.name, "strong"
    whole = named.end == len(who.name)
    if foreign:
        return (named.name.tool.name, "weak") if whole and named.name.kind == "word" else None
    if named.name.kind == "person" and whole:
        return (
            named.name.tool.name,
            "declared" if named.name.tool.name in tools.people_since and not account else "weak",
        )
    return named.name.tool.name, "strong" if account else "declared"
