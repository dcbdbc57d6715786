"""How a job gets the head of a pull request into its workspace: by checkout, by git, by gh."""

from __future__ import annotations

import re
from collections.abc import Mapping

from blastgate.audit._shell import Command, commands
from blastgate.model.named import NamedTuple
from blastgate.workflows import Job, Step, Workflow
from blastgate.workflows.expressions import find_expressions, reads_of

CONTEXT = re.compile(
    r"github\.head_ref"
    r"|github\.event\.pull_request\.(?:head\.(?:sha|ref|label|repo\..*)|merge_commit_sha|number)"
    r"|github\.event\.(?:number|issue\.number)"
    r"|github\.event\.workflow_run\.(?:head_(?:sha|branch|commit\.id|repository\..*)|pull_requests\..*)"
)
NUMBER = re.compile(r"github\.event\.(?:pull_request\.number|number|issue\.number)")
PULL_REF = re.compile(r"(?:refs/)?pull/.{1,200}?/(?:head|merge)")
LOOKED_UP = re.compile(r"(?:steps|needs)\.[\w.-]{1,200}(?:ref|sha|head|branch|commit)[\w-]{0,50}", re.IGNORECASE)
SWITCHES = frozenset(
    ("checkout", "switch", "reset", "merge", "restore", "worktree", "rebase", "cherry-pick", "read-tree")
)
VARIABLE = re.compile(r"\$\{?([A-Za-z_]\w{0,99})\}?")


class Brought(NamedTuple):
    """The head in the workspace: the line that brings it, how, and the folder it comes to (``.`` is the workspace).

    ``surely`` is false where the ref is looked up by an earlier step.
    """

    line: int
    text: str
    folder: str = "."
    surely: bool = True


def brought_by(step: Step, job: Job, workflow: Workflow) -> Brought | None:
    """Tell whether a step brings the head of a pull request into the workspace."""
    settings = (*workflow.env, *job.env, *step.env)
    values = {setting.name: setting.value.text for setting in settings}
    if step.uses is not None and step.uses.repository == "actions/checkout":
        return _by_checkout(step, values)
    return _by_script(step, values) if step.run is not None else None


def _by_checkout(step: Step, values: Mapping[str, str]) -> Brought | None:
    folder = step.input("path")
    place = folder.text.strip().removeprefix("./").rstrip("/") or "." if folder else "."
    for name in ("ref", "repository"):
        given = step.input(name)
        if given is None:
            continue
        if is_head(given.text, values):
            return Brought(given.line, f"actions/checkout brings the head ({name}: {_short(given.text)})", place)
        if name == "ref" and any(LOOKED_UP.fullmatch(read) for read in _reads(given.text)):
            told = f"actions/checkout brings what an earlier step looked up (ref: {_short(given.text)})"
            return Brought(given.line, told, place, surely=False)
    return None


def is_head(text: str, values: Mapping[str, str]) -> bool:
    """Tell whether a ref, a URL or an argument names the head of a pull request."""
    whole = _filled(text, values)
    if PULL_REF.search(whole):
        return True
    reads = [read for read in _reads(whole) if CONTEXT.fullmatch(read)]
    return any(not NUMBER.fullmatch(read) for read in reads)


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Put what variables are set to in their place, once: in expressions (``env.X``) and in scripts (``$X``)."""
    found = VARIABLE.sub(lambda hit: values.get(hit[1], hit[0])[:2_000], text[:20_000])
    more = [values.get(_key(read[4:], values), "") for read in _reads(found) if read.startswith("env.")]
    return " ".join((found, *more))


def _key(name: str, values: Mapping[str, str]) -> str:
    return next((key for key in values if key.lower() == name), "")


def _reads(text: str) -> list[str]:
    return [read for expression in find_expressions(text) for read in reads_of(expression.body)]


def _by_script(step: Step, values: Mapping[str, str]) -> Brought | None:
    assert step.run is not None
    fetched = False
    for command in commands(step.run.text):
        line = step.run.line_at(command.offset)
        how = _how(command, values, fetched)
        if how == "fetch":
            fetched = True
        elif how:
            return Brought(line, f"`{_short(command.line)}` {how}", step.folder.removeprefix("./").rstrip("/") or ".")
    return None


def _how(command: Command, values: Mapping[str, str], fetched: bool) -> str:
    """Say how a command brings the head; ``fetch`` where it brings the objects only."""
    words = command.words
    if words[0] in ("gh", "hub") and words[1:3] == ("pr", "checkout"):
        return "checks the head out"
    if words[0] not in ("git", "gh") or len(words) < 2:
        return ""
    verb = next((word for word in words[1:] if not word.startswith("-") and "=" not in word), "")
    names = is_head(" ".join(words[1:]), values)
    if verb == "fetch" and names:
        return "fetch"
    if verb in ("clone", "pull", "repo") and names:
        return "brings the head"
    if verb in SWITCHES and (names or (fetched and words[-1] != "HEAD")):
        return "puts the head into the workspace"
    return ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79]}…"
