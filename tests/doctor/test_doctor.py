"""``blastgate doctor`` on a clone and a GitHub of one's own: each thing that the gate rests on, well and ill."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from blastgate import registry
from blastgate.cli.app import run
from blastgate.errors import SourceError, UsageError
from blastgate.sources.git.door import Git
from blastgate.sources.github.remote import open_github, parse_remote
from blastgate.steps.doctor import examine
from blastgate.testing import RepositoryBuilder
from blastgate.testing.github import FakeGitHub

TEMPLATES = registry.rules_dir() / "workflows" / "hardened"
POLICY = 'version: 1\nextends: [recommended]\npeople:\n  senior: ["@dana", "@acme/staff"]\n  owners: codeowners\n'
OWNERS = "* @kim\n"
STATUS = {"context": "blastgate", "integration_id": 15368}


def rule(kind: str, **parameters: Any) -> dict[str, Any]:
    """Write a rule of a ruleset as GitHub answers it."""
    about = {"ruleset_source_type": "Repository", "ruleset_source": "acme/shop", "ruleset_id": 1}
    return {"type": kind, **about, "parameters": parameters}


def required(**status: Any) -> dict[str, Any]:
    """Require a status."""
    return rule("required_status_checks", strict_required_status_checks_policy=False, required_status_checks=[status])


REVIEW = rule(
    "pull_request",
    dismiss_stale_reviews_on_push=False,
    require_code_owner_review=True,
    require_last_push_approval=False,
    required_approving_review_count=1,
    required_review_thread_resolution=False,
)


class Place:
    """A clone of acme/shop with a gate that is well; each test makes one thing ill."""

    def __init__(self, folder: Path, fake: FakeGitHub) -> None:
        self.repo, self.fake = RepositoryBuilder(folder / "shop"), fake
        self.files: dict[str, str | None] = {".blastgate.yml": POLICY, ".github/CODEOWNERS": OWNERS}
        for file in TEMPLATES.glob("*.yml"):
            self.files[f".github/workflows/{file.name}"] = file.read_text().replace("@COMMIT", "@" + "a" * 40)
        for login in ("dana", "kim", "lee"):
            fake.person(login)
        fake.team("staff", "lee")
        fake.world.rules = [required(**STATUS), REVIEW]
        self.token = fake.app_token

    @property
    def gate(self) -> str:
        """The gate's workflow."""
        return str(self.files[".github/workflows/blastgate.yml"])

    def edit(self, old: str, new: str) -> None:
        """Change the gate's workflow."""
        assert old in self.gate
        self.files[".github/workflows/blastgate.yml"] = self.gate.replace(old, new)

    def environment(self) -> dict[str, str]:
        """Commit everything, show it on GitHub, and name both."""
        self.fake.branch("main", self.repo.commit("Start", {k: v for k, v in self.files.items() if v is not None}))
        return {"GITHUB_API_URL": self.fake.url, "GITHUB_TOKEN": self.token}

    def said(self) -> dict[str, list[tuple[str, str]]]:
        """Examine, and group what is said by check; all must say something."""
        found: dict[str, list[tuple[str, str]]] = {}
        for one in examine(self.repo.path, "acme/shop", self.environment()).diagnoses:
            assert bool(one.remedy) == (one.state != "ok")
            found.setdefault(one.check, []).append((one.state, one.text))
        assert set(found) == {name.replace("_", "-") for name in registry.names("blastgate.doctor")}
        return found


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A place where all is well."""
    with FakeGitHub("acme/shop") as fake:
        yield Place(tmp_path, fake)


def test_all_is_well(place: Place) -> None:
    assert {state for said in place.said().values() for state, _ in said} == {"ok"}


def protect(place: Place, **check: Any) -> None:
    """Protect the branch in the classic way, without a ruleset."""
    place.fake.world.rules = []
    place.fake.world.required = [{"context": "blastgate", "app_id": None, **check}]


ILL: list[tuple[str, Callable[[Place], object], str, str, str]] = [
    ("no rule", lambda p: p.fake.world.rules.clear(), "required-status", "problem", "is not required on main"),
    (
        "another status",
        lambda p: p.fake.world.rules.__setitem__(0, required(context="ci")),
        "required-status",
        "problem",
        "(required are: ci)",
    ),
    (
        "any source",
        lambda p: p.fake.world.rules.__setitem__(0, required(context="blastgate")),
        "required-status",
        "problem",
        "from any source",
    ),
    (
        "classic, any source",
        lambda p: protect(p),
        "required-status",
        "problem",
        "by branch protection, from any source",
    ),
    ("classic, bound", lambda p: protect(p, app_id=7), "required-status", "ok", "from the app 7"),
    ("classic, owners", lambda p: protect(p), "code-owners", "unknown", "told to administrators only"),
    ("no review rule", lambda p: p.fake.world.rules.pop(), "code-owners", "problem", "no review by code owners"),
    (
        "forbidden",
        lambda p: p.fake.fail_next(403, on="/rules/branches/", times=9),
        "required-status",
        "unknown",
        "could not look: GET",
    ),
    ("limited", lambda p: p.fake.limit(9_999_999_999, 9, "/users/dana"), "roster", "unknown", "could not look"),
    (
        "no gate",
        lambda p: p.files.pop(".github/workflows/blastgate.yml"),
        "gate-workflow",
        "problem",
        "no workflow on main",
    ),
    (
        "filter",
        lambda p: p.edit("    types:\n", "    paths: [src/**]\n    types:\n"),
        "gate-workflow",
        "problem",
        "`paths:`",
    ),
    ("no edited", lambda p: p.edit("      - edited\n", ""), "gate-workflow", "problem", "lacks the types edited"),
    (
        "no queue",
        lambda p: p.edit("  merge_group:\n    types: [checks_requested]\n", ""),
        "gate-workflow",
        "problem",
        "merge_g",
    ),
    ("if", lambda p: p.edit("    name: judge\n", "    if: github.actor != 'x'\n"), "gate-workflow", "problem", "`if:`"),
    ("tag", lambda p: p.edit("@" + "a" * 40, "@v1"), "gate-workflow", "problem", "not pinned"),
    (
        "no dismissal",
        lambda p: p.files.pop(".github/workflows/blastgate-review-signal.yml"),
        "gate-workflow",
        "problem",
        "no review that is submitted or dismissed",
    ),
    (
        "another writer",
        lambda p: p.files.update(
            {".github/workflows/o.yml": "on: push\npermissions: write-all\njobs: {a: {steps: [{run: x}]}}\n"}
        ),
        "gate-workflow",
        "problem",
        "may write statuses",
    ),
    (
        "unreadable",
        lambda p: p.files.update({".github/workflows/o.yml": "on: [\n"}),
        "gate-workflow",
        "unknown",
        "cannot be read as a workflow",
    ),
    (
        "no right",
        lambda p: p.edit("      statuses: write # the gate is a commit status\n", ""),
        "token-rights",
        "problem",
        "lacks statuses: write",
    ),
    (
        "more rights",
        lambda p: p.edit("      contents: read\n", "      contents: write\n"),
        "token-rights",
        "problem",
        "contents",
    ),
    ("no policy", lambda p: p.files.pop(".blastgate.yml"), "policy-file", "problem", "has no .blastgate.yml"),
    (
        "bad policy",
        lambda p: p.files.update({".blastgate.yml": "version: 1\nlevls: {}\n"}),
        "policy-file",
        "problem",
        "levls",
    ),
    (
        "bad policy, no roster",
        lambda p: p.files.update({".blastgate.yml": "version: 1\nlevls: {}\n"}),
        "roster",
        "unknown",
        "the policy cannot be read",
    ),
    (
        "observing",
        lambda p: p.files.update({".blastgate.yml": POLICY.replace("[recommended]", "[observe]\nmode: observe")}),
        "policy-file",
        "problem",
        "the policy observes",
    ),
    ("no owners", lambda p: p.files.pop(".github/CODEOWNERS"), "code-owners", "problem", "has no CODEOWNERS"),
    (
        "owners elsewhere",
        lambda p: p.files.update({".github/CODEOWNERS": "/src/ @kim\n"}),
        "code-owners",
        "problem",
        "nobody owns .blastgate.yml",
    ),
    ("hidden team", lambda p: setattr(p, "token", p.fake.token), "roster", "unknown", "@acme/staff is hidden"),
    ("nobody", lambda p: p.fake.world.users.pop("dana"), "roster", "problem", "@dana resolves to nobody"),
    ("reader", lambda p: p.fake.person("dana", "read"), "roster", "problem", "@dana may not write here"),
]


@pytest.mark.parametrize(("harm", "check", "state", "text"), [row[1:] for row in ILL], ids=[row[0] for row in ILL])
def test_what_is_ill_is_said(place: Place, harm: Callable[[Place], object], check: str, state: str, text: str) -> None:
    harm(place)
    assert any((found, text in said) == (state, True) for found, said in place.said()[check])


def read_only(place: Place, status: str) -> dict[str, list[tuple[str, str]]]:
    """Take the read-only template, and require a status."""
    place.files = {name: text for name, text in place.files.items() if "workflows" not in name}
    template = (TEMPLATES.parent / "read-only" / "blastgate.yml").read_text().replace("@COMMIT", "@" + "a" * 40)
    place.files[".github/workflows/blastgate.yml"] = template
    place.fake.world.rules[0] = required(context=status, integration_id=15368)
    return place.said()


def test_the_read_only_variant_needs_its_job_required_and_no_right_to_write(place: Place) -> None:
    said = read_only(place, "judge")
    assert [state for state, _ in said["required-status"] + said["token-rights"]] == ["ok", "ok"]
    assert [text for state, text in said["gate-workflow"] if state == "problem"] == [
        "on pull_request this file is read from the change: a branch can edit its own gate"
    ]


def test_the_status_of_another_template_is_none_for_the_read_only_variant(place: Place) -> None:
    assert (
        "`judge` is not required on main (required are: blastgate)"
        in dict(read_only(place, "blastgate")["required-status"])["problem"]
    )


def test_a_mistake_that_github_sees_in_codeowners(place: Place) -> None:
    error = {"line": 3, "column": 1, "kind": "Unknown owner", "source": "* @x", "message": "m", "path": "CODEOWNERS"}
    place.fake.world.codeowners_errors = [{**error, "suggestion": None}]
    assert ("problem", "GitHub passes over a line: line 3: Unknown owner") in place.said()["code-owners"]


def test_a_clone_that_is_behind(place: Place) -> None:
    environment = place.environment()
    place.fake.branch("main", "b" * 40)
    found = examine(place.repo.path, "acme/shop", environment).diagnoses
    assert [(one.state, one.remedy) for one in found if one.check == "clone"] == [
        ("unknown", "git fetch origin, and run again")
    ]


def test_the_command(
    place: Place, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], screen: SnapshotAssertion
) -> None:
    def code(*more: str) -> int:
        return run(["doctor", "--repo", str(place.repo.path), "--github", "acme/shop", *more])

    for name, value in place.environment().items():
        monkeypatch.setenv(name, value)
    assert code() == 0
    capfd.readouterr()
    monkeypatch.setenv("GITHUB_TOKEN", place.fake.token)
    assert code("-q") == 2
    place.fake.world.rules.clear()
    capfd.readouterr()
    assert code("--format", "text", "--format", f"json={place.repo.path.parent / 'd.json'}") == 1
    out = re.sub(r"digest [0-9a-f]{12}", "digest 000000000000", capfd.readouterr().out)
    assert out.replace(place.repo.head[:12], "0" * 12) == screen
    report = json.loads((place.repo.path.parent / "d.json").read_text())
    assert report["repository"] == "acme/shop" and report["diagnoses"][0]["check"] == "clone"


ADDRESSES = [
    ("https://github.com/acme/shop.git", ("github.com", "acme/shop")),
    ("https://x:y@GitHub.com/acme/shop", ("github.com", "acme/shop")),
    ("git@github.com:acme/shop.git", ("github.com", "acme/shop")),
    ("ssh://git@git.acme.example:22/acme/shop/", ("git.acme.example", "acme/shop")),
    ("/srv/git/shop.git", ("", "")),
    ("https://github.com/acme", ("", "")),
    ("https://github.com/a/b/c", ("", "")),
    ("", ("", "")),
]


@pytest.mark.parametrize(("url", "expected"), ADDRESSES)
def test_addresses_of_remotes(url: str, expected: tuple[str, str]) -> None:
    assert parse_remote(url) == expected


def test_a_token_goes_to_no_host_that_a_clone_names(tmp_path: Path) -> None:
    repo = RepositoryBuilder(tmp_path / "shop")
    repo.commit("Start", {"a": "1"})
    repo.run("config", "remote.origin.url", "https://evil.example/acme/shop")
    git = Git.open(repo.path)
    with pytest.raises(SourceError, match=r"evil\.example"):
        open_github(git, None, {"GITHUB_TOKEN": "t"})
    ours = {"GITHUB_API_URL": "https://evil.example/api/v3"}
    assert open_github(git, None, ours).repository == "acme/shop"
    with pytest.raises(UsageError):
        open_github(git, "no name", {})
    with pytest.raises(UsageError, match="no repository"):
        open_github(None, None, {})
