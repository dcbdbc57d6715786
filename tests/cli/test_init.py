"""``blastgate init`` in real repositories: what it finds, writes and refuses."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from blastgate import registry
from blastgate.cli.app import run
from blastgate.policy.layers.load import load_policy
from blastgate.policy.lint.lint import lint
from blastgate.policy.model import Policy
from blastgate.testing import RepositoryBuilder

SHOP = {
    "services/auth/Dockerfile": "FROM scratch\n",
    "services/auth/app.py": "import shared\n",
    "services/cart/Dockerfile": "FROM scratch\n",
    "services/cart/cart.py": "x = 1\n",
    "services/cart/payment.py": "x = 1\n",
    "README.md": "shop\n",
}
BY_CLAUDE = "Speed up\n\nCo-authored-by: Claude <noreply@anthropic.com>\n"


@pytest.fixture
def repo(tmp_path: Path) -> RepositoryBuilder:
    """A repository without a commit."""
    return RepositoryBuilder(tmp_path / "repo")


@pytest.fixture
def shop(repo: RepositoryBuilder) -> RepositoryBuilder:
    """Two services, three changes; one by an AI tool, one merged."""
    repo.commit("Start", SHOP)
    repo.commit(BY_CLAUDE, {"services/cart/cart.py": "x = 2\n"})
    repo.branch("topic").commit("Let people in", {"services/auth/app.py": "import shared\ny = 1\n"})
    repo.switch("main").merge("topic")
    return repo


def policy_of(repo: RepositoryBuilder) -> Policy:
    """Load the policy that was written; raises with every mistake in it."""
    return load_policy((repo.path / ".blastgate.yml").read_bytes(), ".blastgate.yml", "file", lambda _: None)


def files_of(repo: RepositoryBuilder) -> dict[str, bytes]:
    """Read every file of the work tree and of git's hooks."""
    places = [*repo.path.rglob("*")]
    return {str(p.relative_to(repo.path)): p.read_bytes() for p in places if p.is_file() and "objects" not in p.parts}


def said(capfdbinary: pytest.CaptureFixture[bytes]) -> str:
    """Return what was printed on stdout."""
    return capfdbinary.readouterr().out.decode()


def test_what_is_found_stands_in_the_policy_and_on_the_screen(
    shop: RepositoryBuilder, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["init", "--repo", str(shop.path)]) == 0
    text = (shop.path / ".blastgate.yml").read_text()
    assert 'auth: {paths: ["services/auth/**"]}' in text
    assert "by name services/cart/payment.py" in text
    assert "claude-code in 1" in text
    out = said(capfdbinary)
    assert "2 service" in out
    assert "there is no CODEOWNERS" in out
    assert "Gate: the first row that matches wins" in out
    assert "What the last 2 changes of main would have got" in out
    assert "level        low 0 · medium 1 · high 1" in out
    assert "outcome      PASS 0 · WARN 0 · REVIEW 2 · BLOCK 0" in out
    assert "AI-assisted  1 of 2" in out


def test_the_policy_loads_and_has_nothing_to_mend_but_the_seniors(shop: RepositoryBuilder) -> None:
    shop.commit("Name owners", {".github/CODEOWNERS": "* @carl\n"})
    assert run(["init", "--repo", str(shop.path)]) == 0
    policy = policy_of(shop)
    assert policy.mode == "observe"
    assert "FILL IN" in (shop.path / ".blastgate.yml").read_text()
    findings = lint(policy, (*SHOP, ".github/CODEOWNERS"))
    assert [finding.text for finding in findings if "'senior'" not in finding.text] == []


def test_the_same_repository_gives_the_same_bytes(
    shop: RepositoryBuilder, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    runs = []
    for _ in range(2):
        assert run(["init", "--repo", str(shop.path), "--force"]) == 0
        runs.append((said(capfdbinary), (shop.path / ".blastgate.yml").read_bytes()))
    assert runs[0] == runs[1]


def test_an_empty_repository_gets_a_policy_that_loads(
    repo: RepositoryBuilder, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["init", "--repo", str(repo.path)]) == 0
    assert "nothing is committed here yet" in said(capfdbinary)
    assert policy_of(repo).layers[0].gate


def test_without_a_default_branch_head_is_looked_at(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    repo = RepositoryBuilder(tmp_path / "odd", branch="work-in-progress")
    repo.commit("Start", SHOP)
    repo.commit("Edit", {"README.md": "more\n"})
    assert run(["init", "--repo", str(repo.path)]) == 0
    assert "What the last 1 change of HEAD would have got" in said(capfdbinary)


def test_no_file_is_replaced_and_nothing_is_written(
    shop: RepositoryBuilder, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    shop.write(".blastgate.yml", "version: 1\n")
    before = files_of(shop)
    assert run(["init", "--repo", str(shop.path)]) == 2
    assert files_of(shop) == before
    assert ".blastgate.yml: is there already; nothing was written" in capfdbinary.readouterr().err.decode()


def test_force_replaces_the_policy(shop: RepositoryBuilder) -> None:
    shop.write(".blastgate.yml", "version: 1\n")
    assert run(["init", "--repo", str(shop.path), "--force"]) == 0
    assert policy_of(shop).layers[0].gate


def test_hooks_come_to_a_policy_that_is_there(
    shop: RepositoryBuilder, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    shop.commit("Agree", {".blastgate.yml": "version: 1\n"})
    assert run(["init", "--repo", str(shop.path), "--hooks", "--pre-commit"]) == 0
    assert (shop.path / ".blastgate.yml").read_text() == "version: 1\n"
    hooks = sorted(path.name for path in (shop.path / ".git" / "hooks").iterdir())
    assert hooks == ["commit-msg", "pre-commit", "pre-push", "prepare-commit-msg"]
    assert all(os.access(shop.path / ".git" / "hooks" / name, os.X_OK) for name in hooks)
    written = files_of(shop)
    assert "left as it is" in said(capfdbinary)
    assert run(["init", "--repo", str(shop.path), "--hooks", "--pre-commit"]) == 0
    assert files_of(shop) == written


def test_hooks_of_a_linked_worktree_are_those_of_the_repository(shop: RepositoryBuilder, tmp_path: Path) -> None:
    shop.run("worktree", "add", "--quiet", "-b", "other", str(tmp_path / "linked"))
    assert run(["init", "--repo", str(tmp_path / "linked"), "--hooks"]) == 0
    assert (shop.path / ".git" / "hooks" / "pre-push").is_file()
    assert (tmp_path / "linked" / ".blastgate.yml").is_file()


@pytest.mark.parametrize(
    ("option", "files"), [(["--github"], 3), (["--github", "standard"], 1), (["--github", "read-only"], 1)]
)
def test_workflows_are_the_shipped_ones(shop: RepositoryBuilder, option: list[str], files: int) -> None:
    assert run(["init", "--repo", str(shop.path), *option]) == 0
    written = {path.name: path.read_bytes() for path in (shop.path / ".github" / "workflows").iterdir()}
    shipped = registry.rules_dir() / "workflows" / (option[1:] or ["hardened"])[0]
    assert written == {path.name: path.read_bytes() for path in shipped.iterdir()}
    assert len(written) == files
    assert run(["init", "--repo", str(shop.path), *option]) == 0


def test_a_workflow_that_is_there_is_replaced_by_force_alone(shop: RepositoryBuilder) -> None:
    shop.write(".github/workflows/blastgate.yml", "on: push\n")
    before = files_of(shop)
    assert run(["init", "--repo", str(shop.path), "--github", "--hooks"]) == 2
    assert files_of(shop) == before
    assert run(["init", "--repo", str(shop.path), "--github", "--hooks", "--force"]) == 0
    assert (shop.path / ".github/workflows/blastgate.yml").read_text() != "on: push\n"


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_hook_of_somebody_else_stays(
    shop: RepositoryBuilder, capfdbinary: pytest.CaptureFixture[bytes], force: list[str]
) -> None:
    shop.write(".git/hooks/pre-push", "#!/bin/sh\n")
    before = files_of(shop)
    assert run(["init", "--repo", str(shop.path), "--hooks", *force]) == 2
    assert files_of(shop) == before
    assert "pre-push: blastgate check --hook pre-push" in capfdbinary.readouterr().err.decode()


def test_a_folder_of_hooks_that_git_is_told_of_is_left_to_its_owner(
    shop: RepositoryBuilder, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    shop.run("config", "core.hooksPath", ".husky")
    before = files_of(shop)
    assert run(["init", "--repo", str(shop.path), "--hooks"]) == 2
    assert files_of(shop) == before
    assert ".husky: core.hooksPath is set" in capfdbinary.readouterr().err.decode()


@pytest.mark.parametrize("link", [".blastgate.yml", ".pre-commit-config.yaml", ".git/hooks"])
@pytest.mark.parametrize("force", [[], ["--force"]])
def test_no_link_is_followed(shop: RepositoryBuilder, tmp_path: Path, link: str, force: list[str]) -> None:
    target = tmp_path / "outside"
    if link.endswith("hooks"):
        target.mkdir()
    shop.symlink(link, str(target))
    assert run(["init", "--repo", str(shop.path), "--hooks", "--pre-commit", *force]) == 2
    assert not target.exists() or list(target.iterdir()) == []
    assert not any((shop.path / name).is_file() for name in (".blastgate.yml", ".pre-commit-config.yaml"))


def test_a_bare_repository_has_no_place_for_files(shop: RepositoryBuilder, tmp_path: Path) -> None:
    bare = shop.clone(tmp_path / "bare.git", "--bare")
    assert run(["init", "--repo", str(bare)]) == 2


def test_a_shallow_clone_tells_what_it_could_not_judge(
    shop: RepositoryBuilder, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    clone = shop.clone(tmp_path / "shallow", "--depth=1")
    assert run(["init", "--repo", str(clone)]) == 0
    assert "would have got" not in said(capfdbinary)


def test_hostile_names_stay_comments(repo: RepositoryBuilder, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    names = [
        "auth\nmode: enforce/x.py",
        "auth*{a,b}[c]/x.py",
        'auth"/x.py',
        "auth\udcff/x.py",
        "auth\u202e/x.py",
        "auth#/x.py",
    ]
    repo.commit("Start", {f"services/{name}": "x = 1\n" for name in names})
    assert run(["init", "--repo", str(repo.path), "--changes", "0"]) == 0
    policy = policy_of(repo)
    assert policy.mode == "observe"
    assert "\u202e" not in said(capfdbinary) + (repo.path / ".blastgate.yml").read_text()
    auth = next(rule for rule in policy.layers[0].categories if rule.category == "auth")
    assert any(r"auth\*" in path for path in auth.paths)
