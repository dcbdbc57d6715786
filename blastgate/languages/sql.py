"""SQL of dbt projects: ``ref('model')`` leads to the model, seed or snapshot of that name in the nearest project, and a
call of a macro to the file that declares it.

Does not see: sources, macros of packages that are not here and those that dbt calls by itself, tables by their plain
names, SQL outside of a dbt project. Sources: https://docs.getdbt.com/reference/dbt-jinja-functions/ref,
https://docs.getdbt.com/docs/build/jinja-macros
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from sys import intern

from blastgate.languages._code import hidden
from blastgate.languages._lexing import LineCounter, text
from blastgate.languages._paths import nearest_first
from blastgate.languages.interface import Import
from blastgate.model.snapshot import Snapshot

NAME = "sql"
EXTENSIONS = (".sql",)
VERSION = 2

_REF = re.compile(rb"\bref\(\s*+[\"']([\w.]++)[\"']\s*+(?:,\s*+[\"']([\w.]++)[\"']\s*+)?[,)]")
_COMMENT = hidden(rb"\{#(?:[^#]++|#(?!\}))*+(?:#\})?")
_BLOCK = re.compile(rb"\{[{%](?:[^}%]++|[}%](?!\}))*+")
_CALL = re.compile(rb"(?<![\w.])(?:(?P<declared>macro|test|snapshot)\s++)?+(\w++(?:\.\w++)?+)\s*+\(")
_DECLARED = re.compile(rb"\{%-?+\s*+(macro|snapshot)\s++(\w++)")
_PROJECT_NAME = re.compile(rb"^name:[ \t]*+[\"']?(\w++)", re.MULTILINE)
_OWN = frozenset({b"ref", b"source", b"config", b"var", b"env_var", b"is_incremental"})  # what every model may call
_HOLDS = (".sql", ".csv", ".py")
_READ = frozenset({"macros", "snapshots"})


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the models that a file refers to and the macros it calls, outside of Jinja's comments."""
    if b"{{" not in data and b"{%" not in data:
        return ()
    code = _COMMENT.sub(lambda match: b"\n" * match[0].count(b"\n"), data)
    lines = LineCounter(code)
    refs = [(match.start(), text(match[2] or match[1])) for match in _REF.finditer(code)]
    return tuple(Import(intern(name), lines.at(at)) for at, name in sorted((*refs, *_calls(code))))


def _calls(code: bytes) -> Iterator[tuple[int, str]]:
    """Yield each macro that is called, where it is called first."""
    seen = set(_OWN)
    for block in _BLOCK.finditer(code):
        for call in _CALL.finditer(code, block.start(), block.end()):
            if not call["declared"] and call[2] not in seen:
                seen.add(call[2])
                yield call.start(2), f"macro {text(call[2])}"


def is_test(path: str) -> bool:
    """Tell dbt's singular tests and other test folders by whole tokens."""
    return not {"test", "tests"}.isdisjoint(path.split("/")[:-1])


def resolver(snapshot: Snapshot) -> SqlResolver:
    """Index the models of every dbt project of a snapshot, and read where macros and snapshots are declared."""
    return SqlResolver(snapshot)


class SqlResolver:
    """Answers from the files below each dbt_project.yml by name, and by the names that those in ``macros`` declare."""

    def __init__(self, snapshot: Snapshot) -> None:
        settings = sorted(path for path in snapshot.entries if path.rpartition("/")[2] == "dbt_project.yml")
        roots = tuple(path.removesuffix("dbt_project.yml") for path in settings)
        self._named: dict[str, list[str]] = {}
        self._projects = {
            text(found[1])
            for _, content in snapshot.read_many(settings)
            if (found := _PROJECT_NAME.search(content.data or b""))
        }
        files = sorted(path for path in snapshot.entries if path.endswith(_HOLDS) and path.startswith(roots))
        for path in files:
            self._named.setdefault(path.rpartition("/")[2].rpartition(".")[0], []).append(path)
        self._declare(snapshot, [path for path in files if not _READ.isdisjoint(path.split("/")[:-1])])

    def resolve(self, path: str, found: Import) -> tuple[str, ...] | None:
        """Find the nearest model, snapshot or macro of a name."""
        kind, _, name = found.name.rpartition(" ")
        package, _, last = name.rpartition(".")
        if kind and package and package not in self._projects:
            return ()
        named = self._named.get(f"{kind} {last}" if kind else name)
        return (nearest_first(named, path.rpartition("/")[0])[0],) if named else ()

    def _declare(self, snapshot: Snapshot, files: list[str]) -> None:
        """Note the names that stand in files; a snapshot is referred to by its own, not by the file's."""
        for path, content in snapshot.read_many(path for path in files if path.endswith(EXTENSIONS)):
            for kind, name in _DECLARED.findall(_COMMENT.sub(b"", content.data or b"")):
                self._named.setdefault(f"macro {text(name)}" if kind == b"macro" else text(name), []).append(path)
