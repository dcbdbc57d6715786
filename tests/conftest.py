"""What every test shares: an environment of its own, the example shop, and screens kept as plain text files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from build_shop import build
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation

TESTS = Path(__file__).parent


@pytest.fixture(scope="session", autouse=True)
def own_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing of the machine reaches a test: no git settings, no home, no cache, no terminal."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in [n for n in os.environ if n.startswith(("GIT_", "BLASTGATE", "XDG_", "MAKE"))]:
            patch.delenv(name)
        for name in ("NO_COLOR", "FORCE_COLOR"):
            patch.delenv(name, raising=False)
        patch.setenv("HOME", str(home))
        patch.setenv("XDG_CACHE_HOME", str(home / "cache"))
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("COLUMNS", "100")
        patch.setenv("LC_ALL", "C.UTF-8")
        yield


@pytest.fixture(scope="session")
def checkout_with_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the example shop where ``make demo`` has it, ``examples/.built/shop``, below a folder of its own."""
    top = tmp_path_factory.mktemp("checkout")
    build(top / "examples" / ".built" / "shop")
    return top


class Screen(SingleFileSnapshotExtension):
    """One screen, one file: ``tests/snapshots/<room>/<test file>/<test>.txt``."""

    file_extension = "txt"
    _write_mode = WriteMode.TEXT

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:
        """Keep the snapshots of a test file in a folder of its name, away from the code."""
        below = Path(test_location.filepath).resolve().relative_to(TESTS).with_suffix("")
        return str(TESTS / "snapshots" / below)


@pytest.fixture
def screen(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Compare text with the stored screen of this test; ``pytest --snapshot-update`` stores it anew."""
    return snapshot.use_extension(Screen)
