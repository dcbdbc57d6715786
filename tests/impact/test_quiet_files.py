"""Files that affect nobody: prose, the settings of its sites, tests."""

from __future__ import annotations

import pytest

from blastgate.impact.places import is_quiet


@pytest.mark.parametrize(
    ("path", "quiet"),
    [
        ("README.md", True),
        ("mkdocs.yml", True),
        ("docs/docs.json", True),
        ("services/cart/docs/mint.json", True),
        ("tests/data/a.json", True),
        ("docs.json", False),
        ("site/docs.json", False),
        ("my-mkdocs.yml", False),
        ("docs/server.py", False),
    ],
)
def test_what_is_quiet(path: str, quiet: bool) -> None:
    """A whole name counts, not its end."""
    assert is_quiet(path) is quiet
