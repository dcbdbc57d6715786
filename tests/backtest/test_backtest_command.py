"""``blastgate backtest`` on a small history: the verdicts of ``check``, counted, and nobody ranked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from syrupy.assertion import SnapshotAssertion

from blastgate.cli import app
from blastgate.model.backtest import BacktestReport
from blastgate.model.codec import decode, encode
from blastgate.schemas import shipped
from blastgate.testing.repository import RepositoryBuilder

Capture = pytest.CaptureFixture[str]
POLICY = """version: 1
extends: [recommended]
people: {senior: ["@dana"], owners: {"**": ["@carl"]}}
"""
START = {
    ".blastgate.yml": POLICY,
    "services/cart/package.json": '{"name": "cart"}',
    "services/cart/Dockerfile": "FROM node\n",
    "services/cart/index.js": "export const a = 1\n",
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A history of a squash each for docs, service code and payments, a merged branch by AI, a revert and a hotfix."""
    repo = RepositoryBuilder(tmp_path_factory.mktemp("shop"))
    repo.commit("Start", START)
    repo.write("README.md", "Hello\n").commit("Say hello (#1)", author="Zoe <zoe@example.com>")
    repo.write("services/cart/index.js", "export const a = 2\n").commit(
        "Count again (#2)", author="Zoe <zoe@example.com>"
    )
    repo.write("services/payments/charge.py", "x = 1\n").commit("Charge (#3)")
    repo.branch("topic").write("services/cart/more.js", "export const b = 1\n")
    repo.commit("More\n\nCo-authored-by: Claude <noreply@anthropic.com>")
    repo.write("services/cart/index.js", "export const a = 3\n").commit("Still more")
    repo.switch("main").write("docs.md", "x\n").commit("Write it down (#5)")
    repo.merge("topic", "Merge pull request #4 from zoe/topic", "Zoe <zoe@example.com>")
    repo.write("services/payments/charge.py", "x = 2\n").commit('Revert "Count again (#2)" (#6)')
    repo.write("services/cart/index.js", "export const a = 4\n").commit(
        "hotfix: the count\n\nBlastgate-Override: @dana, down"
    )
    return repo.path


def backtest(shop: Path, capfd: Capture, *more: str) -> Any:
    """Run it and read its JSON."""
    assert app.run(["backtest", "--repo", str(shop), "--format", "json", *more]) == 0
    data = json.loads(capfd.readouterr().out)
    jsonschema.Draft202012Validator(shipped("backtest")).validate(data)
    assert encode(decode(BacktestReport, data)) == data
    return data


def test_each_step_of_the_line_is_one_change(shop: Path, capfd: Capture) -> None:
    (found,) = backtest(shop, capfd)["policies"]
    assert [(c["subject"], c["level"], c["outcome"], c["state"]) for c in found["changes"]] == [
        ("hotfix: the count", "medium", "pass", "none"),
        ('Revert "Count again (#2)" (#6)', "high", "review", "none"),
        ("Merge pull request #4 from zoe/topic", "medium", "review", "ai"),
        ("Write it down (#5)", "low", "pass", "none"),
        ("Charge (#3)", "high", "review", "none"),
        ("Count again (#2)", "medium", "pass", "none"),
        ("Say hello (#1)", "low", "pass", "none"),
    ]
    assert found["gated"] == {"name": "gated", "changes": 3, "share": 0.4286}
    assert [(g["group"], g["changes"], g["people"][0]["name"]) for g in found["load"]] == [
        ("owners", 1, "@carl"),
        ("senior", 2, "@dana"),
    ]


def test_the_verdict_is_that_of_check(shop: Path, capfd: Capture) -> None:
    """Law: what a change gets is what ``check`` says of it, cold and warm."""
    for options in (["--no-cache"], [], []):
        (found,) = backtest(shop, capfd, *options)["policies"]
        for change in found["changes"]:
            if change["subject"].startswith("Merge"):
                continue  # check counts who merged among the makers
            sha = change["sha"]
            app.run(["check", "--repo", str(shop), "--base", f"{sha}^1", "--head", sha, "--format", "json"])
            live = json.loads(capfd.readouterr().out)
            assert (change["level"], change["outcome"]) == (live["level"], live["outcome"])
            assert [a["group"] for a in change["asked"]] == [r["group"] for r in live["verdict"]["requirements"]]
            assert change["services"] == live["impact"]["services_affected"]


def test_incidents_by_convention(shop: Path, capfd: Capture) -> None:
    (found,) = backtest(shop, capfd)["policies"]
    assert [(i["subject"], i["kind"], i["outcome"]) for i in found["incidents"]] == [
        ("hotfix: the count", "hotfix", "pass"),
        ("Count again (#2)", "reverted", "pass"),
    ]
    assert (found["recall"]["incidents"], found["recall"]["stopped"]) == (2, 0)


def test_listed_incidents(shop: Path, tmp_path: Path, capfd: Capture) -> None:
    (before,) = backtest(shop, capfd)["policies"]
    charge = next(c["sha"] for c in before["changes"] if c["subject"].startswith("Charge"))
    listed = tmp_path / "incidents.txt"
    listed.write_text(f"# the outage\n{charge[:10]}  # of May\n{'f' * 40}\n")
    answer = backtest(shop, capfd, "--incidents", str(listed))
    assert [(i["subject"], i["kind"], i["outcome"]) for i in answer["policies"][0]["incidents"]] == [
        ("Charge (#3)", "listed", "review")
    ]
    assert answer["warnings"] == [f"1 commit of {listed} in none of these changes (more of them: -n)"]
    listed.write_text("not an id\n")
    assert app.run(["backtest", "--repo", str(shop), "--incidents", str(listed)]) == 2
    assert f"{listed}:1" in capfd.readouterr().err


def test_two_policies_side_by_side(shop: Path, capfd: Capture) -> None:
    found = backtest(shop, capfd, "--against", "strict")
    mine, strict = found["policies"]
    assert (mine["source"], strict["source"]) == ("main:.blastgate.yml", "pack strict")
    assert strict["gated"]["changes"] > mine["gated"]["changes"]
    assert {d["subject"] for d in found["differences"]} >= {"Count again (#2)"}


def test_a_range_and_a_number(shop: Path, capfd: Capture) -> None:
    assert len(backtest(shop, capfd, "-n", "2")["policies"][0]["changes"]) == 2
    assert len(backtest(shop, capfd, "main~3..main")["policies"][0]["changes"]) == 3


def test_overrides_that_the_history_tells_are_counted(shop: Path, capfd: Capture) -> None:
    (told,) = backtest(shop, capfd)["overrides"]
    assert (told["subject"], told["text"]) == ("hotfix: the count", "@dana, down")


def test_no_author_is_named(shop: Path, capfd: Capture) -> None:
    """Law: review load names who is asked; nobody who wrote anything is in any format."""
    for format_ in ("text", "json", "html"):
        app.run(["backtest", "--repo", str(shop), "--format", format_, "-v"])
        out = capfd.readouterr().out.replace("zoe/topic", "")
        assert "zoe" not in out.lower()


def test_screen(shop: Path, capfd: Capture, screen: SnapshotAssertion) -> None:
    assert app.run(["backtest", "--repo", str(shop)]) == 0
    assert _undigested(capfd.readouterr().out) == screen


def test_screen_of_two(shop: Path, capfd: Capture, screen: SnapshotAssertion) -> None:
    assert app.run(["backtest", "--repo", str(shop), "--against", "strict", "--policy", "recommended"]) == 0
    assert _undigested(capfd.readouterr().out) == screen


def _undigested(text: str) -> str:
    import re

    return re.sub(r"\([0-9a-f]{12}\)", "(digest)", text)


def test_a_page_loads_nothing_and_escapes(shop: Path, capfd: Capture) -> None:
    assert app.run(["backtest", "--repo", str(shop), "--format", "html"]) == 0
    page = capfd.readouterr().out
    assert "Merge pull request #4" not in page
    assert "hotfix, its subject says so" in page
    assert "http" not in page.replace("http-equiv", "")


def test_an_empty_repository_says_so(tmp_path: Path, capfd: Capture) -> None:
    repo = RepositoryBuilder(tmp_path)
    assert app.run(["backtest", "--repo", str(tmp_path)]) == 2
    repo.commit("Start", {"a": "1\n"})
    assert app.run(["backtest", "--repo", str(tmp_path)]) == 0
    assert capfd.readouterr().out.startswith("no change to judge")


def test_what_is_found_without_an_object_holds_until_it_comes(
    shop: Path, tmp_path: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A partial clone is as quick the second time, and looks again when the object is there."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    repo = RepositoryBuilder(tmp_path / "partial")
    repo.commit("Start", START)
    repo.write("services/cart/index.js", "export const a = 5\n").commit("Count")
    blob = repo.run("rev-parse", "HEAD:services/cart/package.json")
    object_file = repo.path / ".git" / "objects" / blob[:2] / blob[2:]
    away = object_file.rename(tmp_path / "away")

    def kept() -> list[int]:
        """The file that was written last: every keeping makes another one."""
        return [file.stat().st_ino for file in (tmp_path / "cache").rglob("*.impacts")]

    (without,) = backtest(repo.path, capfd)["policies"]
    (first,) = kept()
    assert backtest(repo.path, capfd)["policies"] == [without]
    assert kept() == [first]
    away.rename(object_file)
    backtest(repo.path, capfd)
    assert kept() != [first]
