"""The screens of ``affected`` and ``commits``."""

from __future__ import annotations

import pytest
from assessments import AI, EVIL, REACH, commit_of, totals_of
from generated import models
from hypothesis import HealthCheck, given, settings
from syrupy.assertion import SnapshotAssertion

from blastgate.model.attribution import CommitsReport, Evidence
from blastgate.model.graph import Edge
from blastgate.model.impact import AffectedFile
from blastgate.model.reports import AffectedReport
from blastgate.reporters.affected import text as affected_text
from blastgate.reporters.commits import text as commits_text
from blastgate.reporters.interface import PLAIN, Look

FEW = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
STEP = Edge("apps/web/login.tsx", "libs/auth/src/login.ts", "import", "apps/web/login.tsx:8")
FILES = (
    AffectedFile("libs/auth/src/login.ts", 0),
    AffectedFile("apps/web/login.tsx", 1, (STEP,)),
    AffectedFile("apps/web/app.tsx", 2, (Edge("apps/web/app.tsx", STEP.from_, "import", "apps/web/app.tsx:2"), STEP)),
)
AFFECTED = AffectedReport(1, ("libs/auth/src/login.ts",), REACH.affected, FILES, ("compose.yaml:4: not read",))
MANY = AFFECTED._replace(files=tuple(AffectedFile(f"src/{n}.ts", 1, (STEP,)) for n in range(500)), warnings=())
COMMITS = (
    *AI.commits,
    commit_of("bot", "Bump ruff to 0.5"),
    commit_of("unknown", "Say it\x1b[31m", Evidence("cursor", "phrase", "weak", f"with {EVIL}")),
)
RANGE = CommitsReport(1, "main..feature/throttle", COMMITS, totals_of(COMMITS))
EMPTY = CommitsReport(1, "main..main", (), totals_of(()))


@pytest.mark.parametrize("verbosity", [-1, 0, 1])
def test_affected(verbosity: int, screen: SnapshotAssertion) -> None:
    assert affected_text.report(AFFECTED, Look(verbosity=verbosity)) == screen


def test_many_affected_files(screen: SnapshotAssertion) -> None:
    assert affected_text.report(MANY, PLAIN) == screen


def test_nothing_affected() -> None:
    nothing = AffectedReport(1, ("README.md",), (), ())
    assert affected_text.report(nothing, PLAIN) == "no component and no file affected by README.md\n"


@pytest.mark.parametrize("verbosity", [-1, 0, 1])
def test_commits(verbosity: int, screen: SnapshotAssertion) -> None:
    assert commits_text.report(RANGE, Look(verbosity=verbosity)) == screen


def test_a_range_without_commits() -> None:
    assert commits_text.report(EMPTY, PLAIN) == (
        "no commit in main..main: 0 AI-assisted, 0 without evidence, 0 unknown, 0 automation\n"
    )


@FEW
@given(models(AffectedReport), models(CommitsReport))
def test_no_control_character_reaches_the_terminal(affected: AffectedReport, commits: CommitsReport) -> None:
    for look in (PLAIN, Look(verbosity=1)):
        drawn = affected_text.report(affected, look) + commits_text.report(commits, look)
        assert all(line.isprintable() for line in drawn.split("\n"))
