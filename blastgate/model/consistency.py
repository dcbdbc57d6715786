"""Whether an assessment adds up: what is said twice in it must be the same both times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from blastgate.model.assessment import Assessment, JudgedFile
from blastgate.model.change import Change
from blastgate.model.classification import LEVELS
from blastgate.model.graph import SERVICE_KINDS


def misfits(assessment: Assessment) -> Iterator[str]:
    """Say what does not add up in an assessment, each as one sentence; nothing where all of it does."""
    files, totals = assessment.change.files, assessment.change.totals
    yield from _differ("outcome", assessment.outcome, "verdict.outcome", assessment.verdict.outcome)
    yield from _differ("level", assessment.level, "classification.level", assessment.classification.level)
    yield from _differ("change.totals.files", totals.files, "the files listed", len(files))
    for name, total in (("additions", totals.additions), ("deletions", totals.deletions)):
        yield from _differ(f"change.totals.{name}", total, f"the sum of the files' {name}", _sum(files, name))
    yield from _differ("change.totals.binary", totals.binary, "the binary files listed", sum(f.binary for f in files))
    listed = sorted({name for file in files for name in file.categories})
    yield from _differ(
        "classification.categories", sorted(assessment.classification.categories), "those of the files", listed
    )
    if any(LEVELS.index(file.level) > LEVELS.index(assessment.level) for file in files):
        yield f"level is {assessment.level}, and a file has a higher one"
    yield from _services(assessment)


def misfits_of_change(change: Change) -> Iterator[str]:
    """Say what does not add up in the lines of a change."""
    known = {file.path: file for file in change.files}
    for path, patch in change.patches.items():
        file = known.get(path)
        if file is None:
            yield f"lines of {path!a} are there, and the file is not among those changed"
            continue
        for name, counted, lines in (
            ("added", file.additions, patch.added),
            ("removed", file.deletions, patch.removed),
        ):
            if counted is not None and not file.binary and counted != len(lines):
                yield f"{path!a} has {len(lines)} {name} lines, and counts {counted}"


def _services(assessment: Assessment) -> Iterator[str]:
    impact = assessment.impact
    for reach, said in (("code", impact.services_affected), ("runtime", impact.services_at_runtime)):
        listed = sum(a.reach == reach and a.kind in SERVICE_KINDS for a in impact.affected)
        if said is not None:
            name = "services_affected" if reach == "code" else "services_at_runtime"
            yield from _differ(f"impact.{name}", said, "the services listed", listed)


def _sum(files: Iterable[JudgedFile], name: str) -> int | None:
    counts: list[int | None] = [getattr(file, name) for file in files]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _differ(one: str, said: object, other: str, found: object) -> Iterator[str]:
    if said != found:
        yield f"{one} is {said}, and {other} {'are' if other.endswith('listed') else 'is'} {found}"
