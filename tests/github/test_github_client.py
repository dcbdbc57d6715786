"""The client: where it sends the token, how it turns pages, what it remembers."""

from __future__ import annotations

from pathlib import Path

import pytest
from github_files import client, described

from blastgate.errors import SourceError
from blastgate.sources.github.client import GitHub
from blastgate.sources.github.failures import GitHubError
from blastgate.sources.github.pull_request import read_pull_request
from blastgate.testing import FakeGitHub


def test_pages_are_followed_by_the_repositorys_number(fake: FakeGitHub) -> None:
    for number in range(250):
        fake.comment("eve", f"comment {number}")
    github = client(fake)
    bodies = [comment["body"] for comment in github.pages("issues/list-comments", issue_number=7)]
    assert bodies == [f"comment {number}" for number in range(250)]
    assert github.requests == 3
    assert fake.seen[0].path == "/repos/acme/shop/issues/7/comments"
    assert fake.seen[1].path == f"/repositories/{fake.world.id}/issues/7/comments"


def test_pages_that_nobody_takes_are_not_asked_for(fake: FakeGitHub) -> None:
    for number in range(250):
        fake.comment("eve", f"comment {number}")
    github = client(fake)
    next(github.pages("issues/list-comments", issue_number=7))
    assert github.requests == 1


@pytest.mark.parametrize(
    "link",
    [
        "https://example.com/repos/acme/shop/pulls?page=2",
        "http://127.0.0.1:1/repos/acme/shop/pulls?page=2",
        "http://user@{host}/x",
        "https://{host}/x",
        "http://[::1/x",
        "/relative",
    ],
)
def test_a_next_page_elsewhere_is_refused(fake: FakeGitHub, link: str) -> None:
    where = link.format(host=fake.url.removeprefix("http://"))
    fake.answer_next(b"[]", headers={"link": f'<{where}>; rel="next"'})
    with pytest.raises(GitHubError, match="names a next page on another host"):
        list(client(fake).pages("pulls/list"))
    assert len(fake.seen) == 1


def test_a_page_that_names_itself_as_the_next_is_refused(fake: FakeGitHub) -> None:
    link = {"link": f'<{fake.url}/repos/acme/shop/pulls?page=2>; rel="next"'}
    fake.answer_next(b"[]", headers=link, times=99)
    with pytest.raises(GitHubError, match="again as its next one"):
        list(client(fake).pages("pulls/list"))
    assert len(fake.seen) == 2


@pytest.mark.parametrize("body", [b"{}", b"null", b'"x"', b"3"])
def test_a_list_that_is_none_is_refused(fake: FakeGitHub, body: bytes) -> None:
    fake.answer_next(body)
    with pytest.raises(GitHubError, match="answered with no list"):
        list(client(fake).pages("pulls/list"))


def test_what_did_not_change_is_taken_from_memory(fake: FakeGitHub) -> None:
    github = client(fake)
    first = read_pull_request(github, 7)
    assert read_pull_request(github, 7) == first
    assert [seen.status for seen in fake.seen] == [200, 304]
    fake.push(7)
    assert read_pull_request(github, 7).head.sha == fake.world.pulls[7].head_sha
    assert [seen.status for seen in fake.seen] == [200, 304, 200]


def test_a_server_of_ones_own_has_its_api_below_a_path() -> None:
    with described(prefix="/api/v3") as fake:
        fake.pull_request(7)
        assert read_pull_request(client(fake), 7).number == 7
        fake.answer_next(b"", 301, headers={"location": f"{fake.url}/repositories/{fake.world.id}/pulls/7"})
        assert read_pull_request(client(fake), 7).number == 7


def test_values_cannot_leave_their_place_in_the_path(fake: FakeGitHub) -> None:
    github = client(fake)
    assert github.find("issues/remove-label", issue_number=7, name="../../x?y#z") is None
    assert fake.seen[-1].path == "/repos/acme/shop/issues/7/labels/..%2F..%2Fx%3Fy%23z"
    for value in ("", ".", ".."):
        with pytest.raises(SourceError, match="is no name"):
            github.read("issues/remove-label", issue_number=7, name=value)


@pytest.mark.parametrize("name", ["", "shop", "acme/", "acme/..", "acme/shop/x", "acme/sh op", "../x", "acme/shop\n"])
def test_a_repository_has_an_owner_and_a_name(name: str) -> None:
    with pytest.raises(SourceError, match="names no repository"):
        GitHub(name)


@pytest.mark.parametrize(
    "url",
    [
        "http://api.github.com",
        "ftp://api.github.com",
        "api.github.com",
        "https://",
        "https://user:pass@api.github.com",
        "https://api.github.com?x",
        "http://127.0.0.1.example.com",
        "https://[",
        "",
    ],
)
def test_the_token_goes_to_no_address_that_is_not_safe(url: str) -> None:
    with pytest.raises(SourceError, match="is no https address") as caught:
        GitHub("acme/shop", "secret", url)
    assert "pass" not in str(vars(caught.value))


@pytest.mark.parametrize("token", ["two words", "line\nbreak", "é", "x" * 2000])
def test_a_token_that_is_none_is_refused_and_not_shown(token: str) -> None:
    with pytest.raises(SourceError) as caught:
        GitHub("acme/shop", token)
    assert token not in repr(vars(caught.value))


def test_a_netrc_does_not_replace_the_token(fake: FakeGitHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login mallory password hunter2\n")
    monkeypatch.setenv("NETRC", str(netrc))
    assert read_pull_request(client(fake), 7).number == 7


def test_the_loopback_is_not_behind_a_proxy(fake: FakeGitHub, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert read_pull_request(client(fake), 7).number == 7


def test_without_a_token_the_public_is_read(fake: FakeGitHub) -> None:
    github = client(fake, token="")
    assert read_pull_request(github, 7).number == 7
    with pytest.raises(GitHubError, match="401"):
        github.write("issues/create-comment", {"body": "x"}, issue_number=7)


def test_the_environment_of_a_workflow_opens_its_repository(fake: FakeGitHub, tmp_path: Path) -> None:
    environment = fake.environment("schedule", fake.payload("schedule"), tmp_path)
    github = GitHub.from_environment(environment)
    assert (github.repository, github.owner) == ("acme/shop", "acme")
    assert read_pull_request(github, 7).number == 7
    assert GitHub.from_environment(environment, "acme/other").repository == "acme/other"
