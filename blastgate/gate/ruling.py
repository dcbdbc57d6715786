"""Judge pull requests and merge groups by the policy of the default branch: the same judge as everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from blastgate.approvals import Membership, Reviewed, who_could_approve
from blastgate.approvals.membership import is_role, is_team
from blastgate.attribution.tools import load_tools
from blastgate.clock import Clock, today
from blastgate.errors import SourceError
from blastgate.gate.facts import PullRead, read_pull_facts, read_roles, read_teams
from blastgate.gate.hub import Hub
from blastgate.gate.listed import Listed, smaller_graph
from blastgate.gate.reading import (
    HEADS,
    WITH_GIT,
    PullQuestion,
    PullReading,
    people_of,
    read_asked,
    read_change,
    read_pull,
    with_overrides,
)
from blastgate.impact.locked import judge_lockfiles
from blastgate.judge import Facts, judge
from blastgate.kept_graphs import read_graph
from blastgate.model.assessment import Assessment
from blastgate.model.change import Change
from blastgate.model.event import MergeGroup
from blastgate.model.graph import Graph
from blastgate.model.named import NamedTuple
from blastgate.model.plan import Ruling
from blastgate.model.pull_request import PullRequest
from blastgate.policy.model import Policy
from blastgate.policy.people import People, group_names
from blastgate.sources import sides
from blastgate.sources.background import with_background
from blastgate.sources.cache import Cache
from blastgate.sources.git.door import Git
from blastgate.sources.github.merge_group import read_group_pulls
from blastgate.sources.github.pull_request import read_pull_request
from blastgate.sources.policy import PolicySource, read_default_policy


class Ground(NamedTuple):
    """Where the trees of base and head are: in git, in GitHub's lists, or nowhere."""

    git: Git | None = None
    listed: Listed | None = None


class Judged(NamedTuple):
    """A judgement with whom to ask for each requirement, and what it rests on; ``linked`` and ``teams`` are what
    GitHub told of addresses and teams."""

    assessment: Assessment
    asks: tuple[tuple[str, ...], ...]
    facts: Facts
    linked: Mapping[str, str]
    teams: Mapping[str, frozenset[str]]


def _ground(reading: PullReading) -> Ground:
    return Ground(reading.git, reading.listed)


def rule_pull(hub: Hub, pull: PullRequest) -> tuple[Ruling, PullRead]:
    """Judge a pull request as it is now. Raises HeadMovedError when it moved meanwhile, BlastgateError otherwise."""
    reading = read_pull(hub, pull)
    judged = _judged(hub, _ground(reading), reading.change, [reading.read], reading.source)
    _keep_record(hub, f"pull-{pull.number}-{pull.head.sha[:12]}", judged, reading.source)
    return Ruling(pull.number, pull.head.sha, pull.base.branch, judged.assessment, asks=judged.asks), reading.read


def keep_default_graph(hub: Hub, cache: Cache) -> None:
    """Keep the graph of the default branch for later runs, under its policy. Raises BlastgateError."""
    git, commits = hub.fetch()
    commit = commits[hub.default_ref]
    policy = read_default_policy(git, commit, hub.repository.default_branch).policy
    read_graph(sides.of_commits(git, commit, commit), policy.graph_rules, cache)


def check_pull(question: PullQuestion, policy_file: Path | None = None) -> Assessment:
    """Judge a pull request with its approvals as the gate would, and write nothing. Raises BlastgateError."""
    hub, reading = read_asked(question, policy_file)
    return _judged(hub, _ground(reading), reading.change, [reading.read], reading.source).assessment


def check_and_record_pull(question: PullQuestion, policy_file: Path | None = None) -> tuple[Assessment, str]:
    """Judge a pull request as :func:`check_pull` does, and write down every fact that the judgement rests on."""
    hub, reading = read_asked(question, policy_file)
    judged = _judged(hub, _ground(reading), reading.change, [reading.read], reading.source)
    return judged.assessment, _record_of(judged, reading.source)


def _record_of(judged: Judged, source: PolicySource) -> str:
    from blastgate.records import recorded_facts, recorded_policy, write_record

    facts = replace(
        recorded_facts(judged.facts.change, judged.facts.graph, source.codeowners),
        reviewed=judged.facts.reviewed,
        linked=judged.linked,
        teams=judged.teams,
    )
    policy = recorded_policy(source.policy, source.text, source.beside)
    return write_record(policy, facts, judged.assessment)


def _keep_record(hub: Hub, name: str, judged: Judged, source: PolicySource) -> None:
    """Write down what a judgement rests on, where that is asked for. Raises SourceError where it cannot be written."""
    if hub.records is None:
        return
    file = hub.records / f"{name}.json"
    try:
        hub.records.mkdir(parents=True, exist_ok=True)
        file.write_text(_record_of(judged, source), encoding="ascii")
    except OSError as error:
        raise SourceError(f"cannot be written: {error.strerror}", str(file), "name another folder") from error


def rule_group(hub: Hub, group: MergeGroup) -> Ruling:
    """Judge a merge group on its own head; each pull request in it must still hold its approvals."""
    if not hub.uses_git:
        raise SourceError("is judged with git only", group.head_branch, WITH_GIT)
    head = f"{HEADS}{group.head_branch}"
    git, commits = hub.fetch(head, f"{HEADS}{group.base_branch}")
    if commits[head] != group.head_sha:
        raise SourceError("is another commit than the event names", group.head_branch, "the queue has a newer group")
    pulls = [read_pull_request(hub.github, number) for number in read_group_pulls(hub.github, group)]
    reads = [_read_queued(hub, git, group, pull) for pull in pulls]
    change = read_change(git, group.base_sha, group.head_sha, f"{group.base_branch}...merge queue")
    change = change._replace(people=people_of([pull.author for pull in pulls]))
    source = read_default_policy(git, commits[hub.default_ref], hub.repository.default_branch)
    reads = [with_overrides(hub, read, source.policy) for read in reads]
    judged = _judged(hub, Ground(git), change, reads, source)
    _keep_record(hub, f"group-{group.head_sha[:12]}", judged, source)
    return Ruling(None, group.head_sha, group.base_branch, judged.assessment)


def _read_queued(hub: Hub, git: Git, group: MergeGroup, pull: PullRequest) -> PullRead:
    """Read one pull request of a group; its head is fetched, for a squash has none of its commits."""
    head = f"refs/pull/{pull.number}/head"
    own, commits = hub.fetch(head, f"{HEADS}{group.base_branch}")
    if pull.state != "open" or commits[head] != pull.head.sha or pull.base.branch != group.base_branch:
        raise SourceError("is not in the queue as it was judged", f"pull request {pull.number}", "queue it again")
    return read_pull_facts(hub.github, own, pull, read_change(own, group.base_sha, commits[head], ""))


def _judged(hub: Hub, ground: Ground, change: Change, reads: list[PullRead], source: PolicySource) -> Judged:
    clock, policy = Clock(), source.policy
    paths = tuple(sorted({path for file in change.files for path in file.paths}))
    links = _links(reads)
    named = People(policy, source.codeowners, links)
    wanted = {name for group in group_names(policy) for name in named.candidates(group, paths).members}
    teams = read_teams(hub.github, sorted(filter(is_team, wanted)))
    teams |= read_roles(hub.github, filter(is_role, wanted), reads)
    people = People(policy, source.codeowners, links, teams)
    tools = load_tools(policy.ai_tools)
    around = tuple(evidence for read in reads for evidence in read.around(tools))
    reviewed = Reviewed(tuple(read.facts for read in reads), teams, around, today())
    change = with_background(ground.git, change, policy)
    graph = _graph(hub, ground, change, policy)
    clock.lap("graph")
    facts = Facts(change, graph, tools, people, reviewed)
    assessment = judge(facts, policy)
    clock.lap("judge")
    membership = Membership(people, paths, teams)
    requirements = assessment.verdict.requirements if assessment.outcome == "review" else ()
    asks = [a for r in requirements for a in who_could_approve(r, reviewed, membership, assessment.attribution.state)]
    return Judged(assessment._replace(timings=clock.timings), tuple(asks), facts, links, teams)


def _graph(hub: Hub, ground: Ground, change: Change, policy: Policy) -> Graph | None:
    """Build the graph of both sides: whole by git, of manifests by GitHub's lists; None where there is neither."""
    if ground.listed is not None:
        listed = ground.listed
        return judge_lockfiles(smaller_graph(hub, listed, change, policy), change, lambda: listed)
    both = sides.of_commits(ground.git, change.merge_base, change.head) if ground.git is not None else []
    graph = read_graph(both, policy.graph_rules, hub.cache)
    return judge_lockfiles(graph, change, lambda: [side.snapshot for side in both])


def _links(reads: Iterable[PullRead]) -> dict[str, str]:
    """Map addresses to the logins that GitHub links them to."""
    pairs = (
        (identity.email, account)
        for read in reads
        for commit in read.facts.commits
        for account, identity in (
            (commit.author, commit.author_identity),
            (commit.committer, commit.committer_identity),
        )
    )
    return {email: account.name for email, account in pairs if account is not None and email}
