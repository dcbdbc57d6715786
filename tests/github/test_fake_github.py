"""The double knows what GitHub's description does not say: rights, limits, and what becomes of a request."""

from __future__ import annotations

from typing import Any

import pytest
from github_files import client, described

from blastgate.sources.github.failures import GitHubError
from blastgate.sources.github.pull_request import read_pull_request
from blastgate.testing import FakeGitHub

STATUS = {"state": "pending", "context": "blastgate", "description": "waits"}


def refused(fake: FakeGitHub, token: str, operation: str, body: object, **values: str | int) -> tuple[int | None, str]:
    with pytest.raises(GitHubError) as caught:
        client(fake, token).write(operation, body, **values)
    return caught.value.status, caught.value.message


@pytest.mark.parametrize(
    ("operation", "body", "values"),
    [
        ("repos/create-commit-status", STATUS, {"sha": "0" * 40}),
        ("issues/create-comment", {"body": "x"}, {"issue_number": 7}),
        ("issues/add-labels", {"labels": ["x"]}, {"issue_number": 7}),
        ("pulls/request-reviewers", {"reviewers": ["dana"]}, {"pull_number": 7}),
    ],
)
def test_the_token_of_a_fork_only_reads(
    fake: FakeGitHub, operation: str, body: object, values: dict[str, str | int]
) -> None:
    assert refused(fake, fake.fork_token, operation, body, **values)[0] == 403
    assert read_pull_request(client(fake, fake.fork_token), 7).number == 7
    assert refused(fake, "ghs_wrong", operation, body, **values)[0] == 401


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"reviewers": ["eve"]}, "Review cannot be requested from pull request author."),
        ({"reviewers": ["Eve"]}, "Review cannot be requested from pull request author."),
        ({"reviewers": ["dana", "stranger"]}, "may only be requested from collaborators"),
        ({"reviewers": ["helper[bot]"]}, "may only be requested from collaborators"),
        ({"team_reviewers": ["nobody"]}, "may only be requested from collaborators"),
        ({"team_reviewers": ["staff"]}, "Could not resolve to a node"),
    ],
)
def test_a_request_is_refused_whole(fake: FakeGitHub, body: dict[str, Any], says: str) -> None:
    fake.team("staff", "dana")
    fake.world.user("helper[bot]")
    status, message = refused(fake, fake.token, "pulls/request-reviewers", body, pull_number=7)
    assert (status, says in message) == (422, True), message
    assert fake.world.pulls[7].reviewers == fake.world.pulls[7].teams == []


def test_a_review_meets_its_request(fake: FakeGitHub) -> None:
    client(fake).write("pulls/request-reviewers", {"reviewers": ["dana"]}, pull_number=7)
    assert read_pull_request(client(fake), 7).requested == ("@dana",)
    fake.review("dana", "COMMENTED")
    assert read_pull_request(client(fake), 7).requested == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"state": "green"}, "not included in the list"),
        ({"description": "x" * 141}, "maximum is 140"),
    ],
)
def test_a_status_has_a_known_state_and_a_short_description(
    fake: FakeGitHub, change: dict[str, str], says: str
) -> None:
    sha = fake.world.pulls[7].head_sha
    status, message = refused(fake, fake.token, "repos/create-commit-status", {**STATUS, **change}, sha=sha)
    assert (status, says in message) == (422, True), message
    fake.complaints.clear()  # the description refuses such a request as well
    assert fake.statuses(sha) == []


def test_a_status_needs_a_commit_that_is_there(fake: FakeGitHub) -> None:
    status, message = refused(fake, fake.token, "repos/create-commit-status", STATUS, sha="0" * 40)
    assert (status, "No commit found for SHA" in message) == (422, True)


def test_a_commit_takes_a_thousand_statuses_of_a_context(fake: FakeGitHub) -> None:
    sha = fake.world.pulls[7].head_sha
    for _ in range(1000):
        fake.status(sha, "pending")
    status, message = refused(fake, fake.token, "repos/create-commit-status", STATUS, sha=sha)
    assert (status, "maximum number of statuses" in message) == (422, True)
    client(fake).write("repos/create-commit-status", {**STATUS, "context": "other"}, sha=sha)


@pytest.mark.parametrize(("body", "status"), [("x" * 65_537, 422), (" ", 422), ("x" * 65_536, None)])
def test_a_comment_has_some_words_and_not_too_many(fake: FakeGitHub, body: str, status: int | None) -> None:
    if status is None:
        assert client(fake).write("issues/create-comment", {"body": body}, issue_number=7)["body"] == body
    else:
        assert refused(fake, fake.token, "issues/create-comment", {"body": body}, issue_number=7)[0] == status


def test_nobody_edits_the_comment_of_another(fake: FakeGitHub) -> None:
    forged = fake.comment("mallory", "<!-- blastgate -->")
    assert refused(fake, fake.token, "issues/update-comment", {"body": "x"}, comment_id=forged.id)[0] == 403
    assert refused(fake, fake.token, "issues/delete-comment", None, comment_id=forged.id)[0] == 403
    own = client(fake).write("issues/create-comment", {"body": "x"}, issue_number=7)
    client(fake).write("issues/update-comment", {"body": "y"}, comment_id=own["id"])
    client(fake).write("issues/delete-comment", comment_id=own["id"])
    assert fake.world.comments == [forged]


def test_a_locked_conversation_takes_no_comment_of_an_app(fake: FakeGitHub) -> None:
    fake.world.pulls[7].locked = True
    assert refused(fake, fake.token, "issues/create-comment", {"body": "x"}, issue_number=7)[0] == 403


def test_a_label_that_was_missing_is_made_and_one_that_is_not_there_cannot_be_removed(fake: FakeGitHub) -> None:
    client(fake).write("issues/add-labels", {"labels": ["new"]}, issue_number=7)
    assert list(fake.world.labels) == ["new"]
    assert refused(fake, fake.token, "issues/remove-label", None, issue_number=7, name="other")[0] == 404


def test_a_private_repository_is_not_there_for_strangers() -> None:
    with described(private=True) as fake:
        fake.pull_request(7)
        with pytest.raises(GitHubError, match="404"):
            read_pull_request(client(fake, ""), 7)


def test_the_head_may_move_between_two_requests(fake: FakeGitHub) -> None:
    github = client(fake)
    fake.after("/pulls/7", lambda: fake.push(7))
    first, second = read_pull_request(github, 7), read_pull_request(github, 7)
    assert first.head.sha != second.head.sha
    assert second.head.sha == read_pull_request(github, 7).head.sha


def test_careless_requests_are_complained_of() -> None:
    import requests

    with pytest.raises(AssertionError) as caught, FakeGitHub() as fake:
        requests.get(f"{fake.url}/repos/acme/shop", timeout=5).close()
        requests.get(f"{fake.url}/gists", timeout=5).close()
    assert "GET /repos/acme/shop: X-GitHub-Api-Version is not pinned" in str(caught.value)
    assert "GET /gists: is no operation of the double" in str(caught.value)


def test_the_double_writes_down_what_came(fake: FakeGitHub) -> None:
    client(fake).write("issues/create-comment", {"body": "x"}, issue_number=7)
    assert fake.writes == fake.seen
    assert fake.writes[0]._asdict() == {
        "method": "POST",
        "path": "/repos/acme/shop/issues/7/comments",
        "status": 201,
        "body": {"body": "x"},
    }
