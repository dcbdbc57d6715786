"""Laws of whole trees, manifests and lockfiles among them: more change never affects less, the same gives the same."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from blastgate.impact.affected import Radius, assess_impact, radius_of
from blastgate.impact.build import build_graph
from blastgate.impact.files import FactsStore
from blastgate.impact.locked import judge_lockfiles
from blastgate.impact.merge import merge
from blastgate.model.change import Change, FileChange
from blastgate.model.graph import Graph
from blastgate.testing import snapshot_of


def lock(version: str) -> str:
    """Write a package-lock.json: the web asks for left, the api for right."""
    packages = {
        "": {"name": "top", "workspaces": ["web", "api"]},
        "web": {"dependencies": {"left": "^1"}},
        "api": {"dependencies": {"right": "^1"}},
        "node_modules/left": {"version": version},
        "node_modules/right": {"version": "1.0.0"},
    }
    return json.dumps({"name": "top", "lockfileVersion": 3, "packages": packages})


BASE = {
    "package.json": '{"private": true, "workspaces": ["web", "api"]}',
    "package-lock.json": lock("1.0.0"),
    "web/package.json": '{"name": "web", "dependencies": {"left": "^1", "ui": "*"}, "scripts": {"start": "x"}}',
    "web/Dockerfile": "FROM node\nCOPY . .\n",
    "web/page.ts": "import '../ui/button'\nimport 'left'\n",
    "ui/package.json": '{"name": "ui"}',
    "ui/button.ts": "export default 1\n",
    "api/package.json": '{"name": "api", "dependencies": {"right": "^1"}, "scripts": {"start": "x"}}',
    "api/Dockerfile": "FROM node\nCOPY . .\n",
    "api/main.ts": "import 'right'\n",
    "jobs/pyproject.toml": '[project]\nname = "jobs"\ndependencies = ["money"]\n',
    "jobs/Dockerfile": "FROM python\nCOPY . .\n",
    "jobs/run.py": "from money import coins\n",
    "money/pyproject.toml": '[project]\nname = "money"\n',
    "money/money/__init__.py": "",
    "money/money/coins.py": "def add(): ...\n",
    "compose.yaml": "services: {web: {build: ./web, depends_on: [api]}, api: {build: ./api}}\n",
    "tsconfig.json": '{"compilerOptions": {"strict": true}}',
    "README.md": "# Shop\n",
}
GONE = ("api/Dockerfile", "jobs/pyproject.toml", "ui/button.ts")
HEAD = {path: text + "\n" for path, text in BASE.items() if path not in GONE} | {"package-lock.json": lock("1.1.0")}
SIDES = [snapshot_of(BASE), snapshot_of(HEAD)]
PATHS = st.lists(st.sampled_from(sorted(BASE)), unique=True, min_size=1, max_size=6)


def built() -> Graph:
    """Build the graph of both sides."""
    base, head = (build_graph(side, (), FactsStore()) for side in SIDES)
    return merge(base, head)


WHOLE = built()


def reached(paths: list[str]) -> Radius:
    """Find who is affected when these files change, lockfiles judged by what moved in them."""
    change = Change("a", "b", "a", "test", tuple(FileChange(path, "modified", additions=1) for path in paths))
    graph = judge_lockfiles(WHOLE, change, lambda: SIDES)
    assert graph is not None
    assert assess_impact(change, graph).affected == radius_of(paths, graph).components
    return radius_of(paths, graph)


@settings(max_examples=60)
@given(PATHS, PATHS)
def test_more_changed_files_never_affect_fewer_components(paths: list[str], more: list[str]) -> None:
    fewer, all_ = reached(paths), reached([*paths, *(path for path in more if path not in paths)])
    by_code = ({c.name for c in radius.components if c.reach == "code"} for radius in (fewer, all_))
    assert next(by_code) <= next(by_code)
    assert {c.name for c in fewer.components} <= {c.name for c in all_.components}
    before = {component.name: component.distance for component in fewer.components if component.reach == "code"}
    after = {component.name: component.distance for component in all_.components if component.reach == "code"}
    assert all(after[name] <= distance for name, distance in before.items())


def test_the_tree_is_worth_a_law() -> None:
    """The lockfile reaches only who needs what moved; a deleted Dockerfile's service is still one."""
    assert [c.name for c in reached(["package-lock.json"]).components if c.reach == "code"] == ["web"]
    assert {c.name: c.kind for c in reached(["ui/button.ts"]).components}["web"] == "service"
    assert {c.name: c.kind for c in WHOLE.components}["api"] == "service"
    assert "jobs" in {c.name for c in reached(["money/money/coins.py"]).components}


def test_the_same_trees_give_the_same_graph() -> None:
    assert built() == WHOLE
