"""Where a Java file says ``import`` without importing, its import statements still are no uses."""

from __future__ import annotations

import pytest

from blastgate.languages import java

HEAD = b"package a;\nimport b.c.D;\n"


@pytest.mark.parametrize(
    "tail",
    [
        b"@interface E { }",
        b"@interface E { } // no more",
        b"interface E { important F }",
        b"interface E { int important(); }",
    ],
)
def test_an_import_is_found_once(tail: bytes) -> None:
    """Whatever follows, with a semicolon or without."""
    names = [found.name for found in java.extract(HEAD + tail)]
    assert names.count("b.c.D") == 1
    assert "uses b.c.D" not in names


def test_a_word_in_small_letters_is_no_class() -> None:
    """Classes and full names count, in the order of lines."""
    found = java.extract(b"package a;\nclass E {\n  lower word;\n  x.y.Z z;\n  F f;\n}\n")
    assert [(one.name, one.line) for one in found] == [("uses x.y.Z", 4), ("uses a.F", 5)]
