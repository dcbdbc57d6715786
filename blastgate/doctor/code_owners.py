"""Code owners must guard the files that the gate rests on, and their approval must be required.

The policy, the roster in it, CODEOWNERS and the workflows are read from the default branch: whoever may merge a change
to them changes the gate.
"""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.doctor.interface import CouldNotLook, Facts, unknown
from blastgate.model.doctor import Diagnosis
from blastgate.policy.matching.codeowners import compile_owners

ID = "code-owners"
GUARDED = (".blastgate.yml", ".github/workflows/blastgate.yml", ".github/CODEOWNERS")
REQUIRE = "Settings, Rules, Rulesets: require a pull request with a review from code owners on the default branch"


def check(facts: Facts) -> Iterator[Diagnosis]:
    """Look at owners of these files, at mistakes GitHub sees, and at whether their review is required."""
    if facts.codeowners is None:
        text = f"{facts.branch} has no CODEOWNERS: nobody guards the policy and the workflows"
        yield Diagnosis(ID, "problem", text, "add .github/CODEOWNERS with a line for each: `/.blastgate.yml @you`")
    else:
        yield _covered(facts.codeowners)
        yield from _mistakes(facts)
    yield _required(facts)


def _covered(codeowners: bytes) -> Diagnosis:
    owners = compile_owners(codeowners)
    bare = [path for path in GUARDED if not owners(path)]
    if bare:
        text = f"nobody owns {', '.join(bare)}"
        return Diagnosis(ID, "problem", text, f"add to CODEOWNERS: `/{bare[0]} @you`", "CODEOWNERS")
    return Diagnosis(ID, "ok", "policy, workflows and CODEOWNERS have owners", where="CODEOWNERS")


def _mistakes(facts: Facts) -> Iterator[Diagnosis]:
    if isinstance(facts.codeowners_errors, CouldNotLook):
        yield unknown(ID, facts.codeowners_errors)
        return
    for error in facts.codeowners_errors:
        yield Diagnosis(ID, "problem", f"GitHub passes over a line: {error}", "mend the line", "CODEOWNERS")


def _required(facts: Facts) -> Diagnosis:
    if isinstance(facts.protection, CouldNotLook):
        return unknown(ID, facts.protection)
    if facts.protection.code_owners:
        return Diagnosis(ID, "ok", "a review by code owners is required")
    if facts.protection.code_owners is None:
        why = "the branch is protected, and whether code owners must approve is told to administrators only"
        return unknown(ID, CouldNotLook(why, f"see for yourself, or use a ruleset. {REQUIRE}"))
    return Diagnosis(ID, "problem", f"no review by code owners is required on {facts.branch}", REQUIRE)
