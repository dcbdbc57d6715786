"""docs/output.md names every format that exists."""

from __future__ import annotations

from pathlib import Path

import pytest

from blastgate import registry

PAGE = (Path(__file__).parents[2] / "docs" / "output.md").read_text("utf-8")
PACKAGES = ("reporters", "reporters.affected", "reporters.commits", "reporters.graphs")


@pytest.mark.parametrize("package", PACKAGES)
def test_the_page_names_every_format(package: str) -> None:
    missing = [name for name in registry.names(f"blastgate.{package}") if f"`{name}`" not in PAGE]
    assert missing == []
