"""``blastgate init``: look around, write the policy, and say what it would have meant lately."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import click

from blastgate import registry
from blastgate.cli import options
from blastgate.cli._progress import Progress
from blastgate.cli._writing import NewFile, read_beside, refuse_conflicts, write_all
from blastgate.cli.options import Target
from blastgate.errors import SourceError
from blastgate.model.named import NamedTuple
from blastgate.policy.layers.load import load_policy
from blastgate.policy.model import Policy
from blastgate.setup import screen
from blastgate.setup.git_hooks import HOOKS, git_hook
from blastgate.sources.git.door import Git
from blastgate.sources.policy import POLICY_FILE

STDOUT = Target("text", None)


class Planned(NamedTuple):
    """The files to write, those that are already as they should be, and whether a policy is to be made."""

    files: list[NewFile]
    kept: list[str]
    policy: bool = True


@click.command()
@options.repo_option
@click.option("--pre-commit", is_flag=True, help="Add the hooks to .pre-commit-config.yaml.")
@click.option("--hooks", is_flag=True, help="Write plain git hooks, for those without the pre-commit framework.")
@click.option(
    "--github",
    type=click.Choice(["hardened", "standard", "read-only"]),
    is_flag=False,
    flag_value="hardened",
    help="Write the workflows of the gate: hardened unless you say another.",
)
@click.option("--force", is_flag=True, help="Replace the policy and the workflows that are there; hooks never.")
@click.option("--changes", type=click.IntRange(0), metavar="N", help="Judge the last N changes again.  [default: 100]")
def command(**given: Any) -> int:
    """Write .blastgate.yml from what is found here.

    Looks for components, owners and AI tools, writes the recommended policy with them, and tells what the last changes
    of the default branch would have got under it. A file that is there already is never replaced without --force:
    exit code 2, and nothing is written. With --pre-commit, --hooks or --github a policy that is there stays as it is.
    """
    git = Git.open(given["repo"])
    if git.top is None:
        raise SourceError("is a bare repository: there is no place for files", str(git.git_dir), "run it in a clone")
    planned = _plan(git, git.top, given)
    told = _write_policy(git, git.top, given, planned) if planned.policy else []
    write_all(planned.files)
    if planned.policy:
        told.append(_replayed(git, planned.files[-1].data, given["changes"]))
    written = [_named(file, git.top) for file in planned.files]
    steps = screen.next_steps(planned.policy, given["pre_commit"], bool(given["github"]))
    told.append(screen.draw_done(written, planned.kept, steps))
    options.write("\n".join(part for part in told if part), STDOUT)
    return 0


def _write_policy(git: Git, top: Path, given: dict[str, Any], planned: Planned) -> list[str]:
    """Make the policy's text from what is found, and tell both."""
    from blastgate.setup.policy_file import policy_file
    from blastgate.steps.init import discover

    found = discover(git)
    text = policy_file(found).encode()
    planned.files.append(NewFile(top, POLICY_FILE, text, replaces=given["force"]))
    return [screen.draw_found(found), screen.draw_policy(_loaded(text), options.look("never", STDOUT).width)]


def _replayed(git: Git, text: bytes, changes: int | None) -> str:
    from blastgate.steps.init import replay

    return screen.draw_replay(replay(git, _loaded(text), changes, Progress().step))


def _loaded(text: bytes) -> Policy:
    return load_policy(text, POLICY_FILE, "file", lambda _: None)


def _plan(git: Git, top: Path, given: dict[str, Any]) -> Planned:
    """Settle what is to be written before anything is; the policy's text is made when nothing is in its way."""
    planned = Planned([], [])
    if given["pre_commit"]:
        _plan_framework(top, planned)
    if given["hooks"]:
        _plan_hooks(git, planned)
    if given["github"]:
        _plan_workflows(top, given["github"], given["force"], planned)
    there = read_beside(top, POLICY_FILE) is not None
    if there and not given["force"] and (given["pre_commit"] or given["hooks"] or given["github"]):
        planned = planned._replace(policy=False, kept=[*planned.kept, POLICY_FILE])
    policy = [NewFile(top, POLICY_FILE, b"", replaces=given["force"])] if planned.policy else []
    refuse_conflicts([*policy, *planned.files], _remedy(planned.files))
    return planned


def _remedy(files: list[NewFile]) -> str:
    names = [Path(file.path).name for file in files if os.path.lexists(file.place) and not file.replaces]
    lines = [f"{name}: blastgate {HOOKS[name].arguments}" for name in names if name in HOOKS]
    if lines:
        return f"add the line to the hook yourself: {'; '.join(lines)}"
    return "blastgate init --force writes new ones in their place"


def _plan_framework(top: Path, planned: Planned) -> None:
    from blastgate.setup.pre_commit import CONFIG, with_hooks

    data = with_hooks(read_beside(top, CONFIG))
    if data is None:
        planned.kept.append(CONFIG)
    else:
        planned.files.append(NewFile(top, CONFIG, data, replaces=os.path.lexists(top / CONFIG)))


def _plan_workflows(top: Path, which: str, force: bool, planned: Planned) -> None:
    for template in registry.rule_files(f"workflows/{which}"):
        file = NewFile(top, f".github/workflows/{template.name}", template.read_bytes(), replaces=force)
        if read_beside(top, file.path) == file.data:
            planned.kept.append(file.path)
        else:
            planned.files.append(file)


def _plan_hooks(git: Git, planned: Planned) -> None:
    if place := _hooks_path(git):
        hint = f"git runs the hooks of that folder: add to its pre-commit: blastgate {HOOKS['pre-commit'].arguments}"
        raise SourceError("core.hooksPath is set; nothing was written", place, hint)
    for name in HOOKS:
        file = NewFile(git.common_dir, f"hooks/{name}", git_hook(name, _program()).encode(), executable=True)
        if read_beside(file.top, file.path) == file.data:
            planned.kept.append(str(file.place))
        else:
            planned.files.append(file)


def _hooks_path(git: Git) -> str:
    """Find what git is told of another folder for hooks; what this program itself tells git does not count."""
    listing = git.try_run("config", "--show-scope", "-z", "--get-all", "core.hooksPath") or b""
    fields = listing.decode("utf-8", "surrogateescape").split("\0")
    told = [value for scope, value in zip(fields[::2], fields[1::2], strict=False) if scope != "command"]
    return told[-1] if told else ""


def _program() -> str:
    """Find the command that runs now, for hooks that are started without its environment."""
    return shutil.which(sys.argv[0]) or shutil.which("blastgate") or "blastgate"


def _named(file: NewFile, top: Path) -> str:
    return file.path if file.top == top else os.path.relpath(file.place, top)
