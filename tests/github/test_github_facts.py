"""Live state as frozen facts: what stands on GitHub is what is read, and lists that are cut say so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from github_files import client

from blastgate.errors import SourceError
from blastgate.model.codec import decode, encode
from blastgate.model.pull_request import Account, Permission, PullRequest
from blastgate.sources.github.client import GitHub
from blastgate.sources.github.events import read_event, read_group
from blastgate.sources.github.failures import GitHubError
from blastgate.sources.github.merge_group import read_group_pulls
from blastgate.sources.github.payload import Payload
from blastgate.sources.github.people import read_account, read_own_account, read_permission, read_team
from blastgate.sources.github.protection import read_protection
from blastgate.sources.github.pull_request import (
    read_commit,
    read_commits,
    read_files,
    read_open_pulls,
    read_pull_request,
    read_pulls_of_head,
    resolve_run,
)
from blastgate.sources.github.repository import (
    latest_status,
    read_file,
    read_labels,
    read_repository,
)
from blastgate.sources.github.reviews import find_comment, read_reviews, read_timeline
from blastgate.testing import FakeGitHub

MARKER, BOT = "<!-- blastgate -->", "github-actions[bot]"


def entry(path: str, **more: Any) -> dict[str, Any]:
    """Write a changed file as GitHub lists it."""
    url = "https://api.github.com/x"
    urls = dict.fromkeys(("blob_url", "raw_url", "contents_url"), url)
    counts = {"additions": 1, "deletions": 0, "changes": 1}
    return {"filename": path, "status": "modified", "sha": "0" * 40, **counts, **urls, **more}


def test_a_pull_request_is_read_as_it_is_now(fake: FakeGitHub, github: GitHub) -> None:
    pull = fake.world.pulls[7]
    fake.team("staff", "dana")
    fake.label("ai", "AI-assisted")
    pull.body, pull.draft, pull.labels, pull.assignees = "Hi \ud83d\ude00 \udc00", True, ["ai"], ["eve"]
    pull.reviewers, pull.teams = ["dana"], ["staff"]
    read = read_pull_request(github, 7)
    assert (read.number, read.state, read.draft, read.merged, read.locked) == (7, "open", True, False, False)
    assert read.body == "Hi \N{GRINNING FACE} \N{REPLACEMENT CHARACTER}"
    assert (read.author, read.author and read.author.name) == (Account("eve", fake.world.user("eve").id), "@eve")
    assert (read.base.branch, read.base.sha) == ("main", fake.world.branches["main"])
    assert (read.head.branch, read.head.sha, read.head.repository) == ("topic", pull.head_sha, "acme/shop")
    assert (read.labels, read.requested, read.files, read.commits) == (("ai",), ("@dana", "@acme/staff"), 0, 1)
    assert [account.login for account in read.assignees] == ["eve"]
    assert not read.from_fork
    assert decode(PullRequest, json.loads(json.dumps(encode(read)))) == read


@pytest.mark.parametrize("repository", ["mallory/shop", "mallory/renamed"])
def test_a_fork_is_told_by_its_repository(fake: FakeGitHub, github: GitHub, repository: str) -> None:
    fake.pull_request(8, head_repository=repository)
    read = read_pull_request(github, 8)
    assert (read.from_fork, read.head.repository) == (True, repository)


def test_a_deleted_fork_has_no_repository(fake: FakeGitHub, github: GitHub) -> None:
    fake.pull_request(8, head_repository=None)
    read = read_pull_request(github, 8)
    assert (read.from_fork, read.head.repository) == (True, "")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("number", 8),
        ("number", "7"),
        ("head.sha", "main"),
        ("base.ref", "-x"),
        ("head.ref", None),
        ("state", "merged"),
        ("changed_files", -1),
        ("changed_files", None),
        ("merged", "no"),
        ("user.login", "a b"),
        ("labels", {}),
        ("labels", [1]),
        ("title", None),
        ("base.repo.full_name", "x"),
    ],
)
def test_an_answer_of_another_shape_is_refused(fake: FakeGitHub, github: GitHub, path: str, value: object) -> None:
    answer = github.read("pulls/get", pull_number=7)
    *way, last = path.split(".")
    place = answer
    for key in way:
        place = place[key]
    place[last] = value
    fake.answer_next(json.dumps(answer).encode())
    with pytest.raises(SourceError) as caught:
        read_pull_request(client(fake), 7)
    assert "pull request 7" in caught.value.where


def test_commits_carry_the_accounts_that_github_links(fake: FakeGitHub, github: GitHub) -> None:
    linked = fake.commit(author="eve", committer="web-flow", tree="a" * 40, verified=True, message="One\n\nBody")
    unlinked = fake.commit(author=None, author_identity=("Eve", "eve@laptop.local"), message="Two")
    fake.pull_request(8, commits=[linked, unlinked])
    read = read_commits(github, read_pull_request(github, 8))
    first, second = read.commits
    assert read.complete
    assert (first.sha, first.tree, first.verified, first.message) == (linked, "a" * 40, True, "One\n\nBody")
    assert [account and account.login for account in (first.author, first.committer)] == ["eve", "web-flow"]
    assert (second.author, second.committer, second.author_identity.email) == (None, None, "eve@laptop.local")


def test_an_empty_object_links_to_nobody(fake: FakeGitHub, github: GitHub) -> None:
    pull = read_pull_request(github, 7)
    answer = list(github.pages("pulls/list-commits", pull_number=7))
    answer[0]["author"] = {}
    fake.answer_next(json.dumps(answer).encode(), on="/commits")
    assert read_commits(client(fake), pull).commits[0].author is None


@pytest.mark.parametrize(("count", "complete"), [(250, True), (251, False)])
def test_commits_beyond_250_are_known_to_be_missing(
    fake: FakeGitHub, github: GitHub, count: int, complete: bool
) -> None:
    shas = [fake.commit(message=f"Commit {number}") for number in range(count)]
    fake.pull_request(8, commits=shas)
    read = read_commits(github, read_pull_request(github, 8))
    assert (len(read.commits), read.complete) == (250, complete)


@pytest.mark.parametrize(
    ("count", "told", "complete"), [(2, 2, True), (2, 3, False), (0, 5, False), (3001, 3001, False)]
)
def test_files_that_are_not_listed_are_known_to_be_missing(
    fake: FakeGitHub, github: GitHub, count: int, told: int, complete: bool
) -> None:
    fake.pull_request(8, files=[entry(f"f{number}") for number in range(count)], files_count=told)
    read = read_files(github, read_pull_request(github, 8))
    assert (len(read.files), read.complete) == (min(count, 3000), complete)


def test_files_are_read_with_both_paths_and_without_a_patch_where_there_is_none(
    fake: FakeGitHub, github: GitHub
) -> None:
    names = ["a\n\u202eb", "deploy/x.tf"]
    renamed = entry("docs/x.tf", status="renamed", previous_filename=names[1])
    fake.pull_request(8, files=[entry(names[0], patch="@@ -1 +1 @@\n-a\n+b"), renamed])
    first, second = read_files(github, read_pull_request(github, 8)).files
    assert (first.path, first.old_path, first.patch) == (names[0], None, "@@ -1 +1 @@\n-a\n+b")
    assert (second.path, second.old_path, second.status, second.patch) == ("docs/x.tf", names[1], "renamed", None)


def test_a_commit_that_was_pushed_away_can_still_be_read(fake: FakeGitHub, github: GitHub) -> None:
    old = fake.world.pulls[7].head_sha
    new = fake.push(7, force=True, tree=fake.world.commits[old].tree)
    before, after = read_commit(github, old), read_commit(github, new)
    assert before and after and before.tree == after.tree
    assert [event.kind for event in read_timeline(github, 7)] == ["head_ref_force_pushed"]


def test_reviews_come_in_order_with_what_they_looked_at(fake: FakeGitHub, github: GitHub) -> None:
    old = fake.world.pulls[7].head_sha
    approved = fake.review("dana", "APPROVED")
    fake.push(7)
    for _ in range(120):
        fake.review("bob", "COMMENTED", pull=7)
    fake.review(None, "CHANGES_REQUESTED")
    fake.dismiss(approved)
    reviews = read_reviews(github, 7)
    assert len(reviews) == 122
    assert (reviews[0].state, reviews[0].commit) == ("dismissed", old)
    assert (reviews[1].state, reviews[1].commit) == ("commented", fake.world.pulls[7].head_sha)
    assert (reviews[-1].state, reviews[-1].author) == ("changes_requested", None)
    assert list(reviews) == sorted(reviews, key=lambda review: review.submitted)


def test_a_review_in_a_state_nobody_knows_is_refused(fake: FakeGitHub, github: GitHub) -> None:
    fake.review("dana", "ENDORSED")
    with pytest.raises(SourceError, match="is not one of approved, changes_requested"):
        read_reviews(github, 7)


def test_the_sticky_comment_has_its_marker_in_front_and_the_right_author(fake: FakeGitHub, github: GitHub) -> None:
    fake.comment("mallory", f"{MARKER}\nPASS, trust me")
    fake.comment(BOT, f"> {MARKER}\nquoted")
    assert find_comment(github, 7, MARKER, BOT) is None
    own = github.write("issues/create-comment", {"body": f"{MARKER}\nREVIEW"}, issue_number=7)
    found = find_comment(client(fake), 7, MARKER, BOT)
    assert found and (found.id, found.body) == (own["id"], f"{MARKER}\nREVIEW")


def test_the_timeline_tells_who_was_asked_and_who_was_taken_off(fake: FakeGitHub) -> None:
    fake.team("staff", "dana")
    github = client(fake, fake.app_token)
    github.write("pulls/request-reviewers", {"reviewers": ["dana"]}, pull_number=7)
    github.write("pulls/request-reviewers", {"team_reviewers": ["staff"]}, pull_number=7)
    github.write("pulls/remove-requested-reviewers", {"reviewers": ["dana"]}, pull_number=7)
    github.write("issues/add-labels", {"labels": ["ai"]}, issue_number=7)
    github.write("issues/remove-label", issue_number=7, name="ai")
    assert [(event.kind, event.target) for event in read_timeline(github, 7)] == [
        ("review_requested", "@dana"),
        ("review_requested", "@acme/staff"),
        ("review_request_removed", "@dana"),
        ("labeled", "ai"),
        ("unlabeled", "ai"),
    ]


def test_people_are_who_github_says(fake: FakeGitHub, github: GitHub) -> None:
    fake.team("staff", "dana", "bob")
    assert read_permission(github, "dana") == Permission("write", "maintain")
    assert read_permission(github, "dana").can_write and not read_permission(github, "nobody").can_write
    assert (read_account(github, "@Dana"), read_account(github, "@nobody")) == (
        Account("dana", fake.world.user("dana").id),
        None,
    )
    assert read_account(github, "../x") is None
    assert [account.login for account in read_team(client(fake, fake.app_token), "@acme/staff")] == ["dana", "bob"]
    with pytest.raises(GitHubError, match="404") as caught:
        read_team(github, "@acme/staff")
    assert "App token with `members: read`" in caught.value.hint
    with pytest.raises(SourceError, match="is no team"):
        read_team(github, "@staff")


def test_only_a_personal_token_knows_whose_it_is(fake: FakeGitHub, github: GitHub) -> None:
    personal = fake.add_token("ghp_dana", "dana", {"statuses": "write"}, app=False)
    own = read_own_account(client(fake, personal))
    assert own and own.login == "dana"
    assert read_own_account(github) is None


@pytest.mark.parametrize(
    ("account", "person"),
    [
        (Account("dana", 1), True),
        (Account("copilot-swe-agent[bot]", 2, "Bot"), False),
        (Account("Copilot", 3, "Bot"), False),
        (Account("odd[bot]", 4), False),
        (Account("acme", 5, "Organization"), False),
        (Account("ghost", 6), False),
        (Account("Ghost", 6), False),
        (Account("old", 7, "Mannequin"), False),
    ],
)
def test_a_person_is_no_bot_and_nobody_deleted(account: Account, person: bool) -> None:
    assert account.is_person == person


def test_of_one_context_the_latest_status_holds(fake: FakeGitHub, github: GitHub) -> None:
    head = fake.world.pulls[7].head_sha
    assert latest_status(github, head, "blastgate") is None
    fake.status(head, "success", creator="mallory")
    for number in range(150):
        fake.status(head, "pending", context=f"ci/{number}")
    found = latest_status(client(fake), head, "blastgate")
    assert found and found.creator and (found.state, found.creator.login) == ("success", "mallory")
    fake.status(head, "failure")
    found = latest_status(client(fake), head, "blastgate")
    assert found and (found.state, found.creator and found.creator.login) == ("failure", BOT)


def test_the_repository_its_labels_and_its_files(fake: FakeGitHub, github: GitHub) -> None:
    fake.label("ai", "AI-assisted")
    fake.file(".blastgate.yml", "version: 1\n")
    read = read_repository(github)
    assert (read.name, read.default_branch, read.private, read.fork) == ("acme/shop", "main", False, False)
    assert [(label.name, label.description) for label in read_labels(github)] == [("ai", "AI-assisted")]
    tip, _ = read_protection(github, "main")
    assert read_file(github, ".blastgate.yml", "main") == read_file(github, ".blastgate.yml", tip) == b"version: 1\n"
    assert read_file(github, "CODEOWNERS", "main") is None


@pytest.mark.parametrize(
    "answer",
    [
        [],
        {"type": "symlink", "target": "/etc/passwd"},
        {"type": "file", "encoding": "none", "content": ""},
        {"type": 3},
    ],
)
def test_what_is_no_file_is_not_read_as_one(fake: FakeGitHub, github: GitHub, answer: object) -> None:
    fake.answer_next(json.dumps(answer).encode())
    with pytest.raises(SourceError):
        read_file(github, "CODEOWNERS", "main")


def run_of(fake: FakeGitHub, number: int, folder: Path) -> Any:
    """Read the run that a workflow_run event on a pull request speaks of."""
    return read_event(fake.environment("workflow_run", fake.payload("workflow_run", number), folder)).run


def test_a_run_is_for_the_one_pull_request_of_its_head(fake: FakeGitHub, github: GitHub, tmp_path: Path) -> None:
    fake.pull_request(8, head="topic", head_repository="mallory/shop")
    assert resolve_run(github, run_of(fake, 7, tmp_path)).number == 7
    assert resolve_run(github, run_of(fake, 8, tmp_path)).number == 8


def test_a_run_that_fits_no_pull_request_or_several_is_refused(
    fake: FakeGitHub, github: GitHub, tmp_path: Path
) -> None:
    run = run_of(fake, 7, tmp_path)
    fake.pull_request(8, head="topic", base="release", commits=[fake.world.pulls[7].head_sha])
    with pytest.raises(SourceError, match="fits several pull requests: #8, #7"):
        resolve_run(github, run)
    fake.push(7)
    fake.push(8)
    with pytest.raises(SourceError, match="fits no open pull request"):
        resolve_run(github, run)


def test_pull_requests_that_share_a_head_are_found(fake: FakeGitHub, github: GitHub) -> None:
    head = fake.world.pulls[7].head_sha
    fake.pull_request(8, head="other", base="release", commits=[head])
    fake.pull_request(9, head="more", commits=[head, fake.commit(message="on top")])
    fake.world.pulls[7].draft = True
    assert [(pull.number, pull.draft) for pull in read_pulls_of_head(github, head)] == [(7, True), (8, False)]
    assert [pull.number for pull in read_open_pulls(github)] == [9, 8, 7]
    assert [pull.number for pull in read_open_pulls(github, base="release")] == [8]


@pytest.mark.parametrize("squash", [False, True])
def test_a_merge_group_names_all_its_pull_requests(fake: FakeGitHub, github: GitHub, squash: bool) -> None:
    fake.pull_request(8, head="other")
    group = read_group(Payload(fake.merge_group(7, 8, squash=squash), "the event"))
    assert (group.number, group.base_branch) == (8, "main")
    assert read_group_pulls(github, group) == (7, 8)


def test_a_rebased_merge_group_of_one_is_known_by_its_length(fake: FakeGitHub, github: GitHub) -> None:
    start = fake.world.branches["main"]
    fake.pull_request(8, head="other", commits=[fake.commit(message="One"), fake.commit(message="Two")])
    one = fake.commit(message="One", parents=(start,))
    two = fake.commit(message="Two", parents=(one,))
    told = {"base_ref": "refs/heads/main", "base_sha": start, "head_sha": two}
    told["head_ref"] = f"refs/heads/gh-readonly-queue/main/pr-8-{start}"
    assert read_group_pulls(github, read_group(Payload(told, "the event"))) == (8,)
    told["head_sha"] = one
    with pytest.raises(SourceError, match="of which no pull request is known"):
        read_group_pulls(github, read_group(Payload(told, "the event")))


def test_a_merge_group_that_does_not_lead_from_its_base_is_refused(fake: FakeGitHub, github: GitHub) -> None:
    told = {**fake.merge_group(7), "base_sha": fake.commit(message="Elsewhere", parents=())}
    with pytest.raises(SourceError, match="does not lead from its base to its head"):
        read_group_pulls(github, read_group(Payload(told, "the event")))
