"""Streams that are closed, full, or that nobody reads; no home, no environment, no UTF-8: never green by accident."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHANGE = (
    b"diff --git a/.github/workflows/a.yml b/.github/workflows/a.yml\nnew file mode 100644\nindex 0000000..1111111\n"
)
CHANGE += "--- /dev/null\n+++ b/.github/workflows/a.yml\n@@ -0,0 +1 @@\n+on: push # é\n".encode()
VERDICT, UNTOLD = 3, 2
CHECK = ("check", "--diff", "change.diff")
CASES = (  # the command, what the shell does with its streams, the exit code, what stderr tells
    (CHECK, "", VERDICT, ""),
    (CHECK, ">&-", UNTOLD, "Bad file descriptor"),
    (CHECK, ">/dev/full", UNTOLD, "No space left on device"),
    (CHECK, "2>&-", VERDICT, ""),
    (CHECK, "<&-", VERDICT, ""),
    (CHECK, "<&- >&- 2>&-", UNTOLD, ""),
    ((*CHECK, "--format", "json"), ">/dev/full", UNTOLD, "No space left on device"),
    (("check", "--diff", "-"), "<&-", UNTOLD, "is empty"),
    (("check", "--diff", "none.diff"), "2>&-", UNTOLD, ""),
    (("check", "--help"), ">/dev/full", UNTOLD, "No space left on device"),
)
START = [sys.executable, "-c", "from blastgate.cli.app import main; main()"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a diff to judge, that is no repository."""
    (tmp_path / "change.diff").write_bytes(CHANGE)
    return tmp_path


def plain(**more: str) -> dict[str, str]:
    """The environment of a process whose stdout has a buffer."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"} | more


@pytest.mark.parametrize(("command", "streams", "code", "told"), CASES, ids=[f"{c[0][0]} {c[1]}" for c in CASES])
def test_what_cannot_be_told_is_an_error(
    folder: Path, command: tuple[str, ...], streams: str, code: int, told: str
) -> None:
    """A closed stderr or stdin is nobody's loss; a report that is not written whole is."""
    shell = ["sh", "-c", f'exec "$@" {streams}', "sh", *START, *command]
    ran = subprocess.run(shell, cwd=folder, capture_output=True, env=plain(), check=False)
    assert ran.returncode == code, ran.stderr
    assert told in ran.stderr.decode()
    assert b"internal error" not in ran.stderr + ran.stdout
    assert b"Traceback" not in ran.stderr + ran.stdout
    assert "2>&-" not in streams or b"error" not in ran.stdout


@pytest.mark.parametrize("more", [{}, {"PYTHONUNBUFFERED": "1"}], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_reader_that_leaves_makes_no_block(folder: Path, more: dict[str, str], form: str) -> None:
    """Exit code 1 says that the change is blocked; nobody decided that."""
    wanted = [*START, *CHECK, "--format", form]
    ran = subprocess.Popen(wanted, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=plain(**more))
    assert ran.stdout is not None
    ran.stdout.close()
    assert ran.stderr is not None
    told = ran.stderr.read()
    ran.stderr.close()
    assert (ran.wait(), b"Traceback" in told) == (UNTOLD, False)


ENVIRONMENTS: tuple[dict[str, str], ...] = (
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"},
    {"LC_ALL": "xx_XX.nothing"},
    {"HOME": "", "XDG_CACHE_HOME": ""},
    {"HOME": "relative/home", "TMPDIR": "/nowhere"},
    {},
)


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=[" ".join(one) or "none" for one in ENVIRONMENTS])
def test_every_environment_has_one_answer(folder: Path, environment: dict[str, str]) -> None:
    """The same bytes without a home, without UTF-8, and with no environment but a path."""
    wanted = [*START, *CHECK, "--format", "markdown"]
    whole = subprocess.run(wanted, cwd=folder, capture_output=True, env=plain(LC_ALL="C.UTF-8"), check=False)
    few = {"PATH": os.environ["PATH"]} | environment
    ran = subprocess.run(wanted, cwd=folder, capture_output=True, env=few, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (VERDICT, whole.stdout, whole.stderr)


def test_a_caller_that_keeps_what_is_written_gets_it() -> None:
    """Python that calls the command line may have put a plain text in place of stdout, without a file below it."""
    kept = "import io, sys\nout, sys.stdout = sys.stdout, io.StringIO()\nfrom blastgate.cli.app import main\n"
    code = f"{kept}try:\n    main(['--version'])\nfinally:\n    out.write(sys.stdout.getvalue())"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout.split()[0]) == (0, "blastgate"), ran.stderr
