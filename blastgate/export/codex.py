"""Codex: a permission profile in .codex/config.toml (developers.openai.com/codex/permissions).

The sandbox holds it, shell commands included. Folders and files are ``write`` or ``read``; the longer path wins. A glob
can only deny reading, so a rule that is a pattern has no place here.
"""

from __future__ import annotations

import json
import tomllib

from blastgate.export._json import dump, lost
from blastgate.export._patterns import place, written
from blastgate.export.interface import PathRules, Settings

FILE = ".codex/config.toml"
PROFILE = "blastgate"


def settings(rules: PathRules) -> Settings:
    """Write a profile that may write where the policy lets it; what wants a yes is read-only."""
    closed = rules.only is not None and "**" not in rules.only
    opened, unsaid = written(rules.only or () if closed else (), place)
    shut, unshut = written((*rules.protected, *rules.guarded, FILE), place)
    entries = {".": "read" if closed else "write"} | dict.fromkeys(opened, "write") | dict.fromkeys(shut, "read")
    lines = [
        f'default_permissions = "{PROFILE}"',
        "",
        f"[permissions.{PROFILE}]",
        f'extends = "{":read-only" if closed else ":workspace"}"',
        "",
        f'[permissions.{PROFILE}.filesystem.":workspace_roots"]',
        *(f"{_key(path)} = {json.dumps(access)}" for path, access in entries.items()),
    ]
    cannot = [
        *lost("open paths that are patterns, so they stay read-only", unsaid),
        *lost("closed paths that are patterns, so they stay as open as what is around them", unshut),
    ]
    if rules.guarded or rules.ask:
        cannot.append("asking for a path: what wants a yes is read-only")
    cannot.append("older sandbox settings: where sandbox_mode is set anywhere, Codex does not use this profile")
    cannot.append("projects that are not trusted: Codex reads their .codex/config.toml only after you trust them")
    return Settings("\n".join(lines) + "\n", tuple(cannot))


def ours(text: str) -> str:
    """Return the profile, and which profile is used."""
    data = tomllib.loads(text)
    profiles = data.get("permissions")
    profile = profiles.get(PROFILE) if isinstance(profiles, dict) else None
    return dump({"default_permissions": data.get("default_permissions"), PROFILE: profile, **_older(data)})


def _older(data: dict[str, object]) -> dict[str, object]:
    """Return the settings that would switch the profile off."""
    return {key: data[key] for key in ("sandbox_mode", "sandbox_workspace_write") if key in data}


def _key(path: str) -> str:
    return json.dumps(path, ensure_ascii=False).replace("\x7f", "\\u007F")
