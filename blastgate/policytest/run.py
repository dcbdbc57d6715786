"""Judge examples under a policy and say what is other than expected, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from blastgate.decide.weigh import weigh
from blastgate.guardrails.interface import Case
from blastgate.model.policytest import ExampleResult, Mismatch, PolicyTestReport
from blastgate.model.verdict import Verdict
from blastgate.model.version import SCHEMA_VERSION
from blastgate.policy.model import Policy
from blastgate.policy.people import People
from blastgate.policytest.sketch import Example, case_of


def run_examples(examples: Iterable[Example], file: str, policy: Policy, people: People) -> PolicyTestReport:
    """Judge every example as ``check`` would judge such a change."""
    results = tuple(_result(example, file, policy, people) for example in examples)
    failed = sum(bool(result.mismatches) for result in results)
    return PolicyTestReport(SCHEMA_VERSION, policy.source, policy.digest, file, len(results) - failed, failed, results)


def _result(example: Example, file: str, policy: Policy, people: People) -> ExampleResult:
    case = case_of(example, policy)
    verdict = weigh(case, policy, people)
    return ExampleResult(example.name, f"{file}:{example.line}", tuple(_mismatches(example, case, verdict)))


def _mismatches(example: Example, case: Case, verdict: Verdict) -> Iterator[Mismatch]:
    found = {
        "level": (case.classification.level, _reasons(case)),
        "outcome": (verdict.outcome, _causes(verdict)),
        "requirements": (_listed(r.group for r in verdict.requirements), _causes(verdict)),
        "guardrails": (_listed({g.id for g in verdict.guardrails}), tuple(g.text for g in verdict.guardrails)),
    }
    for what, entry in example.expect.entries().items():
        is_list = isinstance(entry.value.value, list)
        expected = _listed(entry.value.texts()) if is_list else str(entry.value.value)
        said, why = found[what]
        if expected != said:
            yield Mismatch(what, expected, said, why)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def _reasons(case: Case) -> tuple[str, ...]:
    level = case.classification.level
    return tuple(reason.text for reason in case.classification.reasons if reason.level == level)


def _causes(verdict: Verdict) -> tuple[str, ...]:
    row = [f"row {verdict.row.index}: {verdict.row.text} ({verdict.row.location})"] if verdict.row else []
    return (*(f"guardrail {g.id}: {g.text}" for g in verdict.guardrails), *row, *verdict.notes)
