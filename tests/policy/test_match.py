"""Category rules against paths and lines, and the laws of levels."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blastgate.model.change import Line
from blastgate.model.classification import LEVELS
from blastgate.policy.matching.match import Rules, compile_rules, file_ceiling, file_level, line_rules
from blastgate.policy.model import CategoryRule, Layer, Location

HERE = Location("p.yml", 1)


def rule(category: str, **given: object) -> CategoryRule:
    """Build a rule with the given fields."""
    return CategoryRule(category, HERE)._replace(**given)  # type: ignore[arg-type]


def layer(*rules: CategoryRule, default: str | None = None) -> Layer:
    """Build a layer of rules."""
    return Layer("l", "p.yml", "", categories=rules, default_level=default)  # type: ignore[arg-type]


def names(found: Rules) -> list[str]:
    """Return the categories of some rules."""
    return [r.category for r in found]


TOKENS = [
    ("auth", "services/auth/x.go", True),
    ("auth", "userAuth.ts", True),
    ("auth", "AUTH_KEYS.py", True),
    ("auth", "OAuth2.java", True),
    ("auth", "x/auth0/y", True),
    ("auth", "authoring/x", False),
    ("auth", "oauth/x", False),
    ("feature-store", "ml/featureStore/x", True),
    ("feature-store", "feature_store.yaml", True),
    ("feature-store", "FEATURE_STORE", True),
    ("feature-store", "feature/store/x", False),
    ("feature-store", "store-feature", False),
    ("k8s", "deploy/k8s-prod/x", True),
    ("http", "HTTPServer.java", True),
    ("server", "HTTPServer.java", True),
]


@pytest.mark.parametrize(("token", "path", "seen"), TOKENS)
def test_a_token_is_whole_words_of_one_part(token: str, path: str, seen: bool) -> None:
    """Humps, digits and separators part words; folders do too."""
    assert bool(compile_rules((rule("x", tokens=(token,)),))(path)) is seen


def test_extensions_ignore_letter_case_and_may_have_two_dots() -> None:
    """``.tf.json`` is an end of the name as ``.json`` is."""
    match = compile_rules((rule("tf", extensions=(".tf.json",)), rule("json", extensions=(".JSON",))))
    assert names(match("a.d/main.TF.json")) == ["tf", "json"]
    assert names(match("a.json/main")) == []


def test_names_see_the_last_part_only() -> None:
    """A folder called Dockerfile is no Dockerfile."""
    match = compile_rules((rule("docker", names=("Dockerfile*",)),))
    assert [bool(match(path)) for path in ("Dockerfile", "a/Dockerfile.prod", "Dockerfile/x", "a/myDockerfile")] == [
        True,
        True,
        False,
        False,
    ]


def test_unless_excuses_by_the_other_category_own_matchers() -> None:
    """Kind first: a page below auth/ is prose. The excuse's own ``unless`` does not count, so no cycle can matter."""
    match = compile_rules(
        (
            rule("auth", at_least="high", tokens=("auth",), unless=("docs",)),
            rule("docs", at_most="low", extensions=(".md",), unless=("auth",)),
        )
    )
    assert names(match("auth/x.md")) == []
    assert names(match("auth/x.go")) == ["auth"]


def test_a_layer_cannot_excuse_what_its_floor_says() -> None:
    """Calling everything documentation switches off no rule of the layer below."""
    floor = rule("auth", at_least="high", tokens=("auth",), unless=("docs",))
    match = compile_rules((floor, rule("docs", at_most="low", paths=("**",), layer=1)))
    assert names(match("auth/x.go")) == ["auth", "docs"]


def test_content_rules_see_their_lines_and_respect_unless() -> None:
    """Added and removed lines are different questions; prose about a thing is not the thing."""
    rules = (
        rule("cuda", at_least="medium", added_lines=(r"\.cuda\(",), unless=("docs",)),
        rule("tls", at_least="high", removed_lines=("verify=True",)),
        rule("docs", extensions=(".md",)),
    )
    match = line_rules(rules)
    gains, losses = (Line(1, "x = x.cuda()"),), (Line(9, "get(u, verify=True)"),)
    assert names(match("a.py", gains, losses)) == ["cuda", "tls"]
    assert names(match("a.py", losses, gains)) == []
    assert names(match("a.md", gains, losses)) == ["tls"]


def test_a_line_is_searched_to_its_end_and_may_hold_any_bytes() -> None:
    """Nothing hides behind column 2,000 or an undecodable byte."""
    match = line_rules((rule("x", at_least="high", added_lines=("needle$",)),))
    assert names(match("a", (Line(1, "a" * 5_000_000 + "\udcff needle"),), ())) == ["x"]


def test_without_content_rules_no_line_is_read() -> None:
    """The hook does not pay for what no rule asks."""
    assert line_rules((rule("x", paths=("**",)),))("a", (Line(1, "x"),), ()) == ()


LEVELS_OF_FILES = [
    ((), "medium"),
    ((rule("a", at_most="low"),), "low"),
    ((rule("a", at_most="low"), rule("b", at_most="medium")), "medium"),
    ((rule("a", at_most="low"), rule("b", at_least="high")), "high"),
    ((rule("a", at_least="low"),), "low"),
    ((rule("a"),), "medium"),
]


@pytest.mark.parametrize(("seen", "level"), LEVELS_OF_FILES)
def test_the_level_of_a_file(seen: Rules, level: str) -> None:
    """Floors first, then ceilings, then the default."""
    assert file_level(seen, (), (layer(),)) == level


def test_lines_only_raise() -> None:
    """A low floor found in a line lowers nothing."""
    assert file_level((), (rule("x", at_least="low"),), (layer(default="high"),)) == "high"
    assert file_level((rule("d", at_most="low"),), (rule("x", at_least="high"),), (layer(),)) == "high"


def test_a_default_that_a_floor_states_cannot_be_lowered_from_above() -> None:
    """What the floor leaves unsaid, the layer above may fill in; what it says holds."""
    above = (rule("mine", at_most="low", layer=1),)
    assert file_level(above, (), (layer(), layer())) == "low"
    assert file_level(above, (), (layer(default="medium"), layer())) == "medium"


def test_a_ceiling_needs_every_word_to_be_one() -> None:
    """A floor without a ceiling leaves the size limits in force; a layer below sees only its own rules."""
    assert file_ceiling((rule("a", at_most="low"), rule("n")), 0) == "low"
    assert file_ceiling((rule("a", at_most="low"), rule("b", at_least="medium")), 0) is None
    assert file_ceiling((rule("a", at_least="medium", at_most="medium"),), 0) == "medium"
    assert file_ceiling((rule("a", at_most="low", layer=1),), 0) is None
    assert file_ceiling((), 0) is None


PATHS = ["a.md", "auth/a.md", "auth/x.go", "tests/auth/x.go", "x.go", "tests/x.md"]
LEVEL = st.one_of(st.none(), st.sampled_from(LEVELS))
RULE = st.builds(
    lambda name, floor, ceiling, glob, unless: rule(
        name, at_least=floor, at_most=ceiling, paths=(glob,), unless=tuple(unless)
    ),
    st.sampled_from("abc"),
    LEVEL,
    LEVEL,
    st.sampled_from(["**", "**/*.md", "auth/**", "tests/**", "*.go"]),
    st.lists(st.sampled_from("abc"), max_size=2),
)
LAYERS = st.lists(st.tuples(st.lists(RULE, max_size=4), LEVEL), min_size=2, max_size=3)


def stack(parts: list[tuple[list[CategoryRule], str | None]]) -> tuple[Layer, ...]:
    """Build layers whose rules know their index."""
    return tuple(layer(*(r._replace(layer=i) for r in rules), default=d) for i, (rules, d) in enumerate(parts))


def level_under(layers: tuple[Layer, ...], path: str) -> int:
    """Return the level of a path as a number."""
    match = compile_rules(tuple(r for each in layers for r in each.categories))
    return LEVELS.index(file_level(match(path), (), layers))


@given(LAYERS, st.sampled_from(PATHS), st.sampled_from(LEVELS))
def test_a_layer_only_tightens(parts: list[tuple[list[CategoryRule], str | None]], path: str, default: str) -> None:
    """Whatever is put on top of a floor that says its default, no file gets a lower level."""
    layers = stack([(parts[0][0], parts[0][1] or default), *parts[1:]])
    assert level_under(layers, path) >= level_under(layers[:-1], path)


@given(LAYERS, st.sampled_from(PATHS), st.randoms())
def test_the_order_of_categories_never_matters(
    parts: list[tuple[list[CategoryRule], str | None]], path: str, random: Random
) -> None:
    """A table is a set of rules."""
    layers = stack(parts)
    rules = [r for each in layers for r in each.categories]
    before = compile_rules(tuple(rules))(path)
    random.shuffle(rules)
    after = compile_rules(tuple(rules))(path)
    assert sorted(map(repr, before)) == sorted(map(repr, after))
    assert file_level(before, (), layers) == file_level(after, (), layers)
