"""Sketches of changes, policies and people for the judgement's tests: short to write, full models to judge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blastgate.classify import classify
from blastgate.decide import Measured
from blastgate.model.attribution import Attribution, CommitAttribution, Evidence
from blastgate.model.change import Change, Commit, FileChange, Identity, Line, Patch
from blastgate.model.classification import Level
from blastgate.model.impact import Impact
from blastgate.policy.model import (
    Answer,
    CategoryRule,
    GateRow,
    Group,
    GuardrailSetting,
    Layer,
    LevelLimits,
    Limits,
    Location,
    Policy,
)

NO_IMPACT = Impact()


def patch(text: str) -> Patch:
    """Read ``+`` and ``-`` lines; others are context. Numbers count up on each side."""
    added, removed, new, old = [], [], 0, 0
    for line in text.removesuffix("\n").split("\n"):
        new += not line.startswith("-")
        old += not line.startswith("+")
        if line.startswith("+"):
            added.append(Line(new, line[1:]))
        elif line.startswith("-"):
            removed.append(Line(old, line[1:]))
    return Patch(tuple(added), tuple(removed))


def file(path: str, lines: str | None = None, **given: Any) -> tuple[FileChange, Patch | None]:
    """Sketch a changed file with its lines; without lines it has no patch."""
    read = patch(lines) if lines is not None else None
    counts = {"additions": len(read.added), "deletions": len(read.removed)} if read else {}
    status = "renamed" if given.get("old_path") else "modified"
    return FileChange(path, **{"status": status, **counts, **given}), read


def change(*files: tuple[FileChange, Patch | None] | str, **given: Any) -> Change:
    """Sketch a change; a path alone is a modified file of one added line that can be read."""
    pairs = [file(f, "+x") if isinstance(f, str) else f for f in files]
    patches = {f.path: read for f, read in pairs if read is not None}
    return Change("b" * 40, "h" * 40, "b" * 40, "a sketch", tuple(f for f, _ in pairs), patches=patches, **given)


def commit(author: str = "Dana <dana@example.com>", message: str = "Change it", sha: str = "c1") -> Commit:
    """Sketch a commit by one person."""
    name, _, email = author.rstrip(">").partition(" <")
    who = Identity(name, email)
    return Commit(sha, ("p",), who, who, "2026-01-01T00:00:00Z", message)


def at(line: int, name: str = ".blastgate.yml") -> Location:
    """A place in a policy."""
    return Location(name, line)


def rule(category: str, **given: Any) -> CategoryRule:
    """Sketch a category rule."""
    return CategoryRule(category, given.pop("location", at(9)), **given)


def limits(level: Level, line: int = 3, **given: int) -> LevelLimits:
    """Sketch the limits of a level."""
    return LevelLimits(level, Limits(**given), at(line))


def row(index: int, text: str, by: tuple[str, ...] = ()) -> GateRow:
    """Sketch a gate row from ``high ai=yes author=senior then=review``."""
    level, *pairs = text.split()
    given = dict(pair.split("=") for pair in pairs)
    ai: Answer = given["ai"]  # type: ignore[assignment]
    return GateRow(index, level, ai, given["author"], given["then"], by, text, at(20 + index))  # type: ignore[arg-type]


def guardrail(id_: str, then: str, **options: Any) -> GuardrailSetting:
    """Sketch a guardrail's setting."""
    return GuardrailSetting(id_, then, options, at(40))  # type: ignore[arg-type]


def layer(name: str = "team", **given: Any) -> Layer:
    """Sketch a layer."""
    return Layer(name, given.pop("source", f"main:{name}.yml"), "0" * 64, **given)


def policy(*layers: Layer) -> Policy:
    """Stack layers, the floor first; every rule learns the index of its layer."""
    indexed = tuple(
        one._replace(categories=tuple(r._replace(layer=i) for r in one.categories)) for i, one in enumerate(layers)
    )
    return Policy("main:.blastgate.yml", "0" * 64, "default-branch", indexed)


def attribution(state: str, commits: Mapping[str, tuple[Evidence, ...]] | None = None) -> Attribution:
    """Sketch an attribution, with evidence by commit."""
    found = tuple(CommitAttribution(sha, "s", "a", "ai", evidence) for sha, evidence in (commits or {}).items())
    return Attribution(state, commits=found, why="a sketch" if state == "unknown" else "")  # type: ignore[arg-type]


RECOMMENDED = (
    row(1, "low ai=any author=any then=pass"),
    row(2, "medium ai=no author=any then=pass"),
    row(3, "medium ai=yes author=senior then=warn"),
    row(4, "medium ai=yes author=any then=review", ("owners",)),
    row(5, "high ai=no author=any then=review", ("senior",)),
    row(6, "high ai=yes author=any then=review", ("senior", "owners")),
)


def group(name: str, *members: str) -> Group:
    """Sketch a group of named members."""
    return Group(name, at(30), members)


TEAM = (group("senior", "@dana", "@lee"), group("owners", "@kim", "@dana"), group("junior", "@sam"))
EMAILS = {f"{name}@example.com": f"@{name}" for name in ("dana", "lee", "kim", "sam")}


def measured(sketch: Change, by: Policy, said: Attribution | str = "none", impact: Impact = NO_IMPACT) -> Measured:
    """Classify a change and put it beside its attribution."""
    found = attribution(said) if isinstance(said, str) else said
    return Measured(sketch, impact, found, classify(sketch, impact, by))


def by_one(login: str, *files: tuple[FileChange, Patch | None] | str, message: str = "Change it") -> Change:
    """Sketch a change of one commit by ``login@example.com``."""
    return change(*files, commits=(commit(f"{login.title()} <{login}@example.com>", message),))
