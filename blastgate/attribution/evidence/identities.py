"""Who made the commit: the author and the committer, by exact account."""

from __future__ import annotations

import re
from functools import lru_cache

from blastgate.attribution.accounts import is_bot, is_unlisted_app, tool_of
from blastgate.attribution.names import name_at
from blastgate.attribution.text import quote
from blastgate.attribution.tools import Tool, Tools
from blastgate.model.attribution import UNLISTED, Evidence, EvidenceKind, Strength
from blastgate.model.change import Commit, Identity

WORD = re.compile(r"(?<!\S)\w")


def find(commit: Commit, tools: Tools) -> tuple[Evidence, ...]:
    """Find agents as author or committer; an app that no table lists is a weak mark: it may be an agent."""
    if is_bot(commit.author, commit, tools):
        return _evidence(commit.committer, "committer", tools)
    if commit.author == commit.committer:
        return _evidence(commit.author, "author", tools)
    return (*_evidence(commit.author, "author", tools), *_evidence(commit.committer, "committer", tools))


@lru_cache(maxsize=4096)
def _evidence(identity: Identity, kind: EvidenceKind, tools: Tools) -> tuple[Evidence, ...]:
    words = quote(f"{identity.name} <{identity.email}>")
    tool = tool_of(identity, tools)
    if tool is not None:
        return (Evidence(tool.name, kind, _strength(tool), words, "authored"),)
    if kind != "author":
        return ()
    if is_unlisted_app(identity):
        return (Evidence(UNLISTED, kind, "weak", words, "authored"),)
    called = _called(identity.name, tools)
    return (Evidence(called.name, kind, "weak", words, "authored"),) if called else ()


def _called(name: str, tools: Tools) -> Tool | None:
    """Find the tool after which somebody is called, alone or behind a person's name: ``kim's AI bot``."""
    for word in WORD.finditer(name[:200]):
        named = name_at(name, tools, word.start())
        if named and named.end == len(name) and named.name.kind == "sure" and " " in named.name.text:
            return named.name.tool
    return None


def _strength(tool: Tool) -> Strength:
    return "weak" if tool.acts == "unclear" else "declared"
