"""Whom a changed lockfile affects: trees with both sides of it, and what the graph then says of each component."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NoReturn

import pytest

from blastgate.impact.affected import radius_of
from blastgate.impact.build import build_graph
from blastgate.impact.files import FactsStore
from blastgate.impact.locked import judge_lockfiles
from blastgate.model.change import Change, FileChange
from blastgate.model.graph import Governed, Graph
from blastgate.testing import snapshot_of
from blastgate.testing.snapshots import MemoryReader

WORKSPACE = {
    "package.json": '{"workspaces": ["web", "api", "ui", "docs"], "devDependencies": {"tool": "1", "hoisted": "1"}}',
    "web/package.json": '{"name": "web", "bin": "x", "dependencies": {"form": "1", "ui": "*"}}',
    "web/index.js": 'import "form"; import "ui"\n',
    "api/package.json": '{"name": "api", "bin": "x", "devDependencies": {"tool": "1"}}',
    "api/index.js": "import x from 'hoisted/deep'\n",
    "api/index.test.js": 'import "tool"\n',
    "api/eslint.config.js": 'import "tool"\n',
    "ui/package.json": '{"name": "ui", "main": "x", "dependencies": {"colour": "1"}}',
    "docs/package.json": '{"name": "docs", "main": "x"}',
}


def lock(**versions: str) -> str:
    """Write a package-lock.json of that workspace, with these versions instead of 1.0.0."""
    packages: dict[str, object] = {"": json.loads(WORKSPACE["package.json"])}
    packages |= {name: json.loads(WORKSPACE[f"{name}/package.json"]) for name in ("web", "api", "ui", "docs")}
    needs = {"form": {"left-pad": "1"}, "tool": {}, "hoisted": {}, "colour": {}, "left-pad": {}}
    for name, wanted in needs.items():
        packages[f"node_modules/{name}"] = {"version": versions.get(name, "1.0.0"), "dependencies": wanted}
    return json.dumps({"lockfileVersion": 3, "packages": packages})


def judged(files: Mapping[str, str], path: str, base: str, head: str) -> tuple[Graph, dict[str, str]]:
    """Judge a change of one file of a tree; return the graph, and the reason for each component it affects."""
    sides = [snapshot_of({**files, path: text}) for text in (base, head)]
    graph = build_graph(sides[1], (), FactsStore())
    change = Change("a", "b", "a", "test", (FileChange(path, "modified"),))
    found = judge_lockfiles(graph, change, lambda: sides)
    assert found is not None
    return found, {item.name: item.reason for item in radius_of([path], found).components}


@pytest.mark.parametrize(
    ("moved", "affected"),
    [
        ("form", {"web"}),
        ("left-pad", {"web"}),
        ("colour", {"ui", "web"}),
        ("tool", set()),
        ("hoisted", {"api"}),
    ],
)
def test_a_workspace_by_what_moved(moved: str, affected: set[str]) -> None:
    """Needs of needs count; what only develops does not, unless a source that ships imports it."""
    _, reasons = judged(WORKSPACE, "package-lock.json", lock(), lock(**{moved: "1.1.0"}))
    assert set(reasons) == affected
    told = [reason for reason in reasons.values() if reason]
    assert all(reason == f"package-lock.json: it moves {moved} 1.0.0 to 1.1.0" for reason in told)


def test_nothing_moved_affects_nobody() -> None:
    """A lockfile written anew touches its component and goes no further."""
    graph, reasons = judged(WORKSPACE, "package-lock.json", lock(), lock() + "\n")
    assert reasons == {}
    assert Governed("package-lock.json", (), "no package moved in it", "lockfile-moved", True) in graph.governed


@pytest.mark.parametrize(
    ("base", "head", "why"),
    [
        (lock(), "{", "it is not JSON"),
        ("[]", lock(), "it lists no packages"),
        (lock(), '{"lockfileVersion": ', "it is not JSON"),
    ],
)
def test_what_cannot_be_judged_affects_all_it_governs(base: str, head: str, why: str) -> None:
    """The reason says why it was widened."""
    graph, reasons = judged(WORKSPACE, "package-lock.json", base, head)
    assert {"web", "api", "ui", "docs"} <= set(reasons)
    (item,) = (item for item in graph.governed if item.path == "package-lock.json")
    assert item.why == f"its lockfile pins their packages; all of them count: {why}"
    assert item.code == "lockfile-not-judged"


def test_a_lockfile_on_one_side_only_affects_all_it_governs() -> None:
    """New or gone, there is nothing to compare."""
    sides = [snapshot_of(WORKSPACE), snapshot_of({**WORKSPACE, "package-lock.json": lock()})]
    graph = build_graph(sides[1], (), FactsStore())
    change = Change("a", "b", "a", "test", (FileChange("package-lock.json", "added"),))
    for given in (sides, sides[1:]):
        found = judge_lockfiles(graph, change, lambda given=given: given)  # type: ignore[misc]
        assert found is not None
        assert [item.code for item in found.governed if item.path == "package-lock.json"] == ["lockfile-not-judged"]


def test_a_change_without_lockfiles_lists_no_tree() -> None:
    """Nothing is asked for, and the graph stays the same object."""

    def unwanted() -> NoReturn:
        raise AssertionError("no lockfile is in the change")

    graph = Graph()
    change = Change("a", "b", "a", "test", (FileChange("web/index.js", "modified"),))
    assert judge_lockfiles(graph, change, unwanted) is graph
    assert judge_lockfiles(None, change, unwanted) is None


CARGO = {
    "Cargo.toml": '[workspace]\nmembers = ["a", "b"]\n',
    "a/Cargo.toml": '[package]\nname = "a"\n[dependencies]\nserde = "1"\n[[bin]]\nname = "a"\n',
    "b/Cargo.toml": '[package]\nname = "b"\n[dev-dependencies]\nserde = "1"\n[dependencies]\nlog = "1"\n',
}
CRATE = '[[package]]\nname = "{}"\nversion = "{}"\nsource = "registry"\n\n'


def test_manifests_say_who_asks_where_the_lockfile_does_not() -> None:
    """The dependencies of Cargo.toml, those for development left out."""
    before = "version = 4\n\n" + CRATE.format("serde", "1.0.0") + CRATE.format("log", "1.0.0")
    after = before.replace("1.0.0", "1.0.1", 1)
    assert set(judged(CARGO, "Cargo.lock", before, after)[1]) == {"a"}
    assert set(
        judged(CARGO, "Cargo.lock", before, before.replace('"log"\nversion = "1.0.0"', '"log"\nversion = "2"'))[1]
    ) == {"b"}


GO = {
    "core/core.go": 'package core\nimport "golang.org/x/text/language"\n',
    "cmd/api/main.go": 'package main\nimport "m/core"\n',
    "cmd/job/main.go": 'package main\nimport "github.com/a/b"\n',
    "cmd/tool/main.go": "package main\n",
    "cmd/tool/main_test.go": 'package main\nimport "github.com/t/t"\n',
}
MOD = (
    "module m\n\ngo 1.24\n\nrequire (\n\tgolang.org/x/text v0.1.0\n\tgithub.com/a/b v1.0.0\n\texample.com/i v1.0.0\n)\n"
)


@pytest.mark.parametrize(
    ("old", "new", "affected"),
    [
        ("text v0.1.0", "text v0.2.0", {"api", "m"}),
        ("b v1.0.0", "b v1.1.0", {"job"}),
        ("i v1.0.0", "i v1.1.0", {"api", "job", "m", "tool"}),
        ("go 1.24", "go 1.25", {"api", "job", "m", "tool"}),
    ],
)
def test_go_by_the_files_that_import_a_module(old: str, new: str, affected: set[str]) -> None:
    """Whoever imports it, by whatever way; a module that nothing imports, and the version of Go, count for all."""
    assert set(judged(GO, "go.mod", MOD, MOD.replace(old, new))[1]) == affected


def test_versions_without_needs_count_for_all_unless_somebody_asks_by_name() -> None:
    """A pubspec.lock does not say who needs what is transitive."""
    files = {
        "pubspec.yaml": "name: all\nworkspace: [a, b]\n",
        "a/pubspec.yaml": "name: a\ndependencies: {http: any}\n",
        "b/pubspec.yaml": "name: b\n",
    }
    text = 'packages:\n  async:\n    version: "1"\n  http:\n    version: "1"\n'
    asked = judged(files, "pubspec.lock", text, text.replace('http:\n    version: "1"', 'http:\n    version: "2"'))
    unasked = judged(files, "pubspec.lock", text, text.replace('"1"', '"2"', 1))
    assert set(asked[1]) == {"a"}
    assert set(unasked[1]) == {"a", "b", "all"}
    assert [item.code for item in unasked[0].governed] == ["lockfile-unlinked"]


def test_a_lockfile_that_no_manifest_belongs_to_stays_what_it_was() -> None:
    """Nobody is known to ask for anything of it, so its component is affected."""
    files = {"web/package.json": '{"name": "web", "bin": "x"}'}
    text = '# yarn lockfile v1\n\na@^1:\n  version "{}"\n'
    assert set(judged(files, "web/sub/yarn.lock", text.format(1), text.format(2))[1]) == {"web"}


GRADLE = {
    "settings.gradle.kts": 'pluginManagement { includeBuild("build-logic") }\ninclude(":api", ":job", ":lib")\n',
    "build.gradle.kts": "plugins { alias(libs.plugins.shadow) apply false }\n",
    "api/build.gradle.kts": "plugins { application }\ndependencies { implementation(libs.okio.core.get()) }\n",
    "job/build.gradle.kts": 'plugins { id("application") }\ndependencies { testImplementation(libs.junit) }\n',
    "lib/build.gradle.kts": 'dependencies { api(libs.bundles.io); implementation(project(":api")) }\n',
    "build-logic/build.gradle.kts": "plugins { `kotlin-dsl` }\n",
    "build-logic/src/main/kotlin/shared.gradle.kts": 'val l = catalog.findLibrary("detekt-cli")\n',
}
CATALOG = """
[versions]
okio = "1"
junit = "1"
[libraries]
okio-core = { module = "a:okio", version.ref = "okio" }
detekt-cli = "a:d:1"
junit = { module = "a:junit", version.ref = "junit" }
ghost = "a:g:1"
[bundles]
io = ["okio-core"]
[plugins]
shadow = { id = "s", version = "1" }
"""


@pytest.mark.parametrize(
    ("old", "new", "affected"),
    [
        ('okio = "1"', 'okio = "2"', {"api", "lib"}),
        ('junit = "1"', 'junit = "2"', set()),
        ("a:d:1", "a:d:2", {"build-logic", "api", "job", "lib", "."}),
        ("a:g:1", "a:g:2", {"build-logic", "api", "job", "lib", "."}),
        ('id = "s", version = "1"', 'id = "s", version = "2"', {"build-logic", "api", "job", "lib", "."}),
    ],
)
def test_a_version_catalog_by_the_scripts_that_name_its_aliases(old: str, new: str, affected: set[str]) -> None:
    """Bundles and versions count for who uses them, the build's own plugins for all, as does what nobody is seen to."""
    path = "gradle/libs.versions.toml"
    assert set(judged(GRADLE, path, CATALOG, CATALOG.replace(old, new))[1]) == affected


def test_a_script_that_cannot_be_read_may_use_whatever_moved() -> None:
    """A project counts whose script is not here, as in a partial clone, though others are seen to use what moved."""
    path, script = "gradle/libs.versions.toml", "job/build.gradle.kts"
    sides = [snapshot_of({**GRADLE, path: text}) for text in (CATALOG, CATALOG.replace('okio = "1"', 'okio = "2"'))]
    graph = build_graph(sides[1], (), FactsStore())
    gone = sides[1].entries[script].blob
    for side in sides:
        assert isinstance(side.reader, MemoryReader)
        side.reader.blobs = {blob: data for blob, data in side.reader.blobs.items() if blob != gone}
    change = Change("a", "b", "a", "test", (FileChange(path, "modified"),))
    found = judge_lockfiles(graph, change, lambda: sides)
    assert found is not None
    assert {component.name for component in radius_of([path], found).components} == {"api", "lib", "job"}
