"""How a change was made, as far as it says: which commits show the marks of which AI tool."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ai", "none", "unknown", "bot"]
Strength = Literal["declared", "strong", "weak"]
EvidenceKind = Literal[
    "author", "committer", "trailer", "footer", "session", "note", "pr-body", "label", "branch", "phrase", "trace"
]
Role = Literal["authored", "co-authored", "disclosed", "reviewed", "mentioned"]
STRENGTHS: tuple[Strength, ...] = ("declared", "strong", "weak")
UNNAMED = "generic-ai"  # the tool of a mark that says AI and no name
UNLISTED = "unlisted-app"  # the tool of an app that no table lists: it may be an agent


@dataclass(frozen=True, slots=True)
class Evidence:
    """One mark of a tool: where it stands (``kind``), how much it proves (``strength``) and the words themselves."""

    tool: str
    kind: EvidenceKind
    strength: Strength
    quote: str
    role: Role = "co-authored"


@dataclass(frozen=True, slots=True)
class CommitAttribution:
    """One commit, its state and the evidence for it; ``author`` is ``Name <email>``."""

    sha: str
    subject: str
    author: str
    state: State
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class LineShare:
    """Added lines: surely from AI-assisted commits (``ai_min``), possibly (``ai_max``), and all of them."""

    ai_min: int
    ai_max: int
    total: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """The state of a whole change: ``ai`` with evidence, ``none`` when looked and found nothing, else ``unknown``.

    ``around`` are marks beside the commits: of the pull request, of traces, of commits that were rewritten since.
    """

    state: State
    tools: tuple[str, ...] = ()
    commits: tuple[CommitAttribution, ...] = ()
    lines: LineShare = LineShare(0, 0, 0)
    why: str = ""
    around: tuple[Evidence, ...] = ()
