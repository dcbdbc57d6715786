"""What stands on GitHub when a plan is made: status, comment, labels, and who is asked and busy."""

from __future__ import annotations

from collections import Counter

from blastgate.enforcement.comment import MARKER
from blastgate.enforcement.plan import Live
from blastgate.enforcement.status import CONTEXT
from blastgate.gate.facts import PullRead
from blastgate.gate.hub import Hub
from blastgate.model.named import NamedTuple
from blastgate.model.plan import Ruling
from blastgate.model.pull_request import OpenPull, PullRequest, StatusRecord, TimelineEvent
from blastgate.sources.github.client import GitHub
from blastgate.sources.github.people import read_own_account
from blastgate.sources.github.repository import latest_status, read_labels
from blastgate.sources.github.reviews import find_comment, read_timeline

WORKFLOW_BOT = "github-actions[bot]"
# github.blog, "Behind GitHub's new authentication token formats": an app's, which cannot ask whose it is
OF_APP = "ghs_"


class JudgedPull(NamedTuple):
    """A pull request as it was judged, with what was read of it, and the newest open ones where somebody is asked."""

    pull: PullRequest
    ruling: Ruling
    read: PullRead | None
    newest: tuple[OpenPull, ...]


def read_live(hub: Hub, judged: JudgedPull) -> Live:
    """Read what stands on a pull request now. Raises SourceError."""
    pull, ruling, read, newest = judged
    github, token = hub.github, hub.environment.get("GITHUB_TOKEN", "")
    status = latest_status(github, pull.head.sha, CONTEXT)
    comment = find_comment(github, pull.number, MARKER, _own_login(github, token, status))
    labels = frozenset(label.name for label in read_labels(github)) if ruling.assessment else None
    taken_back = _taken_back(read.timeline if read else read_timeline(github, pull.number))
    return Live(pull, status, comment, labels, taken_back, _busy(newest, read) if read else {})


def _busy(newest: tuple[OpenPull, ...], read: PullRead) -> dict[str, int]:
    """Count open requests for review; whoever reviewed this pull request before comes first all the same."""
    knows = {review.author.name: -1 for review in read.facts.reviews if review.author is not None}
    return {**Counter(name for pull in newest for name in pull.requested), **knows}


def _own_login(github: GitHub, token: str, status: StatusRecord | None) -> str:
    """Tell as whom this token writes: an app shows it only by what it wrote, so its last status says it."""
    if status is not None and status.creator is not None and status.creator.kind == "Bot":
        return status.creator.login
    if token.startswith(OF_APP):
        return WORKFLOW_BOT
    account = read_own_account(github)
    return account.login if account else WORKFLOW_BOT


def _taken_back(timeline: tuple[TimelineEvent, ...]) -> frozenset[str]:
    """List whose request for review was removed and not made again since by a person."""
    gone: dict[str, bool] = {}
    for event in timeline:
        if event.kind == "review_request_removed":
            gone[event.target] = True
        elif event.kind == "review_requested":
            gone[event.target] = False
    return frozenset(name for name, removed in gone.items() if removed and name)
