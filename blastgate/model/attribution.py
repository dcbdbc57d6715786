"""How a change was made, as far as it says: which commits show the marks of which AI tool."""

from __future__ import annotations

from typing import Literal

from blastgate.model.named import NamedTuple

State = Literal["ai", "none", "unknown", "bot"]
Strength = Literal["declared", "strong", "weak"]
EvidenceKind = Literal[
    "author", "committer", "trailer", "footer", "session", "note", "pr-body", "label", "branch", "phrase", "trace"
]
Role = Literal["authored", "co-authored", "disclosed", "reviewed", "mentioned"]
STRENGTHS: tuple[Strength, ...] = ("declared", "strong", "weak")
UNNAMED = "generic-ai"  # the tool of a mark that says AI and no name
UNLISTED = "unlisted-app"  # the tool of an app that no table lists: it may be an agent


class Evidence(NamedTuple):
    """One mark of a tool: where it stands (``kind``), how much it proves (``strength``) and the words themselves."""

    tool: str
    kind: EvidenceKind
    strength: Strength
    quote: str
    role: Role = "co-authored"


class CommitAttribution(NamedTuple):
    """One commit, its state and the evidence for it; ``author`` is ``Name <email>``."""

    sha: str
    subject: str
    author: str
    state: State
    evidence: tuple[Evidence, ...] = ()


class LineShare(NamedTuple):
    """Added lines: surely from AI-assisted commits (``ai_min``), possibly (``ai_max``), and all of them."""

    ai_min: int
    ai_max: int
    total: int


class Attribution(NamedTuple):
    """The state of a whole change: ``ai`` with evidence, ``none`` when looked and found nothing, else ``unknown``.

    ``around`` are marks beside the commits: of the pull request, of traces, of commits that were rewritten since.
    """

    state: State
    tools: tuple[str, ...] = ()
    commits: tuple[CommitAttribution, ...] = ()
    lines: LineShare = LineShare(0, 0, 0)
    why: str = ""
    around: tuple[Evidence, ...] = ()


class CommitTotals(NamedTuple):
    """How many commits there are of each state."""

    ai: int
    none: int
    unknown: int
    bot: int


class CommitsReport(NamedTuple):
    """The attribution of each commit of a range, newest first, and how many there are of each state.

    ``around`` are the marks beside the commits of a pull request: its text, labels, branch, and rewritten commits.
    ``cut_off`` says that a shallow clone ends within the range: older commits are not here and in no count.
    """

    schema_version: int
    range: str
    commits: tuple[CommitAttribution, ...]
    totals: CommitTotals
    around: tuple[Evidence, ...] = ()
    cut_off: bool = False
