"""YAML for manifests: values with line numbers, bounded in depth and size, aliases shared instead of copied.

Tags are ignored and nothing is constructed, so a hostile file costs at most its events. Scalars stay as written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from blastgate.model.named import NamedTuple

MAX_DEPTH = 60
MAX_VISITS = 50_000  # of values when a document is walked: aliases make few bytes many values
MAX_EVENTS = 300_000


class YamlError(ValueError):
    """Why a text is not YAML that we read, and the 1-based line."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line
        self.why = why


class Map(dict[str, Any]):
    """A mapping that knows the line of each key."""

    def __init__(self, line: int = 1) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}
        self.merges: list[Any] = []


class Items(list[Any]):
    """A list that knows the line of each item."""

    def __init__(self, line: int = 1) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


def load(text: str, above: int = 0) -> list[Any]:
    """Read every document of a text that has so many lines above it.

    Raises YamlError for what is not YAML, or too deep or too large.
    """
    import yaml

    documents: list[Any] = []
    builder = _Builder(documents, above)
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            builder.take(event, type(event).__name__)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or str(error).split("\n", 1)[0]
        raise YamlError(above + (mark.line + 1 if mark else 1), f"not YAML: {why}") from error
    return documents


class Leaf(NamedTuple):
    """One scalar: the keys that lead to it (places in lists left out), its text, and its 1-based line."""

    keys: tuple[str, ...]
    text: str
    line: int


Found = tuple[tuple[str, ...], Any, int]


def walk(value: Any, most: int = MAX_VISITS) -> Iterator[Found]:
    """Yield every value in a document with the keys that lead to it and its line, holders before what they hold."""
    stack: list[Iterator[Found]] = [iter([((), value, 1)])]
    for _ in range(most):
        found = None
        while stack and (found := next(stack[-1], None)) is None:
            stack.pop()
        if found is None:
            return
        yield found
        if len(stack) <= MAX_DEPTH:
            stack.append(_held(found[0], found[1]))


def _held(keys: tuple[str, ...], holder: Any) -> Iterator[Found]:
    if isinstance(holder, Map):
        for name, item in holder.items():
            yield (*keys, name), item, holder.lines[name]
    elif isinstance(holder, Items):
        for item, line in zip(holder, holder.lines, strict=True):
            yield keys, item, line


def leaves(value: Any, most: int = MAX_VISITS) -> Iterator[Leaf]:
    """Yield every scalar of a document, after at most so many values."""
    for keys, item, line in walk(value, most):
        if isinstance(item, str):
            yield Leaf(keys, item, line)


def as_map(value: Any) -> Map:
    """Return a mapping as it is, and anything else as an empty one."""
    return value if isinstance(value, Map) else Map()


def as_items(value: Any) -> Items:
    """Return a list as it is, and anything else as an empty one."""
    return value if isinstance(value, Items) else Items()


def as_text(value: Any) -> str:
    """Return a scalar as written, and anything else as an empty text."""
    return value if isinstance(value, str) else ""


class _Builder:
    """Turns parser events into values with a stack of its own: no recursion, whatever the depth."""

    def __init__(self, documents: list[Any], above: int) -> None:
        self.documents = documents
        self.above = above
        self.stack: list[tuple[Any, list[Any]]] = []
        self.anchors: dict[str, Any] = {}
        self.spent = 0

    def take(self, event: Any, kind: str) -> None:
        line = self.above + event.start_mark.line + 1
        self._spend(1, line)
        if kind == "ScalarEvent":
            plain_null = event.style is None and event.value in ("", "~", "null", "Null", "NULL")
            self._place(self._anchor(event, None if plain_null else event.value), line)
        elif kind == "AliasEvent":
            self._place(self.anchors.get(event.anchor), line)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            self._open(self._anchor(event, Map(line) if kind[0] == "M" else Items(line)), line)
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            value, _ = self.stack.pop()
            self._merge(value)
            self._place(value, value.line)
        elif kind == "DocumentStartEvent":
            self.anchors = {}

    def _spend(self, cost: int, line: int) -> None:
        self.spent += cost
        if self.spent > MAX_EVENTS:
            raise YamlError(line, "too large to read as a manifest")

    def _anchor(self, event: Any, value: Any) -> Any:
        if event.anchor is not None:
            self.anchors[event.anchor] = value
        return value

    def _open(self, value: Any, line: int) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise YamlError(line, f"nested deeper than {MAX_DEPTH} levels")
        self.stack.append((value, []))

    def _place(self, value: Any, line: int) -> None:
        if not self.stack:
            self.documents.append(value)
            return
        holder, key = self.stack[-1]
        if isinstance(holder, Items):
            holder.append(value)
            holder.lines.append(line)
        elif not key:
            key.append((value, line))
        else:
            name, at = key.pop()
            self._set(holder, name, value, at)

    def _set(self, holder: Map, name: Any, value: Any, line: int) -> None:
        if name == "<<":
            holder.merges.extend(value if isinstance(value, Items) else [value])
        elif isinstance(name, str):
            holder[name] = value
            holder.lines[name] = line

    def _merge(self, value: Any) -> None:
        """Fill in what ``<<`` brings; keys written in the mapping itself win, then the first merged one."""
        if not isinstance(value, Map):
            return
        for source in value.merges:
            if isinstance(source, Map) and source is not value:
                self._spend(len(source), value.line)
                for name, item in source.items():
                    if name not in value:
                        value[name] = item
                        value.lines[name] = source.lines[name]
