"""What a kept graph of an ancestor becomes equals what is built anew, over random trees of several languages."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from blastgate import kept_graphs as graphs
from blastgate import pipeline
from blastgate.impact.merge import merge
from blastgate.testing import RepositoryBuilder

PARTS = ("a", "b", "c")
SOURCES = {
    "py": "import {0}.{1}\nfrom {0} import {1}\n",
    "ts": "import x from '../{0}/{1}'\nexport * from './{1}'\n",
    "go": 'package {1}\nimport "example.com/x/{0}"\n',
    "rb": "require_relative '../{0}/{1}'\n",
    "proto": 'syntax = "proto3";\nimport "{0}/{1}.proto";\n',
    "h": '#include "../{0}/{1}.h"\n',
    "sh": ". ../{0}/{1}.sh\n",
}
MANIFESTS = {
    "pyproject.toml": '[project]\nname = "{0}"\ndependencies = ["{1}"]\n',
    "package.json": '{{"name": "{0}", "dependencies": {{"{1}": "workspace:*"}}}}',
    "Dockerfile": "FROM python\nCOPY . .\nCOPY {0} /{1}\n",
    "compose.yaml": "services: {{{0}: {{build: ./{0}, depends_on: [{1}]}}, {1}: {{build: ./{1}}}}}\n",
    "go.mod": "module example.com/x\n",
    "tsconfig.json": '{{"compilerOptions": {{"paths": {{"@/*": ["./{0}/*"]}}}}}}',
    "broken.json": "{{",
}


def written(path: str, chance: random.Random) -> str:
    """Write some content for a path."""
    name = path.rpartition("/")[2]
    pattern = MANIFESTS.get(name) or SOURCES.get(name.rpartition(".")[2], "{0}\n")
    return pattern.format(chance.choice(PARTS), chance.choice(PARTS)) + "\n" * chance.randrange(2)


def place(chance: random.Random) -> str:
    """Draw a path: a manifest or a source, at the top or in one of few folders."""
    folder = chance.choice(["", *(f"{part}/" for part in PARTS)])
    if chance.random() < 0.3:
        return folder + chance.choice(sorted(MANIFESTS))
    return f"{folder}{chance.choice(PARTS)}.{chance.choice(sorted(SOURCES))}"


def drawn(files: dict[str, str], chance: random.Random) -> dict[str, str | None]:
    """Draw a change: contents, new files, deleted ones and renamed ones, manifests among them."""
    change: dict[str, str | None] = {}
    for _ in range(chance.randrange(1, 4)):
        path = chance.choice(sorted(files))
        what = chance.choice(["edit", "edit", "add", "delete", "rename"])
        new = path if what == "edit" else place(chance)
        if what in ("delete", "rename") and len(files) > 4:
            change[path] = None
        if what != "delete":
            change[new] = files[path] if what == "rename" else written(new, chance)
    return change


@pytest.mark.parametrize("seed", range(2))
def test_a_graph_brought_up_to_date_is_the_graph_built_anew(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every commit is asked for as a head whose base is kept, then alone; both equal what no cache gives."""
    monkeypatch.setattr(graphs, "FEW", seed % 2)
    chance = random.Random(seed)
    files = {path: written(path, chance) for path in (place(chance) for _ in range(25))}
    repo = RepositoryBuilder(tmp_path / "repo")
    repo.commit("Start", dict(files))
    for number in range(3):
        change = drawn(files, chance)
        change = {path: text for path, text in change.items() if text is not None or path in files}
        files = {path: text for path, text in (files | change).items() if text is not None}
        repo.commit(f"Change {number}", change)
        base, head = (pipeline.graph(repo.path, ref, cached=False) for ref in ("HEAD~1", "HEAD"))
        assert pipeline.graph(repo.path, "HEAD") == head
        assert pipeline.graph(repo.path, "HEAD~1") == base
        both = merge(base, head)
        assert {c.name for c in both.components} == {c.name for side in (base, head) for c in side.components}
        assert {(e.from_, e.to, e.kind) for e in both.edges} == {
            (e.from_, e.to, e.kind) for side in (base, head) for e in side.edges
        }
        assert set(both.files) == set(base.files) | set(head.files)
