"""Gemini CLI: a workspace policy, .gemini/policies/blastgate.toml (geminicli.com/docs/reference/policy-engine).

The same page says that Gemini does not load a workspace's policies at present (its issue 18186): ``--policy`` does.

Rules look at a tool's arguments as JSON with a regular expression. A path may be absolute there and the place of the
repository is not known, so a closed path is closed below every folder. Gemini drops an expression of more than 2,048
characters, and one where a group with a repetition is repeated (its ``isSafeRegExp``): none here is.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator

from blastgate.export._json import dump
from blastgate.export._patterns import ANYWHERE, expression, written
from blastgate.export.interface import PathRules, Settings

FILE = ".gemini/policies/blastgate.toml"
TOOLS = '["write_file", "replace"]'
BELOW = f'"file_path":"{ANYWHERE}'
OUTSIDE, CLOSED = 800, 900
MAX_LENGTH = 2_048
EVERYTHING = "**"


def settings(rules: PathRules) -> Settings:
    """Write rules that refuse, ask, or leave a path to Gemini's own mode."""
    lines = ["# Written by blastgate guardrails export --for gemini.", *_rules(rules)]
    cannot = ["where the repository is: a closed path is closed below every folder of that name"]
    if rules.only is not None:
        cannot.append(
            "the same of open paths: a folder of that name elsewhere is not refused, but left to Gemini's mode"
        )
    if _opened(rules) is None:
        cannot.append("so many open paths in one expression: it asks for every file")
    cannot.append("shell commands: these rules see write_file and replace")
    cannot.append(f"anything by the file alone: Gemini does not load it by itself; start it with --policy {FILE}")
    return Settings("\n".join(lines) + "\n", tuple(cannot))


def ours(text: str) -> str:
    """Return the rules, whatever comments stand between them."""
    return dump(tomllib.loads(text))


def _rules(rules: PathRules) -> Iterator[str]:
    for globs, decision in (((*rules.protected, ".gemini/**"), "deny"), (rules.guarded, "ask_user")):
        for pattern in written(globs, expression)[0]:
            yield from _rule(f"{BELOW}{_end(pattern.removeprefix(ANYWHERE))}", decision, CLOSED)
    if rules.only is None:
        return
    opened = _opened(rules)
    decision = "ask_user" if rules.ask or opened is None else "deny"
    if opened == EVERYTHING:
        return
    yield from _rule(f'{BELOW}\\.\\.(/|")', decision, OUTSIDE)
    yield from _rule(f'"file_path":"{opened or ""}', decision, OUTSIDE)


def _opened(rules: PathRules) -> str | None:
    """Write what keeps the open paths from being refused; None where that is longer than Gemini takes."""
    patterns = written(rules.only or (), expression)[0]
    if "" in patterns:
        return EVERYTHING
    inside = f"(?!{ANYWHERE}({'|'.join(map(_end, patterns))}))" if patterns else ""
    return inside if len(inside) < MAX_LENGTH - len(BELOW) else None


def _end(pattern: str) -> str:
    """Close a path that names a file; one that ends in a slash goes on."""
    return pattern if not pattern or pattern.endswith("/") else f'{pattern}"'


def _rule(pattern: str, decision: str, priority: int) -> Iterator[str]:
    yield ""
    yield "[[rule]]"
    yield f"toolName = {TOOLS}"
    yield f"argsPattern = {json.dumps(pattern, ensure_ascii=False)}"
    yield f'decision = "{decision}"'
    yield f"priority = {priority}"
