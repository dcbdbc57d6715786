"""How the change was made: tools, commits, and the words that are the evidence."""

from __future__ import annotations

from collections.abc import Sequence

from blastgate.model.assessment import Assessment
from blastgate.model.attribution import Attribution, CommitAttribution, Evidence, LineShare
from blastgate.reporters.interface import Look
from blastgate.reporters.screen.cut import cut, rest
from blastgate.reporters.screen.ink import Line, Span, line, title
from blastgate.reporters.wording.decision import made_by
from blastgate.reporters.wording.phrases import count, short

COMMITS, MARKS = 3, 1


def draw(assessment: Assessment, look: Look) -> list[Line]:
    """Draw who made the change, and the commits that carry evidence."""
    attribution = assessment.attribution
    if attribution.state == "none" and look.verbosity <= 0:
        return []
    around = beside(attribution.around if look.verbosity > 0 else attribution.around[:COMMITS])
    telling = [c for c in attribution.commits if c.evidence or look.verbosity > 0]
    texts = [text for text in (_summary(attribution), attribution.why) if text]
    lines = [title("Made by", made_by(attribution)), *(line(text, indent=2, hang=2) for text in texts)]
    return lines + commits(telling, COMMITS, look) + around


def commits(found: Sequence[CommitAttribution], keep: int, look: Look) -> list[Line]:
    """Draw commits with their state and evidence."""
    shown = cut(found, keep, look)
    return [drawn for commit in shown for drawn in _commit(commit, look)] + rest(found, shown)


def beside(marks: Sequence[Evidence]) -> list[Line]:
    """Draw the marks that stand around the commits."""
    return [line("beside the commits", indent=2), *map(_mark, marks)] if marks else []


def share(lines: LineShare) -> str:
    """Say of how many added lines AI is disclosed, surely and possibly: what nobody disclosed is in no figure."""
    if not lines.total:
        return ""
    exact = lines.ai_min == lines.ai_max
    span = f"{lines.ai_max:,}" if exact else f"{lines.ai_min:,} to {lines.ai_max:,}"
    return f"disclosed for {span} of {count(lines.total, 'added line')}"


def _summary(attribution: Attribution) -> str:
    ai = sum(commit.state == "ai" for commit in attribution.commits)
    parts = [f"{ai:,} of {count(len(attribution.commits), 'commit')} with AI evidence" if attribution.commits else ""]
    parts.append(share(attribution.lines) if attribution.state in ("ai", "unknown") else "")
    return " · ".join(part for part in parts if part)


def _commit(commit: CommitAttribution, look: Look) -> list[Line]:
    start = line(Span(f"{short(commit.sha)}  "), Span(f"{commit.state:<8}", "ai" if commit.state == "ai" else "dim"))
    lines = [Line((*start.spans, Span(commit.subject)), 2, 22)]
    if look.verbosity > 0:
        lines.append(line(Span(commit.author, "dim"), indent=12, hang=2))
    shown = commit.evidence if look.verbosity > 0 else commit.evidence[:MARKS]
    return lines + [_mark(evidence) for evidence in shown]


def _mark(evidence: Evidence) -> Line:
    known = Span(f"{evidence.tool}, {evidence.strength} {evidence.kind}: ", "dim")
    return line(known, f'"{evidence.quote}"', indent=12, hang=2)
