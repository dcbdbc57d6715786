"""What started the gate: frozen facts of a workflow event. A claim, never a proof: live state is read again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from blastgate.model.pull_request import Account

EventName = Literal[
    "pull_request_target",
    "pull_request",
    "pull_request_review",
    "workflow_run",
    "merge_group",
    "issue_comment",
    "schedule",
    "workflow_dispatch",
]


@dataclass(frozen=True, slots=True)
class WorkflowRun:
    """The run that a ``workflow_run`` event speaks of: which event started it, and on which head.

    GitHub leaves its list of pull requests empty for forks, so it isn't kept; ``repository`` is that of the head.
    """

    id: int
    event: str
    workflow: str
    repository: str
    branch: str
    sha: str


@dataclass(frozen=True, slots=True)
class MergeGroup:
    """Pull requests on their way through a merge queue, as one change ``base_sha..head_sha``.

    ``number`` is the last pull request of the group, as the name of the queue's branch tells it.
    """

    base_branch: str
    base_sha: str
    head_branch: str
    head_sha: str
    number: int


@dataclass(frozen=True, slots=True)
class Event:
    """A workflow event: its name, what happened (``action``), in which repository (``owner/name``), and who did it.

    ``number`` is the pull request where the payload names one, ``head_sha`` its head then. ``recheck`` says that a
    comment on a pull request asks for it; whether ``actor`` may ask is for live state to say.
    """

    name: EventName
    action: str
    repository: str
    actor: Account | None = None
    number: int | None = None
    head_sha: str = ""
    recheck: bool = False
    run: WorkflowRun | None = None
    group: MergeGroup | None = None
