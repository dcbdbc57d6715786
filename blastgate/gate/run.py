"""One run of the gate: each target judged, planned and written, never for a head that moved meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from blastgate.approvals.standing import standing
from blastgate.enforcement.github import Applied, apply
from blastgate.enforcement.plan import Live, make_plan
from blastgate.enforcement.status import CONTEXT, status_of
from blastgate.errors import BlastgateError, PolicyError, SourceError
from blastgate.gate.facts import PullRead
from blastgate.gate.hub import Hub
from blastgate.gate.live import JudgedPull, read_live
from blastgate.gate.reading import HeadMovedError
from blastgate.gate.ruling import keep_default_graph, rule_group, rule_pull
from blastgate.gate.targets import targets_of
from blastgate.model.event import MergeGroup
from blastgate.model.plan import Plan, Ruling
from blastgate.model.pull_request import OpenPull, PullRequest
from blastgate.sources.cache import Cache, ReadOnlyCache
from blastgate.sources.github.client import PER_PAGE, GitHub
from blastgate.sources.github.events import read_event
from blastgate.sources.github.payload import Payload
from blastgate.sources.github.pull_request import read_newest_pulls, read_pull_request, read_pulls_of_head
from blastgate.sources.github.repository import latest_status
from blastgate.sources.github.reviews import read_reviews

ROUNDS = 3  # how often a pull request is judged anew because it moved meanwhile
RESERVE = 200  # requests of the hour that a sweep leaves to the events of pull requests
SPENT = "the rate limit of the hour is nearly used up"


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one target: the ruling, the plan, and what was carried out (None in a dry run).

    ``ruling`` is None where there was nothing to judge, which ``told`` explains.
    """

    ruling: Ruling | None = None
    plan: Plan | None = None
    applied: Applied | None = None
    told: str = ""


def run_gate(
    environment: Mapping[str, str],
    dry_run: bool = False,
    cache: Path | None = None,
    with_git: bool = True,
    records: Path | None = None,
) -> Iterator[Done]:
    """Run the gate for the event of a workflow. Raises SourceError for an event that cannot be read.

    ``cache`` is a folder with graphs of earlier runs. It is written to by the clock's events alone, and only the graph
    of the default branch: nothing that a pull request brings is kept. Without git all comes from the API. ``records``
    is a folder that takes a record of each judgement.
    """
    event = read_event(environment)
    hub = Hub(environment, cache=ReadOnlyCache(cache))
    targets = targets_of(event, hub.github)
    hub.uses_git, hub.records = with_git, records
    if cache is not None and with_git and targets.sweep:
        yield from _kept(hub, cache)
    if targets.group is not None:
        yield _gate_group(hub, targets.group, dry_run)
    for position, number in enumerate(targets.numbers):
        if targets.sweep and requests_left(hub.github) < RESERVE:
            yield Done(told=f"{len(targets.numbers) - position} pull requests are left for the next sweep: {SPENT}")
            break
        yield _gate_pull(hub, number, dry_run, targets.sweep)
    if targets.told:
        yield Done(told=targets.told)


def _kept(hub: Hub, cache: Path) -> Iterator[Done]:
    """Keep the default branch's graph; a sweep goes on without, and says why."""
    try:
        keep_default_graph(hub, Cache(cache))
    except BlastgateError as error:
        yield Done(told=f"no graph was kept: {in_words(error)}")


def requests_left(github: GitHub) -> int:
    """Read how many requests this token has left for the hour; asking is free."""
    resources = Payload(github.read("rate-limit/get"), "the rate limit").part("resources")
    return resources.part("core").number("remaining")


def _gate_group(hub: Hub, group: MergeGroup, dry_run: bool) -> Done:
    try:
        ruling = rule_group(hub, group)
    except Exception as error:  # noqa: BLE001 - as in _ruled
        ruling = Ruling(None, group.head_sha, group.base_branch, None, in_words(error))
    plan = make_plan(ruling, Live(status=latest_status(hub.github, group.head_sha, CONTEXT)))
    applied = None if dry_run else apply(plan, hub.github, hub.run_url)
    return Done(_timed(ruling, hub), plan, applied)


def _timed(ruling: Ruling, hub: Hub) -> Ruling:
    """Note how many requests this run has made."""
    if ruling.assessment is None:
        return ruling
    timings = {**ruling.assessment.timings, "github_requests": float(hub.github.requests)}
    return replace(ruling, assessment=ruling.assessment._replace(timings=timings))


def _gate_pull(hub: Hub, number: int, dry_run: bool, sweep: bool) -> Done:
    """Judge and write; a sweep goes on after a pull request that cannot even be read."""
    try:
        return _until_it_stands(hub, number, dry_run)
    except BlastgateError as error:
        if not sweep:
            raise
        return Done(Ruling(number, "", "", None, in_words(error)))


def _until_it_stands(hub: Hub, number: int, dry_run: bool) -> Done:
    heads = set()
    for _ in range(ROUNDS):
        pull = read_pull_request(hub.github, number)
        if pull.state != "open":
            return Done(told=f"#{number} is closed: nothing to judge")
        heads.add(pull.head.sha)
        try:
            ruling, read = _ruled(hub, pull)
            newest, sharing = _beside(hub, pull, ruling)
        except HeadMovedError:
            continue
        plan = _planned(hub, JudgedPull(pull, ruling, read, newest), sharing)
        if dry_run:
            return Done(_timed(ruling, hub), plan)
        if _stands(hub.github, pull, read):
            applied = apply(plan, hub.github, hub.run_url)
            return Done(_timed(ruling, hub), plan, applied)
    restless = SourceError(f"moved {ROUNDS} times while it was judged", f"pull request {number}", "run again")
    if len(heads) > 1 or dry_run:
        raise restless
    return _in_error(hub, pull, restless)


def _in_error(hub: Hub, pull: PullRequest, error: BlastgateError) -> Done:
    """Say error on the head of a pull request that is never left alone: an earlier green must not stand for that."""
    ruling = _error_of(pull, error)
    plan = Plan(pull.number, status_of((ruling,)))
    return Done(ruling, plan, apply(plan, hub.github, hub.run_url))


def _error_of(pull: PullRequest, error: Exception) -> Ruling:
    return Ruling(pull.number, pull.head.sha, pull.base.branch, None, in_words(error))


def _planned(hub: Hub, judged: JudgedPull, sharing: tuple[Ruling, ...]) -> Plan:
    """Plan against what stands now; the status alone where the rest cannot be read, for the status is the gate."""
    ruling = judged.ruling
    try:
        return make_plan(ruling, read_live(hub, judged), sharing)
    except BlastgateError as error:
        return Plan(judged.pull.number, status_of((ruling, *sharing)), told=(in_words(error),))


def _ruled(hub: Hub, pull: PullRequest) -> tuple[Ruling, PullRead | None]:
    """Judge; what cannot be decided is a ruling too, and an error.

    So is a crash: an earlier green of this head must not stand because a later look at it fell over.
    """
    try:
        return rule_pull(hub, pull)
    except HeadMovedError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the status says error
        return _error_of(pull, error), None


def _beside(hub: Hub, pull: PullRequest, ruling: Ruling) -> tuple[tuple[OpenPull, ...], tuple[Ruling, ...]]:
    """Read the newest open pull requests where somebody is asked, and judge those with this head.

    Where they cannot be read nobody knows whose status it is as well, and that is a ruling too: an error.
    """
    try:
        newest = read_newest_pulls(hub.github) if ruling.asks and not pull.draft else ()
        return newest, _sharing(hub, pull, newest)
    except HeadMovedError:
        raise
    except BlastgateError as error:
        return (), (_error_of(pull, error),)


def _sharing(hub: Hub, pull: PullRequest, newest: tuple[OpenPull, ...]) -> tuple[Ruling, ...]:
    """Judge every other open pull request with this head: the status is theirs too."""
    complete = 0 < len(newest) < PER_PAGE
    listed = newest if complete else read_pulls_of_head(hub.github, pull.head.sha)
    others = [one.number for one in listed if one.head.sha == pull.head.sha and one.number != pull.number]
    return tuple(_ruled(hub, read_pull_request(hub.github, number))[0] for number in sorted(others))


def _stands(github: GitHub, pull: PullRequest, read: PullRead | None) -> bool:
    """Tell whether head, base, text, labels and where reviewers stand are still what was judged."""
    if _judged_by(read_pull_request(github, pull.number)) != _judged_by(pull):
        return False
    return read is None or standing(read_reviews(github, pull.number)) == standing(read.facts.reviews)


def _judged_by(pull: PullRequest) -> tuple[object, ...]:
    around = pull.body, frozenset(pull.labels), frozenset(pull.assignees)
    return pull.head.sha, pull.base.branch, pull.state, *around


def in_words(error: Exception) -> str:
    """Say an error in one paragraph: place, message, remedy; of a policy its first mistakes, of a crash its kind."""
    if not isinstance(error, BlastgateError):
        return f"internal error: {type(error).__name__}: {ascii(str(error))[:200]}; please report it"
    where = f"{error.where}: " if error.where else ""
    if isinstance(error, PolicyError):
        first = "; ".join(f"{p.file}:{p.line}: {p.message}" for p in error.problems[:3])
        return f"{error.message}: {first}; mend it on the default branch"
    return f"{where}{error.message}{f'; {error.hint}' if error.hint else ''}"
