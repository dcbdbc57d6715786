"""What a backtest has to say, as tables of text that every format draws its own way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from blastgate.model.backtest import BacktestReport, Difference, Incident, JudgedMerge, Part, PolicyResult
from blastgate.model.named import NamedTuple
from blastgate.reporters.stats._figures import percent
from blastgate.reporters.wording.phrases import count, short

NAMES = "ABCDEFGH"


class Table(NamedTuple):
    """A heading with a sentence, and rows of text. All columns but the first are numbers, but for ``words``."""

    title: str
    about: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: bool = False


def headline(answer: BacktestReport) -> str:
    """Say the one figure of each policy."""
    if not answer.policies[0].judged:
        return "no change to judge"
    said = [f"{percent(p.gated.share)}{_of(answer, p)}" for p in answer.policies]
    return f"{' against '.join(said)} of {count(answer.policies[0].judged, 'change')} would wait for somebody"


def _of(answer: BacktestReport, policy: PolicyResult) -> str:
    return f" ({policy.source})" if len(answer.policies) > 1 else ""


def heading(answer: BacktestReport) -> str:
    """Say which changes were judged."""
    days = answer.first if answer.first == answer.last else f"{answer.first} to {answer.last}"
    return f"{answer.revisions}, {days}" if days else answer.revisions


def policies(answer: BacktestReport) -> Iterator[str]:
    """Name each policy with its digest and mode."""
    for name, policy in zip(NAMES, answer.policies, strict=False):
        letter = f"{name}: " if len(answer.policies) > 1 else ""
        observed = ", which only observes" if policy.mode == "observe" else ""
        yield f"{letter}{policy.source} ({policy.digest[:12]}){observed}"


def missing(answer: BacktestReport) -> tuple[str, ...]:
    """List what is in no figure."""
    return (*answer.warnings, *(f"{short(one.sha)} was not judged: {one.why}" for one in answer.unjudged))


def tables(answer: BacktestReport) -> Iterator[Table]:
    """Make every table that has something in it, the most telling first."""
    yield _spread(answer)
    for name, policy in zip(NAMES, answer.policies, strict=False):
        yield from (
            table for table in _of_policy(policy, f"{name}: " if len(answer.policies) > 1 else "") if table.rows
        )
    if answer.overrides:
        told = tuple((short(one.sha), one.text, one.subject) for one in answer.overrides)
        yield Table("Went ahead by an override", count(len(told), "change"), ("change", "said", ""), told, True)
    if len(answer.policies) == 2:
        about = f"{count(len(answer.differences), 'change')} of {answer.policies[0].judged}"
        yield Table(
            "Judged differently", about, ("change", "A", "B", ""), tuple(map(_difference, answer.differences)), True
        )


def _spread(answer: BacktestReport) -> Table:
    found = [[*p.levels, *p.outcomes, Part("with AI", p.with_ai, _share(p.with_ai, p.judged))] for p in answer.policies]
    names = [part.name if part.name in ("low", "medium", "high", "with AI") else part.name.upper() for part in found[0]]
    rows = [(name, *(cell for parts in found for cell in _cells(parts[at]))) for at, name in enumerate(names)]
    letters = NAMES[: len(answer.policies)] if len(answer.policies) > 1 else ""
    heads = [
        head for at in range(len(found)) for head in ("changes", "share" if not letters else f"share {letters[at]}")
    ]
    return Table("What they would have got", "", ("", *heads), tuple(rows))


def _share(some: int, of: int) -> float | None:
    return some / of if of else None


def _cells(part: Part) -> tuple[str, str]:
    return f"{part.changes:,}", percent(part.share)


def _of_policy(policy: PolicyResult, letter: str) -> Iterator[Table]:
    yield _load(policy, letter)
    yield _people(policy, letter)
    yield Table(f"{letter}What decided", "of those that would wait", ("by", "changes", "share"), _parts(policy.causes))
    about = "of those that would wait"
    yield Table(
        f"{letter}What gave them their level", about, ("because of", "changes", "share"), _parts(policy.reasons)
    )
    yield Table(
        f"{letter}Incidents",
        _recall(policy),
        ("change", "level", "outcome", "marked", ""),
        tuple(map(_incident, policy.incidents)),
        True,
    )
    blocked = tuple(_blocked(change) for change in policy.changes if change.outcome == "block")
    yield Table(
        f"{letter}Would have been blocked", count(len(blocked), "change"), ("change", "level", "by", ""), blocked, True
    )


def _parts(parts: Sequence[Part]) -> tuple[tuple[str, ...], ...]:
    return tuple((part.name, *_cells(part)) for part in parts)


def _load(policy: PolicyResult, letter: str) -> Table:
    rows = tuple(
        (
            one.group,
            f"{one.changes:,}",
            percent(one.share),
            "–" if one.per_week is None else f"{one.per_week:,}",
            f"{one.nobody:,}",
        )
        for one in policy.load
    )
    heads = ("group", "asked", "share", "a week", "nobody could")
    return Table(f"{letter}Who would have been asked", "how often", heads, rows)


def _people(policy: PolicyResult, letter: str) -> Table:
    rows = tuple((f"{part.name} ({one.group})", *_cells(part)) for one in policy.load for part in one.people)
    return Table(
        f"{letter}Who could have answered", "by name; one of a group is enough", ("who", "changes", "share"), rows
    )


def _recall(policy: PolicyResult) -> str:
    recall = policy.recall
    of = f"{recall.stopped:,} of {count(recall.incidents, 'marked change')}"
    return f"{of} would have waited ({percent(recall.share)}), of all changes {percent(recall.share_of_all)}"


def _incident(one: Incident) -> tuple[str, ...]:
    return (short(one.sha), one.level, one.outcome.upper(), f"{one.kind}, {one.why}", one.subject)


def _blocked(change: JudgedMerge) -> tuple[str, ...]:
    return (short(change.sha), change.level, "; ".join(change.causes), change.subject)


def _difference(one: Difference) -> tuple[str, ...]:
    verdicts = (f"{outcome.upper()} {level}" for outcome, level in zip(one.outcomes, one.levels, strict=True))
    return (short(one.sha), *verdicts, one.subject)
