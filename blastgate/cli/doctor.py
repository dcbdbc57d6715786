"""``blastgate doctor``: check that the gate really gates here."""

from __future__ import annotations

import os
from typing import Any

import click

from blastgate import registry
from blastgate.cli import options

PROBLEM, COULD_NOT_LOOK = 1, 2
ROOM = "blastgate.reporters.doctor"


@click.command()
@options.repo_option
@click.option("--github", metavar="OWNER/NAME", help="The repository on GitHub.  [default: the origin remote]")
@options.format_option(ROOM)
@options.quiet_option
@options.color_option
def command(**given: Any) -> int:
    """Check that the gate really gates here.

    Looks at the required status, rights, events, policy, owners and roster. Reads GitHub (GITHUB_TOKEN, or anonymous;
    GITHUB_API_URL) and the default branch of this clone. Writes nothing.

    \b
    Exit codes: 0 all is well, 1 problems, 2 no problem seen, but something could not be looked at.
    """
    from blastgate.steps.doctor import examine

    found = examine(given["repo"], given["github"], os.environ)
    for target in given["targets"]:
        look = options.look(given["color"], target, 0, given["quiet"])
        options.write(registry.load(ROOM, target.format).report(found, look), target)
    states = {diagnosis.state for diagnosis in found.diagnoses}
    return PROBLEM if "problem" in states else COULD_NOT_LOOK if "unknown" in states else 0
