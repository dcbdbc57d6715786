"""The policy must be on the default branch, and be one that can be judged by."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.doctor.interface import Facts
from blastgate.model.doctor import Diagnosis
from blastgate.policy.model import Policy

ID = "policy-file"


def check(facts: Facts) -> Iterator[Diagnosis]:
    """Tell each mistake, or which policy holds."""
    policy = facts.policy
    if not isinstance(policy, Policy):
        for problem in policy:
            where = f"{problem.file}:{problem.line}:{problem.column}"
            yield Diagnosis(ID, "problem", problem.message, problem.hint or "mend it on the default branch", where)
    elif policy.trust == "built-in":
        text = f"{facts.branch} has no .blastgate.yml: the built-in policy judges, and it names no senior"
        yield Diagnosis(ID, "problem", text, "write one: `blastgate init`, and merge it to the default branch")
    elif policy.mode == "observe":
        text = "the policy observes: every status is success, whatever was found"
        yield Diagnosis(ID, "problem", text, "write `mode: enforce` when you have seen enough", policy.source)
    else:
        yield Diagnosis(ID, "ok", f"{policy.source} is enforced (digest {policy.digest[:12]})", where=policy.source)
