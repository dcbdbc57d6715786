"""What lint finds, where, and what it says to do."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from blastgate.policy.layers.load import load_policy
from blastgate.policy.lint.lint import lint

HEAD = "version: 1\nextends: [recommended]\n"
PEOPLE = 'people: {senior: ["@dana"], owners: ["@carl"]}\n'
FILES = ("services/auth/x.go", "services/cart/main.go", "docs/a.md", ".github/CODEOWNERS", "web/index.ts")


def found(text: str, files: Collection[str] | None = FILES, **others: str) -> list[tuple[str, int, str, str]]:
    """Lint a policy; return severity, line, text and remedy of what it finds."""
    read = {f"{name}.yml": body.encode() for name, body in others.items()}
    policy = load_policy(text.encode(), ".blastgate.yml", "head", read.get)
    return [(f.severity, f.location.line, f.text, f.remedy) for f in lint(policy, files)]


def table(*rows: str) -> str:
    """Write a policy of its own with these rows; they stand from line 4 on."""
    return "version: 1\n" + PEOPLE + "gate:\n" + "".join(f"  - {{{row}}}\n" for row in rows)


@pytest.mark.parametrize("pack", ["recommended", "strict", "observe", "starter"])
def test_the_packs_are_clean_once_people_are_named(pack: str) -> None:
    """What we ship, our own lint passes."""
    assert found(f"version: 1\nextends: [{pack}]\n{PEOPLE}") == []


def test_nobody_senior_is_a_warning() -> None:
    """The built-in policy asks for seniors and can name none."""
    ((severity, _, text, remedy),) = found(HEAD)
    assert (severity, text) == ("warning", "group 'senior' must approve and names nobody: such a change can never pass")
    assert remedy == 'name people under `people`, as in senior: ["@login"]'


def test_an_uncovered_cell_is_an_error() -> None:
    """A case that no row answers would be an ERROR on the day it comes."""
    rows = ("level: low, then: pass", "level: medium, then: warn", "level: high, ai_assisted: no, then: warn")
    assert found(table(*rows)) == [
        (
            "error",
            6,
            "no row answers for a high change, AI-assisted yes, by an author in no group",
            "add a row, as in {level: high, ai_assisted: yes, author: any, then: review, by: [senior]}",
        )
    ]


def test_a_row_for_one_group_does_not_cover_the_others() -> None:
    """An author in no group is the hardest to cover."""
    texts = [text for _, _, text, _ in found(table("level: any, author: senior, then: pass"))]
    assert len(texts) == 6


def test_a_row_below_a_broader_one_is_never_reached() -> None:
    """First match wins, so order matters."""
    rows = (
        "level: low, then: pass",
        "level: any, then: warn",
        "level: high, ai_assisted: yes, author: senior, then: block",
    )
    assert found(table(*rows)) == [
        ("warning", 6, "row 3 is never reached: line 5 takes all of it", "move it up, or delete it")
    ]


def test_two_rows_together_may_shadow_a_third() -> None:
    """Yes and no are all there is."""
    rows = (
        "level: any, ai_assisted: yes, then: warn",
        "level: any, ai_assisted: no, then: warn",
        "level: any, then: block",
    )
    assert [text for _, _, text, _ in found(table(*rows))] == ["row 3 is never reached: line 4, 5 takes all of it"]


LOOSER = [
    (("level: low, then: warn", "level: any, then: pass"), 5, "row 2 (pass) is looser than a low change gets on"),
    (
        ("level: medium, then: review, by: [senior, owners]", "level: any, then: review, by: [senior]"),
        None,
        "row 2 (review by senior) is looser than a medium change gets on",
    ),
    (
        ("level: any, ai_assisted: no, then: warn", "level: any, then: pass"),
        5,
        "row 2 (pass) is looser than one that is not AI-assisted gets on",
    ),
]


@pytest.mark.parametrize(("rows", "line", "words"), LOOSER)
def test_a_looser_answer_to_something_worse_is_an_error(rows: tuple[str, ...], line: int | None, words: str) -> None:
    """A table must not reward a larger radius or an AI."""
    errors = [(where, text) for severity, where, text, _ in found(table(*rows)) if severity == "error"]
    assert any(text.startswith(words) for _, text in errors)
    assert line is None or {where for where, _ in errors} == {line}


def test_a_partial_table_above_a_floor_is_no_hole() -> None:
    """A layer that speaks of one cell only leaves the others to its floor."""
    rows = "gate: [{level: medium, ai_assisted: yes, author: any, then: review, by: [owners]}]\n"
    assert found(HEAD + PEOPLE + rows) == []


IDLE = [
    (
        'categories:\n  x: {at_least: high, paths: ["services/auht/**"]}\n',
        "'services/auht/**' matches no file",
        "nearest path: services/auth",
    ),
    ('guardrails:\n  ai_paths: {only: ["docz/**"]}\n', "'docz/**' matches no file", "nearest path: docs"),
    (
        "components:\n  cart: {root: services/carts}\n",
        "component 'cart': no file below 'services/carts'",
        "nearest path: services/cart",
    ),
    (
        'categories:\n  x: {at_least: high, paths: ["**/*.zig"]}\n',
        "'**/*.zig' matches no file",
        "check the folder names, or delete it",
    ),
]


@pytest.mark.parametrize(("text", "words", "remedy"), IDLE)
def test_a_glob_that_meets_nothing_names_the_nearest_path(text: str, words: str, remedy: str) -> None:
    """A typo in a path disables a rule in silence."""
    assert found(HEAD + PEOPLE + text) == [("warning", 5, words, remedy)]
    assert found(HEAD + PEOPLE + text, files=None) == []


def test_an_owners_glob_is_looked_at_too() -> None:
    """People by path hang on globs."""
    text = 'people: {senior: ["@dana"], owners: {"wep/**": ["@w"]}}\n'
    assert found(HEAD + text) == [("warning", 3, "'wep/**' matches no file", "nearest path: web")]


def test_words_that_a_floor_makes_idle_are_told() -> None:
    """A layer only tightens, and says so where it cannot loosen."""
    text = "levels: {low: {max_files: 50}}\ncategories:\n  auth: {at_least: low}\n"
    assert [(line, words) for _, line, words, _ in found(HEAD + PEOPLE + text)] == [
        (4, "low `max_files: 50` has no effect: rules/policies/recommended.yml:6 says 10, and a layer only tightens"),
        (6, "category 'auth' never decides: 'auth' (rules/categories/auth.yml:2) is stricter on all its files"),
        (6, "low for 'auth' has no effect where rules/categories/auth.yml:2 says at least high"),
    ]


def test_a_shadowed_category_names_its_rival() -> None:
    """A ceiling on files that a risk word claims never shows."""
    text = 'categories:\n  calm: {at_most: low, paths: ["services/auth/**"]}\n'
    ((_, line, words, remedy),) = found(HEAD + PEOPLE + text)
    assert (line, words) == (
        5,
        "category 'calm' never decides: 'auth' (rules/categories/auth.yml:2) is stricter on all its files",
    )
    assert remedy == "delete it, or give the other an `unless`"


def test_a_group_that_widens_its_floor_is_told() -> None:
    """Who is senior is the organisation's word."""
    text = 'version: 1\nextends: [org.yml]\npeople: {senior: ["@mallory"]}\n'
    ((_, line, words, _),) = found(text, org=HEAD + PEOPLE)
    assert (line, words) == (
        3,
        "this list of 'senior' does not hold: org.yml:3 names the group, and a layer only narrows",
    )


def test_observe_under_an_enforcing_floor_is_told() -> None:
    """A layer cannot switch enforcement off."""
    ((_, _, words, _),) = found(
        "version: 1\nextends: [org.yml]\nmode: observe\n", org=HEAD + PEOPLE + "mode: enforce\n"
    )
    assert words == "`mode: observe` does not hold: another layer says enforce, or is the floor and says nothing"


def test_codeowners_that_is_not_there_is_told() -> None:
    """Owners who stand nowhere cannot be asked."""
    ((_, _, words, remedy),) = found(HEAD + 'people: {senior: ["@dana"]}\n', files=("a.go",))
    assert (words, remedy) == (
        "group 'owners' is CODEOWNERS, and the repository has no such file",
        "add .github/CODEOWNERS, or list people",
    )


FLOOR = (
    HEAD + 'people: {senior: ["@dana"], owners: ["@carl"]}\nlevels: {low: {max_files: 5}}\n'
    "categories: {auth: {at_least: high}}\nguardrails: {secret_in_diff: {then: block}}\n"
    "gate: [{level: any, ai_assisted: yes, then: review, by: [senior]}, {level: any, then: pass}]\n"
)


@pytest.mark.parametrize(
    ("more", "text"),
    [
        (
            "levels: {low: {max_files: 9}}",
            "low `max_files: 9` has no effect: org.yml:4 says 5, and a layer only tightens",
        ),
        (
            "categories: {auth: {at_least: medium}}",
            "medium for 'auth' has no effect where org.yml:5 says at least high",
        ),
        (
            "guardrails: {secret_in_diff: {then: warn}}",
            "`then: warn` of secret-in-diff has no effect: org.yml:6 says block",
        ),
        (
            "gate: [{level: any, then: warn}]",
            "row 1 (warn) has no effect for a low change, AI-assisted yes: org.yml:7 says review",
        ),
        ("approvals: {independence: none}", "`approvals: none` has no effect: a file below says not-prompter"),
        ("approvals: {unchanged_patch: count}", "`approvals: count` has no effect: a file below says ask"),
        ("lowering: {comment_only: low}", "`comment_only: low` has no effect: a file below says off"),
    ],
)
def test_a_layer_that_loosens_a_file_is_an_error_with_its_place(more: str, text: str) -> None:
    """The organisation's word holds; whoever writes the upper layer is told at the line."""
    policy = load_policy(
        f"version: 1\nextends: [org.yml]\n{more}\n".encode(), ".blastgate.yml", "head", {"org.yml": FLOOR.encode()}.get
    )
    errors = [f for f in lint(policy, None) if f.severity == "error" and f.location.file == ".blastgate.yml"]
    assert [(f.location.line, text in f.text) for f in errors] == [(3, True)]


def test_a_layer_may_be_stricter_and_a_pack_is_only_where_one_begins() -> None:
    more = "levels: {low: {max_files: 2}}\napprovals: {independence: not-prompter}\nlowering: {comment_only: off}\n"
    policy = load_policy(
        f"version: 1\nextends: [org.yml]\n{more}".encode(), ".blastgate.yml", "head", {"org.yml": FLOOR.encode()}.get
    )
    assert [f for f in lint(policy, None) if f.location.file == ".blastgate.yml"] == []
    alone = load_policy(
        f"{HEAD}{PEOPLE}lowering: {{comment_only: low}}\n".encode(), ".blastgate.yml", "head", lambda _: None
    )
    assert lint(alone, None) == ()
