"""opencode 2: ``permissions`` of opencode.json (opencode.ai/v2/docs/permissions).

A list of rules, of which the last that matches wins; the wildcards are those of opencode 1.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from blastgate.export._json import dump, table
from blastgate.export.interface import PathRules, Settings
from blastgate.export.opencode import FILE, SCHEMA, edits

__all__ = ["FILE", "ours", "settings"]


def settings(rules: PathRules) -> Settings:
    """Write a rule on edits for each path, in the order that decides."""
    edit, cannot = edits(rules)
    listed = [{"action": "edit", "resource": path, "effect": effect} for path, effect in edit.items()]
    return Settings(dump({"$schema": SCHEMA, "permissions": listed}), cannot)


def ours(text: str) -> str:
    """Return the rules that hold for edits, in their order; what stands before one for every path decides nothing."""
    found = table(text).get("permissions")
    rules = [rule for rule in found if isinstance(rule, dict)] if isinstance(found, list) else []
    edit = [(rule.get("resource"), rule.get("effect")) for rule in rules if _holds(rule.get("action"))]
    everything = [at for at, (resource, _) in enumerate(edit) if resource == "*"]
    return dump(edit[everything[-1] if everything else 0 :])


def _holds(action: object) -> bool:
    return isinstance(action, str) and fnmatchcase("edit", action.replace("[", "[[]"))
