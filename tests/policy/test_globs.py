"""The glob engine: what each wildcard means, what is refused, and that it agrees with a slow reference."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from blastgate.policy.matching.globs import check_glob, compile_globs, escape_glob

YES = [
    ("**", "a/.b/c"),
    ("**", "x"),
    ("dir/", "dir/a/b"),
    ("dir/**", "dir/.hidden"),
    ("**/x", "x"),
    ("**/x", "a/b/x"),
    ("a/**/b", "a/b"),
    ("a/**/b", "a/c/d/b"),
    ("**/**/x", "x"),
    ("*.md", "README.md"),
    ("*", ".env"),
    ("**/*.md", "a/.github/x.md"),
    ("a?c", "abc"),
    ("[abc]x", "bx"),
    ("[!abc]x", "dx"),
    ("[a-c]", "b"),
    ("[]]", "]"),
    ("{a,b/c}/d", "b/c/d"),
    ("{a,{b,c}}x", "cx"),
    ("x{,.y}", "x"),
    ("app/\\[id\\]/*.ts", "app/[id]/p.ts"),
    ("**/tests/**", "tests/a"),
    ("**/*[-_.]{test,Tests}/**", "a/Foo.Tests/x.cs"),
    ("**/a*b*c/d*", "x/a1b2c/d"),
    ("**/a/**/b/**", "z/a/q/b/r"),
    ("*", "line\nbreak"),
    ("**/*", "a/\udcff"),
    ("größe/*", "größe/x"),
    ("a*b", "ab"),
    ("**/src/*/t", "src/src/x/t"),
]
NO = [
    ("dir/", "dir"),
    ("dir/**", "dir"),
    ("dir/**", "dir2/a"),
    ("*.md", "a/b.md"),
    ("a/*", "a/b/c"),
    ("a?c", "a/c"),
    ("[!a]", "/"),
    ("a*a", "a"),
    ("**/*test*/**", "x/test"),
    ("**/tests/**", "a/tests"),
    ("*.MD", "a.md"),
    ("\\*", "x"),
    ("a/**/b", "a/b/c"),
    ("x", "x/y"),
]
REFUSED = [
    "",
    "/a",
    "a//b",
    "a/../b",
    "./a",
    "[a",
    "{a",
    "a}",
    "a**b",
    "***",
    "a\\b",
    "a\\",
    "!x",
    "[z-a]",
    "[a/b]",
    "a\0",
]


@pytest.mark.parametrize(("glob", "path"), YES)
def test_a_glob_matches(glob: str, path: str) -> None:
    """Anchored at both ends, dotfiles seen."""
    assert compile_globs((glob,))(path)


@pytest.mark.parametrize(("glob", "path"), NO)
def test_a_glob_does_not_match(glob: str, path: str) -> None:
    """A star stays inside its part of the path."""
    assert not compile_globs((glob,))(path)


@pytest.mark.parametrize("glob", [*REFUSED, "{a,b}" * 9, "x" * 1001, "{" * 30 + "a,b" + "}" * 30 + "{a,b}" * 8])
def test_a_wrong_glob_is_told_and_never_compiled(glob: str) -> None:
    """What check_glob refuses, compile_globs refuses."""
    assert check_glob(glob)
    with pytest.raises(ValueError, match=":"):
        compile_globs((glob,))


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30))
def test_a_path_is_never_a_glob(path: str) -> None:
    """An escaped path matches itself, whatever brackets its name has."""
    assume(not path.endswith("/"))
    glob = escape_glob(path)
    assert check_glob(glob) is not None or compile_globs((glob,))(path)


def reference(glob: list[str], path: list[str]) -> bool:
    """Match part by part, trying everything: slow and plainly right."""
    if not glob:
        return not path
    if glob[0] == "**":
        last = len(glob) == 1
        return bool(path) if last else any(reference(glob[1:], path[i:]) for i in range(len(path) + 1))
    return bool(path) and part_matches(glob[0], path[0]) and reference(glob[1:], path[1:])


def part_matches(glob: str, part: str) -> bool:
    """Match one part with stars and question marks."""
    if not glob:
        return not part
    if glob[0] == "*":
        return any(part_matches(glob[1:], part[i:]) for i in range(len(part) + 1))
    return bool(part) and glob[0] in ("?", part[0]) and part_matches(glob[1:], part[1:])


PART = st.text("ab*?.", min_size=1, max_size=5).filter(lambda part: "**" not in part and part not in (".", ".."))
GLOB = st.lists(st.one_of(PART, st.just("**")), min_size=1, max_size=5)
PATH = st.lists(st.text("ab.", min_size=1, max_size=5), min_size=1, max_size=6)


@given(GLOB, PATH)
def test_it_agrees_with_the_reference(glob: list[str], path: list[str]) -> None:
    """Set look-ups, prechecks and atomic groups change nothing."""
    assert compile_globs(("/".join(glob),))("/".join(path)) == reference(glob, path)


@given(st.lists(GLOB, min_size=1, max_size=6), PATH)
def test_many_globs_match_when_one_does(globs: list[list[str]], path: list[str]) -> None:
    """Compiling together is compiling each."""
    texts, whole = tuple("/".join(glob) for glob in globs), "/".join(path)
    assert compile_globs(texts)(whole) == any(compile_globs((text,))(whole) for text in texts)


@pytest.mark.parametrize(
    "glob", ["*a" * 20 + "b", "**/a/" * 20 + "b", "**/*a*a*a*a/" * 5 + "b", "*" + "?a*" * 20 + "z"]
)
@pytest.mark.parametrize("path", ["a" * 4000, "a/" * 1999 + "a", "aa/" * 1333 + "x", "ab" * 2000])
def test_stars_do_not_multiply(glob: str, path: str) -> None:
    """4,000 characters against 20 stars end; a backtracking engine would outlive the test run."""
    assert compile_globs((glob,))(path) is ("b" in path and path.endswith("b") and glob == "*a" * 20 + "b")
