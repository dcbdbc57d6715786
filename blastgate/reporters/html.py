"""The whole verdict as one page to open, to send or to print: no script, nothing loaded from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from blastgate.model.assessment import Assessment
from blastgate.model.wording import some
from blastgate.reporters._html_tables import affected, evidence, files, gaps, limits, reasons
from blastgate.reporters.escape import for_html
from blastgate.reporters.interface import Look
from blastgate.reporters.page import Page, shell
from blastgate.reporters.screen.source import TRUST
from blastgate.reporters.wording.decision import made_by, next_step, outcome_word, why
from blastgate.reporters.wording.phrases import count, number, short

SHOWN, FILES = 200, 40  # items of one list of the verdict, files of one guardrail
LONGEST = 2_000  # characters of one sentence
STYLE = """
.verdict { border-left: 6px solid var(--tone); background: var(--tile); border-radius: 8px; padding: 16px 20px }
.verdict p { margin: 8px 0 0 } .verdict b { color: var(--soft); font-weight: 600; margin-right: 8px }
.verdict h1 { color: var(--tone) }
.pass { --tone: var(--good) } .warn, .review { --tone: var(--warn) } .block, .error { --tone: var(--bad) }
.tag { color: var(--tone); font-weight: 600 } .low { --tone: var(--soft) } .medium { --tone: var(--warn) }
.high { --tone: var(--bad) }
.names { columns: 2 320px } li > ul { margin-top: 4px } td { vertical-align: top }
td.n + td, th.n + th:not(.n) { padding-left: 16px }
@media print { .verdict { print-color-adjust: exact; -webkit-print-color-adjust: exact }
  .names { columns: 2 } .tiles { grid-template-columns: repeat(4, 1fr) } }
"""


def report(assessment: Assessment, _: Look) -> str:
    """Write the page; long lists are cut with a count, ``--format json`` has all of it."""
    title = f"{outcome_word(assessment)}: {assessment.change.described[:200]}"
    return shell(Page(title, "blastgate check", _body(assessment), STYLE))


def _body(assessment: Assessment) -> Iterator[str]:
    yield from _verdict(assessment)
    if assessment.outcome != "error":
        yield from _tiles(assessment)
    yield from _list("Approvals", _approvals(assessment))
    yield from _list("Rules that decided", _rules(assessment))
    ways = assessment.verdict.ways_forward
    yield from _list("Ways forward", (f"{_outcome(way.outcome)} {_said(way.text)}" for way in ways))
    for table in (limits, reasons, affected, evidence, files, gaps):
        yield from table(assessment)
    yield from _source(assessment)


def _verdict(assessment: Assessment) -> Iterator[str]:
    yield f'<header class="verdict {assessment.outcome}">'
    yield f"<h1>{for_html(outcome_word(assessment))}</h1>"
    yield f"<p><b>why</b>{_said(why(assessment))}</p>"
    if step := next_step(assessment):
        yield f"<p><b>next</b>{_said(step)}</p>"
    yield "</header>"


def _tiles(assessment: Assessment) -> Iterator[str]:
    impact, totals = assessment.impact, assessment.change.totals
    known = totals.additions is not None and totals.deletions is not None
    lines = f"+{totals.additions:,} -{totals.deletions:,} lines" if known else "some lines could not be counted"
    runtime = f"{number(impact.services_at_runtime)} more at runtime"
    yield '<div class="tiles">'
    yield _tile(assessment.level, "level of the change", assessment.level)
    made = assessment.attribution
    yield _tile(
        made_by(made).partition(" (")[0], made.why or some(made.tools) or "by the commits and what is around them"
    )
    yield _tile(number(impact.services_affected), f"services affected of {impact.services_total:,}, {runtime}")
    yield _tile(f"{totals.files:,}", f"files changed, {lines}")
    yield "</div>"


def _tile(figure: str, words: str, tone: str = "") -> str:
    tag = f' class="tag {tone}"' if tone else ""
    return f'<div class="tile"><b{tag}>{for_html(figure)}</b><span>{_said(words)}</span></div>'


def _approvals(assessment: Assessment) -> Iterator[str]:
    for needed in assessment.verdict.requirements:
        given = len(needed.satisfied_by)
        people = f" by {_names(needed.satisfied_by)}" if given else ""
        could = f"; could approve: {_names(needed.candidates)}" if needed.candidates and given < needed.needed else ""
        note = f"; {_said(needed.note)}" if needed.note else ""
        ignored = [f"<li>not counted: {_code(one.who)}, {_said(one.why)}</li>" for one in needed.ignored[:SHOWN]]
        below = f"<ul>{''.join(ignored)}</ul>" if ignored else ""
        tone = "pass" if given >= needed.needed else "review"
        told = f'<span class="tag {tone}">{given} of {needed.needed}</span> of {_code(needed.group)}'
        yield f"{told}{people}{could}{note}{below}"


def _rules(assessment: Assessment) -> Iterator[str]:
    verdict = assessment.verdict
    for found in verdict.guardrails:
        place = f" ({_code(found.location)})" if found.location else ""
        paths = [f"<li>{_code(path)}</li>" for path in found.paths[:FILES]]
        more = [f"<li>{len(found.paths) - FILES:,} more: --format json</li>"] if len(found.paths) > FILES else []
        below = f'<ul class="names">{"".join([*paths, *more])}</ul>' if paths else ""
        yield f"{_outcome(found.outcome)} {_code(found.id)}: {_said(found.text)}{place}{below}"
    if row := verdict.row:
        yield f"Gate row {row.index} at {_code(row.location)}: {_code(row.text.strip())}"
    yield from (_said(note) for note in verdict.notes)


def _source(assessment: Assessment) -> Iterator[str]:
    judged, used = assessment.change, assessment.policy
    ends = f", {short(judged.merge_base or judged.base)} to {short(judged.head)}" if judged.head else ""
    yield f'<p class="soft">{_code(judged.described)}{for_html(ends)}</p>'
    layers = f", layers {', '.join(used.layers)}" if len(used.layers) > 1 else ""
    told = f"policy {used.source}, {TRUST[used.trust]}, sha256 {used.digest[:12]}{layers}"
    yield f'<p class="soft">{_said(told)}</p>'


def _list(title: str, items: Iterable[str]) -> Iterator[str]:
    found = list(items)
    if not found:
        return
    more = [f"{count(len(found) - SHOWN, 'more entry', 'more entries')}: --format json"] if len(found) > SHOWN else []
    yield f"<h2>{for_html(title)}</h2>"
    yield f"<ul>{''.join(f'<li>{item}</li>' for item in (*found[:SHOWN], *more))}</ul>"


def _outcome(outcome: str) -> str:
    return f'<span class="tag {outcome}">{for_html(outcome.upper())}</span>'


def _names(found: Sequence[str]) -> str:
    more = f" and {len(found) - 5:,} more" if len(found) > 5 else ""
    return ", ".join(_code(name) for name in found[:5]) + more


def _said(text: str) -> str:
    return for_html(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")


def _code(text: str) -> str:
    return f"<code>{_said(text)}</code>"
