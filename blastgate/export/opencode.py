"""opencode 1: ``permission.edit`` of opencode.json (opencode.ai/v1/docs/permissions).

Each pattern is allowed, asked for or denied, and the last one that matches wins. ``*`` crosses folders there: an open
path is named only where that makes no difference.
"""

from __future__ import annotations

from typing import Any

from blastgate.export._json import below, dump, lost, table
from blastgate.export._patterns import Row, wider, written
from blastgate.export.interface import PathRules, Settings
from blastgate.policy.matching.glob_syntax import FOLDERS

FILE = "opencode.json"
SCHEMA = "https://opencode.ai/config.json"


def settings(rules: PathRules) -> Settings:
    """Write what edits are let through, asked for and refused."""
    edit, cannot = edits(rules)
    return Settings(dump({"$schema": SCHEMA, "permission": {"edit": edit}}), cannot)


def edits(rules: PathRules) -> tuple[dict[str, str], tuple[str, ...]]:
    """List the default first, then what is open, then what wants a yes, then what is refused; and what is not told."""
    edit: dict[str, str] = {}
    opened, unsaid = written(rules.only or (), _exact)
    if rules.only is not None:
        edit["*"] = "ask" if rules.ask else "deny"
    edit |= dict.fromkeys(opened, "allow")
    for globs, action in ((rules.guarded, "ask"), ((*rules.protected, FILE), "deny")):
        for pattern in _wide(globs):
            edit.pop(pattern, None)  # the last one wins, so it has to stand last
            edit[pattern] = action
    cannot = (
        *lost("open paths that its wildcards would open too widely, so they stay closed", unsaid),
        "shell commands: rules on edits do not see what a command writes",
    )
    return edit, cannot


def ours(text: str) -> str:
    """Return the rules on edits, in their order: it decides."""
    edit: Any = below(table(text), "permission").get("edit")
    return dump(list(edit.items()) if isinstance(edit, dict) else edit)


def _exact(row: Row) -> str | None:
    """Write a folder, a file, or everything: the only ones that mean the same with a ``*`` that crosses folders."""
    if row == (FOLDERS,):
        return "*"
    kept = row[:-1] if row[-1] == FOLDERS else row
    if not all(len(s) == 1 and s[0].kind == "text" and not set(s[0].text) & set("*?") for s in kept):
        return None
    return "/".join(segment[0].text for segment in kept) + ("/*" if kept != row else "")


def _wide(globs: tuple[str, ...]) -> list[str]:
    """Write patterns that match at least as much: ``**/x`` is ``x`` at the top as well, ``a/**/b`` is also ``a/b``."""
    found = [pattern.replace("/**/", "/*").replace("**", "*") for pattern in written(globs, wider)[0]]
    tops = [pattern.removeprefix("*/") for pattern in found if pattern.startswith("*/")]
    return [*found, *tops]
