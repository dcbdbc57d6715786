"""Tests by name that are none by use: source that is no test imports them, so what they say ships."""

from __future__ import annotations

import re
from collections.abc import Iterable

from blastgate.impact.files import extension, language_of
from blastgate.impact.files_reached import Users, users_of
from blastgate.impact.places import PROSE, is_test
from blastgate.model.graph import Graph

MOST_USERS, MOST_STEPS = 20, 2_000  # of one file
_LIKE_A_TEST = re.compile(r"tests?|specs?|e2e|cypress|mock|fixture", re.IGNORECASE)


def shipped_tests(paths: Iterable[str], graph: Graph | None) -> dict[str, tuple[str, ...]]:
    """Map source files that look like tests to source that imports them, straight or through tests, and is none."""
    if graph is None:
        return {}
    alike = [path for path in paths if _LIKE_A_TEST.search(path) and _is_source(path)]
    users = users_of(graph) if alike else None
    return {path: found for path in alike if users and (found := tuple(_found(path, users)))}


def _is_source(path: str) -> bool:
    return language_of(path) is not None and extension(path) not in PROSE


def _found(path: str, users: Users) -> list[str]:
    """Follow imports backwards as long as they lead through what looks like a test; what surely is none comes first."""
    seen, queue, found = {path}, [path], []
    while queue and len(seen) < MOST_STEPS:
        for user, _edge in users(queue.pop(), seen):
            if user not in seen:
                seen.add(user)
                queue += [user] if _LIKE_A_TEST.search(user) else []
                found += [user] if not is_test(user) else []
    return sorted(found, key=lambda user: (_LIKE_A_TEST.search(user) is not None, user))[:MOST_USERS]
