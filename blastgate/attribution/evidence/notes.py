"""Git notes of git-ai: which added lines which agent wrote.

Format: git-ai authorship standard 3.0.0 (https://github.com/git-ai-project/git-ai, specs/git_ai_standard_v3.0.0.md):
per file, entries ``<key> 1-4,9``, a line ``---``, then JSON that tells for each key the agent or the person. A note
without such entries says that no line is known to be an agent's; lines under no key are unknown.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from blastgate.attribution.names import tool_in_value
from blastgate.attribution.text import quote
from blastgate.attribution.tools import Tools
from blastgate.model.attribution import UNNAMED, Evidence
from blastgate.model.change import Commit
from blastgate.model.named import NamedTuple
from blastgate.model.patterns import expression

REF = "refs/notes/ai"
ENTRY = expression(r"^  (?P<key>[sh]_[0-9a-f]{14}|[0-9a-f]{7,16})(?:::\S+)? (?P<ranges>[0-9][0-9,\- ]*)$", re.MULTILINE)
LINES = 1_000_000_000  # more lines than any file has
LIMIT = 2_000_000  # characters of a note; more is not read


class Lines(NamedTuple):
    """Added lines that a note gives to agents (by the agent's name in the note) and to known people."""

    ai: dict[str, int]
    human: int


def find(commit: Commit, tools: Tools) -> tuple[Evidence, ...]:
    """Find the agents to whom a git-ai note gives at least one line."""
    lines = note_lines(commit)
    if lines is None:
        return ()
    return tuple(
        Evidence(_tool(agent, tools), "note", "strong", quote(f"{REF}: {count} lines by {agent}"), "co-authored")
        for agent, count in sorted(lines.ai.items())
    )


def note_lines(commit: Commit) -> Lines | None:
    """Count the lines of a commit's git-ai note; None where there is no note that can be read."""
    texts = [note.text for note in commit.notes if note.ref == REF and len(note.text) <= LIMIT]
    return _read(texts[0]) if texts else None


@lru_cache(maxsize=4)  # a note is read for its evidence, then for its lines; it may be long
def _read(text: str) -> Lines | None:
    import json

    attested, found, rest = f"\n{text}".partition("\n---\n")
    if not found:
        return None
    try:
        data = json.loads(rest)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or not str(data.get("schema_version", "")).startswith("authorship/"):
        return None
    return _count(attested, _agents(data), data)


def _count(attested: str, agents: dict[str, str], data: dict[str, object]) -> Lines:
    ai: Counter[str] = Counter()
    human = 0
    for entry in ENTRY.finditer(attested):
        size = sum(_size(part) for part in entry["ranges"].split(","))
        if entry["key"].startswith("h_"):
            human += size
        elif entry["key"] in agents:
            ai[agents[entry["key"]]] += size
    if not ai:
        ai.update(_accepted(data))
    return Lines({agent: count for agent, count in ai.items() if count > 0}, human)


def _agents(data: dict[str, object]) -> dict[str, str]:
    """Map each key of the note's JSON to the agent's name."""
    return {key: _agent(record) for table in ("sessions", "prompts") for key, record in _records(data, table)}


def _accepted(data: dict[str, object]) -> Counter[str]:
    """Count the lines that records of the older kind say were accepted."""
    counts: Counter[str] = Counter()
    for _, record in _records(data, "prompts"):
        accepted = record.get("accepted_lines")
        if isinstance(accepted, int):
            counts[_agent(record)] += min(accepted, LINES)
    return counts


def _records(data: dict[str, object], table: str) -> list[tuple[str, dict[str, object]]]:
    records = data.get(table)
    return [(k, v) for k, v in records.items() if isinstance(v, dict)] if isinstance(records, dict) else []


def _agent(record: dict[str, object]) -> str:
    agent = record.get("agent_id")
    tool = agent.get("tool") if isinstance(agent, dict) else None
    return tool if isinstance(tool, str) and tool else "an agent"


def _size(part: str) -> int:
    first, _, last = part.strip().partition("-")
    if not first.isdecimal() or (last and not last.isdecimal()) or len(part) > 20:
        return 0
    return max(0, int(last or first) - int(first) + 1)


def _tool(agent: str, tools: Tools) -> str:
    known = tools.note_agents.get(agent.lower()) or tool_in_value(agent, tools)
    return known.name if known else UNNAMED
