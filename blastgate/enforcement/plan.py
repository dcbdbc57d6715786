"""From a ruling, and from what stands on GitHub now, to a plan. Pure: the same input gives the same plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from blastgate.enforcement.comment import body_of
from blastgate.enforcement.status import status_of
from blastgate.model.classification import LEVELS
from blastgate.model.plan import CommentWrite, Plan, Ruling, StatusWrite
from blastgate.model.pull_request import Comment, PullRequest, StatusRecord
from blastgate.model.wording import some

LABELS = tuple(f"blastgate: {level}" for level in LEVELS)  # the labels that blastgate owns, where they exist


@dataclass(frozen=True, slots=True)
class Live:
    """What stands on GitHub: the pull request (None for a merge group), the status, our comment, the repository's
    labels (None where nobody looked), whose request for review was taken back by somebody, and how busy each reviewer
    is (open requests; fewer than none for whoever knows this pull request already)."""

    pull: PullRequest | None = None
    status: StatusRecord | None = None
    comment: Comment | None = None
    labels: frozenset[str] | None = None
    taken_back: frozenset[str] = frozenset()
    busy: Mapping[str, int] = field(default_factory=dict)


def make_plan(ruling: Ruling, live: Live, sharing: Sequence[Ruling] = ()) -> Plan:
    """Plan what is to be written for a ruling; ``sharing`` are those of other pull requests with the same head."""
    status = status_of((ruling, *sharing))
    write = None if _is_written(status, live.status) else status
    if live.pull is None:
        return Plan(ruling.number, write)
    ask, told = whom_to_ask(ruling, live)
    add, remove, missing = _labels(ruling, live)
    comment = _comment(ruling, live.comment)
    return Plan(ruling.number, write, ask, comment, add, remove, (*told, *missing))


def _is_written(status: StatusWrite, found: StatusRecord | None) -> bool:
    return found is not None and (found.state, found.description) == (status.state, status.description)


def _comment(ruling: Ruling, found: Comment | None) -> CommentWrite | None:
    """Write or edit it; a change that passes gets none, unless it had one before."""
    if found is None and ruling.outcome == "pass":
        return None
    body = body_of(ruling)
    same = found is not None and found.body.replace("\r\n", "\n").strip() == body.strip()
    return None if same else CommentWrite(found.id if found else None, body)


def whom_to_ask(ruling: Ruling, live: Live) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Choose the fewest reviewers who cover what is open, and say what cannot be asked.

    Nobody is asked of a draft or in observe mode. Whoever is asked already covers what they can; the author and those
    whose request was taken back are never asked. Ties go to whoever is least busy, then to whom the policy names
    first; a second run asks nobody.
    """
    pull, assessment = live.pull, ruling.assessment
    if pull is None or assessment is None or ruling.outcome != "review" or assessment.mode == "observe":
        return (), ()
    if pull.draft or pull.state != "open":
        return (), ("a draft: reviewers are asked when it is ready",) if pull.draft else ()
    never = {*live.taken_back, pull.author.name if pull.author else ""}
    asked = {name.lower() for name in pull.requested}
    left, told = [], []
    for side in ruling.asks:
        if asked.isdisjoint(name.lower() for name in side):
            free = tuple(name for name in side if name.lower() not in never)
            left += [free] if free else []
            told += [] if free else [f"nobody is left to be asked of {some(side) or 'a group'}"]
    return _fewest(left, live.busy), tuple(told)


def _fewest(sides: list[tuple[str, ...]], busy: Mapping[str, int]) -> tuple[str, ...]:
    """Cover every side: whoever is on most of them first, of these the least busy, then in the order of the sides."""
    chosen: list[str] = []
    while sides:
        names = [name for side in sides for name in side]
        best = max(dict.fromkeys(names), key=lambda name: (sum(name in s for s in sides), -busy.get(name.lower(), 0)))
        chosen.append(best)
        sides = [side for side in sides if best not in side]
    return tuple(chosen)


def _labels(ruling: Ruling, live: Live) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the labels to add, those to remove, and what is told of a label that does not exist."""
    assert live.pull is not None
    wanted = f"blastgate: {ruling.assessment.level}" if ruling.assessment else ""
    has = {name.lower() for name in live.pull.labels}
    remove = tuple(name for name in LABELS if name in has and name != wanted) if wanted else ()
    if not wanted or wanted in has or live.labels is None:
        return (), remove, ()
    if wanted in live.labels:
        return (wanted,), remove, ()
    some_exist = any(name in live.labels for name in LABELS)
    return (), remove, (f"the label {wanted!r} does not exist here",) if some_exist else ()
