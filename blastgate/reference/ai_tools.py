"""The page of AI tools, from rules/ai_tools."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from blastgate import registry
from blastgate.reference._markdown import code, table

TITLE = "AI tools"
ABOUT = "whose marks are known, by which kinds of marks, and which `blastgate tag` sees at work."
IDENTITIES = ("identities", "names", "words", "people")
TEXTS = ("trailers", "sessions", "footers", "sites", "links", "branches", "labels", "pr_body", "note_agents")


def parts() -> Iterator[str]:
    """Write a table of all tools."""
    tools = [_read(path) for path in registry.rule_files("ai_tools")]
    yield f"{len(tools)} files of `rules/ai_tools`; what the keys mean is told in [Attribution](../attribution.md)."
    yield table(("tool", "name", "acts", "marks", "seen by `blastgate tag`"), [_row(tool) for tool in tools])


def _read(path: Path) -> dict[str, Any]:
    about: dict[str, Any] = next(iter(yaml.safe_load_all(path.read_text(encoding="utf-8"))))
    return about


def _row(tool: dict[str, Any]) -> tuple[str, ...]:
    marks = [f"{kind} {len(tool[kind])}" for kind in (*IDENTITIES, *TEXTS) if tool.get(kind)]
    seen = "yes" if tool.get("environment") else "likely" if tool.get("likely_environment") else ""
    name = tool["title"] if not tool.get("homepage") else f"[{tool['title']}]({tool['homepage']})"
    return code(tool["name"]), name, tool.get("acts", "writes"), ", ".join(marks), seen
