"""The level of a change: categories, ceilings, size limits, and what could not be seen."""

from __future__ import annotations

from typing import Any

import pytest
from sketches import at, change, file, layer, limits, policy, rule

from blastgate.classify import classify
from blastgate.model.change import SUBMODULE, SYMLINK
from blastgate.model.classification import Classification
from blastgate.model.graph import Unreadable
from blastgate.model.impact import Impact
from blastgate.policy.model import Policy

AUTH = rule("auth", at_least="high", paths=("services/auth/**",), unless=("tests",))
TESTS = rule("tests", at_most="low", paths=("**/tests/**",), location=at(10))
DOCS = rule("docs", at_most="low", extensions=(".md",), location=at(11))
DATA = rule("data", at_most="medium", paths=("data/**",), location=at(12))
CUDA = rule("cuda", at_least="high", added_lines=("tensorrt",), removed_lines=("verify=True",), unless=("docs",))
SIZES = (
    limits("low", 3, max_services=1, max_files=2, max_lines=10, max_runtime_services=0, max_affected_files=5),
    limits("medium", 4, max_services=3, max_files=4, max_lines=100),
)
TEAM = policy(layer(categories=(AUTH, TESTS, DOCS, DATA, CUDA), levels=SIZES))


def look(*files: Any, by: Policy = TEAM, **impact: Any) -> Classification:
    """Classify a sketched change."""
    return classify(change(*files), Impact(**impact), by)


def codes(found: Classification) -> list[tuple[str, str]]:
    """The reasons' codes and levels."""
    return [(reason.code, reason.level) for reason in found.reasons]


@pytest.mark.parametrize(
    ("files", "level", "categories"),
    [
        pytest.param(["services/auth/login.py"], "high", ["auth"], id="a floor"),
        pytest.param(["services/auth/tests/x.py"], "low", ["tests"], id="unless: no floor for tests"),
        pytest.param(["README.md"], "low", ["docs"], id="a ceiling"),
        pytest.param(["lib/a.py"], "medium", [], id="nothing matches: the default"),
        pytest.param(["README.md", "lib/a.py"], "medium", ["docs"], id="low needs every file low"),
        pytest.param(["data/a.csv", "README.md"], "medium", ["data", "docs"], id="the highest ceiling"),
        pytest.param([file("lib/x.py", old_path="services/auth/x.py")], "high", ["auth"], id="renamed out of auth"),
        pytest.param([file("services/auth/x.py", old_path="lib/x.py")], "high", ["auth"], id="renamed into auth"),
        pytest.param([file("tests/x.py", old_path="a/tests/x.py")], "low", ["tests"], id="renamed within a ceiling"),
        pytest.param([file("a/tests/x.py", old_path="lib/x.py")], "medium", ["tests"], id="renamed under a ceiling"),
        pytest.param(
            [file("lib/x.py", old_path="services/auth/x.py", status="copied")],
            "medium",
            [],
            id="a copy reads its source",
        ),
        pytest.param([file("services/auth/x.py", "-x", status="deleted")], "high", ["auth"], id="a deletion"),
        pytest.param([file("lib/a.py", "+use tensorrt")], "high", ["cuda"], id="an added line"),
        pytest.param([file("lib/a.py", "-use tensorrt")], "medium", [], id="the same line removed"),
        pytest.param([file("lib/a.py", "-verify=True")], "high", ["cuda"], id="a removed line"),
        pytest.param([file("a/tests/b.py", "+use tensorrt")], "high", ["cuda", "tests"], id="a line beats a ceiling"),
        pytest.param([file("a.md", "+use tensorrt")], "low", ["docs"], id="a line, unless by path"),
        pytest.param(["Services/auth/x.py"], "medium", [], id="letter case counts"),
    ],
)
def test_categories_give_levels(files: list[Any], level: str, categories: list[str]) -> None:
    found = look(*files)
    assert found.level == level
    assert list(found.categories) == categories
    assert found.files[0].path == change(*files).files[0].path


@pytest.mark.parametrize(
    "path",
    [
        ".blastgate.yml", "CODEOWNERS", "docs/CODEOWNERS", ".github/CODEOWNERS", ".github/workflows/ci.yml",
        "action.yml", ".github/actions/gate/action.yml", ".github/Workflows/ci.yml", "team.yml", ".github/workflows",
    ],
)  # fmt: skip
def test_the_gates_own_files_are_high_whatever_the_policy_says(path: str) -> None:
    loose = policy(layer(categories=(rule("all", at_most="low", paths=("**",)),)))
    for sketch in (file(path, "+x"), file("x/y.txt", old_path=path), file(path, "-x", status="deleted")):
        found = look(sketch, by=loose)
        assert found.level == "high"
        assert found.categories == ("all", "gate-config")
        assert found.reasons[0].code == "gate-config"


def test_only_the_three_places_of_code_owners_are_the_gates() -> None:
    assert look("src/CODEOWNERS").level == "medium"
    assert look("examples/action.yml").level == "medium"


@pytest.mark.parametrize(
    ("count", "impact", "level", "reason"),
    [
        pytest.param(2, {}, "medium", None, id="fits low"),
        pytest.param(3, {}, "medium", ("files", 3, 2), id="one file over low"),
        pytest.param(4, {}, "medium", ("files", 4, 2), id="fits medium exactly"),
        pytest.param(5, {}, "high", ("files", 5, 4), id="one file over medium"),
        pytest.param(1, {"services_affected": 1}, "medium", None, id="one service"),
        pytest.param(1, {"services_affected": 2}, "medium", ("services", 2, 1), id="two services"),
        pytest.param(1, {"services_affected": 4}, "high", ("services", 4, 3), id="four services"),
        pytest.param(1, {"services_affected": None}, "high", ("services", None, 3), id="services unknown"),
        pytest.param(1, {"services_at_runtime": 1}, "medium", ("runtime-services", 1, 0), id="noticed at run time"),
        pytest.param(1, {"services_at_runtime": None}, "medium", ("runtime-services", None, 0), id="run time unknown"),
        pytest.param(1, {"affected_files": 6}, "medium", ("affected-files", 6, 5), id="files by imports"),
        pytest.param(1, {"affected_files": None}, "medium", ("affected-files", None, 5), id="imports unknown"),
    ],
)
def test_size_limits(
    count: int, impact: dict[str, Any], level: str, reason: tuple[str, int | None, int] | None
) -> None:
    found = look(*[f"lib/{i}.py" for i in range(count)], **impact)
    sizes = [(r.code, r.measured, r.limit) for r in found.reasons if r.limit is not None]
    assert found.level == level
    assert sizes == ([reason] if reason else [])
    assert all(".blastgate.yml:" in r.text for r in found.reasons if r.limit is not None)


def test_lines_are_additions_and_deletions_and_uncounted_ones_fit_no_limit() -> None:
    text = "\n".join([*["+x"] * 60, *["-y"] * 41])
    assert ("lines", "high") in codes(look(file("lib/a.py", text)))
    found = look(file("lib/a.py", additions=None, deletions=None))
    assert next(r for r in found.reasons if r.code == "lines").measured is None
    assert found.level == "high"


def test_a_table_without_low_calls_a_small_change_no_higher() -> None:
    by = policy(layer(categories=(DOCS, rule("notes", at_most="low", paths=("n/**",))), levels=(SIZES[1],)))
    assert look("lib/a.md", by=by).level == "low"


class TestCeilings:
    """A ceiling over every file holds against size limits."""

    def test_holds_and_says_so(self) -> None:
        found = look(*[f"a/tests/{i}.py" for i in range(9)])
        assert found.level == "low"
        assert codes(found) == [("category", "low"), ("ceiling", "low")]
        assert "9 files changed, medium allows 4 (.blastgate.yml:4)" in found.reasons[1].text
        assert len(found.reasons[1].paths) == 9

    def test_the_highest_ceiling_is_the_level(self) -> None:
        found = look("data/a.csv", *[f"a/tests/{i}.py" for i in range(9)])
        assert found.level == "medium"
        assert ("ceiling", "medium") in codes(found)

    @pytest.mark.parametrize(
        "other",
        [
            pytest.param("lib/a.py", id="a file under no ceiling"),
            pytest.param("services/auth/x.py", id="a file with a floor"),
            pytest.param(file("a/tests/x.py", "+tensorrt"), id="a line with a floor"),
            pytest.param(file("a/tests/x.py", additions=None), id="a file that could not be counted"),
            pytest.param(file("a/tests/sub", status="submodule"), id="a submodule"),
            pytest.param(file("a/tests/x.py", old_path="lib/x.py"), id="a rename from elsewhere"),
        ],
    )
    def test_gives_way(self, other: Any) -> None:
        found = look(other, *[f"a/tests/{i}.py" for i in range(9)])
        assert found.level == "high"
        assert "ceiling" not in [r.code for r in found.reasons]

    def test_an_upper_layer_cannot_hold_down_the_limits_of_its_floor(self) -> None:
        floor = layer("floor", levels=SIZES, categories=(DOCS,))
        upper = layer("upper", categories=(rule("all", at_most="low", paths=("**",)),))
        assert look(*[f"lib/{i}.py" for i in range(9)], by=policy(floor, upper)).level == "high"

    def test_a_floor_layers_ceiling_holds_down_the_limits_above_it(self) -> None:
        floor = layer("floor", categories=(TESTS,))
        upper = layer("upper", levels=SIZES)
        assert look(*[f"tests/{i}.py" for i in range(9)], by=policy(floor, upper)).level == "low"


class TestUnseen:
    """What could not be looked at is never low."""

    @pytest.mark.parametrize(
        "sketch",
        [
            pytest.param(file("a/tests/x.py", additions=None, deletions=None), id="not counted"),
            pytest.param(file("a/tests/sub", status="submodule"), id="a submodule"),
            pytest.param(file("a/tests/sub", new_mode=SUBMODULE, status="type-changed"), id="becomes a submodule"),
            pytest.param(file("a/tests/link", "+x", new_mode=SYMLINK, status="added"), id="a new link"),
            pytest.param(
                file("a/tests/l", "+x\n-y", old_mode=SYMLINK, new_mode=SYMLINK, old_blob="1", new_blob="2"),
                id="a link turns",
            ),
            pytest.param(file("a/tests/x.py", additions=4), id="a line rule cannot look"),
        ],
    )
    def test_is_at_least_medium(self, sketch: Any) -> None:
        found = look(sketch)
        assert found.level == "medium" or any(r.code == "lines" for r in found.reasons)
        assert ("unreadable", "medium") in codes(found)
        assert found.files[0].level == "medium"

    @pytest.mark.parametrize(
        "sketch",
        [
            pytest.param(file("a/tests/x.png", binary=True), id="a binary file has no lines"),
            pytest.param(file("a/tests/x.py", old_path="b/tests/x.py"), id="a pure rename"),
            pytest.param(file("a.md", additions=4), id="the line rule excuses this path"),
            pytest.param(
                file("a/tests/l", old_path="b/tests/l", old_mode=SYMLINK, new_mode=SYMLINK, old_blob="1", new_blob="1"),
                id="a link that only moves",
            ),
            pytest.param(
                file("a/tests/x.sh", old_mode="100644", new_mode="100755", status="mode-changed"), id="a mode"
            ),
        ],
    )
    def test_is_not_said_without_need(self, sketch: Any) -> None:
        assert look(sketch).level == "low"

    def test_what_the_graph_could_not_read_counts_for_changed_files_only(self) -> None:
        unreadable = (Unreadable("a/tests/x.py", "larger than 2 MB"), Unreadable("lib/z.py", "not UTF-8"))
        found = look("a/tests/x.py", unreadable=unreadable)
        assert found.level == "medium"
        assert "larger than 2 MB" in found.reasons[0].text
        assert "lib/z.py" not in str(found.reasons)


class TestLayers:
    """Layers only tighten."""

    def test_a_ceiling_above_lowers_nothing_below(self) -> None:
        floor = layer("floor", categories=(AUTH,), default_level="high")
        upper = layer("upper", categories=(rule("all", at_most="low", paths=("**",)),))
        assert look("services/auth/x.py", by=policy(floor, upper)).level == "high"
        assert look("lib/x.py", by=policy(floor, upper)).level == "high"

    def test_the_highest_default_holds(self) -> None:
        by = policy(layer("a", default_level="low"), layer("b", default_level="high"))
        found = look("lib/x.py", by=by)
        assert found.level == "high"
        assert found.reasons[0].code == "default"
        assert "main:b.yml" in found.reasons[0].text

    def test_the_smallest_limit_of_all_layers_is_told(self) -> None:
        by = policy(layer("a", levels=(limits("low", max_files=3),)), layer("b", levels=(limits("low", max_files=2),)))
        sizes = [r for r in look(*"abcd", by=by).reasons if r.code == "files"]
        assert [(r.measured, r.limit) for r in sizes] == [(4, 2)]


def test_reasons_come_with_the_deciding_ones_first_and_count_every_path() -> None:
    found = look(*[f"services/auth/{i:02}.py" for i in range(12)], "README.md")
    assert [r.level for r in found.reasons] == ["high", "high", "medium", "low"]
    assert found.reasons[0].code == "category"
    assert len(found.reasons[0].paths) == 12
    shown = "services/auth/00.py, services/auth/01.py, services/auth/02.py and 9 more"
    assert found.reasons[0].text == f"auth is at least high: {shown} (.blastgate.yml:9)"


def test_an_empty_change_and_an_empty_policy_have_reasons_too() -> None:
    assert codes(look()) == [("empty", "low")]
    assert codes(look("a.py", by=policy())) == [("default", "medium")]


def test_a_hostile_name_is_judged_and_cut_in_sentences() -> None:
    name = "services/auth/" + "x" * 4000 + "\n\udcff"
    found = look(name)
    assert found.level == "high"
    assert len(found.reasons[0].text) < 300
    assert found.reasons[0].paths == (name,)
