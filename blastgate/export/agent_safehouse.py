"""Agent Safehouse: a profile for ``safehouse --append-profile=FILE`` (github.com/eugene1g/agent-safehouse, options.md).

The profile is in the language of macOS' sandbox and comes after the generated rules, so that it has the last word over
any agent and whatever it starts.
"""

from __future__ import annotations

from blastgate.export._patterns import ANYWHERE, expression, written
from blastgate.export.interface import PathRules, Settings

FILE = ".safehouse.blastgate.sb"


def settings(rules: PathRules) -> Settings:
    """Write the paths that no process may write to."""
    patterns, _ = written((*rules.protected, *rules.guarded, FILE), expression)
    lines = [";; Written by blastgate guardrails export --for agent-safehouse.", "(deny file-write*"]
    lines += [f'  (regex #"/{_end(pattern.removeprefix(ANYWHERE))}")' for pattern in patterns]
    cannot = ["where the repository is: a closed path is closed below every folder"]
    if rules.only is not None:
        cannot.append("ai_paths: the sandbox opens the whole working folder; only the gate holds it")
    if rules.guarded:
        cannot.append("asking for a path: what wants a yes is refused")
    return Settings("\n".join(lines) + ")\n", tuple(cannot))


def ours(text: str) -> str:
    """Return the lines without comments."""
    return "".join(f"{line.strip()}\n" for line in text.splitlines() if line.strip() and not line.startswith(";"))


def _end(pattern: str) -> str:
    r"""Write a pattern for a raw string: it ends in a slash, or names the file; a quote would end the string."""
    whole = pattern if not pattern or pattern.endswith("/") else f"{pattern}$"
    return whole.replace('[^"]', ".").replace('[^"/]', "[^/]").replace('"', ".")
