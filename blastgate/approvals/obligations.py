"""What the pull requests of a change are obliged to show: open obligations hold it, whoever approved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blastgate.approvals.facts import PullFacts, Reviewed
from blastgate.decide.obligations import how_to_meet, obligations_of
from blastgate.model.classification import Level
from blastgate.model.verdict import GuardrailFinding, Verdict, WayForward, strictest
from blastgate.policy.model import Policy
from blastgate.policy.settings import Obligation

ID = "obligation"
MAX_TEXT = 65_536  # characters; GitHub takes no longer text

# Comments are what a template says to the author, and code is quoted: neither is a statement of the author's.
_UNSAID = re.compile(
    r"<!--(?:[^-]++|-(?!->))*+(?:-->)?|^(?:```|~~~).*?(?:^(?:```|~~~)[^\n]*$|\Z)", re.DOTALL | re.MULTILINE
)
_TICKED = re.compile(r"[ \t]{0,20}(?:[-*+]|\d{1,3}[.)])[ \t]{1,4}\[[xX]\][ \t]{1,4}(.{1,1000})")
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]++(.{0,400}))?")
_CLOSING = re.compile(r"(?:^|[ \t])#++$")
_EMPHASIS = str.maketrans("", "", "*_`")


def judge_obligations(verdict: Verdict, reviewed: Reviewed, level: Level, policy: Policy) -> Verdict:
    """Ask for a review as long as an obligation is open on one of the pull requests, and say what meets it."""
    if verdict.outcome == "error":
        return verdict
    held = obligations_of(policy, level, verdict.ai)
    open_ = [(pull, o) for o in held for pull in reviewed.pulls if not is_met(o, pull)]
    if not open_:
        return verdict
    findings = tuple(_finding(o, pull, len(reviewed.pulls) > 1) for pull, o in open_)
    doing = "; ".join(dict.fromkeys(how_to_meet(o) for _, o in open_))
    ways = tuple(w._replace(text=f"{w.text}, and {doing}") for w in verdict.ways_forward)
    if verdict.outcome in ("pass", "warn"):
        ways = (WayForward(doing, verdict.outcome), *ways)
    outcome = strictest((verdict.outcome, "review"))
    return verdict._replace(outcome=outcome, guardrails=(*verdict.guardrails, *findings), ways_forward=ways)


def is_met(obligation: Obligation, pull: PullFacts) -> bool:
    """Tell whether a pull request bears one of the signs of an obligation; letter case is ignored."""
    if obligation.label and obligation.label.lower() in (label.lower() for label in pull.labels):
        return True
    lines = _UNSAID.sub("", pull.body[:MAX_TEXT].replace("\r\n", "\n")).split("\n")
    if obligation.checked and any(item.startswith(_plain(obligation.checked)) for item in _ticked(lines)):
        return True
    return bool(obligation.section) and _plain(obligation.section) in _filled_sections(lines)


def _ticked(lines: list[str]) -> Iterator[str]:
    return (_plain(found[1]) for line in lines if (found := _TICKED.fullmatch(line[:1_100])))


def _filled_sections(lines: list[str]) -> set[str]:
    """List the headings that have something below them before the next heading."""
    filled, heading = set(), ""
    for line in lines:
        if found := _HEADING.fullmatch(line[:400]):
            heading = _plain(_CLOSING.sub("", (found[1] or "").rstrip(" \t")))
        elif line.strip():
            filled.add(heading)
    return filled


def _plain(text: str) -> str:
    return " ".join(text.translate(_EMPHASIS).lower().split())


def _finding(obligation: Obligation, pull: PullFacts, several: bool) -> GuardrailFinding:
    where = f"#{pull.number}: " if several else ""
    text = f"{where}{obligation.name} is open: {how_to_meet(obligation)}"
    return GuardrailFinding(ID, "review", text, location=str(obligation.location))
