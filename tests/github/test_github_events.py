"""Events: GitHub's own payloads are understood, hostile ones refused, and nothing else ever happens."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from github_files import EVENTS, needs_files
from hypothesis import given
from hypothesis import strategies as st

from blastgate.errors import SourceError
from blastgate.model.event import Event
from blastgate.model.pull_request import Account
from blastgate.sources.github.events import READERS, read_event
from blastgate.testing import FakeGitHub

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "github" / "events.yml").read_text())
REAL = sorted(EVENTS.glob("*.json")) if EVENTS.is_dir() else []


def read(folder: Path, name: str, payload: object, repository: str = "acme/shop") -> Event:
    file = folder / "event.json"
    file.write_text(payload if isinstance(payload, str) else json.dumps(payload), errors="surrogatepass")
    return read_event({"GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(file), "GITHUB_REPOSITORY": repository})


def changed(payload: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """Copy a payload with one value replaced; ``path`` is its keys joined by dots."""
    made = copy.deepcopy(payload)
    *way, last = path.split(".")
    place = made
    for key in way:
        place = place[key]
    place[last] = value
    return made


@needs_files
@pytest.mark.parametrize("file", REAL, ids=[file.stem for file in REAL])
def test_github_s_own_payloads_are_understood(file: Path, tmp_path: Path) -> None:
    payload = json.loads(file.read_bytes())
    name = file.name.split(".")[0]
    event = read(tmp_path, name, payload, payload["repository"]["full_name"])
    assert (event.name, event.action) == (name, payload["action"])
    assert event.actor and event.actor.login in json.dumps(payload)
    if pull := payload.get("pull_request"):
        assert (event.number, event.head_sha) == (pull["number"], pull["head"]["sha"])
    if run := payload.get("workflow_run"):
        assert event.run and (event.run.id, event.run.sha, event.run.branch) == (
            run["id"],
            run["head_sha"],
            run["head_branch"],
        )
    if group := payload.get("merge_group"):
        assert event.group and (event.group.base_sha, event.group.head_sha) == (group["base_sha"], group["head_sha"])
        assert (event.group.base_branch, event.number) == ("main", 104)
    if "issue" in payload:
        assert (event.number, event.recheck) == (None, False)


@needs_files
@pytest.mark.parametrize("file", REAL, ids=[file.stem for file in REAL])
def test_an_event_of_another_repository_is_refused(file: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not of acme/other"):
        read(tmp_path, file.name.split(".")[0], json.loads(file.read_bytes()), "acme/other")


@pytest.mark.parametrize("case", CASES, ids=[f"{case['event']}: {case['name']}" for case in CASES])
def test_hostile_values_are_refused_where_they_stand(fake: FakeGitHub, tmp_path: Path, case: dict[str, Any]) -> None:
    group = fake.merge_group(7)
    review, comment = fake.review("dana"), fake.comment("dana", "/blastgate recheck")
    payload = fake.payload(case["event"], 7, review=review, comment=comment, merge_group=group)
    assert read(tmp_path, case["event"], payload).name == case["event"]
    with pytest.raises(SourceError) as caught:
        read(tmp_path, case["event"], changed(payload, case["path"], case["value"]))
    assert case["says"] in f"{caught.value.where} {caught.value.message}"
    assert f"{caught.value.where} {caught.value.message} {caught.value.hint}".isprintable()


@pytest.mark.parametrize(
    ("body", "asks"),
    [
        ("/blastgate recheck", True),
        ("/blastgate recheck  \r\nplease", True),
        ("\n/blastgate recheck", True),
        ("> /blastgate recheck", False),
        ("please /blastgate recheck", False),
        ("/blastgate recheck now", False),
        ("/blastgate rechecked", False),
        ("/Blastgate Recheck", False),
        ("Hello\n/blastgate recheck", False),
        ("<!-- -->/blastgate recheck", False),
        ("", False),
    ],
)
def test_only_the_first_line_of_a_comment_is_a_command(fake: FakeGitHub, tmp_path: Path, body: str, asks: bool) -> None:
    payload = fake.payload("issue_comment", 7, comment=fake.comment("dana", body), sender="eve")
    event = read(tmp_path, "issue_comment", payload)
    assert (event.number, event.recheck) == (7, asks)
    assert event.actor and event.actor.login == "dana"


def test_a_command_counts_on_pull_requests_and_when_written(fake: FakeGitHub, tmp_path: Path) -> None:
    payload = fake.payload("issue_comment", 7, comment=fake.comment("dana", "/blastgate recheck"))
    assert not read(tmp_path, "issue_comment", {**payload, "action": "edited"}).recheck
    issue = {"number": 7, "title": "an issue"}
    assert read(tmp_path, "issue_comment", {**payload, "issue": issue}) == Event(
        "issue_comment", "created", "acme/shop", Account("dana", fake.world.user("dana").id)
    )


@pytest.mark.parametrize("event", ["schedule", "workflow_dispatch"])
def test_by_the_clock_there_may_be_no_sender(fake: FakeGitHub, tmp_path: Path, event: str) -> None:
    assert read(tmp_path, event, {"schedule": "0 * * * *"}) == Event(event, "", "acme/shop")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["", "[]", "null", "{", "[" * 200_000, '{"action": NaN}', "9" * 5000, "\ud800", '{"a": 1e999}']
)
@pytest.mark.parametrize("event", ["pull_request_target", "merge_group"])
def test_a_payload_that_is_no_object_is_refused(tmp_path: Path, text: str, event: str) -> None:
    with pytest.raises(SourceError):
        read(tmp_path, event, text)


def test_the_variables_must_say_what_runs(tmp_path: Path) -> None:
    for name in ("", "push", "pull_request\n", "fork"):
        with pytest.raises(SourceError, match="no event the gate runs on: issue_comment, merge_group"):
            read_event({"GITHUB_EVENT_NAME": name})
    for repository in ("", "acme", "acme/shop/x", "acme/.."):
        with pytest.raises(SourceError, match="names no repository"):
            read_event({"GITHUB_EVENT_NAME": "schedule", "GITHUB_REPOSITORY": repository})
    for path in ("", str(tmp_path), str(tmp_path / "none"), "/dev/zero", "nul\0"):
        with pytest.raises(SourceError):
            read_event({"GITHUB_EVENT_NAME": "schedule", "GITHUB_REPOSITORY": "a/b", "GITHUB_EVENT_PATH": path})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
PLACES = ["action", "number", "pull_request", "repository", "sender", "workflow_run", "merge_group", "issue", "comment"]
DEEPER = [
    "number",
    "head",
    "full_name",
    "login",
    "id",
    "head_sha",
    "head_ref",
    "base_ref",
    "body",
    "user",
    "pull_request",
]


@given(
    event=st.sampled_from(sorted(READERS)),
    payload=st.dictionaries(
        st.sampled_from(PLACES), JSON | st.dictionaries(st.sampled_from(DEEPER), JSON, max_size=6), max_size=9
    ),
)
def test_any_payload_is_an_event_or_a_source_error(
    tmp_path_factory: pytest.TempPathFactory, event: str, payload: dict[str, Any]
) -> None:
    try:
        assert read(tmp_path_factory.getbasetemp(), event, payload).name == event
    except SourceError as error:
        assert error.hint


@given(value=JSON, path=st.sampled_from([case["path"] for case in CASES]), event=st.sampled_from(sorted(READERS)))
def test_any_value_in_any_place_is_an_event_or_a_source_error(
    tmp_path_factory: pytest.TempPathFactory, value: object, path: str, event: str
) -> None:
    fake = FakeGitHub()
    fake.pull_request(7)
    group, review, comment = fake.merge_group(7), fake.review("dana"), fake.comment("dana", "hi")
    payload = fake.payload(event, 7, review=review, comment=comment, merge_group=group)
    try:
        assert read(tmp_path_factory.getbasetemp(), event, changed(payload, path, value)).repository == "acme/shop"
    except (KeyError, TypeError):
        assert path.split(".")[0] not in payload  # this event has no such place
    except SourceError as error:
        assert error.hint
