"""The laws of extraction and of resolution with each language's own words: what hostile files are made of."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blastgate import registry
from blastgate.impact.files import FactsStore, FileGraph, build_file_graph
from blastgate.testing import snapshot_of

PIECES: dict[str, tuple[bytes, ...]] = {
    "astro": (b"---\n", b"import 'a'\n", b"<script>", b"</script>", b"`", b"'", b"\n"),
    "c": (b'#include "a.h"\n', b"#include <", b"# include", b"/*", b"*/", b'"', b"//", b"\n"),
    "csharp": (b"using A.B;\n", b"namespace A {", b'@"', b'$"', b"x(this ", b"A.b<", b"Aa = ", b"class A ", b"}"),
    "css": (b'@import "a";', b"@use ", b"url(", b"'", b"/*", b"//", b",", b"\n"),
    "dart": (b"import 'a.dart';\n", b"import '", b"if (x) ", b"'''", b"part of ", b"/*", b'"""', b"\n"),
    "elixir": (b"alias A.{", b"alias A.B\n", b"defmodule A do\n", b'"""', b"}", b"#", b'?"', b"A.", b"\n"),
    "graphql": (b'#import "a.gql"\n', b"# import A, ", b' from "', b"#", b"'", b"\n"),
    "hcl": (
        b'source = "./a"\n',
        b'file("a',
        b'"../a"',
        b'"${path.module}/',
        b"find_in_parent_folders(",
        b"#",
        b"/*",
        b'"',
    ),
    "html": (
        *(
            b"{% include 'a' %}",
            b"{% include [",
            b"'a', ",
            b"{#",
            b"#}",
            b"{{> a}}",
            b"{{!--",
            b"--}}",
            b"<!--",
            b"-->",
        ),
        *(b"<script src='a.js'>", b"<script ", b" src=", b"<%= render 'a'", b'th:replace="', b"{{ include(", b"\n"),
    ),
    "java": (b"import a.b.C;", b"import static a.B.c;", b"package a;", b"/*", b'"""', b"'", b"A.", b"a.b.C ", b"{"),
    "kotlin": (b"import a.b.C as D\n", b"fun <", b"fun a.b(", b"x(", b'"""', b"`", b"@a ", b"A.", b"\n"),
    "mdx": (b"import a from 'b'\n", b"export ", b"```\n", b"~~~~", b"\n\n", b"`", b"'", b"/*", b"{"),
    "openapi": (b"$ref: a.yaml\n", b'"$ref":"', b"$ref", b"#", b"{", b"'", b"\n", b" "),
    "php": (b"<?php ", b"?>", b"use A\\{B, C};\n", b"<<<A\n", b"'", b"namespace A;", b"\\A\\B ", b"require 'a';", b"#"),
    "protobuf": (b'import "a.proto";', b"import public ", b"/*", b"//", b'"', b"'", b"\n"),
    "ruby": (b"require 'a'\n", b"require_relative ", b"=begin\n", b"<<~A\n", b"A::B ", b"#", b"'", b"class A < B\n"),
    "rust": (
        b"use a::{",
        b"use ",
        b"mod a;",
        b"mod a {",
        b"#[cfg(test)] ",
        b'r#"',
        b'#[path = "x"]',
        b"a::b ",
        b"}",
        b";",
    ),
    "scala": (b"import a.{B, C}\n", b"import a._\n", b"package a\n", b"{", b"}", b'"""', b"'a", b"A.", b"\n"),
    "shell": (b"source a.sh\n", b". ", b'"$(', b"${", b"}", b";", b"|", b"\n", b"'"),
    "swift": (b"import A\n", b"@a ", b"@a(", b"import struct ", b'"""', b"/*", b";", b"public ", b"\n"),
    "sql": (b"{{ ref('a') }}", b"ref(", b"{#", b"#}", b"'", b",", b"\n"),
}
CASES = [(name, piece) for name, pieces in PIECES.items() for piece in pieces]
TREE_PATHS = (
    *("src/main/java/a/b/C.java", "src/A.kt", "src/a/b/D.scala", "x/X.csproj", "x/A.cs", "x/a.razor", "Cargo.toml"),
    *("src/lib.rs", "src/a/mod.rs", "src/b.rs", "a.h", "a.c", "include/a.h", "a.proto", "b/a.proto", "composer.json"),
    *("src/B.php", "lib/a.rb", "app/models/a/b.rb", "pubspec.yaml", "lib/a.dart", "lib/a.ex", "a.sh", "_a.scss"),
    *("dbt_project.yml", "models/a.sql", "Package.swift", "Sources/a/a.swift", "Sources/b.swift", "q/a.graphql"),
    *("schemas/a.json", "openapi.yaml", "templates/a.html", "templates/b/a.html", "a.astro", "docs/a.mdx", "a/a.tf"),
)
TREE_TEXTS = (
    *("package a.b;\nimport a.b.C;\nimport a.b.*;\nclass D { C c; A a; }", "package a.b\nimport a.b.C\nfun f() = g()"),
    *("using a.b;\nnamespace a.b;\nclass C { A a; }", "<Project><RootNamespace>a.b</RootNamespace></Project>"),
    *("mod a;\nmod b;\nuse crate::a::C;\nuse super::super::x;\nuse a::b;", '[package]\nname = "a"\n[lib]\npath = ".."'),
    *('#include "a.h"\n#include <a.h>\n#include "../../a.h"', 'import "a.proto";\nimport "b/a.proto";'),
    *(
        '{"autoload": {"psr-4": {"": "src", "A\\\\": ["..", 1]}}}',
        "<?php namespace A; use A\\B; new B; require '../a';",
    ),
    *("require 'a'\nrequire_relative '../../x'\nA::B", "name: a", "import 'a.dart';\nimport 'package:a/../../a.dart';"),
    *(
        "defmodule A do\n alias A.{B, C}\nend",
        "source a.sh\n. ../../a.sh",
        "@use 'a'; @import '../../a';",
        "{{ ref('a') }}",
    ),
    *("import a\nimport b", 'targets: [.target(name: "a", path: ".."), .target(name: "b", path: "")]'),
    *('#import "a.graphql"\n#import "../../a"', '{"$ref": "../schemas/a.json", "x": {"$ref": "../../a.json"}}'),
    'source = "../../a" x = file("../a.sh") y = "${path.module}/../../../a"',
    *("{% include 'a.html' %}{% include '../../a' %}{% static '../a' %}<script src='/../a'>", "import A from './a'"),
)
TREES = st.dictionaries(st.sampled_from(TREE_PATHS), st.sampled_from((*TREE_TEXTS, "", "{")), max_size=14)


def graph_of(tree: Mapping[str, str]) -> FileGraph:
    return build_file_graph(snapshot_of(tree), FactsStore())


@pytest.mark.parametrize("name", PIECES)
@given(data=st.data())
@settings(max_examples=60)
def test_extraction_never_raises_and_repeats_itself(name: str, data: st.DataObject) -> None:
    source = b"".join(data.draw(st.lists(st.sampled_from(PIECES[name]), max_size=40)))
    extract = registry.load("blastgate.languages", name).extract
    found = extract(source)

    assert found == extract(source)
    assert [one.line for one in found] == sorted(one.line for one in found)
    assert all(1 <= one.line <= source.count(b"\n") + 1 and one.name for one in found)


@pytest.mark.parametrize(("name", "piece"), CASES, ids=[f"{name}-{piece!r}" for name, piece in CASES])
def test_a_long_file_of_one_thing_is_read(name: str, piece: bytes) -> None:
    data = piece * (400_000 // len(piece))

    assert isinstance(registry.load("blastgate.languages", name).extract(data), tuple)


@given(TREES)
@settings(max_examples=150)
def test_edges_lead_to_files_of_the_snapshot(tree: dict[str, str]) -> None:
    graph = graph_of(tree)

    for path, edges in graph.imports.items():
        assert path in tree
        assert {edge.to for edge in edges} <= tree.keys() - {path}


@given(TREES)
@settings(max_examples=100)
def test_the_order_in_which_files_are_listed_changes_nothing(tree: dict[str, str]) -> None:
    assert graph_of(tree) == graph_of(dict(reversed(tree.items())))
