"""What is kept under one answer of ``string_imports`` is never taken for what holds under the other."""

from __future__ import annotations

from pathlib import Path

from blastgate.kept_graphs import FEW, read_graph
from blastgate.model.graph import Graph
from blastgate.policy.graph_rules import GraphRules
from blastgate.sources.cache import NO_CACHE, Cache
from blastgate.sources.git.door import Git
from blastgate.sources.sides import of_commits
from blastgate.testing import RepositoryBuilder


def test_graphs_and_facts_of_both_answers_are_kept_apart(tmp_path: Path) -> None:
    """Enough files that the facts of each blob are kept, too; each answer twice, the second time warm."""
    files = {f"a{number}.py": f"import a{number + 1}\nimport_module('a{number + 2}')\n" for number in range(FEW + 5)}
    built = RepositoryBuilder(tmp_path / "repo")
    built.commit("Start", files)
    git = Git.open(built.path)

    def graph(counts: bool, cache: Cache) -> Graph:
        found = read_graph(of_commits(git, built.head, built.head), GraphRules((), counts), cache)
        assert found is not None
        return found._replace(imports=dict(found.imports), files=frozenset(found.files))

    cold = [graph(counts, NO_CACHE) for counts in (False, True)]
    kept = Cache(tmp_path / "kept")

    assert [graph(counts, kept) for counts in (False, True, False, True)] == cold * 2
    assert cold[0].imports["a0.py"] != cold[1].imports["a0.py"]
