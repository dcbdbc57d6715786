"""Cursor's command line agent: ``permissions`` of .cursor/cli.json (cursor.com/docs/cli/reference/permissions).

``Write(glob)`` allows or denies, globs know ``**``, ``*`` and ``?`` and start at the top of the workspace; deny wins.
"""

from __future__ import annotations

from blastgate.export._json import below, dump, lost, strings, table
from blastgate.export._patterns import plain, wider, written
from blastgate.export.interface import PathRules, Settings

FILE = ".cursor/cli.json"


def settings(rules: PathRules) -> Settings:
    """Write what is allowed and what is denied; outside of both Cursor asks."""
    allow, unsaid = written(rules.only or (), plain)
    deny, _ = written((*rules.protected, ".cursor/**"), wider)
    permissions = {"allow": [f"Write({p})" for p in allow], "deny": [f"Write({p})" for p in deny]}
    cannot = [*lost("open paths that its globs cannot name, so it asks there", unsaid)]
    if rules.only is not None and not rules.ask:
        cannot.append("deny by default: outside the open paths it asks a person instead of refusing")
    if rules.guarded:
        cannot.append(
            f"paths that want a yes have no list of their own; it asks unless told otherwise: {rules.guarded[0]}"
        )
    cannot.append(
        "shell commands, and the editor's own agent: these rules hold for the command line agent's file tools"
    )
    return Settings(dump({"permissions": permissions}), tuple(cannot))


def ours(text: str) -> str:
    """Return the rules on writing."""
    permissions = below(table(text), "permissions")
    return dump({key: strings(permissions, key, ("Write",)) for key in ("allow", "deny")})
