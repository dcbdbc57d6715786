"""The results of examples as JUnit XML: one case per example."""

from __future__ import annotations

from blastgate.model.policytest import ExampleResult, PolicyTestReport
from blastgate.reporters.envelopes.junit_xml import Case, Problem, Suite, junit_xml
from blastgate.reporters.interface import Look


def report(answer: PolicyTestReport, _: Look) -> str:
    """Write a suite with a case for each example."""
    properties = [("policy", answer.source), ("digest", answer.digest)]
    return junit_xml([Suite(answer.file, [_case(example) for example in answer.examples], properties)])


def _case(example: ExampleResult) -> Case:
    if not example.mismatches:
        return Case(example.name)
    said = [f"{m.what}: expected {m.expected}, found {m.found}" for m in example.mismatches]
    details = [example.location, *(why for m in example.mismatches for why in (said[0], *m.why))]
    return Case(example.name, Problem("failure", "; ".join(said), list(dict.fromkeys(details))))
