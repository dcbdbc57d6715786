"""The proof of a verdict on a terminal, as a tree; long lists are cut, and said to be."""

from __future__ import annotations

from collections.abc import Iterator

from blastgate.model.assessment import Assessment
from blastgate.reporters.interface import Look
from blastgate.reporters.proof.tree import Node, proof_of
from blastgate.reporters.screen.cut import cut
from blastgate.reporters.screen.ink import Line, Span, lay_out, line

MOST = 8  # branches of one node
TEE, END, BAR, GAP = "├─ ", "└─ ", "│  ", "   "


def report(assessment: Assessment, look: Look) -> str:
    """Draw the proof."""
    root = proof_of(assessment)
    return lay_out([line(Span(root.text, root.style)), *_branches(root, "", look)], look)


def _branches(node: Node, before: str, look: Look) -> Iterator[Line]:
    shown = cut(node.below, MOST, look)
    hidden = len(node.below) - len(shown)
    for at, branch in enumerate(shown, 1):
        last = at == len(shown) and not hidden
        mark = Span(before + (END if last else TEE), "dim")
        below = before + (GAP if last else BAR)
        rail = (below + BAR if branch.below else below).rstrip()
        words = line(mark, Span(f"{branch.word}  ", branch.style or "bold"), branch.text, hang=len(below) + len(BAR))
        yield words._replace(rail=rail)
        yield from _branches(branch, below, look)
    if hidden:
        yield line(Span(f"{before}{END}… {hidden:,} more: -v", "dim"))
