"""What GitHub refuses, and how often it is asked again: one table, one answer after the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from github_files import client

from blastgate.errors import SourceError
from blastgate.sources.github.failures import GitHubError
from blastgate.testing import FakeGitHub

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "github" / "refusals.yml").read_text())
PULL = "/repos/acme/shop/pulls/7"


def answer_with(fake: FakeGitHub, answer: dict[str, Any]) -> None:
    body = answer.get("body", "")
    data = body if isinstance(body, bytes) else body.encode()
    fake.answer_next(data, answer["status"], "/pulls/7", answer.get("headers"), answer.get("times", 1))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_an_answer_is_understood_or_refused(fake: FakeGitHub, case: dict[str, Any]) -> None:
    slept: list[float] = []
    github = client(fake, slept=slept)
    answer_with(fake, case["answer"])
    if "says" in case:
        with pytest.raises(GitHubError) as caught:
            github.read("pulls/get", pull_number=7)
        error = caught.value
        said = f"{error.message}\n{error.hint}"
        assert [part for part in case["says"] if part not in said] == [], said
        assert (error.where, error.status) == (f"GET {PULL}", case.get("status"))
        assert said.isprintable() or "\n" in said
    else:
        assert github.read("pulls/get", pull_number=7)["number"] == 7
    assert (github.requests, slept) == (case.get("asked", 1), case.get("waits", []))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_no_error_shows_the_token(fake: FakeGitHub, case: dict[str, Any]) -> None:
    github = client(fake)
    answer_with(fake, case["answer"])
    try:
        github.read("pulls/get", pull_number=7)
    except SourceError as error:
        chain = [error, error.__cause__, error.__context__]
        assert not any(fake.token in f"{e!r}{vars(e) if e else ''}" for e in chain)
    assert fake.token not in repr(github) + repr(vars(github))


@pytest.mark.parametrize(
    ("operation", "body", "values", "asked"),
    [
        ("issues/create-comment", {"body": "hello"}, {"issue_number": 7}, 1),
        ("repos/create-commit-status", {"state": "pending", "context": "blastgate"}, {"sha": "HEAD"}, 2),
    ],
)
def test_a_write_is_repeated_only_where_twice_is_once(
    fake: FakeGitHub, operation: str, body: object, values: dict[str, str | int], asked: int
) -> None:
    sha = fake.world.pulls[7].head_sha
    github = client(fake)
    fake.fail_next(502)
    try:
        github.write(operation, body, **{k: sha if v == "HEAD" else v for k, v in values.items()})
    except GitHubError as error:
        assert error.status == 502
    assert github.requests == asked
    assert len(fake.writes) == asked


def test_a_limited_write_was_not_carried_out_and_is_made_again(fake: FakeGitHub) -> None:
    slept: list[float] = []
    fake.slow_down(retry_after=2, times=2)
    client(fake, slept=slept).write("issues/create-comment", {"body": "hello"}, issue_number=7)
    assert [comment.body for comment in fake.world.comments] == ["hello"]
    assert slept == [2, 2]


def test_a_write_never_follows_a_redirect(fake: FakeGitHub) -> None:
    fake.answer_next(b"", 307, headers={"location": "/repos/acme/shop/issues/8/comments"})
    with pytest.raises(GitHubError, match="307"):
        client(fake).write("issues/create-comment", {"body": "hello"}, issue_number=7)
    assert len(fake.seen) == 1


def test_an_endless_answer_is_given_up(fake: FakeGitHub) -> None:
    github = client(fake)
    fake.answer_next(b"[" + b" " * (33 << 20) + b"]")
    with pytest.raises(GitHubError, match="larger than 32 MiB"):
        github.read("pulls/get", pull_number=7)
    assert github.requests == 1


def test_deeply_nested_json_is_no_answer(fake: FakeGitHub) -> None:
    fake.answer_next(b"[" * 200_000)
    with pytest.raises(GitHubError, match="no JSON"):
        client(fake).read("pulls/get", pull_number=7)


def test_find_takes_not_found_for_an_answer_and_nothing_else(fake: FakeGitHub) -> None:
    github = client(fake)
    assert github.find("pulls/get", pull_number=8) is None
    fake.fail_next(403)
    with pytest.raises(GitHubError, match="403"):
        github.find("pulls/get", pull_number=8)
