"""A change that reaches many components through one library says so in one line."""

from __future__ import annotations

import pytest
from assessments import REACH

from blastgate.model.graph import Edge
from blastgate.model.impact import AffectedComponent
from blastgate.model.reports import AffectedReport
from blastgate.reporters.affected import text
from blastgate.reporters.interface import Look
from blastgate.reporters.wording.hubs import through

TOUCHED = AffectedComponent("colours", "libs/colours", "library", "code", 0)
FIRST = Edge("core", "colours", "import", "core/a.py:1")
CORE = AffectedComponent("core", "libs/core", "library", "code", 1, (FIRST,))


def user(number: int, of: str = "core") -> AffectedComponent:
    """Make a component that reaches the change through another."""
    edge = Edge(f"app{number}", of, "import", f"app{number}/a.py:1")
    via = (edge, FIRST) if of == "core" else (edge,)
    return AffectedComponent(f"app{number}", f"app{number}", "service", "code", len(via), via)


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ([user(n) for n in range(30)], "30 of 32 components through core"),
        ([user(n, "colours") for n in range(30)], "31 of 32 components through colours"),
        ([user(n) for n in range(5)], ""),
        ([user(n, f"x{n}") for n in range(30)], ""),
        ([], ""),
    ],
)
def test_through(others: list[AffectedComponent], said: str) -> None:
    assert through((TOUCHED, CORE, *others)) == said


def test_a_root_wide_file_is_no_hub() -> None:
    edges = [Edge(f"app{n}", "uv.lock", "manifest", "uv.lock") for n in range(30)]
    governed = [AffectedComponent(e.from_, e.from_, "service", "code", 1, (e,), "uv.lock: pins") for e in edges]
    assert through(governed) == ""
    assert through(REACH.affected) == ""


def test_the_screen_says_it_above_the_list() -> None:
    answer = AffectedReport(1, ("libs/colours/a.py",), (TOUCHED, CORE, *map(user, range(30))), ())
    assert "Components  30 of 32 components through core\n" in text.report(answer, Look())
