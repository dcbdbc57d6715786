"""Which tool some words name, and how sure that is: ``Codex CLI`` is one thing, ``Cursor`` and ``Claude`` several."""

from __future__ import annotations

import re

from blastgate.attribution.tools import Name, Tool, Tools
from blastgate.model.named import NamedTuple
from blastgate.model.patterns import expression

# After a name that is also a word or a given name: a version, a model, brackets or an end, not a family name.
MODEL = (
    r"(?:code|cli|agent|ai|llm|opus|sonnet|haiku|fable|pro|flash|ultra|max|mini|nano|composer|auto|instruct|coder|gpt"
    r"|o\d|k\d|v?\d)"
)
TAIL = expression(
    rf"\s*(?:$|(?<=\n)|[:@/\[(<,;.!\"'`*_\\]|[-–—|+&•]\s|\d|v\d|[\s-]{MODEL}|\s(?:and|via|with|using|for|in|by|on)\b)",
    re.IGNORECASE,
)
SPACES = expression(r"[\s_-]+")


class Named(NamedTuple):
    """A name found at the start of some text, and where it ends."""

    name: Name
    end: int


def name_at(text: str, tools: Tools, start: int = 0, *, alone: bool = True) -> Named | None:
    """Find the longest known name that some text has at a position; blanks, hyphens and letter case do not count.

    ``alone`` asks of a name which is also a word or a given name that no family name may follow it.
    """
    for name in tools.names.get(text[start : start + 2].lower(), ()):
        end = _end(text, start, name.text)
        if end and (name.kind == "sure" or not alone or TAIL.match(text, end)):
            return Named(name, end)
    return None


def tool_in_value(value: str, tools: Tools) -> Tool | None:
    """Find the tool that the value of ``Assisted-by:`` and its like names: at its start, after ``via``, or in it."""
    value = value.strip(" \t*_`\"'[](),;.")
    if via := re.search(r"\b(?:via|through)\s+", value, re.IGNORECASE):
        found = name_at(value, tools, via.end())
        if found:
            return found.name.tool
    found = name_at(value, tools) or _first_sure(value, tools)
    return found.name.tool if found else None


def _first_sure(value: str, tools: Tools) -> Named | None:
    for word in re.finditer(r"(?<![\w@.-])[A-Za-z]\w", value[:300]):
        found = name_at(value, tools, word.start())
        if found and found.name.kind == "sure" and found.name.tool.name != "generic-ai":
            return found
    return None


def _end(text: str, start: int, name: str) -> int | None:
    """Return where a name ends that stands at a position, or None when other words stand there."""
    at = start
    for part in SPACES.split(name.lower()):
        if at > start and (gap := SPACES.match(text, at)):
            at = gap.end()
        if text[at : at + len(part)].lower() != part:
            return None
        at += len(part)
    after = text[at : at + 2].lower()
    bounded = not after[:1].isalpha() or (after[:1] == "v" and after[1:].isdigit())
    return at if bounded else None
