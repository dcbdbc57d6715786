"""Aider: .aiderignore, in the syntax of gitignore (aider.chat/docs/config/options.html, ``--aiderignore``).

Aider leaves an ignored file alone altogether: it neither edits it nor reads it.
"""

from __future__ import annotations

from blastgate.export._patterns import gitignore, written
from blastgate.export.interface import PathRules, Settings

FILE = ".aiderignore"


def settings(rules: PathRules) -> Settings:
    """Write the protected paths, one to a line."""
    patterns, _ = written((*rules.protected, FILE, ".aider.conf.yml"), gitignore)
    cannot = ["reading: an ignored file is not read either"]
    if rules.only is not None:
        cannot.append("ai_paths: ignoring all the rest would hide it from Aider; only the gate holds it")
    if rules.guarded:
        cannot.append("asking for a path: what wants a yes is left open")
    return Settings("".join(f"{pattern}\n" for pattern in patterns), tuple(cannot))


def ours(text: str) -> str:
    """Return the patterns in order, without comments."""
    lines = (line.rstrip() for line in text.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("#"))
