"""Plain git hooks, for those without the pre-commit framework: small POSIX shell scripts that start blastgate.

What git gives each hook stands in githooks(5).
"""

from __future__ import annotations

import shlex

from blastgate.model.named import NamedTuple


class Hook(NamedTuple):
    """What a hook runs, and whether git goes on where blastgate has gone missing."""

    arguments: str
    goes_on: bool = False


HOOKS = {
    "pre-commit": Hook("check --hook pre-commit"),
    "pre-push": Hook("check --hook pre-push"),
    "prepare-commit-msg": Hook('tag "$@"', goes_on=True),
    "commit-msg": Hook('tag --commit-msg "$@"', goes_on=True),
}
SCRIPT = """\
#!/bin/sh
# Written by `blastgate init --hooks`; delete this file to be rid of it.
for program in {program} blastgate; do
  if command -v "$program" >/dev/null 2>&1; then
    exec "$program" {arguments}
  fi
done
echo "blastgate is not found: activate its environment, install it again, or delete $0" >&2
exit {code}
"""


def git_hook(name: str, program: str) -> str:
    """Write the script of one hook; ``program`` is the absolute path of blastgate, tried before the search path."""
    hook = HOOKS[name]
    return SCRIPT.format(program=shlex.quote(program), arguments=hook.arguments, code=0 if hook.goes_on else 1)
