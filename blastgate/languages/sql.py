"""SQL of dbt projects: ``ref('model')`` leads to the model, seed or snapshot of that name in the nearest project.

Does not see: sources and macros of packages, tables by their plain names, SQL outside of a dbt project.
Source: https://docs.getdbt.com/reference/dbt-jinja-functions/ref
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from sys import intern

from blastgate.languages._code import hidden
from blastgate.languages._lexing import LineCounter, text
from blastgate.languages._paths import nearest_first
from blastgate.languages.interface import Import
from blastgate.model.snapshot import Snapshot

NAME = "sql"
EXTENSIONS = (".sql",)
VERSION = 1

_REF = re.compile(rb"\bref\(\s*+[\"']([\w.]++)[\"']\s*+(?:,\s*+[\"']([\w.]++)[\"']\s*+)?[,)]")
_COMMENT = hidden(rb"\{#(?:[^#]++|#(?!\}))*+(?:#\})?")
_HOLDS = (".sql", ".csv", ".py")


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the models that a file refers to outside of Jinja's comments."""
    if b"ref(" not in data:
        return ()
    code = _COMMENT.sub(lambda match: b"\n" * match[0].count(b"\n"), data)
    lines = LineCounter(code)
    return tuple(Import(intern(text(match[2] or match[1])), lines.at(match.start())) for match in _REF.finditer(code))


def is_test(path: str) -> bool:
    """Tell dbt's singular tests and other test folders by whole tokens."""
    return not {"test", "tests"}.isdisjoint(path.split("/")[:-1])


def resolver(snapshot: Snapshot) -> SqlResolver:
    """Index the models of every dbt project of a snapshot."""
    return SqlResolver(snapshot.entries)


class SqlResolver:
    """Answers from the files below each dbt_project.yml by name."""

    def __init__(self, paths: Iterable[str]) -> None:
        files = sorted(paths)
        roots = {path.rpartition("/")[0] for path in files if path.rpartition("/")[2] == "dbt_project.yml"}
        self._named: dict[str, list[str]] = {}
        for path in files:
            if path.endswith(_HOLDS) and any(not root or path.startswith(root + "/") for root in roots):
                self._named.setdefault(path.rpartition("/")[2].rpartition(".")[0], []).append(path)

    def resolve(self, path: str, found: Import) -> tuple[str, ...] | None:
        """Find the nearest model of a name."""
        named = self._named.get(found.name)
        return (nearest_first(named, path.rpartition("/")[0])[0],) if named else ()
