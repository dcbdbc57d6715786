"""What a check offers: one file, whose docstring is its manual page, and one function."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from blastgate.model.audit import Cleared, Finding
from blastgate.workflows import Trigger, Workflow

# Events that a stranger can cause and whose workflow has the repository's secrets and a token that may write:
# docs.github.com, "Events that trigger workflows" and "Securely using pull_request_target".
PRIVILEGED = frozenset(
    (
        "pull_request_target",
        "workflow_run",
        "issue_comment",
        "issues",
        "discussion",
        "discussion_comment",
        "fork",
        "gollum",
    )
)
# Events that a stranger can cause, with a read-only token and no secrets where they come from a fork.
UNPRIVILEGED = frozenset(("pull_request", "pull_request_review", "pull_request_review_comment"))


@dataclass(frozen=True, slots=True)
class Start:
    """A way in which a workflow starts: by its own trigger, or (``caller``) called by another workflow."""

    trigger: Trigger
    caller: Workflow | None = None

    @property
    def event(self) -> str:
        """The event at the beginning."""
        return self.trigger.event

    @property
    def words(self) -> str:
        """Say it, with the place of the caller."""
        return f"on {self.event}" + (f", called by {self.caller.path}:{self.trigger.line}" if self.caller else "")


@dataclass(frozen=True, slots=True)
class Audited:
    """One workflow with all others of its repository."""

    workflow: Workflow
    others: tuple[Workflow, ...] = ()

    def starts(self, events: frozenset[str]) -> tuple[Start, ...]:
        """List how the workflow starts by one of these events, callers of the same repository included."""
        own = [Start(trigger) for trigger in self.workflow.triggers if trigger.event in events]
        if self.workflow.trigger("workflow_call") is not None:
            for other in self.others:
                if any(job.uses and _calls(job.uses.name, self.workflow.path) for job in other.jobs):
                    own += [Start(trigger, other) for trigger in other.triggers if trigger.event in events]
        return tuple(own)


class Check(Protocol):
    """A check is one module with this function; its id is its file name in kebab-case."""

    def check(self, audited: Audited) -> Iterable[Finding | Cleared]:
        """Find the holes of one workflow, and what looks like one and is none."""


def _calls(used: str, path: str) -> bool:
    name = used.removeprefix("./")
    return used.startswith("./") and (path.lower() == name or path.lower().endswith(f"/{name}"))
