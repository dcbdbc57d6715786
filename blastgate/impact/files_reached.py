"""Which files reach a changed file through imports: breadth first, so that the first chain found is a shortest one."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence

from blastgate.impact.packed_imports import PackedImports, User, users_in
from blastgate.impact.places import is_test
from blastgate.model.graph import Edge, Graph
from blastgate.model.impact import AffectedFile
from blastgate.model.named import NamedTuple

MAX_CHAIN = 200  # edges kept of a chain: the target of the last one is reached too, and its own chain goes on

Users = Callable[[str, Container[str]], Sequence[User]]


class FileReach(NamedTuple):
    """The files reached, nearest first. ``steps`` leads from each to the next file on its way to a changed one."""

    distances: Mapping[str, int]
    steps: Mapping[str, Edge]
    tests: frozenset[str]

    @property
    def affected(self) -> tuple[AffectedFile, ...]:
        """Every reached file with its chain, the changed ones left out."""
        reached = sorted((path for path in self.steps), key=lambda path: (self.distances[path], path))
        return tuple(AffectedFile(path, self.distances[path], self.chain(path)) for path in reached)

    @property
    def source_files(self) -> int:
        """How many files that are not tests are reached, the changed ones included."""
        return sum(path not in self.tests for path in self.distances)

    def chain(self, path: str) -> tuple[Edge, ...]:
        """Return the imports that lead from a file to a changed one."""
        chain: list[Edge] = []
        while path in self.steps and len(chain) < MAX_CHAIN:
            chain.append(self.steps[path])
            path = self.steps[path].to
        return tuple(chain)


def reach_files(changed: Iterable[str], graph: Graph) -> FileReach:
    """Follow imports backwards from changed files. A test that imports them is reached, yet leads on to tests only."""
    users = users_of(graph)
    start = sorted(path for path in set(changed) if path in graph.files or users(path, ()))
    distances = dict.fromkeys(start, 0)
    steps: dict[str, Edge] = {}
    tests: set[str] = set()
    queue = start
    while queue:
        reached = []
        for path in queue:
            for user, edge in users(path, distances):
                if user in distances:
                    continue
                test = is_test(user)
                if path in tests and not test:
                    continue
                if test:
                    tests.add(user)
                distances[user] = distances[path] + 1
                steps[user] = Edge(user, path, edge.kind, f"{user}:{edge.line}")
                reached.append(user)
        queue = sorted(reached)
    return FileReach(distances, steps, frozenset(tests))


def users_of(graph: Graph) -> Users:
    """Return the look-up of who imports a file when it runs, by path and line; it may leave out who is known."""
    if isinstance(graph.imports, PackedImports):
        return graph.imports.users
    users = users_in(graph.imports)
    for found in users.values():
        found.sort(key=lambda item: (item[0], item[1].line))
    return lambda path, _: users.get(path, ())
