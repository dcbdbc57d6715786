"""The marks of all known AI tools, and the accounts of plain automation, as look-up tables.

This stands on the hook's path: one small YAML file per tool is read with the C loader and no schema library, samples
are cut off unread, and patterns are compiled only when a message calls for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from blastgate import registry
from blastgate.attribution.text import split_words
from blastgate.model.attribution import Strength
from blastgate.model.named import NamedTuple
from blastgate.policy.model import OwnTool
from blastgate.policy.tool_marks import Acts, Identity, pairs, read_identity, rules, texts

FOOTER_VERBS = (
    "generated",
    "made",
    "created",
    "written",
    "built",
    "authored",
    "coded",
    "crafted",
    "implemented",
    "developed",
)
PROOF = "\n---\n"  # what follows in a tool's file is for the tests


class Tool(NamedTuple):
    """One AI tool. ``acts``: it writes code, suggests changes that a person accepts, records other agents, or does
    both AI and plain work under one account (``unclear``). ``agent`` is what ``Assisted-by:`` calls it."""

    name: str
    title: str
    homepage: str
    acts: Acts
    agent: str


class Name(NamedTuple):
    """What a tool is called: ``sure`` if it means nothing else, else also a ``word`` or a ``person``."""

    text: str
    tool: Tool
    kind: str


class Mark(NamedTuple):
    """A pattern with ``*`` that shows a tool, and how much it proves."""

    pattern: str
    tool: Tool
    strength: Strength


class Account(NamedTuple):
    """An address or login of a tool; ``name`` (a pattern) narrows an address that others use too."""

    tool: Tool
    name: str
    ids: tuple[str, ...]


class Lowering(NamedTuple):
    """A known case where a tool's marks stand on work it did not do, or hardly did: how much they prove then."""

    tool: str
    identity: str
    subject: str
    since: str
    until: str
    kind: str
    to: Strength


@dataclass(frozen=True, slots=True)
class Bots:
    """Accounts of plain automation; a login or address may be so only for some subjects (patterns)."""

    accounts: Mapping[str, tuple[str, ...]]
    patterns: tuple[str, ...]
    ids: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Tools:
    """Every table, keys in lower case. ``names`` is keyed by the first two letters, longest names first.

    ``own`` are tables of a team's tools, one per layer of its policy. They are asked beside these and never mixed with
    them: so no entry can shadow or weaken a mark of a shipped tool or of another layer. ``team`` tells such a table.
    """

    tools: Mapping[str, Tool]
    bots: Bots
    own: tuple[Tools, ...] = ()
    team: bool = False
    accounts: dict[str, list[Account]] = field(default_factory=dict)
    account_patterns: list[tuple[str, Account]] = field(default_factory=list)
    ids: dict[str, Tool] = field(default_factory=dict)
    names: dict[str, list[Name]] = field(default_factory=dict)
    trailers: dict[str, list[Mark]] = field(default_factory=dict)
    sessions: dict[str, list[Mark]] = field(default_factory=dict)
    footers: dict[str, list[Mark]] = field(default_factory=dict)
    sites: list[tuple[str, Tool]] = field(default_factory=list)
    links: list[tuple[str, Tool]] = field(default_factory=list)
    pr_body: list[Mark] = field(default_factory=list)
    branches: list[Mark] = field(default_factory=list)
    labels: dict[str, Mark] = field(default_factory=dict)
    note_agents: dict[str, Tool] = field(default_factory=dict)
    lowered: list[Lowering] = field(default_factory=list)
    people_since: dict[str, str] = field(default_factory=dict)
    name_words: set[str] = field(default_factory=set)
    trailer_words: set[str] = field(default_factory=set)
    session_words: set[str] = field(default_factory=set)
    footer_words: set[str] = field(default_factory=set)


class Shipped(NamedTuple):
    """The shipped files as data: the marks of each tool by its name, and ``rules/bots.yml``."""

    tools: Mapping[str, Mapping[str, object]]
    bots: Mapping[str, object]


NO_BOTS = Bots({}, (), frozenset())
NO_TOOLS = Tools({}, NO_BOTS)  # for a change that has nothing to look at


def load_tools(layers: Iterable[Sequence[OwnTool]] = (), shipped: Shipped | None = None) -> Tools:
    """Read the shipped tools (or take them as ``shipped``, read before) into look-up tables, and beside them each
    layer's own tools, checked with its policy."""
    found = shipped or read_shipped()
    bots = _bots(found.bots)
    own = tuple(_tables({tool.name: tool.marks for tool in layer}, bots, (), team=True) for layer in layers)
    return _tables(found.tools, bots, own)


def read_shipped() -> Shipped:
    """Read the files of all shipped tools and of plain automation."""
    tools = (read_tool(path) for path in registry.rule_files("ai_tools"))
    return Shipped({str(data["name"]): data for data in tools}, _read_bots())


def _tables(
    by_name: Mapping[str, Mapping[str, object]], bots: Bots, own: tuple[Tools, ...], team: bool = False
) -> Tools:
    tools = Tools({name: _tool(data) for name, data in sorted(by_name.items())}, bots, own, team)
    for name, tool in tools.tools.items():
        _add(tools, tool, by_name[name])
    for names in tools.names.values():
        names.sort(key=lambda name: (-len(name.text), name.text, name.tool.name))
    _index_words(tools)
    return tools


def _index_words(tools: Tools) -> None:
    """Note for each kind of mark the words of which a message must have one: most messages are done with there."""
    tools.name_words.add("vibe")
    tools.name_words.update(longest_word(name.text) for names in tools.names.values() for name in names)
    tools.trailer_words.update(longest_word(key) for key in tools.trailers)
    tools.session_words.update(longest_word(key) for key in tools.sessions)
    tools.session_words.update(longest_word(link) for link, _ in tools.links)
    tools.footer_words.update(FOOTER_VERBS, (longest_word(keyword) for keyword in tools.footers))


def longest_word(text: str) -> str:
    """Return the longest run of letters and digits, in lower case; the last of several."""
    return max(reversed(split_words(text.lower())), key=len, default="")


def read_tool(path: Path) -> dict[str, object]:
    """Read the marks of one tool from its file, every value as text; the samples stay unread."""
    return dict(_yaml(path.read_text(encoding="utf-8").split(PROOF, 1)[0]))


def _read_bots() -> Mapping[str, object]:
    return _yaml((registry.rules_dir() / "bots.yml").read_text(encoding="utf-8"))


def _bots(data: Mapping[str, object]) -> Bots:
    accounts: dict[str, tuple[str, ...]] = {}
    ids: set[str] = set()
    for entry in texts(data, "accounts"):
        identity = read_identity(entry)
        accounts[identity.address or identity.login] = ()
        ids.update(identity.ids)
    for entry, subject in pairs(data, "only"):
        accounts[entry.lower()] = (*accounts.get(entry.lower(), ()), subject)
    return Bots(accounts, tuple(texts(data, "patterns")), frozenset(ids))


def matches(text: str, wanted: str) -> bool:
    """Tell whether a whole text (its first 500 characters) has the shape of a pattern with ``*``; letter case is
    ignored. Takes time linear in the text for each part of the pattern: a pattern may come from a hostile policy."""
    if wanted == "*":
        return True
    first, middle, last = _parts(wanted)
    text = text[:500].lower()
    if last is None:
        return text == first
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


@lru_cache(maxsize=4096)
def _parts(wanted: str) -> tuple[str, tuple[str, ...], str | None]:
    """Cut a pattern at its stars: how a text begins, what follows in this order, how it ends (None: no star)."""
    first, *rest = wanted.lower().split("*")
    return first, tuple(filter(None, rest[:-1])), rest[-1] if rest else None


def _yaml(text: str) -> Mapping[str, object]:
    import yaml  # the base loader keeps every scalar a text: no surprise types, and less time

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    data = yaml.load(text, Loader=loader)  # noqa: S506 - builds lists, maps and texts only
    return data if isinstance(data, dict) else {}


def _tool(data: Mapping[str, object]) -> Tool:
    name = str(data["name"])
    title = str(data.get("title") or name)
    acts: Acts = data.get("acts", "writes")  # type: ignore[assignment]
    return Tool(name, title, str(data.get("homepage", "")), acts, str(data.get("agent") or title))


def _add(tools: Tools, tool: Tool, data: Mapping[str, object]) -> None:
    for entry in texts(data, "identities"):
        _add_identity(tools, tool, read_identity(entry))
    for kind, key in (("sure", "names"), ("word", "words"), ("person", "people")):
        for text in texts(data, key):
            tools.names.setdefault(text[:2].lower(), []).append(Name(text, tool, kind))
    for key, table in (("trailers", tools.trailers), ("sessions", tools.sessions)):
        for name, value in pairs(data, key):
            table.setdefault(name.lower(), []).append(Mark(value, tool, "declared"))
    for footer in texts(data, "footers"):
        tools.footers.setdefault(_keyword(footer), []).append(Mark(footer, tool, "strong"))
    tools.sites.extend((site.lower(), tool) for site in texts(data, "sites"))
    tools.links.extend((link.lower(), tool) for link in texts(data, "links"))
    tools.pr_body.extend(Mark(text, tool, "strong") for text in texts(data, "pr_body"))
    tools.branches.extend(Mark(glob, tool, _strength(value)) for glob, value in pairs(data, "branches"))
    tools.labels.update((label.lower(), Mark(label, tool, _strength(value))) for label, value in pairs(data, "labels"))
    tools.note_agents.update((agent.lower(), tool) for agent in texts(data, "note_agents"))
    tools.lowered.extend(_lowering(tool, rule) for rule in rules(data, "lowered"))
    if since := data.get("people_since"):
        tools.people_since[tool.name] = str(since)


def _add_identity(tools: Tools, tool: Tool, identity: Identity) -> None:
    account = Account(tool, identity.name, identity.ids)
    if "*" in identity.address:
        tools.account_patterns.append((identity.address, account))
    else:
        tools.accounts.setdefault(identity.address or identity.login, []).append(account)
    tools.ids.update((number, tool) for number in identity.ids)


def _keyword(footer: str) -> str:
    """The longest plain part of a pattern, in lower case: what a message must hold before the pattern is tried."""
    return max(footer.lower().split("*"), key=len).strip()


def _strength(text: str) -> Strength:
    return "declared" if text == "declared" else "strong" if text == "strong" else "weak"


def _lowering(tool: Tool, rule: Mapping[str, str]) -> Lowering:
    identity, subject = rule.get("identity", "").lower(), rule.get("subject", "*")
    return Lowering(
        tool.name,
        identity,
        subject,
        rule.get("since", ""),
        rule.get("until", "~"),
        rule.get("kind", ""),
        _strength(rule.get("to", "")),
    )
