"""What is proven to change no behaviour, and what only looks like it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sketches import at, change, file, layer, limits, policy, rule

from blastgate.classify import classify
from blastgate.classify._sameness import differences
from blastgate.model.change import Change
from blastgate.model.classification import Classification, Level
from blastgate.model.impact import AffectedComponent, Impact
from blastgate.policy.model import Layer, Policy
from blastgate.policy.settings import LoweringKind, LoweringSetting

C, F = "comment_only", "formatting_only"
PAIRS: list[tuple[str, str, str, set[str] | None]] = [
    ("a.py", "x = 1  # one\n", "x = 1  # the one\n", {C}),
    ("a.py", "x = 1\n", "# new\nx = 1\n", {C}),
    ("a.py", "f(1,2)\n", "f(\n    1,\n    2)\n", {F}),
    ("a.py", "x=1\n", "x = 1  # one\n", {C, F}),
    ("a.py", "x = 1\n", "x = 2  # one\n", None),
    ("a.py", "if a:\n    b()\nc()\n", "if a:\n    b()\n    c()\n", None),
    ("a.py", 'x = "a  # b"\n', 'x = "a  # c"\n', None),
    ("a.py", '"""Doc  one."""\n', '"""Doc one."""\n', None),
    ("a.py", "x = 1\n", "x = 1  # noqa\n", None),
    ("a.py", "x = 1  # type: int\n", "x = 1  # type: str\n", None),
    ("a.py", "x = 1\n", "x = 1  # pragma: no cover\n", None),
    ("a.py", 'x = f"{d["a b"]}"\n', 'x = f"{d["a  b"]}"\n', None),
    ("a.py", "# a\n", "# a\rimport os\n", None),
    ("a.py", "# a\nx\n", "# a \u202e\nx\n", None),
    ("a.py", "x = 1 .real\n", "x = 1.real\n", None),
    ("a.py", "x = 'open\n", "x =  'open\n", None),
    ("a.go", "package a\n\nvar x = 1 // one\n", "package a\n\nvar x   = 1 // the one\n", {C, F}),
    ("a.go", "package a\n// Doc.\nvar x = `a // b`\n", "package a\n// Docs.\nvar x = `a // b`\n", {C}),
    ("a.go", "package a\nvar x = `a // b`\n", "package a\nvar x = `a // c`\n", None),
    ("a.go", "//go:build linux\npackage a\n", "//go:build darwin\npackage a\n", None),
    ("a.go", "package a\nx := a\n+ b\n", "package a\nx := a + b\n", None),
    ("a_test.go", "// Output: 1\n}", "// Output: 2\n}", None),
    ("a.go", 'package a\n// int f();\nimport "C"\n', 'package a\n// int g();\nimport "C"\n', None),
    ("A.java", "class A { int x; /* a */ }", "class A {\n  int x; /* b */\n}", {C, F}),
    ("A.java", 'String s = "/* a */";', 'String s = "/* b */";', None),
    ("A.java", "// \\u000a evil();\n", "// \\u000a good();\n", None),
    ("a.ts", "const a = b / c; // x\n", "const a = b / c; // y\n", {C}),
    ("a.ts", "const r = /[\"'] \\/\\//g;\n", "const r = /[\"']  \\/\\//g;\n", None),
    ("a.ts", "const u = 'http://a';\n", "const u = 'http://b';\n", None),
    ("a.ts", "const a = (b) / c; // x\n", "const a = (b) / c; // y\n", None),
    ("a.ts", "return a\n", "return\na\n", None),
    ("a.ts", "a = b ++ + c\n", "a = b + ++ c\n", None),
    ("a.ts", "// @ts-ignore\nf()\n", "f()\n", None),
    ("a.ts", "const t = `a ${b} // c`\n", "const t = `a ${b} // d`\n", None),
    ("a.js", "const A = () => <p>http://a</p>\n", "const A = () => <p>http://b</p>\n", None),
    ("a.tsx", "f() // a\n", "f() // b\n", None),
    ("a.rb", "x = 1 # a\n", "x = 1 # b\n", None),
    ("a.yml", "a: 1 # one\n", "a: 1 # the one\n", {C}),
    ("a.yml", "a: [1, 2]\n", "a: [1,2]\n", {F}),
    ("a.yml", "a: no\n", "a: 'no'\n", None),
    ("a.yml", "a: |\n  # text\n", "a: |\n  # other\n", None),
    ("a.yml", "a: 1\n", "a: 1 # zizmor: ignore[x]\n", None),
    ("a.json", '{"a": 1, "b": 2}', '{\n  "a": 1,\n  "b": 2\n}', {F}),
    ("a.json", '{"a": 1}', '{"a": "1"}', None),
    ("a.json", '{"a": 1, "b": 2}', '{"b": 2, "a": 1}', None),
    ("a.json", '{"a": 1.0}', '{"a": 1.00}', None),
    ("a.toml", "a = 1 # one\n", "a = 1 # the one\n", {C}),
    ("a.toml", "a = 1.0\n", 'a = "1.0"\n', None),
    ("a.toml", "a = [1, 2]\n", "a = [\n  1,\n  2,\n]\n", {F}),
]


@pytest.mark.parametrize(("path", "old", "new", "kinds"), PAIRS, ids=range(len(PAIRS)))
def test_only_what_runs_the_same_is_proven(path: str, old: str, new: str, kinds: set[str] | None) -> None:
    for one, other in ((old, new), (new, old)):
        found = differences(path, one, other)
        assert (None if found is None else set(found)) == kinds


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["a.py", "a.go", "a.ts", "A.java", "a.yml", "a.json", "a.toml"]),
    st.text("ab1 \n\t\r\"'`#/*\\{}[]()<>,;:=+-$fr\u2028\x0c", max_size=40),
    st.text("ab1 \n\t\r\"'`#/*\\{}[]()<>,;:=+-$fr\u2028\x0c", max_size=40),
)
def test_no_text_crashes_and_the_proof_is_symmetric(path: str, old: str, new: str) -> None:
    assert differences(path, old, new) == differences(path, new, old)
    assert differences(path, old, old) in (None, frozenset())


SNIPPETS = (
    "f(a, 1)",
    "if a:\n    b = 1\n",
    "x = 'a # b'\n",
    'y = """a\n # b"""\n',
    "c = f'{a}'\n",
    "z = [1,\n 2]\n",
    "# c\n",
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(SNIPPETS), min_size=1, max_size=4).map("".join),
    st.integers(0, 60),
    st.sampled_from([" ", "  ", "# a", "#", "\n", " # b\n", "\n\n", "    ", "\t", "\\\n", "\x0c", "''", "\r\n"]),
)
def test_python_proven_the_same_compiles_to_the_same(old: str, place: int, more: str) -> None:
    """Against Python's own parser, where it reads the text before and after something is put in."""
    import ast

    new = old[:place] + more + old[place:]
    if differences("a.py", old, new) is None:
        return
    try:
        before = ast.dump(ast.parse(old))
    except (SyntaxError, ValueError):
        return
    assert ast.dump(ast.parse(new)) == before


def lowering(kinds: dict[str, Level], line: int = 50) -> LoweringSetting:
    """Sketch a setting."""
    return LoweringSetting(at(line), kinds)  # type: ignore[arg-type]


AUTH = rule("auth", at_least="high", paths=("auth/**",))
SWITCH = rule("switches", at_least="high", added_lines=("verify=False",), location=at(12))
SIZES = (limits("low", 3, max_lines=1, max_files=9), limits("medium", 4, max_lines=2, max_files=9))
ALL: dict[str, Level] = {
    "comment_only": "low",
    "formatting_only": "low",
    "exact_rename": "low",
    "pinned_action": "medium",
}
TEAM = layer(categories=(AUTH, SWITCH), levels=SIZES, lowering=lowering(ALL))
HIGH = Impact(
    affected=(
        AffectedComponent("auth", "auth", "service", "code", 0),
        AffectedComponent("x", "auth/x", "tool", "code", 0),
    )
)


def edited(path: str, old: str, new: str, lines: str = "-x = 1  # one\n+x = 1  # two") -> Change:
    """Sketch one modified file with the whole of both its sides."""
    one = change(file(path, lines, old_blob="o", new_blob="n", old_mode="100644", new_mode="100644"))
    return one._replace(texts={"o": old, "n": new})


def look(sketch: Change, *layers: Layer, impact: Impact = HIGH) -> Classification:
    """Classify under some layers, the floor first."""
    by: Policy = policy(*(layers or (TEAM,)))
    return classify(sketch, impact, by)


COMMENT = edited("auth/a.py", "x = 1  # one\n", "x = 1  # two\n")


def test_a_comment_in_a_high_file_is_low_with_its_reason() -> None:
    found = look(COMMENT)
    assert found.level == "low"
    assert [r.code for r in found.reasons] == ["lowered", "ceiling"]
    assert found.reasons[0].text == "lowered to low: in 1 file only comments change: auth/a.py (.blastgate.yml:50)"
    assert found.files[0].level == "low"
    assert found.categories == ("auth",)


def test_off_unless_somebody_says_it() -> None:
    assert look(COMMENT, layer(categories=(AUTH,))).level == "high"
    assert look(COMMENT, layer(categories=(AUTH,), lowering=lowering({"formatting_only": "low"}))).level == "high"
    assert look(COMMENT._replace(texts={})).level == "high"


def test_no_layer_lowers_what_its_floor_does_not() -> None:
    floor, upper = layer("floor", categories=(AUTH,)), layer("team", lowering=lowering({"comment_only": "low"}))
    assert look(COMMENT, floor, upper).level == "high"
    pack = layer("recommended", source="rules/policies/recommended.yml", categories=(AUTH,))
    assert look(COMMENT, pack, upper).level == "low"
    assert look(COMMENT, TEAM, layer("upper", lowering=lowering({"comment_only": "high"}))).level == "high"
    assert look(COMMENT, TEAM, layer("upper", lowering=lowering({"comment_only": "medium"}))).level == "medium"


def test_a_line_that_is_dangerous_stays_so_in_a_comment() -> None:
    assert look(edited("auth/a.py", "x = 1\n", "x = 1  # verify=False\n", "+x = 1  # verify=False")).level == "high"


@pytest.mark.parametrize(
    ("old", "new", "given", "level"),
    [
        ("auth/a.py", "auth/b.py", {}, "low"),
        ("auth/a.py", "auth/x/a.py", {}, "high"),
        ("auth/a.py", "lib/a.py", {}, "high"),
        ("auth/a.py", "auth/a.txt", {}, "high"),
        ("auth/a.py", "auth/b.py", {"new_blob": "2"}, "high"),
        ("auth/a.py", "auth/b.py", {"new_mode": "100755"}, "high"),
    ],
)
def test_a_rename_counts_within_one_component_to_the_byte(
    old: str, new: str, given: dict[str, Any], level: str
) -> None:
    same = {"old_blob": "1", "new_blob": "1", "old_mode": "100644", "new_mode": "100644"} | given
    assert look(change(file(new, "", old_path=old, **same))).level == level


A, B = "a" * 40, "b" * 40
USES = "      - uses: actions/checkout@"


@pytest.mark.parametrize(
    ("old", "new", "level"),
    [
        (f"{USES}{A} # v4.1.0", f"{USES}{B} # v4.2.0", "medium"),
        (f"{USES}v4", f"{USES}v5", "medium"),
        (f"{USES}v4", f"{USES}{B}", "medium"),
        (f"{USES}{A}", f"{USES}v5", "high"),
        (f"{USES}v4", f"{USES}main", "high"),
        (f"{USES}v4", "      - uses: evil/checkout@v5", "high"),
        (f"{USES}v4", f"{USES}v5 --x", "high"),
        ("      - run: a@v4", "      - run: a@v5", "high"),
    ],
)
def test_another_version_of_a_pinned_action_is_medium(old: str, new: str, level: str) -> None:
    path = ".github/workflows/ci.yml"
    assert look(edited(path, f"{old}\n", f"{new}\n", f"-{old}\n+{new}")).level == level


def test_the_workflow_of_the_gate_is_never_a_mere_bump() -> None:
    old, new = f"{USES}v4", f"{USES}v5"
    text = "{}\n      - run: blastgate gate\n"
    path = ".github/workflows/gate.yml"
    assert look(edited(path, text.format(old), text.format(new), f"-{old}\n+{new}")).level == "high"


@pytest.mark.parametrize("path", [".github/workflows/ci.yml", ".blastgate.yml"])
def test_the_gates_own_files_are_not_lowered(path: str) -> None:
    assert look(edited(path, "a: 1 # one\n", "a: 1 # two\n")).level == "high"


def test_lowered_with_something_else_is_what_the_rest_is() -> None:
    found = look(COMMENT._replace(files=(*COMMENT.files, *change("auth/b.py").files)))
    assert found.level == "high"
    assert {(r.code, r.level) for r in found.reasons} >= {("category", "high"), ("lowered", "low")}


def test_kinds_of_a_policy_are_the_strictest_of_its_layers() -> None:
    on: dict[LoweringKind, Level] = {"comment_only": "low"}
    first, second = layer("a", lowering=LoweringSetting(at(1), on)), layer("b")
    assert policy(first, second).lowering == on
    assert policy(second, first).lowering == {}
