"""Who is who, and who could approve."""

from __future__ import annotations

import pytest

from blastgate.model.change import Identity
from blastgate.policy.layers.load import load_policy
from blastgate.policy.matching.codeowners import compile_owners, parse_codeowners
from blastgate.policy.people import Candidates, People, overruled_groups

POLICY = b"""version: 1
extends: [recommended]
people:
  senior: ["@dana", "eve@shop.example", "@acme/staff"]
  web: {"web/**": ["@wendy"], "web/cart/**": ["@carl"]}
  emails: {dana@home.example: "@dana"}
"""


def people(text: bytes = POLICY, codeowners: bytes | None = None, **files: bytes) -> People:
    """Build the people of a policy."""
    found = {f"{name}.yml": data for name, data in files.items()}
    return People(load_policy(text, ".blastgate.yml", "head", found.get), codeowners)


IDENTITIES = [
    (Identity("Dana", "dana@home.example"), {"senior"}),
    (Identity("x", "Dana@Home.Example"), {"senior"}),
    (Identity("x", "1234+dana@users.noreply.github.com"), {"senior"}),
    (Identity("x", "DANA@users.noreply.github.com"), {"senior"}),
    (Identity("x", "EVE@shop.example"), {"senior"}),
    (Identity("@dana", "mallory@shop.example"), set()),
    (Identity("Dana", "dana@elsewhere.example"), set()),
    (Identity("x", "dana@users.noreply.github.com.evil.example"), set()),
    (Identity("x", "1+dana2@users.noreply.github.com"), set()),
    (Identity("x", "@dana"), {"senior"}),
    (Identity("", ""), set()),
]


@pytest.mark.parametrize(("identity", "groups"), IDENTITIES)
def test_people_are_known_by_address_and_login_never_by_name(identity: Identity, groups: set[str]) -> None:
    """Anyone may call themselves Dana."""
    assert people().groups_of(identity) == groups


def test_candidates_of_a_list_are_its_members() -> None:
    """The list itself, in its order."""
    assert people().candidates("senior", ("x",)) == Candidates(("@dana", "eve@shop.example", "@acme/staff"))


def test_candidates_by_path_are_those_of_every_glob_that_matches() -> None:
    """Who owns most of the changed files comes first."""
    assert people().candidates("web", ("web/a", "web/cart/b")).members == ("@wendy", "@carl")
    assert "names no owner of these files (src/x)" in people().candidates("web", ("src/x",)).note


CODEOWNERS = b"""# who owns what
*            @all
*.js         @js  # a comment
/docs/*      docs@shop.example
apps/        @apps
/build/logs/ @logs
src/**/deep  @deep @acme/deep
**/any       @any
/free
!/not        @ignored
[section]    @ignored
a[b]c        @ignored
bad owner here
{x,y}        @braces
with\\ blank  @blank
"""
OWNERS = [
    ("README", ("@all",)),
    ("a/b.js", ("@js",)),
    ("docs/a.md", ("docs@shop.example",)),
    ("docs/sub/a.md", ("@all",)),
    ("x/apps/y/z", ("@apps",)),
    ("apps", ("@all",)),
    ("build/logs/x", ("@logs",)),
    ("x/build/logs/x", ("@all",)),
    ("src/a/b/deep/x", ("@deep", "@acme/deep")),
    ("q/any", ("@any",)),
    ("free", ()),
    ("free/x", ()),
    ("not", ("@all",)),
    ("abc", ("@all",)),
    ("x", ("@all",)),
    ("{x,y}", ("@braces",)),
    ("with blank", ("@blank",)),
]


@pytest.mark.parametrize(("path", "owners"), OWNERS)
def test_codeowners_is_read_as_github_reads_it(path: str, owners: tuple[str, ...]) -> None:
    """The last line that matches wins, also one that names nobody."""
    assert compile_owners(CODEOWNERS)(path) == owners


def test_codeowners_lines_keep_their_numbers_and_hostile_files_own_nothing() -> None:
    """Lines GitHub would skip are skipped; a file over its limit is not loaded."""
    assert [line.line for line in parse_codeowners(CODEOWNERS)] == [2, 3, 4, 5, 6, 7, 8, 9, 14, 15]
    assert parse_codeowners(b"* @a\n" * 700_000) == ()
    assert parse_codeowners(b"\xff\xfe\x00* @a\n\x00") == ()
    assert compile_owners(b"\xef\xbb\xbf* @a\r\n")("x") == ("@a",)


def test_a_large_codeowners_is_read_from_its_end() -> None:
    """The last line wins, however many stand before it."""
    data = b"".join(b"/pkg%d/ @team%d\n" % (i, i) for i in range(20_000))
    owners = compile_owners(data)
    assert (owners("pkg19999/x"), owners("pkg3/x"), owners("pkg20000/x")) == (("@team19999",), ("@team3",), ())


NOBODY = [
    ("senior", None, "nobody can approve: `people.senior` names no one in this policy"),
    ("owners", None, "nobody can approve: `people.owners` is CODEOWNERS, and there is no such file"),
    ("owners", b"/x @a\n", "nobody can approve: CODEOWNERS names no owner of these files (src/a)"),
    ("ghosts", None, "no group is called 'ghosts'"),
]


@pytest.mark.parametrize(("group", "codeowners", "note"), NOBODY)
def test_a_group_of_nobody_is_told(group: str, codeowners: bytes | None, note: str) -> None:
    """A requirement that nobody can meet is told, never waived."""
    built_in = People(load_policy(None, "built-in", "built-in", lambda _: None), codeowners)
    assert built_in.candidates(group, ("src/a",)) == Candidates((), note)


BASE = b'version: 1\nextends: [recommended]\npeople: {senior: ["@dana", "@eve"]}\n'
MERGES = [
    ('["@dana"]', ("@dana",), 0),
    ('["@Dana", "@eve"]', ("@Dana", "@eve"), 0),
    ('["@mallory"]', ("@dana", "@eve"), 1),
    ('["@dana", "@mallory"]', ("@dana", "@eve"), 1),
    ("[]", ("@dana", "@eve"), 0),
    ("codeowners", ("@dana", "@eve"), 1),
]


@pytest.mark.parametrize(("own", "members", "overruled"), MERGES)
def test_a_layer_may_narrow_a_group_and_never_widen_it(own: str, members: tuple[str, ...], overruled: int) -> None:
    """Nobody makes themselves senior in the layer above."""
    text = f"version: 1\nextends: [org.yml]\npeople: {{senior: {own}}}\n".encode()
    policy = load_policy(text, ".blastgate.yml", "head", {"org.yml": BASE}.get)
    assert People(policy, b"* @mallory\n").candidates("senior", ("x",)).members == members
    assert len(list(overruled_groups(policy))) == overruled


def test_a_file_says_who_the_packs_owners_are() -> None:
    """A pack knows nobody, so its CODEOWNERS is a default; a file that names itself like a pack is still a file."""
    text = b'version: 1\nextends: [recommended]\npeople: {owners: ["@carl"]}\n'
    assert people(text, b"* @all\n").candidates("owners", ("x",)).members == ("@carl",)
    posing = {"rules/policies/recommended.yml": b'version: 1\nextends: [recommended]\npeople: {owners: ["@carl"]}\n'}
    top = b'version: 1\nextends: [rules/policies/recommended.yml]\npeople: {owners: ["@mallory"]}\n'
    policy = load_policy(top, ".blastgate.yml", "head", posing.get)
    assert People(policy, None).candidates("owners", ("x",)).members == ("@carl",)
