"""The commands of the house say clearly what they lack."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make in a folder that holds nothing but the Makefile."""
    shutil.copy(TOP / "Makefile", folder)
    (folder / "pyproject.toml").touch()
    return subprocess.run(["make", *arguments], cwd=folder, capture_output=True, text=True, check=False)


def test_an_old_python_is_told_in_one_line(tmp_path: Path) -> None:
    ran = make(tmp_path, "PYTHON=false", "demo")
    assert ran.returncode == 2
    told = [line for line in ran.stderr.splitlines() if not line.startswith("make")]
    assert told == ["blastgate needs Python 3.11 or newer, and 'false' is not: try make PYTHON=python3.12 demo"]


def test_accuracy_asks_for_its_samples(tmp_path: Path) -> None:
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    for name in ("bin/python", ".installed"):
        (tmp_path / ".venv" / name).touch()
    ran = make(tmp_path, "--old-file=.venv/.installed", "accuracy")
    assert ran.returncode == 2
    assert "SAMPLES=dir" in ran.stderr


def test_ci_runs_what_a_laptop_runs() -> None:
    script = TOP / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").splitlines()[-1] == "exec make test"


def test_the_first_verdict_is_timed_with_the_commands_of_the_readme() -> None:
    script = (TOP / "benchmarks" / "first_verdict.py").read_text(encoding="utf-8")
    found = re.search(r"^README = (\(.*?^\))", script, re.MULTILINE | re.DOTALL)
    use_it = (TOP / "README.md").read_text(encoding="utf-8").partition("## Use it")[2].partition("\n## ")[0]
    assert found
    assert [command for command in ast.literal_eval(found[1]) if command not in use_it] == []
