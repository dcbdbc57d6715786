"""The graph as trees, as ``cargo tree`` draws them: what was drawn before is marked ``(*)`` and not repeated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from blastgate.reporters.graphs.interface import Arrow, GraphView, arrows, nodes
from blastgate.reporters.interface import PLAIN, Look
from blastgate.reporters.screen.ink import Line, Span, lay_out, line, title
from blastgate.reporters.wording.phrases import count

Twigs = Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]


def draw(view: GraphView, look: Look = PLAIN) -> str:
    """Draw trees of dependencies; with a focus, what it depends on and what depends on it."""
    return lay_out(_lines(view), look)


def _lines(view: GraphView) -> Iterator[Line]:
    found = arrows(view)
    noun = "component" if view.level == "component" else "file"
    yield line(Span(f"{count(len(nodes(view)), noun)}, {count(len(found), 'dependency', 'dependencies')}", "bold"))
    down, up = _twigs(found), _twigs([Arrow(a.to, a.from_, a.kinds) for a in found])
    if view.focus:
        yield from (line(), title(f"{view.focus} depends on"), *_trees([view.focus], down, view))
        yield from (line(), title(f"{view.focus} is used by"), *_trees([view.focus], up, view))
    else:
        yield from (line(), *_trees(_roots(view, down, up), down, view))
    if view.warnings:
        yield from (line(), title("Gaps in the graph"), *(line(text, indent=2, hang=2) for text in view.warnings))


def _twigs(found: Sequence[Arrow]) -> Twigs:
    twigs: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for arrow in found:
        twigs.setdefault(arrow.from_, []).append((arrow.to, arrow.kinds))
    return twigs


def _roots(view: GraphView, down: Twigs, up: Twigs) -> list[str]:
    """Start at what nobody depends on; then at what only cycles reach."""
    names = list(nodes(view))
    return [n for n in names if n not in up] + [n for n in names if n in up and n in down]


def _trees(roots: Sequence[str], twigs: Twigs, view: GraphView) -> Iterator[Line]:
    """Draw trees without recursion: a chain may be longer than the stack is deep."""
    kinds, drawn = nodes(view), set[str]()
    for root in roots:
        if root in drawn:
            continue
        stack = [(root, "", "", "")]
        while stack:
            name, trunk, branch, how = stack.pop()
            again = name in drawn and name in twigs
            yield _node(name, (trunk, branch), (kinds.get(name, ""), how, " (*)" if again else ""), view)
            if name not in drawn:
                below = trunk + {"": "", "├── ": "│   ", "└── ": "    "}[branch]
                stack += _children(twigs.get(name, ()), below)
            drawn.add(name)


def _children(twigs: Sequence[tuple[str, tuple[str, ...]]], trunk: str) -> Iterator[tuple[str, str, str, str]]:
    """List the children of a node for a stack: the last one first."""
    for index, (name, kinds) in reversed(list(enumerate(twigs))):
        yield name, trunk, "└── " if index == len(twigs) - 1 else "├── ", ", ".join(kinds)


def _node(name: str, place: tuple[str, str], about: tuple[str, str, str], view: GraphView) -> Line:
    kind, how, again = about
    mark = Span("  affected", "high") if name in view.affected else Span("")
    detail = "  ".join(text for text in (kind, f"[{how}]" if how else "") if text)
    return line("".join(place), Span(name, "bold"), Span(f"  {detail}" if detail else "", "dim"), again, mark, hang=8)
