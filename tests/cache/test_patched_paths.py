"""A graph brought to a tree where files came, went or moved is the graph built anew: warm is cold."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from blastgate.impact.build import build
from blastgate.impact.files import FactsStore
from blastgate.impact.modified import differences, is_plain
from blastgate.impact.patched_paths import FEW_WORDS, patch_paths
from blastgate.impact.stored import Built, pack_graph, unpack_graph
from blastgate.model.snapshot import Snapshot
from blastgate.testing import snapshot_of

PYTHON = ("import b\nfrom a import b\n", "from . import a, b\nfrom .. import c\nfrom .a.b import c\n", "import a.b.c\n")
SCRIPTS = (
    "import './a'\nimport '../b'\nimport '.'\nimport '..'\nimport '@/c'\n",
    "import 'pkg'\nimport 'pkg/a'\nimport '#b'\nimport 'x/c'\nimport './a.js'\nimport './a_b'\nimport './a-b.vue'\n",
)
C = ('#include "a.h"\n#include "../b/a.h"\n', '#include <b/a.h>\n#include "c.h"\n')
GO = ("package a\n", 'package b\nimport "m.org/b"\nimport "m.org/a/b"\n//go:embed *.sql\nvar x string\n')
RUST = ("mod a;\nmod b;\nuse crate::a::b;\n", "use super::c;\nuse crate::b::c;\n")
JAVA = (
    *("package a.b;\nimport a.c.A;\nimport a.*;\nclass B {}\n", "package a;\nclass A { B b; C c; }\n"),
    "import a.b.c.Gone;\nimport static a.b.Gone.x;\nimport lib.a.BKt;\nclass C { A a; a.b.A.D d; x.a.b.Gone e; }\n",
)
KOTLIN = ("package a\nimport a.b.C\nfun b() = A()\n",)
PHP = (
    "<?php\nnamespace A;\nuse A\\B\\C;\nrequire 'b.php';\nnew B();\n",
    "<?php\nnamespace A\\B;\nclass A { function f(C $c) {} }\n",
    "<?php\nuse A\\B;\nuse A\\Lib;\nuse A\\C\\Gone;\ninclude '../a/b.php';\nrequire './c.php';\nB\\A::x(new Lib\\A);\n",
)
RUBY = ("require_relative 'b'\nrequire 'a/b'\nA::B.new\n", "module A\n  B.new\n  C::A.new\nend\n")
TEXTS = {
    **dict.fromkeys((".py", ".pyi"), PYTHON),
    **dict.fromkeys((".ts", ".js", ".d.ts", ".vue"), SCRIPTS),
    **dict.fromkeys((".c", ".h"), C),
    ".go": GO,
    ".rs": RUST,
    ".java": JAVA,
    ".kt": KOTLIN,
    ".php": PHP,
    ".rb": RUBY,
    ".sql": ("select 1\n",),
}
STEMS = ("a", "b", "c", "a-b", "a_b", "index", "__init__", "mod", "lib", "main", "A", "a.b", "x-impl")
FOLDERS = ("", "a", "b", "a/b", "a/b/c", "src", "src/a", "lib", "lib/a", "app/models", "include/b", "pkg", "pkg/src")
SETTINGS = {
    "pkg/package.json": (
        '{"name": "pkg", "main": "./dist/b.js"}',
        '{"name": "pkg", "exports": {"./*": "./src/*-impl.ts"}}',
    ),
    "package.json": ('{"name": "top", "imports": {"#b": "./src/a.ts"}}',),
    "tsconfig.json": ('{"compilerOptions": {"paths": {"x/*": ["./src/*", "./b/*"]}}}', '{"extends": "./base"}'),
    "base.json": ('{"compilerOptions": {"baseUrl": "a"}}',),
    "go.mod": ("module m.org\n",),
    "pyproject.toml": ('[project]\nname = "top"\n',),
    "a/setup.py": ("",),
    "Cargo.toml": ('[package]\nname = "top"\n',),
    "a/Dockerfile": ("FROM x\nCOPY ../b .\n",),
    "composer.json": ('{"autoload": {"psr-4": {"A\\\\": "a/"}}}',),
    "b/package.json": ('{"name": "x", "dependencies": {"pkg": "*"}}',),
}
GROUPS = [(".py", ".pyi"), (".ts", ".js", ".d.ts", ".vue"), (".c", ".h"), (".java", ".kt"), (".php",), tuple(TEXTS)]
Files = dict[str, str]


def sources(endings: tuple[str, ...]) -> st.SearchStrategy[tuple[str, str]]:
    """Draw a source file of one of these endings."""

    @st.composite
    def one(draw: st.DrawFn) -> tuple[str, str]:
        ending = draw(st.sampled_from(endings))
        folder, stem = draw(st.sampled_from(FOLDERS)), draw(st.sampled_from(STEMS))
        return f"{folder}/{stem}{ending}".lstrip("/"), draw(st.sampled_from(TEXTS[ending]))

    return one()


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Files, Files]:
    """Draw a tree, and the same tree with files that came, went, moved and were modified."""
    endings = draw(st.sampled_from(GROUPS))
    base: Files = dict(draw(st.lists(sources(endings), max_size=14)))
    for name in draw(st.lists(st.sampled_from(sorted(SETTINGS)), max_size=4)):
        base[name] = draw(st.sampled_from(SETTINGS[name]))
    head = dict(base)
    for path in draw(st.lists(st.sampled_from(sorted(base)), max_size=3)) if base else ():
        text = head.pop(path, "")
        if draw(st.booleans()):
            head[draw(st.sampled_from(FOLDERS)) + f"/new/{path}"] = text
    head.update(draw(st.lists(sources(endings), max_size=3)))
    for name in draw(st.lists(st.sampled_from(sorted(SETTINGS)), max_size=1)):
        head[name] = draw(st.sampled_from(SETTINGS[name]))
    return base, {path.lstrip("/"): text for path, text in head.items()}


def patched(base: Built, one: Snapshot, other: Snapshot) -> Built | None:
    """Bring a graph to another tree, where no setting of a resolver was modified or removed."""
    changed = differences(one.entries, other.entries)
    steered = any(entry.blob in base.settings for entry in changed.went.values())
    if steered or not all(is_plain(change, base.settings) for change in changed.modified):
        return None
    return patch_paths(base, changed, other, FactsStore(), ())


@settings(max_examples=300, deadline=None)
@given(pairs())
def test_a_graph_of_other_paths_is_the_graph_built_anew(pair: tuple[Files, Files]) -> None:
    """From memory and from kept bytes, and kept again."""
    base, head = snapshot_of(pair[0]), snapshot_of(pair[1])
    before, after = build(base, (), FactsStore()), build(head, (), FactsStore())
    found = patched(unpack_graph(pack_graph(before)), base, head)
    if found is None:
        return
    assert found.graph == after.graph
    assert dict(found.graph.imports) == after.graph.imports
    assert found.settings >= after.settings
    assert unpack_graph(pack_graph(found)).graph == after.graph


@settings(max_examples=20, deadline=None)
@given(pairs(), st.integers(0, 2 * FEW_WORDS))
def test_many_paths_are_looked_for_at_once(pair: tuple[Files, Files], count: int) -> None:
    """More names than are looked for one by one came: some with bytes that are no text, one that is written nowhere."""
    came = {f"a/new{n}.py": "import b\n" for n in range(count)} | {"a/\udcff.py": "", "b/__.py": ""}
    base, head = snapshot_of(pair[0]), snapshot_of(pair[1] | came)
    found = patched(build(base, (), FactsStore()), base, head)
    assert found is None or found.graph == build(head, (), FactsStore()).graph
