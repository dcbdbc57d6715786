"""Which agent an environment belongs to: by the variables that agents set for the commands they run, and nothing else.

The variables are data, ``environment:`` and ``likely_environment:`` in ``rules/ai_tools``; see docs/tagging.md for how
they rank. This stands on the way of every commit, so the files are not parsed as YAML: each of the few keys that are
needed stands on one line, and a test holds this quick reading to the full one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from blastgate import registry
from blastgate.model.named import NamedTuple

NAME = "AI_AGENT"  # the agent says its name: https://github.com/vercel/vercel/tree/main/packages/detect-agent
ALSO_NAME = "AGENT"  # the same in older agents, and many things in CI: only the names of the data count
OFF = frozenset(("", "0", "false", "no", "none", "off"))
NO_AGENT_KNOWN = "generic-ai"
NAMED, ALSO_NAMED, SURE, LIKELY, UNKNOWN = range(5)

_KEY = re.compile(r"^(agent|title|environment|likely_environment|model_environment): *(.+)$", re.MULTILINE)
_PAIR = re.compile(r'"?([\w+]+)"?: *(?:"([^"]*)"|([^",{}]+))')
_MODEL = re.compile(r"[A-Za-z0-9][\w.:/@+-]{0,99}", re.ASCII)  # one word, so that no value adds a line of its own
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,39}")
_SUFFIX = re.compile(r"[@_/ ]")


class Variables(NamedTuple):
    """What one tool's file says of environments: its names, the marks by rank, and which variables tell the model."""

    tool: str
    agent: str
    title: str
    marks: tuple[tuple[int, str, str], ...]
    models: tuple[str, ...]


class Agent(NamedTuple):
    """The agent at work: its tool's id, what ``Assisted-by:`` calls it, its full name, its model (empty: not told)."""

    tool: str
    name: str
    title: str
    model: str = ""


def agent_in(environment: Mapping[str, str]) -> Agent | None:
    """Find the agent whose environment this is; None in a person's. The surest mark wins, then the tool's name.

    Raises OSError or LookupError where the shipped data cannot be read: then nothing is known.
    """
    tools = [read_variables(path) for path in registry.rule_files("ai_tools")]
    found = [(rank, tool) for tool in tools for rank in _ranks(tool, environment)]
    name = environment.get(NAME, "").strip()
    if not found and not _is_on(name):
        return None
    rank, tool = min(found or [(UNKNOWN, _generic(tools))], key=lambda pair: (pair[0], pair[1].tool))
    called = f"{tool.agent} ({name})" if rank == UNKNOWN and _WORD.fullmatch(name) else tool.agent
    return Agent(tool.tool, called, tool.title, _model(tool, environment))


def read_variables(path: Path) -> Variables:
    """Read the one-line keys of a tool's file that speak of environments."""
    keys = dict(_KEY.findall(path.read_text(encoding="utf-8").split("\n---\n", 1)[0]))
    title = keys.get("title", path.stem).strip("\"'")
    marks = [(_rank(name), name, value) for name, value in _pairs(keys.get("environment", ""))]
    marks += [(LIKELY, name, value) for name, value in _pairs(keys.get("likely_environment", ""))]
    models = tuple(re.findall(r"\w+", keys.get("model_environment", "")))
    return Variables(path.stem, keys.get("agent", title).strip("\"'"), title, tuple(marks), models)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    return ((name, quoted or plain.strip()) for name, quoted, plain in _PAIR.findall(text))


def _rank(variable: str) -> int:
    return {NAME: NAMED, ALSO_NAME: ALSO_NAMED}.get(variable, SURE)


def _ranks(tool: Variables, environment: Mapping[str, str]) -> Iterator[int]:
    """Yield how sure each mark of a tool is that stands in the environment; ``A+B`` asks for both variables."""
    for rank, names, pattern in tool.marks:
        values = [environment.get(name, "") for name in names.split("+")]
        if all(map(_is_on, values)) and fnmatchcase("+".join(values).lower(), pattern.lower()):
            yield rank
    said = _SUFFIX.split(environment.get(NAME, "").strip().lower())[0]  # claude-code_2.1.0_cli, goose@1.2
    if said == tool.tool or said == tool.tool.removesuffix("-code") or said == f"{tool.tool}-cli":
        yield NAMED


def _is_on(value: str) -> bool:
    return value.strip().lower() not in OFF


def _generic(tools: list[Variables]) -> Variables:
    return next(tool for tool in tools if tool.tool == NO_AGENT_KNOWN)


def _model(tool: Variables, environment: Mapping[str, str]) -> str:
    told = (environment.get(name, "").strip().split("[")[0] for name in tool.models)
    return next((model for model in told if _MODEL.fullmatch(model)), "")
