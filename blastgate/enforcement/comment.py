"""The one sticky comment: the whole report while something is to do, three lines once the change may pass."""

from __future__ import annotations

from blastgate.model.plan import Ruling
from blastgate.reporters import markdown
from blastgate.reporters.escape import code, for_markdown
from blastgate.reporters.interface import PLAIN
from blastgate.reporters.wording.phrases import short

MARKER = "<!-- blastgate: sticky comment, edited in place -->"


def body_of(ruling: Ruling) -> str:
    """Write the comment of a ruling; it begins with the marker."""
    assessment = ruling.assessment
    if assessment is None:
        lines = [MARKER, "## ERROR: could not decide", "", f"**Why:** {for_markdown(ruling.error[:2_000])}", ""]
        return "\n".join([*lines, f"<sub>{code(ruling.base)} · head {code(short(ruling.head))}</sub>", ""])
    if assessment.outcome != "pass":
        return f"{MARKER}\n{markdown.report(assessment, PLAIN)}"
    by = tuple(dict.fromkeys(who for r in assessment.verdict.requirements for who in r.satisfied_by))
    approved = f", approved by {', '.join(map(code, by[:10]))}" if by else ""
    judged, policy = assessment.change, assessment.policy
    ends = f"{code(short(judged.merge_base or judged.base))} to {code(short(judged.head))}"
    used = f"policy {code(policy.digest[:12])} ({policy.trust})"
    bound = f"<sub>{code(ruling.base)}, {ends} · {used}</sub>"
    return f"{MARKER}\n**PASS:** {assessment.level} blast radius{approved}\n{bound}\n"
