"""Every kind of mistake in a policy file, and the exact screen it gets.

A case is ``NAME.yml`` beside ``NAME.txt`` in tests/cases/policy/bad; ``python tests/policy/test_bad_policies.py``
writes the screens anew, to be read before they are committed.
"""

from __future__ import annotations

from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

import pytest

from blastgate.cli.failures import print_error
from blastgate.errors import PolicyError
from blastgate.policy.layers.load import load_policy

CASES = Path(__file__).parent.parent / "cases" / "policy" / "bad"
NAMES = sorted(path.stem for path in CASES.glob("*.yml"))


def screen(data: bytes) -> str:
    """Return what the command line prints about a policy, or what would be wrong with the test."""
    try:
        load_policy(data, ".blastgate.yml", "default-branch", lambda _: None)
    except PolicyError as error:
        with redirect_stderr(StringIO()) as shown:
            print_error(error)
        return shown.getvalue()
    return "no mistake was found\n"


@pytest.mark.parametrize("name", NAMES)
def test_a_mistake_gets_its_place_its_line_and_a_hint(name: str) -> None:
    """The screen is the whole promise: file, line, column, caret and the nearest valid name."""
    assert screen((CASES / f"{name}.yml").read_bytes()) == (CASES / f"{name}.txt").read_text(encoding="utf-8")


def problems(data: bytes) -> list[tuple[int, int, str]]:
    """Load a policy that must be refused and return its problems as line, column, message."""
    with pytest.raises(PolicyError) as caught:
        load_policy(data, ".blastgate.yml", "default-branch", lambda _: None)
    return [(p.line, p.column, p.message) for p in caught.value.problems]


def test_five_mistakes_report_five_places() -> None:
    """Nobody mends a file one error at a time."""
    found = problems((CASES / "five_mistakes.yml").read_bytes())
    assert [(line, column) for line, column, _ in found] == [(3, 1), (6, 20), (9, 54), (12, 69), (15, 3)]


ALIAS_BOMB = b"a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"a%d: &a%d [%s]\n" % (i, i, b", ".join([b"*a%d" % (i - 1)] * 10)) for i in range(1, 12)
)

HUNGRY = b"version: 1\nextends: [recommended]\ncategories:\n  x:\n    at_least: high\n"
MANY_GLOBS = HUNGRY + b"    paths:\n" + b'      - "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"\n' * 15_000
MANY_EXPRESSIONS = HUNGRY + b"    added_lines:\n" + b'      - "(a{900}){1,1}"\n' * 15_000

HOSTILE: dict[str, tuple[bytes, tuple[int, int], str]] = {
    "alias bomb": (ALIAS_BOMB, (5, 5), "stands for more than 20,000 values"),
    "deep flow nesting": (b"a: " + b"[" * 100_000, (1, 28), "nested deeper than 24 levels"),
    "deep block nesting": (b"".join(b" " * i + b"a:\n" for i in range(200)), (26, 26), "nested deeper than 24"),
    "one byte over 1 MiB": (b"#" * ((1 << 20) + 1), (1, 1), "larger than 1 MiB"),
    "NUL": (b"version: 1\nmode: \0\n", (2, 7), "control character U+0000"),
    "escape": (b"version: 1\nmode: \x1b[31m\n", (2, 7), "control character U+001B"),
    "not UTF-8": (b"version: 1\nmode: \xff\n", (2, 7), "byte 0xff is not UTF-8"),
    "UTF-16": ("version: 1\n".encode("utf-16"), (1, 1), "byte 0xff is not UTF-8"),
    "globs without end": (MANY_GLOBS, (85, 9), "stand for more than 20,000"),
    "expressions without end": (MANY_EXPRESSIONS, (207, 9), "more than 200 expressions"),
    "endless alias": (b"a: &a [*a]\n", (1, 8), "names no anchor above"),
    "complex key": (b"? [a, b]\n: c\n", (1, 3), "a key is a plain word"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_are_one_error_with_a_place(name: str) -> None:
    """No bytes crash or hang the loader."""
    data, place, words = HOSTILE[name]
    ((line, column, message),) = problems(data)
    assert (line, column) == place
    assert words in message


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_places_hold_with_any_line_end_and_a_byte_order_mark(end: bytes) -> None:
    """Files from any editor name the same place."""
    data = b"\xef\xbb\xbf" + end.join([b"version: 1", b"extends: [recommended]", b"mdoe: observe", b""])
    assert problems(data) == [(3, 1, "unknown key 'mdoe'")]


def test_a_very_long_line_is_not_printed_whole() -> None:
    """A page of minified text is named by its place only."""
    data = b"version: 1\nextends: [recommended]\npeople: {senior: [" + b'"@x", ' * 100 + b"bad]}\n"
    with pytest.raises(PolicyError) as caught:
        load_policy(data, ".blastgate.yml", "default-branch", lambda _: None)
    assert [len(problem.text) for problem in caught.value.problems] == [0]


def test_a_mistake_in_an_extended_file_names_that_file() -> None:
    """An organisation's file is read at the same commit, and told by the same prefix."""
    files = {"org/base.yml": b"version: 1\nextends: [recommended]\nmdoe: observe\n"}
    with pytest.raises(PolicyError) as caught:
        load_policy(b"version: 1\nextends: [org/base.yml]\n", "main:.blastgate.yml", "default-branch", files.get)
    assert [(p.file, p.line) for p in caught.value.problems] == [("main:org/base.yml", 3)]


def test_a_cycle_of_files_is_an_error() -> None:
    """Two files that extend each other end at once, with the chain."""
    files = {"a.yml": b"version: 1\nextends: [b.yml]\n", "b.yml": b"version: 1\nextends: [a.yml]\n"}
    with pytest.raises(PolicyError) as caught:
        load_policy(b"version: 1\nextends: [recommended, a.yml]\n", ".blastgate.yml", "head", files.get)
    assert [p.message for p in caught.value.problems] == ["'a.yml' extends itself: a.yml -> b.yml -> a.yml"]


def test_a_long_chain_of_files_is_refused() -> None:
    """Depth is bounded."""
    files = {f"{i}.yml": f"version: 1\nextends: [{i + 1}.yml]\n".encode() for i in range(50)}
    with pytest.raises(PolicyError) as caught:
        load_policy(b"version: 1\nextends: [recommended, 0.yml]\n", ".blastgate.yml", "head", files.get)
    assert "more than 5 levels" in caught.value.problems[-1].message


if __name__ == "__main__":
    for case in NAMES:
        (CASES / f"{case}.txt").write_text(screen((CASES / f"{case}.yml").read_bytes()), encoding="utf-8")
