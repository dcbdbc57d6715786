"""The shipped tables, read once."""

from __future__ import annotations

import pytest

from blastgate.attribution.tools import Tools, load_tools


@pytest.fixture(scope="session")
def tools() -> Tools:
    """Every shipped tool."""
    return load_tools()
