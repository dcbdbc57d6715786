"""The results of examples on a terminal: those that failed with what was expected, what came, and why."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.model.policytest import ExampleResult, Mismatch, PolicyTestReport
from blastgate.reporters.interface import Look
from blastgate.reporters.screen.cut import cut, rest
from blastgate.reporters.screen.ink import Line, Span, lay_out, line
from blastgate.reporters.wording.phrases import count

REASONS = 3


def report(answer: PolicyTestReport, look: Look) -> str:
    """Draw the results; quiet shows what failed only."""
    return lay_out(_lines(answer, look), look)


def _lines(answer: PolicyTestReport, look: Look) -> Iterator[Line]:
    for example in answer.examples:
        if example.mismatches:
            yield line(
                Span("FAIL  ", "block"), Span(example.name, "bold"), Span(f"  {example.location}", "dim"), hang=6
            )
            yield from (drawn for mismatch in example.mismatches for drawn in _mismatch(mismatch, look))
        elif look.verbosity >= 0:
            yield _passed(example)
    yield line(
        f"{count(len(answer.examples), 'example')}: {answer.passed} passed, {answer.failed} failed",
        Span(f"  {answer.source}", "dim"),
    )


def _passed(example: ExampleResult) -> Line:
    return line(Span("ok    ", "pass"), example.name, hang=6)


def _mismatch(mismatch: Mismatch, look: Look) -> Iterator[Line]:
    yield line(f"{mismatch.what}", indent=6)
    yield line(Span("- expected ", "low"), mismatch.expected, indent=8, hang=11)
    yield line(Span("+ found    ", "high"), mismatch.found, indent=8, hang=11)
    shown = cut(mismatch.why, REASONS, look)
    yield from (line(Span(text, "dim"), indent=10, hang=2) for text in shown)
    yield from rest(mismatch.why, shown, 10)
