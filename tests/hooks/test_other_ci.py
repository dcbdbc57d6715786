"""The recipes of docs/other-ci.md, run as they stand, each with the variables that its CI sets."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from laptop import Laptop

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "other-ci.md").read_text(encoding="utf-8")


class Checkout(NamedTuple):
    """What a CI checked out: the commit proposed, the merge of it, and the branch that it is to go into."""

    proposed: str
    merged: str
    target: str = "main"


def block(title: str, language: str) -> str:
    """Return the first block of a language below a heading."""
    section = PAGE.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]
    found = re.search(rf"^```{language}\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def gitlab(it: Checkout) -> tuple[str, dict[str, str]]:
    job: Any = yaml.safe_load(block("GitLab", "yaml"))["blastgate"]
    names = {"CI_DEFAULT_BRANCH": "main", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": it.target}
    return "\n".join(job["script"]), {**names, "CI_COMMIT_SHA": it.proposed}


def gitlab_merged_results(it: Checkout) -> tuple[str, dict[str, str]]:
    script, names = gitlab(it)
    return script, {**names, "CI_COMMIT_SHA": it.merged, "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": it.proposed}


def bitbucket(it: Checkout) -> tuple[str, dict[str, str]]:
    pipelines: Any = yaml.safe_load(block("Bitbucket Pipelines", "yaml"))["pipelines"]
    script = pipelines["pull-requests"]["**"][0]["step"]["script"]
    return "\n".join(script), {"BITBUCKET_PR_DESTINATION_BRANCH": it.target, "BITBUCKET_COMMIT": it.proposed}


def azure(it: Checkout) -> tuple[str, dict[str, str]]:
    steps: Any = yaml.safe_load(block("Azure Pipelines", "yaml"))["steps"]
    (script,) = [step["bash"] for step in steps if "bash" in step]
    names = {"SYSTEM_PULLREQUEST_TARGETBRANCH": f"refs/heads/{it.target}"}
    return script, {**names, "SYSTEM_PULLREQUEST_SOURCECOMMITID": it.proposed}


def jenkins(it: Checkout) -> tuple[str, dict[str, str]]:
    (script,) = re.findall(r"sh '''\n(.*?)'''", block("Jenkins", "groovy"), re.DOTALL)
    return script, {"CHANGE_TARGET": it.target}


def any_other(it: Checkout) -> tuple[str, dict[str, str]]:
    return block("Any other", "sh"), {"TARGET_BRANCH": it.target, "COMMIT": it.proposed}


Recipe = Callable[[Checkout], tuple[str, dict[str, str]]]
RECIPES: tuple[Recipe, ...] = (gitlab, gitlab_merged_results, bitbucket, azure, jenkins, any_other)


@pytest.fixture
def checkout(laptop: Laptop) -> tuple[Laptop, Checkout]:
    """A detached checkout of a merge, with no branch of the remote: what most CI systems leave behind.

    Main went on in a locked place meanwhile: compared with two dots, the change would seem to undo that.
    """
    laptop.commit("topic", watched__x="2\n").git("push", "--quiet", "origin", "topic")
    laptop.commit("main", locked__x="2\n").git("push", "--quiet", "origin", "main")
    proposed = laptop.git("rev-parse", "topic").stdout.strip()
    laptop.git("switch", "--quiet", "--detach", "main")
    laptop.git("merge", "--quiet", "--no-edit", "topic")
    for ref in laptop.git("for-each-ref", "--format=%(refname)").stdout.split():
        laptop.git("update-ref", "--no-deref", "-d", ref)
    return laptop, Checkout(proposed, laptop.git("rev-parse", "HEAD").stdout.strip())


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.__name__)
def test_a_recipe_judges_the_change_and_nothing_else(checkout: tuple[Laptop, Checkout], recipe: Recipe) -> None:
    it, commits = checkout
    script, variables = recipe(commits)
    ran = it.ask("bash", "-eu", "-o", "pipefail", "-c", script, **variables)
    assert ran.returncode == 3, ran.stdout + ran.stderr
    assert "REVIEW  medium" in ran.stdout
    assert "from the default branch" in ran.stdout
    assert "locked" not in ran.stdout
    reports = [*it.folder.rglob("blastgate.xml"), *it.folder.rglob("blastgate.json")]
    assert len(reports) == sum(f"={name}" in script.replace("test-reports/", "") for name in NAMES)


NAMES = ("blastgate.xml", "blastgate.json")


def test_a_shallow_checkout_is_told_the_remedy(checkout: tuple[Laptop, Checkout], tmp_path: Path) -> None:
    it, commits = checkout
    remote = it.folder.parent / "remote.git"
    it.git("clone", "--quiet", "--depth=1", "--branch", "topic", f"file://{remote}", str(tmp_path / "shallow"))
    shallow = Laptop(tmp_path / "shallow")
    shallow.git("fetch", "--quiet", "--depth=1", "origin", "+refs/heads/main:refs/remotes/origin/main")
    ran = shallow.ask("blastgate", "check", "--base", "origin/main", "--head", commits.proposed)
    assert ran.returncode == 2
    assert "git fetch --unshallow" in ran.stderr
