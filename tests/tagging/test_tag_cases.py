"""Messages before and after, environments and what they say: as data, byte by byte."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from blastgate import registry
from blastgate.attribution.attribute import attribute_commit
from blastgate.attribution.tools import Tools, load_tools, read_tool
from blastgate.errors import UsageError
from blastgate.model.change import Commit, Identity
from blastgate.tagging.agents import LIKELY, Agent, agent_in, read_variables
from blastgate.tagging.form import Form, read_form, trailer_of
from blastgate.tagging.marks import may_bear
from blastgate.tagging.occasion import why_not
from blastgate.tagging.tag import tag

CASES = Path(__file__).parent.parent / "cases" / "tagging"
FILES = registry.rule_files("ai_tools")
WITH_VARIABLES = [path for path in FILES if read_variables(path).marks]


def read_cases(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = yaml.safe_load((CASES / f"{name}.yml").read_text(encoding="utf-8"))
    return cases


def pairs(marks: dict[str, Any], key: str) -> list[tuple[str, str]]:
    """Read a map of a tool's file; empty when it is not there."""
    return list(marks.get(key, {}).items())


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


@pytest.mark.parametrize("case", read_cases("messages"), ids=lambda case: case["title"])
def test_a_message_gets_its_trailer(case: dict[str, Any]) -> None:
    agent = Agent("claude-code", "Claude", "Claude Code", case.get("model", ""))
    form = read_form(case["trailer"], "the case") if "trailer" in case else Form()
    before = case["before"].encode("latin-1")
    tagged = tag(before, agent, form, case.get("comment", "#").encode(), case.get("template", "").encode())
    assert tagged.message == (before if case["after"] is None else case["after"].encode("latin-1"))
    assert bool(tagged.trailer) == (case["after"] is not None)
    assert bool(tagged.why_not) == (case["after"] is None)
    assert tagged.denied == case.get("denied", "")


@pytest.mark.parametrize("case", read_cases("environments"), ids=lambda case: str(case["environment"]))
def test_an_environment_tells_its_agent(case: dict[str, Any]) -> None:
    agent = agent_in(case["environment"])
    assert (trailer_of(agent, Form()) if agent else None) == (f"Assisted-by: {case['says']}" if case["says"] else None)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_quick_reading_sees_the_variables_that_a_full_yaml_reader_sees(path: Path) -> None:
    full: dict[str, Any] = read_tool(path)
    quick = read_variables(path)
    sure = [(name, value) for rank, name, value in quick.marks if rank != LIKELY]
    likely = [(name, value) for rank, name, value in quick.marks if rank == LIKELY]
    assert sure == pairs(full, "environment")
    assert likely == pairs(full, "likely_environment")
    assert list(quick.models) == full.get("model_environment", [])
    assert quick.title == full["title"]
    assert quick.agent == full.get("agent", full["title"])


@pytest.mark.parametrize("path", WITH_VARIABLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("model", ["", "claude-sonnet-4-6", "openrouter/openai/gpt-5.4:free", "auto"])
def test_attribution_reads_back_what_is_tagged(path: Path, model: str, tools: Tools) -> None:
    known = read_variables(path)
    agent = Agent(known.tool, known.agent, known.title, model)
    tagged = tag(b"Mend the paging\n", agent, Form())
    found = attribute_commit(commit_of(tagged.message), tools)
    assert found.state == "ai"
    assert [(e.tool, e.kind, e.strength) for e in found.evidence] == [(known.tool, "trailer", "declared")]


def test_attribution_reads_back_an_agent_that_no_table_lists(tools: Tools) -> None:
    agent = agent_in({"AI_AGENT": "ours"})
    assert agent is not None
    tagged = tag(b"Mend the paging\n", agent, Form())
    assert [e.tool for e in attribute_commit(commit_of(tagged.message), tools).evidence] == ["generic-ai"]
    assert tag(b"Fix\n\nAssisted-by: Codex:GPT-5.4\n", agent, Form()).trailer == ""


@pytest.mark.parametrize("path", WITH_VARIABLES, ids=lambda path: path.stem)
def test_each_mark_of_a_tool_has_a_word_that_the_quick_look_knows(path: Path) -> None:
    full: dict[str, Any] = read_tool(path)
    lists = ("names", "words", "people", "identities", "sites", "footers", "links")
    marks = [mark for key in lists for mark in full.get(key, [])]
    marks += [name for key in ("trailers", "sessions") for name, _ in pairs(full, key)]
    assert [mark for mark in marks if not may_bear(mark, path.stem)] == []
    assert marks


@pytest.mark.parametrize(
    ("source", "inside", "tagged"),
    [
        ("", (), True),
        ("message", (), True),
        ("commit", (), True),
        ("merge", (), False),
        ("squash", (), False),
        ("template", (), False),
        ("", ("MERGE_HEAD",), False),
        ("", ("SQUASH_MSG",), False),
        ("message", ("CHERRY_PICK_HEAD",), False),
        ("message", ("REVERT_HEAD",), True),
        ("message", ("rebase-merge",), False),
        ("commit", ("rebase-merge", "rebase-merge/stopped-sha"), True),
    ],
)
def test_what_is_only_carried_over_is_not_tagged(source: str, inside: tuple[str, ...], tagged: bool) -> None:
    assert (why_not(source, lambda name: name in inside) == "") == tagged


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Signed-off-by: {agent}", "only a person can sign off"),
        ("signed-off-by", "only a person can sign off"),
        ("Assisted by", "is no trailer"),
        (": {agent}", "is no trailer"),
        ("X: a\nSigned-off-by: Kim", "is no trailer"),
        ("X: {name}", "{name} is no place; there are agent, model, title, tool"),
    ],
)
def test_a_form_that_is_no_trailer_is_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError) as raised:
        read_form(text, "--trailer")
    assert message in raised.value.message
    assert raised.value.where == "--trailer"
    assert "Assisted-by" in raised.value.hint


def commit_of(message: bytes) -> Commit:
    """Make a person's commit of a message."""
    kim = Identity("Kim Lee", "kim@example.org")
    return Commit("c" * 40, ("p",), kim, kim, "2026-09-01T12:00:00+00:00", message.decode())
