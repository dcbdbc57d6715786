"""``blastgate check`` from the outside: outcomes, exit codes, which policy judges, and what it refuses."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from small_shop import AI, POLICY, Command

from blastgate.testing import RepositoryBuilder

Make = Callable[[RepositoryBuilder], object]


def docs(repo: RepositoryBuilder) -> object:
    return repo.commit("Say hello", {"README.md": "# The shop\n"})


def ai_service(repo: RepositoryBuilder) -> object:
    return repo.commit("Add faster" + AI, {"cart/api.py": "def add(): return 1\n"}, author="Eve <eve@example.com>")


def senior_ai_service(repo: RepositoryBuilder) -> object:
    return repo.commit("Add faster" + AI, {"cart/api.py": "def add(): return 1\n"}, author="Dana <dana@example.com>")


def auth(repo: RepositoryBuilder) -> object:
    return repo.commit("Log in", {"cart/auth/login.py": "def login(): return 1\n"}, author="Eve <eve@example.com>")


@pytest.mark.parametrize(
    ("make", "outcome", "level", "code"),
    [
        (docs, "pass", "low", 0),
        (senior_ai_service, "warn", "medium", 0),
        (ai_service, "review", "medium", 3),
        (auth, "review", "high", 3),
    ],
)
def test_an_outcome_has_its_exit_code(
    shop: RepositoryBuilder, blastgate: Command, make: Make, outcome: str, level: str, code: int
) -> None:
    make(shop)
    result = blastgate("check", "--format", "json")
    assert (result.data["outcome"], result.data["level"], result.code) == (outcome, level, code)


def test_a_guardrail_blocks_with_exit_code_1(shop: RepositoryBuilder, blastgate: Command) -> None:
    shop.switch("main").commit("Guard", {".blastgate.yml": POLICY + "guardrails:\n  ai_paths: {only: ['docs/**']}\n"})
    shop.branch("second")
    ai_service(shop)
    result = blastgate("check")
    assert (result.code, result.out.split()[0]) == (1, "BLOCK")


def test_exit_zero_advises_only(shop: RepositoryBuilder, blastgate: Command) -> None:
    auth(shop)
    assert blastgate("check", "--exit-zero").code == 0


def test_exit_zero_never_hides_an_error(blastgate: Command) -> None:
    assert blastgate("check", "--exit-zero", "--base", "nowhere").code == 2


def test_observe_mode_reports_and_exits_0(shop: RepositoryBuilder, blastgate: Command) -> None:
    shop.switch("main").commit("Watch", {".blastgate.yml": POLICY + "mode: observe\n"})
    shop.branch("second")
    auth(shop)
    result = blastgate("check", "--format", "json")
    assert (result.code, result.data["outcome"], result.data["mode"]) == (0, "review", "observe")


def test_the_services_affected_come_with_the_chain_that_proves_it(shop: RepositoryBuilder, blastgate: Command) -> None:
    ai_service(shop)
    impact = blastgate("check", "--format", "json").data["impact"]
    assert impact["services_affected"] == 2
    assert impact["affected"][1]["via"] == [
        {"from": "web", "to": "cart", "kind": "import", "evidence": "web/page.py:1"}
    ]


def test_the_policy_of_the_change_does_not_judge_it(shop: RepositoryBuilder, blastgate: Command) -> None:
    lax = "version: 1\ngate:\n  - {level: any, ai_assisted: any, author: any, then: pass}\n"
    shop.commit("Relax", {".blastgate.yml": lax})
    result = blastgate("check", "--format", "json").data
    assert (result["outcome"], result["level"]) == ("review", "high")
    assert result["policy"]["source"] == "main:.blastgate.yml"
    assert "gate-config" in result["classification"]["categories"]


def test_where_the_default_branch_has_none_the_changes_own_policy_judges_and_it_is_said(
    shop: RepositoryBuilder, blastgate: Command
) -> None:
    shop.switch("main").commit("Drop", {".blastgate.yml": None})
    shop.branch("second").commit("Bring", {".blastgate.yml": POLICY})
    assert blastgate("check", "--format", "json").data["policy"]["trust"] == "head"


def test_without_any_policy_the_built_in_one_judges_and_it_is_said(shop: RepositoryBuilder, blastgate: Command) -> None:
    shop.switch("main").commit("Drop", {".blastgate.yml": None})
    docs(shop.branch("second"))
    result = blastgate("check")
    assert "built-in" in result.out
    assert blastgate("check", "--format", "json").data["mode"] == "enforce"


def test_an_uncommitted_policy_never_counts(shop: RepositoryBuilder, blastgate: Command) -> None:
    shop.write(".blastgate.yml", "version: 1\nmode: observe\n")
    shop.write("cart/api.py", "x = 1\n").stage()
    assert blastgate("check", "--staged", "--format", "json").data["policy"]["source"] == "main:.blastgate.yml"


def test_staged_judges_the_index_not_the_work_tree(shop: RepositoryBuilder, blastgate: Command) -> None:
    shop.write("README.md", "# staged\n").stage().write("cart/auth/login.py", "x = 1\n")
    staged = blastgate("check", "--staged", "--format", "json").data
    worktree = blastgate("check", "--worktree", "--format", "json").data
    assert [file["path"] for file in staged["change"]["files"]] == ["README.md"]
    assert [file["path"] for file in worktree["change"]["files"]] == ["README.md", "cart/auth/login.py"]


def test_a_staged_change_has_no_marks_yet_so_its_attribution_is_unknown(
    shop: RepositoryBuilder, blastgate: Command
) -> None:
    shop.write("cart/api.py", "x = 1\n").stage()
    assert blastgate("check", "--staged", "--format", "json").data["attribution"]["state"] == "unknown"


def test_the_same_range_judged_twice_gives_the_same_bytes(shop: RepositoryBuilder, blastgate: Command) -> None:
    ai_service(shop)
    auth(shop)
    first, second = (blastgate("check", "--format", "json").data for _ in range(2))
    assert first.pop("timings").keys() == second.pop("timings").keys()
    assert json.dumps(first) == json.dumps(second)
    assert blastgate("check", "-v").out == blastgate("check", "-v").out


def test_environment_variables_of_ci_change_nothing(
    shop: RepositoryBuilder, blastgate: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    ai_service(shop)
    before = blastgate("check").out
    for name in ("CI", "GITHUB_ACTIONS", "GITHUB_BASE_REF", "GITHUB_HEAD_REF", "GITHUB_SHA", "CLAUDECODE"):
        monkeypatch.setenv(name, "1")
    assert blastgate("check").out == before


def test_a_rename_out_of_a_delicate_folder_counts_at_both_paths(shop: RepositoryBuilder, blastgate: Command) -> None:
    shop.rename("cart/auth/login.py", "cart/door.py").commit("Move")
    file = blastgate("check", "--format", "json").data["change"]["files"][0]
    assert (file["status"], file["old_path"], file["level"]) == ("renamed", "cart/auth/login.py", "high")


HOSTILE = ["-rf", "a\nb", "tab\there", "\udcff", "‮evil", "x" * 200, "a'b\"c", "$(touch owned)", "%0A::error::x"]


def test_hostile_names_are_judged_and_shown_escaped(shop: RepositoryBuilder, blastgate: Command) -> None:
    shop.commit("Names", {f"cart/{name}": "x\n" for name in HOSTILE})
    result = blastgate("check", "-v")
    assert result.code in (0, 3)
    assert not [c for c in result.out if c != "\n" and (ord(c) < 32 or c == "‮" or "\ud800" <= c <= "\udfff")]
    assert len(blastgate("check", "--format", "json").data["change"]["files"]) == len(HOSTILE)


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["--base", "nowhere"], "nowhere"),
        (["--base", ""], "empty"),
        (["--head", ""], "empty"),
        (["--staged", "--worktree"], "--staged and --worktree"),
        (["--staged", "--base", "main"], "--staged and --base"),
        (["--diff", "missing.diff"], "missing.diff"),
        (["--policy", "missing.yml"], "missing.yml"),
        (["--format", "yaml"], "yaml"),
        (["--format", "json="], "empty"),
        (["--format", "json=/no/such/folder/file"], "/no/such/folder/file"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(blastgate: Command, arguments: list[str], names: str) -> None:
    result = blastgate("check", *arguments)
    assert result.code == 2
    assert names in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize("text", ["", "hello\n", "--- a/x.py\n+++ b/x.py\n@@ -1,3 +1,3 @@\n-a\n"])
def test_a_diff_that_is_none_or_is_cut_off_is_refused(
    blastgate: Command, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    result = blastgate("check", "--diff", "-")
    assert (result.code, result.out) == (2, "")
    assert "diff" in result.err


def test_a_diff_that_fits_head_is_judged_with_its_graph(
    shop: RepositoryBuilder, blastgate: Command, tmp_path: Path
) -> None:
    ai_service(shop)
    (tmp_path / "x.diff").write_text(shop.run("diff", "main", "topic") + "\n")
    shop.switch("main")
    assert (
        blastgate("check", "--diff", str(tmp_path / "x.diff"), "--format", "json").data["impact"]["services_affected"]
        == 2
    )


def test_a_diff_of_some_other_tree_has_an_unknown_reach(
    shop: RepositoryBuilder, blastgate: Command, tmp_path: Path
) -> None:
    (tmp_path / "x.diff").write_text("--- a/other.py\n+++ b/other.py\n@@ -1 +1 @@\n-a\n+b\n")
    data = blastgate("check", "--diff", str(tmp_path / "x.diff"), "--format", "json").data
    assert (data["impact"]["services_affected"], data["level"]) == (None, "high")


def test_a_policy_behind_a_symbolic_link_is_refused(shop: RepositoryBuilder, blastgate: Command) -> None:
    shop.switch("main").remove(".blastgate.yml").symlink(".blastgate.yml", "/etc/hostname").commit("Link")
    docs(shop.branch("second"))
    result = blastgate("check")
    assert (result.code, "symbolic link" in result.err) == (2, True)


def test_a_policy_with_five_mistakes_names_five_places(
    shop: RepositoryBuilder, blastgate: Command, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.yml"
    bad.write_text(
        "version: 1\nmod: enforce\nlevels: {low: {max_filez: 3}}\n"
        "gate:\n  - {level: hihg, ai_assisted: any, author: any, then: pass}\n"
        "categories:\n  auth: {at_least: top, paths: ['a']}\nguardrails: {ai_pathz: {}}\n"
    )
    result = blastgate("check", "--policy", str(bad))
    assert result.code == 2
    places = [line for line in result.err.splitlines() if line.startswith(f"{bad}:")]
    assert [int(place.removeprefix(f"{bad}:").split(":")[0]) for place in places] == [2, 3, 5, 7, 8]


def test_outside_a_repository_it_says_so(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from blastgate.cli.app import run

    assert run(["check", "--repo", str(tmp_path)]) == 2
    assert "not in a git repository" in capfd.readouterr().err


def test_unrelated_histories_are_refused(shop: RepositoryBuilder, blastgate: Command) -> None:
    shop.run("checkout", "-q", "--orphan", "island")
    shop.commit("Alone", {"x.py": "x\n"})
    result = blastgate("check", "--base", "main")
    assert (result.code, result.out) == (2, "")


def test_several_formats_at_once_go_where_they_are_sent(
    shop: RepositoryBuilder, blastgate: Command, tmp_path: Path
) -> None:
    ai_service(shop)
    result = blastgate("check", "--format", "text", "--format", f"json={tmp_path / 'a.json'}")
    assert result.out.startswith("REVIEW")
    assert json.loads((tmp_path / "a.json").read_text())["outcome"] == "review"


def test_nothing_is_written_into_the_judged_repository(shop: RepositoryBuilder, blastgate: Command) -> None:
    def listing() -> list[tuple[str, int]]:
        files = (Path(folder) / name for folder, _, names in os.walk(shop.path) for name in names)
        return sorted((str(file), file.stat().st_mtime_ns) for file in files)

    ai_service(shop)
    shop.write("cart/api.py", "x = 1\n").stage()
    before = listing()
    for arguments in ([], ["--staged"], ["--worktree"]):
        blastgate("check", *arguments)
    assert listing() == before


@pytest.mark.parametrize("damage", ["no HEAD", "no folder"])
def test_a_diff_in_a_repository_that_cannot_be_opened_is_not_judged_without_its_policy(
    shop: RepositoryBuilder, blastgate: Command, tmp_path: Path, damage: str
) -> None:
    (tmp_path / "x.diff").write_text("--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-a\n+b\n")
    if damage == "no HEAD":
        (shop.path / ".git" / "HEAD").unlink()
    else:
        shop.path.rename(tmp_path / "elsewhere")
    result = blastgate("check", "--diff", str(tmp_path / "x.diff"))
    assert (result.code, result.out) == (2, "")
