"""The tables of the verdict's page: limits, reasons, who is affected, evidence, files, gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from blastgate.model.assessment import Assessment, JudgedFile
from blastgate.model.attribution import Evidence
from blastgate.model.classification import LEVELS, Level
from blastgate.model.impact import AffectedComponent
from blastgate.model.wording import short as shortened
from blastgate.reporters.escape import for_html
from blastgate.reporters.page import Cell, table, words
from blastgate.reporters.wording.chains import chain, proof
from blastgate.reporters.wording.hubs import through
from blastgate.reporters.wording.measures import measures
from blastgate.reporters.wording.phrases import count, number, short

ROWS = 500  # of one table
LONGEST = 1_000  # characters of one sentence


def limits(assessment: Assessment) -> Iterator[str]:
    """Write each measure beside the limit it broke, or the first that it fits."""
    rows = [
        [*words(m.name), ("n", number(m.measured)), ("n", "" if m.limit is None else number(m.limit)), _level(m.level)]
        for m in measures(assessment)
    ]
    yield from _cut("Size", ("Measure", "Found", "Limit", "Lifts to"), rows)


def reasons(assessment: Assessment) -> Iterator[str]:
    """Write every reason of the level."""
    rows = [
        [_level(r.level), _sentence(r.text), ("n", f"{len(r.paths):,}" if r.paths else "")]
        for r in assessment.classification.reasons
    ]
    yield from _cut(f"Level {assessment.level}", ("Level", "Reason", "Files"), rows)


def affected(assessment: Assessment) -> Iterator[str]:
    """Write who is affected, each with the shortest chain and the place that proves its first step."""
    found = assessment.impact.affected
    heads = ("Component", "Kind", "Reach", "Chain", "Proof")
    named = ", ".join(part for part in (f"Affected: {count(len(found), 'component')}", through(found)) if part)
    yield from _cut(named, heads, [_component(one) for one in found[: ROWS + 1]], len(found))


def _component(one: AffectedComponent) -> list[Cell]:
    touched = not one.via and not one.reason
    how = "touched" if touched else one.reason or chain(one.via)
    place = "" if one.reason else proof(one.via)
    return [_code(one.name), *words(one.kind, one.reach), _sentence(how), _code(place) if place else ("w", "")]


def evidence(assessment: Assessment) -> Iterator[str]:
    """Write the commits that carry evidence of an AI tool, and the marks beside them, with the words that are it."""
    attribution = assessment.attribution
    rows = [
        [_code(short(commit.sha)), _sentence(shortened(commit.subject)), *_mark(mark)]
        for commit in attribution.commits
        for mark in commit.evidence
    ]
    rows += [[*words(""), ("w", "beside the commits"), *_mark(mark)] for mark in attribution.around]
    yield from _cut("Made by", ("Commit", "Subject", "Tool", "Mark", "Quote"), rows)


def _mark(mark: Evidence) -> list[Cell]:
    return [_code(mark.tool), *words(f"{mark.strength} {mark.kind}"), _code(mark.quote)]


def files(assessment: Assessment) -> Iterator[str]:
    """Write the changed files, the highest level first."""
    found = sorted(assessment.change.files, key=lambda file: -LEVELS.index(file.level))
    heads = ("File", "Status", "Level", "Added", "Deleted", "Categories")
    rows = [_file(file) for file in found[: ROWS + 1]]
    yield from _cut(count(len(found), "changed file").capitalize(), heads, rows, len(found))


def _file(file: JudgedFile) -> list[Cell]:
    before = f"{_code(file.old_path)[1]} → " if file.old_path is not None else ""
    status = f"{file.status}{', binary' if file.binary else ''}{', generated' if file.generated else ''}"
    lines: list[Cell] = [("n", number(file.additions)), ("n", number(file.deletions))]
    name: Cell = ("w", f"{before}{_code(file.path)[1]}")
    return [name, *words(status), _level(file.level), *lines, _sentence(", ".join(file.categories))]


def gaps(assessment: Assessment) -> Iterator[str]:
    """Write what of the graph could not be seen."""
    impact = assessment.impact
    rows = [[*words("graph"), _sentence(text)] for text in impact.warnings]
    rows += [[*words("not read"), _sentence(f"{shortened(file.path)}: {file.why}")] for file in impact.unreadable]
    rows += [[*words("in no component"), _code(path)] for path in impact.unmapped]
    yield from _cut(f"Gaps in the graph: {len(rows):,}", ("What", "Where"), rows)


def _cut(title: str, heads: Sequence[str], rows: Sequence[list[Cell]], total: int = 0) -> Iterator[str]:
    if not rows:
        return
    yield f"<h2>{for_html(title)}</h2>"
    yield from table(heads, rows[:ROWS])
    if (hidden := max(total, len(rows)) - ROWS) > 0:
        yield f'<p class="soft">{hidden:,} more are listed by --format json.</p>'


def _level(level: Level | None) -> Cell:
    return "", f'<span class="tag {level}">{level}</span>' if level else ""


def _sentence(text: str) -> Cell:
    return "w", for_html(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")


def _code(text: str) -> Cell:
    return "w", f"<code>{for_html(shortened(text))}</code>"
