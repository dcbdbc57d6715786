"""One example as nodes of a file, and the case that its sketch stands for."""

from __future__ import annotations

from typing import cast

from blastgate.classify import classify
from blastgate.decide.case import Measured, counts_as_ai
from blastgate.guardrails.interface import Case
from blastgate.model.attribution import Attribution, CommitAttribution, Evidence, State
from blastgate.model.change import ABSENT, SUBMODULE, Change, Commit, FileChange, Identity, Line, Patch, Status
from blastgate.model.impact import AffectedComponent, Impact, Reach
from blastgate.model.named import NamedTuple
from blastgate.policy.model import Policy
from blastgate.policy.reading.positions import Node

REGULAR, EXECUTABLE = "100644", "100755"
AUTHOR = Identity("Example", "example@example.invalid")
NAME = "example"
MOST_LISTED = 1_000  # services that a sketch's reach is written out with; the count itself has no bound


class Example(NamedTuple):
    """An example of a file without mistakes: its name, its line, what changes, and what is expected of it."""

    name: str
    line: int
    change: Node
    expect: Node


def case_of(example: Example, policy: Policy) -> Case:
    """Make the case that a sketch stands for: what it does not speak of is known, and harmless."""
    files, patches = _files(example.change)
    state = cast(State, {"yes": "ai", "true": "ai", "unknown": "unknown"}.get(_word(example.change, "ai"), "none"))
    commit = Commit(NAME, ("base",), AUTHOR, AUTHOR, "2026-01-01T00:00:00+00:00", example.name)
    change = Change("base", NAME, "base", "a sketch", files, (commit,), True, patches, recent=())
    impact = _impact(example.change)
    measured = Measured(change, impact, _attribution(state, commit), classify(change, impact, policy))
    author = _word(example.change, "author")
    groups = frozenset({author}) if author not in ("", "any") else frozenset[str]()
    ai = counts_as_ai(measured.attribution, measured.classification.level, policy)
    return Case(change, impact, measured.attribution, measured.classification, ai, groups)


def _word(node: Node, key: str) -> str:
    found = node.get(key)
    return "" if found is None else str(found.value).lower() if isinstance(found.value, bool) else str(found.value)


def _number(node: Node, key: str) -> int:
    found = node.get(key)
    return found.value if found is not None and isinstance(found.value, int) else 0


def _attribution(state: State, commit: Commit) -> Attribution:
    evidence = (Evidence(NAME, "trailer", "declared", f"Assisted-by: {NAME}"),) if state == "ai" else ()
    judged = CommitAttribution(commit.sha, commit.subject, f"{AUTHOR.name} <{AUTHOR.email}>", state, evidence)
    why = "the example says so" if state == "unknown" else ""
    return Attribution(state, (NAME,) if state == "ai" else (), (judged,), why=why)


def _files(change: Node) -> tuple[tuple[FileChange, ...], dict[str, Patch]]:
    listed = change.get("files")
    found = [_file(path, entry.value) for path, entry in (listed.entries() if listed else {}).items()]
    return tuple(file for file, _ in found), {file.path: patch for file, patch in found}


def _file(path: str, node: Node) -> tuple[FileChange, Patch]:
    status = cast(Status, node.value if isinstance(node.value, str) else _word(node, "status") or "modified")
    added, removed = ((node.get(key) or Node(0, 0, [])).texts() for key in ("added_lines", "removed_lines"))
    lines = node.value if type(node.value) is int else _number(node, "lines")
    more = max(0, lines - len(added) - len(removed))
    fresh = [*added, *([""] * (0 if status == "deleted" else more))]
    gone = [*removed, *([""] * (more if status == "deleted" else 0))]
    old_mode, new_mode = _modes(status)
    blobs = "" if status == "added" else "a" * 40, "" if status == "deleted" else "b" * 40
    binary = node.get("binary") is not None and node.get("binary").plain() is True  # type: ignore[union-attr]
    old_path = _word(node, "from") or None
    file = FileChange(path, status, old_path, len(fresh), len(gone), binary, old_mode, new_mode, *blobs)
    return file, Patch(_numbered(fresh), _numbered(gone))


def _modes(status: Status) -> tuple[str, str]:
    if status == "submodule":
        return SUBMODULE, SUBMODULE
    new = ABSENT if status == "deleted" else EXECUTABLE if status == "mode-changed" else REGULAR
    return ABSENT if status == "added" else REGULAR, new


def _numbered(lines: list[str]) -> tuple[Line, ...]:
    return tuple(Line(number, text) for number, text in enumerate(lines, 1))


def _impact(change: Node) -> Impact:
    services, runtime = _number(change, "services"), _number(change, "runtime_services")
    affected = (*_services("code", services), *_services("runtime", runtime))
    total = services + runtime
    return Impact(total, total, (), affected, services, runtime, _number(change, "affected_files"))


def _services(reach: Reach, number: int) -> tuple[AffectedComponent, ...]:
    names = (f"{reach}-{n}" for n in range(min(number, MOST_LISTED)))
    return tuple(AffectedComponent(name, None, "service", reach, 1) for name in names)
