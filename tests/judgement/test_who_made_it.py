"""Who counts as a human author, and who had a hand in a change: nobody gets a rank, or an approval, by a faint sign."""

from __future__ import annotations

import pytest
import sketches as s

from blastgate.decide.authors import human_authors, makers
from blastgate.model.attribution import Attribution, CommitAttribution, Evidence, State, Strength
from blastgate.model.change import Change, Identity

DANA, ZOE = Identity("Dana", "dana@example.com"), Identity("Zoe", "zoe@example.com")
CLAUDE = "Co-authored-by: Claude <noreply@anthropic.com>"


def said(*evidence: Evidence, state: State = "ai") -> Attribution:
    """Attribute the one commit of a sketch."""
    return Attribution(state, commits=(CommitAttribution("c1", "s", "a", state, evidence),))


def of(message: str = "Change it", author: str = "Dana <dana@example.com>") -> Change:
    """Sketch a change of one commit."""
    return s.change("a.py", commits=(s.commit(author, message),))


@pytest.mark.parametrize(("strength", "human"), [("weak", True), ("strong", False), ("declared", False)])
def test_an_author_is_a_tool_by_more_than_a_faint_sign(strength: Strength, human: bool) -> None:
    found = human_authors(of(), said(Evidence("a tool", "author", strength, "Dana")))
    assert (DANA in found) == human


@pytest.mark.parametrize(("strength", "human"), [("weak", True), ("strong", False)])
def test_a_co_author_is_a_tool_by_more_than_a_faint_sign(strength: Strength, human: bool) -> None:
    quote = "Co-authored-by: Zoe <ZOE@example.com>"
    found = human_authors(of(f"Change\n\n{quote}"), said(Evidence("a tool", "trailer", strength, quote)))
    assert (Identity("Zoe", "ZOE@example.com") in found) == human


def test_a_co_author_without_an_address_is_no_tool_because_another_is() -> None:
    found = human_authors(
        of(f"Change\n\nCo-authored-by: Zoe\n{CLAUDE}"), said(Evidence("C", "trailer", "strong", CLAUDE))
    )
    assert found == (DANA, Identity("Zoe", ""))


def test_automation_and_apps_are_no_people() -> None:
    assert human_authors(of(), said(state="bot")) == ()
    app = "An app <7+app[bot]@users.noreply.github.com>"
    assert human_authors(of(author=app), said(state="none")) == ()


def test_before_the_commit_there_are_the_people_who_would_make_it() -> None:
    staged = s.change("a.py", commits_known=False, people=(ZOE,))
    assert human_authors(staged, Attribution("unknown")) == (ZOE,)
    assert human_authors(staged._replace(people=()), Attribution("unknown")) == ()
    unread = of()._replace(commits_known=False)
    assert human_authors(unread, said(state="none")) == ()


def test_who_committed_has_a_hand_where_more_is_asked_than_the_author() -> None:
    put = of()
    put = put._replace(commits=(put.commits[0]._replace(committer=ZOE),), people=(Identity("Sam", "sam@example.com"),))
    opened = put.people[0]
    assert makers(put, "not-author") == (opened, DANA)
    assert makers(put, "not-contributor") == (opened, DANA, ZOE)
    assert makers(put, "none") == ()
