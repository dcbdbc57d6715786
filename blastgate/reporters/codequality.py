"""Findings as a Code Quality report of GitLab, which shows them in the merge request.

The fields are those that GitLab reads (docs.gitlab.com, "Code Quality report format"): a subset of Code Climate's.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from blastgate.model.assessment import Assessment
from blastgate.reporters.envelopes.sarif_log import GRAVEST_FIRST, MAX_RESULTS
from blastgate.reporters.escape import for_terminal
from blastgate.reporters.interface import Look
from blastgate.reporters.wording.decision import headline, why
from blastgate.reporters.wording.findings import OF_OUTCOME, Finding, findings

SEVERITIES = {"error": "blocker", "warning": "major", "note": "info"}
LONGEST = 1_000  # characters of one description


def report(assessment: Assessment, _: Look) -> str:
    """Write a list of findings, the gravest first; what could not be decided is a finding of its own."""
    found = sorted(findings(assessment), key=lambda f: GRAVEST_FIRST.index(f.severity))
    if assessment.outcome == "error":
        files = assessment.change.files
        text = f"{headline(assessment)}. {why(assessment)}"
        found = [Finding("verdict", OF_OUTCOME["error"], text, files[0].path if files else "", "error")]
    kept = found if len(found) <= MAX_RESULTS else [*found[: MAX_RESULTS - 1], _more(found)]
    return json.dumps([_entry(finding) for finding in kept], indent=2, ensure_ascii=True) + "\n"


def _more(found: list[Finding]) -> Finding:
    hidden = len(found) - MAX_RESULTS + 1
    last = found[MAX_RESULTS - 1]
    return last._replace(rule="more", text=f"{hidden:,} more: see --format json", identity="more")


def _entry(finding: Finding) -> dict[str, Any]:
    text = finding.text if len(finding.text) <= LONGEST else f"{finding.text[:LONGEST]}…"
    same = "\0".join((finding.rule, finding.path, finding.identity)).encode("utf-8", "surrogateescape")
    return {
        "description": for_terminal(text),
        "check_name": f"blastgate/{for_terminal(finding.rule)}",
        "fingerprint": sha256(same).hexdigest(),
        "severity": SEVERITIES[finding.severity],
        "location": {"path": for_terminal(finding.path), "lines": {"begin": 1}},
    }
