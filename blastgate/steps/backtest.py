"""The order of the steps of ``blastgate backtest``: read merged changes once, judge each under every policy, count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from blastgate.attribution.tools import Tools, load_tools
from blastgate.backtest.counting import differences, result_of
from blastgate.backtest.incidents import Marked, find_incidents, listed_incidents, told_overrides
from blastgate.backtest.judging import judge_merge
from blastgate.backtest.merged import Merged, changes_of
from blastgate.errors import BlastgateError, SourceError, UsageError
from blastgate.judge import Facts, measure
from blastgate.model.assessment import SCHEMA_VERSION
from blastgate.model.backtest import BacktestReport, JudgedMerge, Unjudged
from blastgate.model.change import Change
from blastgate.model.named import NamedTuple
from blastgate.model.wording import count
from blastgate.moving_impacts import ImpactShelf
from blastgate.policy.layers.load import load_policy
from blastgate.policy.layers.shipped import shipped_packs
from blastgate.policy.people import People
from blastgate.sources.background import with_background
from blastgate.sources.changes.compare import compare_trees
from blastgate.sources.git.door import Git
from blastgate.sources.git.revisions import default_branch, head_of, resolve, short_name
from blastgate.sources.history.log import read_history
from blastgate.sources.policy import PolicySource, read_policy

USUAL, MOST = 100, 20_000  # changes
WEEK = 7 * 24 * 3600
READERS, AHEAD = 3, 12  # git processes at a time, and changes read before they are judged: their lines fill memory

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Question:
    """What to judge again. ``revisions`` is a ref or a range (empty: the default branch), ``number`` how many changes.

    ``policies`` are files or shipped packs, None the policy in force; ``incidents`` a file of commit ids.
    """

    revisions: str = ""
    number: int | None = None
    policies: tuple[str | None, ...] = (None,)
    incidents: Path | None = None
    cached: bool = True


class Line(NamedTuple):
    """A first-parent line: what it is called, its newest commit, its commits newest first, and their changes."""

    name: str
    head: str
    changes: tuple[Merged, ...]


class Judge:
    """Judges merged changes under one policy, with the impact that is known of each."""

    def __init__(self, source: PolicySource, impacts: ImpactShelf) -> None:
        self.policy = source.policy
        self._people = People(source.policy, source.codeowners)
        self._tools: Tools = load_tools(source.policy.ai_tools)
        self._impacts = impacts

    def read(self, git: Git, merged: Merged) -> Change:
        """Read a change, as far as this policy looks at it. Raises SourceError where its trees are not here."""
        found = compare_trees(git, merged.base, merged.sha, True)
        change = Change(merged.base, merged.sha, merged.base, "", found.files, merged.commits, True, found.patches)
        return with_background(git, change, self.policy)

    def one(self, merged: Merged, change: Change) -> JudgedMerge:
        """Judge one change. Raises SourceError where its trees are not here."""
        impact = self._impacts.of(change)
        graph = self._impacts.graph_of(change) if change.recent is not None else None
        facts = Facts(change, graph, self._tools, self._people)
        return judge_merge(merged, measure(facts, self.policy, impact), self.policy, self._people)


def rehearse(repo: Path, question: Question, progress: Progress) -> BacktestReport:
    """Judge the merged changes of a line again. Raises BlastgateError for a policy or a range with mistakes."""
    git = Git.open(repo)
    line = read_line(git, question.revisions, question.number or USUAL)
    marked, elsewhere = _marked(question, line.changes)
    sources = [_policy(git, named) for named in question.policies]
    shelves = {
        source.policy.graph_rules: ImpactShelf(git, source.policy.graph_rules, question.cached) for source in sources
    }
    judges = [Judge(source, shelves[source.policy.graph_rules]) for source in sources]
    judged, unjudged = judge_line(git, line.changes, judges, progress)
    for shelf in shelves.values():
        shelf.keep()
    weeks = _weeks(line.changes)
    results = tuple(result_of(j.policy, found, marked, weeks) for j, found in zip(judges, judged, strict=True))
    return BacktestReport(
        SCHEMA_VERSION,
        line.name,
        line.head,
        _day(line.changes[-1:]),
        _day(line.changes[:1]),
        weeks,
        results,
        differences(*judged) if len(judged) == 2 else (),
        tuple(unjudged),
        told_overrides(line.changes),
        tuple(_warnings(git, line, question, elsewhere)),
    )


def read_line(git: Git, revisions: str, number: int) -> Line:
    """Read the newest changes of a first-parent line, with the commits each of them brought in.

    Raises SourceError for an unknown revision, and where there is no commit.
    """
    name, wanted = _named(git, revisions)
    head = next(sha for sha in reversed(wanted) if not sha.startswith("^"))
    listing = git.store.run("rev-list", "--first-parent", f"--max-count={min(number, MOST)}", *wanted, "--")
    line = listing.decode().split()
    if not line:
        return Line(name, head, ())
    last = git.store.try_run("rev-parse", "--verify", "--quiet", f"{line[-1]}^1")
    below = [f"^{last.decode().strip()}"] if last else []
    return Line(name, head, changes_of(line, read_history(git, [*below, line[0]])))


def _named(git: Git, revisions: str) -> tuple[str, list[str]]:
    from blastgate.sources.history.commits import revisions as resolved

    if revisions:
        return revisions, resolved(git, [revisions])
    try:
        branch = default_branch(git)
        return short_name(branch), [resolve(git, branch)]
    except SourceError:
        head = head_of(git)
        if head is None:
            raise SourceError("there is no commit here yet", str(git.folder), "commit something first") from None
        return "HEAD", [head]


def judge_line(
    git: Git, changes: Sequence[Merged], judges: Sequence[Judge], progress: Progress
) -> tuple[list[list[JudgedMerge]], list[Unjudged]]:
    """Judge changes under several policies; one that cannot be judged under all of them is told apart."""
    judged: list[list[JudgedMerge]] = [[] for _ in judges]
    unjudged: list[Unjudged] = []
    for done, (merged, reading) in enumerate(_read_ahead(git, changes, judges), 1):
        try:
            found = [judge.one(merged, read) for judge, read in zip(judges, reading.result(), strict=True)]
        except BlastgateError as error:
            unjudged.append(Unjudged(merged.sha, ": ".join(part for part in (error.where, error.message) if part)))
        else:
            for one, kept in zip(found, judged, strict=True):
                kept.append(one)
        progress("changes judged", done, len(changes))
    return judged, unjudged


def _read_ahead(
    git: Git, changes: Sequence[Merged], judges: Sequence[Judge]
) -> Iterator[tuple[Merged, Future[list[Change]]]]:
    """Read some changes, as each judge needs them, while an earlier one is judged."""
    _, waiting = git.store, iter(changes)  # one view of the store for all threads
    with ThreadPoolExecutor(READERS) as readers:

        def begin(merged: Merged) -> tuple[Merged, Future[list[Change]]]:
            return merged, readers.submit(lambda: [judge.read(git, merged) for judge in judges])

        reading = [begin(merged) for merged in islice(waiting, AHEAD)]
        while reading:
            yield reading.pop(0)
            reading += [begin(merged) for merged in islice(waiting, 1)]


def _policy(git: Git, named: str | None) -> PolicySource:
    """Read a policy: of a file, of a shipped pack by its name, or the one in force."""
    packs = shipped_packs()
    head = head_of(git) or ""
    if named is None or named not in packs or Path(named).exists():
        return read_policy(git, "", head, None if named is None else Path(named))
    text = f"version: 1\nextends: [{named}]\n".encode()
    return PolicySource(
        load_policy(text, f"pack {named}", "file", lambda _: None), read_policy(git, "", head, None).codeowners
    )


def _marked(question: Question, changes: Sequence[Merged]) -> tuple[dict[str, Marked], int]:
    if question.incidents is None:
        return find_incidents(changes), 0
    where = str(question.incidents)
    try:
        text = question.incidents.read_text("utf-8", "replace")
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", where, "check the path given to --incidents") from error
    return listed_incidents(text, changes, where)


def _weeks(changes: Sequence[Merged]) -> float | None:
    times = [change.time for change in changes if change.time is not None]
    span = (max(times) - min(times)) / WEEK if times else 0.0
    return round(span, 1) if span >= 1 else None


def _day(changes: Sequence[Merged]) -> str:
    from datetime import UTC, datetime

    times = [change.time for change in changes if change.time is not None]
    return datetime.fromtimestamp(times[0], UTC).date().isoformat() if times else ""


def _warnings(git: Git, line: Line, question: Question, elsewhere: int) -> Iterator[str]:
    if git.shallow:
        yield "a shallow clone: older changes are not here and in no figure (git fetch --unshallow)"
    if not line.changes:
        yield "no merged change lies in what was asked for"
    if elsewhere:
        yield f"{count(elsewhere, 'commit')} of {question.incidents} in none of these changes (more of them: -n)"
    if question.number is not None and question.number > MOST:
        yield f"only the last {MOST:,} changes are judged"
