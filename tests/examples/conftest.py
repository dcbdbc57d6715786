"""The example shop, built once."""

from __future__ import annotations

from pathlib import Path

import pytest
from build_shop import build


@pytest.fixture(scope="session")
def checkout_with_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the shop stands where ``make demo`` builds it: at ``examples/.built/shop``."""
    top = tmp_path_factory.mktemp("checkout")
    build(top / "examples" / ".built" / "shop")
    return top
