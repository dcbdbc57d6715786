"""What stands at the head, by blame, and the cache of what blame said."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from histories import START, TRAILER, Made, Make, git

from blastgate.sources.cache import Cache
from blastgate.sources.git.door import Git
from blastgate.sources.history.blame_cache import NAME, BlameCache
from blastgate.sources.history.survival import read_survival
from blastgate.steps.stats import Question, survey
from blastgate.testing import RepositoryBuilder


class Silent:
    """A listener that remembers what it heard."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, int, int]] = []

    def through(self, what: str, items: object) -> object:
        """Pass items on."""
        return items

    def step(self, what: str, done: int, of: int) -> None:
        """Remember."""
        self.heard.append((what, done, of))


@pytest.fixture
def repo(tmp_path: Path) -> RepositoryBuilder:
    """Two files: an agent wrote three lines of one, of which a person changed one later."""
    made = RepositoryBuilder(tmp_path / "work")
    made.commit("Start", {"a.py": "1\n2\n", "bin": b"\0\1", "b.py": "x\n"})
    made.commit(f"Add\n\n{TRAILER}", {"a.py": "1\n2\n3\n4\n5\n"})
    made.symlink("link", "a.py").commit("Change", {"a.py": "1\n2\nthree\n4\n5\n"})
    return made


def blamed(repo: RepositoryBuilder, cache: BlameCache | None = None) -> tuple[dict[str, int], int, int]:
    """Blame a repository at its head."""
    return blamed_at(repo.path, cache)


def blamed_at(folder: Path, cache: BlameCache | None = None) -> tuple[dict[str, int], int, int]:
    """Blame the repository in a folder at its head: lines by commit, files, files left out."""
    head = git(folder, "rev-parse", "HEAD").decode().strip()
    found = read_survival(Git.open(folder), head, cache or BlameCache(Cache(None)), lambda done, of: None)
    return dict(found.lines), found.files, found.skipped


def test_lines_of_an_agent_that_stand(repo: RepositoryBuilder) -> None:
    listener = Silent()
    report = survey({"work": repo.path}, Question(surviving=True, cached=False), listener)  # type: ignore[arg-type]
    found = report.repositories[0].surviving
    assert found is not None
    assert (found.lines, found.ai, found.files, found.skipped) == (6, 2, 2, 2)
    assert [(tool.tool, tool.lines) for tool in found.tools] == [("claude-code", 2)]
    assert listener.heard[-1] == ("work: files blamed", 2, 2)


def test_the_counts_are_those_of_git_blame(make: Make, mixed: list[Made]) -> None:
    folder = make(mixed)
    found = blamed_at(folder)[0]
    paths = git(folder, "ls-tree", "-r", "-z", "--name-only", "main").decode().split("\0")[:-1]
    by_hand: dict[str, int] = {}
    for path in paths:
        for line in git(folder, "blame", "-l", "--root", "main", "--", path).splitlines():
            by_hand[line[:40].decode()] = by_hand.get(line[:40].decode(), 0) + 1
    assert found == by_hand


def test_a_second_time_is_answered_from_the_cache(repo: RepositoryBuilder, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    first = blamed(repo, BlameCache(Cache(folder)))
    written = (folder / NAME).stat().st_ino
    cache = BlameCache(Cache(folder))
    known = cache.get("a.py", repo.run("rev-parse", "HEAD:a.py"))
    assert known is not None
    assert sum(known.values()) == 5
    assert blamed(repo, cache) == first
    assert (folder / NAME).stat().st_ino == written  # not replaced


def test_only_what_changed_is_blamed_again(repo: RepositoryBuilder, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    blamed(repo, BlameCache(Cache(folder)))
    repo.commit("More", {"b.py": "x\ny\n"})
    assert blamed(repo, BlameCache(Cache(folder))) == blamed(repo)


def test_what_names_commits_that_are_gone_is_blamed_again(repo: RepositoryBuilder, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    blamed(repo, BlameCache(Cache(folder)))
    repo.run("commit", "--amend", "-m", "Other words", GIT_COMMITTER_NAME="a", GIT_COMMITTER_EMAIL="a@b")
    assert blamed(repo, BlameCache(Cache(folder))) == blamed(repo)


@pytest.mark.parametrize("where", [0, 20, 90, -1])
def test_a_damaged_cache_changes_nothing(where: int, repo: RepositoryBuilder, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    first = blamed(repo, BlameCache(Cache(folder)))
    data = bytearray((folder / NAME).read_bytes())
    data[where] ^= 1
    (folder / NAME).write_bytes(data)
    assert blamed(repo, BlameCache(Cache(folder))) == first


@pytest.mark.parametrize("body", [b"", b"x", zlib.compress(b"[]"), zlib.compress(b'[["a"],{"k":[0,"1"]}]')])
def test_an_entry_of_another_program_changes_nothing(body: bytes, repo: RepositoryBuilder, tmp_path: Path) -> None:
    Cache(tmp_path / "cache").save(NAME, body)
    assert blamed(repo, BlameCache(Cache(tmp_path / "cache"))) == blamed(repo)


def test_a_run_that_is_cut_short_keeps_what_it_found(repo: RepositoryBuilder, tmp_path: Path) -> None:
    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_survival(Git.open(repo.path), repo.head, BlameCache(Cache(tmp_path / "cache")), stop)
    assert BlameCache(Cache(tmp_path / "cache")).get("a.py", repo.run("rev-parse", "HEAD:a.py"))


def test_names_that_look_like_options_and_a_head_without_files(make: Make) -> None:
    folder = make([Made(files=((b"-L5", b"x\n"), (b":(top)a", b"y\n"), (b"\xff", b"z\n")))], "odd.git")
    lines, files, _ = blamed_at(folder)
    assert (files, sum(lines.values())) == (3, 3)
    empty = make([Made(date=f"{START} +0000")], "empty.git")
    assert blamed_at(empty) == ({}, 0, 0)
