"""Whose approval is needed, who could give it, and what to do when nobody can."""

from __future__ import annotations

from collections.abc import Iterable

from blastgate.decide.authors import had_a_hand
from blastgate.decide.rows import Answer, ask_tables, levels_from
from blastgate.guardrails.interface import Case, texts
from blastgate.model.verdict import GuardrailFinding, Requirement
from blastgate.policy.model import GuardrailSetting, Policy
from blastgate.policy.people import People

NOBODY_NAMED = "reviewer"  # the group's name where a review is demanded and the policy names nobody to give it

Spoken = tuple[GuardrailSetting, GuardrailFinding]


def groups_asked(
    case: Case, policy: Policy, answers: tuple[Answer, ...], spoken: tuple[Spoken, ...]
) -> tuple[str, ...]:
    """List the groups that must each approve once: of every row and every guardrail that demands a review.

    A review that names no group (a guardrail without ``by``, a cell no row covers) is asked of those whom the tables
    ask at this level or the next one up that asks anybody, whoever else is asked by name: one demand meets no other.
    """
    named = list(_groups_of(answers))
    demands = [texts(setting, "by") for setting, finding in spoken if finding.outcome == "review"]
    named += [group for groups in demands for group in groups]
    nameless = not all(demands) or not answers or any(answer.row is None for answer in answers)
    nameless = nameless or any(a.row is not None and a.row.then == "review" and not a.row.by for a in answers)
    if nameless:
        named += _groups_above(case, policy) or [NOBODY_NAMED]
    return tuple(dict.fromkeys(named))


def requirement(group: str, case: Case, policy: Policy, people: People) -> Requirement:
    """State what is needed of a group: one approval, of a member who had no hand in the change."""
    if group == NOBODY_NAMED and not _is_defined(group, policy):
        note = "a review is demanded, but no row or guardrail says of whom: add `by: [group]` on the default branch"
        return Requirement(group, 1, note=note)
    found = people.candidates(group, paths_of(case))
    hands = had_a_hand(case.change, people)
    free = tuple(member for member in found.members if member.lower() not in hands)
    note = found.note
    if found.members and not free:
        note = f"every {group} had a hand in this change: nobody can approve it; name one more on the default branch"
    elif not free and not note:
        note = f"no {group} is named: nobody can approve this; name one on the default branch"
    return Requirement(group, 1, candidates=free, note=note)


def paths_of(case: Case) -> tuple[str, ...]:
    """List every path of the change, both of a rename, sorted."""
    return tuple(sorted({path for file in case.change.files for path in file.paths}))


def _groups_of(answers: Iterable[Answer]) -> Iterable[str]:
    return (group for answer in answers if answer.row and answer.row.then == "review" for group in answer.row.by)


def _groups_above(case: Case, policy: Policy) -> list[str]:
    for level in levels_from(case.classification.level):
        groups = list(_groups_of(ask_tables(case, policy, level)))
        if groups:
            return groups
    return []


def _is_defined(group: str, policy: Policy) -> bool:
    return any(group == known.name for layer in policy.layers for known in layer.groups)
