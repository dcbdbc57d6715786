"""How far a change goes beyond its component: by its image, by its sources, or as a whole."""

from __future__ import annotations

import pytest
from graph_cases import graph_of

from blastgate.impact.affected import radius_of
from blastgate.impact.extents import says_how_it_runs
from blastgate.impact.packed_paths import PackedPaths, pack_paths
from blastgate.model.graph import Component, Edge, FileEdge, Graph

SOURCES = frozenset({"core/api.py", "core/data.py", "cmd/cli/main.py", "hack/build.sh", "web/app.py", "web/view.py"})

REST = Graph(
    components=(
        Component("rest", "", "library", "pyproject.toml:1"),
        Component("cli", "cmd/cli", "app", "cmd/cli/pyproject.toml:1"),
        Component("web", "web", "service", "web/Dockerfile:1"),
        Component("plugin", "plugin", "library", "plugin/pyproject.toml:1"),
    ),
    edges=(
        Edge("cli", "rest", "import", "cmd/cli/main.py:1"),
        Edge("web", "rest", "build", "web/Dockerfile:2"),
        Edge("plugin", "web", "import", "plugin/p.py:1"),
    ),
    imports={"cmd/cli/main.py": (FileEdge("core/api.py", "import", 1),)},
    files=SOURCES,
)
CASES = {
    "core/api.py": ["cli", "rest", "web"],  # the file itself is imported
    "core/data.py": ["rest", "web"],  # another file of the rest is not
    "core/words.txt": ["cli", "rest", "web"],  # beside code: it may be what the code reads
    "pyproject.toml": ["cli", "rest", "web"],
    "releasenotes/7.yaml": ["rest", "web"],  # no code stands there
    "hack/settings.yaml": ["rest", "web"],  # scripts only
    ".github/workflows/ci.yml": ["rest", "web"],
    "build.deps": ["rest", "web"],
    "web/Dockerfile": ["web"],  # who imports its code ships the same
    "web/compose.yaml": ["web"],
    "web/words.txt": ["plugin", "web"],
    "Dockerfile": ["rest", "web"],
}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("changed", CASES)
def test_who_is_reached(changed: str, packed: bool) -> None:
    graph = REST._replace(files=PackedPaths(memoryview(pack_paths(SOURCES)))) if packed else REST
    assert sorted(c.name for c in radius_of([changed], graph).components) == CASES[changed]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Dockerfile", True),
        ("a/Dockerfile.prod", True),
        ("a/api.Dockerfile", True),
        ("docker-compose.yml", True),
        ("deploy/dev.compose.prod.yaml", True),
        (".dockerignore", True),
        ("decompose.py", False),
        ("compose.py", False),
        ("a/Dockerfile/x.py", False),
        ("k8s/web.yaml", False),
    ],
)
def test_what_only_says_how_an_image_is_built_or_run(path: str, expected: bool) -> None:
    assert says_how_it_runs(path) is expected


TREE = {
    "Dockerfile": "FROM x\nCOPY . .",
    "Version.cs": "class Version {}",
    "Core/Core.csproj": '<Project><ItemGroup>\n<Compile Include="..\\Version.cs" />\n</ItemGroup></Project>',
    "Core/Core.cs": "class Core {}",
    "packaging/Dockerfile.deb": 'FROM debian\nRUN apt-get install -y debhelper\nENTRYPOINT ["/build.sh"]',
}


@pytest.mark.parametrize(
    ("changed", "reached"),
    [
        ("Version.cs", [".", "Core"]),
        ("Dockerfile", ["."]),
        ("Core/Core.cs", [".", "Core"]),
        ("packaging/Dockerfile.deb", ["packaging"]),
    ],
)
def test_the_top_is_no_part_of_who_links_one_of_its_files(changed: str, reached: list[str]) -> None:
    graph = graph_of({"files": TREE, "rules": ()})
    assert sorted(c.name for c in radius_of([changed], graph).components) == reached


def test_what_deploys_a_thing_governs_it_in_part_and_what_it_is_built_of_governs_it_as_a_whole() -> None:
    files = {
        "pay/package.json": '{"name": "pay", "main": "x.js"}',
        "pay/Dockerfile": "FROM x",
        "k8s/pay.yaml": "kind: Deployment\nmetadata: {name: pay}",
        "package.json": '{"workspaces": ["pay"]}',
        "package-lock.json": "{}",
    }
    governed = graph_of({"files": files, "rules": ()}).governed
    assert {g.path: g.whole for g in governed if g.path != "package.json"} == {
        "k8s/pay.yaml": False,
        "package-lock.json": True,
    }
