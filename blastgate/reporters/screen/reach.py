"""Who is affected, each with the chain that proves it."""

from __future__ import annotations

from blastgate.model.assessment import Assessment
from blastgate.model.impact import AffectedComponent, Impact
from blastgate.reporters.interface import Look
from blastgate.reporters.screen.cut import cut, rest
from blastgate.reporters.screen.ink import Line, Span, line, pad, title, width_of
from blastgate.reporters.wording.chains import chain, proof
from blastgate.reporters.wording.hubs import through
from blastgate.reporters.wording.phrases import count, number

COMPONENTS, NAME_COLUMNS = 8, 24


def draw(assessment: Assessment, look: Look) -> list[Line]:
    """Draw the affected components, nearest first, code before runtime."""
    impact = assessment.impact
    if not impact.affected and impact.services_affected is not None:
        return []
    said = ", ".join(part for part in (_counts(impact), through(impact.affected)) if part)
    return [title("Affected", said), *components(impact.affected, look)]


def components(affected: tuple[AffectedComponent, ...], look: Look) -> list[Line]:
    """Draw components in columns: name, kind, chain, and the place that proves its first step."""
    shown = cut(affected, COMPONENTS, look)
    width = min(max((width_of(a.name) for a in shown), default=0), NAME_COLUMNS)
    lines = [drawn for a in shown for drawn in _component(a, width, look)]
    return lines + rest(affected, shown)


def _counts(impact: Impact) -> str:
    if impact.services_affected is None:
        return f"unknown: {'only a part of the' if impact.affected else 'no'} dependency graph could be built"
    runtime = impact.services_at_runtime
    further = f", {number(runtime)} more at runtime" if runtime or runtime is None else ""
    of = f" of {impact.services_total:,}" if impact.services_total else ""
    return f"{count(impact.services_affected, 'service')}{of} by code{further}"


def _component(affected: AffectedComponent, width: int, look: Look) -> list[Line]:
    name = pad(affected.name, max(width, 1)) if look.verbosity <= 0 else affected.name.ljust(width)
    start = (Span(name, "bold"), Span(f"  {affected.kind:<8}", "dim"))
    how = "at runtime: " if affected.reach == "runtime" else ""
    path = affected.reason or chain(affected.via) or "touched"
    place = "" if affected.reason else proof(affected.via)
    hang = min(width + 11, look.width // 2)
    lines = [line(*start, f" {how}{path}", Span(f"  {place}" if place else "", "dim"), indent=2, hang=hang)]
    if look.verbosity > 0:
        lines += [_step(edge.from_, edge.to, f"{edge.kind}  {edge.evidence}") for edge in affected.via]
    return lines


def _step(from_: str, to: str, proven: str) -> Line:
    return line(f"{from_} → {to}", Span(f"  {proven}", "dim"), indent=8, hang=2)
