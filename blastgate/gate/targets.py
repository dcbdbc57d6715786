"""What an event is about: which pull requests are to be judged, or which merge group; or nothing, and why."""

from __future__ import annotations

from dataclasses import dataclass

from blastgate.model.event import Event, MergeGroup
from blastgate.sources.github.client import GitHub
from blastgate.sources.github.people import read_permission
from blastgate.sources.github.pull_request import read_open_pulls, resolve_run

SIGNAL = "pull_request_review"


@dataclass(frozen=True, slots=True)
class Targets:
    """Pull requests by number, or a merge group; ``sweep`` for all open ones. ``told`` says why there is nothing."""

    numbers: tuple[int, ...] = ()
    group: MergeGroup | None = None
    sweep: bool = False
    told: str = ""


def targets_of(event: Event, github: GitHub) -> Targets:
    """Find what an event asks to judge. Raises SourceError where GitHub's live state does not fit the event."""
    if event.name == "merge_group":
        done = event.action == "destroyed"
        return Targets(told="the merge group is gone") if done or event.group is None else Targets(group=event.group)
    if event.name in ("schedule", "workflow_dispatch"):
        return Targets(tuple(pull.number for pull in read_open_pulls(github)), sweep=True)
    if event.name == "workflow_run":
        return _of_run(event, github)
    if event.name == "issue_comment":
        return _of_comment(event, github)
    return Targets((event.number,)) if event.number else Targets(told="the event names no pull request")


def _of_run(event: Event, github: GitHub) -> Targets:
    if event.run is None or event.run.event != SIGNAL:
        return Targets(told=f"the workflow run was not for {SIGNAL}")
    return Targets((resolve_run(github, event.run).number,))


def _of_comment(event: Event, github: GitHub) -> Targets:
    if not event.recheck or event.number is None or event.actor is None:
        return Targets(told="the comment asks for nothing")
    if not event.actor.is_person or not read_permission(github, event.actor.login).can_write:
        return Targets(told=f"{event.actor.name} may not ask for a recheck: it takes the right to write")
    return Targets((event.number,))
