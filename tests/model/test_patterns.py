"""An expression that is declared is the one that would be compiled, and is compiled when it is asked."""

from __future__ import annotations

import re

import pytest

from blastgate.model.patterns import expression


def test_it_answers_as_the_compiled_one() -> None:
    """Methods and attributes, again and again."""
    ours, theirs = expression(r"(?P<word>a+)b", re.IGNORECASE), re.compile(r"(?P<word>a+)b", re.IGNORECASE)
    for _ in range(2):
        assert [m.span() for m in ours.finditer("aab AB")] == [m.span() for m in theirs.finditer("aab AB")]
        assert (ours.sub("-", "xab"), ours.split("1ab2")) == (theirs.sub("-", "xab"), theirs.split("1ab2"))
        assert (ours.pattern, ours.flags, ours.groupindex) == (theirs.pattern, theirs.flags, theirs.groupindex)


def test_a_broken_one_says_so_when_it_is_asked() -> None:
    broken = expression("(")
    with pytest.raises(re.error):
        broken.search("")
