"""The facts in Markdown: measures, reasons, affected components, attribution, files, what could not be seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from blastgate.model.assessment import Assessment, JudgedFile
from blastgate.model.attribution import CommitAttribution, Evidence
from blastgate.model.impact import AffectedComponent
from blastgate.model.wording import short as shortened
from blastgate.reporters.document.judgement import names
from blastgate.reporters.document.part import Part, prose, table, table_row
from blastgate.reporters.escape import code, for_html
from blastgate.reporters.wording.chains import chain, proof
from blastgate.reporters.wording.hubs import through
from blastgate.reporters.wording.measures import measures
from blastgate.reporters.wording.phrases import count, number, short


def measured(assessment: Assessment) -> Part:
    """Write each measure beside the limit it broke."""
    heads = (table_row(["measure", "found", "limit", "level"]), table_row(["---", "--:", "--:", "---"]))
    rows = [
        table_row([m.name, number(m.measured), "" if m.limit is None else number(m.limit), m.level or ""])
        for m in measures(assessment)
    ]
    return Part(rows, heads)


def reasons(assessment: Assessment, keep: int) -> Part:
    """Write every reason of the level."""
    found = assessment.classification.reasons
    rows = [[reason.level, prose(reason.text), names(reason.paths, 2, cell=True)] for reason in found[:keep]]
    summary = f"Level {assessment.level}: {count(len(found), 'reason')}"
    return table(summary, ("level", "reason", "files"), _cut(rows, keep, len(found)))


def affected(assessment: Assessment, keep: int) -> Part:
    """Write who is affected, with the chain and the place that proves it."""
    found = assessment.impact.affected
    hub = through(found, lambda name: f"<code>{for_html(shortened(name))}</code>")
    summary = f"Affected: {count(len(found), 'component')}, {_services(assessment)}" + (hub and f", {hub}")
    rows = [_component(component) for component in found[:keep]]
    return table(summary, ("component", "kind", "reach", "chain", "proof"), _cut(rows, keep, len(found)))


def _services(assessment: Assessment) -> str:
    impact = assessment.impact
    if impact.services_affected is None:
        return "services unknown"
    return f"{count(impact.services_affected, 'service')} by code, {number(impact.services_at_runtime)} at runtime"


def _component(component: AffectedComponent) -> list[str]:
    how = prose(component.reason) if component.reason else code(shortened(chain(component.via)), cell=True)
    place = code(shortened(proof(component.via)), cell=True) if component.via and not component.reason else ""
    touched = not component.via and not component.reason
    return [
        code(shortened(component.name), cell=True),
        component.kind,
        component.reach,
        "touched" if touched else how,
        place,
    ]


def commits(assessment: Assessment, keep: int) -> Part:
    """Write the commits that carry evidence, with the words that are it, and the evidence beside them."""
    attribution = assessment.attribution
    telling = [commit for commit in attribution.commits if commit.evidence]
    rows = [row for commit in telling[:keep] for row in _commit(commit)]
    rows += [["", "beside the commits", *_mark(mark)] for mark in attribution.around[:keep]]
    lines = attribution.lines
    span = f"{lines.ai_min:,} to {lines.ai_max:,} of {count(lines.total, 'added line')}"
    share = f", disclosed for {span}" if lines.total else ""
    summary = f"Evidence of AI in {len(telling):,} of {count(len(attribution.commits), 'commit')}{share}"
    return table(summary, ("commit", "subject", "tool", "mark", "quote"), _cut(rows, 2 * keep, len(rows)))


def _commit(commit: CommitAttribution) -> Iterator[list[str]]:
    for mark in commit.evidence[:2]:
        yield [code(short(commit.sha), cell=True), prose(shortened(commit.subject)), *_mark(mark)]


def _mark(mark: Evidence) -> list[str]:
    return [code(mark.tool, cell=True), f"{mark.strength} {mark.kind}", code(shortened(mark.quote), cell=True)]


def files(assessment: Assessment, keep: int) -> Part:
    """Write the changed files, the highest level first."""
    found = sorted(assessment.change.files, key=lambda f: ("high", "medium", "low").index(f.level))
    rows = [_file(file) for file in found[:keep]]
    heads = ("level", "file", "lines", "categories")
    return table(count(len(found), "changed file").capitalize(), heads, _cut(rows, keep, len(found)))


def _file(file: JudgedFile) -> list[str]:
    known = file.additions is not None and file.deletions is not None
    lines = f"+{file.additions:,} -{file.deletions:,}" if known else "unknown"
    before = f"{code(shortened(file.old_path), cell=True)} → " if file.old_path is not None else ""
    name = f"{before}{code(shortened(file.path), cell=True)}"
    categories = ", ".join(code(category, cell=True) for category in file.categories)
    return [file.level, name, "binary" if file.binary else lines, categories]


def unseen(assessment: Assessment, keep: int) -> Part:
    """Write where the graph has gaps."""
    impact = assessment.impact
    rows = [["graph", prose(warning)] for warning in impact.warnings]
    rows += [["not read", f"{code(shortened(f.path), cell=True)}: {prose(f.why)}"] for f in impact.unreadable]
    rows += [["in no component", code(shortened(path), cell=True)] for path in impact.unmapped]
    return table(f"Gaps in the graph: {len(rows):,}", ("what", "where"), _cut(rows, keep))


def _cut(rows: Sequence[list[str]], keep: int, total: int = 0) -> list[list[str]]:
    """Keep the first rows; the last one says how many are left out."""
    hidden = max(total, len(rows)) - min(len(rows), keep)
    if not rows or not hidden:
        return list(rows)
    return [*rows[:keep], [f"… {hidden:,} more: `--format json`", *[""] * (len(rows[0]) - 1)]]
