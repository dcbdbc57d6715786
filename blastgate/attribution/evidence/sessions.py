"""Session and thread ids: trailers that only a tool writes, and links to a session on a line of their own."""

from __future__ import annotations

from blastgate.attribution.accounts import own_words
from blastgate.attribution.evidence.trailers import trailers
from blastgate.attribution.text import lowered, quote, words
from blastgate.attribution.tools import Tools, matches
from blastgate.model.attribution import Evidence
from blastgate.model.change import Commit

LABEL = 40  # characters that may stand before a link which is a mark, not a mention


def find(commit: Commit, tools: Tools) -> tuple[Evidence, ...]:
    """Find session ids and links to sessions of tools."""
    if tools.session_words.isdisjoint(words(commit.message)):
        return ()
    lower = lowered(commit.message)
    found: list[Evidence] = []
    if any(key in lower for key in tools.sessions):
        for key, value, line in trailers(own_words(commit, tools)):
            for mark in tools.sessions.get(key, ()):
                if value and matches(value, mark.pattern):
                    found.append(Evidence(mark.tool.name, "session", mark.strength, quote(line), "co-authored"))
    for link, tool in tools.links:
        if link in lower:
            found.extend(
                Evidence(tool.name, "session", "strong", quote(line), "co-authored")
                for line in own_words(commit, tools).splitlines()
                if alone(line, link)
            )
    return tuple(found)


def alone(line: str, link: str) -> bool:
    """Tell whether a link is all that a line says, but for a short label: ``Session: https://…``."""
    before, found, after = line.lower().partition(link)
    label = before.rpartition("http")[0]
    return bool(found) and len(label) <= LABEL and " " not in after.strip(" \t)>*_.")
