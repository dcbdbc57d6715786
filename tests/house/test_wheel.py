"""The wheel holds the package and its rules, and works where it is all there is."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from blastgate import __version__

TOP = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of this checkout, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(TOP))
    return next(folder.glob("blastgate_ci-*.whl"))


@pytest.fixture(scope="module")
def bin_of_clean_venv(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a fresh environment; only the packages it needs are lent, never the checkout."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    _run(sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel))
    site = Path(_run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip())
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "lent.pth").write_text("\n".join(sorted(lent)) + "\n")
    return python.parent


def test_the_wheel_holds_rules_licence_and_nothing_of_the_workshop(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = {f"blastgate/{p.relative_to(TOP).as_posix()}" for p in (TOP / "rules").rglob("*.yml")}
    assert shipped and shipped <= names
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    assert {name.split("/")[0] for name in names} == {"blastgate", f"blastgate_ci-{__version__}.dist-info"}


def test_every_module_is_in_the_wheel(wheel: Path) -> None:
    modules = {p.relative_to(TOP).as_posix() for p in (TOP / "blastgate").rglob("*.py")}
    assert modules <= set(zipfile.ZipFile(wheel).namelist())


def test_the_installed_command_finds_its_own_rules(bin_of_clean_venv: Path, tmp_path: Path) -> None:
    where = "from blastgate import registry; print(registry.rules_dir())"
    found = _run(str(bin_of_clean_venv / "python"), "-c", where, cwd=tmp_path).stdout.strip()
    assert Path(found).is_relative_to(bin_of_clean_venv.parent)


def test_the_installed_command_judges_a_repository(bin_of_clean_venv: Path, checkout_with_shop: Path) -> None:
    blastgate, shop = str(bin_of_clean_venv / "blastgate"), checkout_with_shop / "examples/.built/shop"
    assert _run(blastgate, "--version", cwd=shop).stdout == f"blastgate {__version__}\n"
    ran = _run(blastgate, "check", "--head", "ai-outside-allowed-paths", cwd=shop, expect=1)
    assert ran.stdout.startswith("BLOCK")


def _run(*command: str, cwd: Path | None = None, expect: int = 0) -> subprocess.CompletedProcess[str]:
    ran = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert ran.returncode == expect, ran.stdout + ran.stderr
    return ran
