"""Floors in other repositories: named by a full commit, read from what is here, fetched only when asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from blastgate.cli.app import run
from blastgate.errors import PolicyError, SourceError
from blastgate.policy.layers.load import load_policy
from blastgate.policy.layers.pins import Pin, read_pin
from blastgate.sources.floors import fetch_floor, read_floor
from blastgate.sources.git.door import Git
from blastgate.sources.policy import read_policy
from blastgate.testing import RepositoryBuilder

FLOOR = 'version: 1\nextends: [base.yml]\nlevels: {low: {max_files: 3}}\npeople: {senior: ["@dana"]}\n'
BASE = "version: 1\nextends: [recommended]\ndefault_level: medium\n"
SHA = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def org(tmp_path: Path) -> RepositoryBuilder:
    """The organisation's policies."""
    made = RepositoryBuilder(tmp_path / "org")
    made.write("policy.yml", FLOOR).write("base.yml", BASE).symlink("link.yml", "policy.yml").commit("Policies")
    return made


@pytest.fixture
def shop(tmp_path: Path) -> RepositoryBuilder:
    """A repository that stands on them."""
    return RepositoryBuilder(tmp_path / "shop")


def pin(org: RepositoryBuilder, path: str = "policy.yml") -> Pin:
    """Name a file of the organisation's newest commit."""
    return Pin(f"file://{org.path}", org.head, path)


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        (f"git+https://github.com/acme/policies@{SHA}:policy.yml", ""),
        (f"git+https://git.acme.example:8443/a/b/policies.git@{SHA}:team/policy.yaml", ""),
        (f"git+file:///srv/policies.git@{SHA}:policy.yml", ""),
        ("git+https://github.com/acme/policies@main:policy.yml", "'main' is no full commit id"),
        (f"git+https://github.com/acme/policies@{SHA[:12]}:policy.yml", "is no full commit id"),
        (f"git+https://github.com/acme/policies@{SHA}", "named by https address, commit and file"),
        ("git+https://github.com/acme/policies:policy.yml", "named by https address, commit and file"),
        (f"git+http://github.com/acme/policies@{SHA}:policy.yml", "named by https address, commit and file"),
        (f"git+ssh://git@github.com/acme/policies@{SHA}:policy.yml", "named by https address, commit and file"),
        (f"git+https://user:pass@github.com/acme/policies@{SHA}:policy.yml", "named by https address"),
        (f"https://github.com/acme/policies@{SHA}:policy.yml", "named by https address"),
        (f"git+ext::sh -c id@{SHA}:policy.yml", "named by https address"),
        (f"git+https://github.com/acme/policies@{SHA}:../policy.yml", "is no policy file"),
        (f"git+https://github.com/acme/policies@{SHA}:policy.txt", "is no policy file"),
    ],
)
def test_only_a_full_commit_of_a_plain_address_is_a_pin(written: str, wrong: str) -> None:
    found = read_pin(written)
    assert isinstance(found, Pin) if not wrong else wrong in str(found)
    assert not isinstance(found, Pin) or found.written == written
    if wrong:
        text = f'version: 1\nextends: ["{written}"]\n'.encode()
        with pytest.raises(PolicyError) as caught:
            load_policy(text, ".blastgate.yml", "head", lambda _: None)
        assert [(p.line, p.column) for p in caught.value.problems][:1] == [(2, 11)]


def test_a_floor_is_read_with_what_it_extends_from_the_same_commit(
    org: RepositoryBuilder, shop: RepositoryBuilder
) -> None:
    """And each of its rules is told by its own repository, commit and line."""
    shop.write(".blastgate.yml", f'version: 1\nextends: ["{pin(org).written}"]\n').commit("Begin")
    policy = read_policy(Git.open(shop.path), shop.head, shop.head, None).policy
    where = f"git+file://{org.path}@{org.head[:12]}"
    assert [layer.source for layer in policy.layers] == [
        "rules/policies/recommended.yml",
        f"{where}:base.yml",
        f"{where}:policy.yml",
        "main:.blastgate.yml",
    ]
    assert str(policy.layers[2].levels[0].location) == f"{where}:policy.yml:3"
    assert not any("policy.yml" in glob for glob in policy.layers[0].categories[0].paths)


def test_what_is_not_here_is_an_error_with_the_command_that_brings_it(shop: RepositoryBuilder) -> None:
    written = f"git+https://policies.example/acme/policies@{SHA}:policy.yml"
    shop.write(".blastgate.yml", f'version: 1\nextends: ["{written}"]\n').commit("Begin")
    with pytest.raises(PolicyError) as caught:
        read_policy(Git.open(shop.path), shop.head, shop.head, None)
    assert [(p.message, p.hint) for p in caught.value.problems] == [
        (f"{written!r} is not here", "blastgate policy fetch")
    ]


def test_fetched_objects_stay_and_serve_any_address(org: RepositoryBuilder, shop: RepositoryBuilder) -> None:
    """A pin is found by its commit: who brought the objects makes no difference."""
    shop.write("a", "a").commit("Begin")
    git = Git.open(shop.path)
    elsewhere = pin(org)._replace(url="https://policies.example/acme/policies")
    assert read_floor(git, elsewhere) is None
    fetch_floor(git, pin(org))
    assert read_floor(git, elsewhere) == FLOOR.encode()
    assert (
        shop.run("for-each-ref", "--format=%(refname)", "refs/blastgate").strip() == f"refs/blastgate/floors/{org.head}"
    )


def test_the_command_names_what_the_policy_stands_on(
    org: RepositoryBuilder, shop: RepositoryBuilder, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.write(".blastgate.yml", f'version: 1\nextends: ["{pin(org).written}"]\n').commit("Begin")
    assert run(["policy", "fetch", "--repo", str(shop.path)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == pin(org).short
    shop.write(".blastgate.yml", BASE).commit("Stand alone")
    assert run(["policy", "fetch", "--repo", str(shop.path)]) == 0
    assert "extends nothing in another repository" in capsys.readouterr().out


@pytest.mark.parametrize(("path", "message"), [("none.yml", "holds no such file"), ("link.yml", "is no regular file")])
def test_a_pin_to_no_file_says_so(
    org: RepositoryBuilder, shop: RepositoryBuilder, path: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.write(".blastgate.yml", f'version: 1\nextends: ["{pin(org, path).written}"]\n').commit("Begin")
    assert run(["check", "--repo", str(shop.path), "--base", "HEAD"]) == 2
    assert message in capsys.readouterr().err


def test_a_fetch_that_fails_names_the_floor(shop: RepositoryBuilder, tmp_path: Path) -> None:
    shop.write("a", "a").commit("Begin")
    with pytest.raises(SourceError) as caught:
        fetch_floor(Git.open(shop.path), Pin(f"file://{tmp_path}/nowhere", SHA, "policy.yml"))
    assert SHA[:12] in str(caught.value.where)
    assert "git fetch" in str(caught.value.hint)
