"""What counts as the word of an override in a commit's message."""

from __future__ import annotations

import pytest

from blastgate.stats.overrides import LOOKED_AT, told_override


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("Fix\n\nBlastgate-Override: @dana, the shop is down", "@dana, the shop is down"),
        ("Fix\r\n\r\nBlastgate-Override: @dana, the shop is down\r\n", "@dana, the shop is down"),
        ("Fix\n\nBlastgate-Override:", ""),
        ("Fix\n\nBlastgate-Override:\nSigned-off-by: Kim <kim@example.org>", ""),
        ("Fix\n\n> Blastgate-Override: quoted", ""),
        ("Document the line Blastgate-Override: WHO, WHY", ""),
        ("x" * LOOKED_AT + "\nBlastgate-Override: too late", ""),
    ],
)
def test_only_a_line_of_its_own_with_a_reason(message: str, said: str) -> None:
    assert told_override(message) == said
