"""Partial and shallow clones whose remote is gone: commands answer, and say what is missing and how to get it."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_shop import FILES, Result

from blastgate.cli.app import run
from blastgate.sources.policy import POLICY_FILE
from blastgate.testing import RepositoryBuilder

REMEDY = "git fetch --refetch --no-filter"
ALLOWED = ("config", "uploadpack.allowFilter", "true")


@pytest.fixture
def afar(tmp_path: Path) -> RepositoryBuilder:
    """The shop without a policy, with a second commit, as a remote."""
    repo = RepositoryBuilder(tmp_path / "afar")
    repo.commit("Start", {path: text for path, text in FILES.items() if path != POLICY_FILE})
    repo.commit("Change", {"cart/api.py": "def add(): return 2\n"})
    repo.run(*ALLOWED)
    return repo


def cloned(afar: RepositoryBuilder, *options: str) -> Path:
    """Clone the shop without a work tree, then lose the remote."""
    folder = afar.clone(afar.path.parent / "clone", "--no-checkout", *options)
    afar.path.rename(afar.path.parent / "gone")
    return folder


def called(capfdbinary: pytest.CaptureFixture[bytes], folder: Path, *arguments: str) -> Result:
    """Run a command there."""
    code = run([*arguments, "--repo", str(folder)] if arguments[0] != "stats" else [*arguments, str(folder)])
    out, err = capfdbinary.readouterr()
    return Result(code, out.decode(), err.decode())


@pytest.mark.parametrize(
    ("arguments", "code", "first"),
    [
        (("affected", "cart/api.py"), 0, "1 component and no file seen to be affected by cart/api.py"),
        (("affected", "--why", "cart/api.py", "web/page.py"), 0, "web/page.py is not seen to be affected"),
        (("graph", "--unresolved"), 0, "no import looks internal"),
        (("graph",), 0, ""),
        (("stats", "--lines"), 2, ""),
    ],
)
def test_a_clone_without_blobs_says_what_it_misses(
    afar: RepositoryBuilder,
    capfdbinary: pytest.CaptureFixture[bytes],
    arguments: tuple[str, ...],
    code: int,
    first: str,
) -> None:
    result = called(capfdbinary, cloned(afar, "--filter=blob:none"), *arguments)
    said = " ".join((result.out + result.err).split())
    assert result.code == code
    assert result.out.startswith(first)
    assert REMEDY in said


def test_a_clone_without_blobs_judges_no_change_as_low(
    afar: RepositoryBuilder, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    result = called(capfdbinary, cloned(afar, "--filter=blob:none"), "check", "--base", "HEAD~1", "--format", "json")
    assert result.data["level"] != "low"
    assert result.data["change"]["totals"]["additions"] is None
    assert REMEDY in result.data["impact"]["warnings"][0]


def test_a_policy_that_is_not_here_is_never_taken_for_none(
    afar: RepositoryBuilder, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    afar.commit("Own", {POLICY_FILE: "version: 1\n"})
    refused = called(capfdbinary, cloned(afar, "--filter=blob:none"), "affected", "cart/api.py")
    assert (refused.code, POLICY_FILE in refused.err, REMEDY in refused.err) == (2, True, True)


def test_marks_of_commits_need_no_blob(afar: RepositoryBuilder, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    afar.commit("Own", {".github/CODEOWNERS": "* @ada\n"})
    folder = cloned(afar, "--filter=blob:none")
    assert "3 commits in HEAD" in called(capfdbinary, folder, "commits", "HEAD").out
    assert called(capfdbinary, folder, "graph").code == 0
    refused = called(capfdbinary, folder, "check", "--base", "HEAD~1")
    assert (refused.code, ".github/CODEOWNERS" in refused.err, REMEDY in refused.err) == (2, True, True)


@pytest.mark.parametrize("arguments", [("affected", "cart/api.py"), ("graph",), ("check", "--base", "HEAD~1")])
def test_a_clone_without_trees_is_refused_with_the_remedy(
    afar: RepositoryBuilder, capfdbinary: pytest.CaptureFixture[bytes], arguments: tuple[str, ...]
) -> None:
    result = called(capfdbinary, cloned(afar, "--filter=tree:0"), *arguments)
    assert (result.code, result.out) == (2, "")
    assert REMEDY in result.err


def test_a_shallow_clone_has_its_graph_and_says_where_history_ends(
    afar: RepositoryBuilder, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    folder = cloned(afar, "--depth=1")
    assert "web/page.py" in called(capfdbinary, folder, "affected", "cart/api.py").out
    refused = called(capfdbinary, folder, "check", "--base", "HEAD~1")
    assert (refused.code, "git fetch --unshallow" in refused.err) == (2, True)


def test_the_commit_where_a_shallow_clone_ends_adds_no_known_number_of_lines(
    afar: RepositoryBuilder, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    stats = called(capfdbinary, cloned(afar, "--depth=1"), "stats", "--lines").out
    assert "of no added line" in stats
    assert "lines of those at its end" in stats


@pytest.mark.parametrize("command", [("commits", "HEAD"), ("stats", "--range", "HEAD")])
def test_a_list_of_ends_that_is_none_is_an_error_and_no_crash(
    repo: RepositoryBuilder, capfdbinary: pytest.CaptureFixture[bytes], command: tuple[str, ...]
) -> None:
    repo.commit("Start", {"a.py": "a = 1\n"})
    (repo.path / ".git" / "shallow").write_bytes(b"\xff\n")
    refused = called(capfdbinary, repo.path, *command)
    assert (refused.code, refused.out, "internal error" in refused.err) == (2, "", False)
