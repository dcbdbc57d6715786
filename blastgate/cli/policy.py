"""``blastgate policy``: check the policy, print it on one page, describe its file for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from blastgate import registry
from blastgate.cli import options
from blastgate.cli.options import Target
from blastgate.errors import SourceError
from blastgate.policy.lint.finding import Finding
from blastgate.reporters.escape import for_terminal
from blastgate.reporters.wording.phrases import count
from blastgate.sources.git.door import Git
from blastgate.sources.policy import PolicySource, read_policy

STDOUT = Target("text", None)


@click.group()
def command() -> None:
    """Check the policy, print it, or judge examples by it."""


@command.command("lint")
@options.repo_option
@options.policy_option
@options.quiet_option
def lint_command(repo: Path, policy_file: Path | None, quiet: bool) -> int:
    """Find mistakes in the policy, each with its line and remedy.

    Also uncovered cases, unreachable rows, rows that are looser than a lower level, and globs that match nothing.

    \b
    Exit codes: 0 clean or warnings only, 1 errors found, 2 the policy does not load.
    """
    from blastgate.policy.lint.lint import lint

    git = _repository(repo, policy_file)
    source = _read(git, policy_file)
    findings = lint(source.policy, _files(git))
    shown = [f for f in findings if f.severity == "error" or not quiet]
    options.write("".join(map(_draw, shown)) + _summary(source, findings), STDOUT)
    return 1 if any(finding.severity == "error" for finding in findings) else 0


@command.command("show")
@options.repo_option
@options.policy_option
def show_command(repo: Path, policy_file: Path | None) -> int:
    """Print the policy that would judge here, on one page.

    Every rule stands with the file and line that says so.
    """
    from blastgate.policy.show.page import show_policy

    policy = _read(_repository(repo, policy_file), policy_file).policy
    text = show_policy(policy, options.look("never", STDOUT).width)
    options.write("".join(f"{for_terminal(line)}\n" for line in text.splitlines()), STDOUT)
    return 0


@command.command("test")
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@options.repo_option
@options.policy_option
@options.format_option("blastgate.reporters.policytest")
@options.verbose_option
@options.quiet_option
@options.color_option
def test_command(**given: Any) -> int:
    """Judge examples by the policy, and compare with what they expect.

    FILE is .blastgate.test.yml at the top of the work tree, if none is named.

    \b
    Exit codes: 0 all as expected, 1 an example is not, 2 the policy or the examples have mistakes.
    """
    from blastgate.policy.people import People
    from blastgate.policytest.load import load_examples
    from blastgate.policytest.run import run_examples

    git = _repository(given["repo"], given["policy_file"])
    source = _read(git, given["policy_file"])
    name, data = _examples(given["file"], git)
    examples = load_examples(data, name, source.policy)
    answer = run_examples(examples, name, source.policy, People(source.policy, source.codeowners))
    for target in given["targets"]:
        look = options.look(given["color"], target, given["verbose"], given["quiet"])
        options.write(registry.load("blastgate.reporters.policytest", target.format).report(answer, look), target)
    return 1 if answer.failed else 0


@command.command("fetch")
@options.repo_option
@options.policy_option
def fetch_command(repo: Path, policy_file: Path | None) -> int:
    """Fetch the floors that the policy extends elsewhere.

    Over the network, from other repositories; each is named. They are kept as objects of this repository, under
    refs/blastgate/floors/. No other command fetches on a laptop.
    """
    from blastgate.sources.policy import fetch_floors

    floors = fetch_floors(Git.open(repo), policy_file)
    lines = floors or ("the policy extends nothing in another repository",)
    options.write("".join(f"{for_terminal(line)}\n" for line in lines), STDOUT)
    return 0


@command.command("schema")
@click.option("--examples", is_flag=True, help="Print the one of .blastgate.test.yml instead.")
def schema_command(examples: bool) -> int:
    """Print the JSON Schema of the policy file, for editors."""
    from blastgate.policy.reading.schema import policy_schema
    from blastgate.policytest.shape import examples_schema

    options.write(json.dumps(examples_schema() if examples else policy_schema(), indent=2) + "\n", STDOUT)
    return 0


def _examples(file: Path | None, git: Git | None) -> tuple[str, bytes]:
    """Read the file of examples, as it is on disk: its name as the user knows it, and its bytes."""
    from blastgate.policytest.load import FILE

    place = file or (git.top if git is not None and git.top is not None else Path()) / FILE
    try:
        return (str(file) if file else FILE), place.read_bytes()
    except OSError as error:
        hint = f"write {FILE}, or name a file: blastgate policy test FILE"
        raise SourceError(f"cannot be read: {error.strerror}", str(file or FILE), hint) from None


def _repository(repo: Path, policy_file: Path | None) -> Git | None:
    """A policy file can be looked at without a repository; then globs are not compared with files."""
    if policy_file is not None and not Git.is_repository(repo):
        return None
    return Git.open(repo)


def _read(git: Git | None, policy_file: Path | None) -> PolicySource:
    return read_policy(git, "", _head(git), policy_file)


def _head(git: Git | None) -> str:
    found = git.try_run("rev-parse", "--verify", "--quiet", "HEAD^{commit}") if git else None
    return found.decode().strip() if found else ""


def _files(git: Git | None) -> tuple[str, ...] | None:
    head = _head(git)
    if git is None or not head:
        return None
    listing = git.run("ls-tree", "-r", "-z", "--name-only", "--full-tree", head)
    return tuple(name.decode("utf-8", "surrogateescape") for name in listing.split(b"\0") if name)


def _draw(finding: Finding) -> str:
    lines: list[Any] = [f"{finding.location}: {finding.severity}: {finding.text}", f"    {finding.remedy}"]
    return "".join(f"{for_terminal(line)}\n" for line in lines)


def _summary(source: PolicySource, findings: tuple[Finding, ...]) -> str:
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    name = for_terminal(source.policy.source)
    if not findings:
        return f"{name}: nothing to mend in {count(len(source.policy.layers), 'layer')}\n"
    return f"{name}: {count(errors, 'error')}, {count(warnings, 'warning')}\n"
