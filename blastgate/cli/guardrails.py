"""``blastgate guardrails``: the policy's path rules as settings for coding agents."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from blastgate import registry
from blastgate.cli import options
from blastgate.cli._writing import NewFile, refuse_conflicts, write_all
from blastgate.cli.options import Target
from blastgate.errors import SourceError, UsageError
from blastgate.export.interface import Agent, Settings
from blastgate.reporters.escape import for_terminal

ROOM = "blastgate.export"
AGENTS = [name.replace("_", "-") for name in registry.names(ROOM)]
MAX_BYTES = 1_000_000
STDOUT = Target("text", None)


@click.group()
def command() -> None:
    """Write the policy's path rules as settings for coding agents."""


@command.command("export")
@click.option("--for", "agent", type=click.Choice(AGENTS), required=True, help="The agent to write settings for.")
@click.option(
    "--check", is_flag=False, flag_value="", metavar="[FILE]", help="Say whether a file has drifted from the policy."
)
@click.option("--write", is_flag=True, help="Write the agent's file instead of printing it; never over another.")
@click.option("--force", is_flag=True, help="With --write: replace the file that is there, all of it.")
@options.repo_option
@options.policy_option
def export_command(**given: Any) -> int:
    """Print the path rules as the settings of one agent.

    So the agent is stopped before the gate has to. What the agent cannot be told is said on stderr. With --check the
    exit code is 1 where the file (by default the agent's own) says something else than the policy; what it says of
    other things does not count.
    """
    if given["check"] is not None and given["write"]:
        raise UsageError("--check and --write do not go together", "command line", "choose one of them")
    agent: Any = registry.load(ROOM, given["agent"].replace("-", "_"))
    top, settings, notes = _made(agent, given["repo"], given["policy_file"])
    if given["check"] is not None:
        return _check(agent, settings, Path(given["check"]) if given["check"] else top / agent.FILE)
    for sentence in (*notes, *(f"{given['agent']} cannot be told of {said}" for said in settings.cannot)):
        click.echo(f"note: {for_terminal(sentence)}", err=True)
    if not given["write"]:
        options.write(settings.text, STDOUT)
        return 0
    file = NewFile(top, agent.FILE, _bytes(settings.text), replaces=given["force"])
    refuse_conflicts([file], "merge it by hand (--check shows the difference), or replace it with --force")
    write_all([file])
    options.write(f"Wrote {agent.FILE}\n", STDOUT)
    return 0


def _made(agent: Agent, repo: Path, policy_file: Path | None) -> tuple[Path, Settings, tuple[str, ...]]:
    """Read the policy that governs here, and write the settings from it."""
    from blastgate.export._rules import path_rules
    from blastgate.sources.git.door import Git
    from blastgate.sources.git.revisions import head_of
    from blastgate.sources.policy import read_policy

    git = Git.open(repo)
    if git.top is None:
        raise SourceError("is a bare repository: agents work in a clone", str(git.git_dir), "run it in a clone")
    policy = read_policy(git, "", head_of(git) or "", policy_file).policy
    rules = path_rules(policy)
    return git.top, agent.settings(rules), (f"policy {policy.source}", *rules.notes)


def _check(agent: Agent, settings: Settings, file: Path) -> int:
    wanted = agent.ours(settings.text)
    found = agent.ours(_read(agent, file)) if file.exists() else None
    if found == wanted:
        options.write(f"{for_terminal(str(file))} says what the policy says\n", STDOUT)
        return 0
    told = "is not there" if found is None else "has drifted from the policy"
    lines = [f"{for_terminal(str(file))} {told}", *_differences(found or "", wanted)]
    options.write("".join(f"{line}\n" for line in lines), STDOUT)
    return 1


def _read(agent: Agent, file: Path) -> str:
    """Read a settings file; raises SourceError where the agent could not read it either."""
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise SourceError(f"is larger than {MAX_BYTES:,} bytes", str(file), "name a settings file")
        text = data.decode("utf-8")
        agent.ours(text)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", str(file), "name a settings file") from None
    except ValueError as error:
        hint = "mend it, or write it anew with --write --force"
        raise SourceError(f"is no settings file of this agent: {error}", str(file), hint) from None
    return text


def _differences(found: str, wanted: str) -> Iterator[str]:
    compared = difflib.unified_diff(found.splitlines(), wanted.splitlines(), "the file", "the policy", lineterm="", n=1)
    yield from map(for_terminal, compared)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
