"""Break-glass: a member of a named role lets a change go ahead against the policy, with a reason and an end.

It is a comment of its own, ``/blastgate override COMMIT REASON until 2026-11-30``, and holds for exactly that head:
what is pushed afterwards is not covered. COMMIT is the whole id: commits whose ids begin alike are made in seconds.
Whoever had a hand in the change, as author, committer, co-author or driver of the agent, can't give it, whatever the
policy says of independence. The outcome becomes a warning that says it all.
"""

from __future__ import annotations

import re
from copy import copy
from datetime import date, timedelta

from blastgate.approvals.facts import OverrideAct, PullFacts, Reviewed
from blastgate.approvals.makers import hand_of, makers
from blastgate.approvals.membership import Membership
from blastgate.approvals.unlinked import ID as UNLINKED
from blastgate.model.attribution import State
from blastgate.model.named import NamedTuple
from blastgate.model.pull_request import Account
from blastgate.model.verdict import Override, Verdict
from blastgate.policy.settings import INDEPENDENCE, OverrideSetting

COMMAND = "/blastgate override"
FORM = f"{COMMAND} WHOLE-COMMIT-ID REASON until 2026-11-30"
MAX_REASON, MIN_REASON = 500, 5  # characters
MAX_ACTS = 50  # the latest
NOBODYS = "it may be by an author of the change, whose commits are linked to no account"
_ASKED = re.compile(
    r"/blastgate[ \t]+override[ \t]+([0-9a-f]{40}(?:[0-9a-f]{24})?)[ \t]+"
    r"(\S[^\r\n]{0,600}?)[ \t]+until[ \t]+(\d{4}-\d{2}-\d{2})[ \t]*"
)


class Asked(NamedTuple):
    """What a comment asks for: a commit's whole id, a reason, and the last day."""

    commit: str
    reason: str
    until: str


def is_override(body: str) -> bool:
    """Tell whether a comment means to be an override, well-formed or not: its first line begins with the command.

    A line that is indented by four blanks is code, as Markdown reads it, and shows the command only.
    """
    return re.match(r"(?:[ \t]*\r?\n)* {0,3}/blastgate[ \t]+override\b", body[:200]) is not None


def parse_override(body: str) -> Asked | None:
    """Read the first line of a comment; None where it is not of the form."""
    found = _ASKED.fullmatch(body.strip().split("\n", 1)[0].strip()[:800])
    return Asked(*found.groups()) if found else None


def judge_override(
    verdict: Verdict, reviewed: Reviewed, membership: Membership, setting: OverrideSetting | None, state: State
) -> Verdict:
    """Let a change go ahead where every pull request has an override that holds; tell each one that does not count.

    An error is never overridden: nothing was decided.
    """
    acts = [(pull, act) for pull in reviewed.pulls for act in pull.overrides[-MAX_ACTS:] if is_override(act.body)]
    if not acts or verdict.outcome not in ("review", "block"):
        return verdict
    found: dict[int, Override] = {}
    notes: list[str] = []
    hidden = next((NOBODYS for f in verdict.guardrails if (f.id, f.outcome) == (UNLINKED, "block")), "")
    for pull, act in acts:
        who = act.author.name if act.author else "a deleted account"
        why = _refusal(act, pull, setting, reviewed.today) or _unfit(act.author, pull, setting, membership, state)
        why, asked = why or hidden, parse_override(act.body)
        if why or asked is None or setting is None:
            notes.append(f"the override by {who} does not count: {why}")
        else:
            group = _group_of(who, setting, membership)
            found[pull.number] = Override(who, group, asked.reason, asked.until, verdict.outcome)
    verdict = verdict._replace(notes=(*verdict.notes, *dict.fromkeys(notes)))
    if len(found) < len(reviewed.pulls):
        return verdict
    return verdict._replace(outcome="warn", override=next(iter(found.values())), ways_forward=())


def _unfit(
    who: Account | None, pull: PullFacts, setting: OverrideSetting | None, membership: Membership, state: State
) -> str:
    """Say why somebody may not give it: in none of the roles, or with a hand in the change; empty where they may."""
    if who is None or setting is None or not _group_of(who.name, setting, membership):
        return f"is not among {' or '.join(setting.by if setting else ())}"
    return _hand(who, pull, membership, state)


def _refusal(act: OverrideAct, pull: PullFacts, setting: OverrideSetting | None, today: str) -> str:
    """Say why an act does not count, whoever did it; empty where it may."""
    if setting is None:
        return "the policy allows none (`override: {by: [group]}`)"
    if act.author is None or not act.author.is_person or act.by_app:
        return "it is no act of a person"
    if act.edited:
        return "its comment was edited; write a new one"
    asked = parse_override(act.body)
    return f"write it as: {FORM}" if asked is None else _misfit(asked, act, pull, today, setting.max_days)


def _misfit(asked: Asked, act: OverrideAct, pull: PullFacts, today: str, max_days: int) -> str:
    if pull.head != asked.commit:
        return f"it is for {asked.commit[:12]}, the head is {pull.head[:12]}"
    if pull.retargeted and act.created <= pull.retargeted:
        return "the base branch was changed since, so it is for another change"
    if not MIN_REASON <= len(asked.reason) <= MAX_REASON:
        return f"its reason has to have {MIN_REASON} to {MAX_REASON} characters"
    return _out_of_time(asked.until, act.created[:10], today, max_days)


def _out_of_time(until: str, given: str, today: str, max_days: int) -> str:
    try:
        last, start, now = date.fromisoformat(until), date.fromisoformat(given), date.fromisoformat(today)
    except ValueError:
        return "its days cannot be told"
    if last > start + timedelta(days=max_days):
        return f"it holds until {until}, and may for {max_days} days at most"
    return f"it expired on {until}" if now > last else ""


def _group_of(who: str, setting: OverrideSetting, membership: Membership) -> str:
    """Find the group that somebody acts for; owners by path have to own every file of the change that has an owner."""
    sides = ((group, membership.sides(group)) for group in setting.by)
    return next((group for group, found in sides if found and all(who in side.logins for side in found)), "")


def _hand(who: Account, pull: PullFacts, membership: Membership, state: State) -> str:
    """Say which hand somebody had in the change, by the strictest independence."""
    people = copy(membership.people)
    people.independence = INDEPENDENCE[-1]
    how = hand_of(who, makers(pull, people, state))
    return f"had a hand in the change: {how}" if how else ""
