"""Commits that belong to no account: nobody can say whether their author approves, so a high change is blocked."""

from __future__ import annotations

from blastgate.approvals.facts import Reviewed
from blastgate.approvals.makers import SHORT, unknown_co_authors, unlinked
from blastgate.model.classification import Level
from blastgate.model.verdict import GuardrailFinding, Outcome, Verdict, strictest
from blastgate.model.wording import count, some
from blastgate.policy.model import Policy
from blastgate.policy.people import People

ID = "unlinked-authors"
REMEDY = "add the address to the account on GitHub, name it under `people.emails`, or rewrite the author"


def judge_unlinked(verdict: Verdict, reviewed: Reviewed, level: Level, policy: Policy, people: People) -> Verdict:
    """Block a high change with commits of no account (warn, where the policy says so); below high, tell it."""
    if verdict.outcome == "error":
        return verdict
    told = tuple(
        f"co-author {identity.name} <{identity.email}> of #{pull.number} belongs to no known account"
        for pull in reviewed.pulls
        for identity in unknown_co_authors(pull, people)
    )
    verdict = verdict._replace(notes=(*verdict.notes, *told))
    found = [pair for pull in reviewed.pulls for pair in unlinked(pull, people)]
    if not found:
        return verdict
    names = some([f"{identity.name} <{identity.email}> in {sha[:SHORT]}" for sha, identity in found])
    text = f"{count(len(found), 'author or committer')} linked to no account: {names}; {REMEDY}"
    if level != "high":
        return verdict._replace(notes=(*verdict.notes, text))
    demand: Outcome = "block" if blocks_unlinked(policy) else "warn"
    guardrails = (*verdict.guardrails, GuardrailFinding(ID, demand, text))
    ways = verdict.ways_forward if demand == "warn" else ()
    return verdict._replace(outcome=strictest((verdict.outcome, demand)), guardrails=guardrails, ways_forward=ways)


def blocks_unlinked(policy: Policy) -> bool:
    """Tell whether unlinked authors block."""
    return policy.unlinked_authors == "block"
