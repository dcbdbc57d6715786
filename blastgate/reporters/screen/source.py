"""What was judged and by which policy: the last lines of every screen."""

from __future__ import annotations

from blastgate.model.assessment import Assessment
from blastgate.reporters.screen.ink import Line, Span, line
from blastgate.reporters.wording.phrases import short

TRUST = {
    "default-branch": "from the default branch",
    "base": "from the base",
    "head": "from the change itself: not trusted",
    "file": "from a file on trial",
    "built-in": "no policy file, so the recommended pack judges",
}


def policy(assessment: Assessment) -> Line:
    """Name the policy, its digest, how far it is trusted, and its layers."""
    used = assessment.policy
    layers = f" · layers {', '.join(used.layers)}" if len(used.layers) > 1 else ""
    words = f"{used.source} · {TRUST[used.trust]} · sha256 {used.digest[:12]}{layers}"
    return line(Span("policy  ", "dim"), Span(words, "warn" if used.trust == "head" else "dim"), hang=8)


def change(assessment: Assessment) -> Line:
    """Name the commits that were compared."""
    judged = assessment.change
    ends = f" · {short(judged.merge_base or judged.base)}..{short(judged.head)}" if judged.head else ""
    return line(Span(f"change  {judged.described}{ends}", "dim"), hang=8)
