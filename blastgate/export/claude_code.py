"""Claude Code: ``permissions`` of .claude/settings.json (code.claude.com/docs/en/permissions, .../permission-modes).

``Edit(...)`` rules hold for every built-in tool that writes files; patterns are gitignore's, from the project's top.
Deny wins over ask, ask over allow. In the mode ``dontAsk`` what no rule allows is refused: deny by default.
"""

from __future__ import annotations

from typing import Any

from blastgate.export._json import below, dump, strings, table
from blastgate.export._patterns import gitignore, written
from blastgate.export.interface import PathRules, Settings

FILE = ".claude/settings.json"
OWN = (".claude/settings.json", ".claude/settings.local.json")
KINDS = ("Edit", "Write", "MultiEdit", "NotebookEdit")


def settings(rules: PathRules) -> Settings:
    """Write allow, ask and deny rules; in ``dontAsk`` mode where the policy refuses what lies outside."""
    lists = {
        "allow": _edits(rules.only or ()),
        "ask": _edits(rules.guarded),
        "deny": _edits((*rules.protected, *OWN)),
    }
    strict = rules.only is not None and not rules.ask
    permissions: dict[str, Any] = {"defaultMode": "dontAsk"} if strict else {}
    permissions |= {key: found for key, found in lists.items() if found}
    cannot = ["shell commands: Edit rules do not see what a Bash command writes; its sandbox or the gate does"]
    if strict:
        cannot.append("shell commands by path: in dontAsk mode those that you do not allow are refused, your tests too")
        cannot.append("a person's own settings and the bypass mode: only managed settings hold against them")
    return Settings(dump({"permissions": permissions}), tuple(cannot))


def ours(text: str) -> str:
    """Return the rules on edits and the mode; other permissions are the team's own."""
    permissions = below(table(text), "permissions")
    kept: dict[str, Any] = {key: strings(permissions, key, KINDS) for key in ("allow", "ask", "deny")}
    return dump({"defaultMode": permissions.get("defaultMode"), **kept})


def _edits(globs: tuple[str, ...]) -> list[str]:
    return [f"Edit({pattern})" for pattern in written(globs, gitignore)[0]]
