"""A team's own AI tools in its policy: ``ai_tools:`` adds to the shipped ones and takes nothing from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from blastgate import registry
from blastgate.policy.model import Location, OwnTool
from blastgate.policy.reading.positions import Entry, Node
from blastgate.policy.tool_marks import KEYS, LISTS, MAPS, Mistake, wrong_types, wrong_values

SECTION = "ai_tools"
MAX_MARKS, MAX_TEXT = 300, 200  # of one file, characters of one mark: a policy may come from the change it judges
RESERVED = frozenset({"unlisted-app"})
MARKS = frozenset((*LISTS, *MAPS)) - {"environment", "likely_environment", "model_environment"}

Tell = Callable[[Node, str, str], None]


@cache
def shipped_tools() -> frozenset[str]:
    """List the shipped AI tools by name."""
    return frozenset(path.stem for path in registry.rule_files("ai_tools"))


def own_tools(root: Node, file: str) -> tuple[OwnTool, ...]:
    """Read the AI tools of a document that has no mistakes."""
    return tuple(
        OwnTool(name, Location(file, key.line), {"name": name, **body.plain()}) for name, (key, body) in _entries(root)
    )


def check_own_tools(root: Node, tell: Tell) -> None:
    """Tell every entry that takes a shipped tool's name or shows nothing, and every mark that proves nothing."""
    for name, (key, body) in _entries(root):
        if name in shipped_tools() | RESERVED:
            hint = "give yours a name of its own: its marks are added, those of shipped tools always stand"
            tell(key, f"{name!r} is a shipped AI tool, which no policy changes", hint)
        if isinstance(body.value, dict):
            _check_marks(name, key, body, tell)


def marks_of(root: Node) -> Iterator[Node]:
    """Yield every mark of a team's tools, to be counted."""
    for _, (_, body) in _entries(root):
        for _, value in body.entries().values():
            yield from value.items()
            yield from (entry.key for entry in value.entries().values())


def _check_marks(name: str, key: Node, body: Node, tell: Tell) -> None:
    marks = {"name": name, **body.plain()}
    if not any(marks.get(key) for key in MARKS) and marks.keys() <= set(KEYS):
        tell(key, f"AI tool {name[:60]!r} has no mark", "give it identities, names, trailers, footers or labels")
    misshapen = {mistake.path[0] for mistake in wrong_types(marks)}  # told as mistakes of shape
    for mistake in wrong_values({key: value for key, value in marks.items() if key not in misshapen}):
        tell(_place(body, mistake), mistake.message, _hint(mistake, name))
    for node in _texts(body):
        if len(str(node.value)) > MAX_TEXT:
            tell(node, f"a mark has at most {MAX_TEXT} characters", "take the part that no other text has")


def _hint(mistake: Mistake, name: str) -> str:
    if mistake.path[0] == "acts":
        return "leave it out where the tool writes code"
    return f"{name}[bot], or the login with its number: {name} 123456" if "numeric id" in mistake.message else ""


def _place(body: Node, mistake: Mistake) -> Node:
    """Follow a mistake to the value that it is about, to the key where a map's key is wrong."""
    node = body
    for step in mistake.path:
        if isinstance(node.value, list):
            node = node.value[int(step)]
        else:
            entry = node.entries()[str(step)]
            node = entry.key if mistake.path[0] in ("trailers", "sessions") and step != mistake.path[0] else entry.value
    return node


def _texts(node: Node) -> Iterator[Node]:
    if isinstance(node.value, str):
        yield node
    for item in node.items():
        yield from _texts(item)
    for key, value in node.entries().values():
        yield key
        yield from _texts(value)


def _entries(root: Node) -> list[tuple[str, Entry]]:
    section = root.get(SECTION)
    return list(section.entries().items()) if section else []
