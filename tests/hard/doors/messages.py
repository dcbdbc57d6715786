"""What people and tools write around a change: commit messages, names, notes, texts and branches of pull requests."""

from __future__ import annotations

from functools import cache

from case_texts import texts_of

from blastgate.approvals.override import is_override
from blastgate.attribution.attribute import attribute_commit
from blastgate.attribution.evidence.pull_request import PullRequest, find_in_pull_request
from blastgate.attribution.tools import Tools, load_tools
from blastgate.model.change import Commit, Identity, Note
from blastgate.sources.github.events import asks_recheck
from blastgate.tagging.agents import Agent
from blastgate.tagging.form import Form
from blastgate.tagging.tag import tag

KIM = Identity("Kim Lee", "kim@example.org")
DATE = "2026-09-01T12:00:00+00:00"


@cache
def _tools() -> Tools:
    return load_tools()


def targets() -> tuple[str, ...]:
    """Each place that a stranger writes to."""
    return ("message", "merge", "identity", "note", "body", "branch", "tag", "command")


def seeds(target: str) -> list[bytes]:
    """The texts of the cases of attribution and of tags."""
    return texts_of("attribution/**/*.yml", 4) + texts_of("tagging/messages.yml", 4)


def answer(target: str, data: bytes) -> object:
    """Find the marks; nothing may be raised."""
    text = data.decode("utf-8", "replace")
    if target == "body":
        return find_in_pull_request(PullRequest(text, tuple(text.split("\n")[:5])), _tools())
    if target == "branch":
        return find_in_pull_request(PullRequest("", (), text), _tools())
    if target == "command":
        return asks_recheck(text), is_override(text)
    if target == "tag":
        return _tag(data)
    return attribute_commit(_commit(target, text), _tools())


def _commit(target: str, text: str) -> Commit:
    parents = ("p" * 40, "q" * 40) if target == "merge" else ("p" * 40,)
    name, _, email = text.partition("\n")
    who = Identity(name, email) if target == "identity" else KIM
    notes = (Note("refs/notes/ai", text), Note("refs/notes/x", text)) if target == "note" else ()
    message = text if target in ("message", "merge") else "Mend the paging"
    return Commit("c" * 40, parents, who, KIM, DATE, message, notes)


def _tag(data: bytes) -> object:
    """Tag a message twice: the second time nothing is added."""
    agent = Agent("claude-code", "Claude", "Claude Code")
    once = tag(data, agent, Form())
    assert tag(once.message, agent, Form()).message == once.message
    return once
