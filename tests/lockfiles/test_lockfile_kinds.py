"""Every lockfile kind against its cases, and the laws of all: one kind of error, never a wrong silence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from lock_lines import drawn

from blastgate import registry
from blastgate.lockfiles.kinds.interface import LockError
from blastgate.lockfiles.moved import compare
from blastgate.lockfiles.names import kind_of, kinds
from blastgate.lockfiles.read import read_lock
from blastgate.testing import snapshot_of

CASES = sorted((Path(__file__).parent.parent / "cases" / "lockfiles").glob("*.yml"))
ROOM = "blastgate.lockfiles.kinds"


def read(file: Path) -> dict[str, Any]:
    """Read one case."""
    case: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return case


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_reads_what_the_case_expects(file: Path) -> None:
    """Each case holds a lockfile at base and head, what it pins, and what moved."""
    case = read(file)
    assert drawn(case["path"], case["base"], case["head"]) == case["expect"]


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_nothing_moves_between_a_lockfile_and_itself(file: Path) -> None:
    """Equal sides reach nobody."""
    case = read(file)
    lock = read_lock(case["path"], snapshot_of({case["path"]: case["base"]}))
    assert compare(lock, lock) == ({}, {}, False)


def test_every_kind_has_a_name_and_a_case() -> None:
    """A kind that no file name leads to would never be asked."""
    assert set(registry.names(ROOM)) == set(kinds().values()) == {kind_of(read(file)["path"]) for file in CASES}
    assert kind_of("a/b/uv.lock") == "uv"
    assert kind_of("my-uv.lock") is None


@pytest.mark.parametrize("name", kinds())
@settings(max_examples=25, deadline=None)
@given(data=st.one_of(st.binary(max_size=200), st.text("[]{}\"'=:,- \n#@a1.", max_size=200).map(str.encode)))
def test_any_bytes_are_a_lockfile_or_one_kind_of_error(name: str, data: bytes) -> None:
    """What cannot be read is told by LockError and by nothing else."""
    try:
        read_lock(name, snapshot_of({name: data}))
    except LockError as problem:
        assert str(problem)


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
@settings(max_examples=20, deadline=None)
@given(cut=st.floats(0, 1), junk=st.text("[]{}\"'=:,- \n#@a1.", min_size=1, max_size=8))
def test_survives_a_damaged_lockfile(file: Path, cut: float, junk: str) -> None:
    """A good lockfile with junk anywhere is read, or told."""
    case = read(file)
    at = int(len(case["head"]) * cut)
    try:
        read_lock(case["path"], snapshot_of({case["path"]: case["head"][:at] + junk + case["head"][at:]}))
    except LockError as problem:
        assert str(problem)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pnpm-lock.yaml", "lockfileVersion: '9.0'\nimporters: &x\n  .: {}\n"),
        ("pnpm-lock.yaml", "lockfileVersion: '9.0'\nsnapshots:\n  a@1:\n    dependencies: {b: 1.0.0}\n"),
        ("pnpm-lock.yaml", "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      a: {version: 1.0.0}\n"),
        ("pnpm-lock.yaml", "lockfileVersion: '9.0'\n\tpackages: {}\n"),
        ("uv.lock", 'version = 1\n[[ package ]]\nname = "a"\n'),
        ("uv.lock", 'version = 1\n  [[package]]\nname = "a"\n'),
        ("uv.lock", 'version = 1\npackage = [{name = "a"}]\n'),
        ("Cargo.lock", 'version = 4\n["package"]\nname = "a"\n'),
        ("yarn.lock", "# yarn lockfile v1\n\na@^1:\n version 1\n"),
        ("yarn.lock", "nothing"),
        ("Gemfile.lock", "GEM\n  specs:\n     rack (1)\n"),
        ("go.sum", "github.com/a/b v1.0.0 h1:aa=\nextra line\n"),
        ("go.mod", "not a module"),
        ("package-lock.json", '{"name": "a"}'),
        ("package-lock.json", "[" * 100_000),
        ("composer.lock", "[]"),
        ("bun.lock", "{}"),
        ("pubspec.lock", "sdks:\n  dart: x\n"),
        ("poetry.lock", ""),
        ("Cargo.toml", '[package]\nname = "a"\n'),
        ("Cargo.toml", "a." * 5_000 + "b = 1"),
        ("Cargo.toml", "[workspace"),
        ("Directory.Packages.props", "<X/>"),
        ("pnpm-workspace.yaml", "packages:\n  - a\n"),
        ("pnpm-workspace.yaml", "catalog: {react: ^18}\n"),
    ],
)
def test_an_unusual_form_is_told_instead_of_looking_unchanged(path: str, text: str) -> None:
    """A line that is not understood could hold what moved."""
    with pytest.raises(LockError):
        read_lock(path, snapshot_of({path: text}))


def test_versions_of_one_package_are_bounded() -> None:
    """Each that needs it by name needs every version: with thousands that would never end."""
    block = '[[package]]\nname = "a"\nversion = "{}"\nsource = "registry"\ndependencies = [\n "a",\n]\n'
    text = "version = 4\n" + "".join(block.format(n) for n in range(500))
    with pytest.raises(LockError, match="more than 100 versions"):
        read_lock("Cargo.lock", snapshot_of({"Cargo.lock": text}))


def test_a_lockfile_that_is_not_there_is_told() -> None:
    """A path without a blob, and a file of no kind, say so."""
    with pytest.raises(LockError, match="not a regular file"):
        read_lock("uv.lock", snapshot_of({}))
    with pytest.raises(LockError, match="no lockfile"):
        read_lock("a.txt", snapshot_of({"a.txt": ""}))


def test_of_a_sum_only_what_the_module_selects_counts() -> None:
    """Hashes of versions that nothing is built of come and go; before Go 1.17 all of them count."""
    sums = "github.com/a/b v1.0.0 h1:aa=\ngithub.com/a/b v0.9.0 h1:bb=\n"
    mod = "module m\n\ngo {}\n\nrequire github.com/a/b v1.0.0\n"
    new = read_lock("go.sum", snapshot_of({"go.sum": sums, "go.mod": mod.format("1.24")}))
    old = read_lock("go.sum", snapshot_of({"go.sum": sums, "go.mod": mod.format("1.16")}))
    assert list(new.packages) == ["github.com/a/b v1.0.0"]
    assert len(old.packages) == 2
