"""Footers that tools put below a message or a pull request: ``🤖 Generated with [Claude Code](…)`` and its kin."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.attribution.accounts import own_words
from blastgate.attribution.names import Named, name_at
from blastgate.attribution.text import quote, words
from blastgate.attribution.tools import FOOTER_VERBS, Tool, Tools, matches
from blastgate.model.attribution import Evidence, EvidenceKind, Strength
from blastgate.model.change import Commit
from blastgate.model.patterns import expression

START = expression(
    rf"^(?P<lead>[^A-Za-z0-9\n\"'`$#|=]{{0,40}})(?:<su[bp]>)?[_*]{{0,3}}"
    rf"(?:this (?:pr|pull request|commit|change|code|patch) (?:was|is|has been) )?"
    rf"(?P<verb>{'|'.join(FOOTER_VERBS)})[ \t]"
    rf"(?:entirely |automatically )?(?:with|by|using|via|in)\s+(?:the )?(?P<open>(?:\\?[\[`*_]){{0,3}})",
    re.IGNORECASE | re.MULTILINE,
)
LINK = expression(r"[\]`*_ \t]{0,4}\n?\(?<?(?P<url>https?://[^\s)>\]]{3,300})[)>]?")
# What may follow a footer. Prose that only begins like one goes on in words.
AFTER = expression(
    r"[^A-Za-z0-9\n]*(?:$|\n|\((?!s\))|v?\d|https?:|</su[bp]>"
    r"|(?:co-authored-by|via|with|and|using|on|from|model|thinking|for)\b)",
    re.IGNORECASE,
)


def find(commit: Commit, tools: Tools) -> tuple[Evidence, ...]:
    """Find footers of tools in the message."""
    if tools.footer_words.isdisjoint(words(commit.message)):
        return ()
    return tuple(find_footers(own_words(commit, tools), "footer", tools))


def find_footers(text: str, kind: EvidenceKind, tools: Tools) -> Iterator[Evidence]:
    """Find footers in any text that tools write: a message, the body of a pull request."""
    for start in START.finditer(text):
        found = _signed(text, start, tools)
        if found is not None:
            yield Evidence(found[0].name, kind, found[1], quote(_line(text, start.start())), "co-authored")
    lower = text.lower()
    marks = [mark for keyword, known in tools.footers.items() if keyword in lower for mark in known]
    for mark in marks:
        for line in text.splitlines():
            if matches(line.strip(), mark.pattern) or matches(line.strip(" \t_*🤖"), mark.pattern):
                yield Evidence(mark.tool.name, kind, mark.strength, quote(line), "co-authored")


def _signed(text: str, start: re.Match[str], tools: Tools) -> tuple[Tool, Strength] | None:
    named = name_at(text, tools, start.end())
    end = named.end if named else _skip_words(text, start.end())
    link = LINK.match(text, end) if "[" in start["open"] or named else None
    site = _site(link["url"], tools) if link else None
    if site is not None and "bugbot" not in text[start.end() : end].lower():
        return site, "strong"
    if named is None or not AFTER.match(text, link.end() if link else end):
        return None
    return _by_name(named, start, link is not None)


def _by_name(named: Named, start: re.Match[str], linked: bool) -> tuple[Tool, Strength] | None:
    """A word or given name needs more than a verb before it: the tools' own sign, code quotes or a link."""
    name = named.name
    if name.tool.name == "generic-ai" or "bugbot" in name.text.lower():
        return None
    signed = linked or "`" in start["open"] or any(ord(char) > 0x2000 for char in start["lead"])
    short = start["verb"].lower() in ("generated", "made") and name.kind == "word"
    if name.kind == "sure" or signed:
        return name.tool, "strong"
    return (name.tool, "strong") if short and text_of(start, named) == name.text else None


def text_of(start: re.Match[str], named: Named) -> str:
    """Return the name as the text writes it: a word of everyday language counts only in the tool's own spelling."""
    return start.string[start.end() : named.end]


def _skip_words(text: str, at: int) -> int:
    found = re.compile(r"[^\]\n(]{0,60}").match(text, at)
    return found.end() if found else at


def _site(url: str, tools: Tools) -> Tool | None:
    url = url.lower().replace("://www.", "://")
    return next((tool for site, tool in tools.sites if url.startswith(site)), None)


def _line(text: str, at: int) -> str:
    return text[at : at + 300].lstrip().split("\n", 1)[0]
