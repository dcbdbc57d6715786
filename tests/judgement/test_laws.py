"""Laws of the judgement, on generated changes and policies."""

from __future__ import annotations

from random import Random
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st
from sketches import EMAILS, RECOMMENDED, TEAM, at, change, commit, guardrail, layer, limits, measured, policy, rule

from blastgate.classify import classify
from blastgate.decide import decide
from blastgate.model.change import Change, FileChange, Line, Patch
from blastgate.model.classification import LEVELS, Level
from blastgate.model.impact import Impact
from blastgate.model.verdict import OUTCOMES, Outcome, Verdict
from blastgate.policy.model import ComponentRule, GateRow, GuardrailSetting, Layer, Policy
from blastgate.policy.people import People
from blastgate.policy.settings import LoweringSetting

T = TypeVar("T")
Rails = tuple[GuardrailSetting, ...]
LAW = settings(max_examples=40, deadline=None)

PATHS = [
    "auth/a.py",
    "auth/tests/a.py",
    "lib/a.py",
    "lib/tests/t.py",
    "docs/a.md",
    ".github/workflows/ci.yml",
    "data/x",
]
levels: st.SearchStrategy[Level] = st.sampled_from(LEVELS)
counts = st.one_of(st.none(), st.integers(0, 40))


@st.composite
def files(draw: st.DrawFn) -> FileChange:
    path = draw(st.sampled_from(PATHS)) + draw(st.sampled_from(["", "1", "2"]))
    old = draw(st.one_of(st.none(), st.sampled_from(PATHS)))
    status = "renamed" if old else draw(st.sampled_from(["modified", "added", "deleted", "submodule"]))
    blobs = draw(st.sampled_from([("", ""), ("one", "two"), ("one", "one")]))
    return FileChange(path, status, old, draw(counts), draw(counts), old_blob=blobs[0], new_blob=blobs[1])  # type: ignore[arg-type]


@st.composite
def changes(draw: st.DrawFn) -> Change:
    found = tuple(draw(st.lists(files(), min_size=1, max_size=6, unique_by=lambda f: f.path)))
    readable = draw(st.sets(st.sampled_from([f.path for f in found])))
    lines = draw(st.sampled_from(["x = 1", "import tensorrt", "def test_a(): assert a", "uses: a/b@v2"]))
    before = draw(st.sampled_from(["assert b", "x = 1  # another", "uses: a/b@v1"]))
    patches = {path: Patch((Line(1, lines),), (Line(1, before),)) for path in sorted(readable)}
    authors = draw(st.lists(st.sampled_from(["dana", "sam"]), max_size=2, unique=True))
    commits = tuple(commit(f"{name} <{name}@example.com>", sha=name) for name in authors)
    texts = {"one": "x = 1  # another\n", "two": "x = 1\n"}
    return change()._replace(files=found, patches=patches, commits=commits, texts=texts)


impacts = st.builds(
    Impact,
    services_affected=st.one_of(st.none(), st.integers(0, 4)),
    services_at_runtime=st.one_of(st.none(), st.integers(0, 4)),
    affected_files=st.one_of(st.none(), st.integers(0, 40)),
)

rules = st.sampled_from(
    [
        rule("auth", at_least="high", paths=("auth/**",), unless=("tests",)),
        rule("tests", at_most="low", paths=("**/tests/**",)),
        rule("docs", at_most="low", extensions=(".md",)),
        rule("data", at_most="medium", paths=("data/**",)),
        rule("lib", at_least="medium", paths=("lib/**",)),
        rule("cuda", at_least="high", added_lines=("tensorrt",), unless=("docs",)),
        rule("all", at_most="low", paths=("**",)),
    ]
)
tables = st.lists(
    st.builds(
        lambda level, **given: limits(level, **given),
        levels,
        max_files=st.integers(0, 5),
        max_lines=st.integers(0, 60),
        max_services=st.integers(0, 4),
        max_affected_files=st.integers(0, 40),
    ),
    max_size=2,
    unique_by=lambda row: row.level,
)


def gate_row(index: int, level: str, ai: str, author: str, then: Outcome) -> GateRow:
    by = ("senior",) if then == "review" else ()
    return GateRow(index, level, ai, author, then, by, "a row", at(20 + index))  # type: ignore[arg-type]


gates = st.lists(
    st.builds(
        gate_row,
        st.just(1),
        st.sampled_from(["any", *LEVELS]),
        st.sampled_from(["any", "yes", "no"]),
        st.sampled_from(["any", "senior"]),
        st.sampled_from(["pass", "warn", "review", "block"]),
    ),
    max_size=4,
).map(tuple)

rails = st.lists(
    st.sampled_from(
        [
            guardrail("ai-paths", "block", only=("docs/**", "**/tests/**")),
            guardrail("protected-paths", "block", paths=(".github/**",), allow=("senior",)),
            guardrail("oversized-change", "review", max_files=3),
            guardrail("test-weakening", "review"),
            guardrail("hidden-characters", "block"),
            guardrail("secret-in-diff", "warn"),
            guardrail("coverage-config", "block", paths=("data/**",)),
            guardrail("binary-or-minified-by-ai", "review"),
            guardrail("new-privileged-workflow", "review"),
            guardrail("cumulative-radius", "review", max_changes=0),
        ]
    ),
    max_size=3,
    unique_by=lambda setting: setting.id,
).map(tuple)


LOWERED = (
    LoweringSetting(at(50), {"comment_only": "low", "exact_rename": "low", "pinned_action": "medium"}),
    LoweringSetting(at(51), {"comment_only": "high", "formatting_only": "medium"}),
)


@st.composite
def layers(draw: st.DrawFn) -> Layer:
    return layer(
        levels=tuple(draw(tables)),
        categories=tuple(draw(st.lists(rules, max_size=4, unique_by=lambda r: r.category))),
        gate=draw(gates),
        guardrails=draw(rails),
        emails=EMAILS,
        groups=TEAM,
        default_level=draw(st.one_of(st.none(), levels)),
        unknown_attribution=draw(st.sampled_from([None, "treat_as_ai", "treat_as_none"])),
        lowering=draw(st.sampled_from([None, *LOWERED])),
        components=draw(st.sampled_from([(), (ComponentRule("lib", at(60), "lib", criticality="high"),)])),
    )


floors = layers().map(lambda one: one._replace(default_level=one.default_level or "medium"))
policies = st.lists(layers(), min_size=1, max_size=3).map(lambda many: policy(*many))
states = st.sampled_from(["none", "unknown", "ai"])


def decided(sketch: Change, by: Policy, said: str = "none", impact: Impact | None = None) -> Verdict:
    return decide(measured(sketch, by, said, impact or Impact()), by, People(by, None))


def height(level: Level) -> int:
    return LEVELS.index(level)


def strictness(outcome: Outcome) -> int:
    return OUTCOMES.index(outcome)


@LAW
@given(changes(), files(), impacts, policies)
def test_adding_a_file_never_lowers_the_level(sketch: Change, more: FileChange, impact: Impact, by: Policy) -> None:
    kept = tuple(f for f in sketch.files if f.path != more.path)
    fewer = classify(sketch._replace(files=kept), impact, by).level if kept else "low"
    assert height(classify(sketch._replace(files=(*kept, more)), impact, by).level) >= height(fewer)


@LAW
@given(changes(), impacts, policies, states, st.randoms(use_true_random=False))
def test_the_order_of_files_commits_and_rules_never_matters(
    sketch: Change, impact: Impact, by: Policy, said: str, random: Random
) -> None:
    def shuffled(many: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(random.sample(many, len(many)))

    other = sketch._replace(files=shuffled(sketch.files), commits=shuffled(sketch.commits))
    mixed = [
        one._replace(categories=shuffled(one.categories), guardrails=shuffled(one.guardrails)) for one in by.layers
    ]
    there = by._replace(layers=tuple(one._replace(levels=shuffled(one.levels)) for one in mixed))
    first, second = classify(sketch, impact, by), classify(other, impact, there)
    assert (first.level, first.categories, first.reasons) == (second.level, second.categories, second.reasons)
    assert sorted(first.files, key=lambda f: f.path) == sorted(second.files, key=lambda f: f.path)
    assert decided(sketch, by, said, impact) == decided(other, there, said, impact)


@LAW
@given(changes(), policies, states)
def test_the_order_of_tables_never_matters(sketch: Change, by: Policy, said: str) -> None:
    """Tables of the layers are asked side by side: swapping them between layers gives the same outcome."""
    turned = tuple(reversed([one.gate for one in by.layers]))
    other = by._replace(layers=tuple(one._replace(gate=gate) for one, gate in zip(by.layers, turned, strict=True)))
    assert decided(sketch, by, said).outcome == decided(sketch, other, said).outcome


@LAW
@given(changes(), impacts, rails)
def test_more_evidence_of_ai_never_loosens_under_a_monotone_table(sketch: Change, impact: Impact, on: Rails) -> None:
    by = policy(layer(gate=RECOMMENDED, guardrails=on, categories=(rule("auth", at_least="high", paths=("auth/**",)),)))
    found = [strictness(decided(sketch, by, said, impact).outcome) for said in ("none", "unknown", "ai")]
    assert found == sorted(found)


@LAW
@given(changes(), policies, rails, states)
def test_guardrails_only_tighten(sketch: Change, by: Policy, on: Rails, said: str) -> None:
    without = by._replace(layers=tuple(one._replace(guardrails=()) for one in by.layers))
    more = by._replace(layers=(by.layers[0]._replace(guardrails=(*by.layers[0].guardrails, *on)), *by.layers[1:]))
    found = [strictness(decided(sketch, used, said).outcome) for used in (without, by, more)]
    assert found == sorted(found)


@LAW
@given(changes(), impacts, floors, layers(), states)
def test_adding_a_layer_only_tightens(sketch: Change, impact: Impact, floor: Layer, more: Layer, said: str) -> None:
    """The level of every file and of the change; and the outcome, where the floor's table is monotone."""
    alone, both = policy(floor), policy(floor, more)
    before, after = classify(sketch, impact, alone), classify(sketch, impact, both)
    assert height(after.level) >= height(before.level)
    assert all(height(b.level) >= height(a.level) for a, b in zip(before.files, after.files, strict=True))
    floor = floor._replace(gate=RECOMMENDED)
    stricter = [decided(sketch, used, said, impact).outcome for used in (policy(floor), policy(floor, more))]
    assert strictness(stricter[1]) >= strictness(stricter[0])


@LAW
@given(changes(), impacts, policies)
def test_unknown_is_never_looser_than_zero(sketch: Change, impact: Impact, by: Policy) -> None:
    zero = Impact(services_affected=0, services_at_runtime=0, affected_files=0)
    unknown = Impact(services_affected=None, services_at_runtime=None, affected_files=None)
    blind = sketch._replace(files=tuple(f._replace(additions=None, deletions=None) for f in sketch.files), patches={})
    plain = sketch._replace(files=tuple(f._replace(additions=0, deletions=0) for f in sketch.files), patches={})
    assert height(classify(sketch, unknown, by).level) >= height(classify(sketch, zero, by).level)
    assert height(classify(blind, impact, by).level) >= height(classify(plain, impact, by).level)


@LAW
@given(changes(), impacts, policies, states)
def test_every_judgement_has_reasons_that_give_its_level(sketch: Change, impact: Impact, by: Policy, said: str) -> None:
    found = classify(sketch, impact, by)
    assert found.reasons[0].level == found.level
    assert max(found.files, key=lambda f: height(f.level)).level in LEVELS[: height(found.level) + 1]
    verdict = decided(sketch, by, said, impact)
    assert all(strictness(way.outcome) < strictness(verdict.outcome) for way in verdict.ways_forward)
    assert bool(verdict.requirements) >= (verdict.outcome == "review")
