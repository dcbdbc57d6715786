"""The files that are judged here must be those of the default branch on GitHub as it is now."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.doctor.interface import CouldNotLook, Facts, unknown
from blastgate.model.doctor import Diagnosis

ID = "clone"
FETCH = "git fetch origin, and run again"


def check(facts: Facts) -> Iterator[Diagnosis]:
    """Compare both commits."""
    if isinstance(facts.remote_commit, CouldNotLook):
        yield unknown(ID, facts.remote_commit)
    elif facts.remote_commit != facts.commit:
        text = f"this clone has {facts.branch} at {facts.commit[:12]}, GitHub has it at {facts.remote_commit[:12]}"
        yield Diagnosis(ID, "unknown", f"could not look at the newest files: {text}", FETCH)
    else:
        yield Diagnosis(ID, "ok", f"{facts.branch} is at {facts.commit[:12]}, here and on GitHub")
