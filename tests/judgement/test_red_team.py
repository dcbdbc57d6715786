"""Code that is made to look like something milder: each pair of texts differs in what runs, and must not be lowered."""

from __future__ import annotations

from typing import Any

import pytest
import sketches as s

from blastgate.attribution.tools import load_tools
from blastgate.classify import classify
from blastgate.classify._pinned import only_bumps
from blastgate.classify._sameness import differences
from blastgate.impact.build import build_graph
from blastgate.impact.files import FactsStore
from blastgate.judge import Facts, judge
from blastgate.lockfiles.kinds.interface import Lock, Package
from blastgate.lockfiles.moved import compare
from blastgate.model.assessment import Assessment
from blastgate.model.change import FileChange, Patch
from blastgate.model.graph import Graph
from blastgate.model.impact import AffectedComponent, Impact
from blastgate.policy.layers.load import load_policy
from blastgate.policy.model import Location, Policy
from blastgate.policy.people import People
from blastgate.policy.settings import LoweringSetting
from blastgate.testing.snapshots import snapshot_of

RUNS = [
    ("a script's own comment", "a.js", "x = 1 <!-- /*\nevil(1)\n/* */\n"),
    ("a regular expression after a word", "a.js", "export default /[/*]/;\nevil(1);\n//*/\n"),
    ("a member called like a keyword", "a.js", "a.in / b /* \n// */; evil(1)\n"),
    ("a division on the next line", "a.js", "a\n/ b / c /* \n// */; evil(1)\n"),
    ("an assertion of TypeScript", "a.ts", "a! / b / 1 /* \n// */; evil(1)\n"),
    ("a template in a template", "a.js", "x = `}${` /* `}`; evil(1) /* */\n"),
    ("a comment in a template's field", "a.js", "x = `${a /* } */ + `/*`}`; evil(1) /* */\n"),
    ("a tag after a word", "a.js", "export default <div>/* {evil(1)} */</div>\n"),
    ("a quote in a formatted string", "a.py", 'x = f"{\'}\'}{y["#"]}"; evil(1)\n'),
    ("C above an import in a group", "a.go", 'package a\n// int evil() {return 1;}\nimport (\n\t"C"\n)\n'),
    ("C above a raw import", "a.go", "package a\n// int evil() {return 1;}\nimport `C`\n"),
    ("a script's dependencies", "a.py", '# /// script\n# dependencies = ["evil==1"]\n# ///\nx = 1\n'),
    ("another encoding", "a.py", "# -*- coding: unicode_escape -*-\n# \\u000aevil(1)\n"),
    ("a template of Helm", "a.yaml", "a: 1\n# {{ evil 1 }}\n"),
    ("a template of Jinja", "a.yaml", "a: 1\n# {% evil 1 %}\n"),
    ("a setting of Cython", "a.py", "# cython: boundscheck=1\nx = 1\n"),
    ("sources of an extension", "a.py", "# distutils: sources = evil1.c\nx = 1\n"),
    ("settings of a compiler", "a.py", "# nuitka-project: --evil=1\nx = 1\n"),
    ("indentation", "a.py", "if x:\n    a()\nevil()\n"),
    ("a build constraint", "a.go", "//go:build evil1\n\npackage a\n"),
    ("an escape that ends a comment", "a.java", "// \\u000a evil(1);\n"),
    ("a character that ends a line", "a.js", "// x\u2028evil(1)\n"),
    ("a carriage return that ends a line", "a.py", "# x\revil(1)\n"),
]


@pytest.mark.parametrize(("path", "text"), [row[1:] for row in RUNS], ids=[row[0] for row in RUNS])
def test_what_runs_is_no_comment_and_no_layout(path: str, text: str) -> None:
    other = text.replace("1", "2") if "1" in text else text.replace("\nevil", "\n    evil")
    assert other != text
    assert differences(path, text, other) is None


def test_the_marks_of_a_template_or_metadata_are_not_added_as_comments() -> None:
    assert differences("a.yaml", "a: 1\n", "a: 1\n# {{ evil }}\n") is None
    assert differences("a.py", "x = 1\n", "# /// script\n# dependencies = ['evil']\n# ///\nx = 1\n") is None


def test_a_step_that_moves_is_no_bump() -> None:
    bump = "-      - uses: actions/cache@v3\n+      - uses: actions/cache@v4"
    moved = bump.replace("\n", "\n       run: echo\n permissions: write-all\n")
    path = ".github/workflows/ci.yml"
    assert only_bumps(path, s.patch(bump))
    assert not only_bumps(path, s.patch(moved))


def test_a_rename_that_switches_a_pipeline_off_is_not_lowered() -> None:
    place, blob = Location("main:.blastgate.yml", 5), "a" * 40
    ci = s.rule("ci", at_least="high", names=("Jenkinsfile*",))
    policy = s.policy(s.layer(categories=(ci,), lowering=LoweringSetting(place, {"exact_rename": "low"})))
    given: dict[str, Any] = {
        "old_path": "app/Jenkinsfile",
        "old_blob": blob,
        "new_blob": blob,
        "additions": 0,
        "deletions": 0,
    }
    change = s.change(s.file("app/Jenkinsfile2", **given), s.file("app/b.py", **{**given, "old_path": "app/a.py"}))
    impact = Impact(affected=(AffectedComponent("app", "app", "service", "code", 0),))
    assert [file.level for file in classify(change, impact, policy).files] == ["high", "low"]


def recommended(text: str = "version: 1\nextends: [recommended]\n") -> Policy:
    """Load the pack that most begin with."""
    return load_policy(text.encode(), "main:.blastgate.yml", "default-branch", lambda _: None)


def judged(files: dict[str, str], changed: str) -> Assessment:
    """Judge an AI-assisted change of one file of a repository."""
    graph = build_graph(snapshot_of(files), (), FactsStore())
    message = "Change\n\nAssisted-by: Claude Code"
    change = s.change(s.file(changed, "+x = 2\n-x = 1"), commits=(s.commit(message=message),))
    policy = recommended()
    return judge(Facts(change, graph, load_tools(), People(policy, None)), policy)


SHIPPING = {
    "python": (
        {"shop/app.py": "from .tests.helpers import pay\n", "shop/__init__.py": "", "shop/tests/__init__.py": ""},
        "shop/tests/helpers.py",
    ),
    "through a test": (
        {"app.js": "require('./test/a')\n", "test/a.js": "require('./b')\n"},
        "test/b.js",
    ),
    "by folder": ({"web/index.js": "require('./spec/cart')\n"}, "web/spec/cart.js"),
}


@pytest.mark.parametrize(("files", "path"), SHIPPING.values(), ids=SHIPPING)
def test_what_ships_is_no_test_because_of_its_folder(files: dict[str, str], path: str) -> None:
    found = judged({**files, path: "x = 1\n"}, path)
    assert (found.level, found.outcome) == ("medium", "review")
    assert any(reason.code == "shipped" for reason in found.classification.reasons)


def test_what_ships_from_a_test_folder_is_as_delicate_as_beside_it() -> None:
    files = {"shop/auth/app.py": "from shop.auth.tests import check\n", "shop/auth/tests/check.py": "x = 1\n"}
    files |= {"shop/__init__.py": "", "shop/auth/__init__.py": "", "shop/auth/tests/__init__.py": ""}
    found = judged(files, "shop/auth/tests/check.py")
    assert (found.level, found.outcome) == ("high", "review")
    assert {"auth", "tests"} <= set(found.classification.categories)


def test_what_only_tests_import_is_a_test() -> None:
    files = {"shop/tests/helpers.py": "x = 1\n", "shop/tests/test_a.py": "from .helpers import x\n"}
    assert judged(files, "shop/tests/helpers.py").outcome == "pass"


VEILED = {
    "a.test.js": "secret-in-diff",
    "src/app.py": "secret-in-diff",
    "sql/grant.sql": "hidden-characters",
    "AGENTS.md": "hidden-characters",
}


@pytest.mark.parametrize(("path", "rail"), VEILED.items())
def test_a_zero_byte_hides_no_lines_of_source(path: str, rail: str) -> None:
    veiled = s.file(path, binary=True, old_blob="a" * 40, new_blob="b" * 40)
    policy = recommended()
    found = judge(Facts(s.change(veiled), Graph(), load_tools(), People(policy, None)), policy)
    assert (found.outcome, found.level) == ("review", "medium")
    assert rail in {finding.id for finding in found.verdict.guardrails}


POINTER = f"+version https://git-lfs.github.com/spec/v1\n+oid sha256:{'a' * 64}\n+size 120"
OUTSIDE = {"becomes one": POINTER, "points elsewhere": f"+\n+oid sha256:{'b' * 64}"}


@pytest.mark.parametrize("lines", OUTSIDE.values(), ids=OUTSIDE)
@pytest.mark.parametrize(("path", "level"), [("tests/test_a.py", "medium"), ("tests/a.png", "low"), ("a.md", "medium")])
def test_source_that_lies_outside_of_the_repository_is_not_seen(path: str, level: str, lines: str) -> None:
    policy = recommended()
    change = s.change(s.file(path, lines))
    found = judge(Facts(change, Graph(), load_tools(), People(policy, None)), policy)
    assert found.level == level
    assert (level == "low") or any(reason.code == "unreadable" for reason in found.classification.reasons)


def test_the_settings_of_branch_protection_are_the_gates_own() -> None:
    policy = recommended()
    change = s.change(s.file(".github/settings.yml", "-      contexts: [blastgate]"))
    assert judge(Facts(change, Graph(), load_tools(), People(policy, None)), policy).level == "high"


def test_a_picture_is_binary_and_nothing_more() -> None:
    policy = recommended()
    picture = s.file("docs/a.png", binary=True, old_blob="a" * 40, new_blob="b" * 40)
    assert judge(Facts(s.change(picture), Graph(), load_tools(), People(policy, None)), policy).outcome == "pass"


WEAKER = {
    "renamed away from its runner": s.file("tests/a.py", "", old_path="tests/test_a.py", status="renamed"),
    "a hook that leaves tests out": s.file("tests/conftest.py", "+def pytest_collection_modifyitems(items):"),
    "a skip by another name": s.file("tests/test_a.py", "+from pytest import skip as later"),
    "a skip put together": s.file("tests/test_a.py", '+nope = getattr(pytest.mark, "sk" + "ip")'),
}


@pytest.mark.parametrize("sketch", WEAKER.values(), ids=WEAKER)
def test_tests_are_not_weakened_in_other_words(sketch: tuple[FileChange, Patch | None]) -> None:
    change = s.change(sketch, commits=(s.commit(message="Change\n\nAssisted-by: Claude Code"),))
    policy = recommended()
    found = judge(Facts(change, Graph(), load_tools(), People(policy, None)), policy)
    assert [finding.id for finding in found.verdict.guardrails] == ["test-weakening"]


def test_a_file_or_an_unhashed_one_smuggled_into_a_lockfile_moves_its_package() -> None:
    lock = Lock({"a": Package("a", "1", "registry", hashes=frozenset({"h1", "h2"}))})

    def moved(*hashes: str) -> list[str]:
        head = Lock({"a": Package("a", "1", "registry", hashes=frozenset(hashes))})
        return list(compare(lock, head).changes)

    assert moved("h1", "h2", "smuggled") == moved() == ["a"]
    assert moved("h1") == []


LOOSER = {
    "a ceiling over everything": 'categories: {all: {at_most: low, paths: ["**"]}}',
    "another meaning of auth": 'categories: {auth: {at_most: low, paths: ["nothing/**"]}}',
    "a milder default": "default_level: low",
    "another kind of component": "components: {auth: {root: services/auth, kind: docs}}",
    "a row before all others": "gate: [{level: any, ai_assisted: any, author: any, then: pass}]",
    "an unknown that is none": "unknown_attribution: treat_as_none",
    "limits that everything fits": "levels: {low: {max_files: 100000, max_lines: 100000, max_services: 1000}}",
}


@pytest.mark.parametrize("said", LOOSER.values(), ids=LOOSER)
def test_a_layer_above_the_pack_takes_nothing_back(said: str) -> None:
    policy = recommended(f"version: 1\nextends: [recommended]\n{said}\n")
    message = "Change\n\nAssisted-by: Claude Code"
    change = s.change(s.file("services/auth/login.py", "+x = 2"), commits=(s.commit(message=message),))
    found = judge(Facts(change, Graph(), load_tools(), People(policy, None)), policy)
    assert (found.level, found.outcome) == ("high", "review")


def test_a_test_that_ships_and_could_not_be_seen_is_as_delicate_as_beside_it() -> None:
    files = {"shop/auth/app.py": "from shop.auth.tests import check\n", "shop/auth/tests/check.py": "x = 1\n"}
    files |= {"shop/__init__.py": "", "shop/auth/__init__.py": "", "shop/auth/tests/__init__.py": ""}
    graph = build_graph(snapshot_of(files), (), FactsStore())
    policy = recommended()
    change = s.change(s.file("shop/auth/tests/check.py", POINTER))
    assert judge(Facts(change, graph, load_tools(), People(policy, None)), policy).level == "high"
