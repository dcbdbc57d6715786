"""Files that come when they are read: fetched by id, many at once, by nobody but the gate's own fetch."""

from __future__ import annotations

from pathlib import Path

import pytest

from blastgate.errors import SourceError
from blastgate.kept_graphs import read_graph
from blastgate.policy.graph_rules import GraphRules
from blastgate.sources import sides
from blastgate.sources.background import MAX_COMMITS
from blastgate.sources.changes.change import read_range
from blastgate.sources.changes.patch_identity import patch_of
from blastgate.sources.git.door import Git
from blastgate.sources.git.fetch import Objects
from blastgate.sources.git.objects import MISSING, ObjectReader
from blastgate.sources.git.process import run
from blastgate.sources.git.supply import supply_history, supply_range
from blastgate.sources.history.log import read_history
from blastgate.sources.snapshot import read_snapshot
from blastgate.testing import RepositoryBuilder

ADA = {f"GIT_{who}_{what}": "ada@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
REFS = ("refs/heads/main", "refs/heads/topic")


@pytest.fixture
def remote(tmp_path: Path) -> RepositoryBuilder:
    """A server that knows filters, with a branch of a rename, a merge, a link, a submodule and a binary file."""
    made = RepositoryBuilder(tmp_path / "remote")
    made.run("config", "uploadpack.allowFilter", "true")
    made.commit("Start", {"a.py": "import b\n", "b.py": "x = 1\n" * 40, "old.py": "y = 1\n" * 9, "pic.png": b"\0\1"})
    made.branch("topic").rename("b.py", "c.py").commit("Rename", {"c.py": "x = 1\n" * 40 + "z = 2\n"})
    made.switch("main").commit("Meanwhile", {"old.py": "y = 1\n" * 9 + "w = 1\n"})
    made.switch("topic").merge("main")
    made.symlink("link", "a.py").commit("Link", {"more.bin": b"\0" * 900})
    made.run("update-index", "--add", "--cacheinfo", f"160000,{'a' * 40},module")
    made.run("commit", "-q", "-m", "Module", **ADA)
    return made


def fetched(remote: RepositoryBuilder) -> tuple[Objects, str, str]:
    """Fetch both branches; return what holds them, and the two commits."""
    objects = Objects(remote.path.as_uri())
    found = objects.fetch(REFS)
    return objects, found[REFS[0]], found[REFS[1]]


def test_history_comes_without_files(remote: RepositoryBuilder) -> None:
    objects, base, head = fetched(remote)
    assert objects.git.store.run("rev-list", f"{base}..{head}")
    listed = objects.git.run("cat-file", "--batch-all-objects", "--batch-check=%(objecttype)").split()
    assert set(listed) == {b"commit", b"tree"}


def test_a_change_reads_as_from_a_whole_clone(remote: RepositoryBuilder, tmp_path: Path) -> None:
    objects, base, head = fetched(remote)
    supply_range(objects.git, base, head, 300)
    whole = RepositoryBuilder(tmp_path / "whole")
    whole.run("fetch", "-q", str(remote.path), "main", "topic")
    expected = read_range(Git.open(whole.path), base, head, lines=True)
    found = read_range(objects.git, base, head, lines=True)
    assert found._replace(described="") == expected._replace(described="")
    assert None not in [commit.additions for commit in found.commits]
    assert patch_of(objects.git, base, head) == patch_of(Git.open(whole.path), base, head) != ""


def test_all_that_is_read_is_asked_for_at_once(remote: RepositoryBuilder) -> None:
    objects, _, head = fetched(remote)
    snapshot = read_snapshot(objects.git, head)
    contents = dict(snapshot.read_many(["a.py", "c.py", "old.py", "link", "module"]))
    assert [content.data is not None for content in contents.values()] == [True, True, True, False, False]
    packs = list((objects.git.git_dir / "objects" / "pack").glob("*.pack"))
    assert len(packs) == 2


def test_a_graph_needs_no_pictures(remote: RepositoryBuilder) -> None:
    objects, base, head = fetched(remote)
    graph = read_graph(sides.of_commits(objects.git, base, head), GraphRules(), cached=False)
    assert graph is not None and graph.unreadable == ()
    picture = read_snapshot(objects.git, head).entries["pic.png"].blob
    assert objects.git.store.try_run("cat-file", "-e", picture) is None


def test_what_landed_before_is_read_with_its_lines(remote: RepositoryBuilder) -> None:
    objects, base, _ = fetched(remote)
    supply_history(objects.git, base, MAX_COMMITS)
    assert [sum(file.added for file in landed.files) for landed in read_history(objects.git, [base], "lines")] == [
        1,
        50,
    ]


def test_an_object_that_the_server_has_not_is_missing(remote: RepositoryBuilder) -> None:
    objects, _, head = fetched(remote)
    known = read_snapshot(objects.git, head).entries["a.py"].blob
    found = list(ObjectReader(objects.git).read(["b" * 40, known, "c" * 40, "no id"]))
    assert [content.data for content in found] == [None, b"import b\n", None, None]
    assert found[0] == MISSING


def test_a_server_that_goes_away_is_an_error_and_nothing_is_taken_for_empty(
    remote: RepositoryBuilder, tmp_path: Path
) -> None:
    objects, base, head = fetched(remote)
    remote.path.rename(tmp_path / "gone")
    with pytest.raises(SourceError, match="failed"):
        supply_range(objects.git, base, head, 300)
    with pytest.raises(SourceError):
        list(read_snapshot(objects.git, head).read_many(["a.py"]))


def test_a_server_without_filters_sends_all_at_once(remote: RepositoryBuilder) -> None:
    remote.run("config", "uploadpack.allowFilter", "false")
    objects, base, head = fetched(remote)
    supply_range(objects.git, base, head, 300)
    assert len(read_range(objects.git, base, head, lines=True).files) == 4
    assert len(list((objects.git.git_dir / "objects" / "pack").glob("*.pack"))) <= 1


def test_git_itself_fetches_nothing_and_no_token_is_shown(remote: RepositoryBuilder) -> None:
    objects, _, head = fetched(remote)
    blob = read_snapshot(objects.git, head).entries["a.py"].blob
    assert objects.git.try_run("cat-file", "blob", blob) is None  # not even by the settings of its own repository
    secret = Objects("https://example.com/a/b", "ghs_secret")
    assert "ghs_secret" not in (secret.git.git_dir / "config").read_text() + repr(secret.git.remote)
    assert run(secret.git.git_dir, secret.git.environment, ["config", "--list"], b"")[0] == 0


def test_an_address_is_quoted_in_the_settings(tmp_path: Path) -> None:
    odd = tmp_path / 'a "b" \\ [c] # d; e'
    made = RepositoryBuilder(odd)
    made.commit("Start", {"a.txt": "a\n"})
    assert Objects(f"file://{odd}").fetch(["refs/heads/main"])["refs/heads/main"] == made.head
