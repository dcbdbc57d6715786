"""Pull requests in a few words, for the tests of approvals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from blastgate.approvals import Membership, PullFacts, Reviewed
from blastgate.model.change import Identity
from blastgate.model.pull_request import Account, LinkedCommit, Review, ReviewState
from blastgate.model.verdict import Requirement, Verdict
from blastgate.policy.layers.load import load_policy
from blastgate.policy.people import People

HEAD, OLD, TREE = "a" * 40, "b" * 40, "7" * 40
POLICY = b"""version: 1
extends: [recommended]
people:
  senior: ["@dana", "@lee", "eve@shop.example", "@acme/staff"]
  emails: {eve@shop.example: "@eve"}
"""
CODEOWNERS = b"* @kim\nbilling/ @pat\n"
NUMBERS = {name: number for number, name in enumerate(("dana", "lee", "eve", "kim", "pat", "sam", "robin", "tess"), 1)}


def account(login: str, kind: str = "User") -> Account:
    """Return an account; the number goes with the login."""
    return Account(login, NUMBERS.get(login.lower(), 1000 + len(login)), "Bot" if login.endswith("[bot]") else kind)


def review(login: str | None, state: ReviewState = "approved", at: int = 1, commit: str = HEAD) -> Review:
    """Return a review given at second ``at``."""
    who = account(login) if login else None
    return Review(at, who, state, commit, f"2026-01-01T00:00:{at:02d}Z", "MEMBER")


def linked(author: str = "sam", sha: str = HEAD, message: str = "Change", committer: str = "") -> LinkedCommit:
    """Return a commit of one author, who also committed it unless ``committer`` says otherwise."""
    wrote, put = author, committer or author
    people = Identity(wrote, f"{wrote}@example.com"), Identity(put, f"{put}@example.com")
    return LinkedCommit(sha, TREE, ("c" * 40,), account(wrote), account(put), *people, message)


def pull(*reviews: Review, commits: Sequence[LinkedCommit] = (linked(),), **given: Any) -> PullFacts:
    """Return a pull request of sam's with these reviews."""
    facts: dict[str, Any] = {"number": 7, "head": HEAD, "tree": TREE, "opener": account("sam"), **given}
    return PullFacts(commits=tuple(commits), reviews=tuple(reviews), **facts)


def reviewed(*reviews: Review, **given: Any) -> Reviewed:
    """Return the facts of one pull request; the team staff has one member, tess."""
    teams = given.pop("teams", {"@acme/staff": frozenset({"@tess"})})
    return Reviewed((pull(*reviews, **given),), teams)


def people(text: bytes = POLICY) -> People:
    """Return the people of a policy; the addresses of example.com are linked to the login before the ``@``."""
    links = {f"{name}@example.com": f"@{name}" for name in NUMBERS}
    return People(load_policy(text, "main:.blastgate.yml", "default-branch", lambda _: None), CODEOWNERS, links)


def membership(facts: Reviewed, *paths: str, text: bytes = POLICY) -> Membership:
    """Return who belongs to what, for some paths."""
    return Membership(people(text), tuple(sorted(paths or ("app.py",))), facts.teams)


def asked(*groups: str) -> Verdict:
    """Return a verdict that asks one approval of each group."""
    candidates = {"senior": ("@dana", "@lee", "eve@shop.example", "@acme/staff"), "owners": ("@kim", "@pat")}
    return Verdict("review", requirements=tuple(Requirement(g, 1, candidates=candidates[g]) for g in groups))
