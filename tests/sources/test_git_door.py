"""Opening repositories of every shape, and what may not bend the answers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from blastgate.errors import SourceError
from blastgate.sources.changes.change import read_range, read_worktree
from blastgate.sources.git.door import Git
from blastgate.sources.git.revisions import resolve
from blastgate.testing import RepositoryBuilder


def test_a_folder_inside_the_work_tree_opens_the_whole_of_it(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {"src/deep/a.py": "1\n"})
    git = Git.open(repo.path / "src" / "deep")
    assert git.top == repo.path
    assert git.git_dir == repo.path / ".git"
    assert not git.bare


def test_the_git_folder_itself_means_its_work_tree(repo: RepositoryBuilder) -> None:
    repo.commit("Start")
    assert Git.open(repo.path / ".git").top == repo.path


def test_a_bare_repository_is_opened_by_its_name(repo: RepositoryBuilder, tmp_path: Path) -> None:
    head = repo.commit("Start", {"a": "1\n"})
    git = Git.open(repo.clone(tmp_path / "bare.git", "--bare"))
    assert (git.bare, git.top) == (True, None)
    assert resolve(git, "HEAD") == head


def test_a_folder_inside_a_bare_repository_is_refused(repo: RepositoryBuilder, tmp_path: Path) -> None:
    repo.commit("Start")
    bare = repo.clone(tmp_path / "bare.git", "--bare")
    with pytest.raises(SourceError) as caught:
        Git.open(bare / "refs")
    assert "--repo" in caught.value.hint


def test_a_linked_worktree_has_its_own_head_and_the_common_objects(repo: RepositoryBuilder, tmp_path: Path) -> None:
    repo.commit("Start", {"a": "1\n"})
    repo.run("worktree", "add", "--quiet", "-b", "topic", str(tmp_path / "linked"))
    (tmp_path / "linked" / "b").write_text("2\n")
    git = Git.open(tmp_path / "linked")
    assert git.top == tmp_path / "linked"
    assert git.common_dir == repo.path / ".git"
    assert git.git_dir != git.common_dir
    assert [file.path for file in read_worktree(git, lines=False).files] == ["b"]


@pytest.mark.parametrize("name", ["", "missing", "a-file"])
def test_what_is_no_repository_is_refused_with_a_remedy(tmp_path: Path, name: str) -> None:
    (tmp_path / "a-file").write_text("")
    with pytest.raises(SourceError) as caught:
        Git.open(tmp_path / name)
    assert caught.value.where
    assert "--repo" in caught.value.hint


def test_a_folder_outside_is_no_repository_and_a_name_that_is_no_folder_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("")
    assert not Git.is_repository(tmp_path)
    for name in ("missing", "a-file"):
        with pytest.raises(SourceError, match="not a folder"):
            Git.is_repository(tmp_path / name)


def test_a_missing_git_is_told(repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    repo.commit("Start")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceError, match="not found on PATH"):
        Git.open(repo.path)


def test_a_program_named_git_in_the_repository_is_never_run(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = repo.write("git", "#!/bin/sh\ntouch ran\n", executable=True).commit("Trap")
    monkeypatch.chdir(repo.path)
    monkeypatch.setenv("PATH", os.pathsep.join([".", "", os.environ["PATH"]]))
    assert resolve(Git.open(repo.path), "HEAD") == head
    assert not (repo.path / "ran").exists()


def test_inherited_variables_are_ignored(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    head = repo.commit("Start", {"a": "1\n"})
    other = RepositoryBuilder(tmp_path / "other")
    other.commit("Other", {"z": "1\n"})
    for name, value in {
        "GIT_DIR": str(other.path / ".git"),
        "GIT_WORK_TREE": str(other.path),
        "GIT_INDEX_FILE": str(other.path / ".git/index"),
        "GIT_OBJECT_DIRECTORY": str(other.path / ".git/objects"),
        "GIT_EXTERNAL_DIFF": "false",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.bare",
        "GIT_CONFIG_VALUE_0": "true",
        "GIT_TRACE": "1",
        "GIT_NAMESPACE": "x",
    }.items():
        monkeypatch.setenv(name, value)
    git = Git.open(repo.path)
    assert git.top == repo.path
    assert resolve(git, "HEAD") == head
    assert git.index == repo.path / ".git" / "index"


def test_a_hook_brings_its_own_index(repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit("Start")
    monkeypatch.chdir(repo.path)
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/next-index-1.lock")
    assert Git.open(repo.path, hook=True).index == repo.path / ".git" / "next-index-1.lock"


@pytest.mark.parametrize("names", [["GIT_INDEX_FILE"], ["GIT_DIR", "GIT_INDEX_FILE"], ["GIT_DIR", "GIT_WORK_TREE"]])
@pytest.mark.parametrize("place", ["other", "repo/nested"])
def test_the_environment_of_a_hook_does_not_reach_another_repository(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, names: list[str], place: str
) -> None:
    repo.commit("Start", {"sub/a": "1\n"})
    other = RepositoryBuilder(tmp_path / place)
    other.commit("Other")
    values = {"GIT_DIR": ".git", "GIT_WORK_TREE": ".", "GIT_INDEX_FILE": ".git/index"}
    monkeypatch.chdir(repo.path)
    for name in names:
        monkeypatch.setenv(name, values[name])
    git = Git.open(other.path, hook=True)
    assert (git.top, git.index) == (other.path, other.path / ".git" / "index")
    own = Git.open(repo.path / "sub", hook=True)
    assert (own.top, own.index) == (repo.path, repo.path / ".git" / "index")


def test_a_hook_of_a_work_tree_elsewhere_is_followed(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repo.commit("Start", {"a": "1\n"})
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    monkeypatch.setenv("GIT_DIR", str(repo.path / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(elsewhere))
    git = Git.open(elsewhere, hook=True)
    assert (git.top, git.git_dir) == (elsewhere, repo.path / ".git")


PROGRAMS = {
    "core.fsmonitor": "{program}",
    "core.hooksPath": "{folder}",
    "diff.external": "{program}",
    "diff.trap.textconv": "{program}",
    "diff.trap.command": "{program}",
    "filter.trap.clean": "{program}",
    "filter.trap.process": "{program}",
    "filter.trap.required": "true",
    "core.pager": "{program}",
    "gpg.program": "{program}",
    "log.showSignature": "true",
    "core.sshCommand": "{program}",
}


def test_no_configured_program_is_run(repo: RepositoryBuilder, tmp_path: Path) -> None:
    trap = tmp_path / "trap" / "post-index-change"
    trap.parent.mkdir()
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\ncat\n")
    trap.chmod(0o755)
    repo.commit("Start", {"a.txt": "1\n", ".gitattributes": "*.txt filter=trap diff=trap\n"})
    repo.commit("Next", {"a.txt": "2\n"})
    for name, value in PROGRAMS.items():
        repo.run("config", name, value.format(program=trap, folder=trap.parent))
    repo.write("a.txt", "3\n").write("new.txt", "n\n")
    git = Git.open(repo.path)
    assert [f.path for f in read_range(git, "HEAD~1", "HEAD", lines=True).files] == ["a.txt"]
    found = read_worktree(git, lines=True)
    assert {path: [line.text for line in patch.added] for path, patch in found.patches.items()} == {
        "a.txt": ["3"],
        "new.txt": ["n"],
    }
    assert not (tmp_path / "ran").exists()


def test_long_output_can_be_left_early(repo: RepositoryBuilder) -> None:
    repo.commit("Big", {"big": "line\n" * 200_000})
    with Git.open(repo.path).stream("cat-file", "blob", "HEAD:big") as out:
        assert out.readline() == b"line\n"


def test_a_failure_in_a_stream_is_told(repo: RepositoryBuilder) -> None:
    repo.commit("Start")
    with pytest.raises(SourceError, match="failed"), Git.open(repo.path).stream("cat-file", "blob", "HEAD:none") as out:
        assert out.read() == b""


def test_temporary_folders_are_removed(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repo.commit("Start", {"a": "1\n"})
    monkeypatch.setenv("TMPDIR", str(tmp_path / "home"))
    git = Git.open(repo.path)
    read_worktree(git, lines=False)
    assert list((tmp_path / "home").glob("blastgate-*"))
    git.views.clear()
    assert not list((tmp_path / "home").glob("blastgate-*"))


def test_a_git_that_hangs_is_stopped(repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    repo.commit("Start")
    git = Git.open(repo.path)
    fake = tmp_path / "bin" / "git"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\nexec sleep 60\n")
    fake.chmod(0o755)
    git.environment["PATH"] = os.pathsep.join([str(fake.parent), git.environment["PATH"]])
    monkeypatch.setattr("blastgate.sources.git.process.TIMEOUT", 0.2)
    with pytest.raises(SourceError, match="stopped"):
        git.run("version")
    with pytest.raises(SourceError, match="stopped"), git.stream("version") as out:
        out.read()
