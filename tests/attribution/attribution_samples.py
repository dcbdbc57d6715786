"""Turn samples and cases (data in YAML) into commits and evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from blastgate.attribution.attribute import attribute_commit
from blastgate.attribution.evidence.pull_request import PullRequest, find_in_pull_request
from blastgate.attribution.tools import Tools
from blastgate.model.attribution import CommitAttribution, Evidence
from blastgate.model.change import Commit, Identity, Note

PERSON = "Kim Lee <kim@example.org>"
DATE = "2026-09-01T12:00:00+00:00"
AROUND = ("branch", "label", "body")


def identity(text: str) -> Identity:
    """Read ``Name <address>``."""
    found = re.fullmatch(r"(.*?) ?<([^<>]*)>", text)
    assert found, text
    return Identity(found[1], found[2])


def commit_of(sample: Mapping[str, Any]) -> Commit:
    """Make a commit of a sample; what it does not say is a person's ordinary commit."""
    author = identity(sample.get("author", PERSON))
    committer = identity(sample["committer"]) if "committer" in sample else author
    parents = tuple(str(number) * 40 for number in range(int(sample.get("parents", 1))))
    notes = (Note("refs/notes/ai", sample["note"]),) if "note" in sample else ()
    additions = int(sample["additions"]) if "additions" in sample else None
    message = sample.get("message", "Mend the paging")
    return Commit("c" * 40, parents, author, committer, sample.get("date", DATE), message, notes, additions)


def judged(sample: Mapping[str, Any], tools: Tools) -> CommitAttribution:
    """Attribute the commit of a sample."""
    return attribute_commit(commit_of(sample), tools)


def around(sample: Mapping[str, Any], tools: Tools) -> tuple[Evidence, ...]:
    """Find the marks of the pull request of a sample."""
    labels = (sample["label"],) if "label" in sample else ()
    return find_in_pull_request(PullRequest(sample.get("body", ""), labels, sample.get("branch", "")), tools)


def evidence_of(sample: Mapping[str, Any], tools: Tools) -> tuple[Evidence, ...]:
    """Find the evidence that a sample speaks of: around the commits, or in its commit."""
    return around(sample, tools) if any(key in sample for key in AROUND) else judged(sample, tools).evidence


def counts(evidence: Evidence) -> bool:
    """Tell whether evidence makes a commit ``ai`` by itself."""
    return evidence.strength != "weak" and evidence.role in ("authored", "co-authored", "disclosed")
