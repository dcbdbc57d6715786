"""What is told of each AI tool that attribution knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from blastgate.attribution.tools import Account, Mark, Tool, Tools


@dataclass(frozen=True, slots=True)
class ListedTool:
    """A tool, how ``Assisted-by:`` calls it, what it does, and how many of its marks are known, by kind."""

    name: str
    title: str
    agent: str
    acts: str
    homepage: str
    marks: dict[str, int]


def listed(tools: Tools) -> list[ListedTool]:
    """List every tool by name, the shipped ones and a team's own."""
    found = [tool for table in (tools, *tools.own) for tool in _of_table(table)]
    return sorted(found, key=lambda tool: tool.name)


def _of_table(tools: Tools) -> list[ListedTool]:
    marks = _marks(tools)
    return [
        ListedTool(tool.name, tool.title, tool.agent, tool.acts, tool.homepage, dict(sorted(marks[name].items())))
        for name, tool in tools.tools.items()
    ]


def _marks(tools: Tools) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in tools.tools}
    for kind, tool in _each(tools):
        counts[tool.name][kind] += 1
    return counts


def _each(tools: Tools) -> list[tuple[str, Tool]]:
    tables: dict[str, Mapping[str, Sequence[Account | Mark]]] = {
        "account": tools.accounts,
        "trailer": tools.trailers,
        "session": tools.sessions,
        "footer": tools.footers,
    }
    found = [(kind, mark.tool) for kind, table in tables.items() for marks in table.values() for mark in marks]
    found += [("name", name.tool) for names in tools.names.values() for name in names]
    found += [("account", account.tool) for _, account in tools.account_patterns]
    found += [("session", tool) for _, tool in tools.links]
    found += [("footer", tool) for _, tool in tools.sites]
    found += [("note", tool) for tool in tools.note_agents.values()]
    found += [("label", mark.tool) for mark in tools.labels.values()]
    found += [("branch", mark.tool) for mark in tools.branches]
    return found + [("pr-body", mark.tool) for mark in tools.pr_body]
