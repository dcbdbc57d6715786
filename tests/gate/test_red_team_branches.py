"""Ways around the gate by branches, merges and what stands in a tree, that were tried and did not lead anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from stage import HIGH, LOW, POLICY, SAM, Stage
from test_red_team_gate import BY_SAM, ignored, on

from blastgate.testing.github import FakeGitHub

LAX = """version: 1
gate: [{level: any, ai_assisted: any, author: any, then: pass}]
people: {senior: ["@sam"]}
"""


def test_a_base_branch_with_a_policy_of_its_own_is_judged_by_that_of_the_default_branch(stage: Stage) -> None:
    stage.repo.switch("main").branch("lax")
    stage.repo.commit("Lax", {".blastgate.yml": LAX, "CODEOWNERS": "* @sam\n"}, SAM)
    stage.sync()
    head = stage.open(HIGH, base="lax")
    stage.run()
    assert stage.status(head).state == "pending"
    assert "@sam" not in str(stage.bodies[0])


def test_a_base_that_is_changed_and_changed_back_asks_again(stage: Stage) -> None:
    head = stage.open(HIGH)
    stage.fake.review("dana")
    stage.fake.world.happened(7, "base_ref_changed", "sam")
    stage.fake.world.happened(7, "base_ref_changed", "sam")
    done = stage.run(action="edited")
    assert stage.status(head).state == "pending"
    assert ignored(done) == ["approved before the base branch was changed: what merges now is another change"]


def test_an_octopus_that_brings_what_no_parent_has(stage: Stage) -> None:
    head = stage.open(LOW)
    parents = [head]
    for number in range(2):
        stage.repo.switch("main").branch(f"arm{number}")
        parents.append(stage.repo.commit("Arm", {f"docs/arm{number}.md": "x\n"}, SAM))
    stage.repo.switch(head)
    tree = stage.repo.write("services/auth/door.py", "open = True\n").stage().repo.git.write_tree()
    given = [argument for parent in parents for argument in ("-p", parent)]
    sha = stage.repo.run("commit-tree", tree, *given, "-m", "Merge arms", **BY_SAM)
    stage.repo.run("update-ref", "refs/heads/topic", sha)
    stage.show(7, "topic", sha)
    done = stage.run()
    assert stage.status(sha).state == "pending"
    assert "services/auth/door.py" in {file.path for file in on(done).change.files}


def gitlink(stage: Stage, path: str, commit: str) -> str:
    """Commit a submodule at a path on branch topic, in place of whatever is there; return the head."""
    stage.repo.switch("main").branch("topic")
    stage.repo.run("rm", "-r", "-q", "--ignore-unmatch", path)
    stage.repo.run("update-index", "--add", "--cacheinfo", f"160000,{commit},{path}")
    tree = stage.repo.run("write-tree")
    sha = stage.repo.run("commit-tree", tree, "-p", "main", "-m", "Change", **BY_SAM)
    stage.repo.run("update-ref", "refs/heads/topic", sha)
    return stage.show(7, "topic", sha)


PLACES = {"tests/data": "medium", "docs": "medium", "services/auth": "high", ".github": "high", "CODEOWNERS": "high"}


@pytest.mark.parametrize(("path", "level"), PLACES.items())
def test_a_submodule_in_place_of_a_folder_is_never_low(stage: Stage, path: str, level: str) -> None:
    gitlink(stage, path, "e" * 40)
    assert on(stage.run()).level == level


LINKS = {
    ".blastgate.yml": "high",
    "CODEOWNERS": "high",
    ".github/workflows": "high",
    "tests": "medium",
    "a.md": "medium",
}


@pytest.mark.parametrize(("path", "level"), LINKS.items())
def test_a_link_in_place_of_a_file_or_folder_is_never_low(stage: Stage, path: str, level: str) -> None:
    stage.repo.switch("main").branch("topic")
    stage.repo.symlink(path, "elsewhere")
    sha = stage.repo.commit("Change", None, SAM)
    stage.show(7, "topic", sha)
    assert on(stage.run()).level == level


MODES = {".github/workflows/ci.yml": "high", "services/auth/run.sh": "high", "docs/run.md": "low"}


@pytest.mark.parametrize(("path", "level"), MODES.items())
def test_a_mode_alone_is_a_change_of_its_file(stage: Stage, path: str, level: str) -> None:
    stage.repo.switch("main").commit("Before", {path: "x\n"})
    stage.sync()
    stage.repo.switch("main").branch("topic")
    stage.repo.chmod(path)
    stage.show(7, "topic", stage.repo.commit("Change", None, SAM))
    judged = on(stage.run())
    assert ([file.status for file in judged.change.files], judged.level) == (["mode-changed"], level)


def test_labels_that_look_like_the_gates_say_nothing(stage: Stage) -> None:
    for level in ("low", "high"):
        stage.fake.label(f"blastgate: {level}")
    head = stage.open(HIGH, labels=["blastgate: low"])
    stage.run()
    assert stage.status(head).state == "pending"
    assert stage.fake.world.pulls[7].labels == ["blastgate: high"]


def test_a_draft_has_its_status_and_asks_when_it_is_ready(stage: Stage) -> None:
    head = stage.open(HIGH, draft=True)
    stage.run()
    assert (stage.status(head).state, stage.fake.world.pulls[7].reviewers) == ("pending", [])
    stage.fake.world.pulls[7].draft = False
    stage.run(action="ready_for_review")
    assert stage.fake.world.pulls[7].reviewers == ["dana"]


def test_an_objection_on_the_second_page_holds(stage: Stage) -> None:
    head = stage.open(HIGH)
    stage.fake.review("dana")
    for _ in range(120):
        stage.fake.review("robin", "COMMENTED")
    stage.fake.after("/pulls/7/reviews", lambda: stage.fake.review("lee", "CHANGES_REQUESTED"))
    stage.run()
    assert stage.status(head).state == "pending"


CLAIMS = [
    "Change\n\nNo AI was used. AI-assisted: no\n\nCo-Authored-By: Claude <noreply@anthropic.com>",
    "Change\n\nco-authored-by: CLAUDE <NOREPLY@ANTHROPIC.COM>\n\nAI-assisted: no",
    "Change\n\nWritten by a human.\nCo-authored-by: Claude <noreply@anthropic.com>\nSigned-off-by: Sam <sam@x.y>",
]


@pytest.mark.parametrize("message", CLAIMS)
def test_a_claim_takes_no_evidence_away(tmp_path: Path, fake: FakeGitHub, message: str) -> None:
    stage = Stage(tmp_path, fake, POLICY)
    stage.open(LOW, message=message, body="AI-assisted: no")
    assert on(stage.run()).attribution.state == "ai"


def test_a_mark_that_stood_in_a_commit_before_the_squash_counts(stage: Stage) -> None:
    first = stage.open(LOW, message="Change\n\nCo-authored-by: Claude <noreply@anthropic.com>")
    stage.push(amend=True)
    stage.fake.world.happened(7, "head_ref_force_pushed", "sam", commit_id=first)
    assert on(stage.run()).attribution.state == "ai"


def test_a_manifest_that_is_broken_hides_no_service_that_the_base_knows(stage: Stage) -> None:
    web = '{"name": "web", "dependencies": {"lib": "*"}}'
    files: dict[str, str | bytes] = {
        "package.json": '{"workspaces": ["apps/*", "libs/*"]}',
        "apps/web/package.json": web,
        "apps/web/Dockerfile": "FROM node\nCMD node .\n",
        "libs/lib/package.json": '{"name": "lib"}',
        "libs/lib/index.js": "x = 1\n",
    }
    stage.repo.switch("main").commit("Shop", files)
    stage.sync()
    stage.open({"apps/web/package.json": web.encode("utf-16"), "libs/lib/index.js": "x = 2\n"})
    impact = on(stage.run()).impact
    assert "web" in {one.name for one in impact.affected}
    assert any("apps/web/package.json" in warning for warning in impact.warnings)
